//! Which dispositions are sales to be verified, of one queue, one project, or everywhere. Whoever
//! says what goes into inspectors' queues says this too.

use super::super::{ReviewError, reaches_place};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::named::{self, Named};
use crate::db::sale::{self, RULES_MOST, SalePlace, SaleRule};
use crate::db::{Db, Scope};
use crate::ids::{PersonId, ProjectId, QueueId, SaleRuleId};
use crate::time::Instant;
use serde_json::json;

/// The most calls that become sales by one rule at once.
pub const SALES_AT_ONCE: i64 = 20_000;

/// The longest disposition, in characters.
const DISPOSITION_MOST: usize = 200;

/// A rule with the names of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRuleLine {
    /// The rule.
    pub rule: SaleRule,
    /// Its project.
    pub project: Option<Named<ProjectId>>,
    /// Its queue.
    pub queue: Option<Named<QueueId>>,
    /// Who made it; none: the command line.
    pub made_by: Option<Named<PersonId>>,
}

/// A rule to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSaleRule {
    /// How calls are closed that are sales, as their source says it.
    pub disposition: String,
    /// Where.
    pub place: SalePlace,
    /// For calls that began at this moment or later; none: from now on.
    pub since: Option<Instant>,
}

/// The rules in force, as far as the caller reaches, the oldest first.
pub async fn sale_rules(db: &Db, who: &Who) -> Result<Vec<SaleRuleLine>, ReviewError> {
    let scope = rules_of(who)?;
    db.read(move |reading| {
        let mut rules = Vec::new();
        for rule in sale::rules(reading)? {
            if reaches_place(reading, &scope, rule.place.project_id, rule.place.queue_id)? {
                rules.push(rule);
            }
        }
        let projects = named::of_projects(reading, rules.iter().filter_map(|one| one.place.project_id))?;
        let queues = named::of_queues(reading, rules.iter().filter_map(|one| one.place.queue_id))?;
        let people = named::of_people(reading, rules.iter().filter_map(|one| one.made_by))?;
        let line = |rule: SaleRule| SaleRuleLine {
            project: rule.place.project_id.map(|id| projects.named(id)),
            queue: rule.place.queue_id.map(|id| queues.named(id)),
            made_by: rule.made_by.map(|id| people.named(id)),
            rule,
        };
        Ok(rules.into_iter().map(line).collect())
    })
    .await
}

/// Makes a rule. The calls since its beginning that are there already join at once; returns how many
/// did.
pub async fn make_sale_rule(db: &Db, who: &Who, by: By, new: NewSaleRule) -> Result<i64, ReviewError> {
    let scope = rules_of(who)?;
    let made_by = who.person_id();
    let disposition = new.disposition.trim().to_owned();
    if disposition.is_empty() || disposition.chars().count() > DISPOSITION_MOST {
        return Err(bad("disposition", &format!("has 1 to {DISPOSITION_MOST} characters")));
    }
    if new.place.queue_id.is_some() && new.place.project_id.is_some() {
        return Err(bad("queue_id", "stands alone, without a project"));
    }
    db.write(move |writing| {
        if !reaches_place(writing, &scope, new.place.project_id, new.place.queue_id)? {
            return Err(ReviewError::NotFound { what: "place" });
        }
        if sale::rule_at(writing, &disposition, new.place)?.is_some() {
            return Err(ReviewError::SaleRuleTaken);
        }
        if sale::count_rules(writing)? >= RULES_MOST {
            return Err(ReviewError::TooManySaleRules { most: RULES_MOST });
        }
        let now = writing.now();
        let since = new.since.unwrap_or(now);
        if sale::count_found(writing, &disposition, new.place, since, SALES_AT_ONCE)? > SALES_AT_ONCE {
            return Err(ReviewError::TooManySales { most: SALES_AT_ONCE });
        }
        let rule = SaleRule {
            id: SaleRuleId::new(),
            disposition: disposition.clone(),
            place: new.place,
            since,
            made_by,
            made_at: now,
            ended_at: None,
        };
        let joined = sale::begin_rule(writing, &rule)?;
        let detail = json!({ "project": rule.place.project_id, "queue": rule.place.queue_id,
            "since": rule.since, "joined": joined });
        by.note(writing, "sale_rule.made", "sale_rule", rule.id, detail)?;
        Ok(joined)
    })
    .await
}

/// Ends a rule. What waits by it alone leaves the queue; what somebody has taken stays with them.
pub async fn end_sale_rule(db: &Db, who: &Who, by: By, id: SaleRuleId) -> Result<(), ReviewError> {
    let scope = rules_of(who)?;
    db.write(move |writing| {
        let missing = ReviewError::NotFound { what: "rule" };
        let Some(rule) = sale::rule(writing, id)? else { return Err(missing) };
        if !reaches_place(writing, &scope, rule.place.project_id, rule.place.queue_id)? {
            return Err(missing);
        }
        sale::end_rule(writing, id)?;
        Ok(by.note(writing, "sale_rule.ended", "sale_rule", id, json!({}))?)
    })
    .await
}

fn rules_of(who: &Who) -> Result<Scope, ReviewError> {
    Ok(who.scope(Permission::AssignCalls).ok_or(AccessError::NotPermitted)?)
}

fn bad(field: &str, problem: &str) -> ReviewError {
    ReviewError::BadQuery { field: field.to_owned(), problem: problem.to_owned() }
}
