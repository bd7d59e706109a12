//! The clock of an evaluation: until when it should be released, and from its release on, until when the
//! agent should hear it. At most one of the two runs. How long each may take, the working calendar says.

use super::evaluation::{EvaluationState, Purpose, within};
use super::schema::{evaluation, evaluation_clock, feedback};
use super::{DbError, Reading, Scope, Writing};
use crate::ids::{CallId, EvaluationId, PersonId};
use crate::time::Instant;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;

/// Lets the clock of a new draft run.
pub fn start(writing: &mut Writing<'_>, id: EvaluationId, release_due_at: Instant) -> Result<(), DbError> {
    diesel::insert_into(evaluation_clock::table)
        .values((
            evaluation_clock::evaluation_id.eq(id),
            evaluation_clock::release_due_at.eq(release_due_at),
            evaluation_clock::running_until.eq(release_due_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// It is released: from now on it should be heard; none: nobody is asked to.
pub(in crate::db) fn released(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    hear_due_at: Option<Instant>,
) -> Result<(), DbError> {
    diesel::update(evaluation_clock::table.find(id))
        .set((
            evaluation_clock::hear_due_at.eq(hear_due_at),
            evaluation_clock::running_until.eq(hear_due_at),
            evaluation_clock::told_at.eq(None::<Instant>),
            evaluation_clock::tell_again_at.eq(None::<Instant>),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// It is a draft again, and should be released when it should have been before.
pub(super) fn reopened(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    diesel::update(evaluation_clock::table.find(id))
        .set((
            evaluation_clock::hear_due_at.eq(None::<Instant>),
            evaluation_clock::running_until.eq(evaluation_clock::release_due_at.nullable()),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// It is heard, or nobody will hear it any more: nothing is due.
pub fn stop(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    diesel::update(evaluation_clock::table.find(id))
        .set(evaluation_clock::running_until.eq(None::<Instant>))
        .execute(writing.connection)?;
    Ok(())
}

/// Until when the clocks of these evaluations run; one that does not run is left out.
pub fn running(
    reading: &mut Reading<'_>,
    ids: &[EvaluationId],
) -> Result<HashMap<EvaluationId, Instant>, DbError> {
    let rows: Vec<(EvaluationId, Option<Instant>)> = evaluation_clock::table
        .filter(evaluation_clock::evaluation_id.eq_any(ids.to_vec()))
        .filter(evaluation_clock::running_until.is_not_null())
        .select((evaluation_clock::evaluation_id, evaluation_clock::running_until))
        .load(reading.connection)?;
    Ok(rows.into_iter().filter_map(|(id, until)| Some((id, until?))).collect())
}

/// An evaluation whose clock ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOut {
    /// Which.
    pub id: EvaluationId,
    /// Whether it is still a draft; otherwise it was not heard.
    pub is_draft: bool,
    /// Whether somebody was told of it before.
    pub is_again: bool,
}

/// Those whose clock ran out and of which somebody is to be told now, the longest over first, at most `limit`.
pub fn run_out(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<RunOut>, DbError> {
    let now = reading.now();
    let is_untold = evaluation_clock::told_at.is_null();
    let rows: Vec<(EvaluationId, EvaluationState, Option<Instant>)> = evaluation_clock::table
        .inner_join(evaluation::table)
        .filter(evaluation_clock::running_until.le(now))
        .filter(is_untold.or(evaluation_clock::tell_again_at.assume_not_null().le(now)))
        .order((evaluation_clock::running_until, evaluation_clock::evaluation_id))
        .limit(limit)
        .select((evaluation_clock::evaluation_id, evaluation::state, evaluation_clock::told_at))
        .load(reading.connection)?;
    let of = |(id, state, told_at): (_, _, Option<Instant>)| RunOut {
        id,
        is_draft: state == EvaluationState::Draft,
        is_again: told_at.is_some(),
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Notes that somebody was told of it, and from when on they are told again; none: not any more.
pub fn note_told(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    again_at: Option<Instant>,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(evaluation_clock::table.find(id))
        .set((evaluation_clock::told_at.eq(now), evaluation_clock::tell_again_at.eq(again_at)))
        .execute(writing.connection)?;
    Ok(())
}

/// Those of this call that are about this person, that they have opened, and whose clock still runs: they
/// were read, and not heard.
pub fn opened_unheard(
    reading: &mut Reading<'_>,
    call_id: CallId,
    person_id: PersonId,
) -> Result<Vec<EvaluationId>, DbError> {
    let now = reading.now();
    let opened = feedback::table.filter(feedback::opened_at.is_not_null()).select(feedback::evaluation_id);
    let found = evaluation_clock::table
        .inner_join(evaluation::table)
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::person_id.eq(person_id))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::released_at.le(now))
        .filter(evaluation_clock::running_until.is_not_null())
        .filter(evaluation_clock::evaluation_id.eq_any(opened))
        .select(evaluation_clock::evaluation_id);
    Ok(found.load(reading.connection)?)
}

/// Whose drafts are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftsOf {
    /// This person's.
    One(PersonId),
    /// Everybody's of calls in this scope.
    All(Scope),
}

/// How many drafts should have been released by now.
pub fn count_unreleased(reading: &mut Reading<'_>, whose: &DraftsOf) -> Result<i64, DbError> {
    let now = reading.now();
    let late = evaluation_clock::table
        .filter(evaluation_clock::running_until.le(now))
        .select(evaluation_clock::evaluation_id);
    let drafts = evaluation::table.into_boxed().filter(evaluation::state.eq(EvaluationState::Draft));
    let drafts = match whose {
        DraftsOf::One(person_id) => drafts.filter(evaluation::evaluator_id.eq(*person_id)),
        DraftsOf::All(scope) => within(drafts, scope),
    };
    let found = drafts.filter(evaluation::id.eq_any(late)).select(count_star());
    Ok(found.first(reading.connection)?)
}

/// How many evaluations of this scope, for these purposes, are out and should have been heard by now.
pub fn count_unheard(reading: &mut Reading<'_>, scope: &Scope, purposes: &[Purpose]) -> Result<i64, DbError> {
    let now = reading.now();
    let late = evaluation_clock::table
        .filter(evaluation_clock::running_until.le(now))
        .select(evaluation_clock::evaluation_id);
    let found = within(evaluation::table.into_boxed(), scope)
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::purpose.eq_any(purposes.to_vec()))
        .filter(evaluation::released_at.le(now))
        .filter(evaluation::id.eq_any(late))
        .select(count_star());
    Ok(found.first(reading.connection)?)
}
