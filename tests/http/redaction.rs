//! What is hidden of a call, and from whom: before it is worked out, afterwards, and who may hear it all the
//! same.

use super::server::{Answer, TestServer};
use super::tone::tone;
use earmark::db::job::{self, Backoff, JobState, NewJob};
use earmark::db::person::Role;
use earmark::db::redaction;
use earmark::db::source::{self, Source};
use earmark::db::stored_object::{self, Purpose, StoredObject};
use earmark::db::transcript::{self, Transcript, Utterance};
use earmark::db::{Scope, audit, recording};
use earmark::ids::{ObjectKey, RecordingId, TranscriptId, WorkerId};
use earmark::transcription::words;
use futures_util::stream::{self, StreamExt};
use serde_json::{Map, Value, json};
use std::time::Duration;

const SECRET: &str = "it is 4111 1111 1111 1111";

pub(crate) struct Stage {
    pub(crate) server: TestServer,
    pub(crate) call_id: String,
    pub(crate) recording_id: RecordingId,
    pub(crate) pbx: String,
    pub(crate) agent: String,
    pub(crate) inspector: String,
    pub(crate) manager: String,
}

/// A call of a source that redacts, of an agent who may hear it.
pub(crate) fn stage() -> Stage {
    let server = TestServer::start();
    let pbx = server.redacting_source_token("pbx");
    let person_id = server.person("agent", Role::Agent, None, None);
    server.write(move |writing| {
        let source = source::by_name(writing, "pbx")?.unwrap();
        let agent = earmark::db::agent::find_or_make(writing, source.id, "3201", None)?;
        earmark::db::agent::tie_to_person(writing, agent.id, person_id, super::server::noon(), None)
    });
    server.person("inspector", Role::Inspector, None, None);
    server.person("manager", Role::QaManager, None, None);
    let (agent, inspector, manager) =
        (server.person_token("agent"), server.person_token("inspector"), server.person_token("manager"));
    let metadata = json!({"native_id": "1", "agents": [{"external_id": "3201", "channel": 0}]}).to_string();
    let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &tone(440))];
    let accepted = server.post_call(&pbx, &parts).json();
    let call_id = accepted["call_id"].as_str().unwrap().to_owned();
    let recording_id = accepted["recording_id"].as_str().unwrap().parse().unwrap();
    Stage { server, call_id, recording_id, pbx, agent, inspector, manager }
}

impl Stage {
    pub(crate) fn get(&self, path: &str, token: &str) -> Answer {
        self.server.get(&format!("/api/v1/recordings/{}{path}", self.recording_id), token)
    }

    /// As the job does that transcribes.
    pub(crate) fn transcribed(&self, texts: &[&str]) {
        let utterance = |(number, text): (i32, &&str)| Utterance {
            number,
            channel: 0,
            start_ms: i64::from(number) * 300,
            end_ms: i64::from(number) * 300 + 250,
            text: (*text).to_owned(),
            confidence: 0.9,
            words: None,
            speaker: None,
        };
        self.heard((0..).zip(texts).map(utterance).collect());
    }

    /// The same, with all that is known of what was heard.
    pub(crate) fn heard(&self, utterances: Vec<Utterance>) {
        let id = self.recording_id;
        self.server.write(move |writing| {
            let version = Transcript {
                id: TranscriptId::new(),
                recording_id: id,
                engine: "whisper.cpp".to_owned(),
                model: "base".to_owned(),
                settings: Map::new(),
                language: Some("en".to_owned()),
                is_current: true,
                created_at: writing.now(),
            };
            transcript::insert_as_current(writing, &version, &utterances)?;
            words::renew(writing, id)
        });
    }

    /// As the job does that makes the redacted sound; here it is another tone.
    pub(crate) fn sound_made(&self) {
        let (id, bytes) = (self.recording_id, tone(880));
        let (key, size) = (ObjectKey::new(), bytes.len());
        let stream = stream::once(async move { Ok(bytes.into()) }).boxed();
        self.server.runtime.block_on(self.server.storage.put(key, size as u64, stream)).unwrap();
        self.server.write(move |writing| {
            let recording = recording::find(writing, &Scope::Everything, id)?.unwrap();
            let (edition, _) = redaction::spans(writing, id)?.unwrap();
            assert!(redaction::set_sound(writing, id, edition)?);
            let object = StoredObject {
                key,
                call_id: recording.call_id,
                recording_id: Some(id),
                purpose: Purpose::Redacted,
                bytes: i64::try_from(size).unwrap(),
                created_at: writing.now(),
            };
            stored_object::forget(writing, id, Purpose::Redacted)?;
            stored_object::insert(writing, &object)
        });
    }

