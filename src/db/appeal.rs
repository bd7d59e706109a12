//! Appeals (申诉): an agent says which items of a released evaluation are wrong, and up to three
//! people look again. Which step follows which, and who may take it, `review::hearing` says; here is
//! what is stored.

mod draft;
mod list;
mod precedent;
mod ruling;

pub use draft::{AppealDraft, draft_of, forget_draft, save_draft};
pub use list::{AppealsShown, Judge, list, to_pass_over, waiting_for_arbitration, with_hidden_names};
pub use precedent::{Precedent, PrecedentsOf, precedents};
pub use ruling::{ItemRuling, Ruling, insert_ruling, rulings};

use super::columns::{from_json, to_json, words};
use super::schema::{appeal, appeal_item};
use super::{DbError, Reading, Scope, Writing};
use crate::ids::{AppealId, EvaluationId, PersonId, ProjectId, ScorecardId, TeamId};
use crate::scoring::Choice;
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::HashMap;

words! {
    /// How far an appeal is; the first three are also the steps at which somebody looks again.
    AppealState {
        /// The team leader looks at it (初审).
        FirstReview = "first_review",
        /// The inspector who scored looks again (复核).
        Recheck = "recheck",
        /// Somebody who was none of these decides (仲裁).
        Arbitration = "arbitration",
        /// It is decided.
        Decided = "decided",
        /// The agent took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What an appeal came to, as a whole or at one item.
    AppealOutcome {
        /// The score stands (维持原评).
        Upheld = "upheld",
        /// The score was changed (改评).
        Overturned = "overturned",
    }
}

words! {
    /// What was said at a step.
    Verdict {
        /// The team leader: the score is right. The appeal ends.
        Upheld = "upheld",
        /// The team leader: let the inspector look again.
        PassedOn = "passed_on",
        /// The inspector or the arbitrator: item by item.
        Judged = "judged",
        /// Nobody: the step was passed over.
        Skipped = "skipped",
    }
}

words! {
    /// Why a step was passed over.
    SkippedBecause {
        /// The agent's team has no leader who may look at it.
        NoLeader = "no_leader",
        /// The inspector scores no calls any more.
        InspectorGone = "inspector_gone",
        /// Nobody took the step in time.
        Overdue = "overdue",
    }
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = appeal)]
pub struct Appeal {
    /// Its id.
    pub id: AppealId,
    /// The evaluation that is appealed.
    pub evaluation_id: EvaluationId,
    /// Which revision of it.
    pub revision: i32,
    /// The scorecard, through all its versions.
    pub scorecard_id: ScorecardId,
    /// The agent who appeals.
    pub person_id: PersonId,
    /// Their team on the call's day.
    pub team_id: Option<TeamId>,
    /// The project of the call.
    pub project_id: Option<ProjectId>,
    /// Who scored.
    pub evaluator_id: PersonId,
    /// Who did the first review; none: nobody yet, or it was passed over.
    pub first_reviewer_id: Option<PersonId>,
    /// How far it is.
    pub state: AppealState,
    /// What it came to.
    pub outcome: Option<AppealOutcome>,
    /// Whether nobody may take the step at which it stands: somebody must be named.
    pub is_unstaffed: bool,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// Until when the step at which it stands should be taken; none: it is over.
    pub due_at: Option<Instant>,
    /// When it was decided or withdrawn.
    pub closed_at: Option<Instant>,
}

impl Appeal {
    /// Whether it lies within this scope.
    #[must_use]
    pub fn lies_within(&self, scope: &Scope) -> bool {
        scope.covers(Some(self.person_id), self.team_id, self.project_id)
    }

    /// Whether its names are hidden from this reader, who arbitrates and does first reviews this far: they
    /// might be asked to arbitrate, and know nobody in it otherwise.
    #[must_use]
    pub fn hides_names_from(&self, reader: Option<PersonId>, arbitrates: &Scope, reviews: &Scope) -> bool {
        let is_party = [self.person_id, self.evaluator_id].into_iter().any(|party| reader == Some(party));
        let may_arbitrate = self.lies_within(arbitrates) && !self.lies_within(reviews);
        self.closed_at.is_none() && may_arbitrate && !is_party
    }
}

