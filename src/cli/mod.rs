//! The command line: one file a subcommand, each with its `Args` and its `run`.
//!
//! Results go to standard output, logs and progress to standard error. Exit code 0: done;
//! 1: it failed; 2: what was given is wrong.

mod exit;
mod logging;
mod place;
mod worker;
mod worker_child;
mod worker_options;

pub use exit::{Failure, Outcome};

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Quality monitoring and recording review for call centres.
#[derive(Debug, Parser)]
#[command(name = "earmark", version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Worker(worker::Args),
    #[command(hide = true)]
    WorkerChild(worker_child::Args),
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let command_line = CommandLine::parse();
    let outcome = match command_line.command {
        Command::Worker(args) => worker::run(&args),
        Command::WorkerChild(args) => worker_child::run(&args),
    };
    exit::code_of(outcome)
}
