//! An evaluation with some of its answers changed, as after an appeal.

use super::preview::preview;
use super::response::{Response, Responses};
use super::scorecard::Scorecard;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is chosen for one question, without what stands behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The keys of the chosen options.
    pub options: Vec<String>,
    /// Whether "not applicable" is chosen; it wins over any option.
    pub not_applicable: bool,
}

impl Choice {
    /// What a response chose; none: nothing.
    #[must_use]
    pub fn of(response: Option<&Response>) -> Self {
        response.map_or_else(Self::default, |response| Self {
            options: response.options.clone(),
            not_applicable: response.not_applicable,
        })
    }

    /// Whether both say the same to the arithmetic.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self.not_applicable, other.not_applicable) {
            (true, true) => true,
            (false, false) => sorted(&self.options) == sorted(&other.options),
            _ => false,
        }
    }
}

/// Another choice for a question, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is chosen now.
    pub choice: Choice,
    /// Why: it becomes the comment of the answer.
    pub reason: Option<String>,
}

/// The responses with these changes.
///
/// The comment, causes and evidence of a changed answer stood behind what is no longer said; they go.
/// Answers to questions that are not asked any more go too, as their conditions say. A question that
/// is asked now and was not before is left without an answer: [`preview`] and
/// [`score`](super::score()) name it.
#[must_use]
pub fn amend(card: &Scorecard, responses: &Responses, changes: &BTreeMap<String, Change>) -> Responses {
    let mut amended = responses.clone();
    for (question, change) in changes {
        let Change { choice: Choice { options, not_applicable }, reason } = change.clone();
        let response = Response { options, not_applicable, comment: reason, ..Response::default() };
        amended.0.insert(question.clone(), response);
    }
    // Taking one away may hide another; each round takes at least one.
    for _ in 0..=amended.0.len() {
        let hidden = preview(card, &amended.answers()).hidden;
        let before = amended.0.len();
        amended.0.retain(|question, _| !hidden.contains(question));
        if amended.0.len() == before {
            break;
        }
    }
    amended
}

fn sorted(options: &[String]) -> Vec<&String> {
    let mut sorted: Vec<&String> = options.iter().collect();
    sorted.sort();
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::{AnswerCode, read_template, score};

    const CARD: &str = "
key: card
method: weighted
sections:
  - key: one
    questions:
      - {key: a, options: [{key: right, score: 1}, {key: wrong, score: 0}]}
      - {key: b, options: [{key: yes, score: 1}, {key: no, score: 0}], show_when: {question: a, is: [wrong]}}
      - {key: c, options: [{key: yes, score: 1}], show_when: {question: b, is: [yes]}}
";

    fn responses(text: &str) -> Responses {
        serde_json::from_str(text).unwrap()
    }

    fn change(question: &str, option: &str) -> BTreeMap<String, Change> {
        let choice = Choice { options: vec![option.to_owned()], not_applicable: false };
        BTreeMap::from([(question.to_owned(), Change { choice, reason: Some("heard".to_owned()) })])
    }

    #[test]
    fn what_stood_behind_a_changed_answer_goes_and_the_rest_stays() {
        let card = read_template(CARD).unwrap();
        let before = responses(
            r#"{"a": {"options": ["wrong"], "comment": "no", "evidence": [{"kind": "not_said"}]},
                "b": {"options": ["no"], "comment": "rude"}}"#,
        );
        let after = amend(&card, &before, &change("b", "yes"));
        assert_eq!(after.to("a"), before.to("a"));
        assert_eq!(after.to("b").unwrap().comment.as_deref(), Some("heard"));
        let errors = score(&card, &after.answers()).unwrap_err();
        assert_eq!((errors[0].question.as_str(), errors[0].code), ("c", AnswerCode::Unanswered));
    }

    #[test]
    fn what_is_not_asked_any_more_is_not_answered_any_more() {
        let card = read_template(CARD).unwrap();
        let before = responses(
            r#"{"a": {"options": ["wrong"]}, "b": {"options": ["yes"]}, "c": {"options": ["yes"]}}"#,
        );
        let after = amend(&card, &before, &change("a", "right"));
        assert_eq!(after.0.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(score(&card, &after.answers()).unwrap().total.unwrap().to_string(), "100.0");
    }

    #[test]
    fn a_choice_is_the_same_in_any_order() {
        let of = |options: &[&str]| Choice {
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            not_applicable: false,
        };
        assert!(of(&["a", "b"]).is_same_as(&of(&["b", "a"])));
        assert!(!of(&["a", "a"]).is_same_as(&of(&["a"])));
        let not_applicable = Choice { options: vec!["a".to_owned()], not_applicable: true };
        assert!(!of(&["a"]).is_same_as(&not_applicable));
        assert!(not_applicable.is_same_as(&Choice { options: vec![], not_applicable: true }));
    }
}
