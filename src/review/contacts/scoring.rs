//! An evaluation is begun of a text contact.

use super::super::ReviewError;
use super::super::card_choice::card_at;
use super::super::clocks::begin_clock;
use super::error::ContactError;
use crate::db::contact::{self, Contact};
use crate::db::evaluation::{EvaluationState, NewDraft, Purpose, Subject};
use crate::db::{Scope, Writing, evaluation, scorecard};
use crate::ids::{ContactId, EvaluationId, PersonId, ScorecardId};

/// Begins an evaluation of a contact, or finds the draft that the evaluator has of it; says whether it is new.
pub(in crate::review) fn begin(
    writing: &mut Writing<'_>,
    scope: &Scope,
    evaluator_id: PersonId,
    contact_id: ContactId,
    scorecard_id: Option<ScorecardId>,
) -> Result<(EvaluationId, bool), ReviewError> {
    let found = contact::find(writing, scope, contact_id)?;
    let found = found.ok_or(ReviewError::NotFound { what: "contact" })?;
    // Two windows at once: the second finds the draft of the first.
    if !contact::lock(writing, contact_id)? {
        return Err(ContactError::Gone.into());
    }
    if found.person_id == Some(evaluator_id) {
        return Err(ReviewError::NotForInspector);
    }
    let own = contact::evaluations_by(writing, &[contact_id], evaluator_id)?.remove(&contact_id);
    let draft = own.unwrap_or_default().into_iter().find(|(_, state)| *state == EvaluationState::Draft);
    if let Some((known, _)) = draft {
        return Ok((known, false));
    }
    let card = card_at(writing, found.queue_id, found.project_id, Purpose::Text, scorecard_id)?;
    let version = scorecard::latest_version(writing, card)?.ok_or(ReviewError::ScorecardNeeded)?;
    let draft = NewDraft {
        subject: subject_of(&found),
        scorecard_version_id: version.id,
        evaluator_id,
        purpose: Purpose::Text,
        is_generated: false,
    };
    let id = evaluation::insert_draft(writing, &draft)?;
    contact::note_evaluation(writing, id, contact_id)?;
    begin_clock(writing, id, evaluator_id, None)?;
    Ok((id, true))
}

/// Whom it is about: as of the day of the contact.
fn subject_of(contact: &Contact) -> Subject {
    Subject {
        call_id: None,
        participation_id: None,
        agent_id: Some(contact.agent_id),
        person_id: contact.person_id,
        team_id: contact.team_id,
        project_id: contact.project_id,
        call_started_at: Some(contact.began_at),
    }
}
