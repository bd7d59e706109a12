//! A table of calls on its way in, page by page.

use super::LIMITS;
use super::PROBLEMS_MOST;
use super::columns::CdrColumns;
use super::entering::{Entered, Entering};
use super::preview::{columns_of, zone_of};
use super::row::CdrRow;
use crate::access::{Permission, Who};
use crate::db::audit::Line as AuditLine;
use crate::db::cdr_import::{self, CdrImport, ColumnChoice, ImportCounts, ImportState};
use crate::db::job::{self, NewJob};
use crate::db::source::{self, Source};
use crate::db::{Db, Reading, Scope, Writing, audit, setting};
use crate::error::{Coded, Kind};
use crate::ids::{CdrImportId, RequestId};
use crate::recorder::RecorderError;
use crate::recorder::entry::SourceChoice;
use crate::sheet::{self, Line, SheetError};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::sync::Arc;
use tokio::sync::mpsc;

/// The largest table, in bytes.
pub const BYTES_MOST: usize = 32 * 1024 * 1024;
/// The most rows of one table.
pub const ROWS_MOST: usize = 100_000;
/// How many rows one transaction enters: short enough that nobody waits for it noticeably.
const PAGE: usize = 200;

/// A table that was brought, and for which source.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// The name of the source; a source's own token need not say it.
    pub source: String,
    /// The bytes of the table.
    pub bytes: Vec<u8>,
}

/// Takes a table in to be entered by a job. When this returns, the table survives a power cut.
pub async fn begin(
    db: &Db,
    who: &Who,
    file: ImportFile,
    chosen: Option<ColumnChoice>,
    request_id: Option<RequestId>,
) -> Result<CdrImport, RecorderError> {
    who.scope(Permission::IngestCalls).ok_or(RecorderError::OutsideScope)?;
    let ImportFile { source, bytes } = file;
    let choice = match who.source_id() {
        Some(own) => SourceChoice::Own(own, Some(source).filter(|name| !name.is_empty())),
        None if source.trim().is_empty() => return Err(RecorderError::SourceMissing),
        None => SourceChoice::Named(source.trim().to_owned()),
    };
    let bytes = Arc::new(bytes);
    let looked_at = Arc::clone(&bytes);
    let look = move || headings_and_rows(&looked_at);
    let (headings, rows) = tokio::task::spawn_blocking(look).await.map_err(|_| SheetError::Unreadable)??;
    let who = who.clone();
    db.write(move |writing| {
        let source = choice.find_or_make(writing)?;
        let remembered = cdr_import::remembered_columns(writing, source.id)?;
        let (columns, _) = columns_of(&headings, chosen.as_ref(), remembered.as_ref());
        if !columns.tell_calls_apart() {
            return Err(RecorderError::ColumnsMissing);
        }
        let columns = columns.as_choice(&headings);
        cdr_import::remember_columns(writing, source.id, &columns)?;
        let import = CdrImport {
            id: CdrImportId::new(),
            source_id: source.id,
            person_id: who.person_id(),
            columns,
            state: ImportState::Running,
            rows_total: i32::try_from(rows).unwrap_or(i32::MAX),
            counts: ImportCounts::default(),
            problems: Vec::new(),
            failure: None,
            created_at: writing.now(),
            finished_at: None,
        };
        cdr_import::insert(writing, &import, &bytes)?;
        job::enqueue(writing, &NewJob::import_calls(import.id))?;
        let line = AuditLine {
            actor: who.actor(),
            action: "calls.import_begun",
            noun: "cdr_import",
            noun_id: &import.id.to_string(),
            detail: json!({ "source": source.id, "rows": rows }),
            request_id,
        };
        audit::append(writing, &line)?;
        Ok(import)
    })
    .await
}

fn headings_and_rows(bytes: &[u8]) -> Result<(Vec<sheet::Cell>, usize), RecorderError> {
    let (mut headings, mut rows) = (None, 0);
    sheet::visit(bytes, LIMITS, |line| {
        if headings.is_none() {
            headings = Some(line.cells);
        } else {
            rows += 1;
        }
        ControlFlow::Continue(())
    })?;
    Ok((headings.ok_or(RecorderError::TableEmpty)?, rows))
}

