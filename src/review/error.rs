//! Why an evaluation, or what leads to one, goes no further.

use crate::access::AccessError;
use crate::db::DbError;
use crate::error::{Coded, Kind};
use crate::scoring::ScoringError;

/// A refusal of the review room.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// It is not there, or not for this caller.
    #[error("there is no such {what}, or it is not yours to see")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// No card was chosen, the project names none, and none is published.
    #[error("no scorecard fits this call; publish one, or choose one for its project")]
    ScorecardNeeded,
    /// A field of a query is not what it should be.
    #[error("the query is not understood: {field} {problem}")]
    BadQuery {
        /// Which field.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The scorecard has mistakes.
    #[error(transparent)]
    Scoring(#[from] ScoringError),
    /// The access room refused.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Coded for ReviewError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } => Kind::NotFound,
            Self::ScorecardNeeded | Self::BadQuery { .. } => Kind::Invalid,
            Self::Scoring(error) => error.kind(),
            Self::Access(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::ScorecardNeeded => "scorecard_needed",
            Self::BadQuery { .. } => "bad_query",
            Self::Scoring(error) => error.code(),
            Self::Access(error) => error.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::ScorecardNeeded => Vec::new(),
            Self::BadQuery { field, problem } => {
                vec![("field", field.clone()), ("problem", problem.clone())]
            }
            Self::Scoring(error) => error.params(),
            Self::Access(error) => error.params(),
            Self::Db(error) => error.params(),
        }
    }
}
