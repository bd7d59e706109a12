//! A step of an appeal is taken: by the team leader, the inspector who scored, or an arbitrator.

use super::course::{decide, go_on};
use super::error::AppealError;
use super::staffing::{may_take, seen};
use super::verdicts::{change_at, evaluated, scored_with, standing_with};
use super::view::{AppealView, view};
use crate::access::{By, Who};
use crate::db::appeal::{Appeal, AppealItem, AppealState, ItemRuling, Ruling, Verdict};
use crate::db::evaluation::Evaluation;
use crate::db::{Db, Reading, appeal, hearing_rule};
use crate::ids::{AppealId, RequestId};
use crate::review::draft::check_text;
use crate::review::evaluation_view::{duration_for, version_of};
use crate::review::hearing::{AppealEvent, appeal_step, is_granted};
use crate::review::progress::must_stand;
use crate::review::{ReviewError, person_of};
use crate::scoring::{Change, Choice, ScoreRecord, preview};
use serde_json::json;
use std::collections::BTreeSet;

/// What the inspector or the arbitrator says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of the appeal as a whole; may be missing.
    pub reason: Option<String>,
    /// Of each item that is to be judged, each with a reason.
    pub items: Vec<ItemRuling>,
    /// What is answered at items that are asked only because of a change.
    pub also: Vec<(String, Change)>,
}

/// The team leader finds the score right, and the appeal ends; or passes it on.
pub async fn first_review(
    db: &Db,
    who: &Who,
    id: AppealId,
    upholds: bool,
    reason: String,
    request_id: Option<RequestId>,
) -> Result<AppealView, ReviewError> {
    let person_id = person_of(who)?;
    let (who, by) = (who.clone(), By { actor: who.actor(), request_id });
    check_reason(&reason)?;
    db.write(move |writing| {
        let (appeal, items) = taken(writing, &who, id, AppealState::FirstReview)?;
        let event = if upholds { AppealEvent::Uphold } else { AppealEvent::PassOn };
        let to = appeal_step(appeal.state, event).ok_or(AppealError::GoneOn)?;
        let ruling = Ruling {
            step: AppealState::FirstReview,
            judge_id: Some(person_id),
            verdict: if upholds { Verdict::Upheld } else { Verdict::PassedOn },
            skipped_because: None,
            reason: Some(reason.clone()),
            at: writing.now(),
            items: Vec::new(),
        };
        let detail = json!({ "event": event.as_str() });
        by.note(writing, "appeal.first_reviewed", "appeal", id, detail)?;
        let appeal = if to == AppealState::Decided {
            decide(writing, by, &appeal, &items, Vec::new(), ruling)?
        } else {
            go_on(writing, by, &appeal, to, &ruling)?
        };
        view(writing, &who, appeal)
    })
    .await
}

/// The inspector who scored looks again (`step` is the recheck), or an arbitrator decides.
pub async fn judge_items(
    db: &Db,
    who: &Who,
    id: AppealId,
    step: AppealState,
    said: Said,
    request_id: Option<RequestId>,
) -> Result<AppealView, ReviewError> {
    let person_id = person_of(who)?;
    let (who, by) = (who.clone(), By { actor: who.actor(), request_id });
    check_text("reason", said.reason.as_deref())?;
    said.items.iter().try_for_each(|item| check_reason(&item.reason))?;
    said.also.iter().try_for_each(|(_, change)| check_text("comment", change.comment.as_deref()))?;
    db.write(move |writing| {
        let (appeal, items) = taken(writing, &who, id, step)?;
        let earlier = appeal::rulings(writing, id)?;
        let evaluation = evaluated(writing, appeal.evaluation_id)?;
        let contested = contested(&items, &earlier);
        must_judge_each(&contested, &said.items)?;
        let ruling = Ruling {
            step,
            judge_id: Some(person_id),
            verdict: Verdict::Judged,
            skipped_because: None,
            reason: said.reason.clone().filter(|reason| !reason.trim().is_empty()),
            at: writing.now(),
            items: with_also(&evaluation, &items, &said)?,
        };
        must_help(writing, &evaluation, &earlier, &ruling)?;
        let event = match step {
            AppealState::Arbitration => AppealEvent::Arbitrate,
            _ if is_all_granted(&items, &ruling) => AppealEvent::Grant,
            _ if hearing_rule::of_card(writing, appeal.scorecard_id)?.has_arbitration => AppealEvent::Contest,
            _ => AppealEvent::Conclude,
        };
        let to = appeal_step(appeal.state, event).ok_or(AppealError::GoneOn)?;
        let changed = ruling.items.iter().filter(|item| item.change.is_some()).count();
        let detail = json!({ "event": event.as_str(), "items": contested.len(), "changed": changed });
        let action = if step == AppealState::Recheck { "appeal.rechecked" } else { "appeal.arbitrated" };
        by.note(writing, action, "appeal", id, detail)?;
        let appeal = if to == AppealState::Decided {
            decide(writing, by, &appeal, &items, earlier, ruling)?
        } else {
            go_on(writing, by, &appeal, to, &ruling)?
        };
        view(writing, &who, appeal)
    })
    .await
}

