//! Holds: what keeps calls from being removed, with its reason and its owner.
//!
//! A **legal hold** (法务保留) stops retention and erasure, a **keep hold** (留存锁定) retention only.
//! A hold keeps any number of calls; lifted, it keeps none, and stays in the list as what it was. Each
//! call that it kept has its line in the audit trail.
//!
//! Other rooms place and lift keep holds inside their own transaction: [`keep`] and [`let_go`].

use super::audit::{Actor, Line};
use super::call::{Edges, lock, of_ids, touches_any};
use super::columns::words;
use super::schema::{call, held_call, hold};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, Writing, audit};
use crate::ids::{CallId, HoldId, PersonId, RequestId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// How many calls one statement names.
const CALLS_A_STATEMENT: usize = 500;

words! {
    /// What a hold stops.
    HoldKind {
        /// Retention and erasure (法务保留).
        Legal = "legal",
        /// Retention only (留存锁定).
        Keep = "keep",
    }
}

words! {
    /// What placed a hold.
    HoldOrigin {
        /// A person, by hand.
        Person = "person",
        /// A case library, for as long as it shows the call.
        Library = "library",
        /// A case review, until it is over.
        CaseReview = "case_review",
        /// An appeal, until it is over.
        Appeal = "appeal",
    }
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = hold)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// What it stops.
    pub kind: HoldKind,
    /// Why, in words.
    pub reason: String,
    /// What placed it.
    pub origin: HoldOrigin,
    /// Which one of those; none: a person by hand.
    pub origin_id: Option<Vec<u8>>,
    /// Who answers for it.
    pub owner_id: Option<PersonId>,
    /// How many calls it keeps, or kept when it was lifted.
    pub calls: i64,
    /// Since when.
    pub placed_at: Instant,
    /// Until when; none: it still holds.
    pub lifted_at: Option<Instant>,
    /// Who lifted it.
    pub lifted_by: Option<PersonId>,
    /// Why it was lifted.
    pub lift_reason: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = held_call)]
struct HeldCallRow {
    call_id: CallId,
    hold_id: HoldId,
    kind: HoldKind,
}

/// A hold to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHold {
    /// What it stops.
    pub kind: HoldKind,
    /// Why, in words.
    pub reason: String,
    /// What places it.
    pub origin: HoldOrigin,
    /// Which one of those.
    pub origin_id: Option<[u8; 16]>,
    /// Who answers for it.
    pub owner_id: Option<PersonId>,
}

/// Who places or lifts, for the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    /// Who.
    pub actor: Actor,
    /// In which request.
    pub request_id: Option<RequestId>,
}

/// Places a hold on these calls, each once. A call that is gone is left out; returns the hold and how
/// many calls it keeps. The calls are locked, so that none is removed meanwhile.
pub fn place(
    writing: &mut Writing<'_>,
    hand: Hand,
    new: &NewHold,
    calls: &[CallId],
) -> Result<(HoldId, i64), DbError> {
    let mut present = Vec::with_capacity(calls.len());
    for part in calls.chunks(CALLS_A_STATEMENT) {
        lock(writing, part)?;
        present.extend(of_ids(writing, &Scope::Everything, part)?.into_iter().map(|call| call.id));
    }
    let count = i64::try_from(present.len()).unwrap_or(i64::MAX);
    let placed = Hold {
        id: HoldId::new(),
        kind: new.kind,
        reason: new.reason.clone(),
        origin: new.origin,
        origin_id: new.origin_id.map(|id| id.to_vec()),
        owner_id: new.owner_id,
        calls: count,
        placed_at: writing.now(),
        lifted_at: None,
        lifted_by: None,
        lift_reason: None,
    };
    diesel::insert_into(hold::table).values(&placed).execute(writing.connection)?;
    for call_id in &present {
        let row = HeldCallRow { call_id: *call_id, hold_id: placed.id, kind: new.kind };
        diesel::insert_into(held_call::table).values(&row).execute(writing.connection)?;
    }
    note(writing, hand, Step::Placed, &placed, &present)?;
    Ok((placed.id, count))
}

