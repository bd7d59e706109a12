//! What stands beside the lists of cases and clips: items and tags in use, and whom a case still asks.

use super::cases::{GOOD, HEARD, Stage, WARNING, commentary, stage};
use earmark::db::participation::{self, Participation};
use earmark::ids::{CallId, PersonId};
use serde_json::{Value, json};

/// A case on this shelf that illustrates the greeting, of a card that asks for one; the id of the card.
fn illustrates_the_greeting(stage: &Stage, library: &str) -> (String, Value) {
    let id = stage.shelved(library);
    let cards = stage.get("/standard-answers/cards", "trainer").json();
    let has_greeting = |card: &&Value| {
        card["questions"].as_array().unwrap().iter().any(|question| question["key"] == "greeting")
    };
    let card = cards["items"].as_array().unwrap().iter().find(has_greeting).unwrap()["id"].clone();
    let mut tied = commentary(1, library);
    tied["items"] = json!([{"scorecard_id": card, "item": "greeting"}]);
    stage.done("PUT", &format!("/cases/{id}"), "trainer", &tied);
    (id, card)
}

#[test]
fn the_shelves_by_item_count_what_the_reader_finds_on_them() {
    let mut stage = stage();
    let (_, card) = illustrates_the_greeting(&stage, GOOD);
    let (call_id, recording_id) = stage.another_call("second");
    (stage.call_id, stage.recording_id) = (call_id, recording_id);
    let (warning, _) = illustrates_the_greeting(&stage, WARNING);

    let counts = |who: &str, query: &str| {
        let shelves = stage.get(&format!("/cases/shelves{query}"), who).json();
        let item = shelves["cards"][0]["items"][0].clone();
        (item["cases"].as_i64().unwrap_or(0), shelves["tags"][0]["count"].as_i64().unwrap_or(0))
    };
    for who in ["colleague", "inspector", "leader", "elsewhere", HEARD] {
        assert_eq!(counts(who, ""), (1, 1), "{who}: nobody consented to the warning");
    }
    assert_eq!((counts("trainer", ""), counts("manager", "")), ((2, 2), (2, 2)));
    assert_eq!(stage.status("/cases/shelves", "admin"), 403);
    let shelves = stage.get("/cases/shelves", "colleague").json();
    let shelf = &shelves["cards"][0];
    assert_eq!((&shelf["scorecard_id"], &shelf["items"][0]["item"]), (&card, &json!("greeting")));
    for title in [&shelf["title"], &shelf["items"][0]["title"]] {
        assert!(title["en"].is_string() && title["zh-CN"].is_string(), "{shelves}");
    }
    assert_eq!(shelves["tags"], json!([{"tag": "anger", "count": 1}]));
    // What is counted is what the list shows.
    let path = format!("/cases?state=shelved&item=greeting&scorecard_id={}", card.as_str().unwrap());
    for (who, cases) in [("colleague", 1), ("trainer", 2)] {
        assert_eq!(stage.get(&path, who).json()["total"], cases, "{who}");
    }
    stage.done("POST", &format!("/cases/{warning}/consents"), "trainer", &json!({}));
    stage.done("PUT", &format!("/cases/{warning}/consent"), HEARD, &json!({"answer": "given"}));
    assert_eq!(counts("colleague", ""), (2, 2), "everybody agreed");

    stage.done("POST", &format!("/cases/{warning}/archive"), "trainer", &json!({}));
    assert_eq!((counts("trainer", ""), counts("trainer", "?state=archived")), ((1, 1), (1, 1)));
    assert_eq!(counts("colleague", "?state=archived"), (0, 0), "learners know no archive");
    assert_eq!(stage.status("/cases/shelves?state=lost", "trainer"), 422);
}

#[test]
fn a_case_that_is_put_away_asks_nobody_until_it_is_back() {
    let stage = stage();
    let id = stage.shelved(WARNING);
    let asks = || {
        let own = stage.get("/consents", HEARD).json();
        (own["total"].clone(), own["items"].as_array().unwrap().len())
    };
    let unread = || stage.get("/notices?unread=true", HEARD).json()["total"].clone();
    let archive = |cause: &str| {
        stage.done("POST", &format!("/cases/{id}/archive"), "trainer", &json!({"reason": cause}))
    };
    stage.done("POST", &format!("/cases/{id}/consents"), "trainer", &json!({}));
    stage.is_told(HEARD, "consent_asked");
    assert_eq!((asks(), unread()), ((json!(1), 1), json!(1)));

    archive("old");
    assert_eq!((asks(), unread()), ((json!(0), 0), json!(0)), "it asks no more, nor does the bell");
    stage.done("POST", &format!("/cases/{id}/shelve"), "trainer", &json!({}));
    assert_eq!(asks(), (json!(1), 1), "on the shelf again it asks again");

    // What was answered is the answer to nothing while the case is away; it stands when it is back.
    stage.done("PUT", &format!("/cases/{id}/consent"), HEARD, &json!({"answer": "given"}));
    archive("older");
    assert_eq!(asks(), (json!(0), 0));
    stage.done("POST", &format!("/cases/{id}/shelve"), "trainer", &json!({}));
    assert_eq!(stage.get("/consents", HEARD).json()["items"][0]["consent"]["state"], "given");
}

