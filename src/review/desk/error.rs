//! Why something on the desk goes no further.

use crate::error::{Coded, Kind};

/// A refusal of what lies beside the call.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// It is no day.
    #[error("{field} must be a day such as 2026-11-21")]
    BadDay {
        /// Which field.
        field: &'static str,
    },
    /// The scorecard has no such item, or the item no such option.
    #[error("the scorecard has no such item or option; load the page again")]
    UnknownItem,
    /// A standard answer has no words.
    #[error("write a title and a text, each in at least one language")]
    AnswerNeedsWords,
    /// Somebody else changed the standard answer meanwhile.
    #[error("this standard answer was changed elsewhere meanwhile; load it again")]
    AnswerChanged,
    /// The card has as many standard answers as it can.
    #[error("this scorecard has {most} standard answers already; change one of them")]
    TooManyAnswers {
        /// The most that there may be.
        most: i64,
    },
    /// A phrase without a word.
    #[error("write a phrase of 1 to {most} characters")]
    BadPhrase {
        /// The longest that is taken.
        most: usize,
    },
    /// The item has as many phrases as it can.
    #[error("this item has {most} phrases already; take one away first")]
    TooManyPhrases {
        /// The most that there may be.
        most: i64,
    },
    /// A ticket is declined without a word.
    #[error("say in the reply why it stays as it is")]
    ReplyNeeded,
    /// Somebody else's evaluation of a call that the reader is scoring.
    #[error(
        "this call is in your queue, or you are scoring it; release your own evaluation before you read others"
    )]
    OwnScoreFirst,
    /// A draft about another agent's part in the call.
    #[error("you have a draft about another agent of this call; release it or throw it away first")]
    OtherPartInHand,
    /// Another part, where what is scored was given with the evaluation.
    #[error("whose part is scored is given here and stays")]
    PartIsGiven,
    /// The agent has opened it.
    #[error("the agent has opened this evaluation; it can only be revised now")]
    OpenedAlready,
    /// A revision without a word.
    #[error("say why it is revised; the agent reads it")]
    ReasonNeeded,
    /// A revision that changes nothing.
    #[error("nothing is revised: it says what it said before")]
    NothingRevised,
    /// An appeal is open, or decided.
    #[error("an appeal against this evaluation is open or decided; what changes is decided there")]
    AppealDecides,
    /// Earlier scores are closed until every item is answered.
    #[error("earlier scores are closed until every item is answered")]
    HistoryClosed,
    /// What is done with evaluations that count, of one that is made to learn scoring.
    #[error(
        "this call is scored to learn scoring: it is released at once, and nothing of it can be changed later"
    )]
    NotWhileTraining,
    /// Keys that our page does not send.
    #[error("these keys cannot be taken: {problem}")]
    BadKeys {
        /// What is wrong with them.
        problem: &'static str,
    },
    /// Two things on one key.
    #[error("the same key cannot do both {one} and {other}")]
    KeyTaken {
        /// What it does.
        one: String,
        /// What it should do too.
        other: String,
    },
}

impl Coded for DeskError {
    fn kind(&self) -> Kind {
        match self {
            Self::AnswerChanged
            | Self::OwnScoreFirst
            | Self::OtherPartInHand
            | Self::PartIsGiven
            | Self::OpenedAlready
            | Self::AppealDecides
            | Self::HistoryClosed
            | Self::NotWhileTraining => Kind::Conflict,
            Self::BadDay { .. }
            | Self::UnknownItem
            | Self::AnswerNeedsWords
            | Self::TooManyAnswers { .. }
            | Self::BadPhrase { .. }
            | Self::TooManyPhrases { .. }
            | Self::ReplyNeeded
            | Self::ReasonNeeded
            | Self::NothingRevised
            | Self::BadKeys { .. }
            | Self::KeyTaken { .. } => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::BadDay { .. } => "bad_day",
            Self::UnknownItem => "unknown_item",
            Self::AnswerNeedsWords => "answer_needs_words",
            Self::AnswerChanged => "answer_changed",
            Self::TooManyAnswers { .. } => "too_many_answers",
            Self::BadPhrase { .. } => "bad_phrase",
            Self::TooManyPhrases { .. } => "too_many_phrases",
            Self::ReplyNeeded => "reply_needed",
            Self::OwnScoreFirst => "own_score_first",
            Self::OtherPartInHand => "other_part_in_hand",
            Self::PartIsGiven => "part_is_given",
            Self::OpenedAlready => "opened_already",
            Self::ReasonNeeded => "revision_reason_needed",
            Self::NothingRevised => "nothing_revised",
            Self::AppealDecides => "appeal_decides",
            Self::HistoryClosed => "history_closed",
            Self::NotWhileTraining => "not_while_training",
            Self::BadKeys { .. } => "bad_keys",
            Self::KeyTaken { .. } => "key_taken",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BadDay { field } => vec![("field", (*field).to_owned())],
            Self::TooManyAnswers { most } | Self::TooManyPhrases { most } => vec![("most", most.to_string())],
            Self::BadPhrase { most } => vec![("most", most.to_string())],
            Self::KeyTaken { one, other } => vec![("one", one.clone()), ("other", other.clone())],
            _ => Vec::new(),
        }
    }
}
