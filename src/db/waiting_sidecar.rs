//! Descriptions that came before their audio: held by the name that the audio will have.

use super::schema::waiting_sidecar;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CallId, SidecarId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;
use std::fmt;

/// A description that waits.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = waiting_sidecar)]
pub struct WaitingSidecar {
    /// Its id.
    pub id: SidecarId,
    /// The source that sent it.
    pub source_id: SourceId,
    /// The name of the audio without its ending: personal data, because names hold numbers.
    pub stem: String,
    /// What it says, as a JSON object.
    pub description_json: String,
    /// The call that the audio belongs to, where a table of calls named the file.
    pub call_id: Option<CallId>,
    /// When it came.
    pub created_at: Instant,
}

impl fmt::Debug for WaitingSidecar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitingSidecar").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Holds a description; an earlier one of the same name goes.
pub fn put(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    stem: &str,
    description_json: &str,
    call_id: Option<CallId>,
) -> Result<SidecarId, DbError> {
    take(writing, source_id, stem)?;
    let held = WaitingSidecar {
        id: SidecarId::new(),
        source_id,
        stem: stem.to_owned(),
        description_json: description_json.to_owned(),
        call_id,
        created_at: writing.now(),
    };
    diesel::insert_into(waiting_sidecar::table).values(&held).execute(writing.connection)?;
    Ok(held.id)
}

/// The description that waits for audio of this name.
pub fn of_stem(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    stem: &str,
) -> Result<Option<WaitingSidecar>, DbError> {
    Ok(waiting_sidecar::table
        .filter(waiting_sidecar::source_id.eq(source_id))
        .filter(waiting_sidecar::stem.eq(stem))
        .first(reading.connection)
        .optional()?)
}

/// Lets the description of this name go: its call has it.
pub fn take(writing: &mut Writing<'_>, source_id: SourceId, stem: &str) -> Result<bool, DbError> {
    let held = waiting_sidecar::table
        .filter(waiting_sidecar::source_id.eq(source_id))
        .filter(waiting_sidecar::stem.eq(stem));
    Ok(diesel::delete(held).execute(writing.connection)? > 0)
}

/// How many descriptions of a source wait for an unknown call, counted to `most`.
pub fn count(reading: &mut Reading<'_>, source_id: SourceId, most: i64) -> Result<i64, DbError> {
    let ids: Vec<SidecarId> = waiting_sidecar::table
        .filter(waiting_sidecar::source_id.eq(source_id))
        .filter(waiting_sidecar::call_id.is_null())
        .select(waiting_sidecar::id)
        .limit(most)
        .load(reading.connection)?;
    Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}

/// Since when the first description of a source waits for an unknown call.
pub fn first_at(reading: &mut Reading<'_>, source_id: SourceId) -> Result<Option<Instant>, DbError> {
    Ok(waiting_sidecar::table
        .filter(waiting_sidecar::source_id.eq(source_id))
        .filter(waiting_sidecar::call_id.is_null())
        .select(diesel::dsl::min(waiting_sidecar::created_at))
        .first(reading.connection)?)
}

/// How many descriptions of a source have waited since before that moment.
pub fn count_overdue(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    before: Instant,
) -> Result<i64, DbError> {
    Ok(waiting_sidecar::table
        .filter(waiting_sidecar::source_id.eq(source_id))
        .filter(waiting_sidecar::call_id.is_null())
        .filter(waiting_sidecar::created_at.lt(before))
        .count()
        .get_result(reading.connection)?)
}

/// The descriptions of a source that wait for an unknown call, those that came first at the top.
pub fn page(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    window: Window,
) -> Result<Page<WaitingSidecar>, DbError> {
    let mut behind = waiting_sidecar::table
        .filter(waiting_sidecar::source_id.eq(source_id))
        .filter(waiting_sidecar::call_id.is_null())
        .into_boxed();
    if let Some(after) = window.after {
        let at = Instant::from_millis(after.key);
        let id = SidecarId::from_bytes(after.id);
        behind = behind.filter(
            waiting_sidecar::created_at
                .gt(at)
                .or(waiting_sidecar::created_at.eq(at).and(waiting_sidecar::id.gt(id))),
        );
    }
    let rows: Vec<WaitingSidecar> = behind
        .order((waiting_sidecar::created_at, waiting_sidecar::id))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted = count(reading, source_id, COUNTED_TO + 1)?;
    let place = |held: &WaitingSidecar| Cursor { key: held.created_at.as_millis(), id: *held.id.as_bytes() };
    Ok(Page::of(rows, window, counted, place))
}

/// Lets one go by hand.
pub fn forget(writing: &mut Writing<'_>, source_id: SourceId, id: SidecarId) -> Result<bool, DbError> {
    let held = waiting_sidecar::table.find(id).filter(waiting_sidecar::source_id.eq(source_id));
    Ok(diesel::delete(held).execute(writing.connection)? == 1)
}

/// Lets at most `limit` go that have waited since before that moment.
pub fn forget_old(writing: &mut Writing<'_>, before: Instant, limit: i64) -> Result<usize, DbError> {
    let old: Vec<SidecarId> = waiting_sidecar::table
        .filter(waiting_sidecar::created_at.lt(before))
        .order((waiting_sidecar::created_at, waiting_sidecar::id))
        .limit(limit)
        .select(waiting_sidecar::id)
        .load(writing.connection)?;
    let gone = waiting_sidecar::table.filter(waiting_sidecar::id.eq_any(old));
    Ok(diesel::delete(gone).execute(writing.connection)?)
}
