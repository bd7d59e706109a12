//! Finding what is said: on the list with every other filter, within a call, by whoever may read; and what
//! is said, taken away as a file.

use super::redaction;
use super::review::Review;
use super::server::{Answer, TestServer, noon};
use earmark::access::By;
use earmark::db::audit::Actor;
use earmark::db::call::{self, CustomerNumber};
use earmark::db::person::Role;
use earmark::db::recording::{self, ChannelRole};
use earmark::db::redaction as hiding;
use earmark::db::transcript::{self, Transcript};
use earmark::db::wording::{self, Wording};
use earmark::db::{Scope, audit, job};
use earmark::error::Coded;
use earmark::ids::{CallId, RecordingId, TranscriptId};
use earmark::review::{self, ExportLanguage, TranscriptFormat, TranscriptOrder};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use std::io::{Cursor, Read};
use zip::ZipArchive;

fn plain_transcript(recording_id: RecordingId) -> Transcript {
    Transcript {
        id: TranscriptId::new(),
        recording_id,
        engine: "whisper.cpp".to_owned(),
        model: "base".to_owned(),
        settings: Map::new(),
        language: None,
        is_current: true,
        created_at: noon(),
    }
}

/// The one recording of a call gets these words.
fn say(server: &TestServer, call_id: &str, words: &[(i64, ChannelRole, &str)]) -> RecordingId {
    let id: CallId = call_id.parse().unwrap();
    let said: Vec<Wording> = (0..)
        .zip(words)
        .map(|(number, (second, role, text))| Wording {
            number,
            channel: i32::from(*role == ChannelRole::Customer),
            role: Some(*role),
            start_ms: second * 1_000,
            end_ms: second * 1_000 + 900,
            text: (*text).to_owned(),
            confidence: 0.912_34,
            words: None,
        })
        .collect();
    server.write(move |writing| {
        let recording = recording::of_call(writing, id)?.remove(0);
        hiding::replace(writing, &recording, 1, &[])?;
        transcript::insert_as_current(writing, &plain_transcript(recording.id), &[])?;
        wording::replace(writing, id, recording.id, &said)?;
        Ok(recording.id)
    })
}

const WORDS: [(i64, ChannelRole, &str); 3] = [
    (1, ChannelRole::Agent, "Good morning, how may I help you?"),
    (5, ChannelRole::Customer, "I want a refund to my card ⟦card⟧."),
    (62, ChannelRole::Agent, "好的，退款 <三天> & 到账。"),
];

fn list(server: &TestServer, query: &str, token: &str) -> Answer {
    server.get(&format!("/api/v1/calls?{query}"), token)
}

#[test]
fn a_row_shows_the_sentences_with_the_match_marked() {
    let review = Review::start();
    let recording_id = say(&review.server, &review.call_id, &WORDS);
    let page = list(&review.server, "said=refund%20-credit&transcript=ready", &review.inspector).json();
    assert_eq!((&page["total"], &page["items"][0]["id"]), (&json!(1), &json!(review.call_id)));
    let hits = &page["items"][0]["hits"];
    assert_eq!((&hits["total"], &hits["total_is_exact"]), (&json!(1), &json!(true)));
    let expected = json!({
        "recording_id": recording_id, "number": 1, "role": "customer", "start_ms": 5_000, "end_ms": 5_900,
        "parts": [
            { "text": "I want a ", "is_match": false, "is_doubtful": false },
            { "text": "refund", "is_match": true, "is_doubtful": false },
            { "text": " to my card ⟦card⟧.", "is_match": false, "is_doubtful": false },
        ],
    });
    assert_eq!(hits["items"], json!([expected]));
    assert_eq!(list(&review.server, "", &review.inspector).json()["items"][0]["hits"], Value::Null);
    for none in ["said=credit", "said=refund&evaluated=true", "said=agent:refund", "said=refund&q=zzz"] {
        assert_eq!(list(&review.server, none, &review.inspector).json()["total"], 0, "{none}");
    }
}

