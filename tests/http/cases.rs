//! Clips and case libraries: from a flag to the shelf, who sees what, what learners leave.

use super::server::{Answer, TestServer, noon};
use earmark::audio::PeakMeter;
use earmark::db::case_consent::ConsentAnswer;
use earmark::db::person::Role;
use earmark::db::{agent, case_consent, source, team};
use earmark::ids::{PersonId, RecordingId, TeamId};
use earmark::library::archive_outdated;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const GOOD: &str = "019abc00-0000-7000-8000-000000000001";
pub(crate) const WARNING: &str = "019abc00-0000-7000-8000-000000000002";
/// Who is heard: what they are called here, and what the recorder calls them.
pub(crate) const HEARD: &str = "heardperson";
pub(crate) const SPOKEN: &str = "Wang Fang";

/// A call of three seconds that `heardperson` of team "north" took, and the people around it.
pub(crate) struct Stage {
    pub(crate) server: TestServer,
    source: String,
    pub(crate) call_id: String,
    pub(crate) recording_id: RecordingId,
    pub(crate) heard_id: PersonId,
    pub(crate) tokens: BTreeMap<&'static str, String>,
}

pub(crate) fn tone_of_three_seconds() -> Vec<u8> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for frame in 0..24_000_i32 {
        writer.write_sample(i16::try_from(frame % 20_000).unwrap()).unwrap();
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

pub(crate) fn stage() -> Stage {
    let server = TestServer::start();
    let source = server.source_token("pbx");
    let heard_id = server.person(HEARD, Role::Agent, Some("north"), None);
    let cast = [
        ("colleague", Role::Agent, Some("north")),
        ("inspector", Role::Inspector, None),
        ("trainer", Role::Trainer, None),
        ("leader", Role::TeamLeader, Some("north")),
        ("elsewhere", Role::TeamLeader, Some("south")),
        ("manager", Role::QaManager, None),
        ("admin", Role::Administrator, None),
    ];
    for (name, role, team) in cast {
        server.person(name, role, team, None);
    }
    let mut tokens: BTreeMap<&'static str, String> =
        cast.iter().map(|(name, ..)| (*name, server.person_token(name))).collect();
    tokens.insert(HEARD, server.person_token(HEARD));
    server.write(move |writing| {
        let pbx = source::find_or_make(writing, "pbx")?;
        let made = agent::find_or_make(writing, pbx.id, "8001", Some(SPOKEN))?;
        agent::tie_to_person(writing, made.id, heard_id, noon(), None)?;
        let north = team::find_or_make(writing, None, "north")?;
        team::add_member(writing, north.id, heard_id, noon())
    });
    let mut stage =
        Stage { server, source, call_id: String::new(), recording_id: RecordingId::new(), heard_id, tokens };
    let (call_id, recording_id) = stage.another_call("first");
    stage.call_id = call_id;
    stage.recording_id = recording_id;
    stage
}

impl Stage {
    pub(crate) fn another_call(&self, native_id: &str) -> (String, RecordingId) {
        self.another_call_of("8001", native_id)
    }

    /// Another call, that this agent took.
    pub(crate) fn another_call_of(&self, agent: &str, native_id: &str) -> (String, RecordingId) {
        let metadata = json!({
            "native_id": native_id, "agents": [{"external_id": agent, "channel": 0}],
            "customer_number": "02079460018", "customer_name": "Li Lei",
        });
        let (metadata, audio) = (metadata.to_string(), tone_of_three_seconds());
        let parts: [(&str, &[u8]); 2] = [("metadata", metadata.as_bytes()), ("audio", &audio)];
        self.received(&self.server.post_call(&self.source, &parts))
    }

    /// The call and the recording that came, prepared.
    fn received(&self, accepted: &Answer) -> (String, RecordingId) {
        assert!(accepted.status < 300, "{accepted:?}");
        let ids = accepted.json();
        let recording = ids["recording_id"].as_str().unwrap().to_owned();
        let recording_id: RecordingId = recording.parse().unwrap();
        self.server.note_prepared(recording_id, 1, 3_000);
        self.server.put_peaks(&recording, PeakMeter::new(8000, 1).finish().to_bytes());
        (ids["call_id"].as_str().unwrap().to_owned(), recording_id)
    }

    /// Another recording, of which nothing is known but its sound.
    pub(crate) fn without_call_data(&self) -> (String, RecordingId) {
        let mut audio = tone_of_three_seconds();
        // Another sound each time: the same one would be the same call.
        let (last, number) = (audio.len() - 1, self.get("/calls", "manager").json()["total"].clone());
        audio[last] = u8::try_from(number.as_i64().unwrap() + 1).unwrap();
        let parts: [(&str, &[u8]); 2] = [("metadata", b"{}"), ("audio", &audio)];
        self.received(&self.server.post_call(&self.source, &parts))
    }

    pub(crate) fn get(&self, path: &str, who: &str) -> Answer {
        self.server.get(&format!("/api/v1{path}"), &self.tokens[who])
    }

    pub(crate) fn send(&self, method: &str, path: &str, who: &str, body: &Value) -> Answer {
        self.server.send_json(method, &format!("/api/v1{path}"), &self.tokens[who], body)
    }

    /// A step that must go well.
    pub(crate) fn done(&self, method: &str, path: &str, who: &str, body: &Value) -> Value {
        let answer = self.send(method, path, who, body);
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        if answer.status == 204 { Value::Null } else { answer.json() }
    }

    fn flag(&self, kind: &str, note: &str) -> Value {
        let path = format!("/calls/{}/flags", self.call_id);
        self.done("POST", &path, "inspector", &json!({"kind": kind, "note": note}))
    }

    /// The trainer proposes the call for a library: a draft.
    fn draft(&self, library: &str) -> String {
        let body = json!({"library_id": library, "call_id": self.call_id, "teaching_line": "Calms an angry customer"});
        let case = self.done("POST", "/cases", "trainer", &body);
        assert_eq!((&case["state"], &case["view"]), (&json!("draft"), &json!("editor")), "{case}");
        case["id"].as_str().unwrap().to_owned()
    }

    fn write(&self, id: &str, library: &str) -> Value {
        self.done("PUT", &format!("/cases/{id}"), "trainer", &commentary(0, library))
    }

    /// A written case on the shelf.
    pub(crate) fn shelved(&self, library: &str) -> String {
        let id = self.draft(library);
        self.write(&id, library);
        let shelved = self.done("POST", &format!("/cases/{id}/shelve"), "trainer", &json!({}));
        assert_eq!(shelved["state"], "shelved");
        id
    }

    pub(crate) fn team(&self, name: &'static str) -> TeamId {
        self.server.write(move |writing| team::find_or_make(writing, None, name)).id
    }

    /// Waits until the youngest that somebody was told is this.
    pub(crate) fn is_told(&self, who: &str, code: &str) {
        let told = || self.get("/notices", who).json()["items"][0]["code"].clone();
        for _ in 0..200 {
            if told() == code {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(told(), code);
    }

    pub(crate) fn status(&self, path: &str, who: &str) -> u16 {
        self.get(path, who).status
    }
}

pub(crate) fn commentary(edition: i32, library: &str) -> Value {
    let words = |text: &str| json!({"en": text, "zh-CN": text});
    json!({
        "edition": edition, "library_id": library, "teaching_line": "Calms an angry customer",
        "why": words("because"), "level": "newcomer", "language": "en", "hides_names": true,
        "review_on": null, "items": [], "answers": [], "tags": ["anger"],
        "points": [
            {"at_ms": 2_000, "kind": "strength", "happened": words("listens")},
            {"at_ms": 500, "kind": "improve", "happened": words("interrupts"), "instead": words("wait")},
        ],
        "questions": [
            {"text": words("which?"), "options": [words("a"), words("b")], "right": 1},
            {"text": words("and?"), "options": [words("a"), words("b")], "right": 0},
        ],
    })
}

#[test]
fn a_flag_proposes_a_case_and_says_what_became_of_it() {
    let stage = stage();
    let flag = stage.flag("good_case", "finds the way out");
    assert_eq!(flag["case"]["state"], "proposed");
    let id = flag["case"]["id"].as_str().unwrap().to_owned();
    let desk = stage.get("/trainer-desk", "trainer").json();
    assert_eq!((&desk["proposals"]["total"], &desk["drafts"]["total"]), (&json!(1), &json!(0)));
    assert_eq!(desk["proposals"]["items"][0]["teaching_line"], "finds the way out");

    let path = format!("/cases/{id}/decision");
    let refused = stage.send("POST", &path, "trainer", &json!({"accept": false, "reason": " "}));
    assert_eq!((refused.status, refused.code().as_str()), (422, "case_reason_needed"));
    assert_eq!(stage.send("POST", &path, "inspector", &json!({"accept": true})).status, 403);
    stage.done("POST", &path, "trainer", &json!({"accept": false, "reason": "we have one like it"}));
    let again = stage.send("POST", &path, "trainer", &json!({"accept": true}));
    assert_eq!((again.status, again.code().as_str()), (409, "case_state"));

    let flags = stage.get(&format!("/calls/{}/flags", stage.call_id), "inspector").json();
    let told = json!({"id": id, "state": "declined", "reason": "we have one like it"});
    assert_eq!(flags["items"][0]["case"], told);
    let others = stage.get(&format!("/calls/{}/flags", stage.call_id), "leader").json();
    assert_eq!(others["items"][0]["case"], Value::Null, "it is between the inspector and the trainer");
    // What became of it, and no more.
    let own = stage.get(&format!("/cases/{id}"), "inspector").json();
    assert_eq!((&own["view"], &own["reason"]), (&json!("proposal"), &json!("we have one like it")));
    assert_eq!(stage.status(&format!("/cases/{id}/audio"), "inspector"), 404);
    stage.is_told("inspector", "case_decided");

    // Taken away before anybody decided, it takes the proposal with it.
    let second = stage.flag("warning_case", "argues");
    let flag_path = format!("/calls/{}/flags/{}", stage.call_id, second["id"].as_str().unwrap());
    let removed = stage.server.send(
        "DELETE",
        &format!("/api/v1{flag_path}"),
        &[("authorization", &format!("Bearer {}", stage.tokens["inspector"]))],
    );
    assert_eq!(removed.status, 204);
    let mine = stage.get("/cases?proposed_by=me", "inspector").json();
    let states: Vec<&Value> = mine["items"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, [&json!("withdrawn"), &json!("declined")]);
}

#[test]
fn a_warning_reaches_learners_without_consent_only_as_its_library_allows() {
    let stage = stage();
    let id = stage.shelved(WARNING);
    let path = format!("/libraries/{WARNING}");
    let allow = |altered_voice: bool, other_sites: bool| {
        let instead = json!({"altered_voice": altered_voice, "other_sites": other_sites});
        json!({"name": {"en": "Warnings", "zh-CN": "警示"}, "project_id": null, "instead_of_consent": instead})
    };
    let (one, audio) = (format!("/cases/{id}"), format!("/cases/{id}/audio"));
    assert_eq!(stage.status(&one, "colleague"), 404, "nothing is allowed from the start");
    for who in ["trainer", "inspector", "leader", "colleague"] {
        assert_eq!(stage.send("PUT", &path, who, &allow(true, true)).status, 403, "{who}");
    }
    let refused = stage.send("PUT", &format!("/libraries/{GOOD}"), "manager", &allow(true, false));
    assert_eq!((refused.status, refused.code().as_str()), (409, "needs_no_consent"));

    let changed = stage.done("PUT", &path, "manager", &allow(true, false));
    assert_eq!(changed["instead_of_consent"], json!({"altered_voice": true, "other_sites": false}));
    // The trainer shows names; without consent they stay hidden all the same.
    let mut shown = commentary(1, WARNING);
    shown["hides_names"] = json!(false);
    stage.done("PUT", &one, "trainer", &shown);
    let seen = stage.get(&one, "colleague").json();
    assert_eq!(
        (&seen["view"], &seen["voice"], &seen["agents"]),
        (&json!("learner"), &json!("altered"), &json!([]))
    );
    let listed = stage.get("/cases", "colleague").json();
    assert_eq!(listed["items"][0]["id"], json!(id));
    let (own, altered) = (stage.get(&audio, "trainer"), stage.get(&audio, "colleague"));
    assert_eq!((own.status, altered.status, own.body.len()), (200, 200, altered.body.len()));
    assert_ne!(own.body[44..], altered.body[44..]);
    assert_ne!(own.header("etag"), altered.header("etag"));
    // Any part of it is that part of the whole.
    for (from, to) in
        [(0_usize, 43_usize), (0, 99), (30, 44), (44, 44), (10_001, 20_002), (40_000, altered.body.len() - 1)]
    {
        let bearer = format!("Bearer {}", stage.tokens["colleague"]);
        let range = format!("bytes={from}-{to}");
        let headers = [("authorization", bearer.as_str()), ("range", range.as_str())];
        let part = stage.server.send("GET", &format!("/api/v1{audio}"), &headers);
        assert_eq!(part.status, 206);
        assert_eq!(part.body, altered.body[from..=to], "{from} to {to}");
    }

    // It does not become good by standing on another shelf, where nobody would be asked.
    let moved = stage.send("PUT", &one, "trainer", &commentary(1, GOOD));
    assert_eq!((moved.status, moved.code().as_str()), (409, "warning_stays"));

    stage.done("PUT", &path, "manager", &allow(false, true));
    assert_eq!(stage.status(&one, "colleague"), 404, "of the same site");
    let seen = stage.get(&one, "elsewhere").json();
    assert_eq!(
        (&seen["view"], &seen["voice"], &seen["agents"]),
        (&json!("learner"), &json!("own"), &json!([]))
    );
    assert_eq!(stage.get(&audio, "elsewhere").body, own.body);

    // A change that says nothing of it changes nothing of it.
    let named = json!({"name": {"en": "Warnings", "zh-CN": "警示"}, "project_id": null});
    assert_eq!(stage.done("PUT", &path, "manager", &named)["instead_of_consent"]["other_sites"], json!(true));
    stage.done("PUT", &path, "manager", &allow(false, false));
    assert_eq!((stage.status(&one, "elsewhere"), stage.status(&audio, "elsewhere")), (404, 404));
}

#[test]
fn a_case_goes_onto_the_shelf_when_nothing_is_missing_and_keeps_its_call_there() {
    let stage = stage();
    let id = stage.draft(GOOD);
    let refused = stage.send("POST", &format!("/cases/{id}/shelve"), "trainer", &json!({}));
    assert_eq!((refused.status, refused.code().as_str()), (409, "case_not_ready"));
    assert_eq!(refused.json()["params"]["missing"], "why, points");
    let written = stage.write(&id, GOOD);
    assert_eq!((&written["edition"], &written["points"][0]["at_ms"]), (&json!(1), &json!(500)));
    let stale = stage.send("PUT", &format!("/cases/{id}"), "manager", &commentary(0, GOOD));
    assert_eq!((stale.status, stale.code().as_str()), (409, "case_changed"));
    let same = stage.done("PUT", &format!("/cases/{id}"), "manager", &commentary(1, GOOD));
    assert_eq!(same["edition"], 1, "the same words are no other edition");
    let mut outside = commentary(1, GOOD);
    outside["points"][0]["at_ms"] = json!(3_001);
    assert_eq!(stage.send("PUT", &format!("/cases/{id}"), "manager", &outside).code(), "bad_commentary");
    let mut second = commentary(1, GOOD);
    second["points"] = json!([second["points"][0]]);
    stage.done("PUT", &format!("/cases/{id}"), "manager", &second);
    let editions = stage.get(&format!("/cases/{id}/editions"), "trainer").json();
    assert_eq!((&editions["items"][0]["number"], &editions["items"][1]["number"]), (&json!(2), &json!(1)));
    assert_eq!(editions["items"][1]["points"].as_array().unwrap().len(), 2, "an edition never changes");

    stage.done("POST", &format!("/cases/{id}/shelve"), "trainer", &json!({}));
    let holds = || stage.get(&format!("/calls/{}/keeping", stage.call_id), "manager").json()["holds"].clone();
    assert_eq!(holds().as_array().unwrap().len(), 1, "{}", holds());
    assert_eq!(holds()[0]["kind"], "keep");
    for query in ["q=angry", "q=ang%20cust", "tag=anger", "level=newcomer&language=en"] {
        assert_eq!(stage.get(&format!("/cases?{query}"), "colleague").json()["total"], 1, "{query}");
    }
    assert_eq!(stage.get("/cases?q=calm%20nobody", "colleague").json()["total"], 0);
    stage.done("POST", &format!("/cases/{id}/archive"), "trainer", &json!({"reason": "old"}));
    assert!(holds().as_array().unwrap().is_empty());
    assert_eq!(stage.status(&format!("/cases/{id}"), "colleague"), 404);
}

/// Every address at which a learner reads something of a case.
fn read_by_learners(id: &str) -> Vec<String> {
    let of_case = ["", "/transcript", "/peaks", "/related", "/comments", "/learning", "/audio"];
    of_case.iter().map(|end| format!("/cases/{id}{end}")).collect()
}

#[test]
fn hidden_names_stand_in_no_answer_to_a_learner() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    stage.done("POST", "/playlists", "trainer", &json!({"name": "first week", "case_ids": [id]}));
    let mut paths = read_by_learners(&id);
    paths
        .extend(["/cases", "/libraries", "/playlists", "/cases/recommended", "/consents"].map(str::to_owned));
    for who in ["colleague", "inspector", "elsewhere"] {
        for path in &paths {
            let answer = stage.get(path, who);
            assert_eq!(answer.status, 200, "{path} as {who}: {answer:?}");
            if path.ends_with("/audio") {
                continue;
            }
            let text = answer.json().to_string();
            for hidden in [HEARD, SPOKEN, &stage.heard_id.to_string(), &stage.call_id, "trainer\",\"call"] {
                assert!(!text.contains(hidden), "{path} as {who} names {hidden}: {text}");
            }
        }
    }
    let edited = stage.get(&format!("/cases/{id}"), "trainer").json();
    assert_eq!(edited["agents"][0]["name"], HEARD);
    // Where the names are shown, they are.
    let mut shown = commentary(1, GOOD);
    shown["hides_names"] = json!(false);
    stage.done("PUT", &format!("/cases/{id}"), "trainer", &shown);
    assert_eq!(stage.get(&format!("/cases/{id}"), "colleague").json()["agents"][0]["name"], HEARD);
}

#[test]
fn a_warning_is_seen_by_its_editors_and_by_whoever_is_asked_until_they_agree() {
    let stage = stage();
    let id = stage.shelved(WARNING);
    let learners = ["colleague", "inspector", "leader", "elsewhere", HEARD];
    let sees = |who: &str| -> Vec<u16> {
        let paths = read_by_learners(&id);
        let mut seen: Vec<u16> = paths.iter().map(|path| stage.status(path, who)).collect();
        seen.dedup();
        seen
    };
    let listed = |who: &str| stage.get("/cases", who).json()["total"].clone();
    for who in learners {
        assert_eq!((sees(who), listed(who)), (vec![404], json!(0)), "{who}, before anybody is asked");
        let rated = stage.send("PUT", &format!("/cases/{id}/rating"), who, &json!({"stars": 5}));
        let said = stage.send("POST", &format!("/cases/{id}/comments"), who, &json!({"text": "x"}));
        let learned = stage.send("PUT", &format!("/cases/{id}/learning"), who, &json!({"reached": 1}));
        let answered = stage.send("PUT", &format!("/cases/{id}/consent"), who, &json!({"answer": "given"}));
        assert_eq!([rated.status, said.status, learned.status, answered.status], [404; 4], "{who}");
    }
    assert_eq!((sees("admin"), sees("trainer"), sees("manager")), (vec![403], vec![200], vec![200]));
    let desk = stage.get("/trainer-desk", "trainer").json();
    assert_eq!(desk["unconsented"]["total"], 1);

    let asked =
        stage.done("POST", &format!("/cases/{id}/consents"), "trainer", &json!({"message": "may we?"}));
    assert_eq!(
        (&asked["items"][0]["state"], &asked["items"][0]["person"]["name"]),
        (&json!("open"), &json!(HEARD))
    );
    stage.is_told(HEARD, "consent_asked");
    assert_eq!(sees(HEARD), [200], "whoever is asked hears what it is about");
    let own = stage.get("/consents", HEARD).json();
    assert_eq!(
        (&own["items"][0]["consent"]["state"], &own["items"][0]["consent"]["message"]),
        (&json!("open"), &json!("may we?"))
    );
    assert_eq!(own["items"][0]["case"]["view"], "asked");
    for who in ["colleague", "inspector", "leader", "elsewhere"] {
        assert_eq!((sees(who), listed(who)), (vec![404], json!(0)), "{who}, while it is open");
    }
    stage.done("PUT", &format!("/cases/{id}/consent"), HEARD, &json!({"answer": "given"}));
    for who in learners {
        assert_eq!((sees(who), listed(who)), (vec![200], json!(1)), "{who}, once it is given");
    }
    stage.done("PUT", &format!("/cases/{id}/consent"), HEARD, &json!({"answer": "refused"}));
    for who in ["colleague", "inspector", "leader", "elsewhere"] {
        assert_eq!((sees(who), listed(who)), (vec![404], json!(0)), "{who}, once it is taken back");
    }
    assert_eq!(sees(HEARD), [200], "and may give it again");
    let case_id = id.parse().unwrap();
    let heard_id = stage.heard_id;
    let known = stage.server.read(move |reading| case_consent::of_person(reading, case_id, heard_id));
    assert_eq!(known.unwrap().answer, Some(ConsentAnswer::Refused));
}

#[test]
fn the_sound_of_a_clip_is_cut_and_of_a_case_too() {
    let stage = stage();
    let path = format!("/calls/{}/clips", stage.call_id);
    let clip = |start: i64, end: i64| json!({"recording_id": stage.recording_id, "start_ms": start, "end_ms": end, "title": "The way out", "tags": ["anger"]});
    for (start, end) in [(0, 999), (-1, 1_500), (2_500, 3_500)] {
        let refused = stage.send("POST", &path, "inspector", &clip(start, end));
        assert_eq!((refused.status, refused.code().as_str()), (422, "bad_clip_range"), "{start}-{end}");
    }
    assert_eq!(stage.send("POST", &path, HEARD, &clip(0, 1_500)).status, 403);
    let made = stage.done("POST", &path, "inspector", &clip(1_000, 2_500));
    let id = made["id"].as_str().unwrap().to_owned();
    let audio = stage.get(&format!("/clips/{id}/audio"), HEARD);
    assert_eq!(
        (audio.status, audio.body.len()),
        (200, 44 + 1_500 * 16),
        "16 bytes a millisecond, and a header"
    );
    let part = stage.server.send(
        "GET",
        &format!("/api/v1/clips/{id}/audio"),
        &[("authorization", &format!("Bearer {}", stage.tokens[HEARD])), ("range", "bytes=40-47")],
    );
    assert_eq!((part.status, part.body.as_slice()), (206, &audio.body[40..48]));
    // The first sample is the one that is heard after a second.
    assert_eq!(i16::from_le_bytes([audio.body[44], audio.body[45]]), 8_000);
    assert_eq!(stage.status(&format!("/clips/{id}"), "elsewhere"), 404, "the call is not theirs");
    assert_eq!(stage.status(&format!("/clips/{id}/download"), "inspector"), 403);
    let file = stage.get(&format!("/clips/{id}/download"), "manager");
    assert!(file.header("content-disposition").unwrap().ends_with(".wav\""), "{file:?}");
    assert_eq!(stage.get("/clips?q=way&tag=anger&made_by=me", "inspector").json()["total"], 1);
    assert_eq!(stage.get("/clips?made_by=me", "manager").json()["total"], 0);
    let renamed = json!({"title": "Out of it", "note": "listen", "tags": []});
    assert_eq!(stage.send("PUT", &format!("/clips/{id}"), "leader", &renamed).status, 403);
    assert_eq!(stage.done("PUT", &format!("/clips/{id}"), "inspector", &renamed)["title"], "Out of it");

    let body = json!({"library_id": GOOD, "clip_id": id, "teaching_line": "The way out"});
    let case = stage.done("POST", "/cases", "trainer", &body);
    assert_eq!((&case["start_ms"], &case["end_ms"]), (&json!(1_000), &json!(2_500)));
    let heard = stage.get(&format!("/cases/{}/audio", case["id"].as_str().unwrap()), "trainer");
    assert_eq!(heard.body, audio.body);
    let bearer = format!("Bearer {}", stage.tokens["inspector"]);
    let gone = stage.server.send("DELETE", &format!("/api/v1/clips/{id}"), &[("authorization", &bearer)]);
    assert_eq!((gone.status, gone.code().as_str()), (409, "clip_in_use"));
}

#[test]
fn while_it_is_not_known_what_is_to_be_hidden_nobody_hears_a_case() {
    let stage = stage();
    let id = stage.shelved(GOOD);
    stage.server.write(|writing| {
        let known = source::by_name(writing, "pbx")?.unwrap();
        let cover = Some(earmark::db::redaction::Cover::Silence);
        source::update(writing, &source::Source { redaction: cover, ..known })
    });
    for who in ["colleague", "inspector", "trainer", "manager"] {
        let case = stage.get(&format!("/cases/{id}"), who).json();
        assert_eq!(case["sound"], "preparing");
        for part in ["audio", "transcript"] {
            let answer = stage.get(&format!("/cases/{id}/{part}"), who);
            assert_eq!((answer.status, answer.code().as_str()), (409, "being_redacted"), "{part} as {who}");
        }
    }
}

#[test]
fn an_agent_nominates_their_own_call_as_a_good_one_and_no_other() {
    let stage = stage();
    let body = |library: &str| json!({"library_id": library, "call_id": stage.call_id, "teaching_line": "I kept calm"});
    assert_eq!(stage.send("POST", "/cases", "colleague", &body(GOOD)).status, 404);
    assert_eq!(stage.send("POST", "/cases", HEARD, &body(WARNING)).status, 403);
    let case = stage.done("POST", "/cases", HEARD, &body(GOOD));
    assert_eq!((&case["state"], &case["view"]), (&json!("proposed"), &json!("proposal")));
    let twice = stage.send("POST", "/cases", HEARD, &body(GOOD));
    assert_eq!((twice.status, twice.code().as_str()), (409, "case_proposed_already"));
    let id = case["id"].as_str().unwrap();
    assert_eq!(stage.done("POST", &format!("/cases/{id}/withdraw"), HEARD, &json!({}))["state"], "withdrawn");
    assert_eq!(stage.send("POST", &format!("/cases/{id}/withdraw"), HEARD, &json!({})).status, 409);
}

#[test]
fn a_case_leaves_the_shelf_when_its_standard_answer_changes() {
    let stage = stage();
    let cards = stage.get("/standard-answers/cards", "trainer").json();
    let card = cards["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|card| !card["questions"].as_array().unwrap().is_empty())
        .unwrap()
        .clone();
    let answer = |text: &str| json!({"title": {"en": "T"}, "text": {"en": text}, "valid_from": "2026-11-01"});
    let mut new = answer("seven days");
    new["scorecard_id"] = card["id"].clone();
    new["question"] = card["questions"][0]["key"].clone();
    let written = stage.done("POST", "/standard-answers", "trainer", &new);
    let answer_id = written["id"].as_str().unwrap().to_owned();
    let id = stage.draft(GOOD);
    let mut change = commentary(0, GOOD);
    change["answers"] = json!([{"standard_answer_id": answer_id, "version": 1}]);
    change["items"] = json!([{"scorecard_id": card["id"], "item": card["questions"][0]["key"]}]);
    let case = stage.done("PUT", &format!("/cases/{id}"), "trainer", &change);
    assert_eq!(
        (&case["answers"][0]["is_in_force"], &case["items"][0]["item"]),
        (&json!(true), &card["questions"][0]["key"])
    );
    stage.done("POST", &format!("/cases/{id}/shelve"), "trainer", &json!({}));
    let sweep = || stage.server.runtime.block_on(archive_outdated(&stage.server.db)).unwrap();
    assert_eq!(sweep(), 0);

    let mut next = answer("fifteen days");
    next["based_on"] = json!(1);
    stage.done("PUT", &format!("/standard-answers/{answer_id}"), "trainer", &next);
    assert_eq!((sweep(), sweep()), (1, 0));
    assert_eq!(stage.status(&format!("/cases/{id}"), "colleague"), 404);
    let desk = stage.get("/trainer-desk", "trainer").json();
    assert_eq!(desk["outdated"]["items"][0]["archive_cause"], "answer_changed");
    let keeping = stage.get(&format!("/calls/{}/keeping", stage.call_id), "manager").json();
    assert_eq!(keeping["holds"].as_array().unwrap().len(), 1, "until somebody looked at it: {keeping}");
    // Looked at and put back, it illustrates what holds today.
    let back = stage.done("POST", &format!("/cases/{id}/shelve"), "trainer", &json!({}));
    assert_eq!((&back["answers"][0]["version"], sweep()), (&json!(2), 0));
    stage.done(
        "PATCH",
        &format!("/standard-answers/{answer_id}"),
        "trainer",
        &json!({"retired_from": "2026-11-01"}),
    );
    assert_eq!(sweep(), 1);
    assert_eq!(
        stage.get(&format!("/cases/{id}"), "trainer").json()["desk"]["archive_cause"],
        "answer_retired"
    );
    // Looked at, it is put away for good, and the call goes as its rule says.
    let away = stage.done("POST", &format!("/cases/{id}/archive"), "trainer", &json!({}));
    assert_eq!(away["desk"]["archive_cause"], "by_hand");
    let keeping = stage.get(&format!("/calls/{}/keeping", stage.call_id), "manager").json();
    assert_eq!(keeping["holds"], json!([]));
}
