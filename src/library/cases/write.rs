//! The commentary of a case is written, edition by edition; the case goes onto the shelf and into the
//! archive.

use super::super::CaseView;
use super::super::LibraryError;
use super::super::commentary::Commentary;
use super::super::eyes::{self, SeenCase};
use super::super::libraries::known;
use super::super::texts::{LINE_MOST, TEXT_MOST, day, optional_text, search_text, tags, text};
use super::{Missing, keep_or_let_go, propose, view};
use crate::access::{AccessError, By, Who};
use crate::db::library::LibraryKind;
use crate::db::library_case::{
    self, AnswerTie, ArchiveCause, Case, CaseLevel, CaseState, Edition, ItemTie, PROPOSED,
};
use crate::db::named::{self, Named};
use crate::db::recording::RecordingState;
use crate::db::{Db, Reading, Scope, Writing, call, recording, scorecard, standard_answer};
use crate::ids::{CaseId, LibraryId, PersonId};
use serde_json::json;

/// The most items, and the most standard answers, that a case illustrates.
const TIES_MOST: usize = 20;
/// How many editions are told, the newest.
const EDITIONS_MOST: i64 = 100;

/// A case as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    /// The number of the edition that it is based on; 0: none was written.
    pub edition: i32,
    /// The library.
    pub library_id: LibraryId,
    /// For whom it is.
    pub level: CaseLevel,
    /// The language that is spoken.
    pub language: String,
    /// Whether learners do not see who is heard.
    pub hides_names: bool,
    /// The day on which somebody should look at it again.
    pub review_on: Option<String>,
    /// The items that it illustrates.
    pub items: Vec<ItemTie>,
    /// The standard answers that it illustrates, in the wording that is shown.
    pub answers: Vec<AnswerTie>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The commentary, with the teaching line.
    pub commentary: Commentary,
}

/// An edition of a commentary with who wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionLine {
    /// The edition.
    pub edition: Edition<Commentary>,
    /// Who wrote it.
    pub written_by: Named<PersonId>,
}

/// Stores a case as it is to be, on top of the edition that the caller read. Another commentary is another
/// edition.
pub async fn change_case(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    change: CaseChange,
) -> Result<CaseView, LibraryError> {
    let written_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let teaching_line = text("teaching_line", &change.commentary.teaching_line, LINE_MOST)?;
    let language = propose::language(&change.language)?;
    let review_on = change.review_on.as_deref().map(|text| day("review_on", text)).transpose()?;
    let tags = tags(&change.tags)?;
    for (what, count) in [("items", change.items.len()), ("standard answers", change.answers.len())] {
        if count > TIES_MOST {
            let most = i64::try_from(TIES_MOST).unwrap_or(i64::MAX);
            return Err(LibraryError::TooMany { what, most });
        }
    }
    let who = who.clone();
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let SeenCase { case, .. } = eyes::find_to_edit(writing, &who, id)?;
        if case.edition != change.edition {
            return Err(LibraryError::ChangedElsewhere);
        }
        if !matches!(case.state, CaseState::Draft | CaseState::Shelved | CaseState::Archived) {
            return Err(LibraryError::WrongState { state: case.state.as_str() });
        }
        if change.library_id != case.library_id {
            let library = known(writing, change.library_id)?;
            if library.retired_at.is_some() {
                return Err(LibraryError::LibraryRetired);
            }
            // Elsewhere nobody would be asked.
            if known(writing, case.library_id)?.kind == LibraryKind::Warning {
                return Err(LibraryError::WarningStays);
            }
        }
        check_ties(writing, &change.items, &change.answers)?;
        let (start, end) = view::case_range(writing, &case)?;
        // Before a recording is prepared it is not known where it ends.
        let range = (start, if end > start { end } else { i64::MAX });
        let draft = Commentary { teaching_line: teaching_line.clone(), ..change.commentary.clone() };
        let content = draft.checked(range)?;
        let written: Option<Edition<Commentary>> = library_case::edition(writing, id, case.edition)?;
        let now = writing.now();
        let mut edition = case.edition;
        if written.is_none_or(|written| written.content != content) {
            if edition == PROPOSED {
                keep_as_proposed(writing, &case)?;
            }
            edition += 1;
            let new = Edition { number: edition, content: content.clone(), written_by, written_at: now };
            library_case::insert_edition(writing, id, &new)?;
        }
        library_case::put_ties(writing, id, &change.items, &change.answers, &tags)?;
        let changed = Case {
            library_id: change.library_id,
            teaching_line: teaching_line.clone(),
            language: language.clone(),
            level: change.level,
            hides_names: change.hides_names,
            review_on: review_on.as_ref().map(|(day, _)| day.clone()),
            edition,
            search_text: found_by(writing, &content, &change.items, &tags)?,
            changed_at: now,
            ..case
        };
        library_case::update(writing, &changed)?;
        by.note(writing, "case.changed", "case", id, json!({ "edition": edition }))?;
        view::found(writing, &who, id)
    })
    .await
}

