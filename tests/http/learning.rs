//! What learners do with cases, and what stays of it.

use super::cases::{GOOD, HEARD, SPOKEN, WARNING, commentary, stage};
use super::review::best_answers;
use earmark::db::transcript::{self, Transcript, Utterance};
use earmark::db::{call, hold};
use earmark::ids::{CallId, TranscriptId};
use earmark::transcription::words;
use serde_json::{Map, Value, json};

#[test]
fn what_a_learner_did_is_kept_counted_here_and_settles_what_was_to_be_done() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let body = json!({"case_id": id, "team_ids": [], "person_ids": [stage.heard_id], "due_on": "2026-11-20"});
    assert_eq!(stage.send("POST", "/learning-tasks", "elsewhere", &body).status, 404, "not of their team");
    assert_eq!(stage.send("POST", "/learning-tasks", "inspector", &body).status, 403);
    let given = stage.done("POST", "/learning-tasks", "leader", &body);
    assert_eq!(
        (&given["items"][0]["state"], &given["items"][0]["title"]),
        (&json!("overdue"), &json!("Calms an angry customer"))
    );
    stage.is_told(HEARD, "learning_assigned");
    let chased = |who: &str| stage.get("/learning-tasks?state=overdue", who).json()["total"].clone();
    assert_eq!(
        (chased("leader"), chased("elsewhere"), chased(HEARD), chased("colleague")),
        (json!(1), json!(0), json!(1), json!(0))
    );
    assert_eq!(stage.get("/trainer-desk", "manager").json()["overdue_tasks"], 1);

    let path = format!("/cases/{id}/learning");
    let case = stage.get(&format!("/cases/{id}"), HEARD).json();
    assert_eq!((&case["questions"][0]["right"], &case["learning"]), (&Value::Null, &Value::Null));
    let first = stage.done("PUT", &path, HEARD, &json!({"reached": 1, "words": {"1": "I would wait"}}));
    assert_eq!(
        (&first["reached"], &first["words"]["1"], &first["finished_at"]),
        (&json!(1), &json!("I would wait"), &Value::Null)
    );
    for odd in [
        json!({"reached": 3}),
        json!({"reached": 1, "answers": [2, 0]}),
        json!({"reached": 2, "answers": [1], "finished": true}),
        json!({"reached": 2, "words": {"9": "x"}}),
    ] {
        assert_eq!(stage.send("PUT", &path, HEARD, &odd).code(), "bad_learning", "{odd}");
    }
    let last = json!({"reached": 2, "answers": [1, 1], "pledge": "I wait for the end", "finished": true});
    let end = stage.done("PUT", &path, HEARD, &last);
    assert_eq!(
        (&end["right_answers"], &end["questions"], &end["words"]["1"]),
        (&json!(1), &json!(2), &json!("I would wait"))
    );
    let after = stage.done("PUT", &path, HEARD, &json!({"reached": 0, "answers": [1, 0], "finished": true}));
    assert_eq!(
        (&after["right_answers"], &after["answers"]),
        (&json!(1), &json!([1, 1])),
        "it stays as it was at the end"
    );
    let case = stage.get(&format!("/cases/{id}"), HEARD).json();
    assert_eq!(case["questions"][0]["right"], 1, "now it is told");
    assert_eq!(
        (chased("leader"), stage.get("/learning-tasks?mine=true", HEARD).json()["items"][0]["state"].clone()),
        (json!(0), json!("done"))
    );
    let learners = stage.get(&format!("/cases/{id}/learners"), "trainer").json();
    assert_eq!(
        (&learners["items"][0]["person"]["name"], &learners["items"][0]["learning"]["pledge"]),
        (&json!(HEARD), &json!("I wait for the end"))
    );
    assert_eq!(stage.status(&format!("/cases/{id}/learners"), HEARD), 403);

    stage.done("PUT", &format!("/cases/{id}/rating"), HEARD, &json!({"stars": 4}));
    let rated = stage.done("PUT", &format!("/cases/{id}/rating"), "colleague", &json!({"stars": 5}));
    assert_eq!((&rated["mean"], &rated["count"], &rated["mine"]), (&json!(4.5), &json!(2), &json!(5)));
    let said =
        stage.done("POST", &format!("/cases/{id}/comments"), "colleague", &json!({"text": " I try that "}));
    let comment = format!("/api/v1/cases/{id}/comments/{}", said["id"].as_str().unwrap());
    let delete = |who: &str| {
        let bearer = format!("Bearer {}", stage.tokens[who]);
        stage.server.send("DELETE", &comment, &[("authorization", &bearer)]).status
    };
    assert_eq!(
        (said["text"].as_str(), delete("inspector"), delete("trainer")),
        (Some("I try that"), 403, 204)
    );
}

