//! The extension map as people write it: lines of an extension, an agent, and two days.
//!
//! A day alone is a whole day in the source's zone: `from` is where it begins, `until` where it
//! ends, so that a spell names its first and its last day. A time of day is a moment.

use super::problem::{Problem, ProblemKind, Report};
use crate::db::source::{EXTENSIONS_MOST, SeatSpell};
use crate::time::{Instant, Stamp};
use csv::{ReaderBuilder, StringRecord};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The longest extension or agent, in characters.
const TEXT_MOST: usize = 500;
/// Words of a first line that is no data.
const HEADINGS: &[&str] = &["extension", "分机", "分机号"];

/// A line before it is checked.
pub(super) struct SeatLine<'t> {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) extension: &'t str,
    pub(super) agent: &'t str,
    pub(super) from: Option<&'t str>,
    pub(super) until: Option<&'t str>,
}

/// Reads a table: `extension,agent,from,until`, parted by commas, semicolons or tabs, with or
/// without a first line of headings. The last two may be missing.
pub fn read_table(text: &str, zone: &TimeZone) -> Result<Vec<SeatSpell>, Vec<Problem>> {
    let mut report = Report::default();
    let records = records(text, &mut report);
    let mut lines = Vec::new();
    for (line, record) in &records {
        let cell = |at: usize| record.get(at).map(str::trim).filter(|text| !text.is_empty());
        match (cell(0), cell(1)) {
            (Some(heading), _) if HEADINGS.contains(&heading.to_lowercase().as_str()) => {}
            (None, None) => {}
            (Some(extension), Some(agent)) if fits(extension) && fits(agent) => lines.push(SeatLine {
                path: String::new(),
                line: *line,
                extension,
                agent,
                from: cell(2),
                until: cell(3),
            }),
            _ => report.add(
                "",
                *line,
                ProblemKind::MissingField,
                "a line needs an extension and an agent, as in 3201,A1007,2026-01-01,2026-06-30",
            ),
        }
    }
    if lines.len() > EXTENSIONS_MOST {
        report.add("", 1, ProblemKind::TooMany, format!("at most {EXTENSIONS_MOST} lines are taken"));
        lines.clear();
    }
    let spells = checked(&lines, zone, &mut report);
    let problems = report.finish();
    if problems.is_empty() { Ok(spells) } else { Err(problems) }
}

fn fits(text: &str) -> bool {
    text.chars().count() <= TEXT_MOST && !text.chars().any(char::is_control)
}

fn records(text: &str, report: &mut Report) -> Vec<(usize, StringRecord)> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';'].into_iter().find(|one| first.as_bytes().contains(one)).unwrap_or(b',');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                records.push((usize::try_from(line).unwrap_or(usize::MAX), record));
            }
            Err(_) => report.add("", 1, ProblemKind::NotReadable, "this is no table of text"),
        }
    }
    records
}

