//! How far an evaluation is: what is open, what was lost, and what it comes to.

use super::ReviewError;
use super::appeals::ItemName;
use crate::db::evaluation::{Evaluation, EvaluationState};
use crate::scoring::{
    OpenPoint, Preview, Responses, ScoreRecord, Scorecard, changed_between, open_points, preview,
};

/// How far an evaluation is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What stands between a draft and its release; nothing in one that is closed.
    pub open: Vec<OpenPoint>,
    /// Whether every visible question is answered.
    pub complete: bool,
    /// The score: of a draft so far, of a released one as it was stored.
    pub score: Option<ScoreRecord>,
    /// What each question lost, in card order; those that lost something.
    pub lost: Vec<(String, f64)>,
    /// The keys of the questions that are not asked.
    pub hidden: Vec<String>,
}

impl Progress {
    /// Of responses that are still being given. `duration_ms`: how long the call is, if known.
    pub(super) fn of_draft(
        card: &Scorecard,
        responses: &Responses,
        duration_ms: Option<i64>,
    ) -> Result<Self, ReviewError> {
        let open = open_points(card, responses, duration_ms);
        let Preview { complete, score, hidden, .. } = preview(card, &responses.answers());
        let score = ScoreRecord::of(&score)?;
        Ok(Self { open, complete, lost: lost_in(&score), score: Some(score), hidden })
    }

    /// Of a released score, from what was stored alone.
    fn of_record(score: &ScoreRecord) -> Self {
        let hidden = score.questions().filter(|line| line.is_hidden);
        Self {
            open: Vec::new(),
            complete: true,
            lost: lost_in(score),
            hidden: hidden.map(|line| line.question.to_owned()).collect(),
            score: Some(score.clone()),
        }
    }

    fn without_score() -> Self {
        Self { open: Vec::new(), complete: false, score: None, lost: Vec::new(), hidden: Vec::new() }
    }
}

/// Whether nothing is open between an evaluation and its release.
pub(super) fn must_be_ready(card: &Scorecard, open: Vec<OpenPoint>) -> Result<(), ReviewError> {
    let Some(first) = open.first() else { return Ok(()) };
    let first = Some(ItemName::of(card, first.question.clone()));
    Err(ReviewError::NotReady { open, first })
}

/// Whether the answers that were changed have everything that a release would ask of them. Those that stayed
/// were released, and nothing is asked of them again.
pub(super) fn must_stand(
    card: &Scorecard,
    before: &Responses,
    after: &Responses,
    duration_ms: Option<i64>,
) -> Result<(), ReviewError> {
    let changed = changed_between(before, after);
    let mut open = open_points(card, after, duration_ms);
    open.retain(|point| changed.contains(point.question.as_str()));
    must_be_ready(card, open)
}

/// What was lost, in card order; those that lost something.
pub(super) fn lost_in(score: &ScoreRecord) -> Vec<(String, f64)> {
    let lost = score.questions().filter(|line| line.lost > 0.0);
    lost.map(|line| (line.question.to_owned(), line.lost)).collect()
}

/// How far this evaluation is.
pub(super) fn progress_of(
    evaluation: &Evaluation,
    card: &Scorecard,
    duration_ms: Option<i64>,
) -> Result<Progress, ReviewError> {
    match (evaluation.state, &evaluation.score) {
        (EvaluationState::Draft, _) => Progress::of_draft(card, &evaluation.responses, duration_ms),
        (EvaluationState::Released, Some(score)) => Ok(Progress::of_record(score)),
        (EvaluationState::Released | EvaluationState::NotScored, _) => Ok(Progress::without_score()),
    }
}