/// Lifts a hold that is open; `false`: it was lifted before, or there is none.
pub fn lift(
    writing: &mut Writing<'_>,
    hand: Hand,
    id: HoldId,
    lifted_by: Option<PersonId>,
    reason: &str,
) -> Result<bool, DbError> {
    let now = writing.now();
    let open = hold::table.find(id).filter(hold::lifted_at.is_null());
    let lifted = diesel::update(open)
        .set((hold::lifted_at.eq(now), hold::lifted_by.eq(lifted_by), hold::lift_reason.eq(reason)))
        .execute(writing.connection)?;
    if lifted == 0 {
        return Ok(false);
    }
    let kept = calls_of(writing, id)?;
    diesel::delete(held_call::table.filter(held_call::hold_id.eq(id))).execute(writing.connection)?;
    if let Some(hold) = find(writing, id)? {
        note(writing, hand, Step::Lifted, &hold, &kept)?;
    }
    Ok(true)
}

/// Places a keep hold on a call for something of another room (a library's case), in that room's own
/// transaction. Something that keeps a call already goes on as it is.
pub fn keep(
    writing: &mut Writing<'_>,
    hand: Hand,
    origin: HoldOrigin,
    origin_id: [u8; 16],
    owner_id: Option<PersonId>,
    reason: &str,
    call_id: CallId,
) -> Result<HoldId, DbError> {
    if let Some(known) = open_of(writing, origin, origin_id)? {
        return Ok(known);
    }
    let (kind, reason) = (HoldKind::Keep, reason.to_owned());
    let new = NewHold { kind, reason, origin, origin_id: Some(origin_id), owner_id };
    Ok(place(writing, hand, &new, &[call_id])?.0)
}

/// Places a keep hold on all calls of something of another room (a case review's running order), in place of
/// what it kept before. The same calls as before are kept as they are.
pub fn keep_all(
    writing: &mut Writing<'_>,
    hand: Hand,
    origin: HoldOrigin,
    origin_id: [u8; 16],
    owner_id: Option<PersonId>,
    reason: &str,
    calls: &BTreeSet<CallId>,
) -> Result<(), DbError> {
    if let Some(known) = open_of(writing, origin, origin_id)? {
        if calls_of(writing, known)?.into_iter().collect::<BTreeSet<_>>() == *calls {
            return Ok(());
        }
        lift(writing, hand, known, owner_id, "it keeps other calls now")?;
    }
    if calls.is_empty() {
        return Ok(());
    }
    let (kind, reason) = (HoldKind::Keep, reason.to_owned());
    let new = NewHold { kind, reason, origin, origin_id: Some(origin_id), owner_id };
    let calls: Vec<CallId> = calls.iter().copied().collect();
    place(writing, hand, &new, &calls).map(drop)
}

/// Lifts what [`keep`] or [`keep_all`] placed for this thing; `false`: it keeps nothing.
pub fn let_go(
    writing: &mut Writing<'_>,
    hand: Hand,
    origin: HoldOrigin,
    origin_id: [u8; 16],
    lifted_by: Option<PersonId>,
    reason: &str,
) -> Result<bool, DbError> {
    match open_of(writing, origin, origin_id)? {
        Some(id) => lift(writing, hand, id, lifted_by, reason),
        None => Ok(false),
    }
}

/// Takes a call that is about to be removed out of the counts of the holds that keep it.
pub fn forget_call(writing: &mut Writing<'_>, call_id: CallId) -> Result<(), DbError> {
    let kept = held_call::table.filter(held_call::call_id.eq(call_id)).select(held_call::hold_id);
    diesel::update(hold::table.filter(hold::id.eq_any(kept)))
        .set(hold::calls.eq(hold::calls - 1))
        .execute(writing.connection)?;
    // What a case or an appeal placed has kept that one call, and goes with it.
    let now = writing.now();
    let kept = held_call::table.filter(held_call::call_id.eq(call_id)).select(held_call::hold_id);
    let over = hold::table
        .filter(hold::id.eq_any(kept))
        .filter(hold::origin.ne(HoldOrigin::Person))
        .filter(hold::calls.eq(0))
        .filter(hold::lifted_at.is_null());
    diesel::update(over)
        .set((hold::lifted_at.eq(now), hold::lift_reason.eq("its call is gone")))
        .execute(writing.connection)?;
    Ok(())
}

