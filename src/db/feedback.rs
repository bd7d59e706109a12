//! Feedback: what the agent did with an evaluation that is out.

use super::schema::feedback;
use super::{DbError, Reading, Writing};
use crate::ids::EvaluationId;
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::HashMap;

/// What the agent did with an evaluation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    /// When they opened it first.
    pub opened_at: Option<Instant>,
    /// When they acknowledged it (签收).
    pub acknowledged_at: Option<Instant>,
    /// What they said to it.
    pub reply: Option<String>,
}

#[derive(Queryable)]
struct FeedbackRow {
    evaluation_id: EvaluationId,
    opened_at: Option<Instant>,
    acknowledged_at: Option<Instant>,
    reply: Option<String>,
}

impl FeedbackRow {
    fn into_feedback(self) -> Feedback {
        Feedback { opened_at: self.opened_at, acknowledged_at: self.acknowledged_at, reply: self.reply }
    }
}

/// What the agent did with this evaluation so far.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Feedback, DbError> {
    let row: Option<FeedbackRow> = feedback::table.find(id).first(reading.connection).optional()?;
    Ok(row.map(FeedbackRow::into_feedback).unwrap_or_default())
}

/// What the agents did with these evaluations; one that is missing was not opened.
pub fn of_evaluations(
    reading: &mut Reading<'_>,
    ids: &[EvaluationId],
) -> Result<HashMap<EvaluationId, Feedback>, DbError> {
    let rows: Vec<FeedbackRow> =
        feedback::table.filter(feedback::evaluation_id.eq_any(ids)).load(reading.connection)?;
    Ok(rows.into_iter().map(|row| (row.evaluation_id, row.into_feedback())).collect())
}

/// Notes that the agent has opened it; says whether this is the first time.
pub fn open(writing: &mut Writing<'_>, id: EvaluationId) -> Result<bool, DbError> {
    make(writing, id)?;
    let now = writing.now();
    let unopened = feedback::table.find(id).filter(feedback::opened_at.is_null());
    Ok(diesel::update(unopened).set(feedback::opened_at.eq(now)).execute(writing.connection)? == 1)
}

/// Notes that the agent has acknowledged it, and what they said; says whether this is the first
/// time. Whoever acknowledges has opened it.
pub fn acknowledge(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    reply: Option<&str>,
) -> Result<bool, DbError> {
    open(writing, id)?;
    let now = writing.now();
    let unanswered = feedback::table.find(id).filter(feedback::acknowledged_at.is_null());
    let done = (feedback::acknowledged_at.eq(now), feedback::reply.eq(reply));
    Ok(diesel::update(unanswered).set(done).execute(writing.connection)? == 1)
}

/// Makes the row where it is missing.
fn make(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    let known: Option<EvaluationId> =
        feedback::table.find(id).select(feedback::evaluation_id).first(writing.connection).optional()?;
    if known.is_none() {
        diesel::insert_into(feedback::table)
            .values(feedback::evaluation_id.eq(id))
            .execute(writing.connection)?;
    }
    Ok(())
}
