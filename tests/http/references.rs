//! Learning by scoring: a reference call is scored blind, compared, and nothing of an attempt counts.

use super::cases::{GOOD, commentary};
use super::review::{Review, best_answers};
use super::server::Answer;
use earmark::audio::PeakMeter;
use earmark::db::person::Role;
use serde_json::{Value, json};
use std::time::Duration;

/// A call that was scored and is out, a reference call made of it by the trainer, and a learner.
struct Lesson {
    review: Review,
    trainer: String,
    learner: String,
    evaluation: Value,
    reference: String,
}

impl Lesson {
    fn start() -> Self {
        let review = Review::start();
        for (name, role) in [("trainer", Role::Trainer), ("learner", Role::Inspector)] {
            review.server.person(name, role, None, None);
        }
        let [trainer, learner] = ["trainer", "learner"].map(|name| review.server.person_token(name));
        let fault = json!({"greeting": {"options": ["no"], "comment": "没有报公司名",
            "evidence": [{"kind": "not_said"}]}});
        let id = review.release_for_good(&review.call_id, &fault);
        let evaluation = review.show(&id, &review.manager).json();
        let body = json!({"evaluation_id": id, "title": {"en": "No greeting", "zh-CN": "没有问候"},
            "why": {"en": "Hear the first ten seconds."}});
        let made = review.server.send_json("POST", "/api/v1/reference-calls", &trainer, &body);
        assert_eq!(made.status, 201, "{made:?}");
        let reference = made.json()["reference"]["id"].as_str().unwrap().to_owned();
        Self { review, trainer, learner, evaluation, reference }
    }

    fn send(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        self.review.server.send_json(method, &format!("/api/v1{path}"), token, body)
    }

    fn get(&self, path: &str, token: &str) -> Answer {
        self.review.server.get(&format!("/api/v1{path}"), token)
    }

    fn begin(&self, token: &str) -> Answer {
        self.send("POST", &format!("/reference-calls/{}/attempts", self.reference), token, &json!({}))
    }

    /// Begins and saves an attempt; `changed` are the answers that are not the best.
    fn saved(&self, token: &str, changed: &Value) -> String {
        let begun = self.begin(token);
        assert_eq!(begun.status, 201, "{begun:?}");
        let id = begun.json()["evaluation_id"].as_str().unwrap().to_owned();
        let mut answers = best_answers(&self.review.show(&id, token).json());
        for (question, answer) in changed.as_object().unwrap() {
            answers.insert(question.clone(), answer.clone());
        }
        let draft = json!({"edit": 0, "answers": answers, "notes": []});
        assert_eq!(self.send("PUT", &format!("/evaluations/{id}/draft"), token, &draft).status, 200);
        id
    }

    fn release(&self, id: &str, token: &str) -> Answer {
        self.send("POST", &format!("/evaluations/{id}/release"), token, &json!({"edit": 1}))
    }

    fn finished(&self, token: &str, changed: &Value) -> String {
        let id = self.saved(token, changed);
        let released = self.release(&id, token);
        assert_eq!(released.status, 200, "{released:?}");
        self.review.server.clock.advance(Duration::from_secs(10));
        id
    }

    fn reference(&self, token: &str) -> Value {
        self.get(&format!("/reference-calls/{}", self.reference), token).json()
    }
}

