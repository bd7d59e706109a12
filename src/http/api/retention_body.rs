//! Retention on the wire: rules, what is due, runs, and what is to become of one call.

use super::holds::HoldBody;
use super::page::{NamedBody, PageBody};
use crate::db::due::DueTotals;
use crate::db::retention_rule::{RuleConditions, RuleDefinition};
use crate::ids::{CallId, ProjectId, QueueId, RetentionRuleId, RetentionRunId, SourceId};
use crate::recorder::retention::{
    CallKeeping, DueCall, Farewell, HeldBack, Preview, Rule, RuleLine, RuleOrigin, RuleText, RunLine,
};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a rule says. Everything that is set must hold; of a list, one is enough; with nothing set it is
/// about every call.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = RetentionRuleText)]
pub struct RuleTextBody {
    /// Its name.
    name: String,
    /// From these sources.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    sources: Vec<SourceId>,
    /// Of these projects.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    projects: Vec<ProjectId>,
    /// Through these queues.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    queues: Vec<QueueId>,
    /// Bears one of these tags.
    #[serde(default)]
    tags: Vec<String>,
    /// Closed as one of these.
    #[serde(default)]
    dispositions: Vec<String>,
    /// Whether a quality evaluation of it is out; none: either.
    evaluated: Option<bool>,
    /// For how many days after the day of the call they are kept; none: for ever.
    keep_days: Option<u32>,
}

impl From<RuleTextBody> for RuleText {
    fn from(body: RuleTextBody) -> Self {
        let RuleTextBody { name, sources, projects, queues, tags, dispositions, evaluated, keep_days } = body;
        let conditions = RuleConditions { sources, projects, queues, tags, dispositions, evaluated };
        Self { name, definition: RuleDefinition { conditions, keep_days } }
    }
}

/// A rule as it stands, or stood in one version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionRule)]
pub struct RuleBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: RetentionRuleId,
    /// Which version, counted from 1.
    version: i32,
    /// What it says.
    text: RuleTextBody,
    /// Who made this version; none: the command line.
    made_by: Option<NamedBody>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
}

impl From<RuleLine> for RuleBody {
    fn from(RuleLine { rule, made_by }: RuleLine) -> Self {
        let RuleDefinition { conditions, keep_days } = rule.definition;
        let RuleConditions { sources, projects, queues, tags, dispositions, evaluated } = conditions;
        Self {
            id: rule.id,
            version: rule.number,
            text: RuleTextBody {
                name: rule.name,
                sources,
                projects,
                queues,
                tags,
                dispositions,
                evaluated,
                keep_days,
            },
            made_by: made_by.map(NamedBody::from),
            made_at: rule.made_at,
        }
    }
}

/// Rules.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionRules)]
pub struct RuleList {
    /// All of them, oldest first; of one rule's versions, the youngest first.
    items: Vec<RuleBody>,
}

impl From<Vec<RuleLine>> for RuleList {
    fn from(lines: Vec<RuleLine>) -> Self {
        Self { items: lines.into_iter().map(RuleBody::from).collect() }
    }
}

/// Which rule decides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecidingRule)]
pub struct OriginBody {
    /// `rule`, or `source` for what a source's settings say of its calls.
    kind: &'static str,
    /// The id of the rule or of the source; none: a rule that is only previewed.
    id: Option<String>,
    /// Its name.
    name: String,
}

impl From<RuleOrigin> for OriginBody {
    fn from(origin: RuleOrigin) -> Self {
        match origin {
            RuleOrigin::Rule { id, name, .. } => Self { kind: "rule", id: id.map(|id| id.to_string()), name },
            RuleOrigin::Source { id, name } => Self { kind: "source", id: Some(id.to_string()), name },
        }
    }
}

/// What is to be previewed: the rules as they stand, or as they would with this one.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = RetentionQuestion)]
pub struct QuestionBody {
    /// The rule that the draft takes the place of; none: it is a new one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(super) replaces: Option<RetentionRuleId>,
    /// The draft; none: the rules as they stand.
    pub(super) rule: Option<RuleTextBody>,
    /// Where the page of calls begins, as the page before said it.
    pub(super) cursor: Option<String>,
    /// How many calls, at most 200.
    pub(super) limit: Option<i64>,
}

/// What would be removed today.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionPreview)]
pub struct PreviewBody {
    /// The day it is worked out for.
    #[schema(format = Date)]
    today: String,
    /// How many calls, in all.
    calls_due: i64,
    /// How many bytes of objects.
    bytes_due: i64,
    /// How many chats, letters and e-mails.
    contacts_due: i64,
    /// What each rule removes, in the order in which the rules decide.
    rules: Vec<RuleTotalsBody>,
    /// What would be removed but is held, by hold; the largest first.
    held: Vec<HeldBackBody>,
    /// The calls, oldest first.
    calls: PageBody<DueCallBody>,
}

