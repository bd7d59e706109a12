//! Renewing the lease of a job from a thread of its own, for as long as the job runs.
//!
//! A job may sit in a native call for an hour; the heartbeat goes on beside it. It also ends what
//! nobody else could: a child whose job is no longer its own, and an attempt that takes too long.

use super::confinement::end_at_once;
use super::{JobError, Progress, WorkerSettings};
use crate::db::Db;
use crate::db::job::{self, Job};
use crate::ids::{JobId, WorkerId};
use jiff::SignedDuration;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// Goes on until it is dropped. Drop it before the job is marked as done or failed: a lease that
/// cannot be renewed means, until then, that somebody else has the job.
pub(super) struct Heartbeat {
    _until_dropped: Sender<()>,
}

impl Heartbeat {
    /// Begins to renew the lease of this job.
    pub(super) fn start(
        db: Db,
        job: &Job,
        worker_id: WorkerId,
        settings: WorkerSettings,
        progress: Progress,
    ) -> Result<Self, JobError> {
        let (sender, stopped) = mpsc::channel();
        let runtime = Builder::new_current_thread().enable_time().build().map_err(JobError::Heartbeat)?;
        let beating = Beating { db, job_id: job.id, worker_id, settings, progress, runtime, stopped };
        std::thread::Builder::new()
            .name("heartbeat".to_owned())
            .spawn(move || beating.until_stopped())
            .map_err(JobError::Heartbeat)?;
        Ok(Self { _until_dropped: sender })
    }
}

/// What the thread owns.
struct Beating {
    db: Db,
    job_id: JobId,
    worker_id: WorkerId,
    settings: WorkerSettings,
    progress: Progress,
    runtime: Runtime,
    stopped: Receiver<()>,
}

impl Beating {
    fn until_stopped(self) {
        let began = Instant::now();
        let mut pause = self.settings.heartbeat();
        while self.stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
            if began.elapsed() > self.settings.attempt_limit {
                return self.give_up();
            }
            pause = self.beat();
        }
    }

    /// Renews the lease and says when to do so again.
    fn beat(&self) -> Duration {
        let (id, worker_id, lease) = (self.job_id, self.worker_id, self.settings.lease);
        let progress = self.progress.thousandths();
        let renew = self.db.write(move |writing| job::renew(writing, id, worker_id, lease, progress));
        match self.runtime.block_on(renew) {
            Ok(false) if self.job_still_runs() => {
                tracing::warn!(job = %id, "the job was cancelled or given to another worker; ending at once");
                end_at_once()
            }
            Ok(_) => self.settings.heartbeat(),
            Err(error) => {
                tracing::warn!(job = %id, %error, "the lease could not be renewed; trying again soon");
                self.settings.heartbeat() / 4
            }
        }
    }

    /// The attempt failed; the only way out of a call that hangs is to end the process.
    fn give_up(&self) {
        let (id, worker_id, backoff) = (self.job_id, self.worker_id, self.settings.backoff);
        let limit = SignedDuration::try_from(self.settings.attempt_limit).unwrap_or(SignedDuration::MAX);
        let failure = format!("the attempt was ended because it took longer than {limit:#}");
        let failure = job::coded("attempt_too_long", &failure);
        let told = self.runtime.block_on(
            self.db.write(move |writing| job::fail(writing, id, worker_id, &failure, false, backoff)),
        );
        if let Err(error) = told {
            tracing::error!(job = %id, %error, "the end of the attempt could not be noted; its lease will run out");
        }
        if self.job_still_runs() {
            tracing::error!(job = %id, "the attempt took too long; ending at once");
            end_at_once()
        }
    }

    fn job_still_runs(&self) -> bool {
        self.stopped.try_recv() == Err(TryRecvError::Empty)
    }
}
