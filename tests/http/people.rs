//! People: entered and changed, in teams and out of them, tied to agents; the last administrator.

use super::server::{Answer, PASSWORD, TestServer};
use super::tone::tone;
use earmark::db::audit;
use earmark::db::person::Role;
use earmark::review::publish_shipped;
use serde_json::{Value, json};
use std::time::Duration;

/// A server with an administrator, and what they ask of it.
struct Office {
    server: TestServer,
    token: String,
}

impl Office {
    fn open() -> Self {
        let server = TestServer::start();
        server.person("root", Role::Administrator, None, None);
        let token = server.person_token("root");
        Self { server, token }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.server.send_json(method, path, &self.token, body)
    }

    fn get(&self, path: &str) -> Value {
        let answer = self.server.get(path, &self.token);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    /// Enters somebody and returns their id.
    fn enter(&self, new: &Value) -> String {
        let answer = self.ask("POST", "/api/v1/people", new);
        assert_eq!(answer.status, 201, "{answer:?}");
        id_of(&answer.json())
    }

    fn root_id(&self) -> String {
        id_of(&self.get("/api/v1/people?q=root")["items"][0])
    }

    fn actions_on(&self, noun: &'static str, id: &str) -> Vec<String> {
        let id = id.to_owned();
        let lines = self.server.read(move |reading| audit::about(reading, noun, &id, 50));
        lines.into_iter().map(|line| line.action).collect()
    }

    /// A call that `pbx` says this agent took, and its id.
    fn call_of(&self, external_id: &str, native_id: &str) -> String {
        let source = self.server.source_token("pbx");
        let metadata =
            json!({ "native_id": native_id, "agents": [{ "external_id": external_id, "name": "李娜" }] });
        let audio = tone(440);
        let metadata = metadata.to_string();
        let accepted =
            self.server.post_call(&source, &[("metadata", metadata.as_bytes()), ("audio", &audio)]);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        accepted.json()["call_id"].as_str().unwrap().to_owned()
    }
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

#[test]
fn somebody_is_entered_found_changed_and_let_go() {
    let office = Office::open();
    let team =
        id_of(&office.ask("POST", "/api/v1/teams", &json!({ "name": "A组", "parent_id": null })).json());
    let new = json!({
        "name": "王芳", "staff_number": "006021", "sign_in": "WangFang", "password": PASSWORD,
        "roles": [{ "role": "team_leader", "project_id": null }], "team_id": team,
    });
    let id = office.enter(&new);
    let taken =
        office.ask("POST", "/api/v1/people", &json!({ "name": "X", "sign_in": "wangfang", "roles": [] }));
    assert_eq!((taken.status, taken.code().as_str()), (409, "sign_in_taken"));
    let taken =
        office.ask("POST", "/api/v1/people", &json!({ "name": "X", "staff_number": "006021", "roles": [] }));
    assert_eq!((taken.status, taken.code().as_str()), (409, "staff_number_taken"));

    let found = office.get("/api/v1/people?q=wang&role=team_leader&retired=false");
    assert_eq!((found["total"].as_i64(), id_of(&found["items"][0])), (Some(1), id.clone()));
    let row = &found["items"][0];
    assert_eq!((&row["sign_in"], &row["staff_number"]), (&json!("wangfang"), &json!("006021")));
    assert_eq!((&row["teams"][0]["leads"], &row["teams"][0]["team"]["name"]), (&json!(true), &json!("A组")));

    let path = format!("/api/v1/people/{id}");
    let changed = office.ask("PATCH", &path, &json!({ "name": "王芳芳", "staff_number": null }));
    assert_eq!((&changed.json()["name"], &changed.json()["staff_number"]), (&json!("王芳芳"), &Value::Null));
    assert_eq!(changed.json()["sign_in"], "wangfang", "what is missing stays as it is");

    let cookie = signed_in(&office, "wangfang", PASSWORD);
    assert_eq!(office.ask("PATCH", &path, &json!({ "retired": true })).status, 200);
    assert_eq!(office.server.send("GET", "/api/v1/me", &[("cookie", &cookie)]).status, 401);
    let file = office.get(&path);
    assert_eq!((&file["roles"], &file["teams"]), (&json!([]), &json!([])));
    assert!(file["role_history"][0]["until"].is_string() && file["team_history"][0]["until"].is_string());
    let back = office.ask("PATCH", &path, &json!({ "retired": false })).json();
    assert_eq!((&back["retired_at"], &back["roles"]), (&Value::Null, &json!([])));
    let actions = office.actions_on("person", &id);
    assert_eq!(actions.iter().filter(|action| *action == "person.changed").count(), 3, "{actions:?}");
}

fn signed_in(office: &Office, sign_in: &str, password: &str) -> String {
    let body = json!({ "sign_in": sign_in, "password": password });
    let answer = office.server.post_json("/api/v1/session", &body, &[]);
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

#[test]
fn another_password_ends_the_sessions_that_the_old_one_opened() {
    let office = Office::open();
    let id = office.enter(&json!({ "name": "Mei", "sign_in": "mei", "password": PASSWORD, "roles": [] }));
    let cookie = signed_in(&office, "mei", PASSWORD);
    let path = format!("/api/v1/people/{id}");
    let short = office.ask("PATCH", &path, &json!({ "password": "short" }));
    assert_eq!((short.status, short.code().as_str()), (422, "bad_password"));
    assert_eq!(office.server.send("GET", "/api/v1/me", &[("cookie", &cookie)]).status, 200);
    assert_eq!(office.ask("PATCH", &path, &json!({ "password": "another long password" })).status, 200);
    assert_eq!(office.server.send("GET", "/api/v1/me", &[("cookie", &cookie)]).status, 401);
    signed_in(&office, "mei", "another long password");
}

#[test]
fn the_last_administrator_can_neither_leave_nor_lose_role_or_sign_in() {
    let office = Office::open();
    let root = office.root_id();
    let path = format!("/api/v1/people/{root}");
    let grant = id_of(&office.get(&path)["roles"][0]);
    let end = format!("{path}/roles/{grant}");
    let attempts = [
        office.ask("PATCH", &path, &json!({ "retired": true })),
        office.ask("PATCH", &path, &json!({ "sign_in": null })),
        office.ask("PATCH", &path, &json!({ "password": null })),
        office.ask("DELETE", &end, &json!({})),
    ];
    for attempt in attempts {
        assert_eq!((attempt.status, attempt.code().as_str()), (409, "last_administrator"), "{attempt:?}");
    }
    let powerless =
        json!({ "name": "No sign-in", "roles": [{ "role": "administrator", "project_id": null }] });
    office.enter(&powerless);
    assert_eq!(office.ask("DELETE", &end, &json!({})).status, 409, "who cannot sign in is no help");
    office.server.person("second", Role::Administrator, None, None);
    assert_eq!(office.ask("DELETE", &end, &json!({})).status, 204);
    assert_eq!(office.ask("DELETE", &end, &json!({})).status, 403, "and now they are none");
}

#[test]
fn an_administrator_of_one_project_does_not_exist() {
    let office = Office::open();
    let project = id_of(&office.ask("POST", "/api/v1/projects", &json!({ "name": "Cards" })).json());
    let roles = json!([{ "role": "administrator", "project_id": project }]);
    let refused = office.ask("POST", "/api/v1/people", &json!({ "name": "X", "roles": roles }));
    assert_eq!((refused.status, refused.code().as_str()), (422, "role_has_no_project"));
    assert_eq!(office.get("/api/v1/people?q=X")["total"], 0, "nothing of it was kept");
}

#[test]
fn roles_and_teams_are_given_once_and_ended_once() {
    let office = Office::open();
    let id = office.enter(&json!({ "name": "Li", "roles": [] }));
    let team = id_of(&office.ask("POST", "/api/v1/teams", &json!({ "name": "A" })).json());
    let (roles, teams) = (format!("/api/v1/people/{id}/roles"), format!("/api/v1/people/{id}/teams"));
    for _ in 0..2 {
        let given = office.ask("POST", &roles, &json!({ "role": "inspector", "project_id": null }));
        assert_eq!((given.status, given.json()["roles"].as_array().unwrap().len()), (201, 1));
        let joined =
            office.ask("POST", &teams, &json!({ "team_id": team, "leads": false, "from": "2026-11-01" }));
        assert_eq!((joined.status, joined.json()["teams"].as_array().unwrap().len()), (201, 1));
    }
    let file = office.get(&format!("/api/v1/people/{id}"));
    assert_eq!(file["team_history"][0]["from"], "2026-10-31T16:00:00.000Z", "a day of the workspace's zone");
    assert_eq!(office.get("/api/v1/teams")["items"][0]["members"], 1);

    office.server.clock.advance(Duration::from_mins(1));
    let grant = format!("{roles}/{}", id_of(&file["roles"][0]));
    let membership = format!("{teams}/{}", id_of(&file["teams"][0]));
    assert_eq!(office.ask("DELETE", &format!("{membership}?leads=true"), &json!({})).status, 404);
    for status in [204, 404] {
        assert_eq!(office.ask("DELETE", &grant, &json!({})).status, status);
        assert_eq!(office.ask("DELETE", &format!("{membership}?leads=false"), &json!({})).status, status);
    }
    let wrong = office.ask("POST", &teams, &json!({ "team_id": team, "leads": false, "from": "1.11.2026" }));
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "bad_body"));
    let unknown = office.ask("POST", &roles, &json!({ "role": "boss", "project_id": null }));
    assert_eq!(unknown.status, 422);
}

#[test]
fn a_team_is_dissolved_only_when_nobody_is_left_in_it() {
    let office = Office::open();
    let site = id_of(&office.ask("POST", "/api/v1/teams", &json!({ "name": "北京" })).json());
    let new = json!({ "name": "A", "parent_id": site });
    let team = id_of(&office.ask("POST", "/api/v1/teams", &new).json());
    assert_eq!(office.ask("POST", "/api/v1/teams", &new).code(), "name_taken");
    let person = office.enter(&json!({ "name": "Li", "roles": [], "team_id": team }));
    let dissolve = json!({ "retired": true });
    let patch = |id: &str, body: &Value| office.ask("PATCH", &format!("/api/v1/teams/{id}"), body);
    assert_eq!(patch(&site, &dissolve).code(), "team_in_use");
    assert_eq!(patch(&team, &dissolve).code(), "team_in_use");
    assert_eq!(office.ask("PATCH", &format!("/api/v1/people/{person}"), &dissolve).status, 200);
    assert!(patch(&team, &dissolve).json()["retired_at"].is_string());
    assert_eq!(patch(&site, &dissolve).status, 200);
    assert_eq!(patch(&site, &json!({ "retired": false, "name": "上海" })).json()["name"], "上海");
    let another = office.enter(&json!({ "name": "Wu", "roles": [] }));
    let join = office.ask("POST", &format!("/api/v1/people/{another}/teams"), &json!({ "team_id": team }));
    assert_eq!(join.code(), "team_retired");
}

#[test]
fn an_agent_becomes_whom_it_looks_like_and_past_calls_reach_their_team_leader() {
    let office = Office::open();
    let call = office.call_of("006021", "1");
    let leader = "leader";
    office.server.person(leader, Role::TeamLeader, Some("A"), None);
    let leader = office.server.person_token(leader);
    let team = id_of(&office.get("/api/v1/teams")["items"][0]);
    let namesake = office.enter(&json!({ "name": "李娜", "roles": [] }));
    let unmatched = || office.get("/api/v1/agents?unmatched=true")["items"][0].clone();
    assert_eq!(unmatched()["suggestion"]["id"], namesake, "the only one of its name");
    office.enter(&json!({ "name": "李娜", "roles": [] }));
    assert_eq!(unmatched()["suggestion"], Value::Null, "two of its name");
    let new = json!({ "name": "Anna", "staff_number": "006021", "roles": [], "team_id": team });
    let person = office.enter(&new);
    let agent = unmatched();
    assert_eq!((&agent["suggestion"]["id"], &agent["calls"]), (&json!(person), &json!(1)));

    let seen = || office.server.get(&format!("/api/v1/calls/{call}"), &leader).status;
    assert_eq!(seen(), 404);
    let path = format!("/api/v1/agents/{}/person", id_of(&agent));
    assert_eq!(office.ask("PUT", &path, &json!({ "person_id": person })).status, 204);
    assert_eq!(seen(), 200);
    assert_eq!(office.get("/api/v1/agents?unmatched=false")["items"][0]["person"]["name"], "Anna");
    let file = office.get(&format!("/api/v1/people/{person}"));
    assert_eq!(file["agent_history"][0]["from"], "1970-01-01T00:00:00.000Z", "from the beginning");

    office.server.clock.advance(Duration::from_mins(1));
    assert_eq!(office.ask("PUT", &path, &json!({ "person_id": namesake })).status, 204);
    let later = office.get(&format!("/api/v1/people/{person}"));
    assert!(later["agent_history"][0]["until"].is_string() && later["agents"] == json!([]));
    assert_eq!(seen(), 200, "what was theirs stays theirs");
    office.server.clock.advance(Duration::from_mins(1));
    assert_eq!(office.ask("DELETE", &path, &json!({})).status, 204);
    assert_eq!(office.get("/api/v1/agents")["items"][0]["person"], Value::Null);
    let actions = office.actions_on("agent", &id_of(&agent));
    assert_eq!(actions, ["agent.matched", "agent.matched", "agent.unmatched"]);
}

#[test]
fn a_team_that_comes_after_the_match_reaches_past_calls_too() {
    let office = Office::open();
    let call = office.call_of("8001", "1");
    office.server.person("leader", Role::TeamLeader, Some("A"), None);
    let leader = office.server.person_token("leader");
    let team = id_of(&office.get("/api/v1/teams")["items"][0]);
    let person = office.enter(&json!({ "name": "Anna", "roles": [] }));
    let agent = id_of(&office.get("/api/v1/agents")["items"][0]);
    let matched =
        office.ask("PUT", &format!("/api/v1/agents/{agent}/person"), &json!({ "person_id": person }));
    assert_eq!(matched.status, 204);
    let seen = || office.server.get(&format!("/api/v1/calls/{call}"), &leader).status;
    assert_eq!(seen(), 404);
    let join = json!({ "team_id": team, "leads": false, "from": null });
    assert_eq!(office.ask("POST", &format!("/api/v1/people/{person}/teams"), &join).status, 201);
    assert_eq!(seen(), 200);
}

#[test]
fn a_project_is_renamed_by_whoever_manages_people_and_gets_its_card_from_managers_too() {
    let office = Office::open();
    let id = id_of(&office.ask("POST", "/api/v1/projects", &json!({ "name": "Cards" })).json());
    assert_eq!(office.ask("POST", "/api/v1/projects", &json!({ "name": "Cards" })).code(), "name_taken");
    let path = format!("/api/v1/projects/{id}");
    assert_eq!(office.ask("PATCH", &path, &json!({ "name": "信用卡" })).json()["name"], "信用卡");
    office.server.runtime.block_on(publish_shipped(&office.server.db)).unwrap();
    let card = office.get("/api/v1/scorecards")["items"][0].clone();
    office.server.person("manager", Role::QaManager, None, None);
    let manager = office.server.person_token("manager");
    let choose = json!({ "scorecard_id": card["id"] });
    let chosen = office.server.send_json("PATCH", &path, &manager, &choose).json();
    assert_eq!((&chosen["scorecard"]["key"], &chosen["scorecard"]["title"]), (&card["key"], &card["title"]));
    let unknown = json!({ "scorecard_id": "00000000-0000-7000-8000-000000000000" });
    assert_eq!(office.server.send_json("PATCH", &path, &manager, &unknown).status, 404);
    assert_eq!(office.get("/api/v1/projects")["items"][0]["scorecard"]["id"], card["id"]);
    let as_manager = |body: &Value| office.server.send_json("PATCH", &path, &manager, body).status;
    assert_eq!(as_manager(&json!({ "name": "Mine" })), 403);
    assert_eq!(as_manager(&json!({ "scorecard_id": null })), 200);
    office.server.person("elsewhere", Role::QaManager, None, Some("Telesales"));
    let elsewhere = office.server.person_token("elsewhere");
    let refused = office.server.send_json("PATCH", &path, &elsewhere, &json!({ "scorecard_id": null }));
    assert_eq!(refused.status, 404, "a project of somebody else's");
    let seen = office.server.get("/api/v1/projects", &elsewhere).json();
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    assert_eq!(seen["items"][0]["name"], "Telesales");
}
