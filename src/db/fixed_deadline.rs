//! Deadlines that are fixed and still lie ahead: of answers, of steps of appeals, of clocks. Looked
//! through when the working calendar changes.

use super::evaluation::EvaluationState;
use super::feedback::Answer;
use super::schema::{appeal, appeal_ruling, evaluation, evaluation_clock, feedback, scorecard_version};
use super::{DbError, Reading, Writing};
use crate::db::appeal::AppealState;
use crate::ids::{AppealId, EvaluationId, ScorecardId};
use crate::time::Instant;
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use std::collections::HashMap;

/// What a deadline is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ends {
    /// The agent's answer to this evaluation, made on this scorecard.
    Answer(EvaluationId, ScorecardId),
    /// The step at which this appeal stands.
    Step(AppealId, AppealState),
    /// The release of this draft.
    Release(EvaluationId),
    /// The hearing of this evaluation.
    Hearing(EvaluationId),
}

/// A deadline that lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedDeadline {
    /// What it is of.
    pub of: Ends,
    /// From when on its time counts.
    pub since: Instant,
    /// Where it lies.
    pub until: Instant,
}

/// Those that lie ahead; of each of the four kinds at most `limit`, what ends first is first.
pub fn ahead(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<FixedDeadline>, DbError> {
    let mut found = answers(reading, limit)?;
    found.extend(steps(reading, limit)?);
    found.extend(clocks(reading, limit)?);
    Ok(found)
}

/// Answers that were not given, and those that may still become another.
fn answers(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<FixedDeadline>, DbError> {
    let now = reading.now();
    let settled = feedback::table
        .filter(feedback::evaluation_id.eq(evaluation::id))
        .filter(feedback::answer.is_not_null())
        .filter(feedback::answer.ne(Answer::Acknowledged));
    let rows: Vec<(EvaluationId, Option<Instant>, Option<Instant>, ScorecardId)> = evaluation::table
        .inner_join(scorecard_version::table)
        .filter(evaluation::answer_until.gt(now))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(not(exists(settled)))
        .order((evaluation::answer_until, evaluation::id))
        .limit(limit)
        .select((
            evaluation::id,
            evaluation::released_at,
            evaluation::answer_until,
            scorecard_version::scorecard_id,
        ))
        .load(reading.connection)?;
    let of = |(id, since, until, card): (_, Option<Instant>, Option<Instant>, _)| {
        Some(FixedDeadline { of: Ends::Answer(id, card), since: since?, until: until? })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// A step counts from the moment at which the one before it was left.
fn steps(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<FixedDeadline>, DbError> {
    let now = reading.now();
    let rows: Vec<(AppealId, AppealState, Instant, Option<Instant>)> = appeal::table
        .filter(appeal::due_at.gt(now))
        .order((appeal::due_at, appeal::id))
        .limit(limit)
        .select((appeal::id, appeal::state, appeal::submitted_at, appeal::due_at))
        .load(reading.connection)?;
    let ids: Vec<AppealId> = rows.iter().map(|(id, ..)| *id).collect();
    let last: Vec<(AppealId, Option<Instant>)> = appeal_ruling::table
        .filter(appeal_ruling::appeal_id.eq_any(ids))
        .group_by(appeal_ruling::appeal_id)
        .select((appeal_ruling::appeal_id, max(appeal_ruling::at)))
        .load(reading.connection)?;
    let last: HashMap<AppealId, Instant> = last.into_iter().filter_map(|(id, at)| Some((id, at?))).collect();
    let of = |(id, state, submitted_at, until): (_, _, Instant, Option<Instant>)| {
        let since = last.get(&id).copied().unwrap_or(submitted_at);
        Some(FixedDeadline { of: Ends::Step(id, state), since, until: until? })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// The evaluation, where it stands, and its three moments.
type ClockRow = (EvaluationId, EvaluationState, Instant, Option<Instant>, Option<Instant>);

fn clocks(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<FixedDeadline>, DbError> {
    let now = reading.now();
    let rows: Vec<ClockRow> = evaluation_clock::table
        .inner_join(evaluation::table)
        .filter(evaluation_clock::running_until.gt(now))
        .order((evaluation_clock::running_until, evaluation_clock::evaluation_id))
        .limit(limit)
        .select((
            evaluation_clock::evaluation_id,
            evaluation::state,
            evaluation::started_at,
            evaluation::released_at,
            evaluation_clock::running_until,
        ))
        .load(reading.connection)?;
    let of = |(id, state, started_at, released_at, until): (_, _, Instant, Option<Instant>, Option<_>)| {
        let of = if state == EvaluationState::Draft { Ends::Release(id) } else { Ends::Hearing(id) };
        Some(FixedDeadline { of, since: released_at.unwrap_or(started_at), until: until? })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// Moves a deadline.
pub fn move_to(writing: &mut Writing<'_>, of: Ends, until: Instant) -> Result<(), DbError> {
    match of {
        Ends::Answer(id, _) => {
            let row = evaluation::table.find(id);
            diesel::update(row).set(evaluation::answer_until.eq(until)).execute(writing.connection)?
        }
        Ends::Step(id, state) => {
            let row = appeal::table.find(id).filter(appeal::state.eq(state));
            diesel::update(row).set(appeal::due_at.eq(until)).execute(writing.connection)?
        }
        Ends::Release(id) => diesel::update(evaluation_clock::table.find(id))
            .set((evaluation_clock::release_due_at.eq(until), evaluation_clock::running_until.eq(until)))
            .execute(writing.connection)?,
        Ends::Hearing(id) => diesel::update(evaluation_clock::table.find(id))
            .set((evaluation_clock::hear_due_at.eq(until), evaluation_clock::running_until.eq(until)))
            .execute(writing.connection)?,
    };
    Ok(())
}
