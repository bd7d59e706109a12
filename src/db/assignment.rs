//! Assignments: the queue of each inspector. A call may stand in the queues of several; in each, once for
//! each purpose.

use super::call::{Edges, touches_any};
use super::columns::words;
use super::connection::Backend;
use super::evaluation::Purpose;
use super::schema::{assignment, call, evaluation};
use super::{Cursor, DbError, Page, Reading, Scope, Window, Writing};
use crate::ids::{AssignmentId, CallId, EvaluationId, ParticipationId, PersonId, ScorecardId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use std::collections::BTreeMap;

words! {
    /// Where an assignment stands.
    AssignmentState {
        /// Nobody has begun.
        Waiting = "waiting",
        /// Its evaluation is a draft.
        Started = "started",
        /// Its evaluation was released, or the call cannot be scored.
        Done = "done",
        /// Taken out of the queue.
        Withdrawn = "withdrawn",
    }
}

impl AssignmentState {
    /// The states in which a call stands in somebody's queue.
    pub const OPEN: [Self; 2] = [Self::Waiting, Self::Started];
}

words! {
    /// How a call came into a queue.
    AssignmentReason {
        /// Somebody else put it there.
        Assigned = "assigned",
        /// The inspector drew it.
        TakenAtRandom = "taken_at_random",
        /// The inspector chose it.
        OwnChoice = "own_choice",
        /// It was the oldest sale that waited to be verified.
        OldestSale = "oldest_sale",
    }
}

/// A call in an inspector's queue.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = assignment)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The call.
    pub call_id: CallId,
    /// The part that is to be scored; none: the inspector chooses.
    pub participation_id: Option<ParticipationId>,
    /// In whose queue it stands.
    pub inspector_id: PersonId,
    /// The card to score it with.
    pub scorecard_id: ScorecardId,
    /// What the evaluation is for.
    pub purpose: Purpose,
    /// How it came into the queue.
    pub reason: AssignmentReason,
    /// Drawn at random: from the calls that this query of the calls page found.
    pub filter: Option<String>,
    /// Drawn at random: out of how many.
    pub pool_size: Option<i64>,
    /// Who put it there, where that was not the inspector.
    pub assigned_by: Option<PersonId>,
    /// Until when it should be done.
    pub due_at: Option<Instant>,
    /// Where it stands.
    pub state: AssignmentState,
    /// When it came into the queue.
    pub created_at: Instant,
    /// When its state changed last.
    pub changed_at: Instant,
}

