//! Objects as files below one folder on a local disk.
//!
//! A key is a `UUIDv7`, so its first six digits change every 4.7 hours: they name the folder, and
//! folders and files sort in the order in which the objects were made. A put writes beside its
//! target, fsyncs, renames, and fsyncs the folders: whole or absent, even through a power cut. A
//! file of the same disk that is safe already only gets a second name.
//! What else lies in the folder (`lost+found`, a note of the administrator's) is left alone.

use super::StorageError;
use super::store::{ByteStream, ObjectInfo, ObjectStore};
use crate::ids::ObjectKey;
use crate::time::Instant;
use futures_util::future::BoxFuture;
use futures_util::stream::{StreamExt, TryStreamExt};
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_NOW, utimensat};
use std::io::{self, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
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
    /// The last folder whose own name is known to be safe: most objects go where the last one went.
    safe_folder: Arc<Mutex<PathBuf>>,
}

impl Filesystem {
    /// The store below `root`, which is made where it is missing.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, StorageError> {
        let root = root.into();
        make_durable_folder(&root)?;
        Ok(Self { root, safe_folder: Arc::default() })
    }

    fn folder(&self, key: ObjectKey) -> PathBuf {
        self.root.join(key.to_string().chars().take(FOLDER_DIGITS).collect::<String>())
    }

    fn path(&self, key: ObjectKey) -> PathBuf {
        self.folder(key).join(key.to_string())
    }

    async fn write(&self, key: ObjectKey, size: u64, mut content: ByteStream) -> Result<(), StorageError> {
        let folder = self.folder(key);
        self.make_folder(&folder)?;
        let part = Unfinished { path: self.path(key).with_extension(PART), finished: false };
        let mut file = File::create(&part.path).await?;
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
        let object = part.become_object(self.path(key)).await?;
        sync_folder(&folder).await?;
        object.finish();
        Ok(())
    }

    /// Gives the file a second name, as an object. `false`: this disk cannot.
    fn link(&self, key: ObjectKey, path: &Path) -> Result<bool, StorageError> {
        let folder = self.folder(key);
        self.make_folder(&folder)?;
        match std::fs::hard_link(path, self.path(key)) {
            Err(error) if cannot_link(&error) => return Ok(false),
            // From an earlier try, whose answer was lost.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            linked => linked?,
        }
        let object = Unfinished { path: self.path(key), finished: false };
        // The object begins now, whenever its bytes were written: the sweep goes by its age.
        let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
        let times = Timestamps { last_access: now, last_modification: now };
        utimensat(CWD, &object.path, &times, AtFlags::empty()).map_err(io::Error::from)?;
        std::fs::File::open(&folder)?.sync_all()?;
        object.finish();
        Ok(true)
    }

    /// Makes the folder where it is missing, and its name safe: whoever made it may have been killed
    /// before it was.
    fn make_folder(&self, folder: &Path) -> Result<(), StorageError> {
        let is_new = match std::fs::create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_durable_folder(folder)?;
                true
            }
            made => made.map(|()| true)?,
        };
        // A panic elsewhere cannot leave the path half changed.
        let safe = || self.safe_folder.lock().unwrap_or_else(PoisonError::into_inner);
        if is_new || *safe() != folder {
            std::fs::File::open(&self.root)?.sync_all()?;
            folder.clone_into(&mut safe());
        }
        Ok(())
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

    fn put_safe_file<'a>(
        &'a self,
        key: ObjectKey,
        path: &'a Path,
    ) -> BoxFuture<'a, Result<(), StorageError>> {
        let (store, from) = (self.clone(), path.to_owned());
        Box::pin(async move {
            let linking = tokio::task::spawn_blocking(move || store.link(key, &from));
            if linking.await.map_err(io::Error::other)?? {
                return Ok(());
            }
            let file = File::open(path).await?;
            let size = file.metadata().await?.len();
            let content = ReaderStream::with_capacity(file, PIECE).map_err(StorageError::from).boxed();
            self.write(key, size, content).await
        })
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

    fn sweep_unfinished(&self, before: Instant) -> BoxFuture<'_, Result<usize, StorageError>> {
        let root = self.root.clone();
        Box::pin(async move {
            let sweep = tokio::task::spawn_blocking(move || sweep_below(&root, before));
            sweep.await.map_err(io::Error::other)?
        })
    }
}

/// Another disk, a file system without second names, or one that has given all it has.
fn cannot_link(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}

/// A file that is removed unless it was finished: a put that fails or is dropped leaves nothing.
struct Unfinished {
    path: PathBuf,
    finished: bool,
}

impl Unfinished {
    async fn become_object(mut self, target: PathBuf) -> Result<Self, StorageError> {
        fs::rename(&self.path, &target).await?;
        self.path = target;
        Ok(self)
    }

    fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing better can be done here; the sweep finds what stays.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Makes the folder and those above it that are missing, each safe in the one above.
fn make_durable_folder(folder: &Path) -> Result<(), StorageError> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = match folder.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    };
    make_durable_folder(above)?;
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    std::fs::File::open(above)?.sync_all()?;
    Ok(())
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
    for folder in folders_below(root)?.into_iter().filter(|name| *name >= first_folder) {
        let path = root.join(&folder);
        for name in sorted_names(&path)? {
            if found.len() >= limit {
                return Ok(found);
            }
            let Some(key) =
                key_named(&name).filter(|_| after_name.as_ref().is_none_or(|after| name > *after))
            else {
                continue;
            };
            if let Some(metadata) = metadata_if_there(&path.join(&name))? {
                found.push(info(key, &metadata)?);
            }
        }
    }
    Ok(found)
}

fn sweep_below(root: &Path, before: Instant) -> Result<usize, StorageError> {
    let mut swept = 0;
    for folder in folders_below(root)? {
        for name in sorted_names(&root.join(&folder))? {
            let Some(key) = name.strip_suffix(PART).and_then(|name| key_named(name.strip_suffix('.')?))
            else {
                continue;
            };
            let part = root.join(&folder).join(&name);
            let Some(metadata) = metadata_if_there(&part)? else { continue };
            if info(key, &metadata)?.modified_at < before {
                match std::fs::remove_file(&part) {
                    // Its put came to an end after all.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    removed => {
                        removed?;
                        swept += 1;
                    }
                }
            }
        }
    }
    Ok(swept)
}

/// The folders that hold objects.
fn folders_below(root: &Path) -> Result<Vec<String>, StorageError> {
    let is_ours = |name: &String| {
        name.len() == FOLDER_DIGITS && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    Ok(sorted_names(root)?.into_iter().filter(|name| is_ours(name) && root.join(name).is_dir()).collect())
}

/// The key of the object in a file of this name: a key as we write it, in no other form.
fn key_named(name: &str) -> Option<ObjectKey> {
    name.parse::<ObjectKey>().ok().filter(|key| key.to_string() == name)
}

/// None: it was removed since its name was read.
fn metadata_if_there(path: &Path) -> Result<Option<std::fs::Metadata>, StorageError> {
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
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
