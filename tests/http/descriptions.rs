//! Descriptions without their audio: first, last, never.

use super::server::{Answer, TestServer, noon};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::{agent, audit, source, team, waiting_sidecar};
use earmark::ids::CallId;
use serde_json::{Value, json};

fn describe(server: &TestServer, token: &str, file_name: Option<&str>, sent: &Value) -> Answer {
    let query = file_name.map(|name| format!("?file_name={name}")).unwrap_or_default();
    server.send_json("POST", &format!("/api/v1/calls/metadata{query}"), token, sent)
}

/// Sends audio under the name that the tests' form gives it: `13800138000-call.wav`.
fn send_audio(server: &TestServer, token: &str, metadata: &Value) -> Answer {
    server.post_call(token, &[("metadata", metadata.to_string().as_bytes()), ("audio", &tone(440))])
}

fn call(server: &TestServer, id: &str) -> Value {
    server.person("manager", Role::QaManager, None, None);
    server.get(&format!("/api/v1/calls/{id}"), &server.person_token("manager")).json()
}

fn actions(server: &TestServer, id: &str) -> Vec<String> {
    let id = id.to_owned();
    let lines = server.read(move |reading| audit::about(reading, "call", &id, 10));
    lines.into_iter().map(|line| line.action).collect()
}

fn said() -> Value {
    json!({ "native_id": "n-1", "queue": "VIP", "started_at": "2026-11-20T09:30:00Z",
        "agents": [{ "external_id": "3201", "channel": 0 }], "ivr": ["1"] })
}

#[test]
fn a_description_that_comes_first_waits_and_goes_in_with_its_audio() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let held = describe(&server, &token, Some("13800138000-call.json"), &said());
    assert_eq!((held.status, held.json()), (202, json!({ "call_id": null, "state": "waiting" })));
    let accepted = send_audio(&server, &token, &json!({ "queue": "Sales" }));
    let id = accepted.json()["call_id"].as_str().unwrap().to_owned();
    let call = call(&server, &id);
    assert_eq!(
        (&call["native_id"], &call["started_at"]),
        (&json!("n-1"), &json!("2026-11-20T09:30:00.000Z"))
    );
    assert_eq!(call["queue"], "Sales", "what is sent with the recording counts for more");
    assert_eq!(
        (&call["metadata"]["ivr"], &call["agents"][0]["external_id"]),
        (&json!(["1"]), &json!("3201"))
    );
    assert_eq!(actions(&server, &id), ["call.accepted"]);
    let waiting = server.read(|reading| {
        let source_id = source::by_name(reading, "pbx")?.unwrap().id;
        waiting_sidecar::count(reading, source_id, 10)
    });
    assert_eq!(waiting, 0);
}

#[test]
fn a_description_that_comes_last_completes_the_call_and_says_when_and_by_whom() {
    let server = TestServer::start();
    let person = server.person("mei", Role::Agent, None, None);
    server.write(move |writing| {
        let source_id = source::find_or_make(writing, "pbx")?.id;
        let agent = agent::find_or_make(writing, source_id, "3201", None)?;
        let from = noon().minus(std::time::Duration::from_hours(24 * 30));
        agent::tie_to_person(writing, agent.id, person, from, None)?;
        let north = team::find_or_make(writing, None, "north")?;
        team::add_member(writing, north.id, person, from)
    });
    let token = server.source_token("pbx");
    let id = send_audio(&server, &token, &json!({})).json()["call_id"].as_str().unwrap().to_owned();
    let applied = describe(&server, &token, Some("13800138000-call.json"), &said());
    assert_eq!((applied.status, applied.json()["call_id"].as_str()), (200, Some(id.as_str())));
    let call = call(&server, &id);
    assert_eq!((&call["native_id"], &call["queue"]), (&json!("n-1"), &json!("VIP")));
    assert_eq!(
        (&call["started_at"], &call["local_date"]),
        (&json!("2026-11-20T09:30:00.000Z"), &json!("2026-11-20"))
    );
    assert_eq!(
        (&call["agents"][0]["person"]["name"], &call["agents"][0]["team"]["name"]),
        (&json!("mei"), &json!("north"))
    );
    assert_eq!(actions(&server, &id), ["call.accepted", "call.completed"]);
    let again = describe(&server, &token, Some("13800138000-call.json"), &said());
    assert_eq!(again.status, 200);
    assert_eq!(actions(&server, &id).len(), 2, "the same again says nothing new");
}

#[test]
fn a_description_whose_audio_never_comes_waits_and_a_later_one_takes_its_place() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    for queue in ["VIP", "Sales"] {
        assert_eq!(describe(&server, &token, Some("lost.wav"), &json!({ "queue": queue })).status, 202);
    }
    let held = server.read(|reading| {
        let source_id = source::by_name(reading, "pbx")?.unwrap().id;
        waiting_sidecar::of_stem(reading, source_id, "lost")
    });
    assert!(held.unwrap().description_json.contains("Sales"));
}

#[test]
fn a_description_with_an_id_and_no_file_is_a_call_without_audio() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let entered = describe(&server, &token, None, &said());
    assert_eq!((entered.status, entered.json()["state"].as_str()), (201, Some("entered")));
    let again = describe(&server, &token, None, &said());
    assert_eq!((again.status, again.json()["call_id"].clone()), (200, entered.json()["call_id"].clone()));
    let nameless = describe(&server, &token, None, &json!({ "queue": "q" }));
    assert_eq!((nameless.status, nameless.code().as_str()), (422, "metadata_field"));
    let id: CallId = entered.json()["call_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(actions(&server, &id.to_string()), ["call.entered"]);
}

#[test]
fn a_source_describes_no_calls_of_another() {
    let server = TestServer::start();
    let (one, other) = (server.source_token("pbx"), server.source_token("another"));
    let id = send_audio(&server, &one, &json!({})).json()["call_id"].as_str().unwrap().to_owned();
    let held = describe(&server, &other, Some("13800138000-call.wav"), &said());
    assert_eq!(held.status, 202, "another source has no such file");
    assert!(call(&server, &id)["native_id"].is_null());
    server.person("inspector", Role::Inspector, None, None);
    let denied =
        describe(&server, &server.person_token("inspector"), Some("x.wav"), &json!({ "source": "pbx" }));
    assert_eq!(denied.status, 403);
}

#[test]
fn parts_of_a_call_lie_on_its_timeline_by_when_they_began_whichever_comes_first() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let send = |start: &str, pitch: u16| {
        let metadata = json!({ "native_id": "n-1", "started_at": start });
        let audio = tone(pitch);
        let metadata = metadata.to_string();
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        server.post_call(&token, &parts).json()["call_id"].as_str().unwrap().to_owned()
    };
    send("2026-11-21T09:31:00Z", 440);
    send("2026-11-21T09:33:00Z", 550);
    let id = send("2026-11-21T09:30:00Z", 660);
    let offsets: Vec<i64> = call(&server, &id)["recordings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["offset_ms"].as_i64().unwrap())
        .collect();
    assert_eq!(offsets, [0, 60_000, 180_000]);
}
