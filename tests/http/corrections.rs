//! Transcripts corrected: by whom, read by whom, taken back, and what another transcription keeps of it.

use super::redaction::{Stage, stage};
use earmark::db::job;
use earmark::db::recording::ChannelRole;
use earmark::db::redaction;
use earmark::db::transcript::Utterance;
use serde_json::{Value, json};
use std::io::Read;

impl Stage {
    fn correct(&self, body: &Value) -> u16 {
        let path = format!("/api/v1/recordings/{}/corrections", self.recording_id);
        self.server.send_json("POST", &path, &self.inspector, body).status
    }

    fn refused(&self, body: &Value) -> String {
        let path = format!("/api/v1/recordings/{}/corrections", self.recording_id);
        self.server.send_json("POST", &path, &self.inspector, body).code()
    }

    fn corrections(&self, query: &str) -> Vec<Value> {
        let page = self.get(&format!("/corrections{query}"), &self.inspector);
        page.json()["items"].as_array().unwrap().clone()
    }

    /// How many corrections were ever made, counted page by page.
    fn all_corrections(&self) -> usize {
        let (mut count, mut cursor) = (0, String::new());
        loop {
            let page = self.get(&format!("/corrections?limit=200{cursor}"), &self.inspector).json();
            count += page["items"].as_array().unwrap().len();
            let Some(next) = page["next"].as_str() else {
                assert_eq!(page["total"], count);
                return count;
            };
            cursor = format!("&cursor={next}");
        }
    }

    /// Agent and customer the other way round on the one channel; returns in how many lines.
    fn exchange(&self) -> u64 {
        let path = format!("/api/v1/recordings/{}/corrections/speakers", self.recording_id);
        let exchanged = self.server.send_json("POST", &path, &self.inspector, &json!({"channel": 0}));
        exchanged.json()["utterances"].as_u64().unwrap()
    }

    fn undo(&self, correction: &Value) -> super::server::Answer {
        let path = format!("/corrections/{}", correction["id"].as_str().unwrap());
        let path = format!("/api/v1/recordings/{}{path}", self.recording_id);
        self.server.send("DELETE", &path, &[("authorization", &format!("Bearer {}", self.inspector))])
    }

    fn items(&self, token: &str) -> Vec<Value> {
        self.get("/transcript", token).json()["items"].as_array().unwrap().clone()
    }
}

#[test]
fn a_correction_is_read_by_everybody_and_gone_once_it_is_taken_back() {
    let stage = stage();
    stage.transcribed(&["helo", "bye"]);
    assert_eq!(
        stage.correct(&json!({"number": 0, "before": "helo", "text": "Hello there", "speaker": "agent"})),
        204
    );
    let read = stage.items(&stage.agent);
    assert_eq!(
        (&read[0]["text"], &read[0]["role"], &read[0]["corrected"], &read[1]["corrected"]),
        (&json!("Hello there"), &json!("agent"), &json!(true), &json!(false))
    );
    let made = stage.corrections("");
    assert_eq!(
        (&made[0]["before"], &made[0]["text"], &made[0]["made_by"]["name"], &made[0]["number"]),
        (&json!("helo"), &json!("Hello there"), &json!("inspector"), &json!(0))
    );
    assert_eq!(stage.undo(&made[0]).status, 204);
    assert_eq!(stage.undo(&made[0]).status, 204, "taken back already");
    let read = stage.items(&stage.agent);
    assert_eq!((&read[0]["text"], &read[0]["role"]), (&json!("helo"), &Value::Null));
    let kept = stage.corrections("");
    assert_eq!((kept.len(), &kept[0]["undone_by"]["name"]), (1, &json!("inspector")));
    assert_eq!((stage.trail("recording.corrected"), stage.trail("recording.correction_undone")), (1, 1));
}

#[test]
fn what_is_corrected_into_a_number_is_hidden_and_its_sound_is_made_anew() {
    let stage = stage();
    stage.transcribed(&["Good morning.", "it is for eleven eleven"]);
    assert_eq!(stage.get("/audio", &stage.agent).status, 200, "nothing to hide");
    let said = json!({"number": 1, "before": "it is for eleven eleven", "text": "it is 4111 1111 1111 1111"});
    assert_eq!(stage.correct(&said), 204);
    assert_eq!(stage.items(&stage.agent)[1]["text"], "it is ⟦card⟧");
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");
    let call_id = stage.call_id.parse().unwrap();
    let jobs = stage.server.read(move |reading| job::of_call(reading, call_id));
    assert!(jobs.iter().any(|job| job.kind == job::REDACT_SOUND));
    // Corrections are read by those alone who may read what is hidden, and that is noted.
    assert_eq!(stage.get("/corrections", &stage.agent).status, 403);
    assert_eq!(stage.trail("recording.original_read"), 0);
    for _ in 0..2 {
        stage.corrections("");
    }
    assert_eq!(stage.trail("recording.original_read"), 1, "once a day");
    assert_eq!(stage.undo(&stage.corrections("")[0]).status, 204);
    assert_eq!(stage.get("/audio", &stage.agent).status, 200, "nothing is hidden any more");
}

