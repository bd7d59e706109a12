//! What was said at the steps of an appeal.

use super::{AppealState, SkippedBecause, Verdict};
use crate::db::columns::{from_json, to_json};
use crate::db::schema::{appeal_item_ruling, appeal_ruling};
use crate::db::{DbError, Reading, Writing};
use crate::ids::{AppealId, PersonId};
use crate::scoring::{Choice, Grounds};
use crate::time::Instant;
use diesel::prelude::*;

/// What was said at one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// At which step.
    pub step: AppealState,
    /// By whom; none: it was passed over.
    pub judge_id: Option<PersonId>,
    /// What.
    pub verdict: Verdict,
    /// Why it was passed over.
    pub skipped_because: Option<SkippedBecause>,
    /// The reason or opinion, for the appeal as a whole.
    pub reason: Option<String>,
    /// When.
    pub at: Instant,
    /// Item by item; empty at the first review.
    pub items: Vec<ItemRuling>,
}

/// What was said of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRuling {
    /// The key of the question.
    pub question: String,
    /// What the answer is changed to; none: it is kept.
    pub change: Option<Choice>,
    /// What stands behind the changed answer.
    pub grounds: Grounds,
    /// Why.
    pub reason: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = appeal_ruling)]
struct RulingRow {
    appeal_id: AppealId,
    step: AppealState,
    judge_id: Option<PersonId>,
    verdict: Verdict,
    skipped_because: Option<SkippedBecause>,
    reason: Option<String>,
    at: Instant,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = appeal_item_ruling)]
struct ItemRulingRow {
    appeal_id: AppealId,
    step: AppealState,
    question: String,
    choice_json: Option<String>,
    reason: String,
    grounds_json: Option<String>,
}

/// Enters what was said at a step; each step is taken once.
pub fn insert_ruling(writing: &mut Writing<'_>, id: AppealId, ruling: &Ruling) -> Result<(), DbError> {
    let row = RulingRow {
        appeal_id: id,
        step: ruling.step,
        judge_id: ruling.judge_id,
        verdict: ruling.verdict,
        skipped_because: ruling.skipped_because,
        reason: ruling.reason.clone(),
        at: ruling.at,
    };
    diesel::insert_into(appeal_ruling::table).values(&row).execute(writing.connection)?;
    for item in &ruling.items {
        let row = ItemRulingRow {
            appeal_id: id,
            step: ruling.step,
            question: item.question.clone(),
            choice_json: item.change.as_ref().map(to_json).transpose()?,
            reason: item.reason.clone(),
            grounds_json: (!item.grounds.are_empty()).then(|| to_json(&item.grounds)).transpose()?,
        };
        diesel::insert_into(appeal_item_ruling::table).values(&row).execute(writing.connection)?;
    }
    Ok(())
}

/// What was said at the steps of an appeal so far, in their order.
pub fn rulings(reading: &mut Reading<'_>, id: AppealId) -> Result<Vec<Ruling>, DbError> {
    let rows: Vec<RulingRow> =
        appeal_ruling::table.filter(appeal_ruling::appeal_id.eq(id)).load(reading.connection)?;
    let items: Vec<ItemRulingRow> = appeal_item_ruling::table
        .filter(appeal_item_ruling::appeal_id.eq(id))
        .order(appeal_item_ruling::question)
        .load(reading.connection)?;
    let of_items: Result<Vec<(AppealState, ItemRuling)>, DbError> =
        items.into_iter().map(|row| Ok((row.step, row.into_ruling()?))).collect();
    let of_items = of_items?;
    let mut rulings: Vec<Ruling> = rows.into_iter().map(|row| row.into_ruling(&of_items)).collect();
    rulings.sort_by_key(|ruling| ruling.step);
    Ok(rulings)
}

impl RulingRow {
    fn into_ruling(self, items: &[(AppealState, ItemRuling)]) -> Ruling {
        let of_step = items.iter().filter(|(step, _)| *step == self.step);
        Ruling {
            step: self.step,
            judge_id: self.judge_id,
            verdict: self.verdict,
            skipped_because: self.skipped_because,
            reason: self.reason,
            at: self.at,
            items: of_step.map(|(_, item)| item.clone()).collect(),
        }
    }
}

impl ItemRulingRow {
    fn into_ruling(self) -> Result<ItemRuling, DbError> {
        let change = self.choice_json.as_deref().map(|json| from_json("a changed answer", json));
        let grounds = self.grounds_json.as_deref().map(|json| from_json("a changed answer's grounds", json));
        Ok(ItemRuling {
            question: self.question,
            change: change.transpose()?,
            grounds: grounds.transpose()?.unwrap_or_default(),
            reason: self.reason,
        })
    }
}
