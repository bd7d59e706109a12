//! The working calendar: whom it binds, what a change means for deadlines that are fixed, and the clocks
//! that follow it.

use super::review::Review;
use super::server::Answer;
use earmark::db::setting;
use earmark::review::tend_hearings;
use serde_json::{Value, json};
use std::time::Duration;

const A_DAY: Duration = Duration::from_hours(24);

pub(crate) fn calendar(edit: i32, days: &Value) -> Value {
    json!({"edit": edit, "week": [true, true, true, true, true, false, false], "release_hours": 24,
        "hear_hours": 24, "days": days})
}

pub(crate) fn off(date: &str) -> Value {
    json!({"date": date, "is_working": false, "name": "国庆节"})
}

pub(crate) struct Office {
    pub(crate) review: Review,
}

impl Office {
    /// In Shanghai, as the server of these tests.
    pub(crate) fn start() -> Self {
        let review = Review::start();
        review.server.write(|writing| setting::set(writing, setting::TIME_ZONE, "Asia/Shanghai"));
        Self { review }
    }

    pub(crate) fn put(&self, body: &Value) -> Answer {
        self.review.server.send_json("PUT", "/api/v1/working-calendar", &self.review.manager, body)
    }

    pub(crate) fn foresee(&self, body: &Value) -> Value {
        let path = "/api/v1/working-calendar/preview";
        self.review.server.send_json("POST", path, &self.review.manager, body).json()
    }

    pub(crate) fn evaluation(&self, id: &str) -> Value {
        self.review.show(id, &self.review.agent).json()
    }

    pub(crate) fn tend(&self) {
        self.review.server.runtime.block_on(tend_hearings(&self.review.server.db)).unwrap();
    }

    /// What waits for somebody, by its code.
    fn waits(&self, token: &str, code: &str) -> i64 {
        let waiting = self.review.server.get("/api/v1/waiting", token).json();
        let items = waiting["items"].as_array().unwrap().clone();
        items.iter().find(|one| one["code"] == code).map_or(0, |one| one["count"].as_i64().unwrap())
    }

    /// How often somebody was told of this kind.
    pub(crate) fn told(&self, token: &str, code: &str) -> usize {
        let told = self.review.server.get("/api/v1/notices", token).json();
        told["items"].as_array().unwrap().iter().filter(|one| one["code"] == code).count()
    }

    pub(crate) fn number_events(&self) {
        self.review.server.write(|writing| earmark::db::outbox::number_due(writing, 100));
    }
}

#[test]
fn everybody_sees_the_calendar_and_few_change_it() {
    let office = Office::start();
    let review = &office.review;
    let seen = review.server.get("/api/v1/working-calendar", &review.agent).json();
    assert_eq!((&seen["edit"], &seen["may_change"]), (&json!(0), &json!(false)));
    assert_eq!(seen["week"], json!([true, true, true, true, true, false, false]));
    assert_eq!((&seen["release_hours"], &seen["hear_hours"]), (&json!(24), &json!(24)));

    let saved = office.put(&calendar(0, &json!([off("2026-10-02"), off("2026-10-01")]))).json();
    assert_eq!((&saved["edit"], &saved["days"][0]["date"]), (&json!(1), &json!("2026-10-01")));
    assert_eq!(office.put(&calendar(0, &json!([]))).code(), "edited_elsewhere");
    for wrong in [json!([off("2026-02-30")]), json!([off("2026-10-01"), off("2026-10-01")])] {
        assert_eq!(office.put(&calendar(1, &wrong)).code(), "bad_calendar");
    }
    let mut never = calendar(1, &json!([]));
    never["week"] = json!([false, false, false, false, false, false, false]);
    assert_eq!(office.put(&never).code(), "bad_calendar");
    let denied = review.server.send_json("PUT", "/api/v1/working-calendar", &review.inspector, &never);
    assert_eq!(denied.status, 403);
}

#[test]
fn a_holiday_gives_more_time_and_no_change_takes_any() {
    let office = Office::start();
    // Released on a Saturday in Shanghai: to the end of the Friday after it.
    let id = office.review.release_for_good(&office.review.call_id, &json!({}));
    assert_eq!(office.evaluation(&id)["answer_until"], "2026-11-27T16:00:00.000Z");
    assert_eq!(office.evaluation(&id)["due_at"], "2026-11-23T16:00:00.000Z", "Monday is the day");

    let holiday = calendar(0, &json!([off("2026-11-23"), off("2026-11-24")]));
    let effect = office.foresee(&holiday);
    assert_eq!(effect, json!({"ahead": 2, "later": 2, "sooner": 0}), "an answer and a hearing");
    assert_eq!(office.evaluation(&id)["answer_until"], "2026-11-27T16:00:00.000Z", "nothing is stored");
    assert_eq!(office.put(&holiday).status, 200);
    // Tuesday evening was Friday; Saturday and Sunday are off.
    assert_eq!(office.evaluation(&id)["answer_until"], "2026-12-01T16:00:00.000Z");
    assert_eq!(office.evaluation(&id)["due_at"], "2026-11-25T16:00:00.000Z");

    let none = calendar(1, &json!([]));
    assert_eq!(office.foresee(&none), json!({"ahead": 2, "later": 0, "sooner": 2}));
    assert_eq!(office.put(&none).status, 200);
    assert_eq!(office.evaluation(&id)["answer_until"], "2026-12-01T16:00:00.000Z", "it stays");
    let second = office.review.another_call("second");
    let later = office.review.release_for_good(&second, &json!({}));
    assert_eq!(office.evaluation(&later)["answer_until"], "2026-11-27T16:00:00.000Z");
}

