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
    /// The key of the item.
    pub question: String,
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

/// Which arbitrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrecedentsOf<'a> {
    /// Of this item alone; none: of every item of the card.
    pub question: Option<&'a str>,
    /// In other appeals than this.
    pub but_not: Option<AppealId>,
}

/// The arbitrations of items of this scorecard, the youngest first, at most `limit`.
pub fn precedents(
    reading: &mut Reading<'_>,
    scorecard_id: ScorecardId,
    which: PrecedentsOf<'_>,
    limit: i64,
) -> Result<Vec<Precedent>, DbError> {
    type Row = (
        (AppealId, String, Option<CallId>, Option<Instant>),
        (String, Option<AppealOutcome>),
        (String, Option<String>),
    );
    let mut found = appeal_item::table
        .inner_join(appeal::table.inner_join(appeal_item_ruling::table).inner_join(evaluation::table))
        .filter(appeal_item::scorecard_id.eq(scorecard_id))
        .filter(appeal_item_ruling::question.eq(appeal_item::question))
        .filter(appeal_item_ruling::step.eq(AppealState::Arbitration))
        .filter(appeal::state.eq(AppealState::Decided))
        .into_boxed();
    if let Some(question) = which.question {
        found = found.filter(appeal_item::question.eq(question.to_owned()));
    }
    if let Some(id) = which.but_not {
        found = found.filter(appeal::id.ne(id));
    }
    let rows: Vec<Row> = found
        .order((appeal::closed_at.desc(), appeal::id.desc(), appeal_item::question))
        .limit(limit)
        .select((
            (appeal::id, appeal_item::question, evaluation::call_id, appeal::closed_at),
            (appeal_item::reason, appeal_item::outcome),
            (appeal_item_ruling::reason, appeal_item_ruling::choice_json),
        ))
        .load(reading.connection)?;
    rows.into_iter()
        .filter_map(
            |((appeal_id, question, call_id, decided_at), (argument, outcome), (reason, choice_json))| {
                let (decided_at, outcome) = decided_at.zip(outcome)?;
                let change =
                    choice_json.as_deref().map(|json| from_json("a changed answer", json)).transpose();
                Some(change.map(|change| Precedent {
                    appeal_id,
                    question,
                    call_id,
                    decided_at,
                    argument,
                    reason,
                    change,
                    outcome,
                }))
            },
        )
        .collect()
}
