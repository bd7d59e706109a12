//! The one interpretation of what a source sends: the same for an upload, a watched folder, a
//! row of call records, and for the page on which an administrator tries it out.
//!
//! In this order, and what an earlier step said stays: what was sent, by the source's mapping or,
//! where there is none, by our own field names; what the file's name says; who sat at the
//! extension; the source's channels. Its queue and project are given when the call is entered.

use super::naming::{self, NameProblem, NameReading};
use super::{AgentPart, CallMetadata, RecorderError, Sent, direction, stamps, tags};
use crate::db::call::CustomerNumber;
use crate::db::source::{self, FieldRule, Source, Target};
use crate::db::{DbError, Reading};
use crate::time::{Instant, Stamp};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::time::Duration;

/// The longest ordinary text, in characters.
const TEXT_MOST: usize = 500;

/// What was understood of an arrival.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Interpretation {
    /// What is known of the call.
    pub metadata: CallMetadata,
    /// Which field came from where; by the names of [`CallMetadata`]'s fields.
    pub origins: BTreeMap<&'static str, Origin>,
    /// What could not be read. None of it keeps a recording out.
    pub remarks: Vec<Remark>,
    /// Whether the agent was named as an agent, so that the extension map is not asked.
    agent_is_named: bool,
}

/// Where a field came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From a field of our own name.
    Sent,
    /// From the source's field, by its mapping.
    Mapping,
    /// From the mapping itself: a constant.
    Constant,
    /// From the file's name.
    FileName,
    /// From the extension map.
    ExtensionMap,
    /// From the source's defaults.
    Default,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Which field it was for; none: the file's name as a whole.
    pub field: Option<&'static str>,
    /// A stable name in `snake_case`; the browser words it by this.
    pub what: &'static str,
}

impl Origin {
    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Mapping => "mapping",
            Self::Constant => "constant",
            Self::FileName => "file_name",
            Self::ExtensionMap => "extension_map",
            Self::Default => "default",
        }
    }
}

/// Every stable name of a remark, beside those of [`NameProblem`].
pub const REMARKS: &[&str] =
    &["not_a_time", "not_a_duration", "not_a_direction", "too_long", "field_not_understood"];

/// Interprets what a source sent along with a file, and the path under which the source keeps it.
/// An error names a field of ours that is wrong; a source that has a mapping never gets one.
///
/// The extension map is asked afterwards, by [`seat_agents`].
pub fn interpret(source: &Source, sent: Sent, path: Option<&str>) -> Result<Interpretation, RecorderError> {
    let mut read = if source.settings.mapping.is_empty() {
        by_our_names(sent)?
    } else {
        by_mapping(&source.settings.mapping, sent)
    };
    if let (Some(pattern), Some(path)) = (&source.settings.naming, path) {
        let said = naming::read(pattern, path);
        read.add_name(said, source);
    }
    if read.metadata.channels.is_empty() {
        if !source.settings.channels.is_empty() {
            read.metadata.usual_channels.clone_from(&source.settings.channels);
        }
        if !read.metadata.usual_channels.is_empty() {
            read.origins.insert("channels", Origin::Default);
        }
    }
    Ok(read)
}

/// Asks the source's extension map who sat where the call was taken. What an agent was called
/// before is kept as `extension`.
pub fn seat_agents(
    reading: &mut Reading<'_>,
    source: &Source,
    read: &mut Interpretation,
) -> Result<(), DbError> {
    if read.agent_is_named {
        return Ok(());
    }
    let at = read.metadata.started_at.map_or(reading.now(), |stamp| stamp.in_zone(&source.zone()));
    for part in &mut read.metadata.agents {
        if let Some(agent) = source::agent_at(reading, source.id, &part.external_id, at)? {
            let extension = std::mem::replace(&mut part.external_id, agent);
            read.metadata.rest.entry("extension").or_insert(Value::String(extension));
            read.origins.insert("agents", Origin::ExtensionMap);
        }
    }
    Ok(())
}

/// What was sent is in our words: a field that is wrong is refused, so that its sender learns of it.
fn by_our_names(sent: Sent) -> Result<Interpretation, RecorderError> {
    let metadata = CallMetadata::from_fields(sent.0)?;
    let mut read = Interpretation { metadata, ..Interpretation::default() };
    for field in read.known_fields() {
        read.origins.insert(field, Origin::Sent);
    }
    Ok(read)
}

