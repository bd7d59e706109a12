//! Conversations as vCon documents: in, out, and in again.

use super::server::{Answer, TestServer};
use super::tone::tone;
use earmark::db::audit;
use earmark::db::person::Role;
use earmark::db::recording::ChannelRole;
use earmark::db::transcript::{self, GUESSED, SPEAKERS, Transcript, Utterance};
use earmark::ids::{RecordingId, TranscriptId};
use serde_json::{Map, Value, json};

const UUID: &str = "0193a1b2-0000-8000-8000-000000000001";

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(ALPHABET[((bits >> (18 - 6 * place)) & 63) as usize]));
        }
    }
    text
}

fn document() -> Value {
    json!({
        "vcon": "0.4.0", "uuid": UUID, "created_at": "2026-11-21T09:40:00Z", "subject": "Late parcel",
        "parties": [{ "tel": "tel:+8613800138000" }, { "uuid": "3201", "name": "Mei", "role": "agent" }],
        "dialog": [
            { "type": "recording", "start": "2026-11-21T09:30:00Z", "parties": 0, "mediatype": "audio/x-wav",
              "filename": "a.wav", "body": base64url(&tone(440)), "encoding": "base64url" },
            { "type": "recording", "start": "2026-11-21T09:31:10Z", "parties": 1, "mediatype": "audio/x-wav",
              "body": base64url(&tone(550)), "encoding": "base64url" }
        ],
        "colour": "blue"
    })
}

fn send(server: &TestServer, token: &str, document: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/vcon+json")];
    server.post("/api/v1/calls/vcon", document.to_string().as_bytes(), &headers)
}

fn manager(server: &TestServer) -> String {
    server.person("manager", Role::QaManager, None, None);
    server.person_token("manager")
}

#[test]
fn every_recording_of_a_conversation_becomes_one_of_its_call() {
    let server = TestServer::start();
    let (recorder, reader) = (server.source_token("pbx"), manager(&server));
    let accepted = send(&server, &recorder, &document());
    assert_eq!(accepted.status, 201, "{accepted:?}");
    let ids = accepted.json();
    let call = server.get(&format!("/api/v1/calls/{}", ids["call_id"].as_str().unwrap()), &reader).json();
    assert_eq!((&call["native_id"], &call["direction"]), (&json!(UUID), &json!("inbound")));
    assert_eq!(
        (&call["customer_number"], &call["wrap_up"]),
        (&json!("+8613800138000"), &json!("Late parcel"))
    );
    assert_eq!(call["metadata"]["vcon"]["colour"], "blue");
    assert_eq!(call["recordings"][0]["channels"], json!({ "0": "customer" }));
    assert_eq!(
        (&call["recordings"][1]["offset_ms"], &call["recordings"][1]["channels"]),
        (&json!(70_000), &json!({ "0": "agent" }))
    );
    let again = send(&server, &recorder, &document());
    assert_eq!((again.status, again.json()), (200, ids));
}

#[test]
fn a_recording_that_is_elsewhere_is_refused_with_a_sentence_and_nothing_is_fetched() {
    let server = TestServer::start();
    let recorder = server.source_token("pbx");
    for url in ["https://pbx.example/a.wav", "file:///etc/passwd", "a.wav"] {
        let mut vcon = document();
        vcon["dialog"] =
            json!([{ "type": "recording", "parties": [0, 1], "url": url, "content_hash": "sha512-x" }]);
        let refused = send(&server, &recorder, &vcon);
        assert_eq!((refused.status, refused.code().as_str()), (422, "metadata_field"), "{url}");
        assert!(refused.json()["message"].as_str().unwrap().contains("inside the vCon"), "{url}");
    }
    let mut broken = document();
    broken["dialog"][0]["body"] = json!("no base64!");
    assert_eq!(send(&server, &recorder, &broken).status, 422);
    let nobody = server.post("/api/v1/calls/vcon", b"{}", &[("content-type", "application/json")]);
    assert_eq!(nobody.status, 401);
    assert_eq!(server.spooled(), 0);
}

