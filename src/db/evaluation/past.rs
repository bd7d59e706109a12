//! Past evaluations as a back-test reads them: what was answered, and what it came to.

use super::list::{EvaluationFilter, about, within};
use super::{EvaluationState, Purpose};
use crate::db::columns::from_json;
use crate::db::schema::evaluation;
use crate::db::{DbError, Reading, Scope};
use crate::ids::{AgentId, EvaluationId, PersonId};
use crate::scoring::Responses;
use crate::time::Instant;
use diesel::prelude::*;

/// A past evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastEvaluation {
    /// Its id.
    pub id: EvaluationId,
    /// Since when it is out.
    pub released_at: Instant,
    /// Who sat there on that day.
    pub person_id: Option<PersonId>,
    /// The agent.
    pub agent_id: Option<AgentId>,
    /// What was given to each question.
    pub responses: Responses,
    /// The total in hundredths; none: nothing counted.
    pub total_hundredths: Option<i64>,
    /// Whether it passed; none: its card passes nobody.
    pub passed: Option<bool>,
    /// Whether a fatal option was chosen.
    pub is_fatal: bool,
}

#[derive(Queryable)]
struct PastRow {
    id: EvaluationId,
    released_at: Instant,
    person_id: Option<PersonId>,
    agent_id: Option<AgentId>,
    answers_json: String,
    total_hundredths: Option<i64>,
    passed: Option<bool>,
    is_fatal: bool,
}

/// How many such evaluations there are, counted to `most`.
pub fn count_past(
    reading: &mut Reading<'_>,
    scope: &Scope,
    purposes: &[Purpose],
    filter: &EvaluationFilter,
    most: i64,
) -> Result<i64, DbError> {
    let now = reading.now();
    let found = || {
        about(within(evaluation::table.into_boxed(), scope), filter)
            .filter(evaluation::released_at.le(now))
            .filter(evaluation::purpose.eq_any(purposes.to_vec()))
            .filter(evaluation::state.eq(EvaluationState::Released))
    };
    let beyond: Option<EvaluationId> =
        found().select(evaluation::id).offset(most).limit(1).first(reading.connection).optional()?;
    match beyond {
        Some(_) => Ok(most),
        None => Ok(found().count().get_result(reading.connection)?),
    }
}

/// The scored evaluations that are out, of this scope and for these purposes: the filter says on
/// which card and about whom. Youngest first, `most` at most, those behind `after`.
pub fn past(
    reading: &mut Reading<'_>,
    scope: &Scope,
    purposes: &[Purpose],
    filter: &EvaluationFilter,
    after: Option<(Instant, EvaluationId)>,
    most: i64,
) -> Result<Vec<PastEvaluation>, DbError> {
    let now = reading.now();
    let mut found = about(within(evaluation::table.into_boxed(), scope), filter)
        .filter(evaluation::released_at.le(now))
        .filter(evaluation::purpose.eq_any(purposes.to_vec()))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .order((evaluation::released_at.desc(), evaluation::id.desc()))
        .limit(most);
    if let Some((at, id)) = after {
        found = found
            .filter(evaluation::released_at.le(at))
            .filter(evaluation::released_at.lt(at).or(evaluation::id.lt(id)));
    }
    let rows: Vec<PastRow> = found
        .select((
            evaluation::id,
            evaluation::released_at.assume_not_null(),
            evaluation::person_id,
            evaluation::agent_id,
            evaluation::answers_json,
            evaluation::total_hundredths,
            evaluation::passed,
            evaluation::is_fatal,
        ))
        .load(reading.connection)?;
    rows.into_iter()
        .map(|row| {
            Ok(PastEvaluation {
                id: row.id,
                released_at: row.released_at,
                person_id: row.person_id,
                agent_id: row.agent_id,
                responses: from_json("an evaluation's answers", &row.answers_json)?,
                total_hundredths: row.total_hundredths,
                passed: row.passed,
                is_fatal: row.is_fatal,
            })
        })
        .collect()
}