    /// What the trail says of the recording, as who did what.
    pub(crate) fn trail(&self, action: &str) -> usize {
        let (id, action) = (self.recording_id.to_string(), action.to_owned());
        let lines = self
            .server
            .read(move |reading| audit::last_of(reading, "recording", &id, &[action.as_str()], 100));
        lines.len()
    }

    fn standing(&self) -> Value {
        self.get("", &self.agent).json()["redaction"].clone()
    }
}

#[test]
fn until_it_is_known_what_is_hidden_the_call_is_being_prepared_for_everybody_else() {
    let stage = stage();
    assert_eq!(stage.standing(), json!({"state": "pending", "hidden": 0}));
    for path in ["/audio", "/transcript"] {
        let refused = stage.get(path, &stage.agent);
        assert_eq!((refused.status, refused.code().as_str()), (409, "being_redacted"), "{path}");
    }
    let vcon = stage.server.get(&format!("/api/v1/calls/{}/vcon", stage.call_id), &stage.agent);
    assert_eq!((vcon.status, vcon.code().as_str()), (409, "being_redacted"));

    // An inspector begins before the transcript is there, and that is noted.
    assert_eq!(stage.get("/audio", &stage.inspector).body, tone(440));
    assert_eq!(stage.get("/transcript", &stage.inspector).json()["state"], "waiting");
    assert_eq!((stage.trail("recording.original_played"), stage.trail("recording.original_read")), (1, 0));
    assert_eq!(stage.trail("recording.played"), 0);
}

#[test]
fn whoever_is_turned_away_moves_the_call_to_the_head_of_the_queue() {
    let stage = stage();
    let priority = |stage: &Stage| {
        let call_id = stage.call_id.parse().unwrap();
        stage.server.read(move |reading| job::is_news(reading, call_id, job::Wish::Awaited))
    };
    assert!(priority(&stage));
    stage.get("/audio", &stage.inspector);
    assert!(priority(&stage), "nobody was turned away");
    stage.get("/audio", &stage.agent);
    assert!(!priority(&stage));
}

impl Stage {
    /// The work that this is about is begun, and given up.
    fn given_up(&self, work: NewJob) {
        let work = NewJob { priority: 1_000, ..work };
        self.server.write(move |writing| {
            let (lane, worker) = (work.lane, WorkerId::new());
            job::enqueue(writing, &work)?;
            let claimed = job::claim(writing, lane, worker, Duration::from_mins(1))?.unwrap();
            assert_eq!(claimed.kind, work.kind);
            let why = job::coded("speech_engine_failed", "it broke");
            job::fail(writing, claimed.id, worker, &why, true, Backoff::default()).map(drop)
        });
    }

    fn is_awaited(&self) -> bool {
        let call_id = self.call_id.parse().unwrap();
        !self.server.read(move |reading| job::is_news(reading, call_id, job::Wish::Awaited))
    }
}

#[test]
fn where_it_was_given_up_nobody_is_told_to_come_again_in_a_minute() {
    let stage = stage();
    let call_id = stage.call_id.parse().unwrap();
    stage.given_up(NewJob::transcribe(call_id, stage.recording_id, None));
    for path in ["/audio", "/transcript"] {
        let refused = stage.get(path, &stage.agent);
        assert_eq!((refused.status, refused.code().as_str()), (409, "cannot_be_redacted"), "{path}");
    }
    assert_eq!(stage.get("/audio", &stage.inspector).body, tone(440), "as long as it is not redacted");
    let read = stage.get("/transcript", &stage.inspector).json();
    assert_eq!((&read["state"], &read["failure_code"]), (&json!("failed"), &json!("speech_engine_failed")));
    assert_eq!(read["failure"], "it broke");
    // Somebody has it tried again.
    let again = NewJob::transcribe(call_id, stage.recording_id, None);
    stage.server.write(move |writing| job::enqueue(writing, &again));
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");

    stage.transcribed(&[SECRET]);
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");
    let id = stage.recording_id;
    stage.server.write(move |writing| {
        let jobs = job::of_call(writing, call_id)?;
        let sound = jobs.iter().find(|one| one.kind == job::REDACT_SOUND).unwrap().id;
        job::cancel(writing, sound)
    });
    stage.given_up(NewJob::redact_sound(call_id, id));
    assert_eq!(stage.get("/audio", &stage.agent).code(), "cannot_be_redacted");
    assert_eq!(stage.get("/transcript", &stage.agent).status, 200, "the words are hidden");
}

