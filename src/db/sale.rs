//! Sales to be verified (成功单复核): which calls are sales by their disposition, and which of them
//! wait for an inspector.
//!
//! Whether a call is a sale is seen whenever it is entered or changed, in the same transaction, on
//! whichever way it came. A sale waits until an assignment stands for it.

use super::call::{self, Call, Edges, touches_any};
use super::connection::Backend;
use super::cursor::counted;
use super::evaluation::Purpose;
use super::schema::{call as calls, evaluation, sale, sale_rule};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, Writing};
use crate::ids::{AssignmentId, CallId, PersonId, ProjectId, QueueId, SaleRuleId};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// The most rules in force.
pub const RULES_MOST: i64 = 500;

/// How many calls are looked at in one step where a rule begins or ends.
const STEP: i64 = 1_000;

/// Where a rule holds: one queue, one project, or, with neither, everywhere. A queue stands alone:
/// it has its project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SalePlace {
    /// The calls of this project.
    pub project_id: Option<ProjectId>,
    /// The calls of this queue.
    pub queue_id: Option<QueueId>,
}

impl SalePlace {
    /// The place as one text, so that there is one rule for each.
    fn to_text(self) -> String {
        match (self.queue_id, self.project_id) {
            (Some(id), _) => format!("queue {id}"),
            (None, Some(id)) => format!("project {id}"),
            (None, None) => "*".to_owned(),
        }
    }
}

/// A rule: calls that were closed like this, there, are sales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRule {
    /// Its id.
    pub id: SaleRuleId,
    /// How the call was closed, as its source says it.
    pub disposition: String,
    /// Where it holds.
    pub place: SalePlace,
    /// For calls that began at this moment or later.
    pub since: Instant,
    /// Who made it.
    pub made_by: Option<PersonId>,
    /// When.
    pub made_at: Instant,
    /// When it ended; none: it is in force.
    pub ended_at: Option<Instant>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = sale_rule)]
struct RuleRow {
    id: SaleRuleId,
    disposition: String,
    project_id: Option<ProjectId>,
    queue_id: Option<QueueId>,
    place: String,
    since: Instant,
    made_by: Option<PersonId>,
    made_at: Instant,
    ended_at: Option<Instant>,
}

impl From<RuleRow> for SaleRule {
    fn from(row: RuleRow) -> Self {
        Self {
            id: row.id,
            disposition: row.disposition,
            place: SalePlace { project_id: row.project_id, queue_id: row.queue_id },
            since: row.since,
            made_by: row.made_by,
            made_at: row.made_at,
            ended_at: row.ended_at,
        }
    }
}

/// A call that is a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = sale)]
pub struct Sale {
    /// The call.
    pub call_id: CallId,
    /// The rule that says so.
    pub rule_id: SaleRuleId,
    /// When the call began.
    pub call_started_at: Instant,
    /// The assignment that stands for it; none: it waits.
    pub assignment_id: Option<AssignmentId>,
    /// When it was seen to be one.
    pub joined_at: Instant,
}

/// The rules in force, the oldest first.
pub fn rules(reading: &mut Reading<'_>) -> Result<Vec<SaleRule>, DbError> {
    let rows: Vec<RuleRow> = sale_rule::table
        .filter(sale_rule::ended_at.is_null())
        .order((sale_rule::made_at, sale_rule::id))
        .limit(RULES_MOST)
        .load(reading.connection)?;
    Ok(rows.into_iter().map(SaleRule::from).collect())
}

/// The rule with this id, if it is in force.
pub fn rule(reading: &mut Reading<'_>, id: SaleRuleId) -> Result<Option<SaleRule>, DbError> {
    let row: Option<RuleRow> = sale_rule::table
        .find(id)
        .filter(sale_rule::ended_at.is_null())
        .first(reading.connection)
        .optional()?;
    Ok(row.map(SaleRule::from))
}

/// The rule in force for exactly this.
pub fn rule_at(
    reading: &mut Reading<'_>,
    disposition: &str,
    place: SalePlace,
) -> Result<Option<SaleRule>, DbError> {
    let row: Option<RuleRow> = sale_rule::table
        .filter(sale_rule::disposition.eq(disposition))
        .filter(sale_rule::place.eq(place.to_text()))
        .filter(sale_rule::ended_at.is_null())
        .first(reading.connection)
        .optional()?;
    Ok(row.map(SaleRule::from))
}

/// How many rules are in force.
pub fn count_rules(reading: &mut Reading<'_>) -> Result<i64, DbError> {
    Ok(sale_rule::table.filter(sale_rule::ended_at.is_null()).count().get_result(reading.connection)?)
}

