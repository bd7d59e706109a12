//! Feedback: what the agent did with an evaluation that is out.

use super::columns::words;
use super::schema::feedback;
use super::{DbError, Reading, Writing, evaluation_clock};
use crate::ids::EvaluationId;
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::HashMap;

words! {
    /// Where the agent's answer stands; which follows which, `review::hearing` says.
    Answer {
        /// Read (签收): nothing is said about whether it is right.
        Acknowledged = "acknowledged",
        /// Read, and found right (无异议).
        NoObjection = "no_objection",
        /// Never answered in time (逾期未签收).
        Lapsed = "lapsed",
        /// Appealed (申诉), and not decided yet.
        Appealed = "appealed",
        /// Appealed and decided.
        Decided = "decided",
    }
}

/// What the agent did with an evaluation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    /// When they opened it first.
    pub opened_at: Option<Instant>,
    /// When they first said that they have read it (签收), by whatever answer.
    pub acknowledged_at: Option<Instant>,
    /// What they said to it.
    pub reply: Option<String>,
    /// Where their answer stands; none: they have not answered.
    pub answer: Option<Answer>,
    /// Since when it stands there.
    pub answered_at: Option<Instant>,
}

#[derive(Queryable)]
struct FeedbackRow {
    evaluation_id: EvaluationId,
    opened_at: Option<Instant>,
    acknowledged_at: Option<Instant>,
    reply: Option<String>,
    answer: Option<Answer>,
    answered_at: Option<Instant>,
}

impl FeedbackRow {
    fn into_feedback(self) -> Feedback {
        Feedback {
            opened_at: self.opened_at,
            acknowledged_at: self.acknowledged_at,
            reply: self.reply,
            answer: self.answer,
            answered_at: self.answered_at,
        }
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

/// Forgets what the agent did with what is said otherwise now: it is as on the day on which it came out.
pub fn begin_anew(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    diesel::delete(feedback::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// Notes that the agent has opened it; says whether this is the first time.
pub fn open(writing: &mut Writing<'_>, id: EvaluationId) -> Result<bool, DbError> {
    make(writing, id)?;
    let now = writing.now();
    let unopened = feedback::table.find(id).filter(feedback::opened_at.is_null());
    Ok(diesel::update(unopened).set(feedback::opened_at.eq(now)).execute(writing.connection)? == 1)
}

/// Notes the agent's own answer in place of the one that stood there; says whether that one still
/// stood. Whoever answers has opened and read it.
pub fn answer(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    from: Option<Answer>,
    to: Answer,
) -> Result<bool, DbError> {
    open(writing, id)?;
    if !change(writing, id, from, to)? {
        return Ok(false);
    }
    evaluation_clock::stop(writing, id)?;
    let now = writing.now();
    let unread = feedback::table.find(id).filter(feedback::acknowledged_at.is_null());
    diesel::update(unread).set(feedback::acknowledged_at.eq(now)).execute(writing.connection)?;
    Ok(true)
}

/// Stores what the agent said to it.
pub fn reply(writing: &mut Writing<'_>, id: EvaluationId, reply: &str) -> Result<(), DbError> {
    diesel::update(feedback::table.find(id)).set(feedback::reply.eq(reply)).execute(writing.connection)?;
    Ok(())
}

/// Notes where the answer stands now without the agent's doing: its time is over, an appeal is
/// decided. Says whether it stood at `from`.
pub fn settle(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    from: Option<Answer>,
    to: Answer,
) -> Result<bool, DbError> {
    make(writing, id)?;
    let is_settled = change(writing, id, from, to)?;
    if is_settled {
        evaluation_clock::stop(writing, id)?;
    }
    Ok(is_settled)
}

fn change(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    from: Option<Answer>,
    to: Answer,
) -> Result<bool, DbError> {
    let now = writing.now();
    let row = feedback::table.find(id);
    let now_stands = (feedback::answer.eq(to), feedback::answered_at.eq(now));
    let changed = match from {
        Some(from) => diesel::update(row.filter(feedback::answer.eq(from)))
            .set(now_stands)
            .execute(writing.connection)?,
        None => diesel::update(row.filter(feedback::answer.is_null()))
            .set(now_stands)
            .execute(writing.connection)?,
    };
    Ok(changed == 1)
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
