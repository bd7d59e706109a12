//! A sitting is begun and ended; what the agent was reminded of meanwhile.

use super::super::card_choice::{card_at, reaches_place};
use super::super::clocks::begin_clock;
use super::super::draft::check_text;
use super::super::evaluation_view::{EvaluationView, find, must_be_draft, own_view};
use super::super::trail::{Step, record};
use super::super::{ReviewError, person_of};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::agent::Agent;
use crate::db::evaluation::{NewDraft, Purpose, Subject};
use crate::db::named::{self, Named};
use crate::db::sitting::{self, Reminder, Sitting};
use crate::db::{Db, Reading, Scope, Writing, agent, directory, evaluation, scorecard, team};
use crate::ids::{AgentId, EvaluationId, PersonId, ProjectId, QueueId, ReminderId, ScorecardId, TeamId};
use crate::time::Instant;
use serde_json::json;
use std::time::Duration;

/// The most reminders of a sitting.
pub const REMINDERS_MOST: i64 = 200;

/// How long ago a sitting may have begun that is entered now.
const BEGAN_WITHIN: Duration = Duration::from_hours(7 * 24);

/// A sitting to be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSitting {
    /// Beside whom.
    pub agent_id: AgentId,
    /// Beside the agent, or live from elsewhere.
    pub purpose: Purpose,
    /// The queue whose calls are heard.
    pub queue_id: Option<QueueId>,
    /// The card to score with; none: the one that is used there.
    pub scorecard_id: Option<ScorecardId>,
    /// Since when; none: from now on.
    pub since: Option<Instant>,
}

/// A sitting as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SittingView {
    /// What is stored.
    pub sitting: Sitting,
    /// The queue whose calls were heard.
    pub queue: Option<Named<QueueId>>,
    /// What the agent was reminded of, in order of time.
    pub reminders: Vec<Reminder>,
}

/// Begins an evaluation of an agent without a call.
pub async fn begin_sitting(
    db: &Db,
    who: &Who,
    by: By,
    new: NewSitting,
) -> Result<EvaluationView, ReviewError> {
    let scope = who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?;
    let own = person_of(who)?;
    if !matches!(new.purpose, Purpose::Beside | Purpose::Live) {
        return Err(bad("purpose", "is beside or live"));
    }
    db.write(move |writing| {
        let now = writing.now();
        let began_at = new.since.unwrap_or(now);
        if began_at > now || began_at < now.minus(BEGAN_WITHIN) {
            return Err(bad("since", "lies within the last seven days"));
        }
        let subject = subject_of(writing, &scope, own, new, began_at)?;
        let card = card_at(writing, new.queue_id, subject.project_id, new.purpose, new.scorecard_id)?;
        let version = scorecard::latest_version(writing, card)?.ok_or(ReviewError::ScorecardNeeded)?;
        let draft = NewDraft {
            subject,
            scorecard_version_id: version.id,
            evaluator_id: own,
            purpose: new.purpose,
            is_generated: false,
        };
        let id = evaluation::insert_draft(writing, &draft)?;
        begin_clock(writing, id, own, None)?;
        let queue_id = new.queue_id;
        let sitting = Sitting { evaluation_id: id, queue_id, began_at, ended_at: None, tied_at: None };
        sitting::insert(writing, &sitting)?;
        record(writing, by.actor, by.request_id, id, Step::Begun)?;
        own_view(writing, own, id)
    })
    .await
}

/// Of whom, with what is known of them at that moment.
fn subject_of(
    reading: &mut Reading<'_>,
    scope: &Scope,
    own: PersonId,
    new: NewSitting,
    began_at: Instant,
) -> Result<Subject, ReviewError> {
    let seat = seat_at(reading, scope, own, new.agent_id, began_at)?;
    Ok(Subject {
        call_id: None,
        participation_id: None,
        agent_id: Some(seat.agent.id),
        person_id: seat.person_id,
        team_id: seat.team_id,
        project_id: project_of(reading, scope, new.queue_id)?,
        call_started_at: Some(began_at),
    })
}

/// An agent with who sat there at a moment, and their team of then.
pub(in crate::review) struct Seat {
    pub(in crate::review) agent: Agent,
    pub(in crate::review) person_id: Option<PersonId>,
    pub(in crate::review) team_id: Option<TeamId>,
}

