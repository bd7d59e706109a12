//! What still stands between a draft and its release.

use super::answers::Answers;
use super::marking::{AnswerCode, Marked, mark_so_far};
use super::response::{Evidence, Response, Responses};
use super::scorecard::{Question, Requirement, Scorecard};
use serde::Serialize;

/// How far beyond the call's end evidence may reach: players and decoders differ by as much.
const END_SLACK_MS: i64 = 1_000;

/// One thing to be done before the evaluation can be released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPoint {
    /// The key of the question.
    pub question: String,
    /// What is missing or does not fit.
    pub code: OpenCode,
}

/// What is missing or does not fit. The names on the wire never change once released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum OpenCode {
    /// The answer does not fit the question.
    Answer(AnswerCode),
    /// What stands behind the answer does not suffice.
    Grounds(GroundsCode),
}

/// What is missing behind an answer, or does not fit there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroundsCode {
    /// The chosen option wants a comment.
    CommentRequired,
    /// The chosen option wants evidence.
    EvidenceRequired,
    /// The chosen option wants a cause.
    CauseRequired,
    /// A cause that the question does not name.
    UnknownCause,
    /// Evidence of a kind that the question does not accept.
    EvidenceKindNotAccepted,
    /// Evidence that lies before the call's beginning, beyond its end, or ends before it begins.
    EvidenceOutsideCall,
}

impl OpenCode {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer(AnswerCode::Unanswered) => "unanswered",
            Self::Answer(AnswerCode::UnknownQuestion) => "unknown_question",
            Self::Answer(AnswerCode::UnknownOption) => "unknown_option",
            Self::Answer(AnswerCode::NotApplicableNotOffered) => "not_applicable_not_offered",
            Self::Answer(AnswerCode::SeveralOptions) => "several_options",
            Self::Answer(AnswerCode::HiddenQuestionAnswered) => "hidden_question_answered",
            Self::Grounds(GroundsCode::CommentRequired) => "comment_required",
            Self::Grounds(GroundsCode::EvidenceRequired) => "evidence_required",
            Self::Grounds(GroundsCode::CauseRequired) => "cause_required",
            Self::Grounds(GroundsCode::UnknownCause) => "unknown_cause",
            Self::Grounds(GroundsCode::EvidenceKindNotAccepted) => "evidence_kind_not_accepted",
            Self::Grounds(GroundsCode::EvidenceOutsideCall) => "evidence_outside_call",
        }
    }
}

/// Everything that is open, in card order; questions that the card does not have come last.
///
/// `duration_ms` is how long the call is; `None`: nobody knows, so no evidence is outside it.
#[must_use]
pub fn open_points(card: &Scorecard, responses: &Responses, duration_ms: Option<i64>) -> Vec<OpenPoint> {
    let answers: Answers = responses.answers();
    let (marked, errors) = mark_so_far(card, &answers);
    let mut open = Vec::new();
    for marked in marked.iter().flatten() {
        let key = &marked.question.key;
        let of_answer = errors.iter().filter(|error| error.question == *key);
        open.extend(of_answer.map(|error| point(key, OpenCode::Answer(error.code))));
        if let Some(response) = responses.to(key) {
            let grounds = grounds_missing(marked, response).into_iter();
            let grounds = grounds.chain(grounds_that_do_not_fit(marked.question, response, duration_ms));
            open.extend(grounds.map(|code| point(key, OpenCode::Grounds(code))));
        }
    }
    let unknown = errors.iter().filter(|error| error.code == AnswerCode::UnknownQuestion);
    open.extend(unknown.map(|error| point(&error.question, OpenCode::Answer(error.code))));
    open
}

fn point(question: &str, code: OpenCode) -> OpenPoint {
    OpenPoint { question: question.to_owned(), code }
}

/// What the chosen options require and the response does not give.
fn grounds_missing(marked: &Marked<'_>, response: &Response) -> Vec<GroundsCode> {
    let requires = |requirement| marked.chosen.iter().any(|option| option.require.contains(&requirement));
    let mut missing = Vec::new();
    if requires(Requirement::Comment) && !response.has_comment() {
        missing.push(GroundsCode::CommentRequired);
    }
    if requires(Requirement::Evidence) && response.evidence.is_empty() {
        missing.push(GroundsCode::EvidenceRequired);
    }
    if requires(Requirement::Cause) && response.causes.is_empty() {
        missing.push(GroundsCode::CauseRequired);
    }
    missing
}

