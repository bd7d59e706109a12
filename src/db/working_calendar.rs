//! The working calendar of the workspace: the week, the days that are otherwise, and the hours within
//! which an evaluation is released and heard. What follows from it, `review::hearing` says.

use super::columns::{from_json, to_json};
use super::schema::calendar_day;
use super::{DbError, Reading, Writing, setting};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// The setting under which the week and the hours stand.
const RULES: &str = "working_calendar";

/// The working calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCalendar {
    /// How often it was changed; a change names the one that it is based on.
    pub edit: i32,
    /// Which days of a week are worked, from Monday to Sunday.
    pub week: [bool; 7],
    /// Within how many hours of its beginning an evaluation should be released.
    pub release_hours: i32,
    /// Within how many hours of its release it should be heard.
    pub hear_hours: i32,
    /// The days that are otherwise, in their order.
    pub days: Vec<CalendarDay>,
}

/// A day that is otherwise than its week says.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = calendar_day)]
pub struct CalendarDay {
    /// Which, `YYYY-MM-DD`.
    pub date: String,
    /// Worked in place of another day; otherwise off.
    pub is_working: bool,
    /// What it is called.
    pub name: Option<String>,
}

impl Default for StoredCalendar {
    /// Monday to Friday, a day for each.
    fn default() -> Self {
        let week = [true, true, true, true, true, false, false];
        Self { edit: 0, week, release_hours: 24, hear_hours: 24, days: Vec::new() }
    }
}

/// What the setting holds.
#[derive(Serialize, Deserialize)]
struct Rules {
    edit: i32,
    week: [bool; 7],
    release_hours: i32,
    hear_hours: i32,
}

/// The calendar in force; the usual one until another is set.
pub fn get(reading: &mut Reading<'_>) -> Result<StoredCalendar, DbError> {
    let Some(json) = setting::get(reading, RULES)? else { return Ok(StoredCalendar::default()) };
    let Rules { edit, week, release_hours, hear_hours } = from_json("the working calendar", &json)?;
    let days = calendar_day::table.order(calendar_day::date).load(reading.connection)?;
    Ok(StoredCalendar { edit, week, release_hours, hear_hours, days })
}

/// Sets another calendar in the place of the one with this `edit`; where that is not the one in force,
/// nothing is stored and the answer is `false`.
pub fn put(writing: &mut Writing<'_>, new: &StoredCalendar) -> Result<bool, DbError> {
    let first = to_json(&rules_of(&StoredCalendar::default(), 0))?;
    setting::get_or_set(writing, RULES, &first)?;
    // Whoever comes second reads what the first one stored.
    setting::lock(writing, RULES)?;
    if get(writing)?.edit != new.edit {
        return Ok(false);
    }
    setting::set(writing, RULES, &to_json(&rules_of(new, new.edit.saturating_add(1)))?)?;
    diesel::delete(calendar_day::table).execute(writing.connection)?;
    for day in &new.days {
        diesel::insert_into(calendar_day::table).values(day).execute(writing.connection)?;
    }
    Ok(true)
}

fn rules_of(calendar: &StoredCalendar, edit: i32) -> Rules {
    let StoredCalendar { week, release_hours, hear_hours, .. } = *calendar;
    Rules { edit, week, release_hours, hear_hours }
}
