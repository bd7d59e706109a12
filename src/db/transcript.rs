//! Transcripts: versions of the words of a recording; one is current. Utterances are never
//! edited.

use super::columns::{from_json, to_json};
use super::recording::ChannelRole;
use super::schema::{transcript, utterance};
use super::spoken_words::SpokenWords;
use super::{DbError, Reading, Writing};
use crate::ids::{RecordingId, TranscriptId};
use crate::time::Instant;
use diesel::prelude::*;
use serde_json::{Map, Value};

/// The setting that says where speakers come from; none: from the channels.
pub const SPEAKERS: &str = "speakers";
/// Its value where they were guessed from the voices.
pub const GUESSED: &str = "guessed";

/// One version of the words of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// Its id.
    pub id: TranscriptId,
    /// The recording.
    pub recording_id: RecordingId,
    /// The program that heard it, such as `whisper.cpp`.
    pub engine: String,
    /// The model, such as `base`.
    pub model: String,
    /// The settings that shaped it.
    pub settings: Map<String, Value>,
    /// The language, as an ISO 639-1 code; none where nobody spoke.
    pub language: Option<String>,
    /// Whether it is the one that people read.
    pub is_current: bool,
    /// When it was made.
    pub created_at: Instant,
}

/// What was said in one go on one channel.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = utterance)]
pub struct Utterance {
    /// Its number in the transcript, from 0, by start and channel.
    pub number: i32,
    /// The channel it was heard on, counted from 0.
    pub channel: i32,
    /// Where it begins in the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// The words.
    pub text: String,
    /// How sure the engine was, 0 to 1.
    pub confidence: f64,
    /// Its words; none: not known.
    pub words: Option<SpokenWords>,
    /// Who says it, as guessed from the voice where both sides are on its channel.
    pub speaker: Option<ChannelRole>,
}

impl Transcript {
    /// Whether its speakers were guessed from the voices: both sides are on one channel.
    #[must_use]
    pub fn speakers_are_guessed(&self) -> bool {
        self.settings.get(SPEAKERS).and_then(Value::as_str) == Some(GUESSED)
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = transcript)]
struct TranscriptRow {
    id: TranscriptId,
    recording_id: RecordingId,
    engine: String,
    model: String,
    settings_json: String,
    language: Option<String>,
    is_current: bool,
    created_at: Instant,
}

impl TranscriptRow {
    fn into_transcript(self) -> Result<Transcript, DbError> {
        Ok(Transcript {
            id: self.id,
            recording_id: self.recording_id,
            engine: self.engine,
            model: self.model,
            settings: from_json("a transcript's settings", &self.settings_json)?,
            language: self.language,
            is_current: self.is_current,
            created_at: self.created_at,
        })
    }
}

/// Enters a version with its utterances and makes it the current one.
pub fn insert_as_current(
    writing: &mut Writing<'_>,
    new: &Transcript,
    utterances: &[Utterance],
) -> Result<(), DbError> {
    let earlier = transcript::table
        .filter(transcript::recording_id.eq(new.recording_id))
        .filter(transcript::is_current.eq(true));
    diesel::update(earlier).set(transcript::is_current.eq(false)).execute(writing.connection)?;
    let row = TranscriptRow {
        id: new.id,
        recording_id: new.recording_id,
        engine: new.engine.clone(),
        model: new.model.clone(),
        settings_json: to_json(&new.settings)?,
        language: new.language.clone(),
        is_current: true,
        created_at: new.created_at,
    };
    diesel::insert_into(transcript::table).values(&row).execute(writing.connection)?;
    // One statement a row: the common connection has no batch form, and a call has hundreds.
    for utterance in utterances {
        diesel::insert_into(utterance::table)
            .values((utterance::transcript_id.eq(new.id), utterance))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// The current transcript of a recording.
pub fn current(reading: &mut Reading<'_>, recording_id: RecordingId) -> Result<Option<Transcript>, DbError> {
    let row: Option<TranscriptRow> = transcript::table
        .filter(transcript::recording_id.eq(recording_id))
        .filter(transcript::is_current.eq(true))
        .first(reading.connection)
        .optional()?;
    row.map(TranscriptRow::into_transcript).transpose()
}

/// The versions of a recording's transcript that are not current, the latest first, at most `limit`.
pub fn earlier(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
    limit: i64,
) -> Result<Vec<TranscriptId>, DbError> {
    Ok(transcript::table
        .filter(transcript::recording_id.eq(recording_id))
        .filter(transcript::is_current.eq(false))
        .order((transcript::created_at.desc(), transcript::id.desc()))
        .limit(limit)
        .select(transcript::id)
        .load(reading.connection)?)
}

/// The utterances of a transcript from number `from` on, at most `limit`.
pub fn utterances(
    reading: &mut Reading<'_>,
    transcript_id: TranscriptId,
    from: i32,
    limit: i64,
) -> Result<Vec<Utterance>, DbError> {
    Ok(utterance::table
        .filter(utterance::transcript_id.eq(transcript_id))
        .filter(utterance::number.ge(from))
        .order(utterance::number)
        .limit(limit)
        .select(Utterance::as_select())
        .load(reading.connection)?)
}
