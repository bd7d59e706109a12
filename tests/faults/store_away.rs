//! The object store goes away and comes back.

use super::garage::Garage;
use super::program::{Place, Running};
use super::sending::{calls, readiness, send, sending, serve, sound, spooled, until_counted};
use super::tone::tone;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const ONE_WAITS: &str = "earmark_uploads_waiting 1";

#[test]
fn an_upload_waits_for_a_store_that_was_killed_and_is_accepted_when_it_is_back() {
    let Some(garage) = Garage::start() else { return };
    let place = Place::sqlite();
    let server = serve(&place, |command| garage.equip(command), &["--store-wait", "120"]);
    let token = place.source_token("pbx");
    let before = send(&server.address, &token, "before", &tone(300));
    assert_eq!(before.status, 201, "{before:?}");

    garage.kill();
    let (status, ready) = readiness(&server);
    assert_eq!((status, &ready["object_store"], &ready["database"]), (503, &false.into(), &true.into()));
    assert_eq!(ready["object_store_code"], "store_unreachable");
    let waiting = sending(&server, &token, "meanwhile", &tone(400));
    until_counted(&server, ONE_WAITS);
    garage.again();

    let answer = waiting.join().unwrap();
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(sound(&server, &token, &answer.recording), tone(400));
    assert_eq!(sound(&server, &token, &before.recording), tone(300));
    assert_eq!(calls(&server, &token), 2);
    assert_eq!(spooled(place.data()), 0);
    until_counted(&server, "earmark_uploads_waiting 0");
}

#[test]
fn an_upload_waits_for_a_store_that_hangs() {
    let Some(garage) = Garage::start() else { return };
    let place = Place::sqlite();
    let server = serve(&place, |command| garage.equip(command), &["--store-wait", "120"]);
    let token = place.source_token("pbx");

    garage.hang();
    let waiting = sending(&server, &token, "meanwhile", &tone(400));
    until_counted(&server, ONE_WAITS);
    garage.go_on();

    let answer = waiting.join().unwrap();
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(sound(&server, &token, &answer.recording), tone(400));
    assert_eq!((calls(&server, &token), spooled(place.data())), (1, 0));
}

#[test]
fn an_upload_that_waited_too_long_is_told_to_come_again_and_leaves_nothing() {
    let Some(garage) = Garage::start() else { return };
    let place = Place::sqlite();
    let server = serve(&place, |command| garage.equip(command), &["--store-wait", "1"]);
    let token = place.source_token("pbx");

    garage.kill();
    let refused = send(&server.address, &token, "late", &tone(300));
    assert_eq!((refused.status, refused.code.as_str()), (503, "store_unreachable"), "{refused:?}");
    assert!(refused.retry_after.is_some());
    assert_eq!((calls(&server, &token), spooled(place.data())), (0, 0));

    garage.again();
    let accepted = send(&server.address, &token, "late", &tone(300));
    assert_eq!(accepted.status, 201, "{accepted:?}");
    assert_eq!(sound(&server, &token, &accepted.recording), tone(300));
    assert_eq!(calls(&server, &token), 1);
}

/// A job that fails because the store is away gets three attempts like any other; it is claimed
/// more often than that here.
#[test]
fn a_worker_waits_for_the_store_and_no_attempt_is_lost() {
    let Some(garage) = Garage::start() else { return };
    let place = Place::sqlite();
    let server = serve(&place, |command| garage.equip(command), &[]);
    let token = place.source_token("pbx");
    let accepted = send(&server.address, &token, "one", &tone(300));
    assert_eq!(accepted.status, 201, "{accepted:?}");

    garage.kill();
    let worker_id = "00000000-0000-7000-8000-000000000001";
    let mut command = place.earmark(&["worker-child", "--lane", "prepare", "--worker-id", worker_id]);
    command.args(["--backoff-ms", "50"]).stdin(Stdio::piped()).stderr(Stdio::piped());
    garage.equip(&mut command);
    let mut worker = Running::start(command);
    let said = BufReader::new(worker.child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let put_back = said.filter(|line| line.contains("job put back")).take(5).count();
    assert_eq!(put_back, 5);
    garage.again();

    let path = format!("/api/v1/recordings/{}", accepted.recording);
    server.get_until(&token, &path, |recording| recording["state"] == "prepared");
}
