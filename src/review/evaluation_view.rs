//! An evaluation as its reader sees it: with names, notes, what is open, and what it comes to.

use super::ReviewError;
use super::appeals::{AppealError, appeals_left, hides_names_of};
use super::contacts::{self, ContactOfEvaluation};
use super::conversation::REPLIES_MOST;
use super::days_away::days_not_counted;
use super::desk::DeskError;
use super::hearing::{
    AnswerEvent, AnswerState, LifeEvent, LifeState, answer_step, hearing_for, is_in_time, life_step,
};
use super::listen_first::{ListeningFirst, listening_first_of};
use super::progress::{Progress, progress_of};
use super::revising::may_revise;
use super::sittings::{self, SittingView};
use crate::access::{Permission, Who};
use crate::db::agent::{self, Agent};
use crate::db::appeal::{self, Appeal};
use crate::db::contact;
use crate::db::evaluation::{Coverage, Disposition, Evaluation, EvaluationState, Purpose};
use crate::db::evaluation_note::Note;
use crate::db::feedback::Feedback;
use crate::db::feedback_rating::{self, FeedbackRating};
use crate::db::hearing_rule::{self, HearingRule};
use crate::db::named::{self, Named};
use crate::db::note_reply::{self, NoteReply};
use crate::db::release_talk::{self, ReleaseTalk};
use crate::db::scorecard::ScorecardVersion;
use crate::db::verification::{self, Verification};
use crate::db::{Reading, Scope, call, evaluation, evaluation_clock, evaluation_note, feedback, scorecard};
use crate::ids::{CallId, EvaluationId, NoteId, PersonId, ProjectId, QueueId, TeamId};
use crate::recorder::retention::{self, Farewell};
use crate::scoring::{Responses, ScoreRecord};
use crate::time::Instant;

/// The evaluations that agents, leaders and managers read; others (calibration, training) are not
/// about the agent. Whoever lists or averages them says which of these.
pub(super) const READ_BY_ALL: &[Purpose] =
    &[Purpose::Quality, Purpose::Verification, Purpose::Beside, Purpose::Live, Purpose::Text];

/// An evaluation with everything that a page about it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationView {
    /// The evaluation.
    pub evaluation: Evaluation,
    /// The version it is made on.
    pub version: ScorecardVersion,
    /// The agent.
    pub agent: Option<Agent>,
    /// Who sat there on that day.
    pub person: Option<Named<PersonId>>,
    /// Their team of that day.
    pub team: Option<Named<TeamId>>,
    /// The project of the call.
    pub project: Option<Named<ProjectId>>,
    /// Who makes it.
    pub evaluator: Named<PersonId>,
    /// What verifying the sale found; none: it verifies none.
    pub verification: Option<Verified>,
    /// The sitting in which it was begun; none: it was begun from a call.
    pub sitting: Option<SittingView>,
    /// The chat, letter or e-mail that it is made of; none: it is made of a call or a sitting.
    pub contact: Option<ContactOfEvaluation>,
    /// Its notes, in order.
    pub notes: Vec<Note>,
    /// What is open and what was lost.
    pub progress: Progress,
    /// The one thing to change.
    pub one_change: OneChange,
    /// What the agent did with it.
    pub feedback: Feedback,
    /// How many working days in the time to answer do not count, because the agent is away.
    pub days_away: usize,
    /// Whether it can still be answered, and appealed.
    pub may_still: MayStill,
    /// The last appeal against it.
    pub appeal: Option<Appeal>,
    /// Until when its clock runs: to its release, then to its hearing; none: nothing is due.
    pub due_at: Option<Instant>,
    /// What the agent found by themselves, or whether they are asked to listen first; none: neither.
    pub listening_first: Option<ListeningFirst>,
    /// The talk of the leader with the agent, where it is released through them.
    pub talk: Option<TalkLine>,
    /// What agent and inspector said to its notes, the oldest first.
    pub replies: Vec<ReplyLine>,
    /// Whether it helped the agent, as they said; for the agent alone.
    pub rating: Option<FeedbackRating>,
    /// What its card says about answers and appeals.
    pub rule: HearingRule,
    /// How many appeals its agent may still submit on this card this month; none: there is no limit.
    pub appeals_left: Option<i64>,
    /// Whether it is out.
    pub is_out: bool,
    /// How far it is in its life.
    pub life: LifeState,
    /// Until when its closing can be taken back.
    pub undo_until: Option<Instant>,
    /// Why its call is gone; none: it is there, or there never was one.
    pub gone: Option<Farewell>,
    /// What it says of the call's disposition.
    pub disposition: Option<Disposition>,
    /// How much its evaluator had heard at the release, for readers who may know (`show_coverage`).
    pub coverage: Option<Coverage>,
}