/// What was given and is of no use: each kind of mistake once.
fn grounds_that_do_not_fit(
    question: &Question,
    response: &Response,
    duration_ms: Option<i64>,
) -> Vec<GroundsCode> {
    let mut misfits = Vec::new();
    if response.causes.iter().any(|key| question.causes.iter().all(|cause| cause.key != *key)) {
        misfits.push(GroundsCode::UnknownCause);
    }
    if response.evidence.iter().any(|evidence| !question.evidence.contains(&evidence.kind())) {
        misfits.push(GroundsCode::EvidenceKindNotAccepted);
    }
    if response.evidence.iter().any(|evidence| is_outside(evidence, duration_ms)) {
        misfits.push(GroundsCode::EvidenceOutsideCall);
    }
    misfits
}

fn is_outside(evidence: &Evidence, duration_ms: Option<i64>) -> bool {
    if let Evidence::Turns { first, last } = *evidence {
        return first < 1 || last < first;
    }
    let Some((start_ms, end_ms)) = evidence.range() else { return false };
    let ends_beyond = duration_ms.is_some_and(|duration| end_ms > duration.saturating_add(END_SLACK_MS));
    start_ms < 0 || end_ms < start_ms || ends_beyond
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::read_template;

    const CARD: &str = "
key: card
method: weighted
sections:
  - key: one
    questions:
      - key: a
        options:
          - {key: right, score: 1}
          - {key: wrong, score: 0, require: [comment, evidence, cause]}
        evidence: [range, record]
        causes: [{key: forgot}]
      - {key: b, options: [{key: right, score: 1}], show_when: {question: a, is: [wrong]}}
";

    fn open(responses: &str) -> Vec<(String, &'static str)> {
        let responses: Responses = serde_json::from_str(responses).unwrap();
        let card = read_template(CARD).unwrap();
        let points = open_points(&card, &responses, Some(10_000));
        points.into_iter().map(|point| (point.question, point.code.as_str())).collect()
    }

    #[track_caller]
    fn says(responses: &str, expected: &[(&str, &'static str)]) {
        let expected: Vec<(String, &str)> =
            expected.iter().map(|(question, code)| ((*question).to_owned(), *code)).collect();
        assert_eq!(open(responses), expected);
    }

    #[test]
    fn an_empty_draft_wants_answers() {
        says("{}", &[("a", "unanswered")]);
        says(r#"{"a": {"comment": "later"}}"#, &[("a", "unanswered")]);
    }

    #[test]
    fn a_good_answer_wants_nothing_else() {
        says(r#"{"a": {"options": ["right"]}}"#, &[]);
    }

    #[test]
    fn what_an_option_requires_is_open_until_it_is_given() {
        says(
            r#"{"a": {"options": ["wrong"], "comment": "  "}}"#,
            &[
                ("a", "comment_required"),
                ("a", "evidence_required"),
                ("a", "cause_required"),
                ("b", "unanswered"),
            ],
        );
        let given = r#"{"a": {"options": ["wrong"], "comment": "no", "causes": ["forgot"],
            "evidence": [{"kind": "range", "start_ms": 0, "end_ms": 10500, "channel": 1}]},
            "b": {"options": ["right"]}}"#;
        says(given, &[]);
    }

    #[test]
    fn what_is_given_must_fit() {
        let given = r#"{"a": {"options": ["wrong"], "comment": "no", "causes": ["weather"],
            "evidence": [{"kind": "not_said"}, {"kind": "range", "start_ms": 9000, "end_ms": 11001}]},
            "b": {"options": ["right"]}}"#;
        says(
            given,
            &[("a", "unknown_cause"), ("a", "evidence_kind_not_accepted"), ("a", "evidence_outside_call")],
        );
        for range in [r#""start_ms": -1, "end_ms": 5"#, r#""start_ms": 6, "end_ms": 5"#] {
            let given =
                format!(r#"{{"a": {{"options": ["right"], "evidence": [{{"kind": "range", {range}}}]}}}}"#);
            says(&given, &[("a", "evidence_outside_call")]);
        }
    }

    #[test]
    fn what_the_card_does_not_ask_is_named_last() {
        says(
            r#"{"0": {"options": ["x"]}, "a": {"options": ["x"]}, "b": {"options": ["right"]}}"#,
            &[("a", "unknown_option"), ("b", "hidden_question_answered"), ("0", "unknown_question")],
        );
    }

    #[test]
    fn the_wire_names_are_the_serialised_ones() {
        for code in AnswerCode::ALL.map(OpenCode::Answer) {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        let grounds = OpenCode::Grounds(GroundsCode::EvidenceOutsideCall);
        assert_eq!(serde_json::to_value(grounds).unwrap(), grounds.as_str());
    }
}
