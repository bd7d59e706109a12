//! Cases, from the proposal to the archive.

mod decide;
mod import;
mod list;
mod propose;
mod shelves;
mod view;
mod write;

pub use decide::{Verdict, decide_case, withdraw_case};
pub use import::{ImportedCase, import_case};
pub use list::{CaseLine, CaseList, list_cases, recommended_cases, related_cases};
pub use propose::{CaseSource, NewCase, propose_case};
pub use shelves::{CardShelf, CaseShelves, ItemShelf, case_shelves};
pub use view::{AnswerView, CaseView, ConsentLine, ItemName, Readiness, SoundState, find_case};
pub use write::{CaseChange, EditionLine, archive_case, change_case, editions_of_case, shelve_case};

pub(super) use list::lines;
pub(super) use propose::{propose_by_flag, withdraw_with_flag};
pub(super) use view::case_range;

use crate::access::By;
use crate::db::case_consent;
use crate::db::hold::{self, Hand, HoldOrigin};
use crate::db::library_case::Case;
use crate::db::{DbError, Writing, outbox};
use crate::ids::{CaseId, PersonId};

/// What a case lacks before it can go onto the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Why it is good or bad.
    Why,
    /// A point at which playback stops.
    Points,
    /// An open library.
    Library,
    /// A recording that can be decoded.
    Sound,
}

impl Missing {
    /// Its name in the interface.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::Points => "points",
            Self::Library => "library",
            Self::Sound => "sound",
        }
    }
}

/// Keeps the call for as long as the case shows it, and lets it go afterwards; whoever was asked about a
/// case that is put away is asked no more.
fn keep_or_let_go(
    writing: &mut Writing<'_>,
    by: By,
    case: &Case,
    owner_id: Option<PersonId>,
) -> Result<(), DbError> {
    if !case.state.keeps() {
        ask_no_more(writing, case.id)?;
    }
    let (hand, origin_id) = (Hand { actor: by.actor, request_id: by.request_id }, *case.id.as_bytes());
    if case.keeps_call() {
        let reason = "a case of a library shows it";
        hold::keep(writing, hand, HoldOrigin::Library, origin_id, owner_id, reason, case.call_id)?;
    } else {
        let reason = "no case of a library shows it any more";
        hold::let_go(writing, hand, HoldOrigin::Library, origin_id, owner_id, reason)?;
    }
    Ok(())
}

/// Takes the question from the bell of everybody who has not answered it.
fn ask_no_more(writing: &mut Writing<'_>, id: CaseId) -> Result<(), DbError> {
    let asked = case_consent::of_cases(writing, &[id])?.remove(&id).unwrap_or_default();
    for consent in asked.iter().filter(|consent| consent.answer.is_none()) {
        outbox::mark_read_about(writing, consent.person_id, id.as_bytes())?;
    }
    Ok(())
}

/// Puts a case of the shelf away without a hand: what it illustrates has changed.
pub(super) fn put_away(writing: &mut Writing<'_>, by: By, case: &Case) -> Result<(), DbError> {
    crate::db::library_case::update(writing, case)?;
    keep_or_let_go(writing, by, case, None)
}
