//! The settings of a source as a document: the same in a file (YAML) and over the web (JSON).

use super::problem::{Problem, ProblemKind, Report};
use super::seats::{self, SeatLine};
use super::speech;
use super::spot::{Fields, Spot};
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::db::redaction::Cover;
use crate::db::source::{
    EXTENSIONS_MOST, FieldRule, NamingPattern, SeatSpell, SourceKind, SourceSettings, Target, Transcribing,
    VICIDIAL_TOKENS,
};
use crate::document;
use crate::recorder::naming;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The largest document, in bytes: a full extension map fits.
pub const DOCUMENT_MOST: usize = 4 * 1024 * 1024;
/// The longest name of a source, project or queue, in characters.
const NAME_MOST: usize = 200;
/// The longest ordinary text, in characters.
const TEXT_MOST: usize = 500;
/// The most paths of one field, and the most values.
const LIST_MOST: usize = 1000;
/// The most days for which a source keeps its calls: a century.
const DAYS_MOST: i32 = 36_500;
/// The word for a source whose recordings are not redacted.
pub(super) const OFF: &str = "off";
/// The highest channel number that makes sense to a recorder.
const CHANNEL_MOST: u16 = 63;

/// The settings of a source, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDocument {
    /// Its name.
    pub name: String,
    /// The way its recordings come in.
    pub kind: SourceKind,
    /// The zone in which its stamps are to be read.
    pub time_zone: String,
    /// How what it sends is to be read.
    pub settings: SourceSettings,
    /// The project of its calls that name none, by name.
    pub project: Option<String>,
    /// The queue of its calls that name none, by name.
    pub queue: Option<String>,
    /// For how many days its calls are kept, where no rule says otherwise.
    pub retention_days: Option<i32>,
    /// What is heard in place of card numbers and the like; none: nothing is hidden.
    pub redaction: Option<Cover>,
    /// Which of its recordings become words by themselves.
    pub transcribing: Transcribing,
    /// Its extension map; none: the one that is stored stays.
    pub extensions: Option<Vec<SeatSpell>>,
}

/// Reads a document in YAML or JSON, or says everything that is wrong with it, in its order.
pub fn read_document(text: &str) -> Result<SourceDocument, Vec<Problem>> {
    let mut report = Report::default();
    let read = match document::read(text, DOCUMENT_MOST) {
        Ok(node) => read_root(&Spot::root(&node), &mut report),
        Err(unreadable) => {
            report.add("", unreadable.line(), ProblemKind::NotReadable, unreadable.to_string());
            None
        }
    };
    let problems = report.finish();
    read.filter(|_| problems.is_empty()).ok_or(problems)
}

fn read_root(root: &Spot<'_>, report: &mut Report) -> Option<SourceDocument> {
    let mut fields = root.fields(report)?;
    let name = fields.need("name", report).and_then(|spot| spot.text(NAME_MOST, report));
    let kind = fields.take("kind").and_then(|spot| kind(&spot, report));
    let zone = fields.need("time_zone", report).and_then(|spot| zone(&spot, report));
    let settings = SourceSettings {
        channels: fields.take("channels").map(|spot| channels(&spot, report)).unwrap_or_default(),
        naming: fields.take("naming").and_then(|spot| pattern(&spot, report)),
        mapping: fields.take("metadata").map(|spot| mapping(&spot, report)).unwrap_or_default(),
        speech: fields.take("speech").map(|spot| speech::read(&spot, report)).unwrap_or_default(),
    };
    let named = |fields: &mut Fields<'_>, field, report: &mut Report| {
        fields.take(field).and_then(|spot| spot.text(NAME_MOST, report)).map(str::to_owned)
    };
    let project = named(&mut fields, "project", report);
    let queue = named(&mut fields, "queue", report);
    let retention_days = fields.take("retention_days").and_then(|spot| days(&spot, report));
    let redaction = match fields.take("redaction") {
        Some(spot) => redaction(&spot, report),
        None => Some(Cover::Silence),
    };
    let transcribing = fields.take("transcribe").and_then(|spot| transcribing(&spot, report));
    let in_zone = zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
    let extensions = fields.take("extensions").map(|spot| extensions(&spot, &in_zone, report));
    fields.close(report);
    Some(SourceDocument {
        name: name?.to_owned(),
        kind: kind.unwrap_or(SourceKind::Upload),
        time_zone: zone?.to_owned(),
        settings,
        project,
        queue,
        retention_days,
        redaction,
        transcribing: transcribing.unwrap_or_default(),
        extensions,
    })
}

