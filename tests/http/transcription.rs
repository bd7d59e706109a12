//! The page *Transcription* from outside: looked at, put first, stopped, tried again, paused.

use super::redaction::{self, Stage};
use super::server::TestServer;
use super::tone::tone;
use earmark::db::job::{self, Backoff, Lane, NewJob};
use earmark::db::person::Role;
use earmark::db::{audit, setting};
use earmark::ids::{CallId, RecordingId, WorkerId};
use serde_json::{Value, json};
use std::time::Duration;

const MINUTE_MS: i64 = 60_000;

/// A server with so many recordings that wait for their words, an administrator and their token.
fn waiting(count: u16) -> (TestServer, String) {
    let server = TestServer::start();
    server.person("tom", Role::Administrator, None, None);
    let (recorder, administrator) = (server.source_token("pbx"), server.person_token("tom"));
    for number in 0..count {
        let metadata = json!({ "native_id": format!("n-{number}") }).to_string();
        let audio = tone(400 + number);
        let accepted =
            server.post_call(&recorder, &[("metadata", metadata.as_bytes()), ("audio", &audio)]).json();
        let id = |field: &str| accepted[field].as_str().unwrap().to_owned();
        let call_id: CallId = id("call_id").parse().unwrap();
        let recording_id: RecordingId = id("recording_id").parse().unwrap();
        let transcribe = NewJob::transcribe(call_id, recording_id, Some(MINUTE_MS));
        server.write(move |writing| job::enqueue(writing, &transcribe));
    }
    (server, administrator)
}

