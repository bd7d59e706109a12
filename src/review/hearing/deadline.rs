//! How long an answer and each step of an appeal may take: in working days of the workspace, which
//! are Monday to Friday until it has a calendar of its own.

use crate::db::appeal::AppealState;
use crate::time::Instant;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

/// Working days in which the agent answers, counted from the day after the release.
const ANSWER_DAYS: u32 = 5;
/// Working days for the team leader's first review.
const FIRST_REVIEW_DAYS: u32 = 2;
/// Working days for the inspector's recheck.
const RECHECK_DAYS: u32 = 2;
/// Working days for the arbitration.
const ARBITRATION_DAYS: u32 = 3;
/// The most calendar days that are looked at for one working day: no week has fewer than one.
const A_WEEK: u32 = 7;

/// Until when the agent may answer what is out from this moment on.
#[must_use]
pub fn answer_until(released_at: Instant, zone: &TimeZone) -> Instant {
    end_of_working_day(released_at, ANSWER_DAYS, zone)
}

/// Until when a step that begins now should be taken.
#[must_use]
pub fn step_until(step: AppealState, now: Instant, zone: &TimeZone) -> Instant {
    let days = match step {
        AppealState::FirstReview => FIRST_REVIEW_DAYS,
        AppealState::Recheck => RECHECK_DAYS,
        AppealState::Arbitration | AppealState::Decided | AppealState::Withdrawn => ARBITRATION_DAYS,
    };
    end_of_working_day(now, days, zone)
}

/// The end of the `days`-th working day after the day of this moment, in this zone.
fn end_of_working_day(from: Instant, days: u32, zone: &TimeZone) -> Instant {
    let mut day = from;
    let mut left = days;
    for _ in 0..days.saturating_mul(A_WEEK) {
        day = day.end_of_day(zone);
        if is_working(day, zone) {
            left = left.saturating_sub(1);
        }
        if left == 0 {
            break;
        }
    }
    day.end_of_day(zone)
}

fn is_working(day: Instant, zone: &TimeZone) -> bool {
    !matches!(day.local_date(zone).weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until(from: &str, days: u32, zone: &str) -> String {
        end_of_working_day(from.parse().unwrap(), days, &TimeZone::get(zone).unwrap()).to_string()
    }

    #[test]
    fn days_are_counted_from_the_next_morning_and_weekends_are_off() {
        // A Tuesday in Shanghai; the day ends at 16:00 UTC.
        assert_eq!(until("2026-11-24T10:00:00Z", 1, "Asia/Shanghai"), "2026-11-25T16:00:00.000Z");
        assert_eq!(until("2026-11-24T10:00:00Z", 3, "Asia/Shanghai"), "2026-11-27T16:00:00.000Z");
        assert_eq!(until("2026-11-24T10:00:00Z", 5, "Asia/Shanghai"), "2026-12-01T16:00:00.000Z");
        // A Saturday.
        assert_eq!(until("2026-11-21T12:00:00Z", 5, "UTC"), "2026-11-28T00:00:00.000Z");
        // Late on a Friday there, still Friday here.
        assert_eq!(until("2026-11-27T17:00:00Z", 1, "Asia/Shanghai"), "2026-11-30T16:00:00.000Z");
        assert_eq!(until("2026-11-27T17:00:00Z", 1, "UTC"), "2026-12-01T00:00:00.000Z");
    }

    #[test]
    fn a_change_of_the_clock_moves_no_day() {
        // New York leaves summer time on Sunday 2026-11-01.
        assert_eq!(until("2026-10-30T15:00:00Z", 1, "America/New_York"), "2026-11-03T05:00:00.000Z");
    }

    #[test]
    fn the_end_of_the_calendar_ends_the_counting() {
        assert_eq!(
            end_of_working_day(Instant::from_millis(i64::MAX), 5, &TimeZone::UTC).as_millis(),
            i64::MAX
        );
    }

    #[test]
    fn each_step_has_its_days() {
        let tuesday = "2026-11-24T10:00:00Z".parse().unwrap();
        let until = |step| step_until(step, tuesday, &TimeZone::UTC).to_string();
        assert_eq!(until(AppealState::FirstReview), "2026-11-27T00:00:00.000Z");
        assert_eq!(until(AppealState::Recheck), "2026-11-27T00:00:00.000Z");
        assert_eq!(until(AppealState::Arbitration), "2026-11-28T00:00:00.000Z");
        assert_eq!(answer_until(tuesday, &TimeZone::UTC).to_string(), "2026-12-02T00:00:00.000Z");
    }
}
