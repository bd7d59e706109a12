//! Evaluations: one scoring of one agent's part in a call, from draft to release.
//!
//! An evaluation is *out* from the moment `released_at` on, which lies a few seconds after the
//! release. Before it is out, only its evaluator knows it: what serves anybody else asks through
//! [`find_out`] or a list that says [`Shown::Out`].

mod closing;
mod content;
mod coverage;
mod disposition;
mod in_hand;
mod list;
mod past;
mod revision;
mod trend;
mod tying;
mod withheld;

pub use closing::{Release, close_without_score, hold_back, let_out, recall, release, reopen};
pub use content::{EvaluationContent, contents};
pub use coverage::{Coverage, Unheard, coverage_of, coverages_within, forget_coverage, store_coverage};
pub use disposition::{Disposition, DispositionVerdict, disposition_of, say_disposition};
pub use in_hand::{calls_in_hand, evaluations_in_hand, is_in_hand, people_in_hand};
pub use list::{
    Answered, EvaluationFilter, EvaluationHead, EvaluationSort, EvaluationSummary, Shown,
    count_of_withheld_people, heads, list, walk,
};
pub use past::{PastEvaluation, count_past, past};
pub use revision::{Revision, lapsing, note_revision, renew_answer, revise, revisions};
pub use trend::{Scored, TrendRow, scores, totals};
pub use tying::{calls_between, change_subject};
pub use withheld::Withheld;

pub(super) use list::{lies_within, within};

use super::columns::{from_json, to_json, words};
use super::schema::evaluation;
use super::{DbError, Reading, Scope, Writing};
use crate::ids::{
    AgentId, AssignmentId, CallId, EvaluationId, ParticipationId, PersonId, ProjectId, RemovalId,
    ScorecardVersionId, TeamId,
};
use crate::scoring::{Responses, ScoreRecord};
use crate::time::Instant;
use diesel::prelude::*;

words! {
    /// What an evaluation, or an assignment, is for.
    Purpose {
        /// The score that counts.
        Quality = "quality",
        /// A second look at a scored call.
        Verification = "verification",
        /// Scored while sitting beside the agent.
        Beside = "beside",
        /// Scored while the call went on.
        Live = "live",
        /// The score of a chat, a letter or an e-mail.
        Text = "text",
        /// Scored by several inspectors, to hear alike.
        Calibration = "calibration",
        /// An agent's view of their own call.
        SelfAssessment = "self",
        /// Scored to learn scoring.
        Training = "training",
    }
}

words! {
    /// How far an evaluation is.
    EvaluationState {
        /// Being made (草稿).
        Draft = "draft",
        /// Released (下发) with a score.
        Released = "released",
        /// Closed without a score: the call cannot be scored (无效录音).
        NotScored = "not_scored",
    }
}

words! {
    /// Why a call cannot be scored.
    NoScoreReason {
        /// Nothing is heard.
        NoSound = "no_sound",
        /// One side is not heard.
        OneLaneSilent = "one_lane_silent",
        /// It is another call than its data says.
        WrongCall = "wrong_call",
        /// Nobody talks with anybody: a machine, a wrong number.
        NotAConversation = "not_a_conversation",
        /// It is in a language that the inspector does not judge.
        WrongLanguage = "wrong_language",
        /// The recording is damaged.
        Damaged = "damaged",
        /// Something else, said in a note.
        Other = "other",
    }
}

/// An evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Its id.
    pub id: EvaluationId,
    /// Whose part in which call.
    pub subject: Subject,
    /// The version of the scorecard it is made on.
    pub scorecard_version_id: ScorecardVersionId,
    /// Who makes it.
    pub evaluator_id: PersonId,
    /// The assignment it fulfils.
    pub assignment_id: Option<AssignmentId>,
    /// What it is for.
    pub purpose: Purpose,
    /// Counted from 1.
    pub revision: i32,
    /// How far it is.
    pub state: EvaluationState,
    /// How often the draft was saved.
    pub edit: i32,
    /// What was given to each question.
    pub responses: Responses,
    /// The score as it was released.
    pub score: Option<ScoreRecord>,
    /// Why there is none.
    pub no_score: Option<NoScore>,
    /// Whether the call was generated for trying things out.
    pub is_generated: bool,
    /// When it was begun.
    pub started_at: Instant,
    /// When it was last changed.
    pub changed_at: Instant,
    /// From when on it is out; none: a draft.
    pub released_at: Option<Instant>,
    /// The workspace's day of that moment, `YYYY-MM-DD`.
    pub released_date: Option<String>,
    /// What became of the call, once it is gone.
    pub removal_id: Option<RemovalId>,
    /// Until when the agent may answer; none: a draft.
    pub answer_until: Option<Instant>,
}

