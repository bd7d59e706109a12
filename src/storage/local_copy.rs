//! Between the store and a local file: decoders need to seek, and what is decoded or received is
//! a file first.

use super::{ObjectStore, StorageError};
use crate::ids::ObjectKey;
use futures_util::stream::TryStreamExt;
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

/// A copy of an object as a local file, removed when dropped.
#[derive(Debug)]
pub struct LocalCopy {
    path: PathBuf,
}

impl LocalCopy {
    /// Copies the object into `folder`, under a name of its own.
    pub async fn fetch(store: &dyn ObjectStore, key: ObjectKey, folder: &Path) -> Result<Self, StorageError> {
        let mut content = store.get(key, None).await?;
        let copy = Self { path: folder.join(format!("copy-{}", ObjectKey::new())) };
        let mut file = File::create(&copy.path).await?;
        while let Some(piece) = content.try_next().await? {
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        Ok(copy)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for LocalCopy {
    fn drop(&mut self) {
        // The folder belongs to this process and is swept when it starts again.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Puts a file that was made here into the store; how many bytes it has. On the disk of the store it is
/// not copied but gets a second name: nobody may write to it any more.
pub async fn put_file(store: &dyn ObjectStore, key: ObjectKey, path: &Path) -> Result<u64, StorageError> {
    let file = File::open(path).await?;
    let size = file.metadata().await?.len();
    file.sync_all().await?;
    store.put_safe_file(key, path).await?;
    Ok(size)
}
