//! Proposals are accepted, declined with a reason, or taken back.

use super::super::CaseView;
use super::super::LibraryError;
use super::super::eyes;
use super::super::texts::{TEXT_MOST, text};
use super::{keep_or_let_go, propose, view};
use crate::access::{AccessError, By, Who};
use crate::db::library_case::{self, Case, CaseState};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, call};
use crate::ids::CaseId;
use serde_json::json;

/// What becomes of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Its commentary is to be written.
    Accept,
    /// It is not taken, and why.
    Decline {
        /// Why; whoever proposed it reads it.
        reason: String,
    },
}

/// Decides a proposal; whoever made it is told.
pub async fn decide_case(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    verdict: Verdict,
) -> Result<CaseView, LibraryError> {
    let decided_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let reason = match verdict {
        Verdict::Accept => None,
        Verdict::Decline { reason } if reason.trim().is_empty() => return Err(LibraryError::ReasonNeeded),
        Verdict::Decline { reason } => Some(text("reason", &reason, TEXT_MOST)?),
    };
    let who = who.clone();
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let case = eyes::find_to_edit(writing, &who, id)?.case;
        if case.state != CaseState::Proposed {
            return Err(LibraryError::WrongState { state: case.state.as_str() });
        }
        call::lock(writing, &[case.call_id])?;
        let now = writing.now();
        let proposed_by = case.proposed_by;
        let decided = match &reason {
            None => propose::accepted(Case { changed_at: now, ..case }, decided_by),
            Some(reason) => Case {
                state: CaseState::Declined,
                decided_by: Some(decided_by),
                decided_at: Some(now),
                reason: Some(reason.clone()),
                changed_at: now,
                ..case
            },
        };
        library_case::update(writing, &decided)?;
        keep_or_let_go(writing, by, &decided, Some(decided_by))?;
        if proposed_by != decided_by {
            let news = News::new(EventKind::CaseDecided, id.as_bytes(), [proposed_by]);
            outbox::tell(writing, &news.by(Some(decided_by)))?;
        }
        by.note(writing, "case.decided", "case", id, json!({ "state": decided.state.as_str() }))?;
        view::found(writing, &who, id)
    })
    .await
}

/// Takes one's own proposal back, while nobody has decided.
pub async fn withdraw_case(db: &Db, who: &Who, by: By, id: CaseId) -> Result<CaseView, LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let case = eyes::find(writing, &who, id)?.case;
        if case.proposed_by != own {
            return Err(LibraryError::NotFound { what: "case" });
        }
        if case.state != CaseState::Proposed {
            return Err(LibraryError::WrongState { state: case.state.as_str() });
        }
        let now = writing.now();
        let withdrawn = Case { state: CaseState::Withdrawn, decided_at: Some(now), changed_at: now, ..case };
        library_case::update(writing, &withdrawn)?;
        by.note(writing, "case.withdrawn", "case", id, json!({}))?;
        view::found(writing, &who, id)
    })
    .await
}
