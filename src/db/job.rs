//! Jobs: work to do in the background, in a table of our own.
//!
//! A job is claimed by one worker for the length of a lease, which the worker renews while it
//! works. The attempt is counted at the claim, so that a worker's crash costs one. A job whose worker
//! died waits again until its attempts are used up; then it is dead, with its reason, and stays for
//! people to see. A lease that ran out is an interruption: nobody saw the worker die, because all
//! that would have seen it, the whole server or its machine, went with it. That is rarely the job's
//! doing, and costs no attempt the first times (`setback`).

mod dead;
mod failure;
mod new;
mod setback;
mod transcriptions;
mod wishes;

pub use dead::{DeadJob, count_dead_of_source, dead_of_source, set_aside};
pub use failure::coded;
pub use new::{
    APPLY_RETENTION, ARCHIVE_OUTDATED_CASES, ERASE_CUSTOMERS, IMPORT_CALLS, INDEX_WORDS, NewJob, PAIR_LEGS,
    PREPARE_RECORDING, REDACT_SOUND, RENEW_WORDS, SWEEP_OBJECTS, TEND_HEARINGS, TIDY_DATABASE,
    TRANSCRIBE_RECORDING, VERIFY_STORAGE, WATCH_SOURCES,
};
pub use setback::{AfterFailure, Backoff, fail, fail_all_of, put_back_all_of, reclaim_expired};
pub use transcriptions::{
    Behind, Done, STOPPED, Transcription, behind, done_since, ended_badly, hands, put_first, running, stop,
    transcription, waiting,
};
pub use wishes::{
    Wish, enter_next, enter_transcription, is_news, is_transcription_of, last_transcription, want_again,
    want_words,
};

use super::call::{Edges, touches_any};
use super::columns::{from_json, to_json, words};
use super::schema::{call, job};
use super::{DbError, Reading, Scope, Writing, dialect};
use crate::ids::{CallId, JobId, RecordingId, WorkerId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use serde_json::Value;
use std::time::Duration;

words! {
    /// Lanes never wait for each other.
    Lane {
        /// Decoding what came in: minutes at most.
        Prepare = "prepare",
        /// Speech to text: as long as the calls are.
        Transcribe = "transcribe",
        /// Everything short.
        Light = "light",
    }
}

words! {
    /// Where a job stands.
    JobState {
        /// To be claimed once its time has come.
        Waiting = "waiting",
        /// Claimed by a worker whose lease has not run out.
        Running = "running",
        /// Finished.
        Done = "done",
        /// Given up after its last attempt; the reason stands beside it.
        Dead = "dead",
        /// Stopped by a person.
        Cancelled = "cancelled",
    }
}

/// A job as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Its lane.
    pub lane: Lane,
    /// What to do; a newer earmark may have entered a kind that this one does not know.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// The call that it dies with.
    pub call_id: Option<CallId>,
    /// Where it stands.
    pub state: JobState,
    /// How many attempts have begun, without those that were interrupted and forgiven.
    pub attempts: i32,
    /// How often a lease of it ran out.
    pub interruptions: i32,
    /// How many it gets.
    pub max_attempts: i32,
    /// Not to be claimed before.
    pub run_at: Instant,
    /// Who has it, while it runs.
    pub worker_id: Option<WorkerId>,
    /// The stable code of why the last attempt failed; none where an earlier earmark noted it.
    pub failure_code: Option<String>,
    /// Why it failed, in the words of the server.
    pub failure: Option<String>,
}

impl Job {
    /// The recording that it is about, where it is about one.
    #[must_use]
    pub fn recording_id(&self) -> Option<RecordingId> {
        recording_in(&self.payload)
    }
}

