//! Text contacts over the web: brought in, read with card numbers hidden, scored, answered, and gone by rule
//! and by request.

use super::review::{Review, best_answers};
use super::server::Answer;
use earmark::db::audit;
use earmark::db::person::Role;
use earmark::ids::NoteId;
use earmark::recorder::retention::{Place, Step, run_at_hand, step};
use serde_json::{Value, json};
use std::time::Duration;

const NOTE: &str = "01936f5e-0000-7000-8000-000000000001";
const CHAT: &str = "[10:02] Wang Fang: Your card number, please?\n[10:03] Li: 4111 1111 1111 1111\n[10:04] Wang Fang: Thank you";

impl Review {
    fn wang_fang(&self) -> String {
        let rows = self.server.get("/api/v1/directory", &self.manager).json()["agents"].clone();
        let row = rows.as_array().unwrap().iter().find(|row| row["external_id"] == "8001").unwrap();
        row["id"].as_str().unwrap().to_owned()
    }

    fn bring(&self, changed: &Value) -> Answer {
        let mut body = json!({
            "agent_id": self.wang_fang(), "channel": "chat", "customer": "138 0013 8000",
            "began_at": self.server.clock.now(), "format": "text", "text": CHAT,
        });
        for (field, value) in changed.as_object().unwrap() {
            body[field] = value.clone();
        }
        self.server.send_json("POST", "/api/v1/contacts", &self.inspector, &body)
    }

    fn brought(&self, changed: &Value) -> String {
        let added = self.bring(changed);
        assert_eq!(added.status, 201, "{added:?}");
        added.json()["contact"]["id"].as_str().unwrap().to_owned()
    }

    fn text(&self, id: &str, which: &str, token: &str) -> Answer {
        self.server.get(&format!("/api/v1/contacts/{id}/{which}"), token)
    }

    fn begin_text(&self, id: &str, token: &str) -> Answer {
        self.server.send_json("POST", "/api/v1/evaluations", token, &json!({ "contact_id": id }))
    }

    /// The inspector scores a contact with a fault shown by its messages, and it is out.
    fn released_text(&self, id: &str) -> String {
        let begun = self.begin_text(id, &self.inspector).json();
        let evaluation = begun["id"].as_str().unwrap().to_owned();
        let mut answers = best_answers(&begun);
        let evidence = json!([{"kind": "turns", "first": 1, "last": 2}]);
        answers.insert("greeting".to_owned(), json!({"options": ["no"], "evidence": evidence}));
        let note = json!({"id": NoteId::new().to_string(), "kind": "note", "is_one_change": true, "text": "Ask for no card number",
            "say_instead": null, "start_ms": null, "end_ms": null, "channel": null, "first_turn": 1,
            "last_turn": 1});
        let draft = json!({"edit": 0, "answers": answers, "notes": [note]});
        let saved = self.step("PUT", &evaluation, "draft", &draft);
        assert_eq!(saved.status, 200, "{saved:?}");
        let released = self.step("POST", &evaluation, "release", &json!({"edit": 1}));
        assert_eq!(released.status, 200, "{released:?}");
        self.server.clock.advance(Duration::from_secs(10));
        evaluation
    }
}

