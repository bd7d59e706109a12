//! Case reviews: prepared from flags, sent, held, attended by code, decided, repeated.

use super::cases::{GOOD, HEARD, WARNING, stage};
use super::review::Review;
use super::server::Answer;
use earmark::db::person::Role;
use serde_json::{Value, json};
use std::time::Duration;

/// A call that was flagged, a trainer who makes a case review of it, and people of two teams.
struct Room {
    review: Review,
    trainer: String,
    outsider: String,
    id: String,
    north: String,
}

impl Room {
    fn start() -> Self {
        let review = Review::start();
        review.server.person("trainer", Role::Trainer, None, None);
        review.server.person("outsider", Role::Agent, Some("south"), None);
        let [trainer, outsider] = ["trainer", "outsider"].map(|name| review.server.person_token(name));
        let flag = json!({"kind": "warning_case", "note": "no greeting", "start_ms": 0, "end_ms": 300});
        let path = format!("/api/v1/calls/{}/flags", review.call_id);
        assert_eq!(review.server.send_json("POST", &path, &review.inspector, &flag).status, 201);
        let directory = review.server.get("/api/v1/directory", &review.manager).json();
        let teams = directory["teams"].as_array().unwrap();
        let north =
            teams.iter().find(|team| team["name"] == "north").unwrap()["id"].as_str().unwrap().to_owned();
        let mut room = Self { review, trainer, outsider, id: String::new(), north };
        let made = room.send("POST", "", &room.trainer, &room.body());
        assert_eq!(made.status, 201, "{made:?}");
        room.id = made.json()["review"]["id"].as_str().unwrap().to_owned();
        room
    }

    fn body(&self) -> Value {
        let words = |text: &str| json!({"en": text});
        json!({"title": "This week", "held_at": "2026-11-27T15:00:00Z", "team_ids": [self.north],
            "entries": [{"call_id": self.review.call_id, "start_ms": 0, "end_ms": 300, "minutes": 5,
                "note": "How to begin", "points": [{"at_ms": 100, "is_strength": false,
                "question": words("What is missing?"), "happened": words("He gave no name."),
                "matters": words("Nobody knows who speaks."), "instead": words("This is Wang Fang.")}]}]})
    }

    fn send(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        self.review.server.send_json(method, &format!("/api/v1/case-reviews{path}"), token, body)
    }

    fn step(&self, step: &str) -> Answer {
        self.send("POST", &format!("/{}/{step}", self.id), &self.trainer, &json!({}))
    }

    fn get(&self, path: &str, token: &str) -> Answer {
        self.review.server.get(&format!("/api/v1/case-reviews{path}"), token)
    }

    fn attend(&self, token: &str, code: &str) -> Answer {
        self.send("POST", &format!("/{}/attendance", self.id), token, &json!({ "code": code }))
    }

