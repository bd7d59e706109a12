//! What a child does: claim a job of its lane, do it, say how it went, and again.

use super::heartbeat::Heartbeat;
use super::pause::Pause;
use super::{JobError, Orders, Workshop, panics, perform};
use crate::db::job::{self, AfterFailure, Job, Lane};
use crate::db::{DbError, Writing, setting};
use crate::error::{Coded, Kind};
use crate::ids::WorkerId;
use crate::transcription::models::ModelError;
use std::error::Error;
use std::io;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long an idle child waits before it looks again: at first, and after a while without jobs.
const IDLE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(2));
/// How long it waits when the database does not answer.
const DATABASE_AWAY: Duration = Duration::from_secs(5);
/// How long it waits for the speech model before it looks again.
const MODEL_MISSING: Duration = Duration::from_secs(15);
/// How often it tries to say how a job went, before the lease has to run out.
const TRIES_TO_REPORT: u32 = 5;

/// Works on one lane until the orders say stop. Blocks.
///
/// Ends early, and without an error, when a job turned out to be no longer this worker's: the mark
/// of a cancelled job stays with its worker, which therefore must not take another.
pub fn run(workshop: Workshop, lane: Lane, worker_id: WorkerId, orders: Orders) -> io::Result<()> {
    panics::keep_places_only();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        leave_signals_to_the_supervisor()?;
        Runner { workshop, lane, worker_id, orders }.until_told_to_stop().await;
        Ok(())
    })
}

/// A service manager may send its polite signals to every process of the service. The supervisor
/// knows what they mean for a job at hand; a child that has received one goes on.
fn leave_signals_to_the_supervisor() -> io::Result<()> {
    for polite in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        // Once listened to, a signal no longer ends the process.
        drop(signal(polite)?);
    }
    Ok(())
}

struct Runner {
    workshop: Workshop,
    lane: Lane,
    worker_id: WorkerId,
    orders: Orders,
}

/// Whether the job that just ended had stayed this worker's.
#[derive(PartialEq)]
enum Tenure {
    Kept,
    Lost,
}

impl Runner {
    async fn until_told_to_stop(mut self) {
        let mut pause = Pause::doubling(IDLE.0, IDLE.1);
        while !self.orders.told_to_stop() {
            if let Some(missing) = self.lacks() {
                log_with_causes("no recording can be transcribed yet", &missing);
                self.orders.wait(MODEL_MISSING).await;
                continue;
            }
            match self.claim().await {
                Ok(Some(job)) => {
                    pause.reset();
                    if self.work_on(&job).await == Tenure::Lost {
                        return;
                    }
                }
                Ok(None) => {
                    if self.orders.wait(pause.take()).await {
                        pause.reset();
                    }
                }
                Err(error) => {
                    log_with_causes("no job could be claimed; trying again soon", &error);
                    self.orders.wait(DATABASE_AWAY).await;
                }
            }
        }
    }

    /// A job that could only fail is better left waiting: somebody may be fetching the model.
    fn lacks(&self) -> Option<ModelError> {
        if self.lane == Lane::Transcribe { self.workshop.ears.missing_model() } else { None }
    }

    async fn claim(&self) -> Result<Option<Job>, DbError> {
        if self.is_paused().await? {
            return Ok(None);
        }
        let (lane, worker_id, lease) = (self.lane, self.worker_id, self.workshop.settings.lease);
        self.workshop.db.write(move |writing| job::claim(writing, lane, worker_id, lease)).await
    }

    /// Whether somebody lets nothing new be transcribed.
    async fn is_paused(&self) -> Result<bool, DbError> {
        if self.lane != Lane::Transcribe {
            return Ok(false);
        }
        self.workshop.db.read(|reading| setting::is_on(reading, setting::TRANSCRIPTION_PAUSED)).await
    }