#[test]
fn a_case_dies_with_its_call_and_what_was_learned_stays_known() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let last =
        json!({"reached": 2, "words": {"1": "wait"}, "answers": [1, 0], "pledge": "calm", "finished": true});
    stage.done("PUT", &format!("/cases/{id}/learning"), "colleague", &last);
    let call_id: CallId = stage.call_id.parse().unwrap();
    stage.server.write(move |writing| {
        hold::forget_call(writing, call_id)?;
        call::delete(writing, call_id)
    });
    assert_eq!(stage.status(&format!("/cases/{id}"), "trainer"), 404);
    let known = stage.get("/me/learning", "colleague").json();
    assert_eq!(known["items"][0]["title"], Value::Null);
    let record = &known["items"][0]["learning"];
    assert_eq!(
        (&record["case_id"], &record["right_answers"], &record["words"], &record["pledge"]),
        (&Value::Null, &json!(2), &json!({}), &Value::Null)
    );
    let holds = stage.get("/holds?open=true", "manager").json();
    assert_eq!(holds["total"], 0, "nothing is held for its sake: {holds}");
}

#[test]
fn names_are_hidden_in_what_is_read_of_a_case() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let recording_id = stage.recording_id;
    stage.server.write(move |writing| {
        let version = Transcript {
            id: TranscriptId::new(),
            recording_id,
            engine: "whisper.cpp".to_owned(),
            model: "base".to_owned(),
            settings: Map::new(),
            language: Some("en".to_owned()),
            is_current: true,
            created_at: writing.now(),
        };
        let utterance = Utterance {
            number: 0,
            channel: 0,
            start_ms: 100,
            end_ms: 900,
            text: format!(
                "this is {SPOKEN} speaking, wang is fine, number 8.001; Li Lei at 020 7946 0018 pays 8.01"
            ),
            confidence: 0.9,
            words: None,
            speaker: None,
        };
        transcript::insert_as_current(writing, &version, &[utterance])?;
        words::renew(writing, recording_id)
    });
    let text = |who: &str| {
        let read = stage.get(&format!("/cases/{id}/transcript"), who).json();
        read["items"][0]["text"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        text("trainer"),
        "this is Wang Fang speaking, wang is fine, number 8.001; Li Lei at 020 7946 0018 pays 8.01"
    );
    assert_eq!(
        text("colleague"),
        "this is ⟦name⟧ speaking, ⟦name⟧ is fine, number ⟦name⟧; ⟦name⟧ at ⟦name⟧ pays 8.01"
    );
}

#[test]
fn a_weak_item_recommends_its_cases_until_one_has_learned_from_them() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let cards = stage.get("/standard-answers/cards", "trainer").json();
    let has_greeting = |card: &&Value| {
        card["questions"].as_array().unwrap().iter().any(|question| question["key"] == "greeting")
    };
    let card = cards["items"].as_array().unwrap().iter().find(has_greeting).unwrap()["id"].clone();
    let mut tied = commentary(1, GOOD);
    tied["items"] = json!([{"scorecard_id": card, "item": "greeting"}]);
    stage.done("PUT", &format!("/cases/{id}"), "trainer", &tied);
    assert_eq!(stage.get("/cases/recommended", HEARD).json()["items"], json!([]));

    let begun = stage.done("POST", "/evaluations", "inspector", &json!({"call_id": stage.call_id}));
    let path = format!("/evaluations/{}", begun["id"].as_str().unwrap());
    let mut answers = best_answers(&begun);
    let lost = json!({"options": ["no"], "comment": "c", "evidence": [{"kind": "not_said"}]});
    answers.insert("greeting".to_owned(), lost);
    stage.done(
        "PUT",
        &format!("{path}/draft"),
        "inspector",
        &json!({"edit": 0, "answers": answers, "notes": []}),
    );
    stage.done("POST", &format!("{path}/release"), "inspector", &json!({"edit": 1}));
    stage.server.clock.advance(std::time::Duration::from_secs(10));

    let found = stage.get("/cases/recommended", HEARD).json();
    assert_eq!(found["items"][0]["id"], id.as_str(), "{found}");
    assert_eq!(stage.get("/cases/recommended", "colleague").json()["items"], json!([]), "they lost nothing");
    let end = json!({"reached": 2, "answers": [1, 0], "finished": true});
    stage.done("PUT", &format!("/cases/{id}/learning"), HEARD, &end);
    assert_eq!(stage.get("/cases/recommended", HEARD).json()["items"], json!([]));
    let row = stage.get("/cases", HEARD).json()["items"][0].clone();
    assert!(row["learned_at"].is_string() && row["learners"].is_null(), "{row}");
}

