//! What a scorecard says about answers and appeals: days, how many, which steps; and appeals that are
//! being written.

use super::review::Review;
use super::server::Answer;
use serde_json::{Value, json};

fn partly() -> Value {
    json!({"greeting": {"options": ["partly"]}, "recap": {"options": ["partly"]}})
}

fn rule(changed: &Value) -> Value {
    let mut rule = json!({"edit": 0, "answer_days": 5, "appeals_a_month": null, "has_first_review": true,
        "has_recheck": true, "has_arbitration": true, "listen_first": "fails"});
    for (name, value) in changed.as_object().unwrap() {
        rule[name] = value.clone();
    }
    rule
}

struct Ruled {
    review: Review,
    card: String,
}

impl Ruled {
    /// A workspace whose card has these rules.
    fn start(changed: &Value) -> Self {
        let review = Review::start();
        let cards = review.server.get("/api/v1/scorecards", &review.manager).json();
        let card = cards["items"].as_array().unwrap().iter().find(|card| card["key"] == "inbound-service");
        let card = card.unwrap_or(&cards["items"][0])["id"].as_str().unwrap().to_owned();
        let ruled = Self { review, card };
        for card in cards["items"].as_array().unwrap() {
            let put = ruled.put_on(card["id"].as_str().unwrap(), &rule(changed));
            assert_eq!(put.status, 200, "{put:?}");
        }
        ruled
    }

    fn put_on(&self, card: &str, rule: &Value) -> Answer {
        let path = format!("/api/v1/scorecards/{card}/hearing");
        self.review.server.send_json("PUT", &path, &self.review.manager, rule)
    }

    fn released(&self, native_id: &str) -> String {
        let call = self.review.another_call(native_id);
        self.review.release_for_good(&call, &partly())
    }

    fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.review.server.send_json("POST", &format!("/api/v1/{path}"), token, body)
    }

    fn submit(&self, evaluation: &str) -> Answer {
        let items = json!([{"question": "greeting", "reason": "I said it",
            "proposed": {"options": ["full"], "not_applicable": false}}]);
        let body = json!({"revision": 1, "items": items});
        self.post(&format!("evaluations/{evaluation}/appeal"), &self.review.agent, &body)
    }

    fn evaluation(&self, id: &str) -> Value {
        self.review.show(id, &self.review.agent).json()
    }
}

#[test]
fn the_days_to_answer_are_the_cards() {
    let ruled = Ruled::start(&json!({"answer_days": 1}));
    let id = ruled.released("one");
    // Released on a Saturday in Shanghai: the first working day after it is Monday.
    assert_eq!(ruled.evaluation(&id)["answer_until"], "2026-11-23T16:00:00.000Z");
    assert_eq!(ruled.evaluation(&id)["hearing_rule"]["answer_days"], 1);
    assert_eq!(ruled.put_on(&ruled.card, &rule(&json!({}))).code(), "edited_elsewhere");
    let wrong = rule(&json!({"edit": 1, "has_recheck": false, "has_arbitration": false}));
    assert_eq!(ruled.put_on(&ruled.card, &wrong).code(), "bad_hearing_rule");
    let longer = rule(&json!({"edit": 1, "answer_days": 10}));
    assert_eq!(ruled.put_on(&ruled.card, &longer).json()["edit"], 2);
    assert_eq!(ruled.evaluation(&id)["answer_until"], "2026-11-23T16:00:00.000Z", "it is fixed");
}

#[test]
fn a_month_has_as_many_appeals_as_the_card_allows() {
    let ruled = Ruled::start(&json!({"appeals_a_month": 1}));
    let [first, second] = ["one", "two"].map(|native_id| ruled.released(native_id));
    assert_eq!(ruled.evaluation(&first)["appeals_left"], 1);
    let appeal = ruled.submit(&first).json()["id"].as_str().unwrap().to_owned();
    let after = ruled.evaluation(&second);
    assert_eq!((&after["appeals_left"], &after["may_still"]["appeal"]), (&json!(0), &json!(false)));
    let refused = ruled.submit(&second);
    assert_eq!((refused.status, refused.code().as_str()), (409, "appeals_used_up"));
    // One that is taken back does not count.
    ruled.post(&format!("appeals/{appeal}/withdraw"), &ruled.review.agent, &json!({}));
    assert_eq!(ruled.evaluation(&second)["appeals_left"], 1);
    assert_eq!(ruled.submit(&second).status, 201);
    // The next month has its own.
    ruled.review.server.clock.advance(std::time::Duration::from_hours(24 * 12));
    let third = ruled.released("three");
    assert_eq!(ruled.evaluation(&third)["appeals_left"], 1);
}

