//! Uploads that are interrupted and continued.

use super::server::{Answer, TestServer, noon};
use super::tone::tone;
use earmark::db::person::Role;
use earmark::db::source;
use earmark::db::stored_object::{self, Purpose};
use earmark::db::tombstone::{self, Tombstone};
use earmark::ids::{RecordingId, TombstoneId};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Patience for what happens in the background.
const SOON: Duration = Duration::from_secs(20);

/// A sender that speaks tus.
pub(crate) struct Sender<'a> {
    server: &'a TestServer,
    bearer: String,
}

impl<'a> Sender<'a> {
    pub(crate) fn new(server: &'a TestServer, token: &str) -> Self {
        Self { server, bearer: format!("Bearer {token}") }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(self.server.url(path))
            .header("authorization", &self.bearer)
            .header("tus-resumable", "1.0.0");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = self.server.agent.run(request.body(body).unwrap()).unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_vec().unwrap(),
        }
    }

    fn begin(&self, length: usize, metadata: &str) -> Answer {
        let length = length.to_string();
        self.ask("POST", "/api/v1/uploads", &[("upload-length", &length), ("upload-metadata", metadata)], b"")
    }

    /// Begins an upload and returns its address.
    pub(crate) fn begun(&self, length: usize, metadata: &str) -> String {
        let begun = self.begin(length, metadata);
        assert_eq!(begun.status, 201, "{begun:?}");
        begun.header("location").unwrap().to_owned()
    }

    pub(crate) fn proceed(&self, at: &str, offset: usize, bytes: &[u8]) -> Answer {
        let offset = offset.to_string();
        let headers =
            [("upload-offset", offset.as_str()), ("content-type", "application/offset+octet-stream")];
        self.ask("PATCH", at, &headers, bytes)
    }

    fn offset(&self, at: &str) -> String {
        let head = self.ask("HEAD", at, &[], b"");
        assert_eq!((head.status, head.header("cache-control")), (200, Some("no-store")), "{head:?}");
        head.header("upload-offset").unwrap().to_owned()
    }

    pub(crate) fn show(&self, at: &str) -> serde_json::Value {
        self.ask("GET", at, &[], b"").json()
    }
}

/// `filename call.wav`
const NAMED: &str = "filename Y2FsbC53YXY=";

#[test]
fn what_is_spoken_is_told_to_everybody() {
    let server = TestServer::start();
    let told = server.send("OPTIONS", "/api/v1/uploads", &[]);
    assert_eq!(told.status, 204);
    assert_eq!(told.header("tus-version"), Some("1.0.0"));
    assert_eq!(told.header("tus-extension"), Some("creation,termination,expiration"));
    assert_eq!(told.header("tus-max-size"), Some("1048576"));
}

#[test]
fn a_file_in_pieces_becomes_a_call_as_one_in_one_piece_does() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let (sender, audio) = (Sender::new(&server, &token), tone(440));
    let at = sender.begun(audio.len(), NAMED);
    assert_eq!(sender.offset(&at), "0");
    let first = sender.proceed(&at, 0, &audio[..1000]);
    assert_eq!((first.status, first.header("upload-offset")), (204, Some("1000")));
    assert!(first.header("upload-expires").is_some_and(|date| date.ends_with("GMT")));
    assert_eq!((first.header("tus-resumable"), sender.offset(&at).as_str()), (Some("1.0.0"), "1000"));
    let open = server.get("/api/v1/uploads", &token).json();
    assert_eq!(
        (&open["items"][0]["received"], &open["items"][0]["file_name"]),
        (&1000.into(), &"call.wav".into())
    );

    let last = sender.proceed(&at, 1000, &audio[1000..]);
    assert_eq!((last.status, last.header("earmark-upload-state")), (204, Some("accepted")), "{last:?}");
    let shown = sender.show(&at);
    assert_eq!((&shown["state"], &shown["was_known"]), (&"accepted".into(), &false.into()));
    assert!(shown["file_name"].is_null(), "what was said of the call is forgotten: {shown}");
    let recording = shown["recording_id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/recordings/{recording}");
    assert_eq!(server.get(&path, &token).json()["file_name"], "call.wav");
    let id: RecordingId = recording.parse().unwrap();
    let object =
        server.read(move |reading| stored_object::of_recording(reading, id, Purpose::Original)).unwrap();
    let stored =
        server.runtime.block_on(earmark::storage::whole(server.storage.as_ref(), object.key, 1 << 20));
    assert!(stored.unwrap() == audio);
    assert_eq!(unfinished(&server), 0);
    assert!(server.get("/api/v1/uploads", &token).json()["items"].as_array().unwrap().is_empty());

    // The same in one piece is known, and so is the same in pieces.
    let plain = server.post_call(&token, &[("audio", &audio)]);
    assert_eq!((plain.status, &plain.json()["recording_id"]), (200, &recording.as_str().into()));
    let again = sender.begun(audio.len(), "");
    assert_eq!(sender.proceed(&again, 0, &audio).status, 204);
    assert_eq!(sender.show(&again)["was_known"], true);
}