/// An agent whom the caller may judge without a call. One whom they find no call of does not exist for them,
/// and nobody judges themselves.
pub(in crate::review) fn seat_at(
    reading: &mut Reading<'_>,
    scope: &Scope,
    own: PersonId,
    agent_id: AgentId,
    at: Instant,
) -> Result<Seat, ReviewError> {
    let missing = ReviewError::NotFound { what: "agent" };
    let Some(agent) = agent::by_id(reading, agent_id)?.filter(|one| one.retired_at.is_none()) else {
        return Err(missing);
    };
    if directory::mentioned(reading, scope)?.is_some_and(|known| !known.agents.contains(&agent.id)) {
        return Err(missing);
    }
    let person_id = agent::person_at(reading, agent.id, at)?;
    if person_id == Some(own) {
        return Err(ReviewError::NotForInspector);
    }
    let team_id = match person_id {
        Some(person_id) => team::of_person_at(reading, person_id, at)?,
        None => None,
    };
    Ok(Seat { agent, person_id, team_id })
}

/// The project of the queue; without a queue, the only one that the caller scores in.
pub(in crate::review) fn project_of(
    reading: &mut Reading<'_>,
    scope: &Scope,
    queue_id: Option<QueueId>,
) -> Result<Option<ProjectId>, ReviewError> {
    let Some(queue_id) = queue_id else {
        return Ok(match scope {
            Scope::Within(bounds) if bounds.projects.len() == 1 => bounds.projects.first().copied(),
            _ => None,
        });
    };
    if !reaches_place(reading, scope, None, Some(queue_id))? {
        return Err(ReviewError::NotFound { what: "queue" });
    }
    let queue = directory::queues(reading)?.into_iter().find(|queue| queue.id == queue_id);
    Ok(queue.and_then(|queue| queue.project_id))
}

/// Ends a sitting; what is scored in it goes on.
pub async fn end_sitting(
    db: &Db,
    who: &Who,
    by: By,
    id: EvaluationId,
) -> Result<EvaluationView, ReviewError> {
    let own = person_of(who)?;
    db.write(move |writing| {
        must_be_draft(&find(writing, Some(own), None, id)?)?;
        sitting_of(writing, id)?;
        if end_with(writing, id)? {
            by.note(writing, "evaluation.sitting_ended", "evaluation", id, json!({}))?;
        }
        own_view(writing, own, id)
    })
    .await
}

/// Notes what the agent was reminded of on the spot, at that moment or now.
pub async fn remind(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    at: Option<Instant>,
    text: String,
) -> Result<EvaluationView, ReviewError> {
    let own = person_of(who)?;
    check_text("reminder", Some(&text))?;
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(bad("text", "says what the agent was reminded of"));
    }
    db.write(move |writing| {
        must_be_draft(&find(writing, Some(own), None, id)?)?;
        let sitting = sitting_of(writing, id)?;
        let now = writing.now();
        let given_at = at.unwrap_or(now);
        if given_at < sitting.began_at || given_at > now {
            return Err(bad("at", "lies between the beginning of the sitting and now"));
        }
        if sitting::count_reminders(writing, id)? >= REMINDERS_MOST {
            return Err(ReviewError::TooManyReminders { most: REMINDERS_MOST });
        }
        let new = Reminder { id: ReminderId::new(), evaluation_id: id, given_at, text: text.clone() };
        sitting::insert_reminder(writing, &new)?;
        own_view(writing, own, id)
    })
    .await
}

/// Takes a reminder back that was noted by mistake.
pub async fn take_reminder_back(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    reminder_id: ReminderId,
) -> Result<(), ReviewError> {
    let own = person_of(who)?;
    db.write(move |writing| {
        must_be_draft(&find(writing, Some(own), None, id)?)?;
        if sitting::delete_reminder(writing, id, reminder_id)? {
            Ok(())
        } else {
            Err(ReviewError::NotFound { what: "reminder" })
        }
    })
    .await
}

/// Whoever releases what they heard has left; says whether a sitting went on until now.
pub(in crate::review) fn end_with(writing: &mut Writing<'_>, id: EvaluationId) -> Result<bool, ReviewError> {
    Ok(sitting::end(writing, id)?)
}

/// The sitting with everything around it; none: the evaluation was not begun so.
pub(in crate::review) fn view_of(
    reading: &mut Reading<'_>,
    id: EvaluationId,
) -> Result<Option<SittingView>, ReviewError> {
    let Some(sitting) = sitting::of_evaluation(reading, id)? else { return Ok(None) };
    let queues = named::of_queues(reading, sitting.queue_id)?;
    let queue = sitting.queue_id.map(|id| queues.named(id));
    Ok(Some(SittingView { queue, reminders: sitting::reminders(reading, id)?, sitting }))
}

pub(super) fn sitting_of(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Sitting, ReviewError> {
    sitting::of_evaluation(reading, id)?.ok_or(ReviewError::NotASitting)
}

fn bad(field: &str, problem: &str) -> ReviewError {
    ReviewError::BadQuery { field: field.to_owned(), problem: problem.to_owned() }
}
