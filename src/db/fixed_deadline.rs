//! Deadlines that are fixed and still lie ahead: of answers, of steps of appeals, of clocks. Looked
//! through when the working calendar changes, and those of one agent when days away are entered.

use super::evaluation::{EvaluationState, Purpose};
use super::feedback::Answer;
use super::schema::{
    appeal, appeal_ruling, evaluation, evaluation_clock, evaluation_revision, feedback, scorecard_version,
};
use super::{DbError, Reading, Writing};
use crate::db::appeal::AppealState;
use crate::ids::{AppealId, EvaluationId, PersonId, ScorecardId};
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

/// A deadline that is fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedDeadline {
    /// What it is of.
    pub of: Ends,
    /// Whose days away do not count either: the agent's, whose time it is; none: it is others' time.
    pub agent: Option<PersonId>,
    /// From when on its time counts.
    pub since: Instant,
    /// Where it lies.
    pub until: Instant,
}

/// Those that lie ahead; of each of the four kinds at most `limit`, what ends first is first. Answers are to
/// evaluations for these purposes.
pub fn ahead(
    reading: &mut Reading<'_>,
    purposes: &[Purpose],
    limit: i64,
) -> Result<Vec<FixedDeadline>, DbError> {
    let mut found = answers(reading, None, purposes, limit)?;
    found.extend(steps(reading, limit)?);
    found.extend(clocks(reading, limit)?);
    Ok(found)
}

/// Those of this agent: the answers that lie ahead, and what is to be heard, also where its time is over; of
/// each kind at most `limit`.
pub fn of_agent(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    purposes: &[Purpose],
    limit: i64,
) -> Result<Vec<FixedDeadline>, DbError> {
    let mut found = answers(reading, Some(person_id), purposes, limit)?;
    found.extend(hearings(reading, person_id, limit)?);
    Ok(found)
}

/// From when on the time of these evaluations counts that were revised without an appeal: from the last time.
pub fn revised_last(
    reading: &mut Reading<'_>,
    ids: Vec<EvaluationId>,
) -> Result<HashMap<EvaluationId, Instant>, DbError> {
    let rows: Vec<(EvaluationId, Option<Instant>)> = evaluation_revision::table
        .filter(evaluation_revision::evaluation_id.eq_any(ids))
        .filter(evaluation_revision::appeal_id.is_null())
        .group_by(evaluation_revision::evaluation_id)
        .select((evaluation_revision::evaluation_id, max(evaluation_revision::replaced_at)))
        .load(reading.connection)?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

/// The evaluation, its agent, when it came out, its deadline, its card.
type AnswerRow = (EvaluationId, Option<PersonId>, Option<Instant>, Option<Instant>, ScorecardId);

/// Answers that were not given, and those that may still become another.
fn answers(
    reading: &mut Reading<'_>,
    agent: Option<PersonId>,
    purposes: &[Purpose],
    limit: i64,
) -> Result<Vec<FixedDeadline>, DbError> {
    let now = reading.now();
    let settled = feedback::table
        .filter(feedback::evaluation_id.eq(evaluation::id))
        .filter(feedback::answer.is_not_null())
        .filter(feedback::answer.ne(Answer::Acknowledged));
    let mut open = evaluation::table
        .inner_join(scorecard_version::table)
        .filter(evaluation::answer_until.gt(now))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::purpose.eq_any(purposes.to_vec()))
        .filter(not(exists(settled)))
        .select((
            evaluation::id,
            evaluation::person_id,
            evaluation::released_at,
            evaluation::answer_until,
            scorecard_version::scorecard_id,
        ))
        .into_boxed();
    if let Some(id) = agent {
        open = open.filter(evaluation::person_id.eq(id));
    }
    let rows: Vec<AnswerRow> =
        open.order((evaluation::answer_until, evaluation::id)).limit(limit).load(reading.connection)?;
    let revised = revised_last(reading, rows.iter().map(|(id, ..)| *id).collect())?;
    let of = |(id, agent, out, until, card): AnswerRow| {
        let since = revised.get(&id).copied().max(out);
        Some(FixedDeadline { of: Ends::Answer(id, card), agent, since: since?, until: until? })
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
        Some(FixedDeadline { of: Ends::Step(id, state), agent: None, since, until: until? })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// The evaluation, its agent, where it stands, and its three moments.
type ClockRow = (EvaluationId, Option<PersonId>, EvaluationState, Instant, Option<Instant>, Option<Instant>);

/// What is selected of a clock.
const CLOCK_ROW: (
    evaluation_clock::evaluation_id,
    evaluation::person_id,
    evaluation::state,
    evaluation::started_at,
    evaluation::released_at,
    evaluation_clock::running_until,
) = (
    evaluation_clock::evaluation_id,
    evaluation::person_id,
    evaluation::state,
    evaluation::started_at,
    evaluation::released_at,
    evaluation_clock::running_until,
);

fn clocks(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<FixedDeadline>, DbError> {
    let now = reading.now();
    let rows: Vec<ClockRow> = evaluation_clock::table
        .inner_join(evaluation::table)
        .filter(evaluation_clock::running_until.gt(now))
        .order((evaluation_clock::running_until, evaluation_clock::evaluation_id))
        .limit(limit)
        .select(CLOCK_ROW)
        .load(reading.connection)?;
    of_clocks(reading, rows)
}

/// What this agent is to hear.
fn hearings(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    limit: i64,
) -> Result<Vec<FixedDeadline>, DbError> {
    let rows: Vec<ClockRow> = evaluation_clock::table
        .inner_join(evaluation::table)
        .filter(evaluation::person_id.eq(person_id))
        .filter(evaluation::state.ne(EvaluationState::Draft))
        .filter(evaluation_clock::running_until.is_not_null())
        .order((evaluation_clock::running_until.desc(), evaluation_clock::evaluation_id))
        .limit(limit)
        .select(CLOCK_ROW)
        .load(reading.connection)?;
    of_clocks(reading, rows)
}

fn of_clocks(reading: &mut Reading<'_>, rows: Vec<ClockRow>) -> Result<Vec<FixedDeadline>, DbError> {
    let revised = revised_last(reading, rows.iter().map(|(id, ..)| *id).collect())?;
    let of = |(id, agent, state, started_at, out, until): ClockRow| {
        let (of, agent) = match state {
            EvaluationState::Draft => (Ends::Release(id), None),
            _ => (Ends::Hearing(id), agent),
        };
        let since = revised.get(&id).copied().max(out).unwrap_or(started_at);
        Some(FixedDeadline { of, agent, since, until: until? })
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
        // One that had run out runs again: whoever was told of it is told anew.
        Ends::Hearing(id) => diesel::update(evaluation_clock::table.find(id))
            .set((
                evaluation_clock::hear_due_at.eq(until),
                evaluation_clock::running_until.eq(until),
                evaluation_clock::told_at.eq(None::<Instant>),
                evaluation_clock::tell_again_at.eq(None::<Instant>),
            ))
            .execute(writing.connection)?,
    };
    Ok(())
}
