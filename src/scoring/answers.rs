//! What was chosen for each question, before anyone asks whether it fits a scorecard.

use super::error::ScoringError;
use crate::document::{self, Entry, Node, Value, repeated};

/// The largest answers, in bytes; comments and evidence may stand in them.
const LARGEST_ANSWERS: usize = 1024 * 1024;

/// The answers of one evaluation: question keys with what was chosen, in the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(Vec<(String, Answer)>);

/// What was chosen for one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The keys of the chosen options; the same one may stand here twice.
    pub options: Vec<String>,
    /// Whether "not applicable" was chosen; it wins over any option.
    pub not_applicable: bool,
}

impl Answer {
    /// One option, or several.
    pub fn options<K: Into<String>>(keys: impl IntoIterator<Item = K>) -> Self {
        Self { options: keys.into_iter().map(Into::into).collect(), not_applicable: false }
    }

    /// "Not applicable".
    #[must_use]
    pub fn not_applicable() -> Self {
        Self { options: Vec::new(), not_applicable: true }
    }

    /// Whether nothing was chosen: a comment alone is no answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.options.is_empty() && !self.not_applicable
    }
}

impl Answers {
    /// The answer to this question, unless nothing was chosen.
    #[must_use]
    pub fn to(&self, question: &str) -> Option<&Answer> {
        let answer = self.0.iter().find(|(key, _)| key == question).map(|(_, answer)| answer);
        answer.filter(|answer| !answer.is_empty())
    }

    /// The question keys, in the order given.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

/// Of two answers to the same question, the later one holds.
impl<K: Into<String>> FromIterator<(K, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (K, Answer)>>(answers: I) -> Self {
        let mut collected: Vec<(String, Answer)> = Vec::new();
        for (key, answer) in answers {
            let key = key.into();
            match collected.iter_mut().find(|(earlier, _)| *earlier == key) {
                Some(earlier) => earlier.1 = answer,
                None => collected.push((key, answer)),
            }
        }
        Self(collected)
    }
}

/// Reads answers from JSON or YAML:
/// `{"greeting": {"option": "full"}, "hold": {"not_applicable": true}, "wording": {"options": ["slang"]}}`.
///
/// `comment`, `evidence` and `causes` may stand beside them and are not looked at.
///
/// # Errors
///
/// [`ScoringError::AnswersNotUnderstood`] at the first thing that is no such mapping.
pub fn read_answers(text: &str) -> Result<Answers, ScoringError> {
    let node = document::read(text, LARGEST_ANSWERS).map_err(|unreadable| {
        ScoringError::AnswersNotUnderstood { line: unreadable.line(), reason: unreadable.to_string() }
    })?;
    let entries = mapping(&node, "the answers")?;
    let mut answers = Vec::with_capacity(entries.len());
    for entry in entries {
        answers.push((entry.key.clone(), read_answer(entry)?));
    }
    Ok(Answers(answers))
}

fn read_answer(entry: &Entry) -> Result<Answer, ScoringError> {
    let question = &entry.key;
    let mut option = None;
    let mut options = None;
    let mut not_applicable = false;
    if entry.node.value == Value::Null {
        return Ok(Answer::default());
    }
    for field in mapping(&entry.node, &format!("the answer to \"{question}\""))? {
        match (field.key.as_str(), &field.node.value) {
            ("comment" | "evidence" | "causes", _)
            | ("option" | "options" | "not_applicable", Value::Null) => {}
            ("option", Value::Text(key)) => option = Some(key.clone()),
            ("options", Value::List(items)) => options = Some(option_keys(items, question)?),
            ("not_applicable", Value::Bool(flag)) => not_applicable = *flag,
            ("option", _) => {
                return refuse(
                    &field.node,
                    format!("\"option\" of \"{question}\" is an option's key, in quotes"),
                );
            }
            ("options", _) => {
                return refuse(
                    &field.node,
                    format!("\"options\" of \"{question}\" is a list of option keys"),
                );
            }
            ("not_applicable", _) => {
                return refuse(&field.node, format!("\"not_applicable\" of \"{question}\" is true or false"));
            }
            (unknown, _) => {
                let reason = format!("the answer to \"{question}\" has an unknown field \"{unknown}\"");
                return refuse(&field.node, reason);
            }
        }
    }
    let options = match (option, options) {
        (Some(_), Some(_)) => {
            return refuse(
                &entry.node,
                format!("give \"option\" or \"options\" for \"{question}\", not both"),
            );
        }
        (Some(option), None) => vec![option],
        (None, options) => options.unwrap_or_default(),
    };
    Ok(Answer { options, not_applicable })
}

fn option_keys(items: &[Node], question: &str) -> Result<Vec<String>, ScoringError> {
    let mut keys = Vec::with_capacity(items.len());
    for item in items {
        let Value::Text(key) = &item.value else {
            return refuse(item, format!("\"options\" of \"{question}\" holds option keys, in quotes"));
        };
        keys.push(key.clone());
    }
    Ok(keys)
}

/// The entries of a mapping without repeated keys.
fn mapping<'n>(node: &'n Node, what: &str) -> Result<&'n [Entry], ScoringError> {
    let Value::Map(entries) = &node.value else {
        return refuse(node, format!("{what} must be a mapping, not {}", node.kind()));
    };
    if let Some(entry) = repeated(entries).next() {
        return Err(ScoringError::AnswersNotUnderstood {
            line: entry.line,
            reason: format!("\"{}\" stands here twice", entry.key),
        });
    }
    Ok(entries)
}

