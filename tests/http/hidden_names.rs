//! Whoever may have to arbitrate an appeal reads no name of it anywhere, until it is decided.

use super::appeals::{Hearing, kept};
use super::review::{Review, best_answers};
use earmark::db::person::Role;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn whoever_might_arbitrate_reads_no_name_anywhere_before_it_is_decided() {
    let hearing = Hearing::start();
    let Review { server, manager, leader, inspector, agent, call_id, .. } = &hearing.review;
    server.person("second", Role::QaManager, None, None);
    let second = server.person_token("second");
    let path = format!("/api/v1/evaluations/{}", hearing.evaluation);
    let shown = |token: &str, below: &str| server.get(&format!("{path}{below}"), token);
    let listed = |token: &str, query: &str| {
        let page = server.get(&format!("/api/v1/evaluations?view=results&purpose=any{query}"), token).json();
        (page["total"].clone(), page["withheld"]["names_hidden"].clone())
    };
    let exported = |token: &str| {
        let file = server.get("/api/v1/evaluations/export?view=results&format=jsonl&language=en", token);
        assert_eq!(file.status, 200, "{file:?}");
        String::from_utf8_lossy(&file.body).lines().count()
    };
    assert_eq!((shown(manager, "").status, listed(manager, "")), (200, (json!(1), json!(0))));
    let id = hearing.submitted();

    let everything = ["", "/revisions", "/precedents", "/standard-answers"];
    let person = server.get("/api/v1/me", agent).json()["person_id"].as_str().unwrap().to_owned();
    let filters = [
        String::new(),
        format!("&call={call_id}"),
        format!("&person={person}"),
        "&answered=appealed".to_owned(),
    ];
    let withheld_from = |token: &str| {
        for below in everything {
            assert_eq!(shown(token, below).code(), "names_hidden", "{below}");
        }
        for filter in &filters {
            assert_eq!(listed(token, filter), (json!(0), json!(1)), "{filter}");
        }
        // The number is the same whomever the filter asks for: it tells of nobody.
        assert_eq!(listed(token, &format!("&person={}", earmark::ids::PersonId::new())).1, json!(1));
        assert_eq!(exported(token), 0);
        let appeal = hearing.show(&id, token);
        assert_eq!((&appeal["evaluation_id"], &appeal["names"]), (&Value::Null, &Value::Null));
        assert_eq!(appeal["call_id"], json!(call_id), "the sound is heard");
        let rows = server.get("/api/v1/appeals?view=all", token).json();
        assert_eq!(rows["items"][0]["evaluation_id"], Value::Null);
    };
    let read_by = |token: &str| {
        assert_eq!(shown(token, "").status, 200);
        assert_eq!(hearing.show(&id, token)["evaluation_id"], json!(hearing.evaluation));
    };
    for step in 0..3 {
        [manager, &second].into_iter().for_each(|token| withheld_from(token));
        [leader, inspector, agent].into_iter().for_each(|token| read_by(token));
        assert_eq!(listed(leader, ""), (json!(1), json!(0)));
        match step {
            0 => assert_eq!(hearing.first_review(&id, false).status, 200),
            1 => assert_eq!(hearing.recheck(&id, &json!([kept("greeting"), kept("recap")])).status, 200),
            _ => {
                let both = json!([kept("greeting"), kept("recap")]);
                assert_eq!(hearing.arbitrate(&id, &both).status, 200);
            }
        }
    }
    for token in [manager, &second] {
        read_by(token);
        assert_eq!((listed(token, ""), exported(token)), ((json!(1), json!(0)), 1));
    }
}

#[test]
fn a_manager_who_scored_or_took_back_what_was_appealed_reads_it_again() {
    let hearing = Hearing::start();
    let Review { server, manager, agent, .. } = &hearing.review;
    let id = hearing.submitted();
    let path = format!("/api/v1/evaluations/{}", hearing.evaluation);
    assert_eq!(server.get(&path, manager).code(), "names_hidden");
    assert_eq!(hearing.post(&format!("appeals/{id}/withdraw"), agent, &Value::Null).status, 200);
    assert_eq!(server.get(&path, manager).status, 200);

    let own = hearing.review.another_call("of the manager");
    let begun = server.send_json("POST", "/api/v1/evaluations", manager, &json!({"call_id": own})).json();
    let path = format!("/api/v1/evaluations/{}", begun["id"].as_str().unwrap());
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    server.send_json("PUT", &format!("{path}/draft"), manager, &draft);
    server.send_json("POST", &format!("{path}/release"), manager, &json!({"edit": 1}));
    server.clock.advance(Duration::from_secs(10));
    let items = json!([{"question": "greeting", "reason": "I said it"}]);
    let appealed =
        server.send_json("POST", &format!("{path}/appeal"), agent, &json!({"revision": 1, "items": items}));
    assert_eq!(appealed.status, 201, "{appealed:?}");
    assert_eq!(server.get(&path, manager).status, 200, "they know what they scored");
}
