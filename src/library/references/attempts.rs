//! An attempt: a reference call scored blind, as any call is, and compared with what was agreed on once it
//! is finished.

use super::shown::lines;
use super::{ReferenceError, ReferenceLine, person_of, sees};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::evaluation::Purpose;
use crate::db::named::{self, Named};
use crate::db::reference_attempt::{self, AttemptOutcome};
use crate::db::reference_call::{self, ReferenceCall};
use crate::db::scorecard::ScorecardVersion;
use crate::db::standard_answer::Words;
use crate::db::{Db, Reading, evaluation, scorecard};
use crate::ids::{EvaluationId, PersonId, ReferenceCallId};
use crate::review::begin_training;
use crate::scoring::{Answer, Evidence, Responses, ScoreRecord, agreement};
use crate::time::Instant;
use serde_json::json;

/// An attempt that goes on from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BegunAttempt {
    /// Its evaluation: it is made on the ordinary page.
    pub evaluation_id: EvaluationId,
    /// Whether it is new; otherwise the draft was there.
    pub is_new: bool,
}

/// A finished attempt beside what was agreed on.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptView {
    /// The reference call, as its reader sees it in the list.
    pub reference: ReferenceLine,
    /// The version that both are scored on.
    pub version: ScorecardVersion,
    /// Its evaluation.
    pub evaluation_id: EvaluationId,
    /// Whose.
    pub person: Named<PersonId>,
    /// When it was finished.
    pub finished_at: Instant,
    /// How far it agrees.
    pub outcome: AttemptOutcome,
    /// What was agreed on comes to.
    pub agreed: ScoreRecord,
    /// What was given comes to.
    pub given: ScoreRecord,
    /// What is to be learned from the call.
    pub why: Words,
    /// Each item that either answered, in card order.
    pub items: Vec<ItemLine>,
}

/// One item of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemLine {
    /// The key of the question.
    pub question: String,
    /// What was agreed on.
    pub agreed: Answer,
    /// What was given.
    pub given: Answer,
    /// Whether that is the same.
    pub is_alike: bool,
    /// What it gave as agreed on.
    pub agreed_points: Option<f64>,
    /// What it gave as scored.
    pub given_points: Option<f64>,
    /// Why the agreed answer is right.
    pub reason: Words,
    /// What they wrote to it.
    pub comment: Option<String>,
    /// Where it is heard, as agreed on.
    pub evidence: Vec<Evidence>,
    /// Where they heard it.
    pub given_evidence: Vec<Evidence>,
}

/// Begins an attempt at a reference call, or finds the one that the caller has not finished.
pub async fn begin_attempt(
    db: &Db,
    who: &Who,
    by: By,
    id: ReferenceCallId,
) -> Result<BegunAttempt, ReferenceError> {
    let own = person_of(who)?;
    let scope = who.scope(Permission::ScoreReferences).ok_or(AccessError::NotPermitted)?;
    db.write(move |writing| {
        let found = reference_call::find(writing, &scope, id)?;
        let found = found.ok_or(ReferenceError::NotFound { what: "reference call" })?;
        let line = lines(writing, own, vec![found.clone()])?.pop();
        let line = line.ok_or(ReferenceError::NotFound { what: "reference call" })?;
        if let Some(open) = line.own.open {
            return Ok(BegunAttempt { evaluation_id: open, is_new: false });
        }
        if found.retired_at.is_some() {
            return Err(ReferenceError::Retired);
        }
        let Some(call_id) = line.call_id else { return Err(ReferenceError::CallGone) };
        if line.own.is_known {
            return Err(ReferenceError::Known);
        }
        // Another reference call may be made of the same call.
        if evaluation::draft_of(writing, call_id, own, Purpose::Training)?.is_some() {
            return Err(ReferenceError::AttemptOpen);
        }
        let agreed = evaluation::by_id(writing, found.evaluation_id)?.ok_or(ReferenceError::CallGone)?;
        let evaluation_id = begin_training(writing, by, own, &agreed)?;
        reference_attempt::insert(writing, evaluation_id, id, own)?;
        let detail = json!({ "evaluation": evaluation_id });
        by.note(writing, "reference.attempt_begun", "reference_call", id, detail)?;
        Ok(BegunAttempt { evaluation_id, is_new: true })
    })
    .await
}