/// What was sent is in the source's own words: the mapping says what they mean. All of it is kept
/// as it came.
fn by_mapping(mapping: &BTreeMap<Target, FieldRule>, sent: Sent) -> Interpretation {
    let mut read = Interpretation::default();
    for (name, value) in &sent.0 {
        if !mapping.keys().any(|target| field_of(*target) == name) {
            read.add_ours(name, value);
        }
    }
    for (target, rule) in mapping {
        let found = rule.from.iter().find_map(|path| sent.at(path));
        let (text, origin) = match (found, &rule.value) {
            (Some(found), _) => (translated(rule, found), Origin::Mapping),
            (None, Some(value)) => (value.clone(), Origin::Constant),
            (None, None) => continue,
        };
        read.set(*target, &text, origin);
    }
    // A source that gives no id of an agent but a name is taken by the name.
    if let Some(part) = read.metadata.agents.first_mut()
        && part.external_id.is_empty()
    {
        part.external_id = part.name.clone().unwrap_or_default();
        read.agent_is_named = true;
    }
    read.metadata.rest.extend(sent.0);
    read
}

fn translated(rule: &FieldRule, text: String) -> String {
    rule.values.get(&text).cloned().unwrap_or(text)
}

/// The field of [`CallMetadata`] that a target fills.
fn field_of(target: Target) -> &'static str {
    match target {
        Target::Agent | Target::AgentName | Target::Extension => "agents",
        Target::Duration | Target::DurationMs => "duration_ms",
        other => other.as_str(),
    }
}

impl Interpretation {
    /// The fields that are known, by name.
    #[must_use]
    pub fn known_fields(&self) -> Vec<&'static str> {
        let read = &self.metadata;
        let all = [
            ("native_id", read.native_id.is_some()),
            ("agents", !read.agents.is_empty()),
            ("customer_number", read.customer_number.is_some()),
            ("direction", read.direction.is_some()),
            ("queue", read.queue.is_some()),
            ("project", read.project.is_some()),
            ("started_at", read.started_at.is_some()),
            ("duration_ms", read.duration_ms.is_some()),
            ("disposition", read.disposition.is_some()),
            ("wrap_up", read.wrap_up.is_some()),
            ("ticket", read.ticket.is_some()),
            ("tags", !read.tags.is_empty()),
            ("channels", !read.channels.is_empty()),
        ];
        all.into_iter().filter(|(_, known)| *known).map(|(field, _)| field).collect()
    }

    /// Whether there are agents of whom the extension map may know who they were.
    #[must_use]
    pub fn asks_who_sat_where(&self) -> bool {
        !self.agent_is_named && !self.metadata.agents.is_empty()
    }

    fn remark(&mut self, field: &'static str, what: &'static str) {
        self.remarks.push(Remark { field: Some(field), what });
    }

    /// A field that has one of our names though the source has words of its own: taken where it is
    /// what it should be.
    fn add_ours(&mut self, name: &str, value: &Value) {
        let one = Map::from_iter([(name.to_owned(), value.clone())]);
        let Ok(said) = CallMetadata::from_fields(one) else { return };
        let alone = Self { metadata: said, ..Self::default() };
        let fields = alone.known_fields();
        self.metadata.source = self.metadata.source.take().or(alone.metadata.source.clone());
        if !fields.is_empty() {
            fill_blanks(&mut self.metadata, alone.metadata);
            self.origins.extend(fields.into_iter().map(|field| (field, Origin::Sent)));
        }
    }

    fn set(&mut self, target: Target, text: &str, origin: Origin) {
        let field = field_of(target);
        let most = if target == Target::WrapUp { 20_000 } else { TEXT_MOST };
        if text.chars().count() > most {
            return self.remark(field, "too_long");
        }
        let read = &mut self.metadata;
        let owned = Some(text.to_owned());
        match target {
            Target::NativeId => read.native_id = owned,
            Target::Agent => {
                self.agent_is_named = true;
                text.clone_into(&mut only_part(read).external_id);
            }
            // Targets come in their order: an agent who was named is there already.
            Target::AgentName => only_part(read).name = owned,
            Target::Extension if self.agent_is_named => {
                read.rest.insert("extension".to_owned(), Value::String(text.to_owned()));
            }
            Target::Extension => text.clone_into(&mut only_part(read).external_id),
            Target::CustomerNumber => read.customer_number = owned.map(CustomerNumber),
            Target::Queue => read.queue = owned,
            Target::Project => read.project = owned,
            Target::Disposition => read.disposition = owned,
            Target::WrapUp => read.wrap_up = owned,
            Target::Ticket => read.ticket = owned,
            Target::Tags => read.tags = tags::in_text(text),
            Target::Direction => match direction(text) {
                Some(direction) => read.direction = Some(direction),
                None => return self.remark(field, "not_a_direction"),
            },
            Target::StartedAt => match stamps::moment(text) {
                Some(stamp) => read.started_at = Some(stamp),
                None => return self.remark(field, "not_a_time"),
            },
            Target::Duration => match stamps::duration_ms(text) {
                Some(duration) => read.duration_ms = Some(duration),
                None => return self.remark(field, "not_a_duration"),
            },
            Target::DurationMs => match text.parse::<i64>().ok().filter(|ms| (0..=86_400_000).contains(ms)) {
                Some(duration) => read.duration_ms = Some(duration),
                None => return self.remark(field, "not_a_duration"),
            },
        }
        self.origins.insert(field, origin);
    }

    /// Fills what is missing from the file's name.
    fn add_name(&mut self, said: NameReading, source: &Source) {
        let NameReading { mut metadata, extension, near, problems } = said;
        let rule = |target: Target| source.settings.mapping.get(&target);
        for (target, field) in [
            (Target::Queue, &mut metadata.queue),
            (Target::Project, &mut metadata.project),
            (Target::Disposition, &mut metadata.disposition),
        ] {
            if let (Some(rule), Some(text)) = (rule(target), field.take()) {
                *field = Some(translated(rule, text));
            }
        }
        let mut problems = problems;
        if let (Some(Stamp::Local(_)), Some(near)) = (metadata.started_at, near) {
            metadata.started_at = metadata.started_at.map(|stamp| {
                let settled = stamp.in_zone_near(&source.zone(), near);
                if is_another_zone(settled, near) {
                    problems.push(NameProblem::ZoneDiffers);
                }
                Stamp::Exact(settled)
            });
        }
        let had_agents = !self.metadata.agents.is_empty();
        if !had_agents && !metadata.agents.is_empty() {
            self.agent_is_named = true;
        } else if !had_agents && let Some(extension) = &extension {
            metadata.agents.push(AgentPart::of(extension));
        }
        if let Some(extension) = extension {
            metadata.rest.entry("extension").or_insert(Value::String(extension));
        }
        let before = self.known_fields();
        let time_was_missing = self.metadata.started_at.is_none();
        fill_blanks(&mut self.metadata, metadata);
        for field in self.known_fields() {
            if !before.contains(&field) {
                self.origins.insert(field, Origin::FileName);
            }
        }
        let concerns_time =
            |problem: &NameProblem| matches!(problem, NameProblem::NoTime | NameProblem::OnlyToTheHour);
        let said = problems.into_iter().filter(|problem| time_was_missing || !concerns_time(problem));
        self.remarks.extend(said.map(|problem| Remark { field: None, what: problem.as_str() }));
    }
}

