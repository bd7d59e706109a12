//! Appeals from their submission to the decision, by the four people whom they concern.

use super::review::{Review, best_answers};
use super::server::Answer;
use earmark::db::person::{self, Role};
use earmark::db::{audit, team};
use earmark::review::tend_hearings;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const A_DAY: Duration = Duration::from_hours(24);

/// An evaluation of 95.5: greeting and recap were done partly.
fn partly() -> Value {
    json!({"greeting": {"options": ["partly"], "comment": "no ID", "evidence": [{"kind": "range",
        "start_ms": 0, "end_ms": 50, "channel": null}]}, "recap": {"options": ["partly"]}})
}

fn full() -> Value {
    json!({"options": ["full"], "not_applicable": false})
}

pub(super) fn kept(question: &str) -> Value {
    json!({"question": question, "change": null, "reason": "it was not said"})
}

fn changed(question: &str, option: &str) -> Value {
    json!({"question": question, "change": {"options": [option]}, "reason": "heard at second 1"})
}

/// The agent's evaluation, and what everybody may send.
pub(super) struct Hearing {
    pub(super) review: Review,
    pub(super) evaluation: String,
}

impl Hearing {
    pub(super) fn start() -> Self {
        let review = Review::start();
        let evaluation = review.release_for_good(&review.call_id, &partly());
        Self { review, evaluation }
    }

    pub(super) fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.review.server.send_json("POST", &format!("/api/v1/{path}"), token, body)
    }

    fn submit(&self, items: &Value) -> Answer {
        let path = format!("evaluations/{}/appeal", self.evaluation);
        self.post(&path, &self.review.agent, &json!({"revision": 1, "items": items}))
    }

    /// An appeal against both items; it proposes an answer only to the greeting.
    pub(super) fn submitted(&self) -> String {
        let submitted = self.submit(&json!([
            {"question": "greeting", "reason": "I said it", "proposed": full(), "start_ms": 0, "end_ms": 90},
            {"question": "recap", "reason": "she hung up"},
        ]));
        assert_eq!(submitted.status, 201, "{submitted:?}");
        submitted.json()["id"].as_str().unwrap().to_owned()
    }

    pub(super) fn first_review(&self, appeal: &str, upholds: bool) -> Answer {
        let body = json!({"upholds": upholds, "reason": "I heard it"});
        self.post(&format!("appeals/{appeal}/first-review"), &self.review.leader, &body)
    }

    pub(super) fn recheck(&self, appeal: &str, items: &Value) -> Answer {
        let path = format!("appeals/{appeal}/recheck");
        self.post(&path, &self.review.inspector, &json!({"items": items}))
    }

    pub(super) fn arbitrate(&self, appeal: &str, items: &Value) -> Answer {
        let path = format!("appeals/{appeal}/arbitration");
        self.post(&path, &self.review.manager, &json!({"items": items}))
    }

    pub(super) fn show(&self, appeal: &str, token: &str) -> Value {
        let shown = self.review.server.get(&format!("/api/v1/appeals/{appeal}"), token);
        assert_eq!(shown.status, 200, "{shown:?}");
        shown.json()
    }

    fn waiting(&self, token: &str) -> usize {
        let listed = self.review.server.get("/api/v1/appeals?view=waiting", token);
        assert_eq!(listed.status, 200, "{listed:?}");
        let listed = listed.json()["items"].as_array().unwrap().len();
        let waits = self.review.server.get("/api/v1/waiting", token).json()["items"].clone();
        let told = waits.as_array().unwrap().iter().find(|one| one["code"] == "appeals_waiting");
        assert_eq!(
            told.map_or(0, |one| one["count"].as_u64().unwrap()),
            listed as u64,
            "the bell counts them"
        );
        listed
    }

    /// How many appeals wait for the leader, the inspector and the manager.
    fn waiting_for(&self) -> [usize; 3] {
        [&self.review.leader, &self.review.inspector, &self.review.manager].map(|token| self.waiting(token))
    }

    fn evaluation(&self) -> Value {
        self.review.show(&self.evaluation, &self.review.agent).json()
    }

    fn tend(&self) {
        self.review.server.runtime.block_on(tend_hearings(&self.review.server.db)).unwrap();
    }
}

