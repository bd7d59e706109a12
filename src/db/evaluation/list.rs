//! Lists of evaluations: what is filtered, how it is sorted, what a row holds.

use super::disposition::{self, DispositionVerdict};
use super::{EvaluationState, NoScoreReason, Purpose, Withheld};
use crate::db::columns::words;
use crate::db::connection::Backend;
use crate::db::cursor::counted;
use crate::db::feedback::Answer;
use crate::db::schema::{
    contact_evaluation, evaluation, evaluation_clock, feedback, scorecard_version, verification,
};
use crate::db::verification::Outcome;
use crate::db::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window};
use crate::ids::{
    AgentId, CallId, ContactId, EvaluationId, PersonId, ProjectId, ScorecardId, ScorecardVersionId, TeamId,
};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use std::collections::HashMap;

/// Evaluations that are looked for.
pub(super) type Evaluations = evaluation::BoxedQuery<'static, Backend>;

/// Below this, in hundredths, an error was made at a critical item.
const CRITICAL_FULL: i64 = 10_000;

/// The key of rows that have none of the number a list is sorted by: they come last.
const WITHOUT_KEY: i64 = i64::MIN;

/// Whose evaluations a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Those that this person makes, in whatever state, for these purposes.
    MadeBy {
        /// Who makes them.
        person_id: PersonId,
        /// What they are for.
        purposes: Vec<Purpose>,
    },
    /// Those that are drafts, of this scope, whoever makes them.
    Drafts {
        /// How far the caller's permission reaches.
        scope: Scope,
    },
    /// Those that are out, of this scope, for these purposes.
    Out {
        /// How far the caller's permission reaches.
        scope: Scope,
        /// What they are for.
        purposes: Vec<Purpose>,
    },
    /// Those that are released and wait for a talk of the agent's leader, of this scope.
    Held {
        /// How far the caller's permission reaches.
        scope: Scope,
        /// What they are for.
        purposes: &'static [Purpose],
    },
}

words! {
    /// What the agent has done with an evaluation.
    Answered {
        /// Nothing yet.
        Unopened = "unopened",
        /// Opened it, no more.
        Opened = "opened",
        /// Acknowledged it, and said nothing about whether it is right.
        Acknowledged = "acknowledged",
        /// Found it right.
        NoObjection = "no_objection",
        /// Never answered in time.
        Lapsed = "lapsed",
        /// Appealed, and it is not decided yet.
        Appealed = "appealed",
        /// Appealed, and it is decided.
        Decided = "decided",
    }
}

impl Answered {
    /// The answer that it means; none: it was not answered.
    fn answer(self) -> Option<Answer> {
        match self {
            Self::Unopened | Self::Opened => None,
            Self::Acknowledged => Some(Answer::Acknowledged),
            Self::NoObjection => Some(Answer::NoObjection),
            Self::Lapsed => Some(Answer::Lapsed),
            Self::Appealed => Some(Answer::Appealed),
            Self::Decided => Some(Answer::Decided),
        }
    }
}

words! {
    /// The order of a list of evaluations; equal ones by id, those without the number last.
    EvaluationSort {
        /// What came out last is first.
        NewestRelease = "-released_at",
        /// What came out first is first.
        OldestRelease = "released_at",
        /// The best is first.
        HighestTotal = "-total",
        /// The worst is first.
        LowestTotal = "total",
        /// What was changed last is first.
        LastChanged = "-changed_at",
    }
}

/// Which of them; everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvaluationFilter {
    /// In this state.
    pub state: Option<EvaluationState>,
    /// Of this call.
    pub call_id: Option<CallId>,
    /// Of this project.
    pub project_id: Option<ProjectId>,
    /// Of somebody who was in this team on the call's day.
    pub team_id: Option<TeamId>,
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// By this evaluator.
    pub evaluator_id: Option<PersonId>,
    /// On any version of this scorecard.
    pub scorecard_id: Option<ScorecardId>,
    /// With this grade.
    pub band: Option<String>,
    /// Passed, or failed.
    pub passed: Option<bool>,
    /// Out on this day of the workspace or later, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Out on this day or earlier.
    pub to: Option<String>,
    /// What the agent has done with it.
    pub answered: Option<Answered>,
    /// With an error at a critical item, or without.
    pub critical_failed: Option<bool>,
    /// With a fatal option chosen, or without.
    pub fatal: Option<bool>,
    /// Of generated calls, or of real ones.
    pub generated: Option<bool>,
    /// What should have been released, or heard, by now.
    pub is_overdue: bool,
    /// What was said of the call's disposition.
    pub disposition: Option<DispositionVerdict>,
    /// What is withheld from whoever reads it.
    pub withheld: Withheld,
    /// Of this contact.
    pub contact_id: Option<ContactId>,
    /// The verification of a sale with this outcome.
    pub outcome: Option<Outcome>,
}

