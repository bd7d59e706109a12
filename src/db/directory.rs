//! The names that filters and choosers offer: what is in use, inside a scope.
//!
//! For a scope that is not everything, the names are those of its calls, so that nobody learns
//! from a chooser what they cannot find.

use super::call::{Edges, in_scope};
use super::named::Named;
use super::person::Role;
use super::schema::{
    agent, agent_person, call, participation, person, person_role, project, queue, source, team,
};
use super::{DbError, Reading, Scope};
use crate::ids::{AgentId, PersonId, ProjectId, QueueId, ScorecardId, TeamId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The most agents and the most people that a chooser holds.
const PEOPLE_MOST: i64 = 2_000;
/// The most dispositions and the most tags.
const WORDS_MOST: usize = 200;
/// In how many of the youngest calls they are looked for.
const CALLS_LOOKED_AT: i64 = 10_000;

/// A queue, and the project it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct QueueEntry {
    /// Its id.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// The project it belongs to.
    pub project_id: Option<ProjectId>,
}

/// A project, and the card that its calls are scored with.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ProjectEntry {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// Its card.
    pub scorecard_id: Option<ScorecardId>,
}

/// A team, and the one above it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TeamEntry {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// The team or site above it.
    pub parent_id: Option<TeamId>,
}

/// An agent, and who sits there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentEntry {
    /// Its id.
    pub id: AgentId,
    /// The name the source gave along.
    pub name: Option<String>,
    /// What the source calls it.
    pub external_id: String,
    /// The name of the source.
    pub source: String,
    /// Who sits there now.
    pub person_id: Option<PersonId>,
}

/// What the calls of a scope mention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentioned {
    /// The projects they belong to.
    pub projects: BTreeSet<ProjectId>,
    /// The queues they came through.
    pub queues: BTreeSet<QueueId>,
    /// The teams that took part.
    pub teams: BTreeSet<TeamId>,
    /// The people who took part.
    pub people: BTreeSet<PersonId>,
    /// The agents who took part.
    pub agents: BTreeSet<AgentId>,
}

/// What the calls of this scope mention; none: everything is in it. Whoever finds a call only because
/// of a person or a team does not learn who else took part.
pub fn mentioned(reading: &mut Reading<'_>, scope: &Scope) -> Result<Option<Mentioned>, DbError> {
    let Scope::Within(bounds) = scope else { return Ok(None) };
    let Edges { people, teams, projects, sources } = Edges::of(bounds);
    let places: Vec<(Option<ProjectId>, Option<QueueId>)> = in_scope(call::table.into_boxed(), scope)
        .select((call::project_id, call::queue_id))
        .distinct()
        .load(reading.connection)?;
    let parts: Vec<(AgentId, Option<PersonId>, Option<TeamId>)> = participation::table
        .inner_join(call::table)
        .filter(
            call::source_id
                .eq_any(sources)
                .nullable()
                .or(call::project_id.eq_any(projects))
                .or(participation::person_id.eq_any(people))
                .or(participation::team_id.eq_any(teams)),
        )
        .select((participation::agent_id, participation::person_id, participation::team_id))
        .distinct()
        .load(reading.connection)?;
    Ok(Some(Mentioned {
        projects: places.iter().filter_map(|place| place.0).chain(bounds.projects.iter().copied()).collect(),
        queues: places.iter().filter_map(|place| place.1).collect(),
        teams: parts.iter().filter_map(|part| part.2).chain(bounds.teams.iter().copied()).collect(),
        people: parts.iter().filter_map(|part| part.1).collect(),
        agents: parts.iter().map(|part| part.0).collect(),
    }))
}

/// Every project in use.
pub fn projects(reading: &mut Reading<'_>) -> Result<Vec<ProjectEntry>, DbError> {
    Ok(project::table
        .filter(project::retired_at.is_null())
        .order(project::name)
        .select((project::id, project::name, project::scorecard_id))
        .load(reading.connection)?)
}

/// Every queue in use.
pub fn queues(reading: &mut Reading<'_>) -> Result<Vec<QueueEntry>, DbError> {
    Ok(queue::table
        .filter(queue::retired_at.is_null())
        .order((queue::name, queue::id))
        .select((queue::id, queue::name, queue::project_id))
        .load(reading.connection)?)
}