#[test]
fn an_appeal_goes_through_first_review_recheck_and_arbitration() {
    let hearing = Hearing::start();
    let review = &hearing.review;
    assert_eq!(hearing.evaluation()["score"]["total"], 95.5);
    let id = hearing.submitted();
    assert_eq!(hearing.evaluation()["feedback"]["answer"], "appealed");
    assert_eq!(hearing.waiting_for(), [1, 0, 0]);

    let passed_on = hearing.first_review(&id, false).json();
    assert_eq!((&passed_on["state"], &passed_on["may_judge"]), (&json!("recheck"), &json!(false)));
    assert_eq!(hearing.waiting_for(), [0, 1, 0]);

    let rechecked = hearing.recheck(&id, &json!([changed("greeting", "full"), kept("recap")])).json();
    assert_eq!(
        (&rechecked["state"], &rechecked["contested"]),
        (&json!("arbitration"), &json!(["recap"])),
        "what was given as asked is not contested any more"
    );
    assert_eq!(hearing.evaluation()["score"]["total"], 95.5, "nothing counts before the decision");
    assert_eq!(hearing.waiting_for(), [0, 0, 1]);

    let before = hearing.show(&id, &review.manager);
    assert_eq!((&before["names"], &before["may_judge"]), (&Value::Null, &json!(true)));
    assert!(before["rulings"].as_array().unwrap().iter().all(|ruling| ruling["judge"].is_null()));
    assert_eq!(before["items"][0]["answer"]["comment"], "no ID");
    let foreseen = hearing.post(
        &format!("appeals/{id}/preview"),
        &review.manager,
        &json!({"choices": {"recap": full()}}),
    );
    let foreseen = foreseen.json();
    let after = &foreseen["after"];
    assert_eq!((&foreseen["before"], &after["total"]), (&json!(95.5), &json!(100.0)));
    assert_eq!((&after["passed"], after["trace"].as_array().map(Vec::is_empty)), (&json!(true), Some(false)));

    let decided = hearing.arbitrate(&id, &json!([changed("recap", "full")])).json();
    assert_eq!((&decided["state"], &decided["outcome"]), (&json!("decided"), &json!("overturned")));
    assert_eq!(hearing.waiting_for(), [0, 0, 0]);

    let now = hearing.evaluation();
    assert_eq!((&now["score"]["total"], &now["revision"]), (&json!(100.0), &json!(2)));
    assert_eq!(now["answers"]["recap"]["comment"], "heard at second 1");
    assert_eq!(now["answers"]["greeting"]["evidence"], json!([]), "it stood behind the old answer");
    assert_eq!(
        (&now["feedback"]["answer"], &now["appeal"]["outcome"]),
        (&json!("decided"), &json!("overturned"))
    );
    let path = format!("/api/v1/evaluations/{}/revisions", hearing.evaluation);
    let revisions = review.server.get(&path, &review.agent).json();
    assert_eq!(
        (&revisions["items"][0]["revision"], &revisions["items"][0]["score"]["total"]),
        (&json!(1), &json!(95.5))
    );
    assert_eq!(revisions["items"][0]["answers"]["greeting"]["comment"], "no ID");

    let seen_by_agent = hearing.show(&id, &review.agent);
    assert_eq!(seen_by_agent["score"]["total"], 95.5, "what was appealed");
    assert_eq!(seen_by_agent["revised_score"]["total"], 100.0);
    assert_eq!(seen_by_agent["names"]["evaluator"]["name"], "inspector");
    let judges: Vec<Value> = seen_by_agent["rulings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ruling| ruling["judge"]["name"].clone())
        .collect();
    assert_eq!(judges, [json!("leader"), json!("inspector"), Value::Null], "who arbitrated is hidden");

    let steps = review.server.read(move |reading| audit::about(reading, "appeal", &id, 20));
    let actions: Vec<&str> = steps.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(
        actions,
        ["appeal.submitted", "appeal.first_reviewed", "appeal.rechecked", "appeal.arbitrated"]
    );
    let evaluation = hearing.evaluation.clone();
    let lines = review.server.read(move |reading| audit::about(reading, "evaluation", &evaluation, 20));
    assert!(lines.iter().any(|line| line.action == "evaluation.revised"));
}

#[test]
fn each_step_is_taken_once_by_the_one_whose_it_is() {
    let hearing = Hearing::start();
    let review = &hearing.review;
    let id = hearing.submitted();
    let both = json!([kept("greeting"), kept("recap")]);
    assert_eq!(hearing.recheck(&id, &both).code(), "appeal_gone_on", "not before the first review");
    assert_eq!(hearing.arbitrate(&id, &both).code(), "appeal_gone_on");
    assert_eq!(hearing.first_review(&id, false).status, 200);
    assert_eq!(hearing.first_review(&id, true).code(), "appeal_gone_on");

    let path = format!("appeals/{id}/recheck");
    let by_another = hearing.post(&path, &review.manager, &json!({"items": both}));
    assert_eq!((by_another.status, by_another.code().as_str()), (403, "not_for_judge"));
    review.server.person("second", Role::Inspector, None, None);
    let second = review.server.person_token("second");
    assert_eq!(hearing.post(&path, &second, &json!({"items": both})).status, 404, "they know nothing of it");
    review.server.person("south", Role::TeamLeader, Some("south"), None);
    let south = review.server.person_token("south");
    assert_eq!(review.server.get(&format!("/api/v1/appeals/{id}"), &south).status, 404);

    let refused = |items: Value| hearing.recheck(&id, &items).code();
    assert_eq!(refused(json!([kept("greeting")])), "bad_appeal", "an item is missing");
    assert_eq!(refused(json!([kept("greeting"), kept("recap"), kept("hold")])), "bad_appeal");
    let mut unreasoned = kept("recap");
    unreasoned["reason"] = json!(" ");
    assert_eq!(refused(json!([kept("greeting"), unreasoned])), "reason_needed");
    assert_eq!(refused(json!([changed("greeting", "partly"), kept("recap")])), "bad_appeal", "no change");
    assert_eq!(refused(json!([changed("greeting", "no"), kept("recap")])), "lowers_score");
    assert_eq!(refused(json!([changed("greeting", "perhaps"), kept("recap")])), "choice_does_not_fit");
    assert_eq!(hearing.recheck(&id, &both).status, 200);
    assert_eq!(hearing.arbitrate(&id, &both).json()["outcome"], "upheld");
    assert_eq!(hearing.evaluation()["revision"], 1);
    assert_eq!(
        hearing.post(&format!("appeals/{id}/withdraw"), &review.agent, &json!({})).code(),
        "appeal_gone_on"
    );
    assert_eq!(
        hearing.submit(&json!([{"question": "greeting", "reason": "again"}])).code(),
        "already_answered"
    );
}

#[test]
fn the_leader_ends_an_appeal_and_so_does_an_inspector_who_grants_it() {
    let hearing = Hearing::start();
    let id = hearing.submitted();
    let upheld = hearing.first_review(&id, true).json();
    assert_eq!((&upheld["state"], &upheld["outcome"]), (&json!("decided"), &json!("upheld")));
    assert_eq!(hearing.evaluation()["feedback"]["answer"], "decided");

    let hearing = Hearing::start();
    let id = hearing.submitted();
    hearing.first_review(&id, false);
    let granted =
        hearing.recheck(&id, &json!([changed("greeting", "full"), changed("recap", "full")])).json();
    assert_eq!((&granted["state"], &granted["outcome"]), (&json!("decided"), &json!("overturned")));
    assert_eq!(hearing.evaluation()["score"]["total"], 100.0);
}

#[test]
fn a_withdrawn_appeal_changes_nothing_and_does_not_count() {
    let hearing = Hearing::start();
    let id = hearing.submitted();
    hearing.first_review(&id, false);
    hearing.recheck(&id, &json!([changed("greeting", "full"), kept("recap")]));
    let path = format!("appeals/{id}/withdraw");
    let withdrawn = hearing.post(&path, &hearing.review.agent, &json!({})).json();
    assert_eq!((&withdrawn["state"], &withdrawn["outcome"]), (&json!("withdrawn"), &Value::Null));
    let evaluation = hearing.evaluation();
    assert_eq!((&evaluation["score"]["total"], &evaluation["revision"]), (&json!(95.5), &json!(1)));
    assert_eq!(evaluation["feedback"]["answer"], "acknowledged", "whoever appealed has read it");
    assert_eq!(evaluation["may_still"], json!({"acknowledge": false, "find_right": true, "appeal": true}));
    hearing.submitted();
    let mine = hearing.review.server.get("/api/v1/appeals?view=mine", &hearing.review.agent).json();
    assert_eq!(mine["total"], 2);
}

#[test]
fn what_the_agent_sends_is_checked_and_foreseen() {
    let hearing = Hearing::start();
    let refused = |items: Value| hearing.submit(&items).code();
    assert_eq!(refused(json!([])), "bad_appeal");
    assert_eq!(refused(json!([{"question": "greeting", "reason": " "}])), "reason_needed");
    let item = json!({"question": "greeting", "reason": "r"});
    assert_eq!(refused(json!([item, item])), "bad_appeal");
    assert_eq!(refused(json!([{"question": "unheard-of", "reason": "r"}])), "bad_appeal");
    assert_eq!(
        refused(json!([{"question": "greeting", "reason": "r", "start_ms": 9, "end_ms": 3}])),
        "bad_appeal"
    );
    let propose =
        |option: &str| json!([{"question": "greeting", "reason": "r", "proposed": {"options": [option]}}]);
    assert_eq!(refused(propose("partly")), "bad_appeal", "that was chosen");
    assert_eq!(refused(propose("perhaps")), "choice_does_not_fit");
    assert_eq!(refused(json!([{"question": "greeting", "reason": "字".repeat(5_001)}])), "text_too_long");
    let path = format!("evaluations/{}/appeal", hearing.evaluation);
    let stale = json!({"revision": 2, "items": [item]});
    assert_eq!(hearing.post(&path, &hearing.review.agent, &stale).code(), "evaluation_changed");

    let preview = |choices: Value| {
        let path = format!("evaluations/{}/appeal/preview", hearing.evaluation);
        hearing.post(&path, &hearing.review.agent, &json!({"choices": choices})).json()
    };
    assert_eq!(preview(json!({"greeting": full()}))["after"]["total"], 98.0);
    assert_eq!(preview(json!({}))["after"]["total"], 95.5);
    assert_eq!(preview(json!({"greeting": {"options": ["perhaps"]}}))["code"], "choice_does_not_fit");
    assert_eq!(hearing.evaluation()["feedback"]["answer"], Value::Null, "nothing was stored");
}

#[test]
fn acknowledging_finding_right_and_appealing_are_different_answers() {
    let hearing = Hearing::start();
    let agent = &hearing.review.agent;
    let answer = |step: &str| {
        hearing.post(&format!("evaluations/{}/{step}", hearing.evaluation), agent, &json!({"reply": null}))
    };
    assert_eq!(answer("acknowledge").json()["feedback"]["answer"], "acknowledged");
    assert_eq!(answer("acknowledge").code(), "already_acknowledged");
    assert!(hearing.evaluation()["may_still"]["appeal"].as_bool().unwrap());
    assert_eq!(answer("no-objection").json()["feedback"]["answer"], "no_objection");
    assert_eq!(answer("acknowledge").code(), "already_answered");
    assert_eq!(hearing.submit(&json!([{"question": "greeting", "reason": "r"}])).code(), "already_answered");
    let listed = |answered: &str| {
        let path = format!("/api/v1/evaluations?view=feedback&answered={answered}");
        hearing.review.server.get(&path, agent).json()["total"].clone()
    };
    assert_eq!((listed("no_objection"), listed("acknowledged")), (json!(1), json!(0)));
}

#[test]
fn an_answer_lapses_after_five_working_days() {
    let hearing = Hearing::start();
    // Released on a Saturday, in a workspace of Shanghai: to the end of Friday there.
    assert_eq!(hearing.evaluation()["answer_until"], "2026-11-27T16:00:00.000Z");
    hearing.review.server.clock.advance(A_DAY * 6);
    hearing.tend();
    assert_eq!(hearing.evaluation()["feedback"]["answer"], Value::Null);
    hearing.review.server.clock.advance(A_DAY);
    let late = hearing.submit(&json!([{"question": "greeting", "reason": "r"}]));
    assert_eq!((late.status, late.code().as_str()), (409, "answer_too_late"));
    hearing.tend();
    let evaluation = hearing.evaluation();
    assert_eq!(
        (&evaluation["feedback"]["answer"], &evaluation["feedback"]["acknowledged_at"]),
        (&json!("lapsed"), &Value::Null)
    );
    let path = format!("evaluations/{}/acknowledge", hearing.evaluation);
    assert_eq!(hearing.post(&path, &hearing.review.agent, &json!({"reply": null})).code(), "answer_too_late");
    let path = format!("evaluations/{}/open", hearing.evaluation);
    assert_eq!(hearing.post(&path, &hearing.review.agent, &json!({})).status, 204);
    assert_eq!(hearing.evaluation()["feedback"]["answer"], "lapsed");
}

#[test]
fn a_step_that_nobody_takes_in_time_is_passed_over_but_not_the_last() {
    let hearing = Hearing::start();
    let id = hearing.submitted();
    let state = || hearing.show(&id, &hearing.review.agent)["state"].clone();
    hearing.review.server.clock.advance(A_DAY * 2);
    hearing.tend();
    assert_eq!(state(), "first_review");
    hearing.review.server.clock.advance(A_DAY * 3);
    hearing.tend();
    assert_eq!(state(), "recheck");
    hearing.review.server.clock.advance(A_DAY * 6);
    hearing.tend();
    hearing.review.server.clock.advance(A_DAY * 30);
    hearing.tend();
    let shown = hearing.show(&id, &hearing.review.agent);
    assert_eq!(shown["state"], "arbitration");
    let skipped: Vec<&Value> =
        shown["rulings"].as_array().unwrap().iter().map(|ruling| &ruling["skipped_because"]).collect();
    assert_eq!(skipped, [&json!("overdue"), &json!("overdue")]);
    let waiting = hearing.review.server.get("/api/v1/appeals?view=waiting", &hearing.review.manager).json();
    assert_eq!(waiting["items"][0]["is_overdue"], true);
    let decided = hearing.arbitrate(&id, &json!([kept("greeting"), changed("recap", "full")])).json();
    let outcomes: Vec<&Value> =
        decided["items"].as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
    assert_eq!(outcomes, [&json!("upheld"), &json!("overturned")]);
}

#[test]
fn where_nobody_may_judge_the_appeal_waits_and_says_so() {
    let review = Review::start();
    review.server.person("admin", Role::Administrator, None, None);
    let admin = review.server.person_token("admin");
    // The only QA manager scores the call.
    let begun = review.server.send_json(
        "POST",
        "/api/v1/evaluations",
        &review.manager,
        &json!({"call_id": review.call_id}),
    );
    let id = begun.json()["id"].as_str().unwrap().to_owned();
    let mut answers = best_answers(&begun.json());
    answers.insert("greeting".to_owned(), json!({"options": ["partly"]}));
    let path = format!("/api/v1/evaluations/{id}");
    let draft = json!({"edit": 0, "answers": answers, "notes": []});
    review.server.send_json("PUT", &format!("{path}/draft"), &review.manager, &draft);
    review.server.send_json("POST", &format!("{path}/release"), &review.manager, &json!({"edit": 1}));
    review.server.clock.advance(Duration::from_secs(10));
    let hearing = Hearing { review, evaluation: id };

    let item = json!([{"question": "greeting", "reason": "I said it", "proposed": full()}]);
    let id = hearing.submit(&item).json()["id"].as_str().unwrap().to_owned();
    hearing.first_review(&id, false);
    let path = format!("appeals/{id}/recheck");
    let rechecked = hearing.post(&path, &hearing.review.manager, &json!({"items": [kept("greeting")]}));
    assert_eq!(rechecked.json()["is_unstaffed"], true, "{rechecked:?}");
    assert_eq!(hearing.waiting(&hearing.review.manager), 0);
    let unstaffed = |token: &str| {
        hearing.review.server.get("/api/v1/appeals?view=unstaffed", token).json()["total"].clone()
    };
    assert_eq!(unstaffed(&admin), 1);
    assert_eq!(
        hearing.review.server.get("/api/v1/appeals?view=unstaffed", &hearing.review.inspector).status,
        403
    );

    hearing.review.server.person("deputy", Role::QaManager, None, None);
    let deputy = hearing.review.server.person_token("deputy");
    hearing.tend();
    assert_eq!((unstaffed(&admin), hearing.waiting(&deputy)), (json!(0), 1));
    let path = format!("appeals/{id}/arbitration");
    let decided = hearing.post(&path, &deputy, &json!({"items": [changed("greeting", "full")]}));
    assert_eq!(decided.json()["outcome"], "overturned", "{decided:?}");
}

#[test]
fn a_team_without_a_leader_goes_straight_to_the_recheck() {
    let hearing = Hearing::start();
    hearing.review.server.write(|writing| {
        let leader = person::by_sign_in(writing, "leader")?.unwrap();
        team::end_every_belonging(writing, leader.id)
    });
    let id = hearing.submitted();
    let shown = hearing.show(&id, &hearing.review.agent);
    assert_eq!(
        (&shown["state"], &shown["rulings"][0]["skipped_because"]),
        (&json!("recheck"), &json!("no_leader"))
    );
}

#[test]
fn earlier_arbitrations_of_the_same_item_stand_beside_it() {
    let hearing = Hearing::start();
    let id = hearing.submitted();
    hearing.first_review(&id, false);
    hearing.recheck(&id, &json!([kept("greeting"), kept("recap")]));
    hearing.arbitrate(&id, &json!([changed("greeting", "full"), kept("recap")]));

    let second = hearing.review.another_call("second");
    let evaluation = hearing.review.release_for_good(&second, &partly());
    let first = hearing.evaluation.clone();
    let hearing = Hearing { evaluation, ..hearing };
    let id = hearing.submit(&json!([{"question": "recap", "reason": "again"}])).json()["id"].clone();
    let of = |token: &str| hearing.show(id.as_str().unwrap(), token)["items"][0]["precedents"].clone();
    let precedents = of(&hearing.review.leader);
    assert_eq!(precedents.as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &precedents[0]["argument"],
            &precedents[0]["reason"],
            &precedents[0]["outcome"],
            &precedents[0]["change"]
        ),
        (&json!("she hung up"), &json!("it was not said"), &json!("upheld"), &Value::Null)
    );
    assert_eq!(
        of(&hearing.review.agent)[0]["argument"],
        Value::Null,
        "what another agent said is not theirs"
    );
    // Beside an evaluation of the card they stand for all its items, without what agents said; of the
    // same call none, so that whoever scores it does not see what others found.
    let beside = |evaluation: &str, token: &str| {
        let path = format!("/api/v1/evaluations/{evaluation}/precedents");
        hearing.review.server.get(&path, token).json()["items"].clone()
    };
    let shown = beside(&hearing.evaluation, &hearing.review.inspector);
    let told = |key: &str| shown.as_array().unwrap().iter().map(|one| one[key].clone()).collect::<Vec<_>>();
    assert_eq!(told("question"), [json!("greeting"), json!("recap")]);
    assert_eq!(told("argument"), [Value::Null, Value::Null]);
    assert_eq!(told("outcome"), [json!("overturned"), json!("upheld")]);
    assert_eq!(beside(&hearing.evaluation, &hearing.review.agent).as_array().unwrap().len(), 2);
    assert_eq!(beside(&first, &hearing.review.inspector), json!([]));
}