#[test]
fn clips_are_narrowed_by_call_and_tag_within_ones_reach() {
    let stage = stage();
    let (other_call, other_recording) = stage.another_call("second");
    let make = |call: &str, recording: &str, who: &str, title: &str, tags: &[&str]| {
        let body = json!({
            "recording_id": recording, "start_ms": 0, "end_ms": 1_500, "title": title, "tags": tags,
        });
        stage.done("POST", &format!("/calls/{call}/clips"), who, &body);
    };
    let first = stage.recording_id.to_string();
    make(&stage.call_id, &first, "inspector", "The way out", &["anger", "refund"]);
    make(&stage.call_id, &first, "leader", "Listens", &["anger"]);
    make(&other_call, &other_recording.to_string(), "inspector", "Says sorry", &[]);

    let total = |query: &str, who: &str| stage.get(&format!("/clips?{query}"), who).json()["total"].clone();
    let first_call = format!("call_id={}", stage.call_id);
    let asked = [
        ("", 3),
        (first_call.as_str(), 2),
        ("tag=anger", 2),
        ("tag=refund", 1),
        ("q=sorry", 1),
        ("made_by=me", 2),
        (&format!("{first_call}&made_by=me&tag=anger"), 1),
    ];
    for (query, clips) in asked {
        assert_eq!(total(query, "inspector"), clips, "{query}");
    }
    // A page at a time, each once.
    let page = stage.get("/clips?limit=2", "inspector").json();
    let next = page["next"].as_str().unwrap();
    let rest = stage.get(&format!("/clips?limit=2&cursor={next}"), "inspector").json();
    assert_eq!((page["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (2, 1));

    let tags = |who: &str| stage.get("/clips/tags", who).json()["items"].clone();
    assert_eq!(tags("inspector"), json!([{"tag": "anger", "count": 2}, {"tag": "refund", "count": 1}]));
    assert_eq!(
        (total("", "elsewhere"), tags("elsewhere")),
        (json!(0), json!([])),
        "the calls are not theirs"
    );
    assert_eq!(stage.status(&format!("/clips?{first_call}"), "elsewhere"), 404);
    assert_eq!(stage.status("/clips/tags", "admin"), 403);
}

#[test]
fn a_clip_of_a_call_that_the_reader_scores_is_not_there_unless_it_is_their_own() {
    let stage = stage();
    let make = |who: &str, title: &str, tag: &str| {
        let body = json!({"recording_id": stage.recording_id.to_string(), "start_ms": 0, "end_ms": 1_500,
            "title": title, "tags": [tag]});
        let made = stage.done("POST", &format!("/calls/{}/clips", stage.call_id), who, &body);
        made["id"].as_str().unwrap().to_owned()
    };
    let theirs = make("leader", "Refuses a refund", "refund");
    let own = make("inspector", "Says sorry", "sorry");
    let lists = || {
        let of_call = stage.get(&format!("/calls/{}/clips", stage.call_id), "inspector").json();
        let tags = stage.get("/clips/tags", "inspector").json();
        (of_call["total"].clone(), tags["items"].as_array().unwrap().len())
    };
    assert_eq!(lists(), (json!(2), 2));
    let took = json!({"call_id": stage.call_id});
    let taken = stage.done("POST", "/assignments/self", "inspector", &took);
    assert_eq!(lists(), (json!(1), 1));
    let show = |id: &str| stage.get(&format!("/clips/{id}"), "inspector").status;
    assert_eq!((show(&theirs), show(&own)), (404, 200));
    let path = format!("/assignments/{}", taken["id"].as_str().unwrap());
    stage.done("DELETE", &path, "inspector", &json!(null));
    assert_eq!((lists(), show(&theirs)), ((json!(2), 2), 200));
}

#[test]
fn whoever_was_asked_sees_nothing_more_once_somebody_else_is_known_to_be_heard() {
    let stage = stage();
    let id = stage.shelved(WARNING);
    stage.done("POST", &format!("/cases/{id}/consents"), "trainer", &json!({}));
    let paths = ["", "/audio", "/transcript", "/comments"].map(|part| format!("/cases/{id}{part}"));
    let asks = |who: &str| stage.get("/consents", who).json()["total"].clone();
    assert_eq!((stage.status(&paths[0], HEARD), asks(HEARD)), (200, json!(1)));

    // The call was somebody else's all along.
    let call_id: CallId = stage.call_id.parse().unwrap();
    let me = stage.get("/me", "colleague").json();
    let colleague: PersonId = me["person_id"].as_str().unwrap().parse().unwrap();
    stage.server.write(move |writing| {
        let part = participation::of_call(writing, call_id)?.remove(0);
        participation::update(writing, &Participation { person_id: Some(colleague), ..part })
    });
    for path in &paths {
        assert_eq!(stage.status(path, HEARD), 404, "{path}");
    }
    let answer = |who: &str| {
        stage.send("PUT", &format!("/cases/{id}/consent"), who, &json!({"answer": "given"})).status
    };
    assert_eq!((asks(HEARD), answer(HEARD)), (json!(0), 404));
    // Who is heard is asked anew; nobody else can agree for them.
    assert_eq!((stage.status(&paths[0], "colleague"), answer("colleague")), (404, 404));
    stage.done("POST", &format!("/cases/{id}/consents"), "trainer", &json!({}));
    assert_eq!((stage.status(&paths[0], "colleague"), asks("colleague")), (200, json!(1)));
    assert_eq!((answer("colleague"), stage.status(&paths[0], HEARD)), (200, 200), "now everybody agreed");
}

#[test]
fn a_case_is_made_of_a_recording_that_came_without_call_data() {
    let mut stage = stage();
    let (call_id, recording_id) = stage.without_call_data();
    (stage.call_id, stage.recording_id) = (call_id, recording_id);
    assert_eq!(stage.get(&format!("/calls/{}", stage.call_id), "trainer").json()["agents"], json!([]));
    let id = stage.shelved(GOOD);
    for who in ["colleague", "inspector", "trainer"] {
        let case = stage.get(&format!("/cases/{id}"), who).json();
        assert_eq!(
            (&case["teaching_line"], &case["agents"]),
            (&json!("Calms an angry customer"), &json!([]))
        );
        assert_eq!((&case["start_ms"], &case["end_ms"]), (&json!(0), &json!(3_000)), "{who}");
        assert_eq!(stage.get("/cases", who).json()["items"][0]["id"], json!(id), "{who}");
        assert_eq!(stage.get(&format!("/cases/{id}/audio"), who).body.len(), 44 + 3_000 * 16, "{who}");
    }
    // As a warning it stays closed: nobody is known who could agree.
    let (call_id, recording_id) = stage.without_call_data();
    (stage.call_id, stage.recording_id) = (call_id, recording_id);
    let warning = stage.shelved(WARNING);
    assert_eq!(stage.status(&format!("/cases/{warning}"), "colleague"), 404);
    let nobody = stage.send("POST", &format!("/cases/{warning}/consents"), "trainer", &json!({}));
    assert_eq!(nobody.code(), "nobody_to_ask");
}

#[test]
fn related_cases_share_most_first_an_item_before_a_tag_before_the_language() {
    let mut stage = stage();
    let mut made = Vec::new();
    // What each shares with the first: nothing but the language; a tag; a tag and the language; an item; an
    // item and a tag.
    let kinds = [
        ("the case", true, "anger", "en"),
        ("the language alone", false, "rain", "en"),
        ("a tag", false, "anger", "de"),
        ("a tag and the language", false, "anger", "en"),
        ("an item", true, "snow", "de"),
        ("an item and a tag", true, "anger", "de"),
    ];
    for (number, (line, has_item, tag, language)) in kinds.into_iter().enumerate() {
        if number > 0 {
            (stage.call_id, stage.recording_id) = stage.another_call(line);
        }
        let (id, card) = illustrates_the_greeting(&stage, GOOD);
        let mut written = commentary(1, GOOD);
        written["teaching_line"] = json!(line);
        written["items"] =
            if has_item { json!([{"scorecard_id": card, "item": "greeting"}]) } else { json!([]) };
        written["tags"] = json!([tag]);
        written["language"] = json!(language);
        stage.done("PUT", &format!("/cases/{id}"), "trainer", &written);
        made.push(id);
    }
    for who in ["colleague", "trainer"] {
        let related = stage.get(&format!("/cases/{}/related", made[0]), who).json();
        let lines: Vec<&Value> =
            related["items"].as_array().unwrap().iter().map(|one| &one["teaching_line"]).collect();
        assert_eq!(lines, ["an item and a tag", "an item", "a tag and the language", "a tag"], "{who}");
    }
}