/// The stretches that are hidden, as (from, until).
fn hidden(stage: &Stage) -> Vec<(i64, i64)> {
    let id = stage.recording_id;
    let (_, spans) = stage.server.read(move |reading| redaction::spans(reading, id)).unwrap();
    spans.iter().map(|span| (span.start_ms, span.end_ms)).collect()
}

#[test]
fn what_was_heard_stays_hidden_in_the_sound_whatever_is_made_of_its_words() {
    let stage = stage();
    stage.transcribed(&["Good morning.", "it is 4111 1111 1111 1111", "Thank you."]);
    stage.sound_made();
    let (sound, heard) = (stage.get("/audio", &stage.agent).body, hidden(&stage));
    let tidied = json!({"number": 1, "before": "it is 4111 1111 1111 1111", "text": "it is 41 pounds"});
    assert_eq!(stage.correct(&tidied), 204);
    assert_eq!(stage.items(&stage.agent)[1]["text"], "it is 41 pounds", "a false reading is put right");
    assert_eq!(hidden(&stage), heard);
    assert_eq!(stage.get("/audio", &stage.agent).body, sound, "and its sound stays as it was");
    assert_eq!(stage.correct(&json!({"number": 1, "start_ms": 0, "end_ms": 10})), 204);
    assert_eq!(hidden(&stage), heard);
    assert_eq!(
        (stage.undo(&stage.corrections("")[0]).status, stage.undo(&stage.corrections("")[1]).status),
        (204, 204)
    );
    assert_eq!(stage.items(&stage.agent)[1]["text"], "it is ⟦card⟧");
    assert_eq!(hidden(&stage), heard);
}

#[test]
fn a_number_that_is_moved_is_hidden_where_it_was_heard_and_where_it_stands() {
    let stage = stage();
    stage.transcribed(&["it is 4111 1111 1111 1111", "Thank you."]);
    let heard = hidden(&stage);
    assert_eq!(heard, [(0, 500)]);
    assert_eq!(stage.correct(&json!({"number": 0, "start_ms": 900, "end_ms": 950})), 204);
    assert_eq!(hidden(&stage), [(0, 500), (650, 1_200)]);
}

#[test]
fn a_number_that_a_correction_told_of_is_hidden_until_that_is_taken_back() {
    let stage = stage();
    stage.transcribed(&["it is for eleven eleven"]);
    let told = json!({"number": 0, "before": "it is for eleven eleven", "text": "it is 4111 1111 1111 1111"});
    let tidied = json!({"number": 0, "before": "it is 4111 1111 1111 1111", "text": "it is my card"});
    assert_eq!((stage.correct(&told), stage.correct(&tidied)), (204, 204));
    assert_eq!(stage.items(&stage.agent)[0]["text"], "it is my card");
    assert_eq!(stage.get("/audio", &stage.agent).code(), "being_redacted");
    for correction in stage.corrections("") {
        assert_eq!(stage.undo(&correction).status, 204);
    }
    assert_eq!(stage.get("/audio", &stage.agent).status, 200, "it was never said");
}

#[test]
fn the_rest_of_a_number_stays_hidden_where_its_first_line_is_corrected() {
    let stage = stage();
    stage.transcribed(&["it is 4111 1111", "1111 1111", "Thank you."]);
    let heard = hidden(&stage);
    assert_eq!(
        stage.correct(&json!({"number": 0, "before": "it is 4111 1111", "text": "it is my card"})),
        204
    );
    let texts: Vec<Value> = stage.items(&stage.agent).iter().map(|one| one["text"].clone()).collect();
    assert_eq!(texts, [json!("it is my card"), json!("⟦card⟧"), json!("Thank you.")]);
    assert_eq!(hidden(&stage), heard);
}

