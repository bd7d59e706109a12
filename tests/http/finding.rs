//! Finding calls: what a row shows, to whom, and what a query may say.

use super::server::{TestServer, noon};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::source::speech::EngineName;
use earmark::db::{agent, source, team};
use serde_json::{Value, json};

/// Brings a call in and gives its id.
fn bring(server: &TestServer, token: &str, metadata: &Value, pitch: u16) -> String {
    let metadata = metadata.to_string();
    let answer = server.post_call(token, &[("metadata", metadata.as_bytes()), ("audio", &tone(pitch))]);
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["call_id"].as_str().unwrap().to_owned()
}

/// Somebody with a role, and a token of theirs.
fn somebody(server: &TestServer, name: &str, role: Role) -> String {
    server.person(name, role, None, None);
    server.person_token(name)
}

fn native_ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|row| row["native_id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_row_shows_the_call_with_its_names_and_recordings() {
    let server = TestServer::start();
    let source_token = server.source_token("pbx");
    let mei = server.person("mei", Role::Agent, None, None);
    server.write(move |writing| {
        let source = source::find_or_make(writing, "pbx")?;
        let agent = agent::find_or_make(writing, source.id, "3201", Some("Mei"))?;
        agent::tie_to_person(writing, agent.id, mei, noon(), None)?;
        let north = team::find_or_make(writing, None, "north")?;
        team::add_member(writing, north.id, mei, noon())
    });
    let metadata = json!({ "native_id": "n1", "queue": "VIP", "project": "Cards", "direction": "inbound",
        "disposition": "resolved", "ticket": "T-7", "tags": ["generated"], "duration_ms": 61_000,
        "started_at": "2026-11-21T17:00:00Z", "customer_number": "13800138000",
        "agents": [{ "external_id": "3201", "channel": 0 }] });
    let id = bring(&server, &source_token, &metadata, 440);
    let manager = somebody(&server, "manager", Role::QaManager);
    let page = server.get("/api/v1/calls", &manager).json();
    assert_eq!(
        (&page["total"], &page["total_is_exact"], &page["next"]),
        (&json!(1), &json!(true), &Value::Null)
    );
    let row = &page["items"][0];
    let shown = [
        ("id", json!(id)),
        ("source", json!("pbx")),
        ("native_id", json!("n1")),
        ("direction", json!("inbound")),
        ("customer_number", json!("13800138000")),
        ("started_at", json!("2026-11-21T17:00:00.000Z")),
        ("local_date", json!("2026-11-22")),
        ("duration_ms", json!(61_000)),
        ("disposition", json!("resolved")),
        ("tags", json!(["generated"])),
        ("ticket", json!("T-7")),
        ("transcript", json!("pending")),
        ("evaluations", json!(0)),
        ("assigned_to", json!([])),
        ("is_generated", json!(true)),
    ];
    for (field, expected) in shown {
        assert_eq!(row[field], expected, "{field}");
    }
    assert_eq!((&row["project"]["name"], &row["queue"]["name"]), (&json!("Cards"), &json!("VIP")));
    let agent = &row["agents"][0];
    assert_eq!((&agent["external_id"], &agent["name"]), (&json!("3201"), &json!("Mei")));
    assert_eq!((&agent["person"]["name"], &agent["team"]["name"]), (&json!("mei"), &json!("north")));
    let recording = &row["recordings"][0];
    assert_eq!((&recording["state"], &recording["duration_ms"]), (&json!("accepted"), &Value::Null));

    let call = server.get(&format!("/api/v1/calls/{id}"), &manager).json();
    for field in ["duration_ms", "is_generated"] {
        assert_eq!(call[field], row[field], "{field}");
    }
    assert_eq!((&call["project_id"], &call["queue_id"]), (&row["project"]["id"], &row["queue"]["id"]));
    assert_eq!(call["agents"][0]["person"], agent["person"]);
    assert_eq!(call["agents"][0]["team"], agent["team"]);
}

#[test]
fn a_number_is_masked_and_not_found_by_for_those_who_need_not_see_it() {
    let server = TestServer::start();
    let source = server.source_token("pbx");
    bring(&server, &source, &json!({ "native_id": "n1", "customer_number": "13800138000" }), 440);
    let inspector = somebody(&server, "inspector", Role::Inspector);
    let page = server.get("/api/v1/calls", &inspector).json();
    assert_eq!(page["items"][0]["customer_number"], "138*******0");
    assert_eq!(server.get("/api/v1/calls?q=8000", &inspector).json()["total"], 0);
    let manager = somebody(&server, "manager", Role::QaManager);
    assert_eq!(server.get("/api/v1/calls?q=8000", &manager).json()["total"], 1);
}

