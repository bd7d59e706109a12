//! The queues of inspectors: handed out, drawn at random, taken, worked through, withdrawn; the day
//! that follows from them, and what waits for whom.

use super::review::Review;
use super::server::{Answer, TestServer};
use earmark::db::person::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

fn draw(review: &Review, token: &str, query: &str) -> Answer {
    review.server.send_json("POST", "/api/v1/assignments/take", token, &json!({ "query": query }))
}

fn take(review: &Review, token: &str, call_id: &str) -> Answer {
    review.server.send_json("POST", "/api/v1/assignments/self", token, &json!({ "call_id": call_id }))
}

fn hand_out(review: &Review, inspector_id: &str, call_ids: &[&str], due_at: Option<&str>) -> Value {
    let body = json!({ "call_ids": call_ids, "inspector_id": inspector_id, "due_at": due_at });
    let answer = review.server.send_json("POST", "/api/v1/assignments", &review.manager, &body);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn my_id(server: &TestServer, token: &str) -> String {
    server.get("/api/v1/me", token).json()["person_id"].as_str().unwrap().to_owned()
}

fn queue(review: &Review, query: &str, token: &str) -> Value {
    review.server.get(&format!("/api/v1/assignments{query}"), token).json()
}

fn calls_in(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|row| row["call"]["native_id"].as_str().unwrap()).collect()
}

#[test]
fn a_drawn_call_says_from_what_it_was_drawn() {
    let review = Review::start();
    review.another_call("second");
    let drawn = draw(&review, &review.inspector, "q=sec&sort=-duration");
    assert_eq!(drawn.status, 201, "{drawn:?}");
    let drawn = drawn.json();
    let shown = [
        ("filter", json!("q=sec&sort=-duration")),
        ("pool_size", json!(1)),
        ("reason", json!("taken_at_random")),
        ("state", json!("waiting")),
        ("purpose", json!("quality")),
        ("assigned_by", Value::Null),
        ("is_overdue", json!(false)),
        ("evaluation_id", Value::Null),
    ];
    for (field, expected) in shown {
        assert_eq!(drawn[field], expected, "{field}");
    }
    assert_eq!(drawn["call"]["native_id"], "second");
    assert_eq!(drawn["call"]["assigned_to"], json!([drawn["inspector"]]));
    assert_eq!(drawn["inspector"]["name"], "inspector");
    assert_eq!(drawn["scorecard"]["key"], "inbound-service");
    let empty = draw(&review, &review.inspector, "q=sec");
    assert_eq!((empty.status, empty.code().as_str()), (404, "nothing_to_take"));
    let wrong = draw(&review, &review.inspector, "project=7");
    assert_eq!((wrong.status, wrong.json()["params"]["field"].as_str()), (422, Some("project")));
}

