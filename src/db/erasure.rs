//! Erasure requests: a customer asks that everything of them goes. The number is looked up once, when
//! the request is entered, and only its masked form is kept; what is left to do is a list of calls.

use super::call::CustomerNumber;
use super::columns::words;
use super::schema::{call, erasure, erasure_call, held_call, recording, waiting_sidecar, watched_file};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::db::hold::HoldKind;
use crate::ids::{CallId, ErasureId, HoldId, PersonId, SidecarId, WatchedFileId};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

words! {
    /// Where a request stands.
    ErasureState {
        /// Calls are being removed, or will be soon.
        Running = "running",
        /// What is left is under a legal hold.
        Waiting = "waiting",
        /// Everything that was found is gone.
        Done = "done",
        /// Taken back by a person; what was removed before stays removed.
        Withdrawn = "withdrawn",
    }
}

impl ErasureState {
    /// The states in which there is something left to do.
    pub const OPEN: [Self; 2] = [Self::Running, Self::Waiting];
}

/// A request, and its report once it is finished.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = erasure)]
pub struct Erasure {
    /// Its id.
    pub id: ErasureId,
    /// The customer's number with its middle hidden.
    pub masked_number: String,
    /// Under which the request is known elsewhere: a ticket, a letter.
    pub reference: String,
    /// Where it stands.
    pub state: ErasureState,
    /// Who entered it.
    pub requested_by: Option<PersonId>,
    /// How many calls it found.
    pub found: i64,
    /// How many of them it has removed.
    pub removed: i64,
    /// How many bytes of objects went with them.
    pub bytes: i64,
    /// When it was entered.
    pub requested_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// How many descriptions that waited for their audio it removed.
    pub descriptions: i64,
    /// How many names of watched files it had forgotten.
    pub files: i64,
    /// How many tables of calls named the number that were on their way in when it was entered: their calls
    /// are not part of it.
    pub imports: i64,
    /// How many text contacts it removed.
    pub contacts: i64,
}

/// What a request has left to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// How many calls.
    pub calls: i64,
    /// How many of them a legal hold keeps.
    pub held: i64,
    /// The legal holds in the way, oldest first.
    pub holds: Vec<HoldId>,
}

/// Calls with the customer's number that the source gave, behind this one in the order of ids, whose
/// number has these digits in this order. `digits` are digits only.
pub fn numbers(
    reading: &mut Reading<'_>,
    digits: &str,
    after: Option<CallId>,
    limit: i64,
) -> Result<Vec<(CallId, CustomerNumber)>, DbError> {
    let pattern = holding(digits);
    let number = call::customer_number.assume_not_null();
    let mut rows = call::table
        .filter(call::customer_number.is_not_null())
        .filter(number.like(pattern))
        .order(call::id)
        .limit(limit)
        .select((call::id, number))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(call::id.gt(after));
    }
    Ok(rows.load(reading.connection)?)
}

/// What came with a call beside its number: its source's own id, what the source told of it, and the
/// name of one of its files. `None` in its place where it has none.
pub type Told = (CallId, Option<String>, String, Option<String>);

/// Calls without a customer's number, behind this one in the order of ids, with whatever came with them
/// that has these digits in this order: one row a file. Where the number is missing, the name of the
/// file often holds it.
pub fn told_of_numberless(
    reading: &mut Reading<'_>,
    digits: &str,
    after: Option<CallId>,
    limit: i64,
) -> Result<Vec<Told>, DbError> {
    let pattern = holding(digits);
    let in_call = call::native_id
        .assume_not_null()
        .like(pattern.clone())
        .and(call::native_id.is_not_null())
        .or(call::metadata_json.like(pattern.clone()));
    let in_name =
        recording::file_name.is_not_null().and(recording::file_name.assume_not_null().like(pattern));
    let mut rows = call::table
        .left_join(recording::table.on(recording::call_id.eq(call::id)))
        .filter(call::customer_number.is_null())
        .filter(in_call.nullable().or(in_name.nullable()))
        .order((call::id, recording::id.nullable()))
        .limit(limit)
        .select((call::id, call::native_id, call::metadata_json, recording::file_name.nullable()))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(call::id.gt(after));
    }
    Ok(rows.load(reading.connection)?)
}