/// One item that is appealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealItem {
    /// The key of the question.
    pub question: String,
    /// Why the agent thinks the answer wrong.
    pub reason: String,
    /// What they would have chosen; none: they leave it to those who judge.
    pub proposed: Option<Choice>,
    /// Where on the call's timeline it is heard.
    pub heard: Option<(i64, i64)>,
    /// Which turn of a text is meant, from 1.
    pub turn: Option<i32>,
    /// What became of it.
    pub outcome: Option<AppealOutcome>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = appeal_item)]
struct ItemRow {
    appeal_id: AppealId,
    number: i32,
    question: String,
    scorecard_id: ScorecardId,
    reason: String,
    proposed_json: Option<String>,
    start_ms: Option<i64>,
    end_ms: Option<i64>,
    outcome: Option<AppealOutcome>,
    turn: Option<i32>,
}

impl ItemRow {
    fn of(appeal: &Appeal, number: i32, item: &AppealItem) -> Result<Self, DbError> {
        Ok(Self {
            appeal_id: appeal.id,
            number,
            question: item.question.clone(),
            scorecard_id: appeal.scorecard_id,
            reason: item.reason.clone(),
            proposed_json: item.proposed.as_ref().map(to_json).transpose()?,
            start_ms: item.heard.map(|(start_ms, _)| start_ms),
            end_ms: item.heard.map(|(_, end_ms)| end_ms),
            outcome: item.outcome,
            turn: item.turn,
        })
    }

    fn into_item(self) -> Result<AppealItem, DbError> {
        let proposed = self.proposed_json.as_deref().map(|json| from_json("a proposed answer", json));
        Ok(AppealItem {
            question: self.question,
            reason: self.reason,
            proposed: proposed.transpose()?,
            heard: self.start_ms.zip(self.end_ms),
            turn: self.turn,
            outcome: self.outcome,
        })
    }
}

/// Enters an appeal with its items. At most one of an evaluation is not withdrawn; where there is
/// one, this is [`DbError::Conflict`](super::DbError).
pub fn insert(writing: &mut Writing<'_>, new: &Appeal, items: &[AppealItem]) -> Result<(), DbError> {
    diesel::insert_into(appeal::table).values(new).execute(writing.connection)?;
    for (number, item) in (0..).zip(items) {
        let row = ItemRow::of(new, number, item)?;
        diesel::insert_into(appeal_item::table).values(&row).execute(writing.connection)?;
    }
    Ok(())
}

/// Whose appeals exist for a caller: those within the scope, and those against what they scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// How far the caller's permissions reach.
    pub scope: Scope,
    /// The caller.
    pub evaluator_id: Option<PersonId>,
}

/// The appeal, if it exists for this caller.
pub fn find(reading: &mut Reading<'_>, seen: &Seen, id: AppealId) -> Result<Option<Appeal>, DbError> {
    let query = list::seen(appeal::table.into_boxed(), seen).filter(appeal::id.eq(id));
    Ok(query.first(reading.connection).optional()?)
}

/// The appeal, for the work that serves no caller.
pub fn by_id(reading: &mut Reading<'_>, id: AppealId) -> Result<Option<Appeal>, DbError> {
    Ok(appeal::table.find(id).first(reading.connection).optional()?)
}

/// The items of these appeals, each in its order.
pub fn items(
    reading: &mut Reading<'_>,
    ids: &[AppealId],
) -> Result<HashMap<AppealId, Vec<AppealItem>>, DbError> {
    let rows: Vec<ItemRow> = appeal_item::table
        .filter(appeal_item::appeal_id.eq_any(ids.to_vec()))
        .order((appeal_item::appeal_id, appeal_item::number))
        .load(reading.connection)?;
    let mut items: HashMap<AppealId, Vec<AppealItem>> = HashMap::new();
    for row in rows {
        items.entry(row.appeal_id).or_default().push(row.into_item()?);
    }
    Ok(items)
}