#[test]
fn whoever_may_not_read_finds_nothing_by_what_is_said() {
    let review = Review::start();
    say(&review.server, &review.call_id, &WORDS);
    review.server.person("root", Role::Administrator, None, None);
    let root = review.server.person_token("root");
    assert_eq!(list(&review.server, "", &root).json()["total"], 1, "the call itself is found");
    for query in ["said=refund", "said=-zzz", "said=%E9%80%80%E6%AC%BE"] {
        assert_eq!(list(&review.server, query, &root).json()["total"], 0, "{query}");
    }
    let in_call = format!("/api/v1/calls/{}/hits?said=refund", review.call_id);
    assert_eq!(review.server.get(&in_call, &root).status, 403);
}

#[test]
fn what_is_not_understood_names_its_place_in_the_list_and_in_the_call() {
    let review = Review::start();
    let in_call = format!("calls/{}/hits", review.call_id);
    for path in ["calls", &in_call] {
        let refused = review.server.get(&format!("/api/v1/{path}?said=card%20%22my"), &review.inspector);
        assert_eq!((refused.status, refused.code().as_str()), (422, "search_open_quote"), "{path}");
        assert_eq!(refused.json()["params"]["at"], "6", "{refused:?}");
    }
    let long = "a".repeat(201);
    for path in ["calls", &in_call] {
        assert_eq!(review.server.get(&format!("/api/v1/{path}?said={long}"), &review.inspector).status, 422);
    }
}

#[test]
fn a_call_is_searched_in_pages() {
    let review = Review::start();
    let words: Vec<_> = (0..7).map(|second| (second, ChannelRole::Agent, "the card")).collect();
    say(&review.server, &review.call_id, &words);
    let page = |more: &str| {
        let path = format!("/api/v1/calls/{}/hits?said=card&limit=3{more}", review.call_id);
        review.server.get(&path, &review.inspector).json()
    };
    let (first, last) = (page(""), page("&from=6"));
    assert_eq!((&first["total"], &first["next"]), (&json!(7), &json!(3)));
    assert_eq!((&last["items"][0]["start_ms"], &last["next"]), (&json!(6_000), &Value::Null));
}

#[test]
fn filters_keep_words_and_calls_are_drawn_by_them() {
    let review = Review::start();
    let other = review.another_call("other");
    say(&review.server, &other, &WORDS);
    let query = "said=%22how+may%22+%E9%80%80%E6%AC%BE";
    let saved = json!({ "page": "calls", "name": "refunds", "query": query });
    let saved = review.server.send_json("POST", "/api/v1/filters", &review.inspector, &saved).json();
    assert_eq!(saved["query"], query);
    let take = json!({ "query": saved["query"] });
    let drawn = review.server.send_json("POST", "/api/v1/assignments/take", &review.inspector, &take).json();
    assert_eq!((&drawn["call"]["id"], &drawn["pool_size"]), (&json!(other), &json!(1)), "{drawn}");
}

fn file(review: &Review, ending: &str, query: &str, token: &str) -> Answer {
    review.server.get(&format!("/api/v1/calls/{}/transcript.{ending}{query}", review.call_id), token)
}

