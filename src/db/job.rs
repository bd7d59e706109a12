//! Jobs: work to do in the background, in a table of our own.
//!
//! A job is claimed by one worker for the length of a lease, which the worker renews while it
//! works. The attempt is counted at the claim, so that a crash costs one. A job whose lease ran
//! out, or whose worker died, waits again until its attempts are used up; then it is dead, with
//! its reason, and stays for people to see.

mod dead;

pub use dead::{DeadJob, count_dead_of_source, dead_of_source, set_aside};

use super::call::{Edges, touches_any};
use super::columns::{from_json, to_json, words};
use super::schema::{call, job};
use super::{DbError, Reading, Scope, Writing, dialect};
use crate::ids::{CallId, CdrImportId, JobId, RecordingId, WorkerId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use serde_json::{Value, json};
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

/// The kind of the job that decodes a recording.
pub const PREPARE_RECORDING: &str = "prepare_recording";
/// The kind of the job that transcribes a recording.
pub const TRANSCRIBE_RECORDING: &str = "transcribe_recording";
/// The kind of the job that makes one recording of two legs.
pub const PAIR_LEGS: &str = "pair_legs";
/// The kind of the job that enters the rows of a table of calls.
pub const IMPORT_CALLS: &str = "import_calls";
/// The kind of the job that removes what the database need not remember.
pub const TIDY_DATABASE: &str = "tidy_database";
/// The kind of the job that watches over sources.
pub const WATCH_SOURCES: &str = "watch_sources";
/// The kind of the job that notes which answers and steps of appeals are overdue.
pub const TEND_HEARINGS: &str = "tend_hearings";
/// The kind of the job that removes objects without a row.
pub const SWEEP_OBJECTS: &str = "sweep_objects";
/// The kind of the job that goes on with the walk through everything that is stored.
pub const VERIFY_STORAGE: &str = "verify_storage";

/// The kind of the job that removes calls whose time is over.
pub const APPLY_RETENTION: &str = "apply_retention";
/// The kind of the job that removes the calls of customers who asked for it.
pub const ERASE_CUSTOMERS: &str = "erase_customers";

/// A job to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Its lane.
    pub lane: Lane,
    /// What to do.
    pub kind: &'static str,
    /// With what.
    pub payload: Value,
    /// While a job with this key waits, another is not entered.
    pub deduplication_key: Option<String>,
    /// The call that it dies with.
    pub call_id: Option<CallId>,
    /// Higher first; 0 is ordinary.
    pub priority: i32,
    /// How many attempts it gets.
    pub max_attempts: i32,
}

impl NewJob {
    /// Decode a recording once: duration, channels, peaks, rendition.
    #[must_use]
    pub fn prepare(call_id: CallId, recording_id: RecordingId) -> Self {
        Self::about_recording(Lane::Prepare, PREPARE_RECORDING, call_id, recording_id)
    }

    /// Turn a recording into words.
    #[must_use]
    pub fn transcribe(call_id: CallId, recording_id: RecordingId) -> Self {
        Self::about_recording(Lane::Transcribe, TRANSCRIBE_RECORDING, call_id, recording_id)
    }

    /// Make one recording of the two legs of a call, if both are there.
    #[must_use]
    pub fn pair_legs(call_id: CallId) -> Self {
        Self {
            lane: Lane::Prepare,
            kind: PAIR_LEGS,
            payload: json!({ "call_id": call_id }),
            deduplication_key: Some(format!("{PAIR_LEGS}:{call_id}")),
            call_id: Some(call_id),
            priority: 0,
            max_attempts: 3,
        }
    }

    /// Enter the rows of a table of calls.
    #[must_use]
    pub fn import_calls(import_id: CdrImportId) -> Self {
        Self {
            lane: Lane::Light,
            kind: IMPORT_CALLS,
            payload: json!({ "import_id": import_id }),
            deduplication_key: Some(format!("{IMPORT_CALLS}:{import_id}")),
            call_id: None,
            priority: 0,
            max_attempts: 10,
        }
    }

    /// Remove objects that no row knows.
    #[must_use]
    pub fn sweep_objects() -> Self {
        Self::periodic(SWEEP_OBJECTS)
    }

    /// Remove jobs and sessions that ended long ago.
    #[must_use]
    pub fn tidy_database() -> Self {
        Self::periodic(TIDY_DATABASE)
    }

    /// Count what came from sources, and note which fell silent.
    #[must_use]
    pub fn watch_sources() -> Self {
        Self::periodic(WATCH_SOURCES)
    }

