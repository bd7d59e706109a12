//! Retention rules are made, changed and retired; each step has its line in the audit trail.

use super::decision::{Rule, RuleOrigin, Rules};
use crate::access::By;
use crate::db::audit::{Actor, Line};
use crate::db::named;
use crate::db::named::Named;
use crate::db::retention_rule::{RetentionRule, RuleConditions, RuleDefinition};
use crate::db::{Db, DbError, Reading, Writing, audit, retention_rule, source};
use crate::ids::{PersonId, RetentionRuleId};
use crate::recorder::KeepingError;
use crate::recorder::keeping_error::text;
use serde_json::json;

/// The most rules that hold at once.
pub const RULES_MOST: usize = 50;
/// The longest time that a rule keeps calls unless for ever: a hundred years, in days.
pub const DAYS_MOST: u32 = 36_500;
/// The longest name, in characters.
const NAME_MOST: usize = 80;
/// The most values of one condition.
const VALUES_MOST: usize = 50;

/// A rule as an administrator writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleText {
    /// Its name.
    pub name: String,
    /// What it says.
    pub definition: RuleDefinition,
}

/// A rule with the name of whoever made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLine {
    /// The rule.
    pub rule: RetentionRule,
    /// Who made this version; none: the command line.
    pub made_by: Option<Named<PersonId>>,
}

impl RuleText {
    /// The same without margins, if a rule can say it.
    pub fn checked(self) -> Result<Self, KeepingError> {
        let wrong = |field, problem: String| Err(KeepingError::Field { field, problem });
        let name = text("name", &self.name, NAME_MOST)?;
        let definition = self.definition;
        if definition.keep_days.is_some_and(|days| !(1..=DAYS_MOST).contains(&days)) {
            return wrong("keep_days", format!("must be 1 to {DAYS_MOST}, or left out to keep for ever"));
        }
        let RuleConditions { sources, projects, queues, tags, dispositions, .. } = &definition.conditions;
        let lists = [("sources", sources.len()), ("projects", projects.len()), ("queues", queues.len())];
        let words = [("tags", tags), ("dispositions", dispositions)];
        for (field, count) in lists.into_iter().chain(words.map(|(field, list)| (field, list.len()))) {
            if count > VALUES_MOST {
                return wrong(field, format!("has more than {VALUES_MOST} values"));
            }
        }
        for (field, list) in words {
            for word in list {
                text(field, word, 200)?;
            }
        }
        Ok(Self { name, definition })
    }
}

/// Every rule that holds, oldest first.
pub async fn rules(db: &Db) -> Result<Vec<RuleLine>, KeepingError> {
    db.read(|reading| {
        let rules = retention_rule::all(reading)?;
        Ok(lines(reading, rules)?)
    })
    .await
}

/// Every version of a rule, the youngest first.
pub async fn rule_versions(db: &Db, id: RetentionRuleId) -> Result<Vec<RuleLine>, KeepingError> {
    db.read(move |reading| {
        let versions = retention_rule::versions(reading, id)?;
        if versions.is_empty() {
            return Err(KeepingError::NotFound { what: "rule" });
        }
        Ok(lines(reading, versions)?)
    })
    .await
}

fn lines(reading: &mut Reading<'_>, rules: Vec<RetentionRule>) -> Result<Vec<RuleLine>, DbError> {
    let people = named::of_people(reading, rules.iter().filter_map(|rule| rule.made_by))?;
    let line = |rule: RetentionRule| RuleLine { made_by: rule.made_by.map(|id| people.named(id)), rule };
    Ok(rules.into_iter().map(line).collect())
}

/// Makes a rule.
pub async fn make_rule(db: &Db, by: By, new: RuleText) -> Result<RuleLine, KeepingError> {
    let new = new.checked()?;
    db.write(move |writing| {
        if retention_rule::all(writing)?.len() >= RULES_MOST {
            return Err(KeepingError::TooManyRules { most: RULES_MOST });
        }
        let rule = retention_rule::insert(writing, &new.name, &new.definition, person(by))?;
        note(writing, by, "retention_rule.made", rule.id, &rule)?;
        Ok(lines(writing, vec![rule])?.remove(0))
    })
    .await
}

/// Gives a rule its next version.
pub async fn change_rule(
    db: &Db,
    by: By,
    id: RetentionRuleId,
    new: RuleText,
) -> Result<RuleLine, KeepingError> {
    let new = new.checked()?;
    db.write(move |writing| {
        let changed = retention_rule::change(writing, id, &new.name, &new.definition, person(by))?;
        let rule = changed.ok_or(KeepingError::NotFound { what: "rule" })?;
        note(writing, by, "retention_rule.changed", id, &rule)?;
        Ok(lines(writing, vec![rule])?.remove(0))
    })
    .await
}

/// Retires a rule: what it alone kept may be due by another, what it alone removed stays.
pub async fn retire_rule(db: &Db, by: By, id: RetentionRuleId) -> Result<(), KeepingError> {
    db.write(move |writing| {
        let known = retention_rule::find(writing, id)?.ok_or(KeepingError::NotFound { what: "rule" })?;
        retention_rule::retire(writing, id)?;
        note(writing, by, "retention_rule.retired", id, &known)?;
        Ok(())
    })
    .await
}

fn note(
    writing: &mut Writing<'_>,
    by: By,
    action: &'static str,
    id: RetentionRuleId,
    rule: &RetentionRule,
) -> Result<(), DbError> {
    let line = Line {
        actor: by.actor,
        action,
        noun: "retention_rule",
        noun_id: &id.to_string(),
        detail: json!({ "version": rule.number, "keep_days": rule.definition.keep_days }),
        request_id: by.request_id,
    };
    audit::append(writing, &line)
}

/// The person behind an actor.
pub(in crate::recorder) fn person(by: By) -> Option<PersonId> {
    match by.actor {
        Actor::Person(id) => Some(id),
        _ => None,
    }
}

/// The rules that hold, as they decide. With `draft`, as if that rule held too, in place of the one that it replaces.
pub(super) fn that_hold(
    reading: &mut Reading<'_>,
    draft: Option<&(Option<RetentionRuleId>, RuleText)>,
) -> Result<Rules, DbError> {
    let replaced = draft.and_then(|(replaced, _)| *replaced);
    let known = retention_rule::all(reading)?;
    let mut rules: Vec<Rule> =
        known.into_iter().filter(|rule| Some(rule.id) != replaced).map(Rule::from).collect();
    if let Some((_, draft)) = draft {
        rules.push(Rule {
            origin: RuleOrigin::Rule { id: replaced, version_id: None, name: draft.name.clone() },
            conditions: draft.definition.conditions.clone(),
            keep_days: draft.definition.keep_days,
        });
    }
    for source in source::all(reading)? {
        let Some(days) = source.retention_days.and_then(|days| u32::try_from(days).ok()) else { continue };
        rules.push(Rule {
            conditions: RuleConditions { sources: vec![source.id], ..RuleConditions::default() },
            origin: RuleOrigin::Source { id: source.id, name: source.name },
            keep_days: Some(days),
        });
    }
    Ok(Rules::new(rules))
}