impl EvaluationView {
    /// Whether its evaluator may still recall it: it is out, and nobody has opened or answered it.
    #[must_use]
    pub fn is_recallable(&self) -> bool {
        life_step(self.evaluation.purpose, self.life, LifeEvent::Recall).is_ok()
    }
}

impl EvaluationView {
    /// Whether its evaluator may revise it: it is out, and no appeal decides.
    #[must_use]
    pub fn is_revisable(&self) -> bool {
        let is_released = self.is_out && self.evaluation.state == EvaluationState::Released;
        is_released && may_revise(&self.evaluation, &self.feedback).is_ok()
    }
}

/// A verification with the name of the call's queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is stored.
    pub verification: Verification,
    /// The queue of the call.
    pub queue: Option<Named<QueueId>>,
}

/// What the agent may still say to an evaluation at this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MayStill {
    /// That they have read it.
    pub acknowledge: bool,
    /// That they find it right.
    pub find_right: bool,
    /// That they appeal.
    pub appeal: bool,
}

impl MayStill {
    fn of(evaluation: &Evaluation, feedback: &Feedback, appeals_left: Option<i64>, now: Instant) -> Self {
        if evaluation.state != EvaluationState::Released || !evaluation.is_out(now) {
            return Self::default();
        }
        let (hearing, from) = (hearing_for(evaluation.purpose), AnswerState::of(feedback));
        let may = |event| {
            is_in_time(event, evaluation.answer_until, now) && answer_step(hearing, from, event).is_ok()
        };
        Self {
            acknowledge: may(AnswerEvent::Acknowledge),
            find_right: may(AnswerEvent::NoObjection),
            appeal: may(AnswerEvent::Appeal) && appeals_left != Some(0),
        }
    }
}

/// The one thing to change (改进重点): the note that was marked, else the question that lost most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OneChange {
    /// The note.
    pub note_id: Option<NoteId>,
    /// The key of the question.
    pub question: Option<String>,
}

impl OneChange {
    fn of(notes: &[Note], progress: &Progress) -> Self {
        if let Some(marked) = notes.iter().find(|note| note.is_one_change) {
            return Self { note_id: Some(marked.id), question: None };
        }
        // The first in card order among equals.
        let most = progress.lost.iter().fold(None::<&(String, f64)>, |most, lost| match most {
            Some(most) if most.1 >= lost.1 => Some(most),
            _ => Some(lost),
        });
        Self { note_id: None, question: most.map(|(question, _)| question.clone()) }
    }
}

/// The person's own evaluation in any state; else one that is out and in this scope. Whoever has the same
/// call in hand sees nobody else's before their own is out.
pub(super) fn find(
    reading: &mut Reading<'_>,
    person_id: Option<PersonId>,
    results: Option<&Scope>,
    id: EvaluationId,
) -> Result<Evaluation, ReviewError> {
    if let Some(person_id) = person_id
        && let Some(own) = evaluation::find_own(reading, person_id, id)?
    {
        return Ok(own);
    }
    let out = match results {
        Some(scope) => evaluation::find_out(reading, scope, READ_BY_ALL, id)?,
        None => None,
    };
    let out = out.ok_or(ReviewError::NotFound { what: "evaluation" })?;
    let Some(person_id) = person_id else { return Ok(out) };
    let is_in_hand = match (out.subject.call_id, contact::of_evaluation(reading, id)?) {
        (Some(call_id), _) => evaluation::is_in_hand(reading, person_id, call_id)?,
        (None, Some(of)) => contact::in_hand(reading, person_id)?.contains(&of.id),
        (None, None) => false,
    };
    if is_in_hand { Err(DeskError::OwnScoreFirst.into()) } else { Ok(out) }
}

