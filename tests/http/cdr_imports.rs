//! Tables of calls: tried, brought in, brought in again, joined by their audio.

use super::server::{Answer, TestServer};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::{Scope, call, participation, recording, source};
use earmark::ids::{CallId, CdrImportId};
use earmark::recorder::cdr;
use serde_json::{Value, json};

const TABLE: &str = "拨打时间,坐席工号,坐席姓名,客户号码,通话时长,通话结果,呼叫类型,录音文件\n\
    2026/11/21 09:30:00,6021,周敏,13800138000,3分20秒,成功,外呼,rec-1.wav\n\
    2026/11/21 09:40:00,6021,周敏,13900139000,0:00:45,无人接听,外呼,\n\
    gestern,6021,周敏,13700137000,10,成功,外呼,\n";

fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        body.extend_from_slice(
            format!("--XYZ\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XYZ--\r\n");
    body
}

fn send(server: &TestServer, path: &str, token: &str, parts: &[(&str, &[u8])]) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "multipart/form-data; boundary=XYZ")];
    server.post(path, &form(parts), &headers)
}

fn manager(server: &TestServer) -> String {
    server.person("manager", Role::QaManager, None, None);
    server.person_token("manager")
}

/// Brings a table in and lets its job run.
fn bring_in(server: &TestServer, token: &str, parts: &[(&str, &[u8])]) -> Value {
    let begun = send(server, "/api/v1/cdr-imports", token, parts);
    assert_eq!(begun.status, 202, "{begun:?}");
    let id = begun.json()["id"].as_str().unwrap().to_owned();
    let import_id: CdrImportId = id.parse().unwrap();
    server.runtime.block_on(cdr::run(&server.db, import_id, |_| {})).unwrap();
    server.get(&format!("/api/v1/cdr-imports/{id}"), token).json()
}

fn counts(import: &Value) -> [i64; 5] {
    ["done", "added", "changed", "same", "refused"].map(|field| import[field].as_i64().unwrap())
}

fn calls(server: &TestServer, token: &str) -> Vec<Value> {
    server.get("/api/v1/calls?sort=started_at", token).json()["items"].as_array().unwrap().clone()
}

#[test]
fn a_preview_says_what_would_happen_and_stores_nothing() {
    let server = TestServer::start();
    let token = manager(&server);
    let parts: [(&str, &[u8]); 2] = [("file", TABLE.as_bytes()), ("source", b"dialer")];
    let preview = send(&server, "/api/v1/cdr-imports/preview", &token, &parts);
    assert_eq!(preview.status, 200, "{preview:?}");
    let said = preview.json();
    assert_eq!((&said["rows"], &said["fit"], &said["known"]), (&json!(3), &json!(2), &json!(0)));
    assert_eq!(said["columns"]["拨打时间"], "started_at");
    assert_eq!(said["sample"][0]["duration_ms"], 200_000);
    let problem = &said["problems"][0];
    assert_eq!((&problem["line"], &problem["problems"][0]["code"]), (&json!(4), &json!("bad_time")));
    assert_eq!(problem["problems"][0]["value"], "gestern");
    assert!(calls(&server, &token).is_empty());
}

#[test]
fn rows_become_calls_and_importing_again_changes_and_never_doubles() {
    let server = TestServer::start();
    let token = manager(&server);
    let parts: [(&str, &[u8]); 2] = [("file", TABLE.as_bytes()), ("source", b"dialer")];
    let first = bring_in(&server, &token, &parts);
    assert_eq!((first["state"].as_str(), counts(&first)), (Some("done"), [3, 2, 0, 0, 1]));
    assert_eq!(first["problems"], json!([{ "line": 4, "column": "started_at", "code": "bad_time" }]));
    let found = calls(&server, &token);
    assert_eq!(found.len(), 2);
    assert_eq!((&found[0]["duration_ms"], &found[0]["disposition"]), (&json!(200_000), &json!("成功")));
    assert_eq!(found[0]["agents"][0]["external_id"], "6021");

    let again = bring_in(&server, &token, &parts);
    assert_eq!(counts(&again), [3, 0, 0, 2, 1]);

    let corrected = TABLE.replace("无人接听", "已预约回访");
    let changed = bring_in(&server, &token, &[("file", corrected.as_bytes()), ("source", b"dialer")]);
    assert_eq!(counts(&changed), [3, 0, 1, 1, 1]);
    let found = calls(&server, &token);
    assert_eq!((found.len(), &found[1]["disposition"]), (2, &json!("已预约回访")));

    let longer = corrected.replace("0:00:45", "0:01:45");
    let changed = bring_in(&server, &token, &[("file", longer.as_bytes()), ("source", b"dialer")]);
    assert_eq!(counts(&changed), [3, 0, 1, 1, 1]);
    assert_eq!(calls(&server, &token)[1]["duration_ms"], 105_000);
}

