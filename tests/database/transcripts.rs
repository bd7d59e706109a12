//! Transcripts and their utterances.

use crate::fixtures::a_recording;
use crate::harness::{START, TestDatabase};
use earmark::db::recording::ChannelRole;
use earmark::db::transcript::{self, Transcript, Utterance};
use earmark::db::wording::{self, Wording};
use earmark::db::wordless_speech::{self, WordlessSpeech};
use earmark::db::{Reading, call};
use earmark::ids::{RecordingId, TranscriptId};
use serde_json::json;

contract_suite! {
    a_transcript_comes_back_as_it_was_entered,
    the_version_entered_last_is_current,
    utterances_come_in_pages,
    a_number_is_taken_once,
    transcripts_go_with_their_call,
    of_versions_entered_at_once_one_is_current,
    the_words_of_a_recording_are_written_anew,
    speech_without_words_belongs_to_the_current_version,
}

fn version(recording_id: RecordingId) -> Transcript {
    Transcript {
        id: TranscriptId::new(),
        recording_id,
        engine: "whisper.cpp".to_owned(),
        model: "base".to_owned(),
        settings: json!({ "beam": 5 }).as_object().unwrap().clone(),
        language: Some("zh".to_owned()),
        is_current: true,
        created_at: START,
    }
}

fn utterance(number: i32) -> Utterance {
    Utterance {
        number,
        channel: number % 2,
        start_ms: i64::from(number) * 1_000,
        end_ms: i64::from(number) * 1_000 + 900,
        text: format!("您好，第{number}句 🙂"),
        confidence: 0.1 * f64::from(number),
        words: None,
        speaker: None,
    }
}

async fn enter(database: &TestDatabase, new: &Transcript, count: i32) {
    let new = new.clone();
    database
        .write(move |writing| {
            let utterances: Vec<_> = (0..count).map(utterance).collect();
            transcript::insert_as_current(writing, &new, &utterances)
        })
        .await;
}

async fn current(database: &TestDatabase, id: RecordingId) -> Option<Transcript> {
    database.read(move |reading| transcript::current(reading, id)).await
}

async fn page(database: &TestDatabase, id: TranscriptId, from: i32, limit: i64) -> Vec<Utterance> {
    database.read(move |reading| transcript::utterances(reading, id, from, limit)).await
}

async fn a_transcript_comes_back_as_it_was_entered(database: &TestDatabase) {
    let (_, recording_id) = a_recording(database).await;
    assert_eq!(current(database, recording_id).await, None);
    let new = version(recording_id);
    enter(database, &new, 3).await;
    assert_eq!(current(database, recording_id).await, Some(new.clone()));
    assert_eq!(page(database, new.id, 0, 10).await, (0..3).map(utterance).collect::<Vec<_>>());
}

async fn speech_without_words_belongs_to_the_current_version(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let stretch = |start_ms| WordlessSpeech { channel: 1, start_ms, end_ms: start_ms + 700 };
    let within = move |begin_ms| {
        move |reading: &mut Reading<'_>| wordless_speech::of_recording(reading, recording_id, begin_ms)
    };
    let wordless = within(0..i64::MAX);
    let (first, second) = (version(recording_id), version(recording_id));
    let ids = [first.id, second.id];
    enter(database, &first, 1).await;
    database
        .write(move |writing| wordless_speech::insert(writing, ids[0], &[stretch(5_000), stretch(2_000)]))
        .await;
    assert_eq!(database.read(wordless.clone()).await, [stretch(2_000), stretch(5_000)]);
    assert_eq!(database.read(within(2_000..5_000)).await, [stretch(2_000)], "those that begin there");
    enter(database, &second, 1).await;
    assert_eq!(database.read(wordless).await, [], "of the other version");
    let earlier = move |reading: &mut Reading<'_>| transcript::earlier(reading, recording_id, 9);
    assert_eq!(database.read(earlier).await, [ids[0]]);
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert_eq!(database.lines("SELECT channel AS line FROM wordless_speech").len(), 0);
}

