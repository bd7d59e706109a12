//! Hearing a recording: whole, in part, and how far its transcript is.

use super::server::TestServer;
use super::tone::tone;
use earmark::audio::{Block, PeakMeter};
use serde_json::json;

fn accepted() -> (TestServer, String, String) {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let ids = server.post_call(&token, &[("audio", &tone(440))]).json();
    let path = format!("/api/v1/recordings/{}", ids["recording_id"].as_str().unwrap());
    (server, token, path)
}

#[test]
fn the_sound_comes_back_whole_and_in_parts() {
    let (server, token, path) = accepted();
    let bearer = format!("Bearer {token}");
    let part = |range: &str| {
        server.send("GET", &format!("{path}/audio"), &[("authorization", &bearer), ("range", range)])
    };
    let whole = server.get(&format!("{path}/audio"), &token);
    assert_eq!((whole.status, &whole.body), (200, &tone(440)));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));

    let size = tone(440).len();
    let middle = part("bytes=100-199");
    assert_eq!((middle.status, &middle.body[..]), (206, &tone(440)[100..200]));
    assert_eq!(middle.header("content-range"), Some(format!("bytes 100-199/{size}").as_str()));
    assert_eq!(part("bytes=-10").body, tone(440)[size - 10..]);
    let beyond = part(&format!("bytes={size}-"));
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, Some(format!("bytes */{size}").as_str()))
    );
}

/// No player asks for several; whoever does may be sent the whole (RFC 9110 §14.2), and must not be
/// sent a part of it as if that were all they asked for.
#[test]
fn several_ranges_at_once_are_answered_with_the_whole() {
    let (server, token, path) = accepted();
    let bearer = format!("Bearer {token}");
    for ranges in ["bytes=0-9,20-29", "bytes=0-9, 5-14, -10", "bytes=0-0,99999999-"] {
        let headers = [("authorization", bearer.as_str()), ("range", ranges)];
        let answer = server.send("GET", &format!("{path}/audio"), &headers);
        assert_eq!((answer.status, &answer.body), (200, &tone(440)), "{ranges}");
        assert_eq!(answer.header("content-range"), None, "{ranges}");
    }
}

#[test]
fn a_player_asks_before_it_plays_what_it_kept() {
    let (server, token, path) = accepted();
    let bearer = format!("Bearer {token}");
    let audio = format!("{path}/audio");
    let first = server.get(&audio, &token);
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    let tag = first.header("etag").unwrap();
    let again = server.send("GET", &audio, &[("authorization", &bearer), ("if-none-match", tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("cache-control"), Some("private, no-cache"));
}

#[test]
fn the_head_of_a_sound_tells_its_size_and_sends_none_of_it() {
    let (server, token, path) = accepted();
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("range", "bytes=0-9")];
    let head = server.send("HEAD", &format!("{path}/audio"), &headers);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some(tone(440).len().to_string().as_str()));
    assert_eq!(head.header("accept-ranges"), Some("bytes"));
}

#[test]
fn a_player_that_kept_another_version_gets_the_whole() {
    let (server, token, path) = accepted();
    let bearer = format!("Bearer {token}");
    let answer = server.send(
        "GET",
        &format!("{path}/audio"),
        &[("authorization", &bearer), ("range", "bytes=5-9"), ("if-range", "\"another\"")],
    );
    assert_eq!((answer.status, answer.body.len()), (200, tone(440).len()));
}

#[test]
fn before_it_is_prepared_it_can_be_heard_but_not_seen() {
    let (server, token, path) = accepted();
    assert_eq!(server.get(&path, &token).json()["state"], "accepted");
    let peaks = server.get(&format!("{path}/peaks"), &token);
    assert_eq!((peaks.status, peaks.code().as_str()), (404, "not_prepared_yet"));
    let transcript = server.get(&format!("{path}/transcript"), &token).json();
    assert_eq!((&transcript["state"], &transcript["items"]), (&json!("waiting"), &json!([])));
}

#[test]
fn a_damaged_waveform_is_our_fault_and_a_strange_zoom_the_readers() {
    let (server, token, path) = accepted();
    server.put_peaks(&path, PeakMeter::new(8000, 1).finish().to_bytes());
    let strange = server.get(&format!("{path}/peaks?zoom_ms=7"), &token);
    assert_eq!((strange.status, strange.code().as_str()), (422, "bad_query"));
    assert_eq!(server.get(&format!("{path}/peaks?zoom_ms=1000"), &token).status, 200);

    let (server, token, path) = accepted();
    server.put_peaks(&path, b"bits that rotted".to_vec());
    let damaged = server.get(&format!("{path}/peaks"), &token);
    assert_eq!((damaged.status, damaged.code().as_str()), (500, "peaks_damaged"));
}

#[test]
fn an_id_that_is_none_is_not_found() {
    let (server, token, _) = accepted();
    let answer = server.get("/api/v1/recordings/not-an-id", &token);
    assert_eq!((answer.status, answer.code().as_str()), (404, "bad_path"));
}

#[test]
fn a_part_of_a_waveform_and_what_it_tells_are_given() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let metadata = br#"{"channels": {"0": "agent"}}"#;
    let accepted = server.post_call(&token, &[("metadata", metadata), ("audio", &tone(440))]);
    let path = format!("/api/v1/recordings/{}", accepted.json()["recording_id"].as_str().unwrap());
    assert_eq!(server.get(&format!("{path}/signals"), &token).code(), "not_prepared_yet");
    // Three seconds of nothing, then a second of something that comes and goes.
    let mut meter = PeakMeter::new(1_000, 1);
    let loud = (0_u16..1_000).map(|frame| if frame % 200 < 100 { 0.5 } else { 0.02 });
    meter.push(&Block { channels: vec![std::iter::repeat_n(0.0, 3_000).chain(loud).collect()] });
    server.put_peaks(&path, meter.finish().to_bytes());

    let signals = server.get(&format!("{path}/signals"), &token).json();
    assert_eq!(signals["silence"], serde_json::json!([{ "start_ms": 0, "end_ms": 3_000 }]));
    assert_eq!((&signals["overtalk"], &signals["first_sound_ms"]), (&serde_json::json!([]), &3_000.into()));
    let part = server.get(&format!("{path}/peaks?zoom_ms=1000&from_ms=2500&to_ms=3500"), &token).json();
    assert_eq!(part["from_ms"], 2_000);
    assert_eq!(part["channels"][0].as_array().unwrap().len(), 4, "two buckets, lowest and highest");
    let whole = server.get(&format!("{path}/peaks?zoom_ms=1000"), &token).json();
    assert_eq!((&whole["from_ms"], whole["channels"][0].as_array().unwrap().len()), (&0.into(), 8));
}
