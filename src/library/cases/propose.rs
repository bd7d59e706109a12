//! Cases are proposed: by a flag, by hand, by an agent who nominates a call of their own.

use super::super::clips::{self, range_of};
use super::super::libraries::known;
use super::super::texts::{LINE_MOST, search_text, text};
use super::super::{CaseView, LibraryError};
use super::{keep_or_let_go, view};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::flag::{Flag, FlagKind};
use crate::db::library::{self, LibraryKind};
use crate::db::library_case::{self, Case, CaseLevel, CaseState};
use crate::db::recording::{Recording, RecordingState};
use crate::db::{Db, Reading, Scope, Writing, call, recording, transcript};
use crate::ids::{CallId, CaseId, ClipId, FlagId, LibraryId, PersonId, RecordingId};
use serde_json::json;

/// How many proposals of one person wait at most.
const OPEN_MOST: i64 = 200;

/// What a case is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseSource {
    /// A whole call: of several recordings, the longest.
    Call(CallId),
    /// A clip.
    Clip(ClipId),
}

/// A case to be proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// For which library.
    pub library_id: LibraryId,
    /// What it is made of.
    pub source: CaseSource,
    /// What there is to learn, in one line.
    pub teaching_line: String,
    /// For whom it is; for everybody unless said.
    pub level: Option<CaseLevel>,
    /// The language that is spoken; that of the transcript unless said.
    pub language: Option<String>,
}

/// Where a case lies: the recording, and its range on the call's timeline; none: all of it.
struct Place {
    call_id: CallId,
    recording_id: RecordingId,
    clip_id: Option<ClipId>,
    range: Option<(i64, i64)>,
}

/// Proposes a case of a call within the caller's reach (`scope`). What somebody proposes who decides
/// themselves begins as a draft.
pub async fn propose_case(
    db: &Db,
    who: &Who,
    by: By,
    scope: Scope,
    new: NewCase,
) -> Result<CaseView, LibraryError> {
    let proposed_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let teaching_line = text("teaching_line", &new.teaching_line, LINE_MOST)?;
    let language = new.language.as_deref().map(language).transpose()?;
    let who = who.clone();
    db.write(move |writing| {
        let place = place_of(writing, &who, &scope, new.source)?;
        call::lock(writing, &[place.call_id])?;
        let library = known(writing, new.library_id)?;
        if library.retired_at.is_some() {
            return Err(LibraryError::LibraryRetired);
        }
        let edits = match who.scope(Permission::EditLibraries) {
            Some(scope) => call::find(writing, &scope, place.call_id)?.is_some(),
            None => false,
        };
        // What agents nominate of their own is what they are proud of.
        let only_own = !edits && !who.may(Permission::FlagCalls);
        if only_own && library.kind != LibraryKind::Good {
            return Err(AccessError::NotPermitted.into());
        }
        let case = case_at(writing, &place, library.id, &teaching_line, proposed_by)?;
        let case = Case {
            level: new.level.unwrap_or(case.level),
            language: language.clone().unwrap_or(case.language.clone()),
            ..case
        };
        let case = if edits { accepted(case, proposed_by) } else { case };
        enter(writing, by, &case)?;
        view::found(writing, &who, case.id)
    })
    .await
}

