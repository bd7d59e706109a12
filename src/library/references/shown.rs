//! Reference calls as their readers see them. What was agreed on is told to whoever has finished an attempt,
//! and to those who prepare them once they say that they want to know: they cannot score it blind then.

use super::{ReferenceError, person_of, prepares, sees};
use crate::access::{By, Permission, Who};
use crate::db::named::{self, Named};
use crate::db::reference_attempt::{self, Attempt, AttemptOutcome};
use crate::db::reference_call::{self, ReferenceCall, ReferenceWords};
use crate::db::scorecard::ScorecardVersion;
use crate::db::{Db, Page, Reading, Window, evaluation, scorecard};
use crate::ids::{CallId, EvaluationId, PersonId, ReferenceCallId, ScorecardId};
use crate::review::CardHead;
use crate::scoring::{Responses, ScoreRecord};
use crate::time::Instant;
use serde_json::json;
use std::collections::BTreeMap;

/// A row of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLine {
    /// Its id.
    pub id: ReferenceCallId,
    /// Its words; without those that tell what was agreed on.
    pub title: crate::db::standard_answer::Words,
    /// The scorecard.
    pub scorecard_id: ScorecardId,
    /// The version that everybody scores it on.
    pub card: CardHead,
    /// The call; none: it was removed, and nobody scores it any more.
    pub call_id: Option<CallId>,
    /// When the call began.
    pub call_started_at: Option<Instant>,
    /// Who made it.
    pub made_by: Named<PersonId>,
    /// When.
    pub made_at: Instant,
    /// Since when nobody scores it any more.
    pub retired_at: Option<Instant>,
    /// What it is to the reader.
    pub own: Own,
}

/// What a reference call is to its reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// They know what was agreed on without having scored it: they cannot score it blind.
    pub is_known: bool,
    /// The attempt that they have not finished; also one that is released and can still be taken back.
    pub open: Option<EvaluationId>,
    /// Their attempts that are finished, oldest first.
    pub finished: Vec<OwnAttempt>,
}

/// A finished attempt of the reader's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnAttempt {
    /// Its evaluation.
    pub evaluation_id: EvaluationId,
    /// When it was finished.
    pub finished_at: Instant,
    /// How far it agrees.
    pub outcome: AttemptOutcome,
}

/// A reference call with everything that its page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceView {
    /// As in the list.
    pub line: ReferenceLine,
    /// The version that it is scored on.
    pub version: ScorecardVersion,
    /// What was agreed on; none: the reader may not know yet.
    pub agreed: Option<Agreed>,
    /// Whether they may ask for it, and so give up scoring it blind.
    pub may_look: bool,
}

/// What was agreed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreed {
    /// The evaluation that it was made from.
    pub evaluation_id: EvaluationId,
    /// The answers.
    pub answers: Responses,
    /// What they come to.
    pub score: ScoreRecord,
    /// Why.
    pub words: ReferenceWords,
    /// How often the words were changed.
    pub edit: i32,
}

/// One page of the reference calls that the caller sees, the youngest first.
pub async fn list_references(
    db: &Db,
    who: &Who,
    retired: bool,
    card: Option<ScorecardId>,
    window: Window,
) -> Result<Page<ReferenceLine>, ReferenceError> {
    let (own, scope) = (person_of(who)?, sees(who)?);
    db.read(move |reading| {
        let page = reference_call::list(reading, &scope, retired, card, window)?;
        let Page { items, next, total, total_is_exact } = page;
        Ok(Page { items: lines(reading, own, items)?, next, total, total_is_exact })
    })
    .await
}

/// One reference call.
pub async fn find_reference(
    db: &Db,
    who: &Who,
    id: ReferenceCallId,
) -> Result<ReferenceView, ReferenceError> {
    person_of(who)?;
    let (scope, who) = (sees(who)?, who.clone());
    db.read(move |reading| {
        let found = reference_call::find(reading, &scope, id)?;
        view(reading, &who, found.ok_or(ReferenceError::NotFound { what: "reference call" })?)
    })
    .await
}