    async fn work_on(&mut self, job: &Job) -> Tenure {
        tracing::info!(job = %job.id, kind = job.kind, attempt = job.attempts, "job begun");
        let reported = match self.attempt(job).await {
            Ok(()) => self.report_done(job).await,
            Err(error) if self.is_outage(&error).await => self.put_back(job, &error).await,
            Err(error) => self.report_failed(job, &error).await,
        };
        reported.unwrap_or_else(|error| {
            log_with_causes("the end of a job could not be noted; its lease will run out", &error);
            Tenure::Kept
        })
    }

    async fn attempt(&self, job: &Job) -> Result<(), JobError> {
        let settings = self.workshop.settings.clone();
        let progress = self.workshop.progress.clone();
        progress.begin();
        let db = self.workshop.db.clone();
        let heartbeat = Heartbeat::start(db, job, self.worker_id, settings, progress)?;
        let outcome = panics::caught(perform(&self.workshop, job)).await;
        drop(heartbeat);
        outcome
    }

    async fn report_done(&self, job: &Job) -> Result<Tenure, DbError> {
        let (id, worker_id) = (job.id, self.worker_id);
        let ours = self.report(move |writing| job::finish(writing, id, worker_id)).await?;
        tracing::info!(job = %id, kind = job.kind, ours, "job done");
        Ok(if ours { Tenure::Kept } else { Tenure::Lost })
    }

    async fn report_failed(&self, job: &Job, error: &JobError) -> Result<Tenure, DbError> {
        log_with_causes("a job failed", error);
        let (id, worker_id, backoff) = (job.id, self.worker_id, self.workshop.settings.backoff);
        let failure = job::coded(error.code(), &error.to_string());
        let hopeless = !error.another_attempt_could_help();
        let after = self
            .report(move |writing| job::fail(writing, id, worker_id, &failure, hopeless, backoff))
            .await?;
        tracing::warn!(job = %id, kind = job.kind, code = error.code(), ?after, "job failed");
        Ok(if after == AfterFailure::NotOurs { Tenure::Lost } else { Tenure::Kept })
    }

    /// Whether the attempt failed because of the object store alone, so that no other job would
    /// fare better: it is away, or no longer the one in force.
    async fn is_outage(&self, error: &JobError) -> bool {
        error.code() == DbError::StoreMoved.code()
            || (error.kind() == Kind::Unavailable && self.workshop.storage.check().await.is_err())
    }

    /// An outage costs no attempt: the job waits as it did, and so does this worker for a while.
    async fn put_back(&mut self, job: &Job, error: &JobError) -> Result<Tenure, DbError> {
        log_with_causes("the object store is away; the job waits until it is back", error);
        let worker_id = self.worker_id;
        let put_back = self.report(move |writing| job::put_back_all_of(writing, worker_id)).await?;
        tracing::warn!(job = %job.id, kind = job.kind, code = error.code(), "job put back");
        if put_back == 0 {
            return Ok(Tenure::Lost);
        }
        self.orders.wait(self.workshop.settings.backoff.first).await;
        Ok(Tenure::Kept)
    }

    /// Writes, and tries again for as long as the lease still holds: the work is done already.
    async fn report<T: Send + 'static>(
        &self,
        what: impl Fn(&mut Writing<'_>) -> Result<T, DbError> + Clone + Send + 'static,
    ) -> Result<T, DbError> {
        let mut pause = Pause::doubling(Duration::from_secs(1), self.workshop.settings.heartbeat());
        for _ in 1..TRIES_TO_REPORT {
            match self.workshop.db.write(what.clone()).await {
                Err(error) => log_with_causes("the end of a job could not be noted yet", &error),
                noted => return noted,
            }
            tokio::time::sleep(pause.take()).await;
        }
        self.workshop.db.write(what).await
    }
}

/// Causes go to the log only; what is kept with the job is the sentence for people.
fn log_with_causes(what: &str, error: &dyn Error) {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        causes.push(inner.to_string());
        cause = inner.source();
    }
    tracing::warn!(%error, ?causes, "{what}");
}
