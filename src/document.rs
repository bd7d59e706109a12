//! YAML and JSON as one untyped tree that still knows what was written and where.
//!
//! Typed readers stop at the first mistake, and turn `33.3` into a float before anyone can object.
//! Here every scalar keeps its text and every value its line, so that whoever checks a document (a
//! scorecard, the settings of a source) can walk the whole and report all problems at once. JSON is read by the same parser, being YAML.
//!
//! The text may come from anyone: its size, depth and number of values are bounded, an alias
//! counts as everything it stands for, and each refusal says why.

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

/// How deep lists and mappings may be nested; a scorecard needs nine.
const DEEPEST: usize = 32;
/// The most values in one document, counting an alias as all it stands for.
const MOST_VALUES: usize = 100_000;

/// A value and the line it starts on, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The line it starts on.
    pub line: usize,
    /// What was written.
    pub value: Value,
}

/// What was written, resolved by YAML's core schema, which is also JSON's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Written as a number; the text is kept because only the text is exact.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in its order.
    Map(Vec<Entry>),
}

/// One `key: value` of a mapping. A mapping keeps repeated keys: refusing them is for its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name of the field.
    pub key: String,
    /// The line that the name stands on.
    pub line: usize,
    /// What stands behind it.
    pub node: Node,
}

/// Why a text is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is neither YAML nor JSON.
    #[error("this is neither YAML nor JSON: {reason}")]
    Syntax {
        /// The line that shows it.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// It is too large.
    #[error("it is larger than {largest} bytes")]
    TooLarge {
        /// The most that is read, in bytes.
        largest: usize,
    },
    /// It is nested too deep.
    #[error("lists and mappings are nested more than {DEEPEST} deep")]
    TooDeep {
        /// The line that shows it.
        line: usize,
    },
    /// It holds too many values.
    #[error("it holds more than {MOST_VALUES} values, counting an alias as all that it stands for")]
    TooManyValues {
        /// The line that shows it.
        line: usize,
    },
    /// It holds more than one document.
    #[error("a second document starts here; one file holds one document")]
    SeveralDocuments {
        /// The line that shows it.
        line: usize,
    },
    /// A tag stands in it.
    #[error("tags such as !!float are not used here; write the value alone")]
    Tag {
        /// The line that shows it.
        line: usize,
    },
    /// The name of a field is no text.
    #[error("the name of a field must be plain text")]
    KeyNotText {
        /// The line that shows it.
        line: usize,
    },
    /// An alias stands for nothing that is finished.
    #[error("this alias stands for something that is not finished before it")]
    UnknownAlias {
        /// The line that shows it.
        line: usize,
    },
}

impl Unreadable {
    /// The line that shows it, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        match self {
            Self::Syntax { line, .. }
            | Self::TooDeep { line }
            | Self::TooManyValues { line }
            | Self::SeveralDocuments { line }
            | Self::Tag { line }
            | Self::KeyNotText { line }
            | Self::UnknownAlias { line } => *line,
            Self::Empty | Self::TooLarge { .. } => 1,
        }
    }
}

impl Node {
    /// What it is, for a sentence: "a list", "text".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    fn size(&self) -> usize {
        match &self.value {
            Value::List(items) => items.iter().map(Node::size).sum::<usize>() + 1,
            Value::Map(entries) => entries.iter().map(|entry| entry.node.size()).sum::<usize>() + 1,
            _ => 1,
        }
    }
}

/// The entries whose key an earlier entry of the same mapping already has.
pub fn repeated(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let mut seen = HashSet::new();
    entries.iter().filter(move |entry| !seen.insert(entry.key.as_str()))
}

/// Reads one YAML or JSON document of at most `largest` bytes.
pub fn read(text: &str, largest: usize) -> Result<Node, Unreadable> {
    if text.len() > largest {
        return Err(Unreadable::TooLarge { largest });
    }
    let text = join_surrogates(text.strip_prefix('\u{feff}').unwrap_or(text));
    let last_line = text.lines().count().max(1);
    let mut builder = Builder::default();
    let mut parser = Parser::new(StrInput::new(&text));
    while let Some(event) = parser.next_event() {
        // An end that comes too soon is reported one line behind the text.
        let (event, span) = event.map_err(|error| Unreadable::Syntax {
            line: error.marker().line().min(last_line),
            reason: error.info().to_owned(),
        })?;
        builder.take(event, span)?;
    }
    builder.root.ok_or(Unreadable::Empty)
}

/// A collection whose end has not come yet.
enum Open {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<(String, usize)> },
}

struct Level {
    line: usize,
    anchor: usize,
    open: Open,
}