#[test]
fn the_call_of_an_open_appeal_is_kept() {
    let hearing = Hearing::start();
    let holds = || {
        let listed = hearing.review.server.get("/api/v1/holds?all=true", &hearing.review.manager).json();
        listed["items"].as_array().unwrap().iter().filter(|hold| hold["lifted_at"].is_null()).count()
    };
    let id = hearing.submitted();
    assert_eq!(holds(), 1);
    hearing.first_review(&id, true);
    assert_eq!(holds(), 0);
}

#[test]
fn an_item_that_is_asked_only_because_of_a_change_is_answered_with_it() {
    let review = Review::start();
    let open = json!({"resolved": {"options": ["avoidable-open"], "comment": "she was sent away"}});
    let evaluation = review.release_for_good(&review.call_id, &open);
    let hearing = Hearing { review, evaluation };
    let promised = json!({"options": ["promised"]});
    let path = format!("evaluations/{}/appeal/preview", hearing.evaluation);
    let foreseen = hearing.post(&path, &hearing.review.agent, &json!({"choices": {"resolved": promised}}));
    assert_eq!((&foreseen.json()["missing"], &foreseen.json()["after"]), (&json!(["promise"]), &Value::Null));
    let item = json!([{"question": "resolved", "reason": "I called back", "proposed": promised}]);
    let id = hearing.submit(&item).json()["id"].as_str().unwrap().to_owned();
    hearing.first_review(&id, false);

    let items = json!([changed("resolved", "promised")]);
    let refused = hearing.recheck(&id, &items);
    assert_eq!((refused.status, refused.code().as_str()), (422, "answer_needed"));
    assert_eq!(refused.json()["params"]["question"], "promise");
    let recheck = |also: Value| {
        let path = format!("appeals/{id}/recheck");
        hearing.post(&path, &hearing.review.inspector, &json!({"items": items, "also": also}))
    };
    assert_eq!(recheck(json!({"promise": full(), "tone": {"options": ["flat"]}})).code(), "bad_appeal");
    let granted = recheck(json!({"promise": full()}));
    assert_eq!((granted.status, &granted.json()["outcome"]), (200, &json!("overturned")));
    let now = hearing.evaluation();
    assert_eq!(
        (&now["score"]["total"], &now["answers"]["promise"]["options"]),
        (&json!(100.0), &json!(["full"]))
    );
}

