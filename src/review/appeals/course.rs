//! An appeal goes on to its next step, or is decided.

use super::error::AppealError;
use super::staffing::is_staffed;
use super::told::{News, tell};
use super::verdicts::{Scored, change_at, evaluated, scored_with};
use crate::access::By;
use crate::db::appeal::{
    Appeal, AppealItem, AppealOutcome, AppealState, Next, Ruling, SkippedBecause, Verdict,
};
use crate::db::feedback::Answer;
use crate::db::hold::{self, Hand, HoldOrigin};
use crate::db::{Writing, appeal, evaluation, feedback, hearing_rule};
use crate::ids::AppealId;
use crate::review::ReviewError;
use crate::review::calendar::calendar_of;
use crate::review::desk::note_faults;
use crate::review::evaluation_view::version_of;
use crate::review::feedback::answer_after;
use crate::review::hearing::{AnswerEvent, Staffing, final_change, next_step, step_until};
use crate::scoring::{Choice, ScoreRecord};
use crate::time::Instant;
use serde_json::json;

/// Why the call of an open appeal is kept; the page words it by the hold's origin.
const KEPT_BECAUSE: &str = "an appeal is open";
/// Why it is let go.
const LET_GO_BECAUSE: &str = "the appeal is over";

/// Enters a new appeal at the first step that somebody may take. Its call is kept until it is over.
pub(super) fn begin(
    writing: &mut Writing<'_>,
    by: By,
    mut new: Appeal,
    items: &[AppealItem],
) -> Result<Appeal, ReviewError> {
    let (next, passed_over) = place_from(writing, &new, AppealState::FirstReview)?;
    (new.state, new.due_at, new.is_unstaffed) = (next.state, Some(next.due_at), next.is_unstaffed);
    appeal::insert(writing, &new, items)?;
    for step in passed_over {
        note_passed_over(writing, by, &new, step, because(step))?;
    }
    tell(writing, &new, News::Waits)?;
    let call_id = evaluated(writing, new.evaluation_id)?.subject.call_id;
    if let Some(call_id) = call_id {
        let (origin, id) = (HoldOrigin::Appeal, *new.id.as_bytes());
        hold::keep(writing, hand(by), origin, id, None, KEPT_BECAUSE, call_id)?;
    }
    Ok(new)
}

/// Lets the appeal go on to `to`, or behind it where nobody may take that step. `ruling` is what was
/// said at the step that it leaves.
pub(super) fn go_on(
    writing: &mut Writing<'_>,
    by: By,
    appeal: &Appeal,
    to: AppealState,
    ruling: &Ruling,
) -> Result<Appeal, ReviewError> {
    let first_reviewer = ruling.judge_id.filter(|_| ruling.step == AppealState::FirstReview);
    let mut going_on = appeal.clone();
    going_on.first_reviewer_id = first_reviewer.or(appeal.first_reviewer_id);
    let (next, passed_over) = place_from(writing, &going_on, to)?;
    if !appeal::advance(writing, appeal.id, appeal.state, &next, first_reviewer)? {
        return Err(AppealError::GoneOn.into());
    }
    appeal::insert_ruling(writing, appeal.id, ruling)?;
    for step in passed_over {
        note_passed_over(writing, by, appeal, step, because(step))?;
    }
    (going_on.state, going_on.due_at, going_on.is_unstaffed) =
        (next.state, Some(next.due_at), next.is_unstaffed);
    tell(writing, &going_on, News::Waits)?;
    Ok(going_on)
}

/// Where an appeal comes to stand, from this step on.
fn place_from(
    writing: &mut Writing<'_>,
    appeal: &Appeal,
    from: AppealState,
) -> Result<(Next, Vec<AppealState>), ReviewError> {
    let rule = hearing_rule::of_card(writing, appeal.scorecard_id)?;
    let mut standing = Vec::new();
    for step in [AppealState::FirstReview, AppealState::Recheck, AppealState::Arbitration] {
        let staffing = match step {
            AppealState::FirstReview if !rule.has_first_review => Staffing::NotOnCard,
            AppealState::Recheck if !rule.has_recheck => Staffing::NotOnCard,
            _ if step >= from && is_staffed(writing, appeal, step)? => Staffing::Somebody,
            _ => Staffing::Nobody,
        };
        standing.push((step, staffing));
    }
    let staffing =
        |step| standing.iter().find(|(one, _)| *one == step).map_or(Staffing::Nobody, |(_, found)| *found);
    let (state, passed_over, is_unstaffed) = next_step(from, staffing);
    let due_at = step_until(state, writing.now(), &calendar_of(writing)?);
    Ok((Next { state, due_at, is_unstaffed }, passed_over))
}

