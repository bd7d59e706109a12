//! Speech without words: stretches in which somebody speaks and nothing that was heard could be believed. They
//! belong to a version of the transcript; versions from before they were kept have none.

use super::schema::{transcript, wordless_speech};
use super::{DbError, Reading, Writing};
use crate::ids::{RecordingId, TranscriptId};
use diesel::prelude::*;
use std::ops::Range;

/// So many are read of a recording at once; the windows of a call of four hours are fewer.
const MOST: i64 = 20_000;

/// A stretch in which somebody speaks and of which no word is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = wordless_speech)]
pub struct WordlessSpeech {
    /// The channel on which it is heard, counted from 0.
    pub channel: i32,
    /// Where it begins in the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
}

/// Enters the stretches of a version.
pub fn insert(
    writing: &mut Writing<'_>,
    transcript_id: TranscriptId,
    stretches: &[WordlessSpeech],
) -> Result<(), DbError> {
    // One statement a row: the common connection has no batch form.
    for stretch in stretches {
        diesel::insert_into(wordless_speech::table)
            .values((wordless_speech::transcript_id.eq(transcript_id), stretch))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// The stretches of the current version of a recording's transcript that begin within these milliseconds, in
/// their order.
pub fn of_recording(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
    begin_ms: Range<i64>,
) -> Result<Vec<WordlessSpeech>, DbError> {
    Ok(wordless_speech::table
        .inner_join(transcript::table)
        .filter(transcript::recording_id.eq(recording_id))
        .filter(transcript::is_current.eq(true))
        .filter(wordless_speech::start_ms.ge(begin_ms.start))
        .filter(wordless_speech::start_ms.lt(begin_ms.end))
        .order((wordless_speech::start_ms, wordless_speech::channel))
        .limit(MOST)
        .select(WordlessSpeech::as_select())
        .load(reading.connection)?)
}
