//! An evaluation that was begun without a call is tied to one, and untied.

use super::{EvaluationState, Subject};
use crate::db::call::{self, Call};
use crate::db::columns::to_json;
use crate::db::schema::{call as calls, evaluation, participation};
use crate::db::{DbError, Reading, Scope, Writing};
use crate::ids::{AgentId, CallId, EvaluationId, PersonId};
use crate::scoring::Responses;
use crate::time::Instant;
use diesel::prelude::*;

/// Says anew what an evaluation is about, with its evidence moved along. A draft counts it as a save, so
/// that a window which holds the old positions does not put them back.
pub fn change_subject(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    subject: &Subject,
    responses: &Responses,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(evaluation::table.find(id))
        .set((
            evaluation::call_id.eq(subject.call_id),
            evaluation::participation_id.eq(subject.participation_id),
            evaluation::project_id.eq(subject.project_id),
            evaluation::call_started_at.eq(subject.call_started_at),
            evaluation::answers_json.eq(to_json(responses)?),
            evaluation::changed_at.eq(now),
        ))
        .execute(writing.connection)?;
    let draft = evaluation::table.find(id).filter(evaluation::state.eq(EvaluationState::Draft));
    diesel::update(draft).set(evaluation::edit.eq(evaluation::edit + 1)).execute(writing.connection)?;
    Ok(())
}

/// The calls of this agent, or of this person at whichever place, that went on at some moment between
/// the two; the oldest first, at most `limit`, as far as they exist for the caller.
pub fn calls_between(
    reading: &mut Reading<'_>,
    scope: &Scope,
    agent_id: Option<AgentId>,
    person_id: Option<PersonId>,
    from: Instant,
    until: Instant,
    limit: i64,
) -> Result<Vec<Call>, DbError> {
    let found: Vec<(CallId, Instant)> = participation::table
        .inner_join(calls::table)
        .filter(participation::agent_id.nullable().eq(agent_id).or(participation::person_id.eq(person_id)))
        .filter(calls::started_at.le(until))
        .filter((calls::started_at + calls::duration_ms).ge(from))
        .order((calls::started_at, calls::id))
        .select((calls::id, calls::started_at))
        .distinct()
        .limit(limit)
        .load(reading.connection)?;
    let ids: Vec<CallId> = found.into_iter().map(|(id, _)| id).collect();
    let mut found = call::of_ids(reading, scope, &ids)?;
    found.sort_by_key(|one| (one.started_at, one.id));
    Ok(found)
}