/// How many calls a rule of this kind would find, counted no further than `most` and one.
pub fn count_found(
    reading: &mut Reading<'_>,
    disposition: &str,
    place: SalePlace,
    since: Instant,
    most: i64,
) -> Result<i64, DbError> {
    let found: Vec<CallId> = closed_like(disposition, place, since)
        .select(calls::id)
        .limit(most.saturating_add(1))
        .load(reading.connection)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// Makes a rule; the calls that are there already join. Returns how many did.
pub fn begin_rule(writing: &mut Writing<'_>, new: &SaleRule) -> Result<i64, DbError> {
    let row = RuleRow {
        id: new.id,
        disposition: new.disposition.clone(),
        project_id: new.place.project_id,
        queue_id: new.place.queue_id,
        place: new.place.to_text(),
        since: new.since,
        made_by: new.made_by,
        made_at: new.made_at,
        ended_at: new.ended_at,
    };
    diesel::insert_into(sale_rule::table).values(&row).execute(writing.connection)?;
    let now = writing.now();
    let mut joined = 0;
    loop {
        let step: Vec<(CallId, Instant)> = closed_like(&new.disposition, new.place, new.since)
            .select((calls::id, calls::started_at))
            .limit(STEP)
            .load(writing.connection)?;
        if step.is_empty() {
            return Ok(joined);
        }
        for (call_id, call_started_at) in step {
            let one = Sale { call_id, rule_id: new.id, call_started_at, assignment_id: None, joined_at: now };
            diesel::insert_into(sale::table).values(&one).execute(writing.connection)?;
            joined += 1;
        }
    }
}

/// Ends a rule. What waits by it alone is no sale any more; what was taken stays.
pub fn end_rule(writing: &mut Writing<'_>, id: SaleRuleId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(sale_rule::table.find(id)).set(sale_rule::ended_at.eq(now)).execute(writing.connection)?;
    loop {
        let by_it = sale::table.filter(sale::rule_id.eq(id)).filter(sale::assignment_id.is_null());
        let step: Vec<CallId> =
            by_it.select(sale::call_id).order(sale::call_id).limit(STEP).load(writing.connection)?;
        if step.is_empty() {
            return Ok(());
        }
        let gone = sale::table.filter(sale::call_id.eq_any(step.clone()));
        diesel::delete(gone).execute(writing.connection)?;
        for one in call::of_ids(writing, &Scope::Everything, &step)? {
            follow(writing, &one)?;
        }
    }
}

/// Sees whether a call that was entered or changed is a sale: it joins those that wait, or leaves
/// them.
pub(super) fn follow(writing: &mut Writing<'_>, one: &Call) -> Result<(), DbError> {
    let known: Option<Sale> = sale::table.find(one.id).first(writing.connection).optional()?;
    let rule = rule_for(writing, one)?;
    match (rule, known) {
        (Some(rule_id), None) if !is_verified(writing, one.id)? => {
            let new = Sale {
                call_id: one.id,
                rule_id,
                call_started_at: one.started_at,
                assignment_id: None,
                joined_at: writing.now(),
            };
            diesel::insert_into(sale::table).values(&new).execute(writing.connection)?;
        }
        (None, Some(known)) if known.assignment_id.is_none() => {
            diesel::delete(sale::table.find(one.id)).execute(writing.connection)?;
        }
        _ => {}
    }
    Ok(())
}

/// The rule in force that holds for this call.
fn rule_for(reading: &mut Reading<'_>, one: &Call) -> Result<Option<SaleRuleId>, DbError> {
    let Some(disposition) = &one.disposition else { return Ok(None) };
    let everywhere = Some(SalePlace::default());
    let project = one.project_id.map(|id| SalePlace { project_id: Some(id), queue_id: None });
    let queue = one.queue_id.map(|id| SalePlace { project_id: None, queue_id: Some(id) });
    let places: Vec<String> =
        [everywhere, project, queue].into_iter().flatten().map(SalePlace::to_text).collect();
    Ok(sale_rule::table
        .filter(sale_rule::disposition.eq(disposition))
        .filter(sale_rule::place.eq_any(places))
        .filter(sale_rule::ended_at.is_null())
        .filter(sale_rule::since.le(one.started_at))
        .order((sale_rule::made_at, sale_rule::id))
        .select(sale_rule::id)
        .first(reading.connection)
        .optional()?)
}

fn is_verified(reading: &mut Reading<'_>, id: CallId) -> Result<bool, DbError> {
    let any = evaluation::table
        .filter(evaluation::call_id.eq(id))
        .filter(evaluation::purpose.eq(Purpose::Verification));
    Ok(diesel::select(exists(any)).get_result(reading.connection)?)
}

/// The calls that were closed like this, there, since then, and that neither are sales already nor
/// were verified; oldest first.
fn closed_like(disposition: &str, place: SalePlace, since: Instant) -> call::Calls<'static> {
    let known = sale::table.filter(sale::call_id.eq(calls::id)).select(sale::call_id);
    let verified = evaluation::table
        .filter(evaluation::call_id.eq(calls::id.nullable()))
        .filter(evaluation::purpose.eq(Purpose::Verification))
        .select(evaluation::id);
    let mut found = calls::table
        .filter(calls::disposition.eq(disposition.to_owned()))
        .filter(calls::started_at.ge(since))
        .filter(not(exists(known)))
        .filter(not(exists(verified)))
        .order((calls::started_at, calls::id))
        .into_boxed();
    if let Some(id) = place.queue_id {
        found = found.filter(calls::queue_id.eq(id));
    } else if let Some(id) = place.project_id {
        found = found.filter(calls::project_id.eq(id));
    }
    found
}

