//! Learning tasks: who is to learn what until which day. One row a person; what was given to several
//! people or teams at once shares its giving.

use super::columns::words;
use super::connection::Backend;
use super::learner::{Days, Learners};
use super::schema::learning_task;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing, playlist};
use crate::ids::{CaseId, GivingId, LearningTaskId, PersonId, PlaylistId, ReferenceCallId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// Where a task stands.
    TaskState {
        /// Not done, and its day has not passed.
        Open = "open",
        /// Done.
        Done = "done",
        /// Not done, and its day has passed.
        Overdue = "overdue",
    }
}

/// What one person is to learn.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = learning_task)]
pub struct LearningTask {
    /// Its id.
    pub id: LearningTaskId,
    /// What was given together.
    pub giving_id: GivingId,
    /// The case to learn from.
    pub case_id: Option<CaseId>,
    /// Or the playlist.
    pub playlist_id: Option<PlaylistId>,
    /// Or the reference call to score.
    pub reference_call_id: Option<ReferenceCallId>,
    /// Who is to learn.
    pub person_id: PersonId,
    /// The team that it was given to; none: to the person.
    pub team_id: Option<TeamId>,
    /// Until which day of the workspace, `YYYY-MM-DD`.
    pub due_on: String,
    /// The same in days since 1970.
    pub due_day: i64,
    /// What was said to it.
    pub note: Option<String>,
    /// Who gave it.
    pub given_by: PersonId,
    /// When.
    pub given_at: Instant,
    /// When it was done.
    pub done_at: Option<Instant>,
}

impl LearningTask {
    /// Where it stands on this day, counted since 1970.
    #[must_use]
    pub fn state(&self, today: i64) -> TaskState {
        match self.done_at {
            Some(_) => TaskState::Done,
            None if self.due_day < today => TaskState::Overdue,
            None => TaskState::Open,
        }
    }
}

/// Which of them; everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// About one of these cases, or a playlist with one of them.
    pub cases: Option<Vec<CaseId>>,
    /// Due on these days.
    pub days: Days,
    /// Done, or still to be done, whatever its day.
    pub is_done: Option<bool>,
    /// In this state on that day, counted since 1970.
    pub state: Option<(TaskState, i64)>,
}

type Tasks = learning_task::BoxedQuery<'static, Backend>;

