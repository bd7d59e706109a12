//! An appeal on the wire: submitted, judged, whole, and as a row of a list.

use super::card_body::{WordingBody, words_of};
use super::contacts::EvaluatedContactBody;
use super::evaluation_body::CardHeadBody;
use super::page::NamedBody;
use super::response_body::{AnswerBody, GroundsBody, LossBody, ScoreBody, losses_of};
use super::retention_body::FarewellBody;
use super::scorecards::VersionBody;
use crate::db::appeal::{AppealItem, AppealOutcome, AppealState, ItemRuling, Precedent, SkippedBecause};
use crate::ids::{AppealId, CallId, EvaluationId};
use crate::review::{AppealLine, AppealNames, AppealView, Foreseen, ItemView, RulingView};
use crate::scoring::{Change, Choice};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is chosen for an item.
#[derive(Debug, Default, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Choice)]
#[serde(default, deny_unknown_fields)]
pub struct ChoiceBody {
    /// The keys of the chosen options.
    options: Vec<String>,
    /// Whether "not applicable" is chosen.
    not_applicable: bool,
}

/// An item that is appealed.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewAppealItem)]
#[serde(deny_unknown_fields)]
pub struct NewItemBody {
    /// The key of the item.
    question: String,
    /// Why its answer is wrong.
    reason: String,
    /// What would be right; missing: left to those who judge.
    proposed: Option<ChoiceBody>,
    /// Where on the call's timeline it is heard; missing: nowhere in particular.
    start_ms: Option<i64>,
    /// Where that ends; missing: where it begins.
    end_ms: Option<i64>,
    /// Which turn of a text is meant, from 1; missing: none in particular.
    turn: Option<i32>,
}

/// An item of an appeal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealItem)]
pub struct ItemBody {
    /// The key of the item.
    question: String,
    /// The inspector's answer.
    answer: AnswerBody,
    /// Why the agent thinks it wrong.
    reason: String,
    /// What the agent would have chosen.
    proposed: Option<ChoiceBody>,
    /// Where on the call's timeline it is heard.
    start_ms: Option<i64>,
    /// Where that ends.
    end_ms: Option<i64>,
    /// Which turn of a text is meant, from 1.
    turn: Option<i32>,
    /// `upheld` or `overturned`, once it is decided.
    outcome: Option<&'static str>,
    /// Earlier arbitrations of the same item, the youngest first.
    precedents: Vec<PrecedentBody>,
}

/// An earlier arbitration of an item. It names nobody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Precedent)]
pub struct PrecedentBody {
    /// The key of the item.
    question: String,
    /// The call it was about; none: it is gone, or not for this reader.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// When it was decided.
    #[schema(value_type = String, format = DateTime)]
    decided_at: Instant,
    /// What the agent said; none: not for this reader.
    argument: Option<String>,
    /// What the arbitrator said.
    reason: String,
    /// What the answer was changed to; none: it was kept.
    change: Option<ChoiceBody>,
    /// `upheld` or `overturned`.
    outcome: &'static str,
}

/// Earlier arbitrations of the items of a card.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Precedents)]
pub struct PrecedentsBody {
    /// The youngest first; 60 at most.
    items: Vec<PrecedentBody>,
}

impl PrecedentsBody {
    /// Without what agents said: who scores, or is scored, reads what was decided.
    pub(super) fn of(precedents: Vec<Precedent>) -> Self {
        Self { items: precedents.into_iter().map(|one| PrecedentBody::of(one, false)).collect() }
    }
}

/// What was said at a step.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealRuling)]
pub struct RulingBody {
    /// `first_review`, `recheck` or `arbitration`.
    step: &'static str,
    /// `upheld`, `passed_on`, `judged`, or `skipped`.
    verdict: &'static str,
    /// Why it was passed over: `no_leader`, `inspector_gone` or `overdue`.
    skipped_because: Option<&'static str>,
    /// The reason or opinion, of the appeal as a whole.
    reason: Option<String>,
    /// By whom; none: hidden, or nobody.
    judge: Option<NamedBody>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// Item by item.
    items: Vec<ItemRulingBody>,
}

/// What is said of one item.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AppealItemRuling)]
#[serde(deny_unknown_fields)]
pub struct ItemRulingBody {
    /// The key of the item.
    question: String,
    /// What its answer is changed to; none: it is kept.
    change: Option<ChoiceBody>,
    /// What stands behind the changed answer; missing: what stood behind the former one, where it still fits.
    #[serde(default)]
    grounds: GroundsBody,
    /// Why; where the answer is changed, it is its comment.
    reason: String,
}

/// What is answered at an item that is asked only because of a change.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AlsoAnswered)]
#[serde(deny_unknown_fields)]
pub struct AlsoBody {
    /// The keys of the chosen options.
    #[serde(default)]
    options: Vec<String>,
    /// Whether "not applicable" is chosen.
    #[serde(default)]
    not_applicable: bool,
    /// What is said of it.
    comment: Option<String>,
    /// What stands behind it.
    #[serde(default)]
    grounds: GroundsBody,
}