/// A finished attempt beside what was agreed on: one's own, or anybody's for those who prepare reference
/// calls; they know what was agreed on from then on.
pub async fn find_attempt(db: &Db, who: &Who, id: EvaluationId) -> Result<AttemptView, ReferenceError> {
    let (own, scope) = (person_of(who)?, sees(who)?);
    let prepares = who.scope(Permission::PrepareReferences);
    let (view, looks_at) = db
        .read(move |reading| {
            let missing = ReferenceError::NotFound { what: "attempt" };
            let Some(attempt) = reference_attempt::of_evaluation(reading, id)? else { return Err(missing) };
            let is_own = attempt.person_id == own;
            let reach = if is_own { Some(&scope) } else { prepares.as_ref() };
            let Some(reach) = reach else { return Err(missing) };
            let found = reference_call::find(reading, reach, attempt.reference_call_id)?;
            let Some(reference) = found else { return Err(missing) };
            let finished_at = attempt.finished_at.filter(|at| *at <= reading.now());
            let finished_at = match finished_at {
                Some(at) => at,
                // Of others' attempts nothing is known until they are finished, not even that they are.
                None if is_own => return Err(ReferenceError::Unfinished),
                None => return Err(missing),
            };
            if !is_own {
                super::shown::must_not_be_at_it(reading, own, reference.id)?;
            }
            let is_new = !is_own && !reference_call::has_looked(reading, reference.id, own)?;
            let looks_at = is_new.then_some(reference.id);
            Ok((compared(reading, own, reference, id, finished_at, attempt.outcome)?, looks_at))
        })
        .await?;
    if let Some(reference_id) = looks_at {
        db.write(move |writing| {
            super::shown::must_not_be_at_it(writing, own, reference_id)?;
            Ok::<_, ReferenceError>(reference_call::note_look(writing, reference_id, own)?)
        })
        .await?;
    }
    Ok(view)
}

fn compared(
    reading: &mut Reading<'_>,
    own: PersonId,
    reference: ReferenceCall,
    id: EvaluationId,
    finished_at: Instant,
    outcome: AttemptOutcome,
) -> Result<AttemptView, ReferenceError> {
    let missing = || ReferenceError::NotFound { what: "attempt" };
    let given = evaluation::by_id(reading, id)?.ok_or_else(missing)?;
    let version = scorecard::version(reading, reference.scorecard_version_id)?.ok_or_else(missing)?;
    let score = given.score.ok_or_else(missing)?;
    let people = named::of_people(reading, [given.evaluator_id])?;
    let points = |record: &ScoreRecord, question: &str| {
        let of_it = record.questions().find(|line| line.question == question && line.counted);
        of_it.map(|line| line.points)
    };
    let items = agreement(&version.definition, &reference.answers, &given.responses).items;
    let items = items.into_iter().map(|item| ItemLine {
        agreed_points: points(&reference.score, &item.question),
        given_points: points(&score, &item.question),
        reason: reference.words.reasons.get(&item.question).cloned().unwrap_or_default(),
        comment: given.responses.to(&item.question).and_then(|response| response.comment.clone()),
        evidence: evidence_of(&reference.answers, &item.question),
        given_evidence: evidence_of(&given.responses, &item.question),
        question: item.question,
        agreed: item.agreed,
        given: item.given,
        is_alike: item.is_alike,
    });
    let items = items.collect();
    let (agreed, why) = (reference.score.clone(), reference.words.why.clone());
    let line = lines(reading, own, vec![reference])?.pop().ok_or_else(missing)?;
    Ok(AttemptView {
        reference: line,
        version,
        evaluation_id: id,
        person: people.named(given.evaluator_id),
        finished_at,
        outcome,
        agreed,
        given: score,
        why,
        items,
    })
}

fn evidence_of(responses: &Responses, question: &str) -> Vec<Evidence> {
    responses.to(question).map(|response| response.evidence.clone()).unwrap_or_default()
}
