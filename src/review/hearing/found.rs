//! Which of the inspector's moments an agent found by themselves, by the seconds at which they marked.

/// How long before a moment a mark may lie: who knows the call marks what is coming.
const BEFORE_MS: i64 = 3_000;
/// How long after it: one hears it out before one presses a key.
const AFTER_MS: i64 = 10_000;
/// Moments that lie closer than this are one.
const ONE_MS: i64 = 2_000;

/// The moments in their order, those that overlap or lie close together as one.
#[must_use]
pub fn one_by_one(mut moments: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    moments.sort_unstable();
    let mut apart: Vec<(i64, i64)> = Vec::with_capacity(moments.len());
    for (start, end) in moments {
        match apart.last_mut() {
            Some(last) if start <= last.1.saturating_add(ONE_MS) => last.1 = last.1.max(end),
            _ => apart.push((start, end.max(start))),
        }
    }
    apart
}

/// How many of these moments were found: a mark finds one moment at most, and a moment is found once.
#[must_use]
pub fn found(moments: &[(i64, i64)], marks: &[i64]) -> usize {
    let mut marks = marks.to_vec();
    marks.sort_unstable();
    let mut next = 0;
    let mut count = 0;
    // Moments end in their order, as they were made one by one: the first mark that fits is the best.
    for (start, end) in moments {
        let (from, to) = (start.saturating_sub(BEFORE_MS), end.saturating_add(AFTER_MS));
        while marks.get(next).is_some_and(|mark| *mark < from) {
            next += 1;
        }
        if marks.get(next).is_some_and(|mark| *mark <= to) {
            count += 1;
            next += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_that_belong_together_are_one() {
        assert_eq!(
            one_by_one(vec![(9_000, 9_000), (1_000, 4_000), (3_000, 5_000)]),
            [(1_000, 5_000), (9_000, 9_000)]
        );
        assert_eq!(one_by_one(vec![(1_000, 2_000), (3_500, 4_000)]), [(1_000, 4_000)]);
        assert!(one_by_one(Vec::new()).is_empty());
    }

    #[test]
    fn a_mark_soon_after_a_moment_finds_it_and_one_far_away_does_not() {
        let moments = [(20_000, 24_000), (60_000, 60_000), (90_000, 95_000)];
        assert_eq!(found(&moments, &[26_000, 58_000]), 2);
        assert_eq!(found(&moments, &[34_000, 70_000]), 2, "ten seconds are in time");
        assert_eq!(found(&moments, &[34_001, 56_999, 120_000]), 0);
        assert_eq!(found(&moments, &[]), 0);
        assert_eq!(found(&[], &[1_000]), 0);
    }

    #[test]
    fn pressing_all_the_time_finds_each_once() {
        let moments = [(20_000, 24_000), (60_000, 60_000)];
        let often: Vec<i64> = (0..100).map(|second| second * 1_000).collect();
        assert_eq!(found(&moments, &often), 2);
        assert_eq!(found(&moments, &[22_000, 22_500]), 1, "two marks at one moment");
    }

    proptest! {
        #[test]
        fn no_more_is_found_than_there_is_or_was_marked(
            moments in proptest::collection::vec((0_i64..300_000, 0_i64..20_000), 0..12),
            marks in proptest::collection::vec(0_i64..320_000, 0..20),
        ) {
            let moments = one_by_one(moments.into_iter().map(|(start, long)| (start, start + long)).collect());
            let count = found(&moments, &marks);
            prop_assert!(count <= moments.len() && count <= marks.len());
            prop_assert!(moments.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }
}
