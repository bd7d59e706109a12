//! Uploads while the object store is away: so many wait, for so long, and nobody else.

use super::server::{Answer, TestServer, noon};
use super::tone::tone;
use earmark::ids::ObjectKey;
use earmark::recorder::{Patience, WaitLimits, Waiting};
use earmark::storage::{ByteStream, Memory, ObjectInfo, ObjectStore, StorageError};
use earmark::time::Clock;
use futures_util::future::BoxFuture;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A store that can be away.
#[derive(Debug)]
struct Leaving {
    store: Memory,
    is_away: AtomicBool,
}

impl Leaving {
    fn answer(&self) -> Result<(), StorageError> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(StorageError::Unreachable(Box::new(io::Error::other("nobody there"))));
        }
        Ok(())
    }
}

impl ObjectStore for Leaving {
    fn put(&self, key: ObjectKey, size: u64, content: ByteStream) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(async move {
            self.answer()?;
            self.store.put(key, size, content).await
        })
    }

    fn get(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>> {
        self.store.get(key, range)
    }

    fn stat(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>> {
        Box::pin(async move {
            self.answer()?;
            self.store.stat(key).await
        })
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

/// A server whose store is away, with what says so.
fn without_a_store(limits: WaitLimits) -> (TestServer, Arc<Leaving>, Patience) {
    let clock = Clock::fixed(noon());
    let store = Arc::new(Leaving { store: Memory::new(clock.clone()), is_away: AtomicBool::new(true) });
    let patience = Patience::new(limits);
    let server =
        TestServer::start_on(clock, Arc::clone(&store) as Arc<dyn ObjectStore>, patience.clone(), |_| {});
    (server, store, patience)
}

fn send(server: &TestServer, token: &str, frequency: u16) -> Answer {
    server.post_call(token, &[("audio", &tone(frequency))])
}

/// Waits until so many uploads wait.
fn until_waiting(patience: &Patience, uploads: usize) {
    while patience.waiting().uploads != uploads {
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn uploads_wait_until_the_store_is_back_and_one_too_many_is_told_to_come_again() {
    let limits = WaitLimits { longest: Duration::from_mins(5), uploads: 2, ..WaitLimits::default() };
    let (server, store, patience) = without_a_store(limits);
    let token = server.source_token("pbx");
    std::thread::scope(|scope| {
        let first = scope.spawn(|| send(&server, &token, 300));
        let second = scope.spawn(|| send(&server, &token, 400));
        until_waiting(&patience, 2);
        let third = send(&server, &token, 500);
        assert_eq!((third.status, third.code().as_str()), (503, "store_crowd_waits"), "{third:?}");
        assert!(third.header("retry-after").is_some());
        assert_eq!(server.spooled(), 2, "its body was not even read");
        store.is_away.store(false, Ordering::SeqCst);
        assert_eq!(first.join().unwrap().status, 201);
        assert_eq!(second.join().unwrap().status, 201);
    });
    assert_eq!(patience.waiting(), Waiting::default());
    assert_eq!(send(&server, &token, 500).status, 201);
    assert_eq!(server.spooled(), 0);
}

#[test]
fn the_bytes_of_those_who_wait_are_bounded_but_one_may_always_wait() {
    let limits = WaitLimits { longest: Duration::from_mins(5), uploads: 9, bytes: 1 };
    let (server, store, patience) = without_a_store(limits);
    let token = server.source_token("pbx");
    std::thread::scope(|scope| {
        let first = scope.spawn(|| send(&server, &token, 300));
        until_waiting(&patience, 1);
        assert_eq!(send(&server, &token, 400).code(), "store_crowd_waits");
        store.is_away.store(false, Ordering::SeqCst);
        assert_eq!(first.join().unwrap().status, 201);
    });
}

#[test]
fn whoever_waited_long_enough_is_told_to_come_again_and_leaves_nothing() {
    let limits = WaitLimits { longest: Duration::from_millis(600), ..WaitLimits::default() };
    let (server, store, patience) = without_a_store(limits);
    let token = server.source_token("pbx");
    let late = send(&server, &token, 300);
    assert_eq!((late.status, late.code().as_str()), (503, "store_unreachable"), "{late:?}");
    assert!(late.header("retry-after").is_some());
    assert_eq!((server.spooled(), patience.waiting()), (0, Waiting::default()));
    assert_eq!(server.get("/api/v1/calls", &token).json()["total"], 0);
    let ready = server.send("GET", "/readyz", &[]);
    assert_eq!((ready.status, &ready.json()["object_store_code"]), (503, &"store_unreachable".into()));
    store.is_away.store(false, Ordering::SeqCst);
    assert_eq!(send(&server, &token, 300).status, 201);
}