impl EvaluationFilter {
    /// The same filter, whatever came of the evaluations and whatever their agents said; with the people who
    /// are withheld.
    fn whatever_was_found(self) -> Self {
        Self {
            call_id: self.call_id,
            contact_id: self.contact_id,
            project_id: self.project_id,
            team_id: self.team_id,
            person_id: self.person_id,
            evaluator_id: self.evaluator_id,
            scorecard_id: self.scorecard_id,
            from: self.from,
            to: self.to,
            generated: self.generated,
            withheld: Withheld { people: Vec::new(), ..self.withheld },
            ..Self::default()
        }
    }
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = evaluation)]
pub struct EvaluationSummary {
    /// Its id.
    pub id: EvaluationId,
    /// The call; none once it is deleted.
    pub call_id: Option<CallId>,
    /// When the call began.
    pub call_started_at: Option<Instant>,
    /// The agent.
    pub agent_id: Option<AgentId>,
    /// Who sat there on that day.
    pub person_id: Option<PersonId>,
    /// The team they belonged to on that day.
    pub team_id: Option<TeamId>,
    /// The project of the call.
    pub project_id: Option<ProjectId>,
    /// Who makes it.
    pub evaluator_id: PersonId,
    /// The version of the scorecard.
    pub scorecard_version_id: ScorecardVersionId,
    /// What it is for.
    pub purpose: Purpose,
    /// How far it is.
    pub state: EvaluationState,
    /// The total in hundredths.
    pub total_hundredths: Option<i64>,
    /// The critical score in hundredths.
    pub critical_hundredths: Option<i64>,
    /// Whether it passed.
    pub passed: Option<bool>,
    /// The key of its grade.
    pub band: Option<String>,
    /// Whether a fatal option was chosen.
    pub is_fatal: bool,
    /// Why it has no score.
    pub no_score_reason: Option<NoScoreReason>,
    /// Whether its call was generated.
    pub is_generated: bool,
    /// When it was last changed.
    pub changed_at: Instant,
    /// From when on it is out.
    pub released_at: Option<Instant>,
}

impl EvaluationSummary {
    /// The number by which this order sorts it.
    fn key(&self, sort: EvaluationSort) -> Option<i64> {
        match sort {
            EvaluationSort::NewestRelease | EvaluationSort::OldestRelease => {
                self.released_at.map(Instant::as_millis)
            }
            EvaluationSort::HighestTotal | EvaluationSort::LowestTotal => self.total_hundredths,
            EvaluationSort::LastChanged => Some(self.changed_at.as_millis()),
        }
    }

    /// Its place in a list that is sorted so.
    #[must_use]
    pub fn place(&self, sort: EvaluationSort) -> Cursor {
        Cursor { key: self.key(sort).unwrap_or(WITHOUT_KEY), id: *self.id.as_bytes() }
    }
}

/// One page of the evaluations that the filter finds.
pub fn list(
    reading: &mut Reading<'_>,
    shown: &Shown,
    filter: &EvaluationFilter,
    sort: EvaluationSort,
    window: Window,
) -> Result<Page<EvaluationSummary>, DbError> {
    let now = reading.now();
    let found = || matching(shown, filter, now);
    let rows = rows_behind(reading, found, sort, window.after, window.limit() + 1)?;
    let counted = count(reading, found)?;
    Ok(Page::of(rows, window, counted, |row| row.place(sort)))
}

/// The next of them, at most `most`, behind this row; uncounted, for whoever reads all of them.
pub fn walk(
    reading: &mut Reading<'_>,
    shown: &Shown,
    filter: &EvaluationFilter,
    sort: EvaluationSort,
    after: Option<Cursor>,
    most: i64,
) -> Result<Vec<EvaluationSummary>, DbError> {
    let now = reading.now();
    rows_behind(reading, || matching(shown, filter, now), sort, after, most)
}

