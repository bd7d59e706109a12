//! An evaluation on the wire: whole, and as a row of a list.

use super::card_body::{WordingBody, words_of};
use super::contacts::EvaluatedContactBody;
use super::conversation::{NoteReplyBody, RatingBody, TalkBody};
use super::desk_body::{ApartBody, CoverageBody, DispositionBody};
use super::finding_body::VerificationBody;
use super::hearing_rules::HearingRuleBody;
use super::page::NamedBody;
use super::response_body::{AnswerBody, NoteBody, OpenBody, PreviewBody, ScoreBody, answers_of, progress_of};
use super::retention_body::FarewellBody;
use super::scorecards::VersionBody;
use super::self_listening::ListeningFirstBody;
use super::sittings::SittingBody;
use crate::access::Who;
use crate::db::agent::Agent;
use crate::db::appeal::{Appeal, AppealOutcome, AppealState};
use crate::db::contact::Channel;
use crate::db::evaluation::{EvaluationState, NoScore, NoScoreReason};
use crate::db::feedback::{Answer, Feedback};
use crate::ids::{AgentId, AppealId, AssignmentId, CallId, ContactId, EvaluationId, NoteId, ParticipationId};
use crate::review::{CardHead, EvaluationLine, EvaluationView, MayStill, OneChange, counted_apart};
use crate::time::Instant;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An evaluation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evaluation)]
pub struct EvaluationBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: EvaluationId,
    /// `draft`, `released` or `not_scored`.
    state: &'static str,
    /// Whether it is out: until then only its evaluator sees it.
    is_out: bool,
    /// Until when its release can be taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    undo_until: Option<Instant>,
    /// What it is for.
    #[schema(example = "quality")]
    purpose: &'static str,
    /// Counted from 1.
    revision: i32,
    /// The number of the last save; a save is based on it.
    edit: i32,
    /// The call; none once it is deleted.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// Why the call is gone; none: it is there.
    gone: Option<FarewellBody>,
    /// The agent's part in it.
    #[schema(value_type = Option<String>, format = Uuid)]
    participation_id: Option<ParticipationId>,
    /// When the call began.
    #[schema(value_type = Option<String>, format = DateTime)]
    call_started_at: Option<Instant>,
    /// The agent.
    agent: Option<EvaluatedAgentBody>,
    /// Who sat there on the call's day.
    person: Option<NamedBody>,
    /// Their team of that day.
    team: Option<NamedBody>,
    /// The project of the call.
    project: Option<NamedBody>,
    /// Who makes it.
    evaluator: NamedBody,
    /// The version of the scorecard it is made on.
    scorecard_version: VersionBody,
    /// What was given to each question, by its key.
    answers: BTreeMap<String, AnswerBody>,
    /// What verifying the sale found; none: it verifies none.
    verification: Option<VerificationBody>,
    /// The sitting in which it was begun; none: it was begun from a call.
    sitting: Option<SittingBody>,
    /// The chat, letter or e-mail that it is made of; none: it is made of a call or a sitting.
    contact: Option<EvaluatedContactBody>,
    /// Its notes, in order.
    notes: Vec<NoteBody>,
    /// What stands between a draft and its release.
    open: Vec<OpenBody>,
    /// The score so far.
    preview: PreviewBody,
    /// The score as it was released.
    score: Option<ScoreBody>,
    /// Why there is none.
    no_score: Option<NoScoreBody>,
    /// The one thing to change.
    one_change: OneChangeBody,
    /// What the agent did with it.
    feedback: FeedbackBody,
    /// Until when the agent may answer; none: a draft.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_until: Option<Instant>,
    /// How many working days until then do not count, because the agent is away; in answers to the agent
    /// alone, otherwise 0.
    days_away: usize,
    /// What the agent may still say.
    may_still: MayStillBody,
    /// Until when it should be released, then heard; none: nothing is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// What the agent found by themselves, or whether they are asked to listen first; none: neither. While
    /// they are, the agent is answered without what the inspector found.
    listening_first: Option<ListeningFirstBody>,
    /// The talk of the leader with the agent, where it is released through them.
    talk: Option<TalkBody>,
    /// What agent and inspector said to its notes, the oldest first.
    replies: Vec<NoteReplyBody>,
    /// Whether it helped the agent, as they said; in answers to the agent alone.
    rating: Option<RatingBody>,
    /// What its card says about answers and appeals.
    hearing_rule: HearingRuleBody,
    /// How many appeals its agent may still submit on this card this month; none: there is no limit.
    appeals_left: Option<i64>,
    /// The last appeal against it.
    appeal: Option<AppealHeadBody>,
    /// What its evaluator says of the call's disposition; none: nothing.
    disposition: Option<DispositionBody>,
    /// Deductions that are not put down to the agent, in card order. The score counts them all the same.
    apart: Vec<ApartBody>,
    /// Whether its evaluator may still recall it: it is out, and the agent has not opened it.
    is_recallable: bool,
    /// Whether its evaluator may revise it: it is out, and no appeal decides what changes.
    is_revisable: bool,
    /// How much of the call its evaluator had heard at the release; none: a draft, or not for this reader.
    coverage: Option<CoverageBody>,
    /// Its call was generated for trying things out.
    is_generated: bool,
    /// The assignment it fulfils.
    #[schema(value_type = Option<String>, format = Uuid)]
    assignment_id: Option<AssignmentId>,
    /// When it was begun.
    #[schema(value_type = String, format = DateTime)]
    started_at: Instant,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
    /// From when on it is out; none: a draft.
    #[schema(value_type = Option<String>, format = DateTime)]
    released_at: Option<Instant>,
}

