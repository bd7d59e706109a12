//! Sale verification: a manager says which calls are sales, an inspector takes the oldest, says what
//! became of it, and the numbers tell how that goes.

use super::review::{Review, best_answers};
use super::server::Answer;
use super::tone::tone;
use earmark::db::person::{self, Role};
use serde_json::{Value, json};
use std::time::Duration;

impl Review {
    fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.server.send_json("POST", &format!("/api/v1/{path}"), token, body)
    }

    /// A call of the agent that was closed as sold, through the queue "phones".
    fn sale(&self, native_id: &str, started_at: &str) -> String {
        let metadata = json!({
            "native_id": native_id, "project": "cards", "queue": "phones", "disposition": "成交",
            "started_at": started_at, "agents": [{"external_id": "8001", "channel": 0}],
        });
        let (metadata, audio) = (metadata.to_string(), tone(440));
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        let source = self.server.source_token("pbx");
        let accepted = self.server.post_call(&source, &parts);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        accepted.json()["call_id"].as_str().unwrap().to_owned()
    }

    fn sales_are_verified(&self) {
        let rule = json!({"disposition": " 成交 ", "since": "2026-11-01T00:00:00Z"});
        let made = self.post("sale-rules", &self.manager, &rule);
        assert_eq!(made.status, 201, "{made:?}");
    }

    /// The inspector takes the oldest sale and begins it.
    fn begin_sale(&self) -> Value {
        let taken = self.post("sales/take", &self.inspector, &json!({}));
        assert_eq!(taken.status, 201, "{taken:?}");
        let taken = taken.json();
        assert_eq!((&taken["purpose"], &taken["reason"]), (&json!("verification"), &json!("oldest_sale")));
        let begun = self.post("evaluations", &self.inspector, &json!({"assignment_id": taken["id"]}));
        assert_eq!(begun.status, 201, "{begun:?}");
        begun.json()
    }

    /// Saves the best answers with what was found, and releases.
    fn verify(&self, begun: &Value, finding: &Value) -> Answer {
        let id = begun["id"].as_str().unwrap();
        let draft =
            json!({"edit": begun["edit"], "answers": best_answers(begun), "notes": [], "finding": finding});
        let saved = self.step("PUT", id, "draft", &draft);
        assert_eq!(saved.status, 200, "{saved:?}");
        self.step("POST", id, "release", &json!({"edit": saved.json()["edit"]}))
    }
}

fn native_ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|row| row["call"]["native_id"].as_str().unwrap()).collect()
}

#[test]
fn calls_join_those_that_wait_oldest_first_and_one_is_taken_by_one() {
    let review = Review::start();
    review.sale("second", "2026-11-21T12:00:01Z");
    review.sales_are_verified();
    let oldest = review.sale("oldest", "2026-11-21T12:00:00Z");
    let page = review.server.get("/api/v1/sales", &review.inspector).json();
    assert_eq!((native_ids(&page), &page["total"]), (vec!["oldest", "second"], &json!(2)));

    let begun = review.begin_sale();
    assert_eq!((&begun["call_id"], &begun["purpose"]), (&json!(oldest), &json!("verification")));
    assert_eq!(
        begun["verification"],
        json!({"disposition": "成交", "queue": begun["verification"]["queue"], "finding": null})
    );
    assert_eq!(begun["verification"]["queue"]["name"], "phones");
    // It waits no more, for nobody; the quality score of the same call is another thing.
    review.server.person("other", Role::Inspector, None, None);
    let other = review.server.person_token("other");
    let again = review.post("sales/take", &other, &json!({"call_id": oldest}));
    assert_eq!((again.status, again.code().as_str()), (409, "already_assigned"));
    let begins = json!({"call_id": oldest, "purpose": "verification"});
    assert_eq!(review.post("evaluations", &other, &begins).code(), "already_assigned");
    assert_eq!(review.begin(&oldest)["purpose"], "quality");
    assert_eq!(native_ids(&review.server.get("/api/v1/sales", &review.inspector).json()), ["second"]);

    // Given back, it waits again.
    review.delete(&format!("/api/v1/evaluations/{}", begun["id"].as_str().unwrap()), &review.inspector);
    let assignment = begun["assignment_id"].as_str().unwrap();
    let withdrawn = review.delete(&format!("/api/v1/assignments/{assignment}"), &review.inspector);
    assert_eq!(withdrawn.status, 204, "{withdrawn:?}");
    let page = review.server.get("/api/v1/sales", &review.inspector).json();
    assert_eq!(native_ids(&page), ["oldest", "second"]);
}