/// How many files of uploads lie in the data folder.
fn unfinished(server: &TestServer) -> usize {
    // One more: the folder's own id.
    std::fs::read_dir(server.folder().join("uploads")).unwrap().count() - 1
}

#[test]
fn what_is_said_of_the_call_comes_in_the_header_or_as_the_body() {
    let server = TestServer::start();
    server.person("manager", Role::QaManager, None, None);
    let token = server.person_token("manager");
    let (sender, audio) = (Sender::new(&server, &token), tone(441));
    // {"queue":"billing"}
    let at = sender.begun(audio.len(), "source cGJ4,metadata eyJxdWV1ZSI6ImJpbGxpbmcifQ==");
    assert_eq!(sender.proceed(&at, 0, &audio).status, 204);
    let call = sender.show(&at)["call_id"].as_str().unwrap().to_owned();
    let call = server.get(&format!("/api/v1/calls/{call}"), &token).json();
    assert_eq!((&call["source"], &call["queue"]), (&"pbx".into(), &"billing".into()));

    let length = audio.len().to_string();
    let headers = [("upload-length", length.as_str()), ("content-type", "application/json")];
    let as_body = sender.ask("POST", "/api/v1/uploads", &headers, br#"{"source": "pbx", "ticket": "T-1"}"#);
    assert_eq!(as_body.status, 201, "{as_body:?}");
    assert_eq!(sender.proceed(as_body.header("location").unwrap(), 0, &audio).status, 204);

    let twice = [headers[0], headers[1], ("upload-metadata", "metadata e30=")];
    let twice = sender.ask("POST", "/api/v1/uploads", &twice, b"{}");
    assert_eq!((twice.status, twice.code().as_str()), (422, "part_twice"));
}

#[test]
fn what_would_be_refused_is_refused_before_the_first_byte() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    server.write(|writing| {
        let source = source::find_or_make(writing, "pbx")?;
        let buried = Tombstone {
            id: TombstoneId::new(),
            source_id: source.id,
            native_id: Some("9".to_owned()),
            content_hash: None,
            reason: "the customer asked for erasure".to_owned(),
            created_at: noon(),
        };
        tombstone::insert(writing, &buried)
    });
    let sender = Sender::new(&server, &token);
    let refused = |answer: Answer| (answer.status, answer.code());
    assert_eq!(refused(sender.begin(0, "")), (422, "audio_empty".to_owned()));
    assert_eq!(refused(sender.begin(1024 * 1024 + 1, "")), (413, "audio_too_large".to_owned()));
    // {"native_id":"9"}, {"source":"other"}, {"direction":"up"}
    let buried = sender.begin(9, "metadata eyJuYXRpdmVfaWQiOiI5In0=");
    assert_eq!(refused(buried), (410, "call_deleted".to_owned()));
    let other = sender.begin(9, "metadata eyJzb3VyY2UiOiJvdGhlciJ9");
    assert_eq!(refused(other), (422, "source_differs".to_owned()));
    let wrong = sender.begin(9, "metadata eyJkaXJlY3Rpb24iOiJ1cCJ9");
    assert_eq!(refused(wrong), (422, "metadata_field".to_owned()));
    let no_length = sender.ask("POST", "/api/v1/uploads", &[], b"");
    assert_eq!(refused(no_length), (422, "bad_header".to_owned()));
    let other_version = server.send(
        "POST",
        "/api/v1/uploads",
        &[("authorization", &sender.bearer), ("tus-resumable", "0.2.2")],
    );
    assert_eq!((other_version.status, other_version.header("tus-version")), (412, Some("1.0.0")));
    assert!(server.get("/api/v1/uploads", &token).json()["items"].as_array().unwrap().is_empty());
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let at = sender.begun(2000, "");
    let audio = vec![7; 3000];
    assert_eq!(sender.proceed(&at, 0, &audio[..500]).status, 204);
    let elsewhere = sender.proceed(&at, 400, &audio[..100]);
    assert_eq!((elsewhere.status, elsewhere.code().as_str()), (409, "upload_offset"));
    assert_eq!(elsewhere.header("upload-offset"), Some("500"));
    let too_long = sender.proceed(&at, 500, &audio[..1501]);
    assert_eq!((too_long.status, too_long.code().as_str()), (413, "upload_too_long"));
    assert_eq!(sender.offset(&at), "500");
    let headers = [("upload-offset", "500"), ("content-type", "audio/wav")];
    assert_eq!(sender.ask("PATCH", &at, &headers, b"x").code(), "not_offset_stream");
    let headers = [("content-type", "application/offset+octet-stream")];
    assert_eq!(sender.ask("PATCH", &at, &headers, b"x").code(), "bad_header");
    let nothing = sender.proceed(&at, 500, b"");
    assert_eq!((nothing.status, nothing.header("upload-offset")), (204, Some("500")));
}

