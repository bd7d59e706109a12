//! Who is certified for a scorecard: worked out from attempts, never typed in.

use crate::ids::ReferenceCallId;
use crate::time::Instant;
use std::collections::BTreeMap;
use std::time::Duration;

/// A finished attempt, as certification counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// At which reference call.
    pub reference_call_id: ReferenceCallId,
    /// When it was finished.
    pub finished_at: Instant,
    /// How many items were compared.
    pub items: i32,
    /// How many of them are alike.
    pub alike: i32,
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Fewer reference calls than the rule asks for.
    Open,
    /// As many, and agreeing less than the rule asks for.
    Below,
    /// Certified until this moment.
    Certified(Instant),
    /// Certified until this moment, which is over.
    Lapsed(Instant),
}

/// Where somebody stands, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    /// Where.
    pub standing: Standing,
    /// How many reference calls are counted; no more than the rule asks for.
    pub calls: i32,
    /// How many items of them were compared.
    pub items: i32,
    /// How many of those are alike.
    pub alike: i32,
}

/// Where somebody stands whose finished attempts on a card are these, oldest first, by a rule of so many
/// `calls`, so many alike of a hundred items (`agreement`), each counting for so many `days`.
///
/// An attempt counts where it is the first at its call within that time: whoever scores a call again has
/// seen the answers. The last `calls` that count are looked at, all their items together; the certificate
/// ends when the oldest of them is too old.
#[must_use]
pub fn standing(calls: i32, agreement: i32, days: i32, attempts: &[Counted], now: Instant) -> Certificate {
    let span = Duration::from_hours(24 * u64::from(days.unsigned_abs()));
    let mut last: BTreeMap<ReferenceCallId, Instant> = BTreeMap::new();
    let mut fresh: Vec<Counted> = Vec::new();
    for attempt in attempts {
        let before = last.insert(attempt.reference_call_id, attempt.finished_at);
        if before.is_none_or(|before| before.plus(span) <= attempt.finished_at) {
            fresh.push(*attempt);
        }
    }
    let needed = usize::try_from(calls).unwrap_or_default().max(1);
    let skipped = fresh.len().saturating_sub(needed);
    let looked_at = fresh.get(skipped..).unwrap_or_default();
    let sum = |of: fn(&Counted) -> i32| looked_at.iter().map(of).fold(0, i32::saturating_add);
    let (items, alike) = (sum(|one| one.items), sum(|one| one.alike));
    let agrees = i64::from(alike) * 100 >= i64::from(agreement) * i64::from(items) && items > 0;
    let standing = match looked_at.first() {
        Some(oldest) if looked_at.len() >= needed && agrees => {
            let until = oldest.finished_at.plus(span);
            if now < until { Standing::Certified(until) } else { Standing::Lapsed(until) }
        }
        Some(_) if looked_at.len() >= needed => Standing::Below,
        _ => Standing::Open,
    };
    let calls = i32::try_from(looked_at.len()).unwrap_or(i32::MAX);
    Certificate { standing, calls, items, alike }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 24 * 3_600_000;

    fn day(number: i64) -> Instant {
        Instant::from_millis(number * DAY)
    }

    fn call(number: u8) -> ReferenceCallId {
        ReferenceCallId::from_bytes([number; 16])
    }

    fn attempt(of: u8, on: i64, alike: i32) -> Counted {
        Counted { reference_call_id: call(of), finished_at: day(on), items: 10, alike }
    }

    #[test]
    fn certified_by_enough_calls_that_agree_until_the_oldest_is_too_old() {
        let attempts = [attempt(1, 0, 9), attempt(2, 10, 8)];
        let at = |now| standing(2, 85, 90, &attempts, day(now)).standing;
        assert_eq!(at(11), Standing::Certified(day(90)));
        assert_eq!(at(90), Standing::Lapsed(day(90)));
        assert_eq!(standing(2, 86, 90, &attempts, day(11)).standing, Standing::Below);
        let open = standing(3, 50, 90, &attempts, day(11));
        assert_eq!((open.standing, open.calls, open.items, open.alike), (Standing::Open, 2, 20, 17));
        assert_eq!(standing(1, 1, 90, &[], day(0)).standing, Standing::Open);
    }

    #[test]
    fn the_last_calls_decide_and_make_it_longer() {
        let attempts = [attempt(1, 0, 2), attempt(2, 10, 9), attempt(3, 20, 9)];
        assert_eq!(standing(2, 90, 90, &attempts, day(21)).standing, Standing::Certified(day(100)));
        let worse = [attempts[1], attempts[2], attempt(4, 30, 3)];
        assert_eq!(standing(2, 90, 90, &worse, day(31)).standing, Standing::Below);
    }

    #[test]
    fn a_call_that_is_scored_again_counts_only_once_it_is_forgotten() {
        let again = [attempt(1, 0, 9), attempt(1, 5, 10)];
        assert_eq!(standing(2, 10, 90, &again, day(6)).standing, Standing::Open);
        // Every repetition shows the answers anew.
        let often = [attempt(1, 0, 9), attempt(1, 60, 10), attempt(1, 100, 10)];
        assert_eq!(standing(1, 95, 90, &often, day(101)).standing, Standing::Below);
        let much_later = [attempt(1, 0, 9), attempt(1, 90, 10)];
        assert_eq!(standing(1, 95, 90, &much_later, day(91)).standing, Standing::Certified(day(180)));
    }

    proptest! {
        #[test]
        fn nobody_is_certified_with_less_than_the_rule_asks_for(
            calls in 1_i32..5, agreement in 1_i32..=100, days in 1_i32..400,
            made in prop::collection::vec((0_u8..6, 0_i64..500, 0_i32..=10), 0..20),
        ) {
            let mut attempts: Vec<Counted> =
                made.into_iter().map(|(of, on, alike)| attempt(of, on, alike)).collect();
            attempts.sort_by_key(|one| one.finished_at);
            let found = standing(calls, agreement, days, &attempts, day(500));
            prop_assert!(found.calls <= calls && found.alike <= found.items);
            if let Standing::Certified(until) = found.standing {
                prop_assert!(found.calls == calls && until > day(500));
                prop_assert!(found.alike * 100 >= agreement * found.items);
            }
        }
    }
}
