//! A real server, killed or stopped.

use super::place::Place;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Generous: the machine may be busy.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// A server that prepares recordings and cannot transcribe them, on a free port.
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_with(place, &["--lanes", "prepare,light", "--lease-ms", "2000", "--backoff-ms", "100"])
    }

    pub(crate) fn start_with(place: &Place, options: &[&str]) -> Self {
        Self::start_at(place, "0", options)
    }

    /// A server on this port.
    pub(crate) fn start_at(place: &Place, port: &str, options: &[&str]) -> Self {
        let listen = format!("127.0.0.1:{port}");
        let mut command = place.earmark(&["serve", "--listen", &listen, "--grace", "2"]);
        let mut child = command.args(options).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim_end().rsplit(' ').next().unwrap_or_default().to_owned();
        assert!(address.starts_with("http://127.0.0.1:"), "it said: {said:?}");
        Self { child, address }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power cut would, but for what the kernel still holds.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it politely.
    pub(crate) fn stop(&mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let until = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < until, "the server did not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
