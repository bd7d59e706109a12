//! Making, changing and retiring sources. Each change is one document, checked as a whole, and one
//! line of the audit trail.

use super::document::{SourceDocument, read_document};
use super::problem::{Problem, ProblemKind};
use super::seats::read_table;
use crate::access::By;
use crate::db::job::{self, NewJob};
use crate::db::source::{self, Seat, SeatSpell, Source};
use crate::db::{Db, DbError, Page, Reading, Scope, Window, Writing, named, project};
use crate::ids::SourceId;
use crate::recorder::RecorderError;
use jiff::tz::TimeZone;
use serde_json::json;

/// A source with its settings as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    /// The source.
    pub source: Source,
    /// Its settings, without the extension map, which has a list of its own.
    pub document: SourceDocument,
    /// How many lines the extension map has.
    pub extensions: i64,
}

/// What applying a document came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// The source.
    pub id: SourceId,
    /// Whether it was made.
    pub is_new: bool,
    /// Whether anything changed.
    pub changed: bool,
}

/// A source, if it exists for this caller.
pub async fn show(db: &Db, scope: Scope, id: SourceId) -> Result<SourceView, RecorderError> {
    db.read(move |reading| {
        let source = find(reading, &scope, id)?;
        let document = document_of(reading, &source, false)?;
        let extensions = source::count_seats(reading, id)?;
        Ok(SourceView { source, document, extensions })
    })
    .await
}

/// The whole document of the source with this name, its extension map included.
pub async fn by_name(db: &Db, name: &str) -> Result<SourceDocument, RecorderError> {
    let name = name.to_owned();
    db.read(move |reading| {
        let source = source::by_name(reading, &name)?;
        let source = source.ok_or(RecorderError::NotFound { what: "source" })?;
        Ok(document_of(reading, &source, true)?)
    })
    .await
}

/// Makes a source from a document.
pub async fn add(db: &Db, by: By, text: &str) -> Result<SourceId, RecorderError> {
    let document = read(text)?;
    db.write(move |writing| {
        if source::by_name(writing, &document.name)?.is_some() {
            return Err(name_taken(&document.name));
        }
        Ok(enter(writing, by, &document, None)?.id)
    })
    .await
}

/// Puts a document in the place of a source's settings.
pub async fn change(
    db: &Db,
    by: By,
    scope: Scope,
    id: SourceId,
    text: &str,
) -> Result<Applied, RecorderError> {
    let document = read(text)?;
    db.write(move |writing| {
        let known = find(writing, &scope, id)?;
        match source::by_name(writing, &document.name)? {
            Some(other) if other.id != id => Err(name_taken(&document.name)),
            _ => Ok(enter(writing, by, &document, Some(known))?),
        }
    })
    .await
}

/// Makes the source that the document names, or puts the document in the place of its settings.
pub async fn apply(db: &Db, by: By, text: &str) -> Result<Applied, RecorderError> {
    let document = read(text)?;
    db.write(move |writing| {
        let known = source::by_name(writing, &document.name)?;
        Ok(enter(writing, by, &document, known)?)
    })
    .await
}

/// Retires a source, or takes it up again. What came from it stays.
pub async fn set_retired(
    db: &Db,
    by: By,
    scope: Scope,
    id: SourceId,
    retired: bool,
) -> Result<(), RecorderError> {
    db.write(move |writing| {
        let mut source = find(writing, &scope, id)?;
        if source.retired_at.is_some() == retired {
            return Ok(());
        }
        source.retired_at = retired.then(|| writing.now());
        source::update(writing, &source)?;
        if retired {
            source::note_watch(writing, id, source.last_arrival_at, None)?;
        }
        let action = if retired { "source.retired" } else { "source.taken_up" };
        by.note(writing, action, "source", id, json!({}))?;
        Ok(())
    })
    .await
}

/// Puts a table in the place of a source's extension map; returns how many lines it has.
pub async fn put_extensions(
    db: &Db,
    by: By,
    scope: Scope,
    id: SourceId,
    text: String,
) -> Result<usize, RecorderError> {
    db.write(move |writing| {
        let source = find(writing, &scope, id)?;
        let spells = read_table(&text, &source.zone()).map_err(RecorderError::SourceSettings)?;
        source::put_seats(writing, id, &spells)?;
        let detail = json!({ "lines": spells.len() });
        by.note(writing, "source.extensions_changed", "source", id, detail)?;
        Ok(spells.len())
    })
    .await
}

/// A page of a source's extension map, with the zone that its days are read in.
pub async fn extensions_page(
    db: &Db,
    scope: Scope,
    id: SourceId,
    window: Window,
) -> Result<(TimeZone, Page<Seat>), RecorderError> {
    db.read(move |reading| {
        let source = find(reading, &scope, id)?;
        Ok((source.zone(), source::seats_page(reading, id, window)?))
    })
    .await
}

