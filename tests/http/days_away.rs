//! Days away: whom they give time, what they leave as it is, and who may enter and read them.

use super::calendar::{Office, calendar, off};
use super::server::Answer;
use earmark::db::audit;
use earmark::db::days_away::{self, DaysAway};
use earmark::db::person::Role;
use earmark::ids::{DaysAwayId, PersonId};
use earmark::time::day_after_1970;
use serde_json::{Value, json};
use std::time::Duration;

const A_DAY: Duration = Duration::from_hours(24);
const DAYS_AWAY: &str = "/api/v1/days-away";

impl Office {
    /// The agent of the calls here, as the leader finds them.
    fn agent_id(&self) -> String {
        let found = self.review.server.get("/api/v1/days-away/agents", &self.review.leader).json();
        found["items"][0]["id"].as_str().unwrap().to_owned()
    }

    fn enter(&self, token: &str, person_id: &str, first: &str, last: &str) -> Answer {
        let body = json!({"person_id": person_id, "first_day": first, "last_day": last});
        self.review.server.send_json("POST", DAYS_AWAY, token, &body)
    }

    /// How many deadlines would move later.
    fn would_move(&self, token: &str, person_id: &str, first: &str, last: &str) -> Value {
        let body = json!({"person_id": person_id, "first_day": first, "last_day": last});
        let path = "/api/v1/days-away/preview";
        self.review.server.send_json("POST", path, token, &body).json()["later"].clone()
    }

    fn away(&self, token: &str, query: &str) -> Value {
        self.review.server.get(&format!("{DAYS_AWAY}{query}"), token).json()
    }

    /// Until when the agent may answer, until when it should be heard, and how many days do not count.
    fn times(&self, id: &str) -> (String, Option<String>, i64) {
        let seen = self.evaluation(id);
        let text = |field: &str| seen[field].as_str().map(str::to_owned);
        (text("answer_until").unwrap(), text("due_at"), seen["days_away"].as_i64().unwrap())
    }
}

fn times(until: &str, due: &str, days: i64) -> (String, Option<String>, i64) {
    (until.to_owned(), Some(due.to_owned()), days)
}

#[test]
fn days_away_give_their_agent_time_and_taking_them_away_takes_none() {
    let office = Office::start();
    let (review, agent) = (&office.review, office.agent_id());
    // Released on a Saturday in Shanghai: to be heard on Monday, and answered by the end of Friday.
    let id = review.release_for_good(&review.call_id, &json!({}));
    let before = times("2026-11-27T16:00:00.000Z", "2026-11-23T16:00:00.000Z", 0);
    assert_eq!(office.times(&id), before);

    assert_eq!(office.would_move(&review.leader, &agent, "2026-11-23", "2026-11-24"), 2);
    assert_eq!(office.would_move(&review.leader, &agent, "2026-11-21", "2026-11-22"), 0, "a weekend");
    assert_eq!(office.times(&id), before, "nothing is stored");
    let entered = office.enter(&review.leader, &agent, "2026-11-23", "2026-11-24");
    assert_eq!(entered.status, 201, "{entered:?}");
    let after = times("2026-12-01T16:00:00.000Z", "2026-11-25T16:00:00.000Z", 2);
    assert_eq!(office.times(&id), after);
    assert_eq!(review.show(&id, &review.leader).json()["days_away"], 0, "it is told to the agent alone");

    // What comes out later counts by them from the start.
    let second = review.release_for_good(&review.another_call("second"), &json!({}));
    assert_eq!(office.times(&second), after);
    // Who is entered again for the same days gains nothing.
    assert_eq!(office.would_move(&review.leader, &agent, "2026-11-24", "2026-11-24"), 0);

    let path = format!("{DAYS_AWAY}/{}", entered.json()["id"].as_str().unwrap());
    assert_eq!(review.delete(&path, &review.leader).status, 204);
    let stays = times("2026-12-01T16:00:00.000Z", "2026-11-25T16:00:00.000Z", 0);
    assert_eq!(office.times(&id), stays);
    let third = review.release_for_good(&review.another_call("third"), &json!({}));
    assert_eq!(office.times(&third), before);

    // In the window of the agent's own days there is still an appeal.
    review.server.clock.advance(A_DAY * 9);
    let may_appeal = |id: &str| office.evaluation(id)["may_still"]["appeal"] == true;
    assert!(may_appeal(&id) && !may_appeal(&third));
}

