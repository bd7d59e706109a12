//! Scorecards are drafted, compared, published, tried on the past, and written as files.

use super::review::Review;
use super::server::{Answer, TestServer};
use earmark::db::person::Role;
use serde_json::{Value, json};

const CARDS: &str = "/api/v1/scorecards";

/// A server with a QA manager.
fn manager() -> (TestServer, String) {
    let server = TestServer::start();
    server.person("manager", Role::QaManager, None, None);
    let token = server.person_token("manager");
    (server, token)
}

fn definition(pass: i32) -> Value {
    json!({"key": "sales", "title": {"en": "Sales", "zh-CN": "销售"}, "method": "weighted", "pass": pass,
        "sections": [{"key": "one", "questions": [
            {"key": "a", "weight": 3, "options": [{"key": "yes", "score": 10}, {"key": "no", "score": 0}]},
            {"key": "b", "options": [{"key": "yes", "score": 10}, {"key": "no", "score": 0}]}]}]})
}

fn begin(server: &TestServer, token: &str, body: &Value) -> Value {
    let begun = server.send_json("POST", CARDS, token, body);
    assert_eq!(begun.status, 201, "{begun:?}");
    begun.json()
}

/// The card with this key in the list; null: it is not there.
fn listed(server: &TestServer, token: &str, key: &str) -> Value {
    let listed = server.get(CARDS, token).json();
    listed["items"].as_array().unwrap().iter().find(|card| card["key"] == key).cloned().unwrap_or_default()
}

fn draft_of(card: &Value) -> String {
    format!("{CARDS}/{}/draft", card["scorecard_id"].as_str().unwrap())
}

fn save(server: &TestServer, token: &str, path: &str, edit: i64, definition: &Value) -> Answer {
    server.send_json("PUT", path, token, &json!({"edit": edit, "definition": definition}))
}

fn publish(server: &TestServer, token: &str, path: &str, edit: i64) -> Answer {
    server.send_json("POST", &format!("{path}/publish"), token, &json!({"edit": edit}))
}

#[test]
fn a_card_is_drafted_and_published_as_the_next_version() {
    let (server, token) = manager();
    let begun = begin(&server, &token, &json!({"key": "sales", "title": {"en": "Sales"}}));
    let path = draft_of(&begun);
    assert_eq!((&begun["edit"], &begun["definition"]["key"]), (&json!(1), &json!("sales")));
    let codes: Vec<&str> =
        begun["problems"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["no_question"]);
    let refused = publish(&server, &token, &path, 1);
    assert_eq!((refused.status, refused.code().as_str()), (422, "template_refused"));
    assert_eq!(refused.json()["problems"][0]["path"], "sections");

    let saved = save(&server, &token, &path, 1, &definition(80));
    assert_eq!((saved.status, &saved.json()["problems"]), (200, &json!([])), "{saved:?}");
    let published = publish(&server, &token, &path, 2);
    assert_eq!(published.status, 200, "{published:?}");
    let first = published.json();
    assert_eq!((&first["number"], &first["is_new"]), (&json!(1), &json!(true)));
    assert_eq!(server.get(&path, &token).status, 404, "the draft is the version now");

    let again = save(&server, &token, &path, 0, &definition(85));
    assert_eq!((again.status, &again.json()["latest"]), (200, &json!(1)), "{again:?}");
    let differences = server.get(&format!("{path}/differences"), &token).json();
    let expected = json!([{"section": null, "question": null, "option": null, "cause": null, "band": null,
        "change": "changed", "from_section": null, "field": "pass", "before": 80, "after": 85}]);
    assert_eq!(differences["items"], expected);
    let second = publish(&server, &token, &path, 1).json();
    assert_eq!(second["number"], 2);
    let compared = format!(
        "/api/v1/scorecard-versions/{}/differences?from={}",
        second["version_id"].as_str().unwrap(),
        first["version_id"].as_str().unwrap()
    );
    assert_eq!(server.get(&compared, &token).json()["items"], expected);

    let card = listed(&server, &token, "sales");
    let versions = card["versions"].as_array().unwrap();
    assert_eq!((versions.len(), &versions[0]["published_by"]["name"]), (2, &json!("manager")));
}

#[test]
fn two_windows_never_overwrite_each_other() {
    let (server, token) = manager();
    let path = draft_of(&begin(&server, &token, &json!({"key": "sales", "definition": definition(80)})));
    assert_eq!(save(&server, &token, &path, 1, &definition(81)).status, 200);
    let late = save(&server, &token, &path, 1, &definition(82));
    assert_eq!((late.status, late.code().as_str()), (409, "edited_elsewhere"));
    assert_eq!(save(&server, &token, &path, 0, &definition(82)).status, 409);
    assert_eq!(publish(&server, &token, &path, 1).status, 409, "what is published is what was seen");
    let gone =
        server.send("DELETE", &format!("{path}?edit=1"), &[("authorization", &format!("Bearer {token}"))]);
    assert_eq!(gone.status, 409);
    let gone =
        server.send("DELETE", &format!("{path}?edit=2"), &[("authorization", &format!("Bearer {token}"))]);
    assert_eq!(gone.status, 204);
    assert_eq!(listed(&server, &token, "sales"), Value::Null, "it was never published");
}

