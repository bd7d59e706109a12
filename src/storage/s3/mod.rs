//! Objects in a bucket that speaks S3, through the `minio` crate.
//!
//! The crate signs, speaks and reads the answers. What it lacks is ours, each in one place:
//!
//! | file | what it adds |
//! | --- | --- |
//! | `requests` | limits on every request; repeating what is safe to repeat; counting |
//! | `refusal` | what the server's many errors mean to us |
//! | `put` | an object in one request or in parts, whole or not at all; parts in bounded memory |
//! | `get` | a stream that never hangs, and goes on where its connection broke |
//! | `unfinished` | what a killed process left of an object in parts |
//!
//! Whatever is asked may be asked again: an object never changes, so that putting it twice, or
//! removing it twice, comes to the same. The name of an object is the prefix of the address and
//! its key; what else lies in the bucket is left alone.

mod connection;
mod get;
mod put;
mod refusal;
mod requests;
mod unfinished;

use super::store::{ByteStream, ObjectInfo, ObjectStore, Trouble};
use super::{S3Address, StorageError};
use crate::config::s3::S3Keys;
use crate::ids::ObjectKey;
use crate::time::Instant;
use connection::Connection;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use minio::s3::types::{ListEntry, S3Api, ToStream};
use put::Buffers;
use refusal::Refusal;
use requests::Requests;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// The most objects that one listing tells.
const LISTED_MOST: usize = 1_000;

/// Objects in a bucket. Cheap to clone.
#[derive(Clone)]
pub struct S3(Arc<Inner>);

struct Inner {
    connection: Connection,
    requests: Requests,
    buffers: Buffers,
    limits: S3Limits,
}

/// How long a server may take, and how much memory what is on its way may fill.
#[derive(Debug, Clone, Copy)]
pub struct S3Limits {
    /// How long a request may take before its answer begins, its bytes not counted.
    pub answer: Duration,
    /// How fast bytes must get through at least, in bytes a second.
    pub slowest: u64,
    /// How long a stream may bring nothing.
    pub silence: Duration,
    /// How often a request is made before its failure is told.
    pub tries: u32,
    /// How long until the second try; twice as long before each further one.
    pub first_pause: Duration,
    /// The size of a part in bytes: at least 5 MiB (S3's own limit). Smaller objects go in one.
    pub part: u64,
    /// How much may be on its way at the same time, in bytes; at least one part.
    pub buffers: u64,
}

impl Default for S3Limits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(10),
            slowest: 256 * 1024,
            silence: Duration::from_secs(20),
            tries: 4,
            first_pause: Duration::from_millis(200),
            part: 8 * 1024 * 1024,
            buffers: 64 * 1024 * 1024,
        }
    }
}

impl S3 {
    /// A bucket with the usual limits. Nothing is asked of the server yet.
    pub fn new(address: &S3Address, keys: &S3Keys) -> Result<Self, StorageError> {
        Self::with_limits(address, keys, S3Limits::default())
    }

    /// A bucket with other limits.
    pub fn with_limits(address: &S3Address, keys: &S3Keys, limits: S3Limits) -> Result<Self, StorageError> {
        Ok(Self(Arc::new(Inner {
            connection: Connection::new(address, keys)?,
            requests: Requests::new(limits),
            buffers: Buffers::new(limits.buffers.max(limits.part)),
            limits,
        })))
    }

    async fn look_up(&self, key: ObjectKey) -> Result<Option<ObjectInfo>, Refusal> {
        let name = self.0.connection.name_of(key)?;
        let asked = self.0.requests.ask(0, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            client.stat_object(bucket, name.clone())?.build().send().await
        });
        let found = match asked.await {
            Err(Refusal::NoSuchKey(_)) => return Ok(None),
            asked => asked?,
        };
        let modified = found.last_modified()?.map_or(0, |moment| moment.timestamp_millis());
        Ok(Some(ObjectInfo { key, size: found.size()?, modified_at: Instant::from_millis(modified) }))
    }

    /// One request's worth of names below our prefix, after this one.
    async fn page(&self, after: &str, limit: usize) -> Result<Vec<ListEntry>, Refusal> {
        let limit = u16::try_from(limit.clamp(1, LISTED_MOST)).unwrap_or(u16::MAX);
        let asked = self.0.requests.ask(0, || self.page_once(after, limit));
        asked.await
    }

    async fn page_once(&self, after: &str, limit: u16) -> Result<Vec<ListEntry>, minio::s3::error::Error> {
        let connection = &self.0.connection;
        let listing = connection
            .client
            .list_objects(connection.bucket.clone())?
            .prefix(connection.prefix.clone())
            .start_after(after.to_owned())
            .max_keys(limit)
            .recursive(true)
            .build();
        let mut pages = listing.to_stream().await;
        Ok(pages.next().await.transpose()?.map(|page| page.contents).unwrap_or_default())
    }

    async fn list_after(
        &self,
        after: Option<ObjectKey>,
        limit: usize,
    ) -> Result<Vec<ObjectInfo>, StorageError> {
        let connection = &self.0.connection;
        let mut found = Vec::new();
        let mut from = after.map_or_else(|| connection.prefix.clone(), |key| connection.path_of(key));
        while found.len() < limit {
            let wanted = limit - found.len();
            let page = self.page(&from, wanted).await.map_err(Refusal::into_error)?;
            let Some(last) = page.last() else { break };
            from.clone_from(&last.name);
            // What else somebody put there is passed over, and may fill whole pages.
            found.extend(page.iter().filter_map(|entry| connection.info_of(entry)));
        }
        Ok(found)
    }

    /// Asks once, and not for long.
    async fn check_once(&self) -> Result<(), StorageError> {
        let asked = self.0.requests.ask_once(|| self.page_once(&self.0.connection.prefix, 1));
        asked.await.map(drop).map_err(Refusal::into_error)
    }

    async fn remove(&self, key: ObjectKey) -> Result<(), StorageError> {
        let name = self.0.connection.name_of(key)?;
        let asked = self.0.requests.ask(0, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            client.delete_object(bucket, name.clone())?.build().send().await
        });
        match asked.await {
            Ok(_) | Err(Refusal::NoSuchKey(_)) => Ok(()),
            Err(refusal) => Err(refusal.into_error()),
        }
    }
}

impl ObjectStore for S3 {
    fn put(&self, key: ObjectKey, size: u64, content: ByteStream) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(self.put_object(key, size, content))
    }

    fn get(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>> {
        Box::pin(self.open_object(key, range))
    }

    fn stat(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>> {
        Box::pin(async move { self.look_up(key).await.map_err(Refusal::into_error) })
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(self.remove(key))
    }

    fn list(
        &self,
        after: Option<ObjectKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<ObjectInfo>, StorageError>> {
        Box::pin(self.list_after(after, limit))
    }

    fn sweep_unfinished(&self, before: Instant) -> BoxFuture<'_, Result<usize, StorageError>> {
        Box::pin(async move { self.remove_unfinished(before).await.map_err(Refusal::into_error) })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(self.check_once())
    }

    fn trouble(&self) -> Trouble {
        self.0.requests.trouble()
    }
}

/// The crate's own client would show the keys.
impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3({}, …)", self.0.connection.bucket)
    }
}
