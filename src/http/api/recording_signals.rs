//! What a recording tells before anybody listens, on the wire.

use crate::db::recording_signal::{CLIPPED_FROM_PPM, ChannelSignal, RecordingSignal};
use serde::Serialize;
use utoipa::ToSchema;

/// What a recording tells before anybody listens.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordingSignals)]
pub struct RecordingSignalsBody {
    /// Nobody is heard: stretches of two seconds or longer, in milliseconds together.
    silence_ms: i64,
    /// The longest of them.
    longest_silence_ms: i64,
    /// Both are heard at once: stretches of 400 ms or longer, together.
    overtalk_ms: i64,
    /// Somebody is heard on one channel, and on another nobody ever: one side was not recorded.
    one_sided: bool,
    /// Each channel for itself.
    channels: Vec<ChannelSignalsBody>,
}

/// What one channel tells.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChannelSignals)]
pub struct ChannelSignalsBody {
    /// The channel, counted from 0.
    channel: i32,
    /// How long anything is heard on it.
    heard_ms: i64,
    /// Its average level, in dBFS.
    level_dbfs: f64,
    /// Its loudest sample, in dBFS.
    peak_dbfs: f64,
    /// The share of clipped samples among those that are heard, 0 to 1.
    clipped_share: f64,
    /// It is clipped so much that ears hear it.
    clipped: bool,
    /// How long somebody speaks; none before there is a transcript.
    speech_ms: Option<i64>,
    /// Words, in Chinese characters, a minute of speech; none before there is a transcript, where that is
    /// poor, or where hardly anything is said.
    pace_per_minute: Option<i32>,
}

impl From<RecordingSignal> for RecordingSignalsBody {
    fn from(signal: RecordingSignal) -> Self {
        Self {
            silence_ms: signal.silence_ms,
            longest_silence_ms: signal.longest_silence_ms,
            overtalk_ms: signal.overtalk_ms,
            one_sided: signal.one_sided,
            channels: signal.channels.into_iter().map(ChannelSignalsBody::from).collect(),
        }
    }
}

impl From<ChannelSignal> for ChannelSignalsBody {
    fn from(channel: ChannelSignal) -> Self {
        Self {
            channel: channel.channel,
            heard_ms: channel.heard_ms,
            level_dbfs: f64::from(channel.level_dbfs_hundredths) / 100.0,
            peak_dbfs: f64::from(channel.peak_dbfs_hundredths) / 100.0,
            clipped: channel.clipped_ppm >= CLIPPED_FROM_PPM,
            clipped_share: f64::from(channel.clipped_ppm) / 1_000_000.0,
            speech_ms: channel.speech_ms,
            pace_per_minute: channel.pace_per_minute,
        }
    }
}
