//! What the verification of a sale found (成功单复核): beside every evaluation of that purpose.

use super::call::Edges;
use super::columns::words;
use super::evaluation::{EvaluationState, Purpose, Subject};
use super::schema::{evaluation, verification};
use super::{Bounds, DbError, Reading, Scope, Writing};
use crate::ids::{AgentId, EvaluationId, PersonId, ProjectId, QueueId};
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::BTreeMap;

words! {
    /// What became of a sale that was verified.
    Outcome {
        /// It is one, as it was entered (确认成功).
        Confirmed = "confirmed",
        /// It is one, but something was entered wrong (更正).
        Corrected = "corrected",
        /// It is none (判定无效).
        Rejected = "rejected",
    }
}

/// What was found, with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What became of the sale.
    pub outcome: Outcome,
    /// What is right instead, or why it is no sale; none where it is confirmed.
    pub detail: Option<String>,
}

impl Finding {
    /// Whether it says enough: a corrected sale what is right, a rejected one why.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let is_explained = self.detail.as_deref().is_some_and(|detail| !detail.trim().is_empty());
        self.outcome == Outcome::Confirmed || is_explained
    }
}

/// A verification. What the call was closed with is kept here: it outlives the call.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = verification)]
pub struct Verification {
    /// The evaluation beside which it stands.
    pub evaluation_id: EvaluationId,
    /// Whose sale it is.
    pub person_id: Option<PersonId>,
    /// Their agent.
    pub agent_id: Option<AgentId>,
    /// The queue of the call.
    pub queue_id: Option<QueueId>,
    /// How the call was closed.
    pub disposition: Option<String>,
    /// What became of the sale; none: not said yet, or the call could not be scored.
    pub outcome: Option<Outcome>,
    /// What is right instead, or why it is no sale.
    pub detail: Option<String>,
}

impl Verification {
    /// What was found.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        self.outcome.map(|outcome| Finding { outcome, detail: self.detail.clone() })
    }
}

/// Enters a verification that has found nothing yet.
pub fn insert(writing: &mut Writing<'_>, new: &Verification) -> Result<(), DbError> {
    diesel::insert_into(verification::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// What stands beside this evaluation; none: it verifies no sale.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Verification>, DbError> {
    Ok(verification::table.find(id).first(reading.connection).optional()?)
}

/// The same for the evaluations of a page.
pub fn of_evaluations(
    reading: &mut Reading<'_>,
    ids: &[EvaluationId],
) -> Result<BTreeMap<EvaluationId, Verification>, DbError> {
    let rows: Vec<Verification> =
        verification::table.filter(verification::evaluation_id.eq_any(ids)).load(reading.connection)?;
    Ok(rows.into_iter().map(|row| (row.evaluation_id, row)).collect())
}

/// Says what was found, in place of what was said before.
pub fn find(writing: &mut Writing<'_>, id: EvaluationId, finding: Option<&Finding>) -> Result<(), DbError> {
    diesel::update(verification::table.find(id))
        .set((
            verification::outcome.eq(finding.map(|finding| finding.outcome)),
            verification::detail.eq(finding.and_then(|finding| finding.detail.clone())),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Makes it the sale of another agent's part of the call; where the evaluation verifies none, nothing is
/// changed.
pub fn turn_to(writing: &mut Writing<'_>, id: EvaluationId, subject: &Subject) -> Result<(), DbError> {
    diesel::update(verification::table.find(id))
        .set((verification::person_id.eq(subject.person_id), verification::agent_id.eq(subject.agent_id)))
        .execute(writing.connection)?;
    Ok(())
}

/// How many sales of somebody, through a queue, became what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct OutcomeCount {
    /// Whose sales.
    pub person_id: Option<PersonId>,
    /// Their agent.
    pub agent_id: Option<AgentId>,
    /// Through which queue.
    pub queue_id: Option<QueueId>,
    /// What became of them.
    pub outcome: Outcome,
    /// How many.
    pub count: i64,
}

/// Which verifications are counted; what is none does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountFilter {
    /// Of this project.
    pub project_id: Option<ProjectId>,
    /// Out on this day of the workspace or later, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Out on this day or earlier.
    pub to: Option<String>,
}

/// Before every day, and after every day, as days are written.
const DAYS: (&str, &str) = ("", "9999-99-99");

/// What became of the sales of this scope whose verification is out. Of a sale that was verified more than
/// once, the verification counts that was released last.
pub fn counts(
    reading: &mut Reading<'_>,
    scope: &Scope,
    filter: &CountFilter,
) -> Result<Vec<OutcomeCount>, DbError> {
    let now = reading.now();
    let (is_everything, bounds) = match scope {
        Scope::Everything => (true, Bounds::default()),
        Scope::Within(bounds) => (false, bounds.clone()),
    };
    let Edges { people, teams, projects, .. } = Edges::of(&bounds);
    let is_in_scope = is_everything
        .into_sql::<Bool>()
        .or(evaluation::person_id.eq_any(people))
        .or(evaluation::team_id.eq_any(teams))
        .or(evaluation::project_id.eq_any(projects));
    let of_project = filter.project_id.is_none().into_sql::<Bool>();
    let later = diesel::alias!(evaluation as later);
    let is_later = || {
        let released_at = later.field(evaluation::released_at);
        let same_moment = released_at.eq(evaluation::released_at);
        later
            .filter(later.field(evaluation::purpose).eq(Purpose::Verification))
            .filter(later.field(evaluation::state).eq(EvaluationState::Released))
            .filter(released_at.le(now))
            .filter(
                released_at
                    .gt(evaluation::released_at)
                    .or(same_moment.and(later.field(evaluation::id).gt(evaluation::id))),
            )
            .select(later.field(evaluation::id))
    };
    // Once their call is gone, they share what became of it.
    let of_same_call = later.field(evaluation::call_id).eq(evaluation::call_id);
    let of_same_removal = later.field(evaluation::removal_id).eq(evaluation::removal_id);
    let (first, last) = (filter.from.as_deref().unwrap_or(DAYS.0), filter.to.as_deref().unwrap_or(DAYS.1));
    Ok(verification::table
        .inner_join(evaluation::table)
        .filter(evaluation::purpose.eq(Purpose::Verification))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::released_at.le(now))
        .filter(evaluation::released_date.ge(first))
        .filter(evaluation::released_date.le(last))
        .filter(of_project.or(evaluation::project_id.eq(filter.project_id)))
        .filter(is_in_scope)
        .filter(verification::outcome.is_not_null())
        .filter(not(exists(is_later().filter(of_same_call))))
        .filter(not(exists(is_later().filter(of_same_removal))))
        .group_by((
            verification::person_id,
            verification::agent_id,
            verification::queue_id,
            verification::outcome,
        ))
        .select((
            verification::person_id,
            verification::agent_id,
            verification::queue_id,
            verification::outcome.assume_not_null(),
            count_star(),
        ))
        .load(reading.connection)?)
}
