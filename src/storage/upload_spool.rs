//! Where unfinished uploads lie: a folder that outlives processes and machines' outages, shared by
//! the servers of one data folder.
//!
//! One file an upload, named by its id, locked by whoever writes to it: two requests that continue
//! the same upload, in one process or in two, do so one after the other. The folder has an id of
//! its own, so that a server on another machine can tell that a file is not lost but elsewhere.

use super::StorageError;
use crate::ids::{UploadId, UploadPlaceId};
use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The file that holds the folder's id.
const PLACE: &str = "place";

/// The folder of unfinished uploads.
#[derive(Debug, Clone)]
pub struct UploadSpool {
    folder: PathBuf,
    place: UploadPlaceId,
}

/// The file of an upload, locked until it is dropped.
#[derive(Debug)]
pub struct UploadFile {
    file: File,
    path: PathBuf,
}

impl UploadSpool {
    /// The folder `DATA/uploads`, made where it is missing.
    pub fn open(data: &Path) -> Result<Self, StorageError> {
        let folder = data.join("uploads");
        fs::create_dir_all(&folder)?;
        let place = match read_place(&folder)? {
            Some(place) => place,
            None => settle_place(&folder)?,
        };
        File::open(data)?.sync_all()?;
        Ok(Self { folder, place })
    }

    /// The folder's id.
    #[must_use]
    pub fn place(&self) -> UploadPlaceId {
        self.place
    }

    /// Where the file of this upload lies.
    #[must_use]
    pub fn path(&self, id: UploadId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// Takes the file of this upload, which is made where it is missing. `None`: somebody else has
    /// it. What was known of the upload before is old: ask again.
    pub fn take(&self, id: UploadId) -> Result<Option<UploadFile>, StorageError> {
        let path = self.path(id);
        let file = File::options().create(true).truncate(false).read(true).write(true).open(&path)?;
        match file.try_lock() {
            // Whoever had it may have removed it since it was opened.
            Ok(()) if is_still_at(&file, &path)? => Ok(Some(UploadFile { file, path })),
            Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Removes the file of this upload. Removing what is not there succeeds.
    pub fn remove(&self, id: UploadId) -> Result<(), StorageError> {
        match fs::remove_file(self.path(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The uploads that have a file here, in no order.
    pub fn ids(&self) -> Result<Vec<UploadId>, StorageError> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            if let Some(id) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) {
                found.push(id);
            }
        }
        Ok(found)
    }
}

impl UploadFile {
    /// How many bytes it has.
    pub fn size(&self) -> Result<u64, StorageError> {
        Ok(self.file.metadata()?.len())
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A handle to write on from `at`: what lies beyond was never said to be safe, and goes. The
    /// lock is held for as long as either handle is.
    pub fn write_from(&self, at: u64) -> Result<File, StorageError> {
        if at == 0
            && let Some(folder) = self.path.parent()
        {
            // Its name must be as safe as its bytes will be.
            File::open(folder)?.sync_all()?;
        }
        self.file.set_len(at)?;
        let mut pen = self.file.try_clone()?;
        pen.seek(SeekFrom::Start(at))?;
        Ok(pen)
    }
}

fn is_still_at(file: &File, path: &Path) -> Result<bool, StorageError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        there => Ok(there?.ino() == file.metadata()?.ino()),
    }
}

fn read_place(folder: &Path) -> Result<Option<UploadPlaceId>, StorageError> {
    match fs::read_to_string(folder.join(PLACE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => match text?.trim().parse() {
            Ok(place) => Ok(Some(place)),
            Err(not_an_id) => Err(StorageError::Io(io::Error::other(not_an_id))),
        },
    }
}

/// Gives the folder an id. Where two processes do so at once, the first one's counts.
fn settle_place(folder: &Path) -> Result<UploadPlaceId, StorageError> {
    let place = UploadPlaceId::new();
    let proposed = folder.join(format!("{PLACE}-{place}"));
    fs::write(&proposed, format!("{place}\n"))?;
    File::open(&proposed)?.sync_all()?;
    let settled = fs::hard_link(&proposed, folder.join(PLACE));
    fs::remove_file(&proposed)?;
    match settled {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
        _ => File::open(folder)?.sync_all()?,
    }
    Ok(read_place(folder)?.unwrap_or(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_folder_keeps_its_id_and_its_files() {
        let data = tempfile::tempdir().unwrap();
        let id = UploadId::new();
        let spool = UploadSpool::open(data.path()).unwrap();
        let file = spool.take(id).unwrap().unwrap();
        file.write_from(0).unwrap().write_all(b"seven b").unwrap();
        drop(file);

        let again = UploadSpool::open(data.path()).unwrap();
        assert_eq!(again.place(), spool.place());
        assert_eq!(again.ids().unwrap(), [id]);
        let file = again.take(id).unwrap().unwrap();
        assert_eq!(file.size().unwrap(), 7);
        file.write_from(5).unwrap().write_all(b"!").unwrap();
        assert_eq!(fs::read(again.path(id)).unwrap(), b"seven!", "what was not said to be safe is gone");
        again.remove(id).unwrap();
        again.remove(id).unwrap();
        assert_eq!(again.ids().unwrap(), []);
    }

    #[test]
    fn one_at_a_time_writes_to_a_file() {
        let data = tempfile::tempdir().unwrap();
        let spool = UploadSpool::open(data.path()).unwrap();
        let id = UploadId::new();
        let first = spool.take(id).unwrap().unwrap();
        assert!(spool.take(id).unwrap().is_none());
        drop(first);
        assert!(spool.take(id).unwrap().is_some());
    }
}
