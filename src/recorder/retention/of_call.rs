//! What is to become of one call, and what became of one that is gone.

use super::decision::{RuleOrigin, Verdict};
use super::removal::{facts, sentence_of};
use super::rules::that_hold;
use super::run::today;
use crate::db::contact::Contact;
use crate::db::hold::{self, Hold};
use crate::db::named::{self, Named};
use crate::db::removal::{self, Removal, RemovalCause};
use crate::db::{Db, DbError, Reading, Scope, call, retention_rule, setting};
use crate::ids::{CallId, PersonId, RemovalId};
use crate::recorder::KeepingError;
use crate::time::Instant;
use jiff::civil::Date;

/// What is to become of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallKeeping {
    /// The rule that decides; none: no rule is about it, and it stays.
    pub rule: Option<RuleOrigin>,
    /// The last day that the rule keeps it; none: for ever, or without a rule.
    pub through: Option<Date>,
    /// Whether that day is over: the next run removes it, unless it is held.
    pub is_due: bool,
    /// What holds it, oldest first, each with its owner.
    pub holds: Vec<(Hold, Option<Named<PersonId>>)>,
}

/// Why a call is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Farewell {
    /// Why.
    pub cause: RemovalCause,
    /// The name of the rule, if it was by one that has a name.
    pub rule: Option<String>,
    /// For how many days that rule kept it.
    pub keep_days: Option<u32>,
    /// When.
    pub removed_at: Instant,
}

/// What is to become of a call of this scope.
pub async fn keeping_of_call(db: &Db, scope: Scope, id: CallId) -> Result<CallKeeping, KeepingError> {
    db.read(move |reading| {
        call::find(reading, &scope, id)?.ok_or(KeepingError::NotFound { what: "call" })?;
        let (rules, today) = (that_hold(reading, None)?, today(reading)?);
        let known = facts(reading, &[id])?.pop();
        let verdict = known.as_ref().map_or(Verdict::WithoutRule, |(_, facts)| rules.decide(facts, today));
        let (rule, through, is_due) = match verdict {
            Verdict::WithoutRule => (None, None, false),
            Verdict::Kept { by, through } => (Some(by.origin.clone()), through, false),
            Verdict::Due { by, through } => (Some(by.origin.clone()), Some(through), true),
        };
        let holds = hold::of_calls(reading, &[id])?.remove(&id).unwrap_or_default();
        let owners = named::of_people(reading, holds.iter().filter_map(|hold| hold.owner_id))?;
        let with_owner = |hold: Hold| (hold.clone(), hold.owner_id.map(|id| owners.named(id)));
        Ok(CallKeeping { rule, through, is_due, holds: holds.into_iter().map(with_owner).collect() })
    })
    .await
}

/// Why a call of this scope is gone; none: it never was there, or lay elsewhere.
pub(in crate::recorder) fn gone(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: CallId,
) -> Result<Option<KeepingError>, DbError> {
    let Some(removal) = removal::of_call(reading, scope, id)? else { return Ok(None) };
    let Farewell { cause, rule, keep_days, removed_at } = farewell_of(reading, &removal)?;
    let zone = setting::workspace_zone(reading)?;
    let (day, sentence) =
        (removed_at.local_date(&zone).to_string(), sentence_of(cause, rule.as_deref(), keep_days));
    Ok(Some(KeepingError::CallGone { cause, rule, day, sentence }))
}

/// Why the call of an evaluation is gone; for whoever may see the evaluation.
pub fn farewell(reading: &mut Reading<'_>, id: RemovalId) -> Result<Option<Farewell>, DbError> {
    match removal::find(reading, id)? {
        Some(removal) => farewell_of(reading, &removal).map(Some),
        None => Ok(None),
    }
}

fn farewell_of(reading: &mut Reading<'_>, removal: &Removal) -> Result<Farewell, DbError> {
    let rule = match removal.rule_version_id {
        Some(id) => retention_rule::name_of_version(reading, id)?,
        None => None,
    };
    let keep_days = removal.keep_days.and_then(|days| u32::try_from(days).ok());
    Ok(Farewell { cause: removal.cause, rule, keep_days, removed_at: removal.removed_at })
}

/// Why the words of a contact are gone; none: they are there.
pub fn farewell_of_contact(
    reading: &mut Reading<'_>,
    contact: &Contact,
) -> Result<Option<Farewell>, DbError> {
    let (Some(removed_at), Some(cause)) = (contact.removed_at, contact.removal_cause) else {
        return Ok(None);
    };
    let rule = match contact.removal_rule_version_id {
        Some(id) => retention_rule::name_of_version(reading, id)?,
        None => None,
    };
    let keep_days = contact.removal_keep_days.and_then(|days| u32::try_from(days).ok());
    Ok(Some(Farewell { cause, rule, keep_days, removed_at }))
}
