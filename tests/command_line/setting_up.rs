//! People, tokens, the first start, and a polite stop.

use super::program::{Place, Running, earmark, succeed, text};
use rustix::process::Signal;
use std::io::Write;
use std::process::Stdio;

#[test]
fn a_token_is_printed_alone_and_works() {
    let place = Place::sqlite();
    let token = place.source_token("pbx");
    assert!(token.starts_with("earmark_") && !token.contains(char::is_whitespace), "{token}");
    let server = Running::serve(&place, &["--no-worker"]);
    assert_eq!(server.get_json(&token, "/api/v1/me")["name"], "pbx");
}

#[test]
fn a_token_needs_exactly_one_owner() {
    let place = Place::sqlite();
    let neither = place.earmark(&["token", "create"]).output().unwrap();
    assert_eq!(neither.status.code(), Some(2));
    let nobody = place.earmark(&["token", "create", "--person", "nobody"]).output().unwrap();
    assert_eq!(nobody.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("nobody signs in under this name"));
}

#[test]
fn a_password_is_read_from_standard_input_or_made() {
    let place = Place::sqlite();
    let made = text(&succeed(place.earmark(&[
        "user",
        "add",
        "--name",
        "Mei",
        "--sign-in",
        "mei",
        "--role",
        "inspector",
    ])));
    assert_eq!(made.len(), 20, "{made}");

    let mut command = place.earmark(&["user", "add", "--name", "李", "--sign-in", "li", "--password-stdin"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all("a good long password\n".as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty());

    let again = place.earmark(&["user", "add", "--name", "Li", "--sign-in", "LI"]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    let strange = place.earmark(&["user", "add", "--name", "x", "--role", "boss"]).output().unwrap();
    assert_eq!(strange.status.code(), Some(2));
}

#[test]
fn the_first_start_prints_a_link_until_somebody_can_sign_in() {
    let place = Place::sqlite();
    let first = Running::serve(&place, &["--no-worker"]);
    let said = first.stop_and_listen();
    assert!(said.contains("/setup#earmark_"), "{said}");
    succeed(place.earmark(&["user", "add", "--name", "Mei", "--sign-in", "mei", "--role", "administrator"]));
    let said = Running::serve(&place, &["--no-worker"]).stop_and_listen();
    assert!(!said.contains("/setup#"), "{said}");
}

#[test]
fn a_polite_stop_ends_well() {
    let place = Place::sqlite();
    let server = Running::serve(&place, &[]);
    server.signal(Signal::TERM);
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn an_address_in_use_is_said_in_a_sentence() {
    let place = Place::sqlite();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = place.earmark(&["serve", "--no-worker", "--listen", &address]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot listen on"));
}

#[test]
fn the_document_can_be_had_without_a_server() {
    let document: serde_json::Value = serde_json::from_str(&text(&succeed(earmark(&["openapi"])))).unwrap();
    assert!(document["paths"]["/api/v1/calls"].is_object());
}

#[test]
fn ingest_takes_folders_and_says_what_became_of_each_file() {
    let place = Place::sqlite();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.wav"), super::tone::tone(440)).unwrap();
    std::fs::write(folder.path().join("a.json"), br#"{"native_id": "77"}"#).unwrap();
    std::fs::write(folder.path().join("b.wav"), b"").unwrap();
    let path = folder.path().to_str().unwrap();
    let first = place.earmark(&["ingest", path, "--source", "pbx"]).output().unwrap();
    assert_eq!(first.status.code(), Some(1), "one file is refused");
    assert!(text(&first).starts_with("new"), "{first:?}");
    assert!(String::from_utf8_lossy(&first.stderr).contains("b.wav: the audio is empty"), "{first:?}");

    let token = place.source_token("pbx");
    let server = Running::serve(&place, &["--no-worker"]);
    let again =
        earmark(&["ingest", &format!("{path}/a.wav"), "--server", &server.address, "--token", &token])
            .output()
            .unwrap();
    assert!(again.status.success(), "{again:?}");
    assert!(text(&again).starts_with("known"), "{again:?}");
    let call_id = text(&again).split_whitespace().nth(1).unwrap().to_owned();
    assert_eq!(server.get_json(&token, &format!("/api/v1/calls/{call_id}"))["native_id"], "77");
}

#[test]
fn ingest_finds_out_before_it_sends_that_nothing_would_go_through() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large.wav");
    std::fs::write(&large, vec![0; 30_000_000]).unwrap();
    let large = large.to_str().unwrap();
    let place = Place::sqlite();
    let server = Running::serve(&place, &["--no-worker"]);
    let unknown = earmark(&["ingest", large, "--server", &server.address, "--token", "earmark_no"]);
    let nobody_there = earmark(&["ingest", large, "--server", "http://127.0.0.1:1", "--token", "earmark_no"]);
    for (mut command, reason) in [(unknown, "not signed in"), (nobody_there, "cannot be reached")] {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains(reason), "{output:?}");
    }
}

#[test]
fn a_pipe_that_is_closed_ends_a_command_without_a_panic() {
    let mut command = earmark(&["openapi"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be written to standard output"));
}

#[test]
fn ingest_needs_a_destination() {
    let output = earmark(&["ingest", "Cargo.toml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_agent_who_is_entered_later_hears_the_calls_they_took_before() {
    let place = Place::sqlite();
    let folder = tempfile::tempdir().unwrap();
    for (number, agent) in [(1_u16, "3201"), (2, "3202")] {
        std::fs::write(folder.path().join(format!("{number}.wav")), super::tone::tone(300 + number)).unwrap();
        let metadata = format!(r#"{{"source": "pbx", "agents": [{{"external_id": "{agent}"}}]}}"#);
        std::fs::write(folder.path().join(format!("{number}.json")), metadata).unwrap();
    }
    let ingested = text(&succeed(place.earmark(&["ingest", folder.path().to_str().unwrap()])));
    let calls: Vec<&str> = ingested.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    let enter =
        ["user", "add", "--name", "Mei", "--sign-in", "mei", "--role", "agent", "--agent", "pbx:3201"];
    succeed(place.earmark(&enter));
    let token = text(&succeed(place.earmark(&["token", "create", "--person", "mei"])));

    let server = Running::serve(&place, &["--no-worker"]);

    let seen = |call: &str| server.get(&token, &format!("/api/v1/calls/{call}")).0;
    assert_eq!((seen(calls[0]), seen(calls[1])), (200, 404));
}
