//! Teams, who belongs to them and who leads them; all three by time.

mod belonging;

pub use belonging::{
    Belonging, add_leader, add_member, belonging_of, end_belonging, end_every_belonging, ever_belonged,
    history_of_belonging, memberships_of, of_person_at, population,
};

use super::named::Named;
use super::schema::{team, team_leader, team_member};
use super::{DbError, Reading, Writing, sort_key};
use crate::ids::{PersonId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A group of people; a site is the top of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = team, treat_none_as_null = true)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// The team or site above it.
    pub parent_id: Option<TeamId>,
    /// Its name, unique below its parent.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was dissolved.
    pub retired_at: Option<Instant>,
}

/// The team with this name below this parent, made now where it is missing.
pub fn find_or_make(
    writing: &mut Writing<'_>,
    parent_id: Option<TeamId>,
    name: &str,
) -> Result<Team, DbError> {
    let named = team::table.filter(team::name.eq(name));
    let known = match parent_id {
        Some(parent_id) => {
            named.filter(team::parent_id.eq(parent_id)).first(writing.connection).optional()?
        }
        None => named.filter(team::parent_id.is_null()).first(writing.connection).optional()?,
    };
    if let Some(known) = known {
        return Ok(known);
    }
    let made = Team {
        id: TeamId::new(),
        parent_id,
        name: name.to_owned(),
        created_at: writing.now(),
        retired_at: None,
    };
    diesel::insert_into(team::table).values(&made).execute(writing.connection)?;
    Ok(made)
}

/// Enters a team.
pub fn add(writing: &mut Writing<'_>, new: &Team) -> Result<(), DbError> {
    diesel::insert_into(team::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The team with this id.
pub fn by_id(reading: &mut Reading<'_>, id: TeamId) -> Result<Option<Team>, DbError> {
    Ok(team::table.find(id).first(reading.connection).optional()?)
}

/// Every team, dissolved ones too, by name. They are few, and a tree is of use as a whole.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<Team>, DbError> {
    let mut teams: Vec<Team> = team::table.order(team::id).load(reading.connection)?;
    teams.sort_by_cached_key(|team| sort_key(&team.name));
    Ok(teams)
}

/// Stores what changed in a team.
pub fn update(writing: &mut Writing<'_>, changed: &Team) -> Result<(), DbError> {
    diesel::update(team::table.find(changed.id)).set(changed).execute(writing.connection)?;
    Ok(())
}

/// The teams that the person belongs to at that moment, by name.
pub fn named_of_member(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    at: Instant,
) -> Result<Vec<Named<TeamId>>, DbError> {
    Ok(team_member::table
        .inner_join(team::table)
        .filter(team_member::person_id.eq(person_id))
        .filter(team_member::from_at.le(at))
        .filter(team_member::until_at.is_null().or(team_member::until_at.gt(at)))
        .order((team::name, team::id))
        .select((team::id, team::name))
        .distinct()
        .load(reading.connection)?)
}

/// The teams that the person leads at that moment, by name, without those below.
pub fn named_of_leader(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    at: Instant,
) -> Result<Vec<Named<TeamId>>, DbError> {
    Ok(team_leader::table
        .inner_join(team::table)
        .filter(team_leader::person_id.eq(person_id))
        .filter(team_leader::from_at.le(at))
        .filter(team_leader::until_at.is_null().or(team_leader::until_at.gt(at)))
        .order((team::name, team::id))
        .select((team::id, team::name))
        .distinct()
        .load(reading.connection)?)
}

/// The teams that the person leads at that moment, with every team below them.
pub fn led_by(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    at: Instant,
) -> Result<BTreeSet<TeamId>, DbError> {
    let led: Vec<TeamId> = team_leader::table
        .filter(team_leader::person_id.eq(person_id))
        .filter(team_leader::from_at.le(at))
        .filter(team_leader::until_at.is_null().or(team_leader::until_at.gt(at)))
        .select(team_leader::team_id)
        .load(reading.connection)?;
    if led.is_empty() {
        return Ok(BTreeSet::new());
    }
    and_below(reading, led)
}

/// Every team of the sites that the person belongs to, as a member or as a leader, at that moment.
pub fn sites_of(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    at: Instant,
) -> Result<BTreeSet<TeamId>, DbError> {
    sites_of_all(reading, &[person_id], at)
}

/// Every team of the sites that any of these people belongs to.
pub fn sites_of_all(
    reading: &mut Reading<'_>,
    people: &[PersonId],
    at: Instant,
) -> Result<BTreeSet<TeamId>, DbError> {
    let own = belonging_of(reading, people, at)?.into_iter().map(|one| one.team_id).collect();
    let tree = tree(reading)?;
    Ok(with_descendants(tops_above(own, &tree), &tree))
}

/// These teams with every team below them.
pub fn and_below(reading: &mut Reading<'_>, tops: Vec<TeamId>) -> Result<BTreeSet<TeamId>, DbError> {
    let tree = tree(reading)?;
    Ok(with_descendants(tops, &tree))
}

/// Every team with the one above it.
fn tree(reading: &mut Reading<'_>) -> Result<Vec<(TeamId, Option<TeamId>)>, DbError> {
    Ok(team::table.select((team::id, team::parent_id)).load(reading.connection)?)
}

/// The top of the tree above each of these teams; of a circle, the team that it was entered by.
fn tops_above(teams: Vec<TeamId>, tree: &[(TeamId, Option<TeamId>)]) -> Vec<TeamId> {
    let above = |id: TeamId| tree.iter().find(|(child, _)| *child == id).and_then(|(_, parent)| *parent);
    let top_of = |team: TeamId| {
        let (mut top, mut passed) = (team, BTreeSet::from([team]));
        while let Some(parent) = above(top) {
            if !passed.insert(parent) {
                return team;
            }
            top = parent;
        }
        top
    };
    teams.into_iter().map(top_of).collect()
}

/// The teams and everything below them; a circle in the tree ends where it began.
fn with_descendants(tops: Vec<TeamId>, tree: &[(TeamId, Option<TeamId>)]) -> BTreeSet<TeamId> {
    let mut found = BTreeSet::new();
    let mut open = tops;
    while let Some(next) = open.pop() {
        if found.insert(next) {
            open.extend(tree.iter().filter(|(_, parent)| *parent == Some(next)).map(|(child, _)| *child));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_the_top_of_the_tree_even_in_a_circle() {
        let [site, team, squad, other] = [TeamId::new(), TeamId::new(), TeamId::new(), TeamId::new()];
        let tree = [(site, None), (team, Some(site)), (squad, Some(team)), (other, None)];
        assert_eq!(tops_above(vec![squad, other, site], &tree), [site, other, site]);
        assert_eq!(tops_above(vec![team], &[(team, Some(squad)), (squad, Some(team))]), [team]);
    }

    #[test]
    fn a_leader_leads_what_lies_below_even_in_a_circle() {
        let [site, team, squad, other] = [TeamId::new(), TeamId::new(), TeamId::new(), TeamId::new()];
        let tree = [(site, Some(squad)), (team, Some(site)), (squad, Some(team)), (other, None)];
        assert_eq!(with_descendants(vec![site], &tree), BTreeSet::from([site, team, squad]));
    }
}
