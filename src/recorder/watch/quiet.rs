//! Whether a file in a watched folder is complete: it stood still for a while.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How a file was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    /// Its size.
    pub(super) bytes: u64,
    /// When it was last written, in milliseconds since 1970.
    pub(super) modified_ms: i64,
}

/// The files that are not known to be complete, and since when each has stood still. A bound on
/// how many keeps a folder of a million files from filling the memory: those beyond are looked at
/// once others are done.
#[derive(Debug, Default)]
pub(super) struct Quiet {
    seen: HashMap<String, (Sight, Instant)>,
    most: usize,
}

impl Quiet {
    pub(super) fn new(most: usize) -> Self {
        Self { seen: HashMap::new(), most }
    }

    /// Notes how a file is seen at this moment. True once it has looked the same for `quiet`.
    pub(super) fn has_stood_still(
        &mut self,
        path: &str,
        sight: Sight,
        now: Instant,
        quiet: Duration,
    ) -> bool {
        let is_full = self.seen.len() >= self.most;
        match self.seen.get_mut(path) {
            Some((known, since)) if *known == sight => now.saturating_duration_since(*since) >= quiet,
            Some(known) => {
                *known = (sight, now);
                false
            }
            None if is_full => false,
            None => {
                self.seen.insert(path.to_owned(), (sight, now));
                // Nothing to wait for: the folder's owner says that files appear whole.
                quiet.is_zero()
            }
        }
    }

    /// The file was taken care of, or is gone.
    pub(super) fn forget(&mut self, path: &str) {
        self.seen.remove(path);
    }

    /// Keeps only the files that are still there.
    pub(super) fn keep(&mut self, is_there: impl Fn(&str) -> bool) {
        self.seen.retain(|path, _| is_there(path));
    }

    /// How many files are waited for.
    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_secs(3);

    fn at(second: u64, start: Instant) -> Instant {
        start + Duration::from_secs(second)
    }

    #[test]
    fn a_file_that_grows_waits_until_it_has_stood_still() {
        let (mut quiet, start) = (Quiet::new(10), Instant::now());
        let mut seen = |second, bytes, modified_ms| {
            quiet.has_stood_still("a", Sight { bytes, modified_ms }, at(second, start), QUIET)
        };
        assert!(!seen(0, 1, 1));
        assert!(!seen(2, 2, 2), "it grew");
        assert!(!seen(4, 2, 2), "two seconds are not three");
        assert!(!seen(6, 2, 3), "it was written again");
        assert!(seen(9, 2, 3));
        quiet.forget("a");
        assert_eq!(quiet.len(), 0);
    }

    #[test]
    fn there_is_a_bound_and_what_is_gone_makes_room() {
        let (mut quiet, start) = (Quiet::new(1), Instant::now());
        let sight = Sight { bytes: 1, modified_ms: 1 };
        assert!(!quiet.has_stood_still("a", sight, start, QUIET));
        assert!(!quiet.has_stood_still("b", sight, start, QUIET));
        assert!(!quiet.has_stood_still("b", sight, at(9, start), QUIET), "it was never noted");
        quiet.keep(|path| path != "a");
        assert!(!quiet.has_stood_still("b", sight, at(10, start), QUIET));
        assert!(quiet.has_stood_still("b", sight, at(13, start), QUIET));
    }
}
