//! Holds are placed and lifted by people: on one call, or on everything that a filter finds.

use super::KeepingError;
use super::keeping_error::text;
use super::retention::person;
use crate::access::By;
use crate::db::call_list::{self, CallFilter, Sight};
use crate::db::hold::{self, Hand, Hold, HoldKind, HoldOrigin, NewHold};
use crate::db::job::{self, NewJob};
use crate::db::named::{self, Named};
use crate::db::{Db, DbError, Page, Reading, Scope, Window, call};
use crate::ids::{CallId, HoldId, PersonId};
use std::collections::BTreeSet;

/// The most calls that one hold keeps.
pub const CALLS_MOST: i64 = 2_000;
/// The longest reason, in characters.
const REASON_MOST: usize = 500;

/// Which calls a hold is to keep.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// These.
    Calls(Vec<CallId>),
    /// Whatever the filter of the calls page finds now; the caller's sight limits it.
    Found(Box<(Sight, CallFilter)>),
}

/// A hold as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldLine {
    /// The hold.
    pub hold: Hold,
    /// Who answers for it.
    pub owner: Option<Named<PersonId>>,
    /// Who lifted it.
    pub lifted_by: Option<Named<PersonId>>,
}

/// Places a hold; whoever places it answers for it.
pub async fn place_hold(
    db: &Db,
    by: By,
    scope: Scope,
    kind: HoldKind,
    reason: &str,
    held: Held,
) -> Result<HoldLine, KeepingError> {
    let reason = text("reason", reason, REASON_MOST)?;
    db.write(move |writing| {
        let calls = calls(writing, &scope, &held)?;
        let (origin, owner_id) = (HoldOrigin::Person, person(by));
        let new = NewHold { kind, reason: reason.clone(), origin, origin_id: None, owner_id };
        let (id, count) = hold::place(writing, hand(by), &new, &calls)?;
        if count == 0 {
            return Err(KeepingError::NothingToHold);
        }
        line(writing, id)
    })
    .await
}

/// The calls that are to be held, as far as they exist for the caller.
fn calls(reading: &mut Reading<'_>, scope: &Scope, held: &Held) -> Result<Vec<CallId>, KeepingError> {
    let most = usize::try_from(CALLS_MOST).unwrap_or(usize::MAX);
    let found = match held {
        Held::Calls(ids) => {
            let asked: BTreeSet<CallId> = ids.iter().copied().collect();
            let asked: Vec<CallId> = asked.into_iter().take(most + 1).collect();
            call::of_ids(reading, scope, &asked)?.into_iter().map(|call| call.id).collect()
        }
        Held::Found(found) => {
            let (sight, filter) = found.as_ref();
            let filter = filter.clone().with_teams_below(reading)?;
            call_list::ids(reading, sight, &filter, CALLS_MOST + 1)?
        }
    };
    match found.len() {
        0 => Err(KeepingError::NothingToHold),
        count if count > most => Err(KeepingError::TooManyCalls { most: CALLS_MOST }),
        _ => Ok(found),
    }
}

/// Lifts a hold, for good. What waited for a legal hold goes on.
pub async fn lift_hold(
    db: &Db,
    by: By,
    scope: Scope,
    id: HoldId,
    reason: &str,
) -> Result<HoldLine, KeepingError> {
    let reason = text("reason", reason, REASON_MOST)?;
    db.write(move |writing| {
        let not_there = KeepingError::NotFound { what: "hold" };
        let Some(hold) = hold::find(writing, id)? else { return Err(not_there) };
        let kept = hold::calls_of(writing, id)?;
        let reached = call::within(writing, &scope, &kept)?.len();
        if scope != Scope::Everything && reached == 0 {
            return Err(not_there);
        }
        if scope != Scope::Everything && reached < kept.len() {
            return Err(KeepingError::HoldReachesFurther);
        }
        if !hold::lift(writing, hand(by), id, person(by), &reason)? {
            return Err(KeepingError::Ended);
        }
        if hold.kind == HoldKind::Legal {
            job::enqueue(writing, &NewJob::erase_customers())?;
        }
        line(writing, id)
    })
    .await
}

/// A page of holds, the youngest first; `open`: only those that still hold.
pub async fn list_holds(
    db: &Db,
    scope: Scope,
    open: bool,
    window: Window,
) -> Result<Page<HoldLine>, KeepingError> {
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = hold::list(reading, &scope, open, window)?;
        Ok(Page { items: lines(reading, items)?, next, total, total_is_exact })
    })
    .await
}

fn line(reading: &mut Reading<'_>, id: HoldId) -> Result<HoldLine, KeepingError> {
    let hold = hold::find(reading, id)?.ok_or(KeepingError::NotFound { what: "hold" })?;
    Ok(lines(reading, vec![hold])?.remove(0))
}

pub(super) fn lines(reading: &mut Reading<'_>, holds: Vec<Hold>) -> Result<Vec<HoldLine>, DbError> {
    let ids = holds.iter().flat_map(|hold| [hold.owner_id, hold.lifted_by]).flatten();
    let people = named::of_people(reading, ids.collect::<Vec<_>>())?;
    let line = |hold: Hold| HoldLine {
        owner: hold.owner_id.map(|id| people.named(id)),
        lifted_by: hold.lifted_by.map(|id| people.named(id)),
        hold,
    };
    Ok(holds.into_iter().map(line).collect())
}

fn hand(by: By) -> Hand {
    Hand { actor: by.actor, request_id: by.request_id }
}
