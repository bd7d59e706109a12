//! Walking the untyped tree: a value together with where it stands.
//!
//! Every accessor returns `None` after reporting what is wrong, so a reader carries on with the
//! rest and all problems come out at once.

use super::problem::{ProblemCode, Report};
use crate::document::{Entry, Node, Value, repeated};
use crate::scoring::number::{Decimal, NotADecimal};
use crate::scoring::wording::Wording;

/// A value and the path that leads to it.
pub(super) struct Spot<'n> {
    node: &'n Node,
    pub(super) path: String,
}

impl<'n> Spot<'n> {
    /// The whole document.
    pub(super) fn root(node: &'n Node) -> Self {
        Self { node, path: String::new() }
    }

    /// The line it starts on, counted from 1.
    pub(super) fn line(&self) -> usize {
        self.node.line
    }

    /// Reports something about this value.
    pub(super) fn report(&self, report: &mut Report, code: ProblemCode, message: impl Into<String>) {
        report.add(&self.path, self.node.line, code, message);
    }

    fn wrong_type(&self, report: &mut Report, wanted: &str) {
        let message = format!("{wanted} belongs here, not {}", self.node.kind());
        self.report(report, ProblemCode::WrongType, message);
    }

    /// Its fields, where it is a mapping.
    pub(super) fn fields(self, report: &mut Report) -> Option<Fields<'n>> {
        if let Value::Map(entries) = &self.node.value {
            return Some(Fields { path: self.path, line: self.node.line, entries, asked: Vec::new() });
        }
        self.wrong_type(report, "a mapping");
        None
    }

    /// Its items, where it is a list.
    pub(super) fn items(&self, report: &mut Report) -> Option<Vec<Spot<'n>>> {
        let Value::List(items) = &self.node.value else {
            self.wrong_type(report, "a list");
            return None;
        };
        let at = |(position, node)| Spot { node, path: format!("{}[{position}]", self.path) };
        Some(items.iter().enumerate().map(at).collect())
    }

    /// Text. A number or `true` must be quoted to be text, so that nobody wonders which it is.
    pub(super) fn text(&self, report: &mut Report) -> Option<&'n str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            Value::Number(_) | Value::Bool(_) => {
                self.wrong_type(report, "text (in quotes)");
                None
            }
            _ => {
                self.wrong_type(report, "text");
                None
            }
        }
    }

    /// A key: `[a-z0-9_-]+`.
    pub(super) fn key(&self, report: &mut Report) -> Option<String> {
        let key = self.text(report)?;
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
        if key.is_empty() || !key.bytes().all(allowed) {
            let message = format!("\"{key}\" is no key; use small letters a-z, digits, - and _");
            self.report(report, ProblemCode::BadKey, message);
            return None;
        }
        Some(key.to_owned())
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, report: &mut Report) -> Option<bool> {
        if let Value::Bool(flag) = self.node.value {
            return Some(flag);
        }
        self.wrong_type(report, "true or false");
        None
    }

    /// A decimal. One with more digits than a double holds may also stand in quotes, because a
    /// browser would change it as a number; that is how a scorecard is written back.
    pub(super) fn number(&self, report: &mut Report) -> Option<Decimal> {
        let (text, quoted) = match &self.node.value {
            Value::Number(text) => (text, false),
            Value::Text(text) => (text, true),
            _ => {
                self.wrong_type(report, "a number");
                return None;
            }
        };
        match Decimal::parse(text) {
            Ok(decimal) if quoted && decimal.survives_a_double() => {
                self.wrong_type(report, "a number (without quotes)");
                None
            }
            Ok(decimal) => Some(decimal),
            Err(NotADecimal::Malformed) => {
                self.wrong_type(report, "a decimal number");
                None
            }
            Err(NotADecimal::NotFinite) => {
                self.report(report, ProblemCode::NotFinite, format!("{text} is not a finite number"));
                None
            }
            Err(NotADecimal::TooLong) => {
                let message = "this number has more than 50 digits when it is written out";
                self.report(report, ProblemCode::NumberTooLong, message);
                None
            }
        }
    }

    /// A text in several languages, at least one.
    pub(super) fn wording(self, report: &mut Report) -> Option<Wording> {
        let fields = self.fields(report)?;
        if fields.entries.is_empty() {
            let message = "give the text in at least one language, as in {en: Opening}";
            report.add(&fields.path, fields.line, ProblemCode::EmptyList, message);
        }
        let mut texts = Vec::new();
        for entry in fields.entries {
            let spot = Spot { node: &entry.node, path: join(&fields.path, &entry.key) };
            if !is_language(&entry.key) {
                let message = format!("\"{}\" is no language; write en, zh-CN and the like", entry.key);
                spot.report(report, ProblemCode::BadLanguage, message);
            }
            if let Some(text) = spot.text(report) {
                texts.push((entry.key.clone(), text.to_owned()));
            }
        }
        fields.report_repeated(report);
        Some(Wording::new(texts))
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, allowed: &[(&str, T)], report: &mut Report) -> Option<T> {
        let text = self.text(report)?;
        let found = allowed.iter().find(|(word, _)| *word == text).map(|&(_, meaning)| meaning);
        if found.is_none() {
            let words: Vec<&str> = allowed.iter().map(|&(word, _)| word).collect();
            let message = format!("\"{text}\" is not known here; allowed: {}", words.join(", "));
            self.report(report, ProblemCode::UnknownValue, message);
        }
        found
    }

    /// A list of a few words.
    pub(super) fn words<T: Copy>(&self, allowed: &[(&str, T)], report: &mut Report) -> Option<Vec<T>> {
        let items = self.items(report)?;
        Some(items.iter().filter_map(|item| item.word(allowed, report)).collect())
    }

    /// Whether this is `true` or `false`, for fields that also take words.
    pub(super) fn as_flag(&self) -> Option<bool> {
        if let Value::Bool(flag) = self.node.value { Some(flag) } else { None }
    }

    /// Whether this is a list with nothing in it.
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(&self.node.value, Value::List(items) if items.is_empty())
    }

    /// Whether this is a mapping, for fields that also take a word.
    pub(super) fn is_mapping(&self) -> bool {
        matches!(self.node.value, Value::Map(_))
    }
}

