//! A pattern of one's own: a regular expression with named groups, searched for in the whole path.
//! Its size is limited, and it is matched in time that grows with the path alone.

use super::{NameProblem, NameReading, PatternError, shapes};
use crate::db::call::Direction;
use crate::recorder::{direction, stamps};
use regex::{Captures, Regex, RegexBuilder};

/// The longest expression, in characters.
pub const EXPRESSION_MOST: usize = 1000;
/// The most memory that a compiled expression may take, in bytes.
const COMPILED_MOST: usize = 1024 * 1024;

/// The groups that fields of ours are read from. Others are kept as they are.
pub const GROUPS: &[&str] = &[
    "native_id",
    "agent",
    "agent_name",
    "extension",
    "customer",
    "queue",
    "project",
    "direction",
    "started_at",
    "date",
    "time",
    "duration",
    "disposition",
    "ticket",
];

fn compiled(expression: &str) -> Result<Regex, PatternError> {
    if expression.chars().count() > EXPRESSION_MOST {
        return Err(PatternError::TooLong);
    }
    RegexBuilder::new(expression)
        .size_limit(COMPILED_MOST)
        .dfa_size_limit(COMPILED_MOST)
        .nest_limit(50)
        .build()
        .map_err(|error| PatternError::NotAnExpression(in_one_line(&error)))
}

/// The crate draws the place over several lines; the last says what is wrong.
fn in_one_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

pub(super) fn check(expression: &str) -> Result<(), PatternError> {
    let expression = compiled(expression)?;
    let reads_something = expression.capture_names().flatten().any(|name| GROUPS.contains(&name));
    if reads_something { Ok(()) } else { Err(PatternError::NoGroups) }
}

pub(super) fn read(path: &str, expression: &str) -> Option<NameReading> {
    let expression = compiled(expression).ok()?;
    let found = expression.captures(path)?;
    let group = |name: &str| found.name(name).map(|found| found.as_str()).filter(|text| !text.is_empty());
    let mut reading = NameReading::default();
    reading.set_native_id(group("native_id"));
    reading.set_agent(group("agent"));
    reading.set_extension(group("extension"));
    reading.set_customer(group("customer"));
    if let Some(agent) = reading.metadata.agents.first_mut() {
        agent.name = group("agent_name").and_then(shapes::text);
    }
    reading.metadata.queue = group("queue").and_then(shapes::text);
    reading.metadata.project = group("project").and_then(shapes::text);
    reading.metadata.disposition = group("disposition").and_then(shapes::text);
    reading.metadata.ticket = group("ticket").and_then(shapes::text);
    reading.metadata.duration_ms = group("duration").and_then(stamps::duration_ms);
    reading.metadata.direction = read_direction(group("direction"), &mut reading);
    read_start(&found, &mut reading);
    for name in expression.capture_names().flatten().filter(|name| !GROUPS.contains(name)) {
        reading.keep(name, group(name));
    }
    Some(reading)
}

fn read_direction(word: Option<&str>, reading: &mut NameReading) -> Option<Direction> {
    let read = direction(word?);
    if read.is_none() {
        reading.problems.push(NameProblem::DirectionUnclear);
    }
    read
}

fn read_start(found: &Captures<'_>, reading: &mut NameReading) {
    let group = |name: &str| found.name(name).map(|found| found.as_str());
    match (group("started_at"), group("date"), group("time")) {
        (Some(text), _, _) => reading.set_start(stamps::moment(text)),
        (None, Some(date), Some(time)) => reading.set_start(stamps::wall(date, time)),
        _ => {}
    }
}