#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let stage = stage();
    stage.transcribed(&["helo"]);
    let first = json!({"number": 0, "before": "helo", "text": "hello"});
    assert_eq!(stage.correct(&first), 204);
    assert_eq!(stage.refused(&first), "", "it stands so already");
    assert_eq!(stage.refused(&json!({"number": 0, "before": "helo", "text": "hallo"})), "words_changed");
    assert_eq!(stage.refused(&json!({"number": 0, "text": "hallo"})), "words_changed");
    assert_eq!(stage.refused(&json!({"number": 7, "speaker": "agent"})), "no_such_utterance");
    assert_eq!(stage.refused(&json!({"number": 0})), "nothing_to_correct");
    assert_eq!(stage.refused(&json!({"number": 0, "start_ms": 5, "end_ms": 5})), "bad_utterance_times");
    assert_eq!(stage.refused(&json!({"number": 0, "start_ms": 5})), "bad_body");
    assert_eq!(stage.refused(&json!({"number": 0, "speaker": "mixed"})), "bad_body");
    let marked = json!({"number": 0, "before": "hello", "text": "it is ⟦card⟧"});
    assert_eq!(stage.refused(&marked), "bad_utterance_text");
    // One upon the other: the younger is taken back first.
    assert_eq!(stage.correct(&json!({"number": 0, "before": "hello", "text": "Hello."})), 204);
    let made = stage.corrections("");
    assert_eq!(stage.undo(&made[1]).code(), "correction_built_upon");
    assert_eq!((stage.undo(&made[0]).status, stage.undo(&made[1]).status), (204, 204));
}

#[test]
fn another_transcription_keeps_what_still_fits_and_says_what_does_not() {
    let stage = stage();
    stage.transcribed(&["helo", "by"]);
    stage.correct(&json!({"number": 0, "before": "helo", "text": "hello"}));
    stage.correct(&json!({"number": 1, "before": "by", "text": "bye"}));
    stage.transcribed(&["helo", "goodbye"]);
    let texts = || stage.items(&stage.agent).iter().map(|one| one["text"].clone()).collect::<Vec<_>>();
    assert_eq!(texts(), [json!("hello"), json!("goodbye")]);
    let numbers = || stage.corrections("").iter().map(|one| one["number"].clone()).collect::<Vec<_>>();
    assert_eq!(numbers(), [Value::Null, json!(0)], "the youngest first");
    let misfits = || stage.get("/transcript", &stage.agent).json()["misfits"].clone();
    assert_eq!(misfits(), 1);
    let told = stage.corrections("?misfits=true");
    let [misfit] = told.as_slice() else { panic!("one does not fit: {told:?}") };
    assert_eq!(
        (&misfit["before"], &misfit["text"], &misfit["start_ms"]),
        (&json!("by"), &json!("bye"), &json!(300))
    );
    assert_eq!(misfit["made_by"]["name"], "inspector");

    // Heard right at last, nothing is left to be said.
    stage.transcribed(&["helo", "Bye."]);
    assert_eq!((texts(), misfits()), (vec![json!("hello"), json!("bye")], json!(0)));
    stage.transcribed(&["helo", "good buy"]);
    assert_eq!(stage.undo(misfit).status, 204);
    assert_eq!((misfits(), numbers()), (json!(0), vec![Value::Null, json!(0)]));
    assert_eq!(stage.corrections("")[0]["undone_by"]["name"], "inspector");
}

#[test]
fn whose_voice_it_is_stays_with_another_transcription_whatever_it_hears() {
    let stage = stage();
    stage.transcribed(&["helo", "by"]);
    stage.correct(&json!({"number": 0, "speaker": "agent"}));
    stage.correct(&json!({"number": 1, "start_ms": 310, "end_ms": 500}));
    stage.transcribed(&["hello", "bye"]);
    let items = stage.items(&stage.agent);
    assert_eq!((&items[0]["role"], &items[1]["start_ms"]), (&json!("agent"), &json!(300)));
    assert_eq!(stage.get("/transcript", &stage.agent).json()["misfits"], 1, "times belong to the words");
}

#[test]
fn words_taken_back_leave_who_says_them() {
    let stage = stage();
    stage.transcribed(&["helo"]);
    stage.correct(&json!({"number": 0, "before": "helo", "text": "hello"}));
    stage.correct(&json!({"number": 0, "speaker": "customer"}));
    assert_eq!(stage.undo(&stage.corrections("")[1]).status, 204);
    let item = &stage.items(&stage.agent)[0];
    assert_eq!((&item["text"], &item["role"]), (&json!("helo"), &json!("customer")));
}