/// The appeal with its items, if it stands at this step and the caller may take it.
fn taken(
    reading: &mut Reading<'_>,
    who: &Who,
    id: AppealId,
    step: AppealState,
) -> Result<(Appeal, Vec<AppealItem>), ReviewError> {
    let found = appeal::find(reading, &seen(who), id)?;
    let appeal = found.ok_or(ReviewError::NotFound { what: "appeal" })?;
    if appeal.state != step {
        return Err(AppealError::GoneOn.into());
    }
    if !may_take(who, &appeal) {
        return Err(AppealError::NotYours.into());
    }
    let items = appeal::items(reading, &[id])?.remove(&id).unwrap_or_default();
    Ok((appeal, items))
}

/// The items that the recheck did not settle as the agent asked.
pub(super) fn contested(items: &[AppealItem], rulings: &[Ruling]) -> BTreeSet<String> {
    let is_open = |item: &&AppealItem| {
        !is_granted(item.proposed.as_ref(), change_at(rulings, AppealState::Recheck, &item.question))
    };
    items.iter().filter(is_open).map(|item| item.question.clone()).collect()
}

fn is_all_granted(items: &[AppealItem], recheck: &Ruling) -> bool {
    contested(items, std::slice::from_ref(recheck)).is_empty()
}

fn must_judge_each(contested: &BTreeSet<String>, said: &[ItemRuling]) -> Result<(), ReviewError> {
    let judged: BTreeSet<String> = said.iter().map(|item| item.question.clone()).collect();
    if judged != *contested || said.len() != judged.len() {
        let problem = "every item that is open is judged once, and no other";
        return Err(AppealError::Bad { problem }.into());
    }
    Ok(())
}

/// What is said of the items, and of those that are asked only because of it.
fn with_also(
    evaluation: &Evaluation,
    items: &[AppealItem],
    said: &Said,
) -> Result<Vec<ItemRuling>, ReviewError> {
    let mut rulings = said.items.clone();
    for (question, Change { choice, comment, grounds }) in &said.also {
        let is_known = evaluation.responses.to(question).is_some()
            || items.iter().any(|item| item.question == *question)
            || rulings.iter().any(|ruling| ruling.question == *question);
        if is_known {
            let problem = "only an item that was not asked before is answered beside the others";
            return Err(AppealError::Bad { problem }.into());
        }
        rulings.push(ItemRuling {
            question: question.clone(),
            change: Some(choice.clone()),
            grounds: grounds.clone(),
            reason: comment.clone().unwrap_or_default(),
        });
    }
    Ok(rulings)
}

/// Changes must be changes, fit the card, lower nothing, and have behind them what a release would ask for.
fn must_help(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
    earlier: &[Ruling],
    ruling: &Ruling,
) -> Result<(), ReviewError> {
    let card = version_of(reading, evaluation)?.definition;
    let before = standing_with(&card, evaluation, earlier);
    let least = ScoreRecord::of(&preview(&card, &before.answers()).score)?.total;
    let standing = |question: &str| {
        let rechecked = change_at(earlier, AppealState::Recheck, question).cloned();
        rechecked.unwrap_or_else(|| Choice::of(evaluation.responses.to(question)))
    };
    for item in &ruling.items {
        if item.change.as_ref().is_some_and(|change| change.is_same_as(&standing(&item.question))) {
            return Err(AppealError::Bad { problem: "what an item is changed to is what stands" }.into());
        }
    }
    let mut rulings = earlier.to_vec();
    rulings.push(ruling.clone());
    let after = scored_with(&card, evaluation, &rulings, least)?.responses;
    must_stand(&card, &before, &after, duration_for(reading, evaluation)?)
}

fn check_reason(reason: &str) -> Result<(), ReviewError> {
    check_text("reason", Some(reason))?;
    if reason.trim().is_empty() { Err(AppealError::ReasonNeeded.into()) } else { Ok(()) }
}