#[test]
fn nobody_else_gains_by_them_and_the_inspectors_clock_goes_on() {
    let office = Office::start();
    let (review, agent) = (&office.review, office.agent_id());
    let colleague = review.server.person("colleague", Role::Agent, Some("north"), None).to_string();
    let id = review.release_for_good(&review.call_id, &json!({}));
    let before = office.times(&id);
    assert_eq!(office.enter(&review.leader, &colleague, "2026-11-23", "2026-11-27").status, 201);
    assert_eq!(office.times(&id), before);
    let draft = review.begin(&review.another_call("second"));
    assert_eq!(office.enter(&review.leader, &agent, "2026-11-23", "2026-11-27").status, 201);
    let draft = review.show(draft["id"].as_str().unwrap(), &review.inspector).json();
    assert_eq!(draft["due_at"], "2026-11-23T16:00:00.000Z", "the release is the inspector's");
}

#[test]
fn a_holiday_counts_beside_them() {
    let office = Office::start();
    let agent = office.agent_id();
    let id = office.review.release_for_good(&office.review.call_id, &json!({}));
    office.enter(&office.review.manager, &agent, "2026-11-23", "2026-11-24");
    let holiday = calendar(0, &json!([off("2026-11-25")]));
    assert_eq!(office.foresee(&holiday), json!({"ahead": 2, "later": 2, "sooner": 0}));
    assert_eq!(office.put(&holiday).status, 200);
    assert_eq!(office.times(&id), times("2026-12-02T16:00:00.000Z", "2026-11-26T16:00:00.000Z", 2));
}

#[test]
fn what_was_revised_is_counted_from_its_revision() {
    let office = Office::start();
    let (review, agent) = (&office.review, office.agent_id());
    let id = review.release_for_good(&review.call_id, &json!({}));
    let path = format!("/api/v1/evaluations/{id}/open");
    review.server.send_json("POST", &path, &review.agent, &json!({}));
    // On Wednesday; by the end of the Wednesday after it.
    review.server.clock.advance(A_DAY * 4);
    let other = json!({"revision": 1, "reason": "heard again", "disposition": {"right": true}});
    let revised = review.step("POST", &id, "revisions", &other);
    assert_eq!(revised.status, 200, "{revised:?}");
    let before = office.times(&id).0;
    assert_eq!(before, "2026-12-02T16:00:00.000Z");
    assert_eq!(office.would_move(&review.leader, &agent, "2026-11-23", "2026-11-24"), 0, "before it");
    assert_eq!(office.enter(&review.leader, &agent, "2026-11-26", "2026-11-26").status, 201);
    let (until, _, days) = office.times(&id);
    assert_eq!((until.as_str(), days), ("2026-12-03T16:00:00.000Z", 1));
}

#[test]
fn what_has_lapsed_stays_so_and_what_was_not_heard_has_time_again() {
    let office = Office::start();
    let (review, agent) = (&office.review, office.agent_id());
    let id = review.release_for_good(&review.call_id, &json!({}));
    review.server.clock.advance(A_DAY * 3);
    office.tend();
    office.number_events();
    assert_eq!(office.told(&review.leader, "feedback_unheard"), 1);
    let overdue = || {
        let path = "/api/v1/evaluations?view=results&overdue=true";
        review.server.get(path, &review.leader).json()["items"].as_array().unwrap().len()
    };
    assert_eq!(overdue(), 1);
    // They were ill since Monday, and are for the week.
    assert_eq!(office.enter(&review.leader, &agent, "2026-11-23", "2026-11-30").status, 201);
    assert_eq!(office.times(&id), times("2026-12-07T16:00:00.000Z", "2026-12-01T16:00:00.000Z", 6));
    assert_eq!(overdue(), 0);
    office.tend();
    office.number_events();
    assert_eq!(office.told(&review.leader, "feedback_unheard"), 1, "nobody is chased for whoever is ill");
    // The days of the week after are entered when the time is over.
    review.server.clock.advance(A_DAY * 30);
    office.tend();
    assert_eq!(office.evaluation(&id)["feedback"]["answer"], "lapsed");
    assert_eq!(office.would_move(&review.leader, &agent, "2026-12-01", "2027-02-01"), 0);
    assert_eq!(office.enter(&review.leader, &agent, "2026-12-01", "2027-02-01").status, 201);
    assert_eq!(office.evaluation(&id)["answer_until"], "2026-12-07T16:00:00.000Z");
    assert_eq!(office.evaluation(&id)["feedback"]["answer"], "lapsed");
}

