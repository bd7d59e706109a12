//! Transcripts corrected: by whom, read by whom, taken back, and what another transcription keeps of it.

use super::redaction::{Stage, stage};
use earmark::db::job;
use earmark::db::recording::ChannelRole;
use earmark::db::transcript::Utterance;
use serde_json::{Value, json};

impl Stage {
    fn correct(&self, body: &Value) -> u16 {
        let path = format!("/api/v1/recordings/{}/corrections", self.recording_id);
        self.server.send_json("POST", &path, &self.inspector, body).status
    }

    fn refused(&self, body: &Value) -> String {
        let path = format!("/api/v1/recordings/{}/corrections", self.recording_id);
        self.server.send_json("POST", &path, &self.inspector, body).code()
    }

    fn corrections(&self) -> Vec<Value> {
        self.get("/corrections", &self.inspector).json()["items"].as_array().unwrap().clone()
    }

    fn undo(&self, correction: &Value) -> super::server::Answer {
        let path = format!("/corrections/{}", correction["id"].as_str().unwrap());
        let path = format!("/api/v1/recordings/{}{path}", self.recording_id);
        self.server.send("DELETE", &path, &[("authorization", &format!("Bearer {}", self.inspector))])
    }

    fn items(&self, token: &str) -> Vec<Value> {
        self.get("/transcript", token).json()["items"].as_array().unwrap().clone()
    }
}

#[test]
fn a_correction_is_read_by_everybody_and_gone_once_it_is_taken_back() {
    let stage = stage();
    stage.transcribed(&["helo", "bye"]);
    assert_eq!(
        stage.correct(&json!({"number": 0, "before": "helo", "text": "Hello there", "speaker": "agent"})),
        204
    );
    let read = stage.items(&stage.agent);
    assert_eq!(
        (&read[0]["text"], &read[0]["role"], &read[0]["corrected"], &read[1]["corrected"]),
        (&json!("Hello there"), &json!("agent"), &json!(true), &json!(false))
    );
    let made = stage.corrections();
    assert_eq!(
        (&made[0]["before"], &made[0]["text"], &made[0]["made_by"]["name"], &made[0]["number"]),
        (&json!("helo"), &json!("Hello there"), &json!("inspector"), &json!(0))
    );
    assert_eq!(stage.undo(&made[0]).status, 204);
    assert_eq!(stage.undo(&made[0]).status, 204, "taken back already");
    let read = stage.items(&stage.agent);
    assert_eq!((&read[0]["text"], &read[0]["role"]), (&json!("helo"), &Value::Null));
    let kept = stage.corrections();
    assert_eq!((kept.len(), &kept[0]["undone_by"]["name"]), (1, &json!("inspector")));
    assert_eq!((stage.trail("recording.corrected"), stage.trail("recording.correction_undone")), (1, 1));
}

#[test]
fn what_is_corrected_into_a_number_is_hidden_and_its_sound_is_made_anew() {
    let stage = stage();
    stage.transcribed(&["Good morning.", "it is for eleven eleven"]);
    assert_eq!(stage.get("/audio", &stage.agent).status, 200, "nothing to hide");
    let said = json!({"number": 1, "before": "it is for eleven eleven", "text": "it is 4111 1111 1111 1111"});
    assert_eq!(stage.correct(&said), 204);
    assert_eq!(stage.items(&stage.agent)[1]["text"], "it is ⟦card⟧");
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");
    let call_id = stage.call_id.parse().unwrap();
    let jobs = stage.server.read(move |reading| job::of_call(reading, call_id));
    assert!(jobs.iter().any(|job| job.kind == job::REDACT_SOUND));
    // Corrections are read by those alone who may read what is hidden, and that is noted.
    assert_eq!(stage.get("/corrections", &stage.agent).status, 403);
    assert_eq!(stage.trail("recording.original_read"), 0);
    for _ in 0..2 {
        stage.corrections();
    }
    assert_eq!(stage.trail("recording.original_read"), 1, "once a day");
    assert_eq!(stage.undo(&stage.corrections()[0]).status, 204);
    assert_eq!(stage.get("/audio", &stage.agent).status, 200, "nothing is hidden any more");
}

#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let stage = stage();
    stage.transcribed(&["helo"]);
    let first = json!({"number": 0, "before": "helo", "text": "hello"});
    assert_eq!(stage.correct(&first), 204);
    assert_eq!(stage.refused(&first), "", "it stands so already");
    assert_eq!(stage.refused(&json!({"number": 0, "before": "helo", "text": "hallo"})), "words_changed");
    assert_eq!(stage.refused(&json!({"number": 0, "text": "hallo"})), "words_changed");
    assert_eq!(stage.refused(&json!({"number": 7, "speaker": "agent"})), "no_such_utterance");
    assert_eq!(stage.refused(&json!({"number": 0})), "nothing_to_correct");
    assert_eq!(stage.refused(&json!({"number": 0, "start_ms": 5, "end_ms": 5})), "bad_utterance_times");
    assert_eq!(stage.refused(&json!({"number": 0, "start_ms": 5})), "bad_body");
    assert_eq!(stage.refused(&json!({"number": 0, "speaker": "mixed"})), "bad_body");
    let marked = json!({"number": 0, "before": "hello", "text": "it is ⟦card⟧"});
    assert_eq!(stage.refused(&marked), "bad_utterance_text");
    // One upon the other: the younger is taken back first.
    assert_eq!(stage.correct(&json!({"number": 0, "before": "hello", "text": "Hello."})), 204);
    let made = stage.corrections();
    assert_eq!(stage.undo(&made[1]).code(), "correction_built_upon");
    assert_eq!((stage.undo(&made[0]).status, stage.undo(&made[1]).status), (204, 204));
}

