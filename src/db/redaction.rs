//! What is hidden of a recording (脱敏): spans of its timeline, what kind of number is said there, and how
//! far their silence in the sound is.
//!
//! A row of `redaction` says that the words of the recording were looked through, in the transaction that
//! wrote its `wording` with what was found taken out: where there is a row, what `wording` holds may be
//! read by whoever reads the call. `edition` counts how often the spans changed; `sound_edition` is the
//! edition that the redacted sound was made from. A recording without spans needs no sound of its own.

use super::columns::words;
use super::recording::Recording;
use super::schema::{
    call, recording, redaction, redaction_span, source, transcript, transcript_quality, utterance, wording,
};
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, RecordingId};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

words! {
    /// What is hidden.
    RedactionKind {
        /// A payment card's number: 13 to 19 digits that satisfy Luhn's formula.
        Card = "card",
        /// As many digits that do not.
        LongNumber = "long_number",
        /// A card's security code.
        SecurityCode = "security_code",
        /// A Chinese identity number (GB 11643).
        IdentityNumber = "identity_number",
        /// A Chinese mobile number.
        MobileNumber = "mobile_number",
        /// An e-mail address.
        Email = "email",
    }
}

words! {
    /// What is heard in place of what is hidden.
    Cover {
        /// Nothing.
        Silence = "silence",
        /// A tone.
        Beep = "beep",
    }
}

/// The mark that stands in a text where something is hidden, such as `⟦card⟧`. The browser and exports
/// put words of their language in its place.
#[must_use]
pub fn mark(kind: RedactionKind) -> String {
    format!("⟦{}⟧", kind.as_str())
}

/// A stretch of a recording in which something is hidden, on every channel.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = redaction_span)]
pub struct RedactionSpan {
    /// Where it begins in the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// The channel on which it is said, counted from 0.
    pub channel: i32,
    /// What is said.
    pub kind: RedactionKind,
}

/// How the hiding stands for a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its source hides nothing.
    Off,
    /// It is not known yet what is to be hidden.
    Unknown,
    /// The words are hidden; whether the sound is, too.
    Known {
        /// How often something is hidden.
        spans: i64,
        /// Whether the redacted sound is there, or none is needed.
        sound_is_ready: bool,
    },
}

impl Standing {
    /// Whether there is a sound for whoever hears the call.
    #[must_use]
    pub fn sound_is_open(self) -> bool {
        matches!(self, Self::Off | Self::Known { sound_is_ready: true, .. })
    }

    /// Whether that sound is one of its own, with something hidden.
    #[must_use]
    pub fn sound_is_redacted(self) -> bool {
        matches!(self, Self::Known { spans: 1.., .. })
    }
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = redaction, treat_none_as_null = true)]
struct RedactionRow {
    recording_id: RecordingId,
    call_id: CallId,
    rules: i32,
    spans: i64,
    edition: i64,
    sound_edition: Option<i64>,
    worked_out_at: Instant,
}

impl RedactionRow {
    fn standing(&self) -> Standing {
        let sound_is_ready = self.spans == 0 || self.sound_edition == Some(self.edition);
        Standing::Known { spans: self.spans, sound_is_ready }
    }
}

/// How the source of a recording hides things; none: it does not.
pub fn cover_of(reading: &mut Reading<'_>, call_id: CallId) -> Result<Option<Cover>, DbError> {
    let found: Option<(bool, Cover)> = call::table
        .inner_join(source::table)
        .filter(call::id.eq(call_id))
        .select((source::redacts, source::redaction_cover))
        .first(reading.connection)
        .optional()?;
    Ok(found.filter(|(redacts, _)| *redacts).map(|(_, cover)| cover))
}

/// How the hiding stands for this recording.
pub fn standing(reading: &mut Reading<'_>, recording: &Recording) -> Result<Standing, DbError> {
    if cover_of(reading, recording.call_id)?.is_none() {
        return Ok(Standing::Off);
    }
    Ok(row(reading, recording.id)?.map_or(Standing::Unknown, |row| row.standing()))
}

/// What is hidden of a recording, in its order; the edition is what a redacted sound is made from.
pub fn spans(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
) -> Result<Option<(i64, Vec<RedactionSpan>)>, DbError> {
    let Some(row) = row(reading, recording_id)? else { return Ok(None) };
    let spans = redaction_span::table
        .filter(redaction_span::recording_id.eq(recording_id))
        .order((redaction_span::start_ms, redaction_span::id))
        .select(RedactionSpan::as_select())
        .load(reading.connection)?;
    Ok(Some((row.edition, spans)))
}

