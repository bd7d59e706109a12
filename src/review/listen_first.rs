//! Listen first: where a call failed, or its card asks for it, the agent marks where they would act
//! otherwise before they see what the inspector found. Then both are shown together, and what they found by
//! themselves is to their credit.

use super::evaluation_view::{EvaluationView, view};
use super::feedback::found as found_feedback;
use super::hearing::{Hearing, found, hearing_for, one_by_one};
use super::progress::Progress;
use super::{ReviewError, person_of};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::evaluation::{Evaluation, EvaluationState};
use crate::db::evaluation_note::{Note, NoteKind};
use crate::db::feedback::Feedback;
use crate::db::hearing_rule::{HearingRule, ListenFirst};
use crate::db::self_listening::{self, SelfListening};
use crate::db::{Db, Reading};
use crate::ids::EvaluationId;
use crate::scoring::Evidence;
use serde_json::json;

/// The most marks of one call.
const MARKS_MOST: usize = 200;

/// What the agent found by themselves, or that they are asked to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListeningFirst {
    /// Whether they are asked to, and have not done it.
    pub is_due: bool,
    /// What they found; none: not done.
    pub done: Option<SelfListening>,
}

/// Where this evaluation stands with that; none: nobody asks.
pub(super) fn listening_first_of(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
    rule: &HearingRule,
    feedback: &Feedback,
    notes: &[Note],
    progress: &Progress,
) -> Result<Option<ListeningFirst>, ReviewError> {
    if let Some(done) = self_listening::of_evaluation(reading, evaluation.id)? {
        return Ok(Some(ListeningFirst { is_due: false, done: Some(done) }));
    }
    let failed = evaluation.score.as_ref().is_some_and(|score| {
        score.passed == Some(false) || score.fatal.as_ref().is_some_and(|fatal| !fatal.is_empty())
    });
    let is_asked = match rule.listen_first {
        ListenFirst::Never => false,
        ListenFirst::Fails => failed,
        ListenFirst::Always => evaluation.score.is_some(),
    };
    let can_be_heard = evaluation.subject.call_id.is_some()
        && evaluation.state == EvaluationState::Released
        && hearing_for(evaluation.purpose) != Hearing::Nothing;
    let is_due = is_asked
        && can_be_heard
        && feedback.answer.is_none()
        && !moments_of(evaluation, notes, progress).is_empty();
    Ok(is_due.then_some(ListeningFirst { is_due, done: None }))
}

/// The moments at which the inspector would have acted otherwise: notes that are no praise, and what stands
/// behind items that lost something.
fn moments_of(evaluation: &Evaluation, notes: &[Note], progress: &Progress) -> Vec<(i64, i64)> {
    let of_notes = notes
        .iter()
        .filter(|note| note.kind == NoteKind::Note)
        .filter_map(|note| Some((note.start_ms?, note.end_ms.or(note.start_ms)?)));
    let fatal = evaluation.score.as_ref().and_then(|score| score.fatal.clone()).unwrap_or_default();
    let losing = progress.lost.iter().map(|(question, _)| question).chain(&fatal);
    let of_items = losing
        .filter_map(|question| evaluation.responses.to(question))
        .flat_map(|response| &response.evidence)
        .filter_map(Evidence::range);
    one_by_one(of_notes.chain(of_items).collect())
}

/// The agent is done listening, or wants to see the inspector's at once: both are shown from now on.
pub async fn finish_listening_first(
    db: &Db,
    who: &Who,
    by: By,
    id: EvaluationId,
    marks: Vec<i64>,
    skips: bool,
) -> Result<EvaluationView, ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let person_id = person_of(who)?;
    let mut marks: Vec<i64> = marks.into_iter().filter(|mark| *mark >= 0).collect();
    marks.sort_unstable();
    marks.dedup();
    marks.truncate(MARKS_MOST);
    db.write(move |writing| {
        let evaluation = found_feedback(writing, &scope, id)?;
        if evaluation.subject.person_id != Some(person_id) {
            return Err(ReviewError::NotFound { what: "evaluation" });
        }
        let shown = view(writing, evaluation)?;
        if !shown.listening_first.as_ref().is_some_and(|first| first.is_due) {
            return Err(ReviewError::NotToListenFirst);
        }
        let moments = moments_of(&shown.evaluation, &shown.notes, &shown.progress);
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let done = SelfListening {
            found: count(found(&moments, &marks)),
            of_all: count(moments.len()),
            marks: marks.clone(),
            was_skipped: skips,
            finished_at: writing.now(),
        };
        self_listening::insert(writing, id, &done)?;
        let detail = json!({ "found": done.found, "of": done.of_all, "skipped": skips });
        by.note(writing, "evaluation.listened_first", "evaluation", id, detail)?;
        view(writing, shown.evaluation)
    })
    .await
}
