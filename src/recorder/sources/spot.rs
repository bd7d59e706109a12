//! Walking the untyped tree of a document: a value together with where it stands. Every accessor
//! reports what is wrong and gives nothing, so that a reader carries on with the rest.

use super::problem::{ProblemKind, Report};
use crate::document::{Entry, Node, Value, repeated};

/// A value and the path that leads to it.
pub(super) struct Spot<'n> {
    node: &'n Node,
    pub(super) path: String,
}

/// The fields of a mapping, and which of them were asked for.
pub(super) struct Fields<'n> {
    path: String,
    line: usize,
    entries: &'n [Entry],
    asked: Vec<&'static str>,
}

impl<'n> Spot<'n> {
    pub(super) fn root(node: &'n Node) -> Self {
        Self { node, path: String::new() }
    }

    /// The same value, for a reader that takes it by itself.
    pub(super) fn again(spot: &Spot<'n>) -> Self {
        Self { node: spot.node, path: spot.path.clone() }
    }

    pub(super) fn line(&self) -> usize {
        self.node.line
    }

    pub(super) fn report(&self, report: &mut Report, kind: ProblemKind, message: impl Into<String>) {
        report.add(&self.path, self.node.line, kind, message);
    }

    fn wrong_type(&self, report: &mut Report, wanted: &str) {
        let message = format!("{wanted} belongs here, not {}", self.node.kind());
        self.report(report, ProblemKind::WrongType, message);
    }

    /// Its fields, where it is a mapping.
    pub(super) fn fields(&self, report: &mut Report) -> Option<Fields<'n>> {
        if let Value::Map(entries) = &self.node.value {
            let fields = Fields { path: self.path.clone(), line: self.node.line, entries, asked: Vec::new() };
            for entry in repeated(entries) {
                let message = format!("\"{}\" stands here twice", entry.key);
                report.add(&fields.path_of(&entry.key), entry.line, ProblemKind::DuplicateField, message);
            }
            return Some(fields);
        }
        self.wrong_type(report, "a mapping");
        None
    }

    /// Every field of a mapping whose names are not ours, with where it stands.
    pub(super) fn entries(&self, report: &mut Report) -> Vec<(&'n str, Spot<'n>)> {
        let Some(fields) = self.fields(report) else { return Vec::new() };
        let spot = |entry: &'n Entry| {
            (entry.key.as_str(), Spot { node: &entry.node, path: fields.path_of(&entry.key) })
        };
        fields.entries.iter().map(spot).collect()
    }

    /// Its items, where it is a list.
    pub(super) fn items(&self, report: &mut Report) -> Vec<Spot<'n>> {
        let Value::List(items) = &self.node.value else {
            self.wrong_type(report, "a list");
            return Vec::new();
        };
        let at = |(position, node)| Spot { node, path: format!("{}[{position}]", self.path) };
        items.iter().enumerate().map(at).collect()
    }

    /// A text of at most `most` characters without control characters. A number is taken as it is
    /// written: extensions and codes look like numbers.
    pub(super) fn text(&self, most: usize, report: &mut Report) -> Option<&'n str> {
        let (Value::Text(text) | Value::Number(text)) = &self.node.value else {
            self.wrong_type(report, "text");
            return None;
        };
        let text = text.trim();
        if text.is_empty() || text.chars().count() > most || text.chars().any(char::is_control) {
            let message = format!("this must have 1 to {most} characters without line breaks");
            self.report(report, ProblemKind::BadText, message);
            return None;
        }
        Some(text)
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.node.value, Value::List(_))
    }

    pub(super) fn is_mapping(&self) -> bool {
        matches!(self.node.value, Value::Map(_))
    }

    /// The first that several words allow.
    pub(super) fn word<T>(
        &self,
        parse: impl Fn(&str) -> Option<T>,
        allowed: &[&str],
        report: &mut Report,
    ) -> Option<T> {
        let text = self.text(100, report)?;
        let found = parse(text);
        if found.is_none() {
            let message = format!("\"{text}\" is not known here; allowed: {}", allowed.join(", "));
            self.report(report, ProblemKind::UnknownValue, message);
        }
        found
    }
}

impl<'n> Fields<'n> {
    /// The field of this name. An empty one (`null`) counts as absent.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Spot<'n>> {
        self.asked.push(name);
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        let absent = entry.node.value == Value::Null;
        (!absent).then(|| Spot { node: &entry.node, path: self.path_of(name) })
    }

    /// The field of this name, reported where it is absent.
    pub(super) fn need(&mut self, name: &'static str, report: &mut Report) -> Option<Spot<'n>> {
        let spot = self.take(name);
        if spot.is_none() {
            let message = format!("\"{name}\" is missing");
            report.add(&self.path_of(name), self.line, ProblemKind::MissingField, message);
        }
        spot
    }

    /// Reports every field that nobody asked for. Comes last.
    pub(super) fn close(self, report: &mut Report) {
        for entry in self.entries.iter().filter(|entry| !self.asked.contains(&entry.key.as_str())) {
            let message = format!("\"{}\" is not a field that belongs here", entry.key);
            report.add(&self.path_of(&entry.key), entry.line, ProblemKind::UnknownField, message);
        }
    }

    fn path_of(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }
}
