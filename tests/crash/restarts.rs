//! An upload goes on after its server was killed in the middle of a piece, and `earmark ingest` waits
//! for the next one.

use super::clients::{agent, wav_header};
use super::place::Place;
use super::server::{PATIENCE, Server};
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

const MIB: usize = 1024 * 1024;

/// A recording that is nowhere alike.
fn recording(size: usize) -> Vec<u8> {
    let mut file = wav_header(u32::try_from(size).unwrap());
    let mut dice = super::dice::Dice::new(7);
    while file.len() < size {
        file.extend_from_slice(&dice.next().to_le_bytes());
    }
    file
}

#[test]
fn an_upload_goes_on_after_its_server_was_killed_in_the_middle_of_a_piece() {
    let place = Place::sqlite();
    let token = place.source_token("pbx");
    let content = recording(40 * MIB);
    let mut server = Server::start_with(&place, &["--no-worker"]);
    let begun = agent()
        .post(format!("{}/api/v1/uploads", server.address()))
        .header("authorization", format!("Bearer {token}"))
        .header("upload-length", content.len().to_string())
        .send_empty()
        .unwrap();
    let at = begun.headers()["location"].to_str().unwrap().to_owned();

    // One piece that never ends: what is safe of it then is what was made safe on the way.
    let mut connection = TcpStream::connect(server.address().trim_start_matches("http://")).unwrap();
    let head = format!(
        "PATCH {at} HTTP/1.1\r\nhost: earmark\r\nauthorization: Bearer {token}\r\nupload-offset: 0\r\n\
         content-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
        content.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(&content[..35 * MIB]).unwrap();
    let until = Instant::now() + PATIENCE;
    while show(&server, &token, &at)["received"].as_u64().unwrap() < 32 * MIB as u64 {
        assert!(Instant::now() < until, "nothing is made safe on the way");
        std::thread::sleep(Duration::from_millis(20));
    }
    server.kill();

    let server = Server::start_with(&place, &["--no-worker"]);
    let safe = usize::try_from(show(&server, &token, &at)["received"].as_u64().unwrap()).unwrap();
    assert!(safe >= 32 * MIB && safe < content.len(), "{safe}");
    let answer = agent()
        .patch(format!("{}{at}", server.address()))
        .header("authorization", format!("Bearer {token}"))
        .header("upload-offset", safe.to_string())
        .header("content-type", "application/offset+octet-stream")
        .send(&content[safe..])
        .unwrap();
    assert_eq!(answer.status().as_u16(), 204);
    let recording = show(&server, &token, &at)["recording_id"].as_str().unwrap().to_owned();
    let stored = bytes_of(&server, &token, &recording);
    assert_eq!(stored, content.len() as u64);
    super::check::content_is(&place, &recording, &content);
}

fn bytes_of(server: &Server, token: &str, recording: &str) -> u64 {
    show(server, token, &format!("/api/v1/recordings/{recording}"))["bytes"].as_u64().unwrap()
}

fn show(server: &Server, token: &str, path: &str) -> Value {
    let mut answer = agent()
        .get(format!("{}{path}", server.address()))
        .header("authorization", format!("Bearer {token}"))
        .call()
        .unwrap();
    answer.body_mut().read_json().unwrap()
}

#[test]
fn the_command_line_waits_for_a_server_that_is_started_again() {
    let place = Place::sqlite();
    let token = place.source_token("pbx");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.wav");
    let content = recording(60 * MIB);
    std::fs::write(&path, &content).unwrap();
    let mut server = Server::start_with(&place, &["--no-worker"]);
    let address = server.address().to_owned();
    let mut ingest = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .args(["ingest", path.to_str().unwrap(), "--server", &address, "--token", &token])
        .env("EARMARK_LOG", "error")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let until = Instant::now() + PATIENCE;
    while show(&server, &token, "/api/v1/uploads")["items"][0]["received"].as_u64().unwrap_or_default() == 0 {
        assert!(Instant::now() < until, "nothing arrives");
        assert!(ingest.try_wait().unwrap().is_none(), "it ended too early to be interrupted");
        std::thread::sleep(Duration::from_millis(5));
    }
    server.kill();
    let port = address.rsplit(':').next().unwrap();
    let _server = Server::start_at(&place, port, &["--no-worker"]);
    let said = ingest.wait_with_output().unwrap();
    assert!(said.status.success());
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.starts_with("new"), "{said}");
    let recording = said.split_whitespace().nth(2).unwrap();
    super::check::content_is(&place, recording, &content);
}
