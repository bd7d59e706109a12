//! Whoever scored revises what is out: the agent is told, sees both, and answers anew.

use super::review::{Review, best_answers};
use super::server::Answer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

impl Review {
    fn revise(&self, id: &str, body: &Value) -> Answer {
        self.step("POST", id, "revisions", body)
    }

    fn as_agent(&self, id: &str, step: &str) -> Answer {
        let path = format!("/api/v1/evaluations/{id}/{step}");
        self.server.send_json("POST", &path, &self.agent, &json!({"reply": null}))
    }

    fn revisions(&self, id: &str, token: &str) -> Value {
        self.server.get(&format!("/api/v1/evaluations/{id}/revisions"), token).json()["items"].clone()
    }
}

/// Some items answered otherwise.
fn others(revision: i32, changes: &Value) -> Value {
    json!({"revision": revision, "reason": "I heard it again", "changes": changes})
}

/// One item answered otherwise.
fn another(revision: i32, option: &str) -> Value {
    json!({
        "revision": revision, "reason": "  I misheard the greeting  ",
        "changes": {"greeting": {"choice": {"options": [option], "not_applicable": false}, "comment": null}},
    })
}

#[test]
fn a_revision_keeps_what_was_before_and_lets_the_agent_answer_anew() {
    let review = Review::start();
    let id = review.release_for_good(
        &review.call_id,
        &json!({"greeting": {"options": ["no"], "comment": "c",
        "evidence": [{"kind": "not_said"}]}}),
    );
    assert_eq!(review.as_agent(&id, "open").status, 204);
    assert_eq!(review.as_agent(&id, "acknowledge").status, 200);
    let before = review.show(&id, &review.agent).json();
    review.server.clock.advance(Duration::from_hours(24 * 3));
    let best = best_answers(&before)["greeting"]["options"][0].as_str().unwrap().to_owned();

    let foreseen = review.step(
        "POST",
        &id,
        "revisions/preview",
        &json!({"choices": {"greeting": {"options": [best], "not_applicable": false}}}),
    );
    assert_eq!(foreseen.status, 200, "{foreseen:?}");
    let revised = review.revise(&id, &another(1, &best));
    assert_eq!(revised.status, 200, "{revised:?}");
    let now = review.show(&id, &review.agent).json();
    assert_eq!((&now["revision"], &now["score"]["total"]), (&json!(2), &foreseen.json()["after"]["total"]));
    assert_ne!(now["score"]["total"], before["score"]["total"]);
    assert_eq!(now["answers"]["greeting"]["comment"], "I misheard the greeting");
    assert_eq!((&now["feedback"]["opened_at"], &now["feedback"]["answer"]), (&Value::Null, &Value::Null));
    assert_eq!((&now["may_still"]["acknowledge"], &now["may_still"]["appeal"]), (&json!(true), &json!(true)));
    assert!(now["answer_until"].as_str() > before["answer_until"].as_str(), "the days are counted anew");
    assert_eq!((&now["is_recallable"], &now["is_revisable"]), (&json!(false), &json!(true)));
    // It stays in the week of its release, and averages count what holds now.
    assert_eq!(now["released_at"], before["released_at"]);
    let row =
        review.server.get("/api/v1/evaluations?view=results", &review.manager).json()["items"][0].clone();
    assert_eq!(row["total"], now["score"]["total"]);
    let trend = review.server.get("/api/v1/trend?purpose=quality", &review.manager).json();
    let weeks = trend["weeks"].as_array().unwrap();
    let means: Vec<&Value> =
        weeks.iter().map(|week| &week["average"]).filter(|mean| !mean.is_null()).collect();
    assert_eq!(means, [&now["score"]["total"]]);

    // Both are read: by the agent, and by whoever reads results.
    for token in [&review.agent, &review.manager, &review.inspector] {
        let kept = review.revisions(&id, token)[0].clone();
        assert_eq!((&kept["revision"], &kept["score"]["total"]), (&json!(1), &before["score"]["total"]));
        assert_eq!(
            (&kept["reason"], &kept["answer"]),
            (&json!("I misheard the greeting"), &json!("acknowledged"))
        );
        assert_eq!((&kept["revised_by"]["name"], &kept["appeal_id"]), (&json!("inspector"), &Value::Null));
        assert_eq!(kept["answers"]["greeting"]["options"], json!(["no"]));
    }
    let notices = review.server.get("/api/v1/notices", &review.agent).json();
    let codes: Vec<&Value> = notices["items"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert!(codes.contains(&&json!("feedback_revised")), "{codes:?}");
    assert_eq!(review.as_agent(&id, "no-objection").status, 200);
}

#[test]
fn a_revision_is_refused_where_an_appeal_decides_or_nothing_changes() {
    let review = Review::start();
    let fault = json!({"greeting": {"options": ["no"], "comment": "c", "evidence": [{"kind": "not_said"}]}});
    let id = review.release(&review.call_id, &fault);
    let best = {
        let shown = review.show(&id, &review.inspector).json();
        best_answers(&shown)["greeting"]["options"][0].as_str().unwrap().to_owned()
    };
    // Until it is out it is taken back, not revised.
    assert_eq!(review.revise(&id, &another(1, &best)).code(), "not_released");
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(review.revise(&id, &another(1, "no")).code(), "nothing_revised");
    assert_eq!(review.revise(&id, &another(2, &best)).code(), "evaluation_changed");
    let silent = json!({"revision": 1, "reason": " ", "changes": {}});
    assert_eq!(review.revise(&id, &silent).code(), "revision_reason_needed");
    assert_eq!(review.revise(&id, &another(1, "of tomorrow")).status, 422);
    // Nobody else revises it.
    let path = format!("/api/v1/evaluations/{id}/revisions");
    assert_eq!(review.server.send_json("POST", &path, &review.manager, &another(1, &best)).status, 404);
    assert_eq!(review.server.send_json("POST", &path, &review.agent, &another(1, &best)).status, 403);

    let appeal = json!({"revision": 1, "items": [{"question": "greeting", "reason": "I said it"}]});
    let appealed =
        review.server.send_json("POST", &format!("/api/v1/evaluations/{id}/appeal"), &review.agent, &appeal);
    assert_eq!(appealed.status, 201, "{appealed:?}");
    let shown = review.show(&id, &review.inspector).json();
    assert_eq!(shown["is_revisable"], json!(false));
    assert_eq!(review.revise(&id, &another(1, &best)).code(), "appeal_decides");
    assert!(review.revisions(&id, &review.agent).as_array().unwrap().is_empty());
}

#[test]
fn what_lapsed_is_answered_after_a_revision() {
    let review = Review::start();
    let fault = json!({"greeting": {"options": ["no"], "comment": "c", "evidence": [{"kind": "not_said"}]}});
    let id = review.release_for_good(&review.call_id, &fault);
    review.server.clock.advance(Duration::from_hours(24 * 14));
    assert_eq!(review.as_agent(&id, "acknowledge").code(), "answer_too_late");
    let shown = review.show(&id, &review.inspector).json();
    let best = best_answers(&shown)["greeting"]["options"][0].as_str().unwrap().to_owned();
    assert_eq!(review.revise(&id, &another(1, &best)).status, 200);
    assert_eq!(review.as_agent(&id, "acknowledge").status, 200);
}

#[test]
fn a_changed_answer_has_what_its_option_asks_for_or_is_refused() {
    let review = Review::start();
    let id = review.release_for_good(&review.call_id, &json!({"greeting": {"options": ["partly"]}}));
    let fatal = |grounds: Value| {
        let choice = json!({"options": ["disclosed-unverified"], "not_applicable": false});
        review.revise(&id, &others(1, &json!({"identity": {"choice": choice, "grounds": grounds}})))
    };
    let backwards = json!({"evidence": [{"kind": "range", "start_ms": 9, "end_ms": 5, "channel": null}]});
    for grounds in [json!({}), json!({"evidence": []}), backwards] {
        let refused = fatal(grounds.clone());
        assert_eq!((refused.status, refused.code().as_str()), (422, "not_ready"), "{grounds}");
        let params = refused.json()["params"].clone();
        assert_eq!((&params["question"], &params["count"]), (&json!("identity"), &json!("1")));
    }
    assert!(review.revisions(&id, &review.agent).as_array().unwrap().is_empty());
    let shown = json!([{"kind": "range", "start_ms": 0, "end_ms": 50, "channel": null}]);
    let revised = fatal(json!({"evidence": shown, "attribution": "script"}));
    assert_eq!(revised.status, 200, "{revised:?}");
    let now = revised.json();
    assert_eq!((&now["score"]["total"], &now["score"]["fatal"]), (&json!(0.0), &json!(["identity"])));
    let answer = &now["answers"]["identity"];
    assert_eq!((&answer["evidence"], &answer["comment"]), (&shown, &json!("I heard it again")));
    assert_eq!(answer["attribution"], "script");
    // What stayed was released as it is; nothing is asked of it now.
    assert_eq!(now["answers"]["greeting"]["options"], json!(["partly"]));
}

#[test]
fn what_a_deduction_is_put_down_to_stays_with_it_and_so_does_its_ticket() {
    let review = Review::start();
    let faults = json!({
        "greeting": {"options": ["partly"], "comment": "the line was dead", "attribution": "system"},
        "recap": {"options": ["partly"], "attribution": "script"},
    });
    let id = review.release_for_good(&review.call_id, &faults);
    let apart = |revised: &Answer| {
        assert_eq!(revised.status, 200, "{revised:?}");
        let lines = revised.json()["apart"].as_array().unwrap().clone();
        let line =
            |one: &Value| (one["question"].as_str().unwrap().to_owned(), one["points"].as_f64().unwrap());
        lines.iter().map(line).collect::<Vec<_>>()
    };
    let tickets = || {
        let page = review.server.get("/api/v1/improvements?view=all", &review.manager).json();
        let ticket = |one: &Value| {
            let word = |field: &str| one[field].as_str().unwrap().to_owned();
            (word("question"), (word("fault"), word("id")))
        };
        page["items"].as_array().unwrap().iter().map(ticket).collect::<BTreeMap<_, _>>()
    };
    let first = tickets();
    assert_eq!(first.keys().collect::<Vec<_>>(), ["greeting", "recap"]);
    let answered = |question: &str, option: &str, grounds: Value| json!({question: {"choice": {"options": [option], "not_applicable": false}, "grounds": grounds}});
    // Another item is changed.
    let other = review.revise(&id, &others(1, &answered("listening", "partly", json!({}))));
    assert_eq!(apart(&other)[0], ("greeting".to_owned(), 2.5));
    assert_eq!(other.json()["answers"]["greeting"]["comment"], "the line was dead");
    assert_eq!(tickets(), first);
    // It loses more, and nobody says that it is the agent's.
    let worse = review.revise(&id, &others(2, &answered("greeting", "no", json!({}))));
    assert_eq!(apart(&worse)[0], ("greeting".to_owned(), 5.0));
    assert_eq!(tickets(), first, "the same ticket, and no other");
    // The same answer, put down to something else.
    let moved = review.revise(&id, &others(3, &answered("recap", "partly", json!({"attribution": "rule"}))));
    assert_eq!(moved.json()["answers"]["recap"]["attribution"], "rule");
    let second = tickets();
    assert_eq!((second["recap"].0.as_str(), &second["greeting"]), ("rule", &first["greeting"]));
    assert_ne!(second["recap"].1, first["recap"].1);
    // It loses nothing any more; the other becomes the agent's.
    let mut changes = answered("greeting", "full", json!({}));
    changes["recap"] = answered("recap", "partly", json!({"attribution": "agent"}))["recap"].clone();
    let right = review.revise(&id, &others(4, &changes));
    assert_eq!(apart(&right), []);
    assert!(right.json()["answers"]["greeting"]["attribution"].is_null());
    assert!(tickets().is_empty());
    // What was before is read as it was.
    let before = review.revisions(&id, &review.agent);
    let attributed: Vec<&Value> =
        before.as_array().unwrap().iter().map(|one| &one["answers"]["recap"]["attribution"]).collect();
    assert_eq!(attributed, [&json!("script"), &json!("script"), &json!("script"), &json!("rule")]);
    let codes = review.server.get("/api/v1/notices", &review.inspector).json()["items"].clone();
    let told =
        codes.as_array().unwrap().iter().any(|one| one["code"].as_str().unwrap().starts_with("improvement"));
    assert!(!told, "{codes}");
}
