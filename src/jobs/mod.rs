//! The work done in the background, by processes that may crash.
//!
//! A **supervisor** ([`Supervisor`]) keeps a few **children** alive: processes of our own program,
//! each working on one lane, one job at a time. Jobs call native libraries on files that come from
//! anywhere, so a child may die at any moment. What always holds:
//!
//! * An attempt is counted when a job is claimed, so that every crash costs one, and a recording
//!   that kills its worker is dead after its last attempt, with its reason.
//! * The supervisor sees its child die and reports it at once. Leases cover the rest: a supervisor
//!   that was killed too, or a machine that is gone.
//! * The lease is renewed from a thread of its own, so that a long native call cannot stop it. A
//!   child whose job is no longer its own ends at once.
//! * A child ends when its parent is gone, in the middle of a native call, too.
//! * Every wait has a limit: a stop (the grace), an attempt (the attempt limit), a kill.
//! * A job may run again after it did all its work but could not say so. Every job must bear that.

#[cfg(feature = "crash-jobs")]
pub mod crash_jobs;

mod confinement;
mod error;
mod exit_status;
mod heartbeat;
mod import_calls;
mod index_words;
mod orders;
mod pair_legs;
mod panics;
mod pause;
mod prepare_recording;
mod progress;
mod redact_sound;
mod remove_calls;
mod renew_words;
mod runner;
mod schedule;
mod seat;
mod supervisor;
mod sweep_objects;
mod tidy_database;
mod transcribe_recording;
mod verify_storage;
mod workshop;

pub use confinement::confine;
pub use error::JobError;
pub use orders::Orders;
pub use progress::Progress;
pub use runner::run;
pub use supervisor::{ChildCommand, Supervisor, SupervisorSettings, Waker};
pub use transcribe_recording::Ears;
pub use workshop::{WorkerSettings, Workshop};

use crate::db::job::{self, Job};
use crate::ids::RecordingId;
use crate::library;
use crate::recorder::sources;
use crate::review;
use serde::de::DeserializeOwned;

/// Every kind of job, and what is done for it.
///
/// A job may block its thread (nothing else runs there), and may run a second time: see above.
async fn perform(workshop: &Workshop, job: &Job) -> Result<(), JobError> {
    match job.kind.as_str() {
        job::PREPARE_RECORDING => prepare_recording::run(workshop, &payload(job)?).await,
        job::TRANSCRIBE_RECORDING => transcribe_recording::run(workshop, &payload(job)?).await,
        job::REDACT_SOUND => redact_sound::run(workshop, &payload(job)?).await,
        job::RENEW_WORDS => renew_words::run(&workshop.db).await,
        job::PAIR_LEGS => pair_legs::run(workshop, &payload(job)?).await,
        job::IMPORT_CALLS => import_calls::run(workshop, &payload(job)?).await,
        job::INDEX_WORDS => index_words::run(workshop).await,
        job::TIDY_DATABASE => tidy_database::run(workshop).await,
        job::WATCH_SOURCES => Ok(sources::watch(&workshop.db).await?),
        job::ARCHIVE_OUTDATED_CASES => Ok(library::archive_outdated(&workshop.db).await.map(drop)?),
        job::TEND_HEARINGS => Ok(review::tend_hearings(&workshop.db).await?),
        job::SWEEP_OBJECTS => sweep_objects::run(workshop).await,
        job::VERIFY_STORAGE => verify_storage::run(workshop).await,
        job::APPLY_RETENTION => remove_calls::apply_retention(workshop).await,
        job::ERASE_CUSTOMERS => remove_calls::erase_customers(workshop).await,
        #[cfg(feature = "crash-jobs")]
        kind if crash_jobs::KINDS.contains(&kind) => crash_jobs::run(job),
        unknown => Err(JobError::UnknownKind(unknown.to_owned())),
    }
}

/// What the jobs about one recording are entered with.
#[derive(serde::Deserialize)]
struct AboutRecording {
    recording_id: RecordingId,
}

/// What the job was entered with.
fn payload<T: DeserializeOwned>(job: &Job) -> Result<T, JobError> {
    T::deserialize(&job.payload).map_err(JobError::Payload)
}