#[test]
fn a_ruling_has_behind_it_what_its_option_asks_for() {
    let review = Review::start();
    let range = json!([{"kind": "range", "start_ms": 0, "end_ms": 50, "channel": null}]);
    let faults = json!({
        "identity": {"options": ["disclosed-unverified"], "comment": "no date of birth", "evidence": range},
        "accuracy": {"options": ["slip"]},
    });
    let evaluation = review.release_for_good(&review.call_id, &faults);
    let hearing = Hearing { review, evaluation };
    let submitted = hearing.submit(&json!([{"question": "accuracy", "reason": "I looked it up"}]));
    let id = submitted.json()["id"].as_str().unwrap().to_owned();
    hearing.first_review(&id, false);
    // The total is 0 either way, so nothing is lowered.
    let mut ruled = changed("accuracy", "wrong");
    let refused = hearing.recheck(&id, &json!([ruled]));
    assert_eq!((refused.status, refused.code().as_str()), (422, "not_ready"));
    assert_eq!(refused.json()["params"]["question"], "accuracy");
    assert_eq!(hearing.waiting_for(), [0, 1, 0], "nothing was said");
    ruled["grounds"] = json!({"evidence": range, "causes": ["knowledge"]});
    let decided = hearing.recheck(&id, &json!([ruled]));
    assert_eq!(decided.json()["outcome"], "overturned", "{decided:?}");
    let shown = hearing.show(&id, &hearing.review.manager);
    assert_eq!(shown["rulings"][1]["items"][0]["grounds"], ruled["grounds"]);
    let review = &hearing.review;
    let answer = review.show(&hearing.evaluation, &review.inspector).json()["answers"]["accuracy"].clone();
    assert_eq!((&answer["evidence"], &answer["causes"]), (&range, &json!(["knowledge"])));
    assert_eq!(answer["comment"], "heard at second 1");
}

