//! How far words can be trusted: doubtful ones, what is told of them where something is hidden or corrected,
//! and poor transcripts, wherever they are shown.

use super::redaction::{Stage, stage};
use earmark::db::recording_signal::{self, ChannelSignal, RecordingSignal};
use earmark::db::spoken_words::{SpokenWord, SpokenWords};
use earmark::db::transcript::{self, Utterance};
use earmark::db::wordless_speech::{self, WordlessSpeech};
use serde_json::{Value, json};

/// An utterance of these words, each as sure as it says, 100 ms long.
fn heard(number: i32, words: &[(&str, u8)]) -> Utterance {
    let start_ms = i64::from(number) * 300;
    let spoken = (0..).zip(words).map(|(at, (text, percent))| SpokenWord {
        characters: u32::try_from(text.chars().count()).unwrap(),
        start_ms: start_ms + at * 100,
        end_ms: start_ms + at * 100 + 100,
        percent: Some(*percent),
    });
    Utterance {
        number,
        channel: 0,
        start_ms,
        end_ms: start_ms + 250,
        text: words.iter().map(|(text, _)| *text).collect(),
        confidence: 0.8,
        words: Some(SpokenWords::of(&spoken.collect::<Vec<_>>())),
        speaker: None,
    }
}

/// Words that make a poor transcript.
fn poor() -> Vec<Utterance> {
    (0..30).map(|number| heard(number, &[("blah", 15)])).collect()
}

fn words_of(stage: &Stage, token: &str) -> Vec<Value> {
    let read = stage.get("/transcript", token).json();
    read["items"].as_array().unwrap().iter().map(|one| one["words"].clone()).collect()
}

#[test]
fn words_tell_how_sure_they_are_and_nothing_of_what_is_hidden() {
    let stage = stage();
    stage.heard(vec![
        heard(0, &[("My", 90), (" Kensington", 20), (" plan.", 80)]),
        heard(1, &[("It", 90), (" is", 90), (" 4111", 10), (" 1111", 20), (" 1111", 30), (" 1111.", 40)]),
    ]);
    let words = words_of(&stage, &stage.agent);
    assert_eq!(
        words[0][1],
        json!({"text": " Kensington", "start_ms": 100, "end_ms": 200, "confidence": 0.2, "doubtful": true})
    );
    assert_eq!((&words[0][2]["doubtful"], words[0].as_array().unwrap().len()), (&json!(false), 3));
    let told: Vec<(&str, bool)> = words[1]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| (word["text"].as_str().unwrap(), word["confidence"].is_null()))
        .collect();
    assert_eq!(told, [("It", false), (" is", false), (" ", true), ("⟦card⟧", true), (".", true)]);

    // Nobody doubts what somebody wrote down who listened.
    let path = format!("/api/v1/recordings/{}/corrections", stage.recording_id);
    let body = json!({"number": 0, "before": "My Kensington plan.", "text": "My Kensington flat."});
    assert_eq!(stage.server.send_json("POST", &path, &stage.inspector, &body).status, 204);
    assert_eq!(words_of(&stage, &stage.agent)[0], json!([]));
}

