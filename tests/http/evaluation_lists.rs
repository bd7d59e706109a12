//! Lists of evaluations, the trend, the scorecards; and assignments that follow their evaluation.

use super::review::Review;
use serde_json::{Value, json};

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

/// A bad call, a good one, and a draft.
fn scored() -> (Review, String, String, String) {
    let review = Review::start();
    let bad = review.release_for_good(&review.call_id, &json!({"recap": {"options": ["no"]}}));
    let good = review.release_for_good(&review.another_call("second"), &json!({}));
    let draft = review.begin(&review.another_call("third"))["id"].as_str().unwrap().to_owned();
    (review, bad, good, draft)
}

#[test]
fn each_reader_has_their_own_list() {
    let (review, bad, good, draft) = scored();
    let list = |query: &str, token: &str| review.server.get(&format!("/api/v1/evaluations?{query}"), token);
    assert_eq!(ids(&list("view=mine", &review.inspector).json()), [&draft, &good, &bad]);
    assert_eq!(ids(&list("view=mine&state=draft", &review.inspector).json()), [&draft]);
    assert!(ids(&list("view=mine", &review.manager).json()).is_empty());
    for reader in [&review.manager, &review.leader, &review.agent] {
        assert_eq!(ids(&list("view=results", reader).json()), [&good, &bad]);
    }
    assert_eq!(ids(&list("view=feedback&sort=total", &review.agent).json()), [&bad, &good]);
    assert_eq!(list("view=results", &review.inspector).status, 403);
    assert_eq!(list("view=mine", &review.agent).status, 403);
    assert_eq!(list("view=feedback", &review.manager).status, 403);
    for query in
        ["", "view=all", "view=results&sort=name", "view=results&from=yesterday", "view=mine&cursor=1"]
    {
        assert_eq!(list(query, &review.manager).status, 422, "{query}");
    }
}

#[test]
fn a_row_says_what_a_list_needs() {
    let (review, bad, ..) = scored();
    let page =
        review.server.get("/api/v1/evaluations?view=results&passed=true&sort=total&limit=1", &review.manager);
    let page = page.json();
    assert_eq!((&page["total"], &page["total_is_exact"]), (&json!(2), &json!(true)));
    let row = &page["items"][0];
    assert_eq!((row["id"].as_str(), &row["total"]), (Some(bad.as_str()), &json!(96.0)));
    assert_eq!(
        row["scorecard"],
        json!({"key": "inbound-service", "version": 1,
        "title": {"en": "Inbound service", "zh-CN": "呼入服务质检表"}})
    );
    assert_eq!((&row["band"], &row["band_title"]["zh-CN"]), (&json!("excellent"), &json!("优秀")));
    assert_eq!((&row["agent_name"], &row["has_reply"]), (&json!("Wang Fang"), &json!(false)));
    let next = page["next"].as_str().unwrap();
    let path = format!("/api/v1/evaluations?view=results&sort=total&limit=1&cursor={next}");
    let last = review.server.get(&path, &review.manager).json();
    assert_eq!((&last["items"][0]["total"], &last["next"]), (&json!(100.0), &Value::Null));
}

#[test]
fn no_list_shows_what_is_not_out() {
    let review = Review::start();
    let id = review.release(&review.call_id, &json!({}));
    for reader in [&review.manager, &review.leader, &review.agent] {
        let results = review.server.get("/api/v1/evaluations?view=results", reader).json();
        assert_eq!((ids(&results).len(), &results["total"]), (0, &json!(0)));
        let trend = review.server.get("/api/v1/trend?purpose=quality", reader).json();
        assert_eq!(trend["weeks"][7]["evaluations"], 0);
    }
    assert!(ids(&review.server.get("/api/v1/evaluations?view=feedback", &review.agent).json()).is_empty());
    assert_eq!(ids(&review.server.get("/api/v1/evaluations?view=mine", &review.inspector).json()), [&id]);
}