fn rows_behind(
    reading: &mut Reading<'_>,
    found: impl Fn() -> Evaluations,
    sort: EvaluationSort,
    after: Option<Cursor>,
    wanted: i64,
) -> Result<Vec<EvaluationSummary>, DbError> {
    let mut rows = match after {
        Some(after) if after.key == WITHOUT_KEY => Vec::new(),
        after => load(reading, with_key(found(), sort, after).limit(wanted))?,
    };
    let missing = wanted.saturating_sub(i64::try_from(rows.len()).unwrap_or(wanted));
    if missing > 0 {
        let after = after.filter(|after| after.key == WITHOUT_KEY);
        rows.extend(load(reading, without_key(found(), sort, after).limit(missing))?);
    }
    Ok(rows)
}

fn load(reading: &mut Reading<'_>, found: Evaluations) -> Result<Vec<EvaluationSummary>, DbError> {
    Ok(found.select(EvaluationSummary::as_select()).load(reading.connection)?)
}

/// How many there are, counted a little further than people are told.
fn count(reading: &mut Reading<'_>, found: impl Fn() -> Evaluations) -> Result<i64, DbError> {
    let beyond: Option<EvaluationId> =
        found().select(evaluation::id).offset(COUNTED_TO).limit(1).first(reading.connection).optional()?;
    Ok(counted(beyond, || found().count().get_result(reading.connection))?)
}

/// How many rows a list would have of the people who are withheld from its reader, by whom and when its
/// filter asks for, whatever was found: the number tells nothing of it.
pub fn count_of_withheld_people(
    reading: &mut Reading<'_>,
    shown: &Shown,
    filter: &EvaluationFilter,
) -> Result<i64, DbError> {
    let people = filter.withheld.people.clone();
    if people.is_empty() {
        return Ok(0);
    }
    let filter = filter.clone().whatever_was_found();
    let now = reading.now();
    let theirs = matching(shown, &filter, now).filter(evaluation::person_id.eq_any(people));
    Ok(theirs.count().get_result(reading.connection)?)
}

/// Sorts by a column and goes on behind a row; the column's index finds the place.
macro_rules! sorted {
    ($found:ident, $column:path, $after:expr, falling) => {{
        let sorted = $found.order(($column.desc(), evaluation::id.desc()));
        match $after {
            Some((key, id)) => {
                sorted.filter($column.le(key)).filter($column.lt(key).or(evaluation::id.lt(id)))
            }
            None => sorted,
        }
    }};
    ($found:ident, $column:path, $after:expr, rising) => {{
        let sorted = $found.order(($column.asc(), evaluation::id.asc()));
        match $after {
            Some((key, id)) => {
                sorted.filter($column.ge(key)).filter($column.gt(key).or(evaluation::id.gt(id)))
            }
            None => sorted,
        }
    }};
}

/// Those that have the number, in its order.
fn with_key(found: Evaluations, sort: EvaluationSort, after: Option<Cursor>) -> Evaluations {
    let after = after.map(|after| (after.key, EvaluationId::from_bytes(after.id)));
    let after_moment = after.map(|(key, id)| (Instant::from_millis(key), id));
    match sort {
        EvaluationSort::NewestRelease => {
            let found = found.filter(evaluation::released_at.is_not_null());
            sorted!(found, evaluation::released_at, after_moment, falling)
        }
        EvaluationSort::OldestRelease => {
            let found = found.filter(evaluation::released_at.is_not_null());
            sorted!(found, evaluation::released_at, after_moment, rising)
        }
        EvaluationSort::HighestTotal => {
            let found = found.filter(evaluation::total_hundredths.is_not_null());
            sorted!(found, evaluation::total_hundredths, after, falling)
        }
        EvaluationSort::LowestTotal => {
            let found = found.filter(evaluation::total_hundredths.is_not_null());
            sorted!(found, evaluation::total_hundredths, after, rising)
        }
        EvaluationSort::LastChanged => sorted!(found, evaluation::changed_at, after_moment, falling),
    }
}

