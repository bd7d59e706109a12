//! The list of people, and everything that is known of one of them.

use super::AccessError;
use super::people::known;
use crate::db::agent::{Agent, Tie};
use crate::db::named::{self, Named};
use crate::db::person::{HeldRole, Person, PersonFilter};
use crate::db::team::Belonging;
use crate::db::{Db, DbError, Page, Reading, Window, agent, person, team};
use crate::ids::{AgentId, PersonId, ProjectId, SourceId, TeamId};
use std::collections::HashMap;

/// A person with what they are at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// The person.
    pub person: Person,
    /// The roles they hold.
    pub roles: Vec<RoleView>,
    /// The teams they lead or belong to.
    pub teams: Vec<BelongingView>,
    /// The agents they are.
    pub agents: Vec<TieView>,
}

/// A person with everything they ever were, the latest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFile {
    /// What they are now.
    pub now: PersonView,
    /// The roles they held.
    pub roles: Vec<RoleView>,
    /// The teams they led or belonged to.
    pub teams: Vec<BelongingView>,
    /// The agents they were.
    pub agents: Vec<TieView>,
}

/// A role, with the name of its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleView {
    /// The role and its time.
    pub held: HeldRole,
    /// The project it is limited to.
    pub project: Option<Named<ProjectId>>,
}

/// Somebody's time in a team, with the team's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BelongingView {
    /// The time.
    pub belonging: Belonging,
    /// The team.
    pub team: Named<TeamId>,
}

/// Somebody's time as an agent, with how the agent is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieView {
    /// The agent and the time.
    pub tie: Tie,
    /// What the source calls the agent.
    pub external_id: String,
    /// The name of the source.
    pub source: String,
}

/// A page of the people, by name.
pub async fn list(db: &Db, filter: PersonFilter, window: Window) -> Result<Page<PersonView>, AccessError> {
    db.read(move |reading| {
        let page = person::page(reading, &filter, window)?;
        let mut views = views(reading, &page.items)?;
        Ok(page.map(|person| views.remove(&person.id).unwrap_or_else(|| PersonView::bare(person))))
    })
    .await
}

/// One person as they are now.
pub async fn row(db: &Db, id: PersonId) -> Result<PersonView, AccessError> {
    db.read(move |reading| view_of(reading, id)).await
}

/// One person with their history.
pub async fn file(db: &Db, id: PersonId) -> Result<PersonFile, AccessError> {
    db.read(move |reading| {
        let now = view_of(reading, id)?;
        let roles = person::history_of_roles(reading, id)?;
        let teams = team::history_of_belonging(reading, id)?;
        let ties = agent::history_of_ties(reading, id)?;
        let names = Names::of(reading, &roles, &teams, &ties)?;
        Ok(PersonFile {
            now,
            roles: roles.into_iter().map(|role| names.role(role)).collect(),
            teams: teams.into_iter().map(|belonging| names.belonging(belonging)).collect(),
            agents: ties.into_iter().filter_map(|tie| names.tie(tie)).collect(),
        })
    })
    .await
}

fn view_of(reading: &mut Reading<'_>, id: PersonId) -> Result<PersonView, AccessError> {
    let person = known(reading, id)?;
    let view = views(reading, std::slice::from_ref(&person))?.remove(&id);
    Ok(view.unwrap_or_else(|| PersonView::bare(person)))
}

impl PersonView {
    fn bare(person: Person) -> Self {
        Self { person, roles: Vec::new(), teams: Vec::new(), agents: Vec::new() }
    }
}

/// What each of these people is now, looked up for all of them at once.
fn views(reading: &mut Reading<'_>, people: &[Person]) -> Result<HashMap<PersonId, PersonView>, DbError> {
    let now = reading.now();
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let roles = person::roles_held(reading, &ids, now)?;
    let teams = team::belonging_of(reading, &ids, now)?;
    let ties = agent::ties_of_people(reading, &ids, now)?;
    let names = Names::of(reading, &roles, &teams, &ties)?;
    let mut views: HashMap<PersonId, PersonView> =
        people.iter().map(|person| (person.id, PersonView::bare(person.clone()))).collect();
    for role in roles {
        if let Some(view) = views.get_mut(&role.person_id) {
            view.roles.push(names.role(role));
        }
    }
    for belonging in teams {
        if let Some(view) = views.get_mut(&belonging.person_id) {
            view.teams.push(names.belonging(belonging));
        }
    }
    for tie in ties {
        if let (Some(view), Some(tie)) = (views.get_mut(&tie.person_id), names.tie(tie)) {
            view.agents.push(tie);
        }
    }
    Ok(views)
}

/// The names of what people are and were.
struct Names {
    projects: named::Names<ProjectId>,
    teams: named::Names<TeamId>,
    sources: named::Names<SourceId>,
    agents: HashMap<AgentId, Agent>,
}

impl Names {
    fn of(
        reading: &mut Reading<'_>,
        roles: &[HeldRole],
        teams: &[Belonging],
        ties: &[Tie],
    ) -> Result<Self, DbError> {
        let agents: Vec<AgentId> = ties.iter().map(|tie| tie.agent_id).collect();
        let agents = agent::by_ids(reading, &agents)?;
        Ok(Self {
            projects: named::of_projects(reading, roles.iter().filter_map(|role| role.project_id))?,
            teams: named::of_teams(reading, teams.iter().map(|belonging| belonging.team_id))?,
            sources: named::of_sources(reading, agents.iter().map(|agent| agent.source_id))?,
            agents: agents.into_iter().map(|agent| (agent.id, agent)).collect(),
        })
    }

    fn role(&self, held: HeldRole) -> RoleView {
        let project = held.project_id.map(|id| self.projects.named(id));
        RoleView { held, project }
    }

    fn belonging(&self, belonging: Belonging) -> BelongingView {
        let team = self.teams.named(belonging.team_id);
        BelongingView { belonging, team }
    }

    fn tie(&self, tie: Tie) -> Option<TieView> {
        let agent = self.agents.get(&tie.agent_id)?;
        let source = self.sources.named(agent.source_id).name;
        Some(TieView { tie, external_id: agent.external_id.clone(), source })
    }
}
