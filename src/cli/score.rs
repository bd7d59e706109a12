//! `earmark score`: what answers are worth on a scorecard, with the whole trace.

use super::Outcome;
use super::output::print_json;
use super::templates::{print_problems, read_scorecard};
use crate::error::{Coded, Kind};
use crate::scoring::{AnswerError, Answers, ScoringError, read_answers, score};
use serde::Serialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Score answers on a scorecard.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The scorecard, in YAML or JSON.
    #[arg(long, value_name = "FILE")]
    template: PathBuf,
    /// The answers by question key, in JSON or YAML.
    #[arg(long, value_name = "FILE")]
    answers: PathBuf,
}

/// The answers could not be taken from their file.
#[derive(Debug, thiserror::Error)]
enum AnswersFileError {
    #[error("the answers in {file} cannot be read")]
    Unreadable { file: String, source: io::Error },
    #[error("the answers in {file} are not understood")]
    NotUnderstood { file: String, source: ScoringError },
}

impl Coded for AnswersFileError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "answers_unreadable",
            Self::NotUnderstood { .. } => "answers_not_understood",
        }
    }
}

#[derive(Serialize)]
struct Errors {
    errors: Vec<AnswerError>,
}

/// Runs `earmark score`.
pub(super) fn run(args: &Args) -> Outcome {
    let card = match read_scorecard(&args.template) {
        Ok(card) => card,
        Err(problems) => return print_problems(problems),
    };
    let answers = read_answers_file(&args.answers)?;
    match score(&card, &answers) {
        Ok(score) => {
            print_json(&score)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(errors) => {
            print_json(&Errors { errors })?;
            Ok(ExitCode::from(2))
        }
    }
}

fn read_answers_file(path: &Path) -> Result<Answers, AnswersFileError> {
    let file = || path.display().to_string();
    let text =
        fs::read_to_string(path).map_err(|source| AnswersFileError::Unreadable { file: file(), source })?;
    read_answers(&text).map_err(|source| AnswersFileError::NotUnderstood { file: file(), source })
}