fn open_of(
    reading: &mut Reading<'_>,
    origin: HoldOrigin,
    origin_id: [u8; 16],
) -> Result<Option<HoldId>, DbError> {
    Ok(hold::table
        .filter(hold::origin.eq(origin))
        .filter(hold::origin_id.eq(origin_id.to_vec()))
        .filter(hold::lifted_at.is_null())
        .select(hold::id)
        .first(reading.connection)
        .optional()?)
}

/// One line for the hold, and one for each call, whose own story it belongs to.
fn note(
    writing: &mut Writing<'_>,
    hand: Hand,
    step: Step,
    hold: &Hold,
    calls: &[CallId],
) -> Result<(), DbError> {
    let Hand { actor, request_id } = hand;
    let kind = hold.kind.as_str();
    let (action, noun_id) = (step.of_hold(), hold.id.to_string());
    let detail = json!({ "kind": kind, "calls": calls.len() });
    audit::append(writing, &Line { actor, action, noun: "hold", noun_id: &noun_id, detail, request_id })?;
    for call_id in calls {
        let (action, noun_id) = (step.of_call(), call_id.to_string());
        let detail = json!({ "hold": hold.id, "kind": kind });
        audit::append(writing, &Line { actor, action, noun: "call", noun_id: &noun_id, detail, request_id })?;
    }
    Ok(())
}

/// What happens to a hold, and so to its calls.
#[derive(Debug, Clone, Copy)]
enum Step {
    Placed,
    Lifted,
}

impl Step {
    fn of_hold(self) -> &'static str {
        match self {
            Self::Placed => "hold.placed",
            Self::Lifted => "hold.lifted",
        }
    }

    fn of_call(self) -> &'static str {
        match self {
            Self::Placed => "call.held",
            Self::Lifted => "call.let_go",
        }
    }
}

/// The hold with this id.
pub fn find(reading: &mut Reading<'_>, id: HoldId) -> Result<Option<Hold>, DbError> {
    Ok(hold::table.find(id).first(reading.connection).optional()?)
}

/// The calls that this hold keeps.
pub fn calls_of(reading: &mut Reading<'_>, id: HoldId) -> Result<Vec<CallId>, DbError> {
    Ok(held_call::table
        .filter(held_call::hold_id.eq(id))
        .order(held_call::call_id)
        .select(held_call::call_id)
        .load(reading.connection)?)
}

/// The open holds of these calls, oldest first.
pub fn of_calls(reading: &mut Reading<'_>, calls: &[CallId]) -> Result<BTreeMap<CallId, Vec<Hold>>, DbError> {
    let rows: Vec<(CallId, Hold)> = held_call::table
        .inner_join(hold::table)
        .filter(held_call::call_id.eq_any(calls))
        .order((hold::placed_at, hold::id))
        .select((held_call::call_id, hold::all_columns))
        .load(reading.connection)?;
    let mut holds: BTreeMap<CallId, Vec<Hold>> = BTreeMap::new();
    for (call_id, hold) in rows {
        holds.entry(call_id).or_default().push(hold);
    }
    Ok(holds)
}

/// A page of the holds that keep a call of this scope (everything: also those that keep none any
/// more), the youngest first; `open`: only those that still hold.
pub fn list(
    reading: &mut Reading<'_>,
    scope: &Scope,
    open: bool,
    window: Window,
) -> Result<Page<Hold>, DbError> {
    let found = || {
        let mut holds = hold::table.into_boxed();
        if open {
            holds = holds.filter(hold::lifted_at.is_null());
        }
        if let Scope::Within(bounds) = scope {
            let Edges { people, teams, projects, sources } = Edges::of(bounds);
            let reached = call::table.filter(touches_any(people, teams, projects, sources)).select(call::id);
            let kept = held_call::table
                .filter(held_call::hold_id.eq(hold::id))
                .filter(held_call::call_id.eq_any(reached))
                .select(held_call::call_id);
            holds = holds.filter(exists(kept));
        }
        holds
    };
    let mut rows = found().order((hold::placed_at.desc(), hold::id.desc())).limit(window.limit() + 1);
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), HoldId::from_bytes(after.id));
        rows = rows.filter(hold::placed_at.lt(at).or(hold::placed_at.eq(at).and(hold::id.lt(id))));
    }
    let rows: Vec<Hold> = rows.load(reading.connection)?;
    let counted: i64 = found().count().get_result(reading.connection)?;
    let place = |hold: &Hold| Cursor { key: hold.placed_at.as_millis(), id: *hold.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
