//! Agents: a line of work as a source knows it, tied by time to the person who sat there.

mod list;
mod tie;

pub use list::{AgentFilter, calls_of, count_unmatched, count_unmatched_by_source, page};
pub use tie::{
    Tie, end_ties, end_ties_of_person, history_of_ties, person_at, tie_to_person, ties_at, ties_of_people,
    was_ever_tied,
};

use super::schema::agent;
use super::{DbError, Reading, Writing};
use crate::ids::{AgentId, SourceId};
use crate::time::Instant;
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

/// The agent that the source knows by this id.
pub fn by_external_id(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    external_id: &str,
) -> Result<Option<Agent>, DbError> {
    Ok(agent::table
        .filter(agent::source_id.eq(source_id))
        .filter(agent::external_id.eq(external_id))
        .first(reading.connection)
        .optional()?)
}

/// The agent that the source knows by this id, made on first sight. A name that was missing is
/// filled in; a name that is there stays.
pub fn find_or_make(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    external_id: &str,
    name: Option<&str>,
) -> Result<Agent, DbError> {
    let known = by_external_id(writing, source_id, external_id)?;
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
