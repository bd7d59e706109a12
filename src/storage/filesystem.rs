//! Objects as files below one folder on a local disk.
//!
//! A key is a `UUIDv7`, so its first six digits change every 4.7 hours: they name the folder, and
//! folders and files sort in the order in which the objects were made. A put writes beside its
//! target, fsyncs, renames, and fsyncs the folder: whole or absent, even through a power cut.

use super::StorageError;
use super::store::{ByteStream, ObjectInfo, ObjectStore};
use crate::ids::ObjectKey;
use crate::time::Instant;
use futures_util::future::BoxFuture;
use futures_util::stream::{StreamExt, TryStreamExt};
use std::io::{self, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio_util::io::ReaderStream;

/// How many digits of a key name its folder.
const FOLDER_DIGITS: usize = 6;
/// What a file is called while it is written.
const PART: &str = "part";
/// How much is read from a file at once.
const PIECE: usize = 64 * 1024;

/// Objects as files.
#[derive(Debug, Clone)]
pub struct Filesystem {
    root: PathBuf,
}

impl Filesystem {
    /// The store below `root`, which is made where it is missing.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, StorageError> {
        let root = root.into();
        std::fs::create_dir_all(&root)?;
        Ok(Self { root })
    }

    fn folder(&self, key: ObjectKey) -> PathBuf {
        self.root.join(key.to_string().chars().take(FOLDER_DIGITS).collect::<String>())
    }

    fn path(&self, key: ObjectKey) -> PathBuf {
        self.folder(key).join(key.to_string())
    }

    async fn write(&self, key: ObjectKey, size: u64, mut content: ByteStream) -> Result<(), StorageError> {
        let folder = self.folder(key);
        if !fs::try_exists(&folder).await? {
            fs::create_dir_all(&folder).await?;
            sync_folder(&self.root).await?;
        }
        let part = PartFile::create(self.path(key).with_extension(PART)).await?;
        let mut file = part.file.try_clone().await?;
        let mut received: u64 = 0;
        while let Some(piece) = content.try_next().await? {
            received = received.saturating_add(piece.len() as u64);
            if received > size {
                return Err(StorageError::WrongSize { announced: size, received });
            }
            file.write_all(&piece).await?;
        }
        if received != size {
            return Err(StorageError::WrongSize { announced: size, received });
        }
        file.flush().await?;
        file.sync_all().await?;
        part.rename(&self.path(key)).await?;
        sync_folder(&folder).await
    }

    async fn read(&self, key: ObjectKey, range: Option<Range<u64>>) -> Result<ByteStream, StorageError> {
        let mut file = match File::open(self.path(key)).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StorageError::Missing(key)),
            opened => opened?,
        };
        let size = file.metadata().await?.len();
        let Some(range) = range else {
            return Ok(ReaderStream::with_capacity(file, PIECE).map_err(StorageError::from).boxed());
        };
        if range.start > size || (range.start == size && size > 0) {
            return Err(StorageError::OutOfRange { size });
        }
        file.seek(SeekFrom::Start(range.start)).await?;
        let part = file.take(range.end.saturating_sub(range.start));
        Ok(ReaderStream::with_capacity(part, PIECE).map_err(StorageError::from).boxed())
    }
}

impl ObjectStore for Filesystem {
    fn put(&self, key: ObjectKey, size: u64, content: ByteStream) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(self.write(key, size, content))
    }

    fn get(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>> {
        Box::pin(self.read(key, range))
    }

    fn stat(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>> {
        Box::pin(async move {
            match fs::metadata(self.path(key)).await {
                Ok(metadata) => Ok(Some(info(key, &metadata)?)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(async move {
            match fs::remove_file(self.path(key)).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            }
        })
    }

    fn list(
        &self,
        after: Option<ObjectKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<ObjectInfo>, StorageError>> {
        let root = self.root.clone();
        Box::pin(async move {
            let listing = tokio::task::spawn_blocking(move || list_below(&root, after, limit));
            listing.await.map_err(io::Error::other)?
        })
    }
}

/// A file that is removed unless it was renamed: a put that fails or is dropped leaves nothing.
struct PartFile {
    file: File,
    path: Option<PathBuf>,
}

impl PartFile {
    async fn create(path: PathBuf) -> Result<Self, StorageError> {
        let file = File::create(&path).await?;
        Ok(Self { file, path: Some(path) })
    }

    async fn rename(mut self, target: &Path) -> Result<(), StorageError> {
        if let Some(path) = &self.path {
            fs::rename(path, target).await?;
        }
        self.path = None;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // Nothing better can be done here; the sweep finds what stays.
            let _ = std::fs::remove_file(path);
        }
    }
}

async fn sync_folder(folder: &Path) -> Result<(), StorageError> {
    File::open(folder).await?.sync_all().await?;
    Ok(())
}

fn info(key: ObjectKey, metadata: &std::fs::Metadata) -> Result<ObjectInfo, StorageError> {
    let since_1970 = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(ObjectInfo {
        key,
        size: metadata.len(),
        modified_at: Instant::from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)),
    })
}

/// Folder by folder in their order, so that a page costs what it shows and not the whole store.
fn list_below(root: &Path, after: Option<ObjectKey>, limit: usize) -> Result<Vec<ObjectInfo>, StorageError> {
    let after_name = after.map(|key| key.to_string());
    let first_folder: String = after_name.iter().flat_map(|name| name.chars().take(FOLDER_DIGITS)).collect();
    let mut found = Vec::new();
    for folder in sorted_names(root)?.into_iter().filter(|name| *name >= first_folder) {
        let path = root.join(&folder);
        if !path.is_dir() {
            continue;
        }
        for name in sorted_names(&path)? {
            let Ok(key) = name.parse::<ObjectKey>() else { continue };
            if after_name.as_ref().is_some_and(|after| name <= *after) {
                continue;
            }
            match std::fs::metadata(path.join(&name)) {
                Ok(metadata) => found.push(info(key, &metadata)?),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
            if found.len() >= limit {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

fn sorted_names(folder: &Path) -> Result<Vec<String>, StorageError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        if let Ok(name) = entry?.file_name().into_string() {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}
