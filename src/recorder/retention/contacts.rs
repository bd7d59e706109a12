//! Text contacts whose time is over: they go by the same rules as calls, behind the calls of a run.

use super::decision::{RuleOrigin, Rules, TextFacts, Verdict};
use crate::db::audit::{Actor, Line};
use crate::db::contact::{self, ContactFacts, ContactRemoval};
use crate::db::removal::RemovalCause;
use crate::db::{DbError, Reading, Writing, audit};
use crate::ids::{ContactId, RetentionRunId};
use jiff::civil::Date;
use serde_json::json;

/// How many contacts one transaction looks at.
const CONTACTS_A_STEP: i64 = 200;
/// How many are looked at in one read.
const CONTACTS_A_READ: i64 = 2_000;

/// Removes what is due of the next contacts of a run: how many went, and behind which it goes on; none: that
/// was all.
pub(super) fn remove_next(
    writing: &mut Writing<'_>,
    rules: &Rules,
    today: Date,
    run_id: RetentionRunId,
    after: Option<ContactId>,
) -> Result<(i64, Option<ContactId>), DbError> {
    let Some(before) = rules.first_day_kept_by_all(today) else { return Ok((0, None)) };
    let next = contact::older_than(writing, &before, after, CONTACTS_A_STEP)?;
    let last = next.last().map(|one| one.id);
    let mut removed = 0;
    for one in next {
        let Some(Verdict::Due { by, .. }) = facts_of(&one).map(|facts| rules.decide_text(&facts, today))
        else {
            continue;
        };
        let rule_version_id = match &by.origin {
            RuleOrigin::Rule { version_id, .. } => *version_id,
            RuleOrigin::Source { .. } => None,
        };
        let keep_days = by.keep_days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
        let why = ContactRemoval { cause: RemovalCause::Retention, rule_version_id, keep_days };
        if contact::forget(writing, one.id, why)? {
            note(writing, one.id, run_id)?;
            removed += 1;
        }
    }
    Ok((removed, last))
}

/// How many contacts are due.
pub(super) fn count_due(reading: &mut Reading<'_>, rules: &Rules, today: Date) -> Result<i64, DbError> {
    let Some(before) = rules.first_day_kept_by_all(today) else { return Ok(0) };
    let (mut due, mut after) = (0, None);
    loop {
        let part = contact::older_than(reading, &before, after, CONTACTS_A_READ)?;
        let Some(last) = part.last() else { return Ok(due) };
        after = Some(last.id);
        let is_due = |one: &&ContactFacts| {
            facts_of(one).is_some_and(|facts| matches!(rules.decide_text(&facts, today), Verdict::Due { .. }))
        };
        due += i64::try_from(part.iter().filter(is_due).count()).unwrap_or(i64::MAX);
    }
}

/// None where the contact's day is damaged: such a contact stays.
fn facts_of(one: &ContactFacts) -> Option<TextFacts> {
    Some(TextFacts {
        project_id: one.project_id,
        queue_id: one.queue_id,
        day: one.local_date.parse().ok()?,
        evaluated: one.is_evaluated,
    })
}

fn note(writing: &mut Writing<'_>, id: ContactId, run_id: RetentionRunId) -> Result<(), DbError> {
    let line = Line {
        actor: Actor::System,
        action: "contact.removed",
        noun: "contact",
        noun_id: &id.to_string(),
        detail: json!({ "cause": RemovalCause::Retention.as_str(), "run": run_id }),
        request_id: None,
    };
    audit::append(writing, &line)
}
