//! Participations: one agent's part in one call. Evaluations and "own calls" refer to these.

use super::agent::Agent;
use super::schema::{agent, call, participation};
use super::{DbError, Reading, Writing};
use crate::ids::{AgentId, CallId, ParticipationId, PersonId, RecordingId, TeamId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;

/// One agent's part in one call.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = participation, treat_none_as_null = true)]
pub struct Participation {
    /// Its id.
    pub id: ParticipationId,
    /// The call.
    pub call_id: CallId,
    /// The agent.
    pub agent_id: AgentId,
    /// The recording that holds the part; none: the call had no audio when it was entered.
    pub recording_id: Option<RecordingId>,
    /// The channel they are heard on, counted from 0.
    pub channel: Option<i32>,
    /// Where the part begins on the call's timeline; none: at the beginning.
    pub start_ms: Option<i64>,
    /// Where it ends; none: at the end.
    pub end_ms: Option<i64>,
    /// Who sat there on that day, if known.
    pub person_id: Option<PersonId>,
    /// The team they belonged to on that day.
    pub team_id: Option<TeamId>,
}

/// Enters a participation.
pub fn insert(writing: &mut Writing<'_>, new: &Participation) -> Result<(), DbError> {
    diesel::insert_into(participation::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Stores what became known of a participation.
pub fn update(writing: &mut Writing<'_>, changed: &Participation) -> Result<(), DbError> {
    diesel::update(participation::table.find(changed.id)).set(changed).execute(writing.connection)?;
    Ok(())
}

/// Everybody's part in a call. A call has a handful at most.
pub fn of_call(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<Participation>, DbError> {
    Ok(participation::table
        .filter(participation::call_id.eq(call_id))
        .order(participation::id)
        .load(reading.connection)?)
}

/// Everybody's part in these calls, with the agents.
pub fn of_calls(
    reading: &mut Reading<'_>,
    call_ids: &[CallId],
) -> Result<Vec<(Participation, Agent)>, DbError> {
    Ok(participation::table
        .inner_join(agent::table)
        .filter(participation::call_id.eq_any(call_ids))
        .order(participation::id)
        .load(reading.connection)?)
}

/// Gives the person every part of this agent that is nobody's yet, in calls that began at `from`
/// or later; returns how many.
pub fn give_unclaimed(
    writing: &mut Writing<'_>,
    agent_id: AgentId,
    person_id: PersonId,
    from: Instant,
) -> Result<usize, DbError> {
    // Asked call by call: there are few of this agent and many in all.
    let begun_since = call::table
        .filter(call::id.eq(participation::call_id))
        .filter(call::started_at.ge(from))
        .select(call::id);
    let unclaimed = participation::table
        .filter(participation::agent_id.eq(agent_id))
        .filter(participation::person_id.is_null())
        .filter(exists(begun_since));
    Ok(diesel::update(unclaimed).set(participation::person_id.eq(person_id)).execute(writing.connection)?)
}

/// Enters the team in every part of this person that has none yet, in calls that began from
/// `from` until `until` (none: up to now); returns how many.
pub fn give_team(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    team_id: TeamId,
    from: Instant,
    until: Option<Instant>,
) -> Result<usize, DbError> {
    let until = until.unwrap_or(Instant::from_millis(i64::MAX));
    let begun_meanwhile = call::table
        .filter(call::id.eq(participation::call_id))
        .filter(call::started_at.ge(from))
        .filter(call::started_at.lt(until))
        .select(call::id);
    let without_team = participation::table
        .filter(participation::person_id.eq(person_id))
        .filter(participation::team_id.is_null())
        .filter(exists(begun_meanwhile));
    Ok(diesel::update(without_team).set(participation::team_id.eq(team_id)).execute(writing.connection)?)
}