/// Whose part in which call an evaluation is about, with what was known on the call's day: it
/// outlives the call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Subject {
    /// The call; none once it is deleted.
    pub call_id: Option<CallId>,
    /// The agent's part in it.
    pub participation_id: Option<ParticipationId>,
    /// The agent.
    pub agent_id: Option<AgentId>,
    /// Who sat there on that day.
    pub person_id: Option<PersonId>,
    /// The team they belonged to on that day.
    pub team_id: Option<TeamId>,
    /// The project of the call.
    pub project_id: Option<ProjectId>,
    /// When the call began.
    pub call_started_at: Option<Instant>,
}

/// Why a call was not scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoScore {
    /// The reason.
    pub reason: NoScoreReason,
    /// More about it, in words.
    pub note: Option<String>,
}

impl Evaluation {
    /// Whether everybody whose scope reaches it may see it.
    #[must_use]
    pub fn is_out(&self, now: Instant) -> bool {
        self.released_at.is_some_and(|released_at| released_at <= now)
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = evaluation)]
struct EvaluationRow {
    id: EvaluationId,
    call_id: Option<CallId>,
    participation_id: Option<ParticipationId>,
    agent_id: Option<AgentId>,
    person_id: Option<PersonId>,
    team_id: Option<TeamId>,
    project_id: Option<ProjectId>,
    call_started_at: Option<Instant>,
    scorecard_version_id: ScorecardVersionId,
    evaluator_id: PersonId,
    assignment_id: Option<AssignmentId>,
    purpose: Purpose,
    revision: i32,
    state: EvaluationState,
    edit: i32,
    answers_json: String,
    score_json: Option<String>,
    total_hundredths: Option<i64>,
    critical_hundredths: Option<i64>,
    before_fatal_hundredths: Option<i64>,
    passed: Option<bool>,
    band: Option<String>,
    is_fatal: bool,
    no_score_reason: Option<NoScoreReason>,
    no_score_note: Option<String>,
    is_generated: bool,
    started_at: Instant,
    changed_at: Instant,
    released_at: Option<Instant>,
    released_date: Option<String>,
    removal_id: Option<RemovalId>,
    answer_until: Option<Instant>,
}

impl EvaluationRow {
    fn into_evaluation(self) -> Result<Evaluation, DbError> {
        let score = self.score_json.as_deref().map(|json| from_json("an evaluation's score", json));
        let note = self.no_score_note;
        Ok(Evaluation {
            id: self.id,
            subject: Subject {
                call_id: self.call_id,
                participation_id: self.participation_id,
                agent_id: self.agent_id,
                person_id: self.person_id,
                team_id: self.team_id,
                project_id: self.project_id,
                call_started_at: self.call_started_at,
            },
            scorecard_version_id: self.scorecard_version_id,
            evaluator_id: self.evaluator_id,
            assignment_id: self.assignment_id,
            purpose: self.purpose,
            revision: self.revision,
            state: self.state,
            edit: self.edit,
            responses: from_json("an evaluation's answers", &self.answers_json)?,
            score: score.transpose()?,
            no_score: self.no_score_reason.map(|reason| NoScore { reason, note }),
            is_generated: self.is_generated,
            started_at: self.started_at,
            changed_at: self.changed_at,
            released_at: self.released_at,
            released_date: self.released_date,
            removal_id: self.removal_id,
            answer_until: self.answer_until,
        })
    }
}

/// A draft to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// Whose part in which call.
    pub subject: Subject,
    /// The version of the scorecard it is made on.
    pub scorecard_version_id: ScorecardVersionId,
    /// Who makes it.
    pub evaluator_id: PersonId,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether the call was generated for trying things out.
    pub is_generated: bool,
}

