//! Why something is not kept, held or removed as somebody asked.

use crate::access::AccessError;
use crate::db::DbError;
use crate::db::removal::RemovalCause;
use crate::error::{Coded, Kind};
use crate::storage::StorageError;

/// A refusal around listening, retention, holds and erasure.
#[derive(Debug, thiserror::Error)]
pub enum KeepingError {
    /// It is not there, or not for this caller.
    #[error("there is no such {what}, or it is not yours to see")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// A field is not what it should be.
    #[error("{field} {problem}")]
    Field {
        /// Which one.
        field: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// There are as many rules as we take.
    #[error("there are {most} retention rules already, which is the most; join or retire some first")]
    TooManyRules {
        /// The most that are taken.
        most: usize,
    },
    /// Nothing is due by any rule, because there is none.
    #[error("there is no retention rule, so every call is kept; make a rule first")]
    NoRule,
    /// One run at a time.
    #[error("calls are being removed already; wait for that run, or stop it")]
    RunUnderWay,
    /// It is over.
    #[error("this has ended already; load the list again")]
    Ended,
    /// The hold would keep nothing.
    #[error("no call was found to hold; choose calls, or widen the filter")]
    NothingToHold,
    /// More calls than one hold takes.
    #[error("a hold keeps at most {most} calls; narrow the filter, or place several")]
    TooManyCalls {
        /// The most that are taken.
        most: i64,
    },
    /// The hold keeps calls that the caller does not see.
    #[error("this hold also keeps calls that you do not see; ask somebody who sees all of them to lift it")]
    HoldReachesFurther,
    /// A number that would match strangers.
    #[error(
        "the number has fewer than {least} digits; write it as the customer dials it, with the area code"
    )]
    NumberTooShort {
        /// The fewest that are taken.
        least: usize,
    },
    /// The reference would keep what is to be erased.
    #[error("the reference holds the number itself; write a ticket or a date instead")]
    NumberInReference,
    /// The call is gone, on purpose.
    #[error("this call was removed on {day}: {sentence}")]
    CallGone {
        /// Why.
        cause: RemovalCause,
        /// By which rule, if it was by one that has a name.
        rule: Option<String>,
        /// On which day of the workspace.
        day: String,
        /// The same as a sentence.
        sentence: String,
    },
    /// The object store refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The access room refused.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Coded for KeepingError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } => Kind::NotFound,
            Self::Field { .. }
            | Self::NothingToHold
            | Self::TooManyCalls { .. }
            | Self::NumberTooShort { .. }
            | Self::NumberInReference => Kind::Invalid,
            Self::TooManyRules { .. } | Self::NoRule | Self::RunUnderWay | Self::Ended => Kind::Conflict,
            Self::HoldReachesFurther => Kind::Denied,
            Self::CallGone { .. } => Kind::Gone,
            Self::Storage(error) => error.kind(),
            Self::Access(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Field { .. } => "keeping_field",
            Self::TooManyRules { .. } => "too_many_rules",
            Self::NoRule => "no_retention_rule",
            Self::RunUnderWay => "run_under_way",
            Self::Ended => "already_ended",
            Self::NothingToHold => "nothing_to_hold",
            Self::TooManyCalls { .. } => "hold_too_large",
            Self::HoldReachesFurther => "hold_reaches_further",
            Self::NumberTooShort { .. } => "number_too_short",
            Self::NumberInReference => "number_in_reference",
            Self::CallGone { cause: RemovalCause::Erasure, .. } => "call_gone_erased",
            Self::CallGone { rule: None, .. } => "call_gone_by_source",
            Self::CallGone { .. } => "call_gone_by_rule",
            Self::Storage(error) => error.code(),
            Self::Access(error) => error.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::Field { field, problem } => {
                vec![("field", (*field).to_owned()), ("problem", problem.clone())]
            }
            Self::TooManyRules { most } => vec![("most", most.to_string())],
            Self::TooManyCalls { most } => vec![("most", most.to_string())],
            Self::NumberTooShort { least } => vec![("least", least.to_string())],
            Self::CallGone { rule, day, .. } => {
                vec![("day", day.clone()), ("rule", rule.clone().unwrap_or_default())]
            }
            Self::Storage(error) => error.params(),
            Self::Access(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}

/// A text that people write: neither empty nor longer than `most` characters, without its margins.
pub(super) fn text(field: &'static str, text: &str, most: usize) -> Result<String, KeepingError> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > most || text.contains('\0') {
        let problem = format!("must have 1 to {most} characters");
        return Err(KeepingError::Field { field, problem });
    }
    Ok(text.to_owned())
}
