//! Playlists: cases in an order, for whoever learns.

use super::cases::{CaseLine, lines};
use super::texts::{LINE_MOST, text};
use super::visibility::Sight;
use super::{LibraryError, eyes};
use crate::access::{AccessError, By, Who};
use crate::db::library_case;
use crate::db::named::{self, Named};
use crate::db::playlist::{self, Playlist};
use crate::db::{Db, Page, Reading, Window};
use crate::ids::{CaseId, PersonId, PlaylistId};
use serde_json::json;
use std::collections::BTreeSet;

/// The most cases of a playlist.
const CASES_MOST: usize = 50;

/// A playlist as somebody sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaylistLine {
    /// The playlist.
    pub playlist: Playlist,
    /// Who made it.
    pub made_by: Named<PersonId>,
    /// The cases that are there for the reader, in their order.
    pub cases: Vec<CaseLine>,
}

/// One page of the playlists, what was changed last first.
pub async fn list_playlists(db: &Db, who: &Who, window: Window) -> Result<Page<PlaylistLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = playlist::list(reading, window)?;
        Ok(Page { items: with_cases(reading, &who, items)?, next, total, total_is_exact })
    })
    .await
}

/// Makes a playlist.
pub async fn make_playlist(
    db: &Db,
    who: &Who,
    by: By,
    name: &str,
    cases: Vec<CaseId>,
) -> Result<PlaylistLine, LibraryError> {
    let made_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let name = text("name", name, LINE_MOST)?;
    let who = who.clone();
    db.write(move |writing| {
        let cases = checked(writing, &who, &cases)?;
        let now = writing.now();
        let new =
            Playlist { id: PlaylistId::new(), name: name.clone(), made_by, made_at: now, changed_at: now };
        playlist::insert(writing, &new, &cases)?;
        by.note(writing, "playlist.made", "playlist", new.id, json!({ "cases": cases.len() }))?;
        line(writing, &who, new)
    })
    .await
}

/// Names a playlist, and says what is in it.
pub async fn change_playlist(
    db: &Db,
    who: &Who,
    by: By,
    id: PlaylistId,
    name: &str,
    cases: Vec<CaseId>,
) -> Result<PlaylistLine, LibraryError> {
    let name = text("name", name, LINE_MOST)?;
    let who = who.clone();
    db.write(move |writing| {
        let known = playlist::by_id(writing, id)?.ok_or(LibraryError::NotFound { what: "playlist" })?;
        let cases = checked(writing, &who, &cases)?;
        let changed = Playlist { name: name.clone(), changed_at: writing.now(), ..known };
        playlist::update(writing, &changed, &cases)?;
        by.note(writing, "playlist.changed", "playlist", id, json!({ "cases": cases.len() }))?;
        line(writing, &who, changed)
    })
    .await
}

/// Takes a playlist away, and what was to be learned by it.
pub async fn delete_playlist(db: &Db, by: By, id: PlaylistId) -> Result<(), LibraryError> {
    db.write(move |writing| {
        if !playlist::delete(writing, id)? {
            return Err(LibraryError::NotFound { what: "playlist" });
        }
        by.note(writing, "playlist.deleted", "playlist", id, json!({}))?;
        Ok(())
    })
    .await
}

/// Each once, and each one that the caller edits.
fn checked(reading: &mut Reading<'_>, who: &Who, cases: &[CaseId]) -> Result<Vec<CaseId>, LibraryError> {
    let mut known = BTreeSet::new();
    let cases: Vec<CaseId> = cases.iter().copied().filter(|id| known.insert(*id)).collect();
    if cases.len() > CASES_MOST {
        let most = i64::try_from(CASES_MOST).unwrap_or(i64::MAX);
        return Err(LibraryError::TooMany { what: "cases", most });
    }
    for id in &cases {
        eyes::find_to_edit(reading, who, *id)?;
    }
    Ok(cases)
}

fn line(reading: &mut Reading<'_>, who: &Who, playlist: Playlist) -> Result<PlaylistLine, LibraryError> {
    let made = with_cases(reading, who, vec![playlist])?.pop();
    made.ok_or(LibraryError::NotFound { what: "playlist" })
}

/// Playlists with the cases that are there for the caller.
pub(super) fn with_cases(
    reading: &mut Reading<'_>,
    who: &Who,
    playlists: Vec<Playlist>,
) -> Result<Vec<PlaylistLine>, LibraryError> {
    let ids: Vec<PlaylistId> = playlists.iter().map(|one| one.id).collect();
    let mut order = playlist::cases_of(reading, &ids)?;
    let all: BTreeSet<CaseId> = order.values().flatten().copied().collect();
    let all: Vec<CaseId> = all.into_iter().collect();
    let cases = library_case::by_ids(reading, &all)?;
    let mut seen = lines(reading, who, cases)?;
    seen.retain(|line| line.sight != Sight::Proposal);
    let names = named::of_people(reading, playlists.iter().map(|one| one.made_by))?;
    let line = |playlist: Playlist| {
        let order = order.remove(&playlist.id).unwrap_or_default();
        let case = |id: CaseId| seen.iter().find(|line| line.case.id == id).cloned();
        PlaylistLine {
            made_by: names.named(playlist.made_by),
            cases: order.into_iter().filter_map(case).collect(),
            playlist,
        }
    };
    Ok(playlists.into_iter().map(line).collect())
}
