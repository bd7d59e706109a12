//! Playlists: cases in an order.

use super::schema::{playlist, playlist_case};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CaseId, PersonId, PlaylistId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A playlist.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = playlist)]
pub struct Playlist {
    /// Its id.
    pub id: PlaylistId,
    /// Its name.
    pub name: String,
    /// Who made it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Instant,
    /// When it was last changed.
    pub changed_at: Instant,
}

/// Stores a playlist with its cases.
pub fn insert(writing: &mut Writing<'_>, new: &Playlist, cases: &[CaseId]) -> Result<(), DbError> {
    diesel::insert_into(playlist::table).values(new).execute(writing.connection)?;
    put_cases(writing, new.id, cases)
}

/// Stores a playlist as it is now.
pub fn update(writing: &mut Writing<'_>, changed: &Playlist, cases: &[CaseId]) -> Result<(), DbError> {
    diesel::update(playlist::table.find(changed.id))
        .set((playlist::name.eq(&changed.name), playlist::changed_at.eq(changed.changed_at)))
        .execute(writing.connection)?;
    let of_it = playlist_case::table.filter(playlist_case::playlist_id.eq(changed.id));
    diesel::delete(of_it).execute(writing.connection)?;
    put_cases(writing, changed.id, cases)
}

fn put_cases(writing: &mut Writing<'_>, id: PlaylistId, cases: &[CaseId]) -> Result<(), DbError> {
    for (place, case_id) in (1_i32..).zip(cases) {
        diesel::insert_into(playlist_case::table)
            .values((
                playlist_case::playlist_id.eq(id),
                playlist_case::case_id.eq(case_id),
                playlist_case::place.eq(place),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Takes a playlist away, and what is to be learned by it.
pub fn delete(writing: &mut Writing<'_>, id: PlaylistId) -> Result<bool, DbError> {
    Ok(diesel::delete(playlist::table.find(id)).execute(writing.connection)? == 1)
}

/// These playlists, in no order.
pub fn by_ids(reading: &mut Reading<'_>, ids: &[PlaylistId]) -> Result<Vec<Playlist>, DbError> {
    Ok(playlist::table.filter(playlist::id.eq_any(ids.to_vec())).load(reading.connection)?)
}

/// The playlist with this id.
pub fn by_id(reading: &mut Reading<'_>, id: PlaylistId) -> Result<Option<Playlist>, DbError> {
    Ok(playlist::table.find(id).first(reading.connection).optional()?)
}

/// The cases of these playlists, each in its order.
pub fn cases_of(
    reading: &mut Reading<'_>,
    ids: &[PlaylistId],
) -> Result<BTreeMap<PlaylistId, Vec<CaseId>>, DbError> {
    let rows: Vec<(PlaylistId, CaseId)> = playlist_case::table
        .filter(playlist_case::playlist_id.eq_any(ids.to_vec()))
        .order((playlist_case::playlist_id, playlist_case::place))
        .select((playlist_case::playlist_id, playlist_case::case_id))
        .load(reading.connection)?;
    let mut cases: BTreeMap<PlaylistId, Vec<CaseId>> = BTreeMap::new();
    for (id, case_id) in rows {
        cases.entry(id).or_default().push(case_id);
    }
    Ok(cases)
}

/// The playlists that have one of these cases.
pub fn with_any(reading: &mut Reading<'_>, cases: &[CaseId]) -> Result<Vec<PlaylistId>, DbError> {
    Ok(playlist_case::table
        .filter(playlist_case::case_id.eq_any(cases.to_vec()))
        .select(playlist_case::playlist_id)
        .distinct()
        .load(reading.connection)?)
}

/// One page of the playlists, what was changed last first.
pub fn list(reading: &mut Reading<'_>, window: Window) -> Result<Page<Playlist>, DbError> {
    let mut rows = playlist::table.into_boxed();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), PlaylistId::from_bytes(after.id));
        rows =
            rows.filter(playlist::changed_at.lt(at).or(playlist::changed_at.eq(at).and(playlist::id.lt(id))));
    }
    let rows: Vec<Playlist> = rows
        .order((playlist::changed_at.desc(), playlist::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: i64 = playlist::table.count().get_result(reading.connection)?;
    let place = |row: &Playlist| Cursor { key: row.changed_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
