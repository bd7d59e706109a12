//! Who is calling, and how far each permission of theirs reaches.

use super::permission::{OF_SOURCE_TOKEN, Permission, of_role};
use crate::db::audit::Actor;
use crate::db::person::{Role, RoleGrant};
use crate::db::{DbError, Reading, Scope, person, team};
use crate::ids::{PersonId, SourceId};
use std::collections::BTreeSet;

/// The caller: a person with their roles of this moment, or a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    actor: Actor,
    roles: BTreeSet<Role>,
    reaches: Vec<(&'static [Permission], Scope)>,
}

impl Who {
    /// A person, with the roles and teams of this moment.
    pub fn person(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Self, DbError> {
        let now = reading.now();
        let grants = person::roles_at(reading, person_id, now)?;
        let mut reaches = Vec::with_capacity(grants.len());
        for grant in &grants {
            reaches.push((of_role(grant.role), scope_of(reading, person_id, *grant)?));
        }
        let roles = grants.iter().map(|grant| grant.role).collect();
        Ok(Self { actor: Actor::Person(person_id), roles, reaches })
    }

    /// A source, by its token.
    #[must_use]
    pub fn source(source_id: SourceId) -> Self {
        let reaches = vec![(OF_SOURCE_TOKEN, Scope::source(source_id))];
        Self { actor: Actor::Source(source_id), roles: BTreeSet::new(), reaches }
    }

    /// The command line of this machine: whoever can open the database may do everything.
    #[must_use]
    pub fn command_line() -> Self {
        let reaches = vec![(Permission::ALL, Scope::Everything)];
        Self { actor: Actor::CommandLine, roles: BTreeSet::new(), reaches }
    }

    /// As the audit trail names them.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The source, if a source is calling.
    #[must_use]
    pub fn source_id(&self) -> Option<SourceId> {
        match self.actor {
            Actor::Source(id) => Some(id),
            _ => None,
        }
    }

    /// The person, if a person is calling.
    #[must_use]
    pub fn person_id(&self) -> Option<PersonId> {
        match self.actor {
            Actor::Person(id) => Some(id),
            _ => None,
        }
    }

    /// The roles held at this moment.
    #[must_use]
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// How far this permission reaches; `None`: they do not have it.
    #[must_use]
    pub fn scope(&self, permission: Permission) -> Option<Scope> {
        self.reaches
            .iter()
            .filter(|(permissions, _)| permissions.contains(&permission))
            .map(|(_, scope)| scope.clone())
            .reduce(Scope::or)
    }

    /// Whether they have this permission at all, however far it reaches.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.reaches.iter().any(|(permissions, _)| permissions.contains(&permission))
    }
}

fn scope_of(reading: &mut Reading<'_>, person_id: PersonId, grant: RoleGrant) -> Result<Scope, DbError> {
    match (grant.role, grant.project_id) {
        (Role::Agent, _) => Ok(Scope::own(person_id)),
        (Role::TeamLeader, _) => {
            let now = reading.now();
            Ok(Scope::teams(team::led_by(reading, person_id, now)?))
        }
        (_, Some(project_id)) => Ok(Scope::project(project_id)),
        (_, None) => Ok(Scope::Everything),
    }
}