/// Those that have no such number, youngest first.
fn without_key(found: Evaluations, sort: EvaluationSort, after: Option<Cursor>) -> Evaluations {
    let found = match sort {
        EvaluationSort::NewestRelease | EvaluationSort::OldestRelease => {
            found.filter(evaluation::released_at.is_null())
        }
        EvaluationSort::HighestTotal | EvaluationSort::LowestTotal => {
            found.filter(evaluation::total_hundredths.is_null())
        }
        EvaluationSort::LastChanged => found.filter(evaluation::changed_at.is_null()),
    };
    let sorted = found.order(evaluation::id.desc());
    match after {
        Some(after) => sorted.filter(evaluation::id.lt(EvaluationId::from_bytes(after.id))),
        None => sorted,
    }
}

/// What a list of something else shows of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvaluationHead {
    /// The version of the scorecard.
    pub scorecard_version_id: ScorecardVersionId,
    /// The call; none: it is gone, or it was never of one.
    pub call_id: Option<CallId>,
    total_hundredths: Option<i64>,
}

impl EvaluationHead {
    /// The total.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a total is far below 2⁵³ hundredths")]
    pub fn total(&self) -> Option<f64> {
        self.total_hundredths.map(|hundredths| hundredths as f64 / 100.0)
    }
}

/// The heads of these evaluations.
pub fn heads(
    reading: &mut Reading<'_>,
    ids: &[EvaluationId],
) -> Result<HashMap<EvaluationId, EvaluationHead>, DbError> {
    let rows: Vec<(EvaluationId, ScorecardVersionId, Option<CallId>, Option<i64>)> = evaluation::table
        .filter(evaluation::id.eq_any(ids.to_vec()))
        .select((
            evaluation::id,
            evaluation::scorecard_version_id,
            evaluation::call_id,
            evaluation::total_hundredths,
        ))
        .load(reading.connection)?;
    let head = |(id, scorecard_version_id, call_id, total_hundredths)| {
        (id, EvaluationHead { scorecard_version_id, call_id, total_hundredths })
    };
    Ok(rows.into_iter().map(head).collect())
}

/// Those that exist for the caller and for which the whole filter holds.
fn matching(shown: &Shown, filter: &EvaluationFilter, now: Instant) -> Evaluations {
    let all = evaluation::table.into_boxed();
    let shown = match shown {
        Shown::MadeBy { person_id, purposes } => all
            .filter(evaluation::evaluator_id.eq(*person_id))
            .filter(evaluation::purpose.eq_any(purposes.clone())),
        Shown::Out { scope, purposes } => within(all, scope)
            .filter(evaluation::released_at.le(now))
            .filter(evaluation::purpose.eq_any(purposes.clone())),
        Shown::Drafts { scope } => within(all, scope).filter(evaluation::state.eq(EvaluationState::Draft)),
        Shown::Held { scope, purposes } => within(all, scope)
            .filter(evaluation::state.eq(EvaluationState::Released))
            .filter(evaluation::released_at.is_null())
            .filter(evaluation::purpose.eq_any(purposes.to_vec())),
    };
    let found = scored_as(about(shown, filter), filter);
    if filter.is_overdue { found.filter(exists(run_out(now))) } else { found }
}

/// The clock of an evaluation, if it ran out.
#[diesel::dsl::auto_type(no_type_alias)]
fn run_out(now: Instant) -> _ {
    evaluation_clock::table
        .filter(evaluation_clock::evaluation_id.eq(evaluation::id))
        .filter(evaluation_clock::running_until.le(now))
}

/// Those of the scope: an evaluation keeps the person, the team and the project of its call's day.
/// A source sees none.
pub(in crate::db) fn within(found: Evaluations, scope: &Scope) -> Evaluations {
    let Scope::Within(bounds) = scope else { return found };
    let people: Vec<PersonId> = bounds.people.iter().copied().collect();
    let teams: Vec<TeamId> = bounds.teams.iter().copied().collect();
    let projects: Vec<ProjectId> = bounds.projects.iter().copied().collect();
    found.filter(lies_within(people, teams, projects))
}

/// Whether an evaluation is about one of these; for queries that look at evaluations from another table.
#[diesel::dsl::auto_type(no_type_alias)]
pub(in crate::db) fn lies_within(people: Vec<PersonId>, teams: Vec<TeamId>, projects: Vec<ProjectId>) -> _ {
    evaluation::person_id
        .eq_any(people)
        .or(evaluation::team_id.eq_any(teams))
        .or(evaluation::project_id.eq_any(projects))
}