#[test]
fn an_appeal_takes_the_steps_that_the_card_has() {
    let ruled = Ruled::start(&json!({"has_first_review": false, "has_arbitration": false}));
    let evaluation = ruled.released("one");
    let submitted = ruled.submit(&evaluation).json();
    assert_eq!(submitted["state"], "recheck", "there is no first review");
    assert_eq!(submitted["rulings"], json!([]), "and nothing was passed over");
    let kept = json!({"items": [{"question": "greeting", "change": null, "reason": "it was not said"}]});
    let path = format!("appeals/{}/recheck", submitted["id"].as_str().unwrap());
    let rechecked = ruled.post(&path, &ruled.review.inspector, &kept).json();
    assert_eq!((&rechecked["state"], &rechecked["outcome"]), (&json!("decided"), &json!("upheld")));

    let ruled = Ruled::start(&json!({"has_recheck": false}));
    let evaluation = ruled.released("one");
    let id = ruled.submit(&evaluation).json()["id"].as_str().unwrap().to_owned();
    let passed_on = json!({"upholds": false, "reason": "hear second 3"});
    let on = ruled.post(&format!("appeals/{id}/first-review"), &ruled.review.leader, &passed_on).json();
    assert_eq!(on["state"], "arbitration");
}

#[test]
fn what_the_agent_writes_is_kept_for_them_alone() {
    let ruled = Ruled::start(&json!({}));
    let id = ruled.released("one");
    let path = format!("/api/v1/evaluations/{id}/appeal/draft");
    let review = &ruled.review;
    let save = |edit: i32, items: &Value| {
        review.server.send_json("PUT", &path, &review.agent, &json!({"edit": edit, "items": items}))
    };
    let read = || review.server.get(&path, &review.agent).json();
    assert_eq!((&read()["edit"], &read()["items"]), (&json!(0), &json!([])));
    let items = json!([{"question": "greeting", "reason": "", "start_ms": 3000, "end_ms": 3000,
        "turn": null, "proposed": {"options": ["full"], "not_applicable": false}}]);
    assert_eq!(save(0, &items).json()["edit"], 1);
    assert_eq!(read()["items"], items);
    assert_eq!(save(0, &json!([])).code(), "edited_elsewhere");
    assert_eq!(read()["items"], items, "the other window took nothing away");
    for token in [&review.leader, &review.inspector, &review.manager] {
        assert_eq!(review.server.get(&path, token).status, 403, "they answer no feedback");
    }
    assert_eq!(ruled.submit(&id).status, 201);
    assert_eq!(read()["edit"], 0, "what is submitted is not written on");
    assert_eq!(save(0, &items).status, 409);

    let other = ruled.released("two");
    let path = format!("/api/v1/evaluations/{other}/appeal/draft");
    review.server.send_json("PUT", &path, &review.agent, &json!({"edit": 0, "items": items}));
    assert_eq!(review.delete(&path, &review.agent).status, 204);
    assert_eq!(review.server.get(&path, &review.agent).json()["items"], json!([]));
}

#[test]
fn an_error_names_an_item_by_its_title() {
    let ruled = Ruled::start(&json!({}));
    let id = ruled.released("one");
    let preview = json!({"choices": {"greeting": {"options": ["perhaps"], "not_applicable": false}}});
    let refused = ruled.post(&format!("evaluations/{id}/appeal/preview"), &ruled.review.agent, &preview);
    let params = refused.json()["params"].clone();
    assert_eq!(params["question"], "greeting");
    let title: Value = serde_json::from_str(params["title"].as_str().unwrap()).unwrap();
    assert!(title["zh-CN"].as_str().unwrap().chars().any(|letter| letter > '一'), "{title}");
}
