//! Walks through everything that is stored: how far one got, and what it found.

use super::columns::words;
use super::schema::{storage_check, storage_finding};
use super::stored_object::Purpose;
use super::{Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CallId, ObjectKey, RecordingId, StorageCheckId, WorkerId};
use crate::time::Instant;
use diesel::prelude::*;
use std::time::Duration;

/// How many findings of a walk are kept; it counts them all.
pub const FINDINGS_MOST: i64 = 1_000;
/// How many walks are remembered.
const REMEMBERED: i64 = 20;

words! {
    /// What is wrong with an object.
    Problem {
        /// Its bytes are not those that came in, or not as many.
        Damaged = "damaged",
        /// It is known, and not in the store.
        Missing = "missing",
        /// It is in the store, and nobody knows it, though it is older than a day.
        Stray = "stray",
    }
}

/// One walk.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = storage_check, treat_none_as_null = true)]
pub struct StorageCheck {
    /// Its id.
    pub id: StorageCheckId,
    /// The name of the store that it walks through.
    pub store: String,
    /// When it began.
    pub began_at: Instant,
    /// When it last got further.
    pub changed_at: Instant,
    /// When it came to its end.
    pub ended_at: Option<Instant>,
    /// Who goes on with it just now.
    pub held_by: Option<WorkerId>,
    /// Until when nobody else does.
    pub held_until: Instant,
    /// The last key that it looked at.
    pub seen_to: Option<ObjectKey>,
    /// How many objects were known when it began.
    pub expected: i64,
    /// How many known objects it has looked at.
    pub objects: i64,
    /// How many bytes it has read.
    pub bytes: i64,
    /// How many objects are damaged.
    pub damaged: i64,
    /// How many are missing.
    pub missing: i64,
    /// How many nobody knows.
    pub strays: i64,
}

/// Something that a walk found.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Finding {
    /// Its number; later ones are higher.
    pub id: i64,
    /// The walk.
    pub check_id: StorageCheckId,
    /// The object.
    pub key: ObjectKey,
    /// What is wrong with it.
    pub problem: Problem,
    /// What it is for, where it is known.
    pub purpose: Option<Purpose>,
    /// The recording it was made from.
    pub recording_id: Option<RecordingId>,
    /// The call it was made from.
    pub call_id: Option<CallId>,
}

/// Something that was found, to be entered.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = storage_finding)]
pub struct NewFinding {
    /// The walk.
    pub check_id: StorageCheckId,
    /// The object.
    pub key: ObjectKey,
    /// What is wrong with it.
    pub problem: Problem,
    /// What it is for, where it is known.
    pub purpose: Option<Purpose>,
    /// The recording it was made from.
    pub recording_id: Option<RecordingId>,
    /// The call it was made from.
    pub call_id: Option<CallId>,
}

/// The walk that has not come to its end.
pub fn open(reading: &mut Reading<'_>) -> Result<Option<StorageCheck>, DbError> {
    let open = storage_check::table.filter(storage_check::ended_at.is_null());
    Ok(open.first(reading.connection).optional()?)
}

/// The last walk that came to its end.
pub fn last_ended(reading: &mut Reading<'_>) -> Result<Option<StorageCheck>, DbError> {
    Ok(storage_check::table
        .filter(storage_check::ended_at.is_not_null())
        .order((storage_check::began_at.desc(), storage_check::id.desc()))
        .first(reading.connection)
        .optional()?)
}

/// Begins a walk. There must be no open one.
pub fn begin(writing: &mut Writing<'_>, new: &StorageCheck) -> Result<(), DbError> {
    diesel::insert_into(storage_check::table).values(new).execute(writing.connection)?;
    let old: Vec<StorageCheckId> = storage_check::table
        .order((storage_check::began_at.desc(), storage_check::id.desc()))
        .select(storage_check::id)
        .offset(REMEMBERED)
        .limit(100)
        .load(writing.connection)?;
    diesel::delete(storage_check::table.filter(storage_check::id.eq_any(old))).execute(writing.connection)?;
    Ok(())
}

/// Gives an open walk up, so that another may begin from the start.
pub fn discard(writing: &mut Writing<'_>, id: StorageCheckId) -> Result<(), DbError> {
    diesel::delete(storage_check::table.find(id).filter(storage_check::ended_at.is_null()))
        .execute(writing.connection)?;
    Ok(())
}

/// Takes an open walk for `lease`, unless somebody else has it. `false`: somebody does.
pub fn take(
    writing: &mut Writing<'_>,
    id: StorageCheckId,
    holder: WorkerId,
    lease: Duration,
) -> Result<bool, DbError> {
    let now = writing.now();
    let free = storage_check::table
        .find(id)
        .filter(storage_check::ended_at.is_null())
        .filter(storage_check::held_until.le(now).or(storage_check::held_by.eq(holder)));
    let taken = diesel::update(free)
        .set((storage_check::held_by.eq(holder), storage_check::held_until.eq(now.plus(lease))))
        .execute(writing.connection)?;
    Ok(taken == 1)
}

/// Stores how far a walk got, and what it found on the way. `false`: somebody else has it now, and
/// nothing was stored.
pub fn advance(
    writing: &mut Writing<'_>,
    walk: &StorageCheck,
    findings: &[NewFinding],
) -> Result<bool, DbError> {
    let ours = storage_check::table.find(walk.id).filter(storage_check::held_by.eq(walk.held_by));
    if diesel::update(ours).set(walk).execute(writing.connection)? == 0 {
        return Ok(false);
    }
    let kept: i64 = storage_finding::table
        .filter(storage_finding::check_id.eq(walk.id))
        .count()
        .get_result(writing.connection)?;
    let room = usize::try_from(FINDINGS_MOST - kept).unwrap_or(0);
    for finding in findings.iter().take(room) {
        diesel::insert_into(storage_finding::table).values(finding).execute(writing.connection)?;
    }
    Ok(true)
}

/// What a walk found, in the order in which it did.
pub fn findings(
    reading: &mut Reading<'_>,
    id: StorageCheckId,
    window: Window,
) -> Result<Page<Finding>, DbError> {
    let of_walk = storage_finding::table.filter(storage_finding::check_id.eq(id));
    let rows = of_walk
        .filter(storage_finding::id.gt(window.after.map_or(0, |after| after.key)))
        .order(storage_finding::id)
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted = of_walk.count().get_result(reading.connection)?;
    let place = |finding: &Finding| Cursor { key: finding.id, id: *finding.key.as_bytes() };
    Ok(Page::of(rows, window, counted, place))
}