/// A call with all that a vCon can carry, and its transcript.
fn full_call(server: &TestServer) -> (String, String) {
    let recorder = server.source_token("pbx");
    let metadata = json!({ "native_id": "n-1", "direction": "outbound", "customer_number": "13800138000",
        "queue": "VIP", "project": "Cards", "started_at": "2026-11-21T09:30:00Z", "disposition": "已解决",
        "ticket": "T-7", "tags": ["vip"], "channels": { "0": "mixed" }, "ivr": ["1"],
        "agents": [{ "external_id": "3201", "name": "Mei" }] });
    let metadata = metadata.to_string();
    let audio = tone(440);
    let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
    let accepted = server.post_call(&recorder, &parts).json();
    let text = |field: &str| accepted[field].as_str().unwrap().to_owned();
    let (call_id, recording_id) = (text("call_id"), text("recording_id"));
    let id: RecordingId = recording_id.parse().unwrap();
    server.write(move |writing| {
        let version = Transcript {
            id: TranscriptId::new(),
            recording_id: id,
            engine: "whisper.cpp".to_owned(),
            model: "base".to_owned(),
            settings: Map::from_iter([(SPEAKERS.to_owned(), json!(GUESSED))]),
            language: Some("zh".to_owned()),
            is_current: true,
            created_at: writing.now(),
        };
        let said = Utterance {
            number: 0,
            channel: 0,
            start_ms: 100,
            end_ms: 900,
            text: "您好".to_owned(),
            confidence: 0.9,
            words: None,
            speaker: Some(ChannelRole::Agent),
        };
        transcript::insert_as_current(writing, &version, &[said])
    });
    (call_id, recording_id)
}

#[test]
fn a_call_goes_out_with_its_transcript_and_its_audio_by_reference() {
    let server = TestServer::start();
    let (call_id, recording_id) = full_call(&server);
    let vcon = server.get(&format!("/api/v1/calls/{call_id}/vcon"), &manager(&server)).json();
    assert_eq!((&vcon["vcon"], &vcon["uuid"]), (&json!("0.4.0"), &json!(call_id)));
    let dialog = &vcon["dialog"][0];
    let url = dialog["url"].as_str().unwrap();
    assert!(url.ends_with(&format!("/api/v1/recordings/{recording_id}/audio")), "{url}");
    assert!(dialog["content_hash"].as_str().unwrap().starts_with("sha512-"));
    assert_eq!((&dialog["parties"], &dialog["originator"]), (&json!([0, 1]), &json!(0)));
    let analysis = &vcon["analysis"][0];
    assert_eq!((&analysis["type"], &analysis["vendor"]), (&json!("transcript"), &json!("earmark")));
    let said = &analysis["body"]["utterances"][0];
    assert_eq!(
        (&said["text"], &said["speaker"], &said["confidence"]),
        (&json!("您好"), &json!("agent"), &json!(0.9))
    );
    assert_eq!(analysis["body"]["speakers_guessed"], true);
    assert_eq!(vcon["parties"][1]["tel"], "13800138000");
    assert!(vcon.get("redacted").is_none());
}

#[test]
fn whoever_may_not_see_personal_data_gets_none_and_the_document_says_so() {
    let server = TestServer::start();
    let (call_id, _) = full_call(&server);
    server.person("inspector", Role::Inspector, None, None);
    let answer = server.get(&format!("/api/v1/calls/{call_id}/vcon"), &server.person_token("inspector"));
    let text = String::from_utf8(answer.body.clone()).unwrap();
    assert_eq!(answer.status, 200);
    assert!(!text.contains("13800138000") && !text.contains("ivr"));
    assert_eq!(answer.json()["redacted"]["type"], "personal data");
    // The administrator finds calls and hears none.
    server.person("admin", Role::Administrator, None, None);
    assert_eq!(
        server.get(&format!("/api/v1/calls/{call_id}/vcon"), &server.person_token("admin")).status,
        403
    );
}

