//! Why something with case reviews goes no further.

use crate::access::AccessError;
use crate::db::DbError;
use crate::error::{Coded, Kind};
use crate::library::LibraryError;

/// A refusal about case reviews.
#[derive(Debug, thiserror::Error)]
pub enum CaseReviewError {
    /// It is not there, or not for this caller.
    #[error("there is no such {what}")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// Something in it cannot be.
    #[error("this case review cannot be: {problem}")]
    Bad {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Somebody else changed it meanwhile.
    #[error("this was changed elsewhere meanwhile; load it again")]
    EditedElsewhere,
    /// It was closed, or is not begun.
    #[error("this case review is {state}; load it again")]
    NotInState {
        /// How far it is.
        state: &'static str,
    },
    /// Nobody is invited.
    #[error("invite at least one team with members, then send the agenda")]
    NobodyInvited,
    /// It is not the code.
    #[error("this is not the code that the presenter shows; look again")]
    WrongCode,
    /// Too many wrong codes.
    #[error("too many wrong codes; try again in {minutes} minutes, or ask the presenter")]
    TooManyWrongCodes {
        /// How long to wait.
        minutes: i64,
    },
    /// The owner cannot be asked.
    #[error("choose somebody who works here to do it")]
    NoOwner,
    /// Somebody who is heard has not agreed.
    #[error("nobody agreed that a room hears this; ask for consent at the case, or take another entry")]
    ConsentMissing,
    /// Its case or its sound cannot be had.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The roles do not include this.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Coded for CaseReviewError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } => Kind::NotFound,
            Self::Bad { .. } | Self::NobodyInvited | Self::WrongCode | Self::NoOwner => Kind::Invalid,
            Self::EditedElsewhere | Self::NotInState { .. } | Self::ConsentMissing => Kind::Conflict,
            Self::Library(error) => error.kind(),
            Self::TooManyWrongCodes { .. } => Kind::TooMany,
            Self::Access(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Bad { .. } => "bad_case_review",
            Self::EditedElsewhere => "edited_elsewhere",
            Self::NotInState { .. } => "case_review_gone_on",
            Self::NobodyInvited => "nobody_invited",
            Self::WrongCode => "wrong_code",
            Self::TooManyWrongCodes { .. } => "too_many_wrong_codes",
            Self::NoOwner => "no_owner",
            Self::ConsentMissing => "room_consent_missing",
            Self::Library(error) => error.code(),
            Self::Access(error) => error.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::Bad { problem } => vec![("problem", (*problem).to_owned())],
            Self::NotInState { state } => vec![("state", (*state).to_owned())],
            Self::TooManyWrongCodes { minutes } => vec![("minutes", minutes.to_string())],
            Self::Library(error) => error.params(),
            Self::Access(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}
