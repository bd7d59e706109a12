//! Getting an object, or a part of one, as a stream. A stream that falls silent or breaks is opened
//! again where it stopped, a few times: an object never changes.

use super::S3;
use super::refusal::Refusal;
use crate::ids::ObjectKey;
use crate::storage::StorageError;
use crate::storage::store::ByteStream;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use minio::s3::types::S3Api;
use std::io;
use std::ops::Range;
use tokio::time::timeout;

/// How often a stream is opened again.
const REOPENED_MOST: u32 = 3;
/// Beyond this, an end is none: servers refuse numbers that they cannot read.
const ENDLESS: u64 = 1 << 62;

type Body = BoxStream<'static, io::Result<Bytes>>;

/// A stream of an object's bytes, and where it is.
struct Reading {
    store: S3,
    key: ObjectKey,
    body: Body,
    at: u64,
    end: u64,
    reopened: u32,
}

impl S3 {
    pub(super) async fn open_object(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> Result<ByteStream, StorageError> {
        let opened = match &range {
            // Neither has a form in which S3 could be asked for it.
            Some(range) if range.start >= range.end || range.start >= ENDLESS => None,
            Some(range) => match self.open_from(key, range.start, Some(range.end)).await {
                // No failure yet: an empty object begins where it ends.
                Err(Refusal::OutOfRange(_)) => None,
                opened => Some(opened.map_err(|refusal| refusal.about(key))?),
            },
            None => Some(self.open_from(key, 0, None).await.map_err(|refusal| refusal.about(key))?),
        };
        match (opened, range) {
            (Some((body, at, end)), _) => {
                Ok(Reading { store: self.clone(), key, body, at, end, reopened: 0 }.stream())
            }
            (None, range) => self.nothing_of(key, range.map_or(0, |range| range.start)).await,
        }
    }

    /// What a range gives that holds nothing, or begins where the object ends.
    async fn nothing_of(&self, key: ObjectKey, start: u64) -> Result<ByteStream, StorageError> {
        let there = self.look_up(key).await.map_err(Refusal::into_error)?;
        let size = there.ok_or(StorageError::Missing(key))?.size;
        if start > size || (start == size && size > 0) {
            return Err(StorageError::OutOfRange { size });
        }
        Ok(stream::empty().boxed())
    }

    /// The bytes from `start`, to `end` or to the object's own; and where they begin and end.
    async fn open_from(
        &self,
        key: ObjectKey,
        start: u64,
        end: Option<u64>,
    ) -> Result<(Body, u64, u64), Refusal> {
        let name = self.0.connection.name_of(key)?;
        let length = end.filter(|end| *end < ENDLESS).map(|end| end - start);
        let is_ranged = start > 0 || end.is_some();
        let asked = self.0.requests.ask(0, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            let request = client.get_object(bucket, name.clone())?;
            request.offset(is_ranged.then_some(start)).length(length).build().send().await
        });
        let (body, size) = asked.await?.into_boxed_stream().map_err(Refusal::from)?;
        if length.is_some_and(|length| size > length) {
            return Err(Refusal::nonsense("the server answered with more than the range that was asked for"));
        }
        Ok((body.boxed(), start, start + size))
    }
}

impl Reading {
    fn stream(self) -> ByteStream {
        stream::try_unfold(self, |mut reading| async move {
            Ok(reading.next().await?.map(|piece| (piece, reading)))
        })
        .boxed()
    }

    async fn next(&mut self) -> Result<Option<Bytes>, StorageError> {
        while self.at < self.end {
            let refusal = match timeout(self.store.0.limits.silence, self.body.try_next()).await {
                Ok(Ok(Some(piece))) => {
                    self.at += piece.len() as u64;
                    return Ok(Some(piece));
                }
                Ok(Ok(None)) => Refusal::broken("it ended early"),
                Ok(Err(cause)) => Refusal::broken(&cause.to_string()),
                Err(_elapsed) => Refusal::silence(),
            };
            if self.reopened == REOPENED_MOST {
                return Err(refusal.about(self.key));
            }
            self.reopened += 1;
            tracing::debug!(key = %self.key, at = self.at, ?refusal, "a stream of the object store is opened again");
            let opened = self.store.open_from(self.key, self.at, Some(self.end)).await;
            (self.body, _, _) = opened.map_err(|refusal| refusal.about(self.key))?;
        }
        Ok(None)
    }
}
