//! What a supervisor tells its child: one word a line, through the child's standard input.
//!
//! The pipe is also how a child learns that its parent is gone: it ends then, whatever it is
//! doing.

use super::confinement::end_at_once;
use std::io;
use std::time::Duration;
use tokio::sync::watch;

/// One line to a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// There may be a new job: look at once.
    Wake,
    /// Finish the job at hand, then end.
    Stop,
}

impl Order {
    /// The line, with its end.
    pub(super) fn line(self) -> &'static str {
        match self {
            Self::Wake => "wake\n",
            Self::Stop => "stop\n",
        }
    }

    fn parse(line: &str) -> Option<Self> {
        [Self::Wake, Self::Stop].into_iter().find(|order| order.line().trim_end() == line)
    }
}

/// What the child was told so far.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    to_stop: bool,
}

/// The child's end of the pipe.
#[derive(Debug)]
pub struct Orders(watch::Receiver<Told>);

impl Orders {
    /// Reads standard input from a thread of its own. The process ends with its parent from now on.
    pub fn from_stdin() -> io::Result<Self> {
        let (told, orders) = watch::channel(Told::default());
        std::thread::Builder::new().name("orders".to_owned()).spawn(move || {
            for line in io::stdin().lines().map_while(Result::ok) {
                match Order::parse(&line) {
                    Some(Order::Wake) => told.send_modify(|_| {}),
                    Some(Order::Stop) => told.send_modify(|told| told.to_stop = true),
                    None => tracing::warn!("the supervisor said something that this worker does not know"),
                }
            }
            end_at_once()
        })?;
        Ok(Self(orders))
    }

    /// Whether to end instead of claiming another job.
    pub(super) fn told_to_stop(&self) -> bool {
        self.0.borrow().to_stop
    }

    /// Waits for an order, at most this long. `true`: one came, perhaps before the call.
    pub(super) async fn wait(&mut self, at_most: Duration) -> bool {
        matches!(tokio::time::timeout(at_most, self.0.changed()).await, Ok(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_read_as_it_is_written() {
        for order in [Order::Wake, Order::Stop] {
            assert_eq!(Order::parse(order.line().trim_end()), Some(order));
        }
        assert_eq!(Order::parse("sing"), None);
    }
}
