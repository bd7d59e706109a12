//! Attempts at reference calls: evaluations for training, and how far each agrees with what was agreed on.
//! An attempt is *finished* once its evaluation is out; until then nobody learns how it went.

use super::columns::{from_json, to_json};
use super::connection::Backend;
use super::evaluation::EvaluationState;
use super::schema::{evaluation, reference_attempt, reference_call};
use super::{COUNTED_TO, Cursor, DbError, PAGE_MOST, Page, Reading, Scope, Window, Writing};
use crate::ids::{CallId, EvaluationId, PersonId, ProjectId, ReferenceCallId, ScorecardId, TeamId};
use crate::scoring::Verdicts;
use crate::time::Instant;
use diesel::prelude::*;

/// How far an attempt agrees with what was agreed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AttemptOutcome {
    /// How many items were compared.
    pub items: i32,
    /// How many of them are alike.
    pub alike: i32,
    /// By how many hundredths of a point the total lies above the agreed one; none: one of them has none.
    pub apart_hundredths: Option<i64>,
    /// What both said of each item.
    pub verdicts: Verdicts,
}

/// An attempt, finished or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// Its evaluation.
    pub evaluation_id: EvaluationId,
    /// At which reference call.
    pub reference_call_id: ReferenceCallId,
    /// The card.
    pub scorecard_id: ScorecardId,
    /// Whose.
    pub person_id: PersonId,
    /// How far its evaluation is.
    pub state: EvaluationState,
    /// When it is finished; none: a draft.
    pub finished_at: Option<Instant>,
    /// How far it agrees; it is told once it is finished.
    pub outcome: AttemptOutcome,
}

impl Attempt {
    /// Whether it is finished.
    #[must_use]
    pub fn is_finished(&self, now: Instant) -> bool {
        self.finished_at.is_some_and(|at| at <= now)
    }
}

/// Which finished attempts are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AttemptFilter {
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// On this card.
    pub scorecard_id: Option<ScorecardId>,
    /// At this reference call.
    pub reference_call_id: Option<ReferenceCallId>,
}

type Row = (
    EvaluationId,
    ReferenceCallId,
    ScorecardId,
    PersonId,
    EvaluationState,
    Option<Instant>,
    i32,
    i32,
    Option<i64>,
    String,
);

fn read(row: Row) -> Result<Attempt, DbError> {
    let (
        evaluation_id,
        reference_call_id,
        scorecard_id,
        person_id,
        state,
        finished_at,
        items,
        alike,
        apart,
        verdicts,
    ) = row;
    let verdicts = from_json("the verdicts of an attempt", &verdicts)?;
    let outcome = AttemptOutcome { items, alike, apart_hundredths: apart, verdicts };
    Ok(Attempt { evaluation_id, reference_call_id, scorecard_id, person_id, state, finished_at, outcome })
}

/// The columns of a [`Row`], in its order.
macro_rules! columns {
    () => {
        (
            reference_attempt::evaluation_id,
            reference_attempt::reference_call_id,
            reference_call::scorecard_id,
            reference_attempt::person_id,
            evaluation::state,
            evaluation::released_at,
            reference_attempt::items,
            reference_attempt::alike,
            reference_attempt::apart_hundredths,
            reference_attempt::verdicts_json,
        )
    };
}