fn kind(spot: &Spot<'_>, report: &mut Report) -> Option<SourceKind> {
    let allowed: Vec<&str> = SourceKind::ALL.iter().map(|kind| kind.as_str()).collect();
    spot.word(SourceKind::parse, &allowed, report)
}

/// `off`, or what is heard in place of what is hidden. What is not understood hides: the report says so.
fn redaction(spot: &Spot<'_>, report: &mut Report) -> Option<Cover> {
    let parse = |word: &str| match word {
        OFF => Some(None),
        word => Cover::parse(word).map(Some),
    };
    let allowed: Vec<&str> = Cover::ALL.iter().map(|cover| cover.as_str()).chain([OFF]).collect();
    spot.word(parse, &allowed, report).unwrap_or(Some(Cover::Silence))
}

fn transcribing(spot: &Spot<'_>, report: &mut Report) -> Option<Transcribing> {
    spot.word(Transcribing::parse, &Transcribing::WORDS, report)
}

fn zone<'n>(spot: &Spot<'n>, report: &mut Report) -> Option<&'n str> {
    let name = spot.text(TEXT_MOST, report)?;
    if TimeZone::get(name).is_err() {
        let message = format!("\"{name}\" is no time zone; write a name such as Asia/Shanghai");
        spot.report(report, ProblemKind::UnknownZone, message);
        return None;
    }
    Some(name)
}

fn days(spot: &Spot<'_>, report: &mut Report) -> Option<i32> {
    let text = spot.text(20, report)?;
    let days = text.parse::<i32>().ok().filter(|days| (1..=DAYS_MOST).contains(days));
    if days.is_none() {
        let message = format!("write a whole number of days from 1 to {DAYS_MOST}, or leave it out");
        spot.report(report, ProblemKind::BadDays, message);
    }
    days
}

fn channels(spot: &Spot<'_>, report: &mut Report) -> ChannelRoles {
    let allowed: Vec<&str> = ChannelRole::ALL.iter().map(|role| role.as_str()).collect();
    let mut roles = ChannelRoles::new();
    for (channel, spot) in spot.entries(report) {
        let number = channel
            .parse::<u16>()
            .ok()
            .filter(|number| *number <= CHANNEL_MOST && number.to_string() == channel);
        let role = spot.word(ChannelRole::parse, &allowed, report);
        match (number, role) {
            (None, _) => {
                let message = format!("\"{channel}\" is no channel; count channels from 0");
                spot.report(report, ProblemKind::BadChannel, message);
            }
            (Some(number), Some(role)) => drop(roles.insert(number, role)),
            (Some(_), None) => {}
        }
    }
    roles
}

/// A pattern is a word, or a mapping with the word in `pattern` and what it needs beside it.
fn pattern(spot: &Spot<'_>, report: &mut Report) -> Option<NamingPattern> {
    const WORDS: &[&str] = &[
        "freepbx",
        "vicidial",
        "oreka",
        "genesys_cloud",
        "amazon_connect",
        "post_call_analytics",
        "twilio",
        "custom",
    ];
    let mut fields = if spot.is_mapping() { spot.fields(report) } else { None };
    let word = match &mut fields {
        Some(fields) => fields.need("pattern", report)?,
        None => Spot::again(spot),
    };
    let known = |text: &str| WORDS.iter().copied().find(|word| *word == text);
    let word = word.word(known, WORDS, report)?;
    let mut given = |name| fields.as_mut().and_then(|fields| fields.take(name));
    let found = match word {
        "freepbx" => Some(NamingPattern::Freepbx),
        "oreka" => Some(NamingPattern::Oreka),
        "genesys_cloud" => Some(NamingPattern::GenesysCloud),
        "amazon_connect" => Some(NamingPattern::AmazonConnect),
        "post_call_analytics" => Some(NamingPattern::PostCallAnalytics),
        "twilio" => Some(NamingPattern::Twilio),
        "vicidial" => {
            let tokens = given("tokens");
            let tokens = tokens.as_ref().map_or(Some(VICIDIAL_TOKENS), |spot| spot.text(TEXT_MOST, report));
            tokens.map(|tokens| NamingPattern::Vicidial { tokens: tokens.to_owned() })
        }
        _ => {
            let expression = given("expression");
            if expression.is_none() {
                let message = "a custom pattern needs an \"expression\"";
                spot.report(report, ProblemKind::MissingField, message);
            }
            let text = expression.and_then(|spot| spot.text(naming::EXPRESSION_MOST, report));
            text.map(|text| NamingPattern::Custom { expression: text.to_owned() })
        }
    };
    if let Some(fields) = fields {
        fields.close(report);
    }
    let found = found?;
    if let Err(error) = naming::check(&found) {
        spot.report(report, ProblemKind::BadPattern, error.to_string());
        return None;
    }
    Some(found)
}

