//! Days on which an agent is away (休假与调休), as somebody entered them. What follows from them for
//! deadlines, `review::hearing` says; why somebody is away is not asked.

use super::schema::days_away;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, Writing, person};
use crate::ids::{DaysAwayId, PersonId};
use crate::time::{Instant, day_after_1970, days_since_1970};
use diesel::prelude::*;
use jiff::civil::Date;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// Days that follow each other, the first and the last one with them.
pub type Stretch = RangeInclusive<Date>;

/// A stretch of days on which somebody is away. Several may share a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysAway {
    /// Its id.
    pub id: DaysAwayId,
    /// Who is away.
    pub person_id: PersonId,
    /// From this day on.
    pub first_day: Date,
    /// To the end of this one.
    pub last_day: Date,
    /// Who entered it.
    pub entered_by: PersonId,
    /// When.
    pub entered_at: Instant,
}

#[derive(Clone, Copy, Queryable, Insertable)]
#[diesel(table_name = days_away)]
struct Row {
    id: DaysAwayId,
    person_id: PersonId,
    first_day: i64,
    last_day: i64,
    entered_by: PersonId,
    entered_at: Instant,
}

impl From<&DaysAway> for Row {
    fn from(away: &DaysAway) -> Self {
        let DaysAway { id, person_id, first_day, last_day, entered_by, entered_at } = *away;
        let (first_day, last_day) = (days_since_1970(first_day), days_since_1970(last_day));
        Self { id, person_id, first_day, last_day, entered_by, entered_at }
    }
}

impl From<Row> for DaysAway {
    fn from(row: Row) -> Self {
        let Row { id, person_id, first_day, last_day, entered_by, entered_at } = row;
        let (first_day, last_day) = (day_after_1970(first_day), day_after_1970(last_day));
        Self { id, person_id, first_day, last_day, entered_by, entered_at }
    }
}

/// Enters one.
pub fn insert(writing: &mut Writing<'_>, new: &DaysAway) -> Result<(), DbError> {
    diesel::insert_into(days_away::table).values(Row::from(new)).execute(writing.connection)?;
    Ok(())
}

/// Takes one away.
pub fn delete(writing: &mut Writing<'_>, id: DaysAwayId) -> Result<(), DbError> {
    diesel::delete(days_away::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// The one with this id, if it is of somebody within the scope.
pub fn find(reading: &mut Reading<'_>, scope: &Scope, id: DaysAwayId) -> Result<Option<DaysAway>, DbError> {
    let people = person::of_scope(reading, scope)?;
    let found: Option<Row> = days_away::table.find(id).first(reading.connection).optional()?;
    let found = found.filter(|row| people.is_none_or(|people| people.contains(&row.person_id)));
    Ok(found.map(DaysAway::from))
}

/// A page of those of the people within the scope, or of one of them; what ends last is first.
pub fn list(
    reading: &mut Reading<'_>,
    scope: &Scope,
    person_id: Option<PersonId>,
    window: Window,
) -> Result<Page<DaysAway>, DbError> {
    let people = person::of_scope(reading, scope)?;
    let found = || {
        let mut found = days_away::table.into_boxed();
        if let Some(people) = &people {
            found = found.filter(days_away::person_id.eq_any(people.clone()));
        }
        if let Some(id) = person_id {
            found = found.filter(days_away::person_id.eq(id));
        }
        found
    };
    let counted: i64 = found().count().get_result(reading.connection)?;
    let mut rows = found();
    if let Some(after) = window.after {
        let (day, id) = (after.key, DaysAwayId::from_bytes(after.id));
        rows = rows
            .filter(days_away::last_day.lt(day).or(days_away::last_day.eq(day).and(days_away::id.lt(id))));
    }
    let rows: Vec<Row> = rows
        .order((days_away::last_day.desc(), days_away::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let place = |row: &Row| Cursor { key: row.last_day, id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place).map(DaysAway::from))
}

/// How many there are of this person.
pub fn count_of(reading: &mut Reading<'_>, person_id: PersonId) -> Result<i64, DbError> {
    let own = days_away::table.filter(days_away::person_id.eq(person_id));
    Ok(own.count().get_result(reading.connection)?)
}

/// The days on which this person is away, for counting deadlines.
pub fn of_person(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<Stretch>, DbError> {
    let rows: Vec<(i64, i64)> = days_away::table
        .filter(days_away::person_id.eq(person_id))
        .order((days_away::last_day, days_away::id))
        .select((days_away::first_day, days_away::last_day))
        .load(reading.connection)?;
    Ok(rows.into_iter().map(stretch).collect())
}

/// The days from this one on on which anybody is away, for counting deadlines.
pub fn of_everybody(
    reading: &mut Reading<'_>,
    since: Date,
) -> Result<HashMap<PersonId, Vec<Stretch>>, DbError> {
    let rows: Vec<(PersonId, i64, i64)> = days_away::table
        .filter(days_away::last_day.ge(days_since_1970(since)))
        .order((days_away::last_day, days_away::id))
        .select((days_away::person_id, days_away::first_day, days_away::last_day))
        .load(reading.connection)?;
    let mut all: HashMap<PersonId, Vec<Stretch>> = HashMap::new();
    for (person_id, first, last) in rows {
        all.entry(person_id).or_default().push(stretch((first, last)));
    }
    Ok(all)
}

fn stretch((first, last): (i64, i64)) -> Stretch {
    day_after_1970(first)..=day_after_1970(last)
}
