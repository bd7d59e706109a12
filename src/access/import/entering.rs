//! Entering the rows of a sheet one after the other: who each of them is, what of it is new, and
//! whether it fits the rows above.

use super::columns::Column;
use super::report::{CellError, Outcome, RowReport};
use super::row::RowEntry;
use crate::access::people::{AgentName, Choice, Entry, agent_of, chosen_project, differences, enter, store};
use crate::access::roles::{NewRole, give};
use crate::access::{AccessError, By, agents, memberships};
use crate::db::person::{Person, Role};
use crate::db::team::Team;
use crate::db::{Writing, person, source, team};
use crate::ids::{AgentId, PersonId, ProjectId, TeamId};
use serde_json::json;
use std::collections::HashMap;

/// The rows so far.
pub(super) struct Entering<'a, 'w> {
    writing: &'a mut Writing<'w>,
    by: By,
    /// The source that agents belong to where a row names none.
    only_source: Option<String>,
    teams: Vec<Team>,
    /// In which row each person was first met.
    met: HashMap<PersonId, u64>,
    /// Who each agent is, as the rows above say.
    claimed: HashMap<AgentId, PersonId>,
}

/// What a row refers to, found.
struct Found {
    person: Option<Person>,
    team_id: Option<TeamId>,
    project_id: Option<ProjectId>,
    agent: Option<(AgentName, AgentId)>,
}

/// What can be found, or what is wrong with the cell that says it.
type Lookup<T> = Result<Result<T, CellError>, AccessError>;

impl<'a, 'w> Entering<'a, 'w> {
    pub(super) fn new(writing: &'a mut Writing<'w>, by: By) -> Result<Self, AccessError> {
        let mut sources = source::all(writing)?;
        sources.retain(|source| source.retired_at.is_none());
        let only_source = if sources.len() == 1 { sources.pop().map(|source| source.name) } else { None };
        let teams = team::all(writing)?;
        Ok(Self { writing, by, only_source, teams, met: HashMap::new(), claimed: HashMap::new() })
    }

    /// Enters one row.
    pub(super) fn enter(&mut self, row: &RowEntry) -> Result<RowReport, AccessError> {
        let mut name = row.name.clone();
        let outcome = match self.find(row)? {
            Err(errors) => Outcome::Error(errors),
            Ok(found) => {
                name = name.or_else(|| found.person.as_ref().map(|person| person.name.clone()));
                match &found.person {
                    None => self.add(row, &found)?,
                    Some(person) => self.change(row, person, &found)?,
                }
            }
        };
        let (line, staff_number) = (row.line, row.staff_number.clone());
        Ok(RowReport { line, name: name.unwrap_or_default(), staff_number, outcome })
    }

    fn find(&mut self, row: &RowEntry) -> Result<Result<Found, Vec<CellError>>, AccessError> {
        let mut errors = row.errors.clone();
        let person = sorted_out(self.person_of(row)?, &mut errors);
        let team_id = sorted_out(self.team_of(row)?, &mut errors);
        let project_id = sorted_out(self.project_of(row)?, &mut errors);
        let agent = sorted_out(self.agent_of(row)?, &mut errors);
        if let (Some(project), true) = (&row.project, row.roles.contains(&Role::Administrator)) {
            errors.push(CellError::new(Column::Project, "role_has_no_project", project));
        }
        match (person, team_id, project_id, agent) {
            (Some(person), Some(team_id), Some(project_id), Some(agent)) if errors.is_empty() => {
                Ok(Ok(Found { person, team_id, project_id, agent }))
            }
            _ => Ok(Err(errors)),
        }
    }

