//! How much comes from each source, hour by hour. Hours that are over are counted once and kept;
//! the last ones are counted where somebody asks.

use super::super::schema::{call, recording, source, source_hour};
use super::super::{DbError, Reading, Writing};
use super::SourceKind;
use crate::ids::SourceId;
use crate::time::Instant;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};

/// An hour, in milliseconds.
const HOUR_MS: i64 = 3_600_000;

/// How much came from one source in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourCount {
    /// The source.
    pub source_id: SourceId,
    /// When the hour began; UTC's hours.
    pub hour_at: Instant,
    /// How much came: recordings, or calls where they come as lists.
    pub arrivals: i64,
}

/// The same counted just now, with the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrivals {
    /// How much.
    pub count: HourCount,
    /// When the last one came.
    pub last_at: Instant,
}

/// What came from every source from `from` until `until`, by hour, counted now.
pub fn arrivals_between(
    reading: &mut Reading<'_>,
    from: Instant,
    until: Instant,
) -> Result<Vec<Arrivals>, DbError> {
    // One fragment for both databases: whole numbers are divided to whole numbers.
    type Row = (Binary, BigInt, BigInt, BigInt);
    let recordings: Vec<(SourceId, i64, i64, Instant)> = recording::table
        .inner_join(call::table.inner_join(source::table))
        .filter(recording::created_at.ge(from))
        .filter(recording::created_at.lt(until))
        .filter(source::kind.ne(SourceKind::Import))
        .group_by(sql::<Row>("call.source_id, recording.created_at / 3600000"))
        .select(sql::<Row>(
            "call.source_id, recording.created_at / 3600000, COUNT(*), MAX(recording.created_at)",
        ))
        .load(reading.connection)?;
    let calls: Vec<(SourceId, i64, i64, Instant)> = call::table
        .inner_join(source::table)
        .filter(call::created_at.ge(from))
        .filter(call::created_at.lt(until))
        .filter(source::kind.eq(SourceKind::Import))
        .group_by(sql::<Row>("call.source_id, call.created_at / 3600000"))
        .select(sql::<Row>("call.source_id, call.created_at / 3600000, COUNT(*), MAX(call.created_at)"))
        .load(reading.connection)?;
    let counted = recordings.into_iter().chain(calls).map(|(source_id, hour, arrivals, last_at)| {
        let hour_at = Instant::from_millis(hour.saturating_mul(HOUR_MS));
        let count = HourCount { source_id, hour_at, arrivals };
        Arrivals { count, last_at }
    });
    Ok(counted.collect())
}

/// The hours since `since` that were counted and kept.
pub fn recorded_hours(reading: &mut Reading<'_>, since: Instant) -> Result<Vec<HourCount>, DbError> {
    let rows: Vec<(SourceId, Instant, i64)> = source_hour::table
        .filter(source_hour::hour_at.ge(since))
        .order((source_hour::source_id, source_hour::hour_at))
        .load(reading.connection)?;
    let count = |(source_id, hour_at, arrivals)| HourCount { source_id, hour_at, arrivals };
    Ok(rows.into_iter().map(count).collect())
}

/// The youngest hour that was counted and kept.
pub fn last_counted_hour(reading: &mut Reading<'_>) -> Result<Option<Instant>, DbError> {
    Ok(source_hour::table
        .select(source_hour::hour_at)
        .order(source_hour::hour_at.desc())
        .first(reading.connection)
        .optional()?)
}

/// Keeps these counts in the place of whatever was kept from `from` on.
pub fn put_hours(writing: &mut Writing<'_>, from: Instant, counts: &[HourCount]) -> Result<(), DbError> {
    diesel::delete(source_hour::table.filter(source_hour::hour_at.ge(from))).execute(writing.connection)?;
    for count in counts {
        diesel::insert_into(source_hour::table)
            .values((
                source_hour::source_id.eq(count.source_id),
                source_hour::hour_at.eq(count.hour_at),
                source_hour::arrivals.eq(count.arrivals),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// How late the last arrivals of a source since `since` were, in milliseconds from the end of the
/// call, at most `limit` of them.
pub fn lags(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    since: Instant,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    let rows: Vec<(Instant, Instant, i64)> = recording::table
        .inner_join(call::table)
        .filter(call::source_id.eq(source_id))
        .filter(recording::created_at.ge(since))
        .order(recording::created_at.desc())
        .limit(limit)
        .select((recording::created_at, call::started_at, call::duration_ms))
        .load(reading.connection)?;
    let lag = |(arrived, began, lasted): (Instant, Instant, i64)| {
        arrived.as_millis().saturating_sub(began.as_millis()).saturating_sub(lasted).max(0)
    };
    Ok(rows.into_iter().map(lag).collect())
}