#[test]
fn an_agent_finds_their_own_calls_and_a_source_its_own() {
    let server = TestServer::start();
    let (pbx, other) = (server.source_token("pbx"), server.source_token("other"));
    let mei = server.person("mei", Role::Agent, None, None);
    server.write(move |writing| {
        let source = source::find_or_make(writing, "pbx")?;
        let agent = agent::find_or_make(writing, source.id, "3201", None)?;
        agent::tie_to_person(writing, agent.id, mei, noon(), None)
    });
    let own = json!({ "native_id": "own", "agents": [{ "external_id": "3201" }] });
    bring(&server, &pbx, &own, 440);
    bring(&server, &other, &json!({ "native_id": "other" }), 441);
    let token = server.person_token("mei");
    assert_eq!(native_ids(&server.get("/api/v1/calls", &token).json()), ["own"]);
    assert_eq!(native_ids(&server.get("/api/v1/calls?mine=true", &token).json()), ["own"]);
    assert_eq!(native_ids(&server.get("/api/v1/calls", &other).json()), ["other"]);
    let manager = somebody(&server, "manager", Role::QaManager);
    assert_eq!(server.get("/api/v1/calls?mine=true", &manager).json()["total"], 0);
}

#[test]
fn pages_follow_each_other_by_their_cursor() {
    let server = TestServer::start();
    let source = server.source_token("pbx");
    for number in 0..5 {
        let started_at = format!("2026-11-2{number}T09:00:00Z");
        bring(
            &server,
            &source,
            &json!({ "native_id": number.to_string(), "started_at": started_at }),
            440 + number,
        );
    }
    let manager = somebody(&server, "manager", Role::QaManager);
    let (mut path, mut seen) = ("/api/v1/calls?limit=2&sort=started_at".to_owned(), Vec::new());
    loop {
        let page = server.get(&path, &manager).json();
        seen.extend(native_ids(&page));
        assert_eq!(page["total"], 5);
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/calls?limit=2&sort=started_at&cursor={next}");
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4"]);
}

#[test]
fn a_wrong_value_names_its_field() {
    let server = TestServer::start();
    let manager = somebody(&server, "manager", Role::QaManager);
    for (query, field) in
        [("project=x", "project"), ("from=monday", "from"), ("sort=name", "sort"), ("x=1", "x")]
    {
        let answer = server.get(&format!("/api/v1/calls?{query}"), &manager);
        assert_eq!((answer.status, answer.code().as_str()), (422, "bad_query"), "{query}");
        assert_eq!(answer.json()["params"]["field"], field);
    }
}

#[test]
fn names_are_those_of_what_the_caller_finds() {
    let server = TestServer::start();
    let source = server.source_token("pbx");
    let mei = server.person("mei", Role::Agent, None, None);
    let bo = server.person("bo", Role::Agent, None, None);
    server.write(move |writing| {
        let source = source::find_or_make(writing, "pbx")?;
        for (external_id, person_id) in [("3201", mei), ("3202", bo)] {
            let agent = agent::find_or_make(writing, source.id, external_id, None)?;
            agent::tie_to_person(writing, agent.id, person_id, noon(), None)?;
        }
        Ok(())
    });
    let call = |agent: &str, project: &str, tag: &str| {
        json!({ "agents": [{ "external_id": agent }], "project": project, "queue": tag, "tags": [tag],
            "disposition": tag })
    };
    bring(&server, &source, &call("3201", "Cards", "a"), 440);
    bring(&server, &source, &call("3202", "Loans", "b"), 441);
    let names = |list: &Value, field: &str| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
    };
    let manager = somebody(&server, "manager", Role::QaManager);
    let all = server.get("/api/v1/directory", &manager).json();
    assert_eq!(names(&all["projects"], "name"), ["Cards", "Loans"]);
    assert_eq!(names(&all["queues"], "name"), ["a", "b"]);
    assert_eq!(names(&all["people"], "name"), ["bo", "mei"]);
    assert_eq!(names(&all["agents"], "external_id"), ["3201", "3202"]);
    assert_eq!(names(&all["inspectors"], "name"), ["manager"]);
    assert_eq!((&all["tags"], &all["dispositions"]), (&json!(["a", "b"]), &json!(["a", "b"])));
    assert_eq!(all["agents"][0]["person_id"], mei.to_string());
    assert_eq!(all["speech_engines"].as_array().unwrap().len(), EngineName::BUILT.len());
    assert_eq!(all["speech_engines"][0], "whisper_cpp");

    let own = server.get("/api/v1/directory", &server.person_token("mei")).json();
    assert_eq!(names(&own["projects"], "name"), ["Cards"]);
    assert_eq!(names(&own["queues"], "name"), ["a"]);
    assert_eq!(names(&own["people"], "name"), ["mei"]);
    assert_eq!(names(&own["agents"], "external_id"), ["3201"]);
    assert_eq!((&own["tags"], &own["dispositions"]), (&json!(["a"]), &json!(["a"])));
}

#[test]
fn me_says_who_whose_teams_and_which_days() {
    let server = TestServer::start();
    let leader = server.person("lin", Role::TeamLeader, Some("north"), None);
    let me = server.get("/api/v1/me", &server.person_token("lin")).json();
    assert_eq!((&me["person_id"], &me["time_zone"]), (&json!(leader.to_string()), &json!("Asia/Shanghai")));
    assert_eq!((&me["leads"][0]["name"], &me["teams"]), (&json!("north"), &json!([])));
    server.person("mei", Role::Agent, Some("north"), None);
    let me = server.get("/api/v1/me", &server.person_token("mei")).json();
    assert_eq!((&me["teams"][0]["name"], &me["leads"]), (&json!("north"), &json!([])));
    let source = server.get("/api/v1/me", &server.source_token("pbx")).json();
    assert_eq!((&source["person_id"], &source["teams"]), (&Value::Null, &json!([])));
}
