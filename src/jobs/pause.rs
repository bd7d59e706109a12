//! A pause that doubles each time, up to a limit, until it is reset.

use std::time::Duration;

/// The next pause, and the one after it.
#[derive(Debug, Clone)]
pub(super) struct Pause {
    first: Duration,
    most: Duration,
    next: Duration,
}

impl Pause {
    /// Begins with `first` and never exceeds `most`.
    pub(super) fn doubling(first: Duration, most: Duration) -> Self {
        Self { first, most, next: first.min(most) }
    }

    /// How long to pause this time.
    pub(super) fn take(&mut self) -> Duration {
        let pause = self.next;
        self.next = pause.saturating_mul(2).min(self.most);
        pause
    }

    /// Begins again with the first pause.
    pub(super) fn reset(&mut self) {
        self.next = self.first.min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_up_to_its_limit_and_begins_again_after_a_reset() {
        let mut pause = Pause::doubling(Duration::from_millis(500), Duration::from_secs(2));
        let taken: Vec<u128> = (0..4).map(|_| pause.take().as_millis()).collect();
        assert_eq!(taken, [500, 1000, 2000, 2000]);
        pause.reset();
        assert_eq!(pause.take().as_millis(), 500);
    }
}
