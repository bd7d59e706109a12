//! Entering people, changing what is known of them, letting them leave. The command line, the
//! set-up link, the people pages and imported sheets all enter people through here.

use super::names::{checked_name, checked_sign_in};
use super::roles::{NewRole, give, keeping_an_administrator};
use super::{AccessError, By, Change, agents, memberships, password};
use crate::db::audit::Actor;
use crate::db::person::{PasswordHash, Person, Role};
use crate::db::{Db, Reading, Scope, Writing, agent, person, project, session, sort_key, source, team};
use crate::ids::{PersonId, ProjectId, TeamId};
use serde_json::json;

/// Somebody to be entered.
#[derive(Clone, Default)]
pub struct NewPerson {
    /// Their name as people write it.
    pub name: String,
    /// The number their employer gave them.
    pub staff_number: Option<String>,
    /// What they type to sign in; none: they do not.
    pub sign_in: Option<String>,
    /// Their first password.
    pub password: Option<String>,
    /// The roles they hold from now on.
    pub roles: Vec<NewRole>,
    /// The team they belong to; a team leader leads it.
    pub team: Option<Choice<TeamId>>,
    /// The agents that are them. An agent whom nobody was tied to is them from the beginning, with
    /// the calls that are already here; any other from now on.
    pub agents: Vec<AgentName>,
}

/// Something that is there, or something by its name, made where it is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<Id> {
    /// This one.
    Known(Id),
    /// The one of this name.
    Named(String),
}

/// An agent as the source names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentName {
    /// The source, by name.
    pub source: String,
    /// What the source calls the agent.
    pub external_id: String,
}

/// What is to change in a person; what is none stays as it is.
#[derive(Clone, Default)]
pub struct PersonChange {
    /// Another name.
    pub name: Option<String>,
    /// Another staff number.
    pub staff_number: Change<String>,
    /// Another sign-in.
    pub sign_in: Change<String>,
    /// Another password.
    pub password: Change<String>,
    /// Whether they have left.
    pub retired: Option<bool>,
}

/// A person as they will be stored: every text checked, the password hashed.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) staff_number: Option<String>,
    pub(super) sign_in: Option<String>,
    pub(super) password_hash: Option<PasswordHash>,
    pub(super) roles: Vec<NewRole>,
    pub(super) team: Option<Choice<TeamId>>,
    pub(super) agents: Vec<AgentName>,
}

impl Entry {
    /// Checks what was given. Takes a while where there is a password.
    pub(super) async fn of(new: NewPerson) -> Result<Self, AccessError> {
        Ok(Self {
            name: checked_name("name", &new.name)?,
            staff_number: new.staff_number.map(|text| checked_name("staff_number", &text)).transpose()?,
            sign_in: new.sign_in.map(|text| checked_sign_in(&text)).transpose()?,
            password_hash: hashed(new.password).await?,
            roles: new.roles,
            team: new.team,
            agents: new.agents,
        })
    }
}

async fn hashed(given: Option<String>) -> Result<Option<PasswordHash>, AccessError> {
    let Some(given) = given else { return Ok(None) };
    password::check(&given)?;
    Ok(Some(password::hash(given).await?))
}

/// Enters somebody, with their roles, team and agents; makes team and project where missing.
pub async fn add_person(db: &Db, by: impl Into<By>, new: NewPerson) -> Result<PersonId, AccessError> {
    let by = by.into();
    let entry = Entry::of(new).await?;
    db.write(move |writing| {
        let person_id = PersonId::new();
        enter(writing, by, person_id, &entry)?;
        Ok(person_id)
    })
    .await
}

/// Enters somebody in a transaction that is under way.
pub(super) fn enter(
    writing: &mut Writing<'_>,
    by: By,
    id: PersonId,
    entry: &Entry,
) -> Result<(), AccessError> {
    let new = Person {
        id,
        name: entry.name.clone(),
        sign_in: entry.sign_in.clone(),
        password_hash: entry.password_hash.clone(),
        created_at: writing.now(),
        retired_at: None,
        staff_number: entry.staff_number.clone(),
        sort_key: sort_key(&entry.name),
    };
    refuse_taken(writing, &new)?;
    person::add(writing, &new)?;
    for role in &entry.roles {
        let project_id = role.project.as_ref().map(|choice| chosen_project(writing, choice)).transpose()?;
        give(writing, id, role.role, project_id)?;
    }
    let team_id = entry.team.as_ref().map(|choice| chosen_team(writing, choice)).transpose()?;
    if let Some(team_id) = team_id {
        let leads = entry.roles.iter().any(|role| role.role == Role::TeamLeader);
        memberships::join(writing, id, team_id, leads, None)?;
    }
    let mut agent_ids = Vec::new();
    for name in &entry.agents {
        let agent = agent_of(writing, name)?;
        agents::tie(writing, agent.id, id, None)?;
        agent_ids.push(agent.id);
    }
    let roles: Vec<&str> = entry.roles.iter().map(|role| role.role.as_str()).collect();
    let detail = json!({ "roles": roles, "team": team_id, "agents": agent_ids });
    by.note(writing, "person.added", "person", id, detail)?;
    Ok(())
}

