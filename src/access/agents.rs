//! Agents, and which people they are.

use super::memberships::{BEGINNING, give_teams};
use super::people::present;
use super::{AccessError, By};
use crate::db::agent::{Agent, AgentFilter};
use crate::db::named::{self, Names};
use crate::db::person::Person;
use crate::db::{Db, DbError, Page, Reading, Window, Writing, agent, participation, person};
use crate::ids::{AgentId, PersonId, SourceId};
use crate::time::Instant;
use serde_json::json;
use std::collections::HashMap;

/// An agent with what is known of who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentView {
    /// The agent.
    pub agent: Agent,
    /// The name of its source.
    pub source: String,
    /// In how many calls it took part.
    pub calls: i64,
    /// Who it is now.
    pub person: Option<Person>,
    /// Who it probably is, if it is nobody: the only person whose staff number is what the source
    /// calls it or, failing that, the only one of its name.
    pub suggestion: Option<Person>,
}

/// A page of the agents.
pub async fn list(db: &Db, filter: AgentFilter, window: Window) -> Result<Page<AgentView>, AccessError> {
    db.read(move |reading| {
        let page = agent::page(reading, &filter, window)?;
        let surroundings = Surroundings::of(reading, &page.items)?;
        Ok(page.map(|agent| surroundings.view(agent)))
    })
    .await
}

/// Says who an agent is from `from` on. Without it: from the beginning where nobody was ever tied
/// to it, from now on otherwise. Calls since then that are nobody's become theirs, each with their
/// team of that day. Whoever it was before ends there.
pub async fn match_agent(
    db: &Db,
    by: By,
    agent_id: AgentId,
    person_id: PersonId,
    from: Option<Instant>,
) -> Result<(), AccessError> {
    db.write(move |writing| {
        present(writing, person_id)?;
        agent::by_id(writing, agent_id)?.ok_or(AccessError::NotFound)?;
        if tie(writing, agent_id, person_id, from)? {
            by.note(writing, "agent.matched", "agent", agent_id, json!({ "person": person_id }))?;
        }
        Ok(())
    })
    .await
}

/// From now on nobody knows who this agent is.
pub async fn unmatch_agent(db: &Db, by: By, agent_id: AgentId) -> Result<(), AccessError> {
    db.write(move |writing| {
        agent::by_id(writing, agent_id)?.ok_or(AccessError::NotFound)?;
        let now = writing.now();
        if agent::end_ties(writing, agent_id, now)? > 0 {
            by.note(writing, "agent.unmatched", "agent", agent_id, json!({}))?;
        }
        Ok(())
    })
    .await
}

/// Ties the agent to the person unless it is them already; returns whether it did.
pub(super) fn tie(
    writing: &mut Writing<'_>,
    agent_id: AgentId,
    person_id: PersonId,
    from: Option<Instant>,
) -> Result<bool, AccessError> {
    let now = writing.now();
    if from.is_none() && agent::person_at(writing, agent_id, now)? == Some(person_id) {
        return Ok(false);
    }
    let since = match from {
        Some(from) => from,
        None if agent::was_ever_tied(writing, agent_id)? => now,
        None => BEGINNING,
    };
    agent::end_ties(writing, agent_id, since)?;
    agent::tie_to_person(writing, agent_id, person_id, since, None)?;
    participation::give_unclaimed(writing, agent_id, person_id, since)?;
    give_teams(writing, person_id)?;
    Ok(true)
}

/// What is known around the agents of a page, looked up for all of them at once.
struct Surroundings {
    sources: Names<SourceId>,
    calls: HashMap<AgentId, i64>,
    ties: HashMap<AgentId, PersonId>,
    tied: HashMap<PersonId, Person>,
    by_number: HashMap<String, Person>,
    by_name: HashMap<String, Vec<Person>>,
}

impl Surroundings {
    fn of(reading: &mut Reading<'_>, agents: &[Agent]) -> Result<Self, DbError> {
        let ids: Vec<AgentId> = agents.iter().map(|agent| agent.id).collect();
        let numbers: Vec<&str> = agents.iter().map(|agent| agent.external_id.as_str()).collect();
        let names: Vec<&str> = agents.iter().filter_map(|agent| agent.name.as_deref()).collect();
        let now = reading.now();
        let ties: HashMap<AgentId, PersonId> =
            agent::ties_at(reading, &ids, now)?.iter().map(|tie| (tie.agent_id, tie.person_id)).collect();
        let people: Vec<PersonId> = ties.values().copied().collect();
        let mut by_name: HashMap<String, Vec<Person>> = HashMap::new();
        for person in person::named(reading, &names)? {
            by_name.entry(person.name.clone()).or_default().push(person);
        }
        Ok(Self {
            sources: named::of_sources(reading, agents.iter().map(|agent| agent.source_id))?,
            calls: agent::calls_of(reading, &ids)?.into_iter().collect(),
            tied: person::by_ids(reading, &people)?.into_iter().map(|person| (person.id, person)).collect(),
            ties,
            by_number: person::with_staff_numbers(reading, &numbers)?
                .into_iter()
                .filter(|person| person.retired_at.is_none())
                .filter_map(|person| Some((person.staff_number.clone()?, person)))
                .collect(),
            by_name,
        })
    }

    fn view(&self, agent: Agent) -> AgentView {
        let person = self.ties.get(&agent.id).and_then(|id| self.tied.get(id)).cloned();
        let suggestion = if person.is_none() { self.suggestion(&agent).cloned() } else { None };
        AgentView {
            source: self.sources.named(agent.source_id).name,
            calls: self.calls.get(&agent.id).copied().unwrap_or_default(),
            person,
            suggestion,
            agent,
        }
    }

    fn suggestion(&self, agent: &Agent) -> Option<&Person> {
        if let Some(person) = self.by_number.get(&agent.external_id) {
            return Some(person);
        }
        match self.by_name.get(agent.name.as_ref()?).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => None,
        }
    }
}
