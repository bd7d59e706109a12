//! How calls come in from other systems by command: the settings of their source from a file, tables of
//! calls, conversations as vCon documents, and out again.

use super::program::{Place, Running, earmark, succeed, text};
use super::tone::tone;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;

const SOURCE: &str = "\
name: pbx
time_zone: Asia/Shanghai
naming: freepbx
metadata:
  queue: {from: q, values: {'600': 客服}}
retention_days: 90
extensions:
  - {extension: 3201, agent: A1007, from: 2025-01-01, until: 2025-06-30}
";
const FREEPBX: &str = "force-082110001000-3201-20250327-092517-1743042317.12206.wav";

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What an administrator of this place sees of a call.
fn call(place: &Place, id: &str) -> Value {
    let add = ["user", "add", "--name", "Sam", "--sign-in", "sam", "--role", "administrator"];
    succeed(place.earmark(&add));
    let token = text(&succeed(place.earmark(&["token", "create", "--person", "sam"])));
    Running::serve(place, &["--no-worker"]).get_json(&token, &format!("/api/v1/calls/{id}"))
}

#[test]
fn a_source_is_set_up_from_a_file_and_shown_as_one() {
    let (place, folder) = (Place::sqlite(), tempfile::tempdir().unwrap());
    let file = write(folder.path(), "pbx.yaml", SOURCE);
    let made = json(&succeed(place.earmark(&["source", "apply", &file])));
    assert_eq!((&made["made"], &made["changed"]), (&json!(true), &json!(true)));
    let again = json(&succeed(place.earmark(&["source", "apply", &file])));
    assert_eq!(again, json!({ "id": made["id"], "made": false, "changed": false }));

    let shown = succeed(place.earmark(&["source", "show", "pbx"])).stdout;
    let file = write(folder.path(), "shown.yaml", &shown);
    let back = json(&succeed(place.earmark(&["source", "apply", &file])));
    assert_eq!(back["changed"], json!(false), "{}", String::from_utf8_lossy(&shown));
    let longer = String::from_utf8(shown).unwrap().replace("retention_days: 90", "retention_days: 91");
    let file = write(folder.path(), "longer.yaml", &longer);
    let changed = json(&succeed(place.earmark(&["source", "apply", &file])));
    assert_eq!(changed, json!({ "id": made["id"], "made": false, "changed": true }));
    assert_eq!(text(&succeed(place.earmark(&["source", "show", "pbx"]))), longer.trim_end());

    // What comes of it is read by these settings.
    let audio = write(folder.path(), FREEPBX, tone(440));
    let ingested = text(&succeed(place.earmark(&["ingest", &audio, "--source", "pbx"])));
    let call = call(&place, ingested.split_whitespace().nth(1).unwrap());
    assert_eq!((&call["native_id"], &call["direction"]), (&json!("1743042317.12206"), &json!("outbound")));
    assert_eq!(call["started_at"], "2025-03-27T01:25:17.000Z");
    assert_eq!(call["agents"][0]["external_id"], "A1007");
}

