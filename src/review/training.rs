//! Evaluations that are made to learn scoring: attempts at reference calls. They are begun, saved and released
//! like any other, on the same page, and nothing of them counts: they stand in no list, no average and no
//! queue, no clock runs for them, nobody is told, and nothing is put right because of them.

use super::ReviewError;
use super::desk::DeskError;
use super::parts::must_not_be_in_it;
use super::trail::{Step, record};
use crate::access::By;
use crate::db::evaluation::{Evaluation, NewDraft, Purpose};
use crate::db::job::{self, Wish};
use crate::db::reference_attempt::{self, AttemptOutcome};
use crate::db::{Reading, Scope, Writing, evaluation, learning_task, reference_call};
use crate::ids::{CallId, EvaluationId, PersonId};
use crate::scoring::{ScoreRecord, Scorecard, Verdicts, agreement};
use crate::time::Instant;

/// What evaluations are for that count as somebody's work.
pub const COUNTED: &[Purpose] = &[
    Purpose::Quality,
    Purpose::Verification,
    Purpose::Beside,
    Purpose::Live,
    Purpose::Text,
    Purpose::Calibration,
    Purpose::SelfAssessment,
];

/// Begins an evaluation of what another is about, on the same version of its card, to learn scoring. Whoever
/// calls says which reference call it is an attempt at.
pub fn begin_training(
    writing: &mut Writing<'_>,
    by: By,
    evaluator_id: PersonId,
    agreed: &Evaluation,
) -> Result<EvaluationId, ReviewError> {
    let call_id = agreed.subject.call_id.ok_or(ReviewError::NotFound { what: "call" })?;
    must_not_be_in_it(writing, evaluator_id, call_id)?;
    let draft = NewDraft {
        subject: agreed.subject,
        scorecard_version_id: agreed.scorecard_version_id,
        evaluator_id,
        purpose: Purpose::Training,
        is_generated: agreed.is_generated,
    };
    let id = evaluation::insert_draft(writing, &draft)?;
    job::want_words(writing, call_id, Wish::Assigned)?;
    record(writing, by.actor, by.request_id, id, Step::Begun)?;
    Ok(id)
}

/// Whether the evaluation is one that counts; what can be done with those alone asks.
pub(super) fn must_count(evaluation: &Evaluation) -> Result<(), ReviewError> {
    if evaluation.purpose == Purpose::Training { Err(DeskError::NotWhileTraining.into()) } else { Ok(()) }
}

/// Whether this person scores the call to learn scoring just now: until then they see nothing that others
/// found in it.
pub(super) fn is_scored_blind_by(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    call_id: CallId,
) -> Result<bool, ReviewError> {
    Ok(reference_attempt::calls_scored_blind(reading, person_id)?.contains(&call_id))
}

/// How far a draft that is being released agrees with the reference call that it is an attempt at; none: it is
/// no attempt.
pub(super) fn outcome_of(
    reading: &mut Reading<'_>,
    draft: &Evaluation,
    card: &Scorecard,
    score: &ScoreRecord,
) -> Result<Option<AttemptOutcome>, ReviewError> {
    if draft.purpose != Purpose::Training {
        return Ok(None);
    }
    let Some(attempt) = reference_attempt::of_evaluation(reading, draft.id)? else { return Ok(None) };
    let found = reference_call::find(reading, &Scope::Everything, attempt.reference_call_id)?;
    let Some(reference) = found else { return Ok(None) };
    let compared = agreement(card, &reference.answers, &draft.responses);
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let total = |record: &ScoreRecord| record.total.map(hundredths);
    let apart_hundredths = total(score).zip(total(&reference.score)).map(|(given, agreed)| given - agreed);
    Ok(Some(AttemptOutcome {
        items: count(compared.items()),
        alike: count(compared.alike()),
        apart_hundredths,
        verdicts: Verdicts::of(&reference.score, score),
    }))
}

/// Keeps how far an attempt agrees; whoever was to score that reference call has done so.
pub(super) fn finish_attempt(
    writing: &mut Writing<'_>,
    draft: &Evaluation,
    outcome: &AttemptOutcome,
) -> Result<(), ReviewError> {
    reference_attempt::note_outcome(writing, draft.id, outcome)?;
    if let Some(attempt) = reference_attempt::of_evaluation(writing, draft.id)? {
        learning_task::set_reference_done(writing, draft.evaluator_id, attempt.reference_call_id)?;
    }
    Ok(())
}

/// An attempt that is taken back before it is out is not finished; `since` is when it was released.
pub(super) fn resume_attempt(
    writing: &mut Writing<'_>,
    closed: &Evaluation,
    since: Instant,
) -> Result<(), ReviewError> {
    if let Some(attempt) = reference_attempt::of_evaluation(writing, closed.id)? {
        learning_task::set_reference_open(writing, closed.evaluator_id, attempt.reference_call_id, since)?;
    }
    Ok(())
}

/// A total as it is written down, which has two decimals, in whole hundredths.
#[expect(clippy::cast_possible_truncation, reason = "a total has a few digits")]
fn hundredths(total: f64) -> i64 {
    (total * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_counts_but_what_is_made_to_learn() {
        let not_counted: Vec<Purpose> =
            Purpose::ALL.iter().copied().filter(|purpose| !COUNTED.contains(purpose)).collect();
        assert_eq!(not_counted, [Purpose::Training]);
        assert_eq!((hundredths(91.67), hundredths(-0.29), hundredths(100.0)), (9_167, -29, 10_000));
    }
}
