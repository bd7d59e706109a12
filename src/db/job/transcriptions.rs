//! Transcriptions as work: what waits, what is at work, what was given up or stopped, how fast it goes.

use super::{Job, JobRow, JobState, TRANSCRIBE_RECORDING};
use crate::db::cursor::COUNTED_TO;
use crate::db::schema::{call, job};
use crate::db::{Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CallId, JobId, RecordingId, SourceId, WorkerId};
use crate::time::Instant;
use diesel::dsl::{count_star, max, min, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// Why a job ended that a person stopped; nothing else writes this.
pub const STOPPED: &str = "somebody stopped it";
/// What is put first comes before everything that somebody waits for.
const FIRST: i32 = 100;

/// What waits of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The source.
    pub source_id: SourceId,
    /// How many recordings.
    pub recordings: i64,
    /// How long they play, all together; of recordings whose length is known.
    pub audio_ms: i64,
    /// Since when the first of them waits.
    pub since: Option<Instant>,
}

/// A recording that waits, is at work, or was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcription {
    /// The job.
    pub job: Job,
    /// The call.
    pub call_id: CallId,
    /// The recording.
    pub recording_id: RecordingId,
    /// The source of the call.
    pub source_id: SourceId,
    /// How long it plays.
    pub audio_ms: Option<i64>,
    /// Higher first; 0 is ordinary.
    pub priority: i32,
    /// When it was entered.
    pub created_at: Instant,
    /// When its attempt began.
    pub begun_at: Option<Instant>,
    /// How far it is, of a thousand.
    pub progress: Option<i32>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// What was transcribed since a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// How many recordings.
    pub recordings: i64,
    /// How long they play, all together.
    pub audio_ms: i64,
    /// How long it took, all together.
    pub spent_ms: i64,
}

/// What waits, by source, the longest first.
pub fn behind(reading: &mut Reading<'_>, sources: &[SourceId]) -> Result<Vec<Behind>, DbError> {
    let waiting = transcriptions(sources.to_vec()).filter(job::state.eq(JobState::Waiting));
    let sum = sql::<BigInt>("CAST(COALESCE(SUM(job.audio_ms), 0) AS BIGINT)");
    let rows: Vec<(SourceId, i64, i64, Option<Instant>)> = waiting
        .group_by(call::source_id)
        .select((call::source_id, count_star(), sum, min(job::created_at)))
        .load(reading.connection)?;
    let one = |(source_id, recordings, audio_ms, since)| Behind { source_id, recordings, audio_ms, since };
    let mut behind: Vec<Behind> = rows.into_iter().map(one).collect();
    behind.sort_by_key(|one| (std::cmp::Reverse(one.audio_ms), one.source_id));
    Ok(behind)
}

/// What is at work, the oldest first, at most `limit`.
pub fn running(
    reading: &mut Reading<'_>,
    sources: &[SourceId],
    limit: i64,
) -> Result<Vec<Transcription>, DbError> {
    let rows: Vec<(JobRow, SourceId)> = transcriptions(sources.to_vec())
        .filter(job::state.eq(JobState::Running))
        .order((job::begun_at, job::id))
        .limit(limit)
        .select((job::all_columns, call::source_id))
        .load(reading.connection)?;
    read_all(rows)
}

/// What waits, in the order in which it will be taken.
pub fn waiting(
    reading: &mut Reading<'_>,
    sources: &[SourceId],
    window: Window,
) -> Result<Page<Transcription>, DbError> {
    let wanted = transcriptions(sources.to_vec()).filter(job::state.eq(JobState::Waiting));
    let counted: i64 = wanted.clone().count().get_result(reading.connection)?;
    // Nothing has this priority: without a cursor every row lies behind it.
    let (priority, id) = match window.after {
        None => (i32::MAX, JobId::from_bytes([0; 16])),
        Some(after) => (i32::try_from(after.key).unwrap_or(0), JobId::from_bytes(after.id)),
    };
    let rows: Vec<(JobRow, SourceId)> = wanted
        .filter(job::priority.lt(priority).or(job::priority.eq(priority).and(job::id.gt(id))))
        .order((job::priority.desc(), job::id))
        .limit(window.limit() + 1)
        .select((job::all_columns, call::source_id))
        .load(reading.connection)?;
    let place = |one: &Transcription| Cursor { key: i64::from(one.priority), id: *one.job.id.as_bytes() };
    Ok(Page::of(read_all(rows)?, window, counted.min(COUNTED_TO + 1), place))
}

