//! The settings of a source, written as the document that they are read from again.

use super::document::{OFF, SourceDocument};
use super::seats::{written_from, written_until};
use super::speech;
use crate::db::redaction::Cover;
use crate::db::source::{FieldRule, NamingPattern, SeatSpell, Transcribing};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use std::fmt::Write;

impl SourceDocument {
    /// The document as JSON. What is not set is left out.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        put("name", json!(self.name));
        put("kind", json!(self.kind.as_str()));
        put("time_zone", json!(self.time_zone));
        if !self.settings.channels.is_empty() {
            let roles = self.settings.channels.iter();
            let roles = roles.map(|(channel, role)| (channel.to_string(), json!(role.as_str())));
            put("channels", Value::Object(roles.collect()));
        }
        if let Some(pattern) = &self.settings.naming {
            put("naming", pattern_json(pattern));
        }
        if !self.settings.mapping.is_empty() {
            let rules = self.settings.mapping.iter();
            let rules = rules.map(|(target, rule)| (target.as_str().to_owned(), rule_json(rule)));
            put("metadata", Value::Object(rules.collect()));
        }
        if let Some(speech) = speech::to_json(&self.settings.speech) {
            put("speech", speech);
        }
        let texts = [("project", &self.project), ("queue", &self.queue)];
        for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
            put(name, json!(text));
        }
        if let Some(days) = self.retention_days {
            put("retention_days", json!(days));
        }
        if self.redaction != Some(Cover::Silence) {
            put("redaction", json!(self.redaction.map_or(OFF, Cover::as_str)));
        }
        if self.transcribing != Transcribing::All {
            put("transcribe", json!(self.transcribing.to_string()));
        }
        if let Some(spells) = self.extensions.as_ref().filter(|spells| !spells.is_empty()) {
            let zone = TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC);
            put("extensions", spells.iter().map(|spell| spell_json(spell, &zone)).collect());
        }
        Value::Object(fields)
    }

    /// The document as YAML, in the order of its fields.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = String::new();
        if let Value::Object(fields) = self.to_json() {
            write_map(&fields, 0, &mut text);
        }
        text
    }
}

fn pattern_json(pattern: &NamingPattern) -> Value {
    match pattern {
        NamingPattern::Vicidial { tokens } => json!({ "pattern": pattern.as_str(), "tokens": tokens }),
        NamingPattern::Custom { expression } => {
            json!({ "pattern": pattern.as_str(), "expression": expression })
        }
        _ => json!({ "pattern": pattern.as_str() }),
    }
}

fn rule_json(rule: &FieldRule) -> Value {
    let mut fields = Map::new();
    if !rule.from.is_empty() {
        fields.insert("from".to_owned(), json!(rule.from));
    }
    if !rule.values.is_empty() {
        fields.insert("values".to_owned(), json!(rule.values));
    }
    if let Some(value) = &rule.value {
        fields.insert("value".to_owned(), json!(value));
    }
    Value::Object(fields)
}

fn spell_json(spell: &SeatSpell, zone: &TimeZone) -> Value {
    let mut fields = Map::new();
    fields.insert("extension".to_owned(), json!(spell.extension));
    fields.insert("agent".to_owned(), json!(spell.agent));
    if let Some(from) = written_from(spell.from_at, zone) {
        fields.insert("from".to_owned(), json!(from));
    }
    if let Some(until) = spell.until_at.and_then(|until| written_until(until, zone)) {
        fields.insert("until".to_owned(), json!(until));
    }
    Value::Object(fields)
}

/// Two spaces a level; a mapping within a list stands on one line. Texts are quoted as JSON quotes
/// them, which YAML reads too.
fn write_map(fields: &Map<String, Value>, level: usize, text: &mut String) {
    for (name, value) in fields {
        // Writing to a string cannot fail.
        let _ = write!(text, "{:indent$}{}:", "", key(name), indent = level * 2);
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                text.push('\n');
                write_map(inner, level + 1, text);
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                text.push('\n');
                for item in items {
                    let _ = writeln!(text, "{:indent$}- {item}", "", indent = (level + 1) * 2);
                }
            }
            other => {
                let _ = writeln!(text, " {other}");
            }
        }
    }
}

fn key(name: &str) -> String {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_plain && !name.is_empty() { name.to_owned() } else { Value::String(name.to_owned()).to_string() }
}
