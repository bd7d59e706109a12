//! Reference calls, attempts and certification on the wire.

use super::card_body::{WordingBody, words_of};
use super::evaluation_body::CardHeadBody;
use super::page::NamedBody;
use super::response_body::{AnswerBody, EvidenceBody, ScoreBody, answers_of};
use super::scorecards::VersionBody;
use crate::db::certification_rule::CertificationRule;
use crate::db::reference_attempt::AttemptOutcome;
use crate::ids::{CallId, EvaluationId, ReferenceCallId, ScorecardId};
use crate::library::references::{
    Agreed, AttemptView, Certificate, CertificationLine, ItemLine, Own, OwnAttempt, ReferenceLine,
    ReferenceView, ResultLine, Standing,
};
use crate::scoring::Answer;
use crate::time::Instant;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A reference call in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceCall)]
pub struct ReferenceBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ReferenceCallId,
    /// What it is called, by language.
    title: WordingBody,
    /// The scorecard.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The version that everybody scores it on.
    card: CardHeadBody,
    /// The call; none: it was removed, and nobody scores it any more.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// When the call began.
    #[schema(value_type = Option<String>, format = DateTime)]
    call_started_at: Option<Instant>,
    /// Who made it.
    made_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    /// Since when nobody scores it any more.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Instant>,
    /// What it is to the caller.
    own: OwnBody,
}

/// What a reference call is to the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnReference)]
pub struct OwnBody {
    /// They know what was agreed on without having scored it: they cannot score it blind.
    is_known: bool,
    /// The evaluation of the attempt that they have not finished.
    #[schema(value_type = Option<String>, format = Uuid)]
    open: Option<EvaluationId>,
    /// Their finished attempts, oldest first.
    finished: Vec<OwnAttemptBody>,
}

/// A finished attempt of the caller's.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnAttempt)]
pub struct OwnAttemptBody {
    /// Its evaluation.
    #[schema(value_type = String, format = Uuid)]
    evaluation_id: EvaluationId,
    /// When it was finished.
    #[schema(value_type = String, format = DateTime)]
    finished_at: Instant,
    /// How far it agrees.
    outcome: OutcomeBody,
}

/// How far an attempt agrees with what was agreed on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AttemptOutcome)]
pub struct OutcomeBody {
    /// How many items were compared.
    items: i32,
    /// How many of them are alike.
    alike: i32,
    /// By how many points the total lies above the agreed one; none: one of them has no total.
    points_apart: Option<f64>,
    /// Cohen's kappa over what each item came to (kept, lost, not counted), from -1 to 1; none: it is not
    /// defined here.
    kappa: Option<f64>,
}

/// A reference call with what its page shows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceCallDetail)]
pub struct ReferenceDetailBody {
    /// As in the list.
    reference: ReferenceBody,
    /// The version that it is scored on.
    scorecard_version: VersionBody,
    /// What was agreed on; none: the caller may not know yet.
    agreed: Option<AgreedBody>,
    /// Whether they may ask for it, and so give up scoring it blind.
    may_look: bool,
}

/// What was agreed on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgreedEvaluation)]
pub struct AgreedBody {
    /// The evaluation that it was made from.
    #[schema(value_type = String, format = Uuid)]
    evaluation_id: EvaluationId,
    /// The answers, by the key of the question.
    answers: BTreeMap<String, AnswerBody>,
    /// What they come to.
    score: ScoreBody,
    /// What is to be learned from it, by language.
    why: WordingBody,
    /// Why each answer is right, by the key of the question, then by language.
    reasons: BTreeMap<String, WordingBody>,
    /// How often the words were changed.
    edit: i32,
}

/// A finished attempt beside what was agreed on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceAttempt)]
pub struct AttemptBody {
    /// The reference call.
    reference: ReferenceBody,
    /// The version that both are scored on.
    scorecard_version: VersionBody,
    /// The evaluation of the attempt.
    #[schema(value_type = String, format = Uuid)]
    evaluation_id: EvaluationId,
    /// Whose.
    person: NamedBody,
    /// When it was finished.
    #[schema(value_type = String, format = DateTime)]
    finished_at: Instant,
    /// How far it agrees.
    outcome: OutcomeBody,
    /// The agreed score.
    agreed: ScoreBody,
    /// The score of the attempt.
    given: ScoreBody,
    /// What is to be learned from the call, by language.
    why: WordingBody,
    /// Each item that either answered, in card order.
    items: Vec<ItemBody>,
}

