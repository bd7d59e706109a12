//! Reference calls (标准评分): calls with an agreed evaluation. What was agreed is a copy and never
//! changes; its words do.

use super::columns::{from_json, to_json};
use super::connection::Backend;
use super::schema::{evaluation, reference_call, reference_look};
use super::standard_answer::Words;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, Writing};
use crate::ids::{
    EvaluationId, PersonId, ProjectId, ReferenceCallId, ScorecardId, ScorecardVersionId, TeamId,
};
use crate::scoring::{Responses, ScoreRecord};
use crate::time::Instant;
use diesel::dsl::{exists, select};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A reference call.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceCall {
    /// Its id.
    pub id: ReferenceCallId,
    /// The evaluation that it was made from: whose part in which call.
    pub evaluation_id: EvaluationId,
    /// The revision of that evaluation that was agreed on.
    pub revision: i32,
    /// The card.
    pub scorecard_id: ScorecardId,
    /// The version that everybody scores it on.
    pub scorecard_version_id: ScorecardVersionId,
    /// What was agreed on, item by item.
    pub answers: Responses,
    /// What that comes to.
    pub score: ScoreRecord,
    /// What readers read.
    pub words: ReferenceWords,
    /// How often the words were changed.
    pub edit: i32,
    /// Who made it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Instant,
    /// Since when nobody scores it any more.
    pub retired_at: Option<Instant>,
}

/// The words of a reference call, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceWords {
    /// What it is called; it tells nothing of the score.
    pub title: Words,
    /// What is to be learned from it; read after scoring.
    pub why: Words,
    /// Why the agreed answer is right, by the key of the item; read after scoring.
    pub reasons: BTreeMap<String, Words>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = reference_call)]
struct Row {
    id: ReferenceCallId,
    evaluation_id: EvaluationId,
    revision: i32,
    scorecard_id: ScorecardId,
    scorecard_version_id: ScorecardVersionId,
    answers_json: String,
    score_json: String,
    title_json: String,
    why_json: String,
    reasons_json: String,
    edit: i32,
    made_by: PersonId,
    made_at: Instant,
    retired_at: Option<Instant>,
}

impl Row {
    fn of(one: &ReferenceCall) -> Result<Self, DbError> {
        Ok(Self {
            id: one.id,
            evaluation_id: one.evaluation_id,
            revision: one.revision,
            scorecard_id: one.scorecard_id,
            scorecard_version_id: one.scorecard_version_id,
            answers_json: to_json(&one.answers)?,
            score_json: to_json(&one.score)?,
            title_json: to_json(&one.words.title)?,
            why_json: to_json(&one.words.why)?,
            reasons_json: to_json(&one.words.reasons)?,
            edit: one.edit,
            made_by: one.made_by,
            made_at: one.made_at,
            retired_at: one.retired_at,
        })
    }

    fn read(self) -> Result<ReferenceCall, DbError> {
        Ok(ReferenceCall {
            id: self.id,
            evaluation_id: self.evaluation_id,
            revision: self.revision,
            scorecard_id: self.scorecard_id,
            scorecard_version_id: self.scorecard_version_id,
            answers: from_json("the agreed answers of a reference call", &self.answers_json)?,
            score: from_json("the agreed score of a reference call", &self.score_json)?,
            words: ReferenceWords {
                title: from_json("the title of a reference call", &self.title_json)?,
                why: from_json("the words of a reference call", &self.why_json)?,
                reasons: from_json("the reasons of a reference call", &self.reasons_json)?,
            },
            edit: self.edit,
            made_by: self.made_by,
            made_at: self.made_at,
            retired_at: self.retired_at,
        })
    }
}

/// Enters a reference call.
pub fn insert(writing: &mut Writing<'_>, new: &ReferenceCall) -> Result<(), DbError> {
    diesel::insert_into(reference_call::table).values(&Row::of(new)?).execute(writing.connection)?;
    Ok(())
}

/// Whether a reference call was made from this evaluation.
pub fn is_made_from(reading: &mut Reading<'_>, id: EvaluationId) -> Result<bool, DbError> {
    let made = reference_call::table.filter(reference_call::evaluation_id.eq(id));
    Ok(select(exists(made)).get_result(reading.connection)?)
}

/// The reference call, where its call exists for the caller.
pub fn find(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: ReferenceCallId,
) -> Result<Option<ReferenceCall>, DbError> {
    let row: Option<Row> =
        reached(scope).filter(reference_call::id.eq(id)).first(reading.connection).optional()?;
    row.map(Row::read).transpose()
}

