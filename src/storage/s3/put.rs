//! Putting an object: in one request, or in parts where it is larger than one part.
//!
//! An object becomes one only by the last request, after every byte has come and been counted. A
//! part is held in memory until the server has it, because it may have to be sent again; all parts
//! of all puts of a process share so much memory and no more.

use super::refusal::Refusal;
use super::{Inner, S3};
use crate::ids::ObjectKey;
use crate::storage::StorageError;
use crate::storage::store::ByteStream;
use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use minio::s3::response_traits::HasEtagFromHeaders;
use minio::s3::segmented_bytes::SegmentedBytes;
use minio::s3::types::{ObjectKey as ObjectName, PartInfo, S3Api, UploadId};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// How many parts an object may have
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>).
const PARTS_MOST: u64 = 10_000;
/// In what steps memory is handed out.
const GRAIN: u64 = 64 * 1024;
/// How long a part waits for memory.
const MEMORY_WAIT: Duration = Duration::from_mins(2);

/// The memory for what is on its way.
#[derive(Debug)]
pub(super) struct Buffers {
    grains: Semaphore,
    all: u32,
}

impl Buffers {
    pub(super) fn new(bytes: u64) -> Self {
        let all = u32::try_from(bytes.div_ceil(GRAIN)).unwrap_or(u32::MAX).min(1 << 20);
        Self { grains: Semaphore::new(usize::try_from(all).unwrap_or(1)), all }
    }

    /// Waits for room for so many bytes; never for more than there is in all.
    async fn take(&self, bytes: u64) -> Result<SemaphorePermit<'_>, StorageError> {
        let grains = u32::try_from(bytes.div_ceil(GRAIN)).unwrap_or(u32::MAX).clamp(1, self.all);
        match timeout(MEMORY_WAIT, self.grains.acquire_many(grains)).await {
            Ok(Ok(room)) => Ok(room),
            Ok(Err(_)) | Err(_) => Err(StorageError::Crowded),
        }
    }
}

/// What comes in, counted.
struct Incoming {
    content: ByteStream,
    announced: u64,
    received: u64,
    /// What came beyond the last part.
    rest: Bytes,
}

impl Incoming {
    /// The next `size` bytes. They must come.
    async fn part(&mut self, size: u64) -> Result<Bytes, StorageError> {
        let wanted = usize::try_from(size).unwrap_or(usize::MAX);
        let mut part = BytesMut::with_capacity(wanted);
        while part.len() < wanted {
            if self.rest.is_empty() && !self.fill().await? {
                return Err(self.wrong_size());
            }
            let taken = self.rest.split_to(self.rest.len().min(wanted - part.len()));
            part.extend_from_slice(&taken);
        }
        Ok(part.freeze())
    }

    /// Makes sure that nothing comes any more.
    async fn end(&mut self) -> Result<(), StorageError> {
        while self.received <= self.announced && self.fill().await? {}
        if self.received == self.announced { Ok(()) } else { Err(self.wrong_size()) }
    }

    /// Takes the next piece. `false`: there is none.
    async fn fill(&mut self) -> Result<bool, StorageError> {
        let Some(piece) = self.content.try_next().await? else { return Ok(false) };
        self.received = self.received.saturating_add(piece.len() as u64);
        self.rest = piece;
        Ok(true)
    }

    fn wrong_size(&self) -> StorageError {
        StorageError::WrongSize { announced: self.announced, received: self.received }
    }
}