/// The pattern of a text that has these digits in this order: between them may stand whatever people
/// write there.
pub(super) fn holding(digits: &str) -> String {
    digits.chars().fold("%".to_owned(), |pattern, digit| format!("{pattern}{digit}%"))
}

/// Descriptions that wait for the audio of an unknown call, behind this one in the order of ids, whose
/// name or text has these digits in this order.
pub fn descriptions(
    reading: &mut Reading<'_>,
    digits: &str,
    after: Option<SidecarId>,
    limit: i64,
) -> Result<Vec<(SidecarId, String, String)>, DbError> {
    let pattern = holding(digits);
    let mut rows = waiting_sidecar::table
        .filter(waiting_sidecar::call_id.is_null())
        .filter(
            waiting_sidecar::stem.like(pattern.clone()).or(waiting_sidecar::description_json.like(pattern)),
        )
        .order(waiting_sidecar::id)
        .limit(limit)
        .select((waiting_sidecar::id, waiting_sidecar::stem, waiting_sidecar::description_json))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(waiting_sidecar::id.gt(after));
    }
    Ok(rows.load(reading.connection)?)
}

/// Watched files that became no call, behind this one in the order of ids, whose path has these digits in
/// this order.
pub fn files(
    reading: &mut Reading<'_>,
    digits: &str,
    after: Option<WatchedFileId>,
    limit: i64,
) -> Result<Vec<(WatchedFileId, String)>, DbError> {
    let mut rows = watched_file::table
        .filter(watched_file::call_id.is_null())
        .filter(watched_file::path.like(holding(digits)))
        .order(watched_file::id)
        .limit(limit)
        .select((watched_file::id, watched_file::path))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(watched_file::id.gt(after));
    }
    Ok(rows.load(reading.connection)?)
}

/// Removes these descriptions and forgets these files; returns how many of each were still there.
pub fn forget_outside_calls(
    writing: &mut Writing<'_>,
    descriptions: &[SidecarId],
    files: &[WatchedFileId],
) -> Result<(i64, i64), DbError> {
    let (mut removed, mut forgotten) = (0, 0);
    for part in descriptions.chunks(500) {
        let there = waiting_sidecar::table
            .filter(waiting_sidecar::id.eq_any(part))
            .filter(waiting_sidecar::call_id.is_null());
        removed += diesel::delete(there).execute(writing.connection)?;
    }
    for part in files.chunks(500) {
        let there =
            watched_file::table.filter(watched_file::id.eq_any(part)).filter(watched_file::call_id.is_null());
        forgotten += diesel::delete(there).execute(writing.connection)?;
    }
    Ok((i64::try_from(removed).unwrap_or(i64::MAX), i64::try_from(forgotten).unwrap_or(i64::MAX)))
}