#[test]
fn a_reference_call_is_scored_blind_and_then_compared_item_by_item() {
    let lesson = Lesson::start();
    let shown = lesson.reference(&lesson.learner);
    assert_eq!((&shown["agreed"], &shown["may_look"]), (&Value::Null, &json!(false)));
    assert_eq!(shown["reference"]["own"], json!({"is_known": false, "open": null, "finished": []}));

    let id = lesson.saved(&lesson.learner, &json!({}));
    let draft = lesson.review.show(&id, &lesson.learner).json();
    assert_eq!((&draft["purpose"], &draft["state"]), (&json!("training"), &json!("draft")));
    assert_eq!(draft["scorecard_version"]["id"], lesson.evaluation["scorecard_version"]["id"]);
    assert_eq!(draft["participation_id"], lesson.evaluation["participation_id"]);
    // It is the same attempt, however often it is begun.
    let again = lesson.begin(&lesson.learner);
    assert_eq!((again.status, again.json()["evaluation_id"].as_str()), (200, Some(id.as_str())));
    let result = format!("/reference-attempts/{id}");
    assert_eq!(lesson.get(&result, &lesson.learner).code(), "attempt_unfinished");
    assert_eq!(lesson.release(&id, &lesson.learner).status, 200);
    // Until it can be taken back no more, whoever could change it learns nothing.
    assert_eq!(lesson.get(&result, &lesson.learner).code(), "attempt_unfinished");
    assert_eq!(lesson.reference(&lesson.learner)["agreed"], Value::Null);
    lesson.review.server.clock.advance(Duration::from_secs(10));

    let found = lesson.get(&result, &lesson.learner).json();
    let items = found["items"].as_array().unwrap();
    let greeting = items.iter().find(|item| item["question"] == "greeting").unwrap();
    assert_eq!((&greeting["is_alike"], &greeting["agreed"]["options"]), (&json!(false), &json!(["no"])));
    assert_eq!(greeting["reason"], json!({"zh-CN": "没有报公司名"}));
    assert_eq!(greeting["evidence"], json!([{"kind": "not_said"}]));
    assert!(greeting["given_points"].as_f64() > greeting["agreed_points"].as_f64());
    let (asked, alike) = (found["outcome"]["items"].as_i64(), found["outcome"]["alike"].as_i64());
    assert_eq!(asked, Some(i64::try_from(items.len()).unwrap()));
    assert_eq!(alike, asked.map(|asked| asked - 1));
    let apart =
        found["given"]["total"].as_f64().unwrap() - lesson.evaluation["score"]["total"].as_f64().unwrap();
    assert!((found["outcome"]["points_apart"].as_f64().unwrap() - apart).abs() < 0.001 && apart > 0.0);
    assert_eq!(found["why"]["en"], "Hear the first ten seconds.");
    let shown = lesson.reference(&lesson.learner);
    assert_eq!(shown["agreed"]["answers"]["greeting"]["options"], json!(["no"]));
    assert_eq!(shown["agreed"]["answers"]["greeting"]["comment"], Value::Null);
    assert_eq!(shown["reference"]["own"]["finished"][0]["evaluation_id"].as_str(), Some(id.as_str()));
}

#[test]
fn each_side_of_a_comparison_says_where_it_was_heard() {
    let lesson = Lesson::start();
    let heard = json!({"kind": "range", "start_ms": 1_000, "end_ms": 2_000});
    let changed = json!({"greeting": {"options": ["no"], "comment": "c", "evidence": [heard]}});
    let id = lesson.finished(&lesson.learner, &changed);
    let found = lesson.get(&format!("/reference-attempts/{id}"), &lesson.learner).json();
    let items = found["items"].as_array().unwrap();
    let greeting = items.iter().find(|item| item["question"] == "greeting").unwrap();
    assert_eq!(greeting["evidence"], json!([{"kind": "not_said"}]));
    let given = &greeting["given_evidence"][0];
    assert_eq!(
        (&given["kind"], &given["start_ms"], &given["end_ms"]),
        (&json!("range"), &json!(1_000), &json!(2_000))
    );
    assert!(items.iter().all(|item| item["question"] == "greeting" || item["given_evidence"] == json!([])));
}

