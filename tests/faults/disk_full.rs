//! A disk that is full: what does not fit is refused before anybody is told yes, leaves nothing,
//! and what fits goes on.

use super::program::{Place, Running};
use super::sending::{calls, send, sound};
use super::tone::tone;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A WAV file larger than the disk: announced as long as it is.
fn too_large() -> Vec<u8> {
    let mut file = tone(300);
    file.resize(60 * 1024 * 1024, 0);
    file
}

/// A server with a disk of 50 MB mounted at `small`, in a mount namespace of its own, so that
/// nobody else sees it and it goes with the server. None: that is not allowed here.
fn on_a_small_disk(place: &Place, small: &Path, options: &[&str]) -> Option<Running> {
    let allowed = Command::new("unshare").args(["-m", "true"]).status();
    if !allowed.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: mount namespaces are not allowed here, so no full disk was tested");
        return None;
    }
    let serve = place.earmark(&["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", "mount -t tmpfs -o size=50m none \"$0\" && exec \"$@\""]).arg(small);
    command.arg(serve.get_program()).args(serve.get_args()).args(options).env("EARMARK_LOG", "error");
    Some(Running::listening(command))
}

/// A folder as the server sees it.
fn seen_by(server: &Running, folder: &Path) -> PathBuf {
    Path::new("/proc")
        .join(server.child.id().to_string())
        .join("root")
        .join(folder.strip_prefix("/").unwrap())
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { bytes_below(&path) } else { path.metadata().unwrap().len() }).sum()
}

/// What does not fit is refused with its own code; `full` then holds no piece of it, and a small
/// recording is accepted.
fn expect_a_clear_end(server: &Running, token: &str, full: &Path) {
    let refused = send(&server.address, token, "large", &too_large());
    assert_eq!((refused.status, refused.code.as_str()), (507, "disk_full"), "{refused:?}");
    assert!(bytes_below(&seen_by(server, full)) < 5 * 1024 * 1024, "nothing of it stays");
    assert_eq!(calls(server, token), 0);
    let accepted = send(&server.address, token, "small", &tone(300));
    assert_eq!(accepted.status, 201, "{accepted:?}");
    assert_eq!(sound(server, token, &accepted.recording), tone(300));
}

#[test]
fn a_spool_that_is_full_refuses_and_goes_on() {
    let place = Place::sqlite();
    let token = place.source_token("pbx");
    let (spool, objects) = (place.data().join("spool"), tempfile::tempdir().unwrap());
    std::fs::create_dir_all(&spool).unwrap();
    let options = ["--storage", objects.path().to_str().unwrap()];
    let Some(server) = on_a_small_disk(&place, &spool, &options) else { return };
    expect_a_clear_end(&server, &token, &spool);
}

#[test]
fn a_store_that_is_full_refuses_and_goes_on() {
    let place = Place::sqlite();
    let token = place.source_token("pbx");
    let objects = place.data().join("objects");
    std::fs::create_dir_all(&objects).unwrap();
    let Some(server) = on_a_small_disk(&place, &objects, &[]) else { return };
    expect_a_clear_end(&server, &token, &objects);
}
