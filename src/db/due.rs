//! Which calls retention would remove: the rules in their order, as conditions that both databases
//! understand.
//!
//! The rules stand in the order in which they decide: the longest first. A call is decided by the
//! first rule that is about it, and due when its day lies before that rule's. The recorder's own
//! decision, made call by call, says the same; a test holds the two against each other.

use super::call::{Call, Calls, Condition, either, load};
use super::call_list::{bears, is_evaluated};
use super::retention_rule::RuleConditions;
use super::schema::{call, held_call};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window};
use crate::ids::{CallId, HoldId};
use crate::time::Instant;
use diesel::dsl::{count_star, exists, min, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use std::collections::BTreeMap;

/// How many holds a preview names.
const HOLDS_MOST: usize = 100;
/// How many calls one statement names.
const CALLS_A_STATEMENT: usize = 500;

/// A rule, as its calls are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRule {
    /// Which calls it is about.
    pub conditions: RuleConditions,
    /// Of these, those of an earlier local day (`YYYY-MM-DD`) are due; none: never.
    pub before: Option<String>,
}

/// What is due by one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueTotals {
    /// How many calls.
    pub calls: i64,
    /// How many bytes of objects.
    pub bytes: i64,
    /// When the oldest of them began.
    pub oldest: Option<Instant>,
}

/// What is due by each rule and not held, in the order of the rules.
pub fn totals(reading: &mut Reading<'_>, rules: &[DueRule]) -> Result<Vec<DueTotals>, DbError> {
    let now = reading.now();
    let mut totals = Vec::with_capacity(rules.len());
    for place in 0..rules.len() {
        let found = free(call::table.into_boxed().filter(decided_by(rules, place, now)));
        let (calls, oldest, bytes): (i64, Option<Instant>, Option<i64>) = found
            .select((count_star(), min(call::started_at), sql::<Nullable<BigInt>>(BYTES)))
            .first(reading.connection)?;
        totals.push(DueTotals { calls, bytes: bytes.unwrap_or(0), oldest });
    }
    Ok(totals)
}

/// How many bytes some calls take. A condition is about calls alone, so their objects are looked up for
/// each; and a sum of whole numbers is a decimal on PostgreSQL unless it is told otherwise.
const BYTES: &str = "CAST(SUM((SELECT SUM(stored_object.bytes) FROM stored_object \
    WHERE stored_object.call_id = call.id)) AS BIGINT)";

/// A page of what is due and not held, oldest first.
pub fn page(reading: &mut Reading<'_>, rules: &[DueRule], window: Window) -> Result<Page<Call>, DbError> {
    let now = reading.now();
    let found = || free(call::table.into_boxed().filter(due(rules, now)));
    let after = window.after.map(|after| (Instant::from_millis(after.key), CallId::from_bytes(after.id)));
    let rows = load(reading, oldest_first(found(), after).limit(window.limit() + 1))?;
    let beyond: Option<CallId> =
        found().select(call::id).offset(COUNTED_TO).limit(1).first(reading.connection).optional()?;
    let counted = match beyond {
        Some(_) => COUNTED_TO + 1,
        None => found().count().get_result(reading.connection)?,
    };
    let place = |call: &Call| Cursor { key: call.started_at.as_millis(), id: *call.id.as_bytes() };
    Ok(Page::of(rows, window, counted, place))
}

/// The next calls that are due and not held, behind this one, oldest first.
pub fn next(
    reading: &mut Reading<'_>,
    rules: &[DueRule],
    after: Option<(Instant, CallId)>,
    limit: i64,
) -> Result<Vec<(Instant, CallId)>, DbError> {
    let now = reading.now();
    let found = free(call::table.into_boxed().filter(due(rules, now)));
    let rows = oldest_first(found, after).limit(limit).select((call::started_at, call::id));
    Ok(rows.load(reading.connection)?)
}

