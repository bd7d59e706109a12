//! Where a process keeps what is not accepted yet: a folder of its own, which it holds locked.
//!
//! Uploads are written here while they are hashed, and objects are copied here to be decoded.
//! Whoever starts next sweeps the folders that nobody holds; a running process's is never touched.

use super::StorageError;
use crate::ids::WorkerId;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The file whose lock says that a folder is in use.
const LOCK: &str = "lock";

/// A folder that only this process writes to, removed at the end.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    _lock: File,
}

impl Spool {
    /// Makes a folder below `DATA/spool`, and sweeps those that dead processes left.
    pub fn open(data: &Path) -> Result<Self, StorageError> {
        let spools = data.join("spool");
        fs::create_dir_all(&spools)?;
        // Nobody may sweep between the making of a folder and the taking of its lock.
        let gate = File::options().create(true).truncate(false).write(true).open(data.join("spool.lock"))?;
        gate.lock()?;
        sweep(&spools)?;
        let folder = spools.join(WorkerId::new().to_string());
        fs::create_dir(&folder)?;
        let lock = File::create(folder.join(LOCK))?;
        lock.lock()?;
        Ok(Self { folder, _lock: lock })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // What cannot be removed now is swept by whoever starts next.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn sweep(spools: &Path) -> Result<(), StorageError> {
    for entry in fs::read_dir(spools)? {
        let folder = entry?.path();
        if is_held(&folder)? {
            continue;
        }
        match fs::remove_dir_all(&folder) {
            // Its own process removed it at the same time, on its way out.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed?,
        }
    }
    Ok(())
}

/// Whether a process holds this folder. Only a lock that is not there or not taken says no: a
/// doubt must never cost a running process its uploads.
fn is_held(folder: &Path) -> Result<bool, StorageError> {
    let lock = match File::open(folder.join(LOCK)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        opened => opened?,
    };
    match lock.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_sweeps_the_dead_and_spares_the_living() {
        let data = tempfile::tempdir().unwrap();
        let living = Spool::open(data.path()).unwrap();
        fs::write(living.folder().join("upload"), b"on its way").unwrap();
        let dead = data.path().join("spool").join("dead");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join("upload"), b"left over").unwrap();

        let next = Spool::open(data.path()).unwrap();

        assert!(!dead.exists());
        assert!(living.folder().join("upload").exists());
        assert!(next.folder().exists());
    }

    #[test]
    fn a_folder_goes_with_its_process() {
        let data = tempfile::tempdir().unwrap();
        let spool = Spool::open(data.path()).unwrap();
        let folder = spool.folder().to_owned();
        drop(spool);
        assert!(!folder.exists());
    }
}
