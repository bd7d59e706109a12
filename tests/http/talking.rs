//! What agents and inspectors say to each other about an evaluation, and what agents ask for.

use super::review::{Review, best_answers};
use super::server::Answer;
use earmark::db::outbox;
use earmark::db::person::Role;
use serde_json::{Value, json};
use std::time::Duration;

const NOTE: &str = "0199a000-0000-7000-8000-000000000001";

struct Talk {
    review: Review,
    evaluation: String,
}

impl Talk {
    /// An evaluation with one note that is out.
    fn start() -> Self {
        let review = Review::start();
        let begun = review.begin(&review.call_id);
        let id = begun["id"].as_str().unwrap().to_owned();
        let note = json!({"id": NOTE, "kind": "note", "is_one_change": true, "text": "Say the next step",
            "say_instead": null, "start_ms": 0, "end_ms": 50, "channel": null});
        let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": [note]});
        assert_eq!(review.step("PUT", &id, "draft", &draft).status, 200);
        assert_eq!(review.step("POST", &id, "release", &json!({"edit": 1})).status, 200);
        review.server.clock.advance(Duration::from_secs(10));
        Self { review, evaluation: id }
    }

    fn reply(&self, token: &str, note: &str, text: &str) -> Answer {
        let path = format!("/api/v1/evaluations/{}/notes/{note}/replies", self.evaluation);
        self.review.server.send_json("POST", &path, token, &json!({ "text": text }))
    }

    fn rate(&self, token: &str, is_helpful: bool, words: &Value) -> Answer {
        let path = format!("/api/v1/evaluations/{}/rating", self.evaluation);
        let body = json!({"is_helpful": is_helpful, "words": words});
        self.review.server.send_json("PUT", &path, token, &body)
    }

    fn told(&self, token: &str, code: &str) -> usize {
        self.review.server.write(|writing| outbox::number_due(writing, 100));
        let told = self.review.server.get("/api/v1/notices", token).json();
        told["items"].as_array().unwrap().iter().filter(|one| one["code"] == code).count()
    }

    fn ask(&self, call: &str, kind: &str) -> Answer {
        let path = format!("/api/v1/calls/{call}/requests");
        let body = json!({"kind": kind, "reason": "please hear second 3"});
        self.review.server.send_json("POST", &path, &self.review.agent, &body)
    }

    fn decide(&self, request: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/call-requests/{request}/decision");
        self.review.server.send_json("POST", &path, &self.review.manager, body)
    }

    fn requests(&self, token: &str, query: &str) -> Value {
        self.review.server.get(&format!("/api/v1/call-requests?{query}"), token).json()["items"].clone()
    }