/// Enters a draft without any answer.
pub fn insert_draft(writing: &mut Writing<'_>, new: &NewDraft) -> Result<EvaluationId, DbError> {
    let now = writing.now();
    let row = EvaluationRow {
        id: EvaluationId::new(),
        call_id: new.subject.call_id,
        participation_id: new.subject.participation_id,
        agent_id: new.subject.agent_id,
        person_id: new.subject.person_id,
        team_id: new.subject.team_id,
        project_id: new.subject.project_id,
        call_started_at: new.subject.call_started_at,
        scorecard_version_id: new.scorecard_version_id,
        evaluator_id: new.evaluator_id,
        assignment_id: None,
        purpose: new.purpose,
        revision: 1,
        state: EvaluationState::Draft,
        edit: 0,
        answers_json: to_json(&Responses::default())?,
        score_json: None,
        total_hundredths: None,
        critical_hundredths: None,
        before_fatal_hundredths: None,
        passed: None,
        band: None,
        is_fatal: false,
        no_score_reason: None,
        no_score_note: None,
        is_generated: new.is_generated,
        started_at: now,
        changed_at: now,
        released_at: None,
        released_date: None,
        removal_id: None,
        answer_until: None,
    };
    diesel::insert_into(evaluation::table).values(&row).execute(writing.connection)?;
    Ok(row.id)
}

/// Whether this person has closed an evaluation of this call before that counts.
pub fn is_closed_by(
    reading: &mut Reading<'_>,
    call_id: CallId,
    evaluator_id: PersonId,
) -> Result<bool, DbError> {
    let closed = evaluation::table
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::evaluator_id.eq(evaluator_id))
        .filter(evaluation::purpose.ne(Purpose::Training))
        .filter(evaluation::state.ne(EvaluationState::Draft));
    Ok(diesel::select(diesel::dsl::exists(closed)).get_result(reading.connection)?)
}

/// Whether this person has released a quality score of this call.
pub fn is_scored_by(
    reading: &mut Reading<'_>,
    call_id: CallId,
    evaluator_id: PersonId,
) -> Result<bool, DbError> {
    let scored = evaluation::table
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::evaluator_id.eq(evaluator_id))
        .filter(evaluation::purpose.eq(Purpose::Quality))
        .filter(evaluation::state.eq(EvaluationState::Released));
    Ok(diesel::select(diesel::dsl::exists(scored)).get_result(reading.connection)?)
}

/// Whether somebody else than this person makes a draft of this call for this purpose.
pub fn is_drafted_by_others(
    reading: &mut Reading<'_>,
    call_id: CallId,
    evaluator_id: PersonId,
    purpose: Purpose,
) -> Result<bool, DbError> {
    let drafted = evaluation::table
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::evaluator_id.ne(evaluator_id))
        .filter(evaluation::purpose.eq(purpose))
        .filter(evaluation::state.eq(EvaluationState::Draft));
    Ok(diesel::select(diesel::dsl::exists(drafted)).get_result(reading.connection)?)
}

/// Everybody who has released an evaluation of this call that counts, each once.
pub fn evaluators_of(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<PersonId>, DbError> {
    let now = reading.now();
    Ok(evaluation::table
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::purpose.ne(Purpose::Training))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::released_at.le(now))
        .select(evaluation::evaluator_id)
        .distinct()
        .order(evaluation::evaluator_id)
        .load(reading.connection)?)
}

/// Whether anybody scores or scored this call: then things are pinned to its timeline.
pub fn is_call_evaluated(reading: &mut Reading<'_>, call_id: CallId) -> Result<bool, DbError> {
    let any = evaluation::table.filter(evaluation::call_id.eq(call_id));
    Ok(diesel::select(diesel::dsl::exists(any)).get_result(reading.connection)?)
}

/// The evaluation, if this person makes it; in whatever state.
pub fn find_own(
    reading: &mut Reading<'_>,
    evaluator_id: PersonId,
    id: EvaluationId,
) -> Result<Option<Evaluation>, DbError> {
    let own = evaluation::table.find(id).filter(evaluation::evaluator_id.eq(evaluator_id));
    let row: Option<EvaluationRow> = own.first(reading.connection).optional()?;
    row.map(EvaluationRow::into_evaluation).transpose()
}

