//! A released evaluation is changed: what it said before stays readable as an earlier revision.

use super::{Disposition, EvaluationState, Purpose, disposition_of};
use crate::db::columns::{from_json, to_json};
use crate::db::feedback::{Answer, Feedback};
use crate::db::schema::{evaluation, evaluation_revision, feedback};
use crate::db::verification::{self, Finding, Outcome};
use crate::db::{DbError, Reading, Writing, evaluation_clock};
use crate::ids::{AppealId, EvaluationId, PersonId};
use crate::scoring::{Figure, Responses, Score, ScoreRecord};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// What an evaluation said before it was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Counted from 1.
    pub number: i32,
    /// What was given to each question.
    pub responses: Responses,
    /// What it came to.
    pub score: ScoreRecord,
    /// When the next revision took its place.
    pub replaced_at: Instant,
    /// The appeal that changed it.
    pub appeal_id: Option<AppealId>,
    /// Why it was revised, where no appeal changed it.
    pub reason: Option<String>,
    /// By whom.
    pub revised_by: Option<PersonId>,
    /// What the agent had done with it by then.
    pub feedback: Feedback,
    /// What it said became of the sale; none: nothing.
    pub finding: Option<Finding>,
    /// What it said of the call's disposition; none: nothing.
    pub disposition: Option<Disposition>,
}