/// Whom and what it is about, by whom, and when it came out.
pub(super) fn about(mut found: Evaluations, filter: &EvaluationFilter) -> Evaluations {
    if let Some(id) = filter.project_id {
        found = found.filter(evaluation::project_id.eq(id));
    }
    if let Some(id) = filter.team_id {
        found = found.filter(evaluation::team_id.eq(id));
    }
    if let Some(id) = filter.person_id {
        found = found.filter(evaluation::person_id.eq(id));
    }
    if let Some(id) = filter.evaluator_id {
        found = found.filter(evaluation::evaluator_id.eq(id));
    }
    if let Some(id) = filter.scorecard_id {
        let versions = scorecard_version::table.filter(scorecard_version::scorecard_id.eq(id));
        let versions = versions.select(scorecard_version::id);
        found = found.filter(evaluation::scorecard_version_id.eq_any(versions));
    }
    if let Some(from) = filter.from.clone() {
        found = found.filter(evaluation::released_date.ge(from));
    }
    if let Some(to) = filter.to.clone() {
        found = found.filter(evaluation::released_date.le(to));
    }
    if let Some(wanted) = filter.call_id {
        found = found.filter(evaluation::call_id.eq(wanted));
    }
    if let Some(wanted) = filter.generated {
        found = found.filter(evaluation::is_generated.eq(wanted));
    }
    if let Some(id) = filter.contact_id {
        let its_own = contact_evaluation::table
            .filter(contact_evaluation::contact_id.eq(id))
            .select(contact_evaluation::evaluation_id);
        found = found.filter(evaluation::id.eq_any(its_own));
    }
    if let Some(verdict) = filter.disposition {
        found = disposition::filtered(found, verdict);
    }
    without(found, &filter.withheld)
}

/// Those of them that are not withheld.
fn without(mut found: Evaluations, withheld: &Withheld) -> Evaluations {
    if !withheld.calls.is_empty() {
        let others = evaluation::call_id.ne_all(withheld.calls.clone());
        found = found.filter(others.or(evaluation::call_id.is_null()));
    }
    if !withheld.people.is_empty() {
        let others = evaluation::person_id.ne_all(withheld.people.clone());
        found = found.filter(others.or(evaluation::person_id.is_null()));
    }
    if !withheld.contacts.is_empty() {
        let theirs = contact_evaluation::table
            .filter(contact_evaluation::contact_id.eq_any(withheld.contacts.clone()))
            .select(contact_evaluation::evaluation_id);
        found = found.filter(evaluation::id.ne_all(theirs));
    }
    if !withheld.evaluations.is_empty() {
        found = found.filter(evaluation::id.ne_all(withheld.evaluations.clone()));
    }
    found
}

/// What came of it, and what the agent has done with it.
fn scored_as(mut found: Evaluations, filter: &EvaluationFilter) -> Evaluations {
    if let Some(state) = filter.state {
        found = found.filter(evaluation::state.eq(state));
    }
    if let Some(band) = filter.band.clone() {
        found = found.filter(evaluation::band.eq(band));
    }
    if let Some(passed) = filter.passed {
        found = found.filter(evaluation::passed.eq(passed));
    }
    if let Some(fatal) = filter.fatal {
        found = found.filter(evaluation::is_fatal.eq(fatal));
    }
    if let Some(failed) = filter.critical_failed {
        found = if failed {
            found.filter(evaluation::critical_hundredths.lt(CRITICAL_FULL))
        } else {
            found.filter(evaluation::critical_hundredths.ge(CRITICAL_FULL))
        };
    }
    if let Some(outcome) = filter.outcome {
        let its_own = verification::table.filter(verification::evaluation_id.eq(evaluation::id));
        found = found.filter(exists(its_own.filter(verification::outcome.eq(outcome))));
    }
    let of_this = || feedback::table.filter(feedback::evaluation_id.eq(evaluation::id));
    let opened = || exists(of_this().filter(feedback::opened_at.is_not_null()));
    let any_answer = || exists(of_this().filter(feedback::answer.is_not_null()));
    let Some(answered) = filter.answered else { return found };
    match (answered, answered.answer()) {
        (_, Some(answer)) => found.filter(exists(of_this().filter(feedback::answer.eq(answer)))),
        (Answered::Unopened, None) => found.filter(not(opened())).filter(not(any_answer())),
        (_, None) => found.filter(opened()).filter(not(any_answer())),
    }
}
