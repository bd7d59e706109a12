//! The extension map of a source: which agent sat where, and when.

use super::super::schema::source_extension;
use super::super::{Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::SourceId;
use crate::time::Instant;
use diesel::prelude::*;

/// The most lines of one source's extension map.
pub const EXTENSIONS_MOST: usize = 20_000;

/// An agent at an extension from one moment until another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatSpell {
    /// The extension, as the source writes it.
    pub extension: String,
    /// The agent's external id.
    pub agent: String,
    /// Since when; the beginning of 1970 stands for the beginning.
    pub from_at: Instant,
    /// Until when; none: still.
    pub until_at: Option<Instant>,
}

/// A line of the map as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Seat {
    /// Its number.
    pub id: i64,
    /// Its source.
    pub source_id: SourceId,
    /// The extension, as the source writes it.
    pub extension: String,
    /// The agent's external id.
    pub agent: String,
    /// Since when; the beginning of 1970 stands for the beginning.
    pub from_at: Instant,
    /// Until when; none: still.
    pub until_at: Option<Instant>,
}

/// Puts this map in the place of the source's old one.
pub fn put_seats(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    spells: &[SeatSpell],
) -> Result<(), DbError> {
    diesel::delete(source_extension::table.filter(source_extension::source_id.eq(source_id)))
        .execute(writing.connection)?;
    for spell in spells {
        diesel::insert_into(source_extension::table)
            .values((
                source_extension::source_id.eq(source_id),
                source_extension::extension.eq(&spell.extension),
                source_extension::agent.eq(&spell.agent),
                source_extension::from_at.eq(spell.from_at),
                source_extension::until_at.eq(spell.until_at),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Who sat at the extension at that moment; where two are entered, the one who came later.
pub fn agent_at(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    extension: &str,
    at: Instant,
) -> Result<Option<String>, DbError> {
    Ok(source_extension::table
        .filter(source_extension::source_id.eq(source_id))
        .filter(source_extension::extension.eq(extension))
        .filter(source_extension::from_at.le(at))
        .filter(source_extension::until_at.is_null().or(source_extension::until_at.gt(at)))
        .order((source_extension::from_at.desc(), source_extension::id.desc()))
        .select(source_extension::agent)
        .first(reading.connection)
        .optional()?)
}

/// The whole map of a source, in the order that it was written in.
pub fn seats(reading: &mut Reading<'_>, source_id: SourceId) -> Result<Vec<Seat>, DbError> {
    Ok(source_extension::table
        .filter(source_extension::source_id.eq(source_id))
        .order(source_extension::id)
        .limit(i64::try_from(EXTENSIONS_MOST).unwrap_or(i64::MAX))
        .load(reading.connection)?)
}

/// How many lines the map of a source has.
pub fn count_seats(reading: &mut Reading<'_>, source_id: SourceId) -> Result<i64, DbError> {
    Ok(source_extension::table
        .filter(source_extension::source_id.eq(source_id))
        .count()
        .get_result(reading.connection)?)
}

/// A page of the map, in the order that it was written in.
pub fn seats_page(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    window: Window,
) -> Result<Page<Seat>, DbError> {
    let counted = count_seats(reading, source_id)?;
    let after = window.after.map_or(0, |place| place.key);
    let rows: Vec<Seat> = source_extension::table
        .filter(source_extension::source_id.eq(source_id))
        .filter(source_extension::id.gt(after))
        .order(source_extension::id)
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    Ok(Page::of(rows, window, counted, |seat| Cursor { key: seat.id, id: [0; 16] }))
}