/// Whom an appeal concerns.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealNames)]
pub struct NamesBody {
    /// The agent.
    agent: NamedBody,
    /// Who scored.
    evaluator: NamedBody,
    /// The agent's team of the call's day.
    team: Option<NamedBody>,
}

/// An appeal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appeal)]
pub struct AppealBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AppealId,
    /// The evaluation; none where names are hidden from this reader: it would name them.
    #[schema(value_type = Option<String>, format = Uuid)]
    evaluation_id: Option<EvaluationId>,
    /// The call; none once it is deleted.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// The chat, letter or e-mail, where it is made of one.
    contact: Option<EvaluatedContactBody>,
    /// Why the call is gone; none: it is there.
    gone: Option<FarewellBody>,
    /// When the call began.
    #[schema(value_type = Option<String>, format = DateTime)]
    call_started_at: Option<Instant>,
    /// `first_review`, `recheck`, `arbitration`, `decided` or `withdrawn`.
    state: &'static str,
    /// `upheld` or `overturned`, once it is decided.
    outcome: Option<&'static str>,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime)]
    submitted_at: Instant,
    /// Until when the step should be taken.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// When it was decided or withdrawn.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    /// Whether nobody may take the step.
    is_unstaffed: bool,
    /// Who is concerned; none: hidden from this reader.
    names: Option<NamesBody>,
    /// The version of the scorecard.
    scorecard_version: VersionBody,
    /// The inspector's answers that are appealed, by item.
    answers: BTreeMap<String, AnswerBody>,
    /// What they came to.
    score: Option<ScoreBody>,
    /// What it was changed to; none: not changed.
    revised_score: Option<ScoreBody>,
    /// The items, in the agent's order.
    items: Vec<ItemBody>,
    /// What was said at each step so far.
    rulings: Vec<RulingBody>,
    /// The keys of the items that are still to be judged.
    contested: Vec<String>,
    /// Whether the caller may take the step at which it stands.
    may_judge: bool,
    /// Whether the caller may take it back.
    may_withdraw: bool,
}

/// An appeal as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealRow)]
pub struct AppealRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AppealId,
    /// The evaluation; none where names are hidden from this reader: it would name them.
    #[schema(value_type = Option<String>, format = Uuid)]
    evaluation_id: Option<EvaluationId>,
    /// `first_review`, `recheck`, `arbitration`, `decided` or `withdrawn`.
    state: &'static str,
    /// `upheld` or `overturned`, once it is decided.
    outcome: Option<&'static str>,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime)]
    submitted_at: Instant,
    /// Until when the step should be taken.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// Whether it should have been taken by now.
    is_overdue: bool,
    /// Whether nobody may take it.
    is_unstaffed: bool,
    /// Whether its items and its total wait until the reader's own score of the call is out.
    is_withheld: bool,
    /// When it was decided or withdrawn.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    /// The titles of its items.
    items: Vec<WordingBody>,
    /// The card.
    scorecard: CardHeadBody,
    /// The total as it stands.
    total: Option<f64>,
    /// Who is concerned; none: hidden from this reader.
    names: Option<NamesBody>,
    /// Whether the caller may take the step.
    may_judge: bool,
}

/// What an evaluation would come to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Foreseen)]
pub struct ForeseenBody {
    /// The total as it stands.
    before: Option<f64>,
    /// What it would come to, and how; none while something is missing.
    after: Option<ScoreBody>,
    /// What each item would lose, in card order; only those that would lose something.
    lost: Vec<LossBody>,
    /// The keys of the items that would be asked too and have no answer yet.
    missing: Vec<String>,
}

impl ChoiceBody {
    /// As it is judged.
    pub(super) fn read(self) -> Choice {
        Choice { options: self.options, not_applicable: self.not_applicable }
    }
}

impl From<Choice> for ChoiceBody {
    fn from(choice: Choice) -> Self {
        Self { options: choice.options, not_applicable: choice.not_applicable }
    }
}

impl NewItemBody {
    /// As it is submitted.
    pub(super) fn read(self) -> AppealItem {
        AppealItem {
            question: self.question,
            reason: self.reason,
            proposed: self.proposed.map(ChoiceBody::read),
            heard: self.start_ms.map(|start_ms| (start_ms, self.end_ms.unwrap_or(start_ms))),
            turn: self.turn,
            outcome: None,
        }
    }
}

impl ItemRulingBody {
    /// As it is judged.
    pub(super) fn read(self) -> ItemRuling {
        ItemRuling {
            question: self.question,
            change: self.change.map(ChoiceBody::read),
            grounds: self.grounds.into(),
            reason: self.reason,
        }
    }
}

