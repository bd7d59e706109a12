//! The agent submits an appeal, and takes it back before it is decided.

use super::course::{begin, end_keeping};
use super::error::AppealError;
use super::staffing::seen;
use super::told::{News, tell};
use super::verdicts::evaluated;
use super::view::{AppealView, view};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::appeal::{Appeal, AppealItem, AppealState};
use crate::db::evaluation::Evaluation;
use crate::db::{Db, Reading, appeal, hearing_rule, scorecard};
use crate::ids::{AppealId, EvaluationId, PersonId, RequestId, ScorecardId};
use crate::review::calendar::calendar_of;
use crate::review::contacts;
use crate::review::draft::check_text;
use crate::review::feedback::{answer_after, found, note_answer};
use crate::review::hearing::{AnswerEvent, AppealEvent, appeal_step};
use crate::review::{ReviewError, person_of};
use crate::scoring::{AnswerCode, Change, Choice, Scorecard, amend, preview};
use crate::time::Instant;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The most items of one appeal.
pub(super) const ITEMS_MOST: usize = 100;

/// An appeal to be submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAppeal {
    /// The revision of the evaluation that the agent has read.
    pub revision: i32,
    /// The items; without an outcome.
    pub items: Vec<AppealItem>,
}

/// Submits an appeal against the evaluation of one's own call.
pub async fn submit_appeal(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    new: NewAppeal,
    request_id: Option<RequestId>,
) -> Result<AppealView, ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let person_id = person_of(who)?;
    let (who, by) = (who.clone(), By { actor: who.actor(), request_id });
    check(&new)?;
    db.write(move |writing| {
        let evaluation = found(writing, &scope, id)?;
        if evaluation.subject.person_id != Some(person_id) {
            return Err(ReviewError::NotFound { what: "evaluation" });
        }
        if evaluation.revision != new.revision {
            return Err(AppealError::EvaluationChanged.into());
        }
        let (from, to) = answer_after(writing, &evaluation, AnswerEvent::Appeal)?;
        let version = scorecard::version(writing, evaluation.scorecard_version_id)?;
        let version = version.ok_or(ReviewError::NotFound { what: "scorecard version" })?;
        check_against(&version.definition, &evaluation, &new.items)?;
        check_places(contacts::of_evaluation(writing, id)?.map(|text| text.contact.turns), &new.items)?;
        if let Some((0, most)) = appeals_left(writing, version.scorecard_id, person_id)? {
            return Err(AppealError::MonthUsedUp { most }.into());
        }
        note_answer(writing, id, from, to)?;
        appeal::forget_draft(writing, id)?;
        let appeal = appeal_of(&evaluation, version.scorecard_id, person_id, writing.now());
        let appeal = begin(writing, by, appeal, &new.items)?;
        by.note(
            writing,
            "appeal.submitted",
            "appeal",
            appeal.id,
            json!({
                "evaluation": id, "items": new.items.len(), "step": appeal.state.as_str(),
            }),
        )?;
        view(writing, &who, appeal)
    })
    .await
}

fn appeal_of(
    evaluation: &Evaluation,
    scorecard_id: ScorecardId,
    person_id: PersonId,
    now: Instant,
) -> Appeal {
    Appeal {
        id: AppealId::new(),
        evaluation_id: evaluation.id,
        revision: evaluation.revision,
        scorecard_id,
        person_id,
        team_id: evaluation.subject.team_id,
        project_id: evaluation.subject.project_id,
        evaluator_id: evaluation.evaluator_id,
        first_reviewer_id: None,
        state: AppealState::FirstReview,
        outcome: None,
        is_unstaffed: false,
        submitted_at: now,
        due_at: None,
        closed_at: None,
    }
}

/// How many appeals this agent may still submit on this card in this calendar month, and how many a
/// month has; none: there is no limit.
pub(in crate::review) fn appeals_left(
    reading: &mut Reading<'_>,
    scorecard_id: ScorecardId,
    person_id: PersonId,
) -> Result<Option<(i64, i64)>, ReviewError> {
    let Some(most) = hearing_rule::of_card(reading, scorecard_id)?.appeals_a_month else { return Ok(None) };
    let (from, until) = calendar_of(reading)?.month_of(reading.now());
    let used = appeal::count_of_agent(reading, person_id, scorecard_id, from, until)?;
    let most = i64::from(most);
    Ok(Some(((most - used).max(0), most)))
}

