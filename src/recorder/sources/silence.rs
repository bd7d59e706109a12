//! Whether a source has fallen silent against its own habit; pure.
//!
//! The habit is how much usually comes in each hour of the week, by the clock of the source's
//! zone: the median of the last weeks, so that one holiday or one import of old files says little.
//! A source is silent where since its last arrival so much should have come that chance no longer
//! explains that nothing did. A source that is quiet at night is not silent at night.

use crate::time::Instant;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::time::Duration;

/// How many weeks make the habit.
const WEEKS: i64 = 8;
/// How many weeks there must be of an hour of the week; a younger source is judged by the hours of
/// its days.
const WEEKS_LEAST: i64 = 2;
/// How many days there must be.
const DAYS_LEAST: i64 = 3;
/// How many arrivals must be missing. Where calls come by chance, seven in a row stay out once in a
/// thousand times.
const MISSED_LEAST: f64 = 7.0;
/// How far back silence is added up; by then it is certain.
const HOURS_MOST: i64 = 24 * 14;
const HOUR_MS: i64 = 3_600_000;
const WEEK_HOURS: i64 = 7 * 24;

/// How far back counts are needed.
pub(super) const HISTORY: Duration = Duration::from_hours(8 * 7 * 24);

/// What usually comes from a source.
#[derive(Debug, Clone)]
pub struct Habit {
    counts: BTreeMap<i64, i64>,
    first_hour: i64,
    zone: TimeZone,
}

/// What is known of a source's silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Silence {
    /// How much should have come since the last arrival.
    pub missed: f64,
    /// Whether that is more than chance explains.
    pub against_habit: bool,
}

impl Habit {
    /// From what came in each hour (when it began, how much), and since when the source exists.
    #[must_use]
    pub fn of(counts: impl IntoIterator<Item = (Instant, i64)>, since: Instant, zone: TimeZone) -> Self {
        let counts: BTreeMap<i64, i64> =
            counts.into_iter().map(|(hour, count)| (hour_of(hour), count)).collect();
        let first_hour = counts.keys().next().copied().unwrap_or(i64::MAX).max(hour_of(since));
        Self { counts, first_hour, zone }
    }

    /// How much usually comes in the hour of this moment, judged by the hours before `known_until`;
    /// none: the source is too young to have a habit.
    #[must_use]
    pub fn usual(&self, at: Instant, known_until: Instant) -> Option<f64> {
        let hour = hour_of(at);
        let known = |hour: &i64| *hour >= self.first_hour && *hour < hour_of(known_until);
        let in_weeks: Vec<i64> = (1..=WEEKS)
            .filter_map(|week| self.same_wall_clock(hour, hour - week * WEEK_HOURS))
            .filter(known)
            .collect();
        if as_count(in_weeks.len()) >= WEEKS_LEAST {
            return Some(self.median(&in_weeks));
        }
        let in_days: Vec<i64> =
            (1..=14).filter_map(|day| self.same_wall_clock(hour, hour - day * 24)).filter(known).collect();
        (as_count(in_days.len()) >= DAYS_LEAST).then(|| self.median(&in_days))
    }

    /// The hour near `candidate` at which the clocks of the zone show what they show at `hour`:
    /// where the clocks were changed in between, it lies beside.
    fn same_wall_clock(&self, hour: i64, candidate: i64) -> Option<i64> {
        let shown = |hour: i64| {
            let at = jiff::Timestamp::from_millisecond(hour.checked_mul(HOUR_MS)?).ok()?;
            Some(at.to_zoned(self.zone.clone()).hour())
        };
        let wanted = shown(hour)?;
        [candidate, candidate - 1, candidate + 1].into_iter().find(|hour| shown(*hour) == Some(wanted))
    }

    #[expect(clippy::cast_precision_loss, reason = "arrivals of an hour are few")]
    fn median(&self, hours: &[i64]) -> f64 {
        let mut counts: Vec<i64> =
            hours.iter().map(|hour| self.counts.get(hour).copied().unwrap_or(0)).collect();
        counts.sort_unstable();
        let middle = counts.len() / 2;
        let at = |place: usize| counts.get(place).copied().unwrap_or(0) as f64;
        if counts.len() % 2 == 1 {
            at(middle)
        } else {
            f64::midpoint(at(middle.saturating_sub(1)), at(middle))
        }
    }
}