    /// By staff number, else by sign-in, else by a name that nobody else has. Somebody of that name
    /// with another number or sign-in is somebody else.
    fn person_of(&mut self, row: &RowEntry) -> Lookup<Option<Person>> {
        let by_number = match &row.staff_number {
            Some(number) => person::by_staff_number(self.writing, number)?,
            None => None,
        };
        let by_sign_in = match &row.sign_in {
            Some(sign_in) => person::by_sign_in(self.writing, sign_in)?,
            None => None,
        };
        let found = match (by_number, by_sign_in) {
            (Some(one), Some(other)) if one.id != other.id => {
                return Ok(Err(CellError::new(Column::SignIn, "sign_in_taken", &other.name)));
            }
            (None, Some(one)) => {
                if let (Some(_), Some(known)) = (&row.staff_number, &one.staff_number) {
                    return Ok(Err(CellError::new(Column::StaffNumber, "staff_number_differs", known)));
                }
                Some(one)
            }
            (Some(one), _) => Some(one),
            (None, None) => match self.person_named(row)? {
                Ok(found) => found,
                Err(error) => return Ok(Err(error)),
            },
        };
        match (&found, &row.name) {
            (None, None) => Ok(Err(CellError::new(Column::Name, "name_missing", ""))),
            (Some(person), _) if person.retired_at.is_some() => {
                Ok(Err(CellError::new(Column::Name, "person_retired", &person.name)))
            }
            _ => Ok(Ok(found)),
        }
    }

    fn person_named(&mut self, row: &RowEntry) -> Lookup<Option<Person>> {
        let Some(name) = &row.name else { return Ok(Ok(None)) };
        let mut named = person::named(self.writing, &[name])?;
        named.retain(|person| {
            (row.staff_number.is_none() || person.staff_number.is_none())
                && (row.sign_in.is_none() || person.sign_in.is_none())
        });
        if named.len() > 1 {
            return Ok(Err(CellError::new(Column::Name, "name_not_unique", name)));
        }
        Ok(Ok(named.pop()))
    }

    /// The team of this name wherever it stands in the tree, or at the end of a path such as
    /// 北京/A组; made where it is missing.
    fn team_of(&mut self, row: &RowEntry) -> Lookup<Option<TeamId>> {
        let Some(name) = &row.team else { return Ok(Ok(None)) };
        let named: Vec<&Team> = self.teams.iter().filter(|team| team.name == *name).collect();
        let in_use: Vec<&&Team> = named.iter().filter(|team| team.retired_at.is_none()).collect();
        match (named.as_slice(), in_use.as_slice()) {
            (_, [only]) => return Ok(Ok(Some(only.id))),
            ([], _) => {}
            (_, []) => return Ok(Err(CellError::new(Column::Team, "team_retired", name))),
            _ => return Ok(Err(CellError::new(Column::Team, "team_not_unique", name))),
        }
        let mut parent_id = None;
        for part in name.split('/').map(str::trim).filter(|part| !part.is_empty()) {
            let team = team::find_or_make(self.writing, parent_id, part)?;
            if team.retired_at.is_some() {
                return Ok(Err(CellError::new(Column::Team, "team_retired", part)));
            }
            parent_id = Some(team.id);
        }
        self.teams = team::all(self.writing)?;
        Ok(Ok(parent_id))
    }

    fn project_of(&mut self, row: &RowEntry) -> Lookup<Option<ProjectId>> {
        let Some(name) = &row.project else { return Ok(Ok(None)) };
        Ok(Ok(Some(chosen_project(self.writing, &Choice::Named(name.clone()))?)))
    }

    fn agent_of(&mut self, row: &RowEntry) -> Lookup<Option<(AgentName, AgentId)>> {
        let Some(external_id) = row.agent_id.clone() else { return Ok(Ok(None)) };
        let Some(source) = row.source.clone().or_else(|| self.only_source.clone()) else {
            return Ok(Err(CellError::new(Column::Source, "source_missing", external_id)));
        };
        let name = AgentName { source, external_id };
        let id = agent_of(self.writing, &name)?.id;
        Ok(Ok(Some((name, id))))
    }

    fn add(&mut self, row: &RowEntry, found: &Found) -> Result<Outcome, AccessError> {
        let id = PersonId::new();
        if let Some(error) = self.claim(found, id) {
            return Ok(Outcome::Error(vec![error]));
        }
        let entry = Entry {
            name: row.name.clone().unwrap_or_default(),
            staff_number: row.staff_number.clone(),
            sign_in: row.sign_in.clone(),
            password_hash: None,
            roles: new_roles(row, found),
            team: found.team_id.map(Choice::Known),
            agents: found.agent.iter().map(|(name, _)| name.clone()).collect(),
        };
        enter(self.writing, self.by, id, &entry)?;
        self.met.insert(id, row.line);
        Ok(Outcome::Add)
    }

