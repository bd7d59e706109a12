//! The open streams of this process, and the one poller that feeds them.

use crate::access::{SessionsNow, sessions_now};
use crate::db::outbox::{self, Event};
use crate::db::{Db, DbError};
use crate::http::errors::RequestError;
use crate::ids::{PersonId, SessionId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};
use tokio::sync::{Notify, mpsc};

/// How soon is seen what another process wrote, and what was written to be known later.
const POLL: Duration = Duration::from_secs(1);
/// How long is waited when the database does not answer.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How many events are numbered, or handed on, in one transaction.
const BATCH: i64 = 500;
/// How many messages wait for one stream before it is ended: it will come again, and go on from
/// where it was.
const WAITING_MOST: usize = 256;

/// How many streams are open at the same time, and how often is looked after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamLimits {
    /// In all, in this process.
    pub most: usize,
    /// Of one session; of one person, where they come with a token. A browser opens one; a few more
    /// are those whose end was not noticed yet.
    pub of_session: usize,
    /// How often is looked whether their sessions still live.
    pub check: Duration,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self { most: 5_000, of_session: 4, check: Duration::from_secs(10) }
    }
}

/// Whose stream it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Listener {
    pub(in crate::http) person_id: PersonId,
    /// Their session; none: they came with a token.
    pub(in crate::http) session_id: Option<SessionId>,
}

/// What a stream is handed.
#[derive(Debug, Clone)]
pub(super) enum Message {
    /// Something happened that concerns its person.
    Event(Arc<Event>),
    /// Its person has read notices, perhaps in another browser.
    Read,
    /// Its session is over.
    SignedOut,
}

struct Stream {
    listener: Listener,
    sender: mpsc::Sender<Message>,
}

#[derive(Default)]
struct Streams {
    open: BTreeMap<u64, Stream>,
    next: u64,
    is_closed: bool,
}

/// The open streams of this process.
#[derive(Default)]
pub(in crate::http) struct EventHub {
    streams: Arc<Mutex<Streams>>,
    closing: Notify,
}

/// One open stream; closed where this is dropped.
pub(super) struct Subscription {
    id: u64,
    streams: Arc<Mutex<Streams>>,
    pub(super) messages: mpsc::Receiver<Message>,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        lock(&self.streams).open.remove(&self.id);
    }
}

fn lock(streams: &Mutex<Streams>) -> std::sync::MutexGuard<'_, Streams> {
    // No code that holds it can leave it half changed.
    streams.lock().unwrap_or_else(PoisonError::into_inner)
}

impl EventHub {
    /// Opens a stream, within the limits.
    pub(super) fn open(
        &self,
        listener: Listener,
        limits: StreamLimits,
    ) -> Result<Subscription, RequestError> {
        let mut streams = lock(&self.streams);
        if streams.is_closed || streams.open.len() >= limits.most {
            return Err(RequestError::NoStreamFree);
        }
        let of_session = streams.open.values().filter(|stream| stream.listener == listener).count();
        if of_session >= limits.of_session {
            return Err(RequestError::TooManyStreams);
        }
        let (sender, messages) = mpsc::channel(WAITING_MOST);
        let id = streams.next;
        streams.next = streams.next.wrapping_add(1);
        streams.open.insert(id, Stream { listener, sender });
        Ok(Subscription { id, streams: Arc::clone(&self.streams), messages })
    }

    /// How many streams are open.
    pub(in crate::http) fn open_streams(&self) -> usize {
        lock(&self.streams).open.len()
    }

    /// Lets the other browsers of a person know that they have read notices.
    pub(in crate::http) fn tell_read(&self, person_id: PersonId) {
        self.hand_to(|stream| stream.listener.person_id == person_id, &Message::Read);
    }

    /// Ends the streams of a session that is over.
    pub(in crate::http) fn end_session(&self, session_id: SessionId) {
        self.end(|listener| listener.session_id == Some(session_id));
    }

    /// Ends every stream and opens none any more.
    pub(in crate::http) fn close(&self) {
        let mut streams = lock(&self.streams);
        streams.is_closed = true;
        streams.open.clear();
        self.closing.notify_one();
    }

    fn end(&self, is_over: impl Fn(&Listener) -> bool) {
        let mut streams = lock(&self.streams);
        streams.open.retain(|_, stream| {
            let ends = is_over(&stream.listener);
            if ends {
                let _ = stream.sender.try_send(Message::SignedOut);
            }
            !ends
        });
    }

    /// Hands a message to some streams. One that does not take its messages is ended.
    fn hand_to(&self, is_meant: impl Fn(&Stream) -> bool, message: &Message) {
        lock(&self.streams)
            .open
            .retain(|_, stream| !is_meant(stream) || stream.sender.try_send(message.clone()).is_ok());
    }