/// Keeps the line that a case was proposed by: whoever proposed it goes on reading their own words, not those
/// that only learners and editors may.
fn keep_as_proposed(writing: &mut Writing<'_>, case: &Case) -> Result<(), LibraryError> {
    let content = Commentary { teaching_line: case.teaching_line.clone(), ..Commentary::default() };
    let (written_by, written_at) = (case.proposed_by, case.proposed_at);
    let edition = Edition { number: PROPOSED, content, written_by, written_at };
    Ok(library_case::insert_edition(writing, case.id, &edition)?)
}

/// Puts a case onto the shelf, where learners find it: a draft, or one of the archive once more.
pub async fn shelve_case(db: &Db, who: &Who, by: By, id: CaseId) -> Result<CaseView, LibraryError> {
    let who = who.clone();
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let SeenCase { case, .. } = eyes::find_to_edit(writing, &who, id)?;
        if !matches!(case.state, CaseState::Draft | CaseState::Archived) {
            return Err(LibraryError::WrongState { state: case.state.as_str() });
        }
        let missing = missing(writing, &case)?;
        if !missing.is_empty() {
            return Err(LibraryError::NotReady(missing));
        }
        call::lock(writing, &[case.call_id])?;
        renew_answers(writing, id)?;
        let now = writing.now();
        let shelved = Case {
            state: CaseState::Shelved,
            shelved_at: Some(now),
            archive_cause: None,
            reason: None,
            changed_at: now,
            ..case
        };
        library_case::update(writing, &shelved)?;
        keep_or_let_go(writing, by, &shelved, who.person_id())?;
        by.note(writing, "case.shelved", "case", id, json!({ "library": shelved.library_id }))?;
        view::found(writing, &who, id)
    })
    .await
}

/// Puts a draft, a case of the shelf, or one that is out of date into the archive for good.
pub async fn archive_case(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    reason: Option<String>,
) -> Result<CaseView, LibraryError> {
    let reason = optional_text("reason", reason.as_deref(), TEXT_MOST)?;
    let who = who.clone();
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let SeenCase { case, .. } = eyes::find_to_edit(writing, &who, id)?;
        if !case.keeps_call() {
            return Err(LibraryError::WrongState { state: case.state.as_str() });
        }
        let archived = Case {
            state: CaseState::Archived,
            archive_cause: Some(ArchiveCause::ByHand),
            reason: reason.clone(),
            changed_at: writing.now(),
            ..case
        };
        library_case::update(writing, &archived)?;
        keep_or_let_go(writing, by, &archived, who.person_id())?;
        by.note(writing, "case.archived", "case", id, json!({ "cause": "by_hand" }))?;
        view::found(writing, &who, id)
    })
    .await
}

