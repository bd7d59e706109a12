//! `earmark score` and `earmark templates check`, as a shell sees them.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CARD: &str = "\
key: card
title: {en: Card}
method: weighted
pass: 80
bands: [{key: good, from: 80}, {key: poor, from: 0}]
sections:
  - key: opening
    questions:
      - key: greeting
        options: [{key: full, score: 10}, {key: partly, score: 5}, {key: rude, score: 0, fatal: evaluation}]
      - key: hold
        options: [{key: full, score: 10}, {key: partly, score: 5}]
        not_applicable: excluded
";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn missing(&self) -> PathBuf {
        self.0.path().join("missing.yaml")
    }
}

fn earmark() -> Command {
    Command::new(env!("CARGO_BIN_EXE_earmark"))
}

fn run_score(template: &Path, answers: &Path) -> Output {
    earmark().arg("score").arg("--template").arg(template).arg("--answers").arg(answers).output().unwrap()
}

fn run_check(files: &[&Path]) -> Output {
    earmark().args(["templates", "check"]).args(files).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the command ended by itself")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn printed(output: &Output) -> Value {
    serde_json::from_str(&stdout(output)).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

#[test]
fn a_score_is_printed_in_one_line_with_its_trace() {
    let folder = Folder::new();
    let template = folder.file("card.yaml", CARD);
    let answers =
        folder.file("answers.json", r#"{"greeting": {"option": "full"}, "hold": {"option": "partly"}}"#);
    let output = run_score(&template, &answers);
    assert_eq!(code(&output), 0);
    let expected = "{\"total\": 75.0, \"passed\": false, \"band\": \"poor\", \"fatal\": null, \
        \"score_before_fatal\": 75.0, \"critical\": null, \
        \"sections\": [{\"key\": \"opening\", \"score\": 75.0}], \"trace\": [{";
    assert!(stdout(&output).starts_with(expected), "{}", stdout(&output));
    assert_eq!(stdout(&output).lines().count(), 1);
    assert_eq!(stderr(&output), "");
}

#[test]
fn answers_may_be_yaml_and_a_fatal_answer_is_no_error() {
    let folder = Folder::new();
    let template = folder.file("card.yaml", CARD);
    let answers = folder.file("answers.yaml", "greeting: {option: rude}\nhold: {not_applicable: true}\n");
    let output = run_score(&template, &answers);
    assert_eq!(code(&output), 0);
    let score = printed(&output);
    assert_eq!((&score["total"], &score["fatal"]), (&json!(0.0), &json!(["greeting"])));
}

#[test]
fn answers_that_do_not_fit_are_listed_and_exit_with_2() {
    let folder = Folder::new();
    let template = folder.file("card.yaml", CARD);
    let answers = folder.file("answers.json", r#"{"tone": {"option": "warm"}, "hold": {"option": "loud"}}"#);
    let output = run_score(&template, &answers);
    assert_eq!(code(&output), 2);
    let printed = printed(&output);
    let errors: Vec<(&str, &str)> = printed["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["question"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        errors,
        [("greeting", "unanswered"), ("hold", "unknown_option"), ("tone", "unknown_question")]
    );
    assert!(printed["errors"][0]["message"].as_str().is_some_and(|message| !message.is_empty()));
    assert_eq!(printed.as_object().unwrap().len(), 1);
}

#[test]
fn a_refused_template_prints_its_problems_instead_of_a_score() {
    let folder = Folder::new();
    let template = folder.file("card.yaml", CARD.replace("pass: 80", "pass: most"));
    let answers = folder.file("answers.json", "{}");
    let output = run_score(&template, &answers);
    assert_eq!(code(&output), 2);
    assert_eq!(
        printed(&output),
        json!({"problems": [{
            "file": template.display().to_string(), "path": "pass", "code": "wrong_type",
            "message": "line 4: a decimal number belongs here, not text",
        }]})
    );
}

#[test]
fn answers_that_are_no_json_name_file_and_line() {
    let folder = Folder::new();
    let template = folder.file("card.yaml", CARD);
    let answers = folder.file("answers.json", "{\"greeting\":\n{\"option\": \"full\"");
    let output = run_score(&template, &answers);
    assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
    assert!(stderr(&output).contains("answers.json"), "{}", stderr(&output));
    assert!(stderr(&output).contains("line 2"), "{}", stderr(&output));
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = Folder::new();
    let template = folder.file("card.yaml", CARD);
    let output = run_score(&template, &folder.missing());
    assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
    assert!(stderr(&output).contains("missing.yaml"), "{}", stderr(&output));
    let output = run_score(&folder.missing(), &template);
    assert_eq!(code(&output), 2);
    assert_eq!(printed(&output)["problems"][0]["code"], "not_readable");
    let bytes = folder.file("bytes.yaml", [0xff, 0xfe, 0x00]);
    assert_eq!(code(&run_score(&template, &bytes)), 2);
    assert_eq!(code(&run_check(&[&bytes])), 2);
}

#[test]
fn good_templates_have_an_empty_list_of_problems() {
    let folder = Folder::new();
    let template = folder.file("card.yaml", CARD);
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scoring-templates/telesales.yaml"));
    let output = run_check(&[&template, shipped]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, "{\"problems\": []}\n"));
}

#[test]
fn problems_of_all_files_come_together() {
    let folder = Folder::new();
    let good = folder.file("good.yaml", CARD);
    let bad =
        folder.file("bad.yaml", CARD.replace("score: 10", "score: -10").replace("key: card", "key: Card"));
    let broken = folder.file("broken.yaml", "key: [\n");
    let missing = folder.missing();
    let output = run_check(&[&good, &bad, &missing, &broken]);
    assert_eq!(code(&output), 2);
    let printed = printed(&output);
    let problems: Vec<(&str, &str, &str)> = printed["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            let file = Path::new(problem["file"].as_str().unwrap()).file_name().unwrap().to_str().unwrap();
            (file, problem["path"].as_str().unwrap(), problem["code"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        problems,
        [
            ("bad.yaml", "key", "bad_key"),
            ("bad.yaml", "sections[0].questions[0].options[0].score", "negative_score"),
            ("bad.yaml", "sections[0].questions[1].options[0].score", "negative_score"),
            ("missing.yaml", "", "not_readable"),
            ("broken.yaml", "", "not_readable"),
        ]
    );
}

#[test]
fn numbers_are_printed_with_two_decimals_at_most() {
    let folder = Folder::new();
    let thirds = CARD.replace("score: 10}, {key: partly, score: 5}", "score: 3}, {key: partly, score: 1}");
    let template = folder.file("card.yaml", thirds);
    let answers = folder
        .file("answers.json", r#"{"greeting": {"option": "partly"}, "hold": {"not_applicable": true}}"#);
    let output = run_score(&template, &answers);
    assert!(stdout(&output).starts_with("{\"total\": 33.33, "), "{}", stdout(&output));
    assert!(stdout(&output).contains("\"points\": 33.33, \"exact\": \"100/3\""), "{}", stdout(&output));
}

#[test]
fn a_command_without_its_files_is_wrong_usage() {
    assert_eq!(code(&earmark().arg("score").output().unwrap()), 2);
    assert_eq!(code(&earmark().args(["templates", "check"]).output().unwrap()), 2);
}