/// How many calls are due and held, by the hold that keeps them, the largest first; of ten thousand such
/// calls, the oldest.
pub fn held(reading: &mut Reading<'_>, rules: &[DueRule]) -> Result<Vec<(HoldId, i64)>, DbError> {
    let now = reading.now();
    let due = call::table.into_boxed().filter(due(rules, now)).filter(exists(holds_of_call()));
    let ids: Vec<CallId> =
        oldest_first(due, None).limit(COUNTED_TO).select(call::id).load(reading.connection)?;
    let mut held: BTreeMap<HoldId, i64> = BTreeMap::new();
    for part in ids.chunks(CALLS_A_STATEMENT) {
        let counts: Vec<(HoldId, i64)> = held_call::table
            .filter(held_call::call_id.eq_any(part))
            .group_by(held_call::hold_id)
            .select((held_call::hold_id, count_star()))
            .load(reading.connection)?;
        for (hold_id, calls) in counts {
            *held.entry(hold_id).or_default() += calls;
        }
    }
    let mut held: Vec<(HoldId, i64)> = held.into_iter().collect();
    held.sort_by_key(|(_, calls)| -calls);
    held.truncate(HOLDS_MOST);
    Ok(held)
}

fn oldest_first(calls: Calls<'static>, after: Option<(Instant, CallId)>) -> Calls<'static> {
    let sorted = calls.order((call::started_at.asc(), call::id.asc()));
    match after {
        Some((at, id)) => {
            sorted.filter(call::started_at.ge(at)).filter(call::started_at.gt(at).or(call::id.gt(id)))
        }
        None => sorted,
    }
}

/// Those that no hold keeps.
fn free(calls: Calls<'static>) -> Calls<'static> {
    calls.filter(not(exists(holds_of_call())))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn holds_of_call() -> _ {
    held_call::table.filter(held_call::call_id.eq(call::id)).select(held_call::hold_id)
}

/// Whether a call is due by any rule.
fn due(rules: &[DueRule], now: Instant) -> Condition {
    // From the last to the first: whoever is about the call decides, else the rest does.
    rules.iter().rev().fold(never(), |rest, rule| {
        let is_about = || about(&rule.conditions, now);
        let passed_on: Condition = Box::new(not(is_about()).and(rest));
        match &rule.before {
            Some(day) => either(Box::new(is_about().and(earlier_than(day))), passed_on),
            None => passed_on,
        }
    })
}

/// Whether a call is due by the rule at this place.
fn decided_by(rules: &[DueRule], place: usize, now: Instant) -> Condition {
    let Some((rule, Some(day))) = rules.get(place).map(|rule| (rule, rule.before.as_ref())) else {
        return never();
    };
    let own: Condition = Box::new(about(&rule.conditions, now).and(earlier_than(day)));
    rules.iter().take(place).fold(own, |own, longer| Box::new(own.and(not(about(&longer.conditions, now)))))
}

fn earlier_than(day: &str) -> Condition {
    Box::new(call::local_date.lt(day.to_owned()))
}

fn never() -> Condition {
    Box::new(call::id.is_null())
}

/// Whether a rule is about a call; true or false, never unknown.
fn about(conditions: &RuleConditions, now: Instant) -> Condition {
    let RuleConditions { sources, projects, queues, tags, dispositions, evaluated } = conditions;
    let mut wanted: Vec<Condition> = Vec::new();
    if !sources.is_empty() {
        wanted.push(Box::new(call::source_id.eq_any(sources.clone())));
    }
    if !projects.is_empty() {
        let inside = call::project_id.assume_not_null().eq_any(projects.clone());
        wanted.push(Box::new(call::project_id.is_not_null().and(inside)));
    }
    if !queues.is_empty() {
        let inside = call::queue_id.assume_not_null().eq_any(queues.clone());
        wanted.push(Box::new(call::queue_id.is_not_null().and(inside)));
    }
    if let Some(bears_one) = tags.iter().map(|tag| bears(tag)).reduce(either) {
        wanted.push(bears_one);
    }
    if !dispositions.is_empty() {
        let closed = call::disposition.assume_not_null().eq_any(dispositions.clone());
        wanted.push(Box::new(call::disposition.is_not_null().and(closed)));
    }
    match evaluated {
        Some(true) => wanted.push(is_evaluated(now)),
        Some(false) => wanted.push(Box::new(not(is_evaluated(now)))),
        None => {}
    }
    let all = |one: Condition, other: Condition| -> Condition { Box::new(one.and(other)) };
    wanted.into_iter().reduce(all).unwrap_or_else(|| Box::new(call::id.is_not_null()))
}
