//! What people see of a watched folder, and what they can do about it.

use crate::access::By;
use crate::db::audit::Line;
use crate::db::source;
use crate::db::waiting_sidecar::{self, WaitingSidecar};
use crate::db::watch_folder::{self, WatchFolder, Watching};
use crate::db::watched_file::{self, FileFilter, FileState, WatchedFile};
use crate::db::{Db, DbError, Page, Reading, Scope, Window, Writing, audit, recording};
use crate::ids::{SidecarId, SourceId, WatchedFileId};
use crate::recorder::RecorderError;
use crate::recorder::sources::find_source;
use crate::time::Instant;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// How long a description waits for its audio; then it is forgotten.
pub const SIDECARS_KEPT: Duration = Duration::from_hours(30 * 24);
/// After how long a description or a leg without its other is reported.
const OVERDUE: Duration = Duration::from_hours(24);
/// The longest path, pattern and number of patterns.
const PATH_MOST: usize = 1_000;
const PATTERNS_MOST: usize = 50;
/// The longest quiet time: an hour.
const QUIET_MOST_MS: i64 = 3_600_000;

/// A watched folder and how it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct FolderState {
    /// How it is watched; none: this source has no folder.
    pub folder: Option<WatchFolder>,
    /// How the watching goes.
    pub watching: Watching,
    /// Whether some process watches it at this moment.
    pub is_held: bool,
    /// How many files are in each state, and why those are not in that are not.
    pub counts: Vec<(FileState, Option<String>, i64)>,
    /// How many descriptions have waited for their audio for a day.
    pub overdue_sidecars: i64,
    /// How many legs have waited for their other for a day.
    pub overdue_legs: i64,
}

/// A description that waits, and whether it has for too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SidecarState {
    /// The description.
    pub sidecar: WaitingSidecar,
    /// It has waited for a day: its audio may never come.
    pub is_overdue: bool,
    /// When it is forgotten, if its audio has not come.
    pub until: Instant,
}

/// A watched folder as it is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderNow {
    /// The name of its source.
    pub source: String,
    /// Whether some process watches it at this moment.
    pub is_held: bool,
    /// How long ago the whole folder was last looked at, in seconds; none: never.
    pub scanned_seconds_ago: Option<i64>,
    /// How many files are known in each state.
    pub files: BTreeMap<FileState, i64>,
}

/// Every folder that is to be watched.
pub fn folders_now(reading: &mut Reading<'_>) -> Result<Vec<FolderNow>, DbError> {
    let now = reading.now();
    let folders = watch_folder::enabled(reading)?;
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    let (sources, counts) = (source::all(reading)?, watched_file::count_by_source(reading)?);
    let measured = |(folder, watching): (WatchFolder, Watching)| {
        let source = sources.iter().find(|source| source.id == folder.source_id)?;
        let own = counts.iter().filter(|(id, ..)| *id == source.id);
        Some(FolderNow {
            source: source.name.clone(),
            is_held: is_held(&watching, now),
            scanned_seconds_ago: watching
                .scanned_at
                .map(|at| (now.as_millis().saturating_sub(at.as_millis()) / 1000).max(0)),
            files: own.map(|(_, state, count)| (*state, *count)).collect(),
        })
    };
    Ok(folders.into_iter().filter_map(measured).collect())
}

fn is_held(watching: &Watching, now: Instant) -> bool {
    watching.holder.is_some() && watching.lease_until.is_some_and(|until| until >= now)
}

fn must_exist(reading: &mut Reading<'_>, scope: &Scope, id: SourceId) -> Result<(), RecorderError> {
    find_source(reading, scope, id).map(drop)
}

/// The folder of a source and how the watching goes.
pub async fn folder(db: &Db, scope: Scope, source_id: SourceId) -> Result<FolderState, RecorderError> {
    db.read(move |reading| {
        must_exist(reading, &scope, source_id)?;
        state(reading, source_id)
    })
    .await
}

fn state(reading: &mut Reading<'_>, source_id: SourceId) -> Result<FolderState, RecorderError> {
    let now = reading.now();
    let (folder, watching) = match watch_folder::of_source(reading, source_id)? {
        Some((folder, watching)) => (Some(folder), watching),
        None => (None, Watching::default()),
    };
    let is_held = is_held(&watching, now);
    Ok(FolderState {
        folder,
        is_held,
        watching,
        counts: watched_file::count_by_state(reading, source_id)?,
        overdue_sidecars: waiting_sidecar::count_overdue(reading, source_id, now.minus(OVERDUE))?,
        overdue_legs: recording::count_lone_legs(reading, source_id, now.minus(OVERDUE))?,
    })
}

/// Sets how the folder of a source is watched.
pub async fn put_folder(
    db: &Db,
    by: By,
    scope: Scope,
    set: WatchFolder,
) -> Result<FolderState, RecorderError> {
    check(&set)?;
    db.write(move |writing| {
        must_exist(writing, &scope, set.source_id)?;
        watch_folder::put(writing, &set)?;
        note(writing, by, "source.folder_set", set.source_id, json!({ "is_enabled": set.is_enabled }))?;
        state(writing, set.source_id)
    })
    .await
}

