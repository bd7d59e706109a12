//! The tree of teams.

use super::names::checked_name;
use super::{AccessError, By};
use crate::db::person::Person;
use crate::db::team::Team;
use crate::db::{Db, Reading, person, team};
use crate::ids::{PersonId, TeamId};
use serde_json::json;

/// A team with its people of this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamView {
    /// The team.
    pub team: Team,
    /// How many belong to it; those of the teams below do not count.
    pub members: usize,
    /// Who leads it.
    pub leaders: Vec<Person>,
}

/// Every team, dissolved ones too, by name.
pub async fn list(db: &Db) -> Result<Vec<TeamView>, AccessError> {
    db.read(|reading| {
        let teams = team::all(reading)?;
        views(reading, teams)
    })
    .await
}

/// One team.
pub async fn row(db: &Db, id: TeamId) -> Result<TeamView, AccessError> {
    db.read(move |reading| {
        let team = team::by_id(reading, id)?;
        views(reading, team.into_iter().collect())?.pop().ok_or(AccessError::NotFound)
    })
    .await
}

fn views(reading: &mut Reading<'_>, teams: Vec<Team>) -> Result<Vec<TeamView>, AccessError> {
    let now = reading.now();
    let population = team::population(reading, now)?;
    let leading: Vec<PersonId> =
        population.iter().filter(|(_, _, leads)| *leads).map(|(_, id, _)| *id).collect();
    let leaders = person::by_ids(reading, &leading)?;
    Ok(teams.into_iter().map(|team| view(team, &population, &leaders)).collect())
}

fn view(team: Team, population: &[(TeamId, PersonId, bool)], people: &[Person]) -> TeamView {
    let of_team = || population.iter().filter(|(id, _, _)| *id == team.id);
    let members = of_team().filter(|(_, _, leads)| !leads).count();
    let leads = |person: &&Person| of_team().any(|(_, id, leads)| *leads && *id == person.id);
    let leaders = people.iter().filter(leads).cloned().collect();
    TeamView { team, members, leaders }
}

/// Makes a team below another, or at the top.
pub async fn add(db: &Db, by: By, name: &str, parent_id: Option<TeamId>) -> Result<TeamId, AccessError> {
    let name = checked_name("name", name)?;
    db.write(move |writing| {
        if let Some(parent_id) = parent_id {
            let parent = team::by_id(writing, parent_id)?.ok_or(AccessError::NotFound)?;
            if parent.retired_at.is_some() {
                return Err(AccessError::TeamRetired);
            }
        }
        let new = Team {
            id: TeamId::new(),
            parent_id,
            name: name.clone(),
            created_at: writing.now(),
            retired_at: None,
        };
        refuse_taken(writing, &new)?;
        team::add(writing, &new)?;
        by.note(writing, "team.added", "team", new.id, json!({ "parent": parent_id }))?;
        Ok(new.id)
    })
    .await
}

/// Renames a team, dissolves it or takes it up again. A team with people or teams in it is not
/// dissolved: they would belong nowhere.
pub async fn change(
    db: &Db,
    by: By,
    id: TeamId,
    name: Option<String>,
    retired: Option<bool>,
) -> Result<(), AccessError> {
    let name = name.map(|text| checked_name("name", &text)).transpose()?;
    db.write(move |writing| {
        let mut team = team::by_id(writing, id)?.ok_or(AccessError::NotFound)?;
        if let Some(name) = &name {
            team.name.clone_from(name);
            refuse_taken(writing, &team)?;
        }
        if let Some(retired) = retired {
            team.retired_at = retired.then(|| team.retired_at.unwrap_or(writing.now()));
        }
        if retired == Some(true) {
            refuse_in_use(writing, id)?;
        }
        team::update(writing, &team)?;
        let detail = json!({ "renamed": name.is_some(), "retired": retired });
        by.note(writing, "team.changed", "team", id, detail)?;
        Ok(())
    })
    .await
}

fn refuse_taken(reading: &mut Reading<'_>, new: &Team) -> Result<(), AccessError> {
    let taken = team::all(reading)?
        .iter()
        .any(|team| team.parent_id == new.parent_id && team.name == new.name && team.id != new.id);
    if taken { Err(AccessError::NameTaken) } else { Ok(()) }
}

fn refuse_in_use(reading: &mut Reading<'_>, id: TeamId) -> Result<(), AccessError> {
    let now = reading.now();
    let has_people = team::population(reading, now)?.iter().any(|(team_id, _, _)| *team_id == id);
    let has_teams =
        team::all(reading)?.iter().any(|team| team.parent_id == Some(id) && team.retired_at.is_none());
    if has_people || has_teams { Err(AccessError::TeamInUse) } else { Ok(()) }
}
