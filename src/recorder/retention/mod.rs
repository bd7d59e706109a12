//! Retention: how long calls are kept, and how they go when their time is over.
//!
//! Everything is kept until there is a rule. Every call is kept by the longest of the rules that are
//! about it ([`Rules::decide`]); a hold keeps it whatever the rules say. What is due is removed by
//! runs, in small steps, and leaves a tombstone, its evaluations, and a line in the audit trail. Text contacts go
//! by the same rules, behind the calls of a run.

mod contacts;
mod decision;
mod of_call;
mod preview;
mod removal;
mod rules;
mod run;

pub use decision::{CallFacts, Rule, RuleOrigin, Rules, Verdict};
pub(super) use of_call::gone;
pub use of_call::{CallKeeping, Farewell, farewell, farewell_of_contact, keeping_of_call};
pub use preview::{DueCall, HeldBack, Preview, preview};
pub(super) use removal::{Gone, Why, delete_objects, remove};
pub(super) use rules::person;
pub use rules::{
    DAYS_MOST, RULES_MOST, RuleLine, RuleText, change_rule, make_rule, retire_rule, rule_versions, rules,
};
pub use run::{Place, QUIET, RunLine, Step, run_at_hand, runs, start_run, step, stop_run};
