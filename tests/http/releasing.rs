//! How an evaluation goes out: at a set time, through the team leader; and what an agent finds by
//! themselves before they see what the inspector found.

use super::review::{Review, best_answers};
use super::server::Answer;
use earmark::db::outbox;
use earmark::review::tend_hearings;
use serde_json::{Value, json};
use std::time::Duration;

const NOTE: &str = "0199a000-0000-7000-8000-000000000001";

/// A draft that is ready; with `failing`, it loses everything, with a note and evidence behind it.
fn ready(review: &Review, failing: bool) -> String {
    let begun = review.begin(&review.call_id);
    let id = begun["id"].as_str().unwrap().to_owned();
    let mut answers = best_answers(&begun);
    let mut notes = json!([]);
    if failing {
        let range = |start: i64, end: i64| json!({"kind": "range", "start_ms": start, "end_ms": end, "channel": null});
        let sections = begun["scorecard_version"]["definition"]["sections"].as_array().unwrap();
        for question in sections.iter().flat_map(|section| section["questions"].as_array().unwrap()) {
            // What the record shows is not heard at any second.
            let key = question["key"].as_str().unwrap();
            let Some(answer) = answers.get_mut(key).filter(|_| key != "record") else { continue };
            let options = question["options"].as_array().unwrap();
            let worst = options.iter().rev().find(|option| option["fatal"].is_null()).unwrap();
            *answer = json!({"options": [worst["key"]], "comment": "not done", "evidence": [range(0, 40)]});
        }
        notes = json!([{"id": NOTE, "kind": "note", "is_one_change": true, "text": "Say who you are",
            "say_instead": null, "start_ms": 10, "end_ms": 20, "channel": null}]);
    }
    let saved = review.step("PUT", &id, "draft", &json!({"edit": 0, "answers": answers, "notes": notes}));
    assert_eq!(saved.status, 200, "{saved:?}");
    id
}

fn release(review: &Review, id: &str, how: &Value) -> Answer {
    let mut body = json!({"edit": 1});
    for (name, value) in how.as_object().unwrap() {
        body[name] = value.clone();
    }
    review.step("POST", id, "release", &body)
}

fn told(review: &Review, token: &str, code: &str) -> usize {
    review.server.write(|writing| outbox::number_due(writing, 100));
    let told = review.server.get("/api/v1/notices", token).json();
    told["items"].as_array().unwrap().iter().filter(|one| one["code"] == code).count()
}

fn talk(review: &Review, id: &str, token: &str, note: &str) -> Answer {
    let path = format!("/api/v1/evaluations/{id}/talk");
    review.server.send_json("POST", &path, token, &json!({ "note": note }))
}

#[test]
fn a_release_at_a_set_time_is_out_then_and_can_be_taken_back_before() {
    let review = Review::start();
    let id = ready(&review, false);
    for wrong in ["2020-01-01T00:00:00Z", "2027-06-01T00:00:00Z"] {
        assert_eq!(release(&review, &id, &json!({ "at": wrong })).code(), "bad_release_time");
    }
    let both = json!({"at": "2026-11-23T01:00:00Z", "through_leader": true});
    assert_eq!(release(&review, &id, &both).status, 422);
    let at = json!({"at": "2026-11-23T01:00:00Z"});
    let released = release(&review, &id, &at);
    assert_eq!(released.status, 200, "{released:?}");
    assert_eq!(released.json()["undo_until"], "2026-11-23T01:00:00.000Z");
    review.server.clock.advance(Duration::from_hours(1));
    assert_eq!(review.show(&id, &review.agent).status, 404, "it is not out");
    assert_eq!(review.take_back(&id).status, 200);
    assert_eq!(release(&review, &id, &at).status, 200);
    assert_eq!(told(&review, &review.agent, "feedback_released"), 0);
    review.server.clock.advance(Duration::from_hours(48));
    let out = review.show(&id, &review.agent).json();
    // Out on Monday: five working days from Tuesday on.
    assert_eq!(out["answer_until"], "2026-11-30T16:00:00.000Z");
    assert_eq!(told(&review, &review.agent, "feedback_released"), 1);
    assert_eq!(review.take_back(&id).code(), "already_out");
}

