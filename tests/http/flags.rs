//! Flags: set, seen by whom, taken away by whom, found in the list.

use super::review::{Review, best_answers};
use earmark::db::flag::{self, Flag, FlagKind};
use earmark::db::person::Role;
use earmark::db::{audit, person};
use earmark::ids::FlagId;
use serde_json::{Value, json};
use std::time::Duration;

struct Flags {
    review: Review,
    path: String,
}

impl Flags {
    fn start() -> Self {
        let review = Review::start();
        let path = format!("/api/v1/calls/{}/flags", review.call_id);
        Self { review, path }
    }

    fn set(&self, token: &str, body: &Value) -> (u16, Value) {
        let answer = self.review.server.send_json("POST", &self.path, token, body);
        (answer.status, answer.json())
    }

    fn seen_by(&self, token: &str) -> Vec<String> {
        let flags = self.review.server.get(&self.path, token).json();
        let items = flags["items"].as_array().unwrap().iter();
        items.map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    }

    fn found(&self, query: &str, token: &str) -> Vec<Value> {
        let page = self.review.server.get(&format!("/api/v1/calls?{query}"), token);
        assert_eq!(page.status, 200, "{page:?}");
        page.json()["items"].as_array().unwrap().iter().map(|call| call["flags"].clone()).collect()
    }
}

#[test]
fn a_flag_says_what_where_why_and_who() {
    let flags = Flags::start();
    let (inspector, leader) = (&flags.review.inspector, &flags.review.leader);
    let body =
        json!({"kind": "risk", "start_ms": 10, "end_ms": 40, "channel": 0, "note": "  promises 年化 8%  "});
    let (status, set) = flags.set(inspector, &body);
    assert_eq!(status, 201, "{set}");
    assert_eq!((&set["note"], &set["flagged_by"]["name"]), (&json!("promises 年化 8%"), &json!("inspector")));
    assert_eq!((&set["start_ms"], &set["end_ms"], &set["channel"]), (&json!(10), &json!(40), &json!(0)));
    assert_eq!(
        (&set["flagged_at"], &set["is_removable"]),
        (&json!("2026-11-21T12:00:00.000Z"), &json!(true))
    );
    assert_eq!(flags.set(leader, &json!({"kind": "good_case"})).0, 201);
    assert_eq!(flags.seen_by(leader), ["good_case", "risk"]);
    let shown = flags.review.server.get(&flags.path, leader).json();
    assert_eq!(
        (&shown["items"][0]["is_removable"], &shown["items"][1]["is_removable"]),
        (&json!(true), &json!(false))
    );
}

#[test]
fn whoever_may_not_flag_sees_good_cases_alone() {
    let flags = Flags::start();
    let server = &flags.review.server;
    for kind in FlagKind::ALL {
        assert_eq!(flags.set(&flags.review.inspector, &json!({ "kind": kind.as_str() })).0, 201);
    }
    server.person("admin", Role::Administrator, None, None);
    server.person("elsewhere", Role::TeamLeader, Some("south"), None);
    let (admin, elsewhere) = (server.person_token("admin"), server.person_token("elsewhere"));
    for reader in [&flags.review.inspector, &flags.review.leader, &flags.review.manager] {
        assert_eq!(flags.seen_by(reader).len(), 6);
        assert_eq!(flags.found("flag=risk", reader).len(), 1);
    }
    for reader in [&flags.review.agent, &admin] {
        assert_eq!(flags.seen_by(reader), ["good_case"]);
        assert_eq!(flags.found("", reader), [json!(["good_case"])]);
        assert_eq!(flags.found("flag=good_case", reader).len(), 1);
        assert_eq!(flags.found("flag=risk&flag=coaching", reader).len(), 0);
        assert_eq!(flags.set(reader, &json!({"kind": "good_case"})).0, 403);
    }
    assert_eq!(server.get(&flags.path, &elsewhere).status, 404);
    assert_eq!(flags.set(&elsewhere, &json!({"kind": "risk"})).0, 404);
    let all = flags.found("flag=risk&flag=coaching", &flags.review.manager);
    assert_eq!(all[0].as_array().unwrap().len(), 6);
}