/// What was given up or stopped, the newest first, at most `limit`.
pub fn ended_badly(
    reading: &mut Reading<'_>,
    sources: &[SourceId],
    limit: i64,
) -> Result<Vec<Transcription>, DbError> {
    let rows: Vec<(JobRow, SourceId)> = transcriptions(sources.to_vec())
        .filter(job::state.eq_any([JobState::Dead, JobState::Cancelled]))
        // What was set aside for another try is cancelled too; only what a person stopped says so.
        .filter(job::state.eq(JobState::Dead).or(job::failure.assume_not_null().eq(STOPPED)))
        .order((job::finished_at.desc(), job::id.desc()))
        .limit(limit)
        .select((job::all_columns, call::source_id))
        .load(reading.connection)?;
    read_all(rows)
}

/// What was transcribed since that moment.
pub fn done_since(reading: &mut Reading<'_>, sources: &[SourceId], since: Instant) -> Result<Done, DbError> {
    let (recordings, audio_ms, spent_ms) = transcriptions(sources.to_vec())
        .filter(job::state.eq(JobState::Done))
        .filter(job::finished_at.ge(since))
        .filter(job::begun_at.is_not_null())
        .filter(job::audio_ms.is_not_null())
        .select((
            count_star(),
            sql::<BigInt>("CAST(COALESCE(SUM(job.audio_ms), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(job.finished_at - job.begun_at), 0) AS BIGINT)"),
        ))
        .get_result(reading.connection)?;
    Ok(Done { recordings, audio_ms, spent_ms })
}

/// The transcription with this job, whatever became of it.
pub fn transcription(
    reading: &mut Reading<'_>,
    sources: &[SourceId],
    id: JobId,
) -> Result<Option<Transcription>, DbError> {
    let row: Option<(JobRow, SourceId)> = transcriptions(sources.to_vec())
        .filter(job::id.eq(id))
        .select((job::all_columns, call::source_id))
        .first(reading.connection)
        .optional()?;
    Ok(read_all(row.into_iter().collect())?.pop())
}

/// Puts a job that waits before all others that wait, also before those that were put first earlier. `false`: it
/// no longer waits.
pub fn put_first(writing: &mut Writing<'_>, id: JobId) -> Result<bool, DbError> {
    let highest: Option<i32> = job::table
        .filter(job::kind.eq(TRANSCRIBE_RECORDING))
        .filter(job::state.eq(JobState::Waiting))
        .filter(job::id.ne(id))
        .select(max(job::priority))
        .first(writing.connection)?;
    let ahead = highest.map_or(FIRST, |highest| highest.saturating_add(1).max(FIRST));
    let queued = job::table.find(id).filter(job::state.eq(JobState::Waiting));
    Ok(diesel::update(queued).set(job::priority.eq(ahead)).execute(writing.connection)? == 1)
}

/// How many workers transcribe, or did after that moment: one that just finished is about to begin again.
pub fn hands(reading: &mut Reading<'_>, sources: &[SourceId], since: Instant) -> Result<usize, DbError> {
    let just_done = job::state.eq(JobState::Done).and(job::finished_at.assume_not_null().ge(since));
    let workers: Vec<Option<WorkerId>> = transcriptions(sources.to_vec())
        .filter(job::worker_id.is_not_null())
        .filter(job::state.eq(JobState::Running).or(just_done))
        .select(job::worker_id)
        .distinct()
        .load(reading.connection)?;
    Ok(workers.len())
}

/// Stops a job that waits or runs, and keeps that a person did. `false`: it had already ended.
pub fn stop(writing: &mut Writing<'_>, id: JobId) -> Result<bool, DbError> {
    if !super::cancel(writing, id)? {
        return Ok(false);
    }
    diesel::update(job::table.find(id)).set(job::failure.eq(STOPPED)).execute(writing.connection)?;
    Ok(true)
}

/// Every transcription of calls of these sources.
#[diesel::dsl::auto_type(no_type_alias)]
fn transcriptions(sources: Vec<SourceId>) -> _ {
    let kind: &'static str = TRANSCRIBE_RECORDING;
    job::table.inner_join(call::table).filter(job::kind.eq(kind)).filter(call::source_id.eq_any(sources))
}

fn read_all(rows: Vec<(JobRow, SourceId)>) -> Result<Vec<Transcription>, DbError> {
    let mut read = Vec::with_capacity(rows.len());
    for (row, source_id) in rows {
        let JobRow { priority, audio_ms, created_at, begun_at, progress, finished_at, .. } = row;
        let job = row.into_job()?;
        if let (Some(call_id), Some(recording_id)) = (job.call_id, job.recording_id()) {
            read.push(Transcription {
                job,
                call_id,
                recording_id,
                source_id,
                audio_ms,
                priority,
                created_at,
                begun_at,
                progress,
                finished_at,
            });
        }
    }
    Ok(read)
}
