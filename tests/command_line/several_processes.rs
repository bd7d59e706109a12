//! PostgreSQL, two servers and two workers on one machine: any of them does any of the work.

use super::program::{Place, Running, earmark, succeed, text};
use super::tone::tone;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use rustix::process::Signal;

/// A database of its own on the server that `EARMARK_TEST_POSTGRES` names.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn create(purpose: &str) -> Option<Self> {
        let Ok(server) = std::env::var("EARMARK_TEST_POSTGRES") else {
            assert!(std::env::var_os("CI").is_none(), "CI tests PostgreSQL: set EARMARK_TEST_POSTGRES");
            eprintln!("SKIPPED: EARMARK_TEST_POSTGRES is not set, so nothing was tested on PostgreSQL");
            return None;
        };
        let name = format!("earmark_{purpose}_{}", std::process::id());
        administer(&server, &format!("CREATE DATABASE {name}"));
        Some(Self { server, name })
    }

    fn url(&self) -> String {
        let (before, _) = self.server.rsplit_once('/').unwrap();
        format!("{before}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        administer(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn administer(server: &str, statement: &str) {
    PgConnection::establish(server).unwrap().batch_execute(statement).unwrap();
}

#[test]
fn two_servers_and_two_workers_share_the_work_and_one_may_be_killed() {
    let Some(database) = Database::create("processes") else { return };
    let place = Place { database: Some(database.url()), ..Place::sqlite() };
    let worker = || {
        Running::start(place.earmark(&[
            "worker",
            "--lanes",
            "prepare",
            "--lease-ms",
            "2000",
            "--backoff-ms",
            "100",
        ]))
    };
    let (doomed, _survivor) = (worker(), worker());
    let servers = [Running::serve(&place, &["--no-worker"]), Running::serve(&place, &["--no-worker"])];
    let token = place.source_token("pbx");

    let folder = tempfile::tempdir().unwrap();
    let mut recordings = Vec::new();
    for number in 0..12_u16 {
        let path = folder.path().join(format!("{number}.wav"));
        std::fs::write(&path, tone(300 + number)).unwrap();
        let server = &servers[usize::from(number) % 2];
        let sent = succeed(earmark(&[
            "ingest",
            path.to_str().unwrap(),
            "--server",
            &server.address,
            "--token",
            &token,
        ]));
        recordings.push(text(&sent).split_whitespace().nth(2).unwrap().to_owned());
        if number == 6 {
            doomed.signal(Signal::KILL);
        }
    }
    for (number, recording) in recordings.iter().enumerate() {
        let other_server = &servers[(number + 1) % 2];
        let path = format!("/api/v1/recordings/{recording}");
        let prepared = other_server.get_until(&token, &path, |recording| recording["state"] != "accepted");
        assert_eq!(prepared["state"], "prepared");
        assert_eq!(
            other_server.get(&token, &format!("{path}/audio")).1,
            tone(300 + u16::try_from(number).unwrap())
        );
    }
    for server in servers {
        server.signal(Signal::TERM);
        assert_eq!(server.wait().code(), Some(0));
    }
}

#[test]
fn a_short_command_ends_well_every_time() {
    let Some(database) = Database::create("commands") else { return };
    let place = Place { database: Some(database.url()), ..Place::sqlite() };
    // What else connects while the command ends once crashed it, one time in seven.
    for _ in 0..40 {
        place.source_token("pbx");
    }
}
