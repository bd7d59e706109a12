//! Clients that stop in the middle: silent, gone, or sending what nobody asked for.

use super::server::{Answer, TestServer};
use super::tone::tone;
use earmark::db::person::Role;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// Patience for what happens in the background.
const SOON: Duration = Duration::from_secs(20);

fn impatient_server() -> TestServer {
    TestServer::start_with(|limits| limits.pause = Duration::from_millis(300))
}

/// Sends the first thousand bytes of a recording and waits until the server has written them.
fn half_an_upload(server: &TestServer, token: &str) -> TcpStream {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    connection.set_read_timeout(Some(SOON)).unwrap();
    let head = format!(
        "POST /api/v1/calls HTTP/1.1\r\nHost: earmark\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=XYZ\r\nContent-Length: 100000\r\n\r\n\
         --XYZ\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(&tone(440)[..1000]).unwrap();
    wait_until(|| server.spooled() == 1);
    connection
}

fn wait_until(happened: impl Fn() -> bool) {
    let until = Instant::now() + SOON;
    while !happened() {
        assert!(Instant::now() < until, "it did not happen");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn everything_until_the_end(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_sender_that_falls_silent_is_told_so_and_leaves_nothing() {
    let server = impatient_server();
    let token = server.source_token("pbx");
    let mut connection = half_an_upload(&server, &token);
    let answer = everything_until_the_end(&mut connection);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("\"too_slow\""), "{answer}");
    wait_until(|| server.spooled() == 0);
    assert!(server.runtime.block_on(server.storage.list(None, 10)).unwrap().is_empty());
}

#[test]
fn a_sender_that_goes_away_leaves_nothing() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    half_an_upload(&server, &token).shutdown(Shutdown::Both).unwrap();
    wait_until(|| server.spooled() == 0);
    assert!(server.runtime.block_on(server.storage.list(None, 10)).unwrap().is_empty());
}

#[test]
fn nobody_signs_in_by_drops() {
    let server = impatient_server();
    let mut connection = TcpStream::connect(server.address()).unwrap();
    connection.set_read_timeout(Some(SOON)).unwrap();
    let begun = "POST /api/v1/session HTTP/1.1\r\nHost: earmark\r\nContent-Type: application/json\r\n\
                 Content-Length: 60\r\n\r\n{\"sign_in\":";
    connection.write_all(begun.as_bytes()).unwrap();
    let answer = everything_until_the_end(&mut connection);
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"too_slow\""), "{answer}");
}

#[test]
fn a_form_that_breaks_off_is_refused() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "multipart/form-data; boundary=XYZ")];
    let begun = b"--XYZ\r\nContent-Disposition: form-data; name=\"audio\"\r\n\r\nRIFF";
    let answer = server.post("/api/v1/calls", begun, &headers);
    assert_eq!((answer.status, answer.code().as_str()), (422, "bad_multipart"));
    assert_eq!(server.spooled(), 0);
}

#[test]
fn parts_that_nobody_asked_for_are_passed_over_while_they_are_small() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let sent = |other: &[u8]| server.post_call(&token, &[("comment", other), ("audio", &tone(440))]);
    let refused = |answer: Answer| (answer.status, answer.code());
    assert_eq!(sent(b"from the night shift").status, 201);
    assert_eq!(refused(sent(&vec![b'x'; 20_000])), (422, "other_parts".to_owned()));
    let empty_parts = vec![("comment", &b""[..]); 20_000];
    assert_eq!(refused(server.post_call(&token, &empty_parts)), (422, "other_parts".to_owned()));
}

#[test]
fn a_body_of_another_kind_or_size_is_named_as_such() {
    let server = TestServer::start();
    server.person("mei", Role::Inspector, None, None);
    let json = [("content-type", "application/json")];
    let plain = server.post("/api/v1/session", b"sign_in=mei", &[("content-type", "text/plain")]);
    assert_eq!((plain.status, plain.code().as_str()), (415, "not_json"));
    let large = server.post("/api/v1/session", &vec![b' '; 300 * 1024], &json);
    assert_eq!((large.status, large.code().as_str()), (413, "body_too_large"));
    let wrong = server.post("/api/v1/session", br#"{"sign_in": "mei", "password": 4711}"#, &json);
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "bad_body"));
    assert!(!String::from_utf8_lossy(&wrong.body).contains("4711"), "a password is not sent back");
}

#[test]
fn an_early_refusal_ends_the_connection_of_whoever_is_still_sending() {
    let server = TestServer::start();
    let framings = [("content-length: 62914560", false), ("transfer-encoding: chunked", true)];
    for (framing, chunked) in framings {
        let mut client = TcpStream::connect(server.address()).unwrap();
        client.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!(
            "POST /api/v1/calls HTTP/1.1\r\nhost: x\r\nauthorization: Bearer wrong\r\n\
             content-type: multipart/form-data; boundary=XYZ\r\n{framing}\r\n\r\n"
        );
        client.write_all(head.as_bytes()).unwrap();
        let piece = vec![b'x'; 0x10000];
        let ended = (0..960).find_map(|_| {
            let sent = if chunked { write!(client, "10000\r\n") } else { Ok(()) };
            let sent = sent.and_then(|()| client.write_all(&piece));
            sent.and_then(|()| if chunked { client.write_all(b"\r\n") } else { Ok(()) }).err()
        });
        // All of it was read away, or the connection was closed; what must not be is silence.
        if let Some(error) = ended {
            let silent = [std::io::ErrorKind::WouldBlock, std::io::ErrorKind::TimedOut];
            assert!(!silent.contains(&error.kind()), "{framing}: {error}");
        }
    }
}
