//! Words with how sure the engine was of each, and transcripts that are poor.

use crate::fixtures::{a_recording, plain_call, plain_recording, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::call::{Call, Direction};
use earmark::db::call_list::{self, CallFilter, Pool, Sight};
use earmark::db::recording::{ChannelRole, Recording};
use earmark::db::spoken_words::{SpokenWord, SpokenWords};
use earmark::db::transcript::{self, Transcript, Utterance};
use earmark::db::transcript_quality::{self, TranscriptQuality};
use earmark::db::wording;
use earmark::db::{DbError, Scope, Writing, call, project, recording, redaction, source};
use earmark::ids::{CallId, PersonId, RecordingId, TranscriptId};
use earmark::search::Query;
use earmark::transcription::redaction::RULES;
use earmark::transcription::{Beforehand, Script, words};
use serde_json::{Map, Value, json};

contract_suite! {
    words_come_back_as_they_were_heard,
    a_poor_transcript_is_found_and_stays_out_of_automatic_use,
    what_was_never_judged_is_judged_once,
    a_recording_is_heard_as_its_source_and_queue_say,
}

/// Words of so many characters, all of them this sure.
fn said(words: usize, percent: u8) -> Utterance {
    let word = |number| SpokenWord {
        characters: if number == 0 { 4 } else { 5 },
        start_ms: number * 100,
        end_ms: number * 100 + 90,
        percent: Some(percent),
    };
    let spoken: Vec<SpokenWord> = (0..i64::try_from(words).unwrap()).map(word).collect();
    Utterance {
        number: 0,
        channel: 0,
        start_ms: 0,
        end_ms: 9_000,
        text: vec!["word"; words].join(" "),
        confidence: 0.9,
        words: Some(SpokenWords::of(&spoken)),
        speaker: None,
    }
}

fn transcribed(writing: &mut Writing<'_>, id: RecordingId, heard: &Utterance) -> Result<(), DbError> {
    let version = Transcript {
        id: TranscriptId::new(),
        recording_id: id,
        engine: "whisper.cpp".to_owned(),
        model: "base".to_owned(),
        settings: Map::new(),
        language: Some("en".to_owned()),
        is_current: true,
        created_at: START,
    };
    transcript::insert_as_current(writing, &version, std::slice::from_ref(heard))
}

async fn words_come_back_as_they_were_heard(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    let heard = said(3, 80);
    let kept = heard.clone();
    database
        .write(move |writing| {
            transcribed(writing, id, &kept)?;
            words::renew(writing, id)
        })
        .await;
    let read = database
        .read(move |reading| {
            let version = transcript::current(reading, id)?.unwrap();
            let heard = transcript::utterances(reading, version.id, 0, 9)?;
            Ok((heard, wording::of_recording(reading, id, 0, 9)?))
        })
        .await;
    assert_eq!(read.0, std::slice::from_ref(&heard));
    assert_eq!((&read.1[0].text, &read.1[0].words), (&heard.text, &heard.words));
}

async fn quality(database: &TestDatabase, id: RecordingId) -> Option<TranscriptQuality> {
    database.read(move |reading| transcript_quality::of_recording(reading, id)).await
}

async fn found(database: &TestDatabase, poor: bool) -> Vec<CallId> {
    let filter = CallFilter { poor_words: Some(poor), ..CallFilter::default() };
    let sight = Sight::only(Scope::Everything);
    database.read(move |reading| call_list::ids(reading, &sight, &filter, 9)).await
}

/// What may be drawn by words, as whoever draws asks.
async fn drawn_by(database: &TestDatabase, words: &str) -> Vec<CallId> {
    let said = Some(Query::parse(words).unwrap());
    let filter = CallFilter { said, ..CallFilter::default() }.for_automatic_use();
    database
        .read(move |reading| {
            let sight = Sight { words: Scope::Everything, ..Sight::only(Scope::Everything) };
            let pool = Pool { sight: &sight, filter: &filter, inspector_id: PersonId::new() };
            let places = 0..pool.size(reading)?;
            let drawn = places.map(|place| Ok(pool.at(reading, place)?.unwrap().id));
            drawn.collect()
        })
        .await
}

async fn a_poor_transcript_is_found_and_stays_out_of_automatic_use(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let (good, poor) = (plain_call(source_id, "good"), plain_call(source_id, "poor"));
    let (good_id, poor_id) = (good.id, poor.id);
    let (good_recording, poor_recording) = (plain_recording(good_id, 1), plain_recording(poor_id, 2));
    let (recording_id, ids) = (poor_recording.id, [good_recording.id, poor_recording.id]);
    database
        .write(move |writing| {
            for (call, recording, percent) in [(&good, &good_recording, 90), (&poor, &poor_recording, 10)] {
                call::insert(writing, call)?;
                recording::insert(writing, recording)?;
                transcribed(writing, recording.id, &said(30, percent))?;
                words::renew(writing, recording.id)?;
            }
            Ok(())
        })
        .await;
    let judged = quality(database, recording_id).await.unwrap();
    assert_eq!((judged.words, judged.doubtful, judged.is_poor), (30, 30, true));
    assert_eq!((found(database, true).await, found(database, false).await), (vec![poor_id], vec![good_id]));
    for words in ["word", "\"word word\"", "-other", "word -other"] {
        assert_eq!(drawn_by(database, words).await, [good_id], "{words}");
    }
    let poor_recordings =
        database.read(move |reading| transcript_quality::poor_recordings(reading, &ids)).await;
    assert_eq!(poor_recordings, [recording_id]);
    let among = move |reading: &mut earmark::db::Reading<'_>| {
        transcript_quality::poor_among(reading, &[good_id, poor_id])
    };
    assert_eq!(database.read(among).await, [poor_id].into());

    // Transcribed again, and better; what became of the windows is kept with the words.
    database
        .write(move |writing| {
            let heard = TranscriptQuality { windows: 9, discarded: 1, ..TranscriptQuality::default() };
            transcribed(writing, recording_id, &said(30, 90))?;
            transcript_quality::replace(writing, poor_id, recording_id, &heard)?;
            words::renew(writing, recording_id)?;
            words::renew(writing, recording_id)
        })
        .await;
    let judged = quality(database, recording_id).await.unwrap();
    assert_eq!((judged.doubtful, judged.windows, judged.discarded, judged.is_poor), (0, 9, 1, false));
    assert!(found(database, true).await.is_empty());
    assert_eq!(drawn_by(database, "word").await, [good_id, poor_id]);

    database.write(move |writing| call::delete(writing, poor_id)).await;
    assert_eq!(quality(database, recording_id).await, None);
}

