//! The command line: one file a subcommand, each with its `Args` and its `run`.
//!
//! Results go to standard output, logs and progress to standard error. Exit code 0: done;
//! 1: it failed; 2: what was given is wrong.

mod demo;
mod exit;
mod ingest;
mod logging;
mod model;
mod openapi;
mod output;
mod place;
mod progress;
mod score;
mod serve;
mod source;
mod speech_options;
mod stop_signals;
mod storage;
mod stores;
mod templates;
mod token;
mod transcribe;
mod upload_options;
mod user;
mod vcon;
mod watch_options;
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
    Serve(serve::Args),
    Demo(demo::Args),
    Worker(worker::Args),
    #[command(hide = true)]
    WorkerChild(worker_child::Args),
    Ingest(ingest::Args),
    /// Write down what is said in recordings; needs no database
    Transcribe(transcribe::Args),
    Storage(storage::Args),
    Vcon(vcon::Args),
    User(user::Args),
    Token(token::Args),
    Source(source::Args),
    /// Print the OpenAPI document of the web interface
    Openapi,
    Score(score::Args),
    Templates(templates::Args),
    /// Fetch, convert and list speech models
    Model(model::ModelArgs),
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let command_line = CommandLine::parse();
    let outcome = match command_line.command {
        Command::Serve(args) => serve::run(&args),
        Command::Demo(args) => demo::run(args),
        Command::Worker(args) => worker::run(&args),
        Command::WorkerChild(args) => worker_child::run(&args),
        Command::Transcribe(args) => transcribe::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Storage(args) => storage::run(args),
        Command::Vcon(args) => vcon::run(&args),
        Command::User(args) => user::run(args),
        Command::Token(args) => token::run(&args),
        Command::Source(args) => source::run(&args),
        Command::Openapi => openapi::run(),
        Command::Score(args) => score::run(&args),
        Command::Templates(args) => templates::run(&args),
        Command::Model(args) => model::run(&args),
    };
    exit::code_of(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Every variable of a command and of those below it.
    fn variables(command: &clap::Command) -> Vec<String> {
        let own = command.get_arguments().filter_map(clap::Arg::get_env);
        let own = own.map(|variable| variable.to_string_lossy().into_owned());
        own.chain(command.get_subcommands().flat_map(variables)).collect()
    }

    #[test]
    fn the_readme_names_every_variable_that_sets_an_option() {
        let readme = include_str!("../../README.md");
        for variable in variables(&CommandLine::command()) {
            assert!(readme.contains(&format!("`{variable}`")), "{variable}");
        }
    }
}
