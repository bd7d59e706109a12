//! The working calendar: which days of the workspace are worked, and what that makes of a time that is
//! counted in working days.

use crate::time::Instant;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

/// The most days off in a row that are looked through for one that is worked. Nobody closes longer; a
/// calendar in which nothing is worked ends there.
const DAYS_OFF_MOST: u32 = 400;

/// Which days of a week are worked, from Monday to Sunday.
pub type WorkingWeek = [bool; 7];

/// Monday to Friday.
pub const USUAL_WEEK: WorkingWeek = [true, true, true, true, true, false, false];

/// The days that the workspace works, in its own zone; or those that somebody works there, who is away on
/// others.
#[derive(Debug, Clone)]
pub struct WorkingCalendar {
    zone: TimeZone,
    week: WorkingWeek,
    days: Arc<BTreeMap<Date, bool>>,
    away: Vec<RangeInclusive<Date>>,
}

impl WorkingCalendar {
    /// A week, and the days that are otherwise: days off that fall on a day of work, and days that are
    /// worked in their place (调休).
    #[must_use]
    pub fn new(zone: TimeZone, week: WorkingWeek, days: BTreeMap<Date, bool>) -> Self {
        Self { zone, week, days: Arc::new(days), away: Vec::new() }
    }

    /// The calendar of somebody who is away on these days as well: whoever else works, they do not.
    #[must_use]
    pub fn without(mut self, away: impl IntoIterator<Item = RangeInclusive<Date>>) -> Self {
        self.away.extend(away);
        self
    }

    /// Monday to Friday, without a day that is otherwise.
    #[must_use]
    pub fn usual(zone: TimeZone) -> Self {
        Self::new(zone, USUAL_WEEK, BTreeMap::new())
    }

    /// Whether this day is worked.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        self.is_worked_there(day) && !self.is_away(day)
    }

    /// How many days that are worked there do not count because somebody is away: of those from the day
    /// after the first moment to the last one that has ended at the second.
    #[must_use]
    pub fn days_away_between(&self, from: Instant, until: Instant) -> usize {
        let following = |day: &Date| day.tomorrow().ok();
        let first = following(&from.local_date(&self.zone));
        std::iter::successors(first, following)
            .take_while(|day| Instant::begin_of(*day, &self.zone) < until)
            .filter(|day| self.is_worked_there(*day) && self.is_away(*day))
            .count()
    }

    fn is_worked_there(&self, day: Date) -> bool {
        self.days.get(&day).copied().unwrap_or_else(|| self.week[place_of(day.weekday())])
    }

    fn is_away(&self, day: Date) -> bool {
        self.away.iter().any(|stretch| stretch.contains(&day))
    }

    /// The end of the last of so many working days, the first of which follows the day of this moment.
    #[must_use]
    pub fn end_of_working_day(&self, from: Instant, days: u32) -> Instant {
        let mut day = from;
        for _ in 0..days {
            day = self.next_worked(day.end_of_day(&self.zone));
        }
        day.end_of_day(&self.zone)
    }

    /// The moment at which this much time has passed, days off not counted: on them the clock stands
    /// still.
    #[must_use]
    pub fn after(&self, from: Instant, time: Duration) -> Instant {
        let mut now = self.at_work(from);
        let mut left = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        loop {
            let end = now.end_of_day(&self.zone);
            let of_day = end.as_millis().saturating_sub(now.as_millis());
            // The last day of the calendar does not end.
            if left <= of_day || end.as_millis() == i64::MAX {
                return Instant::from_millis(now.as_millis().saturating_add(left));
            }
            left -= of_day;
            now = self.next_worked(end);
        }
    }

    /// When the calendar month of this moment begins, and when the next one does.
    #[must_use]
    pub fn month_of(&self, moment: Instant) -> (Instant, Instant) {
        let first = moment.local_date(&self.zone).first_of_month();
        let begins = |day: Date| {
            let midnight = day.to_zoned(self.zone.clone());
            midnight.map_or(moment, |midnight| Instant::from_millis(midnight.timestamp().as_millisecond()))
        };
        let next = first.last_of_month().tomorrow().unwrap_or(first);
        (begins(first), begins(next))
    }

    /// This moment, or where it lies on a day off, the beginning of the next day that is worked.
    fn at_work(&self, moment: Instant) -> Instant {
        let is_worked = self.is_working(moment.local_date(&self.zone));
        if is_worked { moment } else { self.next_worked(moment.end_of_day(&self.zone)) }
    }

    /// The beginning of the first day worked, from the day on that begins here.
    fn next_worked(&self, midnight: Instant) -> Instant {
        let mut day = midnight;
        for _ in 0..DAYS_OFF_MOST {
            if self.is_working(day.local_date(&self.zone)) {
                break;
            }
            day = day.end_of_day(&self.zone);
        }
        day
    }
}

