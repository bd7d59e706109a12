//! The life of an evaluation as a state machine, from its draft until its agent has it. How the agent
//! answers it then is a machine of its own.

use super::answer::{Hearing, hearing_for};
use crate::db::evaluation::{Evaluation, EvaluationState, Purpose};
use crate::db::feedback::Feedback;
use crate::time::Instant;
use std::time::Duration;

/// How long a release, or the closing without a score, can be taken back.
pub const UNDO: Duration = Duration::from_secs(10);

/// How far an evaluation is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LifeState {
    /// There is none yet.
    Unbegun,
    /// It is being made.
    Draft,
    /// It is released, and out in a few seconds.
    Closing,
    /// It is released, and out at a time that was set.
    Set,
    /// It is released, and out once the leader has talked with the agent.
    Held,
    /// It is out, and the agent has not opened it.
    Out,
    /// The agent has opened or answered it, or let their time pass.
    Opened,
    /// It was changed since it came out, and the agent has not opened it since.
    Revised,
    /// It is closed without a score, for good in a few seconds.
    ClosingUnscored,
    /// It is closed without a score.
    NotScored,
    /// Its draft was thrown away.
    Discarded,
}

/// What happens to an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LifeEvent {
    /// Somebody begins it.
    Begin,
    /// Its evaluator throws the draft away.
    Discard,
    /// Its evaluator releases it at once.
    Release,
    /// Its evaluator releases it at a set time.
    SetTime,
    /// Its evaluator releases it through the team leader.
    HoldForTalk,
    /// Its evaluator closes it: it cannot be scored.
    CannotScore,
    /// Its evaluator takes the release, or the closing, back.
    TakeBack,
    /// The seconds, or the time that was set, are over.
    TimeComes,
    /// The leader has talked with the agent, or nobody did in time.
    LetOut,
    /// Its evaluator recalls it (撤回).
    Recall,
    /// The agent opens it.
    Open,
    /// Its evaluator revises it (修订).
    Revise,
}

/// Why something cannot happen to an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refused {
    /// It is begun already.
    Begun,
    /// It is no draft, or no draft any more.
    NotADraft,
    /// It is not released, or not out yet, or has no score to speak of.
    NotReleased,
    /// It does not wait for a talk.
    NotHeld,
    /// It is out: it is not taken back, it is recalled or revised.
    AlreadyOut,
    /// The agent has it: it is not recalled, it is revised.
    OpenedAlready,
    /// It is made to learn scoring, and counts for nothing.
    NotWhileTraining,
    /// It is not about the agent: there is nobody to talk with.
    NobodyToTalk,
    /// It is not about the agent: they are asked nothing.
    ForThisPurpose,
}

impl LifeState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Unbegun,
        Self::Draft,
        Self::Closing,
        Self::Set,
        Self::Held,
        Self::Out,
        Self::Opened,
        Self::Revised,
        Self::ClosingUnscored,
        Self::NotScored,
        Self::Discarded,
    ];

    /// How far the stored evaluation is at this moment.
    #[must_use]
    pub fn of(evaluation: &Evaluation, feedback: &Feedback, now: Instant) -> Self {
        let is_touched = feedback.opened_at.is_some() || feedback.answer.is_some();
        match (evaluation.state, evaluation.released_at) {
            (EvaluationState::Draft, _) => Self::Draft,
            (EvaluationState::NotScored, Some(at)) if at > now => Self::ClosingUnscored,
            (EvaluationState::NotScored, _) => Self::NotScored,
            (EvaluationState::Released, None) => Self::Held,
            (EvaluationState::Released, Some(at)) if at > evaluation.changed_at.plus(UNDO) && at > now => {
                Self::Set
            }
            (EvaluationState::Released, Some(at)) if at > now => Self::Closing,
            (EvaluationState::Released, Some(_)) if is_touched => Self::Opened,
            (EvaluationState::Released, Some(_)) if evaluation.revision > 1 => Self::Revised,
            (EvaluationState::Released, Some(_)) => Self::Out,
        }
    }

    /// Its name, as the diagram has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unbegun => "[*]",
            Self::Draft => "draft",
            Self::Closing => "closing",
            Self::Set => "set",
            Self::Held => "held",
            Self::Out => "out",
            Self::Opened => "opened",
            Self::Revised => "revised",
            Self::ClosingUnscored => "closing_unscored",
            Self::NotScored => "not_scored",
            Self::Discarded => "discarded",
        }
    }
}

