//! The rules on made-up waveforms, and on the demonstration recordings, whose truth is written
//! beside them.

use super::*;
use crate::audio::prepare;
use proptest::prelude::*;
use serde_json::Value;
use std::io::Cursor;

/// A lane from (milliseconds, loudness) pieces.
fn lane(pieces: &[(u64, u16)]) -> Vec<Peak> {
    let bucket = |loudness: u16| Peak { low: -loudness.cast_signed(), high: loudness.cast_signed() };
    pieces.iter().flat_map(|(ms, loudness)| vec![bucket(*loudness); buckets(*ms)]).collect()
}

/// Speech: loudness that comes and goes by the syllable, from 300 to 6,000.
fn speech(ms: u64) -> Vec<Peak> {
    let syllable = lane(&[(60, 300), (60, 2_000), (80, 6_000), (50, 900)]);
    syllable.into_iter().cycle().take(buckets(ms)).collect()
}

fn read(lanes: &[Vec<Peak>]) -> Signals {
    signals(&Peaks::of_lanes(lanes), &[0])
}

fn span(start_ms: u64, end_ms: u64) -> Span {
    Span { start_ms, end_ms }
}

#[test]
fn nobody_is_silence_from_two_seconds_on() {
    let agent = [speech(3_000), lane(&[(1_990, 0)]), speech(3_000), lane(&[(2_500, 0)])].concat();
    let customer = lane(&[(10_490, 0)]);
    let found = read(&[agent, customer]);
    assert_eq!(found.silence, [span(7_990, 10_490)]);
    assert_eq!((found.overtalk, found.first_sound_ms), (vec![], Some(0)));
}

#[test]
fn a_lane_that_hisses_is_silent_all_the_same() {
    let agent = [lane(&[(4_000, 100)]), speech(4_000), lane(&[(4_000, 100)])].concat();
    let customer = lane(&[(12_000, 140)]);
    assert_eq!(read(&[agent, customer]).silence, [span(0, 4_000), span(8_000, 12_000)]);
}

#[test]
fn music_on_one_lane_is_no_silence() {
    let agent = [speech(2_000), lane(&[(60_000, 4_000)]), speech(2_000)].concat();
    let customer = lane(&[(64_000, 0)]);
    assert!(read(&[agent.clone(), customer.clone()]).silence.is_empty());
    let all_music = lane(&[(64_000, 4_000)]);
    assert!(read(&[all_music, customer]).silence.is_empty());
}

#[test]
fn pauses_between_words_do_not_flicker_and_clicks_are_not_heard() {
    let agent = [speech(1_000), lane(&[(250, 0)]), speech(1_000), lane(&[(5_000, 0)])].concat();
    let click = lane(&[(4_000, 0), (20, 9_000), (3_230, 0)]);
    let found = read(&[agent, click]);
    assert_eq!(found.silence, [span(2_250, 7_250)]);
}

#[test]
fn two_at_once_is_overtalk_from_400_ms_on() {
    let agent = [speech(5_000), lane(&[(5_000, 0)])].concat();
    let interrupts = |at: u64| [lane(&[(at, 0)]), speech(3_000), lane(&[(7_000 - at, 0)])].concat();
    let found = read(&[agent.clone(), interrupts(4_500)]);
    assert_eq!(found.overtalk.len(), 1, "{found:?}");
    let overtalk = found.overtalk[0];
    assert!(
        overtalk.start_ms.abs_diff(4_500) <= 100 && overtalk.end_ms.abs_diff(5_000) <= 100,
        "{overtalk:?}"
    );
    assert!(read(&[agent, interrupts(4_700)]).overtalk.is_empty());
}

#[test]
fn an_echo_is_no_overtalk() {
    let agent = [speech(5_000), lane(&[(2_000, 0)])].concat();
    let echo: Vec<Peak> =
        agent.iter().map(|peak| Peak { low: peak.low / 25, high: peak.high / 25 }).collect();
    assert!(read(&[agent, echo]).overtalk.is_empty());
}

#[test]
fn the_agent_is_heard_first_after_the_ringing() {
    let beating: Vec<Peak> =
        lane(&[(10, 3_000), (10, 900), (10, 2_000)]).into_iter().cycle().take(buckets(1_500)).collect();
    let agent = [lane(&[(400, 0)]), beating, lane(&[(600, 0)]), speech(2_000)].concat();
    let customer = [lane(&[(1_000, 0)]), speech(3_500)].concat();
    assert_eq!(read(&[agent, customer.clone()]).first_sound_ms, Some(2_500));
    assert_eq!(read(&[lane(&[(4_500, 0)]), customer]).first_sound_ms, Some(1_000), "else anybody");
    assert_eq!(read(&[lane(&[(4_500, 0)])]).first_sound_ms, None);
}