fn mapping(spot: &Spot<'_>, report: &mut Report) -> BTreeMap<Target, FieldRule> {
    let mut mapping = BTreeMap::new();
    for (name, spot) in spot.entries(report) {
        if let Some(target) = Target::parse(name) {
            mapping.insert(target, rule(&spot, report));
        } else {
            let words: Vec<&str> = Target::ALL.iter().map(|target| target.as_str()).collect();
            let message = format!("\"{name}\" is no field that is filled; allowed: {}", words.join(", "));
            spot.report(report, ProblemKind::UnknownField, message);
        }
    }
    mapping
}

/// A rule is a path, several paths, or a mapping with `from`, `values` and `value`.
fn rule(spot: &Spot<'_>, report: &mut Report) -> FieldRule {
    if !spot.is_mapping() {
        return FieldRule { from: paths(spot, report), ..FieldRule::default() };
    }
    let Some(mut fields) = spot.fields(report) else { return FieldRule::default() };
    let from = fields.take("from").map(|spot| paths(&spot, report)).unwrap_or_default();
    let values = fields.take("values").map(|spot| values(&spot, report)).unwrap_or_default();
    let value = fields.take("value").and_then(|spot| spot.text(TEXT_MOST, report)).map(str::to_owned);
    fields.close(report);
    FieldRule { from, values, value }
}

fn paths(spot: &Spot<'_>, report: &mut Report) -> Vec<String> {
    let items = if spot.is_list() { spot.items(report) } else { vec![Spot::again(spot)] };
    if items.len() > LIST_MOST {
        spot.report(report, ProblemKind::TooMany, format!("at most {LIST_MOST} are taken"));
        return Vec::new();
    }
    items.iter().filter_map(|item| item.text(TEXT_MOST, report)).map(str::to_owned).collect()
}

fn values(spot: &Spot<'_>, report: &mut Report) -> BTreeMap<String, String> {
    let entries = spot.entries(report);
    if entries.len() > LIST_MOST {
        spot.report(report, ProblemKind::TooMany, format!("at most {LIST_MOST} are taken"));
        return BTreeMap::new();
    }
    let meant = |(sent, spot): (&str, Spot<'_>)| {
        spot.text(TEXT_MOST, report).map(|text| (sent.to_owned(), text.to_owned()))
    };
    entries.into_iter().filter_map(meant).collect()
}

fn extensions(spot: &Spot<'_>, zone: &TimeZone, report: &mut Report) -> Vec<SeatSpell> {
    let items = spot.items(report);
    if items.len() > EXTENSIONS_MOST {
        spot.report(report, ProblemKind::TooMany, format!("at most {EXTENSIONS_MOST} are taken"));
        return Vec::new();
    }
    let mut lines = Vec::new();
    for item in &items {
        let Some(mut fields) = item.fields(report) else { continue };
        let extension = fields.need("extension", report).and_then(|spot| spot.text(TEXT_MOST, report));
        let agent = fields.need("agent", report).and_then(|spot| spot.text(TEXT_MOST, report));
        let from = fields.take("from").and_then(|spot| spot.text(TEXT_MOST, report));
        let until = fields.take("until").and_then(|spot| spot.text(TEXT_MOST, report));
        fields.close(report);
        if let (Some(extension), Some(agent)) = (extension, agent) {
            let (path, line) = (item.path.clone(), item.line());
            lines.push(SeatLine { path, line, extension, agent, from, until });
        }
    }
    seats::checked(&lines, zone, report)
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
