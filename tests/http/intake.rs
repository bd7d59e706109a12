//! Bringing calls in: what is new, what is known, what is refused.

use super::server::{Answer, TestServer, noon};
use super::tone::tone;
use earmark::db::job::{self, JobState};
use earmark::db::person::Role;
use earmark::db::stored_object::{self, Purpose};
use earmark::db::tombstone::{self, Tombstone};
use earmark::db::{audit, source};
use earmark::ids::{CallId, RecordingId, TombstoneId};
use serde_json::json;

fn ids(answer: &Answer) -> (CallId, RecordingId) {
    let json = answer.json();
    (
        json["call_id"].as_str().unwrap().parse().unwrap(),
        json["recording_id"].as_str().unwrap().parse().unwrap(),
    )
}

#[test]
fn the_parts_may_come_in_either_order() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let first = server.post_call(&token, &[("metadata", br#"{"native_id": "1"}"#), ("audio", &tone(440))]);
    let second = server.post_call(&token, &[("audio", &tone(440)), ("metadata", br#"{"native_id": "2"}"#)]);
    let third = server.post_call(&token, &[("audio", &tone(441))]);
    assert_eq!((first.status, second.status, third.status), (201, 201, 201));
    assert_ne!(ids(&first).0, ids(&second).0);
}

#[test]
fn an_accepted_call_has_its_object_its_job_and_its_audit_line() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let (call_id, recording_id) = ids(&server.post_call(&token, &[("audio", &tone(440))]));
    let object = server
        .read(move |reading| stored_object::of_recording(reading, recording_id, Purpose::Original))
        .unwrap();
    let stored = server.runtime.block_on(server.storage.stat(object.key)).unwrap().unwrap();
    assert_eq!(stored.size, tone(440).len() as u64);
    let jobs = server.read(move |reading| job::of_call(reading, call_id));
    assert_eq!(jobs.len(), 1);
    assert_eq!((jobs[0].kind.as_str(), jobs[0].state), (job::PREPARE_RECORDING, JobState::Waiting));
    let lines = server.read(move |reading| audit::about(reading, "call", &call_id.to_string(), 10));
    assert_eq!(lines.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["call.accepted"]);
    assert!(lines[0].request_id.is_some());
}

#[test]
fn a_known_hash_again_gives_the_existing_ids_and_stores_nothing() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let with_id: &[u8] = br#"{"native_id": "1"}"#;
    let first = server.post_call(&token, &[("metadata", with_id), ("audio", &tone(440))]);
    for parts in [vec![("metadata", with_id), ("audio", &tone(440)[..])], vec![("audio", &tone(440)[..])]] {
        let again = server.post_call(&token, &parts);
        assert_eq!(again.status, 200);
        assert_eq!(ids(&again), ids(&first));
    }
    let objects = server.runtime.block_on(server.storage.list(None, 10)).unwrap();
    assert_eq!(objects.len(), 1);
}

#[test]
fn a_known_call_with_a_new_hash_gets_another_recording() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let first = server
        .post_call(&token, &[("metadata", br#"{"native_id": "1", "queue": "q"}"#), ("audio", &tone(1))]);
    let second = server
        .post_call(&token, &[("metadata", br#"{"native_id": "1", "ticket": "T-1"}"#), ("audio", &tone(2))]);
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(ids(&first).0, ids(&second).0);
    assert_ne!(ids(&first).1, ids(&second).1);
    let call = server.get(&format!("/api/v1/calls/{}", ids(&first).0), &token).json();
    assert_eq!((call["queue"].as_str(), call["ticket"].as_str()), (Some("q"), Some("T-1")));
    assert_eq!(call["recordings"].as_array().unwrap().len(), 2);
}

#[test]
fn the_same_content_under_two_native_ids_is_two_calls_and_under_two_sources_too() {
    let server = TestServer::start();
    let (one, other) = (server.source_token("one"), server.source_token("other"));
    let a = server.post_call(&one, &[("metadata", br#"{"native_id": "1"}"#), ("audio", &tone(3))]);
    let b = server.post_call(&one, &[("metadata", br#"{"native_id": "2"}"#), ("audio", &tone(3))]);
    let c = server.post_call(&other, &[("audio", &tone(3))]);
    assert_eq!([a.status, b.status, c.status], [201, 201, 201]);
    assert!(ids(&a).0 != ids(&b).0 && ids(&b).0 != ids(&c).0 && ids(&a).0 != ids(&c).0);
}

#[test]
fn a_call_known_by_content_takes_the_native_id_that_comes_later() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let unnamed = server.post_call(&token, &[("audio", &tone(3))]);
    let named = server.post_call(
        &token,
        &[("metadata", br#"{"native_id": "77", "agents": [{"external_id": "3201"}]}"#), ("audio", &tone(3))],
    );
    assert_eq!((named.status, ids(&named)), (200, ids(&unnamed)));
    let call = server.get(&format!("/api/v1/calls/{}", ids(&named).0), &token).json();
    assert_eq!(call["native_id"], "77");
    assert_eq!(call["agents"][0]["external_id"], "3201");
    let again = server.post_call(&token, &[("metadata", br#"{"native_id": "77"}"#), ("audio", &tone(3))]);
    assert_eq!((again.status, ids(&again)), (200, ids(&unnamed)));
}

#[test]
fn what_was_deleted_is_refused_with_its_reason() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    server.write(|writing| {
        let source = source::find_or_make(writing, "pbx")?;
        let buried = Tombstone {
            id: TombstoneId::new(),
            source_id: source.id,
            native_id: Some("9".to_owned()),
            content_hash: Some(sha2_of(&tone(4))),
            reason: "the customer asked for erasure".to_owned(),
            created_at: noon(),
        };
        tombstone::insert(writing, &buried)
    });
    for parts in [
        vec![("audio", &tone(4)[..])],
        vec![("metadata", &br#"{"native_id": "9"}"#[..]), ("audio", &tone(5)[..])],
    ] {
        let refused = server.post_call(&token, &parts);
        assert_eq!((refused.status, refused.code().as_str()), (410, "call_deleted"));
        assert_eq!(refused.json()["params"]["reason"], "the customer asked for erasure");
    }
    assert!(server.runtime.block_on(server.storage.list(None, 10)).unwrap().is_empty());
}

fn sha2_of(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

#[test]
fn metadata_is_read_whole() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let metadata = json!({
        "source": "pbx", "native_id": "n1", "direction": "outbound", "customer_number": "13800138000",
        "agents": [{"external_id": "3201", "name": "Mei"}, {"external_id": "3202", "channel": 1, "start_ms": 5, "end_ms": 9}],
        "queue": "billing", "project": "telecom", "started_at": "2026-11-20T18:30:00+00:00",
        "disposition": "solved", "wrap_up": "all well", "ticket": "T-9", "tags": ["vip"],
        "channels": {"0": "agent", "1": "customer"}, "ivr_path": [1, 2],
    });
    let accepted =
        server.post_call(&token, &[("metadata", metadata.to_string().as_bytes()), ("audio", &tone(6))]);
    let call = server.get(&format!("/api/v1/calls/{}", ids(&accepted).0), &token).json();
    for field in [
        "source",
        "native_id",
        "direction",
        "customer_number",
        "queue",
        "project",
        "disposition",
        "wrap_up",
        "ticket",
        "tags",
    ] {
        assert_eq!(call[field], metadata[field], "{field}");
    }
    assert_eq!(call["started_at"], "2026-11-20T18:30:00.000Z");
    assert_eq!(call["local_date"], "2026-11-21", "the workspace's day is Shanghai's");
    assert_eq!(call["metadata"], json!({"ivr_path": [1, 2]}));
    assert_eq!(call["agents"][0]["channel"], 0, "the only agent channel");
    assert_eq!((&call["agents"][1]["channel"], &call["agents"][1]["end_ms"]), (&json!(1), &json!(9)));
    assert_eq!(call["recordings"][0]["channels"], json!({"0": "agent", "1": "customer"}));
}

/// The parts of a form, and the status and code that it is refused with.
type Refused<'a> = (&'a [(&'a str, &'a [u8])], u16, &'a str);

#[test]
fn what_is_wrong_is_refused_and_leaves_nothing() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let (large, good) = (vec![0_u8; 1024 * 1024 + 1], tone(7));
    let blanks = vec![b' '; 17 * 1024];
    let refused: [Refused<'_>; 9] = [
        (&[("metadata", b"{}")], 422, "part_missing"),
        (&[("audio", b"")], 422, "audio_empty"),
        (&[("audio", &large)], 413, "audio_too_large"),
        (&[("audio", &good), ("audio", &good)], 422, "part_twice"),
        (&[("audio", b"a letter to the customer, named call.wav")], 415, "audio_not_recognised"),
        (&[("metadata", b"{nonsense"), ("audio", &good)], 422, "metadata_not_json"),
        (&[("metadata", br#"{"direction": "up"}"#), ("audio", &good)], 422, "metadata_field"),
        (&[("metadata", br#"{"source": "another"}"#), ("audio", &good)], 422, "source_differs"),
        (&[("metadata", &blanks), ("audio", &good)], 413, "metadata_too_large"),
    ];
    for (parts, status, code) in refused {
        let answer = server.post_call(&token, parts);
        assert_eq!((answer.status, answer.code().as_str()), (status, code));
    }
    assert!(server.runtime.block_on(server.storage.list(None, 10)).unwrap().is_empty());
}

#[test]
fn a_person_says_where_a_call_comes_from() {
    let server = TestServer::start();
    server.person("manager", Role::QaManager, None, None);
    let token = server.person_token("manager");
    let unnamed = server.post_call(&token, &[("audio", &tone(7))]);
    assert_eq!((unnamed.status, unnamed.code().as_str()), (422, "source_missing"));
    let named = server.post_call(&token, &[("metadata", br#"{"source": "upload"}"#), ("audio", &tone(7))]);
    assert_eq!(named.status, 201);
}

#[test]
fn a_manager_of_one_project_brings_calls_into_that_project() {
    let server = TestServer::start();
    server.person("manager", Role::QaManager, None, Some("telecom"));
    let token = server.person_token("manager");
    let elsewhere = br#"{"source": "upload", "project": "banking"}"#;
    assert_eq!(
        server.post_call(&token, &[("metadata", elsewhere), ("audio", &tone(7))]).code(),
        "outside_scope"
    );
    let inside = br#"{"source": "upload", "project": "telecom"}"#;
    assert_eq!(server.post_call(&token, &[("metadata", inside), ("audio", &tone(7))]).status, 201);
}

#[test]
fn a_manager_of_one_project_does_not_reach_the_calls_of_another() {
    let server = TestServer::start();
    let everywhere = server.source_token("pbx");
    let banking = br#"{"native_id": "1", "project": "banking"}"#;
    let (call_id, _) = ids(&server.post_call(&everywhere, &[("metadata", banking), ("audio", &tone(7))]));
    server.person("manager", Role::QaManager, None, Some("telecom"));
    let manager = server.person_token("manager");
    let claim = br#"{"source": "pbx", "native_id": "1", "project": "telecom"}"#;
    for audio in [tone(7), tone(8)] {
        let answer = server.post_call(&manager, &[("metadata", claim), ("audio", &audio)]);
        assert_eq!((answer.status, answer.code().as_str()), (403, "outside_scope"));
    }
    let call = server.get(&format!("/api/v1/calls/{call_id}"), &everywhere).json();
    assert_eq!((&call["project"], call["recordings"].as_array().unwrap().len()), (&json!("banking"), 1));
}

#[test]
fn a_native_id_that_reads_like_a_content_hash_does_no_harm() {
    use std::fmt::Write;
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let mut native_id = "sha256:".to_owned();
    for byte in sha2_of(&tone(8)) {
        write!(native_id, "{byte:02x}").unwrap();
    }
    let metadata = json!({ "native_id": native_id }).to_string();
    let first = server.post_call(&token, &[("metadata", metadata.as_bytes()), ("audio", &tone(7))]);
    let second = server.post_call(&token, &[("audio", &tone(8))]);
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(ids(&first).0, ids(&second).0);
}

#[test]
fn a_file_name_is_kept_without_what_no_name_holds() {
    let server = TestServer::start();
    let bearer = format!("Bearer {}", server.source_token("pbx"));
    let mut form = b"--XYZ\r\nContent-Disposition: form-data; name=\"audio\"; \
                     filename*=UTF-8''%E8%B4%A8%E6%A3%80%00%0A.wav\r\n\r\n"
        .to_vec();
    form.extend_from_slice(&tone(9));
    form.extend_from_slice(b"\r\n--XYZ--\r\n");
    let headers = [("authorization", bearer.as_str()), ("content-type", "multipart/form-data; boundary=XYZ")];
    let (_, recording_id) = ids(&server.post("/api/v1/calls", &form, &headers));
    let shown =
        server.send("GET", &format!("/api/v1/recordings/{recording_id}"), &[("authorization", &bearer)]);
    assert_eq!(shown.json()["file_name"], "质检.wav");
}

#[test]
fn a_broken_form_is_refused() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let headers = [("authorization", format!("Bearer {token}"))];
    let answer = server.post_json("/api/v1/calls", &json!({}), &[(headers[0].0, &headers[0].1)]);
    assert_eq!((answer.status, answer.code().as_str()), (422, "bad_multipart"));
}
