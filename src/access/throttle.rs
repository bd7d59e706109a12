//! Slows down whoever tries out passwords: after ten failures under one name, or thirty from one
//! address, it is closed for a quarter of an hour. Kept in memory, bounded, per process.

use super::AccessError;
use crate::time::{Clock, Instant};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// For how long failures count.
const WINDOW: Duration = Duration::from_mins(15);
/// Failures under one name.
const PER_NAME: u32 = 10;
/// Failures from one address; a call centre may share one.
const PER_ADDRESS: u32 = 30;
/// How many names and addresses are remembered at once.
const REMEMBERED: usize = 10_000;

/// The failures of the last quarter of an hour.
#[derive(Debug, Default)]
pub struct Throttle {
    clock: Clock,
    failures: Mutex<HashMap<Key, Failures>>,
}

/// What failures are counted under: a hash, because whoever tries decides how long a name is.
type Key = [u8; 32];

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    since: Instant,
}

impl Throttle {
    /// No failures yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, failures: Mutex::default() }
    }

    /// Refuses if there were too many failures under this name or from this address.
    pub(super) fn check(&self, name: &str, address: &str) -> Result<(), AccessError> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let too_many = |key: Key, most: u32| {
            failures.get(&key).is_some_and(|known| known.count >= most && known.since.plus(WINDOW) > now)
        };
        if too_many(by_name(name), PER_NAME) || too_many(by_address(address), PER_ADDRESS) {
            return Err(AccessError::TooManyAttempts { minutes: WINDOW.as_secs() / 60 });
        }
        Ok(())
    }

    /// Notes a failure.
    pub(super) fn failed(&self, name: &str, address: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        if failures.len() >= REMEMBERED {
            failures.retain(|_, known| known.since.plus(WINDOW) > now);
        }
        for key in [by_name(name), by_address(address)] {
            if failures.len() >= REMEMBERED && !failures.contains_key(&key) {
                continue;
            }
            let known = failures.entry(key).or_insert(Failures { count: 0, since: now });
            if known.since.plus(WINDOW) <= now {
                *known = Failures { count: 0, since: now };
            }
            known.count = known.count.saturating_add(1);
        }
    }

    /// Forgets the failures under this name: its owner got in.
    pub(super) fn succeeded(&self, name: &str) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(&by_name(name));
    }
}

fn by_name(name: &str) -> Key {
    Sha256::digest(format!("name:{name}")).into()
}

fn by_address(address: &str) -> Key {
    Sha256::digest(format!("address:{address}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_close_a_name_for_a_quarter_of_an_hour() {
        let clock = Clock::fixed(Instant::from_millis(0));
        let throttle = Throttle::new(clock.clone());
        for number in 0..10 {
            assert!(throttle.check("mei", "a").is_ok());
            throttle.failed("mei", &format!("address {number}"));
        }
        assert!(throttle.check("mei", "another address").is_err());
        assert!(throttle.check("li", "another address").is_ok());
        clock.advance(WINDOW);
        assert!(throttle.check("mei", "another address").is_ok());
    }

    #[test]
    fn thirty_failures_close_an_address_whatever_the_names() {
        let throttle = Throttle::new(Clock::fixed(Instant::from_millis(0)));
        for number in 0..30 {
            throttle.failed(&format!("name {number}"), "a");
        }
        assert!(throttle.check("somebody new", "a").is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::new(Clock::fixed(Instant::from_millis(0)));
        for number in 0..REMEMBERED {
            throttle.failed(&format!("name {number}"), &format!("address {number}"));
        }
        assert!(throttle.failures.lock().unwrap().len() <= REMEMBERED);
    }
}
