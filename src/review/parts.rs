//! Whose part of a call is scored. Where a call was transferred it has several; the first is taken until
//! the evaluator says whose it is, which they may as long as the evaluation is a draft.

use super::desk::DeskError;
use super::evaluation_view::{EvaluationView, find, must_be_draft, own_view};
use super::trail::{Step, record};
use super::{ReviewError, person_of};
use crate::access::Who;
use crate::db::call::Call;
use crate::db::evaluation::{Purpose, Subject};
use crate::db::participation::Participation;
use crate::db::{Db, Reading, Scope, Writing, call, evaluation, participation, verification};
use crate::ids::{CallId, EvaluationId, ParticipationId, PersonId, RequestId};

/// Turns one's own draft to another agent's part of its call; what was answered and written stays.
pub async fn turn_to_part(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    participation_id: ParticipationId,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let actor = who.actor();
    db.write(move |writing| {
        let draft = find(writing, Some(person_id), None, id)?;
        must_be_draft(&draft)?;
        let (Some(call_id), Purpose::Quality | Purpose::Verification) =
            (draft.subject.call_id, draft.purpose)
        else {
            return Err(DeskError::PartIsGiven.into());
        };
        let part = part_to_score(writing, person_id, call_id, Some(participation_id))?;
        let call = call::find(writing, &Scope::Everything, call_id)?;
        let call = call.ok_or(ReviewError::NotFound { what: "call" })?;
        turn(writing, id, &subject_of(&call, part.as_ref()))?;
        record(writing, actor, request_id, id, Step::Turned)?;
        own_view(writing, person_id, id)
    })
    .await
}

/// Makes a draft one of this subject: of another agent's part of the same call.
pub(super) fn turn(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    subject: &Subject,
) -> Result<(), ReviewError> {
    if !evaluation::turn_to(writing, id, subject)? {
        return Err(ReviewError::NotADraft);
    }
    Ok(verification::turn_to(writing, id, subject)?)
}

/// What an evaluation of this part of the call is about.
pub(super) fn subject_of(call: &Call, part: Option<&Participation>) -> Subject {
    Subject {
        call_id: Some(call.id),
        participation_id: part.map(|part| part.id),
        agent_id: part.map(|part| part.agent_id),
        person_id: part.and_then(|part| part.person_id),
        team_id: part.and_then(|part| part.team_id),
        project_id: call.project_id,
        call_started_at: Some(call.started_at),
    }
}

/// Nobody scores a call in which they took part.
pub(super) fn must_not_be_in_it(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    call_id: CallId,
) -> Result<Vec<Participation>, ReviewError> {
    let parts = participation::of_call(reading, call_id)?;
    if parts.iter().any(|part| part.person_id == Some(person_id)) {
        return Err(ReviewError::NotForInspector);
    }
    Ok(parts)
}

/// The part that was asked for, else the first of the call; none where nobody is known.
pub(super) fn part_to_score(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    call_id: CallId,
    asked: Option<ParticipationId>,
) -> Result<Option<Participation>, ReviewError> {
    let parts = must_not_be_in_it(reading, person_id, call_id)?;
    match asked {
        None => Ok(parts.into_iter().next()),
        Some(asked) => {
            let found = parts.into_iter().find(|part| part.id == asked);
            Ok(Some(found.ok_or(ReviewError::NotFound { what: "participation" })?))
        }
    }
}
