//! Whether a call stays or goes: a pure decision over what is known of it.
//!
//! Every call is kept by the longest of the rules that are about it. A call that no rule is about is
//! kept; so everything is, until there is a rule.

use crate::db::due::DueRule;
use crate::db::retention_rule::{RetentionRule, RuleConditions};
use crate::ids::{ProjectId, QueueId, RetentionRuleId, RetentionRuleVersionId, SourceId};
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Reverse;

/// What a decision asks of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFacts {
    /// Where it came from.
    pub source_id: SourceId,
    /// The project it belongs to.
    pub project_id: Option<ProjectId>,
    /// The queue it came through.
    pub queue_id: Option<QueueId>,
    /// The source's tags.
    pub tags: Vec<String>,
    /// How the agent closed it.
    pub disposition: Option<String>,
    /// Its day in the workspace's zone.
    pub day: Date,
    /// Whether a quality evaluation of it is out.
    pub evaluated: bool,
}

/// What a decision asks of a text contact: rules that ask for a source, a tag or a disposition are not about
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFacts {
    /// The project that it belongs to.
    pub project_id: Option<ProjectId>,
    /// The queue that it came through.
    pub queue_id: Option<QueueId>,
    /// Its day in the workspace's zone.
    pub day: Date,
    /// Whether an evaluation of it is out.
    pub evaluated: bool,
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleOrigin {
    /// A rule that an administrator made.
    Rule {
        /// The rule; none: a draft that is only previewed.
        id: Option<RetentionRuleId>,
        /// The version that holds.
        version_id: Option<RetentionRuleVersionId>,
        /// Its name.
        name: String,
    },
    /// What a source's settings say of its calls.
    Source {
        /// The source.
        id: SourceId,
        /// Its name.
        name: String,
    },
}

/// A rule as it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where it stands.
    pub origin: RuleOrigin,
    /// Which calls it is about.
    pub conditions: RuleConditions,
    /// For how many days after the day of the call they are kept; none: for ever.
    pub keep_days: Option<u32>,
}

/// What is to become of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// No rule is about it, so it stays.
    WithoutRule,
    /// A rule keeps it through this day; none: for ever.
    Kept {
        /// The rule.
        by: &'a Rule,
        /// The last day.
        through: Option<Date>,
    },
    /// Its time is over.
    Due {
        /// The rule that kept it longest.
        by: &'a Rule,
        /// The last day that it was kept.
        through: Date,
    },
}

/// Every rule, in the order in which they decide: the longest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// Puts rules in their order; of two that keep equally long, the one given first decides.
    #[must_use]
    pub fn new(mut rules: Vec<Rule>) -> Self {
        rules.sort_by_key(|rule| Reverse(rule.keep_days.map_or(u64::MAX, u64::from)));
        Self(rules)
    }

    /// In the order in which they decide.
    #[must_use]
    pub fn as_slice(&self) -> &[Rule] {
        &self.0
    }

    /// Decides about a call.
    #[must_use]
    pub fn decide(&self, call: &CallFacts, today: Date) -> Verdict<'_> {
        verdict(self.0.iter().find(|rule| is_about(&rule.conditions, call)), call.day, today)
    }

    /// Decides about a text contact.
    #[must_use]
    pub fn decide_text(&self, text: &TextFacts, today: Date) -> Verdict<'_> {
        verdict(self.0.iter().find(|rule| is_about_text(&rule.conditions, text)), text.day, today)
    }

    /// Contacts of earlier days may be due today; none: no rule lets anything go.
    #[must_use]
    pub fn first_day_kept_by_all(&self, today: Date) -> Option<String> {
        self.0.iter().filter_map(|rule| rule.first_day_kept(today)).max()
    }

    /// The same rules, as the database looks for what is due today.
    #[must_use]
    pub fn due(&self, today: Date) -> Vec<DueRule> {
        self.0
            .iter()
            .map(|rule| DueRule { conditions: rule.conditions.clone(), before: rule.first_day_kept(today) })
            .collect()
    }
}

fn verdict(by: Option<&Rule>, day: Date, today: Date) -> Verdict<'_> {
    let Some(by) = by else { return Verdict::WithoutRule };
    match by.last_day(day) {
        Some(through) if through < today => Verdict::Due { by, through },
        through => Verdict::Kept { by, through },
    }
}

impl Rule {
    /// The last day on which a call of this day is kept; none: there is no end, or not in this calendar.
    fn last_day(&self, day: Date) -> Option<Date> {
        day.checked_add(i64::from(self.keep_days?).days()).ok()
    }

