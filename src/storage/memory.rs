//! Objects in memory, for tests.

use super::StorageError;
use super::store::{ByteStream, ObjectInfo, ObjectStore};
use crate::ids::ObjectKey;
use crate::time::{Clock, Instant};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use std::collections::BTreeMap;
use std::ops::{Bound, Range};
use std::sync::{Mutex, MutexGuard, PoisonError};

type Objects = BTreeMap<ObjectKey, (Bytes, Instant)>;

/// Objects in memory.
#[derive(Debug, Default)]
pub struct Memory {
    objects: Mutex<Objects>,
    clock: Clock,
}

impl Memory {
    /// An empty store that stamps its objects by this clock.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { objects: Mutex::default(), clock }
    }

    /// A panic elsewhere cannot leave the map half changed.
    fn objects(&self) -> MutexGuard<'_, Objects> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ObjectStore for Memory {
    fn put(
        &self,
        key: ObjectKey,
        size: u64,
        mut content: ByteStream,
    ) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(async move {
            let mut bytes = Vec::new();
            while let Some(piece) = content.try_next().await? {
                bytes.extend_from_slice(&piece);
                if bytes.len() as u64 > size {
                    break;
                }
            }
            if bytes.len() as u64 != size {
                return Err(StorageError::WrongSize { announced: size, received: bytes.len() as u64 });
            }
            self.objects().insert(key, (Bytes::from(bytes), self.clock.now()));
            Ok(())
        })
    }

    fn get(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>> {
        Box::pin(async move {
            let (bytes, _) = self.objects().get(&key).cloned().ok_or(StorageError::Missing(key))?;
            let size = bytes.len() as u64;
            let part = match range {
                None => bytes,
                Some(range) if range.start > size || (range.start == size && size > 0) => {
                    return Err(StorageError::OutOfRange { size });
                }
                Some(range) => {
                    let (start, end) = (range.start, range.end.clamp(range.start, size));
                    bytes.slice(usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0))
                }
            };
            Ok(stream::once(async move { Ok(part) }).boxed())
        })
    }

    fn stat(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>> {
        Box::pin(async move {
            Ok(self.objects().get(&key).map(|(bytes, modified_at)| ObjectInfo {
                key,
                size: bytes.len() as u64,
                modified_at: *modified_at,
            }))
        })
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(async move {
            self.objects().remove(&key);
            Ok(())
        })
    }

    fn list(
        &self,
        after: Option<ObjectKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<ObjectInfo>, StorageError>> {
        Box::pin(async move {
            let from = after.map_or(Bound::Unbounded, Bound::Excluded);
            Ok(self
                .objects()
                .range((from, Bound::Unbounded))
                .take(limit)
                .map(|(key, (bytes, modified_at))| ObjectInfo {
                    key: *key,
                    size: bytes.len() as u64,
                    modified_at: *modified_at,
                })
                .collect())
        })
    }
}