/// So many lines of both sides, as guessed from their voices.
fn guessed(lines: i32) -> Vec<Utterance> {
    let line = |number: i32| Utterance {
        number,
        channel: 0,
        start_ms: i64::from(number) * 300,
        end_ms: i64::from(number) * 300 + 250,
        text: format!("line {number}"),
        confidence: 0.9,
        words: None,
        speaker: Some(if number % 2 == 0 { ChannelRole::Agent } else { ChannelRole::Customer }),
    };
    (0..lines).map(line).collect()
}

#[test]
fn a_long_call_exchanged_keeps_what_is_said_of_its_lines_in_sight() {
    let stage = stage();
    stage.heard(guessed(450));
    stage.correct(&json!({"number": 3, "before": "line 3", "text": "line three"}));
    assert_eq!(stage.exchange(), 450);
    let of_line = stage.corrections("?number=3");
    let said: Vec<(&Value, &Value)> = of_line.iter().map(|one| (&one["speaker"], &one["text"])).collect();
    assert_eq!(said, [(&json!("agent"), &Value::Null), (&Value::Null, &json!("line three"))]);
    assert_eq!(of_line[1]["made_by"]["name"], "inspector");
    assert_eq!(stage.all_corrections(), 451);
    assert_eq!(stage.corrections("?misfits=true"), [] as [Value; 0]);
    assert_eq!(stage.get("/corrections?number=3&misfits=true", &stage.inspector).status, 422);

    // Once more takes it back, and nothing is added; so does every second time.
    for (agents_line, rows) in [(0, 451), (1, 901), (0, 901)] {
        assert_eq!(stage.exchange(), 450);
        let agents: Vec<Value> = stage
            .items(&stage.agent)
            .iter()
            .filter(|one| one["role"] == "agent")
            .map(|one| one["number"].clone())
            .collect();
        assert_eq!((&agents[0], stage.all_corrections()), (&json!(agents_line), rows));
    }
    let taken_back = stage.corrections("");
    assert_eq!(taken_back[0]["undone_by"]["name"], "inspector");
    assert_eq!(stage.items(&stage.agent)[3]["text"], "line three");

    // What somebody said of lines since is no exchange: on these, what is exchanged then is laid.
    stage.exchange();
    stage.correct(&json!({"number": 0, "before": "line 0", "text": "line nought", "speaker": "agent"}));
    assert_eq!((stage.exchange(), stage.all_corrections()), (450, 901 + 450 + 1 + 450));
}

#[test]
fn only_corrections_that_hold_count_to_the_limit() {
    let stage = stage();
    stage.heard(guessed(5_100));
    // 5,100 that hold; then as many taken back; then as many that hold again.
    for _ in 0..3 {
        assert_eq!(stage.exchange(), 5_100);
    }
    let words = json!({"number": 0, "before": "line 0", "text": "line nought", "speaker": "agent"});
    assert_eq!(stage.correct(&words), 204);
    // That is no exchange, so another would be laid upon the last one.
    let path = format!("/api/v1/recordings/{}/corrections/speakers", stage.recording_id);
    let refused = stage.server.send_json("POST", &path, &stage.inspector, &json!({"channel": 0}));
    assert_eq!((refused.status, refused.code().as_str()), (409, "too_many_corrections"));
}

#[test]
fn what_is_corrected_stands_in_every_file_and_what_was_heard_in_none() {
    let stage = stage();
    stage.transcribed(&["helo wrld", "bye"]);
    let corrected = json!({"number": 0, "before": "helo wrld", "text": "Hello world", "speaker": "agent"});
    assert_eq!(stage.correct(&corrected), 204);
    for format in ["srt", "vtt", "txt", "json", "docx"] {
        let path = format!("/api/v1/calls/{}/transcript.{format}?language=en", stage.call_id);
        let file = stage.server.get(&path, &stage.manager);
        assert_eq!(file.status, 200, "{format}");
        let text =
            if format == "docx" { words_of_docx(&file.body) } else { String::from_utf8(file.body).unwrap() };
        assert!(text.contains("Hello world") && !text.contains("helo"), "{format}: {text}");
        let agent = if format == "json" { "\"speaker\":\"agent\"" } else { "Agent" };
        assert!(text.contains(agent), "{format}: {text}");
    }
    let vcon = stage.server.get(&format!("/api/v1/calls/{}/vcon", stage.call_id), &stage.manager);
    assert!(!String::from_utf8_lossy(&vcon.body).contains("helo"));
    let said = &vcon.json()["analysis"][0]["body"]["utterances"];
    assert_eq!((&said[0]["text"], &said[0]["speaker"]), (&json!("Hello world"), &json!("agent")));
    assert_eq!((&said[0]["corrected"], &said[0]["confidence"]), (&json!(true), &json!(1.0)));
    assert_eq!((&said[1]["speaker"], &said[1]["corrected"]), (&Value::Null, &json!(false)));
}

