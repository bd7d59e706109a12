//! An evaluation as its reader sees it: with names, notes, what is open, and what it comes to.

use super::ReviewError;
use super::hearing::{AnswerEvent, AnswerState, answer_step, hearing_for, is_in_time};
use super::progress::{Progress, progress_of};
use super::sittings::{self, SittingView};
use crate::db::agent::{self, Agent};
use crate::db::appeal::{self, Appeal};
use crate::db::evaluation::{Evaluation, EvaluationState, Purpose};
use crate::db::evaluation_note::Note;
use crate::db::feedback::Feedback;
use crate::db::named::{self, Named};
use crate::db::scorecard::ScorecardVersion;
use crate::db::verification::{self, Verification};
use crate::db::{Reading, Scope, call, evaluation, evaluation_note, feedback, scorecard};
use crate::ids::{CallId, EvaluationId, NoteId, PersonId, ProjectId, QueueId, TeamId};
use crate::recorder::retention::{self, Farewell};
use crate::time::Instant;

/// The evaluations that agents, leaders and managers read; others (calibration, training) are not
/// about the agent. Whoever lists or averages them says which of these.
pub(super) const READ_BY_ALL: &[Purpose] =
    &[Purpose::Quality, Purpose::Verification, Purpose::Beside, Purpose::Live];

/// An evaluation with everything that a page about it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationView {
    /// The evaluation.
    pub evaluation: Evaluation,
    /// The version it is made on.
    pub version: ScorecardVersion,
    /// The agent.
    pub agent: Option<Agent>,
    /// Who sat there on that day.
    pub person: Option<Named<PersonId>>,
    /// Their team of that day.
    pub team: Option<Named<TeamId>>,
    /// The project of the call.
    pub project: Option<Named<ProjectId>>,
    /// Who makes it.
    pub evaluator: Named<PersonId>,
    /// What verifying the sale found; none: it verifies none.
    pub verification: Option<Verified>,
    /// The sitting in which it was begun; none: it was begun from a call.
    pub sitting: Option<SittingView>,
    /// Its notes, in order.
    pub notes: Vec<Note>,
    /// What is open and what was lost.
    pub progress: Progress,
    /// The one thing to change.
    pub one_change: OneChange,
    /// What the agent did with it.
    pub feedback: Feedback,
    /// Whether it can still be answered, and appealed.
    pub may_still: MayStill,
    /// The last appeal against it.
    pub appeal: Option<Appeal>,
    /// Whether it is out.
    pub is_out: bool,
    /// Until when its closing can be taken back.
    pub undo_until: Option<Instant>,
    /// Why its call is gone; none: it is there, or there never was one.
    pub gone: Option<Farewell>,
}

/// A verification with the name of the call's queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is stored.
    pub verification: Verification,
    /// The queue of the call.
    pub queue: Option<Named<QueueId>>,
}

/// What the agent may still say to an evaluation at this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MayStill {
    /// That they have read it.
    pub acknowledge: bool,
    /// That they find it right.
    pub find_right: bool,
    /// That they appeal.
    pub appeal: bool,
}

impl MayStill {
    fn of(evaluation: &Evaluation, feedback: &Feedback, now: Instant) -> Self {
        if evaluation.state != EvaluationState::Released || !evaluation.is_out(now) {
            return Self::default();
        }
        let (hearing, from) = (hearing_for(evaluation.purpose), AnswerState::of(feedback));
        let may = |event| {
            is_in_time(event, evaluation.answer_until, now) && answer_step(hearing, from, event).is_ok()
        };
        Self {
            acknowledge: may(AnswerEvent::Acknowledge),
            find_right: may(AnswerEvent::NoObjection),
            appeal: may(AnswerEvent::Appeal),
        }
    }
}

/// The one thing to change (改进重点): the note that was marked, else the question that lost most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OneChange {
    /// The note.
    pub note_id: Option<NoteId>,
    /// The key of the question.
    pub question: Option<String>,
}