    /// Feeds the streams until the hub is closed.
    pub(in crate::http) async fn feed(&self, db: Db, limits: StreamLimits) {
        let (mut seen, mut checked) = (None, Stopwatch::now());
        loop {
            let mut pause = POLL;
            if let Err(error) = self.round(&db, &mut seen).await {
                tracing::warn!(%error, "what happened could not be read; it is read later");
                pause = AFTER_FAILURE;
            }
            if checked.elapsed() >= limits.check {
                checked = Stopwatch::now();
                if let Err(error) = self.end_dead_sessions(&db).await {
                    tracing::warn!(%error, "the sessions of open streams could not be looked at");
                }
            }
            tokio::select! {
                () = db.told() => {}
                () = tokio::time::sleep(pause) => {}
                () = self.closing.notified() => return,
            }
        }
    }

    /// Numbers what is due and hands on what is new. `seen`: the last number that was handed on.
    async fn round(&self, db: &Db, seen: &mut Option<i64>) -> Result<(), DbError> {
        let is_any_due = db.read(outbox::is_any_due).await?;
        if is_any_due {
            while db.write(|writing| outbox::number_due(writing, BATCH)).await? > 0 {}
        }
        // Streams read for themselves what was there before they began.
        let Some(mut number) = *seen else {
            *seen = Some(db.read(outbox::head).await?);
            return Ok(());
        };
        loop {
            let events = db.read(move |reading| outbox::after(reading, number, BATCH)).await?;
            let Some((last, _)) = events.last() else { return Ok(()) };
            number = last.number;
            for (event, concerned) in events {
                let concerned: BTreeSet<PersonId> = concerned.into_iter().collect();
                let message = Message::Event(Arc::new(event));
                self.hand_to(|stream| concerned.contains(&stream.listener.person_id), &message);
            }
            *seen = Some(number);
        }
    }

    /// Ends the streams of those who signed out elsewhere, whose session ran out, or who left.
    async fn end_dead_sessions(&self, db: &Db) -> Result<(), DbError> {
        let listeners: Vec<Listener> =
            lock(&self.streams).open.values().map(|stream| stream.listener).collect();
        if listeners.is_empty() {
            return Ok(());
        }
        let sessions = listeners.iter().filter_map(|one| one.session_id).collect();
        let people = listeners.iter().map(|one| one.person_id).collect();
        let SessionsNow { sessions, people } = sessions_now(db, sessions, people).await?;
        self.end(|one| {
            !people.contains(&one.person_id) || one.session_id.is_some_and(|id| !sessions.contains(&id))
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener() -> Listener {
        Listener { person_id: PersonId::new(), session_id: Some(SessionId::new()) }
    }

    const LIMITS: StreamLimits = StreamLimits { most: 3, of_session: 2, check: Duration::from_secs(10) };

    #[test]
    fn streams_are_bounded_and_counted_and_go_when_they_are_dropped() {
        let hub = EventHub::default();
        let (one, other) = (listener(), listener());
        let first = hub.open(one, LIMITS).unwrap();
        let _second = hub.open(one, LIMITS).unwrap();
        assert!(matches!(hub.open(one, LIMITS), Err(RequestError::TooManyStreams)));
        let _third = hub.open(other, LIMITS).unwrap();
        assert!(matches!(hub.open(listener(), LIMITS), Err(RequestError::NoStreamFree)));
        assert_eq!(hub.open_streams(), 3);
        drop(first);
        assert_eq!(hub.open_streams(), 2);
        assert!(hub.open(one, LIMITS).is_ok());
    }

    #[test]
    fn a_stream_that_takes_nothing_is_ended() {
        let hub = EventHub::default();
        let one = listener();
        let mut idle = hub.open(one, LIMITS).unwrap();
        for _ in 0..=WAITING_MOST {
            hub.tell_read(one.person_id);
        }
        assert_eq!(hub.open_streams(), 0);
        for _ in 0..WAITING_MOST {
            assert!(idle.messages.try_recv().is_ok());
        }
        assert!(matches!(idle.messages.try_recv(), Err(mpsc::error::TryRecvError::Disconnected)));
    }

    #[test]
    fn a_session_that_ends_takes_its_streams_along() {
        let hub = EventHub::default();
        let (one, other) = (listener(), listener());
        let mut ended = hub.open(one, LIMITS).unwrap();
        let _stays = hub.open(other, LIMITS).unwrap();
        hub.end_session(one.session_id.unwrap());
        assert!(matches!(ended.messages.try_recv(), Ok(Message::SignedOut)));
        assert!(matches!(ended.messages.try_recv(), Err(mpsc::error::TryRecvError::Disconnected)));
        assert_eq!(hub.open_streams(), 1);
        hub.close();
        assert_eq!(hub.open_streams(), 0);
        assert!(matches!(hub.open(other, LIMITS), Err(RequestError::NoStreamFree)));
    }
}
