//! How long an answer and each step of an appeal may take, in days of the working calendar.

use super::calendar::WorkingCalendar;
use crate::db::appeal::AppealState;
use crate::time::Instant;

/// Working days for the team leader's first review.
const FIRST_REVIEW_DAYS: u32 = 2;
/// Working days for the inspector's recheck.
const RECHECK_DAYS: u32 = 2;
/// Working days for the arbitration.
const ARBITRATION_DAYS: u32 = 3;

/// Until when the agent may answer what is out from this moment on; `days` is what its card gives.
#[must_use]
pub fn answer_until(released_at: Instant, days: u32, calendar: &WorkingCalendar) -> Instant {
    calendar.end_of_working_day(released_at, days)
}

/// Until when a step that begins now should be taken.
#[must_use]
pub fn step_until(step: AppealState, now: Instant, calendar: &WorkingCalendar) -> Instant {
    let days = match step {
        AppealState::FirstReview => FIRST_REVIEW_DAYS,
        AppealState::Recheck => RECHECK_DAYS,
        AppealState::Arbitration | AppealState::Decided | AppealState::Withdrawn => ARBITRATION_DAYS,
    };
    calendar.end_of_working_day(now, days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn each_step_has_its_days() {
        let tuesday = "2026-11-24T10:00:00Z".parse().unwrap();
        let calendar = WorkingCalendar::usual(TimeZone::UTC);
        let until = |step| step_until(step, tuesday, &calendar).to_string();
        assert_eq!(until(AppealState::FirstReview), "2026-11-27T00:00:00.000Z");
        assert_eq!(until(AppealState::Recheck), "2026-11-27T00:00:00.000Z");
        assert_eq!(until(AppealState::Arbitration), "2026-11-28T00:00:00.000Z");
        assert_eq!(answer_until(tuesday, 5, &calendar).to_string(), "2026-12-02T00:00:00.000Z");
    }
}
