//! What an evaluation comes to with some of its answers changed: shown to the agent before an appeal
//! is submitted, to whoever judges before they decide, and stored when it is decided.

use super::error::{AppealError, ItemName};
use super::staffing::seen;
use crate::access::{AccessError, Permission, Who};
use crate::db::appeal::{AppealState, Ruling};
use crate::db::evaluation::Evaluation;
use crate::db::{Db, Reading, appeal, evaluation};
use crate::ids::{AppealId, EvaluationId};
use crate::review::ReviewError;
use crate::review::evaluation_view::version_of;
use crate::review::feedback::found;
use crate::review::progress::lost_in;
use crate::scoring::{
    AnswerCode, Change, Choice, Preview, Responses, Score, ScoreRecord, Scorecard, amend, preview, score,
};
use std::collections::BTreeMap;

/// Other choices, by question.
pub(in crate::review) type Choices = BTreeMap<String, Choice>;

/// What an evaluation would come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// The total as it stands.
    pub before: Option<f64>,
    /// The score with the changes; without a total while something is missing.
    pub after: ScoreRecord,
    /// What each question would lose, in card order; those that would lose something.
    pub lost: Vec<(String, f64)>,
    /// The keys of the questions that would be asked too and have no answer yet.
    pub missing: Vec<String>,
}

/// What one's own evaluation would come to, before an appeal.
pub async fn foresee_appeal(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    choices: BTreeMap<String, Choice>,
) -> Result<Foreseen, ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let (evaluation, card) = db
        .read(move |reading| {
            let evaluation = found(reading, &scope, id)?;
            let card = version_of(reading, &evaluation)?.definition;
            Ok::<_, ReviewError>((evaluation, card))
        })
        .await?;
    foresee(&card, &evaluation, &evaluation.responses, choices)
}

/// What the evaluation of an appeal would come to with these changes beside those of the recheck.
pub async fn foresee_changes(
    db: &Db,
    who: &Who,
    id: AppealId,
    choices: BTreeMap<String, Choice>,
) -> Result<Foreseen, ReviewError> {
    let seen = seen(who);
    let (evaluation, card, standing) = db
        .read(move |reading| {
            let found = appeal::find(reading, &seen, id)?;
            let appeal = found.ok_or(ReviewError::NotFound { what: "appeal" })?;
            let evaluation = evaluated(reading, appeal.evaluation_id)?;
            let card = version_of(reading, &evaluation)?.definition;
            let rulings = appeal::rulings(reading, id)?;
            let standing = standing_with(&card, &evaluation, &rulings);
            Ok::<_, ReviewError>((evaluation, card, standing))
        })
        .await?;
    foresee(&card, &evaluation, &standing, choices)
}

pub(in crate::review) fn foresee(
    card: &Scorecard,
    evaluation: &Evaluation,
    standing: &Responses,
    choices: Choices,
) -> Result<Foreseen, ReviewError> {
    let changes =
        choices.into_iter().map(|(question, choice)| (question, Change { choice, ..Change::default() }));
    let amended = amend(card, standing, &changes.collect());
    let Preview { score, errors, .. } = preview(card, &amended.answers());
    if let Some(misfit) = errors.iter().find(|error| error.code != AnswerCode::Unanswered) {
        return Err(AppealError::misfit(card, misfit.question.clone()).into());
    }
    let after = ScoreRecord::of(&score)?;
    Ok(Foreseen {
        before: evaluation.score.as_ref().and_then(|score| score.total),
        lost: lost_in(&after),
        after,
        missing: errors.into_iter().map(|error| error.question).collect(),
    })
}

/// Answers with the score that they come to.
pub(super) struct Scored {
    pub(super) responses: Responses,
    pub(super) score: Score,
}

/// The evaluation's answers with the changes of these rulings; they must be whole, fit the card, and
/// come to no less than `least`.
pub(super) fn scored_with(
    card: &Scorecard,
    evaluation: &Evaluation,
    rulings: &[Ruling],
    least: Option<f64>,
) -> Result<Scored, ReviewError> {
    let responses = standing_with(card, evaluation, rulings);
    let score = score_of(card, &responses)?;
    let total = ScoreRecord::of(&score)?.total;
    if least.zip(total).is_some_and(|(least, total)| total < least) {
        return Err(AppealError::LowersScore.into());
    }
    Ok(Scored { responses, score })
}

/// The score of changed answers; they must be whole and fit the card.
pub(in crate::review) fn score_of(card: &Scorecard, responses: &Responses) -> Result<Score, AppealError> {
    score(card, &responses.answers()).map_err(|errors| match errors.into_iter().next() {
        Some(error) if error.code == AnswerCode::Unanswered => {
            AppealError::AnswerNeeded { item: ItemName::of(card, error.question) }
        }
        Some(error) => AppealError::misfit(card, error.question),
        None => AppealError::Bad { problem: "the answers cannot be scored" },
    })
}

/// The evaluation's answers with the changes of these rulings; they were checked before.
pub(super) fn standing_with(card: &Scorecard, evaluation: &Evaluation, rulings: &[Ruling]) -> Responses {
    amend(card, &evaluation.responses, &changes_of(rulings))
}

/// Every change that was made at these steps; the last one of an item counts, and leaves what an earlier one
/// gave behind it unless it gives something else. The reason is the comment.
fn changes_of(rulings: &[Ruling]) -> BTreeMap<String, Change> {
    let mut changes: BTreeMap<String, Change> = BTreeMap::new();
    for item in rulings.iter().flat_map(|ruling| &ruling.items) {
        let Some(choice) = item.change.clone() else { continue };
        let before = changes.remove(&item.question).unwrap_or_default();
        let comment = Some(item.reason.clone()).filter(|reason| !reason.trim().is_empty());
        let grounds = item.grounds.clone().or(before.grounds);
        changes.insert(item.question.clone(), Change { choice, comment, grounds });
    }
    changes
}

/// What was said at a step of these rulings about an item.
pub(super) fn change_at<'r>(rulings: &'r [Ruling], step: AppealState, question: &str) -> Option<&'r Choice> {
    let of_step = rulings.iter().filter(|ruling| ruling.step == step).flat_map(|ruling| &ruling.items);
    of_step.filter(|item| item.question == question).find_map(|item| item.change.as_ref())
}

/// The evaluation of an appeal that exists for the caller.
pub(super) fn evaluated(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Evaluation, ReviewError> {
    evaluation::by_id(reading, id)?.ok_or(ReviewError::NotFound { what: "evaluation" })
}