/// The last appeal against each of these evaluations.
pub fn last_of(
    reading: &mut Reading<'_>,
    ids: &[EvaluationId],
) -> Result<HashMap<EvaluationId, Appeal>, DbError> {
    let rows: Vec<Appeal> = appeal::table
        .filter(appeal::evaluation_id.eq_any(ids.to_vec()))
        .order((appeal::submitted_at, appeal::id))
        .load(reading.connection)?;
    Ok(rows.into_iter().map(|appeal| (appeal.evaluation_id, appeal)).collect())
}

/// Where an appeal goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The step.
    pub state: AppealState,
    /// Until when it should be taken.
    pub due_at: Instant,
    /// Whether nobody may take it.
    pub is_unstaffed: bool,
}

/// Moves an appeal on to another step; says whether it stood at `from`. `first_reviewer`: who has
/// just done the first review.
pub fn advance(
    writing: &mut Writing<'_>,
    id: AppealId,
    from: AppealState,
    next: &Next,
    first_reviewer: Option<PersonId>,
) -> Result<bool, DbError> {
    let standing = appeal::table.find(id).filter(appeal::state.eq(from));
    let moved = diesel::update(standing)
        .set((
            appeal::state.eq(next.state),
            appeal::due_at.eq(next.due_at),
            appeal::is_unstaffed.eq(next.is_unstaffed),
        ))
        .execute(writing.connection)?;
    if let Some(person_id) = first_reviewer {
        diesel::update(appeal::table.find(id))
            .set(appeal::first_reviewer_id.eq(person_id))
            .execute(writing.connection)?;
    }
    Ok(moved == 1)
}

/// Closes an appeal: decided with its outcome, or withdrawn without one. Says whether it stood at
/// `from`.
pub fn close(
    writing: &mut Writing<'_>,
    id: AppealId,
    from: AppealState,
    outcome: Option<AppealOutcome>,
) -> Result<bool, DbError> {
    let now = writing.now();
    let state = if outcome.is_some() { AppealState::Decided } else { AppealState::Withdrawn };
    let standing = appeal::table.find(id).filter(appeal::state.eq(from));
    let closed = diesel::update(standing)
        .set((
            appeal::state.eq(state),
            appeal::outcome.eq(outcome),
            appeal::is_unstaffed.eq(false),
            appeal::due_at.eq(None::<Instant>),
            appeal::closed_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(closed == 1)
}

/// Notes who did the first review of an appeal that ends with it.
pub fn note_first_reviewer(
    writing: &mut Writing<'_>,
    id: AppealId,
    person_id: PersonId,
) -> Result<(), DbError> {
    let of_this = appeal::table.find(id);
    diesel::update(of_this).set(appeal::first_reviewer_id.eq(person_id)).execute(writing.connection)?;
    Ok(())
}

/// Notes what became of one item.
pub fn settle_item(
    writing: &mut Writing<'_>,
    id: AppealId,
    question: &str,
    outcome: AppealOutcome,
) -> Result<(), DbError> {
    let item =
        appeal_item::table.filter(appeal_item::appeal_id.eq(id)).filter(appeal_item::question.eq(question));
    diesel::update(item).set(appeal_item::outcome.eq(outcome)).execute(writing.connection)?;
    Ok(())
}

/// Notes whether somebody may take the step at which an appeal stands.
pub fn note_staffing(
    writing: &mut Writing<'_>,
    id: AppealId,
    state: AppealState,
    is_unstaffed: bool,
) -> Result<(), DbError> {
    let standing = appeal::table.find(id).filter(appeal::state.eq(state));
    diesel::update(standing).set(appeal::is_unstaffed.eq(is_unstaffed)).execute(writing.connection)?;
    Ok(())
}

/// How many appeals this agent submitted in these moments, those left out that they took back.
pub fn count_of_agent(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    scorecard_id: ScorecardId,
    from: Instant,
    until: Instant,
) -> Result<i64, DbError> {
    Ok(appeal::table
        .filter(appeal::person_id.eq(person_id))
        .filter(appeal::scorecard_id.eq(scorecard_id))
        .filter(appeal::submitted_at.ge(from))
        .filter(appeal::submitted_at.lt(until))
        .filter(appeal::state.ne(AppealState::Withdrawn))
        .count()
        .get_result(reading.connection)?)
}
