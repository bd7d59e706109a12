//! What recordings tell before anybody listens.

use crate::fixtures::{a_recording, plain_recording};
use crate::harness::TestDatabase;
use earmark::db::recording_signal::{self, ChannelSignal, RecordingSignal, Speech};
use earmark::db::{call, recording};
use earmark::ids::RecordingId;
use std::collections::HashMap;

contract_suite! {
    what_a_recording_tells_comes_back_with_its_channels_in_order,
    a_second_look_replaces_the_first_with_all_its_channels,
    what_the_transcript_tells_is_added_to_the_channels_that_are_known,
    signals_go_with_their_call,
}

fn channel(channel: i32) -> ChannelSignal {
    ChannelSignal {
        channel,
        heard_ms: 7_200_000,
        level_dbfs_hundredths: -2_345,
        peak_dbfs_hundredths: -12,
        clipped_ppm: 1_000_000,
        speech_ms: None,
        pace_per_minute: None,
    }
}

fn signal(channels: &[i32]) -> RecordingSignal {
    RecordingSignal {
        silence_ms: 61_000,
        longest_silence_ms: 40_000,
        overtalk_ms: 1_500,
        one_sided: true,
        channels: channels.iter().copied().map(channel).collect(),
    }
}

async fn replace(database: &TestDatabase, id: RecordingId, signal: RecordingSignal) {
    database.write(move |writing| recording_signal::replace(writing, id, &signal)).await;
}

async fn of(database: &TestDatabase, ids: &[RecordingId]) -> HashMap<RecordingId, RecordingSignal> {
    let ids = ids.to_vec();
    database.read(move |reading| recording_signal::of_recordings(reading, &ids)).await
}

async fn what_a_recording_tells_comes_back_with_its_channels_in_order(database: &TestDatabase) {
    let (call_id, first) = a_recording(database).await;
    let others = [2, 3].map(|content| plain_recording(call_id, content));
    let [second, unheard] = [others[0].id, others[1].id];
    database.write(move |writing| others.iter().try_for_each(|one| recording::insert(writing, one))).await;
    replace(database, first, signal(&[1, 0])).await;
    replace(database, second, RecordingSignal::default()).await;
    let told = of(database, &[first, second, unheard]).await;
    assert_eq!(told, HashMap::from([(first, signal(&[0, 1])), (second, RecordingSignal::default())]));
    assert_eq!(of(database, &[]).await, HashMap::new());
}

async fn a_second_look_replaces_the_first_with_all_its_channels(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    replace(database, id, signal(&[0, 1, 2])).await;
    let again = RecordingSignal { one_sided: false, silence_ms: 0, ..signal(&[0]) };
    replace(database, id, again.clone()).await;
    assert_eq!(of(database, &[id]).await[&id], again);
}

async fn what_the_transcript_tells_is_added_to_the_channels_that_are_known(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    replace(database, id, signal(&[0, 1])).await;
    let speech = |channel, pace_per_minute| Speech { channel, speech_ms: 30_000, pace_per_minute };
    let told = [speech(0, Some(240)), speech(1, None), speech(2, Some(1))];
    database.write(move |writing| recording_signal::set_speech(writing, id, &told)).await;
    let channels = of(database, &[id]).await.remove(&id).unwrap().channels;
    let spoken = |channel, pace_per_minute| ChannelSignal {
        speech_ms: Some(30_000),
        pace_per_minute,
        ..self::channel(channel)
    };
    assert_eq!(channels, [spoken(0, Some(240)), spoken(1, None)]);
}

async fn signals_go_with_their_call(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    replace(database, id, signal(&[0, 1])).await;
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert_eq!(of(database, &[id]).await, HashMap::new());
    for table in ["recording_signal", "channel_signal"] {
        let left = database.lines(&format!("SELECT CAST(COUNT(*) AS TEXT) AS line FROM {table}"));
        assert_eq!(left, ["0"], "{table}");
    }
}
