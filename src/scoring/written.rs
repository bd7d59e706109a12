//! Definitions as they travel: the untyped tree of a file as JSON, which a browser edits, and any
//! such JSON as a YAML file again. What is read and written back is the same, mistakes included.

use super::number::Decimal;
use super::scorecard::Scorecard;
use super::template::{LARGEST_SCORECARD, Problem, ProblemCode};
use crate::document::{self, Entry, Node};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// How long a line may be that holds a mapping or list as a whole.
const LINE_MOST: usize = 100;
/// How deep a mapping or list may be nested that stands in one line.
const DEPTH_OF_LINE: usize = 3;

/// A definition as a file has it, whether or not it is a scorecard; with the mistakes of the text
/// itself: one that cannot be read, and fields that stand twice.
///
/// # Errors
///
/// The problem of a text that is no YAML or JSON, or whose outermost value is no mapping.
pub fn read_definition(text: &str) -> Result<Map<String, Value>, Problem> {
    let problem = |line: usize, code, message: String| Problem { path: String::new(), code, message, line };
    let node = document::read(text, LARGEST_SCORECARD)
        .map_err(|error| problem(error.line(), ProblemCode::NotReadable, error.to_string()))?;
    if let Value::Object(definition) = to_json(&node) {
        return Ok(definition);
    }
    let message = format!("a mapping belongs here, not {}", node.kind());
    Err(problem(node.line, ProblemCode::WrongType, message))
}

/// A definition as JSON.
///
/// # Errors
///
/// Only what `serde_json` cannot write, which no scorecard holds.
pub fn definition_of(card: &Scorecard) -> serde_json::Result<Map<String, Value>> {
    match serde_json::to_value(card)? {
        Value::Object(definition) => Ok(definition),
        _ => Ok(Map::new()),
    }
}

/// A number that a double would change becomes text, as a scorecard writes it; so does what is no
/// number after all. Of a field that stands twice, the first stays.
fn to_json(node: &Node) -> Value {
    match &node.value {
        document::Value::Null => Value::Null,
        document::Value::Bool(flag) => Value::Bool(*flag),
        document::Value::Text(text) => Value::String(text.clone()),
        document::Value::Number(text) => match Decimal::parse(text).map(serde_json::to_value) {
            Ok(Ok(number)) => number,
            _ => Value::String(text.clone()),
        },
        document::Value::List(items) => Value::Array(items.iter().map(to_json).collect()),
        document::Value::Map(entries) => {
            let mut fields = Map::new();
            for Entry { key, node, .. } in entries {
                if !fields.contains_key(key) {
                    fields.insert(key.clone(), to_json(node));
                }
            }
            Value::Object(fields)
        }
    }
}

/// A definition as a YAML file.
#[must_use]
pub fn to_yaml(definition: &Map<String, Value>) -> String {
    let mut text = String::new();
    if definition.is_empty() {
        return "{}\n".to_owned();
    }
    write_fields(definition, 0, &mut text);
    text
}

fn write_fields(fields: &Map<String, Value>, indent: usize, text: &mut String) {
    for (position, (key, value)) in fields.iter().enumerate() {
        // The first field of a list's item stands behind its dash.
        if position > 0 || text.is_empty() || text.ends_with('\n') {
            text.push_str(&" ".repeat(indent));
        }
        text.push_str(&scalar_text(key));
        text.push(':');
        write_below(value, indent, text);
    }
}

/// The value of a field: behind its name where it fits there, else below.
fn write_below(value: &Value, indent: usize, text: &mut String) {
    if let Some(line) = one_line(value, indent) {
        text.push(' ');
        text.push_str(&line);
        text.push('\n');
        return;
    }
    text.push('\n');
    match value {
        Value::Object(fields) => write_fields(fields, indent + 2, text),
        Value::Array(items) => {
            for item in items {
                write_item(item, indent + 2, text);
            }
        }
        // Scalars always stand in one line.
        _ => {}
    }
}

fn write_item(item: &Value, indent: usize, text: &mut String) {
    text.push_str(&" ".repeat(indent));
    text.push_str("- ");
    match (one_line(item, indent), item) {
        (Some(line), _) => {
            text.push_str(&line);
            text.push('\n');
        }
        (None, Value::Object(fields)) => write_fields(fields, indent + 2, text),
        (None, Value::Array(items)) => {
            text.truncate(text.len() - 1);
            text.push('\n');
            for item in items {
                write_item(item, indent + 2, text);
            }
        }
        (None, _) => {}
    }
}

