//! Days away (休假与调休): entered for an agent by whoever answers for them, and what an entry means for the
//! deadlines of that agent that are fixed.

use super::calendar::{DEADLINES_MOST, Recounted, calendar_for, move_later, recount};
use super::evaluation_view::READ_BY_ALL;
use super::{ReviewError, person_of};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::days_away::{self, DaysAway, Stretch};
use crate::db::evaluation::Evaluation;
use crate::db::fixed_deadline::{self, revised_last};
use crate::db::named::{self, Named};
use crate::db::person::{self, Person, PersonFilter, Role};
use crate::db::{Db, Page, Reading, Scope, Window, setting, working_calendar};
use crate::ids::{DaysAwayId, PersonId};
use crate::time::days_since_1970;
use jiff::civil::Date;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// The most days of one stretch.
const DAYS_MOST: i64 = 366;
/// The most stretches of one person.
const STRETCHES_MOST: i64 = 400;

/// Days on which somebody is to be away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDaysAway {
    /// Who.
    pub person_id: PersonId,
    /// From this day on.
    pub first_day: Date,
    /// To the end of this one.
    pub last_day: Date,
}

/// Days on which somebody is away, as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysAwayLine {
    /// What is stored.
    pub days: DaysAway,
    /// Who is away.
    pub person: Named<PersonId>,
    /// Who entered it.
    pub entered_by: Named<PersonId>,
    /// Whether the reader may take it away.
    pub may_remove: bool,
}

/// One page of the days away that the caller enters, and of their own; what ends last is first.
pub async fn list_days_away(
    db: &Db,
    who: &Who,
    person_id: Option<PersonId>,
    window: Window,
) -> Result<Page<DaysAwayLine>, ReviewError> {
    let enters = who.scope(Permission::EnterDaysAway);
    let own = who.scope(Permission::AnswerFeedback);
    let seen = enters.clone().into_iter().chain(own).reduce(Scope::or).ok_or(AccessError::NotPermitted)?;
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = days_away::list(reading, &seen, person_id, window)?;
        Ok(Page { items: lines(reading, enters.as_ref(), items)?, next, total, total_is_exact })
    })
    .await
}

/// One page of the agents for whom the caller enters days, by name.
pub async fn agents_for_days_away(
    db: &Db,
    scope: Scope,
    text: Option<String>,
    window: Window,
) -> Result<Page<Person>, ReviewError> {
    let filter =
        PersonFilter { text, role: Some(Role::Agent), retired: Some(false), ..PersonFilter::default() };
    Ok(db.read(move |reading| person::page_within(reading, &scope, &filter, window)).await?)
}

/// How many deadlines of the agent would move later, were these days entered.
pub async fn foresee_days_away(db: &Db, scope: Scope, new: NewDaysAway) -> Result<usize, ReviewError> {
    db.read(move |reading| {
        let recounted = checked(reading, &scope, new)?;
        Ok(seen_to_move(reading, &recounted))
    })
    .await
}

/// Enters days away: the deadlines of the agent that still lie ahead move where there is more time now.
pub async fn enter_days_away(
    db: &Db,
    who: &Who,
    scope: Scope,
    by: By,
    new: NewDaysAway,
) -> Result<DaysAwayLine, ReviewError> {
    let entered_by = person_of(who)?;
    db.write(move |writing| {
        let recounted = checked(writing, &scope, new)?;
        let NewDaysAway { person_id, first_day, last_day } = new;
        let entered_at = writing.now();
        let days = DaysAway { id: DaysAwayId::new(), person_id, first_day, last_day, entered_by, entered_at };
        days_away::insert(writing, &days)?;
        move_later(writing, &recounted)?;
        let detail = json!({
            "from": first_day.to_string(), "to": last_day.to_string(), "later": seen_to_move(writing, &recounted),
        });
        by.note(writing, "days_away.entered", "person", person_id, detail)?;
        lines(writing, Some(&scope), vec![days])?.pop().ok_or(NOT_THERE)
    })
    .await
}

/// Takes days away from what is entered. No deadline moves by it.
pub async fn remove_days_away(db: &Db, scope: Scope, by: By, id: DaysAwayId) -> Result<(), ReviewError> {
    db.write(move |writing| {
        let DaysAway { person_id, first_day, last_day, .. } =
            days_away::find(writing, &scope, id)?.ok_or(NOT_THERE)?;
        days_away::delete(writing, id)?;
        let detail = json!({ "from": first_day.to_string(), "to": last_day.to_string() });
        by.note(writing, "days_away.removed", "person", person_id, detail)?;
        Ok(())
    })
    .await
}

/// How many working days do not count in the time that the agent of this evaluation has to answer.
pub(super) fn days_not_counted(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
) -> Result<usize, ReviewError> {
    let Evaluation { id, subject, released_at, answer_until, .. } = evaluation;
    let revised_at = revised_last(reading, vec![*id])?.remove(id);
    let (Some(since), Some(until)) = (revised_at.max(*released_at), *answer_until) else { return Ok(0) };
    let zone = setting::workspace_zone(reading)?;
    Ok(calendar_for(reading, subject.person_id, zone)?.days_away_between(since, until))
}

const NOT_THERE: ReviewError = ReviewError::NotFound { what: "days away" };

/// Whether these days may be entered; and the deadlines of their agent, counted anew with them.
fn checked(
    reading: &mut Reading<'_>,
    scope: &Scope,
    new: NewDaysAway,
) -> Result<Vec<Recounted>, ReviewError> {
    let NewDaysAway { person_id, first_day, last_day } = new;
    if last_day < first_day {
        return Err(ReviewError::DaysAwayBackwards);
    }
    if days_since_1970(last_day) - days_since_1970(first_day) >= DAYS_MOST {
        return Err(ReviewError::DaysAwayTooLong { most: DAYS_MOST });
    }
    person::find_within(reading, scope, person_id)?.ok_or(ReviewError::NotFound { what: "person" })?;
    if days_away::count_of(reading, person_id)? >= STRETCHES_MOST {
        return Err(ReviewError::TooManyDaysAway { most: STRETCHES_MOST });
    }
    let mut away: Vec<Stretch> = days_away::of_person(reading, person_id)?;
    away.push(first_day..=last_day);
    let fixed = fixed_deadline::of_agent(reading, person_id, READ_BY_ALL, DEADLINES_MOST)?;
    let calendar = working_calendar::get(reading)?;
    recount(reading, &calendar, HashMap::from([(person_id, away)]), fixed)
}

/// How many move. What is not out yet moves as well, and is not told of.
fn seen_to_move(reading: &mut Reading<'_>, recounted: &[Recounted]) -> usize {
    let now = reading.now();
    recounted.iter().filter(|one| one.gives_time(now) && one.deadline.since <= now).count()
}

fn lines(
    reading: &mut Reading<'_>,
    enters: Option<&Scope>,
    all: Vec<DaysAway>,
) -> Result<Vec<DaysAwayLine>, ReviewError> {
    let people = named::of_people(reading, all.iter().flat_map(|days| [days.person_id, days.entered_by]))?;
    let away: BTreeSet<PersonId> = all.iter().map(|days| days.person_id).collect();
    let reached = match enters {
        Some(scope) => person::among(reading, scope, &away)?,
        None => BTreeSet::new(),
    };
    let line = |days: DaysAway| DaysAwayLine {
        person: people.named(days.person_id),
        entered_by: people.named(days.entered_by),
        may_remove: reached.contains(&days.person_id),
        days,
    };
    Ok(all.into_iter().map(line).collect())
}
