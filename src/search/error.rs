//! Why a query is not understood, and where.

use crate::error::{Coded, Kind};
use std::fmt;

/// A query that is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the words to look for are not understood at character {at}: {problem}")]
pub struct QueryError {
    /// The character at which the trouble begins, counted from 1.
    pub at: usize,
    /// What it is.
    pub problem: QueryProblem,
}

/// What is wrong with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryProblem {
    /// There is no word in it.
    NoWords,
    /// A quotation mark is opened and never closed.
    OpenQuote,
    /// Nothing stands between two quotation marks.
    EmptyPhrase,
    /// Nothing follows a minus or the name of a speaker.
    NothingFollows,
    /// A word that may go on begins with too few letters.
    TooShortToOpen,
    /// There are more words and phrases than are looked for at once.
    TooMany,
}

impl Coded for QueryError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self.problem {
            QueryProblem::NoWords => "search_no_words",
            QueryProblem::OpenQuote => "search_open_quote",
            QueryProblem::EmptyPhrase => "search_empty_phrase",
            QueryProblem::NothingFollows => "search_nothing_follows",
            QueryProblem::TooShortToOpen => "search_too_short_to_open",
            QueryProblem::TooMany => "search_too_many",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        vec![("at", self.at.to_string())]
    }
}

impl fmt::Display for QueryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoWords => "there is no word; write one",
            Self::OpenQuote => "this quotation mark is never closed; close it",
            Self::EmptyPhrase => "there is nothing between these quotation marks; write a phrase",
            Self::NothingFollows => "nothing follows; write a word or a phrase right behind it",
            Self::TooShortToOpen => "write at least three letters before the asterisk",
            Self::TooMany => "these are more words and phrases than are looked for at once; take some away",
        })
    }
}
