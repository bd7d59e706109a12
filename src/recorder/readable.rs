//! One way to open a recording, whoever wants to hear it: what intake accepts, preparation decodes
//! and `earmark transcribe` reads is the same.

use super::ffmpeg::{Extent, Ffmpeg};
use crate::audio::{AudioError, AudioFormat, Decoder, Foreign};
use crate::ids::RequestId;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// A local file that can be decoded: the recording itself, or what ffmpeg made of it.
#[derive(Debug)]
pub struct Readable {
    path: PathBuf,
    name: Option<String>,
    converted: Option<Converted>,
}

/// A WAV file that ffmpeg made, removed when dropped.
#[derive(Debug)]
struct Converted {
    path: PathBuf,
    foreign: Foreign,
}

impl Readable {
    /// Looks into the recording at `path`, which came under this name. What only ffmpeg reads is
    /// decoded into `folder` first.
    ///
    /// # Errors
    /// Those of [`Decoder::open_named`], after ffmpeg where it can help.
    pub fn find(path: &Path, name: Option<&str>, folder: &Path, ffmpeg: &Ffmpeg) -> Result<Self, AudioError> {
        Self::find_extent(path, name, folder, ffmpeg, Extent::Whole)
    }

    fn find_extent(
        path: &Path,
        name: Option<&str>,
        folder: &Path,
        ffmpeg: &Ffmpeg,
        extent: Extent,
    ) -> Result<Self, AudioError> {
        let mut found = Self { path: path.to_owned(), name: name.map(str::to_owned), converted: None };
        match found.open() {
            Ok(_) => Ok(found),
            Err(AudioError::NeedsFfmpeg { codec, foreign }) => {
                let converted =
                    Converted { path: folder.join(format!("converted-{}.wav", RequestId::new())), foreign };
                ffmpeg.decode(path, (&codec, foreign), &converted.path, extent)?;
                found.converted = Some(converted);
                found.open().map(drop)?;
                Ok(found)
            }
            Err(error) => Err(error),
        }
    }

    /// A decoder at its beginning; as often as it is needed.
    ///
    /// # Errors
    /// Those of [`Decoder::open_named`].
    pub fn open(&self) -> Result<Decoder<'static>, AudioError> {
        let open = |path: &Path| File::open(path).map(BufReader::new).map_err(AudioError::Read);
        match &self.converted {
            None => Decoder::open_named(open(&self.path)?, self.name.as_deref()),
            Some(converted) => Ok(Decoder::open(open(&converted.path)?)?.standing_for(&converted.foreign)),
        }
    }
}

/// What the recording at `path` is made of, if it can be decoded; of what only ffmpeg reads, a second
/// is tried.
///
/// # Errors
/// Those of [`Readable::find`].
pub(super) fn probe(
    path: &Path,
    name: Option<&str>,
    folder: &Path,
    ffmpeg: &Ffmpeg,
) -> Result<AudioFormat, AudioError> {
    let readable = Readable::find_extent(path, name, folder, ffmpeg, Extent::Beginning)?;
    Ok(readable.open()?.format().clone())
}

impl Drop for Converted {
    fn drop(&mut self) {
        // What cannot be removed now goes with the process's spool.
        let _ = std::fs::remove_file(&self.path);
    }
}
