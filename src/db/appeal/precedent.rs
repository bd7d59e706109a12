//! Precedents (判例): how earlier arbitrations decided on the same item of the same scorecard.

use super::{AppealOutcome, AppealState};
use crate::db::columns::from_json;
use crate::db::schema::{appeal, appeal_item, appeal_item_ruling, evaluation};
use crate::db::{DbError, Reading};
use crate::ids::{AppealId, CallId, ScorecardId};
use crate::scoring::Choice;
use crate::time::Instant;
use diesel::prelude::*;

/// One arbitration of one item; it names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedent {
    /// The appeal it was decided in.
    pub appeal_id: AppealId,
    /// The call it was about; none: it is gone. Shown to whoever may open it.
    pub call_id: Option<CallId>,
    /// When.
    pub decided_at: Instant,
    /// What the agent said.
    pub argument: String,
    /// What the arbitrator said.
    pub reason: String,
    /// What the answer was changed to; none: it was kept.
    pub change: Option<Choice>,
    /// What became of the item.
    pub outcome: AppealOutcome,
}

/// The arbitrations of this item in other appeals, the youngest first, at most `limit`.
pub fn precedents(
    reading: &mut Reading<'_>,
    scorecard_id: ScorecardId,
    question: &str,
    but_not: AppealId,
    limit: i64,
) -> Result<Vec<Precedent>, DbError> {
    type Row =
        (AppealId, Option<CallId>, Option<Instant>, String, Option<AppealOutcome>, String, Option<String>);
    let rows: Vec<Row> = appeal_item::table
        .inner_join(appeal::table.inner_join(appeal_item_ruling::table).inner_join(evaluation::table))
        .filter(appeal_item::scorecard_id.eq(scorecard_id))
        .filter(appeal_item::question.eq(question))
        .filter(appeal_item_ruling::question.eq(question))
        .filter(appeal_item_ruling::step.eq(AppealState::Arbitration))
        .filter(appeal::state.eq(AppealState::Decided))
        .filter(appeal::id.ne(but_not))
        .order((appeal::closed_at.desc(), appeal::id.desc()))
        .limit(limit)
        .select((
            appeal::id,
            evaluation::call_id,
            appeal::closed_at,
            appeal_item::reason,
            appeal_item::outcome,
            appeal_item_ruling::reason,
            appeal_item_ruling::choice_json,
        ))
        .load(reading.connection)?;
    rows.into_iter()
        .filter_map(|(appeal_id, call_id, decided_at, argument, outcome, reason, choice_json)| {
            let (decided_at, outcome) = decided_at.zip(outcome)?;
            let change = choice_json.as_deref().map(|json| from_json("a changed answer", json)).transpose();
            let precedent =
                |change| Precedent { appeal_id, call_id, decided_at, argument, reason, change, outcome };
            Some(change.map(precedent))
        })
        .collect()
}
