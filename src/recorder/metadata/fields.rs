//! The fields of what a recorder sends, one by one: each is what it should be, or is named.

use super::{AgentPart, RecorderError, TEXT_MOST};
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::recorder::tags::{TAG_MOST, once};
use serde_json::{Map, Value};

/// The most tags and the most agents.
const LIST_MOST: usize = 100;
/// The highest channel number that makes sense to a recorder.
const CHANNEL_MOST: u64 = 63;

/// One side of a call has one of two people on it.
pub(super) fn leg(word: &str) -> Option<ChannelRole> {
    ChannelRole::parse(word).filter(|role| matches!(role, ChannelRole::Agent | ChannelRole::Customer))
}

pub(super) fn agents(list: Vec<Value>) -> Result<Vec<AgentPart>, RecorderError> {
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

pub(super) fn tags(list: Vec<Value>) -> Result<Vec<String>, RecorderError> {
    let tags = list.into_iter().enumerate().map(|(number, tag)| match tag {
        Value::String(tag) if tag.chars().count() <= TAG_MOST && !tag.contains('\0') => Ok(tag),
        _ => Err(RecorderError::field(
            format!("tags[{number}]"),
            format!("must be a text of at most {TAG_MOST} characters"),
        )),
    });
    Ok(once(tags.collect::<Result<Vec<_>, _>>()?.into_iter()))
}

pub(super) fn channels(sent: Option<Value>) -> Result<ChannelRoles, RecorderError> {
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
pub(super) struct Fields {
    path: String,
    fields: Map<String, Value>,
}

impl Fields {
    pub(super) fn of(sent: Map<String, Value>) -> Self {
        Self { path: String::new(), fields: sent }
    }

    /// What is left.
    pub(super) fn rest(self) -> Map<String, Value> {
        self.fields
    }

    /// The field; `null` counts as missing.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.shift_remove(name).filter(|value| !value.is_null())
    }

    fn wrong<T>(&self, name: &str, problem: impl Into<String>) -> Result<T, RecorderError> {
        Err(RecorderError::field(format!("{}{name}", self.path), problem))
    }

    /// A text without outer blanks; an empty one counts as missing. Numbers are taken as text,
    /// because recorders write their ids either way.
    pub(super) fn text(&mut self, name: &str, most: usize) -> Result<Option<String>, RecorderError> {
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

    pub(super) fn word<T>(
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
    pub(super) fn position(&mut self, name: &str) -> Result<Option<i64>, RecorderError> {
        const DAY_MS: u64 = 24 * 3600 * 1000;
        Ok(self.whole_number(name, DAY_MS)?.and_then(|number| i64::try_from(number).ok()))
    }

    pub(super) fn list(&mut self, name: &str) -> Result<Vec<Value>, RecorderError> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) if list.len() <= LIST_MOST => Ok(list),
            Some(_) => self.wrong(name, format!("must be a list of at most {LIST_MOST}")),
        }
    }
}