#[test]
fn a_flag_is_taken_away_by_its_owner_or_the_manager_and_that_is_written_down() {
    let flags = Flags::start();
    let server = &flags.review.server;
    let set = |kind: &str| {
        let (_, flag) = flags.set(&flags.review.inspector, &json!({ "kind": kind }));
        flag["id"].as_str().unwrap().to_owned()
    };
    let (first, second) = (set("risk"), set("coaching"));
    let remove = |id: &str, token: &str| flags.review.delete(&format!("{}/{id}", flags.path), token).status;
    assert_eq!(remove(&first, &flags.review.leader), 403, "it is the inspector's");
    assert_eq!(remove(&first, &flags.review.agent), 403);
    assert_eq!(remove(&first, &flags.review.inspector), 204);
    assert_eq!(remove(&first, &flags.review.inspector), 404);
    assert_eq!(remove(&second, &flags.review.manager), 204);
    let lines = server.read(move |reading| audit::about(reading, "flag", &second, 10));
    let said: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(said, ["flag.set", "flag.removed"]);
    assert!(lines[1].detail_json.contains(r#""kind":"coaching""#), "{}", lines[1].detail_json);
    assert!(lines[1].detail_json.contains("flagged_by") && lines[1].actor() != lines[0].actor());
}

#[test]
fn what_is_no_flag_is_refused() {
    let flags = Flags::start();
    for body in [
        json!({"kind": "red"}),
        json!({"kind": "risk", "start_ms": 10}),
        json!({"kind": "risk", "start_ms": 40, "end_ms": 10}),
        json!({"kind": "risk", "start_ms": -1, "end_ms": 10}),
        json!({"kind": "risk", "channel": 64}),
        json!({"kind": "risk", "note": "x".repeat(1_001)}),
    ] {
        assert_eq!(flags.set(&flags.review.inspector, &body).0, 422, "{body}");
    }
    let call_id = flags.review.call_id.parse().unwrap();
    flags.review.server.write(move |writing| {
        let flagged_by = person::by_sign_in(writing, "inspector")?.unwrap().id;
        for _ in 0..200 {
            let flag = Flag {
                id: FlagId::new(),
                call_id,
                kind: FlagKind::Coaching,
                start_ms: None,
                end_ms: None,
                channel: None,
                note: None,
                flagged_by,
                flagged_at: writing.now(),
            };
            flag::insert(writing, &flag)?;
        }
        Ok(())
    });
    let (status, refused) = flags.set(&flags.review.inspector, &json!({"kind": "risk"}));
    assert_eq!((status, refused["code"].as_str()), (409, Some("too_many_flags")));
}

#[test]
fn a_second_scorer_is_told_nothing_that_the_first_flagged_before_their_own_is_out() {
    let flags = Flags::start();
    let Review { server, call_id, inspector, manager, leader, .. } = &flags.review;
    for body in [json!({"kind": "risk", "note": "promises 8%"}), json!({"kind": "good_case"})] {
        assert_eq!(flags.set(inspector, &body).0, 201);
    }
    // What a reader knows of the flags: on the call, in the column, and by the filter of each kind.
    let known = |token: &str| {
        let kinds = ["risk", "good_case", "coaching"];
        let found = kinds.map(|kind| flags.found(&format!("flag={kind}"), token).len());
        (flags.seen_by(token), flags.found("", token)[0].clone(), found)
    };
    let all = || (vec!["good_case".to_owned(), "risk".to_owned()], json!(["good_case", "risk"]), [1, 1, 0]);
    let nothing = || (vec![], json!([]), [0, 0, 0]);
    let sorted = |(mut seen, column, found): (Vec<String>, Value, [usize; 3])| {
        seen.sort();
        (seen, column, found)
    };
    assert_eq!(sorted(known(manager)), all());

    // The assignment is enough: they need not have begun.
    let took = server.send_json("POST", "/api/v1/assignments/self", manager, &json!({"call_id": call_id}));
    assert_eq!(took.status, 201, "{took:?}");
    assert_eq!(known(manager), nothing());
    assert_eq!(sorted(known(leader)), all(), "nobody else is blind");
    assert_eq!(flags.seen_by(&flags.review.agent), ["good_case"]);

    let body = json!({"call_id": call_id});
    let begun = server.send_json("POST", "/api/v1/evaluations", manager, &body).json();
    assert_eq!(known(manager), nothing());
    assert_eq!(flags.set(manager, &json!({"kind": "coaching"})).0, 201);
    let own = (vec!["coaching".to_owned()], json!(["coaching"]), [0, 0, 1]);
    assert_eq!(known(manager), own, "their own they see");

    let path = format!("/api/v1/evaluations/{}", begun["id"].as_str().unwrap());
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    server.send_json("PUT", &format!("{path}/draft"), manager, &draft);
    let released = server.send_json("POST", &format!("{path}/release"), manager, &json!({"edit": 1}));
    assert_eq!(released.status, 200, "{released:?}");
    assert_eq!(known(manager), own, "it can still be taken back");
    server.clock.advance(Duration::from_secs(10));
    let kinds = json!(["coaching", "good_case", "risk"]);
    assert_eq!((flags.seen_by(manager).len(), &known(manager).1), (3, &kinds));
}

#[test]
fn a_call_that_is_scored_without_an_assignment_is_in_hand_too() {
    let flags = Flags::start();
    let Review { server, call_id, inspector, manager, .. } = &flags.review;
    assert_eq!(flags.set(inspector, &json!({"kind": "risk"})).0, 201);
    let begun = server.send_json("POST", "/api/v1/evaluations", manager, &json!({"call_id": call_id})).json();
    assert_eq!((flags.seen_by(manager).len(), flags.found("flag=risk", manager).len()), (0, 0));
    let draft = format!("/api/v1/evaluations/{}", begun["id"].as_str().unwrap());
    assert_eq!(flags.review.delete(&draft, manager).status, 204);
    assert_eq!((flags.seen_by(manager).len(), flags.found("flag=risk", manager).len()), (1, 1));
}
