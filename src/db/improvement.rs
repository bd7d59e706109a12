//! Improvement tickets: process faults that were found while scoring, who is to put them right until
//! when, and what came of it.

use super::columns::words;
use super::connection::Backend;
use super::schema::{evaluation, improvement, improvement_finding};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, Writing};
use crate::ids::{EvaluationId, ImprovementId, PersonId, ProjectId, ScorecardId};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

words! {
    /// What a finding is put down to when it is not the agent (责任归因).
    ProcessFault {
        /// A rule of the house.
        Rule = "rule",
        /// The script (话术).
        Script = "script",
        /// A system.
        System = "system",
    }
}

words! {
    /// How far an improvement is.
    ImprovementState {
        /// Nobody has begun.
        Open = "open",
        /// Somebody is at it.
        InHand = "in_hand",
        /// It is put right.
        Done = "done",
        /// It stays as it is; the reply says why.
        Declined = "declined",
    }
}

impl ImprovementState {
    /// Whether nothing more is expected.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Declined)
    }
}

/// An improvement ticket.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = improvement, treat_none_as_null = true)]
pub struct Improvement {
    /// Its id.
    pub id: ImprovementId,
    /// The card of the item.
    pub scorecard_id: ScorecardId,
    /// The key of the item at which it shows.
    pub question: String,
    /// What is at fault.
    pub fault: ProcessFault,
    /// The project of the calls.
    pub project_id: Option<ProjectId>,
    /// How far it is.
    pub state: ImprovementState,
    /// Who puts it right.
    pub owner_id: Option<PersonId>,
    /// Until which day of the workspace, `YYYY-MM-DD`.
    pub due_date: Option<String>,
    /// What the owner says to those who found it.
    pub reply: Option<String>,
    /// When it was first found.
    pub opened_at: Instant,
    /// When it was last changed, or found again.
    pub changed_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

/// An evaluation in which it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Finding {
    /// The evaluation.
    pub evaluation_id: EvaluationId,
    /// Who scored it.
    pub found_by: PersonId,
    /// When.
    pub found_at: Instant,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The card of the item.
    pub scorecard_id: ScorecardId,
    /// The key of the item.
    pub question: String,
    /// What is at fault.
    pub fault: ProcessFault,
    /// The project of the call.
    pub project_id: Option<ProjectId>,
}

/// Whose tickets a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownImprovements {
    /// Those of the projects of this scope.
    Within(Scope),
    /// Those that this person found.
    FoundBy(PersonId),
    /// Those that this person puts right.
    OwnedBy(PersonId),
}

type Improvements = improvement::BoxedQuery<'static, Backend>;

