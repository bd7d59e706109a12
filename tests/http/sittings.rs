//! Sitting beside an agent: begun without a call, reminders on the spot, released and answered, tied to
//! its call later.

use super::review::{Review, best_answers};
use super::server::Answer;
use super::tone::tone;
use earmark::db::person::Role;
use serde_json::{Value, json};
use std::time::Duration;

const NOTE: &str = "01936f5e-0000-7000-8000-000000000001";
const EARLY: &str = "01936f5e-0000-7000-8000-000000000002";

impl Review {
    fn agent_id(&self) -> String {
        let rows = self.server.get("/api/v1/directory", &self.manager).json()["agents"].clone();
        let row = rows.as_array().unwrap().iter().find(|row| row["external_id"] == "8001").unwrap();
        row["id"].as_str().unwrap().to_owned()
    }

    fn sit(&self, body: &Value) -> Answer {
        self.server.send_json("POST", "/api/v1/sittings", &self.inspector, body)
    }

    fn sitting(&self) -> (String, Value) {
        let begun = self.sit(&json!({"agent_id": self.agent_id(), "purpose": "beside"}));
        assert_eq!(begun.status, 201, "{begun:?}");
        let begun = begun.json();
        (begun["id"].as_str().unwrap().to_owned(), begun)
    }

    fn minutes_pass(&self, minutes: u64) {
        self.server.clock.advance(Duration::from_secs(60 * minutes));
    }