    /// Note which answers lapsed, and let appeals go on that nobody took in time.
    #[must_use]
    pub fn tend_hearings() -> Self {
        Self::periodic(TEND_HEARINGS)
    }

    /// Go on with the walk through everything that is stored, when nothing else is to be done.
    #[must_use]
    pub fn verify_storage() -> Self {
        Self { priority: -1, ..Self::periodic(VERIFY_STORAGE) }
    }

    /// Remove calls whose time is over.
    #[must_use]
    pub fn apply_retention() -> Self {
        Self::periodic(APPLY_RETENTION)
    }

    /// Go on with the erasure requests that have something left to do.
    #[must_use]
    pub fn erase_customers() -> Self {
        Self::periodic(ERASE_CUSTOMERS)
    }

    fn periodic(kind: &'static str) -> Self {
        Self {
            lane: Lane::Light,
            kind,
            payload: json!({}),
            deduplication_key: Some(kind.to_owned()),
            call_id: None,
            priority: 0,
            max_attempts: 3,
        }
    }

    fn about_recording(lane: Lane, kind: &'static str, call_id: CallId, recording_id: RecordingId) -> Self {
        Self {
            lane,
            kind,
            payload: json!({ "recording_id": recording_id }),
            deduplication_key: Some(format!("{kind}:{recording_id}")),
            call_id: Some(call_id),
            priority: 0,
            max_attempts: 3,
        }
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
    /// How many attempts have begun.
    pub attempts: i32,
    /// How many it gets.
    pub max_attempts: i32,
    /// Not to be claimed before.
    pub run_at: Instant,
    /// Who has it, while it runs.
    pub worker_id: Option<WorkerId>,
    /// Why the last attempt failed.
    pub failure: Option<String>,
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
}

impl JobRow {
    fn into_job(self) -> Result<Job, DbError> {
        Ok(Job {
            id: self.id,
            lane: self.lane,
            kind: self.kind,
            payload: from_json("a job's payload", &self.payload_json)?,
            call_id: self.call_id,
            state: self.state,
            attempts: self.attempts,
            max_attempts: self.max_attempts,
            run_at: self.run_at,
            worker_id: self.worker_id,
            failure: self.failure,
        })
    }
}

/// How long a failed job waits: twice as long each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// After the first failure.
    pub first: Duration,
    /// At most.
    pub most: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_secs(10), most: Duration::from_hours(1) }
    }
}

impl Backoff {
    /// The wait after this many attempts.
    #[must_use]
    pub fn after(self, attempts: i32) -> Duration {
        let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(30);
        self.first.saturating_mul(1 << doublings).min(self.most)
    }
}

/// What became of a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterFailure {
    /// It is tried again, not before this moment.
    Again(Instant),
    /// It was the last attempt, or the same work waits in another job already.
    Dead,
    /// The job was no longer this worker's: its lease had run out, or a person cancelled it.
    NotOurs,
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
        ))
        .returning(job::all_columns)
        .get_result(writing.connection)?;
    row.into_job().map(Some)
}

