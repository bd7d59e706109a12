//! Whether feedback helped the agent who got it, as they say themselves.

use super::schema::feedback_rating;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{EvaluationId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;

/// What an agent says of the feedback to one call.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = feedback_rating)]
pub struct FeedbackRating {
    /// The evaluation.
    pub evaluation_id: EvaluationId,
    /// Who scored.
    pub evaluator_id: PersonId,
    /// Whether it helped.
    pub is_helpful: bool,
    /// In words.
    pub words: Option<String>,
    /// When it was said last.
    pub rated_at: Instant,
}

/// Stores what the agent says, in the place of what they said before.
pub fn put(writing: &mut Writing<'_>, new: &FeedbackRating) -> Result<(), DbError> {
    let changed = diesel::update(feedback_rating::table.find(new.evaluation_id))
        .set((
            feedback_rating::is_helpful.eq(new.is_helpful),
            feedback_rating::words.eq(&new.words),
            feedback_rating::rated_at.eq(new.rated_at),
        ))
        .execute(writing.connection)?;
    if changed == 0 {
        diesel::insert_into(feedback_rating::table).values(new).execute(writing.connection)?;
    }
    Ok(())
}

/// What the agent said of this evaluation.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<FeedbackRating>, DbError> {
    Ok(feedback_rating::table.find(id).first(reading.connection).optional()?)
}

/// How often feedback of this inspector was rated, and how often it helped.
pub fn totals(reading: &mut Reading<'_>, evaluator_id: PersonId) -> Result<(i64, i64), DbError> {
    let own = || feedback_rating::table.filter(feedback_rating::evaluator_id.eq(evaluator_id));
    let all: i64 = own().count().get_result(reading.connection)?;
    let helpful: i64 =
        own().filter(feedback_rating::is_helpful.eq(true)).count().get_result(reading.connection)?;
    Ok((all, helpful))
}

/// What was said in words to this inspector, the youngest first.
pub fn words_to(
    reading: &mut Reading<'_>,
    evaluator_id: PersonId,
    window: Window,
) -> Result<Page<FeedbackRating>, DbError> {
    let own = || {
        feedback_rating::table
            .filter(feedback_rating::evaluator_id.eq(evaluator_id))
            .filter(feedback_rating::words.is_not_null())
    };
    let mut found = own().into_boxed();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), EvaluationId::from_bytes(after.id));
        found = found.filter(
            feedback_rating::rated_at
                .lt(at)
                .or(feedback_rating::rated_at.eq(at).and(feedback_rating::evaluation_id.lt(id))),
        );
    }
    let rows = found
        .order((feedback_rating::rated_at.desc(), feedback_rating::evaluation_id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: i64 = own().count().get_result(reading.connection)?;
    let place =
        |row: &FeedbackRating| Cursor { key: row.rated_at.as_millis(), id: *row.evaluation_id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
