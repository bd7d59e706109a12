//! What a recorder says about a call. Every field may be missing; what we do not know is kept as
//! it is; what we know must be right, and an error names the field.

use super::{RecorderError, Sent};
use crate::db::call::{CustomerNumber, Direction};
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::time::Stamp;
use serde_json::{Map, Value, json};

/// The longest ordinary text, in characters.
const TEXT_MOST: usize = 500;
/// The longest wrap-up note, in characters.
const WRAP_UP_MOST: usize = 20_000;
/// The most tags and the most agents.
const LIST_MOST: usize = 100;
/// The highest channel number that makes sense to a recorder.
const CHANNEL_MOST: u64 = 63;

/// What a recorder says about a call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CallMetadata {
    /// The name of the source.
    pub source: Option<String>,
    /// What the source calls the call.
    pub native_id: Option<String>,
    /// Who took part on our side.
    pub agents: Vec<AgentPart>,
    /// The customer's number.
    pub customer_number: Option<CustomerNumber>,
    /// Who rang whom.
    pub direction: Option<Direction>,
    /// The queue, by name.
    pub queue: Option<String>,
    /// The project, by name.
    pub project: Option<String>,
    /// When the call began.
    pub started_at: Option<Stamp>,
    /// How long it was, in milliseconds, as the source says; what we measure counts for more.
    pub duration_ms: Option<i64>,
    /// How the agent closed it.
    pub disposition: Option<String>,
    /// The agent's note.
    pub wrap_up: Option<String>,
    /// The ticket it led to.
    pub ticket: Option<String>,
    /// The source's tags.
    pub tags: Vec<String>,
    /// Who is heard on which channel.
    pub channels: ChannelRoles,
    /// Who is heard, where the file holds one side of the call and another file the other.
    pub leg: Option<ChannelRole>,
    /// Who usually is, with this source: counts where `channels` is empty and the recording has as
    /// many channels as are named here. Nothing that is sent fills it.
    pub usual_channels: ChannelRoles,
    /// Everything else, as it was sent.
    pub rest: Map<String, Value>,
}

/// One agent's part in the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentPart {
    /// What the source calls the agent.
    pub external_id: String,
    /// The name the source gives along.
    pub name: Option<String>,
    /// The channel they are heard on.
    pub channel: Option<i32>,
    /// Where their part begins, in milliseconds.
    pub start_ms: Option<i64>,
    /// Where it ends.
    pub end_ms: Option<i64>,
}

impl AgentPart {
    /// An agent's part of whom nothing else is known.
    #[must_use]
    pub fn of(external_id: &str) -> Self {
        Self { external_id: external_id.to_owned(), name: None, channel: None, start_ms: None, end_ms: None }
    }
}

impl CallMetadata {
    /// Who is heard on which channel of a recording with this many.
    #[must_use]
    pub fn channels_of(&self, channel_count: u16) -> ChannelRoles {
        if !self.channels.is_empty() || self.usual_channels.is_empty() {
            return self.channels.clone();
        }
        if self.usual_channels.len() == usize::from(channel_count) {
            return self.usual_channels.clone();
        }
        // One channel where there usually are more holds everybody.
        if channel_count == 1 { ChannelRoles::from([(0, ChannelRole::Mixed)]) } else { ChannelRoles::new() }
    }
    /// Reads the JSON object that a recorder sends.
    pub fn parse(json: &[u8]) -> Result<Self, RecorderError> {
        Self::from_fields(Sent::parse(json)?.0)
    }

    /// The JSON object that [`Self::parse`] reads as this, source and time zone of stamps aside: a
    /// moment without an offset is written as its source's clock said it.
    #[must_use]
    pub fn to_fields(&self) -> Map<String, Value> {
        let agent = |part: &AgentPart| {
            json!({ "external_id": part.external_id, "name": part.name, "channel": part.channel,
                "start_ms": part.start_ms, "end_ms": part.end_ms })
        };
        let channel = |(channel, role): (&u16, &ChannelRole)| (channel.to_string(), json!(role.as_str()));
        let said = json!({
            "source": self.source,
            "native_id": self.native_id,
            "agents": self.agents.iter().map(agent).collect::<Vec<_>>(),
            "customer_number": self.customer_number.as_ref().map(|number| &number.0),
            "direction": self.direction.map(Direction::as_str),
            "queue": self.queue,
            "project": self.project,
            "started_at": self.started_at.map(|stamp| match stamp {
                Stamp::Exact(instant) => instant.to_string(),
                Stamp::Local(wall) => wall.to_string(),
            }),
            "duration_ms": self.duration_ms,
            "disposition": self.disposition,
            "wrap_up": self.wrap_up,
            "ticket": self.ticket,
            "tags": self.tags,
            "channels": self.channels.iter().map(channel).collect::<Map<_, _>>(),
            "leg": self.leg.map(ChannelRole::as_str),
        });
        let mut fields = self.rest.clone();
        if let Value::Object(said) = said {
            let is_said = |value: &Value| match value {
                Value::Null => false,
                Value::Array(list) => !list.is_empty(),
                Value::Object(object) => !object.is_empty(),
                _ => true,
            };
            fields.extend(said.into_iter().filter(|(_, value)| is_said(value)));
        }
        fields
    }

