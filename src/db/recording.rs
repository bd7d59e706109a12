//! Recordings: one file of a call each, unique by (call, content hash).

mod failed;

pub use failed::{
    FailedRecording, count_failed, count_failed_of_source, failed_of_source, set_accepted_again, set_failed,
};

use super::columns::{from_json, to_json, words};
use super::schema::{call, recording};
use super::{DbError, Reading, Scope, Writing, search_index};
use crate::ids::{CallId, RecordingId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

words! {
    /// How far we are with a recording.
    RecordingState {
        /// Stored; not yet looked into.
        Accepted = "accepted",
        /// Decoded once: duration, channels and peaks are known.
        Prepared = "prepared",
        /// It cannot be decoded; the reason stands beside it.
        Failed = "failed",
    }
}

words! {
    /// Who is heard on a channel.
    ChannelRole {
        /// The agent.
        Agent = "agent",
        /// The customer.
        Customer = "customer",
        /// Both, mixed.
        Mixed = "mixed",
        /// Somebody or something else: an announcement, a third party.
        Other = "other",
    }
}

/// Which role is heard on which channel, counted from 0.
pub type ChannelRoles = BTreeMap<u16, ChannelRole>;

/// The SHA-256 of a file as it came in.
pub type ContentHash = [u8; 32];

/// One file of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Its id.
    pub id: RecordingId,
    /// Its call.
    pub call_id: CallId,
    /// The SHA-256 of its bytes.
    pub content_hash: ContentHash,
    /// Its size.
    pub bytes: u64,
    /// Its original name: personal data, shown by permission.
    pub file_name: Option<String>,
    /// Where it begins on the call's timeline, in milliseconds.
    pub offset_ms: i64,
    /// Who is on which channel.
    pub channel_roles: ChannelRoles,
    /// How far we are with it.
    pub state: RecordingState,
    /// Why it failed: a stable code and a sentence.
    pub failure: Option<(String, String)>,
    /// What decoding it found; none before that.
    pub audio: Option<AudioFacts>,
    /// When it arrived.
    pub created_at: Instant,
    /// Who is heard, where the file holds one side of a call and another file the other.
    pub leg: Option<ChannelRole>,
    /// The recording that was made of this leg and its other; it is heard in place of both.
    pub paired_into: Option<RecordingId>,
    /// When the file began, where its source says so.
    pub started_at: Option<Instant>,
}

/// What decoding a recording found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioFacts {
    /// The container, such as `wav`.
    pub container: String,
    /// The codec, such as `pcm_mulaw`.
    pub codec: String,
    /// Samples a second in each channel.
    pub sample_rate: u32,
    /// How many channels.
    pub channel_count: u16,
    /// How long it is.
    pub duration_ms: u64,
    /// Whether the file ends before its header says it should.
    pub truncated: bool,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = recording)]
struct RecordingRow {
    id: RecordingId,
    call_id: CallId,
    content_hash: Vec<u8>,
    bytes: i64,
    file_name: Option<String>,
    offset_ms: i64,
    channel_roles_json: String,
    state: RecordingState,
    failure_code: Option<String>,
    failure_message: Option<String>,
    container: Option<String>,
    codec: Option<String>,
    sample_rate: Option<i32>,
    channel_count: Option<i32>,
    duration_ms: Option<i64>,
    truncated: bool,
    created_at: Instant,
    leg: Option<ChannelRole>,
    paired_into: Option<RecordingId>,
    started_at: Option<Instant>,
}