#[test]
fn a_playlist_is_learned_when_all_of_it_is_that_is_there() {
    let mut stage = stage();
    let first = stage.shelved(GOOD);
    let (call_id, recording_id) = stage.another_call("second");
    (stage.call_id, stage.recording_id) = (call_id, recording_id);
    let second = stage.shelved(GOOD);
    let related = stage.get(&format!("/cases/{first}/related"), "colleague").json();
    assert_eq!(related["items"][0]["id"], second.as_str(), "they share a tag");
    let warning = stage.shelved(WARNING);
    let body = json!({"name": "First week", "case_ids": [second, first, warning, first]});
    assert_eq!(stage.send("POST", "/playlists", "leader", &body).status, 403);
    let list = stage.done("POST", "/playlists", "trainer", &body);
    let shown = |who: &str| {
        let lists = stage.get("/playlists", who).json();
        let cases = lists["items"][0]["cases"].as_array().unwrap().iter();
        cases.map(|case| case["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown("trainer"), [second.clone(), first.clone(), warning.clone()]);
    assert_eq!(shown("colleague"), [second.clone(), first.clone()], "the warning is not there for them");

    // From the warning nobody can learn yet, so that it does not stand in the way of the rest.
    let task = json!({"playlist_id": list["id"], "person_ids": [stage.heard_id], "due_on": "2026-12-24"});
    let given = stage.done("POST", "/learning-tasks", "trainer", &task)["items"][0].clone();
    assert_eq!(
        (&given["state"], &given["cases"], &given["left"]),
        (&json!("open"), &json!(2), &json!([second, first]))
    );
    let end = json!({"reached": 2, "answers": [1, 0], "finished": true});
    let own = || stage.get("/learning-tasks?mine=true", HEARD).json()["items"][0].clone();
    stage.done("PUT", &format!("/cases/{second}/learning"), HEARD, &end);
    assert_eq!(
        (&own()["state"], &own()["learned"], &own()["left"]),
        (&json!("open"), &json!(1), &json!([first]))
    );
    stage.done("PUT", &format!("/cases/{first}/learning"), HEARD, &end);
    assert_eq!((&own()["state"], &own()["learned"]), (&json!("done"), &json!(2)));
    // Whoever learned from all of it before is done at once.
    let again = stage.done("POST", "/learning-tasks", "trainer", &task);
    assert_eq!(again["items"].as_array().unwrap().len(), 1);
    assert_eq!(stage.get("/learning-tasks?mine=true&state=open", HEARD).json()["total"], 0);
}

#[test]
fn a_task_stays_in_its_learners_list_when_its_day_is_over_until_it_is_done() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let task = json!({"case_id": id, "person_ids": [stage.heard_id], "due_on": "2026-11-22"});
    let task = stage.done("POST", "/learning-tasks", "trainer", &task)["items"][0]["id"].clone();
    let listed = |query: &str| {
        let page = stage.get(&format!("/learning-tasks?mine=true{query}"), HEARD).json();
        let tasks = page["items"].as_array().unwrap().iter();
        tasks.map(|one| (one["id"].clone(), one["state"].clone(), one["left"].clone())).collect::<Vec<_>>()
    };
    let open = vec![(task.clone(), json!("open"), json!([id]))];
    assert_eq!((listed(""), listed("&state=open"), listed("&state=overdue")), (open.clone(), open, vec![]));

    stage.server.clock.advance(std::time::Duration::from_hours(48));
    let overdue = vec![(task.clone(), json!("overdue"), json!([id]))];
    assert_eq!(
        (listed(""), listed("&state=open"), listed("&state=overdue")),
        (overdue.clone(), vec![], overdue),
        "its day is over, and it is to be done all the same"
    );

    let end = json!({"reached": 2, "answers": [1, 0], "finished": true});
    stage.done("PUT", &format!("/cases/{id}/learning"), HEARD, &end);
    let done = vec![(task, json!("done"), json!([]))];
    assert_eq!((listed(""), listed("&state=overdue"), listed("&state=done")), (done.clone(), vec![], done));
}

#[test]
fn who_learned_what_is_seen_by_whoever_says_what_is_to_be_learned() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let task = json!({"case_id": id, "team_ids": [stage.team("north")], "due_on": "2026-11-20"});
    stage.done("POST", "/learning-tasks", "leader", &task);
    let end =
        json!({"reached": 2, "words": {"1": "wait"}, "answers": [1, 1], "pledge": "calm", "finished": true});
    stage.done("PUT", &format!("/cases/{id}/learning"), HEARD, &end);
    stage.done("PUT", &format!("/cases/{id}/rating"), HEARD, &json!({"stars": 4}));

    let people = |query: &str, who: &str| -> Vec<String> {
        let page = stage.get(&format!("/learners?{query}"), who).json();
        let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
        assert_eq!(page["total"], items.len());
        items.iter().map(|one| one["person"]["name"].as_str().unwrap().to_owned()).collect()
    };
    let everybody =
        ["colleague", "elsewhere", HEARD, "inspector", "leader", "manager", "trainer"].map(str::to_owned);
    assert_eq!(people("", "trainer"), everybody, "whoever may learn, by name");
    assert_eq!(people("", "leader"), ["colleague", HEARD], "their own people");
    assert_eq!(people("", "elsewhere"), [""; 0]);
    assert_eq!(people(&format!("team_id={}", stage.team("north")), "manager"), ["colleague", HEARD]);
    for (state, expected) in [
        ("learned", vec![HEARD]),
        ("not_learned", vec!["colleague"]),
        ("overdue", vec!["colleague"]),
        ("open", vec![]),
        ("done", vec![HEARD]),
    ] {
        assert_eq!(people(&format!("state={state}"), "leader"), expected, "{state}");
        let of_case = format!("state={state}&case_id={id}&library_id={GOOD}");
        assert_eq!(people(&of_case, "leader"), expected, "{state} of the case");
    }
    let elsewhere = format!("library_id={WARNING}");
    assert_eq!(people(&format!("state=not_learned&{elsewhere}"), "leader"), ["colleague", HEARD]);
    assert_eq!(people(&format!("state=overdue&{elsewhere}"), "leader"), [""; 0]);
    // The clock stands at noon of the 21st of November.
    let on = |query: &str| people(&format!("state=learned&{query}"), "leader");
    assert_eq!(on("from=2026-11-21&to=2026-11-21"), [HEARD]);
    assert_eq!((on("to=2026-11-20"), on("from=2026-11-22")), (vec![], vec![]));
    assert_eq!(people("state=overdue&from=2026-11-20&to=2026-11-20", "leader"), ["colleague"], "by its day");
    assert_eq!(people("state=overdue&from=2026-11-21", "leader"), [""; 0]);
    assert_eq!(stage.status("/learners?state=tired", "leader"), 422);
    assert_eq!(stage.status("/learners?from=soon", "leader"), 422);

    let row = stage.get(&format!("/learners?person_id={}", stage.heard_id), "leader").json();
    let (row, heard) = (&row["items"][0], stage.heard_id);
    assert_eq!(
        (&row["cases"], &row["right_answers"], &row["questions"], &row["done"], &row["overdue"]),
        (&json!(1), &json!(1), &json!(2), &json!(1), &json!(0))
    );
    assert_eq!((&row["teams"][0]["name"], row["last_learned_at"].is_string()), (&json!("north"), true));
    let learned =
        |who: &str| stage.get(&format!("/learners/{heard}/learning"), who).json()["items"][0].clone();
    let one = learned("leader");
    assert_eq!((&one["title"], &one["stars"]), (&json!("Calms an angry customer"), &json!(4)));
    assert_eq!(
        (&one["is_pledged"], &one["learning"]["pledge"], &one["learning"]["words"]),
        (&json!(true), &Value::Null, &json!({})),
        "what they wrote is not the leader's"
    );
    assert_eq!(learned("trainer")["learning"]["pledge"], "calm");
    let own = stage.get("/me/learning", HEARD).json();
    assert_eq!(own["items"][0]["learning"]["words"]["1"], "wait");
    assert_eq!(stage.get("/me/learning?to=2026-11-20", HEARD).json()["total"], 0);
    assert_eq!(stage.status(&format!("/learners/{heard}/learning"), "elsewhere"), 404);
    assert_eq!(stage.status(&format!("/learners/{heard}/learning"), "colleague"), 403);

    let tasks =
        |query: &str| stage.get(&format!("/learning-tasks?{query}"), "trainer").json()["total"].clone();
    let (north, south) = (stage.team("north"), stage.team("south"));
    assert_eq!(
        (tasks(&format!("team_id={north}")), tasks(&format!("team_id={south}"))),
        (json!(2), json!(0))
    );
    let to_person = json!({"case_id": id, "person_ids": [stage.heard_id], "due_on": "2026-12-20"});
    stage.done("POST", "/learning-tasks", "trainer", &to_person);
    assert_eq!(tasks(&format!("team_id={north}")), json!(3), "of the team, however it was given");
    assert_eq!(tasks(&format!("person_id={heard}&team_id={north}&state=done")), json!(2));
}
