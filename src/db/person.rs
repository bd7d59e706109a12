//! People and their roles. A person may have no sign-in: somebody whose calls are heard, no more.

mod list;
mod reach;
mod roles;

pub(super) use list::page_by_name;
pub use list::{PersonFilter, page};
pub(super) use reach::of_scope;
pub use reach::{among, find_within, members_of, page_within, within};
pub use roles::{
    HeldRole, RoleGrant, end_all_roles, end_role, grant, history_of_roles, holders_in_projects, holders_of,
    lock_administrators, roles_at, roles_held, somebody_administers,
};

use super::columns::{private_text, words};
use super::schema::person;
use super::{DbError, Reading, Writing, sort_key};
use crate::ids::PersonId;
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeSet;

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
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = person, treat_none_as_null = true)]
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

impl Person {
    /// Takes another name, with its place in the list of names.
    pub fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        self.sort_key = sort_key(name);
    }
}

private_text! {
    /// A password hash in the PHC string format.
    PasswordHash
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

/// The people with these ids, by name.
pub fn by_ids(reading: &mut Reading<'_>, ids: &[PersonId]) -> Result<Vec<Person>, DbError> {
    Ok(person::table
        .filter(person::id.eq_any(ids))
        .order((person::sort_key, person::id))
        .load(reading.connection)?)
}

/// The person who signs in under this name (already in lower case).
pub fn by_sign_in(reading: &mut Reading<'_>, sign_in: &str) -> Result<Option<Person>, DbError> {
    Ok(person::table.filter(person::sign_in.eq(sign_in)).first(reading.connection).optional()?)
}

/// The person with this number of their employer's.
pub fn by_staff_number(reading: &mut Reading<'_>, number: &str) -> Result<Option<Person>, DbError> {
    Ok(person::table.filter(person::staff_number.eq(number)).first(reading.connection).optional()?)
}

/// The people with any of these numbers.
pub fn with_staff_numbers(reading: &mut Reading<'_>, numbers: &[&str]) -> Result<Vec<Person>, DbError> {
    Ok(person::table.filter(person::staff_number.eq_any(numbers)).load(reading.connection)?)
}

/// The people of any of these names who have not left. Looked up by their place in the list of
/// names, which has an index.
pub fn named(reading: &mut Reading<'_>, names: &[&str]) -> Result<Vec<Person>, DbError> {
    let keys: Vec<String> = names.iter().map(|name| sort_key(name)).collect();
    Ok(person::table
        .filter(person::sort_key.eq_any(keys))
        .filter(person::name.eq_any(names))
        .filter(person::retired_at.is_null())
        .order((person::sort_key, person::id))
        .load(reading.connection)?)
}

/// Stores what changed in a person.
pub fn update(writing: &mut Writing<'_>, changed: &Person) -> Result<(), DbError> {
    diesel::update(person::table.find(changed.id)).set(changed).execute(writing.connection)?;
    Ok(())
}

/// The people who were entered before lists were sorted by a key of their own.
pub(super) fn without_sort_key(reading: &mut Reading<'_>) -> Result<Vec<(PersonId, String)>, DbError> {
    Ok(person::table
        .filter(person::sort_key.eq(""))
        .select((person::id, person::name))
        .load(reading.connection)?)
}

/// How many ids one query names.
const IDS_A_QUERY: usize = 500;

/// Which of these people have not left.
pub fn present_among(
    reading: &mut Reading<'_>,
    people: &BTreeSet<PersonId>,
) -> Result<BTreeSet<PersonId>, DbError> {
    let people: Vec<PersonId> = people.iter().copied().collect();
    let mut present = BTreeSet::new();
    for some in people.chunks(IDS_A_QUERY) {
        let found: Vec<PersonId> = person::table
            .filter(person::id.eq_any(some))
            .filter(person::retired_at.is_null())
            .select(person::id)
            .load(reading.connection)?;
        present.extend(found);
    }
    Ok(present)
}

/// Gives them one.
pub(super) fn give_sort_keys(writing: &mut Writing<'_>) -> Result<(), DbError> {
    for (id, name) in without_sort_key(writing)? {
        diesel::update(person::table.find(id))
            .set(person::sort_key.eq(sort_key(&name)))
            .execute(writing.connection)?;
    }
    Ok(())
}