/// Takes one's own appeal back, as long as it is not decided. Nothing of the evaluation changes.
pub async fn withdraw_appeal(
    db: &Db,
    who: &Who,
    id: AppealId,
    request_id: Option<RequestId>,
) -> Result<AppealView, ReviewError> {
    who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let person_id = person_of(who)?;
    let (who, seen, by) = (who.clone(), seen(who), By { actor: who.actor(), request_id });
    db.write(move |writing| {
        let own = appeal::find(writing, &seen, id)?.filter(|appeal| appeal.person_id == person_id);
        let appeal = own.ok_or(ReviewError::NotFound { what: "appeal" })?;
        let from = appeal.state;
        if appeal_step(from, AppealEvent::Withdraw).is_none() || !appeal::close(writing, id, from, None)? {
            return Err(AppealError::GoneOn.into());
        }
        let evaluation = evaluated(writing, appeal.evaluation_id)?;
        let (stood, stands) = answer_after(writing, &evaluation, AnswerEvent::Withdraw)?;
        note_answer(writing, evaluation.id, stood, stands)?;
        end_keeping(writing, by, id)?;
        by.note(writing, "appeal.withdrawn", "appeal", id, json!({ "step": from.as_str() }))?;
        let withdrawn = appeal::by_id(writing, id)?.ok_or(ReviewError::NotFound { what: "appeal" })?;
        tell(writing, &withdrawn, News::Withdrawn(from))?;
        view(writing, &who, withdrawn)
    })
    .await
}

/// Whether the appeal keeps its bounds.
fn check(new: &NewAppeal) -> Result<(), ReviewError> {
    if new.items.is_empty() || new.items.len() > ITEMS_MOST {
        return Err(
            AppealError::Bad { problem: "an appeal names one item or more, a hundred at most" }.into()
        );
    }
    let mut questions = BTreeSet::new();
    for item in &new.items {
        check_text("reason", Some(&item.reason))?;
        if item.reason.trim().is_empty() {
            return Err(AppealError::ReasonNeeded.into());
        }
        if !questions.insert(&item.question) {
            return Err(AppealError::Bad { problem: "an item stands in it twice" }.into());
        }
        if item.heard.is_some_and(|(start_ms, end_ms)| start_ms < 0 || end_ms < start_ms) {
            return Err(AppealError::Bad { problem: "seconds end before they begin" }.into());
        }
    }
    Ok(())
}

/// Whether they name seconds of a call, or turns that the text has: `turns` of them; none: it is of a call.
fn check_places(turns: Option<i32>, items: &[AppealItem]) -> Result<(), ReviewError> {
    let problem = match turns {
        Some(_) if items.iter().any(|item| item.heard.is_some()) => "a text has turns and no seconds",
        Some(last) if items.iter().filter_map(|item| item.turn).any(|turn| !(1..=last).contains(&turn)) => {
            "the text has no such turn"
        }
        None if items.iter().any(|item| item.turn.is_some()) => "a call has seconds and no turns",
        Some(_) | None => return Ok(()),
    };
    Err(AppealError::Bad { problem }.into())
}

/// Whether its items were judged, and what is proposed fits and says something else.
fn check_against(card: &Scorecard, evaluation: &Evaluation, items: &[AppealItem]) -> Result<(), ReviewError> {
    let mut changes = BTreeMap::new();
    for AppealItem { question, proposed, .. } in items {
        let Some(response) = evaluation.responses.to(question) else {
            return Err(AppealError::Bad { problem: "an item was not judged in this evaluation" }.into());
        };
        if let Some(proposed) = proposed {
            if proposed.is_same_as(&Choice::of(Some(response))) {
                return Err(AppealError::Bad { problem: "what is proposed is what was chosen" }.into());
            }
            let change = Change { choice: proposed.clone(), ..Change::default() };
            changes.insert(question.clone(), change);
        }
    }
    let amended = amend(card, &evaluation.responses, &changes);
    let errors = preview(card, &amended.answers()).errors;
    match errors
        .into_iter()
        .find(|error| error.code != AnswerCode::Unanswered || changes.contains_key(&error.question))
    {
        Some(misfit) => Err(AppealError::misfit(card, misfit.question).into()),
        None => Ok(()),
    }
}
