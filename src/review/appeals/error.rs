//! Why an appeal goes no further.

use crate::error::{Coded, Kind};

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
    #[error("the answer chosen for \"{question}\" does not fit that item")]
    ChoiceDoesNotFit {
        /// The key of the question.
        question: String,
    },
    /// With the changed answer, another question is asked.
    #[error("with this change the item \"{question}\" is asked too; answer it as well")]
    AnswerNeeded {
        /// The key of the question.
        question: String,
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
    /// The evaluation changed since it was appealed.
    #[error("the evaluation was changed since this appeal; load it again")]
    EvaluationChanged,
}

impl Coded for AppealError {
    fn kind(&self) -> Kind {
        match self {
            Self::Bad { .. }
            | Self::ReasonNeeded
            | Self::ChoiceDoesNotFit { .. }
            | Self::AnswerNeeded { .. }
            | Self::LowersScore => Kind::Invalid,
            Self::NotForThisPurpose | Self::GoneOn | Self::EvaluationChanged => Kind::Conflict,
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
            Self::LowersScore => "lowers_score",
            Self::GoneOn => "appeal_gone_on",
            Self::NotYours => "not_for_judge",
            Self::EvaluationChanged => "evaluation_changed",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Bad { problem } => vec![("problem", (*problem).to_owned())],
            Self::ChoiceDoesNotFit { question } | Self::AnswerNeeded { question } => {
                vec![("question", question.clone())]
            }
            _ => Vec::new(),
        }
    }
}