fn check(set: &WatchFolder) -> Result<(), RecorderError> {
    let is_text = |text: &str| {
        !text.trim().is_empty() && text.chars().count() <= PATH_MOST && !text.chars().any(char::is_control)
    };
    if !is_text(&set.path) || !Path::new(&set.path).is_absolute() {
        return Err(RecorderError::field("path", "must be the full path of a folder, beginning with /"));
    }
    for (field, folder) in [("move_to", &set.move_to), ("quarantine", &set.quarantine)] {
        if folder.as_deref().is_some_and(|folder| !is_text(folder)) {
            return Err(RecorderError::field(field, "must be the path of a folder"));
        }
    }
    if set.move_to.is_some() && set.move_to == set.quarantine {
        return Err(RecorderError::field("quarantine", "must be another folder than move_to"));
    }
    if set.patterns.len() > PATTERNS_MOST || !set.patterns.iter().all(|pattern| is_text(pattern)) {
        return Err(RecorderError::field(
            "patterns",
            format!("must be at most {PATTERNS_MOST} patterns such as *.wav"),
        ));
    }
    if !(0..=QUIET_MOST_MS).contains(&set.quiet_ms) {
        return Err(RecorderError::field("quiet_ms", format!("must lie between 0 and {QUIET_MOST_MS}")));
    }
    Ok(())
}

/// Watches no folder for this source any more. What was seen is remembered.
pub async fn delete_folder(db: &Db, by: By, scope: Scope, source_id: SourceId) -> Result<(), RecorderError> {
    db.write(move |writing| {
        must_exist(writing, &scope, source_id)?;
        if watch_folder::delete(writing, source_id)? {
            note(writing, by, "source.folder_removed", source_id, json!({}))?;
        }
        Ok(())
    })
    .await
}

/// The files of a source, those first of which something became last.
pub async fn files(
    db: &Db,
    scope: Scope,
    source_id: SourceId,
    filter: FileFilter,
    window: Window,
) -> Result<Page<WatchedFile>, RecorderError> {
    db.read(move |reading| {
        must_exist(reading, &scope, source_id)?;
        Ok(watched_file::page(reading, source_id, &filter, window)?)
    })
    .await
}

/// Has refused and waiting files tried again: one, or all with this code, or all. Returns how many.
pub async fn retry_files(
    db: &Db,
    by: By,
    scope: Scope,
    source_id: SourceId,
    only: Option<WatchedFileId>,
    code: Option<String>,
) -> Result<usize, RecorderError> {
    db.write(move |writing| {
        must_exist(writing, &scope, source_id)?;
        let retried = watched_file::retry(writing, source_id, only, code.as_deref())?;
        if only.is_some() && retried == 0 {
            return Err(RecorderError::NotFound { what: "file" });
        }
        note(writing, by, "source.files_retried", source_id, json!({ "files": retried, "file": only }))?;
        Ok(retried)
    })
    .await
}

/// Forgets a file: if it still lies in its folder, it is read again as if it were new.
pub async fn forget_file(
    db: &Db,
    by: By,
    scope: Scope,
    source_id: SourceId,
    id: WatchedFileId,
) -> Result<(), RecorderError> {
    db.write(move |writing| {
        must_exist(writing, &scope, source_id)?;
        if !watched_file::forget(writing, source_id, id)? {
            return Err(RecorderError::NotFound { what: "file" });
        }
        note(writing, by, "source.file_forgotten", source_id, json!({ "file": id }))?;
        Ok(())
    })
    .await
}

/// The descriptions of a source that wait for their audio, those that came first at the top.
pub async fn waiting_sidecars(
    db: &Db,
    scope: Scope,
    source_id: SourceId,
    window: Window,
) -> Result<Page<SidecarState>, RecorderError> {
    db.read(move |reading| {
        must_exist(reading, &scope, source_id)?;
        let overdue = reading.now().minus(OVERDUE);
        let page = waiting_sidecar::page(reading, source_id, window)?;
        Ok(page.map(|sidecar| SidecarState {
            is_overdue: sidecar.created_at < overdue,
            until: sidecar.created_at.plus(SIDECARS_KEPT),
            sidecar,
        }))
    })
    .await
}

/// Lets a description go whose audio will not come.
pub async fn forget_sidecar(
    db: &Db,
    by: By,
    scope: Scope,
    source_id: SourceId,
    id: SidecarId,
) -> Result<(), RecorderError> {
    db.write(move |writing| {
        must_exist(writing, &scope, source_id)?;
        if !waiting_sidecar::forget(writing, source_id, id)? {
            return Err(RecorderError::NotFound { what: "description" });
        }
        note(writing, by, "source.sidecar_forgotten", source_id, json!({ "sidecar": id }))?;
        Ok(())
    })
    .await
}

fn note(
    writing: &mut Writing<'_>,
    by: By,
    action: &'static str,
    source_id: SourceId,
    detail: serde_json::Value,
) -> Result<(), DbError> {
    let line = Line {
        actor: by.actor,
        action,
        noun: "source",
        noun_id: &source_id.to_string(),
        detail,
        request_id: by.request_id,
    };
    audit::append(writing, &line)
}
