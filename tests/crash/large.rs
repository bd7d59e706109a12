//! A very large recording through a server that stays small, in both ways.
//!
//! One gibibyte; `EARMARK_LARGE_GIB` says otherwise (`make test-large`: four).

use super::clients::{agent, wav_header};
use super::place::Place;
use super::server::Server;
use serde_json::Value;
use std::io::{Cursor, Read};
use std::time::Duration;
use ureq::SendBody;

const MIB: u64 = 1024 * 1024;
/// The most memory that the server may ever have had.
const MEMORY_MOST: u64 = 256 * MIB;
/// How much goes in one piece.
const PIECE: u64 = 64 * MIB;

/// A little less than the gibibytes asked for: a WAV of exactly four would be more than its own
/// header can say.
fn size() -> u64 {
    let gib: u64 = std::env::var("EARMARK_LARGE_GIB").map_or(1, |text| text.parse().unwrap());
    gib * 1024 * MIB - MIB
}

/// A recording of that many bytes that nobody holds: a header, then the low bits of a counter.
fn recording(size: u64, first: u8) -> impl Read {
    let header = wav_header(u32::try_from(size - 58).unwrap_or(u32::MAX));
    let begun = header.len() as u64;
    Cursor::new(header).chain(std::io::repeat(first).take(size - begun))
}

fn memory_of(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

#[test]
fn a_server_stays_small_whatever_the_size() {
    let place = Place::sqlite();
    let token = place.source_token("pbx");
    let server = Server::start_with(&place, &["--no-worker"]);
    let bearer = format!("Bearer {token}");
    let size = size();

    let head = "--XYZ\r\ncontent-disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\n";
    let mut form = Cursor::new(head).chain(recording(size, 0x55)).chain(Cursor::new("\r\n--XYZ--\r\n"));
    let mut answer = patient()
        .post(format!("{}/api/v1/calls", server.address()))
        .header("authorization", &bearer)
        .header("content-type", "multipart/form-data; boundary=XYZ")
        .send(SendBody::from_reader(&mut form))
        .unwrap();
    assert_eq!(answer.status().as_u16(), 201, "{}", answer.body_mut().read_to_string().unwrap());
    let plain = memory_of(&server);

    let begun = patient()
        .post(format!("{}/api/v1/uploads", server.address()))
        .header("authorization", &bearer)
        .header("upload-length", size.to_string())
        .send_empty()
        .unwrap();
    assert_eq!(begun.status().as_u16(), 201);
    let at = format!("{}{}", server.address(), begun.headers()["location"].to_str().unwrap());
    let mut content = recording(size, 0xaa);
    for offset in (0..size).step_by(usize::try_from(PIECE).unwrap()) {
        let mut piece = content.by_ref().take(PIECE);
        let answer = patient()
            .patch(&at)
            .header("authorization", &bearer)
            .header("upload-offset", offset.to_string())
            .header("content-type", "application/offset+octet-stream")
            .send(SendBody::from_reader(&mut piece))
            .unwrap();
        assert_eq!(answer.status().as_u16(), 204);
    }
    let mut shown = agent().get(&at).header("authorization", &bearer).call().unwrap();
    let shown: Value = shown.body_mut().read_json().unwrap();
    assert_eq!((&shown["state"], &shown["received"]), (&"accepted".into(), &size.into()), "{shown}");
    let in_pieces = memory_of(&server);
    eprintln!("{size} bytes: at most {} MiB of memory plain, {} MiB in pieces", plain / MIB, in_pieces / MIB);
    assert!(in_pieces < MEMORY_MOST, "{in_pieces} bytes of memory");
}

fn patient() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(10)))
        .build()
        .new_agent()
}