/// Why nobody may take a step.
fn because(step: AppealState) -> SkippedBecause {
    if step == AppealState::FirstReview { SkippedBecause::NoLeader } else { SkippedBecause::InspectorGone }
}

fn note_passed_over(
    writing: &mut Writing<'_>,
    by: By,
    appeal: &Appeal,
    step: AppealState,
    because: SkippedBecause,
) -> Result<(), ReviewError> {
    appeal::insert_ruling(writing, appeal.id, &passed_over(step, because, writing.now()))?;
    let detail = json!({ "step": step.as_str(), "because": because.as_str() });
    Ok(by.note(writing, "appeal.passed_over", "appeal", appeal.id, detail)?)
}

/// What stands at a step that nobody took.
pub(super) fn passed_over(step: AppealState, because: SkippedBecause, at: Instant) -> Ruling {
    Ruling {
        step,
        judge_id: None,
        verdict: Verdict::Skipped,
        skipped_because: Some(because),
        reason: None,
        at,
        items: Vec::new(),
    }
}

/// Decides the appeal with everything that was said, `ruling` last: the evaluation gets a new revision
/// where an answer changed, and the agent's answer is settled.
pub(super) fn decide(
    writing: &mut Writing<'_>,
    by: By,
    appeal: &Appeal,
    items: &[AppealItem],
    earlier: Vec<Ruling>,
    ruling: Ruling,
) -> Result<Appeal, ReviewError> {
    let evaluation = evaluated(writing, appeal.evaluation_id)?;
    let first_reviewer = ruling.judge_id.filter(|_| ruling.step == AppealState::FirstReview);
    let mut rulings = earlier;
    rulings.push(ruling);
    let outcomes = items.iter().map(|item| {
        let answered = Choice::of(evaluation.responses.to(&item.question));
        let at = |step| change_at(&rulings, step, &item.question);
        let change = final_change(at(AppealState::Recheck), at(AppealState::Arbitration));
        let is_changed = change.is_some_and(|change| !change.is_same_as(&answered));
        let outcome = if is_changed { AppealOutcome::Overturned } else { AppealOutcome::Upheld };
        (item.question.as_str(), outcome)
    });
    let outcomes: Vec<(&str, AppealOutcome)> = outcomes.collect();
    let is_overturned = outcomes.iter().any(|(_, outcome)| *outcome == AppealOutcome::Overturned);
    let outcome = if is_overturned { AppealOutcome::Overturned } else { AppealOutcome::Upheld };
    if !appeal::close(writing, appeal.id, appeal.state, Some(outcome))? {
        return Err(AppealError::GoneOn.into());
    }
    if let Some(person_id) = first_reviewer {
        appeal::note_first_reviewer(writing, appeal.id, person_id)?;
    }
    if let Some(last) = rulings.last() {
        appeal::insert_ruling(writing, appeal.id, last)?;
    }
    for (question, outcome) in outcomes {
        appeal::settle_item(writing, appeal.id, question, outcome)?;
    }
    if is_overturned {
        let version = version_of(writing, &evaluation)?;
        let Scored { responses, score } = scored_with(&version.definition, &evaluation, &rulings, None)?;
        let (id, revision) = (evaluation.id, appeal.revision);
        if !evaluation::revise(writing, id, revision, &responses, &score, Some(appeal.id))? {
            return Err(AppealError::EvaluationChanged.into());
        }
        note_faults(writing, &evaluation, version.scorecard_id, &responses, &ScoreRecord::of(&score)?)?;
        let detail = json!({ "revision": revision + 1, "appeal": appeal.id });
        by.note(writing, "evaluation.revised", "evaluation", id, detail)?;
    }
    let (from, to) = answer_after(writing, &evaluation, AnswerEvent::Decide)?;
    feedback::settle(writing, evaluation.id, from, to.unwrap_or(Answer::Decided))?;
    end_keeping(writing, by, appeal.id)?;
    let decided = appeal::by_id(writing, appeal.id)?.ok_or(ReviewError::NotFound { what: "appeal" })?;
    tell(writing, &decided, News::Decided)?;
    Ok(decided)
}

/// Lets the call of an appeal go that is over.
pub(super) fn end_keeping(writing: &mut Writing<'_>, by: By, id: AppealId) -> Result<(), ReviewError> {
    hold::let_go(writing, hand(by), HoldOrigin::Appeal, *id.as_bytes(), None, LET_GO_BECAUSE)?;
    Ok(())
}

fn hand(by: By) -> Hand {
    Hand { actor: by.actor, request_id: by.request_id }
}