/// The agent that an evaluation is about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EvaluatedAgent)]
pub struct EvaluatedAgentBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
    /// What the source calls the agent.
    external_id: String,
    /// The agent's name, where the source gave one.
    name: Option<String>,
}

/// Why a call was not scored.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoScore)]
pub struct NoScoreBody {
    /// `no_sound`, `one_lane_silent`, `wrong_call`, `not_a_conversation`, `wrong_language`,
    /// `damaged` or `other`.
    reason: &'static str,
    /// More about it, in words.
    note: Option<String>,
}

/// The one thing to change: the note that was marked, else the question that lost most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OneChange)]
pub struct OneChangeBody {
    /// The note.
    #[schema(value_type = Option<String>, format = Uuid)]
    note_id: Option<NoteId>,
    /// The key of the question.
    question: Option<String>,
}

/// What the agent did with an evaluation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Feedback)]
pub struct FeedbackBody {
    /// When they opened it first.
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Instant>,
    /// When they acknowledged it.
    #[schema(value_type = Option<String>, format = DateTime)]
    acknowledged_at: Option<Instant>,
    /// What they said to it.
    reply: Option<String>,
    /// Where their answer stands: `acknowledged`, `no_objection`, `lapsed`, `appealed`, or `decided`
    /// (an appeal); none: not answered.
    answer: Option<&'static str>,
    /// Since when it stands there.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Instant>,
}

/// What the agent may still say at this moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MayStill)]
pub struct MayStillBody {
    /// That they have read it.
    acknowledge: bool,
    /// That they find it right.
    find_right: bool,
    /// That they appeal.
    appeal: bool,
}

/// The last appeal against an evaluation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealHead)]
pub struct AppealHeadBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AppealId,
    /// `first_review`, `recheck`, `arbitration`, `decided` or `withdrawn`.
    state: &'static str,
    /// `upheld` or `overturned`, once it is decided.
    outcome: Option<&'static str>,
}

