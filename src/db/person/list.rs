//! The list of people, sorted by name.

use super::{Person, Role};
use crate::db::connection::AnyConnection;
use crate::db::schema::{agent_person, person, person_role, team_leader, team_member};
use crate::db::{Cursor, DbError, Page, Reading, Window, literal};
use crate::ids::{PersonId, TeamId};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// Who is wanted; what is none does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonFilter {
    /// A piece of the name as it is written or spelled in pinyin, or the beginning of a staff
    /// number or sign-in.
    pub text: Option<String>,
    /// Holds this role now.
    pub role: Option<Role>,
    /// Belongs to this team, or leads it, now.
    pub team_id: Option<TeamId>,
    /// Has left, or has not.
    pub retired: Option<bool>,
    /// Is no agent now, or is one.
    pub unmatched: Option<bool>,
}

pub(in crate::db) type Query<'a> = person::BoxedQuery<'a, <AnyConnection as Connection>::Backend>;

/// A page of the people whom the filter lets through, by name. Its places are ids alone: where a
/// person stands in the list is looked up when the next page is asked for.
pub fn page(
    reading: &mut Reading<'_>,
    filter: &PersonFilter,
    window: Window,
) -> Result<Page<Person>, DbError> {
    let now = reading.now();
    page_by_name(reading, || filtered(filter, now), window)
}

/// A page of the people whom a query finds, by name.
pub(in crate::db) fn page_by_name<'a>(
    reading: &mut Reading<'_>,
    found: impl Fn() -> Query<'a>,
    window: Window,
) -> Result<Page<Person>, DbError> {
    let counted: i64 = found().count().get_result(reading.connection)?;
    let mut query = found();
    if let Some(place) = window.after {
        let last = super::by_id(reading, PersonId::from_bytes(place.id))?;
        let Some(Person { id, sort_key: key, .. }) = last else {
            return Ok(Page::of(Vec::new(), window, counted, place_of));
        };
        query = query
            .filter(person::sort_key.gt(key.clone()).or(person::sort_key.eq(key).and(person::id.gt(id))));
    }
    let rows =
        query.order((person::sort_key, person::id)).limit(window.limit() + 1).load(reading.connection)?;
    Ok(Page::of(rows, window, counted, place_of))
}

fn place_of(person: &Person) -> Cursor {
    Cursor { key: 0, id: *person.id.as_bytes() }
}

pub(super) fn filtered(filter: &PersonFilter, now: Instant) -> Query<'_> {
    let mut query = person::table.into_boxed();
    if let Some(text) = &filter.text {
        query = matching(query, text);
    }
    match filter.retired {
        Some(true) => query = query.filter(person::retired_at.is_not_null()),
        Some(false) => query = query.filter(person::retired_at.is_null()),
        None => {}
    }
    if let Some(role) = filter.role {
        let held = person_role::table
            .filter(person_role::person_id.eq(person::id))
            .filter(person_role::role.eq(role))
            .filter(person_role::from_at.le(now))
            .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)));
        query = query.filter(exists(held.select(person_role::id)));
    }
    if let Some(team_id) = filter.team_id {
        let member = team_member::table
            .filter(team_member::person_id.eq(person::id))
            .filter(team_member::team_id.eq(team_id))
            .filter(team_member::from_at.le(now))
            .filter(team_member::until_at.is_null().or(team_member::until_at.gt(now)));
        let leader = team_leader::table
            .filter(team_leader::person_id.eq(person::id))
            .filter(team_leader::team_id.eq(team_id))
            .filter(team_leader::from_at.le(now))
            .filter(team_leader::until_at.is_null().or(team_leader::until_at.gt(now)));
        query =
            query.filter(exists(member.select(team_member::id)).or(exists(leader.select(team_leader::id))));
    }
    if let Some(unmatched) = filter.unmatched {
        let tied = exists(
            agent_person::table
                .filter(agent_person::person_id.eq(person::id))
                .filter(agent_person::from_at.le(now))
                .filter(agent_person::until_at.is_null().or(agent_person::until_at.gt(now)))
                .select(agent_person::id),
        );
        query = if unmatched { query.filter(not(tied)) } else { query.filter(tied) };
    }
    query
}

fn matching<'a>(query: Query<'a>, text: &str) -> Query<'a> {
    let (written, lower) = (literal(text.trim()), literal(&text.trim().to_lowercase()));
    query.filter(
        person::name
            .like(format!("%{written}%"))
            .escape('\\')
            .or(person::sort_key.like(format!("%{lower}%")).escape('\\'))
            .or(person::staff_number.like(format!("{written}%")).escape('\\').assume_not_null())
            .or(person::sign_in.like(format!("{lower}%")).escape('\\').assume_not_null()),
    )
}
