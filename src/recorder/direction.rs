//! The words that recorders have for who rang whom.

use crate::db::call::Direction;

/// The words for a call that came in; case does not matter.
const IN: &[&str] = &["inbound", "incoming", "in", "i", "呼入"];
/// The words for a call that was made.
const OUT: &[&str] = &["outbound", "outgoing", "out", "o", "呼出", "outbound-api", "outbound-dial"];

/// The direction that a recorder's word means, where it leaves no doubt.
pub(super) fn direction(word: &str) -> Option<Direction> {
    let word = word.trim().to_lowercase();
    if IN.contains(&word.as_str()) {
        Some(Direction::Inbound)
    } else if OUT.contains(&word.as_str()) {
        Some(Direction::Outbound)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_recorders_are_known_and_codes_are_not_guessed() {
        assert_eq!(direction(" Incoming "), Some(Direction::Inbound));
        assert_eq!(direction("outbound-api"), Some(Direction::Outbound));
        assert_eq!(direction("1"), None);
    }
}