/// One item of an attempt beside what was agreed on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AttemptItem)]
pub struct ItemBody {
    /// The key of the question.
    question: String,
    /// What was agreed on.
    agreed: ChosenBody,
    /// What was given.
    given: ChosenBody,
    /// Whether that is the same.
    is_alike: bool,
    /// What it gave as agreed on; none: it did not count.
    agreed_points: Option<f64>,
    /// What it gave as scored; none: it did not count.
    given_points: Option<f64>,
    /// Why the agreed answer is right, by language.
    reason: WordingBody,
    /// What was written to it in the attempt.
    comment: Option<String>,
    /// Where it is heard, as agreed on.
    evidence: Vec<EvidenceBody>,
    /// Where whoever scored it heard it.
    given_evidence: Vec<EvidenceBody>,
}

/// What was chosen for an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChosenAnswer)]
pub struct ChosenBody {
    /// The keys of the options.
    options: Vec<String>,
    /// Whether "not applicable" was chosen.
    not_applicable: bool,
}

/// A finished attempt in the list of results.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceResult)]
pub struct ResultBody {
    /// The evaluation of the attempt.
    #[schema(value_type = String, format = Uuid)]
    evaluation_id: EvaluationId,
    /// The reference call.
    #[schema(value_type = String, format = Uuid)]
    reference_call_id: ReferenceCallId,
    /// What that is called, by language.
    title: WordingBody,
    /// The scorecard.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The title of the scorecard.
    card: WordingBody,
    /// Whose attempt.
    person: NamedBody,
    /// When it was finished.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
    /// How far it agrees.
    outcome: OutcomeBody,
    /// Whether they had finished an attempt at the same call before: they knew the answers.
    is_repeat: bool,
}

/// What makes somebody certified for a scorecard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificationRule)]
pub struct RuleBody {
    /// The scorecard.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// How many different reference calls; 0: nobody is certified.
    calls: i32,
    /// How many of a hundred items must be alike over all of them.
    agreement: i32,
    /// How many days one of them counts.
    days: i32,
    /// How often the rule was changed.
    edit: i32,
}

/// Where somebody stands with a scorecard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certification)]
pub struct CertificationBody {
    /// Who.
    person: NamedBody,
    /// The title of the scorecard.
    card: WordingBody,
    /// What is asked for.
    rule: RuleBody,
    /// `open` (fewer calls than asked for), `below` (less agreement), `certified`, or `lapsed`.
    standing: &'static str,
    /// Certified or lapsed: until when.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Instant>,
    /// How many reference calls are counted.
    calls: i32,
    /// How many items of them were compared.
    items: i32,
    /// How many of those are alike.
    alike: i32,
}

/// Where people stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certifications)]
pub struct CertificationsBody {
    /// By card, then by name.
    pub(super) items: Vec<CertificationBody>,
}

impl From<ReferenceLine> for ReferenceBody {
    fn from(line: ReferenceLine) -> Self {
        Self {
            id: line.id,
            title: line.title,
            scorecard_id: line.scorecard_id,
            card: line.card.into(),
            call_id: line.call_id,
            call_started_at: line.call_started_at,
            made_by: line.made_by.into(),
            made_at: line.made_at,
            retired_at: line.retired_at,
            own: line.own.into(),
        }
    }
}

impl From<Own> for OwnBody {
    fn from(own: Own) -> Self {
        let attempt = |one: OwnAttempt| OwnAttemptBody {
            evaluation_id: one.evaluation_id,
            finished_at: one.finished_at,
            outcome: one.outcome.into(),
        };
        let finished = own.finished.into_iter().map(attempt).collect();
        Self { is_known: own.is_known, open: own.open, finished }
    }
}

