//! A case of a recording that comes from elsewhere: who brings one in, and what becomes of it.

use super::cases::{GOOD, HEARD, Stage, stage, tone_of_three_seconds};
use super::server::Answer;
use earmark::db::person::Role;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/cases/recordings";

fn case(line: &str) -> Value {
    json!({"library_id": GOOD, "teaching_line": line, "level": "newcomer"})
}

fn bring_as(stage: &Stage, token: &str, case: &Value, audio: &[u8]) -> Answer {
    let case = case.to_string();
    stage.server.post_form(PATH, token, &[("case", case.as_bytes()), ("audio", audio)])
}

fn bring(stage: &Stage, who: &str, case: &Value, audio: &[u8]) -> Answer {
    bring_as(stage, &stage.tokens[who], case, audio)
}

fn calls(stage: &Stage) -> Value {
    stage.get("/calls", "manager").json()["total"].clone()
}

#[test]
fn whoever_edits_libraries_brings_in_one_recording_and_gets_a_draft_of_it() {
    let stage = stage();
    let tone = tone_of_three_seconds();
    for who in [HEARD, "colleague", "inspector", "leader", "admin"] {
        assert_eq!(bring(&stage, who, &case("Listen"), &tone).status, 403, "{who}");
    }
    assert_eq!(calls(&stage), json!(1), "nothing came in");

    let made = bring(&stage, "trainer", &case(" How to wait "), &tone);
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!((&made["state"], &made["view"]), (&json!("draft"), &json!("editor")));
    assert_eq!((&made["teaching_line"], &made["level"]), (&json!("How to wait"), &json!("newcomer")));
    let call_id = made["desk"]["call_id"].as_str().unwrap();
    let call = stage.get(&format!("/calls/{call_id}"), "trainer").json();
    assert_eq!(call["source"], "library");
    assert_eq!(
        (&call["customer_number"], &call["agents"]),
        (&Value::Null, &json!([])),
        "nothing is known of it"
    );
    // It keeps its call, as every draft does.
    let keeping = stage.get(&format!("/calls/{call_id}/keeping"), "manager").json();
    assert_eq!(keeping["holds"].as_array().map(Vec::len), Some(1), "{keeping}");
    // They take in no calls otherwise.
    let parts: [(&str, &[u8]); 2] = [("metadata", br#"{"source": "library"}"#), ("audio", &tone)];
    assert_eq!(stage.server.post_call(&stage.tokens["trainer"], &parts).status, 403);

    // The same file is the same call; of another library it is another case.
    let again = bring(&stage, "manager", &case("Again"), &tone);
    assert_eq!((again.status, again.code().as_str()), (409, "case_proposed_already"));
    let topic = json!({"kind": "topic", "name": {"en": "Waiting"}});
    let topic = stage.done("POST", "/libraries", "manager", &topic)["id"].clone();
    let elsewhere = json!({"library_id": topic, "teaching_line": "Again"});
    let other = bring(&stage, "manager", &elsewhere, &tone);
    assert_eq!((other.status, other.json()["desk"]["call_id"].as_str()), (201, Some(call_id)));
    assert_eq!(calls(&stage), json!(2));
}

#[test]
fn what_can_be_no_case_is_refused_before_its_recording_is_taken_in() {
    let stage = stage();
    let tone = tone_of_three_seconds();
    let topic = json!({"kind": "topic", "name": {"en": "Closed"}});
    let closed = stage.done("POST", "/libraries", "manager", &topic)["id"].clone();
    let path = format!("/libraries/{}", closed.as_str().unwrap());
    stage.done("PATCH", &path, "manager", &json!({"retired": true}));
    let missing = json!({"library_id": "01936f5e-0000-7000-8000-000000000000", "teaching_line": "Listen"});
    for (case, status, code) in [
        (case("  "), 422, "library_text"),
        (json!({"library_id": closed, "teaching_line": "Listen"}), 409, "library_retired"),
        (missing, 404, "not_found"),
        (json!({"library_id": GOOD, "teaching_line": "Listen", "level": "great"}), 422, "bad_body"),
        (json!({"library_id": GOOD, "teaching_line": "Listen", "language": "Klingon"}), 422, "library_text"),
    ] {
        let refused = bring(&stage, "trainer", &case, &tone);
        assert_eq!((refused.status, refused.code().as_str()), (status, code), "{case}");
    }
    let refused = bring(&stage, "trainer", &case("Listen"), b"no sound at all");
    assert_eq!(refused.status, 415, "{refused:?}");
    // The recording before what it is to be, and either alone.
    let described = case("Listen").to_string();
    let (said, sound): ((&str, &[u8]), (&str, &[u8])) = (("case", described.as_bytes()), ("audio", &tone));
    for parts in [vec![sound, said], vec![sound], vec![said], vec![said, said, sound]] {
        let refused = stage.server.post_form(PATH, &stage.tokens["trainer"], &parts);
        assert_eq!(refused.status, 422, "{refused:?}");
    }
    assert_eq!((calls(&stage), stage.server.spooled()), (json!(1), 0), "nothing is left");
}

#[test]
fn who_edits_the_libraries_of_one_project_brings_recordings_into_that() {
    let stage = stage();
    stage.server.person("of cards", Role::Trainer, None, Some("cards"));
    let token = stage.server.person_token("of cards");
    let made = bring_as(&stage, &token, &case("How to wait"), &tone_of_three_seconds());
    assert_eq!(made.status, 201, "{made:?}");
    let call_id = made.json()["desk"]["call_id"].as_str().unwrap().to_owned();
    let call = stage.server.get(&format!("/api/v1/calls/{call_id}"), &token).json();
    assert_eq!(call["project"], "cards");
}
