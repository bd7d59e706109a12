//! Waiting for an object store that is away, so that a short outage costs no sender anything.
//!
//! A file that has arrived lies safe in the spool, but yes cannot be said before the store has it.
//! While the store does not answer, so many uploads wait, with so many bytes between them, and
//! for so long; beyond that they are told to come again.

use super::RecorderError;
use crate::ids::ObjectKey;
use crate::storage::{ObjectStore, StorageError};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};

/// How long until a store that is away is asked again, at first and after a while.
const ASK_AGAIN: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(2));

/// How long an upload waits for the object store, and how many do at the same time.
#[derive(Debug, Clone, Copy)]
pub struct WaitLimits {
    /// How long, from when the store was found to be away.
    pub longest: Duration,
    /// How many uploads.
    pub uploads: usize,
    /// How many bytes lie in the spool for them; the first may be larger than that.
    pub bytes: u64,
}

impl Default for WaitLimits {
    fn default() -> Self {
        Self { longest: Duration::from_secs(30), uploads: 64, bytes: 8 * 1024 * 1024 * 1024 }
    }
}

/// Where uploads wait for the object store; shared by all of a process.
#[derive(Debug, Clone, Default)]
pub struct Patience {
    limits: WaitLimits,
    waiting: Arc<Mutex<Waiting>>,
}

/// What waits just now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many uploads.
    pub uploads: usize,
    /// How many bytes lie in the spool for them.
    pub bytes: u64,
}

impl Patience {
    /// With other limits than the usual ones.
    #[must_use]
    pub fn new(limits: WaitLimits) -> Self {
        Self { limits, waiting: Arc::default() }
    }

    /// What waits just now.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses while nobody else could wait, for whoever has not read the body yet.
    pub fn must_have_room(&self) -> Result<(), RecorderError> {
        let waiting = self.waiting();
        if waiting.uploads < self.limits.uploads && waiting.bytes < self.limits.bytes {
            return Ok(());
        }
        Err(RecorderError::CrowdWaits)
    }

    /// Puts a file of the spool into the store. Where the store is away, waits until it is back.
    pub(super) async fn put_file(
        &self,
        store: &dyn ObjectStore,
        key: ObjectKey,
        path: &Path,
        bytes: u64,
    ) -> Result<(), RecorderError> {
        let mut away = match store.put_safe_file(key, path).await {
            Err(error) if error.is_away() => error,
            put => return Ok(put?),
        };
        let until = Instant::now() + self.limits.longest;
        let _place = self.take_place(bytes)?;
        tracing::warn!(code = crate::error::Coded::code(&away), "an upload waits for the object store");
        let mut pause = ASK_AGAIN.0;
        while Instant::now() + pause < until {
            sleep(pause).await;
            pause = (pause * 2).min(ASK_AGAIN.1);
            match until_answered(store, until).await {
                Ok(()) => match store.put_safe_file(key, path).await {
                    Err(error) if error.is_away() => away = error,
                    put => return Ok(put?),
                },
                Err(error) if error.is_away() => away = error,
                Err(error) => return Err(error.into()),
            }
        }
        Err(away.into())
    }

    fn take_place(&self, bytes: u64) -> Result<Place<'_>, RecorderError> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = waiting.uploads == 0 || waiting.bytes.saturating_add(bytes) <= self.limits.bytes;
        if waiting.uploads >= self.limits.uploads || !fits {
            return Err(RecorderError::CrowdWaits);
        }
        waiting.uploads += 1;
        waiting.bytes = waiting.bytes.saturating_add(bytes);
        Ok(Place { patience: self, bytes })
    }
}

/// Asking whether the store is back must not outlast the wait; putting the file then may.
async fn until_answered(store: &dyn ObjectStore, until: Instant) -> Result<(), StorageError> {
    match timeout_at(until, store.check()).await {
        Ok(answered) => answered,
        Err(elapsed) => Err(StorageError::Unreachable(Box::new(elapsed))),
    }
}

/// A place among those who wait, given up when dropped, also when the sender goes away.
struct Place<'a> {
    patience: &'a Patience,
    bytes: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.patience.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.uploads = waiting.uploads.saturating_sub(1);
        waiting.bytes = waiting.bytes.saturating_sub(self.bytes);
    }
}