/// Whether two stamps of one moment lie apart as zones do: whole quarters of an hour, to within a
/// few minutes that a call may have rung or waited.
fn is_another_zone(one: Instant, other: Instant) -> bool {
    const QUARTER_MS: u64 = 15 * 60 * 1000;
    const SLACK_MS: u64 = 3 * 60 * 1000;
    const APART: Duration = Duration::from_hours(26);
    let apart = one.as_millis().abs_diff(other.as_millis());
    let beside = apart % QUARTER_MS;
    apart > QUARTER_MS + SLACK_MS
        && u128::from(apart) < APART.as_millis()
        && !(SLACK_MS..=QUARTER_MS - SLACK_MS).contains(&beside)
}

/// The one part of a call whose source names one agent.
fn only_part(read: &mut CallMetadata) -> &mut AgentPart {
    if read.agents.is_empty() {
        read.agents.push(AgentPart::of(""));
    }
    &mut read.agents[0]
}

fn fill_blanks(known: &mut CallMetadata, said: CallMetadata) {
    known.native_id = known.native_id.take().or(said.native_id);
    known.customer_number = known.customer_number.take().or(said.customer_number);
    known.direction = known.direction.or(said.direction);
    known.queue = known.queue.take().or(said.queue);
    known.project = known.project.take().or(said.project);
    known.started_at = known.started_at.or(said.started_at);
    known.duration_ms = known.duration_ms.or(said.duration_ms);
    known.disposition = known.disposition.take().or(said.disposition);
    known.wrap_up = known.wrap_up.take().or(said.wrap_up);
    known.ticket = known.ticket.take().or(said.ticket);
    if known.agents.is_empty() {
        known.agents = said.agents;
    }
    if known.tags.is_empty() {
        known.tags = said.tags;
    }
    if known.channels.is_empty() {
        known.channels = said.channels;
    }
    if known.usual_channels.is_empty() {
        known.usual_channels = said.usual_channels;
    }
    for (name, value) in said.rest {
        known.rest.entry(name).or_insert(value);
    }
}

#[cfg(test)]
mod tests;