impl OneChange {
    fn of(notes: &[Note], progress: &Progress) -> Self {
        if let Some(marked) = notes.iter().find(|note| note.is_one_change) {
            return Self { note_id: Some(marked.id), question: None };
        }
        // The first in card order among equals.
        let most = progress.lost.iter().fold(None::<&(String, f64)>, |most, lost| match most {
            Some(most) if most.1 >= lost.1 => Some(most),
            _ => Some(lost),
        });
        Self { note_id: None, question: most.map(|(question, _)| question.clone()) }
    }
}

/// The person's own evaluation in any state; else one that is out and in this scope.
pub(super) fn find(
    reading: &mut Reading<'_>,
    person_id: Option<PersonId>,
    results: Option<&Scope>,
    id: EvaluationId,
) -> Result<Evaluation, ReviewError> {
    if let Some(person_id) = person_id
        && let Some(own) = evaluation::find_own(reading, person_id, id)?
    {
        return Ok(own);
    }
    let out = match results {
        Some(scope) => evaluation::find_out(reading, scope, READ_BY_ALL, id)?,
        None => None,
    };
    out.ok_or(ReviewError::NotFound { what: "evaluation" })
}

/// The evaluation with everything around it.
pub(super) fn view(reading: &mut Reading<'_>, evaluation: Evaluation) -> Result<EvaluationView, ReviewError> {
    let version = version_of(reading, &evaluation)?;
    let subject = evaluation.subject;
    let agent = match subject.agent_id {
        Some(agent_id) => agent::by_id(reading, agent_id)?,
        None => None,
    };
    let people = named::of_people(reading, subject.person_id.into_iter().chain([evaluation.evaluator_id]))?;
    let teams = named::of_teams(reading, subject.team_id)?;
    let projects = named::of_projects(reading, subject.project_id)?;
    let notes = evaluation_note::of_evaluation(reading, evaluation.id)?;
    let duration_ms = match subject.call_id {
        Some(call_id) => duration_of(reading, call_id)?,
        None => None,
    };
    let verification = verified(reading, evaluation.id)?;
    let sitting = sittings::view_of(reading, evaluation.id)?;
    let progress = progress_of(&evaluation, &version.definition, duration_ms)?;
    let gone = match evaluation.removal_id {
        Some(id) => retention::farewell(reading, id)?,
        None => None,
    };
    let now = reading.now();
    let feedback = feedback::of_evaluation(reading, evaluation.id)?;
    let appeal = appeal::last_of(reading, &[evaluation.id])?.remove(&evaluation.id);
    Ok(EvaluationView {
        may_still: MayStill::of(&evaluation, &feedback, now),
        feedback,
        appeal,
        gone,
        verification,
        sitting,
        agent,
        person: subject.person_id.map(|id| people.named(id)),
        team: subject.team_id.map(|id| teams.named(id)),
        project: subject.project_id.map(|id| projects.named(id)),
        evaluator: people.named(evaluation.evaluator_id),
        one_change: OneChange::of(&notes, &progress),
        is_out: evaluation.is_out(now),
        undo_until: evaluation.released_at.filter(|released_at| *released_at > now),
        evaluation,
        version,
        notes,
        progress,
    })
}

fn verified(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Verified>, ReviewError> {
    let Some(verification) = verification::of_evaluation(reading, id)? else { return Ok(None) };
    let queues = named::of_queues(reading, verification.queue_id)?;
    let queue = verification.queue_id.map(|id| queues.named(id));
    Ok(Some(Verified { verification, queue }))
}

/// The version that an evaluation is made on.
pub(super) fn version_of(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
) -> Result<ScorecardVersion, ReviewError> {
    let found = scorecard::version(reading, evaluation.scorecard_version_id)?;
    found.ok_or(ReviewError::NotFound { what: "scorecard version" })
}

/// How long a call is, where that is known.
pub(super) fn duration_of(reading: &mut Reading<'_>, call_id: CallId) -> Result<Option<i64>, ReviewError> {
    let found = call::find(reading, &Scope::Everything, call_id)?;
    Ok(found.map(|call| call.duration_ms).filter(|duration_ms| *duration_ms > 0))
}

/// Whether the evaluation is a draft; everything that changes one asks.
pub(super) fn must_be_draft(evaluation: &Evaluation) -> Result<(), ReviewError> {
    if evaluation.state == EvaluationState::Draft { Ok(()) } else { Err(ReviewError::NotADraft) }
}