#[test]
fn a_number_that_an_agent_wrote_down_is_hidden_where_the_source_hides_it() {
    let server = TestServer::start();
    let written = "Paid with 4111 1111 1111 1111.";
    let of = |recorder: &str, native_id: &str| {
        let metadata = json!({ "native_id": native_id, "wrap_up": written }).to_string();
        let audio = tone(440);
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        server.post_call(recorder, &parts).json()["call_id"].as_str().unwrap().to_owned()
    };
    let hides = of(&server.redacting_source_token("pbx"), "1");
    let shows = of(&server.source_token("open"), "2");
    let reader = manager(&server);
    let vcon = |id: &str| server.get(&format!("/api/v1/calls/{id}/vcon"), &reader).json();
    let hidden = vcon(&hides);
    assert_eq!(hidden["subject"], "Paid with ⟦card⟧.");
    assert!(!hidden.to_string().contains("4111"), "{hidden}");
    assert_eq!(vcon(&shows)["subject"], written);

    server.person("inspector", Role::Inspector, None, None);
    let inspector = server.person_token("inspector");
    let note =
        |id: &str, token: &str| server.get(&format!("/api/v1/calls/{id}"), token).json()["wrap_up"].clone();
    assert_eq!(note(&hides, &inspector), "Paid with ⟦card⟧.");
    assert_eq!(note(&hides, &reader), written, "they see what is personal");
    assert_eq!(note(&shows, &inspector), written);
}

#[test]
fn what_goes_out_comes_in_again_as_the_same_call() {
    let (here, there) = (TestServer::start(), TestServer::start());
    let (call_id, recording_id) = full_call(&here);
    let reader = manager(&here);
    let vcon = here.get(&format!("/api/v1/calls/{call_id}/vcon?audio=inline"), &reader).json();
    let accepted = send(&there, &there.source_token("copy"), &vcon);
    assert_eq!(accepted.status, 201, "{accepted:?}");
    let copied = accepted.json()["call_id"].as_str().unwrap().to_owned();
    let shown =
        |server: &TestServer, id: &str, token: &str| server.get(&format!("/api/v1/calls/{id}"), token).json();
    let (one, other) = (shown(&here, &call_id, &reader), shown(&there, &copied, &manager(&there)));
    for field in [
        "native_id",
        "direction",
        "customer_number",
        "queue",
        "project",
        "started_at",
        "disposition",
        "ticket",
        "tags",
    ] {
        assert_eq!(one[field], other[field], "{field}");
    }
    assert_eq!(other["agents"][0]["external_id"], "3201");
    assert_eq!(other["metadata"]["ivr"], json!(["1"]));
    assert_eq!(one["recordings"][0]["bytes"], other["recordings"][0]["bytes"]);
    assert_ne!(accepted.json()["recording_ids"][0], json!(recording_id));
}

#[test]
fn whoever_takes_the_audio_along_may_download_and_is_noted_as_if_they_did() {
    let server = TestServer::start();
    let (call_id, recording_id) = full_call(&server);
    let take = |token: &str| server.get(&format!("/api/v1/calls/{call_id}/vcon?audio=inline"), token);
    for role in Role::ALL {
        server.person(role.as_str(), *role, None, None);
        let answer = take(&server.person_token(role.as_str()));
        match role {
            Role::QaManager => assert_eq!(answer.status, 200, "{answer:?}"),
            // They reach no call that is not theirs.
            Role::Agent | Role::TeamLeader => assert_eq!(answer.status, 404, "{role:?}"),
            Role::Inspector | Role::Trainer | Role::Administrator => {
                assert_eq!((answer.status, answer.code().as_str()), (403, "not_permitted"), "{role:?}");
            }
        }
    }
    assert_eq!(
        take(&server.source_token("pbx")).status,
        403,
        "a source hears its own and takes nothing away"
    );
    server.person("elsewhere", Role::QaManager, None, Some("telesales"));
    assert_eq!(take(&server.person_token("elsewhere")).status, 404);
    // Heard by reference it is no download.
    server.get(&format!("/api/v1/calls/{call_id}/vcon"), &server.person_token("qa_manager"));
    let told = |noun: &'static str, id: &str, action: &str| {
        let id = id.to_owned();
        let lines = server.read(move |reading| audit::about(reading, noun, &id, 100));
        lines.iter().filter(|line| line.action == action).count()
    };
    assert_eq!(told("recording", &recording_id, "recording.downloaded"), 1);
    assert_eq!(told("call", &call_id, "call.exported"), 2);
}
