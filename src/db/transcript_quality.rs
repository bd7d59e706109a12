//! How far the words of a recording can be trusted. What works with words by itself, without a person who
//! listens, leaves poor transcripts out: [`CallFilter::for_automatic_use`] finds calls without them,
//! [`poor_recordings`] says whose words are not to be counted.
//!
//! [`CallFilter::for_automatic_use`]: super::call_list::CallFilter::for_automatic_use

use super::schema::{recording, transcript_quality};
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, RecordingId};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How far the words of a recording can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Queryable, Selectable, Insertable)]
#[diesel(table_name = transcript_quality)]
pub struct TranscriptQuality {
    /// How many words there are, in Chinese characters, with corrections laid over what was heard.
    pub words: i32,
    /// How many of them are doubtful.
    pub doubtful: i32,
    /// How many windows of speech were heard; 0: not known.
    pub windows: i32,
    /// How many of them had to be heard again.
    pub repeated: i32,
    /// How many were given up: what was said there is missing.
    pub discarded: i32,
    /// Whether that makes it a poor transcript.
    pub is_poor: bool,
}

/// Notes how far the words of a recording can be trusted, in the place of what was noted before.
pub fn replace(
    writing: &mut Writing<'_>,
    call_id: CallId,
    recording_id: RecordingId,
    quality: &TranscriptQuality,
) -> Result<(), DbError> {
    diesel::delete(transcript_quality::table.find(recording_id)).execute(writing.connection)?;
    let ids = (transcript_quality::recording_id.eq(recording_id), transcript_quality::call_id.eq(call_id));
    diesel::insert_into(transcript_quality::table).values((ids, quality)).execute(writing.connection)?;
    Ok(())
}

/// How far the words of a recording can be trusted; none before there are any.
pub fn of_recording(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
) -> Result<Option<TranscriptQuality>, DbError> {
    let found = transcript_quality::table.find(recording_id).select(TranscriptQuality::as_select());
    Ok(found.first(reading.connection).optional()?)
}

/// The same for the recordings of a call that are heard.
pub fn of_call(
    reading: &mut Reading<'_>,
    call_id: CallId,
) -> Result<BTreeMap<RecordingId, TranscriptQuality>, DbError> {
    let found: Vec<(RecordingId, TranscriptQuality)> = transcript_quality::table
        .inner_join(recording::table)
        .filter(transcript_quality::call_id.eq(call_id))
        .filter(recording::paired_into.is_null())
        .select((transcript_quality::recording_id, TranscriptQuality::as_select()))
        .load(reading.connection)?;
    Ok(found.into_iter().collect())
}

/// Which of these calls have a recording with a poor transcript.
pub fn poor_among(reading: &mut Reading<'_>, calls: &[CallId]) -> Result<BTreeSet<CallId>, DbError> {
    let poor: Vec<CallId> = transcript_quality::table
        .inner_join(recording::table)
        .filter(transcript_quality::call_id.eq_any(calls.to_vec()))
        .filter(transcript_quality::is_poor.eq(true))
        .filter(recording::paired_into.is_null())
        .select(transcript_quality::call_id)
        .distinct()
        .load(reading.connection)?;
    Ok(poor.into_iter().collect())
}

/// Which of these recordings have a poor transcript.
pub fn poor_recordings(
    reading: &mut Reading<'_>,
    recordings: &[RecordingId],
) -> Result<Vec<RecordingId>, DbError> {
    Ok(transcript_quality::table
        .filter(transcript_quality::recording_id.eq_any(recordings))
        .filter(transcript_quality::is_poor.eq(true))
        .select(transcript_quality::recording_id)
        .load(reading.connection)?)
}
