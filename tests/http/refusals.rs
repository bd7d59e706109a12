//! What was refused is shown where the source is looked after, and what waits; nothing of the file is kept.

use super::server::{Answer, TestServer};
use super::tone::tone;
use super::uploads::Sender;
use earmark::db::person::Role;
use earmark::db::tombstone::{self, Tombstone};
use earmark::db::{refused_arrival, source};
use earmark::ids::TombstoneId;
use serde_json::{Value, json};

/// A server with a source and whoever looks after it.
struct Stage {
    server: TestServer,
    source: String,
    source_id: String,
    administrator: String,
    manager: String,
}

fn stage() -> Stage {
    let server = TestServer::start();
    let source = server.source_token("pbx");
    server.person("administrator", Role::Administrator, None, None);
    server.person("manager", Role::QaManager, None, None);
    let (administrator, manager) = (server.person_token("administrator"), server.person_token("manager"));
    let id = server.read(|reading| source::by_name(reading, "pbx")).unwrap().id;
    Stage { source, administrator, manager, source_id: id.to_string(), server }
}

impl Stage {
    fn path(&self, rest: &str) -> String {
        format!("/api/v1/sources/{}{rest}", self.source_id)
    }

    fn groups(&self) -> Vec<Value> {
        let answer = self.server.get(&self.path("/refused"), &self.manager);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["items"].as_array().unwrap().clone()
    }

    fn group(&self, code: &str) -> Value {
        let groups = self.groups();
        groups.iter().find(|group| group["code"] == code).cloned().unwrap_or_else(|| panic!("{groups:?}"))
    }

    fn dismiss(&self, what: &Value) -> Answer {
        self.server.send_json("POST", &self.path("/refused/dismiss"), &self.administrator, what)
    }

    fn row(&self) -> Value {
        let list = self.server.get("/api/v1/sources", &self.manager).json();
        let rows = list["items"].as_array().unwrap();
        rows.iter().find(|row| row["name"] == "pbx").unwrap().clone()
    }
}

#[test]
fn refused_uploads_of_every_way_are_told_by_reason_and_without_a_number() {
    let stage = stage();
    // In a form, twice: the file of this name is `13800138000-call.wav`.
    for _ in 0..2 {
        assert_eq!(stage.server.post_call(&stage.source, &[("audio", b"Dear all,")]).status, 415);
    }
    // In pieces, by a person who names the source.
    let sender = Sender::new(&stage.server, &stage.manager);
    let letter = b"no sound in here";
    // `filename 13800138000.wav, source pbx`
    let at = sender.begun(letter.len(), "filename MTM4MDAxMzgwMDAud2F2,source cGJ4");
    assert_eq!(sender.proceed(&at, 0, letter).status, 415);
    // A description, and a conversation.
    let described = stage.server.send_json(
        "POST",
        "/api/v1/calls/metadata?file_name=13800138000.json",
        &stage.source,
        &json!({"direction": "sideways"}),
    );
    assert_eq!(described.status, 422);
    let vcon = stage.server.send_json("POST", "/api/v1/calls/vcon", &stage.source, &json!({"vcon": 1}));
    assert_eq!(vcon.status, 422);

    let unread = stage.group("audio_not_recognised");
    assert_eq!(
        (&unread["way"], &unread["count"], &unread["can_retry"]),
        (&json!("upload"), &json!(3), &json!(false))
    );
    let names: Vec<(&str, i64)> = unread["examples"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["times"].as_i64().unwrap()))
        .collect();
    assert_eq!(names, [("**********0.wav", 1), ("**********0-call.wav", 2)]);
    assert_eq!(stage.group("metadata_field")["count"], 2);
    assert!(!format!("{:?}", stage.groups()).contains("138"));
    assert_eq!(stage.row()["refused"], 5);
    assert_eq!(stage.server.spooled(), 0);
}

