//! What can go wrong in this room.

use super::marking::AnswerError;
use super::template::Problem;
use crate::error::{Coded, Kind, Spot};

/// Why there is no scorecard, or no score.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoringError {
    /// The scorecard has mistakes; each says where.
    #[error("the scorecard has mistakes ({} in all); correct each of them and try again", problems.len())]
    TemplateRefused {
        /// All of them, in the order of the file.
        problems: Vec<Problem>,
    },
    /// The text is not a mapping of question keys to answers.
    #[error("line {line}: {reason}")]
    AnswersNotUnderstood {
        /// The line that shows it, counted from 1.
        line: usize,
        /// What is wrong there, and what belongs there.
        reason: String,
    },
    /// The answers do not fit the scorecard, so there is no score.
    #[error("some answers do not fit the scorecard ({} in all); correct each of them and try again", errors.len())]
    AnswersRefused {
        /// One a question, in card order, unknown questions last.
        errors: Vec<AnswerError>,
    },
}

impl Coded for ScoringError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TemplateRefused { .. } => "template_refused",
            Self::AnswersNotUnderstood { .. } => "answers_not_understood",
            Self::AnswersRefused { .. } => "answers_refused",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TemplateRefused { problems } => vec![("count", problems.len().to_string())],
            Self::AnswersNotUnderstood { line, .. } => vec![("line", line.to_string())],
            Self::AnswersRefused { errors } => vec![("count", errors.len().to_string())],
        }
    }

    fn problems(&self) -> Vec<Spot> {
        match self {
            Self::TemplateRefused { problems } => problems.iter().map(Spot::from).collect(),
            _ => Vec::new(),
        }
    }
}

impl From<Vec<Problem>> for ScoringError {
    fn from(problems: Vec<Problem>) -> Self {
        Self::TemplateRefused { problems }
    }
}

impl From<Vec<AnswerError>> for ScoringError {
    fn from(errors: Vec<AnswerError>) -> Self {
        Self::AnswersRefused { errors }
    }
}