/// Proposes what a flag marks as good, or as a warning: its note is the teaching line. A flag without a
/// note, and a call of which nothing can be heard, propose nothing.
pub(in super::super) fn propose_by_flag(
    writing: &mut Writing<'_>,
    by: By,
    flag: &Flag,
) -> Result<(), LibraryError> {
    let kind = match flag.kind {
        FlagKind::GoodCase => LibraryKind::Good,
        FlagKind::WarningCase => LibraryKind::Warning,
        _ => return Ok(()),
    };
    let Some(note) = flag.note.as_deref() else { return Ok(()) };
    let Some(library) = library::of_kind(writing, kind)? else { return Ok(()) };
    let range = flag.start_ms.zip(flag.end_ms).filter(|(start, end)| end - start >= 1_000);
    let Some((recording_id, range)) = heard(writing, flag.call_id, range)? else { return Ok(()) };
    let place = Place { call_id: flag.call_id, recording_id, clip_id: None, range };
    let line: String = note.chars().take(LINE_MOST).collect();
    match case_at(writing, &place, library.id, &line, flag.flagged_by) {
        Ok(case) => enter(writing, by, &Case { flag_id: Some(flag.id), ..case }),
        // The flag stands all the same.
        Err(LibraryError::ProposedAlready | LibraryError::TooMany { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A proposal goes with the flag that made it, unless it was decided.
pub(in super::super) fn withdraw_with_flag(
    writing: &mut Writing<'_>,
    by: By,
    flag_id: FlagId,
) -> Result<(), LibraryError> {
    let proposed = library_case::of_flags(writing, &[flag_id])?.remove(&flag_id);
    let Some(case) = proposed.filter(|case| case.state == CaseState::Proposed) else { return Ok(()) };
    let now = writing.now();
    let changed =
        Case { state: CaseState::Withdrawn, flag_id: None, decided_at: Some(now), changed_at: now, ..case };
    library_case::update(writing, &changed)?;
    by.note(writing, "case.withdrawn", "case", changed.id, json!({ "flag": flag_id }))?;
    Ok(())
}

/// A case accepted by this person: its commentary is to be written.
pub(super) fn accepted(case: Case, decided_by: PersonId) -> Case {
    let (decided_at, decided_by) = (Some(case.changed_at), Some(decided_by));
    Case { state: CaseState::Draft, decided_by, decided_at, ..case }
}

fn enter(writing: &mut Writing<'_>, by: By, case: &Case) -> Result<(), LibraryError> {
    library_case::insert(writing, case)?;
    keep_or_let_go(writing, by, case, Some(case.proposed_by))?;
    let detail = json!({ "library": case.library_id, "call": case.call_id, "state": case.state.as_str() });
    by.note(writing, "case.proposed", "case", case.id, detail)?;
    Ok(())
}

fn place_of(
    reading: &mut Reading<'_>,
    who: &Who,
    scope: &Scope,
    source: CaseSource,
) -> Result<Place, LibraryError> {
    match source {
        CaseSource::Call(call_id) => {
            call::find(reading, scope, call_id)?.ok_or(LibraryError::NotFound { what: "call" })?;
            let (recording_id, range) = heard(reading, call_id, None)?.ok_or(LibraryError::NothingToHear)?;
            Ok(Place { call_id, recording_id, clip_id: None, range })
        }
        CaseSource::Clip(id) => {
            let clip = clips::found(reading, who, scope, id)?;
            Ok(Place {
                call_id: clip.call_id,
                recording_id: clip.recording_id,
                clip_id: Some(id),
                range: Some((clip.start_ms, clip.end_ms)),
            })
        }
    }
}

/// The recording that is heard of a call, and the range within it: of the recordings that can be heard
/// the one that holds most of the range, or the longest.
fn heard(
    reading: &mut Reading<'_>,
    call_id: CallId,
    range: Option<(i64, i64)>,
) -> Result<Option<(RecordingId, Option<(i64, i64)>)>, LibraryError> {
    let mut recordings = recording::heard_of_calls(reading, &[call_id])?;
    recordings.retain(|recording| recording.state != RecordingState::Failed);
    let overlap = |recording: &Recording| {
        let (from, until) = range_of(recording);
        let (start, end) = range.unwrap_or((i64::MIN, i64::MAX));
        until.unwrap_or(from).min(end).saturating_sub(from.max(start))
    };
    let Some(best) = recordings.iter().max_by_key(|one| (overlap(one), std::cmp::Reverse(one.id))) else {
        return Ok(None);
    };
    let (from, until) = range_of(best);
    let within = range.map(|(start, end)| (start.max(from), end.min(until.unwrap_or(i64::MAX))));
    Ok(Some((best.id, within.filter(|(start, end)| end - start >= 1_000))))
}

/// A case of this place, not stored yet.
fn case_at(
    writing: &mut Writing<'_>,
    place: &Place,
    library_id: LibraryId,
    teaching_line: &str,
    proposed_by: PersonId,
) -> Result<Case, LibraryError> {
    if library_case::is_shown(writing, library_id, place.recording_id, place.range)? {
        return Err(LibraryError::ProposedAlready);
    }
    if library_case::count_open_of(writing, proposed_by)? >= OPEN_MOST {
        return Err(LibraryError::TooMany { what: "proposals", most: OPEN_MOST });
    }
    let spoken = transcript::current(writing, place.recording_id)?.and_then(|found| found.language);
    let is_han = teaching_line.chars().any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one));
    let now = writing.now();
    Ok(Case {
        id: CaseId::new(),
        library_id,
        state: CaseState::Proposed,
        call_id: place.call_id,
        recording_id: place.recording_id,
        clip_id: place.clip_id,
        start_ms: place.range.map(|range| range.0),
        end_ms: place.range.map(|range| range.1),
        teaching_line: teaching_line.to_owned(),
        language: spoken.unwrap_or_else(|| if is_han { "zh" } else { "en" }.to_owned()),
        level: CaseLevel::Regular,
        hides_names: true,
        review_on: None,
        edition: 0,
        search_text: search_text([teaching_line]),
        proposed_by,
        proposed_at: now,
        flag_id: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        shelved_at: None,
        archive_cause: None,
        changed_at: now,
    })
}

/// A language as it is stored: ISO 639, in lower case.
pub(super) fn language(given: &str) -> Result<String, LibraryError> {
    let given = given.trim().to_ascii_lowercase();
    let is_one = (2..=3).contains(&given.len()) && given.chars().all(|one| one.is_ascii_lowercase());
    if is_one { Ok(given) } else { Err(LibraryError::Text { field: "language", most: 3 }) }
}
