//! The agent opens an evaluation of their own call, and answers it: read, or found right.

use super::ReviewError;
use super::appeals::AppealError;
use super::clocks::stop_when_heard;
use super::draft::check_text;
use super::evaluation_view::{EvaluationView, find, view};
use super::hearing::{AnswerEvent, AnswerState, Forbidden, answer_step, hearing_for, is_in_time};
use super::trail::{Step, record};
use crate::access::{AccessError, Permission, Who};
use crate::db::evaluation::{Evaluation, EvaluationState};
use crate::db::feedback::Answer;
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Reading, Scope, Writing, feedback};
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
        let evaluation = found(writing, &scope, id)?;
        if feedback::open(writing, id)? {
            stop_when_heard(writing, &evaluation)?;
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
    answer(db, who, id, AnswerEvent::Acknowledge, reply, request_id).await
}

/// Finds it right (无异议), with what the agent has to say. There is no appeal after that.
pub async fn find_right(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    reply: Option<String>,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    answer(db, who, id, AnswerEvent::NoObjection, reply, request_id).await
}

async fn answer(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    event: AnswerEvent,
    reply: Option<String>,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let (actor, agent) = (who.actor(), who.person_id());
    check_text("reply", reply.as_deref())?;
    let reply = reply.filter(|reply| !reply.trim().is_empty());
    db.write(move |writing| {
        let evaluation = found(writing, &scope, id)?;
        let (from, to) = answer_after(writing, &evaluation, event)?;
        note_answer(writing, id, from, to)?;
        if let Some(reply) = &reply {
            feedback::reply(writing, id, reply)?;
        }
        let (step, kind) = if event == AnswerEvent::Acknowledge {
            (Step::Acknowledged, EventKind::FeedbackAcknowledged)
        } else {
            (Step::NoObjection, EventKind::FeedbackNoObjection)
        };
        let inspector = [evaluation.evaluator_id];
        let news = News::new(kind, id.as_bytes(), inspector).by(agent);
        outbox::tell(writing, &news)?;
        record(writing, actor, request_id, id, step)?;
        view(writing, evaluation)
    })
    .await
}

/// Stores the agent's answer in place of the one that stood there.
pub(super) fn note_answer(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    from: Option<Answer>,
    to: Option<Answer>,
) -> Result<(), ReviewError> {
    match to {
        Some(to) if feedback::answer(writing, id, from, to)? => Ok(()),
        _ => Err(ReviewError::AlreadyAnswered),
    }
}

/// The stored answer before and after the event, if it can happen now.
pub(super) fn answer_after(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
    event: AnswerEvent,
) -> Result<(Option<Answer>, Option<Answer>), ReviewError> {
    let stored = feedback::of_evaluation(reading, evaluation.id)?;
    let from = AnswerState::of(&stored);
    match answer_step(hearing_for(evaluation.purpose), from, event) {
        Err(Forbidden::ForThisPurpose) => Err(AppealError::NotForThisPurpose.into()),
        Err(Forbidden::FromHere) if from == AnswerState::Answered(Answer::Lapsed) => {
            Err(ReviewError::AnswerTooLate)
        }
        Err(Forbidden::FromHere)
            if event == AnswerEvent::Acknowledge && from == AnswerState::Answered(Answer::Acknowledged) =>
        {
            Err(ReviewError::AlreadyAcknowledged)
        }
        Err(Forbidden::FromHere) => Err(ReviewError::AlreadyAnswered),
        Ok(_) if !is_in_time(event, evaluation.answer_until, reading.now()) => {
            Err(ReviewError::AnswerTooLate)
        }
        Ok(to) => Ok((from.answer(), to.answer())),
    }
}

/// The score of one's own call, once it is out. What cannot be scored asks for no answer.
pub(super) fn found(
    reading: &mut Reading<'_>,
    own: &Scope,
    id: EvaluationId,
) -> Result<Evaluation, ReviewError> {
    let evaluation = find(reading, None, Some(own), id)?;
    match evaluation.state {
        EvaluationState::Released => Ok(evaluation),
        EvaluationState::Draft | EvaluationState::NotScored => {
            Err(ReviewError::NotFound { what: "evaluation" })
        }
    }
}
