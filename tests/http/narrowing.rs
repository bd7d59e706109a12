//! Calls found by what they came to and by what their recordings tell: over the web, by every role, and by
//! nobody who may not know it.

use super::appeals::{Hearing, kept};
use super::review::Review;
use super::server::{TestServer, noon};
use earmark::db::participation::{self, Participation};
use earmark::db::person::Role;
use earmark::db::recording_signal::{self, ChannelSignal, RecordingSignal};
use earmark::db::{agent, recording, source};
use earmark::ids::{CallId, ParticipationId};
use serde_json::{Value, json};

fn total(server: &TestServer, query: &str, token: &str) -> Value {
    let page = server.get(&format!("/api/v1/calls?{query}"), token);
    assert_eq!(page.status, 200, "{query}: {page:?}");
    page.json()["total"].clone()
}

/// What whoever asks learns of the score of the one call, 95.5: whether a bound on either side of it finds
/// another number of calls.
fn learns(server: &TestServer, token: &str) -> bool {
    let asked = |query: &str| total(server, query, token);
    let found = ["score_from=95.5", "score_below=95.51", "score_from=95&score_below=96"].map(asked);
    let not_found = ["score_from=95.51", "score_below=95.5", "score_from=96&score_below=97"].map(asked);
    assert!(not_found.iter().all(|total| *total == 0), "{not_found:?}");
    assert!(found.iter().all(|total| *total == found[0]), "{found:?}");
    found[0] == 1
}

#[test]
fn only_whoever_reads_the_result_or_gave_the_score_finds_a_call_by_it() {
    let hearing = Hearing::start();
    let Review { server, call_id, inspector, agent, leader, manager, .. } = &hearing.review;
    let somebody = |name: &str, role: Role, team: Option<&str>| {
        server.person(name, role, team, None);
        server.person_token(name)
    };
    let trainer = somebody("trainer", Role::Trainer, None);
    let other_inspector = somebody("other inspector", Role::Inspector, None);
    let administrator = somebody("administrator", Role::Administrator, None);
    let other_leader = somebody("other leader", Role::TeamLeader, Some("south"));
    let colleague = colleague_in(server, call_id);
    let pbx = server.source_token("pbx");

    let who = [
        ("the manager", manager, 1, true),
        ("the leader", leader, 1, true),
        ("the trainer", &trainer, 1, true),
        ("the agent", agent, 1, true),
        ("the inspector who scored", inspector, 1, true),
        ("another inspector", &other_inspector, 1, false),
        ("another agent in the call", &colleague, 1, false),
        ("the administrator", &administrator, 1, false),
        ("the source", &pbx, 1, false),
        ("the leader of another team", &other_leader, 0, false),
    ];
    for (name, token, calls, knows) in who {
        assert_eq!(total(server, "", token), calls, "{name}");
        assert_eq!(learns(server, token), knows, "{name}");
    }
    // What the other inspector may know, they are found: that there is a score, not which.
    assert_eq!(total(server, "evaluated=true", &other_inspector), 1);

    let id = hearing.submitted();
    assert!(!learns(server, manager), "they might arbitrate");
    assert!(learns(server, leader) && learns(server, agent) && learns(server, inspector));
    let both = json!([kept("greeting"), kept("recap")]);
    assert_eq!(hearing.first_review(&id, false).status, 200);
    assert_eq!(hearing.recheck(&id, &both).status, 200);
    assert!(!learns(server, manager));
    assert_eq!(hearing.arbitrate(&id, &both).status, 200);
    assert!(learns(server, manager), "it is decided");

    let begun = json!({ "call_id": call_id });
    assert_eq!(server.send_json("POST", "/api/v1/evaluations", manager, &begun).status, 201);
    assert!(!learns(server, manager), "they have the call in hand");
}

/// Another agent, who took a part in this call too.
fn colleague_in(server: &TestServer, call_id: &str) -> String {
    let (call_id, person_id): (CallId, _) =
        (call_id.parse().unwrap(), server.person("colleague", Role::Agent, None, None));
    server.write(move |writing| {
        let pbx = source::find_or_make(writing, "pbx")?;
        let made = agent::find_or_make(writing, pbx.id, "8002", None)?;
        agent::tie_to_person(writing, made.id, person_id, noon(), None)?;
        let part = Participation {
            id: ParticipationId::new(),
            call_id,
            agent_id: made.id,
            recording_id: None,
            channel: None,
            start_ms: None,
            end_ms: None,
            person_id: Some(person_id),
            team_id: None,
        };
        participation::insert(writing, &part)
    });
    server.person_token("colleague")
}

#[test]
fn a_score_that_can_be_taken_back_finds_nothing() {
    let review = Review::start();
    review.release(&review.call_id, &json!({}));
    for token in [&review.manager, &review.inspector, &review.agent] {
        assert_eq!(total(&review.server, "score_from=0", token), 0);
    }
}

#[test]
fn whoever_finds_a_call_finds_it_by_what_its_recordings_tell() {
    let review = Review::start();
    let id: CallId = review.call_id.parse().unwrap();
    let other = review.another_call("quiet");
    let clipped = ChannelSignal {
        channel: 1,
        heard_ms: 9_000,
        level_dbfs_hundredths: -300,
        peak_dbfs_hundredths: 0,
        clipped_ppm: 1_000,
        speech_ms: None,
        pace_per_minute: None,
    };
    let signal = RecordingSignal {
        silence_ms: 31_000,
        longest_silence_ms: 31_000,
        overtalk_ms: 5_000,
        one_sided: true,
        channels: vec![clipped],
    };
    review.server.write(move |writing| {
        let recording = recording::of_call(writing, id)?.remove(0);
        recording_signal::replace(writing, recording.id, &signal)
    });
    let ids = |query: &str, token: &str| -> Vec<String> {
        let page = review.server.get(&format!("/api/v1/calls?{query}"), token).json();
        page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    for token in [&review.manager, &review.leader, &review.inspector, &review.agent] {
        for query in ["one_sided=true", "clipped=true", "silence_from_ms=31000", "overtalk_from_ms=5000"] {
            assert_eq!(ids(query, token), [review.call_id.clone()], "{query}");
        }
        for query in ["one_sided=false", "clipped=false"] {
            assert_eq!(ids(query, token), [other.clone()], "{query}");
        }
        for query in ["silence_from_ms=31001", "overtalk_from_ms=5001"] {
            assert!(ids(query, token).is_empty(), "{query}");
        }
    }
    // A draw takes the same filter, and a saved one keeps it.
    let query = "one_sided=true&silence_from_ms=30000&score_from=80.5";
    let saved = json!({ "page": "calls", "name": "one side", "query": query });
    let saved = review.server.send_json("POST", "/api/v1/filters", &review.inspector, &saved).json();
    assert_eq!(saved["query"], query);
    let take = json!({ "query": "one_sided=true&silence_from_ms=30000" });
    let drawn = review.server.send_json("POST", "/api/v1/assignments/take", &review.inspector, &take).json();
    assert_eq!((&drawn["call"]["id"], &drawn["pool_size"]), (&json!(review.call_id), &json!(1)), "{drawn}");
}

#[test]
fn a_wrong_score_or_length_names_its_field() {
    let review = Review::start();
    for query in ["score_from=high", "score_below=92.125", "one_sided=1", "silence_from_ms=30s"] {
        let answer = review.server.get(&format!("/api/v1/calls?{query}"), &review.manager);
        assert_eq!((answer.status, answer.code().as_str()), (422, "bad_query"), "{query}");
        assert_eq!(answer.json()["params"]["field"], query.split('=').next().unwrap());
    }
}