/// What stands in a Word document.
fn words_of_docx(file: &[u8]) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn agent_and_customer_are_exchanged_in_all_lines_where_they_are_known() {
    let stage = stage();
    stage.transcribed(&["one", "two", "three"]);
    stage.correct(&json!({"number": 0, "speaker": "agent"}));
    stage.correct(&json!({"number": 1, "speaker": "customer"}));
    let path = format!("/api/v1/recordings/{}/corrections/speakers", stage.recording_id);
    let exchanged = stage.server.send_json("POST", &path, &stage.inspector, &json!({"channel": 0}));
    assert_eq!(exchanged.json()["utterances"], 2);
    let roles: Vec<Value> = stage.items(&stage.agent).iter().map(|one| one["role"].clone()).collect();
    assert_eq!(roles, [json!("customer"), json!("agent"), Value::Null]);
}

#[test]
fn where_nobody_is_known_one_key_gives_all_lines_to_the_agent_and_then_to_the_customer() {
    let stage = stage();
    stage.transcribed(&["one", "two"]);
    let path = format!("/api/v1/recordings/{}/corrections/speakers", stage.recording_id);
    for role in ["agent", "customer", "agent"] {
        let exchanged = stage.server.send_json("POST", &path, &stage.inspector, &json!({"channel": 0}));
        assert_eq!(exchanged.json()["utterances"], 2);
        assert!(stage.items(&stage.agent).iter().all(|one| one["role"] == role), "{role}");
    }
}

#[test]
fn speakers_guessed_from_the_voices_are_exchanged_and_set_one_by_one() {
    let stage = stage();
    let said = |number: i32, speaker| Utterance {
        number,
        channel: 0,
        start_ms: i64::from(number) * 300,
        end_ms: i64::from(number) * 300 + 250,
        text: "said".to_owned(),
        confidence: 0.9,
        words: None,
        speaker,
    };
    let (agent, customer) = (Some(ChannelRole::Agent), Some(ChannelRole::Customer));
    stage.heard(vec![said(0, agent), said(1, customer), said(2, None)]);
    let roles = || {
        let items = stage.items(&stage.agent);
        items.iter().map(|one| one["role"].as_str().unwrap_or("nobody").to_owned()).collect::<Vec<_>>()
    };
    // The source says that agent and customer are on one channel: nobody knows from that who speaks.
    assert_eq!(roles(), ["agent", "customer", "nobody"]);
    assert_eq!(stage.correct(&json!({"number": 2, "speaker": "agent"})), 204);
    let path = format!("/api/v1/recordings/{}/corrections/speakers", stage.recording_id);
    let exchanged = stage.server.send_json("POST", &path, &stage.inspector, &json!({"channel": 0}));
    assert_eq!(exchanged.json()["utterances"], 3);
    assert_eq!(roles(), ["customer", "agent", "customer"]);
}

#[test]
fn words_follow_who_is_heard_on_which_channel_but_for_what_somebody_said_of_a_line() {
    let stage = stage();
    stage.transcribed(&["one", "two"]);
    stage.correct(&json!({"number": 1, "speaker": "customer"}));
    let id = stage.recording_id;
    stage.server.note_prepared(id, 1, 1_000);
    let path = format!("/api/v1/recordings/{id}/sides");
    let set = stage.server.send_json("PUT", &path, &stage.inspector, &json!({"channels": {"0": "agent"}}));
    assert_eq!(set.status, 200);
    let roles: Vec<Value> = stage.items(&stage.agent).iter().map(|one| one["role"].clone()).collect();
    assert_eq!(roles, [json!("agent"), json!("customer")]);
}

#[test]
fn whoever_does_not_score_corrects_nothing() {
    let stage = stage();
    stage.transcribed(&["helo"]);
    let path = format!("/api/v1/recordings/{}/corrections", stage.recording_id);
    let body = json!({"number": 0, "before": "helo", "text": "hello"});
    assert_eq!(stage.server.send_json("POST", &path, &stage.agent, &body).status, 403);
}