/// Enters a request with the calls that it found.
pub fn insert(writing: &mut Writing<'_>, new: &Erasure, calls: &[CallId]) -> Result<(), DbError> {
    diesel::insert_into(erasure::table).values(new).execute(writing.connection)?;
    for call_id in calls {
        diesel::insert_into(erasure_call::table)
            .values((erasure_call::erasure_id.eq(new.id), erasure_call::call_id.eq(call_id)))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// The request with this id.
pub fn find(reading: &mut Reading<'_>, id: ErasureId) -> Result<Option<Erasure>, DbError> {
    Ok(erasure::table.find(id).first(reading.connection).optional()?)
}

/// The requests with something left to do, oldest first.
pub fn open(reading: &mut Reading<'_>) -> Result<Vec<ErasureId>, DbError> {
    Ok(erasure::table
        .filter(erasure::state.eq_any(ErasureState::OPEN))
        .order((erasure::requested_at, erasure::id))
        .select(erasure::id)
        .load(reading.connection)?)
}

/// The next calls of a request that no legal hold keeps.
pub fn next(reading: &mut Reading<'_>, id: ErasureId, limit: i64) -> Result<Vec<CallId>, DbError> {
    let legal = held_call::table
        .filter(held_call::call_id.eq(erasure_call::call_id))
        .filter(held_call::kind.eq(HoldKind::Legal))
        .select(held_call::hold_id);
    Ok(erasure_call::table
        .filter(erasure_call::erasure_id.eq(id))
        .filter(not(exists(legal)))
        .order(erasure_call::call_id)
        .limit(limit)
        .select(erasure_call::call_id)
        .load(reading.connection)?)
}

/// What a request has left to do.
pub fn left(reading: &mut Reading<'_>, id: ErasureId) -> Result<Left, DbError> {
    let calls = erasure_call::table.filter(erasure_call::erasure_id.eq(id));
    let held = erasure_call::table
        .inner_join(held_call::table.on(held_call::call_id.eq(erasure_call::call_id)))
        .filter(erasure_call::erasure_id.eq(id))
        .filter(held_call::kind.eq(HoldKind::Legal));
    let holds: Vec<HoldId> = held
        .select(held_call::hold_id)
        .distinct()
        .order(held_call::hold_id)
        .limit(100)
        .load(reading.connection)?;
    Ok(Left {
        calls: calls.count().get_result(reading.connection)?,
        held: held
            .select(diesel::dsl::count(erasure_call::call_id).aggregate_distinct())
            .first(reading.connection)?,
        holds,
    })
}

/// Adds to the counts of a request that is open. `false`: it is not, and nothing was added; the
/// caller's transaction must not remove anything for it.
pub fn advance(writing: &mut Writing<'_>, id: ErasureId, removed: i64, bytes: i64) -> Result<bool, DbError> {
    let open = erasure::table.find(id).filter(erasure::state.eq_any(ErasureState::OPEN));
    let moved = diesel::update(open)
        .set((erasure::removed.eq(erasure::removed + removed), erasure::bytes.eq(erasure::bytes + bytes)))
        .execute(writing.connection)?;
    Ok(moved == 1)
}

/// Moves an open request to this state; where that ends it, its list of calls is emptied. `false`: it
/// had ended before.
pub fn move_to(writing: &mut Writing<'_>, id: ErasureId, state: ErasureState) -> Result<bool, DbError> {
    let finished_at = (!ErasureState::OPEN.contains(&state)).then_some(writing.now());
    let open = erasure::table.find(id).filter(erasure::state.eq_any(ErasureState::OPEN));
    let moved = diesel::update(open)
        .set((erasure::state.eq(state), erasure::finished_at.eq(finished_at)))
        .execute(writing.connection)?;
    if moved == 1 && finished_at.is_some() {
        let calls = erasure_call::table.filter(erasure_call::erasure_id.eq(id));
        diesel::delete(calls).execute(writing.connection)?;
    }
    Ok(moved == 1)
}

/// A page of requests, the youngest first.
pub fn list(reading: &mut Reading<'_>, window: Window) -> Result<Page<Erasure>, DbError> {
    let mut rows = erasure::table
        .order((erasure::requested_at.desc(), erasure::id.desc()))
        .limit(window.limit() + 1)
        .into_boxed();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), ErasureId::from_bytes(after.id));
        rows = rows
            .filter(erasure::requested_at.le(at))
            .filter(erasure::requested_at.lt(at).or(erasure::id.lt(id)));
    }
    let rows: Vec<Erasure> = rows.load(reading.connection)?;
    let counted: i64 = erasure::table.count().get_result(reading.connection)?;
    let place = |one: &Erasure| Cursor { key: one.requested_at.as_millis(), id: *one.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
