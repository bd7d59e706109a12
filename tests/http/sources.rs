//! Sources over the web: configured, tried out, sent through, watched.

use super::server::{Answer, TestServer, noon};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::recording;
use earmark::db::{agent, audit, source};
use earmark::ids::{RecordingId, SourceId};
use serde_json::{Value, json};

const FREEPBX: &str = "force-082110001000-3201-20250327-092517-1743042317.12206.wav";

struct Workplace {
    server: TestServer,
    administrator: String,
}

impl Workplace {
    fn open() -> Self {
        let server = TestServer::start();
        server.person("tom", Role::Administrator, None, None);
        let administrator = server.person_token("tom");
        Self { server, administrator }
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.server.send_json(method, path, &self.administrator, body)
    }

    fn get(&self, path: &str) -> Value {
        self.server.get(path, &self.administrator).json()
    }

    /// Makes a source; returns its address.
    fn source(&self, document: &Value) -> String {
        let made = self.send("POST", "/api/v1/sources", document);
        assert_eq!(made.status, 201, "{made:?}");
        format!("/api/v1/sources/{}", made.json()["id"].as_str().unwrap())
    }

    fn token(&self, source: &str) -> String {
        let made = self.send("POST", &format!("{source}/tokens"), &json!({ "name": "server 1" }));
        assert_eq!(made.status, 201, "{made:?}");
        made.json()["secret"].as_str().unwrap().to_owned()
    }

    /// Sends a recording, and gives the call that came of it.
    fn call(&self, token: &str, parts: &[(&str, &[u8])]) -> Value {
        let accepted = self.server.post_call(token, parts);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        self.get(&format!("/api/v1/calls/{}", accepted.json()["call_id"].as_str().unwrap()))
    }
}

fn id_of(source: &str) -> SourceId {
    source.rsplit('/').next().unwrap().parse().unwrap()
}

fn freepbx() -> Value {
    json!({ "name": "pbx", "time_zone": "Asia/Jakarta", "naming": { "pattern": "freepbx" },
            "project": "Cards", "queue": "Support", "retention_days": 90 })
}

#[test]
fn a_source_is_made_changed_and_retired_and_the_trail_says_so() {
    let place = Workplace::open();
    let source = place.source(&freepbx());
    let shown = place.get(&source);
    assert_eq!(shown["settings"]["naming"], json!({ "pattern": "freepbx" }));
    assert_eq!(shown["settings"]["queue"], "Support");
    assert_eq!(shown["status"]["kind"], "upload");

    let mut changed = shown["settings"].clone();
    changed["time_zone"] = json!("Asia/Shanghai");
    assert_eq!(place.send("PUT", &source, &changed).status, 200);
    assert_eq!(place.get(&source)["status"]["time_zone"], "Asia/Shanghai");
    // The same again changes nothing, and leaves no line.
    assert_eq!(place.send("PUT", &source, &changed).status, 200);

    let token = place.token(&source);
    assert_eq!(place.send("PATCH", &source, &json!({ "retired": true })).status, 204);
    assert_eq!(place.server.get("/api/v1/me", &token).status, 401);
    let named: &[u8] = br#"{"source": "pbx"}"#;
    let by_hand = place.server.post_call(&place.administrator, &[("metadata", named), ("audio", &tone(440))]);
    assert_eq!((by_hand.status, by_hand.code().as_str()), (409, "source_retired"));
    assert_eq!(place.send("PATCH", &source, &json!({ "retired": false })).status, 204);
    assert_eq!(place.server.get("/api/v1/me", &token).status, 200);

    let id = id_of(&source).to_string();
    let lines = place.server.read(move |reading| audit::about(reading, "source", &id, 20));
    let actions: Vec<_> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["source.added", "source.changed", "source.retired", "source.taken_up"]);
}

