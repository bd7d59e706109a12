//! The audit trail.

use crate::harness::{START, TestDatabase};
use earmark::db::audit::{self, Actor, ActorKind, Line};
use earmark::db::{DbError, Writing};
use earmark::ids::{PersonId, RequestId, SourceId};
use serde_json::json;
use std::time::Duration;

contract_suite! {
    a_line_comes_back_as_it_was_appended,
    every_kind_of_actor_is_kept,
    lines_about_one_thing_come_oldest_first_and_no_more_than_asked_for,
}

fn append(
    writing: &mut Writing<'_>,
    actor: Actor,
    action: &'static str,
    noun_id: &str,
) -> Result<(), DbError> {
    let line = Line { actor, action, noun: "call", noun_id, detail: json!({}), request_id: None };
    audit::append(writing, &line)
}

async fn a_line_comes_back_as_it_was_appended(database: &TestDatabase) {
    let (person_id, request_id) = (PersonId::new(), RequestId::new());
    database
        .write(move |writing| {
            let line = Line {
                actor: Actor::Person(person_id),
                action: "call.accepted",
                noun: "call",
                noun_id: "7",
                detail: json!({ "bytes": 12, "words": "录音 \u{0} \"" }),
                request_id: Some(request_id),
            };
            audit::append(writing, &line)
        })
        .await;
    let lines = database.read(|reading| audit::about(reading, "call", "7", 10)).await;
    let [line] = lines.as_slice() else { panic!("one line was appended, not {}", lines.len()) };
    assert_eq!(line.at, START);
    assert_eq!(line.actor_kind, ActorKind::Person);
    assert_eq!(line.actor_id.as_deref(), Some(person_id.as_bytes().as_slice()));
    assert_eq!(
        (line.action.as_str(), line.noun.as_str(), line.noun_id.as_str()),
        ("call.accepted", "call", "7")
    );
    let detail: serde_json::Value = serde_json::from_str(&line.detail_json).unwrap();
    assert_eq!(detail, json!({ "bytes": 12, "words": "录音 \u{0} \"" }));
    assert_eq!(line.request_id, Some(request_id));
}

async fn every_kind_of_actor_is_kept(database: &TestDatabase) {
    let source_id = SourceId::new();
    database
        .write(move |writing| {
            append(writing, Actor::Source(source_id), "a", "7")?;
            append(writing, Actor::CommandLine, "b", "7")?;
            append(writing, Actor::System, "c", "7")
        })
        .await;
    let lines = database.read(|reading| audit::about(reading, "call", "7", 10)).await;
    let actors: Vec<_> = lines.into_iter().map(|line| (line.actor_kind, line.actor_id)).collect();
    let source = Some(source_id.as_bytes().to_vec());
    assert_eq!(
        actors,
        [(ActorKind::Source, source), (ActorKind::CommandLine, None), (ActorKind::System, None)]
    );
}

async fn lines_about_one_thing_come_oldest_first_and_no_more_than_asked_for(database: &TestDatabase) {
    for action in ["first", "second", "third"] {
        database
            .write(move |writing| {
                append(writing, Actor::System, action, "7")?;
                append(writing, Actor::System, "elsewhere", "8")
            })
            .await;
        database.clock.advance(Duration::from_secs(1));
    }
    let actions = |limit| async move {
        let lines = database.read(move |reading| audit::about(reading, "call", "7", limit)).await;
        lines.into_iter().map(|line| line.action).collect::<Vec<_>>()
    };
    assert_eq!(actions(10).await, ["first", "second", "third"]);
    assert_eq!(actions(2).await, ["first", "second"]);
    assert!(database.read(|reading| audit::about(reading, "recording", "7", 10)).await.is_empty());
}
