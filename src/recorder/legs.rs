//! Legs: some recorders write each side of a call into a file of its own. Both are ordinary
//! recordings of one call; once both are prepared, a job makes one recording of two lanes of them.

use crate::db::recording::{ChannelRole, Recording, RecordingState};
use std::borrow::Cow;

/// What a recorder puts at the end of a leg's name, and who is heard there: the customer where the
/// telephone system received, the agent where it sent. Asterisk's Monitor writes `-in` and `-out`,
/// `MixMonitor` what its `r` and `t` options are told, others `_rx` and `_tx`.
const ENDINGS: &[(&str, ChannelRole)] = &[
    ("in", ChannelRole::Customer),
    ("rx", ChannelRole::Customer),
    ("r", ChannelRole::Customer),
    ("read", ChannelRole::Customer),
    ("customer", ChannelRole::Customer),
    ("caller", ChannelRole::Customer),
    ("out", ChannelRole::Agent),
    ("tx", ChannelRole::Agent),
    ("t", ChannelRole::Agent),
    ("write", ChannelRole::Agent),
    ("agent", ChannelRole::Agent),
];

/// The part of a name that both legs share, and who is heard on this one; none: it names no leg.
/// `stem` is the name without the ending of its format.
#[must_use]
pub fn leg_in_name(stem: &str) -> Option<(&str, ChannelRole)> {
    let at = stem.rfind(['-', '_'])?;
    let (shared, ending) = (stem.get(..at)?, stem.get(at + 1..)?);
    let ending = ending.to_ascii_lowercase();
    let (_, role) = ENDINGS.iter().find(|(known, _)| *known == ending)?;
    (!shared.is_empty()).then_some((shared, *role))
}

/// A path without the side that a leg's name ends with.
pub(super) fn without_side(path: &str) -> Cow<'_, str> {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    match leg_in_name(stem) {
        Some((shared, _)) if !ending.contains('/') => Cow::Owned(format!("{shared}.{ending}")),
        _ => Cow::Borrowed(path),
    }
}

/// Two legs of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegPair {
    /// On which the agent is heard.
    pub agent: Recording,
    /// On which the customer is heard.
    pub customer: Recording,
}

/// The first two legs of a call that belong together: one of each side, both prepared, of one
/// channel, heard at the same time, and not paired yet.
#[must_use]
pub fn pair_of(recordings: &[Recording]) -> Option<LegPair> {
    let of_side = |side: ChannelRole| recordings.iter().filter(move |one| is_leg(one, side));
    of_side(ChannelRole::Agent).find_map(|agent| {
        let customer = of_side(ChannelRole::Customer).find(|customer| overlap(agent, customer))?;
        Some(LegPair { agent: agent.clone(), customer: customer.clone() })
    })
}

fn is_leg(recording: &Recording, side: ChannelRole) -> bool {
    let is_mono = recording.audio.as_ref().is_some_and(|audio| audio.channel_count == 1);
    recording.leg == Some(side)
        && is_mono
        && recording.state == RecordingState::Prepared
        && recording.paired_into.is_none()
}

fn overlap(one: &Recording, other: &Recording) -> bool {
    let ends = |recording: &Recording| {
        let length = recording.audio.as_ref().map_or(0, |audio| audio.duration_ms);
        recording.offset_ms.saturating_add(i64::try_from(length).unwrap_or(i64::MAX))
    };
    one.offset_ms < ends(other) && other.offset_ms < ends(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::recording::AudioFacts;
    use crate::ids::{CallId, RecordingId};
    use crate::time::Instant;

    #[test]
    fn a_leg_is_told_by_the_end_of_its_name() {
        for (stem, shared, role) in [
            ("q-600-3201-1743042317.12206-in", "q-600-3201-1743042317.12206", ChannelRole::Customer),
            ("q-600-3201-1743042317.12206-out", "q-600-3201-1743042317.12206", ChannelRole::Agent),
            ("call_RX", "call", ChannelRole::Customer),
            ("call_tx", "call", ChannelRole::Agent),
            ("1001-r", "1001", ChannelRole::Customer),
            ("1001-t", "1001", ChannelRole::Agent),
        ] {
            assert_eq!(leg_in_name(stem), Some((shared, role)), "{stem}");
        }
        for stem in ["in-600-3201-1743042317.12206", "call", "-in", "call-all", "checkin"] {
            assert_eq!(leg_in_name(stem), None, "{stem}");
        }
    }

    #[test]
    fn a_naming_pattern_reads_a_leg_as_it_reads_a_whole_call() {
        assert_eq!(without_side("a/q-600-1743042317.12206-in.wav"), "a/q-600-1743042317.12206.wav");
        assert_eq!(without_side("a/q-600-1743042317.12206.wav"), "a/q-600-1743042317.12206.wav");
        assert_eq!(without_side("in"), "in");
    }

    fn leg(side: ChannelRole, offset_ms: i64, duration_ms: u64) -> Recording {
        Recording {
            id: RecordingId::new(),
            call_id: CallId::from_bytes([1; 16]),
            content_hash: [0; 32],
            bytes: 1,
            file_name: None,
            offset_ms,
            channel_roles: [].into(),
            state: RecordingState::Prepared,
            failure: None,
            audio: Some(AudioFacts {
                container: "wave".to_owned(),
                codec: "pcm_s16le".to_owned(),
                sample_rate: 8000,
                channel_count: 1,
                duration_ms,
                truncated: false,
            }),
            created_at: Instant::from_millis(0),
            leg: Some(side),
            paired_into: None,
            started_at: None,
        }
    }

    #[test]
    fn one_of_each_side_that_are_heard_together_are_a_pair() {
        let (agent, customer) = (leg(ChannelRole::Agent, 0, 60_000), leg(ChannelRole::Customer, 800, 59_000));
        let later = leg(ChannelRole::Customer, 60_000, 5_000);
        let pair = pair_of(&[later.clone(), customer.clone(), agent.clone()]).unwrap();
        assert_eq!((pair.agent.id, pair.customer.id), (agent.id, customer.id));
        assert_eq!(pair_of(&[agent.clone(), later]), None);
        assert_eq!(pair_of(&[agent.clone(), leg(ChannelRole::Agent, 0, 60_000)]), None);
        let paired = Recording { paired_into: Some(RecordingId::new()), ..agent.clone() };
        assert_eq!(pair_of(&[paired, customer.clone()]), None);
        let waiting = Recording { state: RecordingState::Accepted, ..agent };
        assert_eq!(pair_of(&[waiting, customer]), None);
    }
}