#[test]
fn every_mistake_in_the_settings_of_a_source_is_said_with_its_line_and_nothing_is_made() {
    let (place, folder) = (Place::sqlite(), tempfile::tempdir().unwrap());
    let file = write(folder.path(), "wrong.yaml", "name: pbx\ntime_zone: Mars/Base\nnaming: papaya\n");
    let refused = place.earmark(&["source", "apply", &file]).output().unwrap();
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(2), &b""[..]));
    let said = complaint(&refused);
    assert!(said.contains("wrong.yaml:2: time_zone: \"Mars/Base\" is no time zone"), "{said}");
    assert!(said.contains("wrong.yaml:3: naming"), "{said}");
    let missing = place.earmark(&["source", "apply", "/none.yaml"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(complaint(&missing).contains("/none.yaml cannot be read"));
    let unknown = place.earmark(&["source", "show", "pbx"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(1));
    assert!(complaint(&unknown).contains("source"), "{}", complaint(&unknown));
}

#[test]
fn a_table_of_calls_is_brought_in_once_and_its_mistakes_are_left_out_and_named() {
    let (place, folder) = (Place::sqlite(), tempfile::tempdir().unwrap());
    let rows = "话单号,工号,客户号码,开始时间,通话时长,通话结果\n\
                r-1,3201,13800138000,2026-11-20 09:30:00,61,未接通\n\
                r-2,3202,13900139000,sometime,5,成功\n\
                r-3,3203,13700137000,2026-11-20 09:32:00,7,成功\n";
    let table = write(folder.path(), "calls.csv", rows);
    let first = place.earmark(&["ingest", "--cdr", &table, "--source", "pbx"]).output().unwrap();
    assert_eq!(first.status.code(), Some(1), "a row was left out");
    assert_eq!(text(&first), "3 rows: 2 new, 0 changed, 0 known, 1 left out");
    let said = complaint(&first);
    assert!(said.contains("left out: ") && said.contains("started_at"), "{said}");
    assert!(!said.contains("13900139000"), "{said}");

    // GBK, as a workbook program saves it; another result, and the row that was wrong.
    let better = rows.replace("sometime", "2026-11-20 09:31:00").replace("未接通", "已回访");
    let (gbk, _, _) = encoding_rs::GBK.encode(&better);
    let table = write(folder.path(), "better.csv", &gbk);
    let second = succeed(place.earmark(&["ingest", "--cdr", &table, "--source", "pbx"]));
    assert_eq!(text(&second), "3 rows: 1 new, 1 changed, 1 known, 0 left out");

    let token = place.source_token("pbx");
    let server = Running::serve(&place, &["--lanes", "light"]);
    let sent = ["ingest", "--cdr", &table, "--source", "pbx", "--server", &server.address, "--token", &token];
    assert_eq!(text(&succeed(earmark(&sent))), "3 rows: 0 new, 0 changed, 3 known, 0 left out");
    let calls = server.get_json(&token, "/api/v1/calls?limit=10");
    assert_eq!(calls["total"], 3);
}

#[test]
fn a_table_needs_a_source_and_must_be_one() {
    let (place, folder) = (Place::sqlite(), tempfile::tempdir().unwrap());
    let table = write(folder.path(), "calls.csv", "工号,时间\n");
    let nameless = place.earmark(&["ingest", "--cdr", &table]).output().unwrap();
    assert_eq!(nameless.status.code(), Some(2));
    assert!(complaint(&nameless).contains("--source"), "{}", complaint(&nameless));
    let empty =
        place.earmark(&["ingest", "--cdr", &write(folder.path(), "empty.csv", ""), "--source", "pbx"]);
    for mut command in [empty, place.earmark(&["ingest", "--cdr", "/none.csv", "--source", "pbx"])] {
        let refused = command.output().unwrap();
        assert!(!refused.status.success() && !complaint(&refused).is_empty(), "{refused:?}");
    }
}

/// A call with what a vCon can carry; returns its id.
fn a_call(place: &Place, folder: &Path) -> String {
    let audio = write(folder, "a.wav", tone(440));
    let said = json!({ "source": "pbx", "native_id": "n-1", "direction": "outbound", "queue": "VIP",
        "customer_number": "13800138000", "started_at": "2026-11-20T09:30:00Z", "tags": ["vip"],
        "agents": [{ "external_id": "3201", "name": "Mei" }], "ivr": ["1"] });
    write(folder, "a.json", said.to_string());
    text(&succeed(place.earmark(&["ingest", &audio]))).split_whitespace().nth(1).unwrap().to_owned()
}

#[test]
fn a_call_goes_out_as_a_vcon_and_comes_in_elsewhere_as_the_same_call() {
    let (here, elsewhere) = (Place::sqlite(), Place::sqlite());
    let folder = tempfile::tempdir().unwrap();
    let id = a_call(&here, folder.path());
    let vcon = json(&succeed(here.earmark(&["vcon", &id, "--inline"])));
    assert_eq!((&vcon["uuid"], &vcon["dialog"][0]["encoding"]), (&json!(id), &json!("base64url")));

    let file = write(folder.path(), "call.vcon.json", vcon.to_string());
    let came = text(&succeed(elsewhere.earmark(&["ingest", &file, "--source", "theirs"])));
    assert!(came.starts_with("new"), "{came}");
    let again = text(&succeed(elsewhere.earmark(&["ingest", &file, "--source", "theirs"])));
    assert_eq!(again.replace("known", "new  "), came);
    let there = came.split_whitespace().nth(1).unwrap();
    let back = json(&succeed(elsewhere.earmark(&["vcon", there, "--inline"])));
    assert_eq!(back["dialog"][0]["body"], vcon["dialog"][0]["body"], "the sound is the same");
    assert_eq!(back["parties"], vcon["parties"]);
    let seen = call(&elsewhere, there);
    assert_eq!((&seen["native_id"], &seen["queue"]), (&json!("n-1"), &json!("VIP")));
    assert_eq!((&seen["tags"], &seen["metadata"]["ivr"]), (&json!(["vip"]), &json!(["1"])));
    assert_eq!(seen["started_at"], "2026-11-20T09:30:00.000Z");
}

#[test]
fn a_vcon_may_refer_to_the_file_beside_it_and_only_to_that_very_file() {
    let (here, elsewhere) = (Place::sqlite(), Place::sqlite());
    let folder = tempfile::tempdir().unwrap();
    let id = a_call(&here, folder.path());
    let mut vcon = json(&succeed(here.earmark(&["vcon", &id, "--public-url", "https://qa.example"])));
    let url = vcon["dialog"][0]["url"].as_str().unwrap();
    assert!(url.starts_with("https://qa.example/api/v1/recordings/"), "{url}");
    assert!(vcon["dialog"][0].get("body").is_none());

    let beside = tempfile::tempdir().unwrap();
    write(beside.path(), "sound.wav", tone(440));
    for (url, reason) in
        [("sound.wav", None), ("other.wav", Some("content_hash")), ("../a.wav", Some("inside the vCon"))]
    {
        write(beside.path(), "other.wav", tone(550));
        vcon["dialog"][0]["url"] = json!(url);
        let file = write(beside.path(), "call.vcon", vcon.to_string());
        let came = elsewhere.earmark(&["ingest", &file, "--source", "theirs"]).output().unwrap();
        assert_eq!(came.status.success(), reason.is_none(), "{url}: {came:?}");
        assert!(complaint(&came).contains(reason.unwrap_or_default()), "{url}: {came:?}");
    }
}

#[test]
fn a_call_that_is_not_there_is_no_vcon() {
    let place = Place::sqlite();
    let unknown = place.earmark(&["vcon", "0193a1b2-0000-7000-8000-000000000001"]).output().unwrap();
    assert_eq!((unknown.status.code(), unknown.stdout.as_slice()), (Some(1), &b""[..]));
    assert!(complaint(&unknown).contains("call"), "{}", complaint(&unknown));
    assert_eq!(place.earmark(&["vcon", "7"]).output().unwrap().status.code(), Some(2));
}