#[test]
fn whoever_is_not_in_time_is_told_once() {
    let office = Office::start();
    let review = &office.review;
    // Begun on a Saturday in Shanghai, to be released by the end of Monday there.
    let begun = review.begin(&review.call_id);
    let id = begun["id"].as_str().unwrap().to_owned();
    assert_eq!(begun["due_at"], "2026-11-23T16:00:00.000Z");
    let listed = |token: &str, query: &str| {
        review.server.get(&format!("/api/v1/evaluations?{query}"), token).json()["items"].clone()
    };
    assert_eq!(listed(&review.inspector, "view=mine&overdue=true"), json!([]));
    review.server.clock.advance(A_DAY * 3);
    office.tend();
    office.tend();
    office.number_events();
    assert_eq!(office.told(&review.inspector, "release_overdue"), 1);
    assert_eq!(office.waits(&review.inspector, "own_releases_overdue"), 1);
    assert_eq!(office.waits(&review.manager, "releases_overdue"), 1);
    // Whoever hands calls out is told too, once, and finds whose it is; what it holds stays hidden.
    assert_eq!(office.told(&review.manager, "release_late"), 1);
    assert_eq!(office.told(&review.inspector, "release_late"), 0);
    let late = listed(&review.manager, "view=late");
    assert_eq!((&late[0]["id"], &late[0]["evaluator"]["name"]), (&json!(id), &json!("inspector")));
    assert_eq!((&late[0]["due_at"], &late[0]["total"]), (&begun["due_at"], &Value::Null));
    assert_eq!(review.show(&id, &review.manager).status, 404);
    for token in [&review.inspector, &review.agent] {
        assert_eq!(review.server.get("/api/v1/evaluations?view=late", token).status, 403);
    }
    let mine = listed(&review.inspector, "view=mine&overdue=true");
    assert_eq!((&mine[0]["id"], &mine[0]["is_overdue"]), (&json!(id), &json!(true)));

    let answers = super::review::best_answers(&begun);
    review.step("PUT", &id, "draft", &json!({"edit": 0, "answers": answers, "notes": []}));
    assert_eq!(review.step("POST", &id, "release", &json!({"edit": 1})).status, 200);
    assert_eq!(office.waits(&review.manager, "releases_overdue"), 0);
    assert_eq!(listed(&review.manager, "view=late"), json!([]));
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(office.waits(&review.leader, "feedback_unheard"), 0, "there is a day");
    review.server.clock.advance(A_DAY);
    office.tend();
    office.tend();
    office.number_events();
    assert_eq!(office.told(&review.leader, "feedback_unheard"), 1);
    assert_eq!(office.told(&review.inspector, "feedback_unheard"), 0);
    assert_eq!(office.waits(&review.leader, "feedback_unheard"), 1);
    assert_eq!(office.waits(&review.manager, "feedback_unheard"), 1);
    assert_eq!(listed(&review.leader, "view=results&overdue=true")[0]["id"], json!(id));

    // Nothing came of it in as much time again: those above are told as well, and nobody a third time.
    for told in [(2, 1), (2, 1)] {
        review.server.clock.advance(A_DAY * 3);
        office.tend();
        office.number_events();
        let counts = [&review.leader, &review.manager].map(|token| office.told(token, "feedback_unheard"));
        assert_eq!(counts, [told.0, told.1]);
    }

    // Opened is not heard; what was played of the call is.
    let path = format!("/api/v1/evaluations/{id}/open");
    review.server.send_json("POST", &path, &review.agent, &json!({}));
    assert_eq!(office.waits(&review.leader, "feedback_unheard"), 1, "it is read");
    let path = format!("/api/v1/calls/{}/listening", review.call_id);
    let played = |to_ms: i64| {
        let report = json!({"place": "feedback", "heard": [[0, to_ms]], "sped": [], "skipped": []});
        assert_eq!(review.server.send_json("PUT", &path, &review.agent, &report).status, 204);
    };
    played(1_000);
    assert_eq!(office.waits(&review.leader, "feedback_unheard"), 1, "a second is no moment");
    played(3_000);
    assert_eq!(office.waits(&review.leader, "feedback_unheard"), 0, "it is heard");
    assert_eq!(listed(&review.leader, "view=results&overdue=true"), json!([]));
    assert_eq!(office.evaluation(&id)["due_at"], Value::Null);
}

#[test]
fn a_release_that_is_taken_back_runs_on_and_a_draft_begun_again_is_not_younger() {
    let office = Office::start();
    let review = &office.review;
    let id = review.release(&review.call_id, &json!({}));
    let released = review.show(&id, &review.inspector).json();
    assert_eq!(released["due_at"], "2026-11-23T16:00:00.000Z");
    assert_eq!(review.take_back(&id).json()["due_at"], "2026-11-23T16:00:00.000Z");

    let heard = json!({"place": "review", "heard": [[0, 40]]});
    let path = format!("/api/v1/calls/{}/listening", review.call_id);
    assert!(review.server.send_json("PUT", &path, &review.inspector, &heard).status < 300);
    assert_eq!(review.delete(&format!("/api/v1/evaluations/{id}"), &review.inspector).status, 204);
    review.server.clock.advance(A_DAY * 4);
    let again = review.begin(&review.call_id);
    assert_eq!(again["due_at"], "2026-11-23T16:00:00.000Z", "they heard it on Saturday");
}
