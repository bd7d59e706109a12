//! `earmark templates`: everything that is wrong with scorecard files, and publishing one.

use super::Outcome;
use super::output::print_json;
use super::place::Place;
use crate::db::audit::Actor;
use crate::review::publish;
use crate::scoring::{Problem, ProblemCode, Scorecard, read_template};
use clap::Subcommand;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Work with scorecard files.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List all problems of scorecard files; exits with 2 when there are any.
    Check {
        /// Scorecards in YAML or JSON.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Publish a scorecard file as the next version of the scorecard with its key; the same file
    /// again publishes nothing.
    Publish {
        #[command(flatten)]
        place: Place,
        /// A scorecard in YAML or JSON.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// One problem, with the file that has it.
#[derive(Debug, Serialize)]
pub(super) struct FileProblem {
    file: String,
    path: String,
    code: ProblemCode,
    message: String,
}

/// What publishing came to.
#[derive(Serialize)]
struct PublishedVersion {
    key: String,
    version: i32,
    published: bool,
}

#[derive(Serialize)]
struct Problems {
    problems: Vec<FileProblem>,
}

/// Runs `earmark templates …`.
pub(super) fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::Check { files } => {
            let problems = files.iter().filter_map(|file| read_scorecard(file).err()).flatten();
            print_problems(problems.collect())
        }
        Command::Publish { place, file } => match read_scorecard(file) {
            Ok(card) => publish_card(place, card),
            Err(problems) => print_problems(problems),
        },
    }
}

fn publish_card(place: &Place, card: Scorecard) -> Outcome {
    let opened = place.open()?;
    let published = opened.runtime.block_on(publish(&opened.db, Actor::CommandLine, card))?;
    let (key, version) = (published.key, published.number);
    print_json(&PublishedVersion { key, version, published: published.is_new })?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the problems; the exit code says whether there are any.
pub(super) fn print_problems(problems: Vec<FileProblem>) -> Outcome {
    let code = if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) };
    print_json(&Problems { problems })?;
    Ok(code)
}

/// Reads a scorecard from a file. One that cannot be read is a problem like any other, so that the
/// remaining files are still checked.
pub(super) fn read_scorecard(file: &Path) -> Result<Scorecard, Vec<FileProblem>> {
    let named = |problem| FileProblem::new(file, problem);
    let text = fs::read_to_string(file).map_err(|error| vec![FileProblem::unreadable(file, &error)])?;
    read_template(&text).map_err(|problems| problems.into_iter().map(named).collect())
}

impl FileProblem {
    fn new(file: &Path, problem: Problem) -> Self {
        Self {
            file: file.display().to_string(),
            path: problem.path,
            code: problem.code,
            message: format!("line {}: {}", problem.line, problem.message),
        }
    }

    fn unreadable(file: &Path, error: &std::io::Error) -> Self {
        Self {
            file: file.display().to_string(),
            path: String::new(),
            code: ProblemCode::NotReadable,
            message: format!("the file cannot be read: {error}"),
        }
    }
}
