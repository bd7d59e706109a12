//! A sitting is tied to the call that was heard in it, proposed by agent and time, and untied again.

use super::super::calls::{CallLine, lines, sight};
use super::super::evaluation_view::{EvaluationView, find, own_view};
use super::super::{ReviewError, person_of};
use super::positions::Shift;
use super::sitting::sitting_of;
use crate::access::{AccessError, By, Permission, Who};
use crate::db::call::Call;
use crate::db::evaluation::{Evaluation, EvaluationState, Subject};
use crate::db::sitting::Sitting;
use crate::db::{Db, Scope, Writing, call, evaluation, evaluation_note, participation, sitting};
use crate::ids::{CallId, EvaluationId, PersonId};
use serde_json::json;
use std::time::Duration;

/// The most minutes before and after a sitting in which calls are looked for.
pub const MINUTES_MOST: u32 = 24 * 60;

/// The most calls that are proposed.
const CALLS_MOST: i64 = 50;

/// The calls of the agent that went on during the sitting, or as many minutes before or after it.
pub async fn nearby_calls(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    minutes: u32,
) -> Result<Vec<CallLine>, ReviewError> {
    let own = person_of(who)?;
    let sight = sight(who, scored_by(who)?);
    let slack = Duration::from_secs(u64::from(minutes.min(MINUTES_MOST)) * 60);
    db.read(move |reading| {
        let found = find(reading, Some(own), None, id)?;
        let sitting = sitting_of(reading, id)?;
        let ended_at = sitting.ended_at.unwrap_or(reading.now());
        let Subject { agent_id, person_id, .. } = found.subject;
        let (from, until) = (sitting.began_at.minus(slack), ended_at.plus(slack));
        let scope = &sight.calls;
        let calls = evaluation::calls_between(reading, scope, agent_id, person_id, from, until, CALLS_MOST)?;
        Ok(lines(reading, &sight, calls)?)
    })
    .await
}

/// Ties a sitting to a call of its agent: notes and evidence come to lie on the call's timeline. Tied to
/// another call, it is untied first.
pub async fn tie_sitting(
    db: &Db,
    who: &Who,
    by: By,
    id: EvaluationId,
    call_id: CallId,
) -> Result<EvaluationView, ReviewError> {
    let own = person_of(who)?;
    let scope = scored_by(who)?;
    db.write(move |writing| {
        let mut found = find(writing, Some(own), None, id)?;
        let sitting = sitting_of(writing, id)?;
        call::lock(writing, &[call_id])?;
        let Some(call) = call::find(writing, &scope, call_id)? else {
            return Err(ReviewError::NotFound { what: "call" });
        };
        if sitting.tied_at.is_some() {
            untie(writing, &found, &sitting)?;
            found = find(writing, Some(own), None, id)?;
        }
        tie(writing, own, &found, &sitting, &call)?;
        by.note(writing, "evaluation.tied", "evaluation", id, json!({ "call": call_id }))?;
        own_view(writing, own, id)
    })
    .await
}

/// Unties a sitting from its call: positions count from its beginning again.
pub async fn untie_sitting(
    db: &Db,
    who: &Who,
    by: By,
    id: EvaluationId,
) -> Result<EvaluationView, ReviewError> {
    let own = person_of(who)?;
    db.write(move |writing| {
        let found = find(writing, Some(own), None, id)?;
        let sitting = sitting_of(writing, id)?;
        if sitting.tied_at.is_some() {
            untie(writing, &found, &sitting)?;
            by.note(writing, "evaluation.untied", "evaluation", id, json!({}))?;
        }
        own_view(writing, own, id)
    })
    .await
}

fn tie(
    writing: &mut Writing<'_>,
    own: PersonId,
    found: &Evaluation,
    sitting: &Sitting,
    call: &Call,
) -> Result<(), ReviewError> {
    let parts = participation::of_call(writing, call.id)?;
    if parts.iter().any(|part| part.person_id == Some(own)) {
        return Err(ReviewError::NotForInspector);
    }
    let Subject { agent_id, person_id, .. } = found.subject;
    let of_agent = parts.iter().find(|part| Some(part.agent_id) == agent_id);
    let of_person = || parts.iter().find(|part| person_id.is_some() && part.person_id == person_id);
    let part = of_agent.or_else(of_person).ok_or(ReviewError::NotTheirCall)?;
    if found.state == EvaluationState::Draft
        && evaluation::draft_of(writing, call.id, own, found.purpose)?.is_some_and(|other| other != found.id)
    {
        return Err(ReviewError::TiedElsewhere);
    }
    let subject = Subject {
        call_id: Some(call.id),
        participation_id: Some(part.id),
        project_id: found.subject.project_id.or(call.project_id),
        call_started_at: Some(call.started_at),
        ..found.subject
    };
    let by_ms = sitting.began_at.as_millis().saturating_sub(call.started_at.as_millis());
    move_to(writing, found, &subject, Shift { by_ms, duration_ms: call.duration_ms })?;
    let now = writing.now();
    Ok(sitting::note_tie(writing, found.id, Some(now))?)
}

fn untie(writing: &mut Writing<'_>, found: &Evaluation, sitting: &Sitting) -> Result<(), ReviewError> {
    let began = sitting.began_at.as_millis();
    let call_began = found.subject.call_started_at.map_or(began, crate::time::Instant::as_millis);
    let subject = Subject {
        call_id: None,
        participation_id: None,
        call_started_at: Some(sitting.began_at),
        ..found.subject
    };
    let shift = Shift { by_ms: call_began.saturating_sub(began), duration_ms: 0 };
    move_to(writing, found, &subject, shift)?;
    Ok(sitting::note_tie(writing, found.id, None)?)
}

fn move_to(
    writing: &mut Writing<'_>,
    found: &Evaluation,
    subject: &Subject,
    shift: Shift,
) -> Result<(), ReviewError> {
    let notes = shift.notes(evaluation_note::of_evaluation(writing, found.id)?);
    evaluation_note::replace(writing, found.id, &notes)?;
    let responses = shift.responses(found.responses.clone());
    Ok(evaluation::change_subject(writing, found.id, subject, &responses)?)
}

fn scored_by(who: &Who) -> Result<Scope, ReviewError> {
    Ok(who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?)
}