/// The import, if it is the caller's to see: their own, or anybody's for those who bring in calls
/// of every source.
pub async fn find(db: &Db, who: &Who, id: CdrImportId) -> Result<CdrImport, RecorderError> {
    let who = who.clone();
    db.read(move |reading| seen(reading, &who, id)).await
}

/// The latest imports that are the caller's to see.
pub async fn latest(db: &Db, who: &Who, limit: i64) -> Result<Vec<(CdrImport, String)>, RecorderError> {
    let who = who.clone();
    db.read(move |reading| {
        let sources = source::all(reading)?;
        let ids: Vec<_> = sources.iter().map(|source| source.id).collect();
        let imports = cdr_import::latest(reading, &ids, limit)?;
        let named = |import: CdrImport| {
            let source = sources.iter().find(|source| source.id == import.source_id);
            let name = source.map(|source| source.name.clone()).unwrap_or_default();
            (import, name)
        };
        Ok(imports.into_iter().filter(|import| may_see(&who, import)).map(named).collect())
    })
    .await
}

/// Asks an import to stop after the rows at hand. One that had ended stays as it is.
pub async fn stop(
    db: &Db,
    who: &Who,
    id: CdrImportId,
    request_id: Option<RequestId>,
) -> Result<CdrImport, RecorderError> {
    let who = who.clone();
    db.write(move |writing| {
        seen(writing, &who, id)?;
        if cdr_import::ask_to_stop(writing, id)? {
            let line = AuditLine {
                actor: who.actor(),
                action: "calls.import_stopped",
                noun: "cdr_import",
                noun_id: &id.to_string(),
                detail: json!({}),
                request_id,
            };
            audit::append(writing, &line)?;
        }
        seen(writing, &who, id)
    })
    .await
}

fn seen(reading: &mut Reading<'_>, who: &Who, id: CdrImportId) -> Result<CdrImport, RecorderError> {
    cdr_import::find(reading, id)?
        .filter(|import| may_see(who, import))
        .ok_or(RecorderError::NotFound { what: "import" })
}

fn may_see(who: &Who, import: &CdrImport) -> bool {
    match who.scope(Permission::IngestCalls) {
        None => false,
        Some(Scope::Everything) => true,
        Some(Scope::Within(bounds)) => {
            bounds.sources.contains(&import.source_id)
                || (import.person_id.is_some() && import.person_id == who.person_id())
        }
    }
}

/// Enters the rows that are still to be entered, and says so after every page. Called again after
/// an interruption it goes on where it was: how far it came stands in the same transaction.
pub async fn run(
    db: &Db,
    id: CdrImportId,
    mut progress: impl FnMut(&CdrImport),
) -> Result<(), RecorderError> {
    let begun = db
        .read(move |reading| {
            let Some(import) = cdr_import::find(reading, id)? else { return Ok(None) };
            let Some(source) = source::by_id(reading, import.source_id)? else { return Ok(None) };
            let file = cdr_import::file_of(reading, id)?;
            Ok::<_, RecorderError>(file.map(|file| (import, source, file)))
        })
        .await?;
    // Ended, or deleted.
    let Some((import, source, file)) = begun else { return Ok(()) };
    let done = usize::try_from(import.counts.done).unwrap_or_default();
    let (pages, mut received) = mpsc::channel::<Page>(2);
    let choice = import.columns.clone();
    let zone = zone_of(&source);
    let reading = tokio::task::spawn_blocking(move || send_pages(&file, &choice, &zone, done, &pages));
    let source = Arc::new(source);
    while let Some(page) = received.recv().await {
        let source = Arc::clone(&source);
        let entered = db.write(move |writing| enter_page(writing, id, &source, &page)).await;
        match entered {
            Ok(import) => {
                progress(&import);
                if import.state != ImportState::Running {
                    return Ok(());
                }
            }
            Err(error) if matches!(error.kind(), Kind::Unavailable | Kind::Internal) => return Err(error),
            Err(error) => return give_up(db, id, error.code()).await,
        }
    }
    match reading.await {
        Ok(Ok(())) => end(db, id).await,
        Ok(Err(error)) => give_up(db, id, error.code()).await,
        Err(_) => give_up(db, id, SheetError::Unreadable.code()).await,
    }
}