#[test]
fn one_lane_alone_has_no_overtalk() {
    let found = read(&[[speech(2_000), lane(&[(3_000, 0)])].concat()]);
    assert_eq!((found.silence, found.overtalk), (vec![span(2_000, 5_000)], vec![]));
    assert_eq!(read(&[]), Signals::default());
}

/// The waveform of a demonstration recording, and the truth about it.
fn demonstration(name: &str) -> (Signals, Value) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recordings");
    let audio = std::fs::read(folder.join(format!("{name}.wav"))).unwrap();
    let truth = std::fs::read(folder.join(format!("{name}.truth.json"))).unwrap();
    let no_copy = || -> std::io::Result<Cursor<Vec<u8>>> { panic!("it plays as it is") };
    let prepared =
        prepare(super::super::decode::Decoder::open(Cursor::new(audio)).unwrap(), no_copy).unwrap();
    (signals(&prepared.peaks, &[0]), serde_json::from_slice(&truth).unwrap())
}

/// Whether a span begins and ends where it should, give or take 200 ms.
fn is_about(span: Span, start_ms: u64, end_ms: u64) -> bool {
    span.start_ms.abs_diff(start_ms) <= 200 && span.end_ms.abs_diff(end_ms) <= 200
}

/// The turns of the truth, as (begins, ends, mark).
fn turns(truth: &Value) -> Vec<(u64, u64, &str)> {
    let turns = truth["turns"].as_array().unwrap().iter();
    turns
        .map(|turn| {
            let at = |field: &str| turn[field].as_u64().unwrap();
            (at("start_ms"), at("end_ms"), turn["mark"].as_str().unwrap_or_default())
        })
        .collect()
}

#[test]
fn each_interruption_is_overtalk_and_the_wait_is_silence() {
    let (found, truth) = demonstration("02-broadband-fault");
    let turns = turns(&truth);
    let interruptions: Vec<(u64, u64)> = turns
        .windows(2)
        .filter(|pair| pair[1].2.starts_with("interruption"))
        .map(|pair| (pair[1].0, pair[0].1))
        .collect();
    assert_eq!(interruptions.len(), 4);
    assert_eq!(found.overtalk.len(), 4, "{:?}", found.overtalk);
    for (overtalk, (start_ms, end_ms)) in found.overtalk.iter().zip(interruptions) {
        assert!(is_about(*overtalk, start_ms, end_ms), "{overtalk:?}, not {start_ms} to {end_ms}");
    }
    assert_eq!(found.silence.len(), 1, "typing is heard: {:?}", found.silence);
    assert!(is_about(found.silence[0], 75_420, 82_770), "{:?}", found.silence);
}

#[test]
fn who_waits_to_music_does_not_sit_in_silence() {
    let (found, _) = demonstration("06-ticket-change");
    assert!(found.silence.is_empty(), "{:?}", found.silence);
    assert!(found.overtalk.is_empty(), "{:?}", found.overtalk);
}

#[test]
fn a_call_begins_where_the_agent_speaks_whatever_rang_before() {
    for name in
        ["01-lost-card", "02-broadband-fault", "05-hotel-refund", "06-ticket-change", "07a-wrong-bill-monday"]
    {
        let (found, truth) = demonstration(name);
        let first = truth["turns"].as_array().unwrap().iter().find(|turn| turn["channel"] == "agent");
        let expected = first.unwrap()["start_ms"].as_u64().unwrap();
        let first_sound_ms = found.first_sound_ms.unwrap();
        assert!(first_sound_ms.abs_diff(expected) <= 100, "{name}: {first_sound_ms}, not {expected}");
    }
}

proptest! {
    #[test]
    fn spans_lie_in_order_inside_the_recording(
        loud in prop::collection::vec(prop::collection::vec(0_u16..=32_767, 0..900), 0..4),
    ) {
        let lanes: Vec<Vec<Peak>> =
            loud.iter().map(|lane_of| lane_of.iter().flat_map(|one| lane(&[(10, *one)])).collect()).collect();
        let length = lanes.iter().map(Vec::len).max().unwrap_or(0) as u64 * BUCKET_MS;
        let found = read(&lanes);
        for spans in [&found.silence, &found.overtalk] {
            prop_assert!(spans.iter().all(|span| span.start_ms < span.end_ms && span.end_ms <= length));
            prop_assert!(spans.windows(2).all(|pair| pair[0].end_ms < pair[1].start_ms));
        }
        prop_assert!(found.first_sound_ms.is_none_or(|first| first < length));
    }
}
