//! Instants and the clock.
//!
//! An instant is a whole number of milliseconds since 1970 UTC, in both databases; on the wire
//! it is RFC 3339 with `Z`. Positions inside a call are plain integers named `…_ms`.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(i64);

/// The text is not a moment we can read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a time; write it like 2026-11-21T09:30:00Z or 2026-11-21T17:30:00+08:00")]
pub struct NotATime(pub String);

impl Instant {
    /// The moment this many milliseconds after 1970 began.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 began.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// This much later; stays at the end of time rather than wrapping.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis(duration)))
    }

    /// This much earlier; stays at the beginning of time rather than wrapping.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(millis(duration)))
    }

    /// The calendar day that this moment falls on in `zone`, as `YYYY-MM-DD`.
    #[must_use]
    pub fn local_date(self, zone: &TimeZone) -> Date {
        self.timestamp().to_zoned(zone.clone()).date()
    }

    /// This moment in `zone` as a part of a file's name: `2026-11-21-173000`.
    #[must_use]
    pub fn local_stamp(self, zone: &TimeZone) -> String {
        self.timestamp().to_zoned(zone.clone()).strftime("%Y-%m-%d-%H%M%S").to_string()
    }

    /// What clocks in `zone` show at this moment: `2026-11-21 17:30:00`.
    #[must_use]
    pub fn local_time(self, zone: &TimeZone) -> String {
        self.timestamp().to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// When the day of this moment begins in `zone`. The first day of the calendar has no beginning.
    #[must_use]
    pub fn start_of_day(self, zone: &TimeZone) -> Self {
        Self::begin_of(self.local_date(zone), zone)
    }

    /// When this day begins in `zone`. The first day of the calendar has no beginning.
    #[must_use]
    pub fn begin_of(day: Date, zone: &TimeZone) -> Self {
        let midnight = day.to_zoned(zone.clone());
        midnight.map_or(Self(i64::MIN), |midnight| Self(midnight.timestamp().as_millisecond()))
    }

    /// When the day of this moment ends in `zone`: the first moment of the next one. The last day of
    /// the calendar does not end.
    #[must_use]
    pub fn end_of_day(self, zone: &TimeZone) -> Self {
        let next = self.local_date(zone).tomorrow().and_then(|day| day.to_zoned(zone.clone()));
        next.map_or(Self(i64::MAX), |midnight| Self(midnight.timestamp().as_millisecond()))
    }

    /// For the calendar, which ends in the years 9999 before and after our era; a moment beyond
    /// stands at its end.
    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl AsRef<i64> for Instant {
    fn as_ref(&self) -> &i64 {
        &self.0
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

impl FromStr for Instant {
    type Err = NotATime;

    /// Reads RFC 3339 with `Z` or an offset; a time without either is refused.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        text.parse::<Timestamp>()
            .map(|timestamp| Self(timestamp.as_millisecond()))
            .map_err(|_| NotATime(text.to_owned()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// How many days of the calendar lie between 1970 and this one.
#[must_use]
pub fn days_since_1970(date: Date) -> i64 {
    let span = date.since(Date::constant(1970, 1, 1)).map(|span| span.get_days());
    i64::from(span.unwrap_or_default())
}

/// The day so many days after 1970 began; beyond the calendar, its last or first one.
#[must_use]
pub fn day_after_1970(days: i64) -> Date {
    Date::constant(1970, 1, 1).saturating_add(Span::new().days(days.clamp(-DAYS_MOST, DAYS_MOST)))
}

/// More days than lie between 1970 and either end of the calendar.
const DAYS_MOST: i64 = 7_000_000;

/// A moment as a recorder writes it: with an offset, or by the clock on its wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// It said which zone.
    Exact(Instant),
    /// It did not; the source's zone decides.
    Local(DateTime),
}

impl Stamp {
    /// The moment, reading a wall clock in `zone`. A time that a clock change skips or repeats is
    /// read as jiff's "compatible" rule does (RFC 5545 §3.3.5).
    #[must_use]
    pub fn in_zone(self, zone: &TimeZone) -> Instant {
        match self {
            Self::Exact(instant) => instant,
            Self::Local(wall) => {
                let moment = zone.to_ambiguous_zoned(wall).compatible();
                // Reading took only years that every zone can place.
                Instant(moment.map_or(0, |zoned| zoned.timestamp().as_millisecond()))
            }
        }
    }
}

impl Stamp {
    /// The same where a moment near it is known, whatever the zone: where a clock change repeats the
    /// wall clock, that settles which of the two is meant.
    #[must_use]
    pub fn in_zone_near(self, zone: &TimeZone, near: Instant) -> Instant {
        let Self::Local(wall) = self else { return self.in_zone(zone) };
        let readings = zone.to_ambiguous_zoned(wall);
        let (earlier, later) = (readings.clone().earlier(), readings.later());
        let moments = [earlier, later].into_iter().flatten();
        moments
            .map(|zoned| Instant(zoned.timestamp().as_millisecond()))
            .min_by_key(|moment| moment.0.abs_diff(near.0))
            .unwrap_or_else(|| self.in_zone(zone))
    }
}

impl FromStr for Stamp {
    type Err = NotATime;

    /// Reads RFC 3339, or the same without an offset (`2026-11-21 09:30:00`), of the years 1970 to
    /// 9998: no call was recorded outside them, and every zone can place them.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (stamp, year) = match text.parse::<Instant>() {
            Ok(instant) => (Self::Exact(instant), instant.local_date(&TimeZone::UTC).year()),
            Err(not_a_time) => {
                let wall: DateTime = text.parse().map_err(|_| not_a_time)?;
                (Self::Local(wall), wall.year())
            }
        };
        if (1970..=9998).contains(&year) { Ok(stamp) } else { Err(NotATime(text.to_owned())) }
    }
}

/// Where "now" comes from. Tests set their own; everything else takes the machine's.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands still until it is moved.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `now`.
    #[must_use]
    pub fn fixed(now: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(now.as_millis())))
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
            Self::System => Instant(Timestamp::now().as_millisecond()),
            Self::Fixed(millis) => Instant(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock on; the machine's clock is not ours to move.
    pub fn advance(&self, duration: Duration) {
        if let Self::Fixed(now) = self {
            now.fetch_add(millis(duration), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_wire_form_is_rfc_3339_in_utc_with_milliseconds() {
        let instant: Instant = "2026-11-21T17:30:00.5+08:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-11-21T09:30:00.500Z");
    }

    #[test]
    fn a_time_without_an_offset_is_refused() {
        assert!("2026-11-21T17:30:00".parse::<Instant>().is_err());
    }

    #[test]
    fn a_day_is_counted_and_found_again() {
        for day in [date(1969, 12, 31), date(1970, 1, 2), date(2026, 11, 27), Date::MIN, Date::MAX] {
            assert_eq!(day_after_1970(days_since_1970(day)), day);
        }
        assert_eq!(days_since_1970(date(1970, 1, 2)), 1);
        assert_eq!((day_after_1970(i64::MIN), day_after_1970(i64::MAX)), (Date::MIN, Date::MAX));
    }

    #[test]
    fn the_day_depends_on_the_zone() {
        let instant: Instant = "2026-11-21T17:30:00Z".parse().unwrap();
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        assert_eq!(instant.local_date(&shanghai).to_string(), "2026-11-22");
        assert_eq!(instant.local_date(&TimeZone::UTC).to_string(), "2026-11-21");
    }

    #[test]
    fn a_day_ends_where_the_next_begins_even_where_there_is_no_midnight() {
        let ends = |moment: &str, zone: &str| {
            moment.parse::<Instant>().unwrap().end_of_day(&TimeZone::get(zone).unwrap()).to_string()
        };
        assert_eq!(ends("2026-11-21T17:30:00Z", "Asia/Shanghai"), "2026-11-22T16:00:00.000Z");
        assert_eq!(ends("2026-11-21T16:00:00Z", "Asia/Shanghai"), "2026-11-22T16:00:00.000Z");
        let noon: Instant = "2026-11-21T12:00:00Z".parse().unwrap();
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        assert_eq!(noon.start_of_day(&shanghai).to_string(), "2026-11-20T16:00:00.000Z");
        // The clocks went from 23:59:59 to 01:00:00.
        assert_eq!(ends("2018-11-03T12:00:00Z", "America/Sao_Paulo"), "2018-11-04T03:00:00.000Z");
    }

    #[test]
    fn a_wall_clock_is_read_in_the_zone_of_its_source() {
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        let wall: Stamp = "2026-11-21 17:30:00".parse().unwrap();
        let exact: Stamp = "2026-11-21T09:30:00Z".parse().unwrap();
        assert_eq!(wall.in_zone(&shanghai), exact.in_zone(&TimeZone::UTC));
        assert!("yesterday".parse::<Stamp>().is_err());
    }

    #[test]
    fn a_clock_that_a_change_repeats_is_settled_by_a_moment_near_it() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let wall: Stamp = "2026-10-25 02:30:00".parse().unwrap();
        let near = |moment: &str| wall.in_zone_near(&berlin, moment.parse().unwrap()).to_string();
        assert_eq!(near("2026-10-25T00:29:58Z"), "2026-10-25T00:30:00.000Z");
        assert_eq!(near("2026-10-25T01:29:58Z"), "2026-10-25T01:30:00.000Z");
        // One that a change skips is moved over the gap either way.
        let skipped: Stamp = "2026-03-29 02:30:00".parse().unwrap();
        let near: Instant = "2026-03-29T01:30:00Z".parse().unwrap();
        assert_eq!(skipped.in_zone_near(&berlin, near), near);
        assert_eq!(skipped.in_zone(&berlin), near);
    }

    #[test]
    fn a_stamp_of_a_year_without_recordings_is_no_time() {
        for text in ["1969-12-31T23:59:59Z", "9999-12-31 23:59:59", "-000044-03-15T12:00:00Z", "0000-01-01"] {
            assert!(text.parse::<Stamp>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_moment_within_the_calendar_reads_back_as_it_is_written(
            millis in -62_135_596_800_000_i64..253_370_764_800_000,
        ) {
            let instant = Instant::from_millis(millis);
            prop_assert_eq!(instant.to_string().parse::<Instant>(), Ok(instant));
        }

        #[test]
        fn no_moment_and_no_sum_of_moments_makes_it_panic(millis in any::<i64>(), more in any::<u64>()) {
            let duration = Duration::from_millis(more);
            for instant in [Instant::from_millis(millis).plus(duration), Instant::from_millis(millis).minus(duration)] {
                let _ = instant.to_string();
                for zone in ["Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati"] {
                    let _ = instant.local_date(&TimeZone::get(zone).unwrap());
                    let _ = instant.end_of_day(&TimeZone::get(zone).unwrap());
                    let _ = instant.start_of_day(&TimeZone::get(zone).unwrap());
                }
            }
        }

        #[test]
        fn a_stamp_is_placed_in_every_zone(year in -9999_i32..=9999, month in 1..=12, hour in 0..24) {
            let text = format!("{year:04}-{month:02}-28T{hour:02}:59:59");
            if let Ok(stamp) = text.parse::<Stamp>() {
                for zone in ["Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati"] {
                    prop_assert_ne!(stamp.in_zone(&TimeZone::get(zone).unwrap()), Instant::from_millis(0));
                }
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = text.parse::<Stamp>();
        }
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = Clock::fixed(Instant::from_millis(0));
        clock.advance(Duration::from_secs(2));
        assert_eq!(clock.now(), Instant::from_millis(2000));
    }
}