#[test]
fn what_is_said_is_taken_away_in_every_format() {
    let review = Review::start();
    assert_eq!(file(&review, "txt", "", &review.manager).code(), "no_words_yet");
    say(&review.server, &review.call_id, &WORDS);
    let id: CallId = review.call_id.parse().unwrap();
    review.server.write(move |writing| {
        let mut call = call::find(writing, &Scope::Everything, id)?.unwrap();
        call.customer_number = Some(CustomerNumber("13800138000".to_owned()));
        call::update(writing, &call)
    });
    let text = |ending: &str, query: &str| {
        let answer = file(&review, ending, query, &review.manager);
        assert_eq!(answer.status, 200, "{answer:?}");
        let name = answer.header("content-disposition").unwrap().to_owned();
        assert!(name.starts_with("attachment") && name.contains(&format!(".{ending}\"")), "{name}");
        answer.body
    };
    let utf8 = |body: Vec<u8>| String::from_utf8(body).unwrap();
    let srt = utf8(text("srt", ""));
    assert!(
        srt.contains(
            "2\n00:00:05,000 --> 00:00:05,900\nCustomer: I want a refund to my card [card number hidden].\n"
        ),
        "{srt}"
    );
    let vtt = utf8(text("vtt", "?language=zh-CN"));
    assert!(vtt.contains("<v 客户>I want a refund to my card [已隐藏卡号]."), "{vtt}");
    assert!(vtt.contains("<v 坐席>好的，退款 &lt;三天&gt; &amp; 到账。"), "{vtt}");
    let txt = utf8(text("txt", "?language=zh-CN"));
    assert!(txt.contains("[01:02] 坐席: 好的，退款 <三天> & 到账。") && txt.contains("开始时间: "), "{txt}");
    let written: Value = serde_json::from_slice(&text("json", "")).unwrap();
    assert_eq!(written["call"], review.call_id);
    let second = &written["segments"][1];
    assert_eq!((&second["speaker"], &second["start_ms"]), (&json!("customer"), &json!(5_000)));
    assert_eq!((&second["text"], &second["confidence"]), (&json!(WORDS[1].2), &json!(0.912)));
    let mut docx = ZipArchive::new(Cursor::new(text("docx", ""))).unwrap();
    let mut document = String::new();
    docx.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
    assert!(document.contains("card number hidden") && document.contains("退款 &lt;三天&gt; &amp; 到账"));
    for body in [srt, vtt, txt, document, written.to_string()] {
        assert!(!body.contains("13800138000"), "the customer's number is in no file");
    }
    let id = review.call_id.clone();
    let lines = review.server.read(move |reading| audit::about(reading, "call", &id, 20));
    let taken: Vec<_> = lines.iter().filter(|line| line.action == "transcript.downloaded").collect();
    assert_eq!(taken.len(), 5, "each stands in the trail");
}

#[test]
fn a_file_is_for_those_who_may_take_it_in_a_format_and_language_that_there_is() {
    let review = Review::start();
    say(&review.server, &review.call_id, &WORDS);
    assert_eq!(file(&review, "srt", "", &review.inspector).status, 403);
    assert_eq!(file(&review, "pdf", "", &review.manager).status, 422);
    assert_eq!(file(&review, "srt", "?language=fr", &review.manager).status, 422);
    let nobody = "/api/v1/calls/00000000-0000-7000-8000-000000000000/transcript.srt";
    assert_eq!(review.server.get(nobody, &review.manager).status, 404);
}

#[test]
fn words_that_were_not_looked_through_are_taken_away_by_those_who_may_hear_originals() {
    let (review, stage) = (Review::start(), redaction::stage());
    assert_eq!(file(&review, "txt", "", &review.manager).code(), "no_words_yet");
    let take = |originals: Option<Scope>| {
        let order = TranscriptOrder {
            call_id: stage.call_id.parse().unwrap(),
            format: TranscriptFormat::Txt,
            language: ExportLanguage::English,
            zone: TimeZone::UTC,
        };
        let by = By { actor: Actor::System, request_id: None };
        let scopes = (Scope::Everything, Scope::Everything);
        stage.server.runtime.block_on(review::take_transcript(&stage.server.db, scopes, originals, by, order))
    };
    let refused = take(None).unwrap_err();
    assert_eq!(refused.code(), "being_redacted");
    let call_id: CallId = stage.call_id.parse().unwrap();
    let is_news = stage.server.read(move |reading| job::is_news(reading, call_id, job::Wish::Awaited));
    assert!(!is_news, "it moved to the head of the queue");
    stage.transcribed(&["it is 4111 1111 1111 1111"]);
    // As it is where the rules are newer than what was looked through.
    let recording_id = stage.recording_id;
    stage.server.write(move |writing| hiding::forget(writing, recording_id));
    assert_eq!(take(None).unwrap_err().code(), "being_redacted");

    let path = format!("/api/v1/calls/{}/transcript.txt", stage.call_id);
    let taken = stage.server.get(&path, &stage.manager);
    assert_eq!(taken.status, 200, "{taken:?}");
    assert!(String::from_utf8(taken.body).unwrap().contains("4111 1111 1111 1111"));
    let id = stage.call_id.clone();
    let lines = stage.server.read(move |reading| audit::about(reading, "call", &id, 20));
    let line = lines.iter().find(|line| line.action == "transcript.downloaded").unwrap();
    let detail: Value = serde_json::from_str(&line.detail_json).unwrap();
    assert_eq!(detail["originals"], json!([stage.recording_id]));
}
