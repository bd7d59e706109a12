//! People and their roles. A person may have no sign-in: somebody whose calls are heard, no more.

use super::columns::{private_text, words};
use super::schema::{person, person_role};
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, ProjectId};
use crate::time::Instant;
use diesel::prelude::*;

words! {
    /// What somebody does here. A role is a set of permissions (`access::permissions`).
    Role {
        /// 坐席: takes calls, reads and hears the feedback on them.
        Agent = "agent",
        /// 质检员: listens and scores.
        Inspector = "inspector",
        /// 培训师: builds libraries and teaches.
        Trainer = "trainer",
        /// 班组长: speaks for the team, reviews appeals first, coaches.
        TeamLeader = "team_leader",
        /// 质检主管: owns cards and plans, arbitrates.
        QaManager = "qa_manager",
        /// Connects recorders, sets retention, answers auditors.
        Administrator = "administrator",
    }
}

/// A human being known to earmark.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = person)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name as people write it.
    pub name: String,
    /// What they type to sign in, in lower case; none: they do not sign in.
    pub sign_in: Option<String>,
    /// The Argon2id hash of their password.
    pub password_hash: Option<PasswordHash>,
    /// When they were entered.
    pub created_at: Instant,
    /// When they left.
    pub retired_at: Option<Instant>,
    /// The number their employer gave them (工号), unique.
    pub staff_number: Option<String>,
    /// What lists of names are sorted by; made from the name by [`super::sort_key`].
    pub sort_key: String,
}

private_text! {
    /// A password hash in the PHC string format.
    PasswordHash
}

/// A role that somebody holds, everywhere or in one project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// The project it is limited to.
    pub project_id: Option<ProjectId>,
}

/// Enters a person.
pub fn add(writing: &mut Writing<'_>, new: &Person) -> Result<(), DbError> {
    diesel::insert_into(person::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Whether anybody can sign in yet.
pub fn anyone_signs_in(reading: &mut Reading<'_>) -> Result<bool, DbError> {
    let first: Option<PersonId> = person::table
        .filter(person::sign_in.is_not_null())
        .select(person::id)
        .first(reading.connection)
        .optional()?;
    Ok(first.is_some())
}

/// The person with this id.
pub fn by_id(reading: &mut Reading<'_>, id: PersonId) -> Result<Option<Person>, DbError> {
    Ok(person::table.find(id).first(reading.connection).optional()?)
}

/// The person who signs in under this name (already in lower case).
pub fn by_sign_in(reading: &mut Reading<'_>, sign_in: &str) -> Result<Option<Person>, DbError> {
    Ok(person::table.filter(person::sign_in.eq(sign_in)).first(reading.connection).optional()?)
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