    fn person_id(&self, name: &str) -> String {
        let token = self.review.server.person_token(name);
        self.review.server.get("/api/v1/me", &token).json()["person_id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn agent_and_inspector_talk_at_a_note_and_nobody_else_does() {
    let talk = Talk::start();
    let review = &talk.review;
    let said = talk.reply(&review.agent, NOTE, " I had no time left ");
    assert_eq!(said.status, 201, "{said:?}");
    let replies = &said.json()["replies"];
    assert_eq!((&replies[0]["text"], &replies[0]["note_id"]), (&json!("I had no time left"), &json!(NOTE)));
    assert_eq!(replies[0]["person"]["name"], "agent");
    assert_eq!(talk.told(&review.inspector, "note_replied"), 1);

    assert_eq!(talk.reply(&review.inspector, NOTE, "Then say so").status, 201);
    assert_eq!(talk.told(&review.agent, "note_answered"), 1);
    let seen = review.show(&talk.evaluation, &review.leader).json();
    let texts: Vec<&Value> = seen["replies"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(texts, [&json!("I had no time left"), &json!("Then say so")], "the leader reads along");

    assert_eq!(talk.reply(&review.leader, NOTE, "me too").status, 404, "and has no part in it");
    assert_eq!(talk.reply(&review.manager, NOTE, "me too").status, 404);
    assert_eq!(talk.reply(&review.agent, NOTE, "  ").code(), "words_needed");
    let other = "0199a000-0000-7000-8000-000000000002";
    assert_eq!(talk.reply(&review.agent, other, "which?").status, 404);
}

#[test]
fn a_rating_reaches_the_inspector_without_a_name_and_nobody_else() {
    let talk = Talk::start();
    let review = &talk.review;
    let rated = talk.rate(&review.agent, true, &json!(" clear ")).json();
    assert_eq!(rated["rating"], json!({"is_helpful": true, "words": "clear"}));
    for token in [&review.inspector, &review.leader, &review.manager] {
        assert_eq!(review.show(&talk.evaluation, token).json()["rating"], Value::Null);
    }
    let ratings = |token: &str| review.server.get("/api/v1/feedback-ratings", token).json();
    let seen = ratings(&review.inspector);
    assert_eq!((&seen["rated"], &seen["helpful"]), (&json!(1), &json!(1)));
    assert_eq!(seen["words"]["items"], json!([{"is_helpful": true, "words": "clear"}]));
    assert_eq!(ratings(&review.manager)["rated"], 0, "they scored nothing");
    talk.rate(&review.agent, false, &Value::Null);
    let seen = ratings(&review.inspector);
    assert_eq!((&seen["rated"], &seen["helpful"]), (&json!(1), &json!(0)), "the last word counts");
    assert_eq!(seen["words"]["items"], json!([]));
    assert_eq!(talk.rate(&review.leader, true, &Value::Null).status, 403);
}

#[test]
fn another_listener_is_asked_for_and_is_another() {
    let talk = Talk::start();
    let review = &talk.review;
    let asked = talk.ask(&review.call_id, "another_listener");
    assert_eq!(asked.status, 201, "{asked:?}");
    let id = asked.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(asked.json()["scored_by"], json!([]), "the agent is not told by whom");
    assert_eq!(talk.ask(&review.call_id, "another_listener").code(), "asked_already");
    assert_eq!(talk.told(&review.manager, "request_made"), 1);
    let waiting = review.server.get("/api/v1/waiting", &review.manager).json();
    assert!(waiting["items"].as_array().unwrap().iter().any(|one| one["code"] == "requests_open"));

    let open = talk.requests(&review.manager, "view=all");
    assert_eq!((&open[0]["id"], &open[0]["scored_by"][0]["name"]), (&json!(id), &json!("inspector")));
    let inspector = talk.person_id("inspector");
    let same = json!({"accepts": true, "inspector_id": inspector});
    assert_eq!(talk.decide(&id, &same).code(), "heard_it_before");
    assert_eq!(talk.decide(&id, &json!({"accepts": false, "answer": " "})).code(), "words_needed");
    review.server.person("second", Role::Inspector, None, None);
    let accepted = json!({"accepts": true, "inspector_id": talk.person_id("second"), "answer": "fair"});
    let decided = talk.decide(&id, &accepted);
    assert_eq!(decided.status, 200, "{decided:?}");
    assert_eq!(decided.json()["state"], "accepted");
    assert_eq!(talk.decide(&id, &accepted).status, 409);
    let second = review.server.person_token("second");
    let queue = review.server.get("/api/v1/assignments", &second).json();
    assert_eq!(queue["items"][0]["call"]["id"], json!(review.call_id));
    assert_eq!(talk.told(&review.agent, "request_decided"), 1);
    let mine = talk.requests(&review.agent, "view=mine");
    assert_eq!((&mine[0]["state"], &mine[0]["answer"]), (&json!("accepted"), &json!("fair")));
}

#[test]
fn a_call_is_nominated_declined_with_a_reason_and_a_request_taken_back() {
    let talk = Talk::start();
    let review = &talk.review;
    let unscored = review.another_call("second");
    assert_eq!(talk.ask(&unscored, "another_listener").code(), "not_scored_yet");
    let nominated = talk.ask(&unscored, "nomination").json()["id"].as_str().unwrap().to_owned();
    let declined = talk.decide(&nominated, &json!({"accepts": false, "answer": "next week"})).json();
    assert_eq!((&declined["state"], &declined["answer"]), (&json!("declined"), &json!("next week")));

    let again = talk.ask(&unscored, "nomination").json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/call-requests/{again}/withdraw");
    let withdrawn = review.server.send_json("POST", &path, &review.agent, &json!({})).json();
    assert_eq!(withdrawn["state"], "withdrawn");
    assert_eq!(review.server.send_json("POST", &path, &review.agent, &json!({})).code(), "request_closed");
    assert_eq!(talk.requests(&review.manager, "view=all"), json!([]));
    assert_eq!(review.server.get("/api/v1/call-requests?view=all", &review.agent).status, 403);
    let denied = review.server.send_json(
        "POST",
        &format!("/api/v1/calls/{unscored}/requests"),
        &review.leader,
        &json!({"kind": "nomination", "reason": "r"}),
    );
    assert_eq!(denied.status, 403);
}
