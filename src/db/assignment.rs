//! Assignments: the queue of each inspector. A call stands in one queue at a time.

use super::columns::words;
use super::evaluation::Purpose;
use super::schema::assignment;
use super::{DbError, Reading, Scope, Writing};
use crate::ids::{AssignmentId, CallId, ParticipationId, PersonId, ScorecardId};
use crate::time::Instant;
use diesel::prelude::*;

words! {
    /// Where an assignment stands.
    AssignmentState {
        /// Nobody has begun.
        Waiting = "waiting",
        /// Its evaluation is a draft.
        Started = "started",
        /// Its evaluation was released, or the call cannot be scored.
        Done = "done",
        /// Taken out of the queue.
        Withdrawn = "withdrawn",
    }
}

impl AssignmentState {
    /// The states in which a call stands in somebody's queue.
    pub const OPEN: [Self; 2] = [Self::Waiting, Self::Started];
}

words! {
    /// How a call came into a queue.
    AssignmentReason {
        /// Somebody else put it there.
        Assigned = "assigned",
        /// The inspector drew it.
        TakenAtRandom = "taken_at_random",
        /// The inspector chose it.
        OwnChoice = "own_choice",
    }
}

/// A call in an inspector's queue.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = assignment)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The call.
    pub call_id: CallId,
    /// The part that is to be scored; none: the inspector chooses.
    pub participation_id: Option<ParticipationId>,
    /// In whose queue it stands.
    pub inspector_id: PersonId,
    /// The card to score it with.
    pub scorecard_id: ScorecardId,
    /// What the evaluation is for.
    pub purpose: Purpose,
    /// How it came into the queue.
    pub reason: AssignmentReason,
    /// Drawn at random: from the calls that this query of the calls page found.
    pub filter: Option<String>,
    /// Drawn at random: out of how many.
    pub pool_size: Option<i64>,
    /// Who put it there, where that was not the inspector.
    pub assigned_by: Option<PersonId>,
    /// Until when it should be done.
    pub due_at: Option<Instant>,
    /// Where it stands.
    pub state: AssignmentState,
    /// When it came into the queue.
    pub created_at: Instant,
    /// When its state changed last.
    pub changed_at: Instant,
}

/// Puts a call into a queue.
pub fn insert(writing: &mut Writing<'_>, new: &Assignment) -> Result<(), DbError> {
    diesel::insert_into(assignment::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The assignment, if its call exists for this caller.
pub fn find(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: AssignmentId,
) -> Result<Option<Assignment>, DbError> {
    let found: Option<Assignment> = assignment::table.find(id).first(reading.connection).optional()?;
    match found {
        Some(found) if super::call::find(reading, scope, found.call_id)?.is_some() => Ok(Some(found)),
        _ => Ok(None),
    }
}

/// Moves an assignment on. `false`: it stands in none of these states, and nothing changed.
pub fn move_on(
    writing: &mut Writing<'_>,
    id: AssignmentId,
    from: &[AssignmentState],
    to: AssignmentState,
) -> Result<bool, DbError> {
    let now = writing.now();
    let moved = assignment::table.find(id).filter(assignment::state.eq_any(from.to_vec()));
    let changed = diesel::update(moved)
        .set((assignment::state.eq(to), assignment::changed_at.eq(now)))
        .execute(writing.connection)?;
    Ok(changed == 1)
}

/// In whose queues these calls stand for their quality score.
pub fn open_of_calls(reading: &mut Reading<'_>, calls: &[CallId]) -> Result<Vec<Assignment>, DbError> {
    Ok(assignment::table
        .filter(assignment::call_id.eq_any(calls.to_vec()))
        .filter(assignment::purpose.eq(Purpose::Quality))
        .filter(assignment::state.eq_any(AssignmentState::OPEN))
        .order(assignment::id)
        .load(reading.connection)?)
}
