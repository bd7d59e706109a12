//! Which recordings of a source become words by themselves.

use crate::db::DbError;
use crate::ids::CallId;
use std::fmt;

/// Which recordings of a source are transcribed without anybody asking, and in what order. What somebody
/// asks for is transcribed wherever it came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Transcribing {
    /// Every one, as it came in.
    #[default]
    All,
    /// Every one; calls in an inspector's hands before the others.
    AssignedFirst,
    /// Those of so many calls of a hundred (1 to 99), evenly drawn, and of calls in an inspector's hands.
    Sampled(u8),
    /// Only those of calls in an inspector's hands, and what somebody asks for.
    OnRequest,
}

impl Transcribing {
    /// The words that are taken; a share is a number and `%`, such as `20%`.
    pub const WORDS: [&str; 4] = ["all", "assigned_first", "on_request", "20%"];

    /// Reads `all`, `assigned_first`, `on_request` or a share from `1%` to `99%`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "all" => Some(Self::All),
            "assigned_first" => Some(Self::AssignedFirst),
            "on_request" => Some(Self::OnRequest),
            share => {
                let percent: u8 = share.strip_suffix('%')?.parse().ok()?;
                (1..=99).contains(&percent).then_some(Self::Sampled(percent))
            }
        }
    }

    /// Whether the recordings of this call are transcribed without anybody asking.
    #[must_use]
    pub fn takes(self, call: CallId) -> bool {
        match self {
            Self::All | Self::AssignedFirst => true,
            Self::Sampled(percent) => lot(call) < percent,
            Self::OnRequest => false,
        }
    }

    /// Whether a call in an inspector's hands comes before the others.
    #[must_use]
    pub fn prefers_assigned(self) -> bool {
        self != Self::All
    }

    pub(super) fn stored(word: &str) -> Result<Self, DbError> {
        Self::parse(word).ok_or_else(|| DbError::Damaged {
            what: "what a source transcribes",
            cause: "it is no word of this version".into(),
        })
    }
}

impl fmt::Display for Transcribing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("all"),
            Self::AssignedFirst => formatter.write_str("assigned_first"),
            Self::Sampled(percent) => write!(formatter, "{percent}%"),
            Self::OnRequest => formatter.write_str("on_request"),
        }
    }
}

/// A number from 0 to 99 that a call keeps: of the random end of its id (RFC 9562 §5.7), so that the legs
/// and repetitions of a call share its lot.
fn lot(call: CallId) -> u8 {
    let end = call.as_bytes().iter().skip(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    // The two highest bits are the variant, the same in every id.
    u8::try_from((end & (u64::MAX >> 2)) % 100).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let all = [Transcribing::All, Transcribing::AssignedFirst, Transcribing::OnRequest];
        for policy in all.into_iter().chain((1..=99).map(Transcribing::Sampled)) {
            assert_eq!(Transcribing::parse(&policy.to_string()), Some(policy));
        }
        for wrong in ["", "none", "0%", "100%", "-1%", "20", "2.5%", "256%"] {
            assert_eq!(Transcribing::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_share_of_calls_is_drawn_evenly_and_for_good() {
        let calls: Vec<CallId> = (0..20_000).map(|_| CallId::new()).collect();
        let drawn = |percent| calls.iter().filter(|id| Transcribing::Sampled(percent).takes(**id)).count();
        // Ten standard deviations around 4,000.
        assert!((3_430..=4_570).contains(&drawn(20)), "{}", drawn(20));
        assert_eq!(drawn(20), drawn(20));
        let in_small = |id: &&CallId| Transcribing::Sampled(20).takes(**id);
        assert!(calls.iter().filter(in_small).all(|id| Transcribing::Sampled(60).takes(*id)));
    }
}