/// Shows whoever prepares reference calls what was agreed on; from then on they know it.
pub async fn look_at_agreed(
    db: &Db,
    who: &Who,
    by: By,
    id: ReferenceCallId,
) -> Result<ReferenceView, ReferenceError> {
    let (own, scope, who) = (person_of(who)?, prepares(who)?, who.clone());
    db.write(move |writing| {
        let found = reference_call::find(writing, &scope, id)?;
        let found = found.ok_or(ReferenceError::NotFound { what: "reference call" })?;
        must_not_be_at_it(writing, own, id)?;
        if !reference_call::has_looked(writing, id, own)? {
            reference_call::note_look(writing, id, own)?;
            by.note(writing, "reference.looked_at", "reference_call", id, json!({}))?;
        }
        view(writing, &who, found)
    })
    .await
}

/// Nobody learns what was agreed on while they score it.
pub(super) fn must_not_be_at_it(
    reading: &mut Reading<'_>,
    own: PersonId,
    id: ReferenceCallId,
) -> Result<(), ReferenceError> {
    let now = reading.now();
    let attempts = reference_attempt::of_person(reading, own, &[id])?;
    if attempts.iter().any(|one| !one.is_finished(now)) { Err(ReferenceError::AttemptOpen) } else { Ok(()) }
}

/// The reference call as this reader sees it.
pub(super) fn view(
    reading: &mut Reading<'_>,
    who: &Who,
    one: ReferenceCall,
) -> Result<ReferenceView, ReferenceError> {
    let own = person_of(who)?;
    let version = scorecard::version(reading, one.scorecard_version_id)?;
    let version = version.ok_or(ReferenceError::NotFound { what: "scorecard version" })?;
    let line = lines(reading, own, vec![one.clone()])?.pop();
    let line = line.ok_or(ReferenceError::NotFound { what: "reference call" })?;
    let is_at_it = line.own.open.is_some();
    let prepares = who.may(Permission::PrepareReferences);
    let knows = !line.own.finished.is_empty() || (prepares && line.own.is_known);
    let agreed = (knows && !is_at_it).then_some(Agreed {
        evaluation_id: one.evaluation_id,
        answers: one.answers,
        score: one.score,
        words: one.words,
        edit: one.edit,
    });
    Ok(ReferenceView { may_look: prepares && !is_at_it && agreed.is_none(), line, version, agreed })
}

/// These reference calls as rows.
pub(super) fn lines(
    reading: &mut Reading<'_>,
    own: PersonId,
    references: Vec<ReferenceCall>,
) -> Result<Vec<ReferenceLine>, ReferenceError> {
    let ids: Vec<ReferenceCallId> = references.iter().map(|one| one.id).collect();
    let version_ids: Vec<_> = references.iter().map(|one| one.scorecard_version_id).collect();
    let versions = scorecard::versions(reading, &version_ids)?;
    let people = named::of_people(reading, references.iter().map(|one| one.made_by))?;
    let looked = reference_call::looked_at_by(reading, own, &ids)?;
    let mut attempts: BTreeMap<ReferenceCallId, Vec<Attempt>> = BTreeMap::new();
    for attempt in reference_attempt::of_person(reading, own, &ids)? {
        attempts.entry(attempt.reference_call_id).or_default().push(attempt);
    }
    let now = reading.now();
    let mut lines = Vec::with_capacity(references.len());
    for one in references {
        let Some(version) = versions.get(&one.scorecard_version_id) else { continue };
        let Some(agreed) = evaluation::by_id(reading, one.evaluation_id)? else { continue };
        let mut own_part = own_part(attempts.remove(&one.id).unwrap_or_default(), now);
        let made_it = one.made_by == own || agreed.evaluator_id == own;
        own_part.is_known = own_part.finished.is_empty() && (made_it || looked.contains(&one.id));
        lines.push(ReferenceLine {
            id: one.id,
            title: one.words.title,
            scorecard_id: one.scorecard_id,
            card: CardHead {
                key: version.definition.key.clone(),
                title: version.definition.title.clone(),
                version: version.number,
            },
            call_id: agreed.subject.call_id,
            call_started_at: agreed.subject.call_started_at,
            made_by: people.named(one.made_by),
            made_at: one.made_at,
            retired_at: one.retired_at,
            own: own_part,
        });
    }
    Ok(lines)
}

fn own_part(attempts: Vec<Attempt>, now: Instant) -> Own {
    let mut own = Own::default();
    for attempt in attempts {
        match attempt.finished_at {
            Some(finished_at) if finished_at <= now => own.finished.push(OwnAttempt {
                evaluation_id: attempt.evaluation_id,
                finished_at,
                outcome: attempt.outcome,
            }),
            _ => own.open = Some(attempt.evaluation_id),
        }
    }
    own
}
