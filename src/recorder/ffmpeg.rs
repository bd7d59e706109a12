//! Letting an installed `ffmpeg` decode what we do not.
//!
//! The files come from anywhere, so it gets little room: it is told what the file is and guesses
//! nothing, opens local files only, and runs with limits on processor time, memory and output that
//! its shell sets before it begins. It lives in the caller's process group, so that it dies with the
//! worker whose job was cancelled; beyond its time it is killed.

use crate::audio::{AudioError, Foreign};
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Sets the limits and becomes ffmpeg. A limit that cannot be set is already lower.
const CONFINED: &str = r#"
ulimit -c 0
for limit in "-t $1" "-v $2" "-f $3"; do ulimit $limit 2>/dev/null || :; done
shift 3
exec "$@"
"#;
/// What a shell answers when there is no such program.
const NO_SUCH_PROGRAM: i32 = 127;

/// An ffmpeg and how much room it gets.
#[derive(Debug, Clone)]
pub struct Ffmpeg {
    /// The program: a path, or a name that is looked for as a shell does.
    pub program: OsString,
    /// How long it may take, by the clock and of the processor.
    pub time: Duration,
    /// How much address space it may fill, in bytes.
    pub memory: u64,
    /// How much it may write, in bytes; a WAV file holds less than 4 GiB.
    pub output: u64,
}

impl Default for Ffmpeg {
    fn default() -> Self {
        Self {
            program: "ffmpeg".into(),
            time: Duration::from_mins(15),
            memory: 1024 * 1024 * 1024,
            output: u64::from(u32::MAX),
        }
    }
}

/// How much of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Enough to see that it can be decoded.
    Beginning,
    /// All of it.
    Whole,
}

impl Ffmpeg {
    /// Decodes `input`, which is a `foreign` with this codec, to a WAV file.
    ///
    /// # Errors
    /// [`AudioError::NeedsFfmpeg`] where there is none; [`AudioError::Damaged`] where it does not
    /// manage within its limits.
    pub(super) fn decode(
        &self,
        input: &Path,
        (codec, foreign): (&str, Foreign),
        output: &Path,
        extent: Extent,
    ) -> Result<(), AudioError> {
        let child = self.command(input, foreign, output, extent).spawn().map_err(AudioError::Read)?;
        let Some(status) = end_within(child, self.time).map_err(AudioError::Read)? else {
            return Err(damaged("ffmpeg needed more time than it may have"));
        };
        match status.code() {
            Some(0) => Ok(()),
            Some(NO_SUCH_PROGRAM) => Err(AudioError::NeedsFfmpeg { codec: codec.to_owned(), foreign }),
            Some(_) => Err(damaged("ffmpeg could not decode it")),
            None => Err(damaged("ffmpeg broke off, perhaps for want of room")),
        }
    }

    fn command(&self, input: &Path, foreign: Foreign, output: &Path, extent: Extent) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", CONFINED, "sh"]);
        // The shell counts memory in KiB and files in blocks of 512 bytes.
        command
            .args([self.time.as_secs().max(1), self.memory / 1024, self.output / 512].map(|n| n.to_string()));
        command.arg(&self.program);
        command.args(["-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1"]);
        command.args(["-protocol_whitelist", "file,pipe", "-f", foreign.demuxer]).args(foreign.options);
        command.arg("-i").arg(local(input)).args(["-map", "0:a:0", "-vn", "-sn", "-dn"]);
        if extent == Extent::Beginning {
            command.args(["-t", "1"]);
        }
        command.args(["-c:a", "pcm_s16le", "-f", "wav", "-y"]).arg(local(output));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }
}

/// A path that cannot be taken for an address or an option.
fn local(path: &Path) -> OsString {
    let mut local = OsString::from("file:");
    local.push(path);
    local
}

/// Waits for the child's end; `None`: it took longer, and was killed.
fn end_within(mut child: Child, time: Duration) -> io::Result<Option<ExitStatus>> {
    let (gone, is_gone) = channel::<()>();
    let said = child.stderr.take();
    // What it says ends when it does. Nobody reads it: it may quote what was in the file.
    std::thread::spawn(move || {
        if let Some(mut said) = said {
            let mut room = [0; 1024];
            while said.read(&mut room).is_ok_and(|count| count > 0) {}
        }
        drop(gone);
    });
    let in_time = !matches!(is_gone.recv_timeout(time), Err(RecvTimeoutError::Timeout));
    if !in_time {
        child.kill()?;
    }
    let status = child.wait()?;
    Ok(in_time.then_some(status))
}

fn damaged(reason: &str) -> AudioError {
    AudioError::Damaged { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests;