impl AlsoBody {
    /// As it is answered.
    pub(super) fn read(self) -> Change {
        let choice = Choice { options: self.options, not_applicable: self.not_applicable };
        Change { choice, comment: self.comment, grounds: self.grounds.into() }
    }
}

impl From<ItemRuling> for ItemRulingBody {
    fn from(item: ItemRuling) -> Self {
        Self {
            question: item.question,
            change: item.change.map(ChoiceBody::from),
            grounds: item.grounds.into(),
            reason: item.reason,
        }
    }
}

impl From<RulingView> for RulingBody {
    fn from(RulingView { ruling, judge }: RulingView) -> Self {
        Self {
            step: ruling.step.as_str(),
            verdict: ruling.verdict.as_str(),
            skipped_because: ruling.skipped_because.map(SkippedBecause::as_str),
            reason: ruling.reason,
            judge: judge.map(NamedBody::from),
            at: ruling.at,
            items: ruling.items.into_iter().map(ItemRulingBody::from).collect(),
        }
    }
}

impl From<ItemView> for ItemBody {
    fn from(view: ItemView) -> Self {
        let ItemView { item, response, precedents, shows_arguments } = view;
        Self {
            question: item.question,
            answer: response.into(),
            reason: item.reason,
            proposed: item.proposed.map(ChoiceBody::from),
            start_ms: item.heard.map(|(start_ms, _)| start_ms),
            end_ms: item.heard.map(|(_, end_ms)| end_ms),
            turn: item.turn,
            outcome: item.outcome.map(AppealOutcome::as_str),
            precedents: precedents
                .into_iter()
                .map(|precedent| PrecedentBody::of(precedent, shows_arguments))
                .collect(),
        }
    }
}

impl PrecedentBody {
    fn of(precedent: Precedent, shows_argument: bool) -> Self {
        Self {
            question: precedent.question,
            call_id: precedent.call_id,
            decided_at: precedent.decided_at,
            argument: Some(precedent.argument).filter(|_| shows_argument),
            reason: precedent.reason,
            change: precedent.change.map(ChoiceBody::from),
            outcome: precedent.outcome.as_str(),
        }
    }
}

impl From<AppealNames> for NamesBody {
    fn from(names: AppealNames) -> Self {
        Self {
            agent: names.agent.into(),
            evaluator: names.evaluator.into(),
            team: names.team.map(NamedBody::from),
        }
    }
}

impl From<AppealView> for AppealBody {
    fn from(view: AppealView) -> Self {
        let (appeal, evaluation) = (view.appeal, view.evaluation);
        let answers = evaluation.responses.0.into_iter();
        Self {
            id: appeal.id,
            evaluation_id: view.names.is_some().then_some(appeal.evaluation_id),
            call_id: evaluation.subject.call_id,
            contact: view.contact.map(EvaluatedContactBody::from),
            gone: view.gone.map(FarewellBody::from),
            call_started_at: evaluation.subject.call_started_at,
            state: AppealState::as_str(appeal.state),
            outcome: appeal.outcome.map(AppealOutcome::as_str),
            submitted_at: appeal.submitted_at,
            due_at: appeal.due_at,
            closed_at: appeal.closed_at,
            is_unstaffed: appeal.is_unstaffed,
            names: view.names.map(NamesBody::from),
            scorecard_version: view.version.into(),
            answers: answers.map(|(key, response)| (key, response.into())).collect(),
            score: evaluation.score.map(ScoreBody::from),
            revised_score: view.revised.map(ScoreBody::from),
            items: view.items.into_iter().map(ItemBody::from).collect(),
            rulings: view.rulings.into_iter().map(RulingBody::from).collect(),
            contested: view.contested,
            may_judge: view.may_judge,
            may_withdraw: view.may_withdraw,
        }
    }
}

impl From<AppealLine> for AppealRowBody {
    fn from(line: AppealLine) -> Self {
        let appeal = line.appeal;
        Self {
            id: appeal.id,
            evaluation_id: line.names.is_some().then_some(appeal.evaluation_id),
            state: AppealState::as_str(appeal.state),
            outcome: appeal.outcome.map(AppealOutcome::as_str),
            submitted_at: appeal.submitted_at,
            due_at: appeal.due_at,
            is_overdue: line.is_overdue,
            is_unstaffed: appeal.is_unstaffed,
            is_withheld: line.is_withheld,
            closed_at: appeal.closed_at,
            items: line.items.iter().map(words_of).collect(),
            scorecard: line.scorecard.into(),
            total: line.total,
            names: line.names.map(NamesBody::from),
            may_judge: line.may_judge,
        }
    }
}

impl From<Foreseen> for ForeseenBody {
    fn from(foreseen: Foreseen) -> Self {
        let after = foreseen.missing.is_empty().then_some(foreseen.after);
        Self {
            before: foreseen.before,
            after: after.map(ScoreBody::from),
            lost: losses_of(foreseen.lost),
            missing: foreseen.missing,
        }
    }
}
