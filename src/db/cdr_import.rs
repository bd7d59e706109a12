//! Tables of calls on their way in, and which columns of a source's tables mean what.

use super::columns::{from_json, to_json, words};
use super::schema::{cdr_columns, cdr_import};
use super::{DbError, Reading, Writing};
use crate::ids::{CdrImportId, PersonId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

words! {
    /// How far an import is.
    ImportState {
        /// Its rows are being entered, or will be.
        Running = "running",
        /// Somebody asked it to stop; it ends after the rows at hand.
        Stopping = "stopping",
        /// Every row was looked at.
        Done = "done",
        /// It was stopped; the rows before are in.
        Stopped = "stopped",
        /// It could not go on; the rows before are in.
        Failed = "failed",
    }
}

/// Which heading stands for which field, by the names of both.
pub type ColumnChoice = BTreeMap<String, String>;

/// A table of calls on its way in.
#[derive(Debug, Clone, PartialEq)]
pub struct CdrImport {
    /// Its id.
    pub id: CdrImportId,
    /// The source of its calls.
    pub source_id: SourceId,
    /// Who brought it; none: the command line.
    pub person_id: Option<PersonId>,
    /// Which heading stands for which field.
    pub columns: ColumnChoice,
    /// How far it is.
    pub state: ImportState,
    /// How many rows it has.
    pub rows_total: i32,
    /// How far it came.
    pub counts: ImportCounts,
    /// The first rows that were refused.
    pub problems: Vec<Value>,
    /// Why it could not go on: a stable code.
    pub failure: Option<String>,
    /// When it was brought.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// How many were looked at.
    pub done: i32,
    /// How many were new calls.
    pub added: i32,
    /// How many changed a call that was known.
    pub changed: i32,
    /// How many said nothing new.
    pub same: i32,
    /// How many cannot be entered.
    pub refused: i32,
}

#[derive(Queryable)]
struct CdrImportRow {
    id: CdrImportId,
    source_id: SourceId,
    person_id: Option<PersonId>,
    columns_json: String,
    state: ImportState,
    rows_total: i32,
    done: i32,
    added: i32,
    changed: i32,
    same: i32,
    refused: i32,
    problems_json: String,
    failure: Option<String>,
    created_at: Instant,
    finished_at: Option<Instant>,
}

/// Everything but the file.
#[diesel::dsl::auto_type(no_type_alias)]
fn columns_read() -> _ {
    (
        cdr_import::id,
        cdr_import::source_id,
        cdr_import::person_id,
        cdr_import::columns_json,
        cdr_import::state,
        cdr_import::rows_total,
        cdr_import::rows_done,
        cdr_import::added,
        cdr_import::changed,
        cdr_import::same,
        cdr_import::refused,
        cdr_import::problems_json,
        cdr_import::failure,
        cdr_import::created_at,
        cdr_import::finished_at,
    )
}

impl CdrImportRow {
    fn read(self) -> Result<CdrImport, DbError> {
        Ok(CdrImport {
            id: self.id,
            source_id: self.source_id,
            person_id: self.person_id,
            columns: from_json("an import's columns", &self.columns_json)?,
            state: self.state,
            rows_total: self.rows_total,
            counts: ImportCounts {
                done: self.done,
                added: self.added,
                changed: self.changed,
                same: self.same,
                refused: self.refused,
            },
            problems: from_json("an import's problems", &self.problems_json)?,
            failure: self.failure,
            created_at: self.created_at,
            finished_at: self.finished_at,
        })
    }
}

/// Enters an import with its file.
pub fn insert(writing: &mut Writing<'_>, new: &CdrImport, file: &[u8]) -> Result<(), DbError> {
    diesel::insert_into(cdr_import::table)
        .values((
            cdr_import::id.eq(new.id),
            cdr_import::source_id.eq(new.source_id),
            cdr_import::person_id.eq(new.person_id),
            cdr_import::file.eq(Some(file)),
            cdr_import::columns_json.eq(to_json(&new.columns)?),
            cdr_import::state.eq(new.state),
            cdr_import::rows_total.eq(new.rows_total),
            cdr_import::rows_done.eq(new.counts.done),
            cdr_import::added.eq(new.counts.added),
            cdr_import::changed.eq(new.counts.changed),
            cdr_import::same.eq(new.counts.same),
            cdr_import::refused.eq(new.counts.refused),
            cdr_import::problems_json.eq(to_json(&new.problems)?),
            cdr_import::failure.eq(new.failure.as_deref()),
            cdr_import::created_at.eq(new.created_at),
            cdr_import::finished_at.eq(new.finished_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The import with this id.
pub fn find(reading: &mut Reading<'_>, id: CdrImportId) -> Result<Option<CdrImport>, DbError> {
    let row: Option<CdrImportRow> =
        cdr_import::table.find(id).select(columns_read()).first(reading.connection).optional()?;
    row.map(CdrImportRow::read).transpose()
}

/// Its file, as long as rows of it are still to be entered.
pub fn file_of(reading: &mut Reading<'_>, id: CdrImportId) -> Result<Option<Vec<u8>>, DbError> {
    let file: Option<Option<Vec<u8>>> =
        cdr_import::table.find(id).select(cdr_import::file).first(reading.connection).optional()?;
    Ok(file.flatten())
}

/// The imports of these sources, the latest first, at most `limit`.
pub fn latest(
    reading: &mut Reading<'_>,
    sources: &[SourceId],
    limit: i64,
) -> Result<Vec<CdrImport>, DbError> {
    let rows: Vec<CdrImportRow> = cdr_import::table
        .filter(cdr_import::source_id.eq_any(sources))
        .order((cdr_import::created_at.desc(), cdr_import::id.desc()))
        .limit(limit)
        .select(columns_read())
        .load(reading.connection)?;
    rows.into_iter().map(CdrImportRow::read).collect()
}

/// Stores how far it came. Whoever asked meanwhile that it stop stays asked. Once it has ended, its
/// file goes.
pub fn note_progress(
    writing: &mut Writing<'_>,
    import: &CdrImport,
    ended: Option<ImportState>,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(cdr_import::table.find(import.id))
        .set((
            cdr_import::rows_total.eq(import.rows_total),
            cdr_import::rows_done.eq(import.counts.done),
            cdr_import::added.eq(import.counts.added),
            cdr_import::changed.eq(import.counts.changed),
            cdr_import::same.eq(import.counts.same),
            cdr_import::refused.eq(import.counts.refused),
            cdr_import::problems_json.eq(to_json(&import.problems)?),
            cdr_import::failure.eq(import.failure.as_deref()),
        ))
        .execute(writing.connection)?;
    if let Some(state) = ended {
        diesel::update(cdr_import::table.find(import.id))
            .set((
                cdr_import::state.eq(state),
                cdr_import::finished_at.eq(now),
                cdr_import::file.eq(None::<Vec<u8>>),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Asks it to stop. `false`: it had already ended.
pub fn ask_to_stop(writing: &mut Writing<'_>, id: CdrImportId) -> Result<bool, DbError> {
    let running = cdr_import::table
        .find(id)
        .filter(cdr_import::state.eq_any([ImportState::Running, ImportState::Stopping]));
    let asked = diesel::update(running)
        .set(cdr_import::state.eq(ImportState::Stopping))
        .execute(writing.connection)?;
    Ok(asked == 1)
}

/// The imports whose file is still here, the oldest first.
pub fn with_file(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<CdrImportId>, DbError> {
    Ok(cdr_import::table
        .filter(cdr_import::file.is_not_null())
        .order((cdr_import::created_at, cdr_import::id))
        .limit(limit)
        .select(cdr_import::id)
        .load(reading.connection)?)
}

/// Ends at most `limit` imports that were brought before that moment and never came to their end, because
/// their job was given up: their files go.
pub fn end_abandoned(writing: &mut Writing<'_>, before: Instant, limit: i64) -> Result<usize, DbError> {
    let now = writing.now();
    let abandoned: Vec<CdrImportId> = cdr_import::table
        .filter(cdr_import::created_at.lt(before))
        .filter(cdr_import::file.is_not_null())
        .order(cdr_import::created_at)
        .limit(limit)
        .select(cdr_import::id)
        .load(writing.connection)?;
    Ok(diesel::update(cdr_import::table.filter(cdr_import::id.eq_any(abandoned)))
        .set((
            cdr_import::state.eq(ImportState::Failed),
            cdr_import::failure.eq("import_abandoned"),
            cdr_import::finished_at.eq(now),
            cdr_import::file.eq(None::<Vec<u8>>),
        ))
        .execute(writing.connection)?)
}

/// Forgets at most `limit` imports that were brought before that moment and have ended.
pub fn forget_ended(writing: &mut Writing<'_>, before: Instant, limit: i64) -> Result<usize, DbError> {
    let ended: Vec<CdrImportId> = cdr_import::table
        .filter(cdr_import::created_at.lt(before))
        .filter(cdr_import::finished_at.is_not_null())
        .order(cdr_import::created_at)
        .limit(limit)
        .select(cdr_import::id)
        .load(writing.connection)?;
    Ok(diesel::delete(cdr_import::table.filter(cdr_import::id.eq_any(ended))).execute(writing.connection)?)
}

/// The columns that were chosen for this source's tables the last time.
pub fn remembered_columns(
    reading: &mut Reading<'_>,
    source_id: SourceId,
) -> Result<Option<ColumnChoice>, DbError> {
    let json: Option<String> = cdr_columns::table
        .find(source_id)
        .select(cdr_columns::columns_json)
        .first(reading.connection)
        .optional()?;
    json.map(|json| from_json("a source's columns", &json)).transpose()
}

/// Remembers the columns for the next table of this source.
pub fn remember_columns(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    columns: &ColumnChoice,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::delete(cdr_columns::table.find(source_id)).execute(writing.connection)?;
    diesel::insert_into(cdr_columns::table)
        .values((
            cdr_columns::source_id.eq(source_id),
            cdr_columns::columns_json.eq(to_json(columns)?),
            cdr_columns::changed_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(())
}
