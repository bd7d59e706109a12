//! Around a call that is scored: process faults, the customer's other calls, earlier scores, several
//! evaluators, several agents, and recall.

use super::appeals::Hearing;
use super::review::{Review, best_answers};
use super::server::Answer;
use super::tone::tone;
use earmark::db::person::Role;
use serde_json::{Value, json};
use std::time::Duration;

/// An answer that loses marks and is put down to somebody or something.
fn wrong(attribution: &str) -> Value {
    json!({"accuracy": {"options": ["wrong"], "comment": "an old price list", "attribution": attribution,
        "evidence": [{"kind": "ticket"}, {"kind": "not_said_within", "start_ms": 10, "end_ms": 40}]}})
}

impl Review {
    fn improvements(&self, view: &str, token: &str) -> Value {
        let page = self.server.get(&format!("/api/v1/improvements?view={view}"), token);
        assert_eq!(page.status, 200, "{page:?}");
        page.json()["items"].clone()
    }

    /// Waits until this, the youngest first, is all that somebody was told.
    fn is_told(&self, token: &str, expected: &[&str]) {
        let told = || {
            let notices = self.server.get("/api/v1/notices", token).json()["items"].clone();
            let code = |one: &Value| one["code"].as_str().unwrap().to_owned();
            notices.as_array().unwrap().iter().map(code).collect::<Vec<_>>()
        };
        for _ in 0..200 {
            if told() == expected {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(told(), expected);
    }

    fn recall(&self, id: &str) -> Answer {
        self.step("POST", id, "recall", &json!({}))
    }
}

#[test]
fn a_process_fault_becomes_a_ticket_and_its_reply_is_told_to_those_who_found_it() {
    let review = Review::start();
    let with_fault = review.release(&review.call_id, &wrong("system"));
    assert_eq!(review.improvements("all", &review.manager), json!([]), "it is not out yet");
    review.server.clock.advance(Duration::from_secs(10));
    let tickets = review.improvements("all", &review.manager);
    let ticket = &tickets[0];
    assert_eq!(
        (&ticket["fault"], &ticket["question"], &ticket["state"], &ticket["findings"]),
        (&json!("system"), &json!("accuracy"), &json!("open"), &json!(1))
    );
    // A fail is heard first; then the agent is told, and the score is what the arithmetic says all the same.
    let hidden = review.show(&with_fault, &review.agent).json();
    assert_eq!((&hidden["listening_first"]["is_due"], &hidden["apart"]), (&json!(true), &json!([])));
    let path = format!("/api/v1/evaluations/{with_fault}/self-listening");
    let heard = json!({"marks": [], "skipped": true});
    assert_eq!(review.server.send_json("POST", &path, &review.agent, &heard).status, 200);
    let seen = review.show(&with_fault, &review.agent).json();
    assert_eq!(seen["score"]["total"], json!(65.0));
    assert_eq!(seen["apart"], json!([{"question": "accuracy", "attribution": "system", "points": 16.9}]));
    assert_eq!(seen["answers"]["accuracy"]["evidence"][0], json!({"kind": "ticket"}));

    // Found again, it is the same ticket; another fault is another one, and the agent's is none.
    review.release_for_good(&review.another_call("second"), &wrong("system"));
    review.release_for_good(&review.another_call("third"), &wrong("script"));
    review.release_for_good(&review.another_call("fourth"), &wrong("agent"));
    let tickets = review.improvements("all", &review.manager);
    let findings = |place: usize| (tickets[place]["fault"].clone(), tickets[place]["findings"].clone());
    assert_eq!(tickets.as_array().unwrap().len(), 2);
    assert_eq!((findings(0), findings(1)), ((json!("script"), json!(1)), (json!("system"), json!(2))));
    assert_eq!(review.improvements("found", &review.inspector), with_changeable(&tickets, false));

    let path = format!("/api/v1/improvements/{}", ticket["id"].as_str().unwrap());
    let trainer = {
        review.server.person("trainer", Role::Trainer, None, None);
        review.server.person_token("trainer")
    };
    let owners = review.server.get("/api/v1/improvements/owners", &review.manager).json();
    let owner = owners["items"].as_array().unwrap().iter().find(|one| one["name"] == "trainer").unwrap();
    let change = |token: &str, body: &Value| review.server.send_json("PUT", &path, token, body);
    let owned = json!({"state": "in_hand", "owner_id": owner["id"], "due_date": "2026-12-01", "reply": null});
    assert_eq!(change(&review.inspector, &owned).status, 403);
    assert_eq!(change(&trainer, &owned).status, 404, "it is not the trainer's yet");
    assert_eq!(change(&review.manager, &owned).json()["owner"]["name"], "trainer");
    review.is_told(&trainer, &["improvement_assigned"]);

    // Past its day it waits, for its owner and for whoever looks after all of them.
    let late = |token: &str| {
        let waits = review.server.get("/api/v1/waiting", token).json()["items"].clone();
        let found =
            waits.as_array().unwrap().iter().find(|one| one["code"] == "improvements_overdue").cloned();
        found.map(|one| (one["count"].clone(), one["severity"].clone()))
    };
    assert_eq!((late(&trainer), late(&review.manager)), (None, None));
    let mut over = owned.clone();
    over["due_date"] = json!("2026-11-20");
    assert_eq!(change(&review.manager, &over).status, 200);
    let one = Some((json!(1), json!("warning")));
    assert_eq!((late(&trainer), late(&review.manager)), (one.clone(), one));
    assert_eq!(late(&review.inspector), None);
    assert_eq!(change(&review.manager, &owned).status, 200);

    // Its owner says how far it is, and not whose it is.
    let declined = json!({"state": "declined", "owner_id": null, "due_date": null, "reply": " "});
    assert_eq!(change(&trainer, &declined).code(), "reply_needed");
    let done = json!({"state": "done", "owner_id": null, "due_date": null, "reply": "The list is renewed."});
    let changed = change(&trainer, &done).json();
    assert_eq!((&changed["owner"]["name"], &changed["due_date"]), (&json!("trainer"), &json!("2026-12-01")));
    assert!(changed["closed_at"].is_string());
    review.is_told(&review.inspector, &["improvement_replied"]);
    let shown = review.server.get(&path, &review.inspector).json();
    assert_eq!(shown["improvement"]["reply"], "The list is renewed.");
    assert_eq!(shown["findings"].as_array().unwrap().len(), 2);
    assert_eq!(shown["findings"][0]["comment"], "an old price list");
    assert_eq!(review.server.get(&path, &review.agent).status, 403);

    // What is found after that is a new ticket.
    review.release_for_good(&review.another_call("fifth"), &wrong("system"));
    assert_eq!(review.improvements("all", &review.manager).as_array().unwrap().len(), 2);
}

fn with_changeable(tickets: &Value, changeable: bool) -> Value {
    let mut tickets = tickets.clone();
    for ticket in tickets.as_array_mut().unwrap() {
        ticket["is_changeable"] = json!(changeable);
    }
    tickets
}

#[test]
fn a_release_that_is_taken_back_takes_its_fault_back() {
    let review = Review::start();
    let id = review.release(&review.call_id, &wrong("rule"));
    assert_eq!(review.take_back(&id).status, 200);
    review.server.clock.advance(Duration::from_secs(60));
    assert_eq!(review.improvements("all", &review.manager), json!([]));
    assert_eq!(review.step("POST", &id, "release", &json!({"edit": 1})).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(review.improvements("all", &review.manager)[0]["findings"], 1);
}

#[test]
fn an_evaluation_is_recalled_until_the_agent_opens_it() {
    let review = Review::start();
    let id = review.release(&review.call_id, &json!({}));
    assert_eq!(review.recall(&id).code(), "not_released", "it is not out: there is a shorter way back");
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(review.show(&id, &review.inspector).json()["is_recallable"], true);
    assert_eq!(review.show(&id, &review.agent).status, 200);
    let recalled = review.recall(&id).json();
    assert_eq!(
        (&recalled["state"], &recalled["edit"], &recalled["score"]),
        (&json!("draft"), &json!(1), &Value::Null)
    );
    assert_eq!(review.show(&id, &review.agent).status, 404);
    review.is_told(&review.agent, &[]);

    assert_eq!(review.step("POST", &id, "release", &json!({"edit": 1})).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    let opened =
        review.server.send_json("POST", &format!("/api/v1/evaluations/{id}/open"), &review.agent, &json!({}));
    assert_eq!(opened.status, 204);
    assert_eq!(review.recall(&id).code(), "opened_already");
    assert_eq!(review.show(&id, &review.inspector).json()["is_recallable"], false);
    assert_eq!(review.show(&id, &review.agent).status, 200);
}

#[test]
fn whoever_scores_a_call_sees_nobody_elses_evaluation_of_it_before_their_own_is_released() {
    let review = Review::start();
    let theirs = review.release_for_good(&review.call_id, &json!({}));
    let listed =
        || review.server.get("/api/v1/evaluations?view=results", &review.manager).json()["total"].clone();
    assert_eq!((review.show(&theirs, &review.manager).status, listed()), (200, json!(1)));

    let body = json!({"call_id": review.call_id});
    let begun = review.server.send_json("POST", "/api/v1/evaluations", &review.manager, &body).json();
    let own = begun["id"].as_str().unwrap();
    assert_eq!(review.show(&theirs, &review.manager).code(), "own_score_first");
    assert_eq!(listed(), json!(0));
    let path = format!("/api/v1/evaluations/{own}");
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    review.server.send_json("PUT", &format!("{path}/draft"), &review.manager, &draft);
    let released =
        review.server.send_json("POST", &format!("{path}/release"), &review.manager, &json!({"edit": 1}));
    assert_eq!(released.status, 200, "{released:?}");
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!((review.show(&theirs, &review.manager).status, listed()), (200, json!(2)));
}

#[test]
fn a_call_in_ones_queue_is_in_hand_before_it_is_begun_and_until_ones_own_is_out() {
    let review = Review::start();
    let theirs = review.release_for_good(&review.call_id, &json!({}));
    let listed =
        || review.server.get("/api/v1/evaluations?view=results", &review.manager).json()["total"].clone();
    let send = |path: &str, body: &Value| {
        review.server.send_json("POST", &format!("/api/v1/{path}"), &review.manager, body)
    };
    let taken = send("assignments/self", &json!({"call_id": review.call_id}));
    assert_eq!(taken.status, 201, "{taken:?}");
    assert_eq!(
        (review.show(&theirs, &review.manager).code(), listed()),
        ("own_score_first".into(), json!(0))
    );
    assert_eq!(review.show(&theirs, &review.leader).status, 200);

    let begun = send("evaluations", &json!({"assignment_id": taken.json()["id"]})).json();
    let own = format!("evaluations/{}", begun["id"].as_str().unwrap());
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    review.server.send_json("PUT", &format!("/api/v1/{own}/draft"), &review.manager, &draft);
    // Set for a time: until then it can be taken back and changed.
    let set = send(&format!("{own}/release"), &json!({"edit": 1, "at": "2026-11-22T12:00:00Z"}));
    assert_eq!(set.status, 200, "{set:?}");
    assert_eq!(
        (review.show(&theirs, &review.manager).code(), listed()),
        ("own_score_first".into(), json!(0))
    );
    review.server.clock.advance(Duration::from_hours(24));
    assert_eq!((review.show(&theirs, &review.manager).status, listed()), (200, json!(2)));
}

#[test]
fn of_a_call_in_hand_the_list_of_appeals_tells_that_there_is_one_and_no_more() {
    let hearing = Hearing::start();
    hearing.submitted();
    let row = |token: &str| {
        let listed = hearing.review.server.get("/api/v1/appeals?view=all", token).json();
        let row = &listed["items"][0];
        (row["is_withheld"].clone(), row["items"].as_array().unwrap().len(), row["total"].is_null())
    };
    assert_eq!(row(&hearing.review.manager), (json!(false), 2, false));
    let taken = hearing.post(
        "assignments/self",
        &hearing.review.manager,
        &json!({"call_id": hearing.review.call_id}),
    );
    assert_eq!(taken.status, 201, "{taken:?}");
    assert_eq!(row(&hearing.review.manager), (json!(true), 0, true));
    assert_eq!(row(&hearing.review.leader), (json!(false), 2, false));
}

#[test]
fn what_goes_through_the_leader_is_in_hand_until_they_have_talked() {
    let review = Review::start();
    let first = review.begin(&review.call_id);
    let id = first["id"].as_str().unwrap();
    review.step("PUT", id, "draft", &json!({"edit": 0, "answers": best_answers(&first), "notes": []}));
    let held = review.step("POST", id, "release", &json!({"edit": 1, "through_leader": true}));
    assert_eq!(held.status, 200, "{held:?}");
    let flags = format!("/api/v1/calls/{}/flags", review.call_id);
    review.server.send_json("POST", &flags, &review.manager, &json!({"kind": "risk"}));
    let seen = || review.server.get(&flags, &review.inspector).json()["items"].as_array().unwrap().len();
    assert_eq!(seen(), 0);
    let talk = format!("/api/v1/evaluations/{id}/talk");
    let talked = review.server.send_json("POST", &talk, &review.leader, &json!({"note": "We spoke."}));
    assert_eq!((talked.status, seen()), (200, 1), "{talked:?}");
}

#[test]
fn earlier_scores_are_closed_until_every_item_is_answered() {
    let review = Review::start();
    review.release_for_good(&review.call_id, &wrong("agent"));
    let begun = review.begin(&review.another_call("second"));
    let id = begun["id"].as_str().unwrap();
    let earlier = || review.server.get(&format!("/api/v1/evaluations/{id}/earlier"), &review.inspector);
    assert_eq!((earlier().status, earlier().code().as_str()), (409, "history_closed"));
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    review.step("PUT", id, "draft", &draft);
    let items = earlier().json()["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1);
    assert_eq!(items[0]["total"], json!(65.0));
    let path = format!("/api/v1/evaluations/{id}/earlier");
    assert_eq!(review.server.get(&path, &review.manager).status, 404, "it is somebody else's draft");
}

#[test]
fn the_customers_other_calls_are_found_within_ones_reach_and_their_number_is_masked() {
    let review = Review::start();
    let source = review.server.source_token("pbx");
    let call = |native_id: &str, agent: &str, number: &str| {
        let metadata = json!({"native_id": native_id, "customer_number": number, "project": "cards",
            "agents": [{"external_id": agent, "channel": 0}]});
        let (metadata, audio) = (metadata.to_string(), tone(440));
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        let accepted = review.server.post_call(&source, &parts);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        accepted.json()["call_id"].as_str().unwrap().to_owned()
    };
    let first = call("a", "8001", "13800138000");
    let second = call("b", "8001", "13800138000");
    let third = call("c", "9999", "13800138000");
    call("d", "8001", "13900139000");
    let others = |token: &str| {
        let answer = review.server.get(&format!("/api/v1/calls/{first}/others"), token).json();
        let number = answer["items"][0]["customer_number"].clone();
        let mut ids: Vec<String> = answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        (ids, number)
    };
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    let both = sorted(vec![second.clone(), third]);
    assert_eq!(others(&review.inspector), (both.clone(), json!("138*******0")));
    assert_eq!(others(&review.manager), (both, json!("13800138000")));
    assert_eq!(others(&review.leader).0, [second], "the other agent is not of the leader's team");
}

#[test]
fn of_a_transferred_call_the_agent_is_chosen() {
    let review = Review::start();
    let source = review.server.source_token("pbx");
    let metadata = json!({"native_id": "transferred", "agents": [
        {"external_id": "8001", "channel": 0}, {"external_id": "8002", "channel": 0}]});
    let (metadata, audio) = (metadata.to_string(), tone(440));
    let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
    let call = review.server.post_call(&source, &parts).json()["call_id"].clone();
    let path = format!("/api/v1/calls/{}", call.as_str().unwrap());
    let agents = review.server.get(&path, &review.inspector).json()["agents"].clone();
    let part = |external: &str| {
        let found = agents.as_array().unwrap().iter().find(|part| part["external_id"] == external);
        found.unwrap()["id"].clone()
    };
    let begin = |external: &str| {
        let body = json!({"call_id": call, "participation_id": part(external)});
        review.server.send_json("POST", "/api/v1/evaluations", &review.inspector, &body)
    };
    let first = begin("8001").json();
    assert_eq!(first["agent"]["external_id"], "8001");
    // Nothing was saved: the draft turns to whom the inspector chooses.
    let turned = begin("8002").json();
    assert_eq!((&turned["id"], &turned["agent"]["external_id"]), (&first["id"], &json!("8002")));
    let id = first["id"].as_str().unwrap();
    review.step("PUT", id, "draft", &json!({"edit": 0, "answers": {}, "notes": []}));
    assert_eq!(begin("8001").code(), "other_part_in_hand");
    assert_eq!(begin("8002").json()["id"], first["id"]);
    // What is saved is turned by saying so; its answers stay.
    let part_of = |external: &str| json!({"participation_id": part(external)});
    let answers = best_answers(&turned);
    review.step("PUT", id, "draft", &json!({"edit": 1, "answers": answers, "notes": []}));
    let back = review.step("PUT", id, "part", &part_of("8001")).json();
    assert_eq!((&back["agent"]["external_id"], &back["edit"]), (&json!("8001"), &json!(2)));
    assert_eq!(back["answers"].as_object().unwrap().len(), answers.len());
    let elsewhere = json!({"participation_id": review.show(id, &review.inspector).json()["id"]});
    assert_eq!(review.step("PUT", id, "part", &elsewhere).status, 404);
    review.step("POST", id, "release", &json!({"edit": 2}));
    review.server.clock.advance(Duration::from_secs(11));
    assert_eq!(review.step("PUT", id, "part", &part_of("8002")).code(), "not_a_draft");
    assert_eq!(review.show(id, &review.inspector).json()["agent"]["external_id"], "8001");
}

#[test]
fn what_is_not_the_agents_is_no_habit_of_theirs() {
    let review = Review::start();
    review.release_for_good(&review.call_id, &wrong("system"));
    let losing = || {
        let trend = review.server.get("/api/v1/trend?purpose=quality", &review.agent).json();
        trend["items"].as_array().unwrap().iter().map(|item| item["missed"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(losing(), Vec::<Value>::new());
    review.release_for_good(&review.another_call("second"), &wrong("agent"));
    assert_eq!(losing(), [json!(1)]);
}
