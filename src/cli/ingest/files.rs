//! Which files are meant, and what lies beside them.

use crate::error::{Coded, Kind};
use serde_json::{Map, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What counts as audio in a folder; a file that is named itself is always taken.
const AUDIO_EXTENSIONS: &[&str] = &[
    "wav", "wave", "mp3", "ogg", "oga", "opus", "flac", "m4a", "mp4", "aac", "aiff", "aif", "webm", "gsm",
    "ulaw", "alaw", "sln", "vcon",
];
/// The largest metadata file; a recorder writes a few hundred bytes.
const METADATA_MOST: u64 = 1024 * 1024;

/// A file to be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileToIngest {
    pub(super) path: PathBuf,
}

/// A path that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    #[error("{} cannot be read; check the path and its permissions", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    #[error("there is no audio file below {}", .0.display())]
    NothingThere(PathBuf),
    #[error("{} is larger than {METADATA_MOST} bytes; that is no metadata of a call", .0.display())]
    MetadataTooLarge(PathBuf),
    #[error("{} is not a JSON object (line {line}, column {column})", path.display())]
    MetadataNotJson { path: PathBuf, line: usize, column: usize },
}

impl Coded for FileError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(..) => "file_unreadable",
            Self::NothingThere(_) => "no_audio_files",
            Self::MetadataTooLarge(_) => "metadata_too_large",
            Self::MetadataNotJson { .. } => "metadata_not_json",
        }
    }
}

/// The files that these paths mean, in a fixed order. A path that does not exist is found out
/// before anything is brought in.
pub(super) fn find_files(paths: &[PathBuf]) -> Result<Vec<FileToIngest>, FileError> {
    let mut found = Vec::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|error| FileError::Unreadable(path.clone(), error))?;
        if metadata.is_dir() {
            let before = found.len();
            search(path, &mut found)?;
            if found.len() == before {
                return Err(FileError::NothingThere(path.clone()));
            }
        } else {
            found.push(FileToIngest { path: path.clone() });
        }
    }
    Ok(found)
}

fn search(folder: &Path, found: &mut Vec<FileToIngest>) -> Result<(), FileError> {
    let unreadable = |error| FileError::Unreadable(folder.to_owned(), error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        // Links to folders are not followed: they may lead round in a circle.
        if entry.file_type().map_err(unreadable)?.is_dir() {
            search(&path, found)?;
        } else if is_audio(&path) {
            found.push(FileToIngest { path });
        }
    }
    Ok(())
}

fn is_audio(path: &Path) -> bool {
    let is_meant = path
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| AUDIO_EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()));
    is_meant || is_vcon(path)
}

/// Whether a file is a conversation with its recordings inside, by its name.
pub(super) fn is_vcon(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".json").unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "vcon")
}

impl FileToIngest {
    /// The metadata to send along, as JSON: what STEM.json says, and the source where it is silent.
    pub(super) fn metadata(&self, source: Option<&str>) -> Result<Vec<u8>, FileError> {
        let mut metadata = self.sidecar()?;
        if let Some(source) = source {
            metadata.entry("source").or_insert_with(|| Value::String(source.to_owned()));
        }
        Ok(Value::Object(metadata).to_string().into_bytes())
    }

    fn sidecar(&self) -> Result<Map<String, Value>, FileError> {
        let path = self.path.with_extension("json");
        let size = match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Map::new()),
            Err(error) => return Err(FileError::Unreadable(path, error)),
            Ok(metadata) => metadata.len(),
        };
        if size > METADATA_MOST {
            return Err(FileError::MetadataTooLarge(path));
        }
        let json = fs::read(&path).map_err(|error| FileError::Unreadable(path.clone(), error))?;
        serde_json::from_slice(&json).map_err(|error| FileError::MetadataNotJson {
            path,
            line: error.line(),
            column: error.column(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_audio_files_in_order() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        for name in ["z.WAV", "a.mp3", "notes.txt", "b/c.ogg", "a.json"] {
            fs::write(folder.path().join(name), b"x").unwrap();
        }
        let found = find_files(&[folder.path().to_owned()]).unwrap();
        let names: Vec<_> =
            found.iter().map(|file| file.path.strip_prefix(folder.path()).unwrap().to_owned()).collect();
        assert_eq!(names, ["a.mp3", "b/c.ogg", "z.WAV"].map(PathBuf::from));
    }

    #[test]
    fn a_missing_path_and_an_empty_folder_are_said_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(find_files(&[folder.path().join("none.wav")]), Err(FileError::Unreadable(..))));
        assert!(matches!(find_files(&[folder.path().to_owned()]), Err(FileError::NothingThere(_))));
    }

    #[test]
    fn what_lies_beside_a_file_goes_along_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = FileToIngest { path: folder.path().join("call.wav") };
        assert_eq!(file.metadata(Some("pbx")).unwrap(), br#"{"source":"pbx"}"#);
        fs::write(folder.path().join("call.json"), br#"{"source": "own", "queue": "q"}"#).unwrap();
        assert_eq!(file.metadata(Some("pbx")).unwrap(), br#"{"source":"own","queue":"q"}"#);
        fs::write(folder.path().join("call.json"), b"[1]").unwrap();
        assert!(matches!(file.metadata(None), Err(FileError::MetadataNotJson { .. })));
    }
}
