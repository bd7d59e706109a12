//! What stands on the shelf: an imported recording of which nothing is known, and what is to be looked at again.

use super::cases::{GOOD, HEARD, Stage, WARNING, commentary, stage, tone_of_three_seconds};
use earmark::db::source::{self, Source};
use serde_json::{Value, json};
use std::time::Duration;

impl Stage {
    /// Takes a recording without a word about it onto a shelf.
    fn shelve_imported(&self, call_id: &str, library: &str) -> String {
        let new = json!({"library_id": library, "call_id": call_id, "teaching_line": "Heard elsewhere"});
        let case = self.done("POST", "/cases", "trainer", &new);
        let path = format!("/cases/{}", case["id"].as_str().unwrap());
        self.done("PUT", &path, "trainer", &commentary(0, library));
        self.done("POST", &format!("{path}/shelve"), "trainer", &json!({}));
        path
    }
}

#[test]
fn an_imported_recording_without_call_data_is_learned_from_as_a_warning_only_with_its_voices_altered() {
    let stage = stage();
    let metadata = br#"{"source": "upload"}"#;
    let parts: [(&str, &[u8]); 2] = [("metadata", metadata), ("audio", &tone_of_three_seconds())];
    let imported = stage.server.post_call(&stage.tokens["manager"], &parts);
    assert_eq!(imported.status, 201, "{imported:?}");
    let call = imported.json()["call_id"].as_str().unwrap().to_owned();
    let recording = imported.json()["recording_id"].as_str().unwrap().parse().unwrap();
    stage.server.write(move |writing| {
        let known = source::by_name(writing, "upload")?.unwrap();
        source::update(writing, &Source { redaction: None, ..known })
    });
    stage.server.note_prepared(recording, 1, 3_000);

    let good = stage.shelve_imported(&call, GOOD);
    let heard = stage.get(&format!("{good}/audio"), "colleague");
    assert_eq!((heard.status, heard.body.len()), (200, 44 + 3_000 * 16));
    assert_eq!(stage.get(&good, "colleague").json()["view"], "learner");

    // Nobody can agree for somebody whom nobody knows.
    let warning = stage.shelve_imported(&call, WARNING);
    let desk = stage.get(&warning, "trainer").json()["desk"].clone();
    assert_eq!(
        (&desk["is_somebody_unknown"], &desk["is_consented"], &desk["heard"]),
        (&json!(true), &json!(false), &json!([]))
    );
    let asked = stage.send("POST", &format!("{warning}/consents"), "trainer", &json!({}));
    assert_eq!((asked.status, asked.code().as_str()), (409, "nobody_to_ask"));
    let allow = |altered_voice: bool, other_sites: bool| {
        let instead = json!({"altered_voice": altered_voice, "other_sites": other_sites});
        let name = json!({"en": "Warnings", "zh-CN": "警示"});
        let change = json!({"name": name, "project_id": null, "instead_of_consent": instead});
        stage.done("PUT", &format!("/libraries/{WARNING}"), "manager", &change);
    };
    let seen = || ["colleague", HEARD, "elsewhere", "inspector"].map(|who| stage.status(&warning, who));
    assert_eq!(seen(), [404; 4]);
    allow(false, true);
    assert_eq!(seen(), [404; 4], "somebody unknown is on no other site");
    allow(true, false);
    assert_eq!(seen(), [200; 4]);
    assert_eq!(stage.get(&warning, "colleague").json()["voice"], "altered");
    assert_ne!(stage.get(&format!("{warning}/audio"), "colleague").body, heard.body);
}

#[test]
fn a_case_is_to_be_looked_at_again_on_its_day_until_it_has_another() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    let due = || {
        let desk = stage.get("/trainer-desk", "trainer").json();
        let rows = desk["review_due"]["items"].as_array().unwrap().iter().map(|row| row["id"].clone());
        (desk["review_due"]["total"].clone(), rows.collect::<Vec<Value>>())
    };
    let look_on = |day: Value| {
        let mut change = commentary(1, GOOD);
        change["review_on"] = day;
        let changed = stage.done("PUT", &format!("/cases/{id}"), "trainer", &change);
        assert_eq!(changed["edition"], 1, "a day is no other commentary");
    };
    assert_eq!(due(), (json!(0), vec![]), "it has no day");
    look_on(json!("2026-11-22"));
    assert_eq!(due(), (json!(0), vec![]), "tomorrow is not today");
    // In Shanghai, where the workspace is unless it says otherwise, or in London: the next noon is the 22nd.
    stage.server.clock.advance(Duration::from_hours(24));
    assert_eq!(due(), (json!(1), vec![json!(id)]));
    let row = stage.get("/cases", "colleague").json()["items"][0].clone();
    assert_eq!((&row["id"], &row["review_on"]), (&json!(id), &Value::Null), "it stays on the shelf");
    stage.server.clock.advance(Duration::from_hours(24 * 30));
    assert_eq!(due(), (json!(1), vec![json!(id)]), "nobody has looked");
    look_on(json!("2027-06-01"));
    assert_eq!(due(), (json!(0), vec![]));
    look_on(json!("2026-11-22"));
    stage.done("POST", &format!("/cases/{id}/archive"), "trainer", &json!({}));
    assert_eq!(due(), (json!(0), vec![]), "what was put away is not looked at");
}
