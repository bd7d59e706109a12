//! So many listen at once, and no more: the memory that a speech model works in, shared by whoever hears.

use super::engine::Cancel;
use super::error::TranscriptionError;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How often somebody who waits for a free listener looks whether they are to stop.
const LOOK_UP: Duration = Duration::from_millis(250);

/// Listeners that are made as they are needed, and kept.
pub(super) struct Listeners<L> {
    pool: Mutex<Pool<L>>,
    freed: Condvar,
    most: usize,
}

struct Pool<L> {
    idle: Vec<L>,
    /// How many there are, those at work included.
    made: usize,
}

impl<L> Listeners<L> {
    /// Begins with one; there will be `most` at most.
    pub(super) fn new(first: L, most: usize) -> Self {
        let pool = Mutex::new(Pool { idle: vec![first], made: 1 });
        Self { pool, freed: Condvar::new(), most: most.max(1) }
    }

    /// How many there may be.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Lets one work, as soon as one is free or may be made.
    pub(super) fn with<T>(
        &self,
        cancel: &Cancel,
        make: impl Fn() -> Result<L, TranscriptionError>,
        work: impl FnOnce(&mut L) -> Result<T, TranscriptionError>,
    ) -> Result<T, TranscriptionError> {
        let mut held = Held { listeners: self, listener: Some(self.free(cancel, make)?) };
        match &mut held.listener {
            Some(listener) => work(listener),
            None => Err(TranscriptionError::Unanswered),
        }
    }

    fn free(
        &self,
        cancel: &Cancel,
        make: impl Fn() -> Result<L, TranscriptionError>,
    ) -> Result<L, TranscriptionError> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            cancel.check()?;
            if let Some(listener) = pool.idle.pop() {
                return Ok(listener);
            }
            if pool.made < self.most {
                let listener = make()?;
                pool.made += 1;
                return Ok(listener);
            }
            let waited = self.freed.wait_timeout(pool, LOOK_UP);
            (pool, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A listener at work; it is free again when this is dropped, also by a panic.
struct Held<'l, L> {
    listeners: &'l Listeners<L>,
    listener: Option<L>,
}

impl<L> Drop for Held<'_, L> {
    fn drop(&mut self) {
        let mut pool = self.listeners.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.idle.extend(self.listener.take());
        self.listeners.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_listen_at_once_than_may() {
        let (listeners, working, most) = (Listeners::new((), 2), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    listeners
                        .with(
                            &Cancel::default(),
                            || Ok(()),
                            |()| {
                                most.fetch_max(working.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                                std::thread::sleep(Duration::from_millis(20));
                                working.fetch_sub(1, Ordering::SeqCst);
                                Ok(())
                            },
                        )
                        .unwrap();
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn who_waits_is_let_go_when_it_is_cancelled() {
        let (listeners, cancel) = (Listeners::new((), 1), Cancel::default());
        let outcome = listeners.with(
            &Cancel::default(),
            || Ok(()),
            |()| {
                cancel.cancel();
                listeners.with(&cancel, || Ok(()), |()| Ok(()))
            },
        );
        assert!(matches!(outcome, Err(TranscriptionError::Cancelled)));
        assert!(listeners.with(&Cancel::default(), || Ok(()), |()| Ok(())).is_ok(), "it is free again");
    }
}
