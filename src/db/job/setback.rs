//! How an attempt ends that did not get to its end: what it costs, and when the job is tried again.

use super::{JobRow, JobState, held};
use crate::db::schema::job;
use crate::db::{DbError, Writing, dialect};
use crate::ids::{JobId, WorkerId};
use crate::time::Instant;
use diesel::prelude::*;
use std::time::Duration;

/// How many interruptions of a job cost it no attempt.
const FORGIVEN: i32 = 10;
/// Why an interrupted attempt ended; nobody was there to see more.
const INTERRUPTED: &str = "worker_lost: the worker stopped answering";

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
        wait_again(writing, row, row.attempts.saturating_sub(1), now, None)?;
    }
    Ok(rows.len())
}

/// Takes back the jobs whose lease ran out, at most a hundred at once.
///
/// An interrupted attempt is forgiven as long as there were fewer than `FORGIVEN`: a server that is
/// killed often must not use up the attempts of what it happened to be at. It is not forgiven for
/// ever, since the job itself may be what brings the machine down.
pub fn reclaim_expired(writing: &mut Writing<'_>, backoff: Backoff) -> Result<usize, DbError> {
    let now = writing.now();
    let expired = job::table.filter(job::state.eq(JobState::Running)).filter(job::lease_until.lt(now));
    let ids: Vec<JobId> =
        expired.order(job::lease_until).select(job::id).limit(100).load(writing.connection)?;
    dialect::lock_jobs(writing.connection, &ids)?;
    let rows: Vec<JobRow> = expired.filter(job::id.eq_any(ids)).load(writing.connection)?;
    for row in &rows {
        interrupt_row(writing, row, backoff)?;
    }
    Ok(rows.len())
}

/// The wait grows with the interruptions, as it does with attempts.
fn interrupt_row(writing: &mut Writing<'_>, row: &JobRow, backoff: Backoff) -> Result<(), DbError> {
    let forgiven = row.interruptions < FORGIVEN;
    let interruptions = row.interruptions.saturating_add(1);
    diesel::update(job::table.find(row.id))
        .set(job::interruptions.eq(interruptions))
        .execute(writing.connection)?;
    if forgiven {
        let run_at = writing.now().plus(backoff.after(interruptions));
        return wait_again(writing, row, row.attempts.saturating_sub(1), run_at, Some(INTERRUPTED));
    }
    fail_row(writing, row, INTERRUPTED, false, backoff).map(drop)
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

/// Lets a job wait for an attempt that is not its next but the same again; `failure`: why, where that
/// is to stand beside it. Where the same work waits already, that one does it.
fn wait_again(
    writing: &mut Writing<'_>,
    row: &JobRow,
    attempts: i32,
    run_at: Instant,
    failure: Option<&str>,
) -> Result<(), DbError> {
    let duplicate_waits = another_waits(writing, row)?;
    let state = if duplicate_waits { JobState::Cancelled } else { JobState::Waiting };
    diesel::update(job::table.find(row.id))
        .set((
            job::state.eq(state),
            job::finished_at.eq(duplicate_waits.then_some(writing.now())),
            job::attempts.eq(attempts),
            job::run_at.eq(run_at),
            job::failure.eq(failure.or(row.failure.as_deref())),
            job::worker_id.eq(None::<WorkerId>),
            job::lease_until.eq(None::<Instant>),
        ))
        .execute(writing.connection)?;
    Ok(())
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
