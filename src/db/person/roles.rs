//! The roles that people hold, by time.

use super::Role;
use crate::db::schema::{person, person_role};
use crate::db::{DbError, Reading, Writing, dialect};
use crate::ids::{PersonId, ProjectId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A role that somebody holds, everywhere or in one project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// The project it is limited to.
    pub project_id: Option<ProjectId>,
}

/// A role that somebody holds or held, and from when until when.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct HeldRole {
    /// The number of the grant.
    pub id: i64,
    /// Who holds it.
    pub person_id: PersonId,
    /// The role.
    pub role: Role,
    /// The project it is limited to.
    pub project_id: Option<ProjectId>,
    /// Since when.
    pub from_at: Instant,
    /// Until when; none: still.
    pub until_at: Option<Instant>,
}

/// Gives the person a role from now on, everywhere or in one project.
pub fn grant(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    role: Role,
    project_id: Option<ProjectId>,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::insert_into(person_role::table)
        .values((
            person_role::person_id.eq(person_id),
            person_role::role.eq(role),
            person_role::project_id.eq(project_id),
            person_role::from_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The roles that the person holds at that moment.
pub fn roles_at(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    at: Instant,
) -> Result<Vec<RoleGrant>, DbError> {
    Ok(person_role::table
        .filter(person_role::person_id.eq(person_id))
        .filter(person_role::from_at.le(at))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(at)))
        .order(person_role::id)
        .select((person_role::role, person_role::project_id))
        .load(reading.connection)?)
}

/// The roles that these people hold at that moment, in the order in which they were given.
pub fn roles_held(
    reading: &mut Reading<'_>,
    people: &[PersonId],
    at: Instant,
) -> Result<Vec<HeldRole>, DbError> {
    Ok(person_role::table
        .filter(person_role::person_id.eq_any(people))
        .filter(person_role::from_at.le(at))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(at)))
        .order(person_role::id)
        .load(reading.connection)?)
}

/// Everybody who holds one of these roles at this moment and has not left.
pub fn holders_of(reading: &mut Reading<'_>, roles: &[Role]) -> Result<Vec<PersonId>, DbError> {
    let now = reading.now();
    Ok(person_role::table
        .inner_join(person::table)
        .filter(person_role::role.eq_any(roles.to_vec()))
        .filter(person_role::from_at.le(now))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)))
        .filter(person::retired_at.is_null())
        .order(person::id)
        .select(person::id)
        .distinct()
        .load(reading.connection)?)
}

/// Everybody who holds a role in one of these projects at this moment and has not left.
pub fn holders_in_projects(
    reading: &mut Reading<'_>,
    projects: &BTreeSet<ProjectId>,
) -> Result<Vec<PersonId>, DbError> {
    let now = reading.now();
    let projects: Vec<ProjectId> = projects.iter().copied().collect();
    Ok(person_role::table
        .inner_join(person::table)
        .filter(person_role::project_id.is_not_null())
        .filter(person_role::project_id.assume_not_null().eq_any(projects))
        .filter(person_role::from_at.le(now))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)))
        .filter(person::retired_at.is_null())
        .select(person::id)
        .distinct()
        .load(reading.connection)?)
}

/// Every role that the person ever held, the latest first.
pub fn history_of_roles(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<HeldRole>, DbError> {
    Ok(person_role::table
        .filter(person_role::person_id.eq(person_id))
        .order((person_role::from_at.desc(), person_role::id.desc()))
        .load(reading.connection)?)
}

/// Ends a role of the person now; returns whether they held it.
pub fn end_role(writing: &mut Writing<'_>, person_id: PersonId, grant_id: i64) -> Result<bool, DbError> {
    let now = writing.now();
    let held = person_role::table
        .find(grant_id)
        .filter(person_role::person_id.eq(person_id))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)));
    Ok(diesel::update(held).set(person_role::until_at.eq(now)).execute(writing.connection)? == 1)
}

/// Ends every role of the person now.
pub fn end_all_roles(writing: &mut Writing<'_>, person_id: PersonId) -> Result<(), DbError> {
    let now = writing.now();
    let held = person_role::table
        .filter(person_role::person_id.eq(person_id))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)));
    diesel::update(held).set(person_role::until_at.eq(now)).execute(writing.connection)?;
    Ok(())
}

/// Keeps the administrators as they are until the end of the transaction, so that of two
/// transactions which each take one away, the second sees what the first did.
pub fn lock_administrators(writing: &mut Writing<'_>) -> Result<(), DbError> {
    Ok(dialect::lock_roles(writing.connection, Role::Administrator)?)
}

/// Whether anybody who can sign in is an administrator at this moment.
pub fn somebody_administers(reading: &mut Reading<'_>) -> Result<bool, DbError> {
    let now = reading.now();
    let first: Option<i64> = person_role::table
        .inner_join(person::table)
        .filter(person_role::role.eq(Role::Administrator))
        .filter(person_role::project_id.is_null())
        .filter(person_role::from_at.le(now))
        .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)))
        .filter(person::retired_at.is_null())
        .filter(person::sign_in.is_not_null())
        .filter(person::password_hash.is_not_null())
        .select(person_role::id)
        .first(reading.connection)
        .optional()?;
    Ok(first.is_some())
}
