//! The models folder: which file is which model, and how a file comes to lie there.

use super::error::ModelError;
use super::ggml::{self, Header};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A model file in the folder.
#[derive(Debug)]
pub struct Installed {
    /// The model's name.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What the file says of itself, or why it is no model.
    pub header: Result<Header, ModelError>,
}

/// The file of the model `name`, which every command that transcribes takes.
///
/// Where it is missing the error says what to type.
pub fn path_of(models_dir: &Path, name: &str) -> Result<PathBuf, ModelError> {
    let path = place_of(models_dir, name)?;
    if path.is_file() { Ok(path) } else { Err(ModelError::Missing { name: name.to_owned(), path }) }
}

/// Where the model `name` belongs, there or not.
pub fn place_of(models_dir: &Path, name: &str) -> Result<PathBuf, ModelError> {
    let is_valid = !name.is_empty()
        && name.len() <= 100
        && name.bytes().all(|letter| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
    if !is_valid {
        return Err(ModelError::BadName(name.to_owned()));
    }
    Ok(models_dir.join(format!("ggml-{name}.bin")))
}

/// The models in the folder, by name. A folder that does not exist has none.
pub fn installed(models_dir: &Path) -> Result<Vec<Installed>, ModelError> {
    let entries = match fs::read_dir(models_dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ModelError::storage(models_dir, error)),
    };
    let mut models = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| ModelError::storage(models_dir, error))?.path();
        let Some(name) = name_of(&path) else { continue };
        let Ok(metadata) = fs::metadata(&path) else { continue };
        if metadata.is_file() {
            models.push(Installed { name, bytes: metadata.len(), header: ggml::inspect(&path), path });
        }
    }
    models.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(models)
}

fn name_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?.strip_prefix("ggml-")?.strip_suffix(".bin")?;
    place_of(Path::new(""), name).ok().map(|_| name.to_owned())
}

/// Beside the file, under the name that it has until it is whole.
pub(super) fn part_of(path: &Path) -> PathBuf {
    with_suffix(path, ".part")
}

/// The file's path with something added to its name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Gives a whole file its name, so that it keeps it through a power cut.
pub(super) fn publish(part: &Path, path: &Path) -> Result<(), ModelError> {
    let kept = |at: &Path| {
        let at = at.to_owned();
        move |error| ModelError::storage(&at, error)
    };
    File::open(part).and_then(|file| file.sync_all()).map_err(kept(part))?;
    fs::rename(part, path).map_err(kept(path))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|folder| folder.sync_all()).map_err(kept(parent))
}

/// Takes a file away that may not be there; what cannot be removed is overwritten next time.
pub(super) fn remove_if_there(path: &Path) {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(path = %path.display(), %error, "a file that is no longer needed stays");
    }
}

/// A folder for intermediate files, gone when this value is. Whoever holds the model's lock may
/// have it; what a killed process left there is swept first.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn beside(path: &Path) -> Result<Self, ModelError> {
        let folder = with_suffix(path, ".scratch");
        let swept = fs::remove_dir_all(&folder);
        if let Err(error) = swept
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(ModelError::storage(&folder, error));
        }
        fs::create_dir(&folder).map_err(|error| ModelError::storage(&folder, error))?;
        Ok(Self(folder))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(path = %self.0.display(), %error, "a folder that is no longer needed stays");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        for name in ["", "../base", "a/b", "Base", "base\\x", "base\n", "基"] {
            assert!(matches!(place_of(Path::new("/m"), name), Err(ModelError::BadName(_))), "{name}");
        }
        assert_eq!(place_of(Path::new("/m"), "tiny.en").unwrap(), Path::new("/m/ggml-tiny.en.bin"));
    }

    #[test]
    fn a_missing_model_says_what_to_type() {
        let folder = tempfile::tempdir().unwrap();
        let error = path_of(folder.path(), "small").unwrap_err();
        assert!(error.to_string().contains("type `earmark model fetch small`"), "{error}");
    }

    #[test]
    fn only_files_named_like_models_are_listed_with_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["ggml-mine.bin", "ggml-mine.bin.part", "notes.txt", "ggml-BASE.bin"] {
            fs::write(folder.path().join(name), b"not a model").unwrap();
        }
        let found = installed(folder.path()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].bytes), ("mine", 11));
        assert!(matches!(found[0].header, Err(ModelError::NotGgml { .. })));
        assert!(installed(&folder.path().join("absent")).unwrap().is_empty());
    }

    #[test]
    fn scratch_is_swept_before_and_gone_after() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("ggml-base.bin");
        let left_over = folder.path().join("ggml-base.bin.scratch/old");
        fs::create_dir_all(left_over.parent().unwrap()).unwrap();
        fs::write(&left_over, b"x").unwrap();
        let scratch = Scratch::beside(&model).unwrap();
        assert!(scratch.path().is_dir() && !left_over.exists());
        drop(scratch);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
