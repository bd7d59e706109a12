//! Agents: a line of work as a source knows it, tied by time to the person who sat there.

use super::schema::{agent, agent_person};
use super::{DbError, Reading, Writing};
use crate::ids::{AgentId, PersonId, SourceId};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// An agent as the source names them; known by (source, external id).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = agent)]
pub struct Agent {
    /// Its id.
    pub id: AgentId,
    /// The source that names it.
    pub source_id: SourceId,
    /// What the source calls it: an extension, a sign-in, a staff number.
    pub external_id: String,
    /// The name the source gave along.
    pub name: Option<String>,
    /// When it was first seen.
    pub created_at: Instant,
    /// When it was no longer used.
    pub retired_at: Option<Instant>,
}

/// The agent with this id.
pub fn by_id(reading: &mut Reading<'_>, id: AgentId) -> Result<Option<Agent>, DbError> {
    Ok(agent::table.find(id).first(reading.connection).optional()?)
}

/// The agent that the source knows by this id, made on first sight. A name that was missing is
/// filled in; a name that is there stays.
pub fn find_or_make(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    external_id: &str,
    name: Option<&str>,
) -> Result<Agent, DbError> {
    let known: Option<Agent> = agent::table
        .filter(agent::source_id.eq(source_id))
        .filter(agent::external_id.eq(external_id))
        .first(writing.connection)
        .optional()?;
    if let Some(mut known) = known {
        if known.name.is_none() && name.is_some() {
            known.name = name.map(str::to_owned);
            diesel::update(agent::table.find(known.id))
                .set(agent::name.eq(name))
                .execute(writing.connection)?;
        }
        return Ok(known);
    }
    let made = Agent {
        id: AgentId::new(),
        source_id,
        external_id: external_id.to_owned(),
        name: name.map(str::to_owned),
        created_at: writing.now(),
        retired_at: None,
    };
    diesel::insert_into(agent::table).values(&made).execute(writing.connection)?;
    Ok(made)
}

/// The agents with these ids.
pub fn by_ids(reading: &mut Reading<'_>, ids: &[AgentId]) -> Result<Vec<Agent>, DbError> {
    Ok(agent::table.filter(agent::id.eq_any(ids)).load(reading.connection)?)
}

/// Ties the agent to the person who sat there from `from` until `until` (open: still).
pub fn tie_to_person(
    writing: &mut Writing<'_>,
    agent_id: AgentId,
    person_id: PersonId,
    from: Instant,
    until: Option<Instant>,
) -> Result<(), DbError> {
    diesel::insert_into(agent_person::table)
        .values((
            agent_person::agent_id.eq(agent_id),
            agent_person::person_id.eq(person_id),
            agent_person::from_at.eq(from),
            agent_person::until_at.eq(until),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Whether anybody was ever tied to this agent.
pub fn was_ever_tied(reading: &mut Reading<'_>, agent_id: AgentId) -> Result<bool, DbError> {
    let first: Option<i64> = agent_person::table
        .filter(agent_person::agent_id.eq(agent_id))
        .select(agent_person::id)
        .first(reading.connection)
        .optional()?;
    Ok(first.is_some())
}

/// Who sat there at that moment; where two are entered, the one who came later.
pub fn person_at(
    reading: &mut Reading<'_>,
    agent_id: AgentId,
    at: Instant,
) -> Result<Option<PersonId>, DbError> {
    Ok(agent_person::table
        .filter(agent_person::agent_id.eq(agent_id))
        .filter(agent_person::from_at.le(at))
        .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(at)))
        .order((agent_person::from_at.desc(), agent_person::id.desc()))
        .select(agent_person::person_id)
        .first(reading.connection)
        .optional()?)
}

/// How many agents in use nobody is tied to at this moment.
pub fn count_unmatched(reading: &mut Reading<'_>) -> Result<i64, DbError> {
    let now = reading.now();
    let tied = agent_person::table
        .filter(agent_person::agent_id.eq(agent::id))
        .filter(agent_person::from_at.le(now))
        .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(now)))
        .select(agent_person::id);
    let unmatched = agent::table.filter(agent::retired_at.is_null()).filter(not(exists(tied)));
    Ok(unmatched.count().get_result(reading.connection)?)
}
