//! Why a text contact goes no further.

use super::reading::{RowProblem, TURNS_MOST};
use crate::error::{Coded, Kind, Spot};

/// How many rows a sentence names.
const NAMED_MOST: usize = 10;

/// A refusal of a text contact.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// Rows of a table or a list are none.
    #[error("{} cannot be read: {}; put them right and try again", rows_of(.problems), named(.problems))]
    BadRows {
        /// Which, and why.
        problems: Vec<RowProblem>,
    },
    /// It is no table and no list of ours.
    #[error("this file cannot be read: it is a table or a list of time, who and text")]
    Unreadable,
    /// There is nothing in it.
    #[error("there is nothing written in it")]
    Empty,
    /// Nothing in it is by the agent.
    #[error("nothing in it is by this agent: name them as their source does, by their name, or as \"agent\"")]
    NothingByAgent,
    /// It is longer than we take.
    #[error(
        "it is longer than we take: at most {} messages or paragraphs, {most} characters in all",
        TURNS_MOST
    )]
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// Nobody says when it was.
    #[error("say when it began; the text does not")]
    BeginningNeeded,
    /// It began in the future, or too long ago.
    #[error("the beginning lies within the last ten years, and not ahead")]
    BadBeginning,
    /// It would lie where the caller does not score.
    #[error("choose the queue or the project that it belongs to, one in which you score")]
    PlaceNeeded,
    /// The reference of the customer is longer than we take.
    #[error("the customer's reference is longer than {most} characters")]
    CustomerTooLong {
        /// The most characters.
        most: usize,
    },
    /// Its words were removed.
    #[error("the words of this contact were removed, so it cannot be scored any more")]
    Gone,
}

fn rows_of(problems: &[RowProblem]) -> String {
    if problems.len() == 1 { "a row".to_owned() } else { format!("{} rows", problems.len()) }
}

/// `3, 7, 12`.
fn named(problems: &[RowProblem]) -> String {
    let mut rows: Vec<String> = problems.iter().take(NAMED_MOST).map(|one| one.row.to_string()).collect();
    if problems.len() > NAMED_MOST {
        rows.push("…".to_owned());
    }
    rows.join(", ")
}

impl Coded for ContactError {
    fn kind(&self) -> Kind {
        match self {
            Self::Gone => Kind::Gone,
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::BadRows { .. } => "contact_rows_bad",
            Self::Unreadable => "contact_unreadable",
            Self::Empty => "contact_empty",
            Self::NothingByAgent => "contact_nothing_by_agent",
            Self::TooLong { .. } => "contact_too_long",
            Self::BeginningNeeded => "contact_beginning_needed",
            Self::BadBeginning => "contact_bad_beginning",
            Self::PlaceNeeded => "contact_place_needed",
            Self::CustomerTooLong { .. } => "contact_customer_too_long",
            Self::Gone => "contact_gone",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BadRows { problems } => {
                vec![("count", problems.len().to_string()), ("rows", named(problems))]
            }
            Self::TooLong { most } => {
                vec![("turns", TURNS_MOST.to_string()), ("most", most.to_string())]
            }
            Self::CustomerTooLong { most } => vec![("most", most.to_string())],
            _ => Vec::new(),
        }
    }

    fn problems(&self) -> Vec<Spot> {
        let Self::BadRows { problems } = self else { return Vec::new() };
        let spot = |one: &RowProblem| Spot {
            path: format!("rows[{}]", one.row),
            line: one.row,
            code: one.problem.code(),
            message: one.problem.to_string(),
        };
        problems.iter().map(spot).collect()
    }
}