    /// Calls of an earlier day are due today.
    fn first_day_kept(&self, today: Date) -> Option<String> {
        let first = today.checked_sub(i64::from(self.keep_days?).days()).ok()?;
        Some(first.to_string())
    }
}

impl From<RetentionRule> for Rule {
    fn from(rule: RetentionRule) -> Self {
        let RetentionRule { id, version_id, name, definition, .. } = rule;
        Self {
            origin: RuleOrigin::Rule { id: Some(id), version_id: Some(version_id), name },
            conditions: definition.conditions,
            keep_days: definition.keep_days,
        }
    }
}

/// Whether a rule with these conditions is about this call.
fn is_about(conditions: &RuleConditions, call: &CallFacts) -> bool {
    let RuleConditions { sources, projects, queues, tags, dispositions, evaluated } = conditions;
    any(sources, Some(&call.source_id))
        && any(projects, call.project_id.as_ref())
        && any(queues, call.queue_id.as_ref())
        && any(dispositions, call.disposition.as_ref())
        && (tags.is_empty() || tags.iter().any(|tag| call.tags.contains(tag)))
        && evaluated.is_none_or(|evaluated| evaluated == call.evaluated)
}

/// Whether a rule with these conditions is about this text contact, which has no source, tag or disposition.
fn is_about_text(conditions: &RuleConditions, text: &TextFacts) -> bool {
    let RuleConditions { sources, projects, queues, tags, dispositions, evaluated } = conditions;
    sources.is_empty()
        && tags.is_empty()
        && dispositions.is_empty()
        && any(projects, text.project_id.as_ref())
        && any(queues, text.queue_id.as_ref())
        && evaluated.is_none_or(|evaluated| evaluated == text.evaluated)
}