/// The value in one line, where it is a scalar, or short and flat.
fn one_line(value: &Value, indent: usize) -> Option<String> {
    let line = flow(value);
    let is_scalar = !matches!(value, Value::Array(_) | Value::Object(_));
    let fits = depth(value) <= DEPTH_OF_LINE && indent + line.chars().count() <= LINE_MOST;
    (is_scalar || fits || is_empty(value)).then_some(line)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn flow(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => scalar_text(text),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| format!("{}: {}", scalar_text(key), flow(value));
            format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Plain where nobody can take it for anything but this text, else in quotes.
fn scalar_text(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Letters, digits and Han characters with single blanks between them and nothing that YAML reads;
/// and not a word that it takes for something else.
fn is_plain(text: &str) -> bool {
    let harmless = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(character, ' ' | '-' | '_' | '/' | '(' | ')' | '.' | '\'' | ';')
            || ('\u{4e00}'..='\u{9fff}').contains(&character)
            || ('\u{3001}'..='\u{3002}').contains(&character)
            || ('\u{ff08}'..='\u{ff1b}').contains(&character)
    };
    let begins = text
        .chars()
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || ('\u{4e00}'..='\u{9fff}').contains(&first));
    let word = text.to_ascii_lowercase();
    let is_word =
        matches!(word.as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n");
    begins && !is_word && !text.ends_with(' ') && text.chars().all(harmless)
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            character if needs_escape(character) => {
                // Into a text: nothing to fail.
                let _ = match u32::from(character) {
                    code @ 0..=0xff => write!(quoted, "\\x{code:02x}"),
                    code @ 0x100..=0xffff => write!(quoted, "\\u{code:04x}"),
                    code => write!(quoted, "\\U{code:08x}"),
                };
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// What YAML does not let stand as it is, or may take for the end of a line.
fn needs_escape(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || character > '\u{ffff}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::read_template;
    use proptest::prelude::*;
    use serde_json::json;

    const SHIPPED: [&str; 3] = [
        include_str!("../../scoring-templates/inbound-service.yaml"),
        include_str!("../../scoring-templates/sale-verification.yaml"),
        include_str!("../../scoring-templates/telesales.yaml"),
    ];

    fn map(value: Value) -> Map<String, Value> {
        let Value::Object(fields) = value else { panic!("no mapping") };
        fields
    }

    #[test]
    fn the_shipped_cards_come_back_as_they_were() {
        for text in SHIPPED {
            let card = read_template(text).unwrap();
            let definition = definition_of(&card).unwrap();
            let yaml = to_yaml(&definition);
            assert_eq!(read_template(&yaml), Ok(card), "{yaml}");
            assert_eq!(read_definition(&yaml), Ok(definition));
        }
    }

    #[test]
    fn a_file_is_pleasant_to_read() {
        let card = map(json!({"key": "c", "title": {"en": "Card: one", "zh-CN": "卡"}, "sections": [
            {"key": "a", "questions": [{"key": "q", "options": [{"key": "no", "score": 0}]}]}]}));
        let expected = "key: c\ntitle: {en: \"Card: one\", zh-CN: 卡}\nsections:\n  - key: a\n    questions:\n      - {key: q, options: [{key: \"no\", score: 0}]}\n";
        assert_eq!(to_yaml(&card), expected);
    }

    #[test]
    fn mistakes_come_back_as_they_were_too() {
        let text = "{key: 7, colour: red, sections: [{weight: .inf, questions: null}], pass: 66.66666666666666666667}";
        let definition = read_definition(text).unwrap();
        assert_eq!(definition.get("pass"), Some(&json!("66.66666666666666666667")));
        assert_eq!(read_definition(&to_yaml(&definition)), Ok(definition));
    }

    #[test]
    fn what_is_no_definition_says_why() {
        assert_eq!(read_definition("{a: 1").unwrap_err().code, ProblemCode::NotReadable);
        assert_eq!(read_definition("[1]").unwrap_err().code, ProblemCode::WrongType);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let text = prop_oneof!["[a-z]{1,8}", "[ -~]{0,60}", "[一-龥：，。 ]{0,12}", any::<String>()];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            (-1_000_000_i64..1_000_000).prop_map(|number| json!(number)),
            text.prop_map(Value::String),
        ];
        leaf.prop_recursive(5, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                prop::collection::btree_map("[ -~]{0,12}", inner, 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_again(value in any_value()) {
            let definition = map(json!({"key": "card", "anything": value}));
            let yaml = to_yaml(&definition);
            prop_assert_eq!(read_definition(&yaml), Ok(definition), "{}", yaml);
        }

        #[test]
        fn decimals_are_written_as_they_were(whole in 0_u32..1_000, hundredths in 0_u32..100) {
            let definition = read_definition(&format!("{{pass: {whole}.{hundredths:02}}}")).unwrap();
            prop_assert_eq!(read_definition(&to_yaml(&definition)), Ok(definition));
        }
    }
}