impl LifeEvent {
    /// Every event.
    pub const ALL: [Self; 12] = [
        Self::Begin,
        Self::Discard,
        Self::Release,
        Self::SetTime,
        Self::HoldForTalk,
        Self::CannotScore,
        Self::TakeBack,
        Self::TimeComes,
        Self::LetOut,
        Self::Recall,
        Self::Open,
        Self::Revise,
    ];

    /// Its name, as the diagram has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Discard => "discard",
            Self::Release => "release",
            Self::SetTime => "set a time",
            Self::HoldForTalk => "hold for the talk",
            Self::CannotScore => "cannot score",
            Self::TakeBack => "take back",
            Self::TimeComes => "time comes",
            Self::LetOut => "let out",
            Self::Recall => "recall",
            Self::Open => "open",
            Self::Revise => "revise",
        }
    }
}

/// How far the evaluation is after the event.
///
/// What is made to learn scoring is released at once, and taken back in its seconds; nothing else happens to
/// it. What is not about the agent has nobody to talk with, and nobody opens it. Until it is out a release is
/// taken back; then it is recalled, until the agent has it; then it is revised. Whether an appeal is in the
/// way of a revision, the answer says.
///
/// # Errors
///
/// Why it cannot happen.
pub fn life_step(purpose: Purpose, from: LifeState, event: LifeEvent) -> Result<LifeState, Refused> {
    use LifeState::{
        Closing, ClosingUnscored, Discarded, Draft, Held, NotScored, Opened, Out, Revised, Set, Unbegun,
    };
    may_ever(purpose, event)?;
    match event {
        LifeEvent::Begin if from == Unbegun => Ok(Draft),
        LifeEvent::Begin => Err(Refused::Begun),
        LifeEvent::Discard => from_draft(from, Discarded),
        LifeEvent::Release => from_draft(from, Closing),
        LifeEvent::SetTime => from_draft(from, Set),
        LifeEvent::HoldForTalk => from_draft(from, Held),
        LifeEvent::CannotScore => from_draft(from, ClosingUnscored),
        LifeEvent::TakeBack => match from {
            Closing | Set | Held | ClosingUnscored => Ok(Draft),
            Out | Opened | Revised | NotScored => Err(Refused::AlreadyOut),
            Unbegun | Draft | Discarded => Err(Refused::NotReleased),
        },
        LifeEvent::TimeComes => match from {
            Closing | Set => Ok(Out),
            ClosingUnscored => Ok(NotScored),
            Out | Opened | Revised | NotScored => Err(Refused::AlreadyOut),
            Unbegun | Draft | Held | Discarded => Err(Refused::NotReleased),
        },
        LifeEvent::LetOut if from == Held => Ok(Out),
        LifeEvent::LetOut => Err(Refused::NotHeld),
        LifeEvent::Recall => match from {
            Out | NotScored => Ok(Draft),
            Opened | Revised => Err(Refused::OpenedAlready),
            Unbegun | Draft | Closing | Set | Held | ClosingUnscored | Discarded => Err(Refused::NotReleased),
        },
        LifeEvent::Open => match from {
            Out | Revised => Ok(Opened),
            Opened => Err(Refused::OpenedAlready),
            _ => Err(Refused::NotReleased),
        },
        LifeEvent::Revise => match from {
            Out | Opened | Revised => Ok(Revised),
            _ => Err(Refused::NotReleased),
        },
    }
}

/// What only a draft does.
fn from_draft(from: LifeState, to: LifeState) -> Result<LifeState, Refused> {
    if from == LifeState::Draft { Ok(to) } else { Err(Refused::NotADraft) }
}

/// Whether this ever happens to evaluations of this purpose.
fn may_ever(purpose: Purpose, event: LifeEvent) -> Result<(), Refused> {
    use LifeEvent::{CannotScore, HoldForTalk, LetOut, Open, Recall, Revise, SetTime};
    if purpose == Purpose::Training {
        return match event {
            SetTime | HoldForTalk | CannotScore | LetOut | Recall | Open | Revise => {
                Err(Refused::NotWhileTraining)
            }
            _ => Ok(()),
        };
    }
    match (hearing_for(purpose), event) {
        (Hearing::Nothing, HoldForTalk | LetOut) => Err(Refused::NobodyToTalk),
        (Hearing::Nothing, Open | Revise) => Err(Refused::ForThisPurpose),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