/// Changes what is known of somebody. Whoever leaves holds no role, no team and no agent from then
/// on and is signed out; taken back, they begin without any. A new password and a lost sign-in end
/// the sessions of the person, unless they change their own password.
pub async fn change_person(db: &Db, by: By, id: PersonId, change: PersonChange) -> Result<(), AccessError> {
    let name = change.name.map(|text| checked_name("name", &text)).transpose()?;
    let staff_number = change.staff_number.try_map(|text| checked_name("staff_number", &text))?;
    let sign_in = change.sign_in.try_map(|text| checked_sign_in(&text))?;
    let password_hash = match change.password {
        Change::Set(password) => hashed(Some(password)).await?.into(),
        Change::Clear => Change::Clear,
        Change::Keep => Change::Keep,
    };
    db.write(move |writing| {
        let known = known(writing, id)?;
        let mut changed = known.clone();
        if let Some(name) = &name {
            changed.rename(name);
        }
        changed.staff_number = staff_number.clone().applied_to(changed.staff_number);
        changed.sign_in = sign_in.clone().applied_to(changed.sign_in);
        changed.password_hash = password_hash.clone().applied_to(changed.password_hash);
        if let Some(retired) = change.retired {
            changed.retired_at = retired.then(|| known.retired_at.unwrap_or(writing.now()));
        }
        store(writing, by, &known, &changed)
    })
    .await
}

/// Stores a changed person with all that follows from it, and says which fields changed.
pub(super) fn store(
    writing: &mut Writing<'_>,
    by: By,
    known: &Person,
    changed: &Person,
) -> Result<(), AccessError> {
    let fields = differences(known, changed);
    if fields.is_empty() {
        return Ok(());
    }
    refuse_taken(writing, changed)?;
    keeping_an_administrator(writing, |writing| {
        person::update(writing, changed)?;
        if known.retired_at.is_none() && changed.retired_at.is_some() {
            leave_everything(writing, changed.id)?;
        }
        Ok(())
    })?;
    let new_password = known.password_hash != changed.password_hash && by.actor != Actor::Person(changed.id);
    if changed.retired_at.is_some() || changed.sign_in.is_none() || new_password {
        session::end_all_of(writing, changed.id)?;
    }
    by.note(writing, "person.changed", "person", changed.id, json!({ "fields": fields }))?;
    Ok(())
}

/// The fields in which two states of a person differ, as the wire calls them.
pub(super) fn differences(known: &Person, changed: &Person) -> Vec<&'static str> {
    [
        ("name", known.name != changed.name),
        ("staff_number", known.staff_number != changed.staff_number),
        ("sign_in", known.sign_in != changed.sign_in),
        ("password", known.password_hash != changed.password_hash),
        ("retired", known.retired_at != changed.retired_at),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}

fn leave_everything(writing: &mut Writing<'_>, id: PersonId) -> Result<(), AccessError> {
    person::end_all_roles(writing, id)?;
    team::end_every_belonging(writing, id)?;
    agent::end_ties_of_person(writing, id)?;
    Ok(())
}

fn refuse_taken(reading: &mut Reading<'_>, person: &Person) -> Result<(), AccessError> {
    if let Some(sign_in) = &person.sign_in
        && person::by_sign_in(reading, sign_in)?.is_some_and(|other| other.id != person.id)
    {
        return Err(AccessError::SignInTaken);
    }
    if let Some(number) = &person.staff_number
        && person::by_staff_number(reading, number)?.is_some_and(|other| other.id != person.id)
    {
        return Err(AccessError::StaffNumberTaken);
    }
    Ok(())
}

/// The person with this id.
pub(super) fn known(reading: &mut Reading<'_>, id: PersonId) -> Result<Person, AccessError> {
    person::by_id(reading, id)?.ok_or(AccessError::NotFound)
}

/// The person with this id, who has not left.
pub(super) fn present(reading: &mut Reading<'_>, id: PersonId) -> Result<Person, AccessError> {
    let person = known(reading, id)?;
    if person.retired_at.is_some() {
        return Err(AccessError::PersonRetired);
    }
    Ok(person)
}

/// The project that was chosen.
pub(super) fn chosen_project(
    writing: &mut Writing<'_>,
    choice: &Choice<ProjectId>,
) -> Result<ProjectId, AccessError> {
    match choice {
        Choice::Known(id) => {
            let known = project::find(writing, &Scope::Everything, *id)?;
            Ok(known.ok_or(AccessError::NotFound)?.id)
        }
        Choice::Named(name) => Ok(project::find_or_make(writing, &checked_name("project", name)?)?.id),
    }
}

fn chosen_team(writing: &mut Writing<'_>, choice: &Choice<TeamId>) -> Result<TeamId, AccessError> {
    match choice {
        Choice::Known(id) => Ok(team::by_id(writing, *id)?.ok_or(AccessError::NotFound)?.id),
        Choice::Named(name) => Ok(team::find_or_make(writing, None, &checked_name("team", name)?)?.id),
    }
}

/// The agent that a source names so; both are made where they are missing.
pub(super) fn agent_of(writing: &mut Writing<'_>, name: &AgentName) -> Result<agent::Agent, AccessError> {
    let source = source::find_or_make(writing, &checked_name("agent", &name.source)?)?;
    let external_id = checked_name("agent", &name.external_id)?;
    Ok(agent::find_or_make(writing, source.id, &external_id, None)?)
}
