//! The same file ten times at once, a clock that goes back, and an object store that is away.

use super::server::{Answer, TestServer, noon};
use super::tone::tone;
use super::uploads::Sender;
use earmark::ids::ObjectKey;
use earmark::recorder::Patience;
use earmark::storage::{ByteStream, Memory, ObjectInfo, ObjectStore, StorageError};
use earmark::time::{Clock, Instant};
use futures_util::future::BoxFuture;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How many senders bring the same file at once.
const SENDERS: usize = 10;

#[test]
fn the_same_file_ten_times_at_once_is_one_recording_and_nine_times_known() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    for named in [&b"{}"[..], br#"{"native_id": "17"}"#] {
        let audio = tone(500 + u16::try_from(named.len()).unwrap());
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let sending: Vec<_> = (0..SENDERS)
                .map(|_| scope.spawn(|| server.post_call(&token, &[("metadata", named), ("audio", &audio)])))
                .collect();
            sending.into_iter().map(|sender| sender.join().unwrap()).collect()
        });
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [&[200; SENDERS - 1][..], &[201]].concat());
        let ids: Vec<_> = answers.iter().map(Answer::json).collect();
        assert!(ids.iter().all(|one| *one == ids[0]), "{ids:?}");
    }
    let objects = server.runtime.block_on(server.storage.list(None, 10)).unwrap();
    assert_eq!(objects.len(), 2, "what the slower ones had stored is gone");
}

#[test]
fn in_pieces_ten_times_at_once_it_is_one_recording_too() {
    let server = TestServer::start_with(|_| {});
    let audio = tone(600);
    // Each from a source's token of its own, because one sender has few uploads open; one source.
    let tokens: Vec<String> = (0..SENDERS).map(|_| server.source_token("pbx")).collect();
    let mut known = 0;
    for batch in tokens.chunks(3) {
        let shown: Vec<_> = std::thread::scope(|scope| {
            let sending: Vec<_> = batch
                .iter()
                .map(|token| {
                    scope.spawn(|| {
                        let sender = Sender::new(&server, token);
                        let at = sender.begun(audio.len(), "");
                        assert_eq!(sender.proceed(&at, 0, &audio).status, 204);
                        sender.show(&at)
                    })
                })
                .collect();
            sending.into_iter().map(|sender| sender.join().unwrap()).collect()
        });
        known += shown.iter().filter(|one| one["was_known"] == true).count();
    }
    assert_eq!(known, SENDERS - 1);
    assert_eq!(server.runtime.block_on(server.storage.list(None, 10)).unwrap().len(), 1);
}

#[test]
fn a_clock_that_goes_back_loses_nothing() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let first = server.post_call(&token, &[("audio", &tone(700))]);
    let (audio, half) = (tone(701), 5000);
    let at = sender.begun(audio.len(), "");
    assert_eq!(sender.proceed(&at, 0, &audio[..half]).status, 204);
    if let Clock::Fixed(now) = &server.clock {
        now.fetch_sub(i64::try_from(Duration::from_hours(72).as_millis()).unwrap(), Ordering::SeqCst);
    }
    let again = server.post_call(&token, &[("audio", &tone(700))]);
    assert_eq!((again.status, again.json()), (200, first.json()));
    let new = server.post_call(&token, &[("audio", &tone(702))]);
    assert_eq!(new.status, 201);
    assert_eq!(sender.proceed(&at, half, &audio[half..]).status, 204);
    assert_eq!(sender.show(&at)["state"], "accepted");
}

/// A store that can be away.
#[derive(Debug)]
struct Fickle {
    inner: Memory,
    is_away: Arc<AtomicBool>,
}

impl Fickle {
    fn may_be_away(&self) -> Result<(), StorageError> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(StorageError::Io(io::Error::other("the store is away")));
        }
        Ok(())
    }
}

impl ObjectStore for Fickle {
    fn put(&self, key: ObjectKey, size: u64, content: ByteStream) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(async move {
            self.may_be_away()?;
            self.inner.put(key, size, content).await
        })
    }

    fn get(
        &self,
        key: ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>> {
        self.inner.get(key, range)
    }

    fn stat(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>> {
        self.inner.stat(key)
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<(), StorageError>> {
        self.inner.delete(key)
    }

    fn list(
        &self,
        after: Option<ObjectKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<ObjectInfo>, StorageError>> {
        self.inner.list(after, limit)
    }

    fn sweep_unfinished(&self, before: Instant) -> BoxFuture<'_, Result<usize, StorageError>> {
        self.inner.sweep_unfinished(before)
    }
}

#[test]
fn an_upload_that_is_complete_while_the_store_is_away_waits_for_it_however_long() {
    let is_away = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&is_away);
    let clock = Clock::fixed(noon());
    let store = Arc::new(Fickle { inner: Memory::new(clock.clone()), is_away: switch });
    let server = TestServer::start_on(clock, store, Patience::default(), |_| {});
    let token = server.source_token("pbx");
    let (sender, audio) = (Sender::new(&server, &token), tone(800));
    let at = sender.begun(audio.len(), "");
    let last = sender.proceed(&at, 0, &audio);
    assert_eq!((last.status, last.header("earmark-upload-state")), (204, Some("waiting")), "{last:?}");
    let shown = sender.show(&at);
    assert_eq!(
        (&shown["received"], &shown["failure"]["code"]),
        (&audio.len().into(), &"object_store".into())
    );

    server.clock.advance(Duration::from_hours(72));
    let _guard = server.runtime.enter();
    let housekeeping = tokio::spawn(Arc::clone(&server.uploads).keep_house());
    let until = std::time::Instant::now() + Duration::from_secs(2);
    while std::time::Instant::now() < until {
        assert_eq!(sender.show(&at)["state"], "waiting");
        std::thread::sleep(Duration::from_millis(100));
    }
    is_away.store(false, Ordering::SeqCst);
    super::uploads::wait_until(|| sender.show(&at)["state"] == "accepted");
    housekeeping.abort();
    assert_eq!(server.post_call(&token, &[("audio", &audio)]).status, 200);
}