#[test]
fn a_sale_is_released_with_what_became_of_it_and_never_without() {
    let review = Review::start();
    review.sales_are_verified();
    review.sale("one", "2026-11-21T12:00:00Z");
    let begun = review.begin_sale();
    let id = begun["id"].as_str().unwrap();
    let lacking = [
        Value::Null,
        json!({"outcome": "corrected", "detail": null}),
        json!({"outcome": "rejected", "detail": "  "}),
    ];
    let mut begun = begun.clone();
    for finding in lacking {
        let refused = review.verify(&begun, &finding);
        assert_eq!((refused.status, refused.code().as_str()), (422, "outcome_needed"), "{finding}");
        begun = review.show(id, &review.inspector).json();
        assert_eq!(begun["verification"]["finding"], finding);
    }
    let finding = json!({"outcome": "rejected", "detail": "客户未同意"});
    assert_eq!(review.verify(&begun, &finding).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    // Whoever reads results reads it, the agent too, and may answer and appeal.
    for token in [&review.manager, &review.leader, &review.agent] {
        let read = review.show(id, token).json();
        assert_eq!(read["verification"]["finding"], finding);
        assert_eq!(read["may_still"]["appeal"], true);
    }
}

#[test]
fn results_are_of_the_purpose_that_is_asked_for_and_filtered_by_outcome() {
    let review = Review::start();
    review.sales_are_verified();
    review.sale("one", "2026-11-21T12:00:00Z");
    review.sale("two", "2026-11-21T12:00:01Z");
    let quality = review.release_for_good(&review.call_id, &json!({}));
    for outcome in ["confirmed", "corrected"] {
        let begun = review.begin_sale();
        assert_eq!(review.verify(&begun, &json!({"outcome": outcome, "detail": "x"})).status, 200);
    }
    review.server.clock.advance(Duration::from_secs(10));
    let list = |query: &str, token: &str| -> Vec<(String, Value)> {
        let page = review.server.get(&format!("/api/v1/evaluations?{query}"), token).json();
        let rows = page["items"].as_array().unwrap().iter();
        rows.map(|row| {
            let found = row["verification"]["finding"]["outcome"].clone();
            (row["purpose"].as_str().unwrap().to_owned(), found)
        })
        .collect()
    };
    let of_quality = vec![("quality".to_owned(), Value::Null)];
    assert_eq!(list("view=results", &review.manager), of_quality);
    assert_eq!(list("view=results&purpose=any", &review.manager).len(), 3);
    let corrected = vec![("verification".to_owned(), json!("corrected"))];
    assert_eq!(list("view=results&purpose=verification&outcome=corrected", &review.leader), corrected);
    assert_eq!(list("view=results&purpose=verification", &review.leader).len(), 2);
    assert_eq!(list("view=mine&purpose=verification", &review.inspector).len(), 2);
    assert_eq!(list("view=feedback", &review.agent).len(), 3);
    let trend = |purpose: &str| {
        let weeks = review.server.get(&format!("/api/v1/trend?purpose={purpose}"), &review.manager).json();
        weeks["weeks"].as_array().unwrap().last().unwrap()["evaluations"].clone()
    };
    assert_eq!((trend("quality"), trend("verification")), (json!(1), json!(2)));
    assert!(review.show(&quality, &review.manager).json()["verification"].is_null());

    let rates = review.server.get("/api/v1/sales/outcomes", &review.manager).json();
    let tally = |row: &Value| {
        json!([row["of"]["name"], row["confirmed"], row["corrected"], row["rejected"], row["confirmed_rate"]])
    };
    assert_eq!(tally(&rates["all"]), json!([null, 1, 1, 0, 0.5]));
    assert_eq!(tally(&rates["agents"][0]), json!(["agent", 1, 1, 0, 0.5]));
    assert_eq!(tally(&rates["queues"][0]), json!(["phones", 1, 1, 0, 0.5]));
    let later = review.server.get("/api/v1/sales/outcomes?from=2030-01-01", &review.manager).json();
    assert_eq!(later["all"]["confirmed_rate"], Value::Null);
}

#[test]
fn a_rule_is_made_once_and_ends_with_what_waits_by_it() {
    let review = Review::start();
    review.sale("before", "2026-11-19T09:00:00Z");
    let new = json!({"disposition": "成交"});
    // From now on: what is there already stays out.
    assert_eq!(review.post("sale-rules", &review.manager, &new).json(), json!({"joined": 0}));
    assert_eq!(review.post("sale-rules", &review.manager, &new).code(), "sale_rule_taken");
    let empty = review.post("sale-rules", &review.manager, &json!({"disposition": "  "}));
    assert_eq!((empty.status, empty.code().as_str()), (422, "bad_query"));
    let unknown = json!({"disposition": "成交", "project_id": "00000000-0000-7000-8000-000000000000"});
    assert_eq!(review.post("sale-rules", &review.manager, &unknown).status, 404);

    let rules = review.server.get("/api/v1/sale-rules", &review.manager).json();
    let rule = rules["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        (&rules["items"][0]["disposition"], &rules["items"][0]["made_by"]["name"]),
        (&json!("成交"), &json!("manager"))
    );
    assert_eq!(review.delete(&format!("/api/v1/sale-rules/{rule}"), &review.manager).status, 204);
    assert_eq!(review.delete(&format!("/api/v1/sale-rules/{rule}"), &review.manager).status, 404);
    let since = json!({"disposition": "成交", "since": "2026-11-01T00:00:00Z"});
    assert_eq!(review.post("sale-rules", &review.manager, &since).json(), json!({"joined": 1}));
}

#[test]
fn nobody_verifies_their_own_sale_and_no_other_purpose_is_begun_from_a_call() {
    let review = Review::start();
    review.sales_are_verified();
    let call = review.sale("own", "2026-11-21T12:00:00Z");
    // The agent scores calls now as well.
    let id = review.server.get("/api/v1/me", &review.agent).json()["person_id"].as_str().unwrap().to_owned();
    let id = id.parse().unwrap();
    review.server.write(move |writing| person::grant(writing, id, Role::Inspector, None));
    let own = review.server.person_token("agent");
    assert_eq!(review.post("sales/take", &own, &json!({})).code(), "no_sale_waits");
    assert_eq!(review.post("sales/take", &own, &json!({"call_id": call})).code(), "not_for_inspector");
    for purpose in ["beside", "live", "training"] {
        let body = json!({"call_id": call, "purpose": purpose});
        assert_eq!(review.post("evaluations", &review.inspector, &body).status, 422, "{purpose}");
    }
    // What verifies no sale says nothing of one.
    let begun = review.begin(&review.call_id);
    let draft =
        json!({"edit": 0, "answers": {}, "notes": [], "finding": {"outcome": "confirmed", "detail": null}});
    let refused = review.step("PUT", begun["id"].as_str().unwrap(), "draft", &draft);
    assert_eq!((refused.status, refused.code().as_str()), (422, "not_a_verification"));
}

#[test]
fn what_became_of_a_sale_is_put_right_by_a_revision_and_counted_once() {
    let review = Review::start();
    review.sales_are_verified();
    let call = review.sale("one", "2026-11-21T12:00:00Z");
    let begun = review.begin_sale();
    let id = begun["id"].as_str().unwrap();
    let wrong = json!({"right": false, "corrected": "未成交"});
    assert_eq!(review.step("PUT", id, "disposition", &wrong).status, 200);
    let rejected = json!({"outcome": "rejected", "detail": "客户未同意"});
    assert_eq!(review.verify(&begun, &rejected).status, 200);
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(review.post(&format!("evaluations/{id}/open"), &review.agent, &json!({})).status, 204);
    let rates = || {
        let all = review.server.get("/api/v1/sales/outcomes", &review.manager).json()["all"].clone();
        ["confirmed", "corrected", "rejected"].map(|outcome| all[outcome].as_i64().unwrap())
    };
    assert_eq!(rates(), [0, 0, 1]);

    let revise = |id: &str, more: &Value, token: &str| {
        let mut body = json!({"revision": 1, "reason": "She agreed at the end"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        review.post(&format!("evaluations/{id}/revisions"), token, &body)
    };
    let confirmed = json!({"outcome": "confirmed", "detail": null});
    let said = json!({"finding": confirmed, "disposition": {"right": true, "corrected": null}});
    let lacking = json!({"finding": {"outcome": "corrected", "detail": " "}});
    assert_eq!(revise(id, &lacking, &review.inspector).code(), "outcome_needed");
    for same in [json!({}), json!({"finding": rejected, "disposition": wrong})] {
        assert_eq!(revise(id, &same, &review.inspector).code(), "nothing_revised");
    }
    // Nobody else puts it right.
    for (token, status) in [(&review.manager, 404), (&review.leader, 403), (&review.agent, 403)] {
        assert_eq!(revise(id, &said, token).status, status);
    }
    let revised = revise(id, &said, &review.inspector);
    assert_eq!(revised.status, 200, "{revised:?}");
    assert_eq!(rates(), [1, 0, 0], "what holds now is counted");
    for token in [&review.agent, &review.manager] {
        let now = review.show(id, token).json();
        assert_eq!(
            (&now["verification"]["finding"], &now["disposition"]["right"]),
            (&confirmed, &json!(true))
        );
        assert_eq!((&now["revision"], &now["may_still"]["acknowledge"]), (&json!(2), &json!(true)));
        let before = review.server.get(&format!("/api/v1/evaluations/{id}/revisions"), token).json();
        let before = &before["items"][0];
        assert_eq!((&before["finding"], &before["disposition"]), (&rejected, &wrong));
        assert_eq!(before["reason"], "She agreed at the end");
    }
    let list = |outcome: &str| {
        let query = format!("/api/v1/evaluations?view=results&purpose=verification&outcome={outcome}");
        review.server.get(&query, &review.manager).json()["total"].clone()
    };
    assert_eq!((list("confirmed"), list("rejected")), (json!(1), json!(0)));
    let quality = review.release_for_good(&review.call_id, &json!({}));
    assert_eq!(revise(&quality, &said, &review.inspector).code(), "not_a_verification");

    // Somebody else verifies the same sale: what was released last counts.
    review.server.person("second", Role::Inspector, None, None);
    let second = review.server.person_token("second");
    let body = json!({"call_id": call, "purpose": "verification"});
    let begun = review.post("evaluations", &second, &body);
    assert_eq!(begun.status, 201, "{begun:?}");
    let begun = begun.json();
    let path = format!("/api/v1/evaluations/{}", begun["id"].as_str().unwrap());
    let corrected = json!({"outcome": "corrected", "detail": "two lines"});
    let draft =
        json!({"edit": begun["edit"], "answers": best_answers(&begun), "notes": [], "finding": corrected});
    let saved = review.server.send_json("PUT", &format!("{path}/draft"), &second, &draft);
    assert_eq!(saved.status, 200, "{saved:?}");
    let release = json!({"edit": saved.json()["edit"]});
    assert_eq!(review.server.send_json("POST", &format!("{path}/release"), &second, &release).status, 200);
    assert_eq!(rates(), [1, 0, 0], "it is not out yet");
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(rates(), [0, 1, 0]);
}