#[test]
fn audio_that_comes_later_joins_its_row_by_the_file_that_it_names() {
    let server = TestServer::start();
    let token = manager(&server);
    bring_in(&server, &token, &[("file", TABLE.as_bytes()), ("source", b"dialer")]);
    let call_id = calls(&server, &token)[0]["id"].as_str().unwrap().to_owned();
    let recorder = server.source_token("dialer");
    let body = [
        b"--XYZ\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"rec-1.wav\"\r\n\r\n".as_slice(),
        &tone(440),
        b"\r\n--XYZ--\r\n",
    ]
    .concat();
    let bearer = format!("Bearer {recorder}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "multipart/form-data; boundary=XYZ")];
    let accepted = server.post("/api/v1/calls", &body, &headers);
    assert_eq!((accepted.status, accepted.json()["call_id"].as_str()), (201, Some(call_id.as_str())));
    let id: CallId = call_id.parse().unwrap();
    let parts = server.read(move |reading| participation::of_call(reading, id));
    assert_eq!((parts.len(), parts[0].recording_id.is_some()), (1, true));
    let again = bring_in(&server, &token, &[("file", TABLE.as_bytes()), ("source", b"dialer")]);
    assert_eq!(counts(&again), [3, 0, 0, 2, 1], "the audio changes nothing about the row");
}

#[test]
fn audio_without_an_id_joins_the_one_row_of_its_number_and_time_and_no_other() {
    let server = TestServer::start();
    let token = manager(&server);
    bring_in(&server, &token, &[("file", TABLE.as_bytes()), ("source", b"dialer")]);
    let expected = calls(&server, &token)[1]["id"].as_str().unwrap().to_owned();
    let recorder = server.source_token("dialer");
    let send = |start: &str, number: &str, pitch: u16| {
        let metadata = json!({ "started_at": start, "customer_number": number });
        let audio = tone(pitch);
        let metadata = metadata.to_string();
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        let answer = server.post_call(&recorder, &parts);
        answer.json()["call_id"].as_str().unwrap().to_owned()
    };
    // It rang for twenty seconds; the recorder writes the number in its own way.
    assert_eq!(send("2026-11-21T09:40:20Z", "+86 139 0013 9000", 440), expected);
    // The row has its recording now; and another number, or another hour, is another call.
    assert_ne!(send("2026-11-21T09:40:21Z", "13900139000", 550), expected);
    assert_ne!(send("2026-11-21T11:40:20Z", "13900139000", 660), expected);
}

#[test]
fn a_row_that_comes_after_its_audio_describes_it_and_gives_it_its_id() {
    let server = TestServer::start();
    let token = manager(&server);
    let recorder = server.source_token("dialer");
    let metadata = json!({ "started_at": "2026-11-21T09:30:12Z", "customer_number": "13800138000" });
    let metadata = metadata.to_string();
    let audio = tone(440);
    let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
    let accepted = server.post_call(&recorder, &parts).json();
    let table = "uniqueid,calldate,dst,billsec,type,disposition\n\
        1743042317.12206,2026-11-21 09:30:00,13800138000,200,outbound,ANSWERED\n";
    let import = bring_in(&server, &token, &[("file", table.as_bytes()), ("source", b"dialer")]);
    assert_eq!(counts(&import), [1, 0, 1, 0, 0]);
    let path = format!("/api/v1/calls/{}", accepted["call_id"].as_str().unwrap());
    let call = server.get(&path, &token).json();
    assert_eq!((&call["native_id"], &call["disposition"]), (&json!("1743042317.12206"), &json!("ANSWERED")));
}

#[test]
fn a_table_whose_columns_tell_nothing_apart_is_refused_and_a_choice_is_remembered() {
    let server = TestServer::start();
    let token = manager(&server);
    let table = "备用1,备用2,备用3\n2026-11-21 09:30,6021,成功\n";
    let parts: [(&str, &[u8]); 2] = [("file", table.as_bytes()), ("source", b"dialer")];
    let refused = send(&server, "/api/v1/cdr-imports", &token, &parts);
    assert_eq!((refused.status, refused.code().as_str()), (422, "columns_missing"));
    let choice = json!({ "备用1": "started_at", "备用2": "agent", "备用3": "disposition" }).to_string();
    let chosen: [(&str, &[u8]); 3] =
        [("file", table.as_bytes()), ("source", b"dialer"), ("columns", choice.as_bytes())];
    assert_eq!(counts(&bring_in(&server, &token, &chosen)), [1, 1, 0, 0, 0]);
    let preview = send(&server, "/api/v1/cdr-imports/preview", &token, &parts).json();
    assert_eq!((&preview["is_remembered"], &preview["known"]), (&json!(true), &json!(1)));
}

#[test]
fn an_import_stops_when_it_is_asked_to_and_goes_on_where_it_was_when_it_was_interrupted() {
    let server = TestServer::start();
    let token = manager(&server);
    let mut table = "开始时间,工号,客户号码\n".to_owned();
    for number in 0..450 {
        table.push_str(&format!("2026-11-21 09:30:00,6021,138{number:08}\n"));
    }
    let parts: [(&str, &[u8]); 2] = [("file", table.as_bytes()), ("source", b"dialer")];
    let begun = send(&server, "/api/v1/cdr-imports", &token, &parts).json();
    let (id, path) =
        (begun["id"].as_str().unwrap(), format!("/api/v1/cdr-imports/{}", begun["id"].as_str().unwrap()));
    let import_id: CdrImportId = id.parse().unwrap();
    // Two at once, as a worker and the command line may be: each page is entered once.
    server.runtime.block_on(async {
        let (one, other) =
            tokio::join!(cdr::run(&server.db, import_id, |_| {}), cdr::run(&server.db, import_id, |_| {}));
        (one.unwrap(), other.unwrap())
    });
    assert_eq!(counts(&server.get(&path, &token).json()), [450, 450, 0, 0, 0]);

    let begun = send(&server, "/api/v1/cdr-imports", &token, &parts).json();
    let path = format!("/api/v1/cdr-imports/{}", begun["id"].as_str().unwrap());
    let import_id: CdrImportId = begun["id"].as_str().unwrap().parse().unwrap();
    let stopped =
        server.send("POST", &format!("{path}/stop"), &[("authorization", &format!("Bearer {token}"))]);
    assert_eq!((stopped.status, stopped.json()["state"].as_str()), (200, Some("stopping")));
    server.runtime.block_on(cdr::run(&server.db, import_id, |_| {})).unwrap();
    let ended = server.get(&path, &token).json();
    assert_eq!((ended["state"].as_str(), counts(&ended)), (Some("stopped"), [0, 0, 0, 0, 0]));
}

#[test]
fn a_source_brings_its_own_calls_and_others_do_not_see_its_imports() {
    let server = TestServer::start();
    let (own, other) = (server.source_token("dialer"), server.source_token("another"));
    let import = bring_in(&server, &own, &[("file", TABLE.as_bytes())]);
    assert_eq!(counts(&import), [3, 2, 0, 0, 1]);
    let path = format!("/api/v1/cdr-imports/{}", import["id"].as_str().unwrap());
    assert_eq!(server.get(&path, &other).status, 404);
    let named =
        send(&server, "/api/v1/cdr-imports", &other, &[("file", TABLE.as_bytes()), ("source", b"dialer")]);
    assert_eq!((named.status, named.code().as_str()), (422, "source_differs"));
    assert_eq!(server.get("/api/v1/cdr-imports", &other).json()["items"], json!([]));
    let listed = server.get("/api/v1/cdr-imports", &manager(&server)).json();
    assert_eq!(listed["items"][0]["source"], "dialer");
    server.read(|reading| {
        let source_id = source::by_name(reading, "dialer")?.unwrap().id;
        let stored = call::begun_between(
            reading,
            source_id,
            earmark::time::Instant::from_millis(0),
            earmark::time::Instant::from_millis(i64::MAX),
            10,
        )?;
        assert!(stored.iter().all(|call| call.identity.starts_with("row:") && call.native_id.is_none()));
        for call in stored {
            assert!(call::find(reading, &Scope::Everything, call.id)?.is_some());
            assert!(recording::of_call(reading, call.id)?.is_empty());
        }
        Ok(())
    });
}
