//! Work that was given up, by the source of its call: looked at, counted, set aside for another try.

use super::{JobState, PREPARE_RECORDING, TRANSCRIBE_RECORDING, failure, recording_in};
use crate::db::columns::from_json;
use crate::db::schema::{call, job};
use crate::db::{DbError, Reading, Writing};
use crate::ids::{CallId, JobId, RecordingId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;
use serde_json::Value;

/// The kinds that are about one recording, and can be tried again.
const ABOUT_RECORDINGS: [&str; 2] = [PREPARE_RECORDING, TRANSCRIBE_RECORDING];

/// A job about a recording that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// The call.
    pub call_id: CallId,
    /// The recording.
    pub recording_id: RecordingId,
    /// What was to be done.
    pub kind: String,
    /// The stable code of why the last attempt failed; none where an earlier earmark noted it.
    pub failure_code: Option<String>,
    /// Why it failed, in the words of the server.
    pub failure: String,
    /// When it was given up.
    pub at: Instant,
    /// How long the recording plays, where the job knew.
    pub audio_ms: Option<i64>,
}

/// What was given up about recordings of a source, the newest first, at most `limit`.
pub fn dead_of_source(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    limit: i64,
) -> Result<Vec<DeadJob>, DbError> {
    type Row = (JobId, Option<CallId>, String, String, Option<String>, Option<Instant>, Option<i64>);
    let rows: Vec<Row> = job::table
        .inner_join(call::table.on(call::id.nullable().eq(job::call_id)))
        .filter(job::state.eq(JobState::Dead))
        .filter(job::kind.eq_any(ABOUT_RECORDINGS))
        .filter(call::source_id.eq(source_id))
        .order((job::finished_at.desc(), job::id.desc()))
        .limit(limit)
        .select((
            job::id,
            job::call_id,
            job::kind,
            job::payload_json,
            job::failure,
            job::finished_at,
            job::audio_ms,
        ))
        .load(reading.connection)?;
    let mut dead = Vec::with_capacity(rows.len());
    for (id, call_id, kind, payload_json, kept, at, audio_ms) in rows {
        let payload: Value = from_json("a job's payload", &payload_json)?;
        if let (Some(call_id), Some(recording_id)) = (call_id, recording_in(&payload)) {
            let at = at.unwrap_or(Instant::from_millis(0));
            let (failure_code, failure) = failure::read(kept);
            let failure = failure.unwrap_or_default();
            dead.push(DeadJob { id, call_id, recording_id, kind, failure_code, failure, at, audio_ms });
        }
    }
    Ok(dead)
}

/// How much was given up about recordings of a source since that moment.
pub fn count_dead_of_source(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    since: Instant,
) -> Result<i64, DbError> {
    Ok(job::table
        .inner_join(call::table.on(call::id.nullable().eq(job::call_id)))
        .filter(job::state.eq(JobState::Dead))
        .filter(job::kind.eq_any(ABOUT_RECORDINGS))
        .filter(job::finished_at.ge(since))
        .filter(call::source_id.eq(source_id))
        .count()
        .get_result(reading.connection)?)
}

/// Takes a job that was given up or stopped out of the failures: another one takes its place.
pub fn set_aside(writing: &mut Writing<'_>, id: JobId) -> Result<(), DbError> {
    let ended = job::state.eq_any([JobState::Dead, JobState::Cancelled]);
    diesel::update(job::table.find(id).filter(ended))
        .set((job::state.eq(JobState::Cancelled), job::failure.eq(None::<String>)))
        .execute(writing.connection)?;
    Ok(())
}
