//! What a recorder says about a call. Every field may be missing; what we do not know is kept as
//! it is; what we know must be right, and an error names the field.

mod fields;

use super::{RecorderError, Sent};
use crate::db::call::{CustomerNumber, Direction};
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::time::Stamp;
use fields::{Fields, agents, channels, leg, tags};
use serde_json::{Map, Value, json};

/// The longest ordinary text, in characters.
const TEXT_MOST: usize = 500;
/// The longest wrap-up note, in characters.
const WRAP_UP_MOST: usize = 20_000;

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

    /// The JSON object that [`Self::read_again`] reads as this: a moment without an offset is written
    /// as its source's clock said it, and the usual channels are left out.
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

    /// Reads what [`Self::to_fields`] wrote. A source with words of its own may use one of our names
    /// for something else: what is not what it should be was kept as it was sent, and is again.
    #[must_use]
    pub fn read_again(written: Map<String, Value>) -> Self {
        let mut said = Self::default();
        for (name, value) in written {
            match Self::from_fields(Map::from_iter([(name.clone(), value.clone())])) {
                Ok(one) => said.complete_with(one),
                Err(_) => drop(said.rest.insert(name, value)),
            }
        }
        said
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
        let mut fields = Fields::of(sent);
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
            rest: fields.rest(),
        })
    }
}

#[cfg(test)]
mod tests;
