//! The working calendar: shown to everybody, changed by those who may, and what a change means for the
//! deadlines that are fixed already.

use super::ReviewError;
use super::evaluation_view::READ_BY_ALL;
use super::hearing::{WorkingCalendar, answer_until, step_until};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::days_away::{self, Stretch};
use crate::db::fixed_deadline::{self, Ends, FixedDeadline};
use crate::db::hearing_rule::{self, HearingRule};
use crate::db::working_calendar::{self, CalendarDay, StoredCalendar};
use crate::db::{Db, Reading, Scope, Writing, setting};
use crate::ids::{PersonId, ScorecardId};
use crate::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

/// The most days that are otherwise than their week says.
const DAYS_MOST: usize = 1_000;
/// The longest name of a day, in characters.
const NAME_MOST: usize = 100;
/// The most hours that a release, or a hearing, may take.
const HOURS_MOST: i32 = 240;
/// The most deadlines of each kind that one change moves.
pub(super) const DEADLINES_MOST: i64 = 20_000;

/// The calendar as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarView {
    /// What is in force.
    pub calendar: StoredCalendar,
    /// Whether the reader may change it.
    pub may_change: bool,
}

/// What a changed calendar means for the deadlines that are fixed already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CalendarEffect {
    /// How many lie ahead.
    pub ahead: usize,
    /// How many of them move: there is more time.
    pub later: usize,
    /// How many would come sooner, and stay where they are.
    pub sooner: usize,
}

/// The calendar in force. Everybody who works by it may see it.
pub async fn show_calendar(db: &Db, who: &Who) -> Result<CalendarView, ReviewError> {
    let may_change = manages(who).is_ok();
    let calendar = db.read(working_calendar::get).await?;
    Ok(CalendarView { calendar, may_change })
}

/// What would become of the deadlines that are fixed, were this the calendar.
pub async fn foresee_calendar(
    db: &Db,
    who: &Who,
    new: StoredCalendar,
) -> Result<CalendarEffect, ReviewError> {
    manages(who)?;
    check(&new)?;
    db.read(move |reading| Ok(effect_of(reading, &new)?.0)).await
}

/// Puts another calendar in force. A deadline that is fixed never comes sooner by it; where there is more
/// time now, it moves.
pub async fn put_calendar(
    db: &Db,
    who: &Who,
    by: By,
    new: StoredCalendar,
) -> Result<CalendarView, ReviewError> {
    manages(who)?;
    check(&new)?;
    let calendar = db
        .write(move |writing| {
            let (effect, recounted) = effect_of(writing, &new)?;
            if !working_calendar::put(writing, &new)? {
                return Err(ReviewError::EditedElsewhere);
            }
            move_later(writing, &recounted)?;
            let detail = json!({ "days": new.days.len(), "later": effect.later, "sooner": effect.sooner });
            by.note(writing, "calendar.changed", "calendar", new.edit + 1, detail)?;
            Ok(working_calendar::get(writing)?)
        })
        .await?;
    Ok(CalendarView { calendar, may_change: true })
}

/// The calendar by which deadlines are counted, in the workspace's zone.
pub(super) fn calendar_of(reading: &mut Reading<'_>) -> Result<WorkingCalendar, ReviewError> {
    let zone = setting::workspace_zone(reading)?;
    calendar_in(reading, zone)
}

/// The calendar by which deadlines are counted, in this zone.
pub(super) fn calendar_in(reading: &mut Reading<'_>, zone: TimeZone) -> Result<WorkingCalendar, ReviewError> {
    Ok(counted_by(&working_calendar::get(reading)?, zone))
}

/// The calendar by which the time of this agent is counted, in this zone: less the days on which they are away.
pub(super) fn calendar_for(
    reading: &mut Reading<'_>,
    agent: Option<PersonId>,
    zone: TimeZone,
) -> Result<WorkingCalendar, ReviewError> {
    let calendar = calendar_in(reading, zone)?;
    match agent {
        Some(agent) => Ok(calendar.without(days_away::of_person(reading, agent)?)),
        None => Ok(calendar),
    }
}

/// The hours of a setting as a time.
pub(super) fn hours(hours: i32) -> Duration {
    Duration::from_hours(u64::try_from(hours).unwrap_or_default())
}

fn counted_by(stored: &StoredCalendar, zone: TimeZone) -> WorkingCalendar {
    let day = |day: &CalendarDay| Some((day.date.parse::<Date>().ok()?, day.is_working));
    let days: BTreeMap<Date, bool> = stored.days.iter().filter_map(day).collect();
    WorkingCalendar::new(zone, stored.week, days)
}

/// Only whoever reaches the whole workspace changes the days of all of it.
fn manages(who: &Who) -> Result<(), ReviewError> {
    match who.scope(Permission::ManageCalendar) {
        Some(Scope::Everything) => Ok(()),
        Some(Scope::Within(_)) | None => Err(AccessError::NotPermitted.into()),
    }
}

