//! An evaluation from its beginning to the agent's answer.

use super::review::{Review, best_answers};
use serde_json::{Value, json};
use std::time::Duration;

const NOTE: &str = "01936f5e-0000-7000-8000-000000000001";

fn id_of(evaluation: &Value) -> String {
    evaluation["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_draft_is_begun_once_on_the_card_of_the_day() {
    let review = Review::start();
    let begun = review.begin(&review.call_id);
    assert_eq!(
        (&begun["state"], &begun["edit"], &begun["is_out"]),
        (&json!("draft"), &json!(0), &json!(false))
    );
    assert_eq!(begun["scorecard_version"]["key"], "inbound-service");
    assert_eq!(begun["agent"]["external_id"], "8001");
    assert_eq!(
        (
            &begun["person"]["name"],
            &begun["team"]["name"],
            &begun["project"]["name"],
            &begun["evaluator"]["name"]
        ),
        (&json!("agent"), &json!("north"), &json!("cards"), &json!("inspector"))
    );
    assert_eq!(begun["preview"]["hidden"], json!(["promise"]));
    assert_eq!(begun["open"][0], json!({"question": "greeting", "code": "unanswered"}));

    let body = json!({"call_id": review.call_id});
    let again = review.server.send_json("POST", "/api/v1/evaluations", &review.inspector, &body);
    assert_eq!((again.status, &again.json()["id"]), (200, &begun["id"]));
}

#[test]
fn a_draft_keeps_what_was_typed_and_tells_what_is_open() {
    let review = Review::start();
    let id = id_of(&review.begin(&review.call_id));
    let draft = json!({
        "edit": 0,
        "answers": {
            "greeting": {"options": ["partly"]},
            "identity": {"options": ["disclosed-unverified"], "comment": "told the balance"},
            "unheard-of": {"options": ["x"]},
        },
        "notes": [{"id": NOTE, "kind": "note", "is_one_change": true, "text": "verify first",
            "say_instead": null, "start_ms": 100, "end_ms": 200, "channel": 0,
        "first_turn": null, "last_turn": null}],
    });
    let saved = review.step("PUT", &id, "draft", &draft).json();
    assert_eq!(saved["edit"], 1);
    let identity: Vec<&Value> =
        saved["open"].as_array().unwrap().iter().filter(|open| open["question"] == "identity").collect();
    assert_eq!(identity, [&json!({"question": "identity", "code": "evidence_required"})]);
    assert_eq!(saved["open"].as_array().unwrap().last().unwrap()["code"], "unknown_question");
    assert_eq!(saved["preview"]["complete"], false);
    assert_eq!(saved["preview"]["score"]["total"], Value::Null);
    assert_eq!(saved["preview"]["lost"][0], json!({"question": "greeting", "points": 2.5}));

    let stored = review.show(&id, &review.inspector).json();
    assert_eq!(stored["answers"]["unheard-of"]["options"], json!(["x"]));
    assert_eq!(stored["answers"]["identity"]["comment"], "told the balance");
    assert_eq!(stored["notes"], draft["notes"]);
    assert_eq!(stored["one_change"], json!({"note_id": NOTE, "question": null}));
}

#[test]
fn a_save_on_top_of_an_old_one_is_refused_and_changes_nothing() {
    let review = Review::start();
    let id = id_of(&review.begin(&review.call_id));
    let draft = |edit: i32, option: &str| json!({"edit": edit, "answers": {"greeting": {"options": [option]}}, "notes": []});
    assert_eq!(review.step("PUT", &id, "draft", &draft(0, "full")).status, 200);
    let late = review.step("PUT", &id, "draft", &draft(0, "no"));
    assert_eq!((late.status, late.code().as_str()), (409, "edited_elsewhere"));
    let stored = review.show(&id, &review.inspector).json();
    assert_eq!(stored["answers"]["greeting"]["options"], json!(["full"]));
    assert_eq!(review.step("PUT", &id, "draft", &draft(1, "no")).json()["edit"], 2);
    let released = review.step("POST", &id, "release", &json!({"edit": 1}));
    assert_eq!((released.status, released.code().as_str()), (409, "edited_elsewhere"));
}

#[test]
fn what_no_page_of_ours_sends_is_refused() {
    let review = Review::start();
    let (id, other) =
        (id_of(&review.begin(&review.call_id)), id_of(&review.begin(&review.another_call("second"))));
    let note = |id: &str, text: &str| {
        json!({"id": id, "kind": "note", "is_one_change": true, "text": text, "say_instead": null,
            "start_ms": null, "end_ms": null, "channel": null})
    };
    let refused = |id: &str, answers: Value, notes: Vec<Value>| {
        review.step("PUT", id, "draft", &json!({"edit": 0, "answers": answers, "notes": notes})).code()
    };
    let long = "字".repeat(5_001);
    assert_eq!(refused(&id, json!({"greeting": {"comment": long}}), vec![]), "text_too_long");
    assert_eq!(refused(&id, json!({}), vec![note(NOTE, &long)]), "text_too_long");
    assert_eq!(refused(&id, json!({}), vec![note(NOTE, "a"), note(NOTE, "b")]), "bad_note");
    let second = NOTE.replace("001", "002");
    assert_eq!(refused(&id, json!({}), vec![note(NOTE, "a"), note(&second, "b")]), "bad_note");
    let many = (0..201).map(|number| note(&format!("01936f5e-0000-7000-8000-{number:012}"), "")).collect();
    assert_eq!(refused(&id, json!({}), many), "too_many_notes");
    let comment = "x".repeat(5_000);
    let large: Value = (0..220).map(|number| (format!("q{number}"), json!({"comment": comment}))).collect();
    assert_eq!(refused(&id, large, vec![]), "answers_too_large");
    let most = json!({"edit": 0, "answers": {"greeting": {"comment": comment}}, "notes": [note(NOTE, "a")]});
    assert_eq!(review.step("PUT", &id, "draft", &most).status, 200);
    assert_eq!(refused(&other, json!({}), vec![note(NOTE, "taken")]), "bad_note");
}

#[test]
fn what_is_open_keeps_a_draft_from_its_release() {
    let review = Review::start();
    let begun = review.begin(&review.call_id);
    let id = id_of(&begun);
    let mut answers = best_answers(&begun);
    answers.insert(
        "record".to_owned(),
        json!({"options": ["wrong-or-missing"], "comment": "no ticket",
        "evidence": [{"kind": "not_said"}]}),
    );
    review.step("PUT", &id, "draft", &json!({"edit": 0, "answers": answers, "notes": []}));
    let refused = review.step("POST", &id, "release", &json!({"edit": 1}));
    assert_eq!((refused.status, refused.code().as_str()), (422, "not_ready"));
    assert_eq!(refused.json()["params"]["question"], "record");
    let open = review.show(&id, &review.inspector).json()["open"].clone();
    assert_eq!(open, json!([{"question": "record", "code": "evidence_kind_not_accepted"}]));

    answers["record"]["evidence"] = json!([{"kind": "record"}]);
    review.step("PUT", &id, "draft", &json!({"edit": 1, "answers": answers, "notes": []}));
    let released = review.step("POST", &id, "release", &json!({"edit": 2}));
    assert_eq!(released.status, 200, "{released:?}");
    assert_eq!(released.json()["score"]["total"], 94.0);
}

#[test]
fn a_release_is_out_after_ten_seconds_and_can_be_taken_back_before() {
    let review = Review::start();
    let id = review.release(&review.call_id, &json!({"recap": {"options": ["partly"]}}));
    let own = review.show(&id, &review.inspector).json();
    assert_eq!((&own["state"], &own["is_out"]), (&json!("released"), &json!(false)));
    assert_eq!(
        (&own["undo_until"], &own["score"]["total"]),
        (&json!("2026-11-21T12:00:10.000Z"), &json!(98.0))
    );
    for early in [&review.agent, &review.leader, &review.manager] {
        assert_eq!(review.show(&id, early).status, 404, "nobody else sees it before it is out");
    }

    let back = review.take_back(&id);
    assert_eq!(
        (back.status, &back.json()["state"], &back.json()["score"]),
        (200, &json!("draft"), &Value::Null)
    );
    assert_eq!(review.take_back(&id).code(), "not_released");
    assert_eq!(review.step("POST", &id, "release", &json!({"edit": 1})).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(review.take_back(&id).code(), "already_out");
    for reader in [&review.agent, &review.leader, &review.manager] {
        assert_eq!(review.show(&id, reader).json()["score"]["band"], "excellent");
    }
    assert_eq!(
        review.step("PUT", &id, "draft", &json!({"edit": 1, "answers": {}, "notes": []})).code(),
        "not_a_draft"
    );
}

#[test]
fn what_was_released_is_read_from_what_was_stored() {
    let review = Review::start();
    let wrong = json!({"accuracy": {"options": ["wrong"], "comment": "old fee", "causes": ["knowledge"],
        "evidence": [{"kind": "range", "start_ms": 0, "end_ms": 100, "channel": null}]}});
    let id = review.release_for_good(&review.call_id, &wrong);
    // The agent would listen first.
    let shown = review.show(&id, &review.leader).json();
    assert_eq!((&shown["score"]["total"], &shown["score"]["fatal"]), (&json!(65.0), &json!(["accuracy"])));
    assert_eq!((&shown["score"]["passed"], &shown["open"]), (&json!(false), &json!([])));
    assert_eq!(shown["preview"]["score"], shown["score"]);
    assert_eq!(shown["one_change"], json!({"note_id": null, "question": "accuracy"}));
    assert_eq!(shown["answers"]["accuracy"]["causes"], json!(["knowledge"]));
}

#[test]
fn a_call_that_cannot_be_scored_is_closed_with_its_reason() {
    let review = Review::start();
    let id = id_of(&review.begin(&review.call_id));
    let close = |body: Value| review.step("POST", &id, "cannot-score", &body);
    assert_eq!(close(json!({"reason": "boring"})).status, 422);
    assert_eq!(close(json!({"reason": "other", "note": " "})).code(), "note_needed");
    let closed = close(json!({"reason": "no_sound"}));
    assert_eq!((closed.status, &closed.json()["state"]), (200, &json!("not_scored")));
    assert_eq!(closed.json()["no_score"], json!({"reason": "no_sound", "note": null}));
    assert_eq!(close(json!({"reason": "no_sound"})).code(), "not_a_draft");
    assert_eq!(review.take_back(&id).json()["state"], "draft");
    close(json!({"reason": "other", "note": "ring tone only"}));
    review.server.clock.advance(Duration::from_secs(10));
    let shown = review.show(&id, &review.manager).json();
    assert_eq!(shown["no_score"], json!({"reason": "other", "note": "ring tone only"}));
    let answered = review.server.send_json(
        "POST",
        &format!("/api/v1/evaluations/{id}/acknowledge"),
        &review.agent,
        &json!({}),
    );
    assert_eq!(answered.status, 404, "there is nothing to acknowledge");
}

#[test]
fn a_draft_can_be_thrown_away_and_a_release_cannot() {
    let review = Review::start();
    let id = id_of(&review.begin(&review.call_id));
    let path = format!("/api/v1/evaluations/{id}");
    let discard = |token: &str| review.delete(&path, token);
    assert_eq!(discard(&review.manager).status, 404, "it is not theirs");
    assert_eq!(discard(&review.inspector).status, 204);
    assert_eq!(review.show(&id, &review.inspector).status, 404);

    let released = review.release_for_good(&review.call_id, &json!({}));
    let path = format!("/api/v1/evaluations/{released}");
    let kept = review.delete(&path, &review.inspector);
    assert_eq!(kept.code(), "not_a_draft");
}

#[test]
fn a_newer_draft_keeps_a_release_from_being_taken_back() {
    let review = Review::start();
    let id = review.release(&review.call_id, &json!({}));
    review.begin(&review.call_id);
    assert_eq!(review.take_back(&id).code(), "begun_again");
}

#[test]
fn the_agent_opens_and_acknowledges_once() {
    let review = Review::start();
    let id = review.release_for_good(&review.call_id, &json!({}));
    let send = |step: &str, token: &str, body: &Value| {
        review.server.send_json("POST", &format!("/api/v1/evaluations/{id}/{step}"), token, body)
    };
    assert_eq!(send("open", &review.leader, &json!({})).status, 403);
    assert_eq!(send("open", &review.agent, &json!({})).status, 204);
    review.server.clock.advance(Duration::from_mins(1));
    assert_eq!(send("open", &review.agent, &json!({})).status, 204);
    let done = send("acknowledge", &review.agent, &json!({"reply": "thanks"}));
    assert_eq!(
        done.json()["feedback"],
        json!({"opened_at": "2026-11-21T12:00:10.000Z", "acknowledged_at": "2026-11-21T12:01:10.000Z",
            "reply": "thanks", "answer": "acknowledged", "answered_at": "2026-11-21T12:01:10.000Z"})
    );
    assert_eq!(send("acknowledge", &review.agent, &json!({})).code(), "already_acknowledged");
}

#[test]
fn somebody_elses_draft_is_not_there() {
    let review = Review::start();
    let id = id_of(&review.begin(&review.call_id));
    for reader in [&review.agent, &review.leader, &review.manager] {
        assert_eq!(review.show(&id, reader).status, 404);
    }
    let path = format!("/api/v1/evaluations/{id}/draft");
    let stolen = json!({"edit": 0, "answers": {}, "notes": []});
    assert_eq!(review.server.send_json("PUT", &path, &review.manager, &stolen).status, 404);
}