#[test]
fn what_cannot_be_decoded_cannot_be_redacted() {
    let stage = stage();
    let id = stage.recording_id;
    stage.server.write(move |writing| recording::set_failed(writing, id, "no_audio", "There is no audio."));
    assert_eq!(stage.get("/audio", &stage.agent).code(), "cannot_be_redacted");
    let read = stage.get("/transcript", &stage.inspector).json();
    assert_eq!((&read["state"], &read["failure_code"]), (&json!("failed"), &json!("no_audio")));
}

#[test]
fn whoever_reads_while_the_sound_is_made_moves_it_to_the_head_of_the_queue() {
    let stage = stage();
    stage.transcribed(&[SECRET]);
    assert_eq!(stage.standing()["state"], "words");
    stage.get("/transcript", &stage.inspector);
    assert!(!stage.is_awaited(), "an inspector hears it now");
    assert_eq!(stage.get("/transcript", &stage.agent).status, 200);
    assert!(stage.is_awaited());
}

#[test]
fn an_original_that_the_browser_has_already_is_noted_when_it_is_heard_again() {
    let stage = stage();
    stage.transcribed(&[SECRET]);
    stage.sound_made();
    let path = format!("/api/v1/recordings/{}/original/audio", stage.recording_id);
    let tag = stage.get("/original/audio", &stage.inspector).header("etag").unwrap().to_owned();
    let authorization = format!("Bearer {}", stage.manager);
    let kept = stage.server.send("GET", &path, &[("authorization", &authorization), ("if-none-match", &tag)]);
    assert_eq!(kept.status, 304);
    assert_eq!(stage.trail("recording.original_played"), 2, "the manager has it from the inspector");
    // What everybody hears is noted when it is handed out.
    let tag = stage.get("/audio", &stage.inspector).header("etag").unwrap().to_owned();
    let path = format!("/api/v1/recordings/{}/audio", stage.recording_id);
    let kept = stage.server.send("GET", &path, &[("authorization", &authorization), ("if-none-match", &tag)]);
    assert_eq!((kept.status, stage.trail("recording.played")), (304, 1));
}

