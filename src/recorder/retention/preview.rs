//! What retention would remove today: counts by rule, what holds keep, and the calls themselves. With
//! a draft of a rule, as if it held already.

use super::contacts::count_due;
use super::decision::{Rule, Verdict};
use super::removal::facts;
use super::rules::{RuleText, that_hold};
use super::run::today;
use crate::db::call::Call;
use crate::db::due::{self, DueTotals};
use crate::db::hold::{self, Hold};
use crate::db::named::{self, Named};
use crate::db::{Db, Page, Reading, Window};
use crate::ids::{CallId, HoldId, PersonId, ProjectId, RetentionRuleId};
use crate::recorder::KeepingError;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What would go today.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The day it is worked out for.
    pub today: Date,
    /// What is due by each rule, in the order in which the rules decide.
    pub rules: Vec<(Rule, DueTotals)>,
    /// What would be due but is held, by hold; the largest first.
    pub held: Vec<HeldBack>,
    /// The first of the calls that are due, or the page that was asked for; oldest first.
    pub calls: Page<DueCall>,
    /// How many text contacts are due.
    pub contacts: i64,
}

/// What a hold keeps of what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// The hold.
    pub hold: Hold,
    /// Who answers for it.
    pub owner: Option<Named<PersonId>>,
    /// How many calls.
    pub calls: i64,
}

/// A call that is due.
#[derive(Debug, Clone, PartialEq)]
pub struct DueCall {
    /// The call.
    pub call: Call,
    /// The name of its source.
    pub source: String,
    /// Its project.
    pub project: Option<Named<ProjectId>>,
    /// The rule that kept it longest, and the last day that it did.
    pub by: Option<(Rule, Date)>,
}

/// What would go today, with a draft of a rule in place of the one that it replaces, if any.
pub async fn preview(
    db: &Db,
    draft: Option<(Option<RetentionRuleId>, RuleText)>,
    window: Window,
) -> Result<Preview, KeepingError> {
    let draft = match draft {
        Some((replaces, text)) => Some((replaces, text.checked()?)),
        None => None,
    };
    db.read(move |reading| {
        let (rules, today) = (that_hold(reading, draft.as_ref())?, today(reading)?);
        let due = rules.due(today);
        let totals = due::totals(reading, &due)?;
        let held_counts = due::held(reading, &due)?;
        let held = held_back(reading, held_counts)?;
        let Page { items, next, total, total_is_exact } = due::page(reading, &due, window)?;
        let ids: Vec<CallId> = items.iter().map(|call| call.id).collect();
        let sources = named::of_sources(reading, items.iter().map(|call| call.source_id))?;
        let projects = named::of_projects(reading, items.iter().filter_map(|call| call.project_id))?;
        let facts: BTreeMap<CallId, _> =
            facts(reading, &ids)?.into_iter().map(|(call, facts)| (call.id, facts)).collect();
        let due_call = |call: Call| DueCall {
            source: sources.named(call.source_id).name,
            project: call.project_id.map(|id| projects.named(id)),
            by: facts.get(&call.id).and_then(|facts| match rules.decide(facts, today) {
                Verdict::Due { by, through } => Some((by.clone(), through)),
                Verdict::WithoutRule | Verdict::Kept { .. } => None,
            }),
            call,
        };
        let items = items.into_iter().map(due_call).collect();
        let contacts = count_due(reading, &rules, today)?;
        let rules = rules.as_slice().iter().cloned().zip(totals).collect();
        Ok(Preview { today, rules, held, calls: Page { items, next, total, total_is_exact }, contacts })
    })
    .await
}

fn held_back(reading: &mut Reading<'_>, counts: Vec<(HoldId, i64)>) -> Result<Vec<HeldBack>, KeepingError> {
    let mut holds = Vec::with_capacity(counts.len());
    for (id, calls) in counts {
        if let Some(hold) = hold::find(reading, id)? {
            holds.push((hold, calls));
        }
    }
    let owners = named::of_people(reading, holds.iter().filter_map(|(hold, _)| hold.owner_id))?;
    let held = |(hold, calls): (Hold, i64)| HeldBack {
        owner: hold.owner_id.map(|id| owners.named(id)),
        hold,
        calls,
    };
    Ok(holds.into_iter().map(held).collect())
}
