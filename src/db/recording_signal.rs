//! What a recording tells before anybody listens: silence, overtalk, level, clipping, whether one side
//! is missing; and once there are words, how much each channel speaks and how fast.

use super::schema::{channel_signal, recording_signal};
use super::{DbError, Reading, Writing};
use crate::ids::RecordingId;
use diesel::prelude::*;
use std::collections::HashMap;

/// From this share of clipped samples on, of a million, ears hear it: one in a thousand.
pub const CLIPPED_FROM_PPM: i32 = 1_000;

/// What a recording tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordingSignal {
    /// Nobody is heard: stretches of two seconds or longer, in milliseconds together.
    pub silence_ms: i64,
    /// The longest of them.
    pub longest_silence_ms: i64,
    /// Both are heard at once, in milliseconds together.
    pub overtalk_ms: i64,
    /// One side was not recorded.
    pub one_sided: bool,
    /// Each channel for itself, in their order.
    pub channels: Vec<ChannelSignal>,
}

/// What one channel tells.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = channel_signal)]
pub struct ChannelSignal {
    /// The channel, counted from 0.
    pub channel: i32,
    /// How long anything is heard on it, in milliseconds.
    pub heard_ms: i64,
    /// Its average level, in hundredths of dBFS.
    pub level_dbfs_hundredths: i32,
    /// Its loudest sample, in hundredths of dBFS.
    pub peak_dbfs_hundredths: i32,
    /// How many of a million samples that are heard are clipped.
    pub clipped_ppm: i32,
    /// How long somebody speaks; known with the transcript.
    pub speech_ms: Option<i64>,
    /// Words, in Chinese characters, a minute of speech; known with the transcript.
    pub pace_per_minute: Option<i32>,
}

/// What a transcript tells of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech {
    /// The channel, counted from 0.
    pub channel: i32,
    /// How long somebody speaks, in milliseconds.
    pub speech_ms: i64,
    /// Words, in Chinese characters, a minute of that; none where there is too little to say.
    pub pace_per_minute: Option<i32>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = recording_signal)]
struct RecordingSignalRow {
    recording_id: RecordingId,
    silence_ms: i64,
    longest_silence_ms: i64,
    overtalk_ms: i64,
    one_sided: bool,
}

/// Notes what a recording tells, in the place of what was noted before.
pub fn replace(writing: &mut Writing<'_>, id: RecordingId, signal: &RecordingSignal) -> Result<(), DbError> {
    diesel::delete(recording_signal::table.find(id)).execute(writing.connection)?;
    let channels = channel_signal::table.filter(channel_signal::recording_id.eq(id));
    diesel::delete(channels).execute(writing.connection)?;
    let row = RecordingSignalRow {
        recording_id: id,
        silence_ms: signal.silence_ms,
        longest_silence_ms: signal.longest_silence_ms,
        overtalk_ms: signal.overtalk_ms,
        one_sided: signal.one_sided,
    };
    diesel::insert_into(recording_signal::table).values(&row).execute(writing.connection)?;
    for channel in &signal.channels {
        diesel::insert_into(channel_signal::table)
            .values((channel_signal::recording_id.eq(id), channel))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Notes what a transcript tells, of the channels that are known.
pub fn set_speech(writing: &mut Writing<'_>, id: RecordingId, speech: &[Speech]) -> Result<(), DbError> {
    for told in speech {
        diesel::update(channel_signal::table.find((id, told.channel)))
            .set((
                channel_signal::speech_ms.eq(told.speech_ms),
                channel_signal::pace_per_minute.eq(told.pace_per_minute),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// What each of these recordings tells; those that were not looked into are missing.
pub fn of_recordings(
    reading: &mut Reading<'_>,
    ids: &[RecordingId],
) -> Result<HashMap<RecordingId, RecordingSignal>, DbError> {
    let rows: Vec<RecordingSignalRow> = recording_signal::table
        .filter(recording_signal::recording_id.eq_any(ids))
        .select(RecordingSignalRow::as_select())
        .load(reading.connection)?;
    let channels: Vec<(RecordingId, ChannelSignal)> = channel_signal::table
        .filter(channel_signal::recording_id.eq_any(ids))
        .order((channel_signal::recording_id, channel_signal::channel))
        .select((channel_signal::recording_id, ChannelSignal::as_select()))
        .load(reading.connection)?;
    let mut found: HashMap<_, _> = rows
        .into_iter()
        .map(|row| {
            let signal = RecordingSignal {
                silence_ms: row.silence_ms,
                longest_silence_ms: row.longest_silence_ms,
                overtalk_ms: row.overtalk_ms,
                one_sided: row.one_sided,
                channels: Vec::new(),
            };
            (row.recording_id, signal)
        })
        .collect();
    for (id, channel) in channels {
        if let Some(signal) = found.get_mut(&id) {
            signal.channels.push(channel);
        }
    }
    Ok(found)
}
