//! Listening coverage (收听覆盖率): how much of the call an evaluator had heard at the release, as it
//! was then. What they hear later changes nothing of it.

use super::list::within;
use crate::db::columns::{from_json, to_json};
use crate::db::schema::{evaluation, evaluation_coverage};
use crate::db::{DbError, Reading, Scope, Writing};
use crate::ids::EvaluationId;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How much of the call was heard before the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// How long the call is.
    pub duration_ms: i64,
    /// How much was heard, at whatever speed; what was heard twice counts once.
    pub heard_ms: i64,
    /// How much of it was heard only faster than it was said.
    pub sped_ms: i64,
    /// Silence that the player passed over and that was not heard otherwise.
    pub skipped_ms: i64,
    /// What deductions cite of it that was not heard, in card order.
    pub unheard: Vec<Unheard>,
}

/// A range of the call that a deduction cites and the evaluator had not heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unheard {
    /// The key of the question that lost something.
    pub question: String,
    /// Where the evidence begins.
    pub start_ms: i64,
    /// Where it ends; a moment where both are the same.
    pub end_ms: i64,
}

impl Coverage {
    /// The share of the call in whole per cent, rounded down, so that 100 says all of it. Silence
    /// that was passed over counts as heard. None: nobody knows how long the call is.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        (self.duration_ms > 0)
            .then(|| ((self.heard_ms + self.skipped_ms) * 100 / self.duration_ms).clamp(0, 100))
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = evaluation_coverage)]
struct CoverageRow {
    evaluation_id: EvaluationId,
    duration_ms: i64,
    heard_ms: i64,
    sped_ms: i64,
    skipped_ms: i64,
    unheard_json: String,
}

impl CoverageRow {
    fn into_coverage(self) -> Result<Coverage, DbError> {
        Ok(Coverage {
            duration_ms: self.duration_ms,
            heard_ms: self.heard_ms,
            sped_ms: self.sped_ms,
            skipped_ms: self.skipped_ms,
            unheard: from_json("what an evaluation cites unheard", &self.unheard_json)?,
        })
    }
}

/// Stores what was heard, in place of what stood there.
pub fn store_coverage(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    coverage: &Coverage,
) -> Result<(), DbError> {
    forget_coverage(writing, id)?;
    let row = CoverageRow {
        evaluation_id: id,
        duration_ms: coverage.duration_ms,
        heard_ms: coverage.heard_ms,
        sped_ms: coverage.sped_ms,
        skipped_ms: coverage.skipped_ms,
        unheard_json: to_json(&coverage.unheard)?,
    };
    diesel::insert_into(evaluation_coverage::table).values(&row).execute(writing.connection)?;
    Ok(())
}

/// Forgets it: the evaluation is a draft again.
pub fn forget_coverage(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    diesel::delete(evaluation_coverage::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// What was heard before this release; none: a draft, or there was no call to hear.
pub fn coverage_of(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Coverage>, DbError> {
    let row: Option<CoverageRow> =
        evaluation_coverage::table.find(id).first(reading.connection).optional()?;
    row.map(CoverageRow::into_coverage).transpose()
}

/// What was heard before these releases, of those that lie in the scope.
pub fn coverages_within(
    reading: &mut Reading<'_>,
    scope: &Scope,
    ids: &[EvaluationId],
) -> Result<HashMap<EvaluationId, Coverage>, DbError> {
    let seen: Vec<EvaluationId> = within(evaluation::table.into_boxed(), scope)
        .filter(evaluation::id.eq_any(ids.to_vec()))
        .select(evaluation::id)
        .load(reading.connection)?;
    let rows: Vec<CoverageRow> = evaluation_coverage::table
        .filter(evaluation_coverage::evaluation_id.eq_any(seen))
        .load(reading.connection)?;
    rows.into_iter().map(|row| Ok((row.evaluation_id, row.into_coverage()?))).collect()
}
