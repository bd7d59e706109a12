//! How far the job at hand is: said by the job, read by the heartbeat, which notes it with the lease.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

/// What says that nothing is known.
const UNKNOWN: i32 = -1;

/// How far the job at hand is. Clones tell of the same job.
#[derive(Debug, Clone)]
pub struct Progress(Arc<AtomicI32>);

impl Default for Progress {
    fn default() -> Self {
        Self(Arc::new(AtomicI32::new(UNKNOWN)))
    }
}

impl Progress {
    /// Another job begins, of which nothing is known.
    pub(super) fn begin(&self) {
        self.0.store(UNKNOWN, Ordering::Relaxed);
    }

    /// This share of the job is done, 0 to 1.
    pub(super) fn reach(&self, share: f32) {
        #[expect(clippy::cast_possible_truncation, reason = "a thousand is a small number")]
        let thousandths = (share.clamp(0.0, 1.0) * 1000.0) as i32;
        self.0.store(thousandths, Ordering::Relaxed);
    }

    /// How far it is, of a thousand; none: unknown.
    pub(super) fn thousandths(&self) -> Option<i32> {
        Some(self.0.load(Ordering::Relaxed)).filter(|known| *known != UNKNOWN)
    }
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn it_tells_of_the_job_at_hand_alone() {
        let progress = Progress::default();
        assert_eq!(progress.thousandths(), None);
        progress.clone().reach(0.25);
        assert_eq!(progress.thousandths(), Some(250));
        progress.reach(7.0);
        assert_eq!(progress.thousandths(), Some(1000));
        progress.begin();
        assert_eq!(progress.thousandths(), None);
    }
}