#[test]
fn two_who_draw_at_once_never_get_the_same_call() {
    let review = Review::start();
    for number in 1..12 {
        review.another_call(&format!("call {number}"));
    }
    let drawn: Vec<Answer> = std::thread::scope(|scope| {
        let takers: Vec<_> = [&review.inspector, &review.manager, &review.inspector, &review.manager]
            .into_iter()
            .map(|token| {
                let review = &review;
                scope.spawn(move || (0..4).map(|_| draw(review, token, "")).collect::<Vec<_>>())
            })
            .collect();
        takers.into_iter().flat_map(|taker| taker.join().unwrap()).collect()
    });
    let calls: Vec<String> = drawn
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.json()["call"]["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(calls.len(), 12, "sixteen draws from twelve calls");
    assert_eq!(calls.iter().collect::<BTreeSet<_>>().len(), 12, "each of them once");
    assert!(drawn.iter().all(|answer| matches!(answer.status, 201 | 404)));
}

#[test]
fn nobody_draws_or_takes_a_call_of_their_own() {
    let review = Review::start();
    let both = review.server.person("both", Role::Inspector, None, None);
    review.server.write(move |writing| {
        let source = earmark::db::source::find_or_make(writing, "pbx")?;
        let agent = earmark::db::agent::find_or_make(writing, source.id, "8001", None)?;
        earmark::db::agent::tie_to_person(writing, agent.id, both, super::server::noon(), None)
    });
    let own = review.another_call("own");
    let token = review.server.person_token("both");
    assert_eq!(draw(&review, &token, "q=own").code(), "nothing_to_take");
    let denied = take(&review, &token, &own);
    assert_eq!((denied.status, denied.code().as_str()), (403, "not_for_inspector"));
    let refused = hand_out(&review, &both.to_string(), &[&own], None);
    assert_eq!(refused["refused"][0]["code"], "not_for_inspector");
}

#[test]
fn nobody_takes_a_call_that_somebody_has_and_it_is_free_again_when_it_is_withdrawn() {
    let review = Review::start();
    let taken = take(&review, &review.inspector, &review.call_id);
    assert_eq!((taken.status, taken.json()["reason"].as_str()), (201, Some("own_choice")));
    for token in [&review.inspector, &review.manager] {
        let again = take(&review, token, &review.call_id);
        assert_eq!((again.status, again.code().as_str()), (409, "already_assigned"));
    }
    let path = format!("/api/v1/assignments/{}", taken.json()["id"].as_str().unwrap());
    review.server.person("other", Role::Inspector, None, None);
    let other = review.server.person_token("other");
    assert_eq!(review.server.send_json("DELETE", &path, &other, &Value::Null).status, 404);
    assert_eq!(review.server.send_json("DELETE", &path, &review.inspector, &Value::Null).status, 204);
    let again = review.server.send_json("DELETE", &path, &review.inspector, &Value::Null);
    assert_eq!((again.status, again.code().as_str()), (409, "assignment_closed"));
    assert_eq!(take(&review, &review.manager, &review.call_id).status, 201);
}

#[test]
fn what_others_handed_out_or_what_is_begun_is_not_withdrawn_by_the_inspector() {
    let review = Review::start();
    let inspector = my_id(&review.server, &review.inspector);
    let handed = hand_out(&review, &inspector, &[&review.call_id], None);
    let path = format!("/api/v1/assignments/{}", handed["assigned"][0]["id"].as_str().unwrap());
    assert_eq!(review.server.send_json("DELETE", &path, &review.inspector, &Value::Null).status, 403);
    assert_eq!(review.server.send_json("DELETE", &path, &review.manager, &Value::Null).status, 204);

    let taken = take(&review, &review.inspector, &review.call_id).json();
    review.begin(&review.call_id);
    let path = format!("/api/v1/assignments/{}", taken["id"].as_str().unwrap());
    let begun = review.server.send_json("DELETE", &path, &review.inspector, &Value::Null);
    assert_eq!((begun.status, begun.code().as_str()), (409, "assignment_closed"));
}

#[test]
fn handing_out_says_call_by_call_what_did_not_go() {
    let review = Review::start();
    let inspector = my_id(&review.server, &review.inspector);
    let free = review.another_call("free");
    take(&review, &review.manager, &review.call_id);
    let nowhere = "00000000-0000-7000-8000-000000000000";
    let handed = hand_out(&review, &inspector, &[&free, &review.call_id, nowhere, &free], None);
    assert_eq!(handed["assigned"].as_array().unwrap().len(), 1);
    assert_eq!(handed["assigned"][0]["assigned_by"]["name"], "manager");
    assert_eq!(handed["assigned"][0]["inspector"]["name"], "inspector");
    assert_eq!(
        handed["refused"],
        json!([{ "call_id": review.call_id, "code": "with_another" }, { "call_id": nowhere, "code": "not_found" }])
    );
    let agent = my_id(&review.server, &review.agent);
    for not_an_inspector in [agent.as_str(), nowhere] {
        let body = json!({ "call_ids": [free], "inspector_id": not_an_inspector });
        let answer = review.server.send_json("POST", "/api/v1/assignments", &review.manager, &body);
        assert_eq!((answer.status, answer.json()["params"]["what"].as_str()), (404, Some("inspector")));
    }
    review.server.person("elsewhere", Role::Inspector, None, Some("loans"));
    let elsewhere = my_id(&review.server, &review.server.person_token("elsewhere"));
    let beyond = review.another_call("beyond");
    assert_eq!(hand_out(&review, &elsewhere, &[&beyond], None)["refused"][0]["code"], "not_for_inspector");
}

fn shared(review: &Review, inspector_id: &str, call_id: &str) -> Value {
    let body = json!({ "call_ids": [call_id], "inspector_id": inspector_id, "shared": true });
    let answer = review.server.send_json("POST", "/api/v1/assignments", &review.manager, &body);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

#[test]
fn a_call_is_handed_to_a_second_inspector_where_that_is_said_and_never_by_accident() {
    let review = Review::start();
    let second = review.server.person("second", Role::Inspector, None, None).to_string();
    let first = my_id(&review.server, &review.inspector);
    let call = review.call_id.as_str();
    hand_out(&review, &first, &[call], None);
    let refused = |handed: &Value| handed["refused"][0]["code"].clone();
    assert_eq!(refused(&hand_out(&review, &second, &[call], None)), "with_another");
    assert_eq!(refused(&hand_out(&review, &first, &[call], None)), "already_assigned");
    assert_eq!(refused(&shared(&review, &first, call)), "already_assigned", "nobody has it twice");

    let handed = shared(&review, &second, call);
    assert_eq!((&handed["refused"], handed["assigned"].as_array().map(Vec::len)), (&json!([]), Some(1)));
    let names: Vec<&str> = handed["assigned"][0]["call"]["assigned_to"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["inspector", "second"]);
    let token = review.server.person_token("second");
    for token in [&review.inspector, &token] {
        assert_eq!(calls_in(&queue(&review, "", token)), ["first"]);
    }
    // It is in two queues, so nobody draws or takes it besides.
    assert_eq!(draw(&review, &review.manager, "").code(), "nothing_to_take");
    assert_eq!(take(&review, &review.manager, call).code(), "already_assigned");

    // Each begins their own from their own assignment, and the one says nothing to the other.
    let begin = |token: &str| {
        let mine = queue(&review, "", token)["items"][0]["id"].clone();
        let body = json!({ "assignment_id": mine });
        review.server.send_json("POST", "/api/v1/evaluations", token, &body).json()["id"].clone()
    };
    let theirs = begin(&token);
    let released = review.release_for_good(call, &json!({}));
    assert_ne!(theirs, json!(released));
    assert_eq!(review.show(&released, &token).status, 404, "an inspector reads no results");
    assert_eq!(calls_in(&queue(&review, "?state=done", &review.inspector)), ["first"]);
    assert_eq!(calls_in(&queue(&review, "", &token)), ["first"], "the other's waits on");
    assert_eq!(refused(&shared(&review, &first, call)), "already_scored");
}

#[test]
fn a_draft_without_an_assignment_is_somebodys_too() {
    let review = Review::start();
    let second = review.server.person("second", Role::Inspector, None, None).to_string();
    review.begin(&review.call_id);
    let refused = hand_out(&review, &second, &[&review.call_id], None);
    assert_eq!(refused["refused"][0]["code"], "with_another");
    assert_eq!(take(&review, &review.manager, &review.call_id).code(), "already_assigned");
    let first = my_id(&review.server, &review.inspector);
    let own = hand_out(&review, &first, &[&review.call_id], None);
    assert_eq!(own["assigned"].as_array().map(Vec::len), Some(1), "it is their own draft");
}

#[test]
fn a_queue_is_worked_through_by_when_it_is_due() {
    let review = Review::start();
    let inspector = my_id(&review.server, &review.inspector);
    let handed = |name: &str, due_at: Option<&str>| {
        let id = review.another_call(name);
        hand_out(&review, &inspector, &[&id], due_at);
    };
    // It is 20:00 in Shanghai.
    handed("no date", None);
    handed("tomorrow", Some("2026-11-22T03:00:00Z"));
    handed("tonight", Some("2026-11-21T15:00:00Z"));
    handed("overdue", Some("2026-11-21T11:00:00Z"));
    let open = queue(&review, "?inspector=me&state=open", &review.inspector);
    assert_eq!(calls_in(&open), ["overdue", "tonight", "tomorrow", "no date"]);
    assert_eq!((&open["total"], &open["items"][0]["is_overdue"]), (&json!(4), &json!(true)));
    let first = queue(&review, "?limit=3", &review.inspector);
    let next = first["next"].as_str().unwrap();
    assert_eq!(calls_in(&queue(&review, &format!("?limit=3&cursor={next}"), &review.inspector)), ["no date"]);

    let today = review.server.get("/api/v1/today", &review.inspector).json();
    let due: Vec<&Value> =
        today["due"].as_array().unwrap().iter().map(|row| &row["call"]["native_id"]).collect();
    assert_eq!(due, ["overdue", "tonight", "no date"]);
    assert_eq!((&today["waiting"], &today["overdue"]), (&json!(4), &json!(1)));
    assert_eq!(today["next"]["id"], open["items"][0]["id"]);
    review.server.clock.advance(Duration::from_hours(24));
    assert_eq!(review.server.get("/api/v1/today", &review.inspector).json()["overdue"], 3);
}

#[test]
fn somebody_elses_queue_is_for_those_who_assign() {
    let review = Review::start();
    take(&review, &review.inspector, &review.call_id);
    let inspector = my_id(&review.server, &review.inspector);
    let path = format!("?inspector={inspector}");
    assert_eq!(calls_in(&queue(&review, &path, &review.manager)), ["first"]);
    assert_eq!(calls_in(&queue(&review, &path, &review.inspector)), ["first"]);
    review.server.person("other", Role::Inspector, None, None);
    let other = review.server.person_token("other");
    assert_eq!(review.server.get(&format!("/api/v1/assignments{path}"), &other).status, 403);
    assert_eq!(queue(&review, "", &other)["total"], 0);
    for (query, field) in [("inspector=x", "inspector"), ("state=lost", "state"), ("cursor=x", "list")] {
        let answer = review.server.get(&format!("/api/v1/assignments?{query}"), &other);
        assert_eq!(answer.status, 422, "{query}");
        assert!(answer.json()["message"].as_str().unwrap().contains(field), "{query}");
    }
}

#[test]
fn the_day_follows_from_waiting_to_done() {
    let review = Review::start();
    let today = || review.server.get("/api/v1/today", &review.inspector).json();
    let nothing = today();
    assert_eq!((&nothing["due"], &nothing["next"]), (&json!([]), &Value::Null));
    take(&review, &review.inspector, &review.call_id);
    let begun = review.begin(&review.call_id);
    let drafting = today();
    assert_eq!((&drafting["waiting"], &drafting["due"][0]["state"]), (&json!(1), &json!("started")));
    assert_eq!(drafting["due"][0]["evaluation_id"], begun["id"]);
    assert_eq!(drafting["drafts"][0]["id"], begun["id"]);
    let id = begun["id"].as_str().unwrap();
    let closed = review.step("POST", id, "cannot-score", &json!({ "reason": "no_sound" }));
    assert_eq!(closed.status, 200, "{closed:?}");
    let second = review.another_call("second");
    let released = review.release_for_good(&second, &json!({}));
    let done = today();
    assert_eq!((&done["waiting"], &done["done_today"], &done["drafts"]), (&json!(0), &json!(2), &json!([])));
    assert_eq!(done["released_today"].as_array().unwrap().len(), 1);
    assert_eq!(done["released_today"][0]["id"], released);
    assert_eq!(calls_in(&queue(&review, "?state=done", &review.inspector)), ["first"]);
    review.server.clock.advance(Duration::from_hours(24));
    assert_eq!(today()["done_today"], 0);
}

fn waiting(review: &Review, token: &str) -> Vec<(String, i64)> {
    let waiting = review.server.get("/api/v1/waiting", token).json();
    let items = waiting["items"].as_array().unwrap().iter();
    items.map(|one| (one["code"].as_str().unwrap().to_owned(), one["count"].as_i64().unwrap())).collect()
}

#[test]
fn everybody_is_told_what_waits_for_them() {
    let review = Review::start();
    let one = |code: &str, count| (code.to_owned(), count);
    assert_eq!(waiting(&review, &review.inspector), []);
    let inspector = my_id(&review.server, &review.inspector);
    let (late, drafted) = (review.another_call("late"), review.another_call("drafted"));
    hand_out(&review, &inspector, &[&late], Some("2026-11-21T11:00:00Z"));
    review.begin(&drafted);
    assert_eq!(
        waiting(&review, &review.inspector),
        [one("assignments_overdue", 1), one("assignments_waiting", 1), one("drafts_open", 1)]
    );
    let released = review.release(&review.call_id, &json!({}));
    assert_eq!(waiting(&review, &review.agent), [], "it is not out yet");
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(waiting(&review, &review.agent), [one("feedback_new", 1)]);
    let open = format!("/api/v1/evaluations/{released}/open");
    assert_eq!(review.server.send_json("POST", &open, &review.agent, &Value::Null).status, 204);
    assert_eq!(waiting(&review, &review.agent), [one("feedback_to_acknowledge", 1)]);
    assert_eq!(waiting(&review, &review.leader), []);

    review.server.write(|writing| {
        let source = earmark::db::source::find_or_make(writing, "pbx")?;
        earmark::db::agent::find_or_make(writing, source.id, "nobody's", None).map(drop)
    });
    review.server.person("admin", Role::Administrator, None, None);
    let admin = review.server.person_token("admin");
    assert_eq!(waiting(&review, &admin), [one("agents_unmatched", 1)]);
    let first: earmark::ids::CallId = review.call_id.parse().unwrap();
    review.server.write(move |writing| {
        let id = earmark::db::recording::of_call(writing, first)?[0].id;
        earmark::db::recording::set_failed(writing, id, "no_audio", "There is no audio.")
    });
    assert_eq!(waiting(&review, &admin), [one("preparation_failed", 1), one("agents_unmatched", 1)]);
    assert_eq!(waiting(&review, &review.manager), [one("preparation_failed", 1)]);
    review.server.clock.advance(Duration::from_hours(8 * 24));
    // After a week a failure is no news; the draft should have been released, and what was opened was neither
    // heard nor answered.
    assert_eq!(waiting(&review, &review.manager), [one("feedback_unheard", 1), one("releases_overdue", 1)]);
}