impl RecordingRow {
    fn of(recording: &Recording) -> Result<Self, DbError> {
        let audio = recording.audio.as_ref();
        let roles: BTreeMap<u16, &str> =
            recording.channel_roles.iter().map(|(channel, role)| (*channel, role.as_str())).collect();
        Ok(Self {
            id: recording.id,
            call_id: recording.call_id,
            content_hash: recording.content_hash.to_vec(),
            bytes: signed(recording.bytes),
            file_name: recording.file_name.clone(),
            offset_ms: recording.offset_ms,
            channel_roles_json: to_json(&roles)?,
            state: recording.state,
            failure_code: recording.failure.as_ref().map(|(code, _)| code.clone()),
            failure_message: recording.failure.as_ref().map(|(_, message)| message.clone()),
            container: audio.map(|facts| facts.container.clone()),
            codec: audio.map(|facts| facts.codec.clone()),
            sample_rate: audio.map(|facts| i32::try_from(facts.sample_rate).unwrap_or(i32::MAX)),
            channel_count: audio.map(|facts| i32::from(facts.channel_count)),
            duration_ms: audio.map(|facts| signed(facts.duration_ms)),
            truncated: audio.is_some_and(|facts| facts.truncated),
            created_at: recording.created_at,
            leg: recording.leg,
            paired_into: recording.paired_into,
            started_at: recording.started_at,
        })
    }

    fn into_recording(self) -> Result<Recording, DbError> {
        let words: BTreeMap<u16, String> = from_json("a recording's channels", &self.channel_roles_json)?;
        let channel_roles = words
            .into_iter()
            .filter_map(|(channel, word)| ChannelRole::parse(&word).map(|role| (channel, role)))
            .collect();
        let audio = match (self.container, self.codec, self.sample_rate, self.channel_count, self.duration_ms)
        {
            (Some(container), Some(codec), Some(sample_rate), Some(channel_count), Some(duration_ms)) => {
                Some(AudioFacts {
                    container,
                    codec,
                    sample_rate: u32::try_from(sample_rate).unwrap_or_default(),
                    channel_count: u16::try_from(channel_count).unwrap_or_default(),
                    duration_ms: unsigned(duration_ms),
                    truncated: self.truncated,
                })
            }
            _ => None,
        };
        let content_hash = self.content_hash.try_into().map_err(|_: Vec<u8>| DbError::Damaged {
            what: "a recording's content hash",
            cause: "not 32 bytes".into(),
        })?;
        Ok(Recording {
            id: self.id,
            call_id: self.call_id,
            content_hash,
            bytes: unsigned(self.bytes),
            file_name: self.file_name,
            offset_ms: self.offset_ms,
            channel_roles,
            state: self.state,
            failure: self.failure_code.zip(self.failure_message),
            audio,
            created_at: self.created_at,
            leg: self.leg,
            paired_into: self.paired_into,
            started_at: self.started_at,
        })
    }
}

