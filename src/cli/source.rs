//! `earmark source`: the settings of sources, from files and into them.

use super::output::{complain, print_json, print_line};
use super::place::Place;
use super::{Failure, Outcome};
use crate::access::By;
use crate::db::audit::Actor;
use crate::error::{Coded, Kind};
use crate::recorder::sources;
use clap::{Args as ClapArgs, Subcommand};
use serde::Serialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Say where recordings come from, and how what comes is read
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(subcommand)]
    command: SourceCommand,
}

#[derive(Debug, Subcommand)]
enum SourceCommand {
    /// Make the source that a file describes, or give it these settings; all problems are listed at
    /// once
    Apply {
        #[command(flatten)]
        place: Place,
        /// The settings, in YAML or JSON
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Print the settings of a source as a file that `apply` takes
    Show {
        #[command(flatten)]
        place: Place,
        /// Its name
        name: String,
    },
}

/// What applying came to.
#[derive(Serialize)]
struct Applied {
    id: String,
    made: bool,
    changed: bool,
}

/// The file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be read; check the path and its permissions", .0.display())]
struct Unreadable(PathBuf, #[source] io::Error);

impl Coded for Unreadable {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        "file_unreadable"
    }
}

/// Runs `earmark source …`.
pub(super) fn run(args: &Args) -> Outcome {
    match &args.command {
        SourceCommand::Apply { place, file } => apply(place, file),
        SourceCommand::Show { place, name } => show(place, name),
    }
}

fn apply(place: &Place, file: &Path) -> Outcome {
    let text = fs::read_to_string(file).map_err(|error| Unreadable(file.to_owned(), error))?;
    // What is wrong with the file is better said before anything is opened.
    if let Err(problems) = sources::read_document(&text) {
        for problem in problems {
            let at = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
            complain(&format!("{}:{}: {at}{}", file.display(), problem.line, problem.message));
        }
        return Ok(ExitCode::from(Kind::Invalid.exit_code()));
    }
    let opened = place.open()?;
    let by = By::from(Actor::CommandLine);
    let applied = opened.runtime.block_on(sources::apply(&opened.db, by, &text))?;
    let (id, made, changed) = (applied.id.to_string(), applied.is_new, applied.changed);
    print_json(&Applied { id, made, changed })?;
    Ok(ExitCode::SUCCESS)
}

fn show(place: &Place, name: &str) -> Result<ExitCode, Failure> {
    let opened = place.open()?;
    let document = opened.runtime.block_on(sources::by_name(&opened.db, name))?;
    print_line(document.to_yaml().trim_end())?;
    Ok(ExitCode::SUCCESS)
}