impl S3 {
    pub(super) async fn put_object(
        &self,
        key: ObjectKey,
        size: u64,
        content: ByteStream,
    ) -> Result<(), StorageError> {
        let mut incoming = Incoming { content, announced: size, received: 0, rest: Bytes::new() };
        let part_size = self.part_size(size);
        if size > part_size {
            return self.put_in_parts(key, part_size, incoming).await;
        }
        let _room = self.0.buffers.take(size).await?;
        let data = incoming.part(size).await?;
        incoming.end().await?;
        let name = self.0.connection.name_of(key)?;
        let asked = self.0.requests.ask(size, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            client.put_object(bucket, name.clone(), segments(&data))?.build().send().await
        });
        asked.await?;
        Ok(())
    }

    /// Large enough that no object has more parts than it may.
    fn part_size(&self, size: u64) -> u64 {
        self.0.limits.part.max(size.div_ceil(PARTS_MOST).next_multiple_of(GRAIN))
    }

    async fn put_in_parts(
        &self,
        key: ObjectKey,
        part_size: u64,
        mut incoming: Incoming,
    ) -> Result<(), StorageError> {
        let upload = self.begin_upload(key).await?;
        let put = async {
            let mut parts = Vec::new();
            let mut left = incoming.announced;
            while left > 0 {
                let size = left.min(part_size);
                let _room = self.0.buffers.take(size).await?;
                let data = incoming.part(size).await?;
                left -= size;
                if left == 0 {
                    incoming.end().await?;
                }
                parts.push(self.put_part(&upload, parts.len() + 1, data).await?);
            }
            self.complete(&upload, key, incoming.announced, parts).await
        };
        let put = put.await;
        match put {
            Ok(()) => upload.finish(),
            Err(_) => upload.give_up().await,
        }
        put
    }

    async fn begin_upload(&self, key: ObjectKey) -> Result<Upload, StorageError> {
        let name = self.0.connection.name_of(key)?;
        // Asked twice, it begins two; the one whose answer was lost is swept.
        let asked = self.0.requests.ask(0, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            client.create_multipart_upload(bucket, name.clone())?.build().send().await
        });
        let id = asked.await?.upload_id().await.map_err(Refusal::from)?;
        Ok(Upload { store: Arc::clone(&self.0), name, id, is_open: true })
    }

    async fn put_part(&self, upload: &Upload, number: usize, data: Bytes) -> Result<PartInfo, StorageError> {
        let number = u16::try_from(number).map_err(|_| Refusal::nonsense("too many parts"))?;
        let size = data.len() as u64;
        let asked = self.0.requests.ask(size, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            let (name, id) = (upload.name.clone(), upload.id.clone());
            client.upload_part(bucket, name, id, number, segments(&data))?.build().send().await
        });
        let etag = asked.await?.etag().map_err(Refusal::from)?;
        Ok(PartInfo::new(number, etag, size, None))
    }

    /// The last request. Its answer may be lost, or say yes and hold a no
    /// (<https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>): what
    /// counts is whether the object is there.
    async fn complete(
        &self,
        upload: &Upload,
        key: ObjectKey,
        size: u64,
        parts: Vec<PartInfo>,
    ) -> Result<(), StorageError> {
        let asked = self.0.requests.ask(size, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            let (name, id) = (upload.name.clone(), upload.id.clone());
            client.complete_multipart_upload(bucket, name, id, parts.clone())?.build().send().await
        });
        let completed = asked.await;
        match self.look_up(key).await {
            Ok(Some(there)) if there.size == size => Ok(()),
            looked => {
                completed?;
                looked?;
                Err(Refusal::nonsense("an upload was completed, but is not there").into())
            }
        }
    }
}

fn segments(data: &Bytes) -> SegmentedBytes {
    SegmentedBytes::from(data.clone())
}

/// An object on its way in parts. Dropped before its end, its parts are removed in the background,
/// where there is still one; the sweep finds what stays.
struct Upload {
    store: Arc<Inner>,
    name: ObjectName,
    id: UploadId,
    is_open: bool,
}

impl Upload {
    fn finish(mut self) {
        self.is_open = false;
    }

    /// Removes the parts. That it failed already matters more than that this may fail too.
    async fn give_up(mut self) {
        self.is_open = false;
        abort(&self.store, self.name.clone(), self.id.clone()).await;
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let (true, Ok(runtime)) = (self.is_open, tokio::runtime::Handle::try_current()) {
            let (store, name, id) = (Arc::clone(&self.store), self.name.clone(), self.id.clone());
            runtime.spawn(async move { abort(&store, name, id).await });
        }
    }
}

async fn abort(store: &Inner, name: ObjectName, id: UploadId) {
    let asked = store.requests.ask_once(|| async {
        let (client, bucket) = (&store.connection.client, store.connection.bucket.clone());
        client.abort_multipart_upload(bucket, name, id)?.build().send().await
    });
    match asked.await {
        Ok(_) | Err(Refusal::NoSuchUpload(_)) => {}
        Err(refusal) => tracing::warn!(?refusal, "parts of an object stay in the store until the sweep"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream::{self, StreamExt};

    fn incoming(pieces: &[&'static [u8]], announced: u64) -> Incoming {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece))).collect();
        Incoming { content: stream::iter(pieces).boxed(), announced, received: 0, rest: Bytes::new() }
    }

    #[tokio::test]
    async fn pieces_become_parts_of_the_size_that_is_wanted() {
        let mut incoming = incoming(&[b"01", b"", b"23456", b"789"], 10);
        assert_eq!(incoming.part(4).await.unwrap(), "0123");
        assert_eq!(incoming.part(4).await.unwrap(), "4567");
        assert_eq!(incoming.part(2).await.unwrap(), "89");
        incoming.end().await.unwrap();
    }

    #[tokio::test]
    async fn what_is_too_short_or_too_long_is_found_before_the_last_request() {
        let mut short = incoming(&[b"012"], 4);
        let refused = short.part(4).await;
        assert!(matches!(refused, Err(StorageError::WrongSize { announced: 4, received: 3 })));
        let mut long = incoming(&[b"012", b"345"], 4);
        long.part(4).await.unwrap();
        assert!(matches!(long.end().await, Err(StorageError::WrongSize { announced: 4, received: 6 })));
        let mut longer = incoming(&[b"0123", b"", b"4"], 4);
        longer.part(4).await.unwrap();
        assert!(matches!(longer.end().await, Err(StorageError::WrongSize { announced: 4, received: 5 })));
    }

    #[tokio::test]
    async fn memory_is_shared_and_one_part_is_never_too_large_for_it() {
        let buffers = Buffers::new(2 * GRAIN);
        let all = buffers.take(100 * GRAIN).await.unwrap();
        assert_eq!(buffers.grains.available_permits(), 0);
        drop(all);
        let _one = buffers.take(1).await.unwrap();
        assert_eq!(buffers.grains.available_permits(), 1);
    }
}
