//! The days of the demonstration, counted back from the day it is made, on the workspace's clock.

use super::dice::Dice;
use crate::time::{Instant, Stamp};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use std::time::Duration;

/// How many whole weeks lie behind the week of today.
pub(super) const WEEKS: u32 = 8;

/// When the office opens; nothing is scored or answered before.
const OPENS: i8 = 9;
/// When it closes.
const CLOSES: i8 = 18;

/// Today, and the clock on the wall.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    now: Instant,
    today: Date,
    zone: TimeZone,
}

impl Calendar {
    pub(super) fn new(now: Instant, zone: TimeZone) -> Self {
        Self { now, today: now.local_date(&zone), zone }
    }

    pub(super) fn now(&self) -> Instant {
        self.now
    }

    /// The Monday on which the demonstration's past begins.
    pub(super) fn first_monday(&self) -> Date {
        let back = i32::from(self.today.weekday().to_monday_zero_offset()) + 7 * weeks(WEEKS);
        earlier(self.today, back)
    }

    /// Before anything happens: the day on which the workspace was set up.
    pub(super) fn set_up(&self) -> Instant {
        self.at(earlier(self.first_monday(), 7), OPENS, 0)
    }

    /// A day of a week, both counted from 0; none where it is today or later.
    pub(super) fn day(&self, week: u32, weekday: u32) -> Option<Date> {
        let day = later(self.first_monday(), 7 * weeks(week) + weeks(weekday));
        (day < self.today).then_some(day)
    }

    /// The evening of every day from the first Monday to yesterday, and how many days it lies back.
    pub(super) fn evenings(&self) -> Vec<(Instant, u32)> {
        let mut evenings = Vec::new();
        let mut days_ago = 1;
        let mut day = earlier(self.today, 1);
        while day >= self.first_monday() {
            evenings.push((self.at(day, CLOSES + 1, 0), days_ago));
            (day, days_ago) = (earlier(day, 1), days_ago + 1);
        }
        evenings.reverse();
        evenings
    }

    /// The day that lies so many days back or, where a weekday is asked for, the latest such day
    /// that is at least so many days back.
    pub(super) fn days_ago(&self, days: u32, weekday: Option<Weekday>) -> Date {
        let at_least = earlier(self.today, weeks(days));
        match weekday {
            None => at_least,
            Some(weekday) => earlier(at_least, i32::from(weekday.until(at_least.weekday()))),
        }
    }

    /// The moment when the clock on the wall shows this time.
    pub(super) fn moment(&self, day: Date, time: Time) -> Instant {
        Stamp::Local(day.to_datetime(time)).in_zone(&self.zone)
    }

    /// The moment when the clock on the wall shows this hour and minute.
    pub(super) fn at(&self, day: Date, hour: i8, minute: u32) -> Instant {
        let opening = self.moment(day, Time::midnight());
        opening.plus(Duration::from_mins(u64::from(hour.unsigned_abs()) * 60 + u64::from(minute)))
    }

    /// The last minute of today, by which what is due today is due.
    pub(super) fn end_of_today(&self) -> Instant {
        self.at(self.today, 23, 59)
    }

    /// A moment at work, at most 24 hours after `then`, days off not counted: the same afternoon,
    /// or the next working morning.
    pub(super) fn within_a_working_day(&self, then: Instant, dice: &mut Dice) -> Instant {
        let day = then.local_date(&self.zone);
        let soon = then.plus(Duration::from_mins(u64::from(dice.between(45, 170))));
        let closing = self.at(day, CLOSES, 0);
        if is_working_day(day) && soon < closing && (dice.happens(60) || soon < self.at(day, OPENS + 3, 0)) {
            return soon;
        }
        let next = next_working_day(day);
        // Before the hour of the call, so that a day has not gone by.
        let into_the_call = then.as_millis() - self.at(day, OPENS, 0).as_millis();
        let most = u32::try_from(into_the_call / 60_000).unwrap_or(0).clamp(10, 180);
        self.at(next, OPENS, dice.between(5, most))
    }
}

/// Monday to Friday; the demonstration knows no holidays.
fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn next_working_day(day: Date) -> Date {
    let mut next = later(day, 1);
    while !is_working_day(next) {
        next = later(next, 1);
    }
    next
}

fn weeks(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(0)
}

/// At the end of the calendar, a day stays where it is.
fn later(day: Date, days: i32) -> Date {
    day.checked_add(span(days)).unwrap_or(day)
}

fn earlier(day: Date, days: i32) -> Date {
    day.checked_sub(span(days)).unwrap_or(day)
}

fn span(days: i32) -> Span {
    days.days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A Sunday evening in Shanghai.
    fn sunday() -> Calendar {
        let now = "2026-11-22T20:00:00+08:00".parse().unwrap();
        Calendar::new(now, TimeZone::get("Asia/Shanghai").unwrap())
    }

    #[test]
    fn the_past_begins_eight_weeks_before_the_monday_of_this_week() {
        assert_eq!(sunday().first_monday(), date(2026, 9, 21));
        assert_eq!(sunday().day(0, 4), Some(date(2026, 9, 25)));
        assert_eq!(sunday().day(WEEKS, 5), Some(date(2026, 11, 21)));
        assert_eq!(sunday().day(WEEKS, 6), None, "today is not past");
    }

    #[test]
    fn a_weekday_is_the_latest_that_lies_so_many_days_back() {
        assert_eq!(sunday().days_ago(9, None), date(2026, 11, 13));
        assert_eq!(sunday().days_ago(7, Some(Weekday::Wednesday)), date(2026, 11, 11));
        assert_eq!(sunday().days_ago(7, Some(Weekday::Sunday)), date(2026, 11, 15));
        let (monday, thursday) =
            (sunday().days_ago(8, Some(Weekday::Monday)), sunday().days_ago(5, Some(Weekday::Thursday)));
        assert_eq!(later(monday, 3), thursday, "the second call about the bill comes three days later");
    }

    #[test]
    fn every_day_that_is_past_has_its_evening() {
        let evenings = sunday().evenings();
        assert_eq!(evenings.len(), 62);
        assert_eq!(evenings.last().unwrap().0.to_string(), "2026-11-21T11:00:00.000Z");
        assert_eq!((evenings[0].1, evenings[61].1), (62, 1));
    }

    #[test]
    fn the_wall_clock_is_the_workspaces() {
        assert_eq!(sunday().at(date(2026, 11, 13), 10, 12).to_string(), "2026-11-13T02:12:00.000Z");
    }

    #[test]
    fn work_is_done_at_work_and_within_a_working_day() {
        let calendar = sunday();
        for number in 0..400_u32 {
            let mut dice = Dice::of(&number.to_string());
            let day = later(calendar.first_monday(), i32::try_from(number % 42).unwrap());
            let call = calendar.at(day, 9, dice.between(5, 9 * 60));
            let done = calendar.within_a_working_day(call, &mut dice);
            let wall = done.local_date(&calendar.zone);
            assert!(is_working_day(wall), "{call} → {done}");
            assert!(
                done >= calendar.at(wall, OPENS, 0) && done < calendar.at(wall, CLOSES, 0),
                "{call} → {done}"
            );
            let gone = done.as_millis() - call.as_millis();
            let days_off = (1..=3)
                .filter(|days| {
                    let d = later(day, *days);
                    d < wall && !is_working_day(d)
                })
                .count();
            let most = 24 * 3_600_000 * (1 + i64::try_from(days_off).unwrap());
            let began_on_a_day_off = !is_working_day(day);
            assert!(gone > 0 && (began_on_a_day_off || gone <= most), "{call} → {done}");
        }
    }
}