fn place_of(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn until(from: &str, days: u32, zone_name: &str) -> String {
        let calendar = WorkingCalendar::usual(zone(zone_name));
        calendar.end_of_working_day(from.parse().unwrap(), days).to_string()
    }

    /// The National Day of 2026 as China worked it: off from Thursday 1 to Wednesday 7 October, and worked
    /// on Sunday 27 September and Saturday 10 October in their place.
    fn golden_week() -> WorkingCalendar {
        let off = (1..=7).map(|day| (date(2026, 10, day), false));
        let made_up = [(date(2026, 9, 27), true), (date(2026, 10, 10), true)];
        WorkingCalendar::new(zone("Asia/Shanghai"), USUAL_WEEK, off.chain(made_up).collect())
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
    fn holidays_are_off_and_days_made_up_are_worked() {
        let calendar = golden_week();
        let ends = |from: &str, days| {
            let until = calendar.end_of_working_day(from.parse().unwrap(), days);
            until.local_date(&TimeZone::UTC).to_string()
        };
        // Released on Saturday 26 September: Sunday is worked, then Monday, Tuesday, Wednesday, and after
        // the holidays Thursday 8.
        assert_eq!(ends("2026-09-26T02:00:00Z", 1), "2026-09-27");
        assert_eq!(ends("2026-09-26T02:00:00Z", 4), "2026-09-30");
        assert_eq!(ends("2026-09-26T02:00:00Z", 5), "2026-10-08");
        // Saturday 10 October counts, Sunday does not.
        assert_eq!(ends("2026-10-08T02:00:00Z", 3), "2026-10-12");
    }

    #[test]
    fn the_clock_stands_still_on_days_off() {
        let calendar = golden_week();
        let day = Duration::from_hours(24);
        let after = |from: &str| calendar.after(from.parse().unwrap(), day).to_string();
        // Shanghai is eight hours ahead. A Monday at three in the afternoon.
        assert_eq!(after("2026-09-28T07:00:00Z"), "2026-09-29T07:00:00.000Z");
        // A usual Friday: the same time on Monday.
        assert_eq!(after("2026-11-20T07:00:00Z"), "2026-11-23T07:00:00.000Z");
        // The last day before the holidays: the same time on the first one after them.
        assert_eq!(after("2026-09-30T07:00:00Z"), "2026-10-08T07:00:00.000Z");
        // On a day off: as if it were the beginning of the next day that is worked.
        assert_eq!(after("2026-10-04T07:00:00Z"), "2026-10-08T16:00:00.000Z");
        assert_eq!(after("2026-10-09T07:00:00Z"), "2026-10-10T07:00:00.000Z", "a Saturday that is worked");
    }

    #[test]
    fn days_on_which_somebody_is_away_are_worked_by_others() {
        let away = |stretches: &[RangeInclusive<Date>]| golden_week().without(stretches.iter().cloned());
        let ends = |calendar: &WorkingCalendar, days| {
            let until = calendar.end_of_working_day("2026-10-08T02:00:00Z".parse().unwrap(), days);
            until.local_date(&TimeZone::UTC).to_string()
        };
        // Friday, the Saturday that is made up, Monday.
        assert_eq!(ends(&golden_week(), 3), "2026-10-12");
        let ill = away(&[date(2026, 10, 10)..=date(2026, 10, 12)]);
        assert_eq!(ends(&ill, 3), "2026-10-14", "neither the Saturday nor the Monday counts");
        let twice = away(&[date(2026, 10, 10)..=date(2026, 10, 11), date(2026, 10, 10)..=date(2026, 10, 12)]);
        assert_eq!(ends(&twice, 3), "2026-10-14", "a day counts once");
        let (from, until) =
            ("2026-10-08T02:00:00Z".parse().unwrap(), "2026-10-14T16:00:00Z".parse().unwrap());
        assert_eq!(twice.days_away_between(from, until), 2, "on Sunday nobody works");
        assert_eq!(golden_week().days_away_between(from, until), 0);
        // Of 24 hours from Friday at three in the afternoon, nine pass before Saturday.
        let heard = ill.after("2026-10-09T07:00:00Z".parse().unwrap(), Duration::from_hours(24));
        assert_eq!(heard.to_string(), "2026-10-13T07:00:00.000Z");
        // On a day away: as if it were the beginning of the next one that they work.
        let heard = ill.after("2026-10-12T07:00:00Z".parse().unwrap(), Duration::from_hours(24));
        assert_eq!(heard.to_string(), "2026-10-13T16:00:00.000Z");
    }

    #[test]
    fn a_month_begins_at_midnight_of_the_workspace() {
        let (begins, ends) = golden_week().month_of("2026-11-30T16:30:00Z".parse().unwrap());
        assert_eq!(
            (begins.to_string().as_str(), ends.to_string().as_str()),
            ("2026-11-30T16:00:00.000Z", "2026-12-31T16:00:00.000Z"),
            "it is December there"
        );
    }

    #[test]
    fn the_end_of_the_calendar_ends_the_counting() {
        let calendar = WorkingCalendar::usual(TimeZone::UTC);
        let last = Instant::from_millis(i64::MAX);
        assert_eq!(calendar.end_of_working_day(last, 5), last);
        assert_eq!(calendar.after(last, Duration::from_hours(24)), last);
        let never = WorkingCalendar::new(TimeZone::UTC, [false; 7], BTreeMap::new());
        let now: Instant = "2026-11-24T10:00:00Z".parse().unwrap();
        assert!(never.end_of_working_day(now, 2) > now && never.after(now, Duration::from_hours(1)) > now);
    }

    proptest! {
        #[test]
        fn more_days_off_never_bring_an_end_forward(
            start in 0_i64..200, hour in 0_i64..24, days in 1_u32..8, off in proptest::collection::btree_set(0_i64..260, 0..40),
        ) {
            let first: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
            let from = first.plus(Duration::from_hours(u64::try_from(start * 24 + hour).unwrap()));
            let at = |day: i64| first.plus(Duration::from_hours(u64::try_from(day * 24).unwrap())).local_date(&TimeZone::UTC);
            let usual = WorkingCalendar::usual(TimeZone::UTC);
            let fewer = WorkingCalendar::new(TimeZone::UTC, USUAL_WEEK, off.iter().map(|day| (at(*day), false)).collect());
            prop_assert!(fewer.end_of_working_day(from, days) >= usual.end_of_working_day(from, days));
            let time = Duration::from_hours(u64::from(days) * 7);
            prop_assert!(fewer.after(from, time) >= usual.after(from, time));
            prop_assert!(usual.after(from, time) >= from.plus(time));
        }

        #[test]
        fn more_days_away_never_bring_an_end_forward_and_none_leave_it_as_it_is(
            start in 0_i64..200, hour in 0_i64..24, days in 1_u32..8,
            away in proptest::collection::vec((0_i64..260, 0_i64..30), 0..8),
            more in proptest::collection::vec((0_i64..260, 0_i64..400), 0..4),
        ) {
            let first: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
            let from = first.plus(Duration::from_hours(u64::try_from(start * 24 + hour).unwrap()));
            let at = |day: i64| first.plus(Duration::from_hours(u64::try_from(day * 24).unwrap())).local_date(&TimeZone::UTC);
            let stretches = |all: &[(i64, i64)]| all.iter().map(|(day, long)| at(*day)..=at(day + long)).collect::<Vec<_>>();
            let usual = WorkingCalendar::usual(TimeZone::UTC);
            let some = usual.clone().without(stretches(&away));
            let others = some.clone().without(stretches(&more));
            let time = Duration::from_hours(u64::from(days) * 7);
            for (fewer, all) in [(&usual, &some), (&some, &others)] {
                prop_assert!(all.end_of_working_day(from, days) >= fewer.end_of_working_day(from, days));
                prop_assert!(all.after(from, time) >= fewer.after(from, time));
            }
            let none = usual.clone().without([]);
            prop_assert_eq!(none.end_of_working_day(from, days), usual.end_of_working_day(from, days));
            prop_assert_eq!(none.after(from, time), usual.after(from, time));
        }
    }
}
