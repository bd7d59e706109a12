//! Recordings that cannot be decoded: noted with their reason, counted, listed by source, tried again.

use super::RecordingState;
use crate::db::call::{Edges, touches_any};
use crate::db::schema::{call, recording};
use crate::db::{DbError, Reading, Scope, Writing};
use crate::ids::{CallId, RecordingId, SourceId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;

/// Notes that it cannot be decoded, and why.
pub fn set_failed(
    writing: &mut Writing<'_>,
    id: RecordingId,
    code: &str,
    message: &str,
) -> Result<(), DbError> {
    diesel::update(recording::table.find(id))
        .set((
            recording::state.eq(RecordingState::Failed),
            recording::failure_code.eq(code),
            recording::failure_message.eq(message),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// How many recordings that came since that moment cannot be decoded, of calls that exist for this
/// caller.
pub fn count_failed(reading: &mut Reading<'_>, scope: &Scope, since: Instant) -> Result<i64, DbError> {
    let failed = recording::table
        .filter(recording::state.eq(RecordingState::Failed))
        .filter(recording::created_at.ge(since));
    Ok(match scope {
        Scope::Everything => failed.count().get_result(reading.connection)?,
        Scope::Within(bounds) => {
            let Edges { people, teams, projects, sources } = Edges::of(bounds);
            let its_call = call::table
                .filter(call::id.eq(recording::call_id))
                .filter(touches_any(people, teams, projects, sources))
                .select(call::id);
            failed.filter(exists(its_call)).count().get_result(reading.connection)?
        }
    })
}

/// A recording that cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRecording {
    /// Its call.
    pub call_id: CallId,
    /// The recording.
    pub recording_id: RecordingId,
    /// The stable code of the reason.
    pub code: String,
    /// The reason in a sentence.
    pub message: String,
    /// When it arrived.
    pub at: Instant,
}

/// The recordings of a source that cannot be decoded, the newest first, at most `limit`.
pub fn failed_of_source(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    limit: i64,
) -> Result<Vec<FailedRecording>, DbError> {
    type Row = (CallId, RecordingId, Option<String>, Option<String>, Instant);
    let rows: Vec<Row> = recording::table
        .inner_join(call::table)
        .filter(recording::state.eq(RecordingState::Failed))
        .filter(call::source_id.eq(source_id))
        .order((recording::created_at.desc(), recording::id.desc()))
        .limit(limit)
        .select((
            recording::call_id,
            recording::id,
            recording::failure_code,
            recording::failure_message,
            recording::created_at,
        ))
        .load(reading.connection)?;
    let failed = |(call_id, recording_id, code, message, at): Row| FailedRecording {
        call_id,
        recording_id,
        code: code.unwrap_or_default(),
        message: message.unwrap_or_default(),
        at,
    };
    Ok(rows.into_iter().map(failed).collect())
}

/// How many recordings of a source that came since that moment cannot be decoded.
pub fn count_failed_of_source(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    since: Instant,
) -> Result<i64, DbError> {
    Ok(recording::table
        .inner_join(call::table)
        .filter(recording::state.eq(RecordingState::Failed))
        .filter(recording::created_at.ge(since))
        .filter(call::source_id.eq(source_id))
        .count()
        .get_result(reading.connection)?)
}

/// Takes a recording that could not be decoded for one that was just stored, to be looked into
/// again.
pub fn set_accepted_again(writing: &mut Writing<'_>, id: RecordingId) -> Result<(), DbError> {
    diesel::update(recording::table.find(id).filter(recording::state.eq(RecordingState::Failed)))
        .set((
            recording::state.eq(RecordingState::Accepted),
            recording::failure_code.eq(None::<String>),
            recording::failure_message.eq(None::<String>),
        ))
        .execute(writing.connection)?;
    Ok(())
}
