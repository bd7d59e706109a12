//! One database, several stores: which one is in force, moving to another, looking through it.

use super::garage::Garage;
use super::program::{Place, Running, succeed, text};
use super::sending::{calls, send, serve, sound};
use super::tone::tone;
use std::path::{Path, PathBuf};
use std::process::Command;

fn objects_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut objects: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { objects_below(&path) } else { vec![path] }).collect();
    objects.sort();
    objects
}

/// Moves to a bucket, with its keys.
fn move_to_bucket(place: &Place, garage: &Garage) -> String {
    let mut command = place.earmark(&["storage", "move", "--to", &garage.address]);
    garage.equip(&mut command);
    command.env_remove("EARMARK_STORAGE");
    text(&succeed(command))
}

#[test]
fn recordings_move_to_a_bucket_and_back_while_a_server_runs() {
    let Some(garage) = Garage::start() else { return };
    let place = Place::sqlite();
    let old_server = serve(&place, |_| {}, &[]);
    let token = place.source_token("pbx");
    let accepted: Vec<_> = (0..5_u16)
        .map(|number| send(&old_server.address, &token, &number.to_string(), &tone(300 + number)))
        .collect();
    let originals = objects_below(&place.data().join("objects"));

    assert!(move_to_bucket(&place, &garage).contains("5 objects are in s3://"));
    assert_eq!(objects_below(&place.data().join("objects")), originals, "the old store was not touched");

    // The server that still uses the old store reads, and accepts nothing that would be lost.
    assert_eq!(sound(&old_server, &token, &accepted[0].recording), tone(300));
    let refused = send(&old_server.address, &token, "lost?", &tone(999));
    assert_eq!((refused.status, refused.code.as_str()), (503, "store_moved"), "{refused:?}");
    drop(old_server);
    let output = place.earmark(&["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("are in s3://earmark"), "{said}");

    let server = serve(&place, |command| garage.equip(command), &[]);
    for (number, one) in (0_u16..).zip(&accepted) {
        assert_eq!(sound(&server, &token, &one.recording), tone(300 + number));
    }
    let next = send(&server.address, &token, "next", &tone(700));
    assert_eq!(next.status, 201, "{next:?}");
    drop(server);

    // And to a folder of its own.
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("objects");
    let mut back = place.earmark(&["storage", "move", "--to", to.to_str().unwrap()]);
    garage.equip(&mut back);
    assert!(text(&succeed(back)).contains("6 objects are in folder:"));
    let server = serve(&place, |_| {}, &["--storage", to.to_str().unwrap()]);
    assert_eq!(sound(&server, &token, &next.recording), tone(700));
    assert_eq!(calls(&server, &token), 6);
}

/// Runs `verify` and returns whether all was well, and what was said.
fn verify(place: &Place) -> (bool, String) {
    let output = place.earmark(&["storage", "verify", "--afresh"]).output().unwrap();
    (output.status.success(), text(&output))
}

#[test]
fn what_is_damaged_or_missing_is_found_and_kept_for_the_administrator() {
    let place = Place::sqlite();
    let server = serve(&place, |_| {}, &[]);
    let token = place.source_token("pbx");
    for number in 0..4_u16 {
        send(&server.address, &token, &number.to_string(), &tone(300 + number));
    }
    assert_eq!(verify(&place), (true, verify(&place).1));
    assert!(verify(&place).1.starts_with("4 objects, "));

    let objects = objects_below(&place.data().join("objects"));
    let mut damaged = std::fs::read(&objects[1]).unwrap();
    damaged[1_000] ^= 1;
    std::fs::write(&objects[1], &damaged).unwrap();
    std::fs::write(&objects[2], &damaged[..2_000]).unwrap();
    std::fs::remove_file(&objects[3]).unwrap();
    let (is_well, said) = verify(&place);
    assert!(!is_well);
    assert!(said.ends_with("2 damaged, 1 missing, 0 unknown"), "{said}");
    for (object, word) in [(&objects[1], "damaged"), (&objects[2], "damaged"), (&objects[3], "missing")] {
        let line = format!("{word} {} original of recording ", object.file_name().unwrap().to_str().unwrap());
        assert!(said.contains(&line), "{line}: {said}");
    }
    assert_eq!(objects_below(&place.data().join("objects")).len(), 3, "nothing was repaired");
    expect_the_interface_to_tell(&place, &server);
}

/// The last walk and what it found, for an administrator.
fn expect_the_interface_to_tell(place: &Place, server: &Running) {
    let add = ["user", "add", "--name", "Sam", "--sign-in", "sam", "--role", "administrator"];
    succeed(place.earmark(&add));
    let token = text(&succeed(place.earmark(&["token", "create", "--person", "sam"])));
    let storage = server.get_json(&token, "/api/v1/storage");
    assert_eq!(storage["store"], "data-folder");
    let last = &storage["last"];
    assert_eq!((&last["objects"], &last["damaged"], &last["missing"]), (&4.into(), &2.into(), &1.into()));
    let page = server.get_json(&token, "/api/v1/storage/findings?limit=2");
    assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&3.into(), 2));
    let next = format!("/api/v1/storage/findings?cursor={}", page["next"].as_str().unwrap());
    let rest = server.get_json(&token, &next);
    assert_eq!(rest["items"][0]["problem"], "missing");
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_bucket_without_keys_or_with_wrong_ones_is_told_at_the_start() {
    let place = Place::sqlite();
    let mut without = place.earmark(&["serve", "--storage", "s3://calls?endpoint=http://127.0.0.1:9"]);
    without.env_remove("EARMARK_S3_ACCESS_KEY").env_remove("EARMARK_S3_SECRET_KEY");
    expect_refusal(without, "EARMARK_S3_ACCESS_KEY");
    expect_refusal(place.earmark(&["serve", "--storage", "s3://KEY:geheim@calls"]), "keys do not belong");
    let Some(garage) = Garage::start() else { return };
    let mut wrong = place.earmark(&["serve", "--listen", "127.0.0.1:0"]);
    garage.equip(&mut wrong);
    wrong.env("EARMARK_S3_SECRET_KEY", "geheim".repeat(8));
    expect_refusal(wrong, "refuses our keys");
}

fn expect_refusal(mut command: Command, words: &str) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(said.contains(words), "{said}");
    assert!(!said.contains("geheim"), "{said}");
}
