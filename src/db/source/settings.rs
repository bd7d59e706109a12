//! How what a source sends is to be read.

use super::super::recording::{ChannelRole, ChannelRoles};
use super::speech::SpeechSettings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file names that VICIdial writes unless it is told otherwise.
pub const VICIDIAL_TOKENS: &str = "FULLDATE_CUSTPHONE";

/// How what a source sends is to be read. A source that nobody configured has the default: what is
/// sent is taken as our own field names, and file names say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceSettings {
    /// Who is heard on which channel of a recording that has as many channels, where nothing else
    /// says so.
    #[serde(with = "roles", skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: ChannelRoles,
    /// What its file names say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub naming: Option<NamingPattern>,
    /// Which of its fields becomes which of ours. Empty: it sends ours.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub mapping: BTreeMap<Target, FieldRule>,
    /// What is known beforehand of what is said.
    #[serde(skip_serializing_if = "SpeechSettings::is_empty")]
    pub speech: SpeechSettings,
}

/// How a source's file names are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pattern", rename_all = "snake_case")]
pub enum NamingPattern {
    /// `{type}-{destination}-{from}-{YYYYMMDD}-{HHMMSS}-{uniqueid}`, as FreePBX and Issabel write.
    Freepbx,
    /// VICIdial's tokens, joined by `_` or `-`.
    Vicidial {
        /// Such as `FULLDATE_CUSTPHONE_AGENT`.
        tokens: String,
    },
    /// `YYYY/MM/DD/HH/YYYYMMDD_HHMMSS_port`, as Oreka writes.
    Oreka,
    /// The folders of a Genesys Cloud bulk export.
    GenesysCloud,
    /// Amazon Connect's recordings and its redacted ones.
    AmazonConnect,
    /// `…_GUID_…_AGENT_…_CUST_…_DT_…`, as AWS post-call analytics reads them.
    PostCallAnalytics,
    /// `RE…` and `CA…`, as Twilio names recordings and calls.
    Twilio,
    /// A regular expression with named groups.
    Custom {
        /// The expression.
        expression: String,
    },
}

/// A field of ours that a source's field may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// What the source calls the call.
    NativeId,
    /// What the source calls the agent: not an extension.
    Agent,
    /// The agent's name.
    AgentName,
    /// The extension that the agent sat at; the extension map says who that was.
    Extension,
    /// The customer's number.
    CustomerNumber,
    /// Who rang whom.
    Direction,
    /// The queue, by name.
    Queue,
    /// The project, by name.
    Project,
    /// When the call began.
    StartedAt,
    /// How long it was, in milliseconds.
    DurationMs,
    /// How long it was, in seconds or as `HH:MM:SS`.
    Duration,
    /// How the agent closed it.
    Disposition,
    /// The agent's note.
    WrapUp,
    /// The ticket it led to.
    Ticket,
    /// A tag, or several, parted by commas.
    Tags,
}

/// Where a field of ours comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldRule {
    /// Paths into what was sent, such as `call.parties[0].tel`; the first that holds anything
    /// counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// What the source's values mean, such as `1` → `inbound`; others are taken as they are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// What counts where no path holds anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl NamingPattern {
    /// The pattern's word in files and on the wire.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Freepbx => "freepbx",
            Self::Vicidial { .. } => "vicidial",
            Self::Oreka => "oreka",
            Self::GenesysCloud => "genesys_cloud",
            Self::AmazonConnect => "amazon_connect",
            Self::PostCallAnalytics => "post_call_analytics",
            Self::Twilio => "twilio",
            Self::Custom { .. } => "custom",
        }
    }
}

impl Target {
    /// Every target, in the order of the documentation.
    pub const ALL: [Self; 15] = [
        Self::NativeId,
        Self::Agent,
        Self::AgentName,
        Self::Extension,
        Self::CustomerNumber,
        Self::Direction,
        Self::Queue,
        Self::Project,
        Self::StartedAt,
        Self::DurationMs,
        Self::Duration,
        Self::Disposition,
        Self::WrapUp,
        Self::Ticket,
        Self::Tags,
    ];

    /// The target's word in files and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NativeId => "native_id",
            Self::Agent => "agent",
            Self::AgentName => "agent_name",
            Self::Extension => "extension",
            Self::CustomerNumber => "customer_number",
            Self::Direction => "direction",
            Self::Queue => "queue",
            Self::Project => "project",
            Self::StartedAt => "started_at",
            Self::DurationMs => "duration_ms",
            Self::Duration => "duration",
            Self::Disposition => "disposition",
            Self::WrapUp => "wrap_up",
            Self::Ticket => "ticket",
            Self::Tags => "tags",
        }
    }

    /// The target of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.as_str() == word)
    }
}

/// Channel roles as an object of words: `{"0": "agent"}`.
mod roles {
    use super::{BTreeMap, ChannelRole, ChannelRoles};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub(super) fn serialize<S: Serializer>(roles: &ChannelRoles, to: S) -> Result<S::Ok, S::Error> {
        let words: BTreeMap<u16, &str> =
            roles.iter().map(|(channel, role)| (*channel, role.as_str())).collect();
        words.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ChannelRoles, D::Error> {
        let words = BTreeMap::<u16, String>::deserialize(from)?;
        words
            .into_iter()
            .map(|(channel, word)| match ChannelRole::parse(&word) {
                Some(role) => Ok((channel, role)),
                None => Err(de::Error::custom("unknown role of a channel")),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_are_written() {
        let settings = SourceSettings {
            channels: ChannelRoles::from([(0, ChannelRole::Agent), (1, ChannelRole::Customer)]),
            naming: Some(NamingPattern::Vicidial { tokens: VICIDIAL_TOKENS.to_owned() }),
            mapping: BTreeMap::from([(
                Target::Direction,
                FieldRule {
                    from: vec!["call.type".to_owned()],
                    values: BTreeMap::from([("1".to_owned(), "inbound".to_owned())]),
                    value: None,
                },
            )]),
            speech: SpeechSettings::default(),
        };
        let json = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<SourceSettings>(&json).unwrap(), settings);
        assert_eq!(
            json,
            r#"{"channels":{"0":"agent","1":"customer"},"naming":{"pattern":"vicidial","tokens":"FULLDATE_CUSTPHONE"},"mapping":{"direction":{"from":["call.type"],"values":{"1":"inbound"}}}}"#
        );
    }

    #[test]
    fn a_source_that_nobody_configured_has_nothing_written() {
        assert_eq!(serde_json::to_string(&SourceSettings::default()).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<SourceSettings>("{}").unwrap(), SourceSettings::default());
    }

    #[test]
    fn every_target_has_the_word_that_it_is_stored_under() {
        for target in Target::ALL {
            assert_eq!(serde_json::to_value(target).unwrap(), target.as_str());
            assert_eq!(Target::parse(target.as_str()), Some(target));
        }
    }
}
