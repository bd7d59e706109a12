//! A draft is closed, with a score or without one, and opened again until it is out.

use super::{EvaluationState, NoScore, NoScoreReason};
use crate::db::columns::to_json;
use crate::db::schema::evaluation;
use crate::db::{DbError, Writing, evaluation_clock};
use crate::ids::EvaluationId;
use crate::scoring::{Figure, Score};
use crate::time::Instant;
use diesel::prelude::*;

/// When a closed draft is out, and on which day of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// From when on it is out.
    pub at: Instant,
    /// The day of that moment, `YYYY-MM-DD`.
    pub date: String,
    /// Until when the agent may answer.
    pub answer_until: Instant,
    /// Until when the agent should hear it; none: nobody is asked to.
    pub hear_until: Option<Instant>,
}

/// Closes a draft with its score, if `edit` is its last save; says whether it was.
pub fn release(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    edit: i32,
    score: &Score,
    release: &Release,
) -> Result<bool, DbError> {
    let now = writing.now();
    let based_on = evaluation::table
        .find(id)
        .filter(evaluation::state.eq(EvaluationState::Draft))
        .filter(evaluation::edit.eq(edit));
    let stored = diesel::update(based_on)
        .set((
            evaluation::state.eq(EvaluationState::Released),
            evaluation::score_json.eq(to_json(score)?),
            evaluation::total_hundredths.eq(score.total.as_ref().map(Figure::hundredths)),
            evaluation::critical_hundredths.eq(score.critical.as_ref().map(Figure::hundredths)),
            evaluation::before_fatal_hundredths.eq(score.score_before_fatal.as_ref().map(Figure::hundredths)),
            evaluation::passed.eq(score.passed),
            evaluation::band.eq(&score.band),
            evaluation::is_fatal.eq(!score.fatal.is_empty()),
            evaluation::changed_at.eq(now),
            evaluation::released_at.eq(release.at),
            evaluation::released_date.eq(&release.date),
            evaluation::answer_until.eq(release.answer_until),
        ))
        .execute(writing.connection)?;
    if stored == 1 {
        evaluation_clock::released(writing, id, release.hear_until)?;
    }
    Ok(stored == 1)
}

/// Closes a draft without a score; says whether it was one.
pub fn close_without_score(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    no_score: &NoScore,
    release: &Release,
) -> Result<bool, DbError> {
    let now = writing.now();
    let draft = evaluation::table.find(id).filter(evaluation::state.eq(EvaluationState::Draft));
    let stored = diesel::update(draft)
        .set((
            evaluation::state.eq(EvaluationState::NotScored),
            evaluation::no_score_reason.eq(no_score.reason),
            evaluation::no_score_note.eq(&no_score.note),
            evaluation::changed_at.eq(now),
            evaluation::released_at.eq(release.at),
            evaluation::released_date.eq(&release.date),
            evaluation::answer_until.eq(release.answer_until),
        ))
        .execute(writing.connection)?;
    if stored == 1 {
        evaluation_clock::released(writing, id, None)?;
    }
    Ok(stored == 1)
}

/// Holds a released evaluation back that is not out yet: it is out once it is let out ([`let_out`]).
pub fn hold_back(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    let now = writing.now();
    let not_out = evaluation::table.find(id).filter(evaluation::released_at.gt(now));
    diesel::update(not_out)
        .set((
            evaluation::released_at.eq(None::<Instant>),
            evaluation::released_date.eq(None::<String>),
            evaluation::answer_until.eq(None::<Instant>),
        ))
        .execute(writing.connection)?;
    evaluation_clock::stop(writing, id)
}

/// Lets an evaluation out that was held back; says whether it was.
pub fn let_out(writing: &mut Writing<'_>, id: EvaluationId, release: &Release) -> Result<bool, DbError> {
    let held = evaluation::table
        .find(id)
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::released_at.is_null());
    let stored = diesel::update(held)
        .set((
            evaluation::released_at.eq(release.at),
            evaluation::released_date.eq(&release.date),
            evaluation::answer_until.eq(release.answer_until),
        ))
        .execute(writing.connection)?;
    if stored == 1 {
        evaluation_clock::released(writing, id, release.hear_until)?;
    }
    Ok(stored == 1)
}

/// Makes a closed evaluation that is not out yet the draft it was; says whether it could.
pub fn reopen(writing: &mut Writing<'_>, id: EvaluationId) -> Result<bool, DbError> {
    let now = writing.now();
    let not_out = evaluation::table
        .find(id)
        .filter(evaluation::state.ne(EvaluationState::Draft))
        .filter(evaluation::released_at.is_null().or(evaluation::released_at.assume_not_null().gt(now)));
    let stored = diesel::update(not_out).set(as_draft(now)).execute(writing.connection)?;
    if stored == 1 {
        evaluation_clock::reopened(writing, id)?;
    }
    Ok(stored == 1)
}

/// Makes an evaluation that is out the draft it was; says whether it was out. Whether the agent has
/// opened it the caller has looked.
pub fn recall(writing: &mut Writing<'_>, id: EvaluationId) -> Result<bool, DbError> {
    let now = writing.now();
    let out = evaluation::table.find(id).filter(evaluation::released_at.le(now));
    let stored = diesel::update(out).set(as_draft(now)).execute(writing.connection)?;
    if stored == 1 {
        evaluation_clock::reopened(writing, id)?;
    }
    Ok(stored == 1)
}

#[derive(AsChangeset)]
#[diesel(table_name = evaluation, treat_none_as_null = true)]
struct DraftAgain {
    state: EvaluationState,
    score_json: Option<String>,
    total_hundredths: Option<i64>,
    critical_hundredths: Option<i64>,
    before_fatal_hundredths: Option<i64>,
    passed: Option<bool>,
    band: Option<String>,
    is_fatal: bool,
    no_score_reason: Option<NoScoreReason>,
    no_score_note: Option<String>,
    changed_at: Instant,
    released_at: Option<Instant>,
    released_date: Option<String>,
    answer_until: Option<Instant>,
}

fn as_draft(now: Instant) -> DraftAgain {
    DraftAgain {
        state: EvaluationState::Draft,
        score_json: None,
        total_hundredths: None,
        critical_hundredths: None,
        before_fatal_hundredths: None,
        passed: None,
        band: None,
        is_fatal: false,
        no_score_reason: None,
        no_score_note: None,
        changed_at: now,
        released_at: None,
        released_date: None,
        answer_until: None,
    }
}
