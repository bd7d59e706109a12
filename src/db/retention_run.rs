//! Retention runs: each is one walk over what is due, in small steps. Its counts move in the
//! transaction of each step, so that a run that was interrupted goes on where it was.

use super::columns::words;
use super::schema::retention_run;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{PersonId, RetentionRunId};
use crate::time::Instant;
use diesel::prelude::*;

words! {
    /// Where a run stands.
    RunState {
        /// Under way; one run at a time.
        Running = "running",
        /// Everything that was due is gone.
        Done = "done",
        /// A person stopped it; what was removed before stays removed.
        Stopped = "stopped",
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = retention_run)]
pub struct RetentionRun {
    /// Its id.
    pub id: RetentionRunId,
    /// Where it stands.
    pub state: RunState,
    /// Who started it; none: it was time.
    pub started_by: Option<PersonId>,
    /// Who stopped it.
    pub stopped_by: Option<PersonId>,
    /// How many calls were due when it began.
    pub due: i64,
    /// How many calls it has removed.
    pub removed: i64,
    /// How many bytes of objects went with them.
    pub bytes: i64,
    /// When it began.
    pub started_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// How many text contacts it has removed.
    pub contacts: i64,
}

/// Begins a run.
pub fn begin(
    writing: &mut Writing<'_>,
    started_by: Option<PersonId>,
    due: i64,
) -> Result<RetentionRun, DbError> {
    let run = RetentionRun {
        id: RetentionRunId::new(),
        state: RunState::Running,
        started_by,
        stopped_by: None,
        due,
        removed: 0,
        bytes: 0,
        started_at: writing.now(),
        finished_at: None,
        contacts: 0,
    };
    diesel::insert_into(retention_run::table).values(&run).execute(writing.connection)?;
    Ok(run)
}

/// The run that is under way.
pub fn running(reading: &mut Reading<'_>) -> Result<Option<RetentionRun>, DbError> {
    Ok(retention_run::table
        .filter(retention_run::state.eq(RunState::Running))
        .first(reading.connection)
        .optional()?)
}

/// The run with this id.
pub fn find(reading: &mut Reading<'_>, id: RetentionRunId) -> Result<Option<RetentionRun>, DbError> {
    Ok(retention_run::table.find(id).first(reading.connection).optional()?)
}

/// Adds to the counts of a run that is under way. `false`: it is not, and nothing was added; the
/// caller's transaction must not remove anything for it.
pub fn advance(
    writing: &mut Writing<'_>,
    id: RetentionRunId,
    removed: i64,
    bytes: i64,
) -> Result<bool, DbError> {
    let under_way = retention_run::table.find(id).filter(retention_run::state.eq(RunState::Running));
    let moved = diesel::update(under_way)
        .set((
            retention_run::removed.eq(retention_run::removed + removed),
            retention_run::bytes.eq(retention_run::bytes + bytes),
        ))
        .execute(writing.connection)?;
    Ok(moved == 1)
}

/// The same for text contacts.
pub fn advance_contacts(writing: &mut Writing<'_>, id: RetentionRunId, removed: i64) -> Result<(), DbError> {
    let under_way = retention_run::table.find(id).filter(retention_run::state.eq(RunState::Running));
    diesel::update(under_way)
        .set(retention_run::contacts.eq(retention_run::contacts + removed))
        .execute(writing.connection)?;
    Ok(())
}

/// Ends a run that is under way. `false`: it had ended before.
pub fn end(
    writing: &mut Writing<'_>,
    id: RetentionRunId,
    state: RunState,
    stopped_by: Option<PersonId>,
) -> Result<bool, DbError> {
    let now = writing.now();
    let under_way = retention_run::table.find(id).filter(retention_run::state.eq(RunState::Running));
    let ended = diesel::update(under_way)
        .set((
            retention_run::state.eq(state),
            retention_run::stopped_by.eq(stopped_by),
            retention_run::finished_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(ended == 1)
}

/// A page of runs, the youngest first.
pub fn list(reading: &mut Reading<'_>, window: Window) -> Result<Page<RetentionRun>, DbError> {
    let mut rows = retention_run::table
        .order((retention_run::started_at.desc(), retention_run::id.desc()))
        .limit(window.limit() + 1)
        .into_boxed();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), RetentionRunId::from_bytes(after.id));
        rows = rows
            .filter(retention_run::started_at.le(at))
            .filter(retention_run::started_at.lt(at).or(retention_run::id.lt(id)));
    }
    let rows: Vec<RetentionRun> = rows.load(reading.connection)?;
    let counted: i64 = retention_run::table.count().get_result(reading.connection)?;
    let place = |run: &RetentionRun| Cursor { key: run.started_at.as_millis(), id: *run.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