#[test]
fn another_transcription_keeps_what_still_fits_and_says_what_does_not() {
    let stage = stage();
    stage.transcribed(&["helo", "by"]);
    stage.correct(&json!({"number": 0, "before": "helo", "text": "hello"}));
    stage.correct(&json!({"number": 1, "before": "by", "text": "bye"}));
    stage.transcribed(&["helo", "goodbye"]);
    let texts: Vec<Value> = stage.items(&stage.agent).iter().map(|one| one["text"].clone()).collect();
    assert_eq!(texts, [json!("hello"), json!("goodbye")]);
    let numbers: Vec<Value> = stage.corrections().iter().map(|one| one["number"].clone()).collect();
    assert_eq!(numbers, [Value::Null, json!(0)], "the youngest first");
}

#[test]
fn agent_and_customer_are_exchanged_in_all_lines_where_they_are_known() {
    let stage = stage();
    stage.transcribed(&["one", "two", "three"]);
    stage.correct(&json!({"number": 0, "speaker": "agent"}));
    stage.correct(&json!({"number": 1, "speaker": "customer"}));
    let path = format!("/api/v1/recordings/{}/corrections/speakers", stage.recording_id);
    let exchanged = stage.server.send_json("POST", &path, &stage.inspector, &json!({"channel": 0}));
    assert_eq!(exchanged.json()["utterances"], 2);
    let roles: Vec<Value> = stage.items(&stage.agent).iter().map(|one| one["role"].clone()).collect();
    assert_eq!(roles, [json!("customer"), json!("agent"), Value::Null]);
}

#[test]
fn where_nobody_is_known_one_key_gives_all_lines_to_the_agent_and_then_to_the_customer() {
    let stage = stage();
    stage.transcribed(&["one", "two"]);
    let path = format!("/api/v1/recordings/{}/corrections/speakers", stage.recording_id);
    for role in ["agent", "customer", "agent"] {
        let exchanged = stage.server.send_json("POST", &path, &stage.inspector, &json!({"channel": 0}));
        assert_eq!(exchanged.json()["utterances"], 2);
        assert!(stage.items(&stage.agent).iter().all(|one| one["role"] == role), "{role}");
    }
}

#[test]
fn speakers_guessed_from_the_voices_are_exchanged_and_set_one_by_one() {
    let stage = stage();
    let said = |number: i32, speaker| Utterance {
        number,
        channel: 0,
        start_ms: i64::from(number) * 300,
        end_ms: i64::from(number) * 300 + 250,
        text: "said".to_owned(),
        confidence: 0.9,
        words: None,
        speaker,
    };
    let (agent, customer) = (Some(ChannelRole::Agent), Some(ChannelRole::Customer));
    stage.heard(vec![said(0, agent), said(1, customer), said(2, None)]);
    let roles = || {
        let items = stage.items(&stage.agent);
        items.iter().map(|one| one["role"].as_str().unwrap_or("nobody").to_owned()).collect::<Vec<_>>()
    };
    // The source says that agent and customer are on one channel: nobody knows from that who speaks.
    assert_eq!(roles(), ["agent", "customer", "nobody"]);
    assert_eq!(stage.correct(&json!({"number": 2, "speaker": "agent"})), 204);
    let path = format!("/api/v1/recordings/{}/corrections/speakers", stage.recording_id);
    let exchanged = stage.server.send_json("POST", &path, &stage.inspector, &json!({"channel": 0}));
    assert_eq!(exchanged.json()["utterances"], 3);
    assert_eq!(roles(), ["customer", "agent", "customer"]);
}

#[test]
fn words_follow_who_is_heard_on_which_channel_but_for_what_somebody_said_of_a_line() {
    let stage = stage();
    stage.transcribed(&["one", "two"]);
    stage.correct(&json!({"number": 1, "speaker": "customer"}));
    let id = stage.recording_id;
    stage.server.note_prepared(id, 1, 1_000);
    let path = format!("/api/v1/recordings/{id}/sides");
    let set = stage.server.send_json("PUT", &path, &stage.inspector, &json!({"channels": {"0": "agent"}}));
    assert_eq!(set.status, 200);
    let roles: Vec<Value> = stage.items(&stage.agent).iter().map(|one| one["role"].clone()).collect();
    assert_eq!(roles, [json!("agent"), json!("customer")]);
}

#[test]
fn whoever_does_not_score_corrects_nothing() {
    let stage = stage();
    stage.transcribed(&["helo"]);
    let path = format!("/api/v1/recordings/{}/corrections", stage.recording_id);
    let body = json!({"number": 0, "before": "helo", "text": "hello"});
    assert_eq!(stage.server.send_json("POST", &path, &stage.agent, &body).status, 403);
}