fn signed(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

fn unsigned(size: i64) -> u64 {
    u64::try_from(size).unwrap_or_default()
}

/// Enters a recording.
pub fn insert(writing: &mut Writing<'_>, new: &Recording) -> Result<(), DbError> {
    diesel::insert_into(recording::table).values(RecordingRow::of(new)?).execute(writing.connection)?;
    Ok(())
}

/// Notes what decoding found; the recording is prepared from here on, and its call is as long as
/// its recordings reach.
pub fn set_prepared(writing: &mut Writing<'_>, id: RecordingId, facts: &AudioFacts) -> Result<(), DbError> {
    let call_id: Option<CallId> =
        recording::table.find(id).select(recording::call_id).first(writing.connection).optional()?;
    let Some(call_id) = call_id else { return Ok(()) };
    super::call::lock(writing, &[call_id])?;
    diesel::update(recording::table.find(id))
        .set((
            recording::state.eq(RecordingState::Prepared),
            recording::container.eq(&facts.container),
            recording::codec.eq(&facts.codec),
            recording::sample_rate.eq(i32::try_from(facts.sample_rate).unwrap_or(i32::MAX)),
            recording::channel_count.eq(i32::from(facts.channel_count)),
            recording::duration_ms.eq(signed(facts.duration_ms)),
            recording::truncated.eq(facts.truncated),
            recording::failure_code.eq(None::<String>),
            recording::failure_message.eq(None::<String>),
        ))
        .execute(writing.connection)?;
    super::call::measure(writing, call_id)
}

/// The recording, if its call exists for this caller.
pub fn find(reading: &mut Reading<'_>, scope: &Scope, id: RecordingId) -> Result<Option<Recording>, DbError> {
    let row: Option<RecordingRow> = recording::table.find(id).first(reading.connection).optional()?;
    let Some(row) = row else { return Ok(None) };
    if super::call::find(reading, scope, row.call_id)?.is_none() {
        return Ok(None);
    }
    row.into_recording().map(Some)
}

/// Every recording of a call, in the order of its timeline. A call has a handful at most.
pub fn of_call(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<Recording>, DbError> {
    let rows: Vec<RecordingRow> = recording::table
        .filter(recording::call_id.eq(call_id))
        .order((recording::offset_ms, recording::id))
        .load(reading.connection)?;
    rows.into_iter().map(RecordingRow::into_recording).collect()
}

/// Every recording of these calls, in the order of each call's timeline.
pub fn of_calls(reading: &mut Reading<'_>, call_ids: &[CallId]) -> Result<Vec<Recording>, DbError> {
    let rows: Vec<RecordingRow> = recording::table
        .filter(recording::call_id.eq_any(call_ids))
        .order((recording::offset_ms, recording::id))
        .load(reading.connection)?;
    rows.into_iter().map(RecordingRow::into_recording).collect()
}

/// Every recording of these calls that is heard, in the order of each call's timeline: a leg that
/// was paired is heard through its pair.
pub fn heard_of_calls(reading: &mut Reading<'_>, call_ids: &[CallId]) -> Result<Vec<Recording>, DbError> {
    let mut recordings = of_calls(reading, call_ids)?;
    recordings.retain(|recording| recording.paired_into.is_none());
    Ok(recordings)
}

/// Notes that these legs are heard, and found by their words, through the recording that was made of them.
pub fn set_paired(writing: &mut Writing<'_>, legs: &[RecordingId], pair: RecordingId) -> Result<(), DbError> {
    diesel::update(recording::table.filter(recording::id.eq_any(legs)))
        .set(recording::paired_into.eq(pair))
        .execute(writing.connection)?;
    legs.iter().try_for_each(|leg| search_index::forget(writing, *leg))
}

/// Moves every recording of a call along its timeline, because one came that began earlier.
pub fn shift(writing: &mut Writing<'_>, call_id: CallId, by_ms: i64) -> Result<(), DbError> {
    diesel::update(recording::table.filter(recording::call_id.eq(call_id)))
        .set(recording::offset_ms.eq(recording::offset_ms + by_ms))
        .execute(writing.connection)?;
    super::call::measure(writing, call_id)
}

/// How many legs of this source came before that moment and are still alone.
pub fn count_lone_legs(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    before: Instant,
) -> Result<i64, DbError> {
    Ok(recording::table
        .inner_join(call::table)
        .filter(call::source_id.eq(source_id))
        .filter(recording::leg.is_not_null())
        .filter(recording::paired_into.is_null())
        .filter(recording::created_at.lt(before))
        .count()
        .get_result(reading.connection)?)
}

/// The recordings of this source whose file had this name, whatever its ending; at most two, which
/// is enough to know that the name does not tell.
pub fn by_stem(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    stem: &str,
) -> Result<Vec<Recording>, DbError> {
    // The character after the full stop.
    let (from, until) = (format!("{stem}."), format!("{stem}/"));
    let rows: Vec<RecordingRow> = recording::table
        .inner_join(call::table)
        .filter(recording::file_name.ge(from))
        .filter(recording::file_name.lt(until))
        .filter(call::source_id.eq(source_id))
        .order(recording::id)
        .limit(2)
        .select(recording::all_columns)
        .load(reading.connection)?;
    rows.into_iter().map(RecordingRow::into_recording).collect()
}

/// The first recording of this source with this content; for intake.
pub fn by_content(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    hash: &ContentHash,
) -> Result<Option<Recording>, DbError> {
    let row: Option<RecordingRow> = recording::table
        .inner_join(call::table)
        .filter(recording::content_hash.eq(hash.as_slice()))
        .filter(call::source_id.eq(source_id))
        .order(recording::id)
        .select(recording::all_columns)
        .first(reading.connection)
        .optional()?;
    row.map(RecordingRow::into_recording).transpose()
}
