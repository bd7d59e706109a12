//! Why a clip, a case or what is learned from it goes no further.

use super::cases::Missing;
use crate::access::AccessError;
use crate::db::DbError;
use crate::error::{Coded, Kind};
use crate::recorder::RecorderError;
use crate::review::ReviewError;

/// A refusal of the library.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// It is not there, or not for this caller.
    #[error("there is no such {what}, or it is not yours to see")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// A text is missing or too long.
    #[error("{field} must have 1 to {most} characters")]
    Text {
        /// Which field.
        field: &'static str,
        /// The most characters.
        most: usize,
    },
    /// It is no day.
    #[error("{field} must be a day such as 2026-11-21")]
    BadDay {
        /// Which field.
        field: &'static str,
    },
    /// More of something than we take.
    #[error("there are more than {most} {what}; take some away")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most that are taken.
        most: i64,
    },
    /// A clip lies within one recording.
    #[error("a clip has at least a second and lies within one recording; choose another range")]
    BadRange,
    /// The call has no recording that can be heard.
    #[error("there is nothing to hear of this call; a case needs a recording")]
    NothingToHear,
    /// A case is made of the clip.
    #[error("a case is made of this clip; archive the case and keep the clip, or choose another")]
    ClipInUse,
    /// The library is closed.
    #[error("this library is closed; choose another, or open it again")]
    LibraryRetired,
    /// The libraries of good and of warning cases are always there.
    #[error("the libraries of good and of warning cases are always open, and are for everybody")]
    StandingLibrary,
    /// What is allowed instead of consent, for cases that need none.
    #[error("only warning cases need consent; nothing can stand in for it here")]
    NeedsNoConsent,
    /// A warning in another library would need no consent.
    #[error(
        "a warning stays among the warnings, where whoever is heard is asked; archive it and propose the call anew"
    )]
    WarningStays,
    /// It is in a library already, or waits for a decision.
    #[error("this was proposed for that library already")]
    ProposedAlready,
    /// Somebody else changed the case meanwhile.
    #[error("this case was changed elsewhere meanwhile; load it again")]
    ChangedElsewhere,
    /// It does not stand where that is possible.
    #[error("this case is {state}; that is not possible now")]
    WrongState {
        /// Where it stands.
        state: &'static str,
    },
    /// Declined without a word.
    #[error("say why; whoever proposed it reads it")]
    ReasonNeeded,
    /// Something is missing before it can go onto the shelf.
    #[error("this case is not ready for the shelf: {} missing", names_of(.0))]
    NotReady(Vec<Missing>),
    /// A commentary that our page does not write.
    #[error("this commentary cannot be taken: {problem}")]
    BadCommentary {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The scorecard has no such item.
    #[error("the scorecard has no such item or option; load the page again")]
    UnknownItem,
    /// Nobody is known who is heard.
    #[error("nobody is known who is heard in this case; tie the agent to a person first")]
    NobodyToAsk,
    /// Stars beyond five.
    #[error("give 1 to 5 stars")]
    BadStars,
    /// What a learner sends does not fit the case.
    #[error("this does not fit the case as it is now; load it again")]
    BadLearning,
    /// A task for nobody, or of nothing.
    #[error("choose one thing to learn, and at least one person or team who may learn")]
    BadTask,
    /// Who may.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The recorder refused.
    #[error(transparent)]
    Recorder(#[from] RecorderError),
    /// The review room refused.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// The database did.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn names_of(missing: &[Missing]) -> String {
    missing.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ")
}

impl Coded for LibraryError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } => Kind::NotFound,
            Self::Text { .. }
            | Self::BadDay { .. }
            | Self::TooMany { .. }
            | Self::BadRange
            | Self::ReasonNeeded
            | Self::BadCommentary { .. }
            | Self::UnknownItem
            | Self::BadStars
            | Self::BadLearning
            | Self::BadTask => Kind::Invalid,
            Self::NothingToHear
            | Self::ClipInUse
            | Self::LibraryRetired
            | Self::StandingLibrary
            | Self::NeedsNoConsent
            | Self::WarningStays
            | Self::ProposedAlready
            | Self::ChangedElsewhere
            | Self::WrongState { .. }
            | Self::NotReady(_)
            | Self::NobodyToAsk => Kind::Conflict,
            Self::Access(error) => error.kind(),
            Self::Recorder(error) => error.kind(),
            Self::Review(error) => error.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Text { .. } => "library_text",
            Self::BadDay { .. } => "bad_day",
            Self::TooMany { .. } => "library_too_many",
            Self::BadRange => "bad_clip_range",
            Self::NothingToHear => "nothing_to_hear",
            Self::ClipInUse => "clip_in_use",
            Self::LibraryRetired => "library_retired",
            Self::StandingLibrary => "standing_library",
            Self::NeedsNoConsent => "needs_no_consent",
            Self::WarningStays => "warning_stays",
            Self::ProposedAlready => "case_proposed_already",
            Self::ChangedElsewhere => "case_changed",
            Self::WrongState { .. } => "case_state",
            Self::ReasonNeeded => "case_reason_needed",
            Self::NotReady(_) => "case_not_ready",
            Self::BadCommentary { .. } => "bad_commentary",
            Self::UnknownItem => "unknown_item",
            Self::NobodyToAsk => "nobody_to_ask",
            Self::BadStars => "bad_stars",
            Self::BadLearning => "bad_learning",
            Self::BadTask => "bad_learning_task",
            Self::Access(error) => error.code(),
            Self::Recorder(error) => error.code(),
            Self::Review(error) => error.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::Text { field, most } => {
                vec![("field", (*field).to_owned()), ("most", most.to_string())]
            }
            Self::BadDay { field } => vec![("field", (*field).to_owned())],
            Self::TooMany { what, most } => vec![("what", (*what).to_owned()), ("most", most.to_string())],
            Self::WrongState { state } => vec![("state", (*state).to_owned())],
            Self::NotReady(missing) => vec![("missing", names_of(missing))],
            Self::BadCommentary { problem } => vec![("problem", (*problem).to_owned())],
            Self::Access(error) => error.params(),
            Self::Recorder(error) => error.params(),
            Self::Review(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}