#[test]
fn words_are_open_once_they_are_hidden_and_the_sound_once_it_is() {
    let stage = stage();
    stage.transcribed(&["Thank you for calling.", SECRET, "That worked."]);
    assert_eq!(stage.standing(), json!({"state": "words", "hidden": 1}));
    let read = stage.get("/transcript", &stage.agent).json();
    let texts: Vec<&str> =
        read["items"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Thank you for calling.", "it is ⟦card⟧", "That worked."]);
    assert_eq!(read["is_original"], false);
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");
    assert_eq!(stage.get("/audio", &stage.inspector).body, tone(440));

    stage.sound_made();
    assert_eq!(stage.standing(), json!({"state": "done", "hidden": 1}));
    for token in [&stage.agent, &stage.inspector, &stage.manager, &stage.pbx] {
        assert_eq!(stage.get("/audio", token).body, tone(880), "everybody hears the same");
    }
    // The job was entered for it.
    let call_id = stage.call_id.parse().unwrap();
    let jobs = stage.server.read(move |reading| job::of_call(reading, call_id));
    let sound = jobs.iter().find(|job| job.kind == job::REDACT_SOUND).unwrap();
    assert_eq!(sound.state, JobState::Waiting);
}

#[test]
fn the_original_is_asked_for_apart_by_those_who_may_and_noted() {
    let stage = stage();
    stage.transcribed(&[SECRET]);
    stage.sound_made();
    for path in ["/original/audio", "/original/transcript"] {
        assert_eq!(stage.get(path, &stage.agent).status, 403);
    }
    assert_eq!(stage.get("/original/audio", &stage.inspector).body, tone(440));
    let read = stage.get("/original/transcript", &stage.inspector).json();
    assert_eq!((&read["items"][0]["text"], &read["is_original"]), (&json!(SECRET), &json!(true)));
    stage.get("/original/transcript", &stage.inspector);
    assert_eq!((stage.trail("recording.original_played"), stage.trail("recording.original_read")), (1, 1));

    let path = format!("/api/v1/calls/{}/listeners", stage.call_id);
    let accesses = stage.server.get(&path, &stage.manager).json()["accesses"].clone();
    assert_eq!((&accesses[0]["name"], &accesses[0]["is_original"]), (&json!("inspector"), &json!(true)));
}

#[test]
fn downloads_and_exports_hide_what_is_hidden() {
    let stage = stage();
    stage.transcribed(&[SECRET]);
    stage.sound_made();
    assert_eq!(stage.get("/download", &stage.manager).body, tone(880));
    assert_eq!(stage.get("/download?original=true", &stage.manager).body, tone(440));
    assert_eq!(stage.trail("recording.downloaded"), 1);
    assert_eq!(stage.trail("recording.original_downloaded"), 1);

    for query in ["", "?audio=inline"] {
        let path = format!("/api/v1/calls/{}/vcon{query}", stage.call_id);
        let vcon = String::from_utf8(stage.server.get(&path, &stage.manager).body).unwrap();
        assert!(vcon.contains("it is ⟦card⟧") && !vcon.contains("4111"), "{query}");
    }
    let vcon = stage.server.get(&format!("/api/v1/calls/{}/vcon", stage.call_id), &stage.agent);
    assert_eq!(vcon.status, 200);
}

#[test]
fn where_nothing_is_said_that_is_hidden_the_ordinary_sound_is_everybodys() {
    let stage = stage();
    stage.transcribed(&["Good morning."]);
    assert_eq!(stage.standing(), json!({"state": "done", "hidden": 0}));
    assert_eq!(stage.get("/audio", &stage.agent).body, tone(440));
    assert_eq!(stage.trail("recording.original_played"), 0);
    let call_id = stage.call_id.parse().unwrap();
    let jobs = stage.server.read(move |reading| job::of_call(reading, call_id));
    assert!(jobs.iter().all(|job| job.kind != job::REDACT_SOUND));
}

#[test]
fn a_sound_made_before_the_spans_changed_is_nobodys() {
    let stage = stage();
    stage.transcribed(&[SECRET]);
    stage.sound_made();
    assert_eq!(stage.get("/audio", &stage.agent).status, 200);
    stage.transcribed(&["Good morning.", SECRET]);
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");
    stage.sound_made();
    assert_eq!(stage.get("/audio", &stage.agent).status, 200);
    // The same again changes nothing.
    stage.transcribed(&["Good morning.", SECRET]);
    assert_eq!(stage.get("/audio", &stage.agent).status, 200);
}

#[test]
fn a_source_that_stops_redacting_shows_all_once_its_words_are_renewed_and_one_that_begins_closes_at_once() {
    let stage = stage();
    stage.transcribed(&[SECRET]);
    let switch = |redaction: &str| {
        let path = format!("/api/v1/sources/{}", {
            let id = stage.server.read(|reading| source::by_name(reading, "pbx")).unwrap().id;
            id
        });
        stage.server.person("boss", Role::Administrator, None, None);
        let boss = stage.server.person_token("boss");
        let body = json!({"name": "pbx", "time_zone": "UTC", "redaction": redaction});
        assert_eq!(stage.server.send_json("PUT", &path, &boss, &body).status, 200);
    };
    switch("off");
    let source = stage.server.read(|reading| source::by_name(reading, "pbx")).unwrap();
    assert_eq!(source, Source { redaction: None, ..source.clone() });
    assert_eq!(stage.get("/audio", &stage.agent).body, tone(440));
    let id = stage.recording_id;
    let behind = |stage: &Stage| stage.server.read(|reading| redaction::behind(reading, 1, None, 10));
    assert_eq!(behind(&stage), [id]);
    stage.server.write(move |writing| words::renew(writing, id));
    assert_eq!(stage.get("/transcript", &stage.agent).json()["items"][0]["text"], SECRET);
    assert!(behind(&stage).is_empty());

    stage.server.write(|writing| {
        let known = source::by_name(writing, "pbx")?.unwrap();
        source::update(writing, &Source { redaction: Some(redaction::Cover::Beep), ..known })
    });
    assert_eq!(stage.get("/transcript", &stage.agent).code(), "being_redacted");
    assert_eq!(behind(&stage), [id]);
    stage.server.write(move |writing| words::renew(writing, id));
    assert_eq!(stage.get("/transcript", &stage.agent).json()["items"][0]["text"], "it is ⟦card⟧");
}