/// The spells of these lines, in their order.
pub(super) fn checked(lines: &[SeatLine<'_>], zone: &TimeZone, report: &mut Report) -> Vec<SeatSpell> {
    let mut spells = Vec::with_capacity(lines.len());
    for line in lines {
        let from = line.from.map(|text| beginning(text, zone));
        let until = line.until.map(|text| end(text, zone));
        let mut wrong_time = |text: Option<&str>, field: &str| {
            let message = format!(
                "\"{}\" is no day; write it like 2026-01-01, or 2026-01-01 08:00",
                text.unwrap_or_default()
            );
            report.add(&join(&line.path, field), line.line, ProblemKind::BadTime, message);
        };
        if from == Some(None) {
            wrong_time(line.from, "from");
        }
        if until == Some(None) {
            wrong_time(line.until, "until");
        }
        let from_at = from.flatten().unwrap_or(Instant::from_millis(0));
        let until_at = until.flatten();
        if until_at.is_some_and(|until| until <= from_at) {
            let message = "the spell ends before it begins";
            report.add(&join(&line.path, "until"), line.line, ProblemKind::EndsBeforeBeginning, message);
        }
        let (extension, agent) = (line.extension.to_owned(), line.agent.to_owned());
        spells.push(SeatSpell { extension, agent, from_at, until_at });
    }
    report_overlaps(lines, &spells, report);
    spells
}

fn report_overlaps(lines: &[SeatLine<'_>], spells: &[SeatSpell], report: &mut Report) {
    let mut in_time: Vec<(&SeatSpell, &SeatLine<'_>)> = spells.iter().zip(lines).collect();
    in_time.sort_by(|(one, _), (other, _)| {
        (&one.extension, one.from_at).cmp(&(&other.extension, other.from_at))
    });
    for ((earlier, _), (later, line)) in in_time.iter().zip(in_time.iter().skip(1)) {
        let runs_on = earlier.until_at.is_none_or(|until| until > later.from_at);
        if earlier.extension == later.extension && runs_on {
            let message = format!(
                "{} and {} sit at extension {} at the same time",
                earlier.agent, later.agent, later.extension
            );
            report.add(&line.path, line.line, ProblemKind::Overlap, message);
        }
    }
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

fn beginning(text: &str, zone: &TimeZone) -> Option<Instant> {
    match text.parse::<Date>() {
        Ok(day) if is_day(text) => start_of(day, zone),
        _ => moment(text, zone),
    }
}

fn end(text: &str, zone: &TimeZone) -> Option<Instant> {
    match text.parse::<Date>() {
        Ok(day) if is_day(text) => start_of(day.tomorrow().ok()?, zone),
        _ => moment(text, zone),
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10
}

fn start_of(day: Date, zone: &TimeZone) -> Option<Instant> {
    let stamp: Stamp = day.to_datetime(jiff::civil::Time::midnight()).to_string().parse().ok()?;
    Some(stamp.in_zone(zone))
}

fn moment(text: &str, zone: &TimeZone) -> Option<Instant> {
    text.parse::<Stamp>().ok().map(|stamp| stamp.in_zone(zone))
}

/// The first day of a spell, or its moment; none: since ever.
#[must_use]
pub fn written_from(from: Instant, zone: &TimeZone) -> Option<String> {
    if from.as_millis() == 0 {
        return None;
    }
    let wall = wall(from, zone)?;
    Some(if wall == wall.date().to_datetime(jiff::civil::Time::midnight()) {
        wall.date().to_string()
    } else {
        wall.to_string()
    })
}

/// The last day of a spell, or its moment.
#[must_use]
pub fn written_until(until: Instant, zone: &TimeZone) -> Option<String> {
    let wall = wall(until, zone)?;
    let midnight = wall.date().to_datetime(jiff::civil::Time::midnight());
    match wall.date().yesterday() {
        Ok(last) if wall == midnight => Some(last.to_string()),
        _ => Some(wall.to_string()),
    }
}

fn wall(instant: Instant, zone: &TimeZone) -> Option<DateTime> {
    let timestamp = jiff::Timestamp::from_millisecond(instant.as_millis()).ok()?;
    Some(timestamp.to_zoned(zone.clone()).datetime())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    fn kinds(text: &str) -> Vec<(usize, ProblemKind)> {
        let problems = read_table(text, &shanghai()).unwrap_err();
        problems.into_iter().map(|problem| (problem.line, problem.kind)).collect()
    }

    #[test]
    fn a_table_names_first_and_last_days() {
        let text = "分机,工号,开始,结束\r\n3201,A1007,2026-01-01,2026-06-30\r\n3201,A1008,2026-07-01\r\n\r\n3202,A1009\r\n";
        let spells = read_table(text, &shanghai()).unwrap();
        assert_eq!(spells.len(), 3);
        assert_eq!(spells[0].from_at.to_string(), "2025-12-31T16:00:00.000Z");
        assert_eq!(spells[0].until_at.unwrap().to_string(), "2026-06-30T16:00:00.000Z");
        assert_eq!(spells[0].until_at, Some(spells[1].from_at));
        assert_eq!((spells[2].from_at.as_millis(), spells[2].until_at), (0, None));
        assert_eq!(written_from(spells[0].from_at, &shanghai()).as_deref(), Some("2026-01-01"));
        assert_eq!(written_until(spells[0].until_at.unwrap(), &shanghai()).as_deref(), Some("2026-06-30"));
        assert_eq!(read_table("3201;A1;2026-01-01 08:00\n", &shanghai()).unwrap().len(), 1);
        assert_eq!(read_table("3201\tA1\n", &shanghai()).unwrap().len(), 1);
    }

    #[test]
    fn every_line_that_is_wrong_is_named() {
        let text = "3201,A1,tomorrow\n3201\n3202,A1,2026-02-01,2026-01-01\n3203,A1\n3203,A2,2026-01-01\n";
        assert_eq!(
            kinds(text),
            [
                (1, ProblemKind::BadTime),
                (2, ProblemKind::MissingField),
                (3, ProblemKind::EndsBeforeBeginning),
                (5, ProblemKind::Overlap),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_table_makes_it_panic(text in "\\PC{0,80}") {
            let _ = read_table(&text, &shanghai());
        }
    }
}
