//! What lies beside the call: what was heard of it, its disposition, standard answers, stock phrases
//! and moved keys.

use super::review::{Review, best_answers};
use super::server::Answer;
use earmark::db::call;
use earmark::db::person::Role;
use earmark::ids::CallId;
use serde_json::{Value, json};
use std::time::Duration;

impl Review {
    fn put(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.server.send_json("PUT", path, token, body)
    }

    /// The call lasts a minute, and the inspector hears these stretches of it.
    fn hear(&self, heard: &Value, skipped: &Value) {
        let call_id: CallId = self.call_id.parse().unwrap();
        self.server.write(move |writing| call::note_said_duration(writing, call_id, 60_000));
        let report = json!({"place": "review", "heard": heard, "sped": [], "skipped": skipped});
        let path = format!("/api/v1/calls/{}/listening", self.call_id);
        assert_eq!(self.put(&path, &self.inspector, &report).status, 204);
    }

    fn scorecard_id(&self) -> String {
        let evaluation = self.begin(&self.another_call("for its card"));
        evaluation["scorecard_version"]["scorecard_id"].as_str().unwrap().to_owned()
    }

    fn trainer(&self) -> String {
        self.server.person("trainer", Role::Trainer, None, None);
        self.server.person_token("trainer")
    }
}

/// An answer that loses marks and says where.
fn wrong_at(start_ms: i64, end_ms: i64) -> Value {
    json!({"accuracy": {"options": ["wrong"], "comment": "no",
        "evidence": [{"kind": "range", "start_ms": start_ms, "end_ms": end_ms, "channel": null}]}})
}

#[test]
fn coverage_is_kept_at_the_release_and_shown_to_whoever_answers_for_it() {
    let review = Review::start();
    review.hear(&json!([[0, 45_000]]), &json!([[45_000, 57_900]]));
    let id = review.release_for_good(&review.call_id, &wrong_at(50_000, 59_500));
    let expected = json!({"percent": 96, "duration_ms": 60_000, "heard_ms": 45_000, "sped_ms": 0,
        "skipped_ms": 12_900, "unheard": [{"question": "accuracy", "start_ms": 50_000, "end_ms": 59_500}]});
    assert_eq!(review.show(&id, &review.inspector).json()["coverage"], expected);
    assert_eq!(review.show(&id, &review.manager).json()["coverage"], expected);
    for reader in [&review.agent, &review.leader] {
        assert_eq!(review.show(&id, reader).json()["coverage"], Value::Null);
    }
    let listed = |token: &str| {
        let page = review.server.get("/api/v1/evaluations?view=results", token).json();
        page["items"][0]["coverage"]["percent"].clone()
    };
    assert_eq!((listed(&review.manager), listed(&review.leader)), (json!(96), Value::Null));

    // What is heard later changes nothing of it.
    review.hear(&json!([[0, 60_000]]), &json!([]));
    assert_eq!(review.show(&id, &review.manager).json()["coverage"], expected);
}

#[test]
fn coverage_is_forgotten_with_a_release_that_is_taken_back() {
    let review = Review::start();
    review.hear(&json!([[0, 30_000]]), &json!([]));
    let id = review.release(&review.call_id, &json!({}));
    assert_eq!(review.show(&id, &review.inspector).json()["coverage"]["percent"], 50);
    assert_eq!(review.take_back(&id).status, 200);
    assert_eq!(review.show(&id, &review.inspector).json()["coverage"], Value::Null);
    review.hear(&json!([[30_000, 60_000]]), &json!([]));
    assert_eq!(review.step("POST", &id, "release", &json!({"edit": 1})).status, 200);
    assert_eq!(review.show(&id, &review.inspector).json()["coverage"]["percent"], 100);
}

