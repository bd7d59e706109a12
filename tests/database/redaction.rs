//! What is hidden of a recording: found again, made anew, and gone with its call.

use crate::fixtures::a_recording;
use crate::harness::{START, TestDatabase};
use earmark::db::redaction::{self, Cover, RedactionKind, RedactionSpan, Standing};
use earmark::db::source::{self, Source};
use earmark::db::transcript::{self, Transcript, Utterance};
use earmark::db::{Reading, Scope, call, recording};
use earmark::ids::{RecordingId, TranscriptId};
use earmark::transcription::redaction::RULES;

contract_suite! {
    what_is_hidden_is_known_by_edition_and_goes_with_its_call,
    whatever_is_behind_is_found,
    the_switch_of_a_source_holds_at_once,
}

fn span(start_ms: i64) -> RedactionSpan {
    RedactionSpan { start_ms, end_ms: start_ms + 500, channel: 1, kind: RedactionKind::Card }
}

fn standing(id: RecordingId) -> impl Fn(&mut Reading<'_>) -> Result<Standing, earmark::db::DbError> + Copy {
    move |reading| {
        let recording = recording::find(reading, &Scope::Everything, id)?.unwrap();
        redaction::standing(reading, &recording)
    }
}

async fn replace(database: &TestDatabase, id: RecordingId, spans: Vec<RedactionSpan>) -> bool {
    let write = move |writing: &mut earmark::db::Writing<'_>| {
        let recording = recording::find(writing, &Scope::Everything, id)?.unwrap();
        redaction::replace(writing, &recording, 1, &spans)
    };
    database.write(write).await
}

async fn what_is_hidden_is_known_by_edition_and_goes_with_its_call(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    assert_eq!(database.read(standing(id)).await, Standing::Unknown);
    assert!(!replace(database, id, Vec::new()).await, "nothing hidden needs no sound");
    assert_eq!(database.read(standing(id)).await, Standing::Known { spans: 0, sound_is_ready: true });

    assert!(replace(database, id, vec![span(0), span(2_000)]).await);
    let (edition, spans) = database.read(move |reading| redaction::spans(reading, id)).await.unwrap();
    assert_eq!(spans, [span(0), span(2_000)]);
    assert!(!database.write(move |writing| redaction::set_sound(writing, id, edition - 1)).await);
    assert!(database.write(move |writing| redaction::set_sound(writing, id, edition)).await);
    assert_eq!(database.read(standing(id)).await, Standing::Known { spans: 2, sound_is_ready: true });
    assert!(!replace(database, id, vec![span(0), span(2_000)]).await, "the same spans keep their sound");
    assert!(replace(database, id, vec![span(0)]).await, "others do not");
    assert_eq!(database.read(standing(id)).await, Standing::Known { spans: 1, sound_is_ready: false });
    let without = |after| move |reading: &mut Reading<'_>| redaction::without_sound(reading, after, 10);
    assert_eq!(database.read(without(None)).await, [(call_id, id)]);
    assert_eq!(database.read(without(Some(id))).await, []);

    database.write(move |writing| call::delete(writing, call_id)).await;
    assert_eq!(database.read(move |reading| redaction::spans(reading, id)).await, None);
    assert_eq!(database.lines("SELECT kind AS line FROM redaction_span").len(), 0);
}

async fn whatever_is_behind_is_found(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    let behind = |rules| move |reading: &mut Reading<'_>| redaction::behind(reading, rules, None, 10);
    assert_eq!(database.read(behind(RULES)).await, [], "nothing is transcribed");
    database
        .write(move |writing| {
            let version = Transcript {
                id: TranscriptId::new(),
                recording_id: id,
                engine: "whisper.cpp".to_owned(),
                model: "base".to_owned(),
                settings: serde_json::Map::new(),
                language: None,
                is_current: true,
                created_at: START,
            };
            let heard = Utterance {
                number: 0,
                channel: 0,
                start_ms: 0,
                end_ms: 900,
                text: "hello".to_owned(),
                confidence: 0.5,
                words: None,
                speaker: None,
            };
            transcript::insert_as_current(writing, &version, &[heard])
        })
        .await;
    assert_eq!(database.read(behind(RULES)).await, [id], "transcribed, and not worked through");
    database.write(move |writing| earmark::transcription::words::renew(writing, id)).await;
    assert_eq!(database.read(behind(RULES)).await, []);
    assert_eq!(database.read(behind(RULES + 1)).await, [id], "by other rules");
    let after = move |reading: &mut Reading<'_>| redaction::behind(reading, RULES + 1, Some(id), 10);
    assert_eq!(database.read(after).await, []);
}

async fn the_switch_of_a_source_holds_at_once(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    let cover = move |reading: &mut Reading<'_>| redaction::cover_of(reading, call_id);
    assert_eq!(database.read(cover).await, Some(Cover::Silence), "on by default");
    for redaction in [None, Some(Cover::Beep)] {
        database
            .write(move |writing| {
                let call = call::find(writing, &Scope::Everything, call_id)?.unwrap();
                let known = source::by_id(writing, call.source_id)?.unwrap();
                source::update(writing, &Source { redaction, ..known })
            })
            .await;
        assert_eq!(database.read(cover).await, redaction);
    }
    assert_eq!(database.read(standing(id)).await, Standing::Unknown);
}