fn check(new: &StoredCalendar) -> Result<(), ReviewError> {
    let bad = |problem| Err(ReviewError::BadCalendar { problem });
    if !new.week.contains(&true) {
        return bad("at least one day of the week is worked");
    }
    if [new.release_hours, new.hear_hours].iter().any(|hours| !(1..=HOURS_MOST).contains(hours)) {
        return bad("the hours are 1 to 240");
    }
    if new.days.len() > DAYS_MOST {
        return bad("there are more than 1,000 days; take those of past years away");
    }
    let mut dates = BTreeSet::new();
    for day in &new.days {
        if day.date.parse::<Date>().is_ok_and(|date| date.to_string() == day.date) {
            if !dates.insert(&day.date) {
                return bad("a day stands in it twice");
            }
        } else {
            return bad("a day is written like 2026-10-01");
        }
        if day.name.as_ref().is_some_and(|name| name.chars().count() > NAME_MOST) {
            return bad("the name of a day is longer than 100 characters");
        }
    }
    Ok(())
}

/// What the calendar means for what is fixed.
fn effect_of(
    reading: &mut Reading<'_>,
    new: &StoredCalendar,
) -> Result<(CalendarEffect, Vec<Recounted>), ReviewError> {
    let ahead = fixed_deadline::ahead(reading, READ_BY_ALL, DEADLINES_MOST)?;
    let zone = setting::workspace_zone(reading)?;
    let oldest = ahead.iter().map(|deadline| deadline.since).min().unwrap_or_else(|| reading.now());
    let away = days_away::of_everybody(reading, oldest.local_date(&zone))?;
    let recounted = recount(reading, new, away, ahead)?;
    let count = |way: Ordering| recounted.iter().filter(|one| one.way() == way).count();
    let (later, sooner) = (count(Ordering::Greater), count(Ordering::Less));
    Ok((CalendarEffect { ahead: recounted.len(), later, sooner }, recounted))
}

/// A deadline, and where it would lie, were it fixed now.
pub(super) struct Recounted {
    /// As it is fixed.
    pub(super) deadline: FixedDeadline,
    until: Instant,
}

impl Recounted {
    /// Whether there is more time than is fixed, and some of it still lies ahead.
    pub(super) fn gives_time(&self, now: Instant) -> bool {
        self.way() == Ordering::Greater && self.until > now
    }

    fn way(&self) -> Ordering {
        self.until.cmp(&self.deadline.until)
    }
}

/// Counts these deadlines anew by this calendar, less the days on which their agents are away.
pub(super) fn recount(
    reading: &mut Reading<'_>,
    by: &StoredCalendar,
    away: HashMap<PersonId, Vec<Stretch>>,
    fixed: Vec<FixedDeadline>,
) -> Result<Vec<Recounted>, ReviewError> {
    let calendar = counted_by(by, setting::workspace_zone(reading)?);
    let of_agents: HashMap<PersonId, WorkingCalendar> =
        away.into_iter().map(|(agent, days)| (agent, calendar.clone().without(days))).collect();
    let rules = hearing_rule::all(reading)?;
    let anew = |deadline: FixedDeadline| {
        let own = deadline.agent.and_then(|agent| of_agents.get(&agent));
        Recounted { until: counted_anew(&deadline, by, own.unwrap_or(&calendar), &rules), deadline }
    };
    Ok(fixed.into_iter().map(anew).collect())
}

/// Moves those that have more time now; none is taken any.
pub(super) fn move_later(writing: &mut Writing<'_>, recounted: &[Recounted]) -> Result<(), ReviewError> {
    let now = writing.now();
    for one in recounted.iter().filter(|one| one.gives_time(now)) {
        fixed_deadline::move_to(writing, one.deadline.of, one.until)?;
    }
    Ok(())
}

fn counted_anew(
    deadline: &FixedDeadline,
    by: &StoredCalendar,
    calendar: &WorkingCalendar,
    rules: &HashMap<ScorecardId, HearingRule>,
) -> Instant {
    match deadline.of {
        Ends::Answer(_, card) => {
            let rule = rules.get(&card).copied().unwrap_or_default();
            answer_until(deadline.since, days(rule.answer_days), calendar)
        }
        Ends::Step(_, step) => step_until(step, deadline.since, calendar),
        Ends::Release(_) => calendar.after(deadline.since, hours(by.release_hours)),
        Ends::Hearing(_) => calendar.after(deadline.since, hours(by.hear_hours)),
    }
}

/// A number of days of a rule.
pub(super) fn days(days: i32) -> u32 {
    u32::try_from(days).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_day(date: &str) -> StoredCalendar {
        let day =
            CalendarDay { date: date.to_owned(), is_working: false, name: Some("国庆节".to_owned()) };
        StoredCalendar { days: vec![day], ..StoredCalendar::default() }
    }

    #[test]
    fn what_no_calendar_is_is_refused() {
        assert!(check(&StoredCalendar::default()).is_ok() && check(&with_day("2026-10-01")).is_ok());
        for date in ["2026-10-1", "2026-02-30", "1 October", ""] {
            assert!(check(&with_day(date)).is_err(), "{date}");
        }
        let never = StoredCalendar { week: [false; 7], ..StoredCalendar::default() };
        assert!(check(&never).is_err());
        for hours in [0, 241] {
            assert!(check(&StoredCalendar { hear_hours: hours, ..StoredCalendar::default() }).is_err());
        }
        let mut twice = with_day("2026-10-01");
        twice.days.push(twice.days[0].clone());
        assert!(check(&twice).is_err());
    }
}