#[test]
fn leaders_enter_for_their_own_people_and_agents_read_their_own() {
    let office = Office::start();
    let (review, agent) = (&office.review, office.agent_id());
    let other = review.server.person("other", Role::Agent, Some("south"), None).to_string();
    review.server.person("south-leader", Role::TeamLeader, Some("south"), None);
    let (south, other_agent) =
        (review.server.person_token("south-leader"), review.server.person_token("other"));
    let found = |token: &str, query: &str| {
        let all = review.server.get(&format!("/api/v1/days-away/agents{query}"), token).json();
        let names =
            all["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(found(&review.leader, ""), ["agent"]);
    assert_eq!(found(&review.manager, ""), ["agent", "other"], "agents, and nobody else");
    assert_eq!(found(&review.manager, "?q=oth"), ["other"]);

    let entered = office.enter(&review.leader, &agent, "2026-12-01", "2026-12-03").json();
    assert_eq!(entered["entered_by"]["name"], "leader");
    assert_eq!((&entered["first_day"], &entered["last_day"]), (&json!("2026-12-01"), &json!("2026-12-03")));
    assert_eq!(office.enter(&review.leader, &other, "2026-12-01", "2026-12-01").status, 404);
    assert_eq!(office.enter(&review.manager, &other, "2026-12-08", "2026-12-08").status, 201);
    assert_eq!(office.enter(&review.agent, &agent, "2026-12-01", "2026-12-01").status, 403);
    assert_eq!(office.enter(&review.inspector, &agent, "2026-12-01", "2026-12-01").status, 403);

    let all = office.away(&review.manager, "?limit=1");
    assert_eq!((&all["items"][0]["person"]["name"], &all["total"]), (&json!("other"), &json!(2)));
    let rest = office.away(&review.manager, &format!("?limit=1&cursor={}", all["next"].as_str().unwrap()));
    assert_eq!((&rest["items"][0]["person"]["name"], &rest["next"]), (&json!("agent"), &Value::Null));
    assert_eq!(office.away(&review.manager, &format!("?person_id={agent}"))["total"], 1);
    assert_eq!(office.away(&review.leader, "")["items"][0]["may_remove"], true);
    let own = office.away(&review.agent, "");
    assert_eq!((&own["total"], &own["items"][0]["may_remove"]), (&json!(1), &json!(false)));
    assert_eq!(office.away(&other_agent, &format!("?person_id={agent}"))["total"], 0);
    assert_eq!(review.server.get(DAYS_AWAY, &review.inspector).status, 403);

    let path = format!("{DAYS_AWAY}/{}", entered["id"].as_str().unwrap());
    assert_eq!(review.delete(&path, &review.agent).status, 403);
    assert_eq!(review.delete(&path, &south).status, 404, "it is of another team");
    assert_eq!(review.delete(&path, &review.leader).status, 204);
    assert_eq!(review.delete(&path, &review.leader).status, 404, "it is gone");
    let lines = review.server.read(move |reading| audit::about(reading, "person", &agent, 20));
    let done: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert!(done.contains(&"days_away.entered") && done.contains(&"days_away.removed"), "{done:?}");
}

#[test]
fn what_are_no_days_is_refused() {
    let office = Office::start();
    let (review, agent) = (&office.review, office.agent_id());
    let code = |first: &str, last: &str| office.enter(&review.leader, &agent, first, last).code();
    assert_eq!(code("2026-12-03", "2026-12-01"), "days_away_backwards");
    assert_eq!(code("2026-12-01", "2027-12-02"), "days_away_too_long");
    assert_eq!(code("2026-02-30", "2026-12-01"), "bad_body");
    assert_eq!(office.enter(&review.leader, &agent, "2027-01-01", "2028-01-01").status, 201, "366 days");
    let id: PersonId = agent.parse().unwrap();
    review.server.write(move |writing| {
        for day in 1..400 {
            let (day, entered_at) = (day_after_1970(day), writing.now());
            let days = DaysAway {
                id: DaysAwayId::new(),
                person_id: id,
                first_day: day,
                last_day: day,
                entered_by: id,
                entered_at,
            };
            days_away::insert(writing, &days)?;
        }
        Ok(())
    });
    assert_eq!(code("2026-12-01", "2026-12-01"), "too_many_days_away");
}
