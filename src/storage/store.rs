//! What every object store does.

use super::StorageError;
use crate::ids::ObjectKey;
use crate::time::Instant;
use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use tokio::fs::File;
use tokio_util::io::ReaderStream;

/// The bytes of an object, piece by piece.
pub type ByteStream = BoxStream<'static, Result<Bytes, StorageError>>;

/// An object store, shared.
pub type Storage = Arc<dyn ObjectStore>;

/// What the store itself knows of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectInfo {
    /// Its key.
    pub key: ObjectKey,
    /// Its size in bytes.
    pub size: u64,
    /// When it was put.
    pub modified_at: Instant,
}

/// A store of objects by key. Objects are whole or absent, never half there, and never change.
pub trait ObjectStore: fmt::Debug + Send + Sync {
    /// Stores an object of `size` bytes. When this returns, it survives a power cut.
    ///
    /// Fails with [`StorageError::WrongSize`] if the stream ends early or goes on too long; then,
    /// as after every failure, there is no object under the key. A future that is dropped, or a
    /// store whose last answer was lost on its way, leaves nothing or the whole object, which no
    /// row knows and the sweep removes. Putting the same again under the same key succeeds.
    fn put(&self, key: ObjectKey, size: u64, content: ByteStream) -> BoxFuture<'_, Result<(), StorageError>>;

    /// Stores a file of this machine that was fsynced and that nobody writes to any more. A store
    /// on the same disk may take the file itself, by a second name, and need not copy it.
    fn put_safe_file<'a>(
        &'a self,
        key: ObjectKey,
        path: &'a Path,
    ) -> BoxFuture<'a, Result<(), StorageError>> {
        Box::pin(async move {
            let file = File::open(path).await?;
            let size = file.metadata().await?.len();
            self.put(key, size, ReaderStream::new(file).map_err(StorageError::from).boxed()).await
        })
    }

    /// The object's bytes, or the part of them in `range` (end not included). A range that ends
    /// beyond the object gives what there is; one that begins at its end or beyond is
    /// [`StorageError::OutOfRange`], except at the beginning of an empty object.
    fn get(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>>;

    /// What is known of the object; `None` where there is none.
    fn stat(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>>;

    /// Removes the object. Removing what is not there succeeds.
    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<(), StorageError>>;

    /// At most `limit` objects after this key, in the order of their keys (which is the order in
    /// which they were made).
    fn list(
        &self,
        after: Option<ObjectKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<ObjectInfo>, StorageError>>;

    /// Removes what a put left that never came to its end, because its process was killed, if
    /// nothing was added to it since `before`. Returns how many such pieces there were. Most
    /// stores have none.
    fn sweep_unfinished(&self, before: Instant) -> BoxFuture<'_, Result<usize, StorageError>> {
        let _ = before;
        Box::pin(async { Ok(0) })
    }

    /// Whether the store answers, and us. Asks once and soon gives up: for starts, and for whoever
    /// waits until it is back.
    fn check(&self) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(async move { self.stat(ObjectKey::new()).await.map(drop) })
    }

    /// What went wrong between this process and the store so far.
    fn trouble(&self) -> Trouble {
        Trouble::default()
    }
}

/// What went wrong with a store, in requests, since the process began; for the metrics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Failed and were made again.
    pub retries: u64,
    /// Failed for good.
    pub failures: u64,
}

/// A whole object of at most `limit` bytes, for small ones such as peaks.
pub async fn whole(store: &dyn ObjectStore, key: ObjectKey, limit: usize) -> Result<Bytes, StorageError> {
    let mut stream = store.get(key, None).await?;
    let mut bytes = BytesMut::new();
    while let Some(piece) = stream.try_next().await? {
        if bytes.len() + piece.len() > limit {
            return Err(StorageError::TooLarge { key, limit });
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.freeze())
}