/// The evaluation, if it is out, for one of these purposes, and exists for this caller.
pub fn find_out(
    reading: &mut Reading<'_>,
    scope: &Scope,
    purposes: &[Purpose],
    id: EvaluationId,
) -> Result<Option<Evaluation>, DbError> {
    let now = reading.now();
    let query = list::within(evaluation::table.into_boxed(), scope)
        .filter(evaluation::id.eq(id))
        .filter(evaluation::purpose.eq_any(purposes.to_vec()))
        .filter(evaluation::released_at.le(now));
    let row: Option<EvaluationRow> = query.first(reading.connection).optional()?;
    row.map(EvaluationRow::into_evaluation).transpose()
}

/// The evaluation, if it is released and waits for a talk of the agent's leader, for one of these purposes,
/// and lies in this scope.
pub fn find_held(
    reading: &mut Reading<'_>,
    scope: &Scope,
    purposes: &[Purpose],
    id: EvaluationId,
) -> Result<Option<Evaluation>, DbError> {
    let query = list::within(evaluation::table.into_boxed(), scope)
        .filter(evaluation::id.eq(id))
        .filter(evaluation::purpose.eq_any(purposes.to_vec()))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::released_at.is_null());
    let row: Option<EvaluationRow> = query.first(reading.connection).optional()?;
    row.map(EvaluationRow::into_evaluation).transpose()
}

/// The evaluation, for the work that serves no reader.
pub fn by_id(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Evaluation>, DbError> {
    let row: Option<EvaluationRow> = evaluation::table.find(id).first(reading.connection).optional()?;
    row.map(EvaluationRow::into_evaluation).transpose()
}

/// The draft that this person makes of this call for this purpose; there is one at most.
pub fn draft_of(
    reading: &mut Reading<'_>,
    call_id: CallId,
    evaluator_id: PersonId,
    purpose: Purpose,
) -> Result<Option<EvaluationId>, DbError> {
    Ok(evaluation::table
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::evaluator_id.eq(evaluator_id))
        .filter(evaluation::purpose.eq(purpose))
        .filter(evaluation::state.eq(EvaluationState::Draft))
        .select(evaluation::id)
        .first(reading.connection)
        .optional()?)
}

/// Makes a draft one of another agent's part of its call; says whether it was a draft.
pub fn turn_to(writing: &mut Writing<'_>, id: EvaluationId, subject: &Subject) -> Result<bool, DbError> {
    let draft = evaluation::table.find(id).filter(evaluation::state.eq(EvaluationState::Draft));
    let turned = diesel::update(draft)
        .set((
            evaluation::participation_id.eq(subject.participation_id),
            evaluation::agent_id.eq(subject.agent_id),
            evaluation::person_id.eq(subject.person_id),
            evaluation::team_id.eq(subject.team_id),
        ))
        .execute(writing.connection)?;
    Ok(turned == 1)
}

/// Notes that the draft fulfils this assignment, unless it fulfils another already.
pub fn fulfil(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    assignment_id: AssignmentId,
) -> Result<(), DbError> {
    let free = evaluation::table.find(id).filter(evaluation::assignment_id.is_null());
    diesel::update(free).set(evaluation::assignment_id.eq(assignment_id)).execute(writing.connection)?;
    Ok(())
}

/// Stores what a draft holds now. `edit` is the number of the save it is based on; where that is
/// not the last one, nothing is stored and the answer is `false`.
pub fn save_draft(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    edit: i32,
    responses: &Responses,
) -> Result<bool, DbError> {
    let now = writing.now();
    let based_on = evaluation::table
        .find(id)
        .filter(evaluation::state.eq(EvaluationState::Draft))
        .filter(evaluation::edit.eq(edit));
    let stored = diesel::update(based_on)
        .set((
            evaluation::edit.eq(edit.saturating_add(1)),
            evaluation::answers_json.eq(to_json(responses)?),
            evaluation::changed_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(stored == 1)
}

/// Throws a draft away with its notes; says whether it was one.
pub fn delete_draft(writing: &mut Writing<'_>, id: EvaluationId) -> Result<bool, DbError> {
    let draft = evaluation::table.find(id).filter(evaluation::state.eq(EvaluationState::Draft));
    Ok(diesel::delete(draft).execute(writing.connection)? == 1)
}

/// Notes what became of the call, in every evaluation of it, before it is deleted.
pub fn note_removal(writing: &mut Writing<'_>, call_id: CallId, id: RemovalId) -> Result<(), DbError> {
    diesel::update(evaluation::table.filter(evaluation::call_id.eq(call_id)))
        .set(evaluation::removal_id.eq(id))
        .execute(writing.connection)?;
    Ok(())
}