    /// Takes over what is missing here and said there.
    pub fn complete_with(&mut self, other: Self) {
        self.source = self.source.take().or(other.source);
        self.native_id = self.native_id.take().or(other.native_id);
        if self.agents.is_empty() {
            self.agents = other.agents;
        }
        self.customer_number = self.customer_number.take().or(other.customer_number);
        self.direction = self.direction.or(other.direction);
        self.queue = self.queue.take().or(other.queue);
        self.project = self.project.take().or(other.project);
        self.started_at = self.started_at.or(other.started_at);
        self.duration_ms = self.duration_ms.or(other.duration_ms);
        self.disposition = self.disposition.take().or(other.disposition);
        self.wrap_up = self.wrap_up.take().or(other.wrap_up);
        self.ticket = self.ticket.take().or(other.ticket);
        for tag in other.tags {
            if !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
        for (channel, role) in other.channels {
            self.channels.entry(channel).or_insert(role);
        }
        self.leg = self.leg.or(other.leg);
        for (name, value) in other.rest {
            self.rest.entry(name).or_insert(value);
        }
    }

    /// Reads a JSON object in our own field names; what is in none of them is kept in `rest`.
    pub fn from_fields(sent: Map<String, Value>) -> Result<Self, RecorderError> {
        let mut fields = Fields { path: String::new(), fields: sent };
        Ok(Self {
            source: fields.text("source", TEXT_MOST)?,
            native_id: fields.text("native_id", TEXT_MOST)?,
            agents: agents(fields.list("agents")?)?,
            customer_number: fields.text("customer_number", TEXT_MOST)?.map(CustomerNumber),
            direction: fields.word("direction", Direction::parse, "must be \"inbound\" or \"outbound\"")?,
            queue: fields.text("queue", TEXT_MOST)?,
            project: fields.text("project", TEXT_MOST)?,
            started_at: fields.word(
                "started_at",
                |text| text.parse().ok(),
                "must be a time such as 2026-11-21T09:30:00Z",
            )?,
            duration_ms: fields.position("duration_ms")?,
            disposition: fields.text("disposition", TEXT_MOST)?,
            wrap_up: fields.text("wrap_up", WRAP_UP_MOST)?,
            ticket: fields.text("ticket", TEXT_MOST)?,
            tags: tags(fields.list("tags")?)?,
            channels: channels(fields.take("channels"))?,
            leg: fields.word("leg", leg, "must be \"agent\" or \"customer\"")?,
            usual_channels: ChannelRoles::new(),
            rest: fields.fields,
        })
    }
}

/// One side of a call has one of two people on it.
fn leg(word: &str) -> Option<ChannelRole> {
    ChannelRole::parse(word).filter(|role| matches!(role, ChannelRole::Agent | ChannelRole::Customer))
}

fn agents(list: Vec<Value>) -> Result<Vec<AgentPart>, RecorderError> {
    let mut parts = Vec::with_capacity(list.len());
    for (number, item) in list.into_iter().enumerate() {
        let path = format!("agents[{number}]");
        let Value::Object(sent) = item else { return Err(RecorderError::field(path, "must be an object")) };
        let mut fields = Fields { path: format!("{path}."), fields: sent };
        let part = AgentPart {
            external_id: fields
                .text("external_id", TEXT_MOST)?
                .ok_or_else(|| RecorderError::field(format!("{path}.external_id"), "is missing"))?,
            name: fields.text("name", TEXT_MOST)?,
            channel: fields
                .whole_number("channel", CHANNEL_MOST)?
                .and_then(|channel| i32::try_from(channel).ok()),
            start_ms: fields.position("start_ms")?,
            end_ms: fields.position("end_ms")?,
        };
        if part.start_ms.zip(part.end_ms).is_some_and(|(start, end)| end < start) {
            return Err(RecorderError::field(format!("{path}.end_ms"), "lies before start_ms"));
        }
        // Some recorders write an agent once a leg; what is alike in everything is one part.
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Ok(parts)
}

fn tags(list: Vec<Value>) -> Result<Vec<String>, RecorderError> {
    list.into_iter()
        .enumerate()
        .map(|(number, tag)| match tag {
            Value::String(tag) if tag.chars().count() <= TEXT_MOST && !tag.contains('\0') => Ok(tag),
            _ => Err(RecorderError::field(
                format!("tags[{number}]"),
                format!("must be a text of at most {TEXT_MOST} characters"),
            )),
        })
        .collect()
}

fn channels(sent: Option<Value>) -> Result<ChannelRoles, RecorderError> {
    let roles = match sent {
        None => return Ok(ChannelRoles::new()),
        Some(Value::Object(roles)) => roles,
        Some(_) => {
            return Err(RecorderError::field("channels", "must be an object such as {\"0\": \"agent\"}"));
        }
    };
    roles
        .into_iter()
        .map(|(channel, role)| {
            // The sender chose this name: an error repeats its beginning, not a novel.
            let path = format!("channels.{}", channel.chars().take(20).collect::<String>());
            let number = channel
                .parse::<u16>()
                .ok()
                .filter(|number| u64::from(*number) <= CHANNEL_MOST && number.to_string() == channel)
                .ok_or_else(|| RecorderError::field(&path, "is not a channel; count channels from 0"))?;
            let role = role.as_str().and_then(ChannelRole::parse).ok_or_else(|| {
                RecorderError::field(&path, "must be \"agent\", \"customer\", \"mixed\" or \"other\"")
            })?;
            Ok((number, role))
        })
        .collect()
}

/// The fields of an object, taken out one by one; what is left at the end we do not know.
struct Fields {
    path: String,
    fields: Map<String, Value>,
}

impl Fields {
    /// The field; `null` counts as missing.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.shift_remove(name).filter(|value| !value.is_null())
    }

    fn wrong<T>(&self, name: &str, problem: impl Into<String>) -> Result<T, RecorderError> {
        Err(RecorderError::field(format!("{}{name}", self.path), problem))
    }

    /// A text without outer blanks; an empty one counts as missing. Numbers are taken as text,
    /// because recorders write their ids either way.
    fn text(&mut self, name: &str, most: usize) -> Result<Option<String>, RecorderError> {
        let text = match self.take(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => return self.wrong(name, "must be a text"),
        };
        if text.chars().count() > most {
            return self.wrong(name, format!("must have at most {most} characters"));
        }
        if text.contains('\0') {
            return self.wrong(name, "must not hold a NUL character");
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn word<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
        problem: &str,
    ) -> Result<Option<T>, RecorderError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => match parse(text.trim()) {
                Some(word) => Ok(Some(word)),
                None => self.wrong(name, problem),
            },
            Some(_) => self.wrong(name, problem),
        }
    }