#[test]
fn the_trend_tells_weeks_and_what_loses_most() {
    let (review, ..) = scored();
    let trend = review.server.get("/api/v1/trend?purpose=quality&weeks=2", &review.leader).json();
    assert_eq!(
        trend["weeks"][0],
        json!({"week_start": "2026-11-09", "evaluations": 0, "average": null,
        "low": null, "high": null, "pass_rate": null})
    );
    let week = &trend["weeks"][1];
    assert_eq!((&week["week_start"], &week["evaluations"]), (&json!("2026-11-16"), &json!(2)));
    assert_eq!((&week["average"], &week["pass_rate"]), (&json!(98.0), &json!(1.0)));
    assert_eq!((&week["low"], &week["high"]), (&json!(72.59), &json!(123.41)));
    assert_eq!(
        trend["items"],
        json!([{"question": "recap", "title": {"en": "Confirms what was agreed",
        "zh-CN": "结束前确认"}, "scorecard_key": "inbound-service", "lost_average": 2.0, "evaluations": 2,
        "missed": 1}])
    );
    for query in ["", "purpose=training", "purpose=sport"] {
        assert_eq!(
            review.server.get(&format!("/api/v1/trend?{query}"), &review.leader).status,
            422,
            "{query}"
        );
    }
}

#[test]
fn scorecards_are_told_with_every_default_filled_in() {
    let review = Review::start();
    let cards = review.server.get("/api/v1/scorecards", &review.inspector).json();
    let keys: Vec<&Value> = cards["items"].as_array().unwrap().iter().map(|card| &card["key"]).collect();
    assert_eq!(keys, ["inbound-service", "sale-verification", "telesales"]);
    let inbound = &cards["items"][0];
    assert_eq!((&inbound["method"], &inbound["retired"]), (&json!("weighted"), &json!(false)));
    let path = format!("/api/v1/scorecard-versions/{}", inbound["versions"][0]["id"].as_str().unwrap());
    let version = review.server.get(&path, &review.inspector).json();
    let greeting = &version["definition"]["sections"][0]["questions"][0];
    assert_eq!(
        (&greeting["share"], &greeting["critical"], &greeting["multiple"], &greeting["scored"]),
        (&json!(5.0), &json!(false), &json!(false), &json!(true))
    );
    assert_eq!(greeting["evidence"], json!(["range", "not_said", "record"]));
    assert_eq!((&greeting["not_applicable"], &greeting["causes"]), (&Value::Null, &json!([])));
    let identity = &version["definition"]["sections"][0]["questions"][1];
    assert_eq!(
        (&identity["critical"], &identity["not_applicable"]),
        (&json!("compliance"), &json!("excluded"))
    );
    assert_eq!(identity["options"][2]["require"], json!(["comment", "evidence"]));
    assert_eq!(version["definition"]["redistribute"], "section");
    let nowhere = "/api/v1/scorecard-versions/01936f5e-0000-7000-8000-000000000000";
    assert_eq!(review.server.get(nowhere, &review.inspector).status, 404);
}

#[test]
fn an_assignment_follows_its_evaluation() {
    let review = Review::start();
    let taken = review.server.send_json(
        "POST",
        "/api/v1/assignments/self",
        &review.inspector,
        &json!({"call_id": review.call_id}),
    );
    let assignment = taken.json()["id"].as_str().unwrap().to_owned();
    let state = |of: &str| {
        let path = format!("/api/v1/assignments?inspector=me&state={of}");
        review.server.get(&path, &review.inspector).json()["items"][0]["state"].clone()
    };
    assert_eq!(state("open"), "waiting");
    let beginning = json!({"assignment_id": assignment});
    let begin =
        || review.server.send_json("POST", "/api/v1/evaluations", &review.inspector, &beginning).json();
    let first = begin();
    assert_eq!((&first["assignment_id"], state("open")), (&json!(assignment), json!("started")));
    let path = format!("/api/v1/evaluations/{}", first["id"].as_str().unwrap());
    assert_eq!(review.delete(&path, &review.inspector).status, 204);
    assert_eq!(state("open"), "waiting");

    let id = begin()["id"].as_str().unwrap().to_owned();
    review.step("POST", &id, "cannot-score", &json!({"reason": "damaged"}));
    assert_eq!(state("done"), "done");
    review.take_back(&id);
    assert_eq!(state("open"), "started");
    review.step("POST", &id, "cannot-score", &json!({"reason": "damaged"}));
    let closed = review.server.send_json("POST", "/api/v1/evaluations", &review.inspector, &beginning);
    assert_eq!((closed.status, closed.code().as_str()), (409, "assignment_closed"));
}

