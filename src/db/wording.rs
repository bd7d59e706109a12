//! What was said, as everybody may read it: the current transcript with corrections laid over it and
//! what redaction hides taken out. Whoever changes one of them writes it anew in the same transaction
//! (`transcription::words::renew`).
//!
//! In the place of what is hidden stands a mark such as `⟦card⟧`, in every language alike
//! ([`super::redaction::mark`]); the pages and whatever is printed put their words there.

use super::recording::{ChannelRole, Recording};
use super::schema::wording;
use super::spoken_words::SpokenWords;
use super::{DbError, Reading, Writing, correction, search_index};
use crate::ids::{CallId, RecordingId};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// One utterance as everybody may read it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = wording)]
pub struct Wording {
    /// Its number in the recording, from 0, by start and channel.
    pub number: i32,
    /// The channel it was heard on, counted from 0.
    pub channel: i32,
    /// Who says it; none where nobody knows, as on one channel with both sides.
    pub role: Option<ChannelRole>,
    /// Where it begins in the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// The words.
    pub text: String,
    /// How sure the engine was, 0 to 1.
    pub confidence: f64,
    /// Its words; none: not known, or corrected.
    pub words: Option<SpokenWords>,
}

/// Writes the words of a recording anew, and what finds them; what stood there is gone.
pub fn replace(
    writing: &mut Writing<'_>,
    call_id: CallId,
    recording_id: RecordingId,
    said: &[Wording],
) -> Result<(), DbError> {
    diesel::delete(wording::table.filter(wording::recording_id.eq(recording_id)))
        .execute(writing.connection)?;
    // One statement a row: the common connection has no batch form, and a call has hundreds.
    for one in said {
        diesel::insert_into(wording::table)
            .values((wording::recording_id.eq(recording_id), wording::call_id.eq(call_id), one))
            .execute(writing.connection)?;
    }
    search_index::rebuild(writing, call_id, recording_id)
}

/// Lets the words of a recording follow who is heard on which channel of it; what somebody said of single
/// utterances stays.
pub fn follow_sides(writing: &mut Writing<'_>, recording: &Recording) -> Result<(), DbError> {
    let Some(laid) = correction::laid(writing, recording)? else { return Ok(()) };
    let mut said = of_recording(writing, recording.id, 0, i64::MAX)?;
    let roles: BTreeMap<i32, Option<ChannelRole>> =
        laid.words.iter().map(|word| (word.number, word.role)).collect();
    for one in &mut said {
        if let Some(role) = roles.get(&one.number) {
            one.role = *role;
        }
    }
    replace(writing, recording.call_id, recording.id, &said)
}

/// The words of a recording from number `from` on, at most `limit` utterances.
pub fn of_recording(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
    from: i32,
    limit: i64,
) -> Result<Vec<Wording>, DbError> {
    Ok(wording::table
        .filter(wording::recording_id.eq(recording_id))
        .filter(wording::number.ge(from))
        .order(wording::number)
        .limit(limit)
        .select(Wording::as_select())
        .load(reading.connection)?)
}
