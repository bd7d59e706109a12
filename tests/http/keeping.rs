//! What is kept and what goes, as people ask for it over the web; and who heard what.

use super::server::{Answer, TestServer};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::watched_file::{self, FileFilter, FileKind, FileState, LiesIn, WatchedFile};
use earmark::db::{Scope, Window, audit, call, source, waiting_sidecar};
use earmark::ids::{SourceId, WatchedFileId};
use earmark::recorder::erasure::{ErasureStep, open_erasures, step_of_erasure};
use earmark::recorder::retention::{Place, Step, run_at_hand, step};
use earmark::time::Instant;
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// A server with a call of the source "pbx", a manager, an administrator and an inspector.
struct Stage {
    server: TestServer,
    source: String,
    manager: String,
    administrator: String,
    inspector: String,
}

fn stage() -> Stage {
    let server = TestServer::start();
    let token = |name: &str, role| {
        server.person(name, role, None, None);
        server.person_token(name)
    };
    let manager = token("manager", Role::QaManager);
    let administrator = token("administrator", Role::Administrator);
    let inspector = token("inspector", Role::Inspector);
    let source = server.source_token("pbx");
    Stage { source, manager, administrator, inspector, server }
}

impl Stage {
    /// Brings a call in and returns its id and its recording's.
    fn receive(&self, metadata: &Value, pitch: u16) -> (String, String) {
        let (metadata, audio) = (metadata.to_string(), tone(pitch));
        let parts = [("metadata", metadata.as_bytes()), ("audio", audio.as_slice())];
        let accepted = self.server.post_call(&self.source, &parts);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        let ids = accepted.json();
        let text = |name: &str| ids[name].as_str().unwrap().to_owned();
        (text("call_id"), text("recording_id"))
    }

    fn make_rule(&self, rule: &Value) -> Value {
        let made = self.server.send_json("POST", "/api/v1/retention/rules", &self.administrator, rule);
        assert_eq!(made.status, 201, "{made:?}");
        made.json()
    }

