//! Calls that come without audio: entered by what their source says, joined by their audio later.

use super::server::{Answer, TestServer};
use super::tone::tone;
use earmark::access::Who;
use earmark::db::call::{self, Call};
use earmark::db::participation::{self, Participation};
use earmark::db::tombstone::{self, Tombstone};
use earmark::db::{Scope, audit, source};
use earmark::error::Coded;
use earmark::ids::{CallId, RecordingId, TombstoneId};
use earmark::recorder::{CallMetadata, EnteredCall, Intake, Patience, RecorderError};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::sync::Arc;

fn enter(server: &TestServer, metadata: &Value) -> Result<EnteredCall, RecorderError> {
    let intake = Intake {
        db: server.db.clone(),
        storage: Arc::clone(&server.storage),
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
        patience: Patience::default(),
    };
    let metadata = CallMetadata::parse(metadata.to_string().as_bytes())?;
    server.runtime.block_on(intake.enter_call(&Who::command_line(), metadata, None))
}

/// A row of a telephone system's records: one agent, a minute long.
fn row() -> Value {
    json!({ "source": "pbx", "native_id": "n1", "duration_ms": 60_000, "started_at": "2026-11-21T17:30:00Z",
        "agents": [{ "external_id": "3201", "name": "Mei" }] })
}

fn send_audio(server: &TestServer, metadata: &Value) -> Answer {
    let token = server.source_token("pbx");
    server.post_call(&token, &[("metadata", metadata.to_string().as_bytes()), ("audio", &tone(440))])
}

fn stored(server: &TestServer, id: CallId) -> (Call, Vec<Participation>) {
    server.read(move |reading| {
        let call = call::find(reading, &Scope::Everything, id)?.unwrap();
        Ok((call, participation::of_call(reading, id)?))
    })
}

fn actions(server: &TestServer, id: CallId) -> Vec<String> {
    let lines = server.read(move |reading| audit::about(reading, "call", &id.to_string(), 10));
    lines.into_iter().map(|line| line.action).collect()
}

#[test]
fn a_call_without_audio_is_there_with_its_parts_and_its_audit_line() {
    let server = TestServer::start();
    let entered = enter(&server, &row()).unwrap();
    let (call, parts) = stored(&server, entered.call_id);
    assert!(entered.is_new);
    assert_eq!((call.duration_ms, call.local_date.as_str()), (60_000, "2026-11-22"));
    assert_eq!((parts.len(), parts[0].recording_id), (1, None));
    assert_eq!(actions(&server, entered.call_id), ["call.entered"]);
}

#[test]
fn the_same_row_again_changes_nothing_and_a_fuller_one_fills_in() {
    let server = TestServer::start();
    let first = enter(&server, &row()).unwrap();
    let again = enter(&server, &row()).unwrap();
    assert_eq!((again.call_id, again.is_new), (first.call_id, false));
    let mut fuller = row();
    fuller["ticket"] = json!("T-7");
    enter(&server, &fuller).unwrap();
    assert_eq!(stored(&server, first.call_id).0.ticket.as_deref(), Some("T-7"));
    assert_eq!(actions(&server, first.call_id), ["call.entered", "call.completed"]);
}

#[test]
fn audio_that_comes_later_joins_the_call_and_its_parts() {
    for later in [
        json!({ "native_id": "n1", "channels": { "1": "agent" } }),
        json!({ "native_id": "n1", "agents": [{ "external_id": "3201", "channel": 1 }] }),
    ] {
        let server = TestServer::start();
        let entered = enter(&server, &row()).unwrap();
        let before = stored(&server, entered.call_id).1;
        let accepted = send_audio(&server, &later);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        let ids = accepted.json();
        assert_eq!(ids["call_id"], entered.call_id.to_string());
        let recording_id: RecordingId = ids["recording_id"].as_str().unwrap().parse().unwrap();
        let after = stored(&server, entered.call_id).1;
        assert_eq!(after.len(), 1, "an agent's part is not entered twice");
        assert_eq!((after[0].id, after[0].recording_id), (before[0].id, Some(recording_id)));
        assert_eq!(after[0].channel, Some(1));
    }
}

#[test]
fn a_row_that_comes_after_its_audio_describes_the_same_call() {
    let server = TestServer::start();
    let accepted = send_audio(&server, &json!({ "native_id": "n1" }));
    let entered = enter(&server, &row()).unwrap();
    assert_eq!(accepted.json()["call_id"], entered.call_id.to_string());
    let (call, parts) = stored(&server, entered.call_id);
    assert_eq!((entered.is_new, call.duration_ms, parts.len()), (false, 60_000, 1));
    assert_eq!(parts[0].recording_id.unwrap().to_string(), accepted.json()["recording_id"]);
}

#[test]
fn what_is_measured_counts_for_more_than_what_was_said() {
    let server = TestServer::start();
    let entered = enter(&server, &row()).unwrap();
    let accepted = send_audio(&server, &json!({ "native_id": "n1" }));
    let recording_id = accepted.json()["recording_id"].as_str().unwrap().parse().unwrap();
    server.note_prepared(recording_id, 1, 1_234);
    assert_eq!(stored(&server, entered.call_id).0.duration_ms, 1_234);
    let mut longer = row();
    longer["duration_ms"] = json!(99_000);
    longer["ticket"] = json!("T-7");
    enter(&server, &longer).unwrap();
    assert_eq!(stored(&server, entered.call_id).0.duration_ms, 1_234);
}

#[test]
fn a_row_needs_an_id_of_its_own_and_does_not_raise_the_dead() {
    let server = TestServer::start();
    let nameless = enter(&server, &json!({ "source": "pbx" })).unwrap_err();
    assert_eq!(nameless.code(), "metadata_field");
    server.write(|writing| {
        let source_id = source::find_or_make(writing, "pbx")?.id;
        let created_at = writing.now();
        let buried = Tombstone {
            id: TombstoneId::new(),
            source_id,
            native_id: Some("n1".to_owned()),
            content_hash: None,
            reason: "erased".to_owned(),
            created_at,
        };
        tombstone::insert(writing, &buried)
    });
    assert_eq!(enter(&server, &row()).unwrap_err().code(), "call_deleted");
}
