//! Retention rules: how long calls of which kind are kept. A rule is changed by a new version, and
//! retired, never deleted: a removal names the version it was by.

use super::columns::{from_json, to_json};
use super::schema::{retention_rule, retention_rule_version};
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, ProjectId, QueueId, RetentionRuleId, RetentionRuleVersionId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// Which calls a rule is about: everything that is set must hold; of a list, one is enough. With
/// nothing set it is about every call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleConditions {
    /// From these sources.
    pub sources: Vec<SourceId>,
    /// Of these projects.
    pub projects: Vec<ProjectId>,
    /// Through these queues.
    pub queues: Vec<QueueId>,
    /// Bears one of these tags.
    pub tags: Vec<String>,
    /// Closed as one of these.
    pub dispositions: Vec<String>,
    /// Whether a quality evaluation of it is out.
    pub evaluated: Option<bool>,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDefinition {
    /// Which calls it is about.
    #[serde(default)]
    pub conditions: RuleConditions,
    /// For how many days after the day of the call they are kept; none: for ever.
    pub keep_days: Option<u32>,
}

/// A rule as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionRule {
    /// The rule, through all its versions.
    pub id: RetentionRuleId,
    /// The version that holds.
    pub version_id: RetentionRuleVersionId,
    /// Counted from 1.
    pub number: i32,
    /// Its name.
    pub name: String,
    /// What it says.
    pub definition: RuleDefinition,
    /// Who made this version.
    pub made_by: Option<PersonId>,
    /// When.
    pub made_at: Instant,
}

#[derive(Queryable)]
struct VersionRow {
    id: RetentionRuleVersionId,
    rule_id: RetentionRuleId,
    number: i32,
    name: String,
    definition_json: String,
    made_by: Option<PersonId>,
    made_at: Instant,
}

impl VersionRow {
    fn into_rule(self) -> Result<RetentionRule, DbError> {
        Ok(RetentionRule {
            id: self.rule_id,
            version_id: self.id,
            number: self.number,
            name: self.name,
            definition: from_json("a retention rule", &self.definition_json)?,
            made_by: self.made_by,
            made_at: self.made_at,
        })
    }
}

/// Makes a rule.
pub fn insert(
    writing: &mut Writing<'_>,
    name: &str,
    definition: &RuleDefinition,
    made_by: Option<PersonId>,
) -> Result<RetentionRule, DbError> {
    let id = RetentionRuleId::new();
    let created_at = writing.now();
    diesel::insert_into(retention_rule::table)
        .values((retention_rule::id.eq(id), retention_rule::created_at.eq(created_at)))
        .execute(writing.connection)?;
    insert_version(writing, id, 1, name, definition, made_by)
}

/// Gives a rule its next version; none: there is no such rule, or it is retired.
pub fn change(
    writing: &mut Writing<'_>,
    id: RetentionRuleId,
    name: &str,
    definition: &RuleDefinition,
    made_by: Option<PersonId>,
) -> Result<Option<RetentionRule>, DbError> {
    let Some(known) = find(writing, id)? else { return Ok(None) };
    insert_version(writing, id, known.number.saturating_add(1), name, definition, made_by).map(Some)
}

fn insert_version(
    writing: &mut Writing<'_>,
    rule_id: RetentionRuleId,
    number: i32,
    name: &str,
    definition: &RuleDefinition,
    made_by: Option<PersonId>,
) -> Result<RetentionRule, DbError> {
    let (version_id, made_at) = (RetentionRuleVersionId::new(), writing.now());
    diesel::insert_into(retention_rule_version::table)
        .values((
            retention_rule_version::id.eq(version_id),
            retention_rule_version::rule_id.eq(rule_id),
            retention_rule_version::number.eq(number),
            retention_rule_version::name.eq(name),
            retention_rule_version::definition_json.eq(to_json(definition)?),
            retention_rule_version::made_by.eq(made_by),
            retention_rule_version::made_at.eq(made_at),
        ))
        .execute(writing.connection)?;
    let (name, definition) = (name.to_owned(), definition.clone());
    Ok(RetentionRule { id: rule_id, version_id, number, name, definition, made_by, made_at })
}

/// Retires a rule; `false`: there is no such rule, or it was retired before.
pub fn retire(writing: &mut Writing<'_>, id: RetentionRuleId) -> Result<bool, DbError> {
    let now = writing.now();
    let present = retention_rule::table.find(id).filter(retention_rule::retired_at.is_null());
    let retired =
        diesel::update(present).set(retention_rule::retired_at.eq(now)).execute(writing.connection)?;
    Ok(retired == 1)
}

/// The rule as it stands now, unless it is retired.
pub fn find(reading: &mut Reading<'_>, id: RetentionRuleId) -> Result<Option<RetentionRule>, DbError> {
    let row: Option<VersionRow> = retention_rule_version::table
        .inner_join(retention_rule::table)
        .filter(retention_rule::id.eq(id))
        .filter(retention_rule::retired_at.is_null())
        .order(retention_rule_version::number.desc())
        .select(retention_rule_version::all_columns)
        .first(reading.connection)
        .optional()?;
    row.map(VersionRow::into_rule).transpose()
}

/// Every rule that holds, oldest first. There are a few dozen at most.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<RetentionRule>, DbError> {
    let rows: Vec<VersionRow> = retention_rule_version::table
        .inner_join(retention_rule::table)
        .filter(retention_rule::retired_at.is_null())
        .order((retention_rule::id, retention_rule_version::number.desc()))
        .select(retention_rule_version::all_columns)
        .load(reading.connection)?;
    let mut rules: Vec<RetentionRule> = Vec::new();
    for row in rows {
        if rules.last().is_none_or(|rule| rule.id != row.rule_id) {
            rules.push(row.into_rule()?);
        }
    }
    Ok(rules)
}

/// Every version of a rule, the youngest first, also of one that is retired.
pub fn versions(reading: &mut Reading<'_>, id: RetentionRuleId) -> Result<Vec<RetentionRule>, DbError> {
    let rows: Vec<VersionRow> = retention_rule_version::table
        .filter(retention_rule_version::rule_id.eq(id))
        .order(retention_rule_version::number.desc())
        .limit(200)
        .load(reading.connection)?;
    rows.into_iter().map(VersionRow::into_rule).collect()
}

/// The name that a rule had in this version.
pub fn name_of_version(
    reading: &mut Reading<'_>,
    id: RetentionRuleVersionId,
) -> Result<Option<String>, DbError> {
    Ok(retention_rule_version::table
        .find(id)
        .select(retention_rule_version::name)
        .first(reading.connection)
        .optional()?)
}

/// When rules were last made, changed or retired; none: there never was one.
pub fn last_change(reading: &mut Reading<'_>) -> Result<Option<Instant>, DbError> {
    let made: Option<Instant> = retention_rule_version::table
        .order(retention_rule_version::made_at.desc())
        .select(retention_rule_version::made_at)
        .first(reading.connection)
        .optional()?;
    let retired: Option<Option<Instant>> = retention_rule::table
        .filter(retention_rule::retired_at.is_not_null())
        .order(retention_rule::retired_at.desc())
        .select(retention_rule::retired_at)
        .first(reading.connection)
        .optional()?;
    Ok(made.max(retired.flatten()))
}
