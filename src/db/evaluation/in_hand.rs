//! What somebody has in hand (手头): what stands in their queue, and what they make that is not out. Of
//! these calls they see nothing that others found, until their own evaluation is out.

use super::{EvaluationState, Purpose};
use crate::db::assignment::AssignmentState;
use crate::db::schema::{assignment, evaluation, release_talk};
use crate::db::{DbError, Reading};
use crate::ids::{CallId, EvaluationId, PersonId};
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// More than anybody has in hand.
const IN_HAND_MOST: i64 = 10_000;

/// What this person makes that is not out: drafts, and what is released or closed and can still be taken
/// back. Each with its call.
fn not_out(
    reading: &mut Reading<'_>,
    person_id: PersonId,
) -> Result<Vec<(EvaluationId, Option<CallId>)>, DbError> {
    let mut found: Vec<(EvaluationId, Option<CallId>)> = evaluation::table
        .filter(evaluation::evaluator_id.eq(person_id))
        .filter(evaluation::state.eq(EvaluationState::Draft))
        .order(evaluation::id.desc())
        .limit(IN_HAND_MOST)
        .select((evaluation::id, evaluation::call_id))
        .load(reading.connection)?;
    let held: Vec<(EvaluationId, Option<CallId>)> = release_talk::table
        .inner_join(evaluation::table)
        .filter(release_talk::closed_at.is_null())
        .filter(evaluation::evaluator_id.eq(person_id))
        .select((evaluation::id, evaluation::call_id))
        .load(reading.connection)?;
    found.extend(held);
    // Everybody's, by the index of releases: there are few, and an evaluator has thousands that are out.
    let now = reading.now();
    let closing: Vec<(PersonId, EvaluationId, Option<CallId>)> = evaluation::table
        .filter(evaluation::released_at.gt(now))
        .order((evaluation::released_at, evaluation::id))
        .limit(IN_HAND_MOST)
        .select((evaluation::evaluator_id, evaluation::id, evaluation::call_id))
        .load(reading.connection)?;
    let own = closing.into_iter().filter(|(evaluator_id, ..)| *evaluator_id == person_id);
    found.extend(own.map(|(_, id, call_id)| (id, call_id)));
    Ok(found)
}

/// The calls that this person has in hand, each once.
pub fn calls_in_hand(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<CallId>, DbError> {
    let mut calls: BTreeSet<CallId> =
        not_out(reading, person_id)?.into_iter().filter_map(|(_, call_id)| call_id).collect();
    let assigned: Vec<CallId> = assignment::table
        .filter(assignment::inspector_id.eq(person_id))
        .filter(assignment::state.eq_any(AssignmentState::OPEN))
        .limit(IN_HAND_MOST)
        .select(assignment::call_id)
        .load(reading.connection)?;
    calls.extend(assigned);
    Ok(calls.into_iter().collect())
}

/// Whether this person has the call in hand.
pub fn is_in_hand(reading: &mut Reading<'_>, person_id: PersonId, call_id: CallId) -> Result<bool, DbError> {
    let now = reading.now();
    let made = evaluation::table
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::evaluator_id.eq(person_id))
        .filter(evaluation::released_at.is_null().or(evaluation::released_at.assume_not_null().gt(now)));
    if diesel::select(exists(made)).get_result(reading.connection)? {
        return Ok(true);
    }
    let assigned = assignment::table
        .filter(assignment::call_id.eq(call_id))
        .filter(assignment::inspector_id.eq(person_id))
        .filter(assignment::state.eq_any(AssignmentState::OPEN));
    Ok(diesel::select(exists(assigned)).get_result(reading.connection)?)
}

/// What this person makes that is not out.
pub fn evaluations_in_hand(
    reading: &mut Reading<'_>,
    person_id: PersonId,
) -> Result<Vec<EvaluationId>, DbError> {
    Ok(not_out(reading, person_id)?.into_iter().map(|(id, _)| id).collect())
}

/// The people of whom this person makes drafts that will count, each once: what they scored before is closed.
pub fn people_in_hand(reading: &mut Reading<'_>, evaluator_id: PersonId) -> Result<Vec<PersonId>, DbError> {
    Ok(evaluation::table
        .filter(evaluation::evaluator_id.eq(evaluator_id))
        .filter(evaluation::state.eq(EvaluationState::Draft))
        .filter(evaluation::purpose.ne(Purpose::Training))
        .filter(evaluation::person_id.is_not_null())
        .select(evaluation::person_id.assume_not_null())
        .distinct()
        .order(evaluation::person_id)
        .limit(IN_HAND_MOST)
        .load(reading.connection)?)
}
