//! Calls found by what their recordings tell before anybody listens.

use crate::fixtures::{a_call, everything, plain_recording};
use crate::harness::TestDatabase;
use earmark::db::call_list::{self, CallFilter, CallOrder};
use earmark::db::recording_signal::{self, ChannelSignal, RecordingSignal};
use earmark::db::{Window, recording};
use earmark::ids::{CallId, RecordingId};

contract_suite! {
    calls_are_found_by_what_a_recording_of_them_tells,
    a_leg_tells_nothing_once_it_is_paired,
}

fn clipped(channel: i32, clipped_ppm: i32) -> ChannelSignal {
    ChannelSignal {
        channel,
        heard_ms: 60_000,
        level_dbfs_hundredths: -300,
        peak_dbfs_hundredths: 0,
        clipped_ppm,
        speech_ms: None,
        pace_per_minute: None,
    }
}

/// A call with a recording for each of these signals.
async fn telling(
    database: &TestDatabase,
    name: &'static str,
    signals: Vec<RecordingSignal>,
) -> (CallId, Vec<RecordingId>) {
    let call_id = a_call(database, name).await;
    let recordings = database
        .write(move |writing| {
            let told = (1..).zip(&signals).map(|(content, signal)| {
                let new = plain_recording(call_id, content);
                recording::insert(writing, &new)?;
                recording_signal::replace(writing, new.id, signal)?;
                Ok(new.id)
            });
            told.collect()
        })
        .await;
    (call_id, recordings)
}

async fn found(database: &TestDatabase, filter: &CallFilter) -> Vec<String> {
    let (filter, window) = (filter.clone(), Window::new(None, 10));
    let page = database
        .read(move |reading| call_list::page(reading, &everything(), &filter, CallOrder::OldestFirst, window))
        .await;
    let mut names: Vec<String> = page.items.into_iter().map(|call| call.identity).collect();
    names.sort();
    assert_eq!(page.total, i64::try_from(names.len()).unwrap());
    names
}

async fn calls_are_found_by_what_a_recording_of_them_tells(database: &TestDatabase) {
    let quiet = RecordingSignal::default;
    a_call(database, "no sound").await;
    telling(database, "quiet", vec![quiet()]).await;
    telling(database, "one side", vec![quiet(), RecordingSignal { one_sided: true, ..quiet() }]).await;
    let loud = RecordingSignal { channels: vec![clipped(0, 999), clipped(1, 1_000)], ..quiet() };
    telling(database, "loud", vec![loud]).await;
    let nearly = RecordingSignal { channels: vec![clipped(0, 999)], ..quiet() };
    telling(database, "nearly loud", vec![nearly]).await;
    let waits = RecordingSignal { silence_ms: 90_000, longest_silence_ms: 30_000, ..quiet() };
    telling(database, "waits", vec![quiet(), waits]).await;
    // Twice six seconds are no twelve: each recording is looked at by itself.
    let both = || RecordingSignal { overtalk_ms: 6_000, ..quiet() };
    telling(database, "both at once", vec![both(), both()]).await;

    let all = CallFilter::default;
    for (filter, expected) in [
        (CallFilter { one_sided: Some(true), ..all() }, &["one side"][..]),
        (CallFilter { clipped: Some(true), ..all() }, &["loud"]),
        (CallFilter { silence_from_ms: Some(30_000), ..all() }, &["waits"]),
        (CallFilter { silence_from_ms: Some(30_001), ..all() }, &[]),
        (CallFilter { overtalk_from_ms: Some(6_000), ..all() }, &["both at once"]),
        (CallFilter { overtalk_from_ms: Some(6_001), ..all() }, &[]),
        (CallFilter { silence_from_ms: Some(1), overtalk_from_ms: Some(1), ..all() }, &[]),
    ] {
        assert_eq!(found(database, &filter).await, expected, "{filter:?}");
    }
    for (filter, missing) in [
        (CallFilter { one_sided: Some(false), ..all() }, "one side"),
        (CallFilter { clipped: Some(false), ..all() }, "loud"),
    ] {
        let names = found(database, &filter).await;
        assert!(names.len() == 6 && !names.iter().any(|name| name == missing), "{filter:?}: {names:?}");
    }
}

async fn a_leg_tells_nothing_once_it_is_paired(database: &TestDatabase) {
    let half = RecordingSignal { one_sided: true, longest_silence_ms: 60_000, ..RecordingSignal::default() };
    let (_, recordings) = telling(database, "legs", vec![half, RecordingSignal::default()]).await;
    let filters = [
        CallFilter { one_sided: Some(true), ..CallFilter::default() },
        CallFilter { silence_from_ms: Some(60_000), ..CallFilter::default() },
    ];
    for filter in &filters {
        assert_eq!(found(database, filter).await, ["legs"]);
    }
    let [leg, pair] = recordings[..] else { panic!("two") };
    database.write(move |writing| recording::set_paired(writing, &[leg], pair)).await;
    for filter in &filters {
        assert!(found(database, filter).await.is_empty(), "{filter:?}");
    }
}
