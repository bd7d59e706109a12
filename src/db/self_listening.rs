//! What agents found by themselves, listening to a call before they saw what the inspector found.

use super::columns::{from_json, to_json};
use super::schema::self_listening;
use super::{DbError, Reading, Writing};
use crate::ids::EvaluationId;
use crate::time::Instant;
use diesel::prelude::*;

/// What an agent marked, and how much of what the inspector found that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfListening {
    /// Where they would act otherwise, in milliseconds of the call's timeline, in their order.
    pub marks: Vec<i64>,
    /// Whether they chose to see the inspector's at once.
    pub was_skipped: bool,
    /// How many of the inspector's moments they found.
    pub found: i32,
    /// How many there were.
    pub of_all: i32,
    /// When they saw both.
    pub finished_at: Instant,
}

/// What the agent marked in the call of this evaluation.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<SelfListening>, DbError> {
    let row: Option<(String, bool, i32, i32, Instant)> = self_listening::table
        .find(id)
        .select((
            self_listening::marks_json,
            self_listening::was_skipped,
            self_listening::found,
            self_listening::of_all,
            self_listening::finished_at,
        ))
        .first(reading.connection)
        .optional()?;
    let Some((marks_json, was_skipped, found, of_all, finished_at)) = row else { return Ok(None) };
    let marks = from_json("what an agent marked", &marks_json)?;
    Ok(Some(SelfListening { marks, was_skipped, found, of_all, finished_at }))
}

/// Enters it. It is done once.
pub fn insert(writing: &mut Writing<'_>, id: EvaluationId, new: &SelfListening) -> Result<(), DbError> {
    diesel::insert_into(self_listening::table)
        .values((
            self_listening::evaluation_id.eq(id),
            self_listening::marks_json.eq(to_json(&new.marks)?),
            self_listening::was_skipped.eq(new.was_skipped),
            self_listening::found.eq(new.found),
            self_listening::of_all.eq(new.of_all),
            self_listening::finished_at.eq(new.finished_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}
