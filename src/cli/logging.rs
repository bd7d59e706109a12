//! Logs: to standard error, readable on a terminal, one JSON object a line everywhere else.

use crate::error::{Coded, Kind};
use clap::Args;
use std::io::{self, IsTerminal};
use tracing_subscriber::EnvFilter;

/// The environment variable for what is logged; children inherit it.
pub(super) const LOG_VARIABLE: &str = "EARMARK_LOG";

/// Decoders log every oddity of a file as an error; what matters of it comes back to us as ours.
const QUIET: &str = "symphonia=off";

/// What is logged.
#[derive(Debug, Clone, Args)]
pub(super) struct LogOptions {
    /// What to log: error, warn, info, debug or trace; or by room, such as `info,earmark::jobs=debug`
    #[arg(long = "log", value_name = "LEVEL", env = LOG_VARIABLE, default_value = "info")]
    level: String,
}

/// The level cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a log level; use error, warn, info, debug or trace")]
pub(super) struct NotALevel(String);

impl Coded for NotALevel {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        "log_level"
    }
}

impl LogOptions {
    /// For a command with a level of its own.
    pub(super) fn at(level: String) -> Self {
        Self { level }
    }

    /// The level as it was given, for a child's environment.
    pub(super) fn level(&self) -> &str {
        &self.level
    }

    /// From here on, what happens is logged. To be called once, by commands that run for long.
    pub(super) fn start(&self) -> Result<(), NotALevel> {
        let filter = EnvFilter::try_new(format!("{},{QUIET}", self.level))
            .map_err(|_| NotALevel(self.level.clone()))?;
        let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
        if io::stderr().is_terminal() {
            logs.init();
        } else {
            logs.json().flatten_event(true).init();
        }
        Ok(())
    }
}
