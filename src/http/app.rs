//! What every handler may use.

use super::events::{EventHub, StreamLimits};
use super::metrics::{Metrics, StoreNow};
use crate::access::Throttle;
use crate::db::Db;
use crate::recorder::listening::PlayedToday;
use crate::recorder::{Intake, Shelf, Uploads};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many exports are made at the same time.
const EXPORTS_AT_ONCE: usize = 2;

/// What every handler may use. Built once, shared by all threads.
pub struct App {
    /// The database.
    pub db: Db,
    /// Where recordings get in.
    pub intake: Intake,
    /// Where they get in piece by piece.
    pub uploads: Arc<Uploads>,
    /// Where they are found.
    pub shelf: Shelf,
    /// Where uploads are received.
    pub spool: PathBuf,
    /// How much is accepted.
    pub limits: Limits,
    /// Whoever tries out passwords.
    pub throttle: Throttle,
    /// Whether cookies are for HTTPS only: the public address begins with `https:`.
    pub secure_cookies: bool,
    /// Called after a job was entered, so that a worker need not poll for it.
    pub job_entered: Arc<dyn Fn() + Send + Sync>,
    /// Where the speech model should lie with which this server transcribes; none: others do.
    pub speech_model: Option<PathBuf>,
    /// Whose fetching of sound stands in today's audit trail already.
    pub(super) played: PlayedToday,
    /// Who follows what happens.
    pub(super) events: EventHub,
    /// Seats for exports: each walks a long list, and a few at once are enough.
    pub(super) exports: Arc<Semaphore>,
    /// What is counted.
    pub(super) metrics: Metrics,
}

/// How much is accepted, how slowly, and by how many.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest recording, in bytes.
    pub audio_bytes: u64,
    /// The largest metadata part, in bytes.
    pub metadata_bytes: usize,
    /// The largest JSON body, in bytes.
    pub json_bytes: usize,
    /// The largest draft of an evaluation, in bytes of JSON.
    pub draft_bytes: usize,
    /// How long a client may pause while it sends a body.
    pub pause: Duration,
    /// How many streams of events are open at the same time.
    pub streams: StreamLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            audio_bytes: 4 * 1024 * 1024 * 1024,
            metadata_bytes: 1024 * 1024,
            json_bytes: 256 * 1024,
            draft_bytes: 4 * 1024 * 1024,
            pause: Duration::from_secs(30),
            streams: StreamLimits::default(),
        }
    }
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        intake: Intake,
        uploads: Arc<Uploads>,
        spool: PathBuf,
        secure_cookies: bool,
        job_entered: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        let db = intake.db.clone();
        let shelf = Shelf { db: db.clone(), storage: Arc::clone(&intake.storage) };
        Self {
            throttle: Throttle::new(db.clock().clone()),
            played: PlayedToday::default(),
            events: EventHub::default(),
            exports: Arc::new(Semaphore::new(EXPORTS_AT_ONCE)),
            metrics: Metrics::default(),
            limits: Limits::default(),
            db,
            intake,
            uploads,
            shelf,
            spool,
            secure_cookies,
            job_entered,
            speech_model: None,
        }
    }

    /// What is known of the object store just now, for the metrics.
    pub(super) fn stores_now(&self) -> StoreNow {
        StoreNow { trouble: self.shelf.storage.trouble(), waiting: self.intake.patience.waiting() }
    }
}