#[test]
fn a_disposition_is_right_or_wrong_and_results_are_found_by_it() {
    let review = Review::start();
    let begun = review.begin(&review.call_id);
    let id = begun["id"].as_str().unwrap().to_owned();
    assert_eq!(begun["disposition"], Value::Null);
    let said = |body: &Value| review.step("PUT", &id, "disposition", body).json()["disposition"].clone();
    assert_eq!(said(&json!({"right": true, "corrected": "Sale"})), json!({"right": true, "corrected": null}));
    let wrong = json!({"right": false, "corrected": " Complaint 投诉 "});
    assert_eq!(said(&wrong), json!({"right": false, "corrected": "Complaint 投诉"}));
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    assert_eq!(review.step("PUT", &id, "draft", &draft).status, 200);
    assert_eq!(review.step("POST", &id, "release", &json!({"edit": 1})).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    let late = review.step("PUT", &id, "disposition", &json!({"right": true}));
    assert_eq!((late.status, late.code().as_str()), (409, "not_a_draft"));
    let found = |verdict: &str| {
        let path = format!("/api/v1/evaluations?view=results&disposition={verdict}");
        review.server.get(&path, &review.manager).json()["total"].clone()
    };
    assert_eq!(["right", "wrong", "unsaid"].map(found), [json!(0), json!(1), json!(0)]);
    let path = "/api/v1/evaluations?view=results&disposition=perhaps";
    assert_eq!(review.server.get(path, &review.manager).status, 422);
    assert_eq!(review.show(&id, &review.agent).json()["disposition"]["right"], false);
}

fn answer_to(scorecard_id: &str, valid_from: &str, text: &str) -> Value {
    json!({"scorecard_id": scorecard_id, "question": "accuracy", "title": {"en": "Fees", "zh-CN": "费用"},
        "text": {"en": text}, "valid_from": valid_from})
}

#[test]
fn the_standard_answer_of_the_calls_day_stands_beside_it() {
    let review = Review::start();
    let (trainer, card) = (review.trainer(), review.scorecard_id());
    let write =
        |token: &str, body: &Value| review.server.send_json("POST", "/api/v1/standard-answers", token, body);
    let written = write(&trainer, &answer_to(&card, "2026-01-01", "Nine euros."));
    assert_eq!(written.status, 201, "{written:?}");
    let id = written.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(write(&review.inspector, &answer_to(&card, "2026-01-01", "x")).status, 403);

    let evaluation = review.begin(&review.call_id)["id"].as_str().unwrap().to_owned();
    let beside = |token: &str| {
        let path = format!("/api/v1/evaluations/{evaluation}/standard-answers");
        let items = review.server.get(&path, token).json()["items"].clone();
        let shown = |one: &Value| one["shown"]["text"]["en"].as_str().unwrap().to_owned();
        items.as_array().map(|items| items.iter().map(shown).collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(beside(&review.inspector), ["Nine euros."]);

    // The call was on the 21st: what is in force from the 22nd on is not for it.
    let path = format!("/api/v1/standard-answers/{id}");
    let next = |based_on: i32, from: &str, text: &str| json!({"based_on": based_on, "title": {"en": "Fees"}, "text": {"en": text}, "valid_from": from});
    assert_eq!(review.put(&path, &review.manager, &next(1, "2026-11-22", "Ten euros.")).status, 200);
    assert_eq!(beside(&review.inspector), ["Nine euros."]);
    assert_eq!(review.put(&path, &review.manager, &next(2, "2026-11-21", "9.50 euros.")).status, 200);
    assert_eq!(beside(&review.inspector), ["9.50 euros."]);
    let late = review.put(&path, &trainer, &next(2, "2026-11-01", "x"));
    assert_eq!((late.status, late.code().as_str()), (409, "answer_changed"));

    let versions = review.server.get(&format!("{path}/versions"), &trainer).json();
    let who = |place: usize| {
        let version = &versions["items"][place];
        (version["number"].clone(), version["written_by"]["name"].clone())
    };
    assert_eq!((who(0), who(2)), ((json!(3), json!("manager")), (json!(1), json!("trainer"))));

    // Retired from the day after the call on, it still stands beside it; from that day on, not.
    let retire = |from: &Value| {
        let body = json!({ "retired_from": from });
        review.server.send_json("PATCH", &path, &trainer, &body).status
    };
    assert_eq!(retire(&json!("2026-11-22")), 200);
    assert_eq!(beside(&review.inspector).len(), 1);
    assert_eq!(retire(&json!("2026-11-21")), 200);
    assert_eq!(beside(&review.inspector).len(), 0);
    let listed = |query: &str| {
        review.server.get(&format!("/api/v1/standard-answers?{query}"), &trainer).json()["total"].clone()
    };
    assert_eq!((listed("retired=false"), listed("retired=true"), listed("")), (json!(0), json!(1), json!(1)));
    assert_eq!(retire(&Value::Null), 200);
    assert_eq!(beside(&review.inspector).len(), 1);
    assert!(beside(&review.agent).is_empty(), "the evaluation is not out");
}

#[test]
fn a_standard_answer_needs_an_item_words_and_a_day() {
    let review = Review::start();
    let card = review.scorecard_id();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut body = answer_to(&card, "2026-01-01", "Nine euros.");
        change(&mut body);
        review.server.send_json("POST", "/api/v1/standard-answers", &review.manager, &body).code()
    };
    assert_eq!(refused(&|body| body["question"] = json!("nothing")), "unknown_item");
    assert_eq!(refused(&|body| body["text"] = json!({"en": "  "})), "answer_needs_words");
    assert_eq!(refused(&|body| body["valid_from"] = json!("2026-02-30")), "bad_day");
    assert_eq!(refused(&|body| body["title"] = json!({"en": "x".repeat(201)})), "text_too_long");
}

#[test]
fn phrases_are_everybodys_or_ones_own() {
    let review = Review::start();
    let card = review.scorecard_id();
    review.server.person("colleague", Role::Inspector, None, None);
    let colleague = review.server.person_token("colleague");
    let write = |token: &str, question: &str, option: &Value, shared: bool| {
        let body = json!({"scorecard_id": card, "question": question, "option": option,
            "text": " Gave a wrong fee. ", "is_shared": shared});
        review.server.send_json("POST", "/api/v1/stock-phrases", token, &body)
    };
    let own = write(&review.inspector, "accuracy", &json!("wrong"), false).json();
    assert_eq!((&own["text"], &own["is_shared"]), (&json!("Gave a wrong fee."), &json!(false)));
    assert_eq!(write(&review.inspector, "accuracy", &Value::Null, true).status, 403);
    let shared = write(&review.manager, "accuracy", &Value::Null, true).json();
    assert_eq!(write(&review.manager, "accuracy", &json!("nothing"), true).code(), "unknown_item");

    let seen = |token: &str| {
        let page = review.server.get(&format!("/api/v1/stock-phrases?scorecard={card}"), token).json();
        let phrase = |one: &Value| (one["id"].clone(), one["is_changeable"].clone());
        page["items"].as_array().unwrap().iter().map(phrase).collect::<Vec<_>>()
    };
    let (own_id, shared_id) = (&own["id"], &shared["id"]);
    let expected = [(shared_id.clone(), json!(false)), (own_id.clone(), json!(true))];
    assert_eq!(seen(&review.inspector), expected);
    assert_eq!(seen(&colleague), expected[..1]);

    let at = |id: &Value| format!("/api/v1/stock-phrases/{}", id.as_str().unwrap());
    let text = json!({"text": "Named a fee that is not ours."});
    assert_eq!(review.put(&at(own_id), &colleague, &text).status, 404, "it is somebody else's");
    assert_eq!(review.put(&at(shared_id), &colleague, &text).status, 403);
    assert_eq!(review.put(&at(own_id), &review.inspector, &text).json()["text"], text["text"]);
    assert_eq!(review.put(&at(own_id), &review.inspector, &json!({"text": " "})).code(), "bad_phrase");
    assert_eq!(review.delete(&at(own_id), &review.inspector).status, 204);
    assert_eq!(seen(&review.inspector), expected[..1]);
}

#[test]
fn keys_are_moved_for_oneself() {
    let review = Review::start();
    let path = "/api/v1/me/review-keys";
    let keys = |token: &str| review.server.get(path, token).json()["keys"].clone();
    assert_eq!(keys(&review.inspector), json!({}));
    let moved = json!({"note": {"code": "KeyM", "shift": false, "alt": true}});
    assert_eq!(review.put(path, &review.inspector, &json!({ "keys": moved })).status, 200);
    assert_eq!((keys(&review.inspector), keys(&review.manager)), (moved, json!({})));
    let twice = json!({"keys": {"note": {"code": "KeyM"}, "strength": {"code": "KeyM"}}});
    assert_eq!(review.put(path, &review.inspector, &twice).code(), "key_taken");
    assert_eq!(review.put(path, &review.inspector, &json!({"keys": {}})).status, 200);
    assert_eq!(keys(&review.inspector), json!({}));
}
