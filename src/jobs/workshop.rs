//! What every job works with.

use super::{Ears, Progress};
use crate::db::Db;
use crate::db::job::Backoff;
use crate::storage::{Spool, Storage};
use std::time::Duration;

/// The tools of a worker, the same for each of its jobs.
pub struct Workshop {
    /// The database.
    pub db: Db,
    /// The object store.
    pub storage: Storage,
    /// The name of the object store.
    pub store: String,
    /// Local disk space of this process alone.
    pub spool: Spool,
    /// How it works.
    pub settings: WorkerSettings,
    /// What hears.
    pub ears: Ears,
    /// How far the job at hand is.
    pub progress: Progress,
}

/// How a worker works; what each value means for a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerSettings {
    /// How long a claim holds unless it is renewed. Clocks of several machines may differ by less
    /// than this.
    pub lease: Duration,
    /// How long a job waits after a failed attempt.
    pub backoff: Backoff,
    /// What still runs after this long is taken to hang.
    pub attempt_limit: Duration,
    /// The address space that a worker may fill, in bytes. `None`: whatever the machine has.
    pub memory_limit: Option<u64>,
    /// How old an object without a row must be before it is taken to be left over; a younger one may
    /// still be on its way.
    pub orphan_age: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            lease: Duration::from_mins(1),
            backoff: Backoff::default(),
            attempt_limit: Duration::from_hours(12),
            memory_limit: None,
            orphan_age: Duration::from_hours(24),
        }
    }
}

impl WorkerSettings {
    /// How often a lease is renewed: three renewals may fail before it runs out.
    #[must_use]
    pub fn heartbeat(&self) -> Duration {
        self.lease / 4
    }
}