#[test]
fn every_problem_of_the_settings_is_answered_at_once() {
    let place = Workplace::open();
    let wrong = json!({ "name": "", "time_zone": "Mars/Base", "naming": { "pattern": "custom", "expression": "(" },
                        "metadata": { "queue": { "form": "x" } }, "retention_days": -1 });
    let refused = place.send("POST", "/api/v1/sources", &wrong);
    assert_eq!((refused.status, refused.code().as_str()), (422, "source_settings"));
    let body = refused.json();
    let problems = body["problems"].as_array().unwrap();
    let found: Vec<_> = problems
        .iter()
        .map(|problem| (problem["path"].as_str().unwrap(), problem["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("name", "bad_text"),
            ("time_zone", "unknown_zone"),
            ("naming", "bad_pattern"),
            ("metadata.queue.form", "unknown_field"),
            ("retention_days", "bad_days"),
        ]
    );
    let source = place.source(&freepbx());
    let again = place.send("POST", "/api/v1/sources", &freepbx());
    assert_eq!(again.json()["problems"][0]["code"], "name_taken");
    assert_eq!(place.send("PUT", &source, &freepbx()).status, 200, "its own name is not taken");
}

#[test]
fn a_name_and_the_extension_map_say_what_nobody_sent() {
    let place = Workplace::open();
    let source = place.source(&freepbx());
    let table = "extension,agent,from,until\n3201,A1007,2025-03-01,2025-03-31\n3201,A1008,2025-04-01\n";
    let stored = place.send("PUT", &format!("{source}/extensions"), &json!({ "text": table }));
    assert_eq!(stored.json()["lines"], 2);
    let listed = place.get(&format!("{source}/extensions"));
    assert_eq!(listed["items"][0]["until"], "2025-03-31");
    assert_eq!(listed["items"][1]["from"], "2025-04-01");

    let token = place.token(&source);
    let call = place.call(&token, &[("path", FREEPBX.as_bytes()), ("audio", &tone(440))]);
    assert_eq!(call["native_id"], "1743042317.12206");
    assert_eq!(call["started_at"], "2025-03-27T02:25:17.000Z");
    assert_eq!(call["customer_number"], "082110001000");
    assert_eq!(call["direction"], "outbound");
    assert_eq!((&call["project"], &call["queue"]), (&json!("Cards"), &json!("Support")));
    assert_eq!(call["agents"][0]["external_id"], "A1007");
    assert_eq!(call["metadata"]["extension"], "3201");

    let overlapping = "3201,A1\n3201,A2,2025-01-01\n";
    let refused = place.send("PUT", &format!("{source}/extensions"), &json!({ "text": overlapping }));
    assert_eq!(
        refused.json()["problems"][0],
        json!({ "path": "", "line": 2, "code": "overlap",
        "message": "A1 and A2 sit at extension 3201 at the same time" })
    );
}

#[test]
fn a_mapping_reads_what_a_recorder_sends_in_its_own_words_and_keeps_it_whole() {
    let place = Workplace::open();
    let source = place.source(&json!({ "name": "cloud", "time_zone": "UTC",
        "channels": { "0": "customer", "1": "agent" },
        "metadata": { "native_id": { "from": ["call.sid"] },
                      "direction": { "from": ["call.kind"], "values": { "2": "outbound" } },
                      "agent": { "from": ["who"] }, "started_at": { "from": ["date_created"] },
                      "project": { "value": "Parcels" } } }));
    let token = place.token(&source);
    let sent = json!({ "call": { "sid": "CA1", "kind": 2 }, "who": "mei", "channels": 1,
                       "date_created": "Thu, 27 Mar 2025 02:25:17 +0000" });
    let call = place.call(&token, &[("metadata", sent.to_string().as_bytes()), ("audio", &tone(440))]);
    assert_eq!((&call["native_id"], &call["direction"]), (&json!("CA1"), &json!("outbound")));
    assert_eq!(call["started_at"], "2025-03-27T02:25:17.000Z");
    assert_eq!(call["agents"][0]["external_id"], "mei");
    assert_eq!(call["project"], "Parcels");
    assert_eq!(call["metadata"], sent);
    // One channel where there usually are two holds both.
    assert_eq!(call["recordings"][0]["channels"], json!({ "0": "mixed" }));
}

#[test]
fn what_a_source_means_by_one_of_our_names_waits_for_its_audio_and_is_kept() {
    let place = Workplace::open();
    let source = place.source(&json!({ "name": "cloud", "time_zone": "UTC",
        "metadata": { "queue": { "from": ["q"] }, "direction": { "from": ["direction"] } } }));
    let token = place.token(&source);
    let sent = json!({ "q": "VIP", "direction": "trunk 7", "agents": "Mei", "tags": 5 });
    let path = "/api/v1/calls/metadata?file_name=13800138000-call.json";
    let held = place.server.send_json("POST", path, &token, &sent);
    assert_eq!(held.status, 202, "{held:?}");
    let call = place.call(&token, &[("audio", &tone(440))]);
    assert_eq!((&call["queue"], &call["direction"]), (&json!("VIP"), &Value::Null));
    assert_eq!(call["metadata"], sent);
    let id = call["id"].as_str().unwrap();
    place.server.person("manager", Role::QaManager, None, None);
    let manager = place.server.person_token("manager");
    let vcon = place.server.get(&format!("/api/v1/calls/{id}/vcon"), &manager).json();
    assert_eq!(vcon["attachments"][0]["body"]["direction"], "trunk 7");
}

#[test]
fn a_source_without_settings_is_read_as_before() {
    let place = Workplace::open();
    let token = place.server.source_token("plain");
    let call = place.call(&token, &[("path", FREEPBX.as_bytes()), ("audio", &tone(440))]);
    assert_eq!((&call["native_id"], &call["customer_number"]), (&Value::Null, &Value::Null));
    let wrong: &[u8] = br#"{"direction": "1"}"#;
    let refused = place.server.post_call(&token, &[("metadata", wrong), ("audio", &tone(441))]);
    assert_eq!((refused.status, refused.code().as_str()), (422, "metadata_field"));
}

#[test]
fn a_token_is_shown_once_noted_when_used_and_taken_back() {
    let place = Workplace::open();
    let source = place.source(&freepbx());
    let secret = place.token(&source);
    let tokens = format!("{source}/tokens");
    let listed = place.get(&tokens);
    assert_eq!(
        (&listed["items"][0]["name"], &listed["items"][0]["used_at"]),
        (&json!("server 1"), &Value::Null)
    );
    assert!(!listed.to_string().contains(&secret));
    assert_eq!(place.server.get("/api/v1/me", &secret).status, 200);
    assert_eq!(place.get(&tokens)["items"][0]["used_at"], noon().to_string());
    let id = listed["items"][0]["id"].as_str().unwrap();
    let elsewhere = place.source(&json!({ "name": "other", "time_zone": "UTC" }));
    assert_eq!(place.send("DELETE", &format!("{elsewhere}/tokens/{id}"), &Value::Null).status, 404);
    assert_eq!(place.send("DELETE", &format!("{tokens}/{id}"), &Value::Null).status, 204);
    assert_eq!(place.server.get("/api/v1/me", &secret).status, 401);
    assert_eq!(place.get(&tokens)["items"][0]["revoked_at"], noon().to_string());
}

#[test]
fn trying_out_tells_everything_and_stores_nothing() {
    let place = Workplace::open();
    let source = place.source(&json!({ "name": "pbx", "time_zone": "Asia/Jakarta" }));
    let id = id_of(&source);
    place.server.write(move |writing| {
        source::put_seats(
            writing,
            id,
            &[source::SeatSpell {
                extension: "3201".to_owned(),
                agent: "A1007".to_owned(),
                from_at: earmark::time::Instant::from_millis(0),
                until_at: None,
            }],
        )?;
        agent::find_or_make(writing, id, "A1007", None).map(drop)
    });
    let body =
        json!({ "names": [FREEPBX, "memo.wav"], "sidecar": "{\"ticket\": \"T-1\"}", "settings": freepbx() });
    let tried = place.send("POST", &format!("{source}/try"), &body).json();
    let first = &tried["items"][0];
    let field = |name: &str| {
        let fields = first["fields"].as_array().unwrap();
        let found = fields.iter().find(|field| field["field"] == name).unwrap();
        (found["value"].as_str().unwrap(), found["origin"].as_str().unwrap())
    };
    assert_eq!(field("native_id"), ("1743042317.12206", "file_name"));
    assert_eq!(field("ticket"), ("T-1", "sent"));
    assert_eq!(field("agents"), ("A1007", "extension_map"));
    assert_eq!(field("started_at"), ("2025-03-27T02:25:17.000Z", "file_name"));
    assert_eq!(
        first["agents"][0],
        json!({ "external_id": "A1007", "is_known": true, "person": null, "team": null })
    );
    assert_eq!((&first["missing"], &first["remarks"]), (&json!([]), &json!([])));
    let second = &tried["items"][1];
    assert_eq!(second["remarks"], json!([{ "field": null, "code": "name_does_not_fit" }]));
    assert_eq!(
        second["missing"],
        json!(["native_id", "started_at", "agents", "customer_number", "direction"])
    );

    let not_json = place.send("POST", &format!("{source}/try"), &json!({ "names": [], "sidecar": "{" }));
    assert_eq!((not_json.status, not_json.code().as_str()), (422, "metadata_not_json"));
    assert_eq!(place.get("/api/v1/calls")["total"], 0);
    assert_eq!(
        place.get(&source)["settings"].get("naming"),
        None,
        "the settings that were tried are not kept"
    );
}

#[test]
fn the_page_of_sources_shows_what_came_and_what_failed() {
    let place = Workplace::open();
    let source = place.source(&freepbx());
    let token = place.token(&source);
    let call = place.call(&token, &[("path", FREEPBX.as_bytes()), ("audio", &tone(440))]);
    let recording_id: RecordingId = call["recordings"][0]["id"].as_str().unwrap().parse().unwrap();
    place
        .server
        .write(move |writing| recording::set_failed(writing, recording_id, "audio_damaged", "damaged"));
    let row = place.get("/api/v1/sources")["items"][0].clone();
    assert_eq!(
        (&row["name"], &row["failures"], &row["unmatched_agents"]),
        (&json!("pbx"), &json!(1), &json!(1))
    );
    assert_eq!(row["last_arrival_at"], noon().to_string());
    let hours = row["hours"].as_array().unwrap();
    assert_eq!((hours.len(), &hours[23]["arrivals"], &hours[23]["usual"]), (24, &json!(1), &Value::Null));
    assert!(row["lag_ms"].as_i64().unwrap() > 0);

    let failures = place.get(&format!("{source}/failures"));
    assert_eq!(failures["items"][0]["reason"], "audio_damaged");
    assert_eq!(failures["items"][0]["examples"][0]["recording_id"], recording_id.to_string());
    let retry = format!("{source}/failures/retry");
    assert_eq!(place.send("POST", &retry, &json!({ "kind": "unknown", "reason": "x" })).status, 422);
    let retried = place.send("POST", &retry, &json!({ "kind": "undecodable", "reason": "audio_damaged" }));
    assert_eq!(retried.json()["count"], 1);
    assert_eq!(place.get(&format!("{source}/failures"))["items"], json!([]));
}

#[test]
fn a_silent_source_waits_for_whoever_sees_sources() {
    let place = Workplace::open();
    let source = place.source(&freepbx());
    let id = id_of(&source);
    place.server.write(move |writing| source::note_watch(writing, id, Some(noon()), Some(noon())));
    let codes = |token: &str| {
        let waiting = place.server.get("/api/v1/waiting", token).json();
        let items = waiting["items"].as_array().unwrap().clone();
        items.iter().any(|one| one["code"] == "sources_silent")
    };
    assert!(codes(&place.administrator));
    for (name, role, project, told) in [
        ("inspector", Role::Inspector, None, false),
        ("manager", Role::QaManager, None, true),
        ("manager of it", Role::QaManager, Some("Cards"), true),
        ("manager elsewhere", Role::QaManager, Some("Parcels"), false),
    ] {
        place.server.person(name, role, None, project);
        assert_eq!(codes(&place.server.person_token(name)), told, "{name}");
    }
    // Somebody of another project does not even find it.
    let elsewhere = place.server.person_token("manager elsewhere");
    assert_eq!(place.server.get("/api/v1/sources", &elsewhere).json()["items"], json!([]));
    assert_eq!(place.server.get(&source, &elsewhere).status, 404);
}