/// Puts the tree together from the parser's events; a stack of its own, so depth costs no stack.
#[derive(Default)]
struct Builder {
    levels: Vec<Level>,
    root: Option<Node>,
    /// What each anchor stands for, by the parser's number for it; 0 means no anchor.
    anchors: BTreeMap<usize, Node>,
    values: usize,
    documents: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Unreadable> {
        let line = span.start.line();
        match event {
            Event::DocumentStart(_) => self.start_document(line),
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => Err(Unreadable::Tag { line }),
            Event::Scalar(text, style, anchor, None) => self.scalar(&text, style, anchor, line),
            Event::SequenceStart(anchor, None) => self.open(Open::List(Vec::new()), anchor, line),
            Event::MappingStart(anchor, None) => {
                self.open(Open::Map { entries: Vec::new(), key: None }, anchor, line)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, line),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn start_document(&mut self, line: usize) -> Result<(), Unreadable> {
        self.documents += 1;
        if self.documents > 1 { Err(Unreadable::SeveralDocuments { line }) } else { Ok(()) }
    }

    fn expects_key(&self) -> bool {
        matches!(self.levels.last(), Some(Level { open: Open::Map { key: None, .. }, .. }))
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        line: usize,
    ) -> Result<(), Unreadable> {
        if let Some(Level { open: Open::Map { key: key @ None, .. }, .. }) = self.levels.last_mut() {
            *key = Some((text.to_owned(), line));
            return Ok(());
        }
        let value = if style == ScalarStyle::Plain { resolve(text) } else { Value::Text(text.to_owned()) };
        self.place(Node { line, value }, anchor)
    }

    fn open(&mut self, open: Open, anchor: usize, line: usize) -> Result<(), Unreadable> {
        if self.expects_key() {
            return Err(Unreadable::KeyNotText { line });
        }
        if self.levels.len() >= DEEPEST {
            return Err(Unreadable::TooDeep { line });
        }
        self.levels.push(Level { line, anchor, open });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        let Some(Level { line, anchor, open }) = self.levels.pop() else {
            return Ok(());
        };
        let value = match open {
            Open::List(items) => Value::List(items),
            Open::Map { entries, .. } => Value::Map(entries),
        };
        self.place(Node { line, value }, anchor)
    }

    fn alias(&mut self, anchor: usize, line: usize) -> Result<(), Unreadable> {
        if self.expects_key() {
            return Err(Unreadable::KeyNotText { line });
        }
        let Some(target) = self.anchors.get(&anchor) else {
            return Err(Unreadable::UnknownAlias { line });
        };
        self.values += target.size();
        if self.values > MOST_VALUES {
            return Err(Unreadable::TooManyValues { line });
        }
        self.place(target.clone(), 0)
    }

    /// Puts a finished value where it belongs: into the innermost collection, or at the root.
    fn place(&mut self, node: Node, anchor: usize) -> Result<(), Unreadable> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err(Unreadable::TooManyValues { line: node.line });
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.levels.last_mut().map(|level| &mut level.open) {
            None => self.root = Some(node),
            Some(Open::List(items)) => items.push(node),
            Some(Open::Map { entries, key }) => {
                let (key, line) = key.take().unwrap_or_default();
                entries.push(Entry { key, line, node });
            }
        }
        Ok(())
    }
}

/// A plain scalar by YAML's core schema. Octal and hexadecimal are no decimals and stay text.
fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if looks_like_a_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn looks_like_a_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_is_one =
        !(whole.is_empty() && fraction.is_empty()) && all_digits(whole) && all_digits(fraction);
    let exponent_is_one = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    mantissa_is_one && exponent_is_one
}

/// JSON writes a character beyond U+FFFF as two escapes (`\ud83d\ude00`), which YAML does not
/// know. In a text that really is JSON, each such pair becomes the character itself.
fn join_surrogates(text: &str) -> Cow<'_, str> {
    let has_pair = text.contains("\\ud") || text.contains("\\uD");
    if !has_pair || serde_json::from_str::<IgnoredAny>(text).is_err() {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        joined.push_str(before);
        let pair = surrogate_pair(escape);
        let length = if pair.is_some() { 12 } else { 2 };
        match pair {
            Some(character) => joined.push(character),
            None => joined.push_str(escape.get(..length).unwrap_or(escape)),
        }
        rest = escape.get(length..).unwrap_or("");
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

/// The character of a `\uD8xx\uDCxx` at the start of `text`.
fn surrogate_pair(text: &str) -> Option<char> {
    let unit = |at: usize| {
        let escape = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    char::decode_utf16([unit(0)?, unit(6)?]).next()?.ok().filter(|&character| character > '\u{ffff}')
}

#[cfg(test)]
mod tests;
