//! What is averaged over weeks: the released totals of a stretch of days.

use super::list::{EvaluationFilter, about, within};
use super::{EvaluationState, Purpose};
use crate::db::columns::from_json;
use crate::db::schema::evaluation;
use crate::db::{DbError, Reading, Scope};
use crate::ids::{EvaluationId, ScorecardVersionId};
use crate::scoring::{Responses, ScoreRecord};
use diesel::prelude::*;

/// One released total.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TrendRow {
    /// The evaluation.
    pub id: EvaluationId,
    /// The workspace's day on which it came out, `YYYY-MM-DD`.
    pub released_date: String,
    /// The total in hundredths.
    pub total_hundredths: i64,
    /// Whether it passed; none: its card passes nobody.
    pub passed: Option<bool>,
}

/// The totals that are out, of this scope and for these purposes; the filter says of whom, and
/// from which day on. Youngest first, `most` at most.
pub fn totals(
    reading: &mut Reading<'_>,
    scope: &Scope,
    purposes: &[Purpose],
    filter: &EvaluationFilter,
    most: i64,
) -> Result<Vec<TrendRow>, DbError> {
    let now = reading.now();
    Ok(about(within(evaluation::table.into_boxed(), scope), filter)
        .filter(evaluation::released_at.le(now))
        .filter(evaluation::purpose.eq_any(purposes.to_vec()))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::total_hundredths.is_not_null())
        .filter(evaluation::released_date.is_not_null())
        .order((evaluation::released_at.desc(), evaluation::id.desc()))
        .limit(most)
        .select((
            evaluation::id,
            evaluation::released_date.assume_not_null(),
            evaluation::total_hundredths.assume_not_null(),
            evaluation::passed,
        ))
        .load(reading.connection)?)
}

/// What was given and what it came to, on which version.
pub type Scored = (ScorecardVersionId, Responses, ScoreRecord);

/// The stored scores of these evaluations with their answers and the versions they were made on, in
/// no order.
pub fn scores(reading: &mut Reading<'_>, ids: &[EvaluationId]) -> Result<Vec<Scored>, DbError> {
    let rows: Vec<(ScorecardVersionId, String, String)> = evaluation::table
        .filter(evaluation::id.eq_any(ids.to_vec()))
        .filter(evaluation::score_json.is_not_null())
        .select((
            evaluation::scorecard_version_id,
            evaluation::answers_json,
            evaluation::score_json.assume_not_null(),
        ))
        .load(reading.connection)?;
    rows.into_iter()
        .map(|(version, answers, score)| {
            let responses = from_json("an evaluation's answers", &answers)?;
            Ok((version, responses, from_json("an evaluation's score", &score)?))
        })
        .collect()
}
