//! Watched folders: where a source leaves its files, and which process looks there now.

use super::columns::{from_json, to_json};
use super::schema::watch_folder;
use super::{DbError, Reading, Writing};
use crate::ids::{SourceId, WorkerId};
use crate::time::Instant;
use diesel::prelude::*;
use std::time::Duration;

/// How a source's folder is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchFolder {
    /// The source whose files lie there.
    pub source_id: SourceId,
    /// The folder, as the machine that watches sees it.
    pub path: String,
    /// Whether folders below it are looked into.
    pub is_recursive: bool,
    /// Which file names are meant, with `*` and `?`; none: every name that reads like audio.
    pub patterns: Vec<String>,
    /// Where files go that were taken in; none: they stay.
    pub move_to: Option<String>,
    /// Where files go that were refused; none: they stay.
    pub quarantine: Option<String>,
    /// How long a file must have stood still, in milliseconds.
    pub quiet_ms: i64,
    /// Whether it is watched at all.
    pub is_enabled: bool,
}

/// How the watching goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Watching {
    /// The process that watches, while its lease lasts.
    pub holder: Option<WorkerId>,
    /// Until when it does, unless it says so again.
    pub lease_until: Option<Instant>,
    /// When it last looked at the whole folder.
    pub scanned_at: Option<Instant>,
    /// Why the folder cannot be watched: a stable code.
    pub trouble: Option<String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = watch_folder)]
struct WatchFolderRow {
    source_id: SourceId,
    path: String,
    is_recursive: bool,
    patterns_json: String,
    move_to: Option<String>,
    quarantine: Option<String>,
    quiet_ms: i64,
    is_enabled: bool,
    holder: Option<WorkerId>,
    lease_until: Option<Instant>,
    scanned_at: Option<Instant>,
    trouble: Option<String>,
    changed_at: Instant,
}

impl WatchFolderRow {
    fn read(self) -> Result<(WatchFolder, Watching), DbError> {
        let folder = WatchFolder {
            source_id: self.source_id,
            path: self.path,
            is_recursive: self.is_recursive,
            patterns: from_json("a watched folder's patterns", &self.patterns_json)?,
            move_to: self.move_to,
            quarantine: self.quarantine,
            quiet_ms: self.quiet_ms,
            is_enabled: self.is_enabled,
        };
        let watching = Watching {
            holder: self.holder,
            lease_until: self.lease_until,
            scanned_at: self.scanned_at,
            trouble: self.trouble,
        };
        Ok((folder, watching))
    }
}

/// Sets how a source's folder is watched. Whoever watches it as it was finds out at its next
/// renewal and lets go.
pub fn put(writing: &mut Writing<'_>, folder: &WatchFolder) -> Result<(), DbError> {
    delete(writing, folder.source_id)?;
    let row = WatchFolderRow {
        source_id: folder.source_id,
        path: folder.path.clone(),
        is_recursive: folder.is_recursive,
        patterns_json: to_json(&folder.patterns)?,
        move_to: folder.move_to.clone(),
        quarantine: folder.quarantine.clone(),
        quiet_ms: folder.quiet_ms,
        is_enabled: folder.is_enabled,
        holder: None,
        lease_until: None,
        scanned_at: None,
        trouble: None,
        changed_at: writing.now(),
    };
    diesel::insert_into(watch_folder::table).values(&row).execute(writing.connection)?;
    Ok(())
}

/// Watches no folder for this source any more. What was seen is remembered.
pub fn delete(writing: &mut Writing<'_>, source_id: SourceId) -> Result<bool, DbError> {
    Ok(diesel::delete(watch_folder::table.find(source_id)).execute(writing.connection)? == 1)
}

/// The folder of a source, and how the watching goes.
pub fn of_source(
    reading: &mut Reading<'_>,
    source_id: SourceId,
) -> Result<Option<(WatchFolder, Watching)>, DbError> {
    let row: Option<WatchFolderRow> =
        watch_folder::table.find(source_id).first(reading.connection).optional()?;
    row.map(WatchFolderRow::read).transpose()
}

/// Every folder that is to be watched. There are as many as sources: a handful.
pub fn enabled(reading: &mut Reading<'_>) -> Result<Vec<(WatchFolder, Watching)>, DbError> {
    let rows: Vec<WatchFolderRow> = watch_folder::table
        .filter(watch_folder::is_enabled.eq(true))
        .order(watch_folder::source_id)
        .load(reading.connection)?;
    rows.into_iter().map(WatchFolderRow::read).collect()
}

/// Takes or renews the lease of a folder. `false`: another process has it, or nobody is to watch it.
pub fn hold(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    holder: WorkerId,
    lease: Duration,
) -> Result<bool, DbError> {
    let now = writing.now();
    let free = watch_folder::holder
        .is_null()
        .or(watch_folder::holder.assume_not_null().eq(holder))
        .or(watch_folder::lease_until.is_null())
        .or(watch_folder::lease_until.assume_not_null().lt(now));
    let mine = watch_folder::table.find(source_id).filter(watch_folder::is_enabled.eq(true)).filter(free);
    let held = diesel::update(mine)
        .set((watch_folder::holder.eq(holder), watch_folder::lease_until.eq(now.plus(lease))))
        .execute(writing.connection)?;
    Ok(held == 1)
}

/// Renews the lease of a folder that is watched as it was set. `false`: somebody changed it or has
/// it now, and whoever watches must let go.
pub fn renew(
    writing: &mut Writing<'_>,
    folder: &WatchFolder,
    holder: WorkerId,
    lease: Duration,
) -> Result<bool, DbError> {
    match of_source(writing, folder.source_id)? {
        Some((now, watching)) if now == *folder && watching.holder == Some(holder) => {
            hold(writing, folder.source_id, holder, lease)
        }
        _ => Ok(false),
    }
}

/// Lets a folder go, so that another process can take it at once.
pub fn let_go(writing: &mut Writing<'_>, source_id: SourceId, holder: WorkerId) -> Result<(), DbError> {
    diesel::update(watch_folder::table.find(source_id).filter(watch_folder::holder.eq(holder)))
        .set((watch_folder::holder.eq(None::<WorkerId>), watch_folder::lease_until.eq(None::<Instant>)))
        .execute(writing.connection)?;
    Ok(())
}

/// Notes a look at the whole folder, or why there was none.
pub fn note_scan(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    trouble: Option<&str>,
) -> Result<(), DbError> {
    let now = writing.now();
    let scanned = trouble.is_none().then_some(now);
    let folder = watch_folder::table.find(source_id);
    diesel::update(folder).set(watch_folder::trouble.eq(trouble)).execute(writing.connection)?;
    if scanned.is_some() {
        diesel::update(folder).set(watch_folder::scanned_at.eq(scanned)).execute(writing.connection)?;
    }
    Ok(())
}