/// Stores a task.
pub fn insert(writing: &mut Writing<'_>, new: &LearningTask) -> Result<(), DbError> {
    diesel::insert_into(learning_task::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The task, if one of these is to learn it.
pub fn find(
    reading: &mut Reading<'_>,
    learners: &Learners,
    id: LearningTaskId,
) -> Result<Option<LearningTask>, DbError> {
    let all = of(reading, learners, &TaskFilter::default())?;
    Ok(all.filter(learning_task::id.eq(id)).first(reading.connection).optional()?)
}

/// Takes a task away.
pub fn delete(writing: &mut Writing<'_>, id: LearningTaskId) -> Result<(), DbError> {
    diesel::delete(learning_task::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// Takes away what was given together and is not done; returns how many.
pub fn delete_open_of(writing: &mut Writing<'_>, id: GivingId) -> Result<usize, DbError> {
    let open =
        learning_task::table.filter(learning_task::giving_id.eq(id)).filter(learning_task::done_at.is_null());
    Ok(diesel::delete(open).execute(writing.connection)?)
}

/// The tasks of this person that are not done and that a case belongs to: by itself, or in a playlist.
pub fn left_with_case(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    case_id: CaseId,
) -> Result<Vec<LearningTask>, DbError> {
    let filter = TaskFilter { is_done: Some(false), cases: Some(vec![case_id]), ..TaskFilter::default() };
    Ok(of(reading, &Learners::one(person_id), &filter)?.load(reading.connection)?)
}

/// Notes that a task is done.
pub fn set_done(writing: &mut Writing<'_>, id: LearningTaskId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(learning_task::table.find(id).filter(learning_task::done_at.is_null()))
        .set(learning_task::done_at.eq(now))
        .execute(writing.connection)?;
    Ok(())
}

/// Notes that this person scored a reference call: what they were to do with it is done.
pub fn set_reference_done(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    id: ReferenceCallId,
) -> Result<(), DbError> {
    let now = writing.now();
    let open = learning_task::table
        .filter(learning_task::person_id.eq(person_id))
        .filter(learning_task::reference_call_id.eq(id))
        .filter(learning_task::done_at.is_null());
    diesel::update(open).set(learning_task::done_at.eq(now)).execute(writing.connection)?;
    Ok(())
}

/// Notes that they took back what they finished since this moment: it is to be done as it was.
pub fn set_reference_open(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    id: ReferenceCallId,
    since: Instant,
) -> Result<(), DbError> {
    let just_done = learning_task::table
        .filter(learning_task::person_id.eq(person_id))
        .filter(learning_task::reference_call_id.eq(id))
        .filter(learning_task::done_at.ge(since));
    diesel::update(just_done).set(learning_task::done_at.eq(None::<Instant>)).execute(writing.connection)?;
    Ok(())
}

/// One page of these tasks, what is due first is first.
pub fn list(
    reading: &mut Reading<'_>,
    learners: &Learners,
    filter: &TaskFilter,
    window: Window,
) -> Result<Page<LearningTask>, DbError> {
    let mut rows = of(reading, learners, filter)?;
    if let Some(after) = window.after {
        let (day, id) = (after.key, LearningTaskId::from_bytes(after.id));
        rows = rows.filter(
            learning_task::due_day.gt(day).or(learning_task::due_day.eq(day).and(learning_task::id.gt(id))),
        );
    }
    let rows: Vec<LearningTask> = rows
        .order((learning_task::due_day, learning_task::id))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted = count(reading, learners, filter)?;
    let place = |row: &LearningTask| Cursor { key: row.due_day, id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

/// How many of them there are.
pub fn count(reading: &mut Reading<'_>, learners: &Learners, filter: &TaskFilter) -> Result<i64, DbError> {
    Ok(of(reading, learners, filter)?.count().get_result(reading.connection)?)
}

/// How many tasks of each state on this day these people have, each by themselves.
pub fn standings(
    reading: &mut Reading<'_>,
    people: &BTreeSet<PersonId>,
    filter: &TaskFilter,
    today: i64,
) -> Result<BTreeMap<(PersonId, TaskState), i64>, DbError> {
    let found: Vec<LearningTask> =
        of(reading, &Learners::People(people.clone()), filter)?.load(reading.connection)?;
    let mut counts = BTreeMap::new();
    for task in found {
        let count: &mut i64 = counts.entry((task.person_id, task.state(today))).or_default();
        *count = count.saturating_add(1);
    }
    Ok(counts)
}

/// Who has any.
pub fn people_with(reading: &mut Reading<'_>, filter: &TaskFilter) -> Result<BTreeSet<PersonId>, DbError> {
    let found = of(reading, &Learners::Everybody, filter)?.select(learning_task::person_id).distinct();
    Ok(found.load(reading.connection)?.into_iter().collect())
}

fn of(reading: &mut Reading<'_>, learners: &Learners, filter: &TaskFilter) -> Result<Tasks, DbError> {
    let mut found = learning_task::table.into_boxed();
    if let Learners::People(people) = learners {
        found = found.filter(learning_task::person_id.eq_any(people.clone()));
    }
    if let Some(id) = filter.person_id {
        found = found.filter(learning_task::person_id.eq(id));
    }
    if let Some(cases) = filter.cases.clone() {
        let playlists = playlist::with_any(reading, &cases)?;
        found = found.filter(
            learning_task::case_id
                .is_not_null()
                .and(learning_task::case_id.assume_not_null().eq_any(cases))
                .or(learning_task::playlist_id
                    .is_not_null()
                    .and(learning_task::playlist_id.assume_not_null().eq_any(playlists))),
        );
    }
    found = match filter.is_done {
        Some(true) => found.filter(learning_task::done_at.is_not_null()),
        Some(false) => found.filter(learning_task::done_at.is_null()),
        None => found,
    };
    if let Some(day) = filter.days.from {
        found = found.filter(learning_task::due_day.ge(day.number));
    }
    if let Some(day) = filter.days.until {
        found = found.filter(learning_task::due_day.lt(day.number));
    }
    Ok(match filter.state {
        None => found,
        Some((TaskState::Done, _)) => found.filter(learning_task::done_at.is_not_null()),
        Some((TaskState::Open, today)) => {
            found.filter(learning_task::done_at.is_null()).filter(learning_task::due_day.ge(today))
        }
        Some((TaskState::Overdue, today)) => {
            found.filter(learning_task::done_at.is_null()).filter(learning_task::due_day.lt(today))
        }
    })
}
