//! What is around the call: the customer's other calls, and, once every item is answered, what the
//! agent scored before. Until then that is closed, so that nobody scores what they expect.

use super::super::calls::lines;
use super::super::evaluation_list::withheld_from;
use super::super::evaluation_view::{READ_BY_ALL, duration_for, find, version_of};
use super::super::progress::progress_of;
use super::super::{CallLine, EvaluationLine, ReviewError, evaluation_lines, person_of, sight};
use super::DeskError;
use crate::access::{AccessError, Permission, Who};
use crate::db::evaluation::{EvaluationFilter, EvaluationSort, EvaluationState, Purpose, Shown};
use crate::db::{Db, Scope, Window, call, evaluation};
use crate::ids::{CallId, EvaluationId};

/// How many other calls of a customer are shown.
const OTHERS_MOST: i64 = 20;
/// How many earlier scores are shown.
const EARLIER_MOST: i64 = 20;

/// The customer's other calls that the caller finds, the youngest first.
pub async fn other_calls(
    db: &Db,
    who: &Who,
    calls: Scope,
    call_id: CallId,
) -> Result<Vec<CallLine>, ReviewError> {
    let sight = sight(who, calls);
    db.read(move |reading| {
        let found = call::find(reading, &sight.calls, call_id)?;
        let found = found.ok_or(ReviewError::NotFound { what: "call" })?;
        let Some(number) = &found.customer_number else { return Ok(Vec::new()) };
        let others = call::of_customer(reading, &sight.calls, number, call_id, OTHERS_MOST)?;
        Ok(lines(reading, &sight, others)?)
    })
    .await
}

/// What the agent of one's own evaluation scored before, the last first. Of a draft: once every item
/// is answered.
pub async fn earlier_scores(
    db: &Db,
    who: &Who,
    id: EvaluationId,
) -> Result<Vec<EvaluationLine>, ReviewError> {
    let person_id = person_of(who)?;
    let scope = who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.read(move |reading| {
        let own = find(reading, Some(person_id), None, id)?;
        if own.state == EvaluationState::Draft {
            let card = version_of(reading, &own)?.definition;
            let duration_ms = duration_for(reading, &own)?;
            // Whoever learns scoring scores what they hear.
            let is_blind = own.purpose == Purpose::Training;
            if is_blind || !progress_of(&own, &card, duration_ms)?.complete {
                return Err(DeskError::HistoryClosed.into());
            }
        }
        let Some(agent) = own.subject.person_id else { return Ok(Vec::new()) };
        let shown = Shown::Out { scope: scope.clone(), purposes: READ_BY_ALL.to_vec() };
        let filter = EvaluationFilter {
            person_id: Some(agent),
            state: Some(EvaluationState::Released),
            withheld: withheld_from(reading, &who, person_id)?,
            ..EvaluationFilter::default()
        };
        let window = Window::new(None, EARLIER_MOST);
        let page = evaluation::list(reading, &shown, &filter, EvaluationSort::NewestRelease, window)?;
        let others = page.items.into_iter().filter(|row| row.id != id).collect();
        evaluation_lines(reading, others)
    })
    .await
}