    fn whole_number(&mut self, name: &str, most: u64) -> Result<Option<u64>, RecorderError> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => match value.as_u64().filter(|number| *number <= most) {
                Some(number) => Ok(Some(number)),
                None => self.wrong(name, format!("must be a whole number from 0 to {most}")),
            },
        }
    }

    /// A position on the call's timeline; a day is longer than any call.
    fn position(&mut self, name: &str) -> Result<Option<i64>, RecorderError> {
        const DAY_MS: u64 = 24 * 3600 * 1000;
        Ok(self.whole_number(name, DAY_MS)?.and_then(|number| i64::try_from(number).ok()))
    }

    fn list(&mut self, name: &str) -> Result<Vec<Value>, RecorderError> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) if list.len() <= LIST_MOST => Ok(list),
            Some(_) => self.wrong(name, format!("must be a list of at most {LIST_MOST}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(json: &str) -> String {
        CallMetadata::parse(json.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn everything_may_be_missing() {
        assert_eq!(CallMetadata::parse(b"{}").unwrap(), CallMetadata::default());
        assert_eq!(
            CallMetadata::parse(br#"{"queue": null, "ticket": " "}"#).unwrap(),
            CallMetadata::default()
        );
    }

    #[test]
    fn everything_known_is_read_and_the_rest_is_kept() {
        let sent = r#"{"source": "pbx", "native_id": 1743042317.12206, "direction": "inbound",
            "agents": [{"external_id": "3201", "name": "Mei", "channel": 0, "start_ms": 0, "end_ms": 900}],
            "customer_number": "13800138000", "started_at": "2026-11-21T17:30:00+08:00",
            "tags": ["vip"], "channels": {"0": "agent", "1": "customer"}, "ivr": ["1", "2"]}"#;
        let metadata = CallMetadata::parse(sent.as_bytes()).unwrap();
        assert_eq!(metadata.native_id.as_deref(), Some("1743042317.12206"));
        assert_eq!(metadata.agents[0].channel, Some(0));
        assert_eq!(metadata.channels[&1], ChannelRole::Customer);
        assert_eq!(metadata.rest.keys().collect::<Vec<_>>(), ["ivr"]);
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let sent = r#"{"source": "pbx", "native_id": "1", "direction": "outbound", "leg": "agent",
            "agents": [{"external_id": "3201", "name": "Mei", "channel": 0, "start_ms": 0, "end_ms": 900}],
            "customer_number": "13800138000", "started_at": "2026-11-21 17:30:00", "duration_ms": 9,
            "queue": "q", "project": "p", "disposition": "d", "wrap_up": "w", "ticket": "t",
            "tags": ["vip"], "channels": {"0": "agent", "1": "customer"}, "ivr": ["1", "2"]}"#;
        let said = CallMetadata::parse(sent.as_bytes()).unwrap();
        let written = Value::Object(said.to_fields()).to_string();
        assert_eq!(CallMetadata::parse(written.as_bytes()).unwrap(), said);
        assert_eq!(CallMetadata::default().to_fields(), Map::new());
    }

    #[test]
    fn what_is_said_is_kept_and_what_is_missing_is_taken_over() {
        let of = |json: &str| CallMetadata::parse(json.as_bytes()).unwrap();
        let mut said = of(r#"{"queue": "mine", "tags": ["a"], "channels": {"0": "agent"}, "x": 1}"#);
        said.complete_with(of(
            r#"{"queue": "theirs", "ticket": "T", "tags": ["a", "b"], "channels": {"0": "other", "1": "customer"}, "x": 2}"#,
        ));
        assert_eq!((said.queue.as_deref(), said.ticket.as_deref()), (Some("mine"), Some("T")));
        assert_eq!(
            (said.tags.as_slice(), &said.rest["x"]),
            (&["a".to_owned(), "b".to_owned()][..], &json!(1))
        );
        assert_eq!((said.channels[&0], said.channels[&1]), (ChannelRole::Agent, ChannelRole::Customer));
    }

    #[test]
    fn an_error_names_the_field() {
        assert_eq!(
            problem(r#"{"direction": "sideways"}"#),
            "metadata: direction must be \"inbound\" or \"outbound\""
        );
        assert_eq!(
            problem(r#"{"agents": [{"external_id": "1"}, {"external_id": "2", "channel": -1}]}"#),
            "metadata: agents[1].channel must be a whole number from 0 to 63"
        );
        assert_eq!(problem(r#"{"agents": [{}]}"#), "metadata: agents[0].external_id is missing");
        assert_eq!(
            problem(r#"{"channels": {"left": "agent"}}"#),
            "metadata: channels.left is not a channel; count channels from 0"
        );
        assert_eq!(
            problem(r#"{"channels": {"0": "agent", "00": "customer"}}"#),
            "metadata: channels.00 is not a channel; count channels from 0"
        );
        assert!(problem(&format!(r#"{{"channels": {{"{}": "agent"}}}}"#, "x".repeat(9000))).len() < 200);
        assert_eq!(problem("[]"), "metadata: metadata must be a JSON object");
        assert_eq!(problem("{\n \"queue\": }"), "metadata is not JSON (line 2, column 11)");
    }

    #[test]
    fn the_same_part_twice_is_one_and_another_leg_is_another() {
        let sent = r#"{"agents": [{"external_id": "3201"}, {"external_id": 3201}, {"external_id": "3201", "start_ms": 9}]}"#;
        let starts: Vec<_> =
            CallMetadata::parse(sent.as_bytes()).unwrap().agents.iter().map(|one| one.start_ms).collect();
        assert_eq!(starts, [None, Some(9)]);
    }

    #[test]
    fn what_is_nested_too_deep_is_refused_and_not_followed() {
        let deep = format!(r#"{{"ivr": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(problem(&deep).starts_with("metadata is not JSON"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = CallMetadata::parse(&bytes);
        }
    }
}