/// Judges the silence of a source since its last arrival.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "parts of an hour")]
pub fn judge(habit: &Habit, last_arrival: Instant, now: Instant) -> Silence {
    let from = last_arrival.as_millis().max(now.as_millis() - HOURS_MOST * HOUR_MS);
    let mut missed = 0.0;
    let mut at = from;
    while at < now.as_millis() {
        let hour_ends = (at.div_euclid(HOUR_MS) + 1) * HOUR_MS;
        let part = (hour_ends.min(now.as_millis()) - at) as f64 / HOUR_MS as f64;
        let usual = habit.usual(Instant::from_millis(at), last_arrival).unwrap_or(0.0);
        missed += usual * part;
        at = hour_ends;
    }
    Silence { missed, against_habit: missed >= MISSED_LEAST }
}

fn hour_of(instant: Instant) -> i64 {
    instant.as_millis().div_euclid(HOUR_MS)
}

fn as_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-11-23, a Monday, at midnight in Shanghai.
    const MONDAY: i64 = 1_795_363_200_000;

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    fn monday_at(hour: i64) -> Instant {
        Instant::from_millis(MONDAY + hour * HOUR_MS)
    }

    /// Twenty calls an hour from nine to six on workdays, for this many weeks before Monday.
    fn office_hours(weeks: i64) -> Vec<(Instant, i64)> {
        let days = (-7 * weeks..0).filter(|day| day.rem_euclid(7) < 5);
        days.flat_map(|day| (9..18).map(move |hour| (monday_at(day * 24 + hour), 20))).collect()
    }

    fn habit(weeks: i64) -> Habit {
        Habit::of(office_hours(weeks), monday_at(-7 * weeks * 24), shanghai())
    }

    #[test]
    fn a_night_and_a_weekend_are_no_silence() {
        let friday_evening = monday_at(-3 * 24 + 18);
        let silence = judge(&habit(8), friday_evening, monday_at(9));
        assert!(!silence.against_habit && silence.missed < 0.01, "{silence:?}");
    }

    #[test]
    fn half_an_hour_of_a_busy_morning_is() {
        let friday_evening = monday_at(-3 * 24 + 18);
        let half_past_nine = monday_at(9).plus(Duration::from_mins(30));
        let silence = judge(&habit(8), friday_evening, half_past_nine);
        assert!(silence.against_habit, "{silence:?}");
        assert!((silence.missed - 10.0).abs() < 0.01, "{silence:?}");
        let soon = monday_at(9).plus(Duration::from_mins(15));
        assert!(!judge(&habit(8), friday_evening, soon).against_habit);
    }

    #[test]
    fn a_holiday_in_between_does_not_change_the_habit() {
        let mut counts = office_hours(8);
        counts.retain(|(hour, _)| *hour < monday_at(-14 * 24) || *hour >= monday_at(-7 * 24));
        let habit = Habit::of(counts, monday_at(-56 * 24), shanghai());
        assert_eq!(habit.usual(monday_at(10), monday_at(9)), Some(20.0));
    }

    #[test]
    fn a_young_source_is_judged_by_its_days_and_a_new_one_not_at_all() {
        assert_eq!(habit(1).usual(monday_at(10), monday_at(9)), Some(20.0));
        let two_days =
            office_hours(1).into_iter().filter(|(hour, _)| *hour >= monday_at(-4 * 24)).collect::<Vec<_>>();
        let new = Habit::of(two_days, monday_at(-4 * 24 + 9), shanghai());
        assert_eq!(new.usual(monday_at(-2 * 24 + 10), monday_at(-2 * 24)), None);
        let nothing = Habit::of([], monday_at(0), shanghai());
        assert_eq!(judge(&nothing, monday_at(0), monday_at(500)).missed.to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn the_habit_follows_the_clocks_when_they_change() {
        // Every day at 9 in Berlin, through the change of 2026-10-25.
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let nine = |day: i64| {
            let date = jiff::civil::date(2026, 10, 1).checked_add(jiff::Span::new().days(day)).unwrap();
            let at = date.at(9, 0, 0, 0).to_zoned(berlin.clone()).unwrap();
            Instant::from_millis(at.timestamp().as_millisecond())
        };
        let counts = (0..28).map(|day| (nine(day), 30));
        let habit = Habit::of(counts, nine(0), berlin.clone());
        assert_eq!(habit.usual(nine(28), nine(28)), Some(30.0));
        assert_eq!(habit.usual(nine(28).plus(Duration::from_hours(1)), nine(28)), Some(0.0));
    }

    proptest! {
        #[test]
        fn the_longer_it_lasts_the_more_is_missed(hours in 0_i64..400, more in 0_i64..200) {
            let habit = habit(8);
            let missed = |hours| judge(&habit, monday_at(0), monday_at(hours)).missed;
            prop_assert!(missed(hours + more) >= missed(hours) || hours + more > HOURS_MOST);
        }
    }
}
