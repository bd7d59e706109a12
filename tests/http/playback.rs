//! Hearing a recording: whole, in part, and how far its transcript is.

use super::server::{TestServer, tone};
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
fn an_id_that_is_none_is_not_found() {
    let (server, token, _) = accepted();
    let answer = server.get("/api/v1/recordings/not-an-id", &token);
    assert_eq!((answer.status, answer.code().as_str()), (404, "bad_path"));
}