#[test]
fn a_key_belongs_to_one_card_for_ever() {
    let (server, token) = manager();
    let path = draft_of(&begin(&server, &token, &json!({"key": "sales"})));
    let taken = server.send_json("POST", CARDS, &token, &json!({"key": "sales"}));
    assert_eq!((taken.status, taken.code().as_str()), (409, "card_key_taken"));
    for key in ["", "Sales", "销售", &"x".repeat(65)] {
        let refused = server.send_json("POST", CARDS, &token, &json!({"key": key}));
        assert_eq!((refused.status, refused.code().as_str()), (422, "bad_card_key"), "{key}");
    }
    let mut renamed = definition(80);
    renamed["key"] = json!("other");
    let refused = save(&server, &token, &path, 1, &renamed);
    assert_eq!((refused.status, refused.code().as_str()), (422, "card_key_fixed"));
    let mut large = definition(80);
    large["title"]["en"] = json!("x".repeat(300_000));
    assert_eq!(save(&server, &token, &path, 1, &large).code(), "card_too_large");
}

#[test]
fn drafts_are_seen_by_those_who_manage_cards_alone() {
    let (server, token) = manager();
    begin(&server, &token, &json!({"key": "sales", "title": {"en": "Sales"}}));
    server.person("inspector", Role::Inspector, None, None);
    let inspector = server.person_token("inspector");
    assert_eq!(listed(&server, &inspector, "sales"), Value::Null);
    let own = listed(&server, &token, "sales");
    assert_eq!((&own["title"]["en"], &own["draft"]["edit"]), (&json!("Sales"), &json!(1)));

    server.person("of-project", Role::QaManager, None, Some("telesales"));
    let bounded = server.person_token("of-project");
    let refused = server.send_json("POST", CARDS, &bounded, &json!({"key": "other"}));
    assert_eq!(refused.status, 403, "cards belong to the whole organisation");
}

#[test]
fn nothing_is_lost_on_the_way_through_yaml_and_copies() {
    let (server, token) = manager();
    let templates = server.get("/api/v1/scorecard-templates", &token).json();
    let shipped = &templates["items"][0];
    assert_eq!(
        (templates["items"].as_array().unwrap().len(), &shipped["key"]),
        (3, &json!("inbound-service"))
    );
    let card = listed(&server, &token, "inbound-service");
    let version = card["versions"][0]["id"].as_str().unwrap().to_owned();

    let file = server.get(&format!("/api/v1/scorecard-versions/{version}/yaml"), &token);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"inbound-service.yaml\""));
    let text = String::from_utf8(file.body).unwrap();
    let read = server.send_json("POST", &format!("{CARDS}/read"), &token, &json!({"yaml": text})).json();
    assert_eq!((&read["definition"], &read["problems"]), (&shipped["definition"], &json!([])));

    let copy = begin(&server, &token, &json!({"key": "copy", "copy_of": version}));
    let mut expected = shipped["definition"].clone();
    expected["key"] = json!("copy");
    assert_eq!(copy["definition"], expected);
    let draft = String::from_utf8(server.get(&format!("{}/yaml", draft_of(&copy)), &token).body).unwrap();
    assert_eq!(draft, text.replacen("inbound-service", "copy", 1));

    let broken =
        server.send_json("POST", &format!("{CARDS}/read"), &token, &json!({"yaml": "key: [1"})).json();
    assert_eq!(
        (&broken["definition"], &broken["problems"][0]["code"]),
        (&Value::Null, &json!("not_readable"))
    );
    let mistaken = "key: card\nmethod: weighted\nsections: []\ncolour: red\n";
    let read = server.send_json("POST", &format!("{CARDS}/read"), &token, &json!({"yaml": mistaken})).json();
    let lines: Vec<i64> =
        read["problems"].as_array().unwrap().iter().map(|one| one["line"].as_i64().unwrap()).collect();
    assert_eq!((lines, &read["definition"]["colour"]), (vec![3, 4], &json!("red")));
}

#[test]
fn a_definition_is_looked_at_while_it_is_typed() {
    let (server, token) = manager();
    let check = |body: &Value| server.send_json("POST", &format!("{CARDS}/check"), &token, body).json();
    let answers = json!({"a": {"options": ["no"]}, "b": {"options": ["yes"]}});
    let checked = check(&json!({"definition": definition(80), "answers": answers}));
    assert_eq!(checked["problems"], json!([]));
    assert_eq!(checked["card"]["sections"][0]["questions"][0]["share"], 75.0);
    let score = &checked["preview"]["score"];
    assert_eq!((&score["total"], &score["passed"]), (&json!(25.0), &json!(false)));
    assert_eq!(score["trace"][0]["exact_lost"], "75");

    let mut swinging = definition(80);
    swinging["sections"][0]["questions"][0]["not_applicable"] = json!("excluded");
    let swings = check(&json!({"definition": swinging}))["swings"].clone();
    let expected = json!([{"not_applicable": ["a"], "question": "b", "worth": 25.0, "becomes": 100.0, "with_card": 100.0}]);
    assert_eq!(swings, expected);

    let mut mistaken = definition(80);
    mistaken["sections"][0]["questions"][1]["weight"] = json!(0);
    let checked = check(&json!({"definition": mistaken}));
    assert_eq!((&checked["card"], &checked["preview"]), (&Value::Null, &Value::Null));
    assert_eq!(checked["problems"][0]["path"], "sections[0].questions[1].weight");
    assert_eq!(checked["problems"][0]["code"], "weight_not_positive");
}

