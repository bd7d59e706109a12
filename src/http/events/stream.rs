//! One stream: first what its listener has missed, then what happens.

use super::hub::{EventHub, Listener, Message, StreamLimits, Subscription};
use crate::access::bell::subject_of;
use crate::db::outbox::{self, Event, Notice};
use crate::db::{Db, DbError};
use crate::http::errors::ApiError;
use crate::ids::PersonId;
use actix_web::web::Bytes;
use futures_util::stream::{self, Stream};
use serde_json::json;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::Instant as Moment;

/// How often something is sent where nothing happens: what stands in between does not take the
/// stream for dead, and we notice who is gone.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// For how long a stream runs that was opened with a token; then whoever listens shows it again.
const TOKEN_STREAM: Duration = Duration::from_mins(10);
/// How many missed notices are sent one by one; whoever missed more reads the list anew.
const MISSED_MOST: i64 = 200;

/// Where a stream begins, and whether it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Wanted {
    /// The last number that the listener has seen; none: they begin now.
    pub(in crate::http) after: Option<i64>,
    /// Whether the stream goes on; otherwise it ends with what is there.
    pub(in crate::http) follows: bool,
}

/// Opens a stream of what concerns this listener.
pub(in crate::http) async fn event_stream(
    hub: &EventHub,
    db: &Db,
    limits: StreamLimits,
    listener: Listener,
    wanted: Wanted,
) -> Result<impl Stream<Item = Result<Bytes, Infallible>> + use<>, ApiError> {
    // Before reading: what happens in between comes by the subscription, once.
    let subscription = hub.open(listener, limits)?;
    let (sent, greeting) = greeting(db, listener.person_id, wanted.after).await?;
    let ends_at = listener.session_id.is_none().then(|| Moment::now() + TOKEN_STREAM);
    let open = Open {
        subscription: wanted.follows.then_some(subscription),
        to_send: greeting.into(),
        sent,
        ends_at,
    };
    Ok(stream::unfold(open, async |mut open| open.next().await.map(|bytes| (Ok(bytes), open))))
}

/// What is sent first, and up to which number that is everything.
async fn greeting(db: &Db, person_id: PersonId, after: Option<i64>) -> Result<(i64, Vec<Bytes>), DbError> {
    db.read(move |reading| {
        let head = outbox::head(reading)?;
        let missed = match after {
            Some(after) => outbox::missed_by(reading, person_id, after, MISSED_MOST + 1)?,
            None => Vec::new(),
        };
        let unread = outbox::count_unread(reading, person_id)?;
        let is_too_much = missed.len() > usize::try_from(MISSED_MOST).unwrap_or(usize::MAX);
        // A number that we never gave comes from another database: begin anew.
        let resets = is_too_much || after.is_some_and(|after| after > head);
        let mut first = vec![Bytes::from_static(b"retry: 3000\n\n")];
        if !resets {
            first.extend(missed.iter().map(|Notice { event, .. }| of_event(event)));
        }
        let name = if resets { "reset" } else { "ready" };
        first.push(message(Some(head), name, &json!({ "unread": unread })));
        Ok((head, first))
    })
    .await
}

struct Open {
    /// None once it only sends what is left.
    subscription: Option<Subscription>,
    to_send: VecDeque<Bytes>,
    /// Every number up to this one was sent.
    sent: i64,
    ends_at: Option<Moment>,
}

impl Open {
    /// The next piece; none: the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(bytes) = self.to_send.pop_front() {
                return Some(bytes);
            }
            if self.ends_at.is_some_and(|end| end <= Moment::now()) {
                return None;
            }
            let messages = &mut self.subscription.as_mut()?.messages;
            match tokio::time::timeout(HEARTBEAT, messages.recv()).await {
                Err(_elapsed) => return Some(Bytes::from_static(b": still here\n\n")),
                Ok(None) => return None,
                Ok(Some(Message::Event(event))) if event.number <= self.sent => {}
                Ok(Some(Message::Event(event))) => {
                    self.sent = event.number;
                    return Some(of_event(&event));
                }
                Ok(Some(Message::Read)) => return Some(message(None, "read", &json!({}))),
                Ok(Some(Message::SignedOut)) => {
                    self.subscription = None;
                    return Some(message(None, "end", &json!({ "reason": "signed_out" })));
                }
            }
        }
    }
}

fn of_event(event: &Event) -> Bytes {
    let data = json!({
        "number": event.number,
        "code": event.kind.as_str(),
        "subject_id": subject_of(event.kind, event.subject_id),
        "count": event.count,
    });
    message(Some(event.number), "notice", &data)
}

/// JSON has no line breaks of its own, so one line of data is enough.
fn message(id: Option<i64>, event: &str, data: &serde_json::Value) -> Bytes {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("{id}event: {event}\ndata: {data}\n\n"))
}
