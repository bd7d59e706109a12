//! What a recorder sends along with a recording: a JSON object of any shape, read by paths.

use super::RecorderError;
use serde_json::{Map, Value};

/// A JSON object as it was sent: in a form, in a sidecar, as a row of call records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sent(pub Map<String, Value>);

impl Sent {
    /// Reads the JSON text of an object.
    pub fn parse(json: &[u8]) -> Result<Self, RecorderError> {
        // Some recorders begin their files with the mark of UTF-8.
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        let value: Value = serde_json::from_slice(json)
            .map_err(|error| RecorderError::NotJson { line: error.line(), column: error.column() })?;
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(RecorderError::field("metadata", "must be a JSON object")),
        }
    }

    /// The source that it names.
    pub fn source(&self) -> Result<Option<String>, RecorderError> {
        match self.0.get("source") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(name)) if name.trim().is_empty() => Ok(None),
            Some(Value::String(name)) if name.chars().count() <= 500 && !name.contains('\0') => {
                Ok(Some(name.trim().to_owned()))
            }
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(RecorderError::field("source", "must be a text of at most 500 characters")),
        }
    }

    /// What the path leads to, as text: names parted by dots, places of lists in brackets or as a
    /// part of their own (`parties[0].tel`, `parties.0.tel`). A field whose whole name is the path
    /// comes first. Empty texts, `null`, lists and objects are nothing.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<String> {
        if let Some(found) = self.0.get(path).and_then(text) {
            return Some(found);
        }
        let mut parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
        let mut here = self.0.get(parts.next()?)?;
        for part in parts {
            here = match here {
                Value::Object(fields) => fields.get(part)?,
                Value::Array(items) => items.get(part.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        text(here)
    }
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty() && !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_leads_through_objects_and_lists() {
        let sent = Sent::parse(
            br#"{"call": {"parties": [{"tel": "138"}, {"tel": " "}]}, "a.b": 1.5, "on": true, "list": [1]}"#,
        )
        .unwrap();
        assert_eq!(sent.at("call.parties[0].tel").as_deref(), Some("138"));
        assert_eq!(sent.at("call.parties.0.tel").as_deref(), Some("138"));
        assert_eq!(sent.at("a.b").as_deref(), Some("1.5"));
        assert_eq!(sent.at("on").as_deref(), Some("true"));
        for path in
            ["call.parties[1].tel", "call.parties[2].tel", "call.parties", "list", "", ".", "[0]", "call.x"]
        {
            assert_eq!(sent.at(path), None, "{path}");
        }
    }

    #[test]
    fn the_source_is_a_name() {
        let source = |json: &str| Sent::parse(json.as_bytes()).unwrap().source();
        assert_eq!(source(r#"{"source": " pbx "}"#).unwrap().as_deref(), Some("pbx"));
        assert_eq!(source(r#"{"source": " "}"#).unwrap(), None);
        assert!(source(r#"{"source": []}"#).is_err());
    }

    proptest! {
        #[test]
        fn no_path_makes_it_panic(path in "\\PC{0,30}") {
            let sent = Sent::parse(br#"{"a": [{"b": [1, 2]}], "": 1}"#).unwrap();
            let _ = sent.at(&path);
        }
    }
}
