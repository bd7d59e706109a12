//! An evaluation with some of its answers changed, as after an appeal.

use super::preview::preview;
use super::response::{Attribution, Evidence, Response, Responses};
use super::scorecard::{AnswerOption, Question, Requirement, Scorecard};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// Another answer to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// What is chosen now.
    pub choice: Choice,
    /// What is said of it; none: nothing, or what was said, where the choice is the same.
    pub comment: Option<String>,
    /// What stands behind it.
    pub grounds: Grounds,
}

/// What stands behind a changed answer. What is missing stays as it stood, where it still fits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grounds {
    /// The keys of the causes.
    pub causes: Option<Vec<String>>,
    /// What shows it.
    pub evidence: Option<Vec<Evidence>>,
    /// What a deduction is put down to.
    pub attribution: Option<Attribution>,
}

impl Grounds {
    /// Whether nothing is given.
    #[must_use]
    pub fn are_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These, and what they do not give of those before.
    #[must_use]
    pub fn or(self, before: Self) -> Self {
        Self {
            causes: self.causes.or(before.causes),
            evidence: self.evidence.or(before.evidence),
            attribution: self.attribution.or(before.attribution),
        }
    }
}

/// The responses with these changes. What no change names stays whole.
///
/// Causes and evidence of a former answer stay behind a changed one that still loses something or asks
/// for them, unless others are given; so does what the deduction is put down to, as long as there is one.
/// Its comment was about what is no longer said, and goes. Answers to questions that are not asked any
/// more go too, as their conditions say. A question that is asked now and was not before is left without
/// an answer: [`preview`] and [`score`](super::score()) name it.
#[must_use]
pub fn amend(card: &Scorecard, responses: &Responses, changes: &BTreeMap<String, Change>) -> Responses {
    let mut amended = responses.clone();
    for (question, Change { choice, .. }) in changes {
        let response = amended.0.entry(question.clone()).or_default();
        if !choice.is_same_as(&Choice::of(Some(response))) {
            (response.options, response.not_applicable) = (choice.options.clone(), choice.not_applicable);
        }
    }
    // Taking one away may hide another; each round takes at least one.
    let mut seen = preview(card, &amended.answers());
    for _ in 0..=amended.0.len() {
        let before = amended.0.len();
        amended.0.retain(|question, _| !seen.hidden.contains(question));
        if amended.0.len() == before {
            break;
        }
        seen = preview(card, &amended.answers());
    }
    for (question, change) in changes {
        let Some(response) = amended.0.get_mut(question) else { continue };
        let is_same = change.choice.is_same_as(&Choice::of(responses.to(question)));
        let falls_short =
            seen.lost.iter().any(|loss| loss.question == *question) || seen.score.fatal.contains(question);
        ground(card.question(question), response, change, is_same, falls_short);
    }
    amended
}

/// Gives a changed response what stands behind it; it still holds what stood behind the former one.
fn ground(
    question: Option<&Question>,
    response: &mut Response,
    change: &Change,
    is_same: bool,
    falls_short: bool,
) {
    let Change { comment, grounds, .. } = change;
    if comment.is_some() || !is_same {
        response.comment.clone_from(comment);
    }
    let chosen = |option: &&AnswerOption| change.choice.options.contains(&option.key);
    let asks = |requirement| {
        let mut options = question.into_iter().flat_map(|question| &question.options).filter(chosen);
        !change.choice.not_applicable && options.any(|option| option.require.contains(&requirement))
    };
    match &grounds.causes {
        Some(causes) => response.causes.clone_from(causes),
        None if is_same || falls_short || asks(Requirement::Cause) => {}
        None => response.causes.clear(),
    }
    match &grounds.evidence {
        Some(evidence) => response.evidence.clone_from(evidence),
        None if is_same || falls_short || asks(Requirement::Evidence) => {}
        None => response.evidence.clear(),
    }
    response.attribution = grounds
        .attribution
        .or(response.attribution)
        .filter(|attribution| *attribution != Attribution::Agent && (is_same || falls_short));
}

