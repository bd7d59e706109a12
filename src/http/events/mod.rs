//! What happens, as it happens: server-sent events
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html>) for the people whom it
//! concerns. One poller a process reads the outbox ([`hub`]) and hands each event to the streams
//! that are open ([`stream`]).

mod hub;
mod stream;

pub use hub::StreamLimits;
pub(super) use hub::{EventHub, Listener};
pub(super) use stream::{Wanted, event_stream};