    /// A call of this agent that began so long before now.
    fn call_of(&self, agent: &str, native_id: &str, minutes_ago: u64) -> String {
        let began = self.server.clock.now().minus(Duration::from_secs(60 * minutes_ago));
        let metadata = json!({
            "native_id": native_id, "project": "cards", "started_at": began, "duration_ms": 300_000,
            "agents": [{"external_id": agent, "channel": 0}],
        });
        let (metadata, audio) = (metadata.to_string(), tone(440));
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        let source = self.server.source_token("pbx");
        let accepted = self.server.post_call(&source, &parts);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        accepted.json()["call_id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn a_sitting_is_begun_without_a_call_and_knows_whom_it_is_about() {
    let review = Review::start();
    let (id, begun) = review.sitting();
    let shown = [
        ("state", json!("draft")),
        ("purpose", json!("beside")),
        ("call_id", Value::Null),
        ("gone", Value::Null),
    ];
    for (field, expected) in shown {
        assert_eq!(begun[field], expected, "{field}");
    }
    assert_eq!((&begun["person"]["name"], &begun["team"]["name"]), (&json!("agent"), &json!("north")));
    assert_eq!(begun["sitting"]["began_at"], begun["call_started_at"]);
    assert_eq!(begun["sitting"]["ended_at"], Value::Null);
    let mine =
        review.server.get("/api/v1/evaluations?view=mine&purpose=beside,live", &review.inspector).json();
    assert_eq!(mine["items"][0]["id"], json!(id));

    let refused = |body: Value| review.sit(&body).status;
    let agent = review.agent_id();
    assert_eq!(refused(json!({"agent_id": agent, "purpose": "quality"})), 422);
    assert_eq!(
        refused(json!({"agent_id": agent, "purpose": "beside", "since": "2030-01-01T00:00:00Z"})),
        422
    );
    assert_eq!(
        refused(json!({"agent_id": agent, "purpose": "beside", "since": "2020-01-01T00:00:00Z"})),
        422
    );
    let nowhere = json!({"agent_id": agent, "purpose": "live", "queue_id": NOTE});
    assert_eq!(refused(nowhere), 404);
    // Outside one's project there is no such agent.
    review.server.person("narrow", Role::Inspector, None, Some("another"));
    let narrow = review.server.person_token("narrow");
    let body = json!({"agent_id": agent, "purpose": "beside"});
    assert_eq!(review.server.send_json("POST", "/api/v1/sittings", &narrow, &body).status, 404);
}

#[test]
fn whoever_listens_live_scores_and_releases_as_beside_and_whose_it_is_stays() {
    let review = Review::start();
    let begun = review.sit(&json!({"agent_id": review.agent_id(), "purpose": "live"}));
    assert_eq!(begun.status, 201, "{begun:?}");
    let begun = begun.json();
    let id = begun["id"].as_str().unwrap();
    assert_eq!((&begun["purpose"], &begun["call_id"]), (&json!("live"), &Value::Null));
    let part = json!({"participation_id": id});
    assert_eq!(review.step("PUT", id, "part", &part).code(), "part_is_given");
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    assert_eq!(review.step("PUT", id, "draft", &draft).status, 200);
    assert_eq!(review.step("POST", id, "release", &json!({"edit": 1})).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    let read = review.show(id, &review.agent).json();
    assert_eq!((&read["purpose"], &read["may_still"]["acknowledge"]), (&json!("live"), &json!(true)));
    let list = |purpose: &str| {
        let query = format!("/api/v1/evaluations?view=results&purpose={purpose}");
        review.server.get(&query, &review.manager).json()["total"].clone()
    };
    assert_eq!((list("live"), list("quality")), (json!(1), json!(0)));
}

#[test]
fn reminders_carry_their_time_and_stay_within_the_sitting() {
    let review = Review::start();
    let (id, begun) = review.sitting();
    review.minutes_pass(5);
    let first = review.step("POST", &id, "reminders", &json!({"text": "  先核身  "}));
    assert_eq!(first.status, 201, "{first:?}");
    let earlier = json!({"text": "smile", "at": begun["sitting"]["began_at"]});
    let both = review.step("POST", &id, "reminders", &earlier).json();
    let texts: Vec<&Value> =
        both["sitting"]["reminders"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(texts, ["smile", "先核身"]);
    for bad in [
        json!({"text": "  "}),
        json!({"text": "x", "at": "2020-01-01T00:00:00Z"}),
        json!({"text": "x", "at": "2030-01-01T00:00:00Z"}),
    ] {
        assert_eq!(review.step("POST", &id, "reminders", &bad).status, 422, "{bad}");
    }
    let reminder = both["sitting"]["reminders"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/evaluations/{id}/reminders/{reminder}");
    assert_eq!(review.delete(&path, &review.manager).status, 404);
    assert_eq!(review.delete(&path, &review.inspector).status, 204);
    let ended = review.step("POST", &id, "end", &json!({})).json();
    assert!(ended["sitting"]["ended_at"].is_string());
    assert_eq!(ended["sitting"]["reminders"].as_array().unwrap().len(), 1);
    // What was begun from a call has none of this.
    let from_call = review.begin(&review.call_id)["id"].as_str().unwrap().to_owned();
    assert_eq!(review.step("POST", &from_call, "reminders", &json!({"text": "x"})).code(), "not_a_sitting");
    assert_eq!(
        review.step("PUT", &from_call, "call", &json!({"call_id": review.call_id})).code(),
        "not_a_sitting"
    );
}

#[test]
fn a_released_sitting_is_answered_but_not_appealed_and_counts_as_no_quality_score() {
    let review = Review::start();
    let (id, begun) = review.sitting();
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    assert_eq!(review.step("PUT", &id, "draft", &draft).status, 200);
    let released = review.step("POST", &id, "release", &json!({"edit": 1}));
    assert_eq!(released.status, 200, "{released:?}");
    review.server.clock.advance(Duration::from_secs(10));
    let read = review.show(&id, &review.agent).json();
    assert!(read["sitting"]["ended_at"].is_string());
    let may = &read["may_still"];
    assert_eq!((&may["acknowledge"], &may["appeal"]), (&json!(true), &json!(false)));
    let answered = review.server.send_json(
        "POST",
        &format!("/api/v1/evaluations/{id}/acknowledge"),
        &review.agent,
        &json!({"reply": null}),
    );
    assert_eq!(answered.status, 200, "{answered:?}");
    let results = |query: &str| {
        review.server.get(&format!("/api/v1/evaluations?view=results{query}"), &review.manager).json()["total"].clone()
    };
    assert_eq!((results(""), results("&purpose=beside")), (json!(0), json!(1)));
    // Reminders of what is out stay as they are.
    assert_eq!(review.step("POST", &id, "reminders", &json!({"text": "x"})).code(), "not_a_draft");
}

#[test]
fn a_sitting_is_tied_to_a_call_of_its_agent_and_what_was_noted_lies_where_it_was_heard() {
    let review = Review::start();
    review.minutes_pass(60);
    let (id, begun) = review.sitting();
    let note = |id: &str, start_ms: Option<i64>| {
        json!({"id": id, "kind": "note", "is_one_change": false, "text": "x", "say_instead": null,
            "start_ms": start_ms, "end_ms": start_ms, "channel": null})
    };
    let mut answers = best_answers(&begun);
    let evidence = json!([{"kind": "range", "start_ms": 150_000, "end_ms": 151_000, "channel": null}]);
    answers.insert("greeting".to_owned(), json!({"options": ["no"], "evidence": evidence}));
    let notes = [note(NOTE, Some(130_000)), note(EARLY, Some(10_000))];
    let draft = json!({"edit": 0, "answers": answers, "notes": notes});
    assert_eq!(review.step("PUT", &id, "draft", &draft).status, 200);
    review.minutes_pass(10);
    // The call began two minutes after the sitting; another agent's lies in the same time.
    let its_own = review.call_of("8001", "heard", 8);
    let anothers = review.call_of("8002", "not heard", 8);

    let nearby =
        review.server.get(&format!("/api/v1/evaluations/{id}/nearby-calls"), &review.inspector).json();
    let ids: Vec<&Value> = nearby["items"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    assert_eq!(ids, [&json!(its_own)]);
    let refused = review.step("PUT", &id, "call", &json!({"call_id": anothers}));
    assert_eq!((refused.status, refused.code().as_str()), (422, "not_their_call"));

    let tied = review.step("PUT", &id, "call", &json!({"call_id": its_own}));
    assert_eq!(tied.status, 200, "{tied:?}");
    let tied = tied.json();
    assert_eq!((&tied["call_id"], &tied["edit"]), (&json!(its_own), &json!(2)));
    assert_eq!(
        (&tied["notes"][0]["start_ms"], &tied["notes"][1]["start_ms"]),
        (&json!(10_000), &Value::Null)
    );
    assert_eq!(tied["answers"]["greeting"]["evidence"][0]["start_ms"], 30_000);
    // A window that holds the old positions does not put them back.
    let late = review.step("PUT", &id, "draft", &json!({"edit": 1, "answers": {}, "notes": []}));
    assert_eq!(late.code(), "edited_elsewhere");
    let other = review.sitting().0;
    let taken = review.step("PUT", &other, "call", &json!({"call_id": its_own}));
    assert_eq!((taken.status, taken.code().as_str()), (409, "tied_elsewhere"));

    let untied = review.delete(&format!("/api/v1/evaluations/{id}/call"), &review.inspector).json();
    assert_eq!((&untied["call_id"], &untied["sitting"]["tied_at"]), (&Value::Null, &Value::Null));
    assert_eq!(untied["notes"][0]["start_ms"], 130_000);
    assert_eq!(untied["answers"]["greeting"]["evidence"][0]["start_ms"], 150_000);
    assert_eq!(untied["call_started_at"], untied["sitting"]["began_at"]);

    // Released, it is tied all the same; the score stays as it is.
    let released = review.step("POST", &id, "release", &json!({"edit": untied["edit"]}));
    assert_eq!(released.status, 200, "{released:?}");
    review.server.clock.advance(Duration::from_secs(10));
    let tied = review.step("PUT", &id, "call", &json!({"call_id": its_own})).json();
    assert_eq!((&tied["notes"][0]["start_ms"], &tied["score"]), (&json!(10_000), &released.json()["score"]));
    assert_eq!(review.show(&id, &review.agent).json()["call_id"], json!(its_own));
}
