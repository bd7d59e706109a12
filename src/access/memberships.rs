//! Joining teams and leaving them.

use super::people::present;
use super::{AccessError, By};
use crate::db::{Db, Writing, participation, team};
use crate::ids::{PersonId, TeamId};
use crate::time::Instant;
use serde_json::json;

/// Where the time of a membership or of an agent begins when nobody says more: before every call.
pub(super) const BEGINNING: Instant = Instant::from_millis(0);

/// Enters somebody in a team, as a member or as its leader, from `from` on; without it, a first
/// membership holds from the beginning (who came before earmark belonged somewhere already), any
/// other from now on. Calls of theirs that have no team yet get this one for its time.
pub async fn join_team(
    db: &Db,
    by: By,
    person_id: PersonId,
    team_id: TeamId,
    leads: bool,
    from: Option<Instant>,
) -> Result<(), AccessError> {
    db.write(move |writing| {
        present(writing, person_id)?;
        let team = team::by_id(writing, team_id)?.ok_or(AccessError::NotFound)?;
        if team.retired_at.is_some() {
            return Err(AccessError::TeamRetired);
        }
        if join(writing, person_id, team_id, leads, from)? {
            let detail = json!({ "team": team_id, "leads": leads });
            by.note(writing, "team.joined", "person", person_id, detail)?;
        }
        Ok(())
    })
    .await
}

/// Ends a membership or leadership of somebody now.
pub async fn leave_team(
    db: &Db,
    by: By,
    person_id: PersonId,
    id: i64,
    leads: bool,
) -> Result<(), AccessError> {
    db.write(move |writing| {
        if !team::end_belonging(writing, person_id, id, leads)? {
            return Err(AccessError::NotFound);
        }
        let detail = json!({ "membership": id, "leads": leads });
        by.note(writing, "team.left", "person", person_id, detail)?;
        Ok(())
    })
    .await
}

/// Enters the membership or leadership unless it is there already; returns whether it did.
pub(super) fn join(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    team_id: TeamId,
    leads: bool,
    from: Option<Instant>,
) -> Result<bool, AccessError> {
    let now = writing.now();
    let current = team::belonging_of(writing, &[person_id], now)?;
    if current.iter().any(|one| one.team_id == team_id && one.leads == leads) {
        return Ok(false);
    }
    if leads {
        team::add_leader(writing, team_id, person_id, from.unwrap_or(now))?;
        return Ok(true);
    }
    let since = match from {
        Some(from) => from,
        None if team::ever_belonged(writing, person_id)? => now,
        None => BEGINNING,
    };
    team::add_member(writing, team_id, person_id, since)?;
    participation::give_team(writing, person_id, team_id, since, None)?;
    Ok(true)
}

/// Enters the teams of this person in calls of theirs that have none: of several that cover a
/// moment, the latest, as at intake.
pub(super) fn give_teams(writing: &mut Writing<'_>, person_id: PersonId) -> Result<(), AccessError> {
    for membership in team::memberships_of(writing, person_id)? {
        let (from, until) = (membership.from_at, membership.until_at);
        participation::give_team(writing, person_id, membership.team_id, from, until)?;
    }
    Ok(())
}