fn jobs(server: &TestServer, token: &str) -> Vec<String> {
    let page = server.get("/api/v1/transcription/waiting", token).json();
    let id = |one: &Value| one["work"]["job_id"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(id).collect()
}

fn waiting_recordings(server: &TestServer, token: &str) -> Vec<String> {
    let page = server.get("/api/v1/transcription/waiting", token).json();
    let id = |one: &Value| one["work"]["recording_id"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(id).collect()
}

fn act(server: &TestServer, token: &str, path: &str, body: &Value) -> u16 {
    let method = if path.ends_with("pause") { "PUT" } else { "POST" };
    server.send_json(method, &format!("/api/v1/transcription/{path}"), token, body).status
}

#[test]
fn what_waits_is_seen_put_first_and_stopped() {
    let (server, administrator) = waiting(3);
    let shown = server.get("/api/v1/transcription", &administrator).json();
    assert_eq!((&shown["is_paused"], &shown["running"]), (&json!(false), &json!([])));
    let behind = &shown["behind"][0];
    assert_eq!((&behind["source"]["name"], &behind["recordings"]), (&json!("pbx"), &json!(3)));
    assert_eq!((&behind["audio_ms"], &shown["ends_at"]), (&json!(3 * MINUTE_MS), &Value::Null));

    let recordings = waiting_recordings(&server, &administrator);
    let [one, two, three] = jobs(&server, &administrator).try_into().unwrap();
    assert_eq!(act(&server, &administrator, &format!("jobs/{three}/first"), &json!({})), 204);
    assert_eq!(jobs(&server, &administrator), [three.clone(), one.clone(), two.clone()]);

    assert_eq!(act(&server, &administrator, &format!("jobs/{one}/stop"), &json!({})), 204);
    let again = server.send_json(
        "POST",
        &format!("/api/v1/transcription/jobs/{one}/stop"),
        &administrator,
        &json!({}),
    );
    assert_eq!((again.status, again.code().as_str()), (409, "transcription_ended"));
    assert_eq!(jobs(&server, &administrator), [three, two]);

    let failures = server.get("/api/v1/transcription/failures", &administrator).json();
    let group = &failures["items"][0];
    assert_eq!((&group["was_stopped"], &group["count"]), (&json!(true), &json!(1)));
    let reason = json!({ "reason": group["reason"] });
    let retried =
        server.send_json("POST", "/api/v1/transcription/failures/retry", &administrator, &reason).json();
    assert_eq!(retried["count"], 1);
    assert_eq!(jobs(&server, &administrator).len(), 3);
    let failures = server.get("/api/v1/transcription/failures", &administrator).json();
    assert_eq!(failures["items"], json!([]));
    let actions: Vec<String> = recordings
        .into_iter()
        .flat_map(|id| server.read(move |reading| audit::about(reading, "recording", &id, 20)))
        .map(|line| line.action)
        .collect();
    for action in ["put_first", "stopped", "retried"] {
        assert!(actions.contains(&format!("transcription.{action}")), "{actions:?}");
    }
}

#[test]
fn what_was_given_up_is_told_by_its_code_and_tried_again_by_it() {
    let (server, administrator) = waiting(3);
    for sentence in ["the speech library failed", "the speech library failed otherwise"] {
        server.write(move |writing| {
            let worker = WorkerId::new();
            let claimed = job::claim(writing, Lane::Transcribe, worker, Duration::from_mins(1))?.unwrap();
            let why = job::coded("speech_engine_failed", sentence);
            job::fail(writing, claimed.id, worker, &why, true, Backoff::default())
        });
    }
    let failures = server.get("/api/v1/transcription/failures", &administrator).json();
    let [group] = failures["items"].as_array().unwrap().as_slice() else { panic!("{failures}") };
    assert_eq!((&group["reason"], &group["count"]), (&json!("speech_engine_failed"), &json!(2)));
    assert!(group["message"].as_str().unwrap().starts_with("the speech library failed"), "{group}");
    let sources = server.get("/api/v1/sources", &administrator).json();
    let path = format!("/api/v1/sources/{}/failures", sources["items"][0]["id"].as_str().unwrap());
    let of_source = server.get(&path, &administrator).json();
    assert_eq!(of_source["items"][0]["code"], "speech_engine_failed");

    let reason = json!({ "reason": "speech_engine_failed" });
    let retried =
        server.send_json("POST", "/api/v1/transcription/failures/retry", &administrator, &reason).json();
    assert_eq!(retried["count"], 2);
    assert_eq!(jobs(&server, &administrator).len(), 3);
}

#[test]
fn an_end_is_promised_as_long_as_work_goes_on() {
    let (server, administrator) = waiting(3);
    let worker = WorkerId::new();
    let claimed = server
        .write(move |writing| job::claim(writing, Lane::Transcribe, worker, Duration::from_mins(1)))
        .unwrap();
    server.clock.advance(Duration::from_secs(6));
    assert!(server.write(move |writing| job::finish(writing, claimed.id, worker)));
    let ends_at = || server.get("/api/v1/transcription", &administrator).json()["ends_at"].clone();
    assert!(ends_at().is_string());
    assert_eq!(act(&server, &administrator, "pause", &json!({ "paused": true })), 204);
    assert_eq!(ends_at(), Value::Null, "nothing new is begun");
    assert_eq!(act(&server, &administrator, "pause", &json!({ "paused": false })), 204);
    assert!(ends_at().is_string());
}

#[test]
fn pausing_holds_until_somebody_goes_on() {
    let (server, administrator) = waiting(1);
    assert_eq!(act(&server, &administrator, "pause", &json!({ "paused": true })), 204);
    assert_eq!(server.get("/api/v1/transcription", &administrator).json()["is_paused"], true);
    assert!(server.read(|reading| setting::is_on(reading, setting::TRANSCRIPTION_PAUSED)));
    assert_eq!(act(&server, &administrator, "pause", &json!({ "paused": false })), 204);
    assert_eq!(server.get("/api/v1/transcription", &administrator).json()["is_paused"], false);
}

#[test]
fn a_source_that_is_not_there_has_nothing_waiting() {
    let (server, administrator) = waiting(1);
    let path = format!("/api/v1/transcription/waiting?source={}", earmark::ids::SourceId::new());
    assert_eq!(server.get(&path, &administrator).status, 404);
}

/// Gives the source of this stage a policy, as an administrator does.
fn set_policy(stage: &Stage, administrator: &str, transcribe: &str) -> u16 {
    let sources = stage.server.get("/api/v1/sources", administrator).json();
    let path = format!("/api/v1/sources/{}", sources["items"][0]["id"].as_str().unwrap());
    let document = json!({ "name": "pbx", "time_zone": "UTC", "transcribe": transcribe });
    stage.server.send_json("PUT", &path, administrator, &document).status
}

#[test]
fn where_words_are_made_on_request_somebody_asks_or_is_turned_away() {
    let stage = redaction::stage();
    stage.server.person("tom", Role::Administrator, None, None);
    let administrator = stage.server.person_token("tom");
    assert_eq!(set_policy(&stage, &administrator, "sometimes"), 422);
    assert_eq!(set_policy(&stage, &administrator, "on_request"), 200);
    stage.server.note_prepared(stage.recording_id, 1, 1_000);
    let shown = stage.server.get("/api/v1/transcription", &administrator).json();
    assert_eq!(shown["policies"][0]["transcribes"], "on_request");

    let of_the_call = |field: &str| {
        let call = stage.server.get("/api/v1/calls", &stage.inspector).json()["items"][0].clone();
        call[field].clone()
    };
    // The recording is about to be prepared once more, as far as this stage goes.
    assert_eq!(stage.get("/transcript", &stage.inspector).json()["state"], "not_asked");
    assert_eq!(of_the_call("transcript"), "pending");
    assert_eq!(jobs(&stage.server, &administrator).len(), 0);

    // Whoever may not hear originals waits for the words, and so asks for them.
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");
    assert_eq!(jobs(&stage.server, &administrator).len(), 1);
    let [job] = jobs(&stage.server, &administrator).try_into().unwrap();
    assert_eq!(act(&stage.server, &administrator, &format!("jobs/{job}/stop"), &json!({})), 204);
    let refused = stage.get("/audio", &stage.agent);
    assert_eq!((refused.status, refused.code().as_str()), (409, "cannot_be_redacted"), "a person stopped it");
    assert_eq!(stage.get("/transcript", &stage.inspector).json()["state"], "stopped");
    assert_eq!(jobs(&stage.server, &administrator).len(), 0);

    let path = format!("/api/v1/recordings/{}/transcript", stage.recording_id);
    for _ in 0..2 {
        assert_eq!(stage.server.send_json("POST", &path, &stage.inspector, &json!({})).status, 204);
    }
    assert_eq!(jobs(&stage.server, &administrator).len(), 1);
    assert_eq!(stage.get("/transcript", &stage.inspector).json()["state"], "waiting");
    let id = stage.recording_id.to_string();
    let trail = stage.server.read(move |reading| audit::about(reading, "recording", &id, 20));
    assert_eq!(trail.iter().filter(|line| line.action == "transcript.asked_for").count(), 1);
}
