//! The list of agents, sorted by what their sources call them.

use super::Agent;
use crate::db::connection::AnyConnection;
use crate::db::schema::{agent, agent_person, participation};
use crate::db::{Cursor, DbError, Page, Reading, Window, literal};
use crate::ids::{AgentId, SourceId};
use crate::time::Instant;
use diesel::dsl::{count, exists, not};
use diesel::prelude::*;

/// Which agents are wanted; what is none does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgentFilter {
    /// The beginning of what the source calls them, or a piece of their name.
    pub text: Option<String>,
    /// Is in use and nobody now, or is somebody.
    pub unmatched: Option<bool>,
}

type Query<'a> = agent::BoxedQuery<'a, <AnyConnection as Connection>::Backend>;

/// A page of the agents whom the filter lets through. Its places are ids alone, as in the list of
/// people.
pub fn page(reading: &mut Reading<'_>, filter: &AgentFilter, window: Window) -> Result<Page<Agent>, DbError> {
    let now = reading.now();
    let counted: i64 = filtered(filter, now).count().get_result(reading.connection)?;
    let mut query = filtered(filter, now);
    if let Some(place) = window.after {
        let last = super::by_id(reading, AgentId::from_bytes(place.id))?;
        let Some(Agent { id, external_id, .. }) = last else {
            return Ok(Page::of(Vec::new(), window, counted, place_of));
        };
        query = query.filter(
            agent::external_id
                .gt(external_id.clone())
                .or(agent::external_id.eq(external_id).and(agent::id.gt(id))),
        );
    }
    let rows =
        query.order((agent::external_id, agent::id)).limit(window.limit() + 1).load(reading.connection)?;
    Ok(Page::of(rows, window, counted, place_of))
}

/// In how many calls each of these agents took part; those who took part in none are left out.
pub fn calls_of(reading: &mut Reading<'_>, agents: &[AgentId]) -> Result<Vec<(AgentId, i64)>, DbError> {
    Ok(participation::table
        .filter(participation::agent_id.eq_any(agents))
        .group_by(participation::agent_id)
        .select((participation::agent_id, count(participation::call_id).aggregate_distinct()))
        .load(reading.connection)?)
}

/// How many agents in use nobody is tied to at this moment.
pub fn count_unmatched(reading: &mut Reading<'_>) -> Result<i64, DbError> {
    let unmatched = AgentFilter { unmatched: Some(true), ..AgentFilter::default() };
    let now = reading.now();
    Ok(filtered(&unmatched, now).count().get_result(reading.connection)?)
}

/// The same of each source; those without are left out.
pub fn count_unmatched_by_source(reading: &mut Reading<'_>) -> Result<Vec<(SourceId, i64)>, DbError> {
    let now = reading.now();
    let tied = exists(
        agent_person::table
            .filter(agent_person::agent_id.eq(agent::id))
            .filter(agent_person::from_at.le(now))
            .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(now)))
            .select(agent_person::id),
    );
    Ok(agent::table
        .filter(not(tied))
        .filter(agent::retired_at.is_null())
        .group_by(agent::source_id)
        .select((agent::source_id, count(agent::id)))
        .load(reading.connection)?)
}

fn place_of(agent: &Agent) -> Cursor {
    Cursor { key: 0, id: *agent.id.as_bytes() }
}

fn filtered(filter: &AgentFilter, now: Instant) -> Query<'_> {
    let mut query = agent::table.into_boxed();
    if let Some(text) = &filter.text {
        let text = literal(text.trim());
        let named = agent::name.like(format!("%{text}%")).escape('\\').assume_not_null();
        query = query.filter(agent::external_id.like(format!("{text}%")).escape('\\').or(named));
    }
    if let Some(unmatched) = filter.unmatched {
        let tied = exists(
            agent_person::table
                .filter(agent_person::agent_id.eq(agent::id))
                .filter(agent_person::from_at.le(now))
                .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(now)))
                .select(agent_person::id),
        );
        query = if unmatched {
            query.filter(not(tied)).filter(agent::retired_at.is_null())
        } else {
            query.filter(tied)
        };
    }
    query
}
