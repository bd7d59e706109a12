//! What a case review decided: somebody does it until a day.

use crate::db::schema::case_review_decision;
use crate::db::{DbError, Reading, Writing};
use crate::ids::{CaseReviewId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;

/// A decision, which is a task.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = case_review_decision)]
pub struct Decision {
    /// The review.
    pub case_review_id: CaseReviewId,
    /// Its number there, from 1 on.
    pub number: i32,
    /// What is to be done.
    pub text: String,
    /// By whom.
    pub owner_id: PersonId,
    /// Until which day of the workspace, `YYYY-MM-DD`.
    pub due_date: String,
    /// Who wrote it down.
    pub made_by: PersonId,
    /// When.
    pub made_at: Instant,
    /// When it was done.
    pub done_at: Option<Instant>,
}

/// The decisions of a review, in their order.
pub fn decisions(reading: &mut Reading<'_>, id: CaseReviewId) -> Result<Vec<Decision>, DbError> {
    decisions_of(reading, &[id])
}

/// The decisions of these reviews, one review after the other.
pub fn decisions_of(reading: &mut Reading<'_>, ids: &[CaseReviewId]) -> Result<Vec<Decision>, DbError> {
    Ok(case_review_decision::table
        .filter(case_review_decision::case_review_id.eq_any(ids.to_vec()))
        .order((case_review_decision::case_review_id, case_review_decision::number))
        .load(reading.connection)?)
}

/// One decision of a review.
pub fn find_decision(
    reading: &mut Reading<'_>,
    id: CaseReviewId,
    number: i32,
) -> Result<Option<Decision>, DbError> {
    Ok(case_review_decision::table.find((id, number)).first(reading.connection).optional()?)
}

/// Enters a decision.
pub fn insert_decision(writing: &mut Writing<'_>, new: &Decision) -> Result<(), DbError> {
    diesel::insert_into(case_review_decision::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Notes when it was done; none: it is open again.
pub fn set_done(
    writing: &mut Writing<'_>,
    id: CaseReviewId,
    number: i32,
    done_at: Option<Instant>,
) -> Result<(), DbError> {
    diesel::update(case_review_decision::table.find((id, number)))
        .set(case_review_decision::done_at.eq(done_at))
        .execute(writing.connection)?;
    Ok(())
}

/// What this person is still to do, what is due first first, at most `limit`.
pub fn open_decisions_of(
    reading: &mut Reading<'_>,
    owner_id: PersonId,
    limit: i64,
) -> Result<Vec<Decision>, DbError> {
    Ok(case_review_decision::table
        .filter(case_review_decision::owner_id.eq(owner_id))
        .filter(case_review_decision::done_at.is_null())
        .order((
            case_review_decision::due_date,
            case_review_decision::case_review_id,
            case_review_decision::number,
        ))
        .limit(limit)
        .load(reading.connection)?)
}