/// The recording that a job with this payload is about.
fn recording_in(payload: &Value) -> Option<RecordingId> {
    payload.get("recording_id").and_then(Value::as_str)?.parse().ok()
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = job)]
pub(super) struct JobRow {
    pub(super) id: JobId,
    pub(super) lane: Lane,
    pub(super) kind: String,
    pub(super) payload_json: String,
    pub(super) deduplication_key: Option<String>,
    pub(super) call_id: Option<CallId>,
    pub(super) priority: i32,
    pub(super) state: JobState,
    pub(super) attempts: i32,
    pub(super) max_attempts: i32,
    pub(super) run_at: Instant,
    pub(super) worker_id: Option<WorkerId>,
    pub(super) lease_until: Option<Instant>,
    pub(super) failure: Option<String>,
    pub(super) created_at: Instant,
    pub(super) finished_at: Option<Instant>,
    pub(super) interruptions: i32,
    pub(super) audio_ms: Option<i64>,
    pub(super) begun_at: Option<Instant>,
    pub(super) progress: Option<i32>,
}

impl JobRow {
    fn into_job(self) -> Result<Job, DbError> {
        let (failure_code, failure) = failure::read(self.failure);
        Ok(Job {
            id: self.id,
            lane: self.lane,
            kind: self.kind,
            payload: from_json("a job's payload", &self.payload_json)?,
            call_id: self.call_id,
            state: self.state,
            attempts: self.attempts,
            interruptions: self.interruptions,
            max_attempts: self.max_attempts,
            run_at: self.run_at,
            worker_id: self.worker_id,
            failure_code,
            failure,
        })
    }
}

/// Enters a job, unless one with its key waits already. `None`: it does.
pub fn enqueue(writing: &mut Writing<'_>, new: &NewJob) -> Result<Option<JobId>, DbError> {
    let now = writing.now();
    let row = JobRow {
        id: JobId::new(),
        lane: new.lane,
        kind: new.kind.to_owned(),
        payload_json: to_json(&new.payload)?,
        deduplication_key: new.deduplication_key.clone(),
        call_id: new.call_id,
        priority: new.priority,
        state: JobState::Waiting,
        attempts: 0,
        max_attempts: new.max_attempts,
        run_at: now,
        worker_id: None,
        lease_until: None,
        failure: None,
        created_at: now,
        finished_at: None,
        interruptions: 0,
        audio_ms: new.audio_ms,
        begun_at: None,
        progress: None,
    };
    let inserted = dialect::insert_job_unless_waiting(writing.connection, &row)?;
    Ok(inserted.then_some(row.id))
}

/// Claims the next job of a lane for `lease`, and counts the attempt.
pub fn claim(
    writing: &mut Writing<'_>,
    lane: Lane,
    worker_id: WorkerId,
    lease: Duration,
) -> Result<Option<Job>, DbError> {
    let now = writing.now();
    let Some(id) = dialect::claimable_job(writing.connection, lane, now)? else { return Ok(None) };
    let row: JobRow = diesel::update(job::table.find(id))
        .set((
            job::state.eq(JobState::Running),
            job::attempts.eq(job::attempts + 1),
            job::worker_id.eq(worker_id),
            job::lease_until.eq(now.plus(lease)),
            job::begun_at.eq(now),
            job::progress.eq(None::<i32>),
        ))
        .returning(job::all_columns)
        .get_result(writing.connection)?;
    row.into_job().map(Some)
}

/// Renews the lease and notes how far the work is, of a thousand, where that is known. `false`: the job
/// is no longer this worker's, which must stop at once.
pub fn renew(
    writing: &mut Writing<'_>,
    id: JobId,
    worker_id: WorkerId,
    lease: Duration,
    progress: Option<i32>,
) -> Result<bool, DbError> {
    let until = writing.now().plus(lease);
    let renewed = diesel::update(held(id, worker_id))
        .set((job::lease_until.eq(until), job::progress.eq(progress)))
        .execute(writing.connection)?;
    Ok(renewed == 1)
}