/// Rows that one transaction enters, and how many come before them.
struct Page {
    behind: usize,
    rows: Vec<CdrRow>,
}

/// Reads the table on a thread of its own, a few pages ahead at most.
fn send_pages(
    file: &[u8],
    choice: &ColumnChoice,
    zone: &TimeZone,
    done: usize,
    pages: &mpsc::Sender<Page>,
) -> Result<(), SheetError> {
    let mut columns: Option<CdrColumns> = None;
    let (mut passed, mut page) = (0, Page { behind: done, rows: Vec::with_capacity(PAGE) });
    sheet::visit(file, LIMITS, |line: Line| {
        let Some(columns) = &columns else {
            columns = Some(CdrColumns::of(&line.cells, choice));
            return ControlFlow::Continue(());
        };
        passed += 1;
        if passed <= done {
            return ControlFlow::Continue(());
        }
        page.rows.push(CdrRow::read(&line, columns, zone));
        if page.rows.len() < PAGE {
            return ControlFlow::Continue(());
        }
        let next = Page { behind: passed, rows: Vec::with_capacity(PAGE) };
        let full = std::mem::replace(&mut page, next);
        // Nobody listens any more: it was stopped.
        if pages.blocking_send(full).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    if !page.rows.is_empty() {
        let _ = pages.blocking_send(page);
    }
    Ok(())
}

fn enter_page(
    writing: &mut Writing<'_>,
    id: CdrImportId,
    source: &Source,
    page: &Page,
) -> Result<CdrImport, RecorderError> {
    let mut import = cdr_import::find(writing, id)?.ok_or(RecorderError::NotFound { what: "import" })?;
    if usize::try_from(import.counts.done).unwrap_or_default() != page.behind {
        // Somebody else enters the same table, and was faster with this page.
        return Ok(import);
    }
    if import.state != ImportState::Running {
        import.state = ImportState::Stopped;
        cdr_import::note_progress(writing, &import, Some(ImportState::Stopped))?;
        return Ok(import);
    }
    let who = match import.person_id {
        Some(person_id) => Who::person(writing, person_id)?,
        None => Who::source(import.source_id),
    };
    let zone = setting::workspace_zone(writing)?;
    let entering = Entering { who, source: source.clone(), zone, request_id: None };
    for row in &page.rows {
        import.counts.done += 1;
        if let Some(problem) = row.problems.first() {
            note_refused(&mut import, row.line, problem.column.map(super::CdrColumn::as_str), problem.code);
            continue;
        }
        match entering.enter(writing, row)? {
            Entered::Added => import.counts.added += 1,
            Entered::Changed => import.counts.changed += 1,
            Entered::Same => import.counts.same += 1,
            Entered::Buried => note_refused(&mut import, row.line, None, "call_deleted"),
        }
    }
    cdr_import::note_progress(writing, &import, None)?;
    Ok(import)
}

/// What stands in the cell is left out: it may be a customer's number, and the file is at hand.
fn note_refused(import: &mut CdrImport, line: u64, column: Option<&str>, code: &str) {
    import.counts.refused += 1;
    if import.problems.len() < PROBLEMS_MOST {
        let problem: Value = json!({ "line": line, "column": column, "code": code });
        import.problems.push(problem);
    }
}

async fn end(db: &Db, id: CdrImportId) -> Result<(), RecorderError> {
    finish(db, id, ImportState::Done, None).await
}

async fn give_up(db: &Db, id: CdrImportId, code: &'static str) -> Result<(), RecorderError> {
    finish(db, id, ImportState::Failed, Some(code)).await
}

async fn finish(
    db: &Db,
    id: CdrImportId,
    state: ImportState,
    failure: Option<&'static str>,
) -> Result<(), RecorderError> {
    db.write(move |writing| {
        let Some(mut import) = cdr_import::find(writing, id)? else { return Ok(()) };
        import.failure = failure.map(str::to_owned);
        cdr_import::note_progress(writing, &import, Some(state))?;
        Ok(())
    })
    .await
}