/// Notes that this evaluation is an attempt.
pub fn insert(
    writing: &mut Writing<'_>,
    evaluation_id: EvaluationId,
    reference_call_id: ReferenceCallId,
    person_id: PersonId,
) -> Result<(), DbError> {
    let nothing = AttemptOutcome::default();
    diesel::insert_into(reference_attempt::table)
        .values((
            reference_attempt::evaluation_id.eq(evaluation_id),
            reference_attempt::reference_call_id.eq(reference_call_id),
            reference_attempt::person_id.eq(person_id),
            reference_attempt::items.eq(nothing.items),
            reference_attempt::alike.eq(nothing.alike),
            reference_attempt::verdicts_json.eq(to_json(&nothing.verdicts)?),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Writes how far it agrees, as it is released.
pub fn note_outcome(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    outcome: &AttemptOutcome,
) -> Result<(), DbError> {
    diesel::update(reference_attempt::table.find(id))
        .set((
            reference_attempt::items.eq(outcome.items),
            reference_attempt::alike.eq(outcome.alike),
            reference_attempt::apart_hundredths.eq(outcome.apart_hundredths),
            reference_attempt::verdicts_json.eq(to_json(&outcome.verdicts)?),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The attempt that this evaluation is, whoever asks; none: it is no attempt.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Attempt>, DbError> {
    let row: Option<Row> = reference_attempt::table
        .inner_join(evaluation::table)
        .inner_join(reference_call::table)
        .filter(reference_attempt::evaluation_id.eq(id))
        .select(columns!())
        .first(reading.connection)
        .optional()?;
    row.map(read).transpose()
}

/// The attempts of a person at these reference calls, oldest first.
pub fn of_person(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    ids: &[ReferenceCallId],
) -> Result<Vec<Attempt>, DbError> {
    let rows: Vec<Row> = reference_attempt::table
        .inner_join(evaluation::table)
        .inner_join(reference_call::table)
        .filter(reference_attempt::person_id.eq(person_id))
        .filter(reference_attempt::reference_call_id.eq_any(ids))
        .order(reference_attempt::evaluation_id)
        .select(columns!())
        .load(reading.connection)?;
    rows.into_iter().map(read).collect()
}

/// The calls that this person scores blind just now: of an attempt that is not finished, or can still be taken
/// back. Until then they see nothing that others found in them.
pub fn calls_scored_blind(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<CallId>, DbError> {
    let now = reading.now();
    let is_open = evaluation::released_at.is_null().or(evaluation::released_at.assume_not_null().gt(now));
    Ok(reference_attempt::table
        .inner_join(evaluation::table)
        .filter(reference_attempt::person_id.eq(person_id))
        .filter(is_open)
        .filter(evaluation::call_id.is_not_null())
        .order(reference_attempt::evaluation_id)
        .select(evaluation::call_id.assume_not_null())
        .load(reading.connection)?)
}

/// The finished attempts of this scope, oldest first: the youngest `most` of them.
pub fn all_finished(
    reading: &mut Reading<'_>,
    scope: &Scope,
    filter: AttemptFilter,
    most: usize,
) -> Result<Vec<Attempt>, DbError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = finished(reading, scope, filter, Window::new(after, PAGE_MOST))?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() || all.len() >= most {
            all.truncate(most);
            all.reverse();
            return Ok(all);
        }
    }
}

/// One page of the finished attempts of this scope, the last finished first.
pub fn finished(
    reading: &mut Reading<'_>,
    scope: &Scope,
    filter: AttemptFilter,
    window: Window,
) -> Result<Page<Attempt>, DbError> {
    let now = reading.now();
    let found = || {
        let mut all = reference_attempt::table
            .inner_join(evaluation::table)
            .inner_join(reference_call::table)
            .into_boxed::<Backend>()
            .filter(evaluation::released_at.le(now));
        // An attempt is about the same part in the same call as what was agreed on.
        if let Scope::Within(bounds) = scope {
            let people: Vec<PersonId> = bounds.people.iter().copied().collect();
            let teams: Vec<TeamId> = bounds.teams.iter().copied().collect();
            let projects: Vec<ProjectId> = bounds.projects.iter().copied().collect();
            all = all.filter(
                evaluation::person_id
                    .eq_any(people)
                    .or(evaluation::team_id.eq_any(teams))
                    .or(evaluation::project_id.eq_any(projects)),
            );
        }
        if let Some(id) = filter.person_id {
            all = all.filter(reference_attempt::person_id.eq(id));
        }
        if let Some(id) = filter.scorecard_id {
            all = all.filter(reference_call::scorecard_id.eq(id));
        }
        if let Some(id) = filter.reference_call_id {
            all = all.filter(reference_attempt::reference_call_id.eq(id));
        }
        all
    };
    let mut rows = found();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), EvaluationId::from_bytes(after.id));
        rows = rows.filter(
            evaluation::released_at.lt(at).or(evaluation::released_at.eq(at).and(evaluation::id.lt(id))),
        );
    }
    let rows: Vec<Row> = rows
        .order((evaluation::released_at.desc(), evaluation::id.desc()))
        .limit(window.limit() + 1)
        .select(columns!())
        .load(reading.connection)?;
    let rows: Vec<Attempt> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    let counted: i64 = found().count().get_result(reading.connection)?;
    let place = |row: &Attempt| Cursor {
        key: row.finished_at.map(Instant::as_millis).unwrap_or_default(),
        id: *row.evaluation_id.as_bytes(),
    };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