#[test]
fn what_is_no_recording_is_refused_at_the_end_and_the_reason_can_be_asked_for() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let letter = b"a letter to the customer";
    let at = sender.begun(letter.len(), NAMED);
    let refused = sender.proceed(&at, 0, letter);
    assert_eq!((refused.status, refused.code().as_str()), (415, "audio_not_recognised"));
    let shown = sender.show(&at);
    assert_eq!(
        (&shown["state"], &shown["failure"]["code"]),
        (&"refused".into(), &"audio_not_recognised".into())
    );
    assert_eq!(sender.proceed(&at, letter.len(), b"").code(), "upload_refused");
    assert_eq!(unfinished(&server), 0);
}

#[test]
fn an_upload_is_its_senders_alone_and_goes_when_it_is_given_up() {
    let server = TestServer::start();
    let (own, other) = (server.source_token("pbx"), server.source_token("other"));
    server.person("admin", Role::Administrator, None, None);
    let admin = server.person_token("admin");
    let sender = Sender::new(&server, &own);
    let at = sender.begun(2000, "");
    assert_eq!(sender.proceed(&at, 0, &[1; 100]).status, 204);
    for stranger in [&other, &admin] {
        let stranger = Sender::new(&server, stranger);
        assert_eq!(stranger.ask("GET", &at, &[], b"").status, 404);
        assert_eq!(stranger.ask("HEAD", &at, &[], b"").status, 404);
        assert_eq!(stranger.proceed(&at, 100, b"x").status, 404);
        assert_eq!(stranger.ask("DELETE", &at, &[], b"").status, 404);
    }
    assert_eq!(unfinished(&server), 1);
    assert_eq!(sender.ask("DELETE", &at, &[], b"").status, 204);
    assert_eq!(sender.ask("HEAD", &at, &[], b"").status, 404);
    assert_eq!(unfinished(&server), 0);
}

#[test]
fn nobody_has_more_open_than_the_limits_say() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let first = sender.begun(1024 * 1024, "");
    sender.begun(1024 * 1024, "");
    let too_large = sender.begin(1, "");
    assert_eq!((too_large.status, too_large.code().as_str()), (429, "too_many_uploads"));
    let other = server.source_token("other");
    assert_eq!(Sender::new(&server, &other).begin(1, "").status, 201, "each has limits of their own");
    assert_eq!(sender.ask("DELETE", &first, &[], b"").status, 204);
    sender.begun(1, "");
    sender.begun(1, "");
    assert_eq!(sender.begin(1, "").code(), "too_many_uploads");
}