#[test]
fn speech_without_words_is_told_between_the_utterances_of_its_page() {
    let stage = stage();
    stage.heard((0..4).map(|number| heard(number, &[("blah", 90)])).collect());
    let id = stage.recording_id;
    stage.server.write(move |writing| {
        let version = transcript::current(writing, id)?.unwrap();
        let stretch = |start_ms| WordlessSpeech { channel: 0, start_ms, end_ms: start_ms + 40 };
        wordless_speech::insert(writing, version.id, &[stretch(0), stretch(560), stretch(1_200)])
    });
    let told = |path: &str| {
        let read = stage.get(path, &stage.agent).json();
        let stretches = read["wordless"].as_array().unwrap().iter();
        stretches.map(|one| one["start_ms"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(told("/transcript"), [0, 560, 1_200]);
    assert_eq!(told("/transcript?limit=2"), [0, 560]);
    assert_eq!(told("/transcript?from=2"), [1_200]);
}

#[test]
fn a_poor_transcript_says_so_wherever_it_is_shown() {
    let stage = stage();
    stage.heard(poor());
    let quality = stage.get("/transcript", &stage.agent).json()["quality"].clone();
    assert_eq!(quality, json!({"words": 30, "doubtful": 30, "windows": 0, "discarded": 0, "is_poor": true}));
    let found = |query: &str| {
        let page = stage.server.get(&format!("/api/v1/calls?{query}"), &stage.manager).json();
        let items = page["items"].as_array().unwrap().clone();
        items.into_iter().map(|row| row["poor_transcript"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((found("poor_transcript=true"), found("said=blah")), (vec![true], vec![true]));
    assert!(found("poor_transcript=false").is_empty());

    let file = |ending: &str| {
        let path = format!("/api/v1/calls/{}/transcript.{ending}", stage.call_id);
        String::from_utf8(stage.server.get(&path, &stage.manager).body).unwrap()
    };
    assert!(file("txt?language=en").contains("Transcript: Poor: "), "{}", file("txt"));
    assert!(file("txt?language=zh-CN").contains("转写质量: 较差"));
    let json: Value = serde_json::from_str(&file("json")).unwrap();
    assert_eq!((&json["poor"], &json["transcripts"][0]["doubtful"]), (&json!(true), &json!(30)));
    assert_eq!(json["segments"][0]["words"][0]["doubtful"], true);

    // Corrected line by line it is no longer poor.
    let path = format!("/api/v1/recordings/{}/corrections", stage.recording_id);
    for number in 0..27 {
        let body = json!({"number": number, "before": "blah", "text": "black"});
        assert_eq!(stage.server.send_json("POST", &path, &stage.inspector, &body).status, 204);
    }
    assert_eq!(stage.get("/transcript", &stage.agent).json()["quality"]["is_poor"], false);
    assert!(found("poor_transcript=true").is_empty());
    assert!(!file("txt?language=en").contains("Poor"));
}

#[test]
fn nobody_draws_by_the_words_of_a_poor_transcript() {
    let stage = stage();
    let take = |query: &str| {
        let body = json!({ "query": query });
        stage.server.send_json("POST", "/api/v1/assignments/take", &stage.inspector, &body)
    };
    stage.heard(poor());
    for query in ["said=blah", "said=-zzz", "said=blah%20-zzz", "said=blah&poor_transcript=false"] {
        let refused = take(query);
        assert_eq!((refused.status, refused.code().as_str()), (404, "nothing_to_take"), "{query}");
    }
    stage.heard((0..30).map(|number| heard(number, &[("blah", 90)])).collect());
    let drawn = take("said=blah");
    assert_eq!(drawn.json()["call"]["id"], json!(stage.call_id), "{drawn:?}");
}

#[test]
fn how_fast_somebody_speaks_is_not_told_by_the_words_of_a_poor_transcript() {
    let stage = stage();
    let id = stage.recording_id;
    let channel = ChannelSignal {
        channel: 0,
        heard_ms: 9_000,
        level_dbfs_hundredths: -2_000,
        peak_dbfs_hundredths: -300,
        clipped_ppm: 0,
        speech_ms: Some(8_000),
        pace_per_minute: Some(225),
    };
    let signal = RecordingSignal { channels: vec![channel], ..RecordingSignal::default() };
    stage.server.write(move |writing| recording_signal::replace(writing, id, &signal));
    let told = || {
        let recording = stage.get("", &stage.manager).json();
        let call = stage.server.get(&format!("/api/v1/calls/{}/recordings", stage.call_id), &stage.manager);
        assert_eq!(recording["signals"], call.json()["items"][0]["signals"]);
        let channel = recording["signals"]["channels"][0].clone();
        (channel["speech_ms"].clone(), channel["pace_per_minute"].clone())
    };
    assert_eq!(told(), (json!(8_000), json!(225)));
    stage.heard(poor());
    assert_eq!(told(), (json!(8_000), Value::Null));
    stage.heard((0..30).map(|number| heard(number, &[("blah", 90)])).collect());
    assert_eq!(told(), (json!(8_000), json!(225)));
}
