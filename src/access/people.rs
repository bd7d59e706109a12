//! Entering people and making tokens.

use super::{AccessError, Secret, password};
use crate::db::audit::{Actor, Line};
use crate::db::person::{Person, Role};
use crate::db::token::Owner;
use crate::db::{Db, Writing, agent, audit, participation, person, project, sort_key, source, team, token};
use crate::ids::{PersonId, TokenId};
use crate::time::Instant;
use serde_json::json;

/// The longest name or sign-in, in characters.
const NAME_MOST: usize = 200;

/// Somebody to be entered.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their name as people write it.
    pub name: String,
    /// What they type to sign in; none: they do not.
    pub sign_in: Option<String>,
    /// Their first password.
    pub password: Option<String>,
    /// The roles they hold from now on.
    pub roles: Vec<Role>,
    /// The project that the roles are limited to, by name.
    pub project: Option<String>,
    /// The team they belong to from now on, by name; a team leader leads it.
    pub team: Option<String>,
    /// The agents that are them. An agent whom nobody was tied to is them from the beginning, with
    /// the calls that are already here; any other from now on.
    pub agents: Vec<AgentName>,
}

/// An agent as the source names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentName {
    /// The source, by name.
    pub source: String,
    /// What the source calls the agent.
    pub external_id: String,
}

/// Enters somebody, with their roles, team and project; makes team and project where missing.
pub async fn add_person(db: &Db, actor: Actor, new: NewPerson) -> Result<PersonId, AccessError> {
    let password_hash = match new.password.clone() {
        Some(password) => {
            password::check(&password)?;
            Some(password::hash(password).await?)
        }
        None => None,
    };
    let name = checked_name("name", &new.name)?;
    let sign_in =
        new.sign_in.as_deref().map(|text| checked_name("sign_in", &normal_sign_in(text))).transpose()?;
    db.write(move |writing| {
        if let Some(sign_in) = &sign_in
            && person::by_sign_in(writing, sign_in)?.is_some()
        {
            return Err(AccessError::SignInTaken);
        }
        let person = Person {
            id: PersonId::new(),
            name: name.clone(),
            sign_in: sign_in.clone(),
            password_hash: password_hash.clone(),
            created_at: writing.now(),
            retired_at: None,
            staff_number: None,
            sort_key: sort_key(&name),
        };
        person::add(writing, &person)?;
        give_roles(writing, person.id, &new)?;
        tie_agents(writing, person.id, &new.agents)?;
        let roles: Vec<&str> = new.roles.iter().map(|role| role.as_str()).collect();
        let line = Line {
            actor,
            action: "person.added",
            noun: "person",
            noun_id: &person.id.to_string(),
            detail: json!({ "roles": roles }),
            request_id: None,
        };
        audit::append(writing, &line)?;
        Ok(person.id)
    })
    .await
}

fn give_roles(writing: &mut Writing<'_>, person_id: PersonId, new: &NewPerson) -> Result<(), AccessError> {
    let project_id = match &new.project {
        Some(name) => Some(project::find_or_make(writing, &checked_name("project", name)?)?.id),
        None => None,
    };
    for role in &new.roles {
        person::grant(writing, person_id, *role, project_id)?;
    }
    if let Some(name) = &new.team {
        let team = team::find_or_make(writing, None, &checked_name("team", name)?)?;
        let now = writing.now();
        if new.roles.contains(&Role::TeamLeader) {
            team::add_leader(writing, team.id, person_id, now)?;
        } else {
            team::add_member(writing, team.id, person_id, now)?;
        }
    }
    Ok(())
}

fn tie_agents(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    agents: &[AgentName],
) -> Result<(), AccessError> {
    for name in agents {
        let source = source::find_or_make(writing, &checked_name("agent", &name.source)?)?;
        let external_id = checked_name("agent", &name.external_id)?;
        let agent = agent::find_or_make(writing, source.id, &external_id, None)?;
        if agent::was_ever_tied(writing, agent.id)? {
            let now = writing.now();
            agent::tie_to_person(writing, agent.id, person_id, now, None)?;
        } else {
            agent::tie_to_person(writing, agent.id, person_id, Instant::from_millis(0), None)?;
            participation::give_unclaimed(writing, agent.id, person_id)?;
        }
    }
    Ok(())
}

/// Makes a token for a source, and the source where it is missing.
pub async fn create_source_token(db: &Db, actor: Actor, source_name: &str) -> Result<Secret, AccessError> {
    let name = checked_name("source", source_name)?;
    create_token(db, actor, move |writing| Ok(Owner::Source(source::find_or_make(writing, &name)?.id))).await
}

/// Makes a token for somebody's own programs.
pub async fn create_person_token(db: &Db, actor: Actor, sign_in: &str) -> Result<Secret, AccessError> {
    let sign_in = normal_sign_in(sign_in);
    create_token(db, actor, move |writing| {
        let person = person::by_sign_in(writing, &sign_in)?.ok_or(AccessError::UnknownPerson)?;
        Ok(Owner::Person(person.id))
    })
    .await
}

async fn create_token(
    db: &Db,
    actor: Actor,
    owner: impl Fn(&mut Writing<'_>) -> Result<Owner, AccessError> + Send + 'static,
) -> Result<Secret, AccessError> {
    let secret = Secret::new()?;
    let hash = secret.hash();
    db.write(move |writing| {
        let id = TokenId::new();
        let owner = owner(writing)?;
        token::insert(writing, id, owner, &hash)?;
        let detail = match owner {
            Owner::Source(source_id) => json!({ "source": source_id }),
            Owner::Person(person_id) => json!({ "person": person_id }),
        };
        let line = Line {
            actor,
            action: "token.created",
            noun: "token",
            noun_id: &id.to_string(),
            detail,
            request_id: None,
        };
        audit::append(writing, &line)?;
        Ok::<_, AccessError>(())
    })
    .await?;
    Ok(secret)
}

/// A sign-in as it is stored and compared: without outer blanks, in lower case.
pub(super) fn normal_sign_in(text: &str) -> String {
    text.trim().to_lowercase()
}

pub(super) fn checked_name(field: &'static str, text: &str) -> Result<String, AccessError> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > NAME_MOST || name.chars().any(char::is_control) {
        return Err(AccessError::BadName { field, most: NAME_MOST });
    }
    Ok(name.to_owned())
}