    /// Waits until this person was told: what is told gets its number a moment after it is committed.
    fn is_told(&self, token: &str, code: &str) {
        for _ in 0..200 {
            let notices = self.review.server.get("/api/v1/notices", token).json();
            if notices["items"].as_array().unwrap().iter().any(|one| one["code"] == code) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("nobody was told of {code}");
    }

    /// What the person's notice of this says of the case review: what it is called, when it is held.
    fn notice(&self, token: &str, code: &str) -> (Value, Value) {
        let notices = self.review.server.get("/api/v1/notices", token).json();
        let found = notices["items"].as_array().unwrap().iter().find(|one| one["code"] == code);
        let notice = found.unwrap_or_else(|| panic!("{notices}"));
        (notice["subject_name"].clone(), notice["subject_at"].clone())
    }

    /// The titles of the case reviews that are found so, the last held first.
    fn found(&self, query: &str, token: &str) -> Vec<String> {
        let page = self.get(&format!("?{query}"), token).json();
        let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
        assert_eq!(page["total"], json!(items.len()), "{query}");
        items.iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    }

    /// Begins it; the code.
    fn open(&self) -> String {
        self.step("start").json()["review"]["code"].as_str().unwrap().to_owned()
    }
}

#[test]
fn whoever_has_a_call_in_hand_is_offered_no_flag_of_others_on_it() {
    let room = Room::start();
    let offered = |token: &str| {
        let found = room.get("/candidates?from=2026-11-16&to=2026-11-29", token).json();
        found["items"].as_array().unwrap().len()
    };
    assert_eq!((offered(&room.trainer), offered(&room.review.manager)), (1, 1));
    let body = json!({"call_id": room.review.call_id});
    let server = &room.review.server;
    let taken = server.send_json("POST", "/api/v1/assignments/self", &room.review.manager, &body);
    assert_eq!(taken.status, 201, "{taken:?}");
    assert_eq!((offered(&room.trainer), offered(&room.review.manager)), (1, 0));
}

#[test]
fn a_running_order_is_made_of_the_weeks_flags_and_sent_to_the_invited() {
    let room = Room::start();
    let agent = &room.review.agent;
    let found = room.get("/candidates?from=2026-11-16&to=2026-11-29", &room.trainer).json();
    let flag = &found["items"][0];
    assert_eq!((&flag["kind"], &flag["note"]), (&json!("warning_case"), &json!("no greeting")));
    let before = room.get("/candidates?from=2026-10-01&to=2026-10-02", &room.trainer).json();
    assert_eq!(before["items"], json!([]));
    assert_eq!(room.get("/candidates?from=soon&to=2026-10-02", &room.trainer).status, 422);

    // Until its agenda is sent, nobody knows of it.
    let path = format!("/{}", room.id);
    assert_eq!(room.get(&path, agent).status, 404);
    let shown = room.get(&path, &room.trainer).json();
    assert_eq!(shown["entries"][0]["heard"]["points"][0]["question"]["en"], "What is missing?");
    assert_eq!(shown["review"]["minutes"], json!(5));
    assert_eq!(room.step("send").json()["review"]["state"], "sent");
    // The agenda alone: no call, no name, no answer.
    let invited = room.get(&path, agent).json();
    assert_eq!(
        (&invited["entries"][0]["note"], &invited["entries"][0]["heard"]),
        (&json!("How to begin"), &Value::Null)
    );
    assert_eq!(invited["review"]["is_run"], json!(false));
    for token in [agent, &room.review.leader] {
        room.is_told(token, "case_review_invited");
    }
    let named = (json!("This week"), json!("2026-11-27T15:00:00.000Z"));
    assert_eq!(room.notice(agent, "case_review_invited"), named);
    let notices = room.review.server.get("/api/v1/notices", &room.outsider).json();
    assert_eq!(notices["items"], json!([]));
    assert_eq!(room.get(&path, &room.outsider).status, 404);
    assert_eq!(room.get("", &room.outsider).json()["items"], json!([]));
    assert_eq!(room.get("", agent).json()["items"].as_array().map(Vec::len), Some(1));

    // Changed: the newest holds, one after the other.
    let mut body = room.body();
    body["edit"] = json!(0);
    body["title"] = json!("Next week");
    assert_eq!(room.send("PUT", &path, agent, &body).status, 403);
    assert_eq!(room.send("PUT", &path, &room.trainer, &body).json()["review"]["title"], "Next week");
    assert_eq!(room.notice(agent, "case_review_invited").0, json!("Next week"), "as it stands now");
    assert_eq!(room.send("PUT", &path, &room.trainer, &body).code(), "edited_elsewhere");
    body["edit"] = json!(1);
    body["entries"][0]["points"][0]["at_ms"] = json!(301);
    assert_eq!(room.send("PUT", &path, &room.trainer, &body).code(), "bad_case_review");
    body["entries"] = json!([]);
    body["team_ids"] = json!([]);
    assert_eq!(room.send("PUT", &path, &room.trainer, &body).status, 200);
    assert_eq!(room.step("send").code(), "nobody_invited");
    let unnamed = (Value::Null, Value::Null);
    assert_eq!(room.notice(agent, "case_review_invited"), unnamed, "they are not invited any more");
}

#[test]
fn whoever_sits_in_the_room_attends_by_code_and_wrong_ones_are_slowed_down() {
    let room = Room::start();
    room.step("send");
    let agent = &room.review.agent;
    assert_eq!(room.attend(agent, "000000").code(), "case_review_gone_on");
    let code = room.open();
    assert_eq!(code.len(), 6);
    assert_eq!(room.open(), code, "going on with it keeps the code");
    assert_eq!(room.get(&format!("/{}", room.id), agent).json()["review"]["code"], Value::Null);
    assert_eq!(room.attend(&room.outsider, &code).status, 404);
    let wrong = if code == "111111" { "222222" } else { "111111" };
    for _ in 0..10 {
        assert_eq!(room.attend(agent, wrong).code(), "wrong_code");
    }
    let closed = room.attend(agent, &code);
    assert_eq!((closed.status, closed.code().as_str()), (429, "too_many_wrong_codes"));
    room.review.server.clock.advance(Duration::from_mins(10));
    assert_eq!(room.attend(agent, &code).status, 204);
    assert_eq!(room.attend(agent, &code).status, 204, "twice is once");
    let there = room.get(&format!("/{}/attendance", room.id), &room.trainer).json();
    assert_eq!(there["present"].as_array().map(Vec::len), Some(1));
    assert_eq!(there["present"][0]["person"]["name"], "agent");
    assert_eq!(there["missing"][0]["name"], "leader");
    assert_eq!(room.get(&format!("/{}/attendance", room.id), agent).status, 403);
    assert_eq!(room.step("close").json()["review"]["code"], Value::Null);
    assert_eq!(room.attend(&room.review.leader, &code).code(), "case_review_gone_on");
    assert_eq!(room.step("start").code(), "case_review_gone_on");
}

#[test]
fn a_decision_is_a_task_until_its_owner_has_done_it() {
    let room = Room::start();
    let agent = &room.review.agent;
    let people = room.review.server.get("/api/v1/me", agent).json();
    let decision =
        json!({"text": " Greet with the name ", "owner_id": people["person_id"], "due_date": "2026-12-04"});
    let path = format!("/{}/decisions", room.id);
    assert_eq!(room.send("POST", &path, &room.trainer, &decision).code(), "case_review_gone_on");
    room.step("send");
    room.open();
    assert_eq!(room.send("POST", &path, agent, &decision).status, 403);
    let nobody = json!({"text": "T", "owner_id": room.id, "due_date": "2026-12-04"});
    assert_eq!(room.send("POST", &path, &room.trainer, &nobody).code(), "no_owner");
    let soon = json!({"text": "T", "owner_id": people["person_id"], "due_date": "soon"});
    assert_eq!(room.send("POST", &path, &room.trainer, &soon).code(), "bad_case_review");
    let made = room.send("POST", &path, &room.trainer, &decision);
    assert_eq!((made.status, made.json()["text"].as_str()), (201, Some("Greet with the name")));
    let tasks = |token: &str| room.get("/tasks", token).json()["items"].clone();
    assert_eq!((&tasks(agent)[0]["due_date"], &tasks(agent)[0]["number"]), (&json!("2026-12-04"), &json!(1)));
    assert_eq!(tasks(&room.review.leader), json!([]));
    room.is_told(agent, "decision_assigned");
    assert_eq!(room.notice(agent, "decision_assigned").0, json!("This week"));
    // Somebody does it who was never invited: they learn what to do, not where it was decided.
    let outsider = room.review.server.get("/api/v1/me", &room.outsider).json();
    let theirs = json!({"text": "Buy chairs", "owner_id": outsider["person_id"], "due_date": "2026-12-04"});
    assert_eq!(room.send("POST", &path, &room.trainer, &theirs).status, 201);
    room.is_told(&room.outsider, "decision_assigned");
    assert_eq!(room.notice(&room.outsider, "decision_assigned"), (Value::Null, Value::Null));

    // The owner says so, or whoever runs it; nobody else.
    let one = format!("{path}/1");
    let done = |token: &str, done: bool| room.send("PUT", &one, token, &json!({ "done": done }));
    assert_eq!(done(&room.review.leader, true).status, 404);
    assert_eq!(done(agent, true).status, 200);
    assert_eq!(tasks(agent), json!([]));
    assert!(done(&room.trainer, false).json()["done_at"].is_null());
    assert_eq!(tasks(agent).as_array().map(Vec::len), Some(1));
    assert_eq!(room.step("close").status, 200);
    assert_eq!(done(agent, true).status, 200, "it outlives the review");
}

#[test]
fn case_reviews_are_found_by_words_state_and_days_and_by_each_reader_through_what_they_are_told() {
    let room = Room::start();
    let agent = &room.review.agent;
    let people = room.review.server.get("/api/v1/me", agent).json();
    room.step("send");
    room.open();
    let decision =
        json!({"text": "说话慢一点 slowly", "owner_id": people["person_id"], "due_date": "2026-12-04"});
    let decided = room.send("POST", &format!("/{}/decisions", room.id), &room.trainer, &decision);
    assert_eq!(decided.status, 201, "{decided:?}");
    room.step("close");
    let mut planned = room.body();
    planned["title"] = json!("Next month");
    planned["held_at"] = json!("2026-12-27T15:00:00Z");
    assert_eq!(room.send("POST", "", &room.trainer, &planned).status, 201);

    let both = ["Next month", "This week"];
    for token in [&room.trainer, &room.review.manager] {
        assert_eq!(room.found("q=begin", token), both, "by their notes");
        assert_eq!(room.found("q=begin&state=closed", token), ["This week"]);
        assert_eq!(room.found("state=planned,closed", token), both);
        assert_eq!(room.found("q=wee", token), ["This week"], "by the beginning of a word of the title");
        assert_eq!(room.found("q=slow%20begin", token), ["This week"], "each word somewhere");
        assert_eq!(room.found("q=%E6%85%A2%E4%B8%80%E7%82%B9", token), ["This week"], "慢一点");
        assert_eq!(room.found("q=eek", token), [""; 0]);
        assert_eq!(room.found("q=,", token), [""; 0]);
        // It is held at eleven in the evening of that day, here.
        assert_eq!(room.found("from=2026-11-27&to=2026-11-27", token), ["This week"]);
        assert_eq!(room.found("from=2026-11-28", token), ["Next month"]);
        assert_eq!(room.found("to=2026-11-26", token), [""; 0]);
    }
    // Whoever is invited finds what was sent, by what they are told of it: of decisions their own.
    assert_eq!(room.found("", agent), ["This week"]);
    assert_eq!(room.found("q=begin", agent), ["This week"]);
    assert_eq!(room.found("q=slowly", agent), ["This week"]);
    assert_eq!(room.found("q=slowly", &room.review.leader), [""; 0]);
    assert_eq!(room.found("q=begin", &room.review.leader), ["This week"]);
    assert_eq!(room.found("q=begin", &room.outsider), [""; 0]);
    for odd in ["state=over", "from=soon", "to=2026-13-01", "cursor=x"] {
        assert_eq!(room.get(&format!("?{odd}"), &room.trainer).status, 422, "{odd}");
    }
}

#[test]
fn a_second_series_is_for_those_who_missed_the_first() {
    let room = Room::start();
    let again = json!({"held_at": "2026-12-04T15:00:00Z"});
    let path = format!("/{}/again", room.id);
    assert_eq!(room.send("POST", &path, &room.trainer, &again).code(), "case_review_gone_on");
    let code = room.open();
    assert_eq!(room.attend(&room.review.agent, &code).status, 204);
    room.step("close");
    let second = room.send("POST", &path, &room.trainer, &again).json();
    assert_eq!(second["review"]["repeats"], json!(room.id));
    assert_eq!(second["entries"].as_array().map(Vec::len), Some(1));
    let id = second["review"]["id"].as_str().unwrap();
    assert_eq!(room.send("POST", &format!("/{id}/send"), &room.trainer, &json!({})).status, 200);
    let attendance = room.get(&format!("/{id}/attendance"), &room.trainer).json();
    let missing: Vec<&Value> =
        attendance["missing"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(missing, ["leader"]);
    // A trainer of one project runs their own reviews alone.
    room.review.server.person("of cards", Role::Trainer, None, Some("cards"));
    let of_cards = room.review.server.person_token("of cards");
    assert_eq!(room.get(&format!("/{id}"), &of_cards).status, 404);
    assert_eq!(room.get("", &of_cards).json()["items"], json!([]));
    assert_eq!(room.send("POST", "", &of_cards, &room.body()).status, 201);
    assert_eq!(room.get("", &of_cards).json()["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(room.get("", &room.review.manager).json()["items"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_room_hears_a_warning_only_as_those_may_who_sit_in_it() {
    let stage = stage();
    let id = stage.shelved(WARNING);
    let call = &stage.call_id;
    let entries = json!([
        {"case_id": id, "minutes": 5, "note": "How to wait", "altered_voice": false},
        {"call_id": call, "start_ms": 0, "end_ms": 2_000, "minutes": 5, "note": "The same", "altered_voice": false},
    ]);
    let body = |team: &'static str| {
        let teams = [stage.team(team)];
        json!({"title": "This week", "held_at": "2026-11-27T15:00:00Z", "team_ids": teams, "entries": entries})
    };
    let made = stage.done("POST", "/case-reviews", "trainer", &body("north"));
    let path = format!("/case-reviews/{}", made["review"]["id"].as_str().unwrap());
    let voices = || {
        let shown = stage.get(&path, "trainer").json();
        [0, 1].map(|place| shown["entries"][place]["heard"]["voice"].clone())
    };
    let play = |place: usize| {
        let shown = stage.get(&path, "trainer").json();
        let entry = shown["entries"][place]["id"].as_str().unwrap().to_owned();
        stage.get(&format!("{path}/entries/{entry}/audio"), "trainer")
    };
    let own = stage.get(&format!("/cases/{id}/audio"), "trainer");
    let heard = &made["entries"][0]["heard"];
    assert_eq!(
        (&heard["case_id"], &heard["start_ms"], &heard["end_ms"], &heard["call_id"]),
        (&json!(id), &json!(0), &json!(3_000), &json!(call))
    );
    let happened = [0, 1].map(|place| heard["points"][place]["happened"]["en"].clone());
    assert_eq!(happened, ["interrupts", "listens"], "its commentary, in the order of the call");

    assert_eq!(voices(), [Value::Null, Value::Null], "nobody agreed; nor to the same stretch of the call");
    assert_eq!([0, 1].map(|place| play(place).code()), ["room_consent_missing"; 2]);
    stage.done("POST", &format!("/cases/{id}/consents"), "trainer", &json!({}));
    stage.done("PUT", &format!("/cases/{id}/consent"), HEARD, &json!({"answer": "given"}));
    assert_eq!((voices(), play(0).body == own.body), ([json!("own"), json!("own")], true));
    stage.done("PUT", &format!("/cases/{id}/consent"), HEARD, &json!({"answer": "refused"}));
    assert_eq!(voices(), [Value::Null, Value::Null], "taken back");

    let allow = |altered_voice: bool, other_sites: bool| {
        let instead = json!({"altered_voice": altered_voice, "other_sites": other_sites});
        let names = json!({"en": "Warnings", "zh-CN": "警示"});
        let body = json!({"name": names, "project_id": null, "instead_of_consent": instead});
        stage.done("PUT", &format!("/libraries/{WARNING}"), "manager", &body);
    };
    allow(true, false);
    assert_eq!(voices(), [json!("altered"), json!("altered")], "as its library allows");
    let altered = play(0);
    assert_eq!((altered.status, altered.body.len()), (200, own.body.len()));
    assert_ne!(altered.body[44..], own.body[44..]);
    allow(false, true);
    assert_eq!(voices(), [Value::Null, Value::Null], "they work beside whom they would hear");
    let mut elsewhere = body("south");
    elsewhere["edit"] = json!(0);
    stage.done("PUT", &path, "trainer", &elsewhere);
    assert_eq!(voices(), [json!("own"), json!("own")], "a room of another site");
    stage.done("POST", &format!("/cases/{id}/archive"), "trainer", &json!({"reason": "done with"}));
    assert_eq!(voices(), [Value::Null, json!("own")], "what is off the shelf is no entry");

    // Whoever is invited sees none of it, and hears it in the room alone.
    stage.done("POST", &format!("{path}/send"), "trainer", &json!({}));
    let shown = stage.get(&path, "elsewhere").json();
    assert_eq!(
        (&shown["entries"][1]["heard"], &shown["entries"][1]["note"]),
        (&Value::Null, &json!("The same"))
    );
    let entry = shown["entries"][1]["id"].as_str().unwrap();
    assert_eq!(stage.status(&format!("{path}/entries/{entry}/audio"), "elsewhere"), 403);
    assert_eq!(stage.status(&format!("{path}/entries/{id}/audio"), "trainer"), 404);
}

#[test]
fn an_entry_is_heard_with_altered_voices_unless_somebody_says_otherwise() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let call = &stage.call_id;
    let range = json!({"call_id": call, "start_ms": 0, "end_ms": 2_000, "minutes": 5, "note": "Listen"});
    let body = |entries: Value| json!({"title": "This week", "held_at": "2026-11-27T15:00:00Z", "team_ids": [], "entries": entries});
    let own = json!({"case_id": id, "minutes": 5, "note": "Well done", "altered_voice": false});
    let made = stage.done("POST", "/case-reviews", "trainer", &body(json!([range, own])));
    let voices = [0, 1].map(|place| made["entries"][place]["heard"]["voice"].clone());
    assert_eq!(voices, ["altered", "own"], "a good case asks nobody");
    for odd in [
        json!({"case_id": id, "call_id": call, "minutes": 5, "note": "Both"}),
        json!({"call_id": call, "minutes": 5, "note": "Neither from nor to"}),
        json!({"minutes": 5, "note": "Nothing"}),
    ] {
        assert_eq!(stage.send("POST", "/case-reviews", "trainer", &body(json!([odd]))).status, 422, "{odd}");
    }
    let draft = json!({"case_id": stage.heard_id, "minutes": 5, "note": "No case"});
    assert_eq!(stage.send("POST", "/case-reviews", "trainer", &body(json!([draft]))).status, 404);

    // Called off before it was begun: nothing is kept for its sake.
    let holds = || stage.get("/holds?open=true", "manager").json()["total"].clone();
    assert_eq!(holds(), json!(2), "the case's and the review's");
    let path = format!("/case-reviews/{}/close", made["review"]["id"].as_str().unwrap());
    assert_eq!(stage.done("POST", &path, "trainer", &json!({}))["review"]["state"], "closed");
    assert_eq!(holds(), json!(1));
}