/// Puts a call into a queue.
pub fn insert(writing: &mut Writing<'_>, new: &Assignment) -> Result<(), DbError> {
    diesel::insert_into(assignment::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The assignment, if its call exists for this caller.
pub fn find(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: AssignmentId,
) -> Result<Option<Assignment>, DbError> {
    let found: Option<Assignment> = assignment::table.find(id).first(reading.connection).optional()?;
    match found {
        Some(found) if super::call::find(reading, scope, found.call_id)?.is_some() => Ok(Some(found)),
        _ => Ok(None),
    }
}

/// Moves an assignment on. `false`: it stands in none of these states, and nothing changed.
pub fn move_on(
    writing: &mut Writing<'_>,
    id: AssignmentId,
    from: &[AssignmentState],
    to: AssignmentState,
) -> Result<bool, DbError> {
    let now = writing.now();
    let moved = assignment::table.find(id).filter(assignment::state.eq_any(from.to_vec()));
    let changed = diesel::update(moved)
        .set((assignment::state.eq(to), assignment::changed_at.eq(now)))
        .execute(writing.connection)?;
    Ok(changed == 1)
}

/// In whose queues these calls stand for this purpose.
pub fn open_of_calls(
    reading: &mut Reading<'_>,
    calls: &[CallId],
    purpose: Purpose,
) -> Result<Vec<Assignment>, DbError> {
    Ok(assignment::table
        .filter(assignment::call_id.eq_any(calls.to_vec()))
        .filter(assignment::purpose.eq(purpose))
        .filter(assignment::state.eq_any(AssignmentState::OPEN))
        .order(assignment::id)
        .load(reading.connection)?)
}

/// The evaluations that fulfil these assignments; the youngest where there are several.
pub fn evaluations_of(
    reading: &mut Reading<'_>,
    ids: &[AssignmentId],
) -> Result<BTreeMap<AssignmentId, EvaluationId>, DbError> {
    let pairs: Vec<(Option<AssignmentId>, EvaluationId)> = evaluation::table
        .filter(evaluation::assignment_id.eq_any(ids.to_vec()))
        .order(evaluation::id)
        .select((evaluation::assignment_id, evaluation::id))
        .load(reading.connection)?;
    Ok(pairs.into_iter().filter_map(|(assignment_id, id)| Some((assignment_id?, id))).collect())
}

/// Which part of a queue is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// What is still to do, in the order to work in: by when it is due, what has no date last.
    Open,
    /// Of that, what is due before this moment or has no date.
    DueBefore(Instant),
    /// What was done, latest first.
    Done,
}

type Assignments<'a> = assignment::BoxedQuery<'a, Backend>;

/// A page of an inspector's queue, as far as its calls exist for this caller.
pub fn list(
    reading: &mut Reading<'_>,
    scope: &Scope,
    inspector_id: PersonId,
    shown: Shown,
    window: Window,
) -> Result<Page<Assignment>, DbError> {
    let rows = window_of(in_queue(scope, inspector_id, shown), shown, window).load(reading.connection)?;
    // A queue is counted whole: nobody has ten thousand calls to do, and what was done is indexed.
    let counted = in_queue(scope, inspector_id, shown).count().get_result(reading.connection)?;
    let place = |row: &Assignment| Cursor {
        key: match shown {
            Shown::Open | Shown::DueBefore(_) => row.due_at.map_or(NO_DATE, Instant::as_millis),
            Shown::Done => row.changed_at.as_millis(),
        },
        id: *row.id.as_bytes(),
    };
    Ok(Page::of(rows, window, counted, place))
}

/// How many calls stand in the queue, and how many of them should have been done by now.
pub fn count_open(
    reading: &mut Reading<'_>,
    scope: &Scope,
    inspector_id: PersonId,
) -> Result<(i64, i64), DbError> {
    let now = reading.now();
    let open = || in_queue(scope, inspector_id, Shown::Open);
    let overdue = open().filter(assignment::due_at.lt(now));
    Ok((open().count().get_result(reading.connection)?, overdue.count().get_result(reading.connection)?))
}

/// Where a call without a date stands: behind every date.
const NO_DATE: i64 = i64::MAX;

diesel::define_sql_function! {
    /// The first of the two that is there.
    fn coalesce(value: Nullable<BigInt>, otherwise: BigInt) -> BigInt;
}

fn in_queue(scope: &Scope, inspector_id: PersonId, shown: Shown) -> Assignments<'static> {
    let own = assignment::table.filter(assignment::inspector_id.eq(inspector_id)).into_boxed();
    let own = match scope {
        Scope::Everything => own,
        Scope::Within(bounds) => {
            let Edges { people, teams, projects, sources } = Edges::of(bounds);
            let its_call = call::table
                .filter(call::id.eq(assignment::call_id))
                .filter(touches_any(people, teams, projects, sources))
                .select(call::id);
            own.filter(exists(its_call))
        }
    };
    match shown {
        Shown::Open => own.filter(assignment::state.eq_any(AssignmentState::OPEN)),
        Shown::DueBefore(moment) => own
            .filter(assignment::state.eq_any(AssignmentState::OPEN))
            .filter(assignment::due_at.is_null().or(assignment::due_at.lt(moment))),
        Shown::Done => own.filter(assignment::state.eq(AssignmentState::Done)),
    }
}

fn window_of(rows: Assignments<'static>, shown: Shown, window: Window) -> Assignments<'static> {
    let limited = rows.limit(window.limit() + 1);
    let after = window.after.map(|cursor| (cursor.key, AssignmentId::from_bytes(cursor.id)));
    match shown {
        Shown::Open | Shown::DueBefore(_) => {
            let due = || coalesce(assignment::due_at, NO_DATE);
            let sorted = limited.order((due().asc(), assignment::id.asc()));
            match after {
                Some((key, id)) => sorted.filter(due().gt(key).or(due().eq(key).and(assignment::id.gt(id)))),
                None => sorted,
            }
        }
        Shown::Done => {
            let sorted = limited.order((assignment::changed_at.desc(), assignment::id.desc()));
            match after.map(|(key, id)| (Instant::from_millis(key), id)) {
                Some((key, id)) => sorted
                    .filter(assignment::changed_at.le(key))
                    .filter(assignment::changed_at.lt(key).or(assignment::id.lt(id))),
                None => sorted,
            }
        }
    }
}
