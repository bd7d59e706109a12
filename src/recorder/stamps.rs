//! Moments as recorders write them: in file names, in sidecars, in rows of call records.

use crate::time::{Instant, Stamp};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// The earliest second that digits alone are taken to mean: September 2001, when they became ten.
const FIRST_EPOCH: i64 = 1_000_000_000;
/// The fewest digits of a moment: a year, a month, a day and an hour, or a second since 1970.
const DIGITS_LEAST: usize = 10;

/// A wall clock from the digits of a date (`YYYYMMDD`) and of a time (`HHMMSS` or `HHMM`), whatever
/// stands between them.
pub(super) fn wall(date: &str, time: &str) -> Option<Stamp> {
    let (date, time) = (digits(date), digits(time));
    let (year, month, day) = (date.get(..4)?, date.get(4..6)?, date.get(6..8)?);
    if date.len() != 8 || !matches!(time.len(), 4 | 6) {
        return None;
    }
    let (hour, minute, second) = (time.get(..2)?, time.get(2..4)?, time.get(4..6).unwrap_or("00"));
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}").parse().ok()
}

/// The same by UTC's clock.
pub(super) fn utc_wall(date: &str, time: &str) -> Option<Stamp> {
    wall(date, time).map(|stamp| Stamp::Exact(stamp.in_zone(&TimeZone::UTC)))
}

/// A moment in any of the shapes that leave no doubt which part is which: RFC 3339, with or without
/// an offset; RFC 2822; seconds or milliseconds since 1970; digits from the year down, parted by
/// anything or by nothing.
#[must_use]
pub fn moment(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if text.bytes().filter(u8::is_ascii_digit).count() < DIGITS_LEAST {
        // A day alone is no moment.
        return None;
    }
    if let Ok(stamp) = text.parse() {
        return Some(stamp);
    }
    if let Some(instant) = epoch(text) {
        return Some(Stamp::Exact(instant));
    }
    if let Ok(zoned) = rfc2822::parse(text) {
        return Instant::from_millis(zoned.timestamp().as_millisecond()).to_string().parse().ok();
    }
    from_the_year_down(text)
}

/// Seconds since 1970 (perhaps with a fraction), or milliseconds.
pub(super) fn epoch(text: &str) -> Option<Instant> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || !matches!(whole.len(), 10 | 13) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let millis = if whole.len() == 13 { number } else { number.checked_mul(1000)? };
    (number >= FIRST_EPOCH).then(|| Instant::from_millis(millis))
}

fn from_the_year_down(text: &str) -> Option<Stamp> {
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    match groups.as_slice() {
        [all] if all.len() == 14 => wall(all.get(..8)?, all.get(8..)?),
        [date, time] if date.len() == 8 => wall(date, time),
        [year, month, day, rest @ ..] if year.len() == 4 => {
            let date = format!("{year}{month:0>2}{day:0>2}");
            let time = match rest {
                [hour, minute] => format!("{hour:0>2}{minute:0>2}"),
                [hour, minute, second, ..] => format!("{hour:0>2}{minute:0>2}{second:0>2}"),
                _ => return None,
            };
            wall(&date, &time)
        }
        _ => None,
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// How long something was, in milliseconds: seconds (perhaps with a fraction), `MM:SS` or
/// `HH:MM:SS`.
pub(super) fn duration_ms(text: &str) -> Option<i64> {
    const DAY_MS: f64 = 24.0 * 3600.0 * 1000.0;
    let mut seconds = 0.0;
    let parts: Vec<&str> = text.trim().split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for part in parts {
        let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        seconds = seconds * 60.0 + part.parse::<f64>().ok().filter(|_| plain)?;
    }
    let millis = (seconds * 1000.0).round();
    // Within a day every whole number of milliseconds is exact.
    #[expect(clippy::cast_possible_truncation, reason = "checked to be within a day")]
    (0.0..=DAY_MS).contains(&millis).then_some(millis as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn in_shanghai(stamp: Stamp) -> String {
        stamp.in_zone(&TimeZone::get("Asia/Shanghai").unwrap()).to_string()
    }

    #[test]
    fn one_moment_in_many_shapes() {
        let shapes = [
            "2026-11-26T09:30:05+08:00",
            "2026-11-26T01:30:05Z",
            "2026-11-26 09:30:05",
            "2026/11/26 09:30:05",
            "2026/11/26 9:30:05",
            "2026.11.26-09.30.05",
            "2026年11月26日 9时30分05秒",
            "20261126093005",
            "20261126-093005",
            "1795656605",
            "1795656605.0",
            "1795656605000",
            "Thu, 26 Nov 2026 09:30:05 +0800",
        ];
        for shape in shapes {
            let stamp = moment(shape).unwrap_or_else(|| panic!("{shape}"));
            assert_eq!(in_shanghai(stamp), "2026-11-26T01:30:05.000Z", "{shape}");
        }
    }

    #[test]
    fn what_leaves_a_doubt_is_no_moment() {
        for text in
            ["11/26/2026 09:30", "26.11.2026 09:30", "09:30", "20261126", "12345", "20261326093005", ""]
        {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn how_long_it_was() {
        assert_eq!(duration_ms("65"), Some(65_000));
        assert_eq!(duration_ms("1.5"), Some(1500));
        assert_eq!(duration_ms("01:05"), Some(65_000));
        assert_eq!(duration_ms("1:00:05"), Some(3_605_000));
        for text in ["", "-1", "1e3", "a", "1:2:3:4", "999999999", ":", "NaN"] {
            assert_eq!(duration_ms(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = moment(&text);
            let _ = duration_ms(&text);
            let _ = wall(&text, &text);
        }
    }
}
