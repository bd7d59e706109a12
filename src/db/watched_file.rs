//! Files that were seen in watched folders, and what became of each: so that a restart reads
//! nothing twice, and people see what did not get in.

use super::columns::words;
use super::recording::ContentHash;
use super::schema::{watch_folder, watched_file};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CallId, RecordingId, SourceId, WatchedFileId};
use crate::time::Instant;
use diesel::prelude::*;
use std::fmt;

words! {
    /// What a file is.
    FileKind {
        /// A recording.
        Audio = "audio",
        /// What a recorder says about one recording.
        Sidecar = "sidecar",
        /// A table of calls, one row each.
        Table = "table",
        /// A conversation with its recordings inside (vCon).
        Vcon = "vcon",
    }
}

words! {
    /// What became of a file.
    FileState {
        /// It is in.
        Taken = "taken",
        /// Its content was in already.
        Known = "known",
        /// It is a description whose audio has not come.
        Held = "held",
        /// It is a description, and its call has it.
        Applied = "applied",
        /// It is tried again, not before a moment.
        Retrying = "retrying",
        /// It was refused; the reason stands beside it.
        Refused = "refused",
        /// It was refused, and somebody said that it need not be looked at any more.
        Dismissed = "dismissed",
    }
}

words! {
    /// Where a file lies.
    LiesIn {
        /// Where it came.
        Folder = "folder",
        /// Where files go that were taken in.
        Done = "done",
        /// Where files go that were refused.
        Quarantine = "quarantine",
    }
}

/// A file that was seen.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = watched_file, treat_none_as_null = true)]
pub struct WatchedFile {
    /// Its id.
    pub id: WatchedFileId,
    /// The source of its folder.
    pub source_id: SourceId,
    /// Its path below the folder: personal data, because names hold numbers.
    pub path: String,
    /// The path without the ending, by which audio and description find each other.
    pub stem: String,
    /// What it is.
    pub kind: FileKind,
    /// Its size.
    pub bytes: i64,
    /// When it was last written.
    pub modified_at: Instant,
    /// The SHA-256 of its bytes, once it was read.
    pub content_hash: Option<Vec<u8>>,
    /// What became of it.
    pub state: FileState,
    /// Where it lies.
    pub lies_in: LiesIn,
    /// The call that it belongs to.
    pub call_id: Option<CallId>,
    /// The recording that it became.
    pub recording_id: Option<RecordingId>,
    /// Why it is not in: a stable code.
    pub code: Option<String>,
    /// The same as a sentence.
    pub reason: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// Not to be tried before.
    pub retry_at: Option<Instant>,
    /// When it was first seen.
    pub created_at: Instant,
    /// When something last became of it.
    pub changed_at: Instant,
}

impl fmt::Debug for WatchedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchedFile")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl WatchedFile {
    /// Whether this is the file as it was when something became of it.
    #[must_use]
    pub fn is_as_seen(&self, bytes: i64, modified_at: Instant) -> bool {
        self.bytes == bytes && self.modified_at == modified_at
    }

    /// Sets the hash of what was read.
    pub fn set_hash(&mut self, hash: &ContentHash) {
        self.content_hash = Some(hash.to_vec());
    }
}

/// Which files are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFilter {
    /// In one of these states; empty: in any.
    pub states: Vec<FileState>,
    /// Refused or tried again for this reason.
    pub code: Option<String>,
}

/// Stores what became of a file; a row of the same path is replaced.
pub fn put(writing: &mut Writing<'_>, file: &WatchedFile) -> Result<(), DbError> {
    let of_path = watched_file::table
        .filter(watched_file::source_id.eq(file.source_id))
        .filter(watched_file::path.eq(&file.path));
    diesel::delete(of_path).execute(writing.connection)?;
    diesel::insert_into(watched_file::table).values(file).execute(writing.connection)?;
    Ok(())
}

/// The file with this id, if this source has it.
pub fn find(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    id: WatchedFileId,
) -> Result<Option<WatchedFile>, DbError> {
    Ok(watched_file::table
        .find(id)
        .filter(watched_file::source_id.eq(source_id))
        .first(reading.connection)
        .optional()?)
}

/// Those of these paths (a page of at most a thousand) that were seen.
pub fn of_paths(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    paths: &[String],
) -> Result<Vec<WatchedFile>, DbError> {
    Ok(watched_file::table
        .filter(watched_file::source_id.eq(source_id))
        .filter(watched_file::path.eq_any(paths))
        .load(reading.connection)?)
}

