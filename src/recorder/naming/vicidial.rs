//! VICIdial: the tokens of a campaign's setting, joined by `_` or `-`, perhaps with `-all`, `-in`
//! or `-out` behind them. Its two-channel recordings have the agent on the left and the customer
//! on the right.

use super::shapes::Name;
use super::{NameProblem, NameReading, PatternError};
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::recorder::stamps;
use crate::time::Stamp;
use regex::{Regex, escape};

/// The tokens that a file name may be made of.
pub const TOKENS: &[&str] = &[
    "CAMPAIGN",
    "INGROUP",
    "CUSTPHONE",
    "FULLDATE",
    "TINYDATE",
    "EPOCH",
    "AGENT",
    "VENDORLEADCODE",
    "LEADID",
    "CALLID",
    "RECID",
];

pub(super) fn check(tokens: &str) -> Result<(), PatternError> {
    let words = tokens.split(['_', '-']);
    match words.into_iter().find(|word| !TOKENS.contains(word)) {
        Some(unknown) => Err(PatternError::UnknownToken(unknown.chars().take(40).collect())),
        None => Ok(()),
    }
}

pub(super) fn read(name: &Name<'_>, tokens: &str) -> Option<NameReading> {
    check(tokens).ok()?;
    let expression = expression_of(tokens);
    let found = Regex::new(&expression).ok()?.captures(name.stem)?;
    let mut reading = NameReading::default();
    reading.metadata.usual_channels =
        ChannelRoles::from([(0, ChannelRole::Agent), (1, ChannelRole::Customer)]);
    let mut said_when = false;
    for (at, token) in tokens.split(['_', '-']).enumerate() {
        let text = found.get(at + 1).map_or("", |found| found.as_str());
        match token {
            "FULLDATE" => {
                let (date, time) = text.split_once('-').unwrap_or((text, ""));
                reading.metadata.started_at = stamps::wall(date, time);
                said_when = true;
            }
            "EPOCH" => {
                reading.near = stamps::epoch(text);
                reading.metadata.started_at = reading.metadata.started_at.or(reading.near.map(Stamp::Exact));
                said_when = true;
            }
            "CUSTPHONE" => reading.set_customer(text),
            "AGENT" => reading.set_agent(text),
            "INGROUP" => reading.set_queue(text),
            "CALLID" => reading.set_native_id(text),
            // TINYDATE has one digit of the year, so it is kept and not read.
            other => reading.keep(&other.to_ascii_lowercase(), text),
        }
    }
    if reading.metadata.started_at.is_none() && (said_when || tokens.contains("TINYDATE")) {
        reading.problems.push(NameProblem::NoTime);
    }
    Some(reading)
}

/// Each token as a group of the shape that it has, and between them what stands there.
fn expression_of(tokens: &str) -> String {
    let mut expression = String::from("^");
    let mut rest = tokens;
    while !rest.is_empty() {
        let end = rest.find(['_', '-']).unwrap_or(rest.len());
        let (token, behind) = rest.split_at(end);
        expression.push_str(match token {
            "FULLDATE" => r"(\d{8}-\d{6})",
            "TINYDATE" | "EPOCH" => r"(\d+)",
            "CUSTPHONE" => r"(\+?\d*)",
            _ => r"(.*?)",
        });
        let mut characters = behind.chars();
        if let Some(between) = characters.next() {
            expression.push_str(&escape(&between.to_string()));
        }
        rest = characters.as_str();
    }
    expression.push_str(r"(?:-(?:all|in|out))?$");
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tokens_of_vicidial_are_taken() {
        assert_eq!(check("FULLDATE_CUSTPHONE-AGENT"), Ok(()));
        assert_eq!(check("FULLDATE_PHONE"), Err(PatternError::UnknownToken("PHONE".to_owned())));
        assert_eq!(check(""), Err(PatternError::UnknownToken(String::new())));
    }
}
