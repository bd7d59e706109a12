//! Uploads that were refused: of each the fact alone, so that whoever looks after a source learns of it.

use super::schema::refused_arrival;
use super::{DbError, Reading, Writing};
use crate::ids::{RefusedArrivalId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;

/// An upload that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = refused_arrival)]
pub struct RefusedArrival {
    /// Its id.
    pub id: RefusedArrivalId,
    /// The source that it was to come from.
    pub source_id: SourceId,
    /// The name of its file with the digits hidden; empty: it had none.
    pub name: String,
    /// Why: a stable code.
    pub code: String,
    /// How often it was refused.
    pub times: i64,
    /// When, for the first time.
    pub first_at: Instant,
    /// When, for the last time.
    pub last_at: Instant,
}

/// Which of them are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// All.
    All,
    /// Those with this code.
    Because(String),
    /// This one.
    One(RefusedArrivalId),
}

/// Notes a refusal. Of a source the newest `keep` are kept. Two that note the same at once must have met
/// ([`Writing::meet_at`]).
pub fn note(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    name: &str,
    code: &str,
    keep: i64,
) -> Result<(), DbError> {
    let now = writing.now();
    let same = refused_arrival::table
        .filter(refused_arrival::source_id.eq(source_id))
        .filter(refused_arrival::code.eq(code))
        .filter(refused_arrival::name.eq(name));
    let again = diesel::update(same)
        .set((refused_arrival::times.eq(refused_arrival::times + 1), refused_arrival::last_at.eq(now)))
        .execute(writing.connection)?;
    if again > 0 {
        return Ok(());
    }
    let new = RefusedArrival {
        id: RefusedArrivalId::new(),
        source_id,
        name: name.to_owned(),
        code: code.to_owned(),
        times: 1,
        first_at: now,
        last_at: now,
    };
    diesel::insert_into(refused_arrival::table).values(&new).execute(writing.connection)?;
    let beyond: Vec<RefusedArrivalId> = refused_arrival::table
        .filter(refused_arrival::source_id.eq(source_id))
        .order((refused_arrival::last_at.desc(), refused_arrival::id.desc()))
        .offset(keep)
        // One too many at a time, but for a limit that was lowered.
        .limit(100)
        .select(refused_arrival::id)
        .load(writing.connection)?;
    diesel::delete(refused_arrival::table.filter(refused_arrival::id.eq_any(beyond)))
        .execute(writing.connection)?;
    Ok(())
}

/// Those of a source, the last refused first, at most `limit`.
pub fn of_source(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    limit: i64,
) -> Result<Vec<RefusedArrival>, DbError> {
    Ok(refused_arrival::table
        .filter(refused_arrival::source_id.eq(source_id))
        .order((refused_arrival::last_at.desc(), refused_arrival::id.desc()))
        .limit(limit)
        .load(reading.connection)?)
}

/// How often something of each source was refused.
pub fn count_by_source(reading: &mut Reading<'_>) -> Result<Vec<(SourceId, i64)>, DbError> {
    // A sum of BIGINT is NUMERIC on PostgreSQL; there are few rows of each source.
    let rows: Vec<(SourceId, i64)> = refused_arrival::table
        .select((refused_arrival::source_id, refused_arrival::times))
        .load(reading.connection)?;
    let mut counts = std::collections::BTreeMap::<SourceId, i64>::new();
    for (source_id, times) in rows {
        *counts.entry(source_id).or_default() += times;
    }
    Ok(counts.into_iter().collect())
}

/// Forgets what somebody has seen and needs no more; returns how many rows.
pub fn dismiss(writing: &mut Writing<'_>, source_id: SourceId, which: &Refused) -> Result<usize, DbError> {
    let of_source = refused_arrival::table.filter(refused_arrival::source_id.eq(source_id));
    Ok(match which {
        Refused::All => diesel::delete(of_source).execute(writing.connection)?,
        Refused::Because(code) => {
            diesel::delete(of_source.filter(refused_arrival::code.eq(code))).execute(writing.connection)?
        }
        Refused::One(id) => {
            diesel::delete(of_source.filter(refused_arrival::id.eq(*id))).execute(writing.connection)?
        }
    })
}

/// Forgets at most `limit` that were last refused before that moment.
pub fn forget_old(writing: &mut Writing<'_>, before: Instant, limit: i64) -> Result<usize, DbError> {
    let old: Vec<RefusedArrivalId> = refused_arrival::table
        .filter(refused_arrival::last_at.lt(before))
        .order(refused_arrival::last_at)
        .limit(limit)
        .select(refused_arrival::id)
        .load(writing.connection)?;
    let gone = refused_arrival::table.filter(refused_arrival::id.eq_any(old));
    Ok(diesel::delete(gone).execute(writing.connection)?)
}
