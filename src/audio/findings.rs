//! What one pass over a recording tells of the call, in a few numbers that calls can be chosen by.

use super::activity::{Signals, Span};
use super::signals::ChannelLevel;

/// A lane that is heard for less than this of the recording is mute: a click is no voice.
const MUTE_PER_MILLE: u64 = 5;
/// What a lane has to be heard at least before another one is missed.
const HEARD_LEAST_MS: u64 = 2_000;

/// What a recording tells of its call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// Nobody is heard: stretches of two seconds or longer, in milliseconds together.
    pub silence_ms: u64,
    /// The longest of them.
    pub longest_silence_ms: u64,
    /// Both are heard at once: stretches of 400 ms or longer, together.
    pub overtalk_ms: u64,
    /// Somebody is heard on one channel, and on another nobody ever: one side was not recorded.
    pub one_sided: bool,
    /// Each channel for itself.
    pub channels: Vec<ChannelFindings>,
}

/// What one channel tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChannelFindings {
    /// How long anything is heard on it, in milliseconds.
    pub heard_ms: u64,
    /// How loud it is.
    pub level: ChannelLevel,
    /// Of what is heard, how many of a million samples are on flat tops.
    pub clipped_ppm: u32,
}

impl Findings {
    /// Sums up a recording of this length and rate.
    #[must_use]
    pub fn of(signals: &Signals, levels: &[ChannelLevel], duration_ms: u64, sample_rate: u32) -> Self {
        let lengths = |spans: &[Span]| -> Vec<u64> {
            spans.iter().map(|span| span.end_ms.min(duration_ms).saturating_sub(span.start_ms)).collect()
        };
        let silence = lengths(&signals.silence);
        let channel = |(heard_ms, level): (&u64, &ChannelLevel)| ChannelFindings {
            heard_ms: *heard_ms,
            level: *level,
            clipped_ppm: per_million(level.clipped, heard_ms * u64::from(sample_rate) / 1000),
        };
        Self {
            silence_ms: silence.iter().sum(),
            longest_silence_ms: silence.iter().copied().max().unwrap_or(0),
            overtalk_ms: lengths(&signals.overtalk).iter().sum(),
            one_sided: is_one_sided(&signals.heard_ms, duration_ms),
            channels: signals.heard_ms.iter().zip(levels).map(channel).collect(),
        }
    }
}

fn is_one_sided(heard_ms: &[u64], duration_ms: u64) -> bool {
    let is_mute = |heard: &u64| *heard * 1000 < duration_ms * MUTE_PER_MILLE;
    heard_ms.iter().any(is_mute) && heard_ms.iter().any(|heard| *heard >= HEARD_LEAST_MS && !is_mute(heard))
}

fn per_million(part: u64, whole: u64) -> u32 {
    let share = u128::from(part) * 1_000_000 / u128::from(whole.max(1));
    u32::try_from(share.min(1_000_000)).unwrap_or(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVEL: ChannelLevel = ChannelLevel { average_dbfs: -20.0, peak_dbfs: -3.0, clipped: 0 };

    fn found(signals: &Signals, levels: &[ChannelLevel]) -> Findings {
        Findings::of(signals, levels, 60_000, 8_000)
    }

    #[test]
    fn a_channel_on_which_nobody_is_ever_heard_makes_a_call_one_sided() {
        let heard = |heard_ms: &[u64]| Signals { heard_ms: heard_ms.to_vec(), ..Signals::default() };
        assert!(found(&heard(&[30_000, 0]), &[LEVEL; 2]).one_sided);
        assert!(found(&heard(&[60, 30_000]), &[LEVEL; 2]).one_sided, "a click is no voice");
        assert!(!found(&heard(&[30_000, 900]), &[LEVEL; 2]).one_sided, "a short answer is one");
        assert!(!found(&heard(&[0, 0]), &[LEVEL; 2]).one_sided, "where nobody is heard, nobody is missed");
        assert!(!found(&heard(&[30_000]), &[LEVEL]).one_sided, "one channel may hold both");
    }

    #[test]
    fn stretches_are_summed_and_end_with_the_recording() {
        let span = |start_ms, end_ms| Span { start_ms, end_ms };
        let signals = Signals {
            silence: vec![span(0, 3_000), span(55_000, 60_010)],
            overtalk: vec![span(10_000, 10_500), span(20_000, 21_000)],
            heard_ms: vec![20_000, 20_000],
            first_sound_ms: None,
        };
        let found = found(&signals, &[LEVEL; 2]);
        assert_eq!((found.silence_ms, found.longest_silence_ms, found.overtalk_ms), (8_000, 5_000, 1_500));
    }

    #[test]
    fn clipping_is_a_share_of_what_is_heard() {
        let signals = Signals { heard_ms: vec![10_000, 0], ..Signals::default() };
        let clipped = ChannelLevel { clipped: 800, ..LEVEL };
        let found = found(&signals, &[clipped, LEVEL]);
        assert_eq!(found.channels[0].clipped_ppm, 10_000);
        assert_eq!(found.channels[1].clipped_ppm, 0);
    }
}
