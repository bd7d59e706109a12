//! Who belongs to a team and who leads it, by time.

use crate::db::schema::{team_leader, team_member};
use crate::db::{DbError, Reading, Writing};
use crate::ids::{PersonId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;

/// Somebody's time in a team, as a member or as its leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    /// Its number, among memberships or among leaderships.
    pub id: i64,
    /// The team.
    pub team_id: TeamId,
    /// Who belongs.
    pub person_id: PersonId,
    /// Whether they lead it.
    pub leads: bool,
    /// Since when.
    pub from_at: Instant,
    /// Until when; none: still.
    pub until_at: Option<Instant>,
}

type Row = (i64, TeamId, PersonId, Instant, Option<Instant>);

fn belonging(leads: bool) -> impl Fn(Row) -> Belonging {
    move |(id, team_id, person_id, from_at, until_at)| Belonging {
        id,
        team_id,
        person_id,
        leads,
        from_at,
        until_at,
    }
}

/// Enters a membership from `from` on.
pub fn add_member(
    writing: &mut Writing<'_>,
    team_id: TeamId,
    person_id: PersonId,
    from: Instant,
) -> Result<(), DbError> {
    diesel::insert_into(team_member::table)
        .values((
            team_member::team_id.eq(team_id),
            team_member::person_id.eq(person_id),
            team_member::from_at.eq(from),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Enters a leadership from `from` on.
pub fn add_leader(
    writing: &mut Writing<'_>,
    team_id: TeamId,
    person_id: PersonId,
    from: Instant,
) -> Result<(), DbError> {
    diesel::insert_into(team_leader::table)
        .values((
            team_leader::team_id.eq(team_id),
            team_leader::person_id.eq(person_id),
            team_leader::from_at.eq(from),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The team that the person belonged to at that moment; of several, the latest.
pub fn of_person_at(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    at: Instant,
) -> Result<Option<TeamId>, DbError> {
    Ok(team_member::table
        .filter(team_member::person_id.eq(person_id))
        .filter(team_member::from_at.le(at))
        .filter(team_member::until_at.is_null().or(team_member::until_at.gt(at)))
        .order((team_member::from_at.desc(), team_member::id.desc()))
        .select(team_member::team_id)
        .first(reading.connection)
        .optional()?)
}

/// The teams that these people belong to or lead at that moment: leaderships first.
pub fn belonging_of(
    reading: &mut Reading<'_>,
    people: &[PersonId],
    at: Instant,
) -> Result<Vec<Belonging>, DbError> {
    let leads: Vec<Row> = team_leader::table
        .filter(team_leader::person_id.eq_any(people))
        .filter(team_leader::from_at.le(at))
        .filter(team_leader::until_at.is_null().or(team_leader::until_at.gt(at)))
        .order(team_leader::id)
        .load(reading.connection)?;
    let belongs: Vec<Row> = team_member::table
        .filter(team_member::person_id.eq_any(people))
        .filter(team_member::from_at.le(at))
        .filter(team_member::until_at.is_null().or(team_member::until_at.gt(at)))
        .order(team_member::id)
        .load(reading.connection)?;
    Ok(leads.into_iter().map(belonging(true)).chain(belongs.into_iter().map(belonging(false))).collect())
}

/// Everybody who belongs to a team or leads one at that moment: (team, person, whether they lead
/// it).
pub fn population(reading: &mut Reading<'_>, at: Instant) -> Result<Vec<(TeamId, PersonId, bool)>, DbError> {
    let leaders: Vec<(TeamId, PersonId)> = team_leader::table
        .filter(team_leader::from_at.le(at))
        .filter(team_leader::until_at.is_null().or(team_leader::until_at.gt(at)))
        .order(team_leader::id)
        .select((team_leader::team_id, team_leader::person_id))
        .load(reading.connection)?;
    let members: Vec<(TeamId, PersonId)> = team_member::table
        .filter(team_member::from_at.le(at))
        .filter(team_member::until_at.is_null().or(team_member::until_at.gt(at)))
        .order(team_member::id)
        .select((team_member::team_id, team_member::person_id))
        .load(reading.connection)?;
    let mark = |leads| move |(team_id, person_id)| (team_id, person_id, leads);
    Ok(leaders.into_iter().map(mark(true)).chain(members.into_iter().map(mark(false))).collect())
}

/// Every team that the person ever belonged to or led, the latest first.
pub fn history_of_belonging(
    reading: &mut Reading<'_>,
    person_id: PersonId,
) -> Result<Vec<Belonging>, DbError> {
    let mut all = memberships_of(reading, person_id)?;
    let led: Vec<Row> =
        team_leader::table.filter(team_leader::person_id.eq(person_id)).load(reading.connection)?;
    all.extend(led.into_iter().map(belonging(true)));
    all.sort_by_key(|one| std::cmp::Reverse((one.from_at, one.id)));
    Ok(all)
}

/// Every membership of the person, leaderships left out, the latest first.
pub fn memberships_of(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<Belonging>, DbError> {
    let rows: Vec<Row> = team_member::table
        .filter(team_member::person_id.eq(person_id))
        .order((team_member::from_at.desc(), team_member::id.desc()))
        .load(reading.connection)?;
    Ok(rows.into_iter().map(belonging(false)).collect())
}

/// Whether the person was ever a member of a team.
pub fn ever_belonged(reading: &mut Reading<'_>, person_id: PersonId) -> Result<bool, DbError> {
    let first: Option<i64> = team_member::table
        .filter(team_member::person_id.eq(person_id))
        .select(team_member::id)
        .first(reading.connection)
        .optional()?;
    Ok(first.is_some())
}

/// Ends a membership or leadership of the person now; returns whether there was one.
pub fn end_belonging(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    id: i64,
    leads: bool,
) -> Result<bool, DbError> {
    let now = writing.now();
    let ended = if leads {
        let led = team_leader::table
            .find(id)
            .filter(team_leader::person_id.eq(person_id))
            .filter(team_leader::until_at.is_null().or(team_leader::until_at.gt(now)));
        diesel::update(led).set(team_leader::until_at.eq(now)).execute(writing.connection)?
    } else {
        let belonged = team_member::table
            .find(id)
            .filter(team_member::person_id.eq(person_id))
            .filter(team_member::until_at.is_null().or(team_member::until_at.gt(now)));
        diesel::update(belonged).set(team_member::until_at.eq(now)).execute(writing.connection)?
    };
    Ok(ended == 1)
}

/// Ends every membership and leadership of the person now.
pub fn end_every_belonging(writing: &mut Writing<'_>, person_id: PersonId) -> Result<(), DbError> {
    let now = writing.now();
    for one in belonging_of(writing, &[person_id], now)? {
        end_belonging(writing, person_id, one.id, one.leads)?;
    }
    Ok(())
}