#[test]
fn nothing_is_seen_of_the_call_while_it_is_scored_blind() {
    let lesson = Lesson::start();
    let (call, agreed) = (&lesson.review.call_id, lesson.evaluation["id"].as_str().unwrap());
    lesson.send(
        "POST",
        &format!("/calls/{call}/flags"),
        &lesson.review.inspector,
        &json!({"kind": "warning_case", "note": "no greeting"}),
    );
    let flags = |token: &str| lesson.get(&format!("/calls/{call}/flags"), token).json()["items"].clone();
    assert_eq!(flags(&lesson.trainer).as_array().map(Vec::len), Some(1));

    let another = lesson.review.another_call("second");
    let other = lesson.review.release_for_good(&another, &json!({}));
    assert_eq!(lesson.review.show(agreed, &lesson.trainer).status, 200);
    lesson.review.server.person("coach", Role::Trainer, None, None);
    let coach = lesson.review.server.person_token("coach");
    let id = lesson.saved(&coach, &json!({}));
    assert_eq!(lesson.review.show(agreed, &coach).code(), "own_score_first");
    assert_eq!(lesson.review.show(&other, &coach).status, 200, "another call is not scored blind");
    let rows = lesson.get("/evaluations?view=results", &coach).json();
    assert_eq!(rows["items"].as_array().map(Vec::len), Some(1), "{rows}");
    assert_eq!(flags(&coach), json!([]));
    let reference = format!("/reference-calls/{}", lesson.reference);
    assert_eq!(lesson.send("POST", &format!("{reference}/look"), &coach, &json!({})).code(), "attempt_open");
    let words = json!({"edit": 0, "title": {"en": "T"}, "why": {}, "reasons": {}});
    assert_eq!(lesson.send("PUT", &reference, &coach, &words).code(), "attempt_open");
    // Earlier scores of the agent stay closed, though every item is answered.
    lesson.review.server.person("one", Role::Inspector, None, None);
    let inspector = lesson.review.server.person_token("one");
    let own = lesson.saved(&inspector, &json!({}));
    assert_eq!(lesson.get(&format!("/evaluations/{own}/earlier"), &inspector).code(), "history_closed");
    // Somebody else's finished attempt tells the answers, too.
    let theirs = lesson.finished(&lesson.learner, &json!({}));
    assert_eq!(lesson.get(&format!("/reference-attempts/{theirs}"), &coach).code(), "attempt_open");
    assert_eq!(lesson.get(&format!("/reference-attempts/{theirs}"), &inspector).status, 404);
    assert_eq!(lesson.release(&id, &coach).status, 200);
    lesson.review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(lesson.review.show(agreed, &coach).status, 200);
    assert_eq!(lesson.get(&format!("/reference-attempts/{theirs}"), &coach).status, 200);
}

/// Every address that tells something of a case, or of a clip, to whoever learns from it and hears it.
fn tells_of(case: &str, clip: &str, call: &str) -> (Vec<String>, Vec<String>) {
    let of_case = ["", "/audio", "/peaks", "/transcript", "/related", "/comments", "/learning"];
    let mut single: Vec<String> = of_case.iter().map(|part| format!("/cases/{case}{part}")).collect();
    single.extend(["", "/audio", "/peaks"].map(|part| format!("/clips/{clip}{part}")));
    let lists = ["/cases", "/cases?q=calms", "/cases?tag=anger", "/cases/shelves", "/cases/recommended"];
    let others = ["/libraries", "/playlists", "/clips", "/clips?q=calms", "/clips/tags", "/me/learning"];
    let mut lists: Vec<String> = lists
        .iter()
        .chain(&others)
        .chain(&["/case-reviews?q=calms"])
        .map(|path| (*path).to_owned())
        .collect();
    lists.extend(["/learning-tasks?mine=true", "/trainer-desk"].map(str::to_owned));
    lists.push("/case-reviews/candidates?from=2026-11-01&to=2026-12-31".to_owned());
    lists.push(format!("/calls/{call}/clips"));
    (single, lists)
}