#[test]
fn what_stays_after_an_appeal_keeps_what_it_was_put_down_to() {
    let review = Review::start();
    let faults = json!({
        "greeting": {"options": ["no"], "comment": "no ID", "attribution": "system",
            "evidence": [{"kind": "not_said"}]},
        "recap": {"options": ["partly"], "attribution": "script"},
        "listening": {"options": ["no"], "attribution": "rule"},
    });
    let evaluation = review.release_for_good(&review.call_id, &faults);
    let hearing = Hearing { review, evaluation };
    let tickets = || {
        let page = hearing.review.server.get("/api/v1/improvements?view=all", &hearing.review.manager).json();
        let ticket =
            |one: &Value| [&one["question"], &one["id"]].map(|word| word.as_str().unwrap().to_owned());
        page["items"].as_array().unwrap().iter().map(ticket).collect::<BTreeSet<_>>()
    };
    let before = tickets();
    assert_eq!(before.len(), 3);
    let submitted = hearing.submit(&json!([
        {"question": "greeting", "reason": "half of it", "proposed": {"options": ["partly"]}},
        {"question": "recap", "reason": "all of it", "proposed": full()},
    ]));
    let id = submitted.json()["id"].as_str().unwrap().to_owned();
    hearing.first_review(&id, false);
    let items = json!([changed("greeting", "partly"), changed("recap", "full")]);
    assert_eq!(hearing.recheck(&id, &items).json()["outcome"], "overturned");
    let now = hearing.evaluation();
    let apart: Vec<&Value> = now["apart"].as_array().unwrap().iter().map(|one| &one["question"]).collect();
    assert_eq!(apart, ["greeting", "listening"]);
    assert_eq!(now["answers"]["greeting"]["evidence"], json!([{"kind": "not_said"}]), "it still loses");
    let kept = before.into_iter().filter(|[question, _]| question != "recap").collect();
    assert_eq!(tickets(), kept, "the ticket of what loses nothing is gone, the others are as they were");
}
