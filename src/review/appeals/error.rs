//! Why an appeal goes no further.

use crate::error::{Coded, Kind};
use crate::scoring::{Scorecard, Wording};

/// An item of a card, as an error names it: by its key, and by its title for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemName {
    /// The key of the question.
    pub question: String,
    /// Its title by language; empty where the card has no such question.
    pub title: Wording,
}

impl ItemName {
    /// The item of this card.
    #[must_use]
    pub fn of(card: &Scorecard, question: String) -> Self {
        let found = card.questions().find(|one| one.key == question);
        Self { title: found.map(|one| one.title.clone()).unwrap_or_default(), question }
    }

    /// Its title as a sentence of ours names it: in English where there is one, else its key.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.title.pick_or("en", "en", &self.question)
    }

    /// As parameters of an error: `title` is its title by language, as JSON; the page takes its reader's.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        let title = serde_json::to_string(&self.title).unwrap_or_default();
        vec![("question", self.question.clone()), ("title", title)]
    }
}

/// A refusal about an appeal.
#[derive(Debug, thiserror::Error)]
pub enum AppealError {
    /// The purpose of the evaluation asks for no such answer.
    #[error("evaluations of this purpose cannot be answered this way")]
    NotForThisPurpose,
    /// Something in an appeal or a ruling is not what our pages send.
    #[error("this cannot be taken: {problem}")]
    Bad {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Every item wants a reason.
    #[error("say why, at every item")]
    ReasonNeeded,
    /// A chosen answer does not fit its question.
    #[error("the answer chosen for \"{}\" does not fit that item", .item.shown())]
    ChoiceDoesNotFit {
        /// Which.
        item: ItemName,
    },
    /// With the changed answer, another question is asked.
    #[error("with this change the item \"{}\" is asked too; answer it as well", .item.shown())]
    AnswerNeeded {
        /// Which.
        item: ItemName,
    },
    /// The agent has submitted as many appeals as the card allows in a month.
    #[error("this scorecard allows {most} appeals a month, and you have submitted them")]
    MonthUsedUp {
        /// How many.
        most: i64,
    },
    /// The change would lower the score.
    #[error("an appeal never lowers a score; choose another answer or keep this one")]
    LowersScore,
    /// It stands at another step by now.
    #[error("this appeal has gone on meanwhile; load it again")]
    GoneOn,
    /// The caller may not take this step.
    #[error("this step of the appeal is not yours: it concerns you, or you took an earlier one")]
    NotYours,
    /// The caller might have to arbitrate an appeal against the evaluation, and reads no names until then.
    #[error(
        "an appeal against this evaluation is open and may come before you; until it is decided, read the appeal, which names nobody"
    )]
    NamesHidden,
    /// The evaluation changed since it was appealed.
    #[error("the evaluation was changed since this appeal; load it again")]
    EvaluationChanged,
}

impl AppealError {
    /// The answer chosen for this question does not fit it.
    pub(super) fn misfit(card: &Scorecard, question: String) -> Self {
        Self::ChoiceDoesNotFit { item: ItemName::of(card, question) }
    }
}

impl Coded for AppealError {
    fn kind(&self) -> Kind {
        match self {
            Self::Bad { .. }
            | Self::ReasonNeeded
            | Self::ChoiceDoesNotFit { .. }
            | Self::AnswerNeeded { .. }
            | Self::LowersScore => Kind::Invalid,
            Self::NotForThisPurpose
            | Self::MonthUsedUp { .. }
            | Self::GoneOn
            | Self::NamesHidden
            | Self::EvaluationChanged => Kind::Conflict,
            Self::NotYours => Kind::Denied,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotForThisPurpose => "not_for_this_purpose",
            Self::Bad { .. } => "bad_appeal",
            Self::ReasonNeeded => "reason_needed",
            Self::ChoiceDoesNotFit { .. } => "choice_does_not_fit",
            Self::AnswerNeeded { .. } => "answer_needed",
            Self::MonthUsedUp { .. } => "appeals_used_up",
            Self::LowersScore => "lowers_score",
            Self::GoneOn => "appeal_gone_on",
            Self::NotYours => "not_for_judge",
            Self::NamesHidden => "names_hidden",
            Self::EvaluationChanged => "evaluation_changed",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Bad { problem } => vec![("problem", (*problem).to_owned())],
            Self::ChoiceDoesNotFit { item } | Self::AnswerNeeded { item } => item.params(),
            Self::MonthUsedUp { most } => vec![("most", most.to_string())],
            _ => Vec::new(),
        }
    }
}