type Sales = sale::BoxedQuery<'static, Backend>;

/// A page of the sales that wait and exist for this caller, oldest call first.
pub fn waiting(
    reading: &mut Reading<'_>,
    scope: &Scope,
    queue_id: Option<QueueId>,
    window: Window,
) -> Result<Page<Sale>, DbError> {
    let mut rows =
        in_wait(scope, queue_id).order((sale::call_started_at, sale::call_id)).limit(window.limit() + 1);
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), CallId::from_bytes(after.id));
        rows = rows
            .filter(sale::call_started_at.ge(at))
            .filter(sale::call_started_at.gt(at).or(sale::call_id.gt(id)));
    }
    let rows: Vec<Sale> = rows.load(reading.connection)?;
    let counted = count_waiting(reading, scope, queue_id)?;
    let place = |row: &Sale| Cursor { key: row.call_started_at.as_millis(), id: *row.call_id.as_bytes() };
    Ok(Page::of(rows, window, counted, place))
}

/// How many wait, counted no further than [`COUNTED_TO`] and one.
fn count_waiting(
    reading: &mut Reading<'_>,
    scope: &Scope,
    queue_id: Option<QueueId>,
) -> Result<i64, DbError> {
    let found = || in_wait(scope, queue_id);
    let beyond: Option<CallId> =
        found().select(sale::call_id).offset(COUNTED_TO).limit(1).first(reading.connection).optional()?;
    Ok(counted(beyond, || found().count().get_result(reading.connection))?)
}

fn in_wait(scope: &Scope, queue_id: Option<QueueId>) -> Sales {
    let mut found = sale::table.filter(sale::assignment_id.is_null()).into_boxed();
    if let Scope::Within(bounds) = scope {
        let Edges { people, teams, projects, sources } = Edges::of(bounds);
        let its_call = calls::table
            .filter(calls::id.eq(sale::call_id))
            .filter(touches_any(people, teams, projects, sources))
            .select(calls::id);
        found = found.filter(exists(its_call));
    }
    if let Some(queue_id) = queue_id {
        let its_call = calls::table
            .filter(calls::id.eq(sale::call_id))
            .filter(calls::queue_id.eq(queue_id))
            .select(calls::id);
        found = found.filter(exists(its_call));
    }
    found
}

/// The sale that this call is.
pub fn of_call(reading: &mut Reading<'_>, id: CallId) -> Result<Option<Sale>, DbError> {
    Ok(sale::table.find(id).first(reading.connection).optional()?)
}

/// An assignment stands for a sale from now on; `false`: it does not wait, and nothing changed.
pub fn take(
    writing: &mut Writing<'_>,
    call_id: CallId,
    assignment_id: AssignmentId,
) -> Result<bool, DbError> {
    let waits = sale::table.find(call_id).filter(sale::assignment_id.is_null());
    let taken =
        diesel::update(waits).set(sale::assignment_id.eq(assignment_id)).execute(writing.connection)?;
    Ok(taken == 1)
}

/// The assignment was withdrawn: its sale waits again.
pub fn give_back(writing: &mut Writing<'_>, assignment_id: AssignmentId) -> Result<(), DbError> {
    diesel::update(sale::table.filter(sale::assignment_id.eq(assignment_id)))
        .set(sale::assignment_id.eq(None::<AssignmentId>))
        .execute(writing.connection)?;
    Ok(())
}
