//! Somebody who heard a recording says who is heard on which channel.

use super::server::{Answer, TestServer};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::recording::ChannelRole;
use earmark::db::{audit, recording};
use earmark::ids::RecordingId;
use serde_json::{Value, json};

struct Stage {
    server: TestServer,
    inspector: String,
    call_id: String,
    recording_id: RecordingId,
}

/// A prepared recording of two channels, the agent on the first.
fn stage() -> Stage {
    let server = TestServer::start();
    server.person("inspector", Role::Inspector, None, None);
    let inspector = server.person_token("inspector");
    let metadata = br#"{"native_id": "1", "channels": {"0": "agent", "1": "customer"}, "agents": [{"external_id": "3201", "channel": 0}]}"#;
    let pbx = server.source_token("pbx");
    let accepted = server.post_call(&pbx, &[("metadata", metadata), ("audio", &tone(440))]).json();
    let recording_id: RecordingId = accepted["recording_id"].as_str().unwrap().parse().unwrap();
    server.note_prepared(recording_id, 2, 1_000);
    server.write(move |writing| {
        // The file of this test has one channel; its row says what a stereo file's would.
        earmark::db::leg::set_channel_roles(
            writing,
            recording_id,
            &[(0, ChannelRole::Agent), (1, ChannelRole::Customer)].into(),
        )
    });
    let call_id = accepted["call_id"].as_str().unwrap().to_owned();
    Stage { server, inspector, call_id, recording_id }
}

impl Stage {
    fn set(&self, token: &str, channels: &Value) -> Answer {
        let path = format!("/api/v1/recordings/{}/sides", self.recording_id);
        self.server.send_json("PUT", &path, token, &json!({ "channels": channels }))
    }

    fn call(&self) -> Value {
        self.server.get(&format!("/api/v1/calls/{}", self.call_id), &self.inspector).json()
    }
}

#[test]
fn the_other_way_round_moves_the_agent_and_stands_in_the_audit_trail_once() {
    let stage = stage();
    let other = json!({"0": "customer", "1": "agent"});
    for _ in 0..2 {
        let set = stage.set(&stage.inspector, &other);
        assert_eq!((set.status, &set.json()["channels"]), (200, &other), "{set:?}");
    }
    let call = stage.call();
    assert_eq!(call["recordings"][0]["channels"], other);
    assert_eq!(call["agents"][0]["channel"], 1);
    let id = stage.recording_id.to_string();
    let lines = stage.server.read(move |reading| audit::about(reading, "recording", &id, 100));
    let told: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(told, ["recording.sides_set"], "said twice, it changed once");
    assert!(
        lines[0].detail_json.contains(r#""from":{"0":"agent","1":"customer"}"#),
        "{}",
        lines[0].detail_json
    );
}

#[test]
fn what_is_no_side_and_who_does_not_score_is_refused() {
    let stage = stage();
    for wrong in [json!({}), json!({"2": "agent"}), json!({"0": "somebody"})] {
        assert_eq!(stage.set(&stage.inspector, &wrong).status, 422, "{wrong}");
    }
    stage.server.person("trainer", Role::Trainer, None, None);
    let trainer = stage.server.person_token("trainer");
    assert_eq!(stage.set(&trainer, &json!({"0": "customer"})).status, 403);
    assert_eq!(stage.call()["recordings"][0]["channels"]["0"], "agent");
}

#[test]
fn of_two_legs_it_is_said_of_the_pair_and_each_becomes_the_other() {
    let stage = stage();
    let pair = stage.recording_id;
    let call_id = stage.call_id.parse().unwrap();
    let legs: Vec<RecordingId> = [("agent", 550), ("customer", 660)]
        .map(|(side, pitch)| {
            let metadata = json!({"native_id": "1", "leg": side}).to_string();
            let pbx = stage.server.source_token("pbx");
            let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &tone(pitch))];
            stage.server.post_call(&pbx, &parts).json()["recording_id"].as_str().unwrap().parse().unwrap()
        })
        .into();
    let ids = legs.clone();
    stage.server.write(move |writing| recording::set_paired(writing, &ids, pair));
    assert_eq!(stage.set(&stage.inspector, &json!({"0": "customer", "1": "agent"})).status, 200);
    let sides = stage.server.read(move |reading| recording::of_call(reading, call_id));
    let side = |id| sides.iter().find(|one| one.id == id).unwrap().leg;
    assert_eq!((side(legs[0]), side(legs[1])), (Some(ChannelRole::Customer), Some(ChannelRole::Agent)));
    let path = format!("/api/v1/recordings/{}/sides", legs[0]);
    let refused =
        stage.server.send_json("PUT", &path, &stage.inspector, &json!({"channels": {"0": "agent"}}));
    assert_eq!((refused.status, refused.code().as_str()), (409, "heard_through_its_pair"));
}