async fn what_was_never_judged_is_judged_once(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    database
        .write(move |writing| {
            transcribed(writing, id, &said(3, 80))?;
            words::renew(writing, id)
        })
        .await;
    let behind = || database.read(move |reading| redaction::behind(reading, RULES, None, 9));
    assert!(behind().await.is_empty());
    database.execute("DELETE FROM transcript_quality");
    assert_eq!(behind().await, [id]);
    database.write(move |writing| words::renew(writing, id)).await;
    assert!(behind().await.is_empty());
}

async fn a_recording_is_heard_as_its_source_and_queue_say(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let (mono, two) = (plain_call(source_id, "mono"), plain_call(source_id, "two"));
    let (both, agent) = (plain_recording(mono.id, 1), plain_recording(two.id, 2));
    let ids = (both.id, agent.id);
    database
        .write(move |writing| {
            let mut pbx = source::by_id(writing, source_id)?.unwrap();
            pbx.settings.speech = serde_json::from_value(json!({
                "languages": ["zh", "en"], "chinese": "traditional", "vocabulary": ["花呗"],
                "queues": { "Cards": { "languages": ["en"], "vocabulary": ["Kensington"] } },
            }))
            .unwrap();
            source::update(writing, &pbx)?;
            let cards = project::find_or_make_queue(writing, None, "Cards")?;
            call::insert(writing, &Call { direction: Some(Direction::Outbound), ..mono.clone() })?;
            call::insert(writing, &Call { queue_id: Some(cards.id), ..two.clone() })?;
            recording::insert(
                writing,
                &Recording { channel_roles: [(0, ChannelRole::Mixed)].into(), ..both.clone() },
            )?;
            recording::insert(
                writing,
                &Recording { channel_roles: [(0, ChannelRole::Agent)].into(), ..agent.clone() },
            )
        })
        .await;
    let known = |id| {
        database.read(move |reading| {
            let recording = recording::find(reading, &Scope::Everything, id)?.unwrap();
            Beforehand::of(reading, &recording)
        })
    };
    let both = known(ids.0).await;
    assert_eq!(both.two_voices, Some(ChannelRole::Customer), "who is called speaks first");
    let settings = both.settings();
    assert_eq!(
        (settings.languages, settings.script),
        (vec!["zh".to_owned(), "en".to_owned()], Script::Traditional)
    );
    assert_eq!(settings.vocabulary.names(), ["花呗"]);
    let cards = known(ids.1).await;
    assert_eq!(cards.two_voices, None, "one side alone has one voice");
    let settings = cards.settings();
    assert_eq!(
        (settings.languages, settings.vocabulary.names()),
        (vec!["en".to_owned()], ["Kensington".to_owned()].as_slice())
    );

    let heard = earmark::transcription::Transcript {
        language: None,
        duration_ms: 0,
        channels: 1,
        utterances: Vec::new(),
        wordless: Vec::new(),
        stats: earmark::transcription::Stats::default(),
    };
    let remembered = Value::Object(cards.remembered(&heard));
    assert_eq!(
        remembered,
        json!({ "languages": ["en"], "chinese": "traditional", "vocabulary": ["Kensington"] })
    );
}