    fn change(&mut self, row: &RowEntry, known: &Person, found: &Found) -> Result<Outcome, AccessError> {
        if let Some(error) = self.claim(found, known.id) {
            return Ok(Outcome::Error(vec![error]));
        }
        let mut changed = known.clone();
        if let Some(name) = &row.name {
            changed.rename(name);
        }
        changed.staff_number = row.staff_number.clone().or(changed.staff_number);
        changed.sign_in = row.sign_in.clone().or(changed.sign_in);
        let mut fields = differences(known, &changed);
        store(self.writing, self.by, known, &changed)?;
        if self.move_to_team(row, known.id, found)? {
            fields.push(Column::Team.as_str());
        }
        if let (Some(line), Some(field)) = (self.met.get(&known.id), fields.first()) {
            let column = column_of(field);
            return Ok(Outcome::Error(vec![CellError::new(column, "differs_from_row", line.to_string())]));
        }
        if self.give_roles(row, known.id, found)? {
            fields.push(Column::Role.as_str());
        }
        if self.tie_agent(known.id, found)? {
            fields.push(Column::AgentId.as_str());
        }
        self.met.entry(known.id).or_insert(row.line);
        Ok(if fields.is_empty() { Outcome::Same } else { Outcome::Change(fields) })
    }

    /// One agent is one person: two rows that say otherwise are a mistake in the sheet.
    fn claim(&mut self, found: &Found, person_id: PersonId) -> Option<CellError> {
        let (name, agent_id) = found.agent.as_ref()?;
        let claimed_by = *self.claimed.entry(*agent_id).or_insert(person_id);
        (claimed_by != person_id).then(|| CellError::new(Column::AgentId, "agent_twice", &name.external_id))
    }

    fn give_roles(&mut self, row: &RowEntry, id: PersonId, found: &Found) -> Result<bool, AccessError> {
        let mut given = false;
        for role in &row.roles {
            if give(self.writing, id, *role, found.project_id)? {
                let detail = json!({ "role": role.as_str(), "project": found.project_id });
                self.by.note(self.writing, "role.given", "person", id, detail)?;
                given = true;
            }
        }
        Ok(given)
    }

    /// Whoever is moved no longer belongs to the teams they belonged to; a leader may lead several.
    fn move_to_team(&mut self, row: &RowEntry, id: PersonId, found: &Found) -> Result<bool, AccessError> {
        let Some(team_id) = found.team_id else { return Ok(false) };
        let now = self.writing.now();
        let leads = if row.roles.is_empty() {
            person::roles_at(self.writing, id, now)?.iter().any(|grant| grant.role == Role::TeamLeader)
        } else {
            row.roles.contains(&Role::TeamLeader)
        };
        let current = team::belonging_of(self.writing, &[id], now)?;
        if current.iter().any(|one| one.team_id == team_id && one.leads == leads) {
            return Ok(false);
        }
        for membership in current.iter().filter(|one| !one.leads && !leads) {
            team::end_belonging(self.writing, id, membership.id, false)?;
        }
        memberships::join(self.writing, id, team_id, leads, None)?;
        let detail = json!({ "team": team_id, "leads": leads });
        self.by.note(self.writing, "team.joined", "person", id, detail)?;
        Ok(true)
    }

    fn tie_agent(&mut self, id: PersonId, found: &Found) -> Result<bool, AccessError> {
        let Some((_, agent_id)) = found.agent else { return Ok(false) };
        let tied = agents::tie(self.writing, agent_id, id, None)?;
        if tied {
            self.by.note(self.writing, "agent.matched", "agent", agent_id, json!({ "person": id }))?;
        }
        Ok(tied)
    }
}

fn new_roles(row: &RowEntry, found: &Found) -> Vec<NewRole> {
    let project = found.project_id.map(Choice::Known);
    row.roles.iter().map(|role| NewRole { role: *role, project: project.clone() }).collect()
}

fn column_of(field: &str) -> Column {
    match field {
        "staff_number" => Column::StaffNumber,
        "sign_in" => Column::SignIn,
        "team" => Column::Team,
        _ => Column::Name,
    }
}

fn sorted_out<T>(found: Result<T, CellError>, errors: &mut Vec<CellError>) -> Option<T> {
    found.map_err(|error| errors.push(error)).ok()
}
