//! What holds for answers and appeals on a scorecard: days to answer, how many appeals, which steps.

use super::{ReviewError, manages_cards, manages_cards_of};
use crate::access::{By, Who};
use crate::db::hearing_rule::{self, HearingRule};
use crate::db::{Db, Reading, scorecard};
use crate::ids::ScorecardId;
use serde_json::json;

/// The most days for an answer.
const DAYS_MOST: i32 = 60;
/// The most appeals of a month that a limit names.
const APPEALS_MOST: i32 = 100;

/// The rules of a scorecard.
pub async fn hearing_rule(db: &Db, who: &Who, id: ScorecardId) -> Result<HearingRule, ReviewError> {
    manages_cards_of(who)?;
    db.read(move |reading| {
        must_be_there(reading, id)?;
        Ok(hearing_rule::of_card(reading, id)?)
    })
    .await
}

/// Sets other rules. What is fixed stays: answers have the days of their release; an appeal takes the
/// steps that exist when it comes to them.
pub async fn put_hearing_rule(
    db: &Db,
    who: &Who,
    by: By,
    id: ScorecardId,
    new: HearingRule,
) -> Result<HearingRule, ReviewError> {
    manages_cards(who)?;
    check(&new)?;
    db.write(move |writing| {
        must_be_there(writing, id)?;
        if !hearing_rule::put(writing, id, &new)? {
            return Err(ReviewError::EditedElsewhere);
        }
        let detail = json!({
            "answer_days": new.answer_days, "appeals_a_month": new.appeals_a_month,
            "first_review": new.has_first_review, "recheck": new.has_recheck,
            "arbitration": new.has_arbitration, "listen_first": new.listen_first.as_str(),
        });
        by.note(writing, "scorecard.hearing_set", "scorecard", id, detail)?;
        Ok(hearing_rule::of_card(writing, id)?)
    })
    .await
}

fn must_be_there(reading: &mut Reading<'_>, id: ScorecardId) -> Result<(), ReviewError> {
    match scorecard::by_id(reading, id)? {
        Some(_) => Ok(()),
        None => Err(ReviewError::NotFound { what: "scorecard" }),
    }
}

fn check(new: &HearingRule) -> Result<(), ReviewError> {
    let bad = |problem| Err(ReviewError::BadHearingRule { problem });
    if !(1..=DAYS_MOST).contains(&new.answer_days) {
        return bad("an answer has 1 to 60 working days");
    }
    if new.appeals_a_month.is_some_and(|most| !(1..=APPEALS_MOST).contains(&most)) {
        return bad("a month has 1 to 100 appeals, or no limit");
    }
    if !new.has_recheck && !new.has_arbitration {
        return bad("somebody must be able to change the score: keep the recheck or the arbitration");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_leaves_somebody_who_can_change_the_score() {
        let rule = HearingRule::default();
        assert!(check(&rule).is_ok());
        assert!(check(&HearingRule { has_recheck: false, ..rule }).is_ok());
        assert!(check(&HearingRule { has_arbitration: false, has_first_review: false, ..rule }).is_ok());
        assert!(check(&HearingRule { has_recheck: false, has_arbitration: false, ..rule }).is_err());
        for answer_days in [0, 61] {
            assert!(check(&HearingRule { answer_days, ..rule }).is_err());
        }
        for most in [0, 101] {
            assert!(check(&HearingRule { appeals_a_month: Some(most), ..rule }).is_err());
        }
    }
}