/// An evaluation as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EvaluationRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct EvaluationRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: EvaluationId,
    /// What it is for.
    #[schema(example = "quality")]
    purpose: &'static str,
    /// `draft`, `released` or `not_scored`.
    state: &'static str,
    /// Whether it is out.
    is_out: bool,
    /// The call; none once it is deleted.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// The chat, letter or e-mail that it is made of; none: it is made of a call or a sitting.
    #[schema(value_type = Option<String>, format = Uuid)]
    contact_id: Option<ContactId>,
    /// How that went: `chat`, `letter` or `email`.
    channel: Option<&'static str>,
    /// When the call began.
    #[schema(value_type = Option<String>, format = DateTime)]
    call_started_at: Option<Instant>,
    /// Who sat there on the call's day.
    person: Option<NamedBody>,
    /// The agent's name, where the source gave one.
    agent_name: Option<String>,
    /// The team of that day.
    team: Option<NamedBody>,
    /// The project of the call.
    project: Option<NamedBody>,
    /// Who makes it.
    evaluator: NamedBody,
    /// The card it is made on.
    scorecard: CardHeadBody,
    /// The total.
    total: Option<f64>,
    /// Whether it passed.
    passed: Option<bool>,
    /// The key of its grade.
    band: Option<String>,
    /// The title of its grade by language.
    band_title: Option<WordingBody>,
    /// Whether a fatal option was chosen.
    fatal: bool,
    /// The score of the critical questions alone.
    critical: Option<f64>,
    /// Why the call was not scored.
    no_score_reason: Option<&'static str>,
    /// When the agent opened it first.
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Instant>,
    /// When the agent acknowledged it.
    #[schema(value_type = Option<String>, format = DateTime)]
    acknowledged_at: Option<Instant>,
    /// Whether the agent said something to it.
    has_reply: bool,
    /// Where the agent's answer stands, as in the evaluation; none: not answered.
    answer: Option<&'static str>,
    /// The last appeal against it.
    appeal: Option<AppealHeadBody>,
    /// Until when it should be released, then heard; none: nothing is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// Whether that is over.
    is_overdue: bool,
    /// How much of the call its evaluator had heard at the release; none: not known, or not for this reader.
    coverage: Option<CoverageBody>,
    /// What verifying the sale found; none: it verifies none.
    verification: Option<VerificationBody>,
    /// Its call was generated for trying things out.
    is_generated: bool,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
    /// From when on it is out; none: a draft.
    #[schema(value_type = Option<String>, format = DateTime)]
    released_at: Option<Instant>,
}

/// The card of a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EvaluationCard)]
pub struct CardHeadBody {
    /// The key of the scorecard.
    key: String,
    /// Its title by language.
    title: WordingBody,
    /// The number of the version.
    version: i32,
}

impl EvaluationBody {
    /// The evaluation for this reader: what the agent said of it, the agent alone sees.
    pub fn seen_by(who: &Who, view: EvaluationView) -> Self {
        let is_agent = who.person_id().is_some() && who.person_id() == view.evaluation.subject.person_id;
        let is_to_listen = view.listening_first.as_ref().is_some_and(|first| first.is_due);
        let view = if is_agent && is_to_listen { view.before_listening() } else { view };
        let rating = view.rating.clone().filter(|_| is_agent).map(RatingBody::from);
        let days_away = if is_agent { view.days_away } else { 0 };
        Self { rating, days_away, ..Self::from(view) }
    }
}

impl From<EvaluationView> for EvaluationBody {
    fn from(view: EvaluationView) -> Self {
        let evaluation = &view.evaluation;
        let subject = evaluation.subject;
        let apart = counted_apart(&evaluation.responses, &view.progress.lost);
        let (is_recallable, is_revisable) = (view.is_recallable(), view.is_revisable());
        let evaluation = view.evaluation;
        let (open, preview) = progress_of(view.progress);
        Self {
            id: evaluation.id,
            state: evaluation.state.as_str(),
            is_out: view.is_out,
            undo_until: view.undo_until,
            purpose: evaluation.purpose.as_str(),
            revision: evaluation.revision,
            edit: evaluation.edit,
            call_id: subject.call_id,
            gone: view.gone.map(FarewellBody::from),
            participation_id: subject.participation_id,
            call_started_at: subject.call_started_at,
            agent: view.agent.map(EvaluatedAgentBody::from),
            person: view.person.map(NamedBody::from),
            team: view.team.map(NamedBody::from),
            project: view.project.map(NamedBody::from),
            evaluator: view.evaluator.into(),
            scorecard_version: view.version.into(),
            answers: answers_of(evaluation.responses),
            verification: view.verification.map(VerificationBody::from),
            sitting: view.sitting.map(SittingBody::from),
            contact: view.contact.map(EvaluatedContactBody::from),
            notes: view.notes.into_iter().map(NoteBody::from).collect(),
            open,
            preview,
            score: evaluation.score.map(ScoreBody::from),
            no_score: evaluation.no_score.map(NoScoreBody::from),
            one_change: view.one_change.into(),
            feedback: view.feedback.into(),
            answer_until: evaluation.answer_until,
            may_still: view.may_still.into(),
            due_at: view.due_at,
            listening_first: view.listening_first.map(ListeningFirstBody::from),
            talk: view.talk.map(TalkBody::from),
            replies: view.replies.into_iter().map(NoteReplyBody::from).collect(),
            // Who may see them is known where the answer is made.
            rating: None,
            days_away: 0,
            hearing_rule: view.rule.into(),
            appeals_left: view.appeals_left,
            appeal: view.appeal.map(AppealHeadBody::from),
            disposition: view.disposition.map(DispositionBody::from),
            apart: apart.into_iter().map(ApartBody::from).collect(),
            is_recallable,
            is_revisable,
            coverage: view.coverage.map(CoverageBody::from),
            is_generated: evaluation.is_generated,
            assignment_id: evaluation.assignment_id,
            started_at: evaluation.started_at,
            changed_at: evaluation.changed_at,
            released_at: evaluation.released_at,
        }
    }
}