/// The recording that came in a file of this stem; the latest, where it was replaced.
pub fn audio_of_stem(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    stem: &str,
) -> Result<Option<WatchedFile>, DbError> {
    Ok(watched_file::table
        .filter(watched_file::source_id.eq(source_id))
        .filter(watched_file::stem.eq(stem))
        .filter(watched_file::kind.eq(FileKind::Audio))
        .filter(watched_file::recording_id.is_not_null())
        .order(watched_file::id.desc())
        .first(reading.connection)
        .optional()?)
}

/// Notes that the description of this stem found its call.
pub fn note_applied(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    stem: &str,
    call_id: CallId,
) -> Result<(), DbError> {
    let now = writing.now();
    let held = watched_file::table
        .filter(watched_file::source_id.eq(source_id))
        .filter(watched_file::stem.eq(stem))
        .filter(watched_file::state.eq(FileState::Held));
    diesel::update(held)
        .set((
            watched_file::state.eq(FileState::Applied),
            watched_file::call_id.eq(call_id),
            watched_file::changed_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The files of a source that are due to be tried again, oldest first, at most `limit`.
pub fn due(reading: &mut Reading<'_>, source_id: SourceId, limit: i64) -> Result<Vec<WatchedFile>, DbError> {
    let now = reading.now();
    Ok(watched_file::table
        .filter(watched_file::source_id.eq(source_id))
        .filter(watched_file::state.eq(FileState::Retrying))
        .filter(watched_file::retry_at.le(now))
        .order((watched_file::changed_at, watched_file::id))
        .limit(limit)
        .load(reading.connection)?)
}

/// The files of a source, those first of which something became last.
pub fn page(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    filter: &FileFilter,
    window: Window,
) -> Result<Page<WatchedFile>, DbError> {
    let wanted = || {
        let mut files = watched_file::table.filter(watched_file::source_id.eq(source_id)).into_boxed();
        if !filter.states.is_empty() {
            files = files.filter(watched_file::state.eq_any(filter.states.clone()));
        }
        if let Some(code) = &filter.code {
            files = files.filter(watched_file::code.eq(code.clone()));
        }
        files
    };
    let mut behind = wanted();
    if let Some(after) = window.after {
        let at = Instant::from_millis(after.key);
        let id = WatchedFileId::from_bytes(after.id);
        behind = behind.filter(
            watched_file::changed_at.lt(at).or(watched_file::changed_at.eq(at).and(watched_file::id.lt(id))),
        );
    }
    let rows: Vec<WatchedFile> = behind
        .order((watched_file::changed_at.desc(), watched_file::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: Vec<WatchedFileId> =
        wanted().select(watched_file::id).limit(COUNTED_TO + 1).load(reading.connection)?;
    let counted = i64::try_from(counted.len()).unwrap_or(i64::MAX);
    let place = |file: &WatchedFile| Cursor { key: file.changed_at.as_millis(), id: *file.id.as_bytes() };
    Ok(Page::of(rows, window, counted, place))
}

/// How many files of a source are in each state, and of those refused or tried again, why.
pub fn count_by_state(
    reading: &mut Reading<'_>,
    source_id: SourceId,
) -> Result<Vec<(FileState, Option<String>, i64)>, DbError> {
    Ok(watched_file::table
        .filter(watched_file::source_id.eq(source_id))
        .group_by((watched_file::state, watched_file::code))
        .select((watched_file::state, watched_file::code, diesel::dsl::count_star()))
        .load(reading.connection)?)
}

/// Has refused and waiting files tried again now: this one, or all with this code, or all. Returns
/// how many.
pub fn retry(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    only: Option<WatchedFileId>,
    code: Option<&str>,
) -> Result<usize, DbError> {
    let now = writing.now();
    let ids = chosen(writing, source_id, &[FileState::Refused, FileState::Retrying], only, code)?;
    let mut retried = 0;
    for page in ids.chunks(500) {
        retried += diesel::update(watched_file::table.filter(watched_file::id.eq_any(page)))
            .set((
                watched_file::state.eq(FileState::Retrying),
                watched_file::retry_at.eq(now),
                watched_file::changed_at.eq(now),
            ))
            .execute(writing.connection)?;
    }
    Ok(retried)
}

/// Has refused files no longer shown as such: this one, or all with this code, or all. They stay known, so
/// that they are not read again. Returns how many.
pub fn dismiss(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    only: Option<WatchedFileId>,
    code: Option<&str>,
) -> Result<usize, DbError> {
    let ids = chosen(writing, source_id, &[FileState::Refused], only, code)?;
    let mut dismissed = 0;
    for page in ids.chunks(500) {
        dismissed += diesel::update(watched_file::table.filter(watched_file::id.eq_any(page)))
            .set(watched_file::state.eq(FileState::Dismissed))
            .execute(writing.connection)?;
    }
    Ok(dismissed)
}

/// The files of a source in one of these states: this one, or all with this code, or all.
fn chosen(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    states: &[FileState],
    only: Option<WatchedFileId>,
    code: Option<&str>,
) -> Result<Vec<WatchedFileId>, DbError> {
    let mut ids = watched_file::table
        .filter(watched_file::source_id.eq(source_id))
        .filter(watched_file::state.eq_any(states.to_vec()))
        .select(watched_file::id)
        .into_boxed();
    if let Some(id) = only {
        ids = ids.filter(watched_file::id.eq(id));
    }
    if let Some(code) = code {
        ids = ids.filter(watched_file::code.eq(code.to_owned()));
    }
    Ok(ids.load(reading.connection)?)
}

/// How many files of each source are in each state.
pub fn count_by_source(reading: &mut Reading<'_>) -> Result<Vec<(SourceId, FileState, i64)>, DbError> {
    Ok(watched_file::table
        .group_by((watched_file::source_id, watched_file::state))
        .select((watched_file::source_id, watched_file::state, diesel::dsl::count_star()))
        .load(reading.connection)?)
}

/// The paths of files of a source of which nothing became since that moment and which should lie where they
/// came, behind this one in the order of ids.
pub fn lying_long(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    before: Instant,
    after: Option<WatchedFileId>,
    limit: i64,
) -> Result<Vec<(WatchedFileId, String)>, DbError> {
    let mut rows = watched_file::table
        .filter(watched_file::source_id.eq(source_id))
        .filter(watched_file::lies_in.eq(LiesIn::Folder))
        .filter(watched_file::changed_at.lt(before))
        .order(watched_file::id)
        .limit(limit)
        .select((watched_file::id, watched_file::path))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(watched_file::id.gt(after));
    }
    Ok(rows.load(reading.connection)?)
}

/// Forgets these files of which nothing became since that moment: they lie nowhere any more.
pub fn forget_gone(
    writing: &mut Writing<'_>,
    ids: &[WatchedFileId],
    before: Instant,
) -> Result<usize, DbError> {
    let gone =
        watched_file::table.filter(watched_file::id.eq_any(ids)).filter(watched_file::changed_at.lt(before));
    Ok(diesel::delete(gone).execute(writing.connection)?)
}

/// Forgets at most `limit` files of sources whose folder is watched no more, of which nothing became since
/// that moment.
pub fn forget_unwatched(writing: &mut Writing<'_>, before: Instant, limit: i64) -> Result<usize, DbError> {
    let watched = watch_folder::table.select(watch_folder::source_id);
    let old: Vec<WatchedFileId> = watched_file::table
        .filter(watched_file::lies_in.eq(LiesIn::Folder))
        .filter(watched_file::changed_at.lt(before))
        .filter(diesel::dsl::not(watched_file::source_id.eq_any(watched)))
        .order(watched_file::changed_at)
        .limit(limit)
        .select(watched_file::id)
        .load(writing.connection)?;
    Ok(diesel::delete(watched_file::table.filter(watched_file::id.eq_any(old)))
        .execute(writing.connection)?)
}

/// Forgets a file: if it still lies in its folder, it is read again as if it were new.
pub fn forget(writing: &mut Writing<'_>, source_id: SourceId, id: WatchedFileId) -> Result<bool, DbError> {
    let file = watched_file::table.find(id).filter(watched_file::source_id.eq(source_id));
    Ok(diesel::delete(file).execute(writing.connection)? == 1)
}

/// Forgets at most `limit` files that were moved to that place before that moment: nobody meets them again.
pub fn forget_moved(
    writing: &mut Writing<'_>,
    to: LiesIn,
    before: Instant,
    limit: i64,
) -> Result<usize, DbError> {
    let moved: Vec<WatchedFileId> = watched_file::table
        .filter(watched_file::lies_in.eq(to))
        .filter(watched_file::changed_at.lt(before))
        .order(watched_file::changed_at)
        .limit(limit)
        .select(watched_file::id)
        .load(writing.connection)?;
    Ok(diesel::delete(watched_file::table.filter(watched_file::id.eq_any(moved)))
        .execute(writing.connection)?)
}