#[test]
fn a_draft_begun_before_its_assignment_fulfils_it() {
    let review = Review::start();
    let id = review.begin(&review.call_id)["id"].clone();
    let taken = json!({"call_id": review.call_id});
    let taken = review.server.send_json("POST", "/api/v1/assignments/self", &review.inspector, &taken).json();
    let beginning = json!({"assignment_id": taken["id"]});
    let known = review.server.send_json("POST", "/api/v1/evaluations", &review.inspector, &beginning);
    assert_eq!((known.status, &known.json()["id"]), (200, &id));
    assert_eq!(known.json()["assignment_id"], taken["id"]);
}

#[test]
fn whoever_drafts_a_call_of_an_agent_sees_no_results_of_that_agent_and_is_told_how_many() {
    let review = Review::start();
    let server = &review.server;
    server.person("colleague", earmark::db::person::Role::Agent, Some("north"), None);
    let wrong = json!({"greeting": {"options": ["no"], "comment": "c", "evidence": [{"kind": "not_said"}]}});
    review.release_for_good(&review.call_id, &json!({}));
    review.release_for_good(&review.another_call("second"), &wrong);
    let person = server.get("/api/v1/me", &review.agent).json()["person_id"].as_str().unwrap().to_owned();
    let results = |token: &str, query: &str| {
        let page = server.get(&format!("/api/v1/evaluations?view=results{query}"), token).json();
        (page["total"].clone(), page["withheld"]["agent_in_hand"].clone())
    };
    let exported = |token: &str| {
        let file = server.get("/api/v1/evaluations/export?view=results&format=jsonl&language=en", token);
        String::from_utf8_lossy(&file.body).lines().count()
    };
    let weeks = |token: &str| {
        let trend =
            server.get(&format!("/api/v1/trend?weeks=1&purpose=quality&person={person}"), token).json();
        trend["weeks"][0]["evaluations"].clone()
    };
    let manager = &review.manager;
    assert_eq!(
        (results(manager, ""), exported(manager), weeks(manager)),
        ((json!(2), json!(0)), 2, json!(2))
    );

    let third = review.another_call("third");
    let begun = server.send_json("POST", "/api/v1/evaluations", manager, &json!({"call_id": third})).json();
    let of_agent = format!("&person={person}");
    for query in ["", &of_agent, "&passed=false", "&passed=true", "&fatal=true", "&answered=unopened"] {
        assert_eq!(results(manager, query), (json!(0), json!(2)), "the number tells nothing: {query}");
    }
    assert_eq!(results(manager, "&to=2026-01-01"), (json!(0), json!(0)), "when is no finding");
    assert_eq!((exported(manager), weeks(manager)), (0, json!(0)));
    assert_eq!((results(&review.leader, ""), exported(&review.leader)), ((json!(2), json!(0)), 2));
    let team = server.get("/api/v1/trend?weeks=1&purpose=quality", manager).json();
    assert_eq!(team["weeks"][0]["evaluations"], 2, "averages of many stay what they are");

    let draft = format!("/api/v1/evaluations/{}", begun["id"].as_str().unwrap());
    assert_eq!(review.delete(&draft, manager).status, 204);
    assert_eq!(
        (results(manager, ""), exported(manager), weeks(manager)),
        ((json!(2), json!(0)), 2, json!(2))
    );
}