impl From<Agent> for EvaluatedAgentBody {
    fn from(agent: Agent) -> Self {
        Self { id: agent.id, external_id: agent.external_id, name: agent.name }
    }
}

impl From<NoScore> for NoScoreBody {
    fn from(no_score: NoScore) -> Self {
        Self { reason: no_score.reason.as_str(), note: no_score.note }
    }
}

impl From<OneChange> for OneChangeBody {
    fn from(one_change: OneChange) -> Self {
        Self { note_id: one_change.note_id, question: one_change.question }
    }
}

impl From<Feedback> for FeedbackBody {
    fn from(feedback: Feedback) -> Self {
        Self {
            opened_at: feedback.opened_at,
            acknowledged_at: feedback.acknowledged_at,
            reply: feedback.reply,
            answer: feedback.answer.map(Answer::as_str),
            answered_at: feedback.answered_at,
        }
    }
}

impl From<MayStill> for MayStillBody {
    fn from(may: MayStill) -> Self {
        Self { acknowledge: may.acknowledge, find_right: may.find_right, appeal: may.appeal }
    }
}

impl From<Appeal> for AppealHeadBody {
    fn from(appeal: Appeal) -> Self {
        let outcome = appeal.outcome.map(AppealOutcome::as_str);
        Self { id: appeal.id, state: AppealState::as_str(appeal.state), outcome }
    }
}

impl From<EvaluationLine> for EvaluationRowBody {
    fn from(line: EvaluationLine) -> Self {
        let row = line.summary;
        Self {
            id: row.id,
            purpose: row.purpose.as_str(),
            state: EvaluationState::as_str(row.state),
            is_out: line.is_out,
            call_id: row.call_id,
            contact_id: line.contact.map(|(id, _)| id),
            channel: line.contact.map(|(_, channel)| Channel::as_str(channel)),
            call_started_at: row.call_started_at,
            person: line.person.map(NamedBody::from),
            agent_name: line.agent_name,
            team: line.team.map(NamedBody::from),
            project: line.project.map(NamedBody::from),
            evaluator: line.evaluator.into(),
            scorecard: line.scorecard.into(),
            total: row.total_hundredths.map(points_of),
            passed: row.passed,
            band: row.band,
            band_title: line.band_title.as_ref().map(words_of),
            fatal: row.is_fatal,
            critical: row.critical_hundredths.map(points_of),
            no_score_reason: row.no_score_reason.map(NoScoreReason::as_str),
            opened_at: line.feedback.opened_at,
            acknowledged_at: line.feedback.acknowledged_at,
            has_reply: line.feedback.reply.is_some(),
            answer: line.feedback.answer.map(Answer::as_str),
            appeal: line.appeal.map(AppealHeadBody::from),
            due_at: line.due_at,
            is_overdue: line.is_overdue,
            coverage: line.coverage.map(CoverageBody::from),
            verification: line.verification.map(VerificationBody::from),
            is_generated: row.is_generated,
            changed_at: row.changed_at,
            released_at: row.released_at,
        }
    }
}

impl From<CardHead> for CardHeadBody {
    fn from(head: CardHead) -> Self {
        Self { key: head.key, title: words_of(&head.title), version: head.version }
    }
}

/// Points with two decimals, from hundredths.
#[expect(clippy::cast_precision_loss, reason = "a total is far below 2⁵³ hundredths")]
fn points_of(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}