fn refuse<T>(node: &Node, reason: String) -> Result<T, ScoringError> {
    Err(ScoringError::AnswersNotUnderstood { line: node.line, reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reason(text: &str) -> (usize, String) {
        match read_answers(text) {
            Err(ScoringError::AnswersNotUnderstood { line, reason }) => (line, reason),
            other => panic!("{text} gave {other:?}"),
        }
    }

    #[test]
    fn json_and_yaml_give_the_same_answers() {
        let json = r#"{"greeting": {"option": "full"}, "hold": {"not_applicable": true},
            "wording": {"options": ["slang", "slang"], "comment": "twice", "evidence": [{"start_ms": 1}], "causes": ["habit"]}}"#;
        let yaml =
            "greeting: {option: full}\nhold: {not_applicable: true}\nwording:\n  options: [slang, slang]\n";
        let expected: Answers = [
            ("greeting", Answer::options(["full"])),
            ("hold", Answer::not_applicable()),
            ("wording", Answer::options(["slang", "slang"])),
        ]
        .into_iter()
        .collect();
        assert_eq!(read_answers(json), Ok(expected.clone()));
        assert_eq!(read_answers(yaml), Ok(expected));
    }

    #[test]
    fn empty_values_are_no_answer() {
        let answers = read_answers(
            r#"{"a": null, "b": {}, "c": {"option": null, "options": null, "not_applicable": null}, "d": {"options": []}}"#,
        )
        .unwrap();
        for key in ["a", "b", "c", "d", "e"] {
            assert_eq!(answers.to(key), None, "{key}");
        }
    }

    #[test]
    fn what_is_no_answer_is_refused_with_its_line() {
        assert_eq!(reason("[]").0, 1);
        assert_eq!(
            reason("{\"a\":\n  \"full\"}"),
            (2, "the answer to \"a\" must be a mapping, not text".to_owned())
        );
        assert!(reason("{\"a\": {\"option\": 1}}").1.contains("in quotes"));
        assert!(reason("{\"a\": {\"options\": \"full\"}}").1.contains("a list of option keys"));
        assert!(reason("{\"a\": {\"options\": [[]]}}").1.contains("holds option keys"));
        assert!(reason("{\"a\": {\"not_applicable\": \"yes\"}}").1.contains("true or false"));
        assert!(reason("{\"a\": {\"optoin\": \"full\"}}").1.contains("unknown field \"optoin\""));
        assert!(reason("{\"a\": {\"option\": \"x\", \"options\": [\"x\"]}}").1.contains("not both"));
        assert_eq!(reason("{\"a\": {},\n\n\"a\": {}}"), (3, "\"a\" stands here twice".to_owned()));
        assert_eq!(reason("{\"a\": {\"option\":\n \"full\"").0, 2);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = read_answers(&text);
        }
    }
}