#[test]
fn a_chat_is_brought_in_and_read_with_card_numbers_hidden() {
    let review = Review::start();
    let added = review.bring(&json!({}));
    assert_eq!(added.status, 201, "{added:?}");
    let page = added.json();
    let contact = &page["contact"];
    assert_eq!((&contact["person"]["name"], &contact["team"]["name"]), (&json!("agent"), &json!("north")));
    assert_eq!((&contact["turns"], &contact["agent"]), (&json!(3), &json!("8001")));
    assert_eq!((&page["may_score"], &page["may_read_original"]), (&json!(true), &json!(true)));
    let customer = contact["customer"].as_str().unwrap();
    assert!(!customer.contains("0013") && customer.starts_with("138"), "{customer}");
    let id = contact["id"].as_str().unwrap();

    let read = review.text(id, "text", &review.agent).json();
    let turns = read["turns"].as_array().unwrap();
    let told: Vec<(&str, &str)> = turns
        .iter()
        .map(|turn| (turn["speaker"].as_str().unwrap(), turn["text"].as_str().unwrap()))
        .collect();
    assert_eq!(told[0], ("agent", "Your card number, please?"));
    assert_eq!(told[1], ("customer", "⟦card⟧"));
    assert_eq!((&turns[1]["at"], &read["hidden"]), (&json!("2026-11-21T02:03:00.000Z"), &json!(1)));
    // Whoever may hear originals reads it as it was written; that is noted, and closed to others.
    let original = review.text(id, "original", &review.inspector).json();
    assert_eq!(original["turns"][1]["text"], "4111 1111 1111 1111");
    assert_eq!(review.text(id, "original", &review.agent).status, 403);
    let of_this = id.to_owned();
    let lines = review.server.read(move |reading| audit::about(reading, "contact", &of_this, 20));
    let actions: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions.iter().filter(|action| **action == "contact.original_read").count(), 1, "{actions:?}");
    // The manager sees whose it is; the leader finds it among those of the team; a stranger does not.
    let of_manager = review.server.get(&format!("/api/v1/contacts/{id}"), &review.manager).json();
    assert_eq!(of_manager["contact"]["customer"], "138 0013 8000");
    let listed = |query: &str, token: &str| {
        review.server.get(&format!("/api/v1/contacts{query}"), token).json()["total"].clone()
    };
    assert_eq!(listed("", &review.leader), 1);
    assert_eq!(listed("?channel=letter", &review.leader), 0);
    assert_eq!(listed("?from=2026-11-21&to=2026-11-21", &review.inspector), 1);
    review.server.person("stranger", Role::Agent, Some("south"), None);
    let stranger = review.server.person_token("stranger");
    assert_eq!(listed("", &stranger), 0);
    assert_eq!(review.text(id, "text", &stranger).status, 404);
}

#[test]
fn what_cannot_be_read_is_refused_by_its_rows_and_nothing_is_stored() {
    let review = Review::start();
    let csv = "time,who,text\n09:00,agent,hello\nyesterday,agent,x\n09:01,,\n";
    let refused = review.bring(&json!({"format": "csv", "text": csv}));
    assert_eq!((refused.status, refused.code().as_str()), (422, "contact_rows_bad"));
    let body = refused.json();
    assert_eq!((&body["params"]["count"], &body["params"]["rows"]), (&json!("3"), &json!("3, 4, 4")));
    let spots: Vec<(&Value, &Value)> =
        body["problems"].as_array().unwrap().iter().map(|spot| (&spot["line"], &spot["code"])).collect();
    assert_eq!(spots[0], (&json!(3), &json!("contact_row_time")));
    assert_eq!(spots[2], (&json!(4), &json!("contact_row_text")));
    for (changed, code) in [
        (json!({"text": "  "}), "contact_empty"),
        (json!({"text": "Customer: hello"}), "contact_nothing_by_agent"),
        (json!({"text": "Agent: hello", "began_at": null}), "contact_beginning_needed"),
        (json!({"began_at": "2030-01-01T00:00:00Z"}), "contact_bad_beginning"),
        (json!({"format": "json"}), "contact_unreadable"),
        (json!({"text": "Agent: x\n".repeat(2_001)}), "contact_too_long"),
        (json!({"customer": "9".repeat(201)}), "contact_customer_too_long"),
    ] {
        assert_eq!(review.bring(&changed).code(), code, "{changed}");
    }
    assert_eq!(review.bring(&json!({"channel": "fax"})).status, 422);
    assert_eq!(review.bring(&json!({"agent_id": NOTE})).status, 404);
    assert_eq!(review.server.get("/api/v1/contacts", &review.inspector).json()["total"], 0);
}

