//! Scorecards: those that come with the program, and those that are published from a file.

use super::program::{Place, Running, succeed, text};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const CARD: &str = "{key: own, method: weighted, sections: [{key: all, questions: [
    {key: manner, options: [{key: warm, score: 1}]}]}]}";

fn inspector(place: &Place) -> String {
    succeed(place.earmark(&["user", "add", "--name", "Mei", "--sign-in", "mei", "--role", "inspector"]));
    text(&succeed(place.earmark(&["token", "create", "--person", "mei"])))
}

fn keys_and_versions(server: &Running, token: &str) -> Vec<(String, usize)> {
    let cards = server.get_json(token, "/api/v1/scorecards");
    let card =
        |card: &Value| (card["key"].as_str().unwrap().to_owned(), card["versions"].as_array().unwrap().len());
    cards["items"].as_array().unwrap().iter().map(card).collect()
}

#[test]
fn the_cards_that_come_along_are_published_once_by_whoever_comes_first() {
    let place = Place::sqlite();
    let start = |source| {
        let mut command = place.earmark(&["token", "create", "--source", source]);
        command.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    for mut child in ["one", "two", "three"].map(start) {
        assert!(child.wait().unwrap().success());
    }
    let token = inspector(&place);
    let server = Running::serve(&place, &["--no-worker"]);
    let expected = ["inbound-service", "sale-verification", "telesales"].map(|key| (key.to_owned(), 1));
    assert_eq!(keys_and_versions(&server, &token), expected);
}

#[test]
fn a_file_is_published_as_the_next_version_where_it_says_something_new() {
    let place = Place::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.yaml");
    let publish = |card: &str| {
        std::fs::write(&file, card).unwrap();
        let published = succeed(publishing(&place, &file));
        serde_json::from_str::<Value>(&text(&published)).unwrap()
    };
    assert_eq!(publish(CARD), json!({"key": "own", "version": 1, "published": true}));
    assert_eq!(publish(CARD), json!({"key": "own", "version": 1, "published": false}));
    let changed = CARD.replace("score: 1", "score: 2");
    assert_eq!(publish(&changed), json!({"key": "own", "version": 2, "published": true}));
    assert_eq!(publish(CARD), json!({"key": "own", "version": 3, "published": true}));

    let token = inspector(&place);
    let server = Running::serve(&place, &["--no-worker"]);
    assert!(keys_and_versions(&server, &token).contains(&("own".to_owned(), 3)));
}

#[test]
fn a_card_with_mistakes_is_not_published() {
    let place = Place::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.yaml");
    std::fs::write(&file, CARD.replace("score: 1", "score: 0")).unwrap();
    let refused = publishing(&place, &file).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let said: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(said["problems"][0]["code"], "highest_score_zero");
}

fn publishing(place: &Place, file: &Path) -> Command {
    place.earmark(&["templates", "publish", file.to_str().unwrap()])
}
