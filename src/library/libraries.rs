//! The libraries themselves: which there are, what they hold, for whom they are.

use super::LibraryError;
use super::eyes::{editor, learner};
use super::texts::{LINE_MOST, words};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::library::{self, InsteadOfConsent, LIBRARIES_MOST, Library, LibraryKind};
use crate::db::library_case::{self, CaseFilter, CaseState, SeenBy};
use crate::db::named::{self, Named};
use crate::db::standard_answer::Words;
use crate::db::{Db, Reading, project};
use crate::ids::{LibraryId, ProjectId};
use serde_json::json;

/// A library as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryLine {
    /// The library.
    pub library: Library,
    /// Its project.
    pub project: Option<Named<ProjectId>>,
    /// How many cases the caller finds on its shelf.
    pub shelved: i64,
    /// How many proposals wait in it; none: the caller does not decide.
    pub proposed: Option<i64>,
    /// How many drafts; none: the caller does not write.
    pub drafts: Option<i64>,
}

/// The libraries that are there for the caller: open ones that are for them; all, for whoever edits them.
pub async fn list_libraries(db: &Db, who: &Who) -> Result<Vec<LibraryLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let all = library::all(reading)?;
        lines(reading, &who, all)
    })
    .await
}

/// Makes a library by topic.
pub async fn make_library(
    db: &Db,
    who: &Who,
    by: By,
    name: Words,
    project_id: Option<ProjectId>,
) -> Result<LibraryLine, LibraryError> {
    let (who, name) = (who.clone(), words("name", name, LINE_MOST)?);
    db.write(move |writing| {
        if library::count(writing)? >= LIBRARIES_MOST {
            return Err(LibraryError::TooMany { what: "libraries", most: LIBRARIES_MOST });
        }
        check_project(writing, project_id)?;
        let new = Library {
            id: LibraryId::new(),
            kind: LibraryKind::Topic,
            name: name.clone(),
            project_id,
            created_at: writing.now(),
            retired_at: None,
            instead_of_consent: InsteadOfConsent::default(),
        };
        library::insert(writing, &new)?;
        by.note(writing, "library.made", "library", new.id, json!({}))?;
        line(writing, &who, new)
    })
    .await
}

/// What a library is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryChange {
    /// Its name by language.
    pub name: Words,
    /// The project for whose people it is; none: for everybody.
    pub project_id: Option<ProjectId>,
    /// What it allows instead of consent; none: what it allows already. Only warning cases need consent.
    pub instead_of_consent: Option<InsteadOfConsent>,
}

/// Names a library, says for whom it is, and what it allows instead of consent.
pub async fn change_library(
    db: &Db,
    who: &Who,
    by: By,
    id: LibraryId,
    change: LibraryChange,
) -> Result<LibraryLine, LibraryError> {
    let LibraryChange { name, project_id, instead_of_consent } = change;
    let (who, name) = (who.clone(), words("name", name, LINE_MOST)?);
    db.write(move |writing| {
        let known = known(writing, id)?;
        if known.kind != LibraryKind::Topic && project_id.is_some() {
            return Err(LibraryError::StandingLibrary);
        }
        check_project(writing, project_id)?;
        let instead = instead_of_consent.unwrap_or(known.instead_of_consent);
        if known.kind != LibraryKind::Warning && instead != InsteadOfConsent::default() {
            return Err(LibraryError::NeedsNoConsent);
        }
        let changed = Library { name: name.clone(), project_id, instead_of_consent: instead, ..known };
        library::update(writing, &changed)?;
        let told = json!({
            "project": project_id,
            "altered_voice": instead.altered_voice,
            "other_sites": instead.other_sites,
        });
        by.note(writing, "library.changed", "library", id, told)?;
        line(writing, &who, changed)
    })
    .await
}

/// Closes a library, or opens it again: what is on the shelf of a closed one, learners do not find.
pub async fn retire_library(
    db: &Db,
    who: &Who,
    by: By,
    id: LibraryId,
    retired: bool,
) -> Result<LibraryLine, LibraryError> {
    let who = who.clone();
    db.write(move |writing| {
        let known = known(writing, id)?;
        if known.kind != LibraryKind::Topic {
            return Err(LibraryError::StandingLibrary);
        }
        let now = writing.now();
        let retired_at = retired.then(|| known.retired_at.unwrap_or(now));
        let changed = Library { retired_at, ..known };
        library::update(writing, &changed)?;
        by.note(writing, "library.retired", "library", id, json!({ "retired": retired }))?;
        line(writing, &who, changed)
    })
    .await
}

pub(super) fn known(reading: &mut Reading<'_>, id: LibraryId) -> Result<Library, LibraryError> {
    library::by_id(reading, id)?.ok_or(LibraryError::NotFound { what: "library" })
}

fn check_project(reading: &mut Reading<'_>, project_id: Option<ProjectId>) -> Result<(), LibraryError> {
    let Some(id) = project_id else { return Ok(()) };
    project::name_of(reading, id)?.map(drop).ok_or(LibraryError::NotFound { what: "project" })
}

fn line(reading: &mut Reading<'_>, who: &Who, library: Library) -> Result<LibraryLine, LibraryError> {
    lines(reading, who, vec![library])?.pop().ok_or(LibraryError::NotFound { what: "library" })
}

fn lines(
    reading: &mut Reading<'_>,
    who: &Who,
    libraries: Vec<Library>,
) -> Result<Vec<LibraryLine>, LibraryError> {
    let edits = editor(reading, who)?;
    let learner = learner(reading, who)?;
    let projects = learner.projects.clone();
    let learns = SeenBy::Learner(learner);
    let names = named::of_projects(reading, libraries.iter().filter_map(|one| one.project_id))?;
    let seen = edits.as_ref().unwrap_or(&learns);
    let mut lines = Vec::new();
    for library in libraries {
        let is_for = library.retired_at.is_none() && is_for(&library, projects.as_deref());
        if edits.is_none() && !is_for {
            continue;
        }
        let in_state =
            |state| CaseFilter { library_id: Some(library.id), states: vec![state], ..CaseFilter::default() };
        let shelved = library_case::count(reading, seen, &in_state(CaseState::Shelved))?;
        let (mut proposed, mut drafts) = (None, None);
        if edits.is_some() {
            proposed = Some(library_case::count(reading, seen, &in_state(CaseState::Proposed))?);
            drafts = Some(library_case::count(reading, seen, &in_state(CaseState::Draft))?);
        }
        let project = library.project_id.map(|id| names.named(id));
        lines.push(LibraryLine { library, project, shelved, proposed, drafts });
    }
    Ok(lines)
}

/// Whether a library is for somebody who learns in these projects (none: in every one).
pub(super) fn is_for(library: &Library, projects: Option<&[ProjectId]>) -> bool {
    match (library.project_id, projects) {
        (None, _) | (_, None) => true,
        (Some(id), Some(projects)) => projects.contains(&id),
    }
}

/// The permission to make and close libraries, for the whole organisation.
pub fn manages_libraries(who: &Who) -> Result<(), LibraryError> {
    match who.scope(Permission::ManageLibraries) {
        Some(crate::db::Scope::Everything) => Ok(()),
        _ => Err(AccessError::NotPermitted.into()),
    }
}