/// The editions of a commentary, the newest first.
pub async fn editions_of_case(db: &Db, who: &Who, id: CaseId) -> Result<Vec<EditionLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        eyes::find_to_edit(reading, &who, id)?;
        let editions: Vec<Edition<Commentary>> = library_case::editions(reading, id, EDITIONS_MOST)?;
        let names = named::of_people(reading, editions.iter().map(|edition| edition.written_by))?;
        let line = |edition: Edition<Commentary>| EditionLine {
            written_by: names.named(edition.written_by),
            edition,
        };
        Ok(editions.into_iter().map(line).collect())
    })
    .await
}

/// What a case lacks before it can go onto the shelf.
pub(super) fn missing(reading: &mut Reading<'_>, case: &Case) -> Result<Vec<Missing>, LibraryError> {
    let written: Option<Edition<Commentary>> = library_case::edition(reading, case.id, case.edition)?;
    let content = written.map(|edition| edition.content).unwrap_or_default();
    let library = known(reading, case.library_id)?;
    let recording = recording::find(reading, &Scope::Everything, case.recording_id)?;
    let is_heard = recording.is_some_and(|recording| recording.state != RecordingState::Failed);
    let lacks = [
        (content.why.is_empty(), Missing::Why),
        (content.points.is_empty(), Missing::Points),
        (library.retired_at.is_some(), Missing::Library),
        (!is_heard, Missing::Sound),
    ];
    Ok(lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, missing)| missing).collect())
}

/// What comes back from the archive illustrates the wordings of today.
fn renew_answers(writing: &mut Writing<'_>, id: CaseId) -> Result<(), LibraryError> {
    let Some(ties) = library_case::answers_of(writing, &[id])?.remove(&id) else { return Ok(()) };
    let today = super::super::outdated::today(writing)?;
    let ids: Vec<_> = ties.iter().map(|tie| tie.standard_answer_id).collect();
    let in_force = super::super::outdated::in_force(writing, &ids, &today)?;
    let renewed: Vec<AnswerTie> = ties
        .into_iter()
        .filter_map(|tie| {
            let version = *in_force.get(&tie.standard_answer_id)?;
            Some(AnswerTie { version, ..tie })
        })
        .collect();
    let items = library_case::items_of(writing, &[id])?.remove(&id).unwrap_or_default();
    let tags = library_case::tags_of(writing, &[id])?.remove(&id).unwrap_or_default();
    Ok(library_case::put_ties(writing, id, &items, &renewed, &tags)?)
}

fn check_ties(
    reading: &mut Reading<'_>,
    items: &[ItemTie],
    answers: &[AnswerTie],
) -> Result<(), LibraryError> {
    for item in items {
        let version = scorecard::latest_version(reading, item.scorecard_id)?;
        let is_known = version.is_some_and(|one| one.definition.question(&item.question).is_some());
        if !is_known {
            return Err(LibraryError::UnknownItem);
        }
    }
    let ids: Vec<_> = answers.iter().map(|answer| answer.standard_answer_id).collect();
    let versions = standard_answer::versions_of(reading, &ids)?;
    for answer in answers {
        let known = versions.get(&answer.standard_answer_id);
        if !known.is_some_and(|known| known.iter().any(|version| version.number == answer.version)) {
            return Err(LibraryError::NotFound { what: "standard answer" });
        }
    }
    Ok(())
}

/// By what a case is found: by what is written of it. Never by a name.
fn found_by(
    reading: &mut Reading<'_>,
    content: &Commentary,
    items: &[ItemTie],
    tags: &[String],
) -> Result<String, LibraryError> {
    let names = view::item_names(reading, items)?;
    let titles: Vec<String> = names.iter().flat_map(|name| view::texts_of(&name.title)).collect();
    let said = content.points.iter().flat_map(|point| {
        [&point.happened, &point.matters, &point.instead].into_iter().flat_map(|words| words.values())
    });
    let texts = [&content.teaching_line].into_iter().chain(content.why.values()).chain(said);
    Ok(search_text(texts.chain(tags).chain(&titles).map(String::as_str)))
}
