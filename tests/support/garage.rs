//! A Garage of a test's own, which it may stop, kill and start again.

use rustix::process::{Pid, Signal, kill_process};
use std::process::Command;
use tempfile::TempDir;

/// A running S3 server with one empty bucket.
pub(crate) struct Garage {
    folder: TempDir,
    /// The address of the bucket, as `--storage` takes it.
    pub(crate) address: String,
    /// Its keys: access, secret.
    pub(crate) keys: (String, String),
}

impl Garage {
    /// Starts one. None: `make test` did not build it, which the test says aloud.
    pub(crate) fn start() -> Option<Self> {
        if std::env::var_os("EARMARK_TEST_S3").is_none() {
            assert!(std::env::var_os("CI").is_none(), "CI tests S3: set EARMARK_TEST_S3");
            eprintln!("SKIPPED: EARMARK_TEST_S3 is not set, so nothing was tested on S3");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let said = script("start", &folder);
        let words: Vec<&str> = said.split_whitespace().collect();
        let [address, access, secret] = words[..] else { panic!("not three words: {said}") };
        let (address, keys) = (address.to_owned(), (access.to_owned(), secret.to_owned()));
        Some(Self { folder, address, keys })
    }

    /// Stops it in its tracks: connections stay open, and nobody answers.
    pub(crate) fn hang(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on after that.
    pub(crate) fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    /// Kills it: connections are refused.
    pub(crate) fn kill(&self) {
        self.signal(Signal::KILL);
        let process = format!("/proc/{}/exe", self.pid());
        while std::fs::read_link(&process).is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }

    /// Starts it again, with its data, at its address.
    pub(crate) fn again(&self) {
        script("again", &self.folder);
    }

    /// Gives a program the address and the keys.
    pub(crate) fn equip(&self, command: &mut Command) {
        command
            .env("EARMARK_STORAGE", &self.address)
            .env("EARMARK_S3_ACCESS_KEY", &self.keys.0)
            .env("EARMARK_S3_SECRET_KEY", &self.keys.1);
    }

    fn pid(&self) -> i32 {
        std::fs::read_to_string(self.folder.path().join("pid")).unwrap().trim().parse().unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid()).unwrap(), signal).unwrap();
    }
}

impl Drop for Garage {
    fn drop(&mut self) {
        let _ = Command::new("scripts/garage.sh").arg("stop").arg(self.folder.path()).status();
    }
}

fn script(action: &str, folder: &TempDir) -> String {
    let output = Command::new("scripts/garage.sh").arg(action).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
