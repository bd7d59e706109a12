//! PostgreSQL goes away and comes back.

use super::program::Place;
use super::sending::{calls, send, serve, sound, spooled};
use super::tone::tone;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// A PostgreSQL of a test's own.
struct Postgres {
    folder: TempDir,
    url: String,
}

impl Postgres {
    /// None: there is none on this machine, which is said aloud.
    fn start() -> Option<Self> {
        if std::env::var_os("EARMARK_TEST_POSTGRES").is_none() {
            assert!(std::env::var_os("CI").is_none(), "CI tests PostgreSQL: set EARMARK_TEST_POSTGRES");
            eprintln!("SKIPPED: EARMARK_TEST_POSTGRES is not set, so nothing was tested on PostgreSQL");
            return None;
        }
        // Directly in the folder for temporary files: the server's own user has to reach it.
        let folder = tempfile::tempdir().unwrap();
        let url = script("start", &folder);
        Some(Self { folder, url: url.trim().to_owned() })
    }

    fn halt(&self) {
        script("halt", &self.folder);
    }

    fn again(&self) {
        script("again", &self.folder);
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = Command::new("scripts/postgres.sh").arg("stop").arg(self.folder.path()).status();
    }
}

fn script(action: &str, folder: &TempDir) -> String {
    let output = Command::new("scripts/postgres.sh").arg(action).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Announces a large recording, sends none of it, and reads what is answered all the same.
fn answer_before_the_body(address: &str, token: &str) -> String {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let head = format!(
        "POST /api/v1/calls HTTP/1.1\r\nhost: earmark\r\nauthorization: Bearer {token}\r\n\
         content-type: multipart/form-data; boundary=x\r\ncontent-length: 1073741824\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // The server ends the connection: whoever goes on sending is not listened to.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn without_the_database_nobody_has_to_send_a_body_and_what_was_accepted_is_there_afterwards() {
    let Some(postgres) = Postgres::start() else { return };
    let place = Place { database: Some(postgres.url.clone()), ..Place::sqlite() };
    let server = serve(&place, |_| {}, &[]);
    let token = place.source_token("pbx");
    let before = send(&server.address, &token, "before", &tone(300));
    assert_eq!(before.status, 201, "{before:?}");

    postgres.halt();
    let answer = answer_before_the_body(&server.address, &token);
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("retry-after: "), "{answer}");
    assert!(answer.contains("database_away"), "{answer}");
    let (status, ready) = super::sending::readiness(&server);
    assert_eq!((status, &ready["object_store"], &ready["database"]), (503, &true.into(), &false.into()));

    postgres.again();
    assert_eq!(sound(&server, &token, &before.recording), tone(300));
    let after = send(&server.address, &token, "after", &tone(400));
    assert_eq!(after.status, 201, "{after:?}");
    assert_eq!((calls(&server, &token), spooled(place.data())), (2, 0));
}