impl From<AttemptOutcome> for OutcomeBody {
    fn from(outcome: AttemptOutcome) -> Self {
        Self {
            items: outcome.items,
            alike: outcome.alike,
            points_apart: outcome.apart_hundredths.map(points),
            kappa: outcome.verdicts.kappa().map(two_decimals),
        }
    }
}

/// Hundredths of a point as points.
#[expect(clippy::cast_precision_loss, reason = "a total has a few digits")]
fn points(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

fn two_decimals(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

impl From<ReferenceView> for ReferenceDetailBody {
    fn from(view: ReferenceView) -> Self {
        Self {
            reference: view.line.into(),
            scorecard_version: view.version.into(),
            agreed: view.agreed.map(AgreedBody::from),
            may_look: view.may_look,
        }
    }
}

impl From<Agreed> for AgreedBody {
    fn from(agreed: Agreed) -> Self {
        Self {
            evaluation_id: agreed.evaluation_id,
            answers: answers_of(agreed.answers),
            score: agreed.score.into(),
            why: agreed.words.why,
            reasons: agreed.words.reasons,
            edit: agreed.edit,
        }
    }
}

impl From<AttemptView> for AttemptBody {
    fn from(view: AttemptView) -> Self {
        Self {
            reference: view.reference.into(),
            scorecard_version: view.version.into(),
            evaluation_id: view.evaluation_id,
            person: view.person.into(),
            finished_at: view.finished_at,
            outcome: view.outcome.into(),
            agreed: view.agreed.into(),
            given: view.given.into(),
            why: view.why,
            items: view.items.into_iter().map(ItemBody::from).collect(),
        }
    }
}

impl From<ItemLine> for ItemBody {
    fn from(line: ItemLine) -> Self {
        Self {
            question: line.question,
            agreed: line.agreed.into(),
            given: line.given.into(),
            is_alike: line.is_alike,
            agreed_points: line.agreed_points,
            given_points: line.given_points,
            reason: line.reason,
            comment: line.comment,
            evidence: line.evidence.into_iter().map(EvidenceBody::from).collect(),
            given_evidence: line.given_evidence.into_iter().map(EvidenceBody::from).collect(),
        }
    }
}

impl From<Answer> for ChosenBody {
    fn from(answer: Answer) -> Self {
        Self { options: answer.options, not_applicable: answer.not_applicable }
    }
}

impl From<ResultLine> for ResultBody {
    fn from(line: ResultLine) -> Self {
        Self {
            evaluation_id: line.attempt.evaluation_id,
            reference_call_id: line.attempt.reference_call_id,
            title: line.title,
            scorecard_id: line.attempt.scorecard_id,
            card: words_of(&line.card),
            person: line.person.into(),
            finished_at: line.attempt.finished_at,
            outcome: line.attempt.outcome.into(),
            is_repeat: line.is_repeat,
        }
    }
}

impl RuleBody {
    /// The rule of a card; none: it asks for nothing.
    pub(super) fn of(scorecard_id: ScorecardId, rule: Option<CertificationRule>) -> Self {
        rule.map_or(Self { scorecard_id, calls: 0, agreement: 0, days: 0, edit: 0 }, Self::from)
    }
}

impl From<CertificationRule> for RuleBody {
    fn from(rule: CertificationRule) -> Self {
        Self {
            scorecard_id: rule.scorecard_id,
            calls: rule.calls,
            agreement: rule.agreement,
            days: rule.days,
            edit: rule.edit,
        }
    }
}

impl From<CertificationLine> for CertificationBody {
    fn from(line: CertificationLine) -> Self {
        let Certificate { standing, calls, items, alike } = line.certificate;
        let (standing, until) = match standing {
            Standing::Open => ("open", None),
            Standing::Below => ("below", None),
            Standing::Certified(until) => ("certified", Some(until)),
            Standing::Lapsed(until) => ("lapsed", Some(until)),
        };
        Self {
            person: line.person.into(),
            card: words_of(&line.rule.card),
            rule: line.rule.rule.into(),
            standing,
            until,
            calls,
            items,
            alike,
        }
    }
}
