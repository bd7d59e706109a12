//! The folder of a demonstration: there in full, or not there at all.
//!
//! It is made beside its place, in `NAME.making`, and moved there in one step when it is finished.
//! What an interrupted start left is thrown away by the next one. Nothing that is not ours is
//! touched: a folder is ours when it holds the file with the demonstration's password.

use super::error::DemoError;
use super::password::PASSWORD_FILE;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// What is at a demonstration's place.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A demonstration, as far as can be told without opening its database.
    Demonstration,
    /// Nothing.
    Nothing,
}

/// Looks without touching: opening a database would bring its tables up to date.
pub(super) fn look(place: &Path) -> Result<Found, DemoError> {
    if is_empty(place)? {
        return Ok(Found::Nothing);
    }
    if place.join(PASSWORD_FILE).is_file() {
        return Ok(Found::Demonstration);
    }
    Err(DemoError::NotADemonstration { folder: place.to_owned() })
}

/// A folder in which a demonstration is being made, by nobody else.
pub(super) struct Making {
    folder: PathBuf,
    place: PathBuf,
    /// Held until the end; the folder itself is what is locked.
    _lock: File,
}

impl Making {
    /// Begins beside `place`, where nothing is yet.
    pub(super) fn begin(place: &Path) -> Result<Self, DemoError> {
        let folder = beside(place)?;
        fs::create_dir_all(&folder).map_err(DemoError::disk(&folder))?;
        let lock = File::open(&folder).map_err(DemoError::disk(&folder))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DemoError::BeingMade { folder: place.to_owned() }),
            Err(TryLockError::Error(cause)) => return Err(DemoError::Disk { path: folder, cause }),
        }
        // Whoever held the lock before may have finished and moved the folder away.
        if !is_the_same(&lock, &folder) || look(place)? == Found::Demonstration {
            return Err(DemoError::BeingMade { folder: place.to_owned() });
        }
        if look(&folder)? == Found::Demonstration {
            empty(&folder).map_err(DemoError::disk(&folder))?;
        }
        Ok(Self { folder, place: place.to_owned(), _lock: lock })
    }

    /// Where to make it.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Moves it to its place. Whatever was open in it must be closed.
    pub(super) fn finish(self) -> Result<(), DemoError> {
        fs::rename(&self.folder, &self.place).map_err(DemoError::disk(&self.place))?;
        let parent = self.place.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        File::open(parent).and_then(|folder| folder.sync_all()).map_err(DemoError::disk(parent))
    }
}

fn beside(place: &Path) -> Result<PathBuf, DemoError> {
    let Some(name) = place.file_name() else {
        return Err(DemoError::NoFolderOfItsOwn { folder: place.to_owned() });
    };
    let mut making = OsString::from(name);
    making.push(".making");
    Ok(place.with_file_name(making))
}

/// Whether the open folder is still the one with this name.
fn is_the_same(open: &File, folder: &Path) -> bool {
    match (open.metadata(), fs::metadata(folder)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

fn is_empty(folder: &Path) -> Result<bool, DemoError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(DemoError::NotADemonstration { folder: folder.to_owned() })
        }
        Err(cause) => Err(DemoError::Disk { path: folder.to_owned(), cause }),
    }
}

/// Removes what is in the folder. The password file goes last: it is what says that the rest is ours.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == PASSWORD_FILE {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_file(folder.join(PASSWORD_FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("demo");
        (folder, place)
    }

    #[test]
    fn a_folder_with_other_things_is_not_ours() {
        let (_folder, place) = place();
        assert_eq!(look(&place).unwrap(), Found::Nothing);
        fs::create_dir(&place).unwrap();
        assert_eq!(look(&place).unwrap(), Found::Nothing);
        fs::write(place.join("earmark.sqlite"), b"").unwrap();
        assert!(matches!(look(&place), Err(DemoError::NotADemonstration { .. })));
        assert!(matches!(look(&place.join("earmark.sqlite")), Err(DemoError::NotADemonstration { .. })));
    }

    #[test]
    fn it_is_there_in_full_or_not_at_all() {
        let (_folder, place) = place();
        let making = Making::begin(&place).unwrap();
        fs::write(making.folder().join(PASSWORD_FILE), b"x").unwrap();
        assert_eq!(look(&place).unwrap(), Found::Nothing);
        making.finish().unwrap();
        assert_eq!(look(&place).unwrap(), Found::Demonstration);
        assert!(!place.with_file_name("demo.making").exists());
    }

    #[test]
    fn what_an_interrupted_start_left_is_thrown_away() {
        let (_folder, place) = place();
        let interrupted = Making::begin(&place).unwrap();
        fs::write(interrupted.folder().join(PASSWORD_FILE), b"x").unwrap();
        fs::create_dir(interrupted.folder().join("objects")).unwrap();
        drop(interrupted);
        let again = Making::begin(&place).unwrap();
        assert_eq!(fs::read_dir(again.folder()).unwrap().count(), 0);
    }

    #[test]
    fn somebody_elses_folder_of_that_name_stays() {
        let (_folder, place) = place();
        let theirs = place.with_file_name("demo.making");
        fs::create_dir(&theirs).unwrap();
        fs::write(theirs.join("thesis.txt"), b"years").unwrap();
        assert!(matches!(Making::begin(&place), Err(DemoError::NotADemonstration { .. })));
        assert!(theirs.join("thesis.txt").exists());
    }

    #[test]
    fn two_starts_at_once_make_one() {
        let (_folder, place) = place();
        let _first = Making::begin(&place).unwrap();
        assert!(matches!(Making::begin(&place), Err(DemoError::BeingMade { .. })));
    }

    #[test]
    fn a_folder_without_a_name_is_refused() {
        assert!(matches!(Making::begin(Path::new("..")), Err(DemoError::NoFolderOfItsOwn { .. })));
    }
}