/// Begins to continue an upload, sends some of what it announces, and stays silent.
fn half_a_continuation(server: &TestServer, token: &str, at: &str, sent: &[u8]) -> TcpStream {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    connection.set_read_timeout(Some(SOON)).unwrap();
    let head = format!(
        "PATCH {at} HTTP/1.1\r\nHost: earmark\r\nAuthorization: Bearer {token}\r\nTus-Resumable: 1.0.0\r\n\
         Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 1000000\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(sent).unwrap();
    connection
}

pub(crate) fn wait_until(happened: impl Fn() -> bool) {
    let until = Instant::now() + SOON;
    while !happened() {
        assert!(Instant::now() < until, "it did not happen");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn what_came_before_the_network_went_is_kept() {
    let server = TestServer::start_with(|limits| limits.pause = Duration::from_secs(20));
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let at = sender.begun(1_000_000, "");
    drop(half_a_continuation(&server, &token, &at, &[5; 40_000]));
    // Asking with HEAD would itself end the continuation, before everything is read.
    wait_until(|| sender.show(&at)["received"] == 40_000);
    assert_eq!(sender.offset(&at), "40000");
}

#[test]
fn a_sender_that_falls_silent_is_told_so_and_what_came_is_kept() {
    let server = TestServer::start_with(|limits| limits.pause = Duration::from_millis(300));
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let at = sender.begun(1_000_000, "");
    let mut connection = half_a_continuation(&server, &token, &at, &[5; 40_000]);
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"too_slow\""), "{answer}");
    assert_eq!(sender.offset(&at), "40000");
}

#[test]
fn whoever_comes_back_need_not_wait_until_the_old_connection_is_given_up() {
    let server = TestServer::start_with(|limits| limits.pause = Duration::from_mins(5));
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let at = sender.begun(1_000_000, "");
    let mut lost = half_a_continuation(&server, &token, &at, &[5; 600_000]);
    wait_until(|| bytes_on_disk(&server, &at) > 0);
    let offset: usize = sender.offset(&at).parse().unwrap();
    assert!(offset > 0);
    assert_eq!(sender.proceed(&at, offset, &[6; 10]).status, 204);
    let mut answer = String::new();
    lost.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 409 ") && answer.contains("\"upload_busy\""), "{answer}");
    assert_eq!(sender.offset(&at), (offset + 10).to_string());
}

/// How much of an upload was written, safe or not.
fn bytes_on_disk(server: &TestServer, at: &str) -> u64 {
    let file = server.folder().join("uploads").join(at.rsplit('/').next().unwrap());
    std::fs::metadata(file).map_or(0, |metadata| metadata.len())
}

#[test]
fn a_stop_keeps_what_came() {
    let server = TestServer::start_with(|limits| limits.pause = Duration::from_mins(5));
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let at = sender.begun(1_000_000, "");
    let _held = half_a_continuation(&server, &token, &at, &[5; 600_000]);
    wait_until(|| bytes_on_disk(&server, &at) > 0);
    server.runtime.block_on(server.uploads.stop());
    let received = sender.show(&at)["received"].as_u64().unwrap();
    assert!(received > 0);
    assert_eq!(received, bytes_on_disk(&server, &at));
}

#[test]
fn old_uploads_are_forgotten_and_files_that_nobody_needs_removed() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    let sender = Sender::new(&server, &token);
    let audio = tone(450);
    let done = sender.begun(audio.len(), "");
    assert_eq!(sender.proceed(&done, 0, &audio).status, 204);
    server.clock.advance(Duration::from_hours(12));
    let at = sender.begun(2000, "");
    assert_eq!(sender.proceed(&at, 0, &[1; 100]).status, 204);
    let stray = server.folder().join("uploads").join("01936f5e-0000-7000-8000-000000000000");
    std::fs::write(&stray, b"left over").unwrap();
    server.clock.advance(Duration::from_hours(13));
    let _guard = server.runtime.enter();
    let housekeeping = tokio::spawn(Arc::clone(&server.uploads).keep_house());
    wait_until(|| sender.ask("GET", &done, &[], b"").status == 404 && !stray.exists());
    assert_eq!(sender.offset(&at), "100", "a day has not gone by since its last byte");
    housekeeping.abort();
    server.clock.advance(Duration::from_hours(12));
    let housekeeping = tokio::spawn(Arc::clone(&server.uploads).keep_house());
    wait_until(|| sender.ask("GET", &at, &[], b"").status == 404);
    wait_until(|| unfinished(&server) == 0);
    housekeeping.abort();
}
