//! Which people exist for a caller: those of their scope at this moment, who have not left.

use super::{Person, PersonFilter, by_id, holders_in_projects, present_among};
use crate::db::schema::person;
use crate::db::{Bounds, DbError, Page, Reading, Scope, Window, team};
use crate::ids::{PersonId, TeamId};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Who belongs to these teams now, without those who lead them and those who left.
pub fn members_of(
    reading: &mut Reading<'_>,
    teams: &BTreeSet<TeamId>,
) -> Result<BTreeSet<PersonId>, DbError> {
    let now = reading.now();
    let all = team::population(reading, now)?;
    let members = all.into_iter().filter(|(team_id, _, leads)| !leads && teams.contains(team_id));
    let members: BTreeSet<PersonId> = members.map(|(_, person_id, _)| person_id).collect();
    present_among(reading, &members)
}

/// Who lies between these edges: the people named, those who belong to a team, those who hold a role in a
/// project.
pub fn within(reading: &mut Reading<'_>, bounds: &Bounds) -> Result<BTreeSet<PersonId>, DbError> {
    let mut people = present_among(reading, &bounds.people)?;
    people.extend(members_of(reading, &bounds.teams)?);
    if !bounds.projects.is_empty() {
        people.extend(holders_in_projects(reading, &bounds.projects)?);
    }
    Ok(people)
}

/// The same of a scope; none: everybody.
pub(in crate::db) fn of_scope(
    reading: &mut Reading<'_>,
    scope: &Scope,
) -> Result<Option<BTreeSet<PersonId>>, DbError> {
    match scope {
        Scope::Everything => Ok(None),
        Scope::Within(bounds) => Ok(Some(within(reading, bounds)?)),
    }
}

/// Those of these people who have not left and lie within the scope.
pub fn among(
    reading: &mut Reading<'_>,
    scope: &Scope,
    ids: &BTreeSet<PersonId>,
) -> Result<BTreeSet<PersonId>, DbError> {
    match of_scope(reading, scope)? {
        Some(people) => Ok(people.intersection(ids).copied().collect()),
        None => present_among(reading, ids),
    }
}

/// The person with this id, if they have not left and lie within the scope.
pub fn find_within(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: PersonId,
) -> Result<Option<Person>, DbError> {
    let is_there = among(reading, scope, &BTreeSet::from([id]))?.contains(&id);
    if is_there { by_id(reading, id) } else { Ok(None) }
}

/// A page of the people of this scope whom the filter lets through, by name.
pub fn page_within(
    reading: &mut Reading<'_>,
    scope: &Scope,
    filter: &PersonFilter,
    window: Window,
) -> Result<Page<Person>, DbError> {
    let (people, now) = (of_scope(reading, scope)?, reading.now());
    let found = || match &people {
        Some(people) => super::list::filtered(filter, now).filter(person::id.eq_any(people.clone())),
        None => super::list::filtered(filter, now),
    };
    super::page_by_name(reading, found, window)
}
