//! What holds for answers to evaluations on a scorecard, and for appeals against them.

use super::columns::words;
use super::schema::hearing_rule;
use super::{DbError, Reading, Writing};
use crate::ids::ScorecardId;
use diesel::prelude::*;
use std::collections::HashMap;

words! {
    /// When the agent marks what they would do otherwise, before they see what the inspector found.
    ListenFirst {
        /// Never.
        Never = "never",
        /// Where the call failed.
        Fails = "fails",
        /// Always.
        Always = "always",
    }
}

/// The rules of a scorecard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HearingRule {
    /// How often they were changed; a change names the one that it is based on.
    pub edit: i32,
    /// Working days in which the agent answers.
    pub answer_days: i32,
    /// How many appeals an agent may submit in a calendar month; none: as many as there are reasons.
    pub appeals_a_month: Option<i32>,
    /// Whether the team leader looks first (初审).
    pub has_first_review: bool,
    /// Whether the inspector who scored looks again (复核).
    pub has_recheck: bool,
    /// Whether an arbitrator decides what is still contested (仲裁); otherwise the recheck is final.
    pub has_arbitration: bool,
    /// When the agent listens before they see what the inspector found.
    pub listen_first: ListenFirst,
}

impl Default for HearingRule {
    /// Five days, no limit, all three steps.
    fn default() -> Self {
        Self {
            edit: 0,
            answer_days: 5,
            appeals_a_month: None,
            has_first_review: true,
            has_recheck: true,
            has_arbitration: true,
            listen_first: ListenFirst::Fails,
        }
    }
}

#[derive(Queryable)]
struct RuleRow {
    scorecard_id: ScorecardId,
    edit: i32,
    answer_days: i32,
    appeals_a_month: Option<i32>,
    has_first_review: bool,
    has_recheck: bool,
    has_arbitration: bool,
    listen_first: ListenFirst,
    _changed_at: i64,
}

impl RuleRow {
    fn into_rule(self) -> HearingRule {
        HearingRule {
            edit: self.edit,
            answer_days: self.answer_days,
            appeals_a_month: self.appeals_a_month,
            has_first_review: self.has_first_review,
            has_recheck: self.has_recheck,
            has_arbitration: self.has_arbitration,
            listen_first: self.listen_first,
        }
    }
}

/// The rules of this scorecard; the usual ones until others are set.
pub fn of_card(reading: &mut Reading<'_>, id: ScorecardId) -> Result<HearingRule, DbError> {
    let row: Option<RuleRow> = hearing_rule::table.find(id).first(reading.connection).optional()?;
    Ok(row.map(RuleRow::into_rule).unwrap_or_default())
}

/// Every scorecard that has rules of its own.
pub fn all(reading: &mut Reading<'_>) -> Result<HashMap<ScorecardId, HearingRule>, DbError> {
    let rows: Vec<RuleRow> = hearing_rule::table.load(reading.connection)?;
    Ok(rows.into_iter().map(|row| (row.scorecard_id, row.into_rule())).collect())
}

/// Sets other rules in the place of those with this `edit`; where those are not in force any more,
/// nothing is stored and the answer is `false`.
pub fn put(writing: &mut Writing<'_>, id: ScorecardId, new: &HearingRule) -> Result<bool, DbError> {
    let now = writing.now();
    let set = (
        hearing_rule::edit.eq(new.edit.saturating_add(1)),
        hearing_rule::answer_days.eq(new.answer_days),
        hearing_rule::appeals_a_month.eq(new.appeals_a_month),
        hearing_rule::has_first_review.eq(new.has_first_review),
        hearing_rule::has_recheck.eq(new.has_recheck),
        hearing_rule::has_arbitration.eq(new.has_arbitration),
        hearing_rule::listen_first.eq(new.listen_first),
        hearing_rule::changed_at.eq(now),
    );
    let known: i64 = hearing_rule::table
        .filter(hearing_rule::scorecard_id.eq(id))
        .count()
        .get_result(writing.connection)?;
    if known == 0 && new.edit == 0 {
        diesel::insert_into(hearing_rule::table)
            .values((hearing_rule::scorecard_id.eq(id), set))
            .execute(writing.connection)?;
        return Ok(true);
    }
    let standing = hearing_rule::table.find(id).filter(hearing_rule::edit.eq(new.edit));
    Ok(diesel::update(standing).set(set).execute(writing.connection)? == 1)
}
