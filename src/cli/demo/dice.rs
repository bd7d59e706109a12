//! Chance that falls the same way every time, so that two demonstrations of one day are alike.

/// A die that is thrown for one thing; the thing's name decides how it falls (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    /// The die for this thing.
    pub(super) fn of(thing: &str) -> Self {
        // FNV-1a: two names that differ in a letter begin far apart.
        Self(
            thing.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
                (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
            }),
        )
    }

    /// A number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        let span = u64::from(most.saturating_sub(least)) + 1;
        least.saturating_add(u32::try_from(self.next() % span).unwrap_or(0))
    }

    /// Whether something happens that does in so many of a hundred cases.
    pub(super) fn happens(&mut self, of_hundred: u32) -> bool {
        self.between(0, 99) < of_hundred
    }

    /// One of several; none where there is none.
    pub(super) fn one_of<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        let last = u32::try_from(several.len()).ok()?.checked_sub(1)?;
        several.get(self.between(0, last) as usize)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_falls_the_same_way_and_another_does_not() {
        let throws = |thing: &str| -> Vec<u32> {
            let mut dice = Dice::of(thing);
            (0..20).map(|_| dice.between(1, 1000)).collect()
        };
        assert_eq!(throws("6021 week 3"), throws("6021 week 3"));
        assert_ne!(throws("6021 week 3"), throws("6021 week 4"));
    }

    #[test]
    fn a_number_stays_within_its_bounds_and_reaches_both() {
        let mut dice = Dice::of("bounds");
        let thrown: Vec<u32> = (0..500).map(|_| dice.between(3, 6)).collect();
        assert!((3..=6).all(|number| thrown.contains(&number)));
        assert!(thrown.iter().all(|number| (3..=6).contains(number)));
    }

    #[test]
    fn what_happens_in_a_third_of_cases_happens_about_that_often() {
        let mut dice = Dice::of("thirds");
        let happened = (0..3000).filter(|_| dice.happens(33)).count();
        assert!((850..1150).contains(&happened), "{happened}");
        assert!(!dice.happens(0) && dice.happens(100));
    }

    #[test]
    fn one_of_none_is_none() {
        assert_eq!(Dice::of("none").one_of::<u8>(&[]), None);
    }
}