#[test]
fn a_table_is_read_before_it_is_taken() {
    let (server, token) = manager();
    let table = "大项\t评分项\t分值\t选项1\t选项2\n开场\t标准开头语\t5\t做到 10\t未做到 0\n";
    let body = json!({"table": table, "method": "weighted", "language": "zh-CN"});
    let read = server.send_json("POST", &format!("{CARDS}/read"), &token, &body).json();
    assert_eq!((&read["items"], &read["rows"]), (&json!(1), &json!([])));
    assert_eq!(read["sections"][0]["questions"][0]["title"]["zh-CN"], "标准开头语");
    let neither = server.send_json("POST", &format!("{CARDS}/read"), &token, &json!({}));
    assert_eq!(neither.status, 422);
}

#[test]
fn a_retired_card_is_chosen_for_nothing_and_comes_back() {
    let review = Review::start();
    let (server, token) = (&review.server, &review.manager);
    let all = server.get(CARDS, token).json();
    let ids: Vec<String> =
        all["items"].as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap().to_owned()).collect();
    let retire = |id: &str, retired| {
        let changed =
            server.send_json("PATCH", &format!("{CARDS}/{id}"), token, &json!({"retired": retired}));
        assert_eq!(changed.status, 204, "{changed:?}");
    };
    for id in &ids {
        retire(id, true);
    }
    let begin = || {
        let body = json!({"call_id": review.call_id});
        server.send_json("POST", "/api/v1/evaluations", &review.inspector, &body)
    };
    assert_eq!(begin().code(), "scorecard_needed");
    retire(&ids[0], false);
    assert_eq!(begin().status, 201);
}

#[test]
fn the_past_is_tried_on_a_draft() {
    let review = Review::start();
    let (server, token) = (&review.server, &review.manager);
    review.release_for_good(&review.call_id, &json!({"listening": {"options": ["no"]}}));
    let second = review.another_call("2");
    review.release_for_good(&second, &json!({}));
    let card = listed(server, token, "inbound-service");
    let version = server.get(
        &format!("/api/v1/scorecard-versions/{}/yaml", card["versions"][0]["id"].as_str().unwrap()),
        token,
    );
    let text = String::from_utf8(version.body).unwrap();
    let read = server.send_json("POST", &format!("{CARDS}/read"), token, &json!({"yaml": text})).json();
    let mut draft = read["definition"].clone();
    // Listening weighs as much as everything else of its section, and there is one more item.
    draft["pass"] = json!(95);
    let questions = draft["sections"][1]["questions"].as_array_mut().unwrap();
    questions.push(json!({"key": "new", "weight": 5, "options": [{"key": "yes", "score": 1}]}));
    let path = format!("{CARDS}/{}", card["id"].as_str().unwrap());
    assert_eq!(server.get(&format!("{path}/back-test?purpose=quality"), token).status, 404, "no draft");
    let saved = save(server, token, &format!("{path}/draft"), 0, &draft);
    assert_eq!(saved.status, 200, "{saved:?}");
    let tested = server.get(&format!("{path}/back-test?purpose=quality"), token).json();
    let all = &tested["all"];
    assert_eq!(
        (&all["evaluations"], &all["compared"], &tested["has_more"]),
        (&json!(2), &json!(2), &json!(false))
    );
    assert_eq!((&all["pass_rate_before"], &all["pass_rate_after"]), (&json!(1.0), &json!(0.5)), "{tested}");
    assert_eq!((&all["would_fail"], &all["would_pass"]), (&json!(1), &json!(0)));
    assert_eq!(all["average_before"], all["average_after"], "an item without a past answer stands outside");
    assert_eq!(tested["unanswered"], json!([{"question": "new", "evaluations": 2}]));
    assert_eq!(tested["agents"][0]["comparison"]["evaluations"], 2);

    let nothing = server.get(&format!("{path}/back-test?purpose=verification"), token).json();
    assert_eq!(
        (&nothing["all"]["evaluations"], &nothing["all"]["average_before"]),
        (&json!(0), &Value::Null)
    );
    for purpose in ["calibration", "training", "nonsense", ""] {
        let refused = server.get(&format!("{path}/back-test?purpose={purpose}"), token);
        assert_eq!((refused.status, refused.code().as_str()), (422, "bad_query"), "{purpose}");
    }
}