#[test]
fn no_case_and_no_clip_of_a_call_is_there_while_it_is_scored_blind() {
    let lesson = Lesson::start();
    let call = &lesson.review.call_id;
    let recording =
        lesson.get(&format!("/calls/{call}"), &lesson.trainer).json()["recordings"][0]["id"].clone();
    let recording_id = recording.as_str().unwrap();
    lesson.review.server.note_prepared(recording_id.parse().unwrap(), 1, 3_000);
    let peaks = PeakMeter::new(8000, 1).finish().to_bytes();
    lesson.review.server.put_peaks(recording_id, peaks);
    let done = |method: &str, path: &str, token: &str, body: &Value| {
        let answer = lesson.send(method, path, token, body);
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        answer.json()
    };
    let clips = format!("/calls/{call}/clips");
    let clip = |title: &str| json!({"recording_id": recording, "start_ms": 0, "end_ms": 1_500, "title": title, "tags": ["calms"]});
    let made = done("POST", &clips, &lesson.review.inspector, &clip("Calms, and greets nobody"));
    let clip_id = made["id"].as_str().unwrap();
    let new = json!({"library_id": GOOD, "call_id": call, "teaching_line": "Calms"});
    let case = done("POST", "/cases", &lesson.trainer, &new);
    let case_id = case["id"].as_str().unwrap();
    let path = format!("/cases/{case_id}");
    done("PUT", &path, &lesson.trainer, &commentary(0, GOOD));
    done("POST", &format!("{path}/shelve"), &lesson.trainer, &json!({}));
    done("POST", "/playlists", &lesson.trainer, &json!({"name": "First", "case_ids": [case_id]}));
    let flag = json!({"kind": "good_case", "note": "calms them"});
    done("POST", &format!("/calls/{call}/flags"), &lesson.review.inspector, &flag);
    lesson.review.server.person("coach", Role::Trainer, None, None);
    let coach = lesson.review.server.person_token("coach");
    let entries = json!([{"case_id": case_id, "minutes": 5, "note": "It calms", "altered_voice": false}]);
    let agenda = json!({"title": "T", "held_at": "2026-11-27T15:00:00Z", "team_ids": [], "entries": entries});
    let agenda = done("POST", "/case-reviews", &lesson.trainer, &agenda);
    let agenda = format!("/case-reviews/{}", agenda["review"]["id"].as_str().unwrap());

    let (single, mut lists) = tells_of(case_id, clip_id, call);
    lists.push(agenda);
    let tells = |path: &str, token: &str| {
        let answer = lesson.get(path, token);
        let text = String::from_utf8_lossy(&answer.body).to_lowercase();
        assert!([200, 403, 404].contains(&answer.status), "{path}: {answer:?}");
        let is_found = path.starts_with("/case-reviews?") && text.contains(r#""total":1"#);
        is_found || text.contains("calms") || text.contains(r#""shelved":1"#) || text.contains(r#""count":1"#)
    };
    let told = |token: &str| -> Vec<String> {
        lists
            .iter()
            .filter(|path| tells(path, token))
            .map(|path| path.split('?').next().unwrap().to_owned())
            .collect()
    };
    let statuses = |token: &str| -> Vec<u16> {
        let mut all: Vec<u16> = single.iter().map(|path| lesson.get(path, token).status).collect();
        all.dedup();
        all
    };
    let learner = &lesson.learner;
    for token in [learner, &coach] {
        assert_eq!(statuses(token), [200]);
        assert!(told(token).len() >= 8, "{:?}", told(token));
    }
    let (before_learner, before_coach) = (told(learner), told(&coach));
    let attempts = [learner, &coach].map(|token| (lesson.saved(token, &json!({})), token));
    for (_, token) in &attempts {
        assert_eq!(statuses(token), [404]);
        assert_eq!(told(token), Vec::<String>::new());
        let rated = lesson.send("PUT", &format!("{path}/rating"), token, &json!({"stars": 3}));
        assert_eq!(rated.status, 404);
    }
    // What they clip themselves tells them nothing new.
    let mut mine = clip("Mine");
    mine["tags"] = json!([]);
    done("POST", &clips, learner, &mine);
    let own = lesson.get(&clips, learner).json();
    assert_eq!((&own["total"], &own["items"][0]["title"]), (&json!(1), &json!("Mine")));
    assert_eq!(statuses(&lesson.review.manager), [200], "whoever scores nothing blind sees it");
    for (id, token) in &attempts {
        assert_eq!(lesson.release(id, token).status, 200);
        assert_eq!((statuses(token), told(token).len()), (vec![404], 0), "it can be taken back");
    }
    lesson.review.server.clock.advance(Duration::from_secs(10));
    for (token, before) in [(learner, before_learner), (&coach, before_coach)] {
        assert_eq!((statuses(token), told(token)), (vec![200], before));
    }
}

#[test]
fn an_appeal_against_what_was_agreed_is_closed_while_its_call_is_scored_blind() {
    let lesson = Lesson::start();
    let id = lesson.evaluation["id"].as_str().unwrap();
    let appeal = json!({"revision": 1, "items": [{"question": "greeting", "reason": "I said it"}]});
    let made = lesson.send("POST", &format!("/evaluations/{id}/appeal"), &lesson.review.agent, &appeal);
    assert_eq!(made.status, 201, "{made:?}");
    let path = format!("/appeals/{}", made.json()["id"].as_str().unwrap());
    assert_eq!(lesson.get(&path, &lesson.review.manager).status, 200);
    lesson.saved(&lesson.review.manager, &json!({}));
    assert_eq!(lesson.get(&path, &lesson.review.manager).code(), "own_score_first");
}

#[test]
fn nothing_of_an_attempt_counts() {
    let lesson = Lesson::start();
    let fault = json!({"greeting": {"options": ["no"], "comment": "c", "attribution": "script",
        "evidence": [{"kind": "not_said"}]}});
    let id = lesson.saved(&lesson.learner, &fault);
    let waiting = |token: &str| lesson.get("/waiting", token).json().to_string();
    assert!(!waiting(&lesson.learner).contains("drafts_open"), "{}", waiting(&lesson.learner));
    let today = lesson.get("/today", &lesson.learner).json();
    assert_eq!(today["drafts"], json!([]));
    for way in [json!({"edit": 1, "through_leader": true}), json!({"edit": 1, "at": "2026-11-22T09:00:00Z"})]
    {
        let refused = lesson.send("POST", &format!("/evaluations/{id}/release"), &lesson.learner, &way);
        assert!(["not_while_training", "bad_release_time"].contains(&refused.code().as_str()), "{refused:?}");
    }
    let reason = json!({"reason": "damaged"});
    let closed = lesson.send("POST", &format!("/evaluations/{id}/cannot-score"), &lesson.learner, &reason);
    assert_eq!(closed.code(), "not_while_training");
    // Weeks later no clock has run out.
    lesson.review.server.clock.advance(Duration::from_hours(24 * 21));
    assert!(!waiting(&lesson.learner).contains("overdue"), "{}", waiting(&lesson.learner));
    let before = lesson.get("/trend?purpose=quality", &lesson.review.manager).json();
    assert_eq!(lesson.release(&id, &lesson.learner).status, 200);
    lesson.review.server.clock.advance(Duration::from_secs(10));

    let shown = lesson.review.show(&id, &lesson.learner).json();
    assert_eq!((&shown["is_recallable"], &shown["is_revisable"]), (&json!(false), &json!(false)));
    let recalled = lesson.send("POST", &format!("/evaluations/{id}/recall"), &lesson.learner, &json!({}));
    assert_eq!(recalled.code(), "not_while_training");
    let revision = json!({"revision": 1, "reason": "r", "changes": {}});
    let revised = lesson.send("POST", &format!("/evaluations/{id}/revisions"), &lesson.learner, &revision);
    assert_eq!(revised.status, 409, "{revised:?}");
    let count = |path: &str, token: &str| lesson.get(path, token).json()["items"].as_array().map(Vec::len);
    assert_eq!(count("/evaluations?view=mine", &lesson.learner), Some(0));
    assert_eq!(count("/evaluations?view=mine&purpose=training", &lesson.learner), Some(0));
    for (path, token) in [
        ("/evaluations?view=results&purpose=any", &lesson.review.manager),
        ("/evaluations?view=results&purpose=any", &lesson.review.leader),
        ("/evaluations?view=feedback&purpose=any", &lesson.review.agent),
    ] {
        assert_eq!(count(path, token), Some(1), "{path}: the evaluation that it was made from");
    }
    assert_eq!(count("/improvements?view=all", &lesson.review.manager), Some(0));
    for token in [&lesson.review.agent, &lesson.review.leader, &lesson.review.manager] {
        assert_eq!(lesson.review.show(&id, token).status, 404);
    }
    let agents = lesson.get("/notices", &lesson.review.agent).json().to_string();
    assert!(!agents.contains(&id), "{agents}");
    assert_eq!(
        lesson.get("/trend?purpose=quality", &lesson.review.manager).json()["average"],
        before["average"]
    );
    assert_eq!(lesson.get("/today", &lesson.learner).json()["done_today"], json!(0));
    // Nobody has heard the agent's call because of it: another listener can be the learner.
    let asked = json!({"kind": "another_listener", "reason": "please"});
    let request = lesson.send(
        "POST",
        &format!("/calls/{}/requests", lesson.review.call_id),
        &lesson.review.agent,
        &asked,
    );
    assert_eq!(request.status, 201, "{request:?}");
}

#[test]
fn whoever_knows_the_answers_cannot_score_it_blind() {
    let lesson = Lesson::start();
    // Who made it, and who scored what was agreed on.
    for token in [&lesson.trainer, &lesson.review.inspector] {
        assert_eq!(lesson.begin(token).code(), "reference_known");
    }
    let manager = &lesson.review.manager;
    let shown = lesson.reference(manager);
    assert_eq!((&shown["agreed"], &shown["may_look"]), (&Value::Null, &json!(true)));
    let look = format!("/reference-calls/{}/look", lesson.reference);
    assert_eq!(lesson.send("POST", &look, &lesson.learner, &json!({})).status, 403);
    let looked = lesson.send("POST", &look, manager, &json!({})).json();
    assert_eq!(looked["agreed"]["score"]["total"], lesson.evaluation["score"]["total"]);
    assert_eq!(lesson.begin(manager).code(), "reference_known");
    // Nor does whoever took the call.
    lesson.review.server.person("both", Role::Inspector, None, None);
    assert_eq!(lesson.begin(&lesson.review.agent).status, 403);
}

#[test]
fn what_was_agreed_stays_while_its_words_change() {
    let lesson = Lesson::start();
    let path = format!("/reference-calls/{}", lesson.reference);
    let words = |edit: i32, item: &str| {
        json!({"edit": edit, "title": {"en": " Greeting "}, "why": {"zh-CN": "先听开头"},
            "reasons": {item: {"en": "The name is missing.", "zh-CN": " "}}})
    };
    assert_eq!(lesson.send("PUT", &path, &lesson.learner, &words(0, "greeting")).status, 403);
    assert_eq!(lesson.send("PUT", &path, &lesson.trainer, &words(0, "nothing")).code(), "unknown_item");
    let changed = lesson.send("PUT", &path, &lesson.trainer, &words(0, "greeting")).json();
    assert_eq!(changed["reference"]["title"], json!({"en": "Greeting"}));
    assert_eq!(changed["agreed"]["reasons"], json!({"greeting": {"en": "The name is missing."}}));
    assert_eq!(lesson.send("PUT", &path, &lesson.trainer, &words(0, "greeting")).code(), "edited_elsewhere");
    let untitled = json!({"edit": 1, "title": {}, "why": {}, "reasons": {}});
    assert_eq!(lesson.send("PUT", &path, &lesson.trainer, &untitled).code(), "reference_title_needed");

    // The evaluation is revised; what was agreed on is not.
    let id = lesson.evaluation["id"].as_str().unwrap();
    let best = best_answers(&lesson.evaluation)["greeting"].clone();
    let choice = json!({"options": best["options"], "not_applicable": false});
    let revision = json!({"revision": 1, "reason": "misheard",
        "changes": {"greeting": {"choice": choice, "comment": null}}});
    assert_eq!(lesson.review.step("POST", id, "revisions", &revision).status, 200);
    let agreed = lesson.reference(&lesson.trainer)["agreed"].clone();
    assert_eq!(agreed["answers"]["greeting"]["options"], json!(["no"]));
    assert_eq!(agreed["score"]["total"], lesson.evaluation["score"]["total"]);

    // One of an evaluation, and none of what is no score.
    let again = json!({"evaluation_id": id, "title": {"en": "Again"}});
    let refused = lesson.send("POST", "/reference-calls", &lesson.trainer, &again);
    assert_eq!(refused.code(), "reference_made_before");
    let attempt = lesson.finished(&lesson.learner, &json!({}));
    let of_attempt = json!({"evaluation_id": attempt, "title": {"en": "Again"}});
    assert_eq!(lesson.send("POST", "/reference-calls", &lesson.trainer, &of_attempt).status, 404);
    assert_eq!(lesson.send("POST", "/reference-calls", &lesson.learner, &again).status, 403);

    // Retired: nobody begins any more, and the call is let go.
    let keeping = || {
        let path = format!("/calls/{}/keeping", lesson.review.call_id);
        lesson.get(&path, &lesson.review.manager).json()["holds"].clone()
    };
    assert_eq!(keeping().as_array().map(Vec::len), Some(1));
    assert_eq!(lesson.send("PATCH", &path, &lesson.trainer, &json!({"retired": true})).status, 200);
    assert_eq!(keeping(), json!([]));
    lesson.review.server.person("late", Role::Inspector, None, None);
    let late = lesson.review.server.person_token("late");
    assert_eq!(lesson.begin(&late).code(), "reference_retired");
    let list = |retired: &str| {
        let page = lesson.get(&format!("/reference-calls?retired={retired}"), &late).json();
        page["items"].as_array().map(Vec::len)
    };
    assert_eq!((list("false"), list("true")), (Some(0), Some(1)));
    assert_eq!(lesson.send("PATCH", &path, &lesson.trainer, &json!({"retired": false})).status, 200);
    assert_eq!(keeping().as_array().map(Vec::len), Some(1));
    assert_eq!(lesson.begin(&late).status, 201);
}

#[test]
fn results_and_certificates_are_ones_own_or_for_those_who_prepare() {
    let lesson = Lesson::start();
    let card = lesson.evaluation["scorecard_version"]["scorecard_id"].as_str().unwrap();
    let rule = format!("/certification-rules/{card}");
    assert_eq!(lesson.get(&rule, &lesson.learner).json()["calls"], json!(0));
    let put = |token: &str, calls: i32, edit: i32| {
        let body = json!({"calls": calls, "agreement": 90, "days": 100, "edit": edit});
        lesson.send("PUT", &rule, token, &body)
    };
    assert_eq!(put(&lesson.learner, 1, 0).status, 403);
    assert_eq!(put(&lesson.trainer, 0, 0).code(), "bad_certification_rule");
    assert_eq!(put(&lesson.trainer, 1, 0).json()["edit"], json!(1));
    assert_eq!(put(&lesson.trainer, 2, 0).code(), "edited_elsewhere");
    lesson.review.server.person("boss of cards", Role::Trainer, None, Some("cards"));
    let of_one_project = lesson.review.server.person_token("boss of cards");
    assert_eq!(put(&of_one_project, 2, 1).status, 403, "cards belong to everybody");

    let own = |token: &str| lesson.get("/certifications", token).json()["items"][0].clone();
    assert_eq!(
        (&own(&lesson.learner)["standing"], &own(&lesson.learner)["calls"]),
        (&json!("open"), &json!(0))
    );
    let fault = json!({"greeting": {"options": ["no"], "comment": "c", "evidence": [{"kind": "not_said"}]}});
    lesson.finished(&lesson.learner, &fault);
    let certified = own(&lesson.learner);
    assert_eq!((&certified["standing"], &certified["alike"]), (&json!("certified"), &certified["items"]));
    let results = lesson.get("/reference-results", &lesson.learner).json()["items"].clone();
    assert_eq!((results.as_array().map(Vec::len), &results[0]["is_repeat"]), (Some(1), &json!(false)));
    assert_eq!(results[0]["outcome"]["points_apart"], json!(0.0));

    // Others': for those who prepare them alone.
    let learner = results[0]["person"]["id"].as_str().unwrap();
    let theirs = format!("/reference-results?person_id={learner}");
    assert_eq!(lesson.get(&theirs, &lesson.trainer).json()["items"], results);
    // The curve is drawn of the last attempts of one person, one card, or both.
    let of_card = |card: &str, token: &str| {
        let path = format!("{theirs}&scorecard_id={card}&limit=200");
        lesson.get(&path, token).json()["items"].clone()
    };
    assert_eq!(of_card(card, &lesson.trainer), results);
    assert_eq!(of_card(card, &lesson.learner), results);
    assert_eq!(of_card(learner, &lesson.trainer), json!([]), "another card");
    assert_eq!(lesson.get(&theirs, &lesson.review.inspector).status, 403);
    assert_eq!(lesson.get("/reference-results", &lesson.review.inspector).json()["items"], json!([]));
    let by_card = |token: &str| {
        let page = lesson.get(&format!("/certifications?scorecard_id={card}"), token).json();
        page["items"].as_array().unwrap().iter().map(|one| one["person"]["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(by_card(&lesson.trainer), ["learner"]);
    assert_eq!(by_card(&lesson.review.inspector), ["inspector"]);
    // Whoever prepares in another project sees nobody.
    lesson.review.server.person("elsewhere", Role::Trainer, None, Some("telesales"));
    let elsewhere = lesson.review.server.person_token("elsewhere");
    assert_eq!(lesson.get("/reference-results", &elsewhere).json()["items"], json!([]));
    assert_eq!(lesson.get(&format!("/reference-calls/{}", lesson.reference), &elsewhere).status, 404);

    // Again: they know the answers, so it is not counted, and the certificate ends.
    let again = lesson.finished(&lesson.learner, &fault);
    let results = lesson.get("/reference-results", &lesson.learner).json()["items"].clone();
    assert_eq!((&results[0]["evaluation_id"], &results[0]["is_repeat"]), (&json!(again), &json!(true)));
    lesson.review.server.clock.advance(Duration::from_hours(24 * 100));
    assert_eq!(own(&lesson.learner)["standing"], json!("lapsed"));
}

#[test]
fn whoever_is_to_score_one_until_a_day_has_done_so_once_it_is_released() {
    let lesson = Lesson::start();
    let me = |token: &str| lesson.get("/me", token).json()["person_id"].clone();
    let task = |people: Value| json!({"reference_call_id": lesson.reference, "person_ids": people, "due_on": "2030-01-31"});
    let give = |people: Value| lesson.send("POST", "/learning-tasks", &lesson.trainer, &task(people));
    // An agent scores nothing.
    let refused = give(json!([me(&lesson.review.agent)]));
    assert_eq!((refused.status, refused.code()), (422, "bad_learning_task".to_owned()), "{refused:?}");
    let given = give(json!([me(&lesson.learner)]));
    assert_eq!((given.status, given.json()["items"][0]["state"].as_str()), (201, Some("open")), "{given:?}");

    let state =
        || lesson.get("/learning-tasks?mine=true", &lesson.learner).json()["items"][0]["state"].clone();
    let id = lesson.saved(&lesson.learner, &json!({}));
    assert_eq!(lesson.release(&id, &lesson.learner).status, 200);
    assert_eq!(state(), "done");
    let back = lesson.send("DELETE", &format!("/evaluations/{id}/release"), &lesson.learner, &json!({}));
    assert_eq!((back.status, state()), (200, json!("open")), "{back:?}");

    let retired = json!({"retired": true});
    lesson.send("PATCH", &format!("/reference-calls/{}", lesson.reference), &lesson.trainer, &retired);
    assert_eq!(give(json!([me(&lesson.learner)])).status, 404);
}
