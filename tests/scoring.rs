//! The arithmetic against worked cases, and the scorecards that are shipped.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use earmark::scoring::{
    Answer, AnswerCode, AnswerError, Answers, ProblemCode, Score, Scorecard, Wording, read_answers,
    read_template, score,
};
use serde_json::{Value, json};
use std::fs;

const VECTORS: &str = include_str!("scoring/vectors.json");
const INBOUND_SERVICE: &str = include_str!("../scoring-templates/inbound-service.yaml");
const TELESALES: &str = include_str!("../scoring-templates/telesales.yaml");

fn card(text: &str) -> Scorecard {
    read_template(text).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A score or the sorted codes of its errors, in the form of the vectors' `expect`.
fn outcome(result: Result<Score, Vec<AnswerError>>) -> Value {
    match result {
        Ok(score) => {
            let mut printed = serde_json::to_value(score).unwrap();
            printed.as_object_mut().unwrap().remove("trace").expect("a score carries its trace");
            printed
        }
        Err(errors) => {
            let codes = errors.iter().map(|error| serde_json::to_value(error.code).unwrap());
            let mut codes: Vec<String> = codes.map(|code| code.as_str().unwrap().to_owned()).collect();
            codes.sort();
            json!({ "errors": codes })
        }
    }
}

#[test]
fn every_worked_case_comes_out_as_expected() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    for vector in &vectors {
        let name = vector["name"].as_str().unwrap();
        let template = card(&vector["template"].to_string());
        let answers = read_answers(&vector["answers"].to_string()).unwrap();
        assert_eq!(outcome(score(&template, &answers)), vector["expect"], "{name}");
    }
    assert_eq!(vectors.len(), 42, "worked cases are missing");
}

#[test]
fn every_worked_case_adds_up_and_survives_being_written_back() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    for vector in &vectors {
        let name = vector["name"].as_str().unwrap();
        let template = card(&vector["template"].to_string());
        let written = serde_json::to_string(&template).unwrap();
        assert_eq!(card(&written), template, "{name}");
        let answers = read_answers(&vector["answers"].to_string()).unwrap();
        let Ok(score) = score(&template, &answers) else {
            continue;
        };
        let Some(total) = score.total else {
            continue;
        };
        let questions = score.trace.questions.iter().map(|question| question.points.exact());
        let steps = score.trace.steps.iter().map(|step| step.points.exact());
        let sum: num_rational::BigRational = questions.chain(steps).sum();
        assert_eq!(&sum, total.exact(), "{name}");
    }
}

fn shipped() -> Vec<(String, Scorecard)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scoring-templates");
    let mut cards = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        cards.push((name, card(&fs::read_to_string(&path).unwrap())));
    }
    assert_eq!(cards.len(), 3, "the shipped scorecards are missing");
    cards
}

#[test]
fn a_shipped_card_is_named_by_its_key_and_survives_being_written_back() {
    for (name, shipped) in shipped() {
        assert_eq!(shipped.key, name);
        assert_eq!(card(&serde_json::to_string(&shipped).unwrap()), shipped, "{name}");
    }
}

#[test]
fn a_shipped_card_is_worded_in_both_languages_everywhere() {
    for (name, card) in shipped() {
        let mut worded: Vec<(String, &Wording)> = vec![(name.clone(), &card.title)];
        for band in &card.bands {
            worded.push((band.key.clone(), &band.title));
        }
        for section in &card.sections {
            worded.push((section.key.clone(), &section.title));
            for question in &section.questions {
                worded.push((question.key.clone(), &question.title));
                worded.push((format!("{} guidance", question.key), &question.guidance));
                let options = question.options.iter().map(|option| (&option.key, &option.title));
                let causes = question.causes.iter().map(|cause| (&cause.key, &cause.title));
                for (key, title) in options.chain(causes) {
                    worded.push((format!("{} {key}", question.key), title));
                }
            }
        }
        for (what, wording) in worded {
            for language in ["en", "zh-CN"] {
                assert!(wording.in_language(language).is_some_and(|text| !text.is_empty()), "{name}: {what}");
            }
        }
    }
}