/// The fields of a mapping, and which of them were asked for.
pub(super) struct Fields<'n> {
    pub(super) path: String,
    line: usize,
    entries: &'n [Entry],
    asked: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The field of this name. An empty one (`null`) counts as absent.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Spot<'n>> {
        self.asked.push(name);
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        let absent = entry.node.value == Value::Null;
        (!absent).then(|| Spot { node: &entry.node, path: join(&self.path, name) })
    }

    /// The field of this name, reported where it is absent.
    pub(super) fn need(&mut self, name: &'static str, report: &mut Report) -> Option<Spot<'n>> {
        let spot = self.take(name);
        if spot.is_none() {
            self.report_at(name, report, ProblemCode::MissingField, format!("\"{name}\" is missing"));
        }
        spot
    }

    /// Reports something about the field of this name, whether it is there or not.
    pub(super) fn report_at(
        &self,
        name: &str,
        report: &mut Report,
        code: ProblemCode,
        message: impl Into<String>,
    ) {
        let entry = self.entries.iter().find(|entry| entry.key == name);
        let line = entry.map_or(self.line, |entry| entry.line);
        report.add(&join(&self.path, name), line, code, message);
    }

    /// Reports every field that nobody asked for, and every repeated one. Comes last.
    pub(super) fn close(self, report: &mut Report) {
        for entry in self.entries {
            if !self.asked.contains(&entry.key.as_str()) {
                let message = format!("\"{}\" is not a field that belongs here", entry.key);
                report.add(&join(&self.path, &entry.key), entry.line, ProblemCode::UnknownField, message);
            }
        }
        self.report_repeated(report);
    }

    fn report_repeated(&self, report: &mut Report) {
        for entry in repeated(self.entries) {
            let message = format!("\"{}\" stands here twice", entry.key);
            report.add(&join(&self.path, &entry.key), entry.line, ProblemCode::DuplicateField, message);
        }
    }
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// `en`, `zh-CN`, `zh-Hant-TW`: a language of letters, then parts of letters and digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or("");
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(is_subtag)
}