/// Marks the job as done. `false`: it is no longer this worker's, and nothing changed.
pub fn finish(writing: &mut Writing<'_>, id: JobId, worker_id: WorkerId) -> Result<bool, DbError> {
    let now = writing.now();
    let finished = diesel::update(held(id, worker_id))
        .set((
            job::state.eq(JobState::Done),
            job::finished_at.eq(now),
            job::lease_until.eq(None::<Instant>),
            job::failure.eq(None::<String>),
        ))
        .execute(writing.connection)?;
    Ok(finished == 1)
}

/// Stops a job that waits or runs. `false`: it had already ended.
pub fn cancel(writing: &mut Writing<'_>, id: JobId) -> Result<bool, DbError> {
    let now = writing.now();
    let cancelled =
        diesel::update(job::table.find(id).filter(job::state.eq_any([JobState::Waiting, JobState::Running])))
            .set((
                job::state.eq(JobState::Cancelled),
                job::finished_at.eq(now),
                job::lease_until.eq(None::<Instant>),
            ))
            .execute(writing.connection)?;
    Ok(cancelled == 1)
}

/// Whether a person stopped what this worker is at. Only while the worker lives: the mark stays
/// with the job.
pub fn was_cancelled_under(reading: &mut Reading<'_>, worker_id: WorkerId) -> Result<bool, DbError> {
    let cancelled =
        job::table.filter(job::worker_id.eq(worker_id)).filter(job::state.eq(JobState::Cancelled));
    Ok(diesel::select(diesel::dsl::exists(cancelled)).get_result(reading.connection)?)
}

/// Removes at most `limit` jobs that ended in this state before that moment; returns how many.
pub fn forget(
    writing: &mut Writing<'_>,
    state: JobState,
    before: Instant,
    limit: i64,
) -> Result<usize, DbError> {
    let ended: Vec<JobId> = job::table
        .filter(job::state.eq(state))
        .filter(job::finished_at.lt(before))
        .order(job::finished_at)
        .limit(limit)
        .select(job::id)
        .load(writing.connection)?;
    Ok(diesel::delete(job::table.filter(job::id.eq_any(ended))).execute(writing.connection)?)
}

/// The job with this id.
pub fn find(reading: &mut Reading<'_>, id: JobId) -> Result<Option<Job>, DbError> {
    let row: Option<JobRow> = job::table.find(id).first(reading.connection).optional()?;
    row.map(JobRow::into_job).transpose()
}

/// The jobs of a call, oldest first; a call has a handful.
pub fn of_call(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<Job>, DbError> {
    let rows: Vec<JobRow> =
        job::table.filter(job::call_id.eq(call_id)).order(job::id).limit(200).load(reading.connection)?;
    rows.into_iter().map(JobRow::into_job).collect()
}

/// How many transcriptions were given up since that moment, of calls that exist for this caller.
pub fn count_transcriptions_given_up(
    reading: &mut Reading<'_>,
    scope: &Scope,
    since: Instant,
) -> Result<i64, DbError> {
    let given_up = job::table
        .filter(job::kind.eq(TRANSCRIBE_RECORDING))
        .filter(job::state.eq(JobState::Dead))
        .filter(job::finished_at.ge(since));
    Ok(match scope {
        Scope::Everything => given_up.count().get_result(reading.connection)?,
        Scope::Within(bounds) => {
            let Edges { people, teams, projects, sources } = Edges::of(bounds);
            let its_call = call::table
                .filter(call::id.nullable().eq(job::call_id))
                .filter(touches_any(people, teams, projects, sources))
                .select(call::id);
            given_up.filter(exists(its_call)).count().get_result(reading.connection)?
        }
    })
}

/// How many jobs stand where, by lane; for the metrics.
pub fn counts(reading: &mut Reading<'_>) -> Result<Vec<(Lane, JobState, i64)>, DbError> {
    Ok(job::table
        .group_by((job::lane, job::state))
        .select((job::lane, job::state, diesel::dsl::count_star()))
        .load(reading.connection)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn held(id: JobId, worker_id: WorkerId) -> _ {
    let running: JobState = JobState::Running;
    job::table.filter(job::id.eq(id)).filter(job::worker_id.eq(worker_id)).filter(job::state.eq(running))
}
