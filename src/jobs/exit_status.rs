//! How a child ended, for the person who looks at a failed job: a code that pages put words to, and a sentence.

use rustix::process::Signal;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// The code of an end that nobody saw.
pub(super) const LOST: &str = "worker_lost";

/// A stable code: pages have words for it.
pub(super) fn code(status: ExitStatus) -> &'static str {
    if status.signal().is_some() { "worker_killed" } else { "worker_ended" }
}

/// One sentence: the signal or the exit code, and what usually stands behind it.
pub(super) fn in_words(status: ExitStatus) -> String {
    match (status.signal(), status.code()) {
        (Some(number), _) => match name_and_meaning(number) {
            Some((name, meaning)) => {
                format!("the worker was killed by signal {number} ({name}): {meaning}")
            }
            None => format!("the worker was killed by signal {number}"),
        },
        (None, Some(0)) => "the worker ended before its job did".to_owned(),
        (None, Some(code)) => format!("the worker ended with exit code {code}; its log says why"),
        (None, None) => "the worker ended without a status".to_owned(),
    }
}

fn name_and_meaning(number: i32) -> Option<(&'static str, &'static str)> {
    let known = [
        (Signal::ILL, "SIGILL", "illegal instruction; this build may be for another processor"),
        (Signal::ABORT, "SIGABRT", "it gave up by itself, as programs do when memory runs out"),
        (Signal::BUS, "SIGBUS", "a file that was mapped became shorter, or memory is damaged"),
        (Signal::FPE, "SIGFPE", "arithmetic that has no result"),
        (Signal::KILL, "SIGKILL", "by hand, or by the system because memory ran out"),
        (Signal::SEGV, "SIGSEGV", "it reached for memory that is not its own"),
        (Signal::TERM, "SIGTERM", "it was asked to end"),
        (Signal::XCPU, "SIGXCPU", "it used up its processor time"),
        (Signal::SYS, "SIGSYS", "a system call that is not allowed here"),
    ];
    known.into_iter().find(|(signal, ..)| signal.as_raw() == number).map(|(_, name, meaning)| (name, meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn killed_by(number: i32) -> String {
        in_words(ExitStatus::from_raw(number))
    }

    fn ended_with(code: i32) -> String {
        in_words(ExitStatus::from_raw(code << 8))
    }

    #[test]
    fn a_signal_is_named_with_what_usually_stands_behind_it() {
        assert!(killed_by(9).starts_with("the worker was killed by signal 9 (SIGKILL): "));
        assert!(killed_by(4).starts_with("the worker was killed by signal 4 (SIGILL): illegal instruction"));
        assert!(killed_by(6).starts_with("the worker was killed by signal 6 (SIGABRT): "));
        assert!(killed_by(11).starts_with("the worker was killed by signal 11 (SIGSEGV): "));
    }

    #[test]
    fn a_signal_without_a_name_is_given_by_its_number() {
        assert_eq!(killed_by(40), "the worker was killed by signal 40");
        assert_eq!(code(ExitStatus::from_raw(40)), "worker_killed");
    }

    #[test]
    fn an_exit_code_is_given_as_it_is() {
        assert_eq!(ended_with(101), "the worker ended with exit code 101; its log says why");
        assert_eq!(ended_with(0), "the worker ended before its job did");
        assert_eq!(code(ExitStatus::from_raw(0)), "worker_ended");
    }
}