/// Notes what was found in an evaluation: in the ticket that is open for it, or in a new one.
pub fn note(
    writing: &mut Writing<'_>,
    found: &Found,
    evaluation_id: EvaluationId,
    found_by: PersonId,
) -> Result<ImprovementId, DbError> {
    let now = writing.now();
    let open = improvement::table
        .filter(improvement::scorecard_id.eq(found.scorecard_id))
        .filter(improvement::question.eq(&found.question))
        .filter(improvement::fault.eq(found.fault))
        .filter(improvement::closed_at.is_null())
        .into_boxed();
    let open = match found.project_id {
        Some(project_id) => open.filter(improvement::project_id.eq(project_id)),
        None => open.filter(improvement::project_id.is_null()),
    };
    let known: Option<ImprovementId> =
        open.order(improvement::id).select(improvement::id).first(writing.connection).optional()?;
    let id = if let Some(id) = known {
        diesel::update(improvement::table.find(id))
            .set(improvement::changed_at.eq(now))
            .execute(writing.connection)?;
        id
    } else {
        let new = Improvement {
            id: ImprovementId::new(),
            scorecard_id: found.scorecard_id,
            question: found.question.clone(),
            fault: found.fault,
            project_id: found.project_id,
            state: ImprovementState::Open,
            owner_id: None,
            due_date: None,
            reply: None,
            opened_at: now,
            changed_at: now,
            closed_at: None,
        };
        diesel::insert_into(improvement::table).values(&new).execute(writing.connection)?;
        new.id
    };
    diesel::insert_into(improvement_finding::table)
        .values((
            improvement_finding::improvement_id.eq(id),
            improvement_finding::evaluation_id.eq(evaluation_id),
            improvement_finding::found_by.eq(found_by),
            improvement_finding::found_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(id)
}

/// What was found in an evaluation: the tickets, each with its item and what is at fault there.
pub fn found_in(
    reading: &mut Reading<'_>,
    evaluation_id: EvaluationId,
) -> Result<Vec<(ImprovementId, String, ProcessFault)>, DbError> {
    Ok(improvement_finding::table
        .inner_join(improvement::table)
        .filter(improvement_finding::evaluation_id.eq(evaluation_id))
        .order(improvement::id)
        .select((improvement::id, improvement::question, improvement::fault))
        .load(reading.connection)?)
}

/// Takes back everything that was found in an evaluation, because it is a draft again.
pub fn take_back(writing: &mut Writing<'_>, evaluation_id: EvaluationId) -> Result<(), DbError> {
    for (id, _, _) in found_in(writing, evaluation_id)? {
        take_back_from(writing, id, evaluation_id)?;
    }
    Ok(())
}

/// Takes back that this was found in an evaluation. A ticket that nobody has touched goes with its only
/// finding.
pub fn take_back_from(
    writing: &mut Writing<'_>,
    id: ImprovementId,
    evaluation_id: EvaluationId,
) -> Result<(), DbError> {
    let of_it = improvement_finding::table
        .filter(improvement_finding::improvement_id.eq(id))
        .filter(improvement_finding::evaluation_id.eq(evaluation_id));
    diesel::delete(of_it).execute(writing.connection)?;
    let findings = improvement_finding::table.filter(improvement_finding::improvement_id.eq(improvement::id));
    let untouched = improvement::table
        .filter(improvement::id.eq(id))
        .filter(improvement::state.eq(ImprovementState::Open))
        .filter(improvement::owner_id.is_null())
        .filter(improvement::reply.is_null())
        .filter(not(exists(findings)));
    diesel::delete(untouched).execute(writing.connection)?;
    Ok(())
}

/// Stores a ticket as it is now.
pub fn update(writing: &mut Writing<'_>, changed: &Improvement) -> Result<(), DbError> {
    diesel::update(improvement::table.find(changed.id)).set(changed).execute(writing.connection)?;
    Ok(())
}

/// The ticket, where this list shows it.
pub fn find(
    reading: &mut Reading<'_>,
    shown: &ShownImprovements,
    id: ImprovementId,
) -> Result<Option<Improvement>, DbError> {
    let now = reading.now();
    Ok(matching(shown, now).filter(improvement::id.eq(id)).first(reading.connection).optional()?)
}

/// The evaluations in which it was found and that are out, the last first, at most `limit`.
pub fn findings(reading: &mut Reading<'_>, id: ImprovementId, limit: i64) -> Result<Vec<Finding>, DbError> {
    let now = reading.now();
    Ok(improvement_finding::table
        .inner_join(evaluation::table)
        .filter(improvement_finding::improvement_id.eq(id))
        .filter(evaluation::released_at.le(now))
        .order((improvement_finding::found_at.desc(), improvement_finding::evaluation_id.desc()))
        .limit(limit)
        .select((
            improvement_finding::evaluation_id,
            improvement_finding::found_by,
            improvement_finding::found_at,
        ))
        .load(reading.connection)?)
}

/// Everybody who found it.
pub fn finders(reading: &mut Reading<'_>, id: ImprovementId) -> Result<Vec<PersonId>, DbError> {
    Ok(improvement_finding::table
        .filter(improvement_finding::improvement_id.eq(id))
        .select(improvement_finding::found_by)
        .distinct()
        .load(reading.connection)?)
}

/// In how many evaluations it was found.
pub fn count_findings(reading: &mut Reading<'_>, id: ImprovementId) -> Result<i64, DbError> {
    let of_it = improvement_finding::table.filter(improvement_finding::improvement_id.eq(id));
    Ok(of_it.count().get_result(reading.connection)?)
}

/// One page of the tickets in one of these states, what was changed last first.
pub fn list(
    reading: &mut Reading<'_>,
    shown: &ShownImprovements,
    states: &[ImprovementState],
    window: Window,
) -> Result<Page<Improvement>, DbError> {
    let now = reading.now();
    let found = || matching(shown, now).filter(improvement::state.eq_any(states.to_vec()));
    let mut rows = found();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), ImprovementId::from_bytes(after.id));
        rows = rows.filter(
            improvement::changed_at.lt(at).or(improvement::changed_at.eq(at).and(improvement::id.lt(id))),
        );
    }
    let rows: Vec<Improvement> = rows
        .order((improvement::changed_at.desc(), improvement::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: i64 = found().count().get_result(reading.connection)?;
    let place = |row: &Improvement| Cursor { key: row.changed_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

/// How many tickets of a list are not closed though they should have been before this day.
pub fn count_overdue(
    reading: &mut Reading<'_>,
    shown: &ShownImprovements,
    today: &str,
) -> Result<i64, DbError> {
    let late = matching(shown, reading.now())
        .filter(improvement::closed_at.is_null())
        .filter(improvement::due_date.lt(today.to_owned()));
    Ok(late.count().get_result(reading.connection)?)
}

/// Those that the list shows: of what was found, something is out.
fn matching(shown: &ShownImprovements, now: Instant) -> Improvements {
    let out = improvement_finding::table
        .inner_join(evaluation::table)
        .filter(improvement_finding::improvement_id.eq(improvement::id))
        .filter(evaluation::released_at.le(now));
    let found = improvement::table.filter(exists(out)).into_boxed();
    match shown {
        ShownImprovements::Within(Scope::Everything) => found,
        ShownImprovements::Within(Scope::Within(bounds)) => {
            let projects: Vec<ProjectId> = bounds.projects.iter().copied().collect();
            found.filter(improvement::project_id.eq_any(projects))
        }
        ShownImprovements::FoundBy(person_id) => {
            let own = improvement_finding::table
                .filter(improvement_finding::improvement_id.eq(improvement::id))
                .filter(improvement_finding::found_by.eq(*person_id));
            found.filter(exists(own))
        }
        ShownImprovements::OwnedBy(person_id) => found.filter(improvement::owner_id.eq(*person_id)),
    }
}