#[test]
fn a_text_is_scored_released_and_answered_like_a_call_and_counts_apart() {
    let review = Review::start();
    let id = review.brought(&json!({}));
    let begun = review.begin_text(&id, &review.inspector);
    assert_eq!(begun.status, 201, "{begun:?}");
    let begun = begun.json();
    assert_eq!((&begun["purpose"], &begun["call_id"]), (&json!("text"), &Value::Null));
    assert_eq!(
        (&begun["contact"]["id"], &begun["contact"]["channel"], &begun["call_started_at"]),
        (&json!(id), &json!("chat"), &json!("2026-11-21T12:00:00.000Z"))
    );
    // Begun again it is the same draft; nobody scores what they wrote themselves.
    let again = review.begin_text(&id, &review.inspector);
    assert_eq!((again.status, &again.json()["id"]), (200, &begun["id"]));
    let turned = json!({"edit": 0, "answers": {}, "notes": [{"id": NOTE, "kind": "note",
        "is_one_change": false, "text": "x", "say_instead": null, "start_ms": null, "end_ms": null,
        "channel": null, "first_turn": 3, "last_turn": 2}]});
    assert_eq!(review.step("PUT", begun["id"].as_str().unwrap(), "draft", &turned).code(), "bad_note");

    let evaluation = review.released_text(&id);
    let read = review.show(&evaluation, &review.agent).json();
    assert_eq!((&read["notes"][0]["first_turn"], &read["coverage"]), (&json!(1), &Value::Null));
    let shown = &read["answers"]["greeting"]["evidence"][0];
    assert_eq!((&shown["kind"], &shown["last"]), (&json!("turns"), &json!(2)));
    assert_eq!((&read["may_still"]["appeal"], &read["listening_first"]), (&json!(true), &Value::Null));
    let results = |query: &str| {
        review.server.get(&format!("/api/v1/evaluations?view=results{query}"), &review.manager).json()
    };
    assert_eq!(results("")["total"], 0);
    let row = results(&format!("&purpose=text&contact={id}"))["items"][0].clone();
    assert_eq!((&row["contact_id"], &row["channel"]), (&json!(id), &json!("chat")));
    let feedback = review.server.get("/api/v1/evaluations?view=feedback", &review.agent).json();
    assert_eq!(feedback["items"][0]["id"], json!(evaluation));
    // An appeal goes as ever, and names a message where that of a call names seconds.
    let path = format!("/api/v1/evaluations/{evaluation}/appeal");
    let appeal_at = |place: &str, at: i64| json!({"revision": 1, "items": [{"question": "greeting", "reason": "message 1 greets", place: at}]});
    for (place, at) in [("turn", 0), ("turn", 999), ("start_ms", 1_000)] {
        let refused = review.server.send_json("POST", &path, &review.agent, &appeal_at(place, at));
        assert_eq!((refused.status, refused.code().as_str()), (422, "bad_appeal"), "{place} {at}");
    }
    let draft = json!({"edit": 0, "items": appeal_at("turn", 1)["items"]});
    review.server.send_json("PUT", &format!("{path}/draft"), &review.agent, &draft);
    let kept = review.server.get(&format!("{path}/draft"), &review.agent).json();
    assert_eq!(kept["items"][0]["turn"], json!(1));
    let appeal = appeal_at("turn", 1);
    let appealed = review.server.send_json("POST", &path, &review.agent, &appeal);
    assert_eq!(appealed.status, 201, "{appealed:?}");
    let appeal_id = appealed.json()["id"].as_str().unwrap().to_owned();
    let judged = review.server.get(&format!("/api/v1/appeals/{appeal_id}"), &review.leader).json();
    assert_eq!((&judged["contact"]["id"], &judged["items"][0]["turn"]), (&json!(id), &json!(1)));
    // Exported with what it is made of.
    let export = "/api/v1/evaluations/export?view=results&purpose=text&format=csv&language=en";
    let table = review.server.get(export, &review.leader);
    let table = String::from_utf8_lossy(&table.body).into_owned();
    assert!(table.contains(&id) && table.contains("Chat"), "{table}");
}

#[test]
fn whoever_scores_a_text_sees_nobody_elses_score_of_it_before_their_own() {
    let review = Review::start();
    let id = review.brought(&json!({}));
    let evaluation = review.released_text(&id);
    let listed = || {
        let path = "/api/v1/evaluations?view=results&purpose=text";
        review.server.get(path, &review.manager).json()["total"].clone()
    };
    assert_eq!((review.show(&evaluation, &review.manager).status, listed()), (200, json!(1)));
    assert_eq!(review.begin_text(&id, &review.manager).status, 201);
    let closed = review.show(&evaluation, &review.manager);
    assert_eq!((closed.status, closed.code().as_str(), listed()), (409, "own_score_first", json!(0)));
}