/// Whether the list asks for nothing, or for this.
fn any<T: PartialEq>(wanted: &[T], is: Option<&T>) -> bool {
    wanted.is_empty() || is.is_some_and(|is| wanted.contains(is))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 26);

    fn call() -> CallFacts {
        CallFacts {
            source_id: SourceId::from_bytes([1; 16]),
            project_id: Some(ProjectId::from_bytes([2; 16])),
            queue_id: None,
            tags: vec!["vip".to_owned(), "投诉".to_owned()],
            disposition: Some("sold".to_owned()),
            day: date(2026, 8, 28),
            evaluated: false,
        }
    }

    fn rule(name: &str, keep_days: Option<u32>, conditions: RuleConditions) -> Rule {
        let origin = RuleOrigin::Rule { id: None, version_id: None, name: name.to_owned() };
        Rule { origin, conditions, keep_days }
    }

    fn every(keep_days: u32) -> Rule {
        rule("every", Some(keep_days), RuleConditions::default())
    }

    #[test]
    fn a_text_goes_by_rules_that_ask_nothing_that_only_calls_have() {
        let text = TextFacts {
            project_id: Some(ProjectId::from_bytes([2; 16])),
            queue_id: None,
            day: date(2026, 8, 28),
            evaluated: false,
        };
        let of_tag = RuleConditions { tags: vec!["vip".to_owned()], ..RuleConditions::default() };
        let of_project =
            RuleConditions { projects: vec![ProjectId::from_bytes([2; 16])], ..RuleConditions::default() };
        let rules = Rules::new(vec![rule("vip", None, of_tag.clone()), every(30)]);
        assert_eq!(decided_by(rules.decide_text(&text, TODAY)), Some("every"));
        assert!(matches!(rules.decide_text(&text, TODAY), Verdict::Due { .. }));
        assert_eq!(
            Rules::new(vec![rule("vip", Some(1), of_tag)]).decide_text(&text, TODAY),
            Verdict::WithoutRule
        );
        let longer = Rules::new(vec![every(30), rule("project", Some(365), of_project)]);
        assert!(matches!(longer.decide_text(&text, TODAY), Verdict::Kept { .. }));
        assert_eq!(longer.first_day_kept_by_all(TODAY), Some("2026-10-27".to_owned()));
        assert_eq!(Rules::default().first_day_kept_by_all(TODAY), None);
    }

    fn decided_by(verdict: Verdict<'_>) -> Option<&str> {
        match verdict {
            Verdict::WithoutRule => None,
            Verdict::Kept { by, .. } | Verdict::Due { by, .. } => match &by.origin {
                RuleOrigin::Rule { name, .. } | RuleOrigin::Source { name, .. } => Some(name),
            },
        }
    }

    #[test]
    fn without_a_rule_everything_stays() {
        assert_eq!(Rules::default().decide(&call(), TODAY), Verdict::WithoutRule);
        let other = RuleConditions { queues: vec![QueueId::new()], ..RuleConditions::default() };
        let rules = Rules::new(vec![rule("another queue", Some(1), other)]);
        assert_eq!(rules.decide(&call(), TODAY), Verdict::WithoutRule);
    }

    #[test]
    fn a_call_is_due_on_the_day_after_its_last() {
        // 28 August and 90 days is 26 November.
        for (days, due) in [(89, true), (90, false), (91, false)] {
            let rules = Rules::new(vec![every(days)]);
            assert_eq!(matches!(rules.decide(&call(), TODAY), Verdict::Due { .. }), due, "{days} days");
        }
        let rules = Rules::new(vec![every(90)]);
        let last = Some(TODAY);
        assert!(matches!(rules.decide(&call(), TODAY), Verdict::Kept { through, .. } if through == last));
        assert!(matches!(rules.decide(&call(), date(2026, 11, 27)), Verdict::Due { through: TODAY, .. }));
    }

    #[test]
    fn the_longest_of_the_rules_that_match_wins() {
        let with = |tag: &str| RuleConditions { tags: vec![tag.to_owned()], ..RuleConditions::default() };
        let rules =
            || vec![every(30), rule("complaints", Some(1_000), with("投诉")), rule("x", None, with("x"))];
        let (one, mut reversed) = (Rules::new(rules()), rules());
        reversed.reverse();
        assert_eq!(decided_by(one.decide(&call(), TODAY)), Some("complaints"));
        assert_eq!(Rules::new(reversed).decide(&call(), TODAY), one.decide(&call(), TODAY));
        let plain = CallFacts { tags: Vec::new(), ..call() };
        assert!(matches!(one.decide(&plain, TODAY), Verdict::Due { .. }));
        let for_ever = CallFacts { tags: vec!["x".to_owned()], ..call() };
        assert!(matches!(one.decide(&for_ever, TODAY), Verdict::Kept { through: None, .. }));
    }

    #[test]
    fn every_condition_must_hold_and_of_a_list_one_is_enough() {
        let none = RuleConditions::default;
        let (source, project) = (call().source_id, call().project_id.unwrap());
        let strings = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let table = [
            (RuleConditions { sources: vec![SourceId::new(), source], ..none() }, true),
            (RuleConditions { sources: vec![SourceId::new()], ..none() }, false),
            (RuleConditions { projects: vec![project], ..none() }, true),
            (RuleConditions { projects: vec![ProjectId::new()], ..none() }, false),
            (RuleConditions { queues: vec![QueueId::new()], ..none() }, false),
            (RuleConditions { tags: strings(&["other", "vip"]), ..none() }, true),
            (RuleConditions { tags: strings(&["vi"]), ..none() }, false),
            (RuleConditions { dispositions: strings(&["sold", "lost"]), ..none() }, true),
            (RuleConditions { dispositions: strings(&["lost"]), ..none() }, false),
            (RuleConditions { evaluated: Some(false), ..none() }, true),
            (RuleConditions { evaluated: Some(true), ..none() }, false),
            (RuleConditions { projects: vec![project], evaluated: Some(true), ..none() }, false),
        ];
        for (conditions, expected) in table {
            assert_eq!(is_about(&conditions, &call()), expected, "{conditions:?}");
        }
    }

    proptest! {
        #[test]
        fn more_rules_never_remove_what_fewer_keep(days in proptest::collection::vec(1..400_u32, 1..6), more in 1..400_u32) {
            let few: Vec<Rule> = days.iter().map(|days| every(*days)).collect();
            let many: Vec<Rule> = few.iter().cloned().chain([every(more)]).collect();
            let (few, many) = (Rules::new(few), Rules::new(many));
            let kept = matches!(few.decide(&call(), TODAY), Verdict::Kept { .. });
            let still_kept = matches!(many.decide(&call(), TODAY), Verdict::Kept { .. });
            prop_assert!(still_kept || !kept);
        }

        #[test]
        fn the_database_is_asked_for_the_same_days(days in 1..100_000_u32, age in 0..100_000_i64) {
            let day = TODAY.checked_sub(age.days()).unwrap();
            let rules = Rules::new(vec![every(days)]);
            let due = matches!(rules.decide(&CallFacts { day, ..call() }, TODAY), Verdict::Due { .. });
            let asked = rules.due(TODAY)[0].before.as_ref().is_some_and(|before| day.to_string() < *before);
            prop_assert_eq!(due, asked);
        }
    }
}