/// The caller's own evaluation in any state; else one that is out, that they read in results, and that names
/// nobody who is hidden from them: of what they might have to arbitrate they read the appeal alone.
pub(super) fn find_to_read(
    reading: &mut Reading<'_>,
    who: &Who,
    id: EvaluationId,
) -> Result<Evaluation, ReviewError> {
    let results = who.scope(Permission::ViewResults);
    let found = find(reading, who.person_id(), results.as_ref(), id)?;
    if hides_names_of(reading, who, id)? { Err(AppealError::NamesHidden.into()) } else { Ok(found) }
}

/// The evaluation with everything around it.
pub(super) fn view(reading: &mut Reading<'_>, evaluation: Evaluation) -> Result<EvaluationView, ReviewError> {
    let version = version_of(reading, &evaluation)?;
    let subject = evaluation.subject;
    let agent = match subject.agent_id {
        Some(agent_id) => agent::by_id(reading, agent_id)?,
        None => None,
    };
    let people = named::of_people(reading, subject.person_id.into_iter().chain([evaluation.evaluator_id]))?;
    let teams = named::of_teams(reading, subject.team_id)?;
    let projects = named::of_projects(reading, subject.project_id)?;
    let notes = evaluation_note::of_evaluation(reading, evaluation.id)?;
    let duration_ms = duration_for(reading, &evaluation)?;
    let verification = verified(reading, evaluation.id)?;
    let sitting = sittings::view_of(reading, evaluation.id)?;
    let progress = progress_of(&evaluation, &version.definition, duration_ms)?;
    let gone = match evaluation.removal_id {
        Some(id) => retention::farewell(reading, id)?,
        None => None,
    };
    let rule = hearing_rule::of_card(reading, version.scorecard_id)?;
    let now = reading.now();
    let feedback = feedback::of_evaluation(reading, evaluation.id)?;
    let life = LifeState::of(&evaluation, &feedback, now);
    let appeal = appeal::last_of(reading, &[evaluation.id])?.remove(&evaluation.id);
    let appeals_left = match subject.person_id.filter(|_| evaluation.state == EvaluationState::Released) {
        Some(person_id) => appeals_left(reading, version.scorecard_id, person_id)?.map(|(left, _)| left),
        None => None,
    };
    let listening_first = listening_first_of(reading, &evaluation, &rule, &feedback, &notes, &progress)?;
    let disposition = evaluation::disposition_of(reading, evaluation.id)?;
    Ok(EvaluationView {
        disposition,
        coverage: None,
        days_away: days_not_counted(reading, &evaluation)?,
        may_still: MayStill::of(&evaluation, &feedback, appeals_left, now),
        appeals_left,
        talk: talk_of(reading, evaluation.id)?,
        replies: replies_of(reading, evaluation.id)?,
        rating: feedback_rating::of_evaluation(reading, evaluation.id)?,
        listening_first,
        rule,
        due_at: evaluation_clock::running(reading, &[evaluation.id])?.remove(&evaluation.id),
        feedback,
        appeal,
        gone,
        verification,
        sitting,
        contact: contacts::of_evaluation(reading, evaluation.id)?,
        agent,
        person: subject.person_id.map(|id| people.named(id)),
        team: subject.team_id.map(|id| teams.named(id)),
        project: subject.project_id.map(|id| projects.named(id)),
        evaluator: people.named(evaluation.evaluator_id),
        one_change: OneChange::of(&notes, &progress),
        is_out: evaluation.is_out(now),
        life,
        undo_until: evaluation.released_at.filter(|released_at| *released_at > now),
        evaluation,
        version,
        notes,
        progress,
    })
}

impl EvaluationView {
    /// The same without what the inspector found, for an agent who is to listen first: what is left is the
    /// call and what it came to.
    #[must_use]
    pub fn before_listening(mut self) -> Self {
        let without_account = |score: ScoreRecord| ScoreRecord {
            fatal: None,
            score_before_fatal: None,
            critical: None,
            sections: Vec::new(),
            trace: Vec::new(),
            ..score
        };
        self.evaluation.responses = Responses::default();
        self.evaluation.score = self.evaluation.score.map(without_account);
        self.progress.score = self.progress.score.map(without_account);
        self.progress.lost.clear();
        self.notes.clear();
        self.replies.clear();
        self.talk = None;
        self.one_change = OneChange::default();
        self.disposition = None;
        self
    }
}

