//! The sales that wait to be verified, the oldest call first, and how an inspector takes one.

use super::super::calls::{CallLine, lines, sight};
use super::super::evaluations::Plan;
use super::super::queue::{Entry, Inspector, Refusal, Wanted, assignable, enter};
use super::super::queue_view::{AssignmentLine, line_of};
use super::super::{ReviewError, person_of};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::assignment::{Assignment, AssignmentReason};
use crate::db::evaluation::Purpose;
use crate::db::sale::{self, Sale};
use crate::db::{Db, Page, Scope, Window, Writing, assignment, call};
use crate::ids::{CallId, PersonId, QueueId};
use std::collections::BTreeMap;

/// How many of the oldest are looked at for one that the inspector may verify.
const LOOKED_AT: i64 = 100;

/// A sale that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct SaleLine {
    /// What is stored.
    pub sale: Sale,
    /// Its call.
    pub call: CallLine,
}

/// Which sale is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaleChoice {
    /// The oldest that waits; of this queue, where one is named.
    Oldest(Option<QueueId>),
    /// This one.
    Call(CallId),
}

/// A page of the sales that wait, as far as the caller verifies, the oldest call first.
pub async fn waiting_sales(
    db: &Db,
    who: &Who,
    queue_id: Option<QueueId>,
    window: Window,
) -> Result<Page<SaleLine>, ReviewError> {
    let sight = sight(who, verified_by(who)?);
    db.read(move |reading| {
        let page = sale::waiting(reading, &sight.calls, queue_id, window)?;
        let ids: Vec<CallId> = page.items.iter().map(|one| one.call_id).collect();
        let calls = call::of_ids(reading, &sight.calls, &ids)?;
        let mut calls: BTreeMap<CallId, CallLine> =
            lines(reading, &sight, calls)?.into_iter().map(|line| (line.call.id, line)).collect();
        let Page { items, next, total, total_is_exact } = page;
        let items = items.into_iter().filter_map(|sale| {
            let call = calls.remove(&sale.call_id)?;
            Some(SaleLine { sale, call })
        });
        Ok(Page { items: items.collect(), next, total, total_is_exact })
    })
    .await
}

/// Takes a sale into the caller's own queue: the oldest that they may verify, or one by their choice.
pub async fn take_next_sale(
    db: &Db,
    who: &Who,
    by: By,
    choice: SaleChoice,
) -> Result<AssignmentLine, ReviewError> {
    let scope = verified_by(who)?;
    let own = person_of(who)?;
    let sight = sight(who, scope.clone());
    db.write(move |writing| {
        let inspector = Inspector { id: own, scope: scope.clone() };
        let made = match choice {
            SaleChoice::Call(call_id) => {
                let taken = take(writing, by, &inspector, call_id, AssignmentReason::OwnChoice)?;
                taken.map_err(ReviewError::from)?
            }
            SaleChoice::Oldest(queue_id) => oldest(writing, by, &inspector, queue_id)?,
        };
        line_of(writing, &sight, made)
    })
    .await
}

fn oldest(
    writing: &mut Writing<'_>,
    by: By,
    inspector: &Inspector,
    queue_id: Option<QueueId>,
) -> Result<Assignment, ReviewError> {
    let sales = sale::waiting(writing, &inspector.scope, queue_id, Window::new(None, LOOKED_AT))?;
    for one in sales.items {
        // Their own sale, or one that somebody takes at this moment, is passed over.
        if let Ok(made) = take(writing, by, inspector, one.call_id, AssignmentReason::OldestSale)? {
            return Ok(made);
        }
    }
    Err(ReviewError::NoSaleWaits)
}

/// Takes the sale that this call is, if it waits and the inspector may verify it.
fn take(
    writing: &mut Writing<'_>,
    by: By,
    inspector: &Inspector,
    call_id: CallId,
    reason: AssignmentReason,
) -> Result<Result<Assignment, Refusal>, ReviewError> {
    call::lock(writing, &[call_id])?;
    let found = assignable(writing, &inspector.scope, inspector, call_id, Wanted::VERIFICATION)?;
    let (call, card) = match found {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match sale::of_call(writing, call_id)? {
        None => return Ok(Err(Refusal::NotFound)),
        Some(sale) if sale.assignment_id.is_some() => return Ok(Err(Refusal::AlreadyAssigned)),
        Some(_) => {}
    }
    let entry = Entry { purpose: Purpose::Verification, ..Entry::own(inspector.id, reason) };
    let made = enter(writing, by.actor, by.request_id, &call, card, entry)?;
    sale::take(writing, call_id, made.id)?;
    Ok(Ok(made))
}

/// Whoever begins to verify a call that waits, without having taken it, takes it with that. None: it is
/// no sale by any rule. Refused where somebody else has it.
pub(in crate::review) fn take_sale(
    writing: &mut Writing<'_>,
    by: By,
    own: PersonId,
    plan: &Plan,
) -> Result<Option<Assignment>, ReviewError> {
    call::lock(writing, &[plan.call.id])?;
    let open = assignment::open_of_calls(writing, &[plan.call.id], Purpose::Verification)?;
    if !open.is_empty() {
        return Err(ReviewError::AlreadyAssigned);
    }
    let sale = sale::of_call(writing, plan.call.id)?;
    if sale.is_none_or(|sale| sale.assignment_id.is_some()) {
        return Ok(None);
    }
    let entry = Entry { purpose: Purpose::Verification, ..Entry::own(own, AssignmentReason::OwnChoice) };
    let made = enter(writing, by.actor, by.request_id, &plan.call, plan.scorecard_id, entry)?;
    sale::take(writing, plan.call.id, made.id)?;
    Ok(Some(made))
}

fn verified_by(who: &Who) -> Result<Scope, ReviewError> {
    Ok(who.scope(Permission::VerifySales).ok_or(AccessError::NotPermitted)?)
}
