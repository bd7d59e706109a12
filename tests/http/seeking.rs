//! A long call is heard from its middle at once: what is read of the store is what was asked for.

use super::server::{TestServer, noon};
use earmark::ids::ObjectKey;
use earmark::recorder::Patience;
use earmark::storage::{ByteStream, Memory, ObjectInfo, ObjectStore, StorageError};
use earmark::time::Clock;
use futures_util::future::BoxFuture;
use futures_util::stream::StreamExt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A store that counts the bytes that are read from it.
#[derive(Debug)]
struct Counting {
    store: Memory,
    read: Arc<AtomicU64>,
}

impl ObjectStore for Counting {
    fn put(&self, key: ObjectKey, size: u64, content: ByteStream) -> BoxFuture<'_, Result<(), StorageError>> {
        self.store.put(key, size, content)
    }

    fn get(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>> {
        Box::pin(async move {
            let read = Arc::clone(&self.read);
            let counted = self.store.get(key, range).await?.inspect(move |piece| {
                let bytes = piece.as_ref().map_or(0, |piece| piece.len() as u64);
                read.fetch_add(bytes, Ordering::SeqCst);
            });
            Ok(counted.boxed())
        })
    }

    fn stat(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>> {
        self.store.stat(key)
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<(), StorageError>> {
        self.store.delete(key)
    }

    fn list(
        &self,
        after: Option<ObjectKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<ObjectInfo>, StorageError>> {
        self.store.list(after, limit)
    }
}

/// An hour of silence: 8 kHz, 16 bit, mono; 57.6 MB.
fn an_hour() -> Vec<u8> {
    const BYTES: u32 = 3_600 * 8_000 * 2;
    let mut wav = Vec::with_capacity(44 + BYTES as usize);
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + BYTES).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend_from_slice(&8_000_u32.to_le_bytes());
    wav.extend_from_slice(&16_000_u32.to_le_bytes());
    wav.extend_from_slice(b"\x02\0\x10\0data");
    wav.extend_from_slice(&BYTES.to_le_bytes());
    wav.resize(44 + BYTES as usize, 0);
    wav
}

#[test]
fn a_range_in_the_middle_of_an_hour_reads_that_range_alone() {
    let read = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&read);
    let clock = Clock::fixed(noon());
    let store = Arc::new(Counting { store: Memory::new(clock.clone()), read: counter });
    let server = TestServer::start_on(clock, store, Patience::default(), |limits| {
        limits.audio_bytes = 100 * 1024 * 1024;
    });
    let token = server.source_token("pbx");
    let audio = an_hour();
    let accepted = server.post_call(&token, &[("metadata", b"{}"), ("audio", &audio)]);
    assert_eq!(accepted.status, 201, "{accepted:?}");
    let path = format!("/api/v1/recordings/{}/audio", accepted.json()["recording_id"].as_str().unwrap());
    read.store(0, Ordering::SeqCst);

    let bearer = format!("Bearer {token}");
    let middle = 30 * 60 * 16_000;
    let range = format!("bytes={middle}-{}", middle + 65_535);
    let part = server.send("GET", &path, &[("authorization", &bearer), ("range", &range)]);
    assert_eq!((part.status, part.body.len()), (206, 65_536));
    assert_eq!(read.load(Ordering::SeqCst), 65_536);

    let tag = part.header("etag").unwrap();
    let same = [("authorization", bearer.as_str()), ("range", "bytes=-100"), ("if-range", tag)];
    let end = server.send("GET", &path, &same);
    assert_eq!((end.status, end.body.len()), (206, 100));
    let known = [("authorization", bearer.as_str()), ("range", "bytes=0-9"), ("if-none-match", tag)];
    assert_eq!(server.send("GET", &path, &known).status, 304);
    assert_eq!(server.send("HEAD", &path, &[("authorization", &bearer)]).status, 200);
    assert_eq!(read.load(Ordering::SeqCst), 65_636, "neither reads any of the sound");
}