/// A talk with who had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkLine {
    /// The talk.
    pub talk: ReleaseTalk,
    /// Who talked with the agent.
    pub by: Option<Named<PersonId>>,
}

fn talk_of(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<TalkLine>, ReviewError> {
    let Some(talk) = release_talk::of_evaluation(reading, id)? else { return Ok(None) };
    let people = named::of_people(reading, talk.talked_by)?;
    Ok(Some(TalkLine { by: talk.talked_by.map(|id| people.named(id)), talk }))
}

/// A reply with who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyLine {
    /// The reply.
    pub reply: NoteReply,
    /// Who said it.
    pub person: Named<PersonId>,
}

fn replies_of(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Vec<ReplyLine>, ReviewError> {
    let replies = note_reply::of_evaluation(reading, id, REPLIES_MOST)?;
    let people = named::of_people(reading, replies.iter().map(|reply| reply.person_id))?;
    let line = |reply: NoteReply| ReplyLine { person: people.named(reply.person_id), reply };
    Ok(replies.into_iter().map(line).collect())
}

/// Adds how much the evaluator had heard, for themselves and for whoever sees who heard a call (`audits`).
pub(super) fn show_coverage(
    reading: &mut Reading<'_>,
    person_id: Option<PersonId>,
    audits: Option<&Scope>,
    view: &mut EvaluationView,
) -> Result<(), ReviewError> {
    let id = view.evaluation.id;
    let is_own = person_id == Some(view.evaluation.evaluator_id);
    let knows = match audits {
        _ if is_own => true,
        Some(scope) => evaluation::find_out(reading, scope, READ_BY_ALL, id)?.is_some(),
        None => false,
    };
    if knows {
        view.coverage = evaluation::coverage_of(reading, id)?;
    }
    Ok(())
}

fn verified(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Verified>, ReviewError> {
    let Some(verification) = verification::of_evaluation(reading, id)? else { return Ok(None) };
    let queues = named::of_queues(reading, verification.queue_id)?;
    let queue = verification.queue_id.map(|id| queues.named(id));
    Ok(Some(Verified { verification, queue }))
}

/// One's own evaluation after a step, as its page shows it.
pub(super) fn own_view(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    id: EvaluationId,
) -> Result<EvaluationView, ReviewError> {
    let own = find(reading, Some(person_id), None, id)?;
    let mut seen = view(reading, own)?;
    show_coverage(reading, Some(person_id), None, &mut seen)?;
    Ok(seen)
}

/// The version that an evaluation is made on.
pub(super) fn version_of(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
) -> Result<ScorecardVersion, ReviewError> {
    let found = scorecard::version(reading, evaluation.scorecard_version_id)?;
    found.ok_or(ReviewError::NotFound { what: "scorecard version" })
}

/// How long a call is, where that is known.
fn duration_of(reading: &mut Reading<'_>, call_id: CallId) -> Result<Option<i64>, ReviewError> {
    let found = call::find(reading, &Scope::Everything, call_id)?;
    Ok(found.map(|call| call.duration_ms).filter(|duration_ms| *duration_ms > 0))
}

/// How long the call of an evaluation is, where there is one and that is known.
pub(super) fn duration_for(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
) -> Result<Option<i64>, ReviewError> {
    match evaluation.subject.call_id {
        Some(call_id) => duration_of(reading, call_id),
        None => Ok(None),
    }
}

/// Whether this may happen to the stored evaluation now; every step of its life asks.
pub(super) fn must_allow(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
    event: LifeEvent,
) -> Result<(), ReviewError> {
    let known = feedback::of_evaluation(reading, evaluation.id)?;
    let from = LifeState::of(evaluation, &known, reading.now());
    life_step(evaluation.purpose, from, event).map(drop).map_err(ReviewError::from)
}

/// Whether the evaluation is a draft; everything that writes into one asks.
pub(super) fn must_be_draft(evaluation: &Evaluation) -> Result<(), ReviewError> {
    if evaluation.state == EvaluationState::Draft { Ok(()) } else { Err(ReviewError::NotADraft) }
}
