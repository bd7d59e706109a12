//! The agent opens an evaluation of their own call, and acknowledges it.

use super::ReviewError;
use super::draft::check_text;
use super::evaluation_view::{EvaluationView, find, view};
use super::trail::{Step, record};
use crate::access::{AccessError, Permission, Who};
use crate::db::evaluation::{Evaluation, EvaluationState};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Reading, Scope, feedback};
use crate::ids::{EvaluationId, RequestId};

/// Notes that the agent has opened it. Only the first time counts.
pub async fn open_feedback(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    request_id: Option<RequestId>,
) -> Result<(), ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let (actor, agent) = (who.actor(), who.person_id());
    db.write(move |writing| {
        found(writing, &scope, id)?;
        if feedback::open(writing, id)? {
            record(writing, actor, request_id, id, Step::Opened)?;
        }
        if let Some(agent) = agent {
            outbox::mark_read_about(writing, agent, id.as_bytes())?;
        }
        Ok(())
    })
    .await
}

/// Acknowledges it (签收), with what the agent has to say.
pub async fn acknowledge_feedback(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    reply: Option<String>,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let (actor, agent) = (who.actor(), who.person_id());
    check_text("reply", reply.as_deref())?;
    let reply = reply.filter(|reply| !reply.trim().is_empty());
    db.write(move |writing| {
        let evaluation = found(writing, &scope, id)?;
        if !feedback::acknowledge(writing, id, reply.as_deref())? {
            return Err(ReviewError::AlreadyAcknowledged);
        }
        let inspector = [evaluation.evaluator_id];
        let news = News::new(EventKind::FeedbackAcknowledged, id.as_bytes(), inspector).by(agent);
        outbox::tell(writing, &news)?;
        record(writing, actor, request_id, id, Step::Acknowledged)?;
        view(writing, evaluation)
    })
    .await
}

/// The score of one's own call, once it is out. What cannot be scored asks for no answer.
fn found(reading: &mut Reading<'_>, own: &Scope, id: EvaluationId) -> Result<Evaluation, ReviewError> {
    let evaluation = find(reading, None, Some(own), id)?;
    match evaluation.state {
        EvaluationState::Released => Ok(evaluation),
        EvaluationState::Draft | EvaluationState::NotScored => {
            Err(ReviewError::NotFound { what: "evaluation" })
        }
    }
}