/// The inbound card with everything at its best and `promise` hidden, but for these answers.
fn inbound_service(different: &[(&str, Answer)]) -> Score {
    let card = card(INBOUND_SERVICE);
    let best = card.questions().filter(|question| question.key != "promise");
    let best =
        best.map(|question| (question.key.clone(), Answer::options([question.options[0].key.clone()])));
    let different = different.iter().map(|(key, answer)| ((*key).to_owned(), answer.clone()));
    let answers: Answers = best.chain(different).collect();
    score(&card, &answers).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// The telesales card with nothing wrong, but for these answers.
fn telesales(different: &[(&str, Answer)]) -> Score {
    let card = card(TELESALES);
    let best = card.questions().map(|question| (question.key.clone(), Answer::options(["none"])));
    let different = different.iter().map(|(key, answer)| ((*key).to_owned(), answer.clone()));
    let answers: Answers = best.chain(different).collect();
    score(&card, &answers).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn shown(figure: Option<&earmark::scoring::Figure>) -> String {
    figure.map_or_else(|| "none".to_owned(), ToString::to_string)
}

#[test]
fn inbound_service_without_a_flaw_is_a_hundred() {
    let score = inbound_service(&[]);
    assert_eq!(shown(score.total.as_ref()), "100.0");
    assert_eq!(score.band.as_deref(), Some("excellent"));
}

#[test]
fn inbound_service_slip_and_recap_partly_without_hold() {
    let score = inbound_service(&[
        ("accuracy", Answer::options(["slip"])),
        ("recap", Answer::options(["partly"])),
        ("hold", Answer::not_applicable()),
    ]);
    assert_eq!(shown(score.total.as_ref()), "91.24");
    assert_eq!(shown(score.critical.as_ref()), "84.12");
    assert_eq!((score.band.as_deref(), score.passed), (Some("good"), Some(true)));
}

#[test]
fn inbound_service_wrong_answer_voids_its_section() {
    let score = inbound_service(&[("accuracy", Answer::options(["wrong"]))]);
    assert_eq!(shown(score.total.as_ref()), "65.0");
    assert_eq!(shown(score.score_before_fatal.as_ref()), "83.1");
    assert_eq!(shown(score.critical.as_ref()), "60.29");
    assert_eq!(score.passed, Some(false));
    assert_eq!(score.fatal, ["accuracy"]);
}

#[test]
fn inbound_service_promise_without_a_deadline() {
    let score =
        inbound_service(&[("resolved", Answer::options(["promised"])), ("promise", Answer::options(["no"]))]);
    assert_eq!(shown(score.total.as_ref()), "94.0");
}

#[test]
fn telesales_deductions_add_up() {
    let score = telesales(&[
        ("terms", Answer::options(["incomplete"])),
        ("consent", Answer::options(["vague"])),
        ("wording", Answer::options(["slang", "slang", "interrupts"])),
    ]);
    assert_eq!(shown(score.total.as_ref()), "78.0");
    assert_eq!(score.passed, Some(false));
    assert_eq!(score.band.as_deref(), Some("poor"));
}

#[test]
fn telesales_without_consent_goes_to_the_floor() {
    let score = telesales(&[
        ("consent", Answer::options(["saved-as-sale"])),
        ("terms", Answer::options(["incomplete"])),
        ("status", Answer::options(["wrong"])),
    ]);
    assert_eq!(shown(score.total.as_ref()), "0.0");
    assert_eq!(shown(score.score_before_fatal.as_ref()), "47.0");
    assert_eq!(score.fatal, ["consent"]);
    assert_eq!(score.passed, Some(false));
}

#[test]
fn every_code_is_told_in_the_documentation() {
    let documentation = include_str!("../docs/SCORING.md");
    let problems = ProblemCode::ALL.iter().map(|code| serde_json::to_value(code).unwrap());
    let answers = AnswerCode::ALL.iter().map(|code| serde_json::to_value(code).unwrap());
    for code in problems.chain(answers) {
        let code = code.as_str().unwrap().to_owned();
        assert!(documentation.contains(&format!("`{code}`")), "{code}");
    }
}
