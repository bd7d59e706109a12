//! A transcript made once more: by whom, once at a time, and what is told of it meanwhile.

use super::redaction::{Stage, stage};
use super::server::Answer;
use earmark::db::job::{self, Backoff, JobState, Lane, TRANSCRIBE_RECORDING};
use earmark::db::person::Role;
use earmark::ids::WorkerId;
use serde_json::{Value, json};
use std::time::Duration;

const LEASE: Duration = Duration::from_mins(1);

impl Stage {
    fn ask(&self, token: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/recordings/{}/transcript", self.recording_id);
        self.server.send_json("POST", &path, token, body)
    }

    fn ask_again(&self, token: &str) -> u16 {
        self.ask(token, &json!({"again": true})).status
    }

    fn person(&self, name: &str, role: Role, project: Option<&str>) -> String {
        self.server.person(name, role, None, project);
        self.server.person_token(name)
    }

    /// How many transcriptions of the call stand so.
    fn transcriptions(&self, state: JobState) -> usize {
        let call_id = self.call_id.parse().unwrap();
        let jobs = self.server.read(move |reading| job::of_call(reading, call_id));
        jobs.iter().filter(|job| job.kind == TRANSCRIBE_RECORDING && job.state == state).count()
    }

    /// What the page of the transcript tells of it.
    fn again(&self) -> (Value, Value, Value) {
        let page = self.get("/transcript", &self.inspector).json();
        (page["state"].clone(), page["again"].clone(), page["failure"].clone())
    }
}

/// A prepared recording with its words.
fn transcribed() -> Stage {
    let stage = stage();
    stage.server.note_prepared(stage.recording_id, 1, 1_000);
    stage.transcribed(&["helo"]);
    stage
}

#[test]
fn whoever_scores_or_looks_after_sources_has_it_transcribed_again_and_nobody_else() {
    let stage = transcribed();
    for token in [
        &stage.agent,
        &stage.person("trainer", Role::Trainer, None),
        &stage.person("leader", Role::TeamLeader, None),
        &stage.pbx,
    ] {
        assert_eq!(stage.ask_again(token), 403);
    }
    for (name, role) in [("i", Role::Inspector), ("m", Role::QaManager)] {
        assert_eq!(stage.ask_again(&stage.person(name, role, Some("telesales"))), 404, "{name}");
    }
    assert_eq!(stage.transcriptions(JobState::Waiting), 0);
    // Asked for without that word, words that are there are no news.
    assert_eq!(stage.ask(&stage.inspector, &json!({})).status, 204);
    assert_eq!(stage.transcriptions(JobState::Waiting), 0);
    let wrong = stage.ask(&stage.inspector, &json!({"again": "yes"}));
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "bad_body"));

    // Whoever runs the machine reads no transcripts, and has them made all the same.
    let administrator = stage.person("tom", Role::Administrator, None);
    assert_eq!(stage.ask(&administrator, &json!({})).status, 403);
    for token in [&stage.inspector, &stage.manager, &administrator] {
        assert_eq!(stage.ask_again(token), 204);
        assert_eq!(stage.transcriptions(JobState::Waiting), 1, "once");
    }
    assert_eq!(stage.trail("transcript.asked_again"), 1);
}

#[test]
fn while_it_waits_and_runs_the_words_of_now_are_read_and_a_failure_is_told() {
    let stage = transcribed();
    assert_eq!(stage.again(), (json!("ready"), Value::Null, Value::Null));
    assert_eq!(stage.ask_again(&stage.inspector), 204);
    assert_eq!(stage.again(), (json!("ready"), json!("waiting"), Value::Null));

    let worker = WorkerId::new();
    let claim = || {
        let claimed = stage.server.write(move |writing| job::claim(writing, Lane::Transcribe, worker, LEASE));
        claimed.unwrap().id
    };
    let id = claim();
    assert_eq!(stage.again().1, json!("running"));
    assert_eq!(stage.ask_again(&stage.inspector), 204);
    assert_eq!(stage.transcriptions(JobState::Waiting), 0, "it is at work");
    stage.transcribed(&["hello"]);
    assert!(stage.server.write(move |writing| job::finish(writing, id, worker)));
    assert_eq!(stage.again(), (json!("ready"), Value::Null, Value::Null));

    assert_eq!(stage.ask_again(&stage.inspector), 204);
    let id = claim();
    let hopeless = Backoff::default();
    stage.server.write(move |writing| job::fail(writing, id, worker, "no ears", true, hopeless));
    assert_eq!(stage.again(), (json!("ready"), json!("failed"), json!("no ears")));
    // Asked for again, what was given up makes room.
    assert_eq!(stage.ask_again(&stage.inspector), 204);
    assert_eq!((stage.transcriptions(JobState::Dead), stage.transcriptions(JobState::Waiting)), (0, 1));
    assert_eq!(stage.again().1, json!("waiting"));
}

#[test]
fn what_is_not_prepared_has_to_wait() {
    let stage = stage();
    assert_eq!(stage.ask(&stage.inspector, &json!({"again": true})).code(), "not_prepared_yet");
}
