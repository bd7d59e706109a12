//! Which wording of a standard answer was in force on a day. Pure.

use crate::db::standard_answer::{AnswerVersion, StandardAnswer};

/// The wording that held on a day of the workspace, `YYYY-MM-DD`: of those that are in force from
/// that day or an earlier one, the one that began last; where two began on the same day, the one that
/// was written later, because it corrects the other.
#[must_use]
pub fn in_force<'v>(
    answer: &StandardAnswer,
    versions: &'v [AnswerVersion],
    day: &str,
) -> Option<&'v AnswerVersion> {
    if answer.retired_from.as_deref().is_some_and(|from| from <= day) {
        return None;
    }
    let begun = versions.iter().filter(|version| version.valid_from.as_str() <= day);
    begun.max_by_key(|version| (version.valid_from.as_str(), version.number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{PersonId, ScorecardId, StandardAnswerId};
    use crate::time::Instant;

    fn answer(retired_from: Option<&str>) -> StandardAnswer {
        StandardAnswer {
            id: StandardAnswerId::new(),
            scorecard_id: ScorecardId::new(),
            question: "q".to_owned(),
            created_at: Instant::from_millis(0),
            changed_at: Instant::from_millis(0),
            retired_from: retired_from.map(str::to_owned),
        }
    }

    fn versions(days: &[&str]) -> Vec<AnswerVersion> {
        let version = |(number, day): (i32, &&str)| AnswerVersion {
            standard_answer_id: StandardAnswerId::new(),
            number,
            title: [].into(),
            text: [].into(),
            valid_from: (*day).to_owned(),
            written_by: PersonId::new(),
            written_at: Instant::from_millis(0),
        };
        (1..).zip(days).map(version).collect()
    }

    #[track_caller]
    fn holds(retired_from: Option<&str>, days: &[&str], day: &str, number: Option<i32>) {
        let versions = versions(days);
        assert_eq!(in_force(&answer(retired_from), &versions, day).map(|one| one.number), number, "{day}");
    }

    #[test]
    fn the_wording_that_began_last_holds() {
        let days = ["2026-01-01", "2026-07-01"];
        holds(None, &days, "2025-12-31", None);
        holds(None, &days, "2026-01-01", Some(1));
        holds(None, &days, "2026-06-30", Some(1));
        holds(None, &days, "2026-07-01", Some(2));
    }

    #[test]
    fn what_was_written_later_for_an_earlier_day_corrects_that_time_alone() {
        let days = ["2026-01-01", "2026-07-01", "2026-01-01", "2026-03-01"];
        holds(None, &days, "2026-02-01", Some(3));
        holds(None, &days, "2026-03-01", Some(4));
        holds(None, &days, "2026-08-01", Some(2));
    }

    #[test]
    fn a_retired_answer_still_held_before() {
        holds(Some("2026-05-01"), &["2026-01-01"], "2026-04-30", Some(1));
        holds(Some("2026-05-01"), &["2026-01-01"], "2026-05-01", None);
    }
}
