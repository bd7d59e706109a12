//! What a case review decides becomes somebody's task, shown to them until it is done.

use super::preparing::find;
use super::shown::{DecisionLine, decision_lines};
use super::{CaseReviewError, checks, person_of, runs};
use crate::access::{By, Who};
use crate::db::case_review::{self, CaseReviewState, Decision};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, person};
use crate::ids::{CaseReviewId, PersonId};
use jiff::civil::Date;
use serde_json::json;

/// How many open tasks of somebody are shown.
const OPEN_MOST: i64 = 50;
/// The most decisions of a review.
const DECISIONS_MOST: usize = 100;

/// A decision to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// What is to be done.
    pub text: String,
    /// By whom.
    pub owner_id: PersonId,
    /// Until which day of the workspace, `YYYY-MM-DD`.
    pub due_date: String,
}

/// Writes down what a case review that is or was held decided; its owner is told.
pub async fn decide(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
    new: NewDecision,
) -> Result<DecisionLine, CaseReviewError> {
    let (shown, own) = (runs(who)?, person_of(who)?);
    let text = checks::text(&new.text, "a decision says what is to be done, in at most 500 characters")?;
    let due: Date = new
        .due_date
        .parse()
        .map_err(|_: jiff::Error| CaseReviewError::Bad { problem: "a decision is due on a day" })?;
    db.write(move |writing| {
        let known = find(writing, &shown, id)?;
        if !matches!(known.state, CaseReviewState::Open | CaseReviewState::Closed) {
            return Err(CaseReviewError::NotInState { state: known.state.as_str() });
        }
        let owner = person::by_id(writing, new.owner_id)?.filter(|one| one.retired_at.is_none());
        let owner = owner.ok_or(CaseReviewError::NoOwner)?;
        let decided = case_review::decisions(writing, id)?;
        if decided.len() >= DECISIONS_MOST {
            return Err(CaseReviewError::Bad { problem: "it decides at most 100 things" });
        }
        let decision = Decision {
            case_review_id: id,
            number: decided.last().map_or(0, |last| last.number).saturating_add(1),
            text: text.clone(),
            owner_id: owner.id,
            due_date: due.to_string(),
            made_by: own,
            made_at: writing.now(),
            done_at: None,
        };
        case_review::insert_decision(writing, &decision)?;
        let told = Some(owner.id).filter(|owner| *owner != own);
        let news = News::new(EventKind::DecisionAssigned, id.as_bytes(), told).by(Some(own));
        outbox::tell(writing, &news)?;
        let detail = json!({ "number": decision.number, "owner": owner.id });
        by.note(writing, "case_review.decided", "case_review", id, detail)?;
        let line = decision_lines(writing, vec![decision])?.pop();
        line.ok_or(CaseReviewError::NotFound { what: "decision" })
    })
    .await
}

/// Says that a decision is done, or open again: its owner, or whoever runs the review.
pub async fn set_done(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
    number: i32,
    done: bool,
) -> Result<DecisionLine, CaseReviewError> {
    let own = person_of(who)?;
    let shown = runs(who).ok();
    db.write(move |writing| {
        let missing = CaseReviewError::NotFound { what: "decision" };
        let Some(known) = case_review::find_decision(writing, id, number)? else { return Err(missing) };
        let runs_it = match &shown {
            Some(shown) => case_review::find(writing, shown, id)?.is_some(),
            None => false,
        };
        if known.owner_id != own && !runs_it {
            return Err(missing);
        }
        if known.done_at.is_some() != done {
            let done_at = done.then(|| writing.now());
            case_review::set_done(writing, id, number, done_at)?;
            let action = if done { "case_review.decision_done" } else { "case_review.decision_reopened" };
            by.note(writing, action, "case_review", id, json!({ "number": number }))?;
        }
        let now = case_review::find_decision(writing, id, number)?;
        let line = decision_lines(writing, now.into_iter().collect())?.pop();
        line.ok_or(CaseReviewError::NotFound { what: "decision" })
    })
    .await
}

/// What the caller is still to do, what is due first first.
pub async fn own_tasks(db: &Db, who: &Who) -> Result<Vec<DecisionLine>, CaseReviewError> {
    let own = person_of(who)?;
    db.read(move |reading| {
        let open = case_review::open_decisions_of(reading, own, OPEN_MOST)?;
        decision_lines(reading, open)
    })
    .await
}
