//! A call to be scored, and the people around it.

use super::server::{Answer, TestServer, noon};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::{agent, source, team};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// A call that `agent` of team "north" took, in the project "cards".
pub(crate) struct Review {
    pub(crate) server: TestServer,
    pub(crate) call_id: String,
    pub(crate) inspector: String,
    pub(crate) agent: String,
    pub(crate) leader: String,
    pub(crate) manager: String,
    source: String,
}

impl Review {
    pub(crate) fn start() -> Self {
        let server = TestServer::start();
        let source = server.source_token("pbx");
        let agent_id = server.person("agent", Role::Agent, Some("north"), None);
        server.person("inspector", Role::Inspector, None, None);
        server.person("leader", Role::TeamLeader, Some("north"), None);
        server.person("manager", Role::QaManager, None, None);
        server.write(move |writing| {
            let pbx = source::find_or_make(writing, "pbx")?;
            let made = agent::find_or_make(writing, pbx.id, "8001", Some("Wang Fang"))?;
            agent::tie_to_person(writing, made.id, agent_id, noon(), None)?;
            let north = team::find_or_make(writing, None, "north")?;
            team::add_member(writing, north.id, agent_id, noon())
        });
        let [inspector, agent, leader, manager] =
            ["inspector", "agent", "leader", "manager"].map(|name| server.person_token(name));
        let mut review = Self { server, call_id: String::new(), inspector, agent, leader, manager, source };
        review.call_id = review.another_call("first");
        review
    }

    /// Another call of the same agent.
    pub(crate) fn another_call(&self, native_id: &str) -> String {
        let metadata = json!({
            "native_id": native_id, "project": "cards", "agents": [{"external_id": "8001", "channel": 0}],
        });
        let (metadata, audio) = (metadata.to_string(), tone(440));
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        let accepted = self.server.post_call(&self.source, &parts);
        assert_eq!(accepted.status, 201, "{accepted:?}");
        accepted.json()["call_id"].as_str().unwrap().to_owned()
    }

    /// The inspector begins to score a call.
    pub(crate) fn begin(&self, call_id: &str) -> Value {
        let begun = self.server.send_json(
            "POST",
            "/api/v1/evaluations",
            &self.inspector,
            &json!({"call_id": call_id}),
        );
        assert_eq!(begun.status, 201, "{begun:?}");
        begun.json()
    }

    /// A step of the inspector's with an evaluation: `PUT`, `draft`.
    pub(crate) fn step(&self, method: &str, id: &str, step: &str, body: &Value) -> Answer {
        self.server.send_json(method, &format!("/api/v1/evaluations/{id}/{step}"), &self.inspector, body)
    }

    /// The inspector takes a release back.
    pub(crate) fn take_back(&self, id: &str) -> Answer {
        self.delete(&format!("/api/v1/evaluations/{id}/release"), &self.inspector)
    }

    pub(crate) fn delete(&self, path: &str, token: &str) -> Answer {
        self.server.send("DELETE", path, &[("authorization", &format!("Bearer {token}"))])
    }

    pub(crate) fn show(&self, id: &str, token: &str) -> Answer {
        self.server.get(&format!("/api/v1/evaluations/{id}"), token)
    }

    /// The inspector scores a call and releases it; `changed` are the answers that are not the
    /// best. It is not out yet.
    pub(crate) fn release(&self, call_id: &str, changed: &Value) -> String {
        let begun = self.begin(call_id);
        let id = begun["id"].as_str().unwrap().to_owned();
        let mut answers = best_answers(&begun);
        for (question, answer) in changed.as_object().unwrap() {
            answers.insert(question.clone(), answer.clone());
        }
        let saved = self.step("PUT", &id, "draft", &json!({"edit": 0, "answers": answers, "notes": []}));
        assert_eq!(saved.status, 200, "{saved:?}");
        let released = self.step("POST", &id, "release", &json!({"edit": 1}));
        assert_eq!(released.status, 200, "{released:?}");
        id
    }

    /// As [`Review::release`], and the seconds to take it back are over.
    pub(crate) fn release_for_good(&self, call_id: &str, changed: &Value) -> String {
        let id = self.release(call_id, changed);
        self.server.clock.advance(Duration::from_secs(10));
        id
    }
}

/// The first option of every question that is always asked: the best, on the shipped card.
pub(crate) fn best_answers(evaluation: &Value) -> Map<String, Value> {
    let sections = evaluation["scorecard_version"]["definition"]["sections"].as_array().unwrap();
    let questions = sections.iter().flat_map(|section| section["questions"].as_array().unwrap());
    questions
        .filter(|question| question["show_when"].is_null())
        .map(|question| {
            let best = json!({"options": [question["options"][0]["key"]]});
            (question["key"].as_str().unwrap().to_owned(), best)
        })
        .collect()
}