/// These reference calls.
pub fn by_ids(
    reading: &mut Reading<'_>,
    ids: &[ReferenceCallId],
) -> Result<BTreeMap<ReferenceCallId, ReferenceCall>, DbError> {
    let rows: Vec<Row> =
        reference_call::table.filter(reference_call::id.eq_any(ids)).load(reading.connection)?;
    rows.into_iter().map(|row| Ok((row.id, row.read()?))).collect()
}

/// Stores other words, if `edit` is how often they were changed; says whether it was.
pub fn rewrite(
    writing: &mut Writing<'_>,
    id: ReferenceCallId,
    edit: i32,
    words: &ReferenceWords,
) -> Result<bool, DbError> {
    let based_on = reference_call::table.find(id).filter(reference_call::edit.eq(edit));
    let stored = diesel::update(based_on)
        .set((
            reference_call::edit.eq(edit.saturating_add(1)),
            reference_call::title_json.eq(to_json(&words.title)?),
            reference_call::why_json.eq(to_json(&words.why)?),
            reference_call::reasons_json.eq(to_json(&words.reasons)?),
        ))
        .execute(writing.connection)?;
    Ok(stored == 1)
}

/// Nobody scores it from this moment on; none: it is scored again.
pub fn retire(
    writing: &mut Writing<'_>,
    id: ReferenceCallId,
    retired_at: Option<Instant>,
) -> Result<(), DbError> {
    diesel::update(reference_call::table.find(id))
        .set(reference_call::retired_at.eq(retired_at))
        .execute(writing.connection)?;
    Ok(())
}

/// One page of those that are in use, or that are retired, of one card or of all, the youngest first.
pub fn list(
    reading: &mut Reading<'_>,
    scope: &Scope,
    retired: bool,
    card: Option<ScorecardId>,
    window: Window,
) -> Result<Page<ReferenceCall>, DbError> {
    let found = || {
        let mut all = reached(scope);
        all = if retired {
            all.filter(reference_call::retired_at.is_not_null())
        } else {
            all.filter(reference_call::retired_at.is_null())
        };
        if let Some(card) = card {
            all = all.filter(reference_call::scorecard_id.eq(card));
        }
        all
    };
    let mut rows = found();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), ReferenceCallId::from_bytes(after.id));
        rows = rows.filter(
            reference_call::made_at.lt(at).or(reference_call::made_at.eq(at).and(reference_call::id.lt(id))),
        );
    }
    let rows: Vec<Row> = rows
        .order((reference_call::made_at.desc(), reference_call::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let rows: Vec<ReferenceCall> = rows.into_iter().map(Row::read).collect::<Result<_, _>>()?;
    let counted: i64 = found().count().get_result(reading.connection)?;
    let place = |row: &ReferenceCall| Cursor { key: row.made_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

fn reached(scope: &Scope) -> reference_call::BoxedQuery<'static, Backend> {
    let all = reference_call::table.into_boxed();
    let Scope::Within(bounds) = scope else { return all };
    let people: Vec<PersonId> = bounds.people.iter().copied().collect();
    let teams: Vec<TeamId> = bounds.teams.iter().copied().collect();
    let projects: Vec<ProjectId> = bounds.projects.iter().copied().collect();
    let of_calls = evaluation::table
        .filter(
            evaluation::person_id
                .eq_any(people)
                .or(evaluation::team_id.eq_any(teams))
                .or(evaluation::project_id.eq_any(projects)),
        )
        .select(evaluation::id);
    all.filter(reference_call::evaluation_id.eq_any(of_calls))
}

/// Notes that this person has read what was agreed on; the first time counts.
pub fn note_look(writing: &mut Writing<'_>, id: ReferenceCallId, person_id: PersonId) -> Result<(), DbError> {
    if has_looked(writing, id, person_id)? {
        return Ok(());
    }
    let looked_at = writing.now();
    diesel::insert_into(reference_look::table)
        .values((
            reference_look::reference_call_id.eq(id),
            reference_look::person_id.eq(person_id),
            reference_look::looked_at.eq(looked_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Whether this person has read what was agreed on.
pub fn has_looked(
    reading: &mut Reading<'_>,
    id: ReferenceCallId,
    person_id: PersonId,
) -> Result<bool, DbError> {
    Ok(select(exists(reference_look::table.find((id, person_id)))).get_result(reading.connection)?)
}

/// Which of these this person has read what was agreed on of.
pub fn looked_at_by(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    ids: &[ReferenceCallId],
) -> Result<Vec<ReferenceCallId>, DbError> {
    Ok(reference_look::table
        .filter(reference_look::person_id.eq(person_id))
        .filter(reference_look::reference_call_id.eq_any(ids))
        .select(reference_look::reference_call_id)
        .load(reading.connection)?)
}
