//! Recordings: entered, prepared, failed, and known again by their content.

use crate::fixtures::{a_call, a_recording, plain_recording, source_named};
use crate::harness::TestDatabase;
use earmark::db::recording::{self, AudioFacts, ChannelRole, Recording, RecordingState};
use earmark::db::{DbError, Scope, call};
use earmark::error::Coded;
use earmark::ids::{CallId, RecordingId};

contract_suite! {
    a_recording_comes_back_as_it_was_entered,
    preparing_notes_what_decoding_found_and_clears_a_failure,
    a_call_is_as_long_as_its_recordings_reach,
    two_recordings_prepared_at_once_are_both_measured,
    a_failure_is_kept_with_its_reason,
    recordings_of_a_call_come_in_the_order_of_its_timeline,
    a_call_holds_a_content_once,
    a_content_is_known_again_in_its_source,
    a_damaged_hash_is_not_taken_for_another,
}

fn facts(truncated: bool) -> AudioFacts {
    AudioFacts {
        container: "wav".to_owned(),
        codec: "pcm_mulaw".to_owned(),
        sample_rate: 8_000,
        channel_count: 2,
        duration_ms: 3_600_000,
        truncated,
    }
}

async fn found(database: &TestDatabase, id: RecordingId) -> Option<Recording> {
    database.read(move |reading| recording::find(reading, &Scope::Everything, id)).await
}

async fn a_recording_comes_back_as_it_was_entered(database: &TestDatabase) {
    let call_id = a_call(database, "one").await;
    let new = Recording {
        bytes: 5_000_000_000,
        file_name: Some("录音 13800138000.wav".to_owned()),
        offset_ms: -500,
        channel_roles: [(0, ChannelRole::Customer), (11, ChannelRole::Agent)].into(),
        state: RecordingState::Prepared,
        audio: Some(facts(true)),
        ..plain_recording(call_id, 3)
    };
    let stored = new.clone();
    database.write(move |writing| recording::insert(writing, &new)).await;
    assert_eq!(found(database, stored.id).await, Some(stored));
}

async fn preparing_notes_what_decoding_found_and_clears_a_failure(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    database.write(move |writing| recording::set_failed(writing, id, "no_audio", "There is no audio.")).await;
    for truncated in [true, false] {
        database.write(move |writing| recording::set_prepared(writing, id, &facts(truncated))).await;
        let prepared = found(database, id).await.unwrap();
        assert_eq!((prepared.state, prepared.failure), (RecordingState::Prepared, None));
        assert_eq!(prepared.audio, Some(facts(truncated)));
    }
}

async fn duration(database: &TestDatabase, id: CallId) -> i64 {
    let call = database.read(move |reading| call::find(reading, &Scope::Everything, id)).await;
    call.unwrap().duration_ms
}

/// A call with two recordings: the second begins after one minute.
async fn two_legs(database: &TestDatabase) -> (CallId, RecordingId, RecordingId) {
    let (call_id, first) = a_recording(database).await;
    let second = Recording { offset_ms: 60_000, ..plain_recording(call_id, 2) };
    let second_id = second.id;
    database.write(move |writing| recording::insert(writing, &second)).await;
    (call_id, first, second_id)
}

fn lasting(duration_ms: u64) -> AudioFacts {
    AudioFacts { duration_ms, ..facts(false) }
}

async fn a_call_is_as_long_as_its_recordings_reach(database: &TestDatabase) {
    let (call_id, first, second) = two_legs(database).await;
    assert_eq!(duration(database, call_id).await, 0);
    database.write(move |writing| recording::set_prepared(writing, second, &lasting(5_000))).await;
    assert_eq!(duration(database, call_id).await, 65_000);
    database.write(move |writing| recording::set_prepared(writing, first, &lasting(61_000))).await;
    assert_eq!(duration(database, call_id).await, 65_000);
    database.write(move |writing| recording::set_prepared(writing, first, &lasting(70_000))).await;
    assert_eq!(duration(database, call_id).await, 70_000);
}

async fn two_recordings_prepared_at_once_are_both_measured(database: &TestDatabase) {
    let (call_id, first, second) = two_legs(database).await;
    database
        .overlap(
            move |writing| recording::set_prepared(writing, first, &lasting(70_000)),
            move |writing| recording::set_prepared(writing, second, &lasting(1_000)),
        )
        .await;
    assert_eq!(duration(database, call_id).await, 70_000);
}

async fn a_failure_is_kept_with_its_reason(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    database.write(move |writing| recording::set_failed(writing, id, "no_audio", "There is no audio.")).await;
    let failed = found(database, id).await.unwrap();
    assert_eq!(failed.state, RecordingState::Failed);
    assert_eq!(failed.failure, Some(("no_audio".to_owned(), "There is no audio.".to_owned())));
    assert_eq!(failed.audio, None);
}

async fn recordings_of_a_call_come_in_the_order_of_its_timeline(database: &TestDatabase) {
    let (one, other) = (a_call(database, "one").await, a_call(database, "other").await);
    let (late, early) = (
        Recording { offset_ms: 60_000, ..plain_recording(one, 1) },
        Recording { offset_ms: 0, ..plain_recording(one, 2) },
    );
    let expected = [early.clone(), late.clone()];
    database
        .write(move |writing| {
            recording::insert(writing, &late)?;
            recording::insert(writing, &plain_recording(other, 1))?;
            recording::insert(writing, &early)
        })
        .await;
    assert_eq!(database.read(move |reading| recording::of_call(reading, one)).await, expected);
}

async fn a_call_holds_a_content_once(database: &TestDatabase) {
    let (call_id, _) = a_recording(database).await;
    let again = plain_recording(call_id, 1);
    assert!(database.db.write(move |writing| recording::insert(writing, &again)).await.is_err());
    assert_eq!(database.read(move |reading| recording::of_call(reading, call_id)).await.len(), 1);
}

async fn a_content_is_known_again_in_its_source(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    let second_call = a_call(database, "second").await;
    database.write(move |writing| recording::insert(writing, &plain_recording(second_call, 1))).await;
    let (pbx, other) = (source_named(database, "pbx").await, source_named(database, "other").await);
    let known = |source_id, content| {
        database.read(move |reading| {
            Ok(recording::by_content(reading, source_id, &[content; 32])?.map(|recording| recording.id))
        })
    };
    assert_eq!(known(pbx, 1).await, Some(id), "the first of two");
    assert_eq!(known(pbx, 2).await, None);
    assert_eq!(known(other, 1).await, None);
}

async fn a_damaged_hash_is_not_taken_for_another(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    let three_bytes = if database.is_postgres() { "'\\x010203'::bytea" } else { "x'010203'" };
    database.execute(&format!("UPDATE recording SET content_hash = {three_bytes}"));
    let found = database.db.read(move |reading| recording::find(reading, &Scope::Everything, id)).await;
    let error: DbError = found.unwrap_err();
    assert_eq!(error.code(), "database_damaged");
}
