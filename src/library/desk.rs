//! The trainer's desk: what waits for whoever looks after the libraries.

use super::cases::{CaseLine, lines};
use super::{LibraryError, eyes, outdated, tasks};
use crate::access::{AccessError, Who};
use crate::db::library_case::{self, CaseFilter, CaseSort, CaseState};
use crate::db::{Db, Window};

/// How many of each are shown.
const SHOWN: i64 = 10;

/// Some cases, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Pile {
    /// How many there are, counted to 10,000.
    pub total: i64,
    /// The first of them, what waits longest first.
    pub cases: Vec<CaseLine>,
}

/// What waits on the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainerDesk {
    /// Proposals to decide.
    pub proposals: Pile,
    /// Accepted, and not on the shelf yet.
    pub drafts: Pile,
    /// Off the shelf because a standard answer changed.
    pub outdated: Pile,
    /// On the shelf, and to be looked at again by now.
    pub due: Pile,
    /// Warnings on the shelf that no learner sees, because somebody has not agreed.
    pub unconsented: Pile,
    /// How many tasks of those whom the caller gives some are overdue.
    pub overdue_tasks: i64,
    /// How many are open.
    pub open_tasks: i64,
}

/// The desk of the caller.
pub async fn trainer_desk(db: &Db, who: &Who) -> Result<TrainerDesk, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let eyes = eyes::editor(reading, &who)?.ok_or(AccessError::NotPermitted)?;
        let today = outdated::today(reading)?;
        let in_state = |state| CaseFilter { states: vec![state], ..CaseFilter::default() };
        let warnings = crate::db::library::of_kind(reading, crate::db::library::LibraryKind::Warning)?;
        let unconsented = CaseFilter {
            library_id: warnings.map(|library| library.id),
            is_consented: Some(false),
            ..in_state(CaseState::Shelved)
        };
        let due = CaseFilter { review_until: Some(today), ..in_state(CaseState::Shelved) };
        let outdated = CaseFilter { is_outdated: Some(true), ..in_state(CaseState::Archived) };
        let mut pile = |filter: &CaseFilter| -> Result<Pile, LibraryError> {
            let window = Window::new(None, SHOWN);
            let page = library_case::list(reading, &eyes, filter, CaseSort::Oldest, window)?;
            Ok(Pile { total: page.total, cases: lines(reading, &who, page.items)? })
        };
        let proposals = pile(&in_state(CaseState::Proposed))?;
        let drafts = pile(&in_state(CaseState::Draft))?;
        let (outdated, due, unconsented) = (pile(&outdated)?, pile(&due)?, pile(&unconsented)?);
        let (overdue_tasks, open_tasks) = tasks::count_chased(reading, &who)?;
        Ok(TrainerDesk { proposals, drafts, outdated, due, unconsented, overdue_tasks, open_tasks })
    })
    .await
}