#[test]
fn what_was_deleted_and_comes_again_is_told_and_an_upload_that_is_none_is_not() {
    let stage = stage();
    let id = stage.source_id.parse().unwrap();
    stage.server.write(move |writing| {
        let now = writing.now();
        let native_id = Some("gone".to_owned());
        let reason = "it was erased".to_owned();
        tombstone::insert(
            writing,
            &Tombstone {
                id: TombstoneId::new(),
                source_id: id,
                native_id,
                content_hash: None,
                reason,
                created_at: now,
            },
        )
    });
    let metadata = br#"{"native_id": "gone"}"#;
    let refused = stage.server.post_call(&stage.source, &[("metadata", metadata), ("audio", &tone(440))]);
    assert_eq!(refused.status, 410);
    let sender = Sender::new(&stage.server, &stage.source);
    // `filename a.wav,metadata {"native_id":"gone"}`: refused before its first byte.
    let begun = stage.server.send(
        "POST",
        "/api/v1/uploads",
        &[
            ("authorization", &format!("Bearer {}", stage.source)),
            ("upload-length", "10"),
            ("upload-metadata", "filename YS53YXY=,metadata eyJuYXRpdmVfaWQiOiJnb25lIn0="),
        ],
    );
    assert_eq!(begun.status, 410, "{begun:?}");
    drop(sender);
    assert_eq!(stage.group("call_deleted")["count"], 2);

    // Another source's file, a source that is not there, and a form that is none.
    let differs = br#"{"source": "another"}"#;
    stage.server.post_call(&stage.source, &[("metadata", differs), ("audio", &tone(440))]);
    stage.server.post_call(&stage.manager, &[("metadata", br#"{"source": "nobody"}"#), ("audio", b"x")]);
    stage.server.post(
        "/api/v1/calls",
        b"--x",
        &[
            ("authorization", &format!("Bearer {}", stage.source)),
            ("content-type", "multipart/form-data; boundary=XYZ"),
        ],
    );
    let codes: Vec<String> =
        stage.groups().iter().map(|group| group["code"].as_str().unwrap().to_owned()).collect();
    assert_eq!(codes, ["call_deleted", "source_differs"]);
    assert!(stage.server.read(|reading| source::by_name(reading, "nobody")).is_none());
}

#[test]
fn what_was_seen_is_dismissed_one_by_one_by_reason_or_all() {
    let stage = stage();
    let id = stage.source_id.parse().unwrap();
    stage.server.write(move |writing| {
        for (name, code) in [
            ("a.wav", "audio_empty"),
            ("b.wav", "audio_empty"),
            ("c.wav", "audio_damaged"),
            ("d.wav", "call_deleted"),
        ] {
            refused_arrival::note(writing, id, name, code, 500)?;
        }
        Ok(())
    });
    let one = stage.group("audio_empty")["examples"][0]["id"].clone();
    let count = |what: &Value| stage.dismiss(what).json()["count"].clone();
    assert_eq!(count(&json!({"way": "upload", "id": one})), 1);
    assert_eq!(stage.group("audio_empty")["count"], 1);
    assert_eq!(count(&json!({"way": "upload", "code": "audio_damaged"})), 1);
    assert_eq!(stage.groups().len(), 2);
    assert_eq!(count(&json!({})), 2);
    assert_eq!(count(&json!({})), 0);
    assert!(stage.groups().is_empty());
    for wrong in [json!({"way": "mail"}), json!({"code": "audio_empty"}), json!({"way": "upload", "id": "x"})]
    {
        assert_eq!(stage.dismiss(&wrong).status, 422, "{wrong}");
    }
    let as_manager =
        stage.server.send_json("POST", &stage.path("/refused/dismiss"), &stage.manager, &json!({}));
    assert_eq!(as_manager.status, 403);
}

#[test]
fn what_waits_is_told_with_its_name_and_its_end() {
    let stage = stage();
    let held = stage.server.send_json(
        "POST",
        "/api/v1/calls/metadata?file_name=13800138000.wav",
        &stage.source,
        &json!({"native_id": "w"}),
    );
    assert_eq!(held.status, 202);
    let metadata = br#"{"native_id": "leg", "leg": "agent"}"#;
    let leg = stage.server.post_call(&stage.source, &[("metadata", metadata), ("audio", &tone(440))]);
    assert_eq!(leg.status, 201, "{leg:?}");

    let row = stage.row();
    assert_eq!((&row["waiting_sidecars"], &row["waiting_legs"]), (&json!(1), &json!(1)));
    assert_eq!(row["waiting_since"], "2026-11-21T12:00:00.000Z");
    let sidecars = stage.server.get(&stage.path("/sidecars"), &stage.manager).json();
    assert_eq!(
        (&sidecars["items"][0]["name"], &sidecars["items"][0]["until"]),
        (&json!("13800138000"), &json!("2026-12-21T12:00:00.000Z"))
    );
    let legs = stage.server.get(&stage.path("/legs"), &stage.manager).json();
    assert_eq!((&legs["total"], &legs["items"][0]["side"]), (&json!(1), &json!("agent")));
    assert_eq!(legs["items"][0]["recording_id"], leg.json()["recording_id"]);
    assert_eq!(legs["items"][0]["until"], "2026-12-21T12:00:00.000Z");
    // A manager of another project does not see this source at all.
    stage.server.person("elsewhere", Role::QaManager, None, Some("telesales"));
    let elsewhere = stage.server.person_token("elsewhere");
    for rest in ["/legs", "/sidecars", "/refused", "/files", "/watch-folder"] {
        assert_eq!(stage.server.get(&stage.path(rest), &elsewhere).status, 404, "{rest}");
    }
}
