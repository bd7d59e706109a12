use super::*;
use crate::scoring::{read_answers, read_template};
use serde_json::{Value, json};

fn scored(card: &str, answers: &str) -> Score {
    let card = read_template(card).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let answers = read_answers(answers).unwrap();
    score(&card, &answers).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn exact(figure: &Figure) -> String {
    figure.fraction()
}

/// The steps as "kind section points".
fn steps(score: &Score) -> Vec<String> {
    let step = |step: &crate::scoring::Step| {
        let section = step.section.as_deref().unwrap_or("-");
        format!("{:?} {section} {}", step.kind, step.points.fraction())
    };
    score.trace.steps.iter().map(step).collect()
}

fn points_of(score: &Score) -> Vec<String> {
    score.trace.questions.iter().map(|question| exact(&question.points)).collect()
}

/// Two sections of weight 2 and 1 and a bonus of 5; every question is worth the same in its section.
const WEIGHTED: &str = "
key: card
method: weighted
pass: 50
bands: [{key: high, from: 66.67}, {key: low, from: 0}]
sections:
  - key: one
    weight: 2
    questions:
      - key: a
        critical: true
        options:
          - {key: full, score: 10}
          - {key: half, score: 5, fatal: section}
          - {key: zero, score: 0, fatal: evaluation}
      - {key: b, options: &options [{key: full, score: 1}, {key: zero, score: 0}], not_applicable: excluded}
  - key: two
    questions:
      - {key: c, options: *options, not_applicable: excluded}
  - key: extra
    weight: 5
    bonus: true
    questions:
      - {key: d, options: *options}
";

#[test]
fn shares_are_per_cent_of_the_total_and_bonus_shares_are_points() {
    let score =
        scored(WEIGHTED, "{a: {option: full}, b: {option: zero}, c: {option: full}, d: {option: full}}");
    let shares: Vec<String> =
        score.trace.questions.iter().map(|question| exact(question.share.as_ref().unwrap())).collect();
    assert_eq!(shares, ["100/3", "100/3", "100/3", "5"]);
    assert_eq!(points_of(&score), ["100/3", "0", "100/3", "5"]);
    assert_eq!(exact(&score.trace.questions[1].lost), "100/3");
    assert_eq!(exact(score.total.as_ref().unwrap()), "215/3");
    assert_eq!(score.total.as_ref().unwrap().hundredths(), 7167);
    assert_eq!(steps(&score), [""; 0]);
    assert_eq!((score.passed, score.band.as_deref()), (Some(true), Some("high")));
}

#[test]
fn a_voided_section_gives_back_its_points_in_a_step() {
    let score =
        scored(WEIGHTED, "{a: {option: half}, b: {option: full}, c: {option: full}, d: {option: zero}}");
    assert_eq!(points_of(&score), ["50/3", "100/3", "100/3", "0"]);
    assert_eq!(steps(&score), ["FatalSection one -50"]);
    assert_eq!(exact(score.total.as_ref().unwrap()), "100/3");
    assert_eq!(exact(score.score_before_fatal.as_ref().unwrap()), "250/3");
    assert_eq!(exact(score.critical.as_ref().unwrap()), "50");
    assert_eq!(exact(score.sections[0].score.as_ref().unwrap()), "0");
    assert_eq!(exact(score.trace.sections[0].fraction.as_ref().unwrap()), "0");
    assert_eq!((score.passed, score.fatal), (Some(false), vec!["a".to_owned()]));
}

#[test]
fn a_voided_evaluation_gives_back_all_the_rest() {
    let score =
        scored(WEIGHTED, "{a: {option: zero}, b: {option: full}, c: {option: full}, d: {option: full}}");
    assert_eq!(steps(&score), ["FatalEvaluation - -215/3"]);
    assert_eq!(exact(score.total.as_ref().unwrap()), "0");
    assert_eq!(exact(score.sections[0].score.as_ref().unwrap()), "50", "sections ignore fatal: evaluation");
    assert_eq!(score.band.as_deref(), Some("low"));
}

#[test]
fn the_band_follows_the_exact_total() {
    let score =
        scored(WEIGHTED, "{a: {option: full}, b: {option: zero}, c: {option: full}, d: {option: zero}}");
    assert_eq!(score.total.as_ref().unwrap().to_string(), "66.67");
    assert_eq!(score.band.as_deref(), Some("low"), "200/3 is below 66.67");
}

#[test]
fn with_only_a_bonus_counted_there_is_no_score() {
    let card =
        WEIGHTED.replace("options: &options", "show_when: {question: a, is: [full]}, options: &options");
    let card = card
        .replace("critical: true", "scored: false")
        .replace(", fatal: section", "")
        .replace(", fatal: evaluation", "");
    let score = scored(&card, "{a: {option: zero}, c: {not_applicable: true}, d: {option: full}}");
    assert_eq!((&score.total, &score.score_before_fatal, &score.critical), (&None, &None, &None));
    assert_eq!((score.passed, &score.band), (None, &None));
    assert_eq!(points_of(&score), ["0", "0", "0", "0"]);
    assert_eq!(
        exact(score.sections[2].score.as_ref().unwrap()),
        "100",
        "the bonus section has its own score"
    );
}

#[test]
fn with_the_card_redistributing_an_excluded_weight_goes_to_all() {
    let card = WEIGHTED.replace("method: weighted", "method: weighted\nredistribute: card");
    let score =
        scored(&card, "{a: {option: full}, b: {not_applicable: true}, c: {option: zero}, d: {option: zero}}");
    let shares: Vec<Option<String>> =
        score.trace.questions.iter().map(|question| question.share.as_ref().map(exact)).collect();
    assert_eq!(shares, [Some("50".to_owned()), None, Some("50".to_owned()), Some("5".to_owned())]);
    assert_eq!(exact(score.total.as_ref().unwrap()), "50");
    assert_eq!(exact(score.sections[0].score.as_ref().unwrap()), "100");
    assert_eq!(exact(score.trace.sections[0].share.as_ref().unwrap()), "50");
}

const POINTS: &str = "
key: card
method: points
pass: 60
points: {start: 100, floor: 20, ceiling: 110}
sections:
  - key: one
    questions:
      - key: words
        multiple: true
        min: -10
        max: 4
        options: [{key: none, score: 0}, {key: slang, score: -3.5}, {key: kind, score: 3}]
      - key: facts
        not_applicable: {score: -1}
        options: [{key: right, score: 8}, {key: wrong, score: -90}, {key: lie, score: -5, fatal: evaluation}]
  - key: two
    questions:
      - {key: end, options: [{key: fine, score: 0}], not_applicable: excluded}
";

fn points_case(words: &str, facts: &str) -> Score {
    scored(
        POINTS,
        &format!("{{words: {{options: [{words}]}}, facts: {facts}, end: {{not_applicable: true}}}}"),
    )
}

#[test]
fn a_question_stays_within_its_own_limits() {
    let score = points_case("slang, slang, slang", "{not_applicable: true}");
    assert_eq!(points_of(&score), ["-10", "-1", "0"]);
    assert_eq!(exact(&score.trace.questions[0].lost), "10");
    assert_eq!(exact(score.total.as_ref().unwrap()), "89");
    assert_eq!(exact(score.sections[0].score.as_ref().unwrap()), "-11");
    assert_eq!(score.sections[1].score, None);
    assert_eq!(points_of(&points_case("kind, kind", "{option: right}")), ["4", "8", "0"]);
}

#[test]
fn clamps_are_steps() {
    let high = points_case("kind", "{option: right}");
    assert_eq!(steps(&high), ["Start - 100", "Ceiling - -1"]);
    let low = points_case("none", "{option: wrong}");
    assert_eq!(steps(&low), ["Start - 100", "Floor - 10"]);
    assert_eq!(exact(low.total.as_ref().unwrap()), "20");
}

#[test]
fn a_fatal_answer_brings_points_to_the_floor() {
    let score = points_case("none", "{option: lie}");
    assert_eq!(steps(&score), ["Start - 100", "FatalEvaluation - -75"]);
    assert_eq!(exact(score.total.as_ref().unwrap()), "20");
    assert_eq!(exact(score.score_before_fatal.as_ref().unwrap()), "95");
    assert_eq!(score.passed, Some(false));
}

#[test]
fn without_a_pass_mark_even_a_fatal_answer_fails_nobody() {
    let card = POINTS.replace("pass: 60\n", "");
    let score = scored(&card, "{words: {option: none}, facts: {option: lie}, end: {option: fine}}");
    assert_eq!((score.passed, score.fatal.len()), (None, 1));
}

#[test]
fn a_score_is_printed_rounded_with_its_exact_trace() {
    let score = scored(
        WEIGHTED,
        "{a: {option: half}, b: {not_applicable: true}, c: {option: full}, d: {option: full}}",
    );
    let printed: Value = serde_json::to_value(&score).unwrap();
    assert_eq!(printed["total"], json!(38.33));
    assert_eq!(printed["fatal"], json!(["a"]));
    assert_eq!(
        printed["trace"][0],
        json!({
            "kind": "question", "question": "a", "section": "one", "counted": true, "why_not": null,
            "fraction": "1/2", "share": 66.67, "exact_share": "200/3",
            "points": 33.33, "exact": "100/3", "lost": 33.33, "exact_lost": "100/3",
        })
    );
    assert_eq!(
        printed["trace"][1],
        json!({
            "kind": "question", "question": "b", "section": "one", "counted": false, "why_not": "not_applicable",
            "fraction": null, "share": null, "exact_share": null,
            "points": 0.0, "exact": "0", "lost": 0.0, "exact_lost": "0",
        })
    );
    assert_eq!(
        printed["trace"][4],
        json!({
            "kind": "section", "section": "one", "counted": true, "fraction": "0",
            "share": 66.67, "exact_share": "200/3",
        })
    );
    assert_eq!(
        printed["trace"][7],
        json!({"kind": "step", "step": "fatal_section", "section": "one", "points": -33.33, "exact": "-100/3"})
    );
    let clean =
        scored(WEIGHTED, "{a: {option: full}, b: {option: full}, c: {option: full}, d: {option: zero}}");
    assert_eq!(serde_json::to_value(&clean).unwrap()["fatal"], Value::Null);
}
