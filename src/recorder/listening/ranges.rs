//! Ranges of a call's timeline, as a set of milliseconds: sorted, apart from each other, none empty.
//! Pure.

use crate::db::listening::Stretch;

/// A set of milliseconds, kept as the few stretches that it consists of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges(Vec<Stretch>);

impl Ranges {
    /// The set of everything that lies in one of these stretches. What ends before it begins is
    /// empty, and nothing lies before the beginning of the call.
    #[must_use]
    pub fn of(stretches: &[Stretch]) -> Self {
        let mut sorted: Vec<Stretch> =
            stretches.iter().map(|(from, to)| ((*from).max(0), *to)).filter(|(from, to)| from < to).collect();
        sorted.sort_unstable();
        let mut joined: Vec<Stretch> = Vec::with_capacity(sorted.len());
        for (from, to) in sorted {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Self(joined)
    }

    /// What lies in either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::of(&[self.0.as_slice(), other.0.as_slice()].concat())
    }

    /// What lies in this one and not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::with_capacity(self.0.len());
        let mut others = other.0.as_slice();
        for &(from, to) in &self.0 {
            // Both are sorted: what ends before this stretch is of no use to any later one.
            while others.first().is_some_and(|(_, end)| *end <= from) {
                others = &others[1..];
            }
            let mut at = from;
            for &(start, end) in others.iter().take_while(|(start, _)| *start < to) {
                if start > at {
                    left.push((at, start));
                }
                at = at.max(end);
            }
            if at < to {
                left.push((at, to));
            }
        }
        Self(left)
    }

    /// What lies before this moment.
    #[must_use]
    pub fn before(&self, end_ms: i64) -> Self {
        let cut: Vec<Stretch> = self.0.iter().map(|(from, to)| (*from, (*to).min(end_ms))).collect();
        Self::of(&cut)
    }

    /// At most this many stretches: the shortest are given up, so that a set never claims what it
    /// did not hold.
    #[must_use]
    pub fn longest(mut self, most: usize) -> Self {
        if self.0.len() > most {
            self.0.sort_by_key(|(from, to)| (from - to, *from));
            self.0.truncate(most);
            self.0.sort_unstable();
        }
        self
    }

    /// How many milliseconds it holds.
    #[must_use]
    pub fn total_ms(&self) -> i64 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// The stretches, sorted and apart.
    #[must_use]
    pub fn into_stretches(self) -> Vec<Stretch> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The same set, millisecond by millisecond.
    fn plain(ranges: &Ranges) -> BTreeSet<i64> {
        ranges.0.iter().flat_map(|(from, to)| *from..*to).collect()
    }

    fn some() -> impl Strategy<Value = Ranges> {
        vec((0..200_i64, 0..200_i64), 0..12).prop_map(|stretches| Ranges::of(&stretches))
    }

    fn is_tidy(ranges: &Ranges) -> bool {
        ranges.0.iter().all(|(from, to)| from < to) && ranges.0.windows(2).all(|pair| pair[0].1 < pair[1].0)
    }

    #[test]
    fn what_touches_is_one_and_what_is_empty_is_nothing() {
        let ranges = Ranges::of(&[(1_000, 2_000), (0, 1_000), (5_000, 5_000), (9_000, 8_000), (-50, 10)]);
        assert_eq!(ranges.into_stretches(), [(0, 2_000)]);
    }

    #[test]
    fn the_shortest_are_given_up_first() {
        let ranges = Ranges::of(&[(0, 10), (20, 21), (30, 45)]);
        assert_eq!(ranges.longest(2).into_stretches(), [(0, 10), (30, 45)]);
    }

    proptest! {
        #[test]
        fn it_is_the_set_that_its_stretches_say(stretches in vec((-20..200_i64, -20..200_i64), 0..12)) {
            let expected: BTreeSet<i64> =
                stretches.iter().flat_map(|(from, to)| (*from).max(0)..*to).collect();
            let ranges = Ranges::of(&stretches);
            prop_assert!(is_tidy(&ranges), "{:?}", ranges);
            prop_assert_eq!(ranges.total_ms(), i64::try_from(expected.len()).unwrap());
            prop_assert_eq!(plain(&ranges), expected);
        }

        #[test]
        fn joining_is_the_union_in_whatever_order_and_however_often(one in some(), two in some()) {
            let union: BTreeSet<i64> = plain(&one).union(&plain(&two)).copied().collect();
            prop_assert_eq!(plain(&one.or(&two)), union);
            prop_assert_eq!(one.or(&two), two.or(&one));
            prop_assert_eq!(one.or(&two).or(&two), one.or(&two));
        }

        #[test]
        fn taking_away_is_the_difference(one in some(), two in some()) {
            let difference: BTreeSet<i64> = plain(&one).difference(&plain(&two)).copied().collect();
            let left = one.without(&two);
            prop_assert!(is_tidy(&left), "{:?}", left);
            prop_assert_eq!(plain(&left), difference);
        }

        #[test]
        fn a_shorter_list_claims_nothing_more(one in some(), most in 0..6_usize, end in 0..200_i64) {
            let shorter = one.clone().longest(most);
            prop_assert!(is_tidy(&shorter) && shorter.0.len() <= most);
            prop_assert!(plain(&shorter).is_subset(&plain(&one)));
            let cut: BTreeSet<i64> = plain(&one).into_iter().filter(|at| *at < end).collect();
            prop_assert_eq!(plain(&one.before(end)), cut);
        }
    }
}
