//! From what a command returned to what the shell sees.

use super::output::complain;
use crate::error::{Coded, Kind};
use std::fmt;
use std::io;
use std::process::ExitCode;

/// Any room's error on its way to the shell.
#[derive(Debug)]
pub struct Failure(Box<dyn Coded>);

impl<E: Coded> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl Failure {
    /// What sort of trouble it is.
    pub(super) fn kind(&self) -> Kind {
        self.0.kind()
    }

    /// What happened, and below it what led to it, a line each.
    pub(super) fn with_causes(&self) -> String {
        let mut text = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(inner) = cause {
            text.push_str("\n  because: ");
            text.push_str(&inner.to_string());
            cause = inner.source();
        }
        text
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a command returns: an exit code of its own choosing, or the error that ended it.
pub type Outcome = Result<ExitCode, Failure>;

/// The operating system refused a command what it needs.
#[derive(Debug, thiserror::Error)]
#[error("the system refused a process, a thread or a signal; the machine may be short of memory")]
pub(super) struct SystemRefused(#[source] pub(super) io::Error);

impl Coded for SystemRefused {
    fn kind(&self) -> Kind {
        Kind::Internal
    }

    fn code(&self) -> &'static str {
        "system_refused"
    }
}

/// Prints the error, with its causes, and chooses the exit code.
pub(super) fn code_of(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            complain(&format!("earmark: {}", failure.with_causes()));
            ExitCode::from(failure.kind().exit_code())
        }
    }
}
