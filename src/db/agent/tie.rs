//! Who sat at an agent's place, by time: seats are shared, and people move.

use crate::db::schema::agent_person;
use crate::db::{DbError, Reading, Writing};
use crate::ids::{AgentId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;

/// Somebody's time as an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Tie {
    /// Its number.
    pub id: i64,
    /// The agent.
    pub agent_id: AgentId,
    /// Who sat there.
    pub person_id: PersonId,
    /// Since when; the beginning of 1970 stands for the beginning.
    pub from_at: Instant,
    /// Until when; none: still.
    pub until_at: Option<Instant>,
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

/// Who sits at these agents' places at that moment. Where two are entered for one agent, the one
/// who came later stands last.
pub fn ties_at(reading: &mut Reading<'_>, agents: &[AgentId], at: Instant) -> Result<Vec<Tie>, DbError> {
    Ok(agent_person::table
        .filter(agent_person::agent_id.eq_any(agents))
        .filter(agent_person::from_at.le(at))
        .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(at)))
        .order((agent_person::from_at, agent_person::id))
        .load(reading.connection)?)
}

/// Which agents these people are at that moment.
pub fn ties_of_people(
    reading: &mut Reading<'_>,
    people: &[PersonId],
    at: Instant,
) -> Result<Vec<Tie>, DbError> {
    Ok(agent_person::table
        .filter(agent_person::person_id.eq_any(people))
        .filter(agent_person::from_at.le(at))
        .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(at)))
        .order((agent_person::from_at, agent_person::id))
        .load(reading.connection)?)
}

/// Every agent that the person ever was, the latest first. A tie that ended where it began is no
/// history.
pub fn history_of_ties(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<Tie>, DbError> {
    Ok(agent_person::table
        .filter(agent_person::person_id.eq(person_id))
        .filter(
            agent_person::until_at.is_null().or(agent_person::until_at.gt(agent_person::from_at.nullable())),
        )
        .order((agent_person::from_at.desc(), agent_person::id.desc()))
        .load(reading.connection)?)
}

/// Ends at that moment whatever tie of the agent is still open then; returns how many. A tie that
/// began later ends where it began: it never was.
pub fn end_ties(writing: &mut Writing<'_>, agent_id: AgentId, at: Instant) -> Result<usize, DbError> {
    let open: Vec<Tie> = agent_person::table
        .filter(agent_person::agent_id.eq(agent_id))
        .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(at)))
        .load(writing.connection)?;
    for tie in &open {
        diesel::update(agent_person::table.find(tie.id))
            .set(agent_person::until_at.eq(at.max(tie.from_at)))
            .execute(writing.connection)?;
    }
    Ok(open.len())
}

/// Ends now whatever agent the person is.
pub fn end_ties_of_person(writing: &mut Writing<'_>, person_id: PersonId) -> Result<(), DbError> {
    let now = writing.now();
    let open = agent_person::table
        .filter(agent_person::person_id.eq(person_id))
        .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(now)));
    diesel::update(open).set(agent_person::until_at.eq(now)).execute(writing.connection)?;
    Ok(())
}
