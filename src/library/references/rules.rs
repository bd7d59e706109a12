//! What makes somebody certified for a scorecard: so many reference calls, agreeing so far, each counting
//! for so many days.

use super::{ReferenceError, person_of, sees};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::certification_rule::{self, CertificationRule};
use crate::db::{Db, Reading, Scope, scorecard};
use crate::ids::ScorecardId;
use crate::scoring::Wording;
use crate::time::Instant;
use serde_json::json;

/// The most reference calls that a rule asks for.
const CALLS_MOST: i32 = 50;
/// The most days that an attempt counts.
const DAYS_MOST: i32 = 3_650;

/// A rule with the title of its card.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleLine {
    /// The rule.
    pub rule: CertificationRule,
    /// The title of the card, as last published.
    pub card: Wording,
}

/// The rule of a card; none: nobody is certified for it.
pub async fn certification_rule(
    db: &Db,
    who: &Who,
    id: ScorecardId,
) -> Result<Option<CertificationRule>, ReferenceError> {
    sees(who)?;
    db.read(move |reading| {
        must_be_published(reading, id)?;
        Ok(certification_rule::of_card(reading, id)?)
    })
    .await
}

/// Says what makes somebody certified for a card. Cards belong to the whole organisation, so whoever
/// prepares reference calls for one project says nothing here.
pub async fn put_certification_rule(
    db: &Db,
    who: &Who,
    by: By,
    new: CertificationRule,
) -> Result<CertificationRule, ReferenceError> {
    let own = person_of(who)?;
    if who.scope(Permission::PrepareReferences) != Some(Scope::Everything) {
        return Err(AccessError::NotPermitted.into());
    }
    for (fits, problem) in [
        ((1..=CALLS_MOST).contains(&new.calls), "it asks for 1 to 50 reference calls"),
        ((1..=100).contains(&new.agreement), "it asks for an agreement of 1 to 100 percent"),
        ((1..=DAYS_MOST).contains(&new.days), "an attempt counts for 1 to 3650 days"),
    ] {
        if !fits {
            return Err(ReferenceError::BadRule { problem });
        }
    }
    db.write(move |writing| {
        must_be_published(writing, new.scorecard_id)?;
        let stored = CertificationRule { changed_by: Some(own), changed_at: writing.now(), ..new };
        if !certification_rule::put(writing, &stored)? {
            return Err(ReferenceError::EditedElsewhere);
        }
        let detail = json!({ "calls": new.calls, "agreement": new.agreement, "days": new.days });
        by.note(writing, "certification_rule.changed", "scorecard", new.scorecard_id, detail)?;
        let now = certification_rule::of_card(writing, new.scorecard_id)?;
        now.ok_or(ReferenceError::NotFound { what: "scorecard" })
    })
    .await
}

fn must_be_published(reading: &mut Reading<'_>, id: ScorecardId) -> Result<(), ReferenceError> {
    if scorecard::is_published(reading, id)? {
        Ok(())
    } else {
        Err(ReferenceError::NotFound { what: "scorecard" })
    }
}

/// The rules of all cards that are in use.
pub(super) fn rule_lines(reading: &mut Reading<'_>) -> Result<Vec<RuleLine>, ReferenceError> {
    let mut lines = Vec::new();
    for rule in certification_rule::all(reading)? {
        let retired: Option<Instant> =
            scorecard::by_id(reading, rule.scorecard_id)?.and_then(|card| card.retired_at);
        if let (None, Some(version)) = (retired, scorecard::latest_version(reading, rule.scorecard_id)?) {
            lines.push(RuleLine { rule, card: version.definition.title });
        }
    }
    Ok(lines)
}