/// What one rule removes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionTotals)]
pub struct RuleTotalsBody {
    /// The rule.
    rule: OriginBody,
    /// For how many days it keeps calls; none: for ever.
    keep_days: Option<u32>,
    /// How many calls are due by it.
    calls: i64,
    /// How many bytes of objects.
    bytes: i64,
    /// When the oldest of them began.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest: Option<Instant>,
}

/// What a hold keeps of what would be removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldBack)]
pub struct HeldBackBody {
    /// The hold.
    hold: HoldBody,
    /// How many calls.
    calls: i64,
}

/// A call that would be removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DueCall)]
pub struct DueCallBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CallId,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    started_at: Instant,
    /// How long it is; 0: not known.
    duration_ms: i64,
    /// The name of its source.
    source: String,
    /// Its project.
    project: Option<NamedBody>,
    /// How the agent closed it.
    disposition: Option<String>,
    /// The rule that kept it longest.
    rule: Option<OriginBody>,
    /// The last day that it was kept.
    #[schema(format = Date)]
    through: Option<String>,
}

impl From<Preview> for PreviewBody {
    fn from(preview: Preview) -> Self {
        let rules: Vec<RuleTotalsBody> = preview.rules.into_iter().map(RuleTotalsBody::from).collect();
        Self {
            today: preview.today.to_string(),
            calls_due: rules.iter().map(|rule| rule.calls).sum(),
            bytes_due: rules.iter().map(|rule| rule.bytes).sum(),
            contacts_due: preview.contacts,
            rules,
            held: preview.held.into_iter().map(HeldBackBody::from).collect(),
            calls: PageBody::of(preview.calls, DueCallBody::from),
        }
    }
}

impl From<(Rule, DueTotals)> for RuleTotalsBody {
    fn from((rule, DueTotals { calls, bytes, oldest }): (Rule, DueTotals)) -> Self {
        Self { rule: rule.origin.into(), keep_days: rule.keep_days, calls, bytes, oldest }
    }
}

impl From<HeldBack> for HeldBackBody {
    fn from(HeldBack { hold, owner, calls }: HeldBack) -> Self {
        Self { hold: HoldBody::of((hold, owner)), calls }
    }
}

impl From<DueCall> for DueCallBody {
    fn from(due: DueCall) -> Self {
        let (rule, through) = due.by.unzip();
        Self {
            id: due.call.id,
            started_at: due.call.started_at,
            duration_ms: due.call.duration_ms,
            source: due.source,
            project: due.project.map(NamedBody::from),
            disposition: due.call.disposition,
            rule: rule.map(|rule| rule.origin.into()),
            through: through.map(|day| day.to_string()),
        }
    }
}

/// One walk over what was due.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionRun)]
pub struct RunBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: RetentionRunId,
    /// `running`, `done` or `stopped`.
    state: &'static str,
    /// Who started it; none: it was time.
    started_by: Option<NamedBody>,
    /// Who stopped it.
    stopped_by: Option<NamedBody>,
    /// How many calls were due when it began.
    due: i64,
    /// How many it has removed.
    removed: i64,
    /// How many bytes of objects went with them.
    bytes: i64,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    started_at: Instant,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
    /// How many chats, letters and e-mails it has removed.
    contacts: i64,
}

impl From<RunLine> for RunBody {
    fn from(RunLine { run, started_by, stopped_by }: RunLine) -> Self {
        Self {
            id: run.id,
            state: run.state.as_str(),
            started_by: started_by.map(NamedBody::from),
            stopped_by: stopped_by.map(NamedBody::from),
            due: run.due,
            removed: run.removed,
            bytes: run.bytes,
            started_at: run.started_at,
            finished_at: run.finished_at,
            contacts: run.contacts,
        }
    }
}

/// What is to become of a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallKeeping)]
pub struct KeepingBody {
    /// The rule that decides; none: no rule is about it, and it stays.
    rule: Option<OriginBody>,
    /// The last day that the rule keeps it; none: for ever, or without a rule.
    #[schema(format = Date)]
    through: Option<String>,
    /// Whether that day is over: the next run removes the call, unless it is held.
    is_due: bool,
    /// What holds it, oldest first.
    holds: Vec<HoldBody>,
}

impl From<CallKeeping> for KeepingBody {
    fn from(keeping: CallKeeping) -> Self {
        Self {
            rule: keeping.rule.map(OriginBody::from),
            through: keeping.through.map(|day| day.to_string()),
            is_due: keeping.is_due,
            holds: keeping.holds.into_iter().map(HoldBody::of).collect(),
        }
    }
}

/// Why the call of something that outlives it is gone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Farewell)]
pub struct FarewellBody {
    /// `retention` or `erasure`.
    cause: &'static str,
    /// The name of the rule; none: its source's default, or at the customer's request.
    rule: Option<String>,
    /// For how many days the rule kept it.
    keep_days: Option<u32>,
    /// When it was removed.
    #[schema(value_type = String, format = DateTime)]
    removed_at: Instant,
}

impl From<Farewell> for FarewellBody {
    fn from(Farewell { cause, rule, keep_days, removed_at }: Farewell) -> Self {
        Self { cause: cause.as_str(), rule, keep_days, removed_at }
    }
}
