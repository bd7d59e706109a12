//! Why something with reference calls goes no further.

use crate::access::AccessError;
use crate::db::DbError;
use crate::error::{Coded, Kind, Spot};
use crate::review::ReviewError;

/// A refusal about reference calls, their attempts, or certification.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// It is not there, or not for this caller.
    #[error("there is no such {what}")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// A reference call is made from the quality evaluation of a call that has a score and is out.
    #[error("a reference call is made from a released quality evaluation of a call that is still here")]
    NotForReference,
    /// One was made from this evaluation before.
    #[error("a reference call was made from this evaluation already; look for it among the retired ones too")]
    MadeBefore,
    /// Somebody else changed it meanwhile.
    #[error("this was changed elsewhere meanwhile; load it again")]
    EditedElsewhere,
    /// It has no title.
    #[error("give the reference call a title in at least one language")]
    TitleNeeded,
    /// Its card has no such item.
    #[error("the scorecard has no such item; load the page again")]
    UnknownItem,
    /// A text is too long, or in too many languages.
    #[error("{field} must have at most {most} characters in each language")]
    TextTooLong {
        /// Which.
        field: &'static str,
        /// The longest.
        most: usize,
    },
    /// Nobody scores it any more.
    #[error("this reference call is retired; choose another")]
    Retired,
    /// Its call was removed.
    #[error("the call of this reference was removed; choose another reference call")]
    CallGone,
    /// Whoever knows the agreed answers cannot score it blind.
    #[error("you know what was agreed on for this call, so you cannot score it blind; choose another")]
    Known,
    /// An attempt of the caller's at this call is open.
    #[error("you are scoring this call to learn; release that first")]
    AttemptOpen,
    /// It is not finished, so nobody learns how it went.
    #[error("this attempt is not finished; how far it agrees is shown once it is released")]
    Unfinished,
    /// A rule that cannot be.
    #[error("this rule cannot be: {problem}")]
    BadRule {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The review room refuses.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// The roles do not include this.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Coded for ReferenceError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } => Kind::NotFound,
            Self::TitleNeeded | Self::UnknownItem | Self::TextTooLong { .. } | Self::BadRule { .. } => {
                Kind::Invalid
            }
            Self::NotForReference
            | Self::MadeBefore
            | Self::EditedElsewhere
            | Self::Retired
            | Self::Known
            | Self::AttemptOpen
            | Self::Unfinished => Kind::Conflict,
            Self::CallGone => Kind::Gone,
            Self::Review(error) => error.kind(),
            Self::Access(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::NotForReference => "not_for_reference",
            Self::MadeBefore => "reference_made_before",
            Self::EditedElsewhere => "edited_elsewhere",
            Self::TitleNeeded => "reference_title_needed",
            Self::UnknownItem => "unknown_item",
            Self::TextTooLong { .. } => "text_too_long",
            Self::Retired => "reference_retired",
            Self::CallGone => "reference_call_gone",
            Self::Known => "reference_known",
            Self::AttemptOpen => "attempt_open",
            Self::Unfinished => "attempt_unfinished",
            Self::BadRule { .. } => "bad_certification_rule",
            Self::Review(error) => error.code(),
            Self::Access(error) => error.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::TextTooLong { field, most } => {
                vec![("field", (*field).to_owned()), ("most", most.to_string())]
            }
            Self::BadRule { problem } => vec![("problem", (*problem).to_owned())],
            Self::Review(error) => error.params(),
            Self::Access(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }

    fn problems(&self) -> Vec<Spot> {
        match self {
            Self::Review(error) => error.problems(),
            _ => Vec::new(),
        }
    }
}