async fn the_version_entered_last_is_current(database: &TestDatabase) {
    let (_, recording_id) = a_recording(database).await;
    let (first, second) = (version(recording_id), Transcript { language: None, ..version(recording_id) });
    enter(database, &first, 1).await;
    enter(database, &second, 0).await;
    assert_eq!(current(database, recording_id).await, Some(second.clone()));
    assert_eq!(page(database, first.id, 0, 10).await.len(), 1, "the words of the first stay");
    assert!(page(database, second.id, 0, 10).await.is_empty());
}

async fn utterances_come_in_pages(database: &TestDatabase) {
    let (_, recording_id) = a_recording(database).await;
    let new = version(recording_id);
    enter(database, &new, 7).await;
    let numbers = |from, limit| async move {
        let page = page(database, new.id, from, limit).await;
        page.into_iter().map(|utterance| utterance.number).collect::<Vec<_>>()
    };
    let numbers = &numbers;
    assert_eq!(numbers(0, 3).await, [0, 1, 2]);
    assert_eq!(numbers(3, 3).await, [3, 4, 5]);
    assert_eq!(numbers(6, 3).await, [6]);
    assert!(numbers(7, 3).await.is_empty());
}

async fn a_number_is_taken_once(database: &TestDatabase) {
    let (_, recording_id) = a_recording(database).await;
    let new = version(recording_id);
    let twice = [utterance(0), utterance(0)];
    let refused =
        database.db.write(move |writing| transcript::insert_as_current(writing, &new, &twice)).await;
    assert!(refused.is_err());
    assert_eq!(current(database, recording_id).await, None, "nothing of it stays");
}

async fn transcripts_go_with_their_call(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let new = version(recording_id);
    enter(database, &new, 2).await;
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert_eq!(current(database, recording_id).await, None);
    assert!(page(database, new.id, 0, 10).await.is_empty());
    assert!(database.lines("SELECT text AS line FROM utterance").is_empty());
}

async fn of_versions_entered_at_once_one_is_current(database: &TestDatabase) {
    let (_, recording_id) = a_recording(database).await;
    let (first, second) = (version(recording_id), version(recording_id));
    let later = second.clone();
    database
        .overlap(
            move |writing| transcript::insert_as_current(writing, &first, &[utterance(0)]),
            move |writing| transcript::insert_as_current(writing, &second, &[utterance(0)]),
        )
        .await;
    assert_eq!(current(database, recording_id).await, Some(later));
    assert_eq!(database.lines("SELECT model AS line FROM transcript").len(), 2);
    assert_eq!(database.lines("SELECT model AS line FROM transcript WHERE is_current").len(), 1);
}

async fn the_words_of_a_recording_are_written_anew(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let said = |number: i32, role| Wording {
        number,
        channel: number % 2,
        role,
        start_ms: i64::from(number) * 1_000,
        end_ms: i64::from(number) * 1_000 + 900,
        text: format!("第{number}句"),
        confidence: 0.5,
        words: None,
    };
    let first: Vec<_> = (0..3).map(|number| said(number, None)).collect();
    let second = vec![said(0, Some(ChannelRole::Agent)), said(1, Some(ChannelRole::Customer))];
    for words in [first, second.clone()] {
        database.write(move |writing| wording::replace(writing, call_id, recording_id, &words)).await;
    }
    let there = |from, limit| {
        move |reading: &mut Reading<'_>| wording::of_recording(reading, recording_id, from, limit)
    };
    assert_eq!(database.read(there(0, 10)).await, second);
    assert_eq!(database.read(there(1, 10)).await, second[1..]);
    assert_eq!(database.read(there(0, 1)).await, second[..1]);
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert_eq!(database.read(there(0, 10)).await, [], "they go with their call");
}
