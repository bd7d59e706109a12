//! Opening a file as the product does.

use earmark::audio::{AudioError, Decoder};
use earmark::recorder::{Ffmpeg, Readable};
use std::path::Path;

/// A decoder of the file at this path, under its own name.
pub(crate) fn open(path: &Path) -> Result<Decoder<'static>, AudioError> {
    open_named(path, path.file_name().unwrap().to_str())
}

/// A decoder of the file at this path, under another name.
pub(crate) fn open_named(path: &Path, name: Option<&str>) -> Result<Decoder<'static>, AudioError> {
    let folder = tempfile::tempdir().unwrap();
    // The file that was converted is held open: it may lose its name.
    Readable::find(path, name, folder.path(), &Ffmpeg::default())?.open()
}

/// The decoder without an ffmpeg to help it.
pub(crate) fn open_alone(path: &Path) -> Result<Decoder<'static>, AudioError> {
    let nowhere = Ffmpeg { program: "no-such-ffmpeg".into(), ..Ffmpeg::default() };
    let folder = tempfile::tempdir().unwrap();
    Readable::find(path, path.file_name().unwrap().to_str(), folder.path(), &nowhere)?.open()
}
