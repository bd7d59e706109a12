//! Clips: ranges of a recording by a title, made by whoever scores and trains, heard by whoever may hear
//! the call.

use super::LibraryError;
use super::texts::{LINE_MOST, TEXT_MOST, optional_text, query, search_text, tags, text};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::clip::{self, Clip, ClipFilter, ClipReader};
use crate::db::named::{self, Named};
use crate::db::recording::{ChannelRoles, Recording, RecordingState};
use crate::db::{Db, Page, Reading, Scope, Window, call, evaluation, recording};
use crate::ids::{CallId, ClipId, PersonId, RecordingId};
use serde_json::json;
use std::collections::BTreeMap;

/// The most clips of a call.
pub const CLIPS_A_CALL: i64 = 200;
/// The shortest clip, in milliseconds.
const LEAST_MS: i64 = 1_000;

/// What is said of a clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipText {
    /// What it shows.
    pub title: String,
    /// What there is to say of it.
    pub note: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A clip as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipLine {
    /// The clip.
    pub clip: Clip,
    /// Its tags, by name.
    pub tags: Vec<String>,
    /// Who made it.
    pub made_by: Named<PersonId>,
    /// Where the recording begins on the call's timeline.
    pub offset_ms: i64,
    /// Who is on which of its channels.
    pub channel_roles: ChannelRoles,
    /// Whether the reader may change it.
    pub is_changeable: bool,
}

impl ClipText {
    fn checked(self) -> Result<Self, LibraryError> {
        Ok(Self {
            title: text("title", &self.title, LINE_MOST)?,
            note: optional_text("note", self.note.as_deref(), TEXT_MOST)?,
            tags: tags(&self.tags)?,
        })
    }

    fn search_text(&self) -> String {
        let texts = [self.title.as_str(), self.note.as_deref().unwrap_or_default()];
        search_text(texts.into_iter().chain(self.tags.iter().map(String::as_str)))
    }
}

/// One page of the clips that the caller may hear (`scope`), the youngest first.
pub async fn list_clips(
    db: &Db,
    who: &Who,
    scope: Scope,
    asked: &str,
    filter: ClipFilter,
    window: Window,
) -> Result<Page<ClipLine>, LibraryError> {
    let (who, filter) = (who.clone(), ClipFilter { words: query(asked), ..filter });
    db.read(move |reading| {
        if let Some(call_id) = filter.call_id {
            call::find(reading, &scope, call_id)?.ok_or(LibraryError::NotFound { what: "call" })?;
        }
        let reader = reader(reading, &who, scope.clone())?;
        let Page { items, next, total, total_is_exact } = clip::list(reading, &reader, &filter, window)?;
        Ok(Page { items: lines(reading, &who, items)?, next, total, total_is_exact })
    })
    .await
}

/// The tags of the clips that the caller may hear (`scope`), each with how many have it.
pub async fn clip_tags(db: &Db, who: &Who, scope: Scope) -> Result<Vec<(String, i64)>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let reader = reader(reading, &who, scope.clone())?;
        Ok(clip::tags_in_use(reading, &reader)?)
    })
    .await
}

/// A clip that the caller may hear; somebody else's of a call that they have in hand is not there.
pub async fn find_clip(db: &Db, who: &Who, scope: Scope, id: ClipId) -> Result<ClipLine, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let found = found(reading, &who, &scope, id)?;
        line(reading, &who, found)
    })
    .await
}

/// Keeps a range of a recording of a call within the caller's reach (`scope`).
pub async fn make_clip(
    db: &Db,
    who: &Who,
    by: By,
    scope: Scope,
    (call_id, recording_id): (CallId, RecordingId),
    (start_ms, end_ms): (i64, i64),
    said: ClipText,
) -> Result<ClipLine, LibraryError> {
    let made_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let (who, said) = (who.clone(), said.checked()?);
    db.write(move |writing| {
        call::lock(writing, &[call_id])?;
        call::find(writing, &scope, call_id)?.ok_or(LibraryError::NotFound { what: "call" })?;
        let recording = recording::find(writing, &scope, recording_id)?.filter(|one| one.call_id == call_id);
        let recording = recording.ok_or(LibraryError::NotFound { what: "recording" })?;
        let (from, until) = range_of(&recording);
        let is_within = start_ms >= from && until.is_some_and(|until| end_ms <= until);
        if !is_within || end_ms - start_ms < LEAST_MS {
            return Err(LibraryError::BadRange);
        }
        if clip::count_of_call(writing, call_id)? >= CLIPS_A_CALL {
            return Err(LibraryError::TooMany { what: "clips", most: CLIPS_A_CALL });
        }
        let new = Clip {
            id: ClipId::new(),
            call_id,
            recording_id,
            start_ms,
            end_ms,
            title: said.title.clone(),
            note: said.note.clone(),
            search_text: said.search_text(),
            made_by,
            made_at: writing.now(),
        };
        clip::insert(writing, &new, &said.tags)?;
        by.note(writing, "clip.made", "clip", new.id, json!({ "call": call_id }))?;
        line(writing, &who, new)
    })
    .await
}

