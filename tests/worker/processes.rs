//! Processes as the kernel shows them below `/proc`.

use rustix::process::{Pid, Signal, kill_process};
use std::fs;

/// A process by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Process(pub(crate) u32);

impl Process {
    pub(crate) fn send(self, signal: Signal) {
        kill_process(Pid::from_raw(i32::try_from(self.0).unwrap()).unwrap(), signal).unwrap();
    }

    /// A dead process that nobody has asked about yet (a zombie) is not alive.
    pub(crate) fn is_alive(self) -> bool {
        matches!(self.state_and_parent(), Some((state, _)) if state != "Z" && state != "X")
    }

    /// Its command line.
    pub(crate) fn arguments(self) -> Vec<String> {
        let bytes = fs::read(format!("/proc/{}/cmdline", self.0)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).split_terminator('\0').map(str::to_owned).collect()
    }

    /// `/proc/PID/stat` is `PID (NAME) STATE PARENT …`; the name may hold anything.
    fn state_and_parent(self) -> Option<(String, u32)> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
    }
}

/// The living children of a process.
pub(crate) fn children_of(parent: Process) -> Vec<Process> {
    let entries = fs::read_dir("/proc").unwrap();
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok().map(Process))
        .filter(|process: &Process| process.is_alive())
        .filter(|process| process.state_and_parent().is_some_and(|(_, its_parent)| its_parent == parent.0))
        .collect()
}
