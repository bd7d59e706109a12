//! Where scorecards are used, as it is said and as it is followed.

use super::review::Review;
use earmark::db::person::Role;
use serde_json::{Value, json};

const USES: &str = "/api/v1/scorecard-uses";

fn card(review: &Review, key: &str) -> Value {
    let listed = review.server.get("/api/v1/scorecards", &review.manager).json();
    listed["items"].as_array().unwrap().iter().find(|card| card["key"] == key).unwrap()["id"].clone()
}

#[test]
fn a_rule_decides_with_which_card_a_call_is_scored() {
    let review = Review::start();
    let (server, token) = (&review.server, &review.manager);
    let projects = server.get("/api/v1/projects", token).json();
    let project = projects["items"][0]["id"].clone();
    let put = |body: &Value| server.send_json("POST", USES, token, body).status;
    let scored_with = |call: &str| review.begin(call)["scorecard_version"]["key"].clone();
    let (inbound, telesales) = (card(&review, "inbound-service"), card(&review, "telesales"));

    assert_eq!(put(&json!({"scorecard_id": inbound})), 204);
    assert_eq!(scored_with(&review.call_id), "inbound-service");
    assert_eq!(put(&json!({"scorecard_id": telesales, "project_id": project})), 204);
    assert_eq!(scored_with(&review.another_call("2")), "telesales");
    assert_eq!(put(&json!({"scorecard_id": inbound, "project_id": project, "purpose": "quality"})), 204);
    assert_eq!(scored_with(&review.another_call("3")), "inbound-service");

    let listed = server.get(USES, token).json();
    let rules = listed["items"].as_array().unwrap();
    assert_eq!(rules.len(), 3);
    let of_project = rules.iter().find(|rule| rule["id"].is_null()).unwrap();
    assert_eq!(
        of_project["scorecard_id"], telesales,
        "the card of the whole project stands with the project"
    );
    let quality = rules.iter().find(|rule| rule["purpose"] == "quality").unwrap();
    let path = format!("{USES}/{}", quality["id"].as_str().unwrap());
    assert_eq!(review.delete(&path, token).status, 204);
    assert_eq!(review.delete(&path, token).status, 404);
    assert_eq!(scored_with(&review.another_call("4")), "telesales");
}

#[test]
fn a_rule_needs_a_place_a_purpose_and_a_card_that_are_there() {
    let review = Review::start();
    let (server, token) = (&review.server, &review.manager);
    let inbound = card(&review, "inbound-service");
    let nobody = "00000000-0000-7000-8000-000000000000";
    let put = |body: &Value| server.send_json("POST", USES, token, body).status;
    assert_eq!(put(&json!({"scorecard_id": nobody})), 404);
    assert_eq!(put(&json!({"scorecard_id": inbound, "project_id": nobody})), 404);
    assert_eq!(put(&json!({"scorecard_id": inbound, "queue_id": nobody})), 404);
    assert_eq!(put(&json!({"scorecard_id": inbound, "purpose": "fun"})), 422);
    assert_eq!(put(&json!({"scorecard_id": inbound, "project_id": nobody, "queue_id": nobody})), 422);
}

#[test]
fn whoever_manages_one_project_rules_over_that_project() {
    let review = Review::start();
    let server = &review.server;
    let inbound = card(&review, "inbound-service");
    server.person("bounded", Role::QaManager, None, Some("cards"));
    let bounded = server.person_token("bounded");
    let put = |body: &Value| server.send_json("POST", USES, &bounded, body).status;
    let projects = server.get("/api/v1/projects", &bounded).json();
    let project = projects["items"][0]["id"].clone();
    assert_eq!(put(&json!({"scorecard_id": inbound})), 404, "everything is not theirs");
    assert_eq!(put(&json!({"scorecard_id": inbound, "project_id": project, "purpose": "verification"})), 204);
    server.send_json("POST", USES, &review.manager, &json!({"scorecard_id": inbound}));
    let seen = server.get(USES, &bounded).json();
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
}