/// Says why the revision of this number was replaced without an appeal, by whom, and what the agent had done
/// with it.
pub fn note_revision(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    revision: i32,
    reason: &str,
    revised_by: PersonId,
    known: &Feedback,
) -> Result<(), DbError> {
    diesel::update(evaluation_revision::table.find((id, revision)))
        .set((
            evaluation_revision::reason.eq(reason),
            evaluation_revision::revised_by.eq(revised_by),
            evaluation_revision::opened_at.eq(known.opened_at),
            evaluation_revision::answer.eq(known.answer),
            evaluation_revision::answered_at.eq(known.answered_at),
            evaluation_revision::reply.eq(&known.reply),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Lets the agent answer anew until this moment, and hear it until that one.
pub fn renew_answer(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    answer_until: Instant,
    hear_until: Option<Instant>,
) -> Result<(), DbError> {
    diesel::update(evaluation::table.find(id))
        .set(evaluation::answer_until.eq(answer_until))
        .execute(writing.connection)?;
    evaluation_clock::released(writing, id, hear_until)
}

/// Gives a released evaluation these answers and the score they come to. What it said goes into its
/// revisions, with what it said of the sale and of the call's disposition. `revision` is the one that is changed; where that is not the current one, nothing is
/// stored and the answer is `false`.
pub fn revise(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    revision: i32,
    responses: &Responses,
    score: &Score,
    appeal_id: Option<AppealId>,
) -> Result<bool, DbError> {
    let now = writing.now();
    let current = || {
        evaluation::table
            .find(id)
            .filter(evaluation::state.eq(EvaluationState::Released))
            .filter(evaluation::revision.eq(revision))
    };
    let before: Option<(String, Option<String>)> = current()
        .select((evaluation::answers_json, evaluation::score_json))
        .first(writing.connection)
        .optional()?;
    let Some((answers_json, Some(score_json))) = before else { return Ok(false) };
    let changed = diesel::update(current())
        .set((
            evaluation::revision.eq(revision.saturating_add(1)),
            evaluation::answers_json.eq(to_json(responses)?),
            evaluation::score_json.eq(to_json(score)?),
            evaluation::total_hundredths.eq(score.total.as_ref().map(Figure::hundredths)),
            evaluation::critical_hundredths.eq(score.critical.as_ref().map(Figure::hundredths)),
            evaluation::before_fatal_hundredths.eq(score.score_before_fatal.as_ref().map(Figure::hundredths)),
            evaluation::passed.eq(score.passed),
            evaluation::band.eq(&score.band),
            evaluation::is_fatal.eq(!score.fatal.is_empty()),
            evaluation::changed_at.eq(now),
        ))
        .execute(writing.connection)?;
    if changed != 1 {
        return Ok(false);
    }
    let finding = verification::of_evaluation(writing, id)?.and_then(|verified| verified.finding());
    let disposition = disposition_of(writing, id)?;
    diesel::insert_into(evaluation_revision::table)
        .values((
            evaluation_revision::evaluation_id.eq(id),
            evaluation_revision::revision.eq(revision),
            evaluation_revision::answers_json.eq(answers_json),
            evaluation_revision::score_json.eq(score_json),
            evaluation_revision::replaced_at.eq(now),
            evaluation_revision::appeal_id.eq(appeal_id),
            evaluation_revision::outcome.eq(finding.as_ref().map(|finding| finding.outcome)),
            evaluation_revision::outcome_detail.eq(finding.and_then(|finding| finding.detail)),
            evaluation_revision::disposition_is_right.eq(disposition.as_ref().map(|said| said.is_right)),
            evaluation_revision::disposition_corrected.eq(disposition.and_then(|said| said.corrected)),
        ))
        .execute(writing.connection)?;
    Ok(true)
}

/// What the evaluation said before, oldest first; the current revision is the evaluation itself.
pub fn revisions(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Vec<Revision>, DbError> {
    let rows: Vec<RevisionRow> = evaluation_revision::table
        .filter(evaluation_revision::evaluation_id.eq(id))
        .order(evaluation_revision::revision)
        .select(RevisionRow::as_select())
        .load(reading.connection)?;
    rows.into_iter().map(RevisionRow::into_revision).collect()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = evaluation_revision)]
struct RevisionRow {
    revision: i32,
    answers_json: String,
    score_json: String,
    replaced_at: Instant,
    appeal_id: Option<AppealId>,
    reason: Option<String>,
    revised_by: Option<PersonId>,
    opened_at: Option<Instant>,
    answer: Option<Answer>,
    answered_at: Option<Instant>,
    reply: Option<String>,
    outcome: Option<Outcome>,
    outcome_detail: Option<String>,
    disposition_is_right: Option<bool>,
    disposition_corrected: Option<String>,
}

impl RevisionRow {
    fn into_revision(self) -> Result<Revision, DbError> {
        let (detail, corrected) = (self.outcome_detail, self.disposition_corrected);
        Ok(Revision {
            number: self.revision,
            responses: from_json("an evaluation's earlier answers", &self.answers_json)?,
            score: from_json("an evaluation's earlier score", &self.score_json)?,
            replaced_at: self.replaced_at,
            appeal_id: self.appeal_id,
            reason: self.reason,
            revised_by: self.revised_by,
            feedback: Feedback {
                opened_at: self.opened_at,
                acknowledged_at: None,
                reply: self.reply,
                answer: self.answer,
                answered_at: self.answered_at,
            },
            finding: self.outcome.map(|outcome| Finding { outcome, detail }),
            disposition: self.disposition_is_right.map(|is_right| Disposition { is_right, corrected }),
        })
    }
}

/// Released evaluations for these purposes whose time to answer is over and which nobody answered,
/// the longest over first, at most `limit`.
pub fn lapsing(
    reading: &mut Reading<'_>,
    purposes: &[Purpose],
    limit: i64,
) -> Result<Vec<EvaluationId>, DbError> {
    let now = reading.now();
    let answered = feedback::table
        .filter(feedback::evaluation_id.eq(evaluation::id))
        .filter(feedback::answer.is_not_null());
    Ok(evaluation::table
        .filter(evaluation::answer_until.le(now))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::purpose.eq_any(purposes.to_vec()))
        .filter(not(exists(answered)))
        .order((evaluation::answer_until, evaluation::id))
        .limit(limit)
        .select(evaluation::id)
        .load(reading.connection)?)
}