    fn preview(&self, question: &Value) -> Value {
        let answer =
            self.server.send_json("POST", "/api/v1/retention/preview", &self.administrator, question);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    fn hold(&self, kind: &str, call_id: &str) -> Value {
        let body = json!({"kind": kind, "reason": "a letter of 3 March", "call_ids": [call_id]});
        let placed = self.server.send_json("POST", "/api/v1/holds", &self.manager, &body);
        assert_eq!(placed.status, 201, "{placed:?}");
        placed.json()
    }

    fn lift(&self, hold: &Value) -> Answer {
        let path = format!("/api/v1/holds/{}/lift", hold["id"].as_str().unwrap());
        self.server.send_json("POST", &path, &self.manager, &json!({"reason": "it is settled"}))
    }

    /// Does what the job would: the run at hand, to its end.
    fn remove_what_is_due(&self) {
        let (db, storage) = (&self.server.db, &self.server.storage);
        self.server.runtime.block_on(async {
            let Some(run) = run_at_hand(db).await.unwrap() else { return };
            let mut place = Place::default();
            while let Step::On(next) = step(db, storage, run, place).await.unwrap() {
                place = next;
            }
        });
    }

    /// Does what the job would: every open request, as far as it goes.
    fn erase(&self) {
        let (db, storage) = (&self.server.db, &self.server.storage);
        self.server.runtime.block_on(async {
            for request in open_erasures(db).await.unwrap() {
                while step_of_erasure(db, storage, request).await.unwrap() == ErasureStep::On {}
            }
        });
    }

    fn show(&self, call_id: &str) -> Answer {
        self.server.get(&format!("/api/v1/calls/{call_id}"), &self.manager)
    }

    fn actions(&self, noun: &'static str, id: &str) -> Vec<String> {
        let id = id.to_owned();
        let lines = self.server.read(move |reading| audit::about(reading, noun, &id, 100));
        lines.into_iter().map(|line| line.action).collect()
    }
}

#[test]
fn everything_is_kept_until_a_rule_exists() {
    let stage = stage();
    let (call_id, _) = stage.receive(&json!({"native_id": "1", "started_at": "2001-01-01T00:00:00Z"}), 440);
    assert_eq!(stage.preview(&json!({}))["calls_due"], 0);
    let run = stage.server.send_json("POST", "/api/v1/retention/runs", &stage.administrator, &json!({}));
    assert_eq!((run.status, run.code().as_str()), (409, "no_retention_rule"));
    stage.remove_what_is_due();
    assert_eq!(stage.show(&call_id).status, 200);
    let keeping = stage.server.get(&format!("/api/v1/calls/{call_id}/keeping"), &stage.manager).json();
    assert_eq!(keeping, json!({"rule": null, "through": null, "is_due": false, "holds": []}));
}

#[test]
fn a_rule_is_previewed_made_and_applied_and_the_call_says_why_it_is_gone() {
    let stage = stage();
    let old = json!({"native_id": "old", "started_at": "2026-08-01T02:00:00Z"});
    let (old, recording) = stage.receive(&old, 440);
    let (young, _) = stage.receive(&json!({"native_id": "young", "started_at": "2026-11-20T02:00:00Z"}), 660);
    let rule = json!({"name": "ninety days", "keep_days": 90});
    let draft = stage.preview(&json!({ "rule": rule }));
    assert_eq!((&draft["calls_due"], &draft["calls"]["items"][0]["id"]), (&json!(1), &json!(old)));
    assert_eq!(draft["rules"][0]["rule"], json!({"kind": "rule", "id": null, "name": "ninety days"}));
    assert!(draft["bytes_due"].as_i64().unwrap() > 0);
    assert_eq!(stage.preview(&json!({}))["calls_due"], 0, "a draft is only a draft");

    stage.make_rule(&rule);
    stage.remove_what_is_due();
    assert_eq!(stage.show(&old).status, 200, "a young rule removes nothing by itself");
    stage.server.clock.advance(DAY);
    stage.remove_what_is_due();

    let gone = stage.show(&old);
    assert_eq!((gone.status, gone.code().as_str()), (410, "call_gone_by_rule"));
    assert_eq!(gone.json()["params"], json!({"rule": "ninety days", "day": "2026-11-22"}));
    assert_eq!(stage.show(&young).status, 200);
    let audio = stage.server.get(&format!("/api/v1/recordings/{recording}/audio"), &stage.manager);
    assert_eq!(audio.status, 404);
    let objects = stage.server.runtime.block_on(stage.server.storage.list(None, 10)).unwrap();
    assert_eq!(objects.len(), 1, "what is left is the young call's");

    let again = stage
        .server
        .post_call(&stage.source, &[("metadata", br#"{"native_id": "other"}"#), ("audio", &tone(440))]);
    assert_eq!((again.status, again.code().as_str()), (410, "call_deleted"));
    assert!(again.json()["params"]["reason"].as_str().unwrap().contains("ninety days"), "{again:?}");
    let runs = stage.server.get("/api/v1/retention/runs", &stage.administrator).json();
    assert_eq!((&runs["items"][0]["removed"], &runs["items"][0]["state"]), (&json!(1), &json!("done")));
    assert_eq!(stage.actions("call", &old).last().unwrap(), "call.removed");
}

#[test]
fn a_run_is_started_by_hand_at_once_and_stopped() {
    let stage = stage();
    let (old, _) = stage.receive(&json!({"native_id": "old", "started_at": "2026-08-01T02:00:00Z"}), 440);
    stage.make_rule(&json!({"name": "short", "keep_days": 1}));
    let started = stage.server.send_json("POST", "/api/v1/retention/runs", &stage.administrator, &json!({}));
    assert_eq!((started.status, &started.json()["due"]), (201, &json!(1)));
    let second = stage.server.send_json("POST", "/api/v1/retention/runs", &stage.administrator, &json!({}));
    assert_eq!((second.status, second.code().as_str()), (409, "run_under_way"));
    let path = format!("/api/v1/retention/runs/{}", started.json()["id"].as_str().unwrap());
    assert_eq!(stage.server.send_json("DELETE", &path, &stage.administrator, &json!({})).status, 204);
    stage.remove_what_is_due();
    assert_eq!(stage.show(&old).status, 200, "a stopped run removes nothing");
    let again = stage.server.send_json("DELETE", &path, &stage.administrator, &json!({}));
    assert_eq!((again.status, again.code().as_str()), (409, "already_ended"));
}

#[test]
fn a_hold_stops_retention_and_the_preview_says_whose_it_is() {
    let stage = stage();
    let (old, _) = stage.receive(&json!({"native_id": "old", "started_at": "2026-08-01T02:00:00Z"}), 440);
    stage.make_rule(&json!({"name": "short", "keep_days": 1}));
    let hold = stage.hold("keep", &old);
    let preview = stage.preview(&json!({}));
    assert_eq!((&preview["calls_due"], &preview["held"][0]["calls"]), (&json!(0), &json!(1)));
    assert_eq!(preview["held"][0]["hold"]["owner"]["name"], "manager");
    stage.server.clock.advance(DAY);
    stage.remove_what_is_due();
    assert_eq!(stage.show(&old).status, 200);

    assert_eq!(stage.lift(&hold).json()["lift_reason"], "it is settled");
    assert_eq!(stage.lift(&hold).code(), "already_ended");
    stage.remove_what_is_due();
    assert_eq!(stage.show(&old).status, 410);
    assert_eq!(stage.actions("call", &old), ["call.accepted", "call.held", "call.let_go", "call.removed"]);
}

#[test]
fn a_hold_is_placed_on_what_a_filter_finds_and_needs_a_reason() {
    let stage = stage();
    for (number, pitch) in [("a1", 440), ("a2", 550), ("b1", 660)] {
        stage.receive(&json!({"native_id": number, "tags": [&number[..1]]}), pitch);
    }
    let place = |body: &Value| stage.server.send_json("POST", "/api/v1/holds", &stage.manager, body);
    let placed = place(&json!({"kind": "keep", "reason": "training", "query": "tag=a"}));
    assert_eq!((placed.status, &placed.json()["calls"]), (201, &json!(2)));
    let listed = stage.server.get("/api/v1/holds", &stage.administrator).json();
    assert_eq!((&listed["total"], &listed["items"][0]["reason"]), (&json!(1), &json!("training")));
    for (body, code) in [
        (json!({"kind": "keep", "reason": "x", "query": "tag=c"}), "nothing_to_hold"),
        (json!({"kind": "keep", "reason": " ", "query": "tag=a"}), "keeping_field"),
        (json!({"kind": "keep", "reason": "x", "query": "nonsense=1"}), "bad_query"),
        (json!({"kind": "lasting", "reason": "x", "query": "tag=a"}), "bad_body"),
    ] {
        let refused = place(&body);
        assert_eq!((refused.status, refused.code().as_str()), (422, code), "{body}");
    }
}

#[test]
fn a_hold_that_reaches_further_than_its_reader_is_not_theirs_to_lift() {
    let stage = stage();
    stage.receive(&json!({"native_id": "in", "project": "telesales"}), 440);
    let (outside, _) = stage.receive(&json!({"native_id": "out"}), 550);
    let both = json!({"kind": "legal", "reason": "x", "query": ""});
    let both = stage.server.send_json("POST", "/api/v1/holds", &stage.manager, &both).json();
    let elsewhere = stage.hold("legal", &outside);
    stage.server.person("limited", Role::QaManager, None, Some("telesales"));
    let limited = stage.server.person_token("limited");
    let listed = stage.server.get("/api/v1/holds", &limited).json();
    assert_eq!((&listed["total"], &listed["items"][0]["id"]), (&json!(1), &both["id"]));
    let lift = |hold: &Value| {
        let path = format!("/api/v1/holds/{}/lift", hold["id"].as_str().unwrap());
        stage.server.send_json("POST", &path, &limited, &json!({"reason": "x"}))
    };
    assert_eq!(lift(&both).code(), "hold_reaches_further");
    assert_eq!(lift(&elsewhere).status, 404);
}

#[test]
fn an_erasure_waits_for_a_legal_hold_and_then_finishes_with_a_report() {
    let stage = stage();
    let number = |number: &str, native_id: &str| json!({"native_id": native_id, "customer_number": number});
    let (held, _) = stage.receive(&number("+86 138 0013 8000", "1-13800138000"), 440);
    let (free, _) = stage.receive(&number("13800138000", "2-13800138000"), 550);
    let (stranger, _) = stage.receive(&number("13800138001", "3"), 660);
    let (legal, keep) = (stage.hold("legal", &held), stage.hold("keep", &free));
    let send = |method: &str, path: &str, body: Value| {
        stage.server.send_json(method, path, &stage.administrator, &body)
    };
    let preview = send("POST", "/api/v1/erasures/preview", json!({"number": "138-0013-8000"})).json();
    assert_eq!((&preview["calls"], &preview["held"], &preview["kept"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(preview["masked_number"], "138********00");
    for (body, code) in [
        (json!({"number": "8001", "reference": "T-1"}), "number_too_short"),
        (json!({"number": "13800138000", "reference": "13800138000"}), "number_in_reference"),
        (json!({"number": "13800138000", "reference": ""}), "keeping_field"),
    ] {
        assert_eq!(send("POST", "/api/v1/erasures", body).code(), code);
    }
    let entered = send("POST", "/api/v1/erasures", json!({"number": "13800138000", "reference": "T-1"}));
    assert_eq!((entered.status, &entered.json()["found"]), (201, &json!(2)));
    let path = format!("/api/v1/erasures/{}", entered.json()["id"].as_str().unwrap());

    stage.erase();
    let waiting = stage.server.get(&path, &stage.administrator).json();
    assert_eq!(
        (&waiting["state"], &waiting["removed"], &waiting["held"]),
        (&json!("waiting"), &json!(1), &json!(1))
    );
    assert_eq!(waiting["waits_for"][0]["id"], legal["id"]);
    assert_eq!(stage.show(&held).status, 200);
    assert_eq!(stage.show(&free).code(), "call_gone_erased", "a keep hold does not stop an erasure");
    let emptied = stage.server.get("/api/v1/holds", &stage.administrator).json();
    let keeps = emptied["items"].as_array().unwrap().iter().find(|hold| hold["id"] == keep["id"]).unwrap();
    assert_eq!(keeps["calls"], 0);

    assert_eq!(stage.lift(&legal).status, 200);
    stage.erase();
    let report = stage.server.get(&path, &stage.administrator).json();
    assert_eq!(
        (&report["state"], &report["removed"], &report["left"]),
        (&json!("done"), &json!(2), &json!(0))
    );
    assert!(report["finished_at"].is_string());
    assert_eq!(stage.show(&stranger).status, 200);
    assert_eq!(
        stage.actions("erasure", entered.json()["id"].as_str().unwrap()),
        ["erasure.requested", "erasure.waits", "erasure.finished"]
    );

    let again = stage.server.post_call(
        &stage.source,
        &[("metadata", br#"{"native_id": "1-13800138000"}"#), ("audio", &tone(770))],
    );
    assert_eq!((again.status, again.code().as_str()), (410, "call_deleted"));
    let withdrawn = send("DELETE", &path, json!({}));
    assert_eq!((withdrawn.status, withdrawn.code().as_str()), (409, "already_ended"));
}

#[test]
fn what_was_heard_is_recorded_once_for_each_person_and_call() {
    let stage = stage();
    let (call_id, recording) = stage.receive(&json!({"native_id": "1"}), 440);
    let path = format!("/api/v1/calls/{call_id}/listening");
    let report = json!({"place": "review", "heard": [[0, 400], [300, 700]], "sped": [[300, 700]],
        "skipped": [[700, 900]]});
    let send = |body: &Value| stage.server.send_json("PUT", &path, &stage.inspector, body);
    assert_eq!(send(&report).status, 204);
    assert_eq!(send(&report).status, 204);
    let own = stage.server.get(&path, &stage.inspector).json();
    assert_eq!(own["heard"], json!([[0, 700]]));
    assert_eq!((&own["sped"], &own["skipped"]), (&json!([[300, 700]]), &json!([[700, 900]])));
    assert_eq!((&own["heard_ms"], &own["places"]), (&json!(700), &json!(["review"])));
    assert_eq!(send(&json!({"place": "cinema"})).code(), "bad_body");
    let endless: Vec<[i64; 2]> = (0..501).map(|at| [at * 10, at * 10 + 1]).collect();
    assert_eq!(send(&json!({"place": "call", "heard": endless})).code(), "keeping_field");
    assert!(stage.server.get(&path, &stage.manager).json()["first_at"].is_null(), "each has their own");

    let audio = format!("/api/v1/recordings/{recording}/audio");
    for range in ["bytes=0-9", "bytes=10-19"] {
        let headers = [("authorization", &*format!("Bearer {}", stage.source)), ("range", range)];
        assert_eq!(stage.server.send("GET", &audio, &headers).status, 206);
    }
    let who = stage.server.get(&format!("/api/v1/calls/{call_id}/listeners"), &stage.administrator).json();
    assert_eq!(who["people"][0]["person"]["name"], "inspector");
    let accesses = who["accesses"].as_array().unwrap();
    assert_eq!(accesses.len(), 1, "one line a day, not a range: {accesses:?}");
    assert_eq!(
        (&accesses[0]["name"], &accesses[0]["is_source"], &accesses[0]["by_token"]),
        (&json!("pbx"), &json!(true), &json!(true))
    );
    stage.server.clock.advance(DAY);
    stage.server.get(&audio, &stage.source);
    stage.server.get(&audio, &stage.source);
    let who = stage.server.get(&format!("/api/v1/calls/{call_id}/listeners"), &stage.administrator).json();
    assert_eq!(who["accesses"].as_array().unwrap().len(), 2, "and one of the next day");
}

#[test]
fn a_download_has_a_name_without_a_number_and_its_line_in_the_trail() {
    let stage = stage();
    let metadata = json!({"native_id": "13800138000", "customer_number": "13800138000",
        "started_at": "2026-11-20T02:00:00Z"});
    let (_, recording) = stage.receive(&metadata, 440);
    let path = format!("/api/v1/recordings/{recording}/download");
    let file = stage.server.get(&path, &stage.manager);
    assert_eq!((file.status, &file.body), (200, &tone(440)));
    let name = file.header("content-disposition").unwrap();
    let tail = &recording[recording.len() - 8..];
    assert_eq!(name, format!("attachment; filename=\"2026-11-20-100000-{tail}.wav\""));
    assert!(!name.contains("138"));
    let head = stage.server.send("HEAD", &path, &[("authorization", &format!("Bearer {}", stage.manager))]);
    assert_eq!(head.status, 200);
    for token in [&stage.inspector, &stage.administrator, &stage.source] {
        assert_eq!(stage.server.get(&path, token).status, 403);
    }
    let downloads = stage.actions("recording", &recording);
    assert_eq!(downloads, ["recording.downloaded"], "one download, and a HEAD is none");
}

#[test]
fn an_evaluation_outlives_its_call_and_says_why_it_is_alone() {
    let stage = stage();
    let old = json!({"native_id": "old", "started_at": "2026-08-01T02:00:00Z", "agents": [{"external_id": "8001"}]});
    let (call_id, _) = stage.receive(&old, 440);
    let begun =
        stage.server.send_json("POST", "/api/v1/evaluations", &stage.inspector, &json!({"call_id": call_id}));
    let path = format!("/api/v1/evaluations/{}", begun.json()["id"].as_str().unwrap());
    assert!(begun.json()["gone"].is_null());
    stage.make_rule(&json!({"name": "short", "keep_days": 30}));
    stage.server.clock.advance(DAY);
    stage.remove_what_is_due();
    let id = call_id.parse().unwrap();
    assert!(stage.server.read(move |reading| call::find(reading, &Scope::Everything, id)).is_none());

    let alone = stage.server.get(&path, &stage.inspector).json();
    assert_eq!((&alone["call_id"], &alone["participation_id"]), (&Value::Null, &Value::Null));
    assert_eq!(alone["call_started_at"], "2026-08-01T02:00:00.000Z");
    assert_eq!(alone["agent"]["external_id"], "8001");
    assert_eq!((&alone["gone"]["cause"], &alone["gone"]["rule"]), (&json!("retention"), &json!("short")));
    assert_eq!(alone["gone"]["keep_days"], 30);
}

#[test]
fn an_erasure_reaches_what_stands_outside_calls_and_leaves_strangers() {
    let stage = stage();
    let describe = |file: &str, said: Value| {
        let path = format!("/api/v1/calls/metadata?file_name={file}");
        assert_eq!(stage.server.send_json("POST", &path, &stage.source, &said).status, 202, "{file}");
    };
    describe("out-13800138000-3201.wav", json!({"queue": "VIP"}));
    describe("named-inside.wav", json!({"customer_number": "+86 138 0013 8000"}));
    describe("out-13800138001-3201.wav", json!({"customer_number": "13800138001"}));
    let source_id = stage.server.read(|reading| source::by_name(reading, "pbx")).unwrap().id;
    stage.server.write(move |writing| {
        for path in ["2026/q-600-8613800138000-x.wav", "2026/q-600-13800138001-x.wav"] {
            watched_file::put(writing, &a_refused_file(source_id, path, writing.now()))?;
        }
        Ok(())
    });
    let table = "call id,caller\n1,13800138000\n";
    let parts: [(&str, &[u8]); 2] = [("source", b"pbx"), ("file", table.as_bytes())];
    assert_eq!(post_form(&stage.server, "/api/v1/cdr-imports", &stage.administrator, &parts).status, 202);

    let send = |path: &str, body: Value| stage.server.send_json("POST", path, &stage.administrator, &body);
    let counts =
        |body: &Value| ["descriptions", "files", "imports"].map(|field| body[field].as_i64().unwrap_or(-1));
    let preview = send("/api/v1/erasures/preview", json!({"number": "138-0013-8000"})).json();
    assert_eq!((counts(&preview), &preview["calls"]), ([2, 1, 1], &json!(0)));
    let entered = send("/api/v1/erasures", json!({"number": "13800138000", "reference": "T-1"}));
    assert_eq!((entered.status, counts(&entered.json())), (201, [2, 1, 1]), "{entered:?}");

    let left = stage.server.read(move |reading| {
        let window = Window::new(None, 50);
        let held = waiting_sidecar::page(reading, source_id, window)?.items;
        let files = watched_file::page(reading, source_id, &FileFilter::default(), window)?.items;
        Ok((held, files))
    });
    let (held, files) = left;
    assert_eq!(held.iter().map(|one| one.stem.as_str()).collect::<Vec<_>>(), ["out-13800138001-3201"]);
    assert_eq!(
        files.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(),
        ["2026/q-600-13800138001-x.wav"]
    );
    let again = send("/api/v1/erasures/preview", json!({"number": "13800138000"})).json();
    assert_eq!(counts(&again), [0, 0, 1]);
    stage.erase();
    let path = format!("/api/v1/erasures/{}", entered.json()["id"].as_str().unwrap());
    let report = stage.server.get(&path, &stage.administrator).json();
    assert_eq!((&report["state"], counts(&report)), (&json!("done"), [2, 1, 1]));
}

fn a_refused_file(source_id: SourceId, path: &str, now: Instant) -> WatchedFile {
    WatchedFile {
        id: WatchedFileId::new(),
        source_id,
        path: path.to_owned(),
        stem: path.to_owned(),
        kind: FileKind::Audio,
        bytes: 1,
        modified_at: now,
        content_hash: None,
        state: FileState::Refused,
        lies_in: LiesIn::Quarantine,
        call_id: None,
        recording_id: None,
        code: Some("audio_damaged".to_owned()),
        reason: None,
        attempts: 1,
        retry_at: None,
        created_at: now,
        changed_at: now,
    }
}

fn post_form(server: &TestServer, path: &str, token: &str, parts: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, content) in parts {
        let head =
            format!("--XYZ\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XYZ--\r\n");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "multipart/form-data; boundary=XYZ")];
    server.post(path, &body, &headers)
}