/// Renews the lease. `false`: the job is no longer this worker's, which must stop at once.
pub fn renew(
    writing: &mut Writing<'_>,
    id: JobId,
    worker_id: WorkerId,
    lease: Duration,
) -> Result<bool, DbError> {
    let until = writing.now().plus(lease);
    let renewed =
        diesel::update(held(id, worker_id)).set(job::lease_until.eq(until)).execute(writing.connection)?;
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

/// Notes that the attempt failed: the job waits again, or is dead after its last attempt or when
/// another attempt could not go otherwise (`hopeless`).
pub fn fail(
    writing: &mut Writing<'_>,
    id: JobId,
    worker_id: WorkerId,
    failure: &str,
    hopeless: bool,
    backoff: Backoff,
) -> Result<AfterFailure, DbError> {
    dialect::lock_jobs(writing.connection, &[id])?;
    let row: Option<JobRow> = held(id, worker_id).first(writing.connection).optional()?;
    match row {
        Some(row) => fail_row(writing, &row, failure, hopeless, backoff),
        None => Ok(AfterFailure::NotOurs),
    }
}

/// Notes that a worker died: whatever it had failed with this reason.
pub fn fail_all_of(
    writing: &mut Writing<'_>,
    worker_id: WorkerId,
    failure: &str,
    backoff: Backoff,
) -> Result<Vec<(JobId, AfterFailure)>, DbError> {
    let rows = lock_running_under(writing, worker_id)?;
    rows.iter().map(|row| Ok((row.id, fail_row(writing, row, failure, false, backoff)?))).collect()
}

/// Puts back what a worker had when it was made to stop: that attempt does not count. Returns how
/// many jobs that were.
pub fn put_back_all_of(writing: &mut Writing<'_>, worker_id: WorkerId) -> Result<usize, DbError> {
    let now = writing.now();
    let rows = lock_running_under(writing, worker_id)?;
    for row in &rows {
        let duplicate_waits = another_waits(writing, row)?;
        let state = if duplicate_waits { JobState::Cancelled } else { JobState::Waiting };
        diesel::update(job::table.find(row.id))
            .set((
                job::state.eq(state),
                job::finished_at.eq(duplicate_waits.then_some(now)),
                job::attempts.eq(row.attempts.saturating_sub(1)),
                job::run_at.eq(now),
                job::worker_id.eq(None::<WorkerId>),
                job::lease_until.eq(None::<Instant>),
            ))
            .execute(writing.connection)?;
    }
    Ok(rows.len())
}

/// Takes back the jobs whose lease ran out, at most a hundred at once.
pub fn reclaim_expired(writing: &mut Writing<'_>, backoff: Backoff) -> Result<usize, DbError> {
    let now = writing.now();
    let expired = job::table.filter(job::state.eq(JobState::Running)).filter(job::lease_until.lt(now));
    let ids: Vec<JobId> =
        expired.order(job::lease_until).select(job::id).limit(100).load(writing.connection)?;
    dialect::lock_jobs(writing.connection, &ids)?;
    let rows: Vec<JobRow> = expired.filter(job::id.eq_any(ids)).load(writing.connection)?;
    for row in &rows {
        fail_row(writing, row, "the worker stopped answering", false, backoff)?;
    }
    Ok(rows.len())
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

/// What this worker is at, kept as it is until the end of the transaction.
fn lock_running_under(writing: &mut Writing<'_>, worker_id: WorkerId) -> Result<Vec<JobRow>, DbError> {
    let running = job::table.filter(job::worker_id.eq(worker_id)).filter(job::state.eq(JobState::Running));
    let ids: Vec<JobId> = running.select(job::id).load(writing.connection)?;
    dialect::lock_jobs(writing.connection, &ids)?;
    Ok(running.order(job::id).load(writing.connection)?)
}

fn fail_row(
    writing: &mut Writing<'_>,
    row: &JobRow,
    failure: &str,
    hopeless: bool,
    backoff: Backoff,
) -> Result<AfterFailure, DbError> {
    let now = writing.now();
    let last = hopeless || row.attempts >= row.max_attempts;
    let duplicate_waits = !last && another_waits(writing, row)?;
    if last || duplicate_waits {
        diesel::update(job::table.find(row.id))
            .set((
                job::state.eq(if last { JobState::Dead } else { JobState::Cancelled }),
                job::finished_at.eq(now),
                job::failure.eq(failure),
                // The worker lives on and must not look as if a person had stopped it.
                job::worker_id.eq(None::<WorkerId>),
                job::lease_until.eq(None::<Instant>),
            ))
            .execute(writing.connection)?;
        return Ok(AfterFailure::Dead);
    }
    let run_at = now.plus(backoff.after(row.attempts));
    diesel::update(job::table.find(row.id))
        .set((
            job::state.eq(JobState::Waiting),
            job::run_at.eq(run_at),
            job::failure.eq(failure),
            job::worker_id.eq(None::<WorkerId>),
            job::lease_until.eq(None::<Instant>),
        ))
        .execute(writing.connection)?;
    Ok(AfterFailure::Again(run_at))
}

/// Whether the same work was entered again while this job ran: then that one does it.
fn another_waits(writing: &mut Writing<'_>, row: &JobRow) -> Result<bool, DbError> {
    let Some(key) = &row.deduplication_key else { return Ok(false) };
    let other: Option<JobId> = job::table
        .filter(job::deduplication_key.eq(key))
        .filter(job::state.eq(JobState::Waiting))
        .select(job::id)
        .first(writing.connection)
        .optional()?;
    Ok(other.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_its_limit() {
        let backoff = Backoff { first: Duration::from_secs(10), most: Duration::from_mins(1) };
        let waits: Vec<u64> = (1..=5).map(|attempts| backoff.after(attempts).as_secs()).collect();
        assert_eq!(waits, [10, 20, 40, 60, 60]);
        assert_eq!(backoff.after(i32::MAX).as_secs(), 60);
    }
}