#[test]
fn the_words_of_a_text_go_by_rule_and_its_evaluations_stay() {
    let review = Review::start();
    review.server.person("administrator", Role::Administrator, None, None);
    let administrator = review.server.person_token("administrator");
    let old = review.brought(&json!({}));
    let appealed = review.brought(&json!({}));
    let evaluation = review.released_text(&old);
    let open = review.released_text(&appealed);
    let appeal = json!({"revision": 1, "items": [{"question": "greeting", "reason": "r"}]});
    let path = format!("/api/v1/evaluations/{open}/appeal");
    assert_eq!(review.server.send_json("POST", &path, &review.agent, &appeal).status, 201);
    review.server.clock.advance(Duration::from_hours(24 * 40));
    let young = review.brought(&json!({}));
    let rule = json!({"name": "a month", "keep_days": 30});
    let made = review.server.send_json("POST", "/api/v1/retention/rules", &administrator, &rule);
    assert_eq!(made.status, 201, "{made:?}");
    let preview =
        review.server.send_json("POST", "/api/v1/retention/preview", &administrator, &json!({})).json();
    assert_eq!(preview["contacts_due"], 1);
    review.server.clock.advance(Duration::from_hours(25));
    let (db, storage) = (&review.server.db, &review.server.storage);
    review.server.runtime.block_on(async {
        let run = run_at_hand(db).await.unwrap().expect("a contact is due");
        let mut place = Place::default();
        while let Step::On(next) = step(db, storage, run, place).await.unwrap() {
            place = next;
        }
    });
    let runs = review.server.get("/api/v1/retention/runs", &administrator).json();
    assert_eq!((&runs["items"][0]["contacts"], &runs["items"][0]["state"]), (&json!(1), &json!("done")));
    let gone = review.text(&old, "text", &review.inspector);
    assert_eq!((gone.status, gone.code().as_str()), (410, "contact_gone"));
    assert_eq!(review.begin_text(&old, &review.inspector).code(), "contact_gone");
    assert_eq!(review.text(&young, "text", &review.inspector).status, 200);
    // What an open appeal is about stays until it is decided.
    assert_eq!(review.text(&appealed, "text", &review.inspector).status, 200);
    let kept = review.show(&evaluation, &review.agent).json();
    let farewell = &kept["contact"]["gone"];
    assert_eq!((&farewell["cause"], &farewell["rule"]), (&json!("retention"), &json!("a month")));
    assert_eq!((&kept["contact"]["customer"], &kept["notes"][0]["first_turn"]), (&Value::Null, &json!(1)));
    assert_eq!(review.server.get("/api/v1/contacts", &review.manager).json()["total"], 2);
}

#[test]
fn a_customers_texts_go_at_their_request_by_number_and_by_address() {
    let review = Review::start();
    review.server.person("administrator", Role::Administrator, None, None);
    let administrator = review.server.person_token("administrator");
    let by_number = review.brought(&json!({}));
    let named =
        review.brought(&json!({"customer": null, "text": "Customer: ring 138-0013-8000\nAgent: yes"}));
    let by_address = review.brought(&json!({"customer": "Li.Wei@example.com", "channel": "email"}));
    let another = review.brought(&json!({"customer": "138 0013 8001", "text": "Agent: 138-0013-8000"}));
    let ask = |number: &str, path: &str| {
        let body = json!({"number": number, "reference": "T-1"});
        review.server.send_json("POST", &format!("/api/v1/erasures{path}"), &administrator, &body).json()
    };
    assert_eq!(ask("+86 13800138000", "/preview")["contacts"], 2);
    assert_eq!(ask("+86 13800138000", "")["contacts"], 2);
    assert_eq!(ask("li.wei@EXAMPLE.com", "")["contacts"], 1);
    for gone in [&by_number, &named, &by_address] {
        assert_eq!(review.text(gone, "text", &review.inspector).status, 410, "{gone}");
    }
    assert_eq!(review.text(&another, "text", &review.inspector).status, 200);
}