/// The questions of which these responses say something else, or for the first time.
#[must_use]
pub fn changed_between<'r>(before: &Responses, after: &'r Responses) -> BTreeSet<&'r str> {
    let changed = after.0.iter().filter(|(question, response)| before.to(question) != Some(response));
    changed.map(|(question, _)| question.as_str()).collect()
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
      - {key: b, options: [{key: yes, score: 2}, {key: partly, score: 1}, {key: no, score: 0}], show_when: {question: a, is: [wrong]}}
      - {key: c, options: [{key: yes, score: 1}], show_when: {question: b, is: [yes]}}
";

    fn responses(text: &str) -> Responses {
        serde_json::from_str(text).unwrap()
    }

    fn other(question: &str, option: &str, grounds: Grounds) -> BTreeMap<String, Change> {
        let choice = Choice { options: vec![option.to_owned()], not_applicable: false };
        let comment = Some("heard".to_owned());
        BTreeMap::from([(question.to_owned(), Change { choice, comment, grounds })])
    }

    fn change(question: &str, option: &str) -> BTreeMap<String, Change> {
        other(question, option, Grounds::default())
    }

    #[test]
    fn what_stood_behind_an_answer_goes_with_its_last_deduction_and_the_rest_stays() {
        let card = read_template(CARD).unwrap();
        let before = responses(
            r#"{"a": {"options": ["wrong"], "comment": "no", "evidence": [{"kind": "not_said"}]},
                "b": {"options": ["no"], "comment": "rude", "causes": ["late"], "attribution": "system",
                    "evidence": [{"kind": "not_said"}]}}"#,
        );
        let after = amend(&card, &before, &change("b", "yes"));
        assert_eq!(after.to("a"), before.to("a"));
        let expected = responses(r#"{"b": {"options": ["yes"], "comment": "heard"}}"#);
        assert_eq!(after.to("b"), expected.to("b"));
        assert_eq!(changed_between(&before, &after), BTreeSet::from(["b"]));
        let errors = score(&card, &after.answers()).unwrap_err();
        assert_eq!((errors[0].question.as_str(), errors[0].code), ("c", AnswerCode::Unanswered));
    }

    #[test]
    fn what_still_loses_keeps_what_shows_it_and_what_it_is_put_down_to() {
        let card = read_template(CARD).unwrap();
        let before = responses(
            r#"{"a": {"options": ["wrong"]}, "b": {"options": ["no"], "comment": "rude", "causes": ["late"],
                "attribution": "system", "evidence": [{"kind": "not_said"}]}}"#,
        );
        let after = amend(&card, &before, &change("b", "partly"));
        let expected = responses(
            r#"{"b": {"options": ["partly"], "comment": "heard", "causes": ["late"],
                "attribution": "system", "evidence": [{"kind": "not_said"}]}}"#,
        );
        assert_eq!(after.to("b"), expected.to("b"));
        let grounds = Grounds {
            causes: Some(Vec::new()),
            evidence: Some(vec![Evidence::Record]),
            attribution: Some(Attribution::Agent),
        };
        let after = amend(&card, &before, &other("b", "partly", grounds));
        let expected = responses(
            r#"{"b": {"options": ["partly"], "comment": "heard", "evidence": [{"kind": "record"}]}}"#,
        );
        assert_eq!(after.to("b"), expected.to("b"));
    }

    #[test]
    fn the_same_choice_with_other_grounds_is_a_change_and_with_none_is_none() {
        let card = read_template(CARD).unwrap();
        let before = responses(r#"{"a": {"options": ["wrong"], "comment": "no"}, "b": {"options": ["no"]}}"#);
        let same = |grounds| {
            let choice = Choice { options: vec!["wrong".to_owned()], not_applicable: false };
            BTreeMap::from([("a".to_owned(), Change { choice, comment: None, grounds })])
        };
        assert_eq!(amend(&card, &before, &same(Grounds::default())), before);
        let system = Grounds { attribution: Some(Attribution::System), ..Grounds::default() };
        let after = amend(&card, &before, &same(system));
        assert_eq!(after.to("a").unwrap().attribution, Some(Attribution::System));
        assert_eq!(after.to("a").unwrap().comment.as_deref(), Some("no"));
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
