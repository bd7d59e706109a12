//! Learning tasks: who is to learn what until which day. One row a person; what was given to several
//! people or teams at once shares its giving.

use super::columns::words;
use super::connection::Backend;
use super::schema::{learning_task, playlist_case};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CaseId, GivingId, LearningTaskId, PersonId, PlaylistId, ReferenceCallId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;

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

/// Whose tasks a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TasksOf {
    /// This person's own.
    Person(PersonId),
    /// Those of these people.
    People(Vec<PersonId>),
    /// Everybody's.
    Everybody,
}

/// Which of them; everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// Given to this team.
    pub team_id: Option<TeamId>,
    /// In this state on that day.
    pub state: Option<(TaskState, i64)>,
}

type Tasks = learning_task::BoxedQuery<'static, Backend>;

/// Stores a task.
pub fn insert(writing: &mut Writing<'_>, new: &LearningTask) -> Result<(), DbError> {
    diesel::insert_into(learning_task::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The task, if it belongs to these.
pub fn find(
    reading: &mut Reading<'_>,
    tasks_of: &TasksOf,
    id: LearningTaskId,
) -> Result<Option<LearningTask>, DbError> {
    Ok(of(tasks_of).filter(learning_task::id.eq(id)).first(reading.connection).optional()?)
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

/// The open tasks of this person that a case belongs to: by itself, or in a playlist.
pub fn open_with_case(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    case_id: CaseId,
) -> Result<Vec<LearningTask>, DbError> {
    let lists =
        playlist_case::table.filter(playlist_case::case_id.eq(case_id)).select(playlist_case::playlist_id);
    Ok(learning_task::table
        .filter(learning_task::person_id.eq(person_id))
        .filter(learning_task::done_at.is_null())
        .filter(
            learning_task::case_id
                .is_not_null()
                .and(learning_task::case_id.assume_not_null().eq(case_id))
                .or(learning_task::playlist_id
                    .is_not_null()
                    .and(learning_task::playlist_id.assume_not_null().eq_any(lists))),
        )
        .load(reading.connection)?)
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
    tasks_of: &TasksOf,
    filter: &TaskFilter,
    window: Window,
) -> Result<Page<LearningTask>, DbError> {
    let mut rows = matching(of(tasks_of), filter);
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
    let counted = count(reading, tasks_of, filter)?;
    let place = |row: &LearningTask| Cursor { key: row.due_day, id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

/// How many of them there are.
pub fn count(reading: &mut Reading<'_>, tasks_of: &TasksOf, filter: &TaskFilter) -> Result<i64, DbError> {
    Ok(matching(of(tasks_of), filter).count().get_result(reading.connection)?)
}

fn of(tasks_of: &TasksOf) -> Tasks {
    let all = learning_task::table.into_boxed();
    match tasks_of {
        TasksOf::Person(person_id) => all.filter(learning_task::person_id.eq(*person_id)),
        TasksOf::People(people) => all.filter(learning_task::person_id.eq_any(people.clone())),
        TasksOf::Everybody => all,
    }
}

fn matching(mut found: Tasks, filter: &TaskFilter) -> Tasks {
    if let Some(id) = filter.person_id {
        found = found.filter(learning_task::person_id.eq(id));
    }
    if let Some(id) = filter.team_id {
        found = found.filter(learning_task::team_id.eq(id));
    }
    match filter.state {
        None => found,
        Some((TaskState::Done, _)) => found.filter(learning_task::done_at.is_not_null()),
        Some((TaskState::Open, today)) => {
            found.filter(learning_task::done_at.is_null()).filter(learning_task::due_day.ge(today))
        }
        Some((TaskState::Overdue, today)) => {
            found.filter(learning_task::done_at.is_null()).filter(learning_task::due_day.lt(today))
        }
    }
}