/// Every team in use.
pub fn teams(reading: &mut Reading<'_>) -> Result<Vec<TeamEntry>, DbError> {
    Ok(team::table
        .filter(team::retired_at.is_null())
        .order((team::name, team::id))
        .select((team::id, team::name, team::parent_id))
        .load(reading.connection)?)
}

/// The agents in use, by what their sources call them.
pub fn agents(reading: &mut Reading<'_>, mentioned: Option<&Mentioned>) -> Result<Vec<AgentEntry>, DbError> {
    let now = reading.now();
    let mut in_use = agent::table.inner_join(source::table).filter(agent::retired_at.is_null()).into_boxed();
    if let Some(mentioned) = mentioned {
        let ids: Vec<AgentId> = mentioned.agents.iter().copied().collect();
        in_use = in_use.filter(agent::id.eq_any(ids));
    }
    let rows: Vec<(AgentId, Option<String>, String, String)> = in_use
        .order((agent::external_id, agent::id))
        .select((agent::id, agent::name, agent::external_id, source::name))
        .limit(PEOPLE_MOST)
        .load(reading.connection)?;
    let sitting = sitting_at(reading, now)?;
    let entry = |(id, name, external_id, source)| AgentEntry {
        id,
        name,
        external_id,
        source,
        person_id: sitting.get(&id).copied(),
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Who sits at each agent at that moment; where two are entered, the one who came later.
fn sitting_at(reading: &mut Reading<'_>, at: Instant) -> Result<BTreeMap<AgentId, PersonId>, DbError> {
    let ties: Vec<(AgentId, PersonId)> = agent_person::table
        .filter(agent_person::from_at.le(at))
        .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(at)))
        .order((agent_person::from_at, agent_person::id))
        .select((agent_person::agent_id, agent_person::person_id))
        .load(reading.connection)?;
    Ok(ties.into_iter().collect())
}

/// The people who take calls, in the order of their names.
pub fn people_who_take_calls(
    reading: &mut Reading<'_>,
    mentioned: Option<&Mentioned>,
) -> Result<Vec<Named<PersonId>>, DbError> {
    let here = person::table.filter(person::retired_at.is_null()).into_boxed();
    let taking = if let Some(mentioned) = mentioned {
        let ids: Vec<PersonId> = mentioned.people.iter().copied().collect();
        here.filter(person::id.eq_any(ids))
    } else {
        let tied =
            agent_person::table.filter(agent_person::person_id.eq(person::id)).select(agent_person::id);
        here.filter(exists(tied))
    };
    Ok(taking
        .order((person::sort_key, person::id))
        .select((person::id, person::name))
        .limit(PEOPLE_MOST)
        .load(reading.connection)?)
}

/// Everybody who holds one of these roles now, in the order of their names.
pub fn people_with_roles(reading: &mut Reading<'_>, roles: &[Role]) -> Result<Vec<Named<PersonId>>, DbError> {
    let now = reading.now();
    let held = person_role::table
        .filter(person_role::person_id.eq(person::id))
        .filter(person_role::role.eq_any(roles.to_vec()))
        .filter(person_role::from_at.le(now))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)))
        .select(person_role::id);
    Ok(person::table
        .filter(person::retired_at.is_null())
        .filter(exists(held))
        .order((person::sort_key, person::id))
        .select((person::id, person::name))
        .limit(PEOPLE_MOST)
        .load(reading.connection)?)
}

/// The dispositions and the tags of the youngest calls of the scope, in their order.
pub fn words_in_use(reading: &mut Reading<'_>, scope: &Scope) -> Result<(Vec<String>, Vec<String>), DbError> {
    let calls: Vec<(Option<String>, String)> = in_scope(call::table.into_boxed(), scope)
        .order((call::started_at.desc(), call::id.desc()))
        .limit(CALLS_LOOKED_AT)
        .select((call::disposition, call::tags_json))
        .load(reading.connection)?;
    let (mut dispositions, mut lists) = (BTreeSet::new(), BTreeSet::new());
    for (disposition, list) in calls {
        dispositions.extend(disposition);
        lists.insert(list);
    }
    let mut tags: BTreeSet<String> = BTreeSet::new();
    for list in &lists {
        tags.extend(super::columns::from_json::<Vec<String>>("a call's tags", list)?);
    }
    let first = |words: BTreeSet<String>| words.into_iter().take(WORDS_MOST).collect();
    Ok((first(dispositions), first(tags)))
}
