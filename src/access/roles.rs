//! Giving roles and ending them. Somebody who can sign in always administers, once somebody does.

use super::people::{Choice, chosen_project, present};
use super::{AccessError, By};
use crate::db::person::Role;
use crate::db::{Db, Writing, person};
use crate::ids::{PersonId, ProjectId};
use serde_json::json;

/// A role to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    /// The role.
    pub role: Role,
    /// The project it is limited to; none: everywhere.
    pub project: Option<Choice<ProjectId>>,
}

impl From<Role> for NewRole {
    /// The role, everywhere.
    fn from(role: Role) -> Self {
        Self { role, project: None }
    }
}

/// Gives somebody a role from now on. A role they hold already stays as it is.
pub async fn give_role(db: &Db, by: By, person_id: PersonId, new: NewRole) -> Result<(), AccessError> {
    db.write(move |writing| {
        present(writing, person_id)?;
        let project_id = new.project.as_ref().map(|choice| chosen_project(writing, choice)).transpose()?;
        if give(writing, person_id, new.role, project_id)? {
            let detail = json!({ "role": new.role.as_str(), "project": project_id });
            by.note(writing, "role.given", "person", person_id, detail)?;
        }
        Ok(())
    })
    .await
}

/// Ends a role of somebody now.
pub async fn end_role(db: &Db, by: By, person_id: PersonId, grant_id: i64) -> Result<(), AccessError> {
    db.write(move |writing| {
        let ended =
            keeping_an_administrator(writing, |writing| Ok(person::end_role(writing, person_id, grant_id)?))?;
        if !ended {
            return Err(AccessError::NotFound);
        }
        by.note(writing, "role.ended", "person", person_id, json!({ "grant": grant_id }))?;
        Ok(())
    })
    .await
}

/// Gives the role unless it is held so already; returns whether it did.
pub(super) fn give(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    role: Role,
    project_id: Option<ProjectId>,
) -> Result<bool, AccessError> {
    if role == Role::Administrator && project_id.is_some() {
        return Err(AccessError::RoleHasNoProject);
    }
    let now = writing.now();
    let held = person::roles_at(writing, person_id, now)?;
    if held.iter().any(|grant| grant.role == role && grant.project_id == project_id) {
        return Ok(false);
    }
    person::grant(writing, person_id, role, project_id)?;
    Ok(true)
}

/// Makes a change after which somebody must still be an administrator, if somebody was before.
pub(super) fn keeping_an_administrator<T>(
    writing: &mut Writing<'_>,
    change: impl FnOnce(&mut Writing<'_>) -> Result<T, AccessError>,
) -> Result<T, AccessError> {
    person::lock_administrators(writing)?;
    let was_there = person::somebody_administers(writing)?;
    let outcome = change(writing)?;
    if was_there && !person::somebody_administers(writing)? {
        return Err(AccessError::LastAdministrator);
    }
    Ok(outcome)
}