#[test]
fn through_the_leader_it_is_out_once_they_have_talked() {
    let review = Review::start();
    let id = ready(&review, false);
    let released = release(&review, &id, &json!({"through_leader": true}));
    assert_eq!(released.status, 200, "{released:?}");
    assert_eq!(released.json()["is_out"], false);
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(told(&review, &review.leader, "talk_waits"), 1);
    assert_eq!(review.show(&id, &review.agent).status, 404);
    assert_eq!(review.show(&id, &review.manager).status, 404, "the leader comes first");
    let seen = review.show(&id, &review.leader).json();
    // Saturday in Shanghai: two working days are Monday and Tuesday.
    assert_eq!(seen["talk"]["due_at"], "2026-11-24T16:00:00.000Z");
    let list = |token: &str| review.server.get("/api/v1/evaluations?view=to_talk", token);
    assert_eq!(list(&review.leader).json()["items"][0]["id"], json!(id));
    assert_eq!(list(&review.agent).status, 403);

    assert_eq!(talk(&review, &id, &review.leader, " ").code(), "words_needed");
    assert_eq!(talk(&review, &id, &review.manager, "hm").status, 403);
    let out = talk(&review, &id, &review.leader, "we heard it together");
    assert_eq!(out.status, 200, "{out:?}");
    assert_eq!(out.json()["is_out"], true);
    assert_eq!(talk(&review, &id, &review.leader, "again").status, 404);
    let read = review.show(&id, &review.agent).json();
    assert_eq!(
        (&read["talk"]["by"]["name"], &read["talk"]["note"]),
        (&json!("leader"), &json!("we heard it together"))
    );
    assert!(read["due_at"].is_string() && read["answer_until"].is_string());
    assert_eq!(told(&review, &review.agent, "feedback_released"), 1);
    assert_eq!(list(&review.leader).json()["total"], 0);
}

#[test]
fn a_talk_that_nobody_has_ends_by_itself_and_one_can_be_taken_back() {
    let review = Review::start();
    let id = ready(&review, false);
    release(&review, &id, &json!({"through_leader": true}));
    assert_eq!(review.take_back(&id).json()["state"], "draft");
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(told(&review, &review.leader, "talk_waits"), 0);
    assert_eq!(talk(&review, &id, &review.leader, "too soon").status, 404);

    assert_eq!(release(&review, &id, &json!({"through_leader": true})).status, 200);
    review.server.clock.advance(Duration::from_hours(24 * 4));
    review.server.runtime.block_on(tend_hearings(&review.server.db)).unwrap();
    let out = review.show(&id, &review.agent).json();
    assert_eq!((&out["is_out"], &out["talk"]["by"]), (&json!(true), &Value::Null));
}

#[test]
fn who_failed_listens_first_and_is_credited_with_what_they_found() {
    let review = Review::start();
    let id = ready(&review, true);
    assert_eq!(release(&review, &id, &json!({})).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    let before = review.show(&id, &review.agent).json();
    assert_eq!(before["listening_first"]["is_due"], true);
    assert_eq!((&before["notes"], &before["answers"]), (&json!([]), &json!({})));
    assert_eq!((&before["preview"]["lost"], &before["score"]["trace"]), (&json!([]), &json!([])));
    assert_eq!(before["one_change"], json!({"note_id": null, "question": null}));
    assert!(before["score"]["total"].is_number(), "what it came to, they see");
    let of_leader = review.show(&id, &review.leader).json();
    assert_eq!(of_leader["notes"].as_array().unwrap().len(), 1, "the others see it all");

    let path = format!("/api/v1/evaluations/{id}/self-listening");
    let finish = |token: &str| {
        review.server.send_json("POST", &path, token, &json!({"marks": [5_000, 5_000], "skipped": false}))
    };
    assert_eq!(finish(&review.leader).status, 403);
    let done = finish(&review.agent);
    assert_eq!(done.status, 200, "{done:?}");
    let first = &done.json()["listening_first"];
    assert_eq!(
        first,
        &json!({"is_due": false, "marks": [5000], "was_skipped": false, "found": 1, "of_all": 1})
    );
    assert_eq!(done.json()["notes"].as_array().unwrap().len(), 1, "now both are shown");
    assert_eq!(finish(&review.agent).code(), "not_to_listen_first");
    assert_eq!(review.show(&id, &review.inspector).json()["listening_first"]["found"], 1);
}

#[test]
fn who_passed_does_not_listen_first() {
    let review = Review::start();
    let id = review.release_for_good(&review.call_id, &json!({}));
    assert_eq!(review.show(&id, &review.agent).json()["listening_first"], Value::Null);
}