/// Stores what is hidden of a recording, as the rules of this number found it. Returns whether a redacted
/// sound has to be made: there are spans, and none was made of exactly these.
pub fn replace(
    writing: &mut Writing<'_>,
    recording: &Recording,
    rules: i32,
    found: &[RedactionSpan],
) -> Result<bool, DbError> {
    let before = spans(writing, recording.id)?;
    let known = row(writing, recording.id)?;
    let is_same = before.is_some_and(|(_, before)| before == found);
    let edition = known.as_ref().map_or(1, |row| if is_same { row.edition } else { row.edition + 1 });
    let now = RedactionRow {
        recording_id: recording.id,
        call_id: recording.call_id,
        rules,
        spans: i64::try_from(found.len()).unwrap_or(i64::MAX),
        edition,
        sound_edition: known.as_ref().and_then(|row| row.sound_edition),
        worked_out_at: writing.now(),
    };
    if known.is_some() {
        diesel::update(redaction::table.find(recording.id)).set(&now).execute(writing.connection)?;
    } else {
        diesel::insert_into(redaction::table).values(&now).execute(writing.connection)?;
    }
    if !is_same {
        forget_spans(writing, recording.id)?;
        for span in found {
            diesel::insert_into(redaction_span::table)
                .values((redaction_span::recording_id.eq(recording.id), span))
                .execute(writing.connection)?;
        }
    }
    Ok(!now.standing().sound_is_open())
}

/// Forgets what was hidden of a recording: its source hides nothing any more.
pub fn forget(writing: &mut Writing<'_>, recording_id: RecordingId) -> Result<(), DbError> {
    forget_spans(writing, recording_id)?;
    diesel::delete(redaction::table.find(recording_id)).execute(writing.connection)?;
    Ok(())
}

fn forget_spans(writing: &mut Writing<'_>, recording_id: RecordingId) -> Result<(), DbError> {
    diesel::delete(redaction_span::table.filter(redaction_span::recording_id.eq(recording_id)))
        .execute(writing.connection)?;
    Ok(())
}

/// Notes that the redacted sound of this edition is there. `false`: the spans have changed since, and what
/// was made is of no use.
pub fn set_sound(
    writing: &mut Writing<'_>,
    recording_id: RecordingId,
    edition: i64,
) -> Result<bool, DbError> {
    let same = redaction::table.find(recording_id).filter(redaction::edition.eq(edition));
    let set = diesel::update(same).set(redaction::sound_edition.eq(edition)).execute(writing.connection)?;
    Ok(set == 1)
}

/// The recordings whose words are not what everybody may read now, after this one in the order of their
/// ids, at most `limit`: with a transcript and nothing worked out by these rules; or not to be hidden any
/// more; or transcribed before there were words for everybody, or before it was judged how far they can be
/// trusted.
pub fn behind(
    reading: &mut Reading<'_>,
    rules: i32,
    after: Option<RecordingId>,
    limit: i64,
) -> Result<Vec<RecordingId>, DbError> {
    let worked_out = redaction::table.filter(redaction::recording_id.eq(recording::id));
    let by_these = worked_out.filter(redaction::rules.eq(rules));
    let transcribed = transcript::table
        .filter(transcript::recording_id.eq(recording::id))
        .filter(transcript::is_current.eq(true));
    let spoken = transcript::table
        .inner_join(utterance::table)
        .filter(transcript::recording_id.eq(recording::id))
        .filter(transcript::is_current.eq(true));
    let worded = wording::table.filter(wording::recording_id.eq(recording::id));
    let to_hide = source::redacts.eq(true).and(exists(transcribed)).and(not(exists(by_these)));
    let to_show = source::redacts.eq(false).and(exists(worked_out));
    let to_word = exists(spoken).and(not(exists(worded)));
    let judged = transcript_quality::table.filter(transcript_quality::recording_id.eq(recording::id));
    let to_judge = exists(worded).and(not(exists(judged)));
    let mut behind = recording::table
        .inner_join(call::table.inner_join(source::table))
        .filter(to_hide.or(to_show).or(to_word).or(to_judge))
        .order(recording::id)
        .limit(limit)
        .select(recording::id)
        .into_boxed();
    if let Some(after) = after {
        behind = behind.filter(recording::id.gt(after));
    }
    Ok(behind.load(reading.connection)?)
}

/// The recordings whose redacted sound is still to be made, after this one in the order of their ids, at
/// most `limit`.
pub fn without_sound(
    reading: &mut Reading<'_>,
    after: Option<RecordingId>,
    limit: i64,
) -> Result<Vec<(CallId, RecordingId)>, DbError> {
    let of_these = redaction::sound_edition
        .is_not_null()
        .and(redaction::sound_edition.assume_not_null().eq(redaction::edition));
    let mut waiting = redaction::table
        .inner_join(call::table.inner_join(source::table))
        .filter(source::redacts.eq(true))
        .filter(redaction::spans.gt(0))
        .filter(not(of_these))
        .order(redaction::recording_id)
        .limit(limit)
        .select((redaction::call_id, redaction::recording_id))
        .into_boxed();
    if let Some(after) = after {
        waiting = waiting.filter(redaction::recording_id.gt(after));
    }
    Ok(waiting.load(reading.connection)?)
}

fn row(reading: &mut Reading<'_>, recording_id: RecordingId) -> Result<Option<RedactionRow>, DbError> {
    Ok(redaction::table.find(recording_id).first(reading.connection).optional()?)
}
