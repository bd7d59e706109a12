use super::*;
use crate::scoring::{read_answers, read_template};
use AnswerCode as Code;
use Standing::{Counted, Excluded, Hidden, NotScored};

/// `b` is asked when `a` is `yes`, `c` when `b` is `yes`; `n` may be not applicable, `u` is not scored.
const CARD: &str = "
key: card
method: weighted
sections:
  - key: one
    questions:
      - {key: a, options: &options [{key: 'yes', score: 1}, {key: 'no', score: 0}], not_applicable: excluded}
      - {key: b, options: *options, show_when: {question: a, is: ['yes']}}
      - {key: c, options: *options, show_when: {question: b, is: ['yes']}}
  - key: two
    questions:
      - {key: n, options: *options, not_applicable: {score: 1}}
      - {key: u, options: *options, scored: false, not_applicable: excluded}
";

fn standings(answers: &str) -> Result<Vec<Standing>, Vec<(String, Code)>> {
    let card = read_template(CARD).unwrap();
    let answers = read_answers(answers).unwrap();
    let marked = mark(&card, &answers);
    marked
        .map(|marked| marked.iter().flatten().map(|marked| marked.standing).collect())
        .map_err(|errors| errors.into_iter().map(|error| (error.question, error.code)).collect())
}

#[track_caller]
fn refuses(answers: &str, expected: &[(&str, Code)]) {
    let expected: Vec<(String, Code)> =
        expected.iter().map(|(question, code)| ((*question).to_owned(), *code)).collect();
    assert_eq!(standings(answers), Err(expected));
}

#[test]
fn a_question_counts_unless_hidden_unscored_or_excluded() {
    let all =
        "{a: {option: 'yes'}, b: {option: 'yes'}, c: {option: 'no'}, n: {option: 'no'}, u: {option: 'no'}}";
    assert_eq!(standings(all), Ok(vec![Counted, Counted, Counted, Counted, NotScored]));
    let excluded = "{a: {not_applicable: true}, n: {not_applicable: true}, u: {not_applicable: true}}";
    assert_eq!(standings(excluded), Ok(vec![Excluded, Hidden, Hidden, Counted, NotScored]));
}

#[test]
fn a_condition_on_a_hidden_question_does_not_hold() {
    refuses(
        "{a: {option: 'no'}, b: {option: 'yes'}, c: {option: 'yes'}, n: {option: 'no'}, u: {option: 'no'}}",
        &[("b", Code::HiddenQuestionAnswered), ("c", Code::HiddenQuestionAnswered)],
    );
}

#[test]
fn a_visible_question_wants_an_answer() {
    let unanswered = [("a", Code::Unanswered), ("n", Code::Unanswered), ("u", Code::Unanswered)];
    refuses("{}", &unanswered);
    refuses("{a: {options: []}, n: {comment: later}, u: null}", &unanswered);
}

#[test]
fn an_unknown_question_comes_last_in_the_order_given() {
    refuses(
        "{z: {option: x}, y: {}, a: {option: 'no'}, n: {option: maybe}, u: {option: 'no'}}",
        &[("n", Code::UnknownOption), ("z", Code::UnknownQuestion), ("y", Code::UnknownQuestion)],
    );
}

#[test]
fn an_option_must_exist_and_stand_alone() {
    refuses(
        "{a: {options: ['no', 'yes']}, b: {option: 'no'}, n: {options: ['no', 'no']}, u: {option: x}}",
        &[("a", Code::SeveralOptions), ("n", Code::SeveralOptions), ("u", Code::UnknownOption)],
    );
}

#[test]
fn not_applicable_must_be_offered_and_wins_over_an_option() {
    refuses(
        "{a: {option: 'yes'}, b: {not_applicable: true}, n: {option: 'no'}, u: {option: 'no'}}",
        &[("b", Code::NotApplicableNotOffered)],
    );
    let both =
        "{a: {option: 'yes', not_applicable: true}, n: {option: x, not_applicable: true}, u: {option: 'no'}}";
    assert_eq!(standings(both), Ok(vec![Excluded, Hidden, Hidden, Counted, NotScored]));
}

#[test]
fn each_question_has_one_error() {
    refuses(
        "{a: {option: 'no'}, b: {options: [x, y]}, n: {options: [x, 'no']}, u: {option: 'no'}}",
        &[("b", Code::HiddenQuestionAnswered), ("n", Code::UnknownOption)],
    );
}

#[test]
fn codes_are_snake_case_on_the_wire() {
    let code = |code| serde_json::to_value(code).unwrap();
    assert_eq!(code(Code::Unanswered), "unanswered");
    assert_eq!(code(Code::UnknownQuestion), "unknown_question");
    assert_eq!(code(Code::UnknownOption), "unknown_option");
    assert_eq!(code(Code::NotApplicableNotOffered), "not_applicable_not_offered");
    assert_eq!(code(Code::SeveralOptions), "several_options");
    assert_eq!(code(Code::HiddenQuestionAnswered), "hidden_question_answered");
}