/// Says something else of a clip: one's own, or, for whoever edits libraries, anybody's.
pub async fn change_clip(
    db: &Db,
    who: &Who,
    by: By,
    scope: Scope,
    id: ClipId,
    said: ClipText,
) -> Result<ClipLine, LibraryError> {
    let (who, said) = (who.clone(), said.checked()?);
    db.write(move |writing| {
        let known = own(writing, &who, &scope, id)?;
        let changed = Clip {
            title: said.title.clone(),
            note: said.note.clone(),
            search_text: said.search_text(),
            ..known
        };
        clip::update(writing, &changed, &said.tags)?;
        by.note(writing, "clip.changed", "clip", id, json!({}))?;
        line(writing, &who, changed)
    })
    .await
}

/// Takes a clip away, unless a case is made of it.
pub async fn delete_clip(db: &Db, who: &Who, by: By, scope: Scope, id: ClipId) -> Result<(), LibraryError> {
    let who = who.clone();
    db.write(move |writing| {
        let known = own(writing, &who, &scope, id)?;
        if clip::is_used(writing, id)? {
            return Err(LibraryError::ClipInUse);
        }
        clip::delete(writing, id)?;
        by.note(writing, "clip.deleted", "clip", id, json!({ "call": known.call_id }))?;
        Ok(())
    })
    .await
}

/// Where a recording lies on the call's timeline; where it ends is not known before it is prepared.
pub(super) fn range_of(recording: &Recording) -> (i64, Option<i64>) {
    let is_there = recording.state == RecordingState::Prepared;
    let facts = recording.audio.as_ref().filter(|_| is_there);
    let length = facts.map(|facts| i64::try_from(facts.duration_ms).unwrap_or(i64::MAX));
    (recording.offset_ms, length.map(|length| recording.offset_ms.saturating_add(length)))
}

/// The clip, if it is there for the caller among those that they may hear (`scope`).
pub(super) fn found(
    reading: &mut Reading<'_>,
    who: &Who,
    scope: &Scope,
    id: ClipId,
) -> Result<Clip, LibraryError> {
    let reader = reader(reading, who, scope.clone())?;
    clip::find(reading, &reader, id)?.ok_or(LibraryError::NotFound { what: "clip" })
}

fn reader(reading: &mut Reading<'_>, who: &Who, scope: Scope) -> Result<ClipReader, LibraryError> {
    let person_id = who.person_id();
    let in_hand = match person_id {
        Some(own) => evaluation::calls_in_hand(reading, own)?,
        None => Vec::new(),
    };
    Ok(ClipReader { scope, person_id, in_hand })
}

fn own(reading: &mut Reading<'_>, who: &Who, scope: &Scope, id: ClipId) -> Result<Clip, LibraryError> {
    let known = found(reading, who, scope, id)?;
    if is_changeable(reading, who, &known)? { Ok(known) } else { Err(AccessError::NotPermitted.into()) }
}

fn is_changeable(reading: &mut Reading<'_>, who: &Who, clip: &Clip) -> Result<bool, LibraryError> {
    if who.person_id() == Some(clip.made_by) && who.may(Permission::MakeClips) {
        return Ok(true);
    }
    match who.scope(Permission::EditLibraries) {
        Some(scope) => Ok(call::find(reading, &scope, clip.call_id)?.is_some()),
        None => Ok(false),
    }
}

fn line(reading: &mut Reading<'_>, who: &Who, clip: Clip) -> Result<ClipLine, LibraryError> {
    lines(reading, who, vec![clip])?.pop().ok_or(LibraryError::NotFound { what: "clip" })
}

fn lines(reading: &mut Reading<'_>, who: &Who, clips: Vec<Clip>) -> Result<Vec<ClipLine>, LibraryError> {
    let ids: Vec<ClipId> = clips.iter().map(|clip| clip.id).collect();
    let mut tags = clip::tags_of(reading, &ids)?;
    let people = named::of_people(reading, clips.iter().map(|clip| clip.made_by))?;
    let calls: Vec<CallId> = clips.iter().map(|clip| clip.call_id).collect();
    let recordings = recording::of_calls(reading, &calls)?;
    let recordings: BTreeMap<RecordingId, Recording> =
        recordings.into_iter().map(|recording| (recording.id, recording)).collect();
    let mut lines = Vec::with_capacity(clips.len());
    for clip in clips {
        let recording = recordings.get(&clip.recording_id);
        lines.push(ClipLine {
            tags: tags.remove(&clip.id).unwrap_or_default(),
            made_by: people.named(clip.made_by),
            offset_ms: recording.map_or(0, |recording| recording.offset_ms),
            channel_roles: recording.map(|one| one.channel_roles.clone()).unwrap_or_default(),
            is_changeable: is_changeable(reading, who, &clip)?,
            clip,
        });
    }
    Ok(lines)
}