/// Fails where the source does not exist for this caller.
pub async fn must_exist(db: &Db, scope: Scope, id: SourceId) -> Result<(), RecorderError> {
    db.read(move |reading| find(reading, &scope, id).map(drop)).await
}

/// A source that exists for this caller: every one for whoever's reach is everything; otherwise
/// one of theirs, or one whose calls belong to a project of theirs.
pub(in crate::recorder) fn find(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: SourceId,
) -> Result<Source, RecorderError> {
    source::by_id(reading, id)?
        .filter(|source| reaches(scope, source))
        .ok_or(RecorderError::NotFound { what: "source" })
}

pub(in crate::recorder) fn reaches(scope: &Scope, source: &Source) -> bool {
    match scope {
        Scope::Everything => true,
        Scope::Within(bounds) => {
            bounds.sources.contains(&source.id)
                || source.project_id.is_some_and(|id| bounds.projects.contains(&id))
        }
    }
}

pub(super) fn read(text: &str) -> Result<SourceDocument, RecorderError> {
    read_document(text).map_err(RecorderError::SourceSettings)
}

fn name_taken(name: &str) -> RecorderError {
    RecorderError::SourceSettings(vec![Problem {
        path: "name".to_owned(),
        kind: ProblemKind::NameTaken,
        message: format!("another source, perhaps a retired one, is called \"{name}\""),
        line: 1,
    }])
}

fn enter(
    writing: &mut Writing<'_>,
    by: By,
    document: &SourceDocument,
    known: Option<Source>,
) -> Result<Applied, DbError> {
    let before = known.clone();
    let is_new = known.is_none();
    let mut source = known.unwrap_or_else(|| Source::new(&document.name, writing.now()));
    describe(writing, &mut source, document)?;
    if is_new {
        source::insert(writing, &source)?;
    } else if before.as_ref() != Some(&source) {
        source::update(writing, &source)?;
    }
    if before.as_ref().is_some_and(|before| before.redaction.is_some() != source.redaction.is_some()) {
        // Until that has gone through them, its calls are closed to everybody who may not hear originals.
        job::enqueue(writing, &NewJob::renew_words())?;
    }
    let seats_changed = match &document.extensions {
        Some(spells) if *spells != spells_of(writing, source.id)? => {
            source::put_seats(writing, source.id, spells)?;
            true
        }
        _ => false,
    };
    let changed = is_new || seats_changed || before.as_ref() != Some(&source);
    if changed {
        let action = if is_new { "source.added" } else { "source.changed" };
        by.note(writing, action, "source", source.id, json!({ "extensions": seats_changed }))?;
    }
    Ok(Applied { id: source.id, is_new, changed })
}

/// Gives a source what the document says; project and queue are made where they are missing.
fn describe(
    writing: &mut Writing<'_>,
    source: &mut Source,
    document: &SourceDocument,
) -> Result<(), DbError> {
    source.name.clone_from(&document.name);
    source.kind = document.kind;
    source.time_zone.clone_from(&document.time_zone);
    source.settings.clone_from(&document.settings);
    source.retention_days = document.retention_days;
    source.redaction = document.redaction;
    source.transcribing = document.transcribing;
    source.project_id = match &document.project {
        Some(name) => Some(project::find_or_make(writing, name)?.id),
        None => None,
    };
    source.queue_id = match &document.queue {
        Some(name) => Some(project::find_or_make_queue(writing, source.project_id, name)?.id),
        None => None,
    };
    Ok(())
}

fn spells_of(reading: &mut Reading<'_>, id: SourceId) -> Result<Vec<SeatSpell>, DbError> {
    let seats = source::seats(reading, id)?;
    let spell = |seat: Seat| SeatSpell {
        extension: seat.extension,
        agent: seat.agent,
        from_at: seat.from_at,
        until_at: seat.until_at,
    };
    Ok(seats.into_iter().map(spell).collect())
}

pub(super) fn document_of(
    reading: &mut Reading<'_>,
    source: &Source,
    with_extensions: bool,
) -> Result<SourceDocument, DbError> {
    let projects = named::of_projects(reading, source.project_id)?;
    let queues = named::of_queues(reading, source.queue_id)?;
    Ok(SourceDocument {
        name: source.name.clone(),
        kind: source.kind,
        time_zone: source.time_zone.clone(),
        settings: source.settings.clone(),
        project: source.project_id.map(|id| projects.named(id).name),
        queue: source.queue_id.map(|id| queues.named(id).name),
        retention_days: source.retention_days,
        redaction: source.redaction,
        transcribing: source.transcribing,
        extensions: if with_extensions { Some(spells_of(reading, source.id)?) } else { None },
    })
}
