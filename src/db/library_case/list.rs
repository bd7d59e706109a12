//! Lists of cases: who looks, what is filtered, how it is sorted.

use super::{Case, CaseLevel, CaseState, ItemTie, PROPOSED};
use crate::db::call::{Edges, touches_any};
use crate::db::columns::words;
use crate::db::connection::Backend;
use crate::db::library::LibraryKind;
use crate::db::schema::{
    call, case_item, case_learning, case_tag, library, library_case, participation, team_member,
};
use crate::db::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, literal};
use crate::ids::{CallId, CaseId, LibraryId, PersonId, ProjectId, QueueId, ScorecardId, TeamId};
use crate::time::Instant;
use diesel::dsl::{Filter, exists, not, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use std::collections::BTreeSet;

type Cases = library_case::BoxedQuery<'static, Backend>;
type Condition = Box<dyn BoxableExpression<library_case::table, Backend, SqlType = Bool>>;

/// Whose eyes a list is for. The single case is decided by `library::visibility`, in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenBy {
    /// Who edits libraries: every case of a call within this scope.
    Editor {
        /// Whose calls they reach.
        scope: Scope,
        /// The calls that they score blind just now: their cases are not there until that is done.
        scores_blind: Vec<CallId>,
    },
    /// Who learns: what is on the shelf of an open library that is for them; a warning case only where
    /// everybody who is heard agrees, or where its library allows something else instead.
    Learner(Learner),
    /// Who proposed: what they proposed themselves. By what was written of it since, they find what they see
    /// as a learner too.
    Proposer(PersonId, Learner),
}

/// Who learns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learner {
    /// They learn from the libraries that are for everybody and from those of these projects; none: from
    /// those of every project.
    pub projects: Option<Vec<ProjectId>>,
    /// Every team of the site that they belong to; empty: of none, or it makes no difference.
    pub own_site: Vec<TeamId>,
    /// The calls that they score blind just now: their cases are not there until that is done.
    pub scores_blind: Vec<CallId>,
}

words! {
    /// The order of a list of cases; equal ones by id.
    CaseSort {
        /// What was changed last is first.
        LastChanged = "-changed_at",
        /// What waits longest is first.
        Oldest = "changed_at",
    }
}

/// Which cases; everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// In this library.
    pub library_id: Option<LibraryId>,
    /// In one of these states; none: in any.
    pub states: Vec<CaseState>,
    /// They illustrate an item of this card.
    pub scorecard_id: Option<ScorecardId>,
    /// They illustrate an item of this key.
    pub question: Option<String>,
    /// For these learners.
    pub level: Option<CaseLevel>,
    /// In this language.
    pub language: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// Each of these tokens begins a word that they are found by.
    pub words: Vec<String>,
    /// Of a call of this queue.
    pub queue_id: Option<QueueId>,
    /// Proposed by this person.
    pub proposed_by: Option<PersonId>,
    /// This person has not finished learning from them.
    pub unlearned_by: Option<PersonId>,
    /// To be looked at again on this day or an earlier one.
    pub review_until: Option<String>,
    /// They left the shelf because a standard answer changed, or did not.
    pub is_outdated: Option<bool>,
    /// Whether everybody agrees who is heard.
    pub is_consented: Option<bool>,
    /// Not this one.
    pub except: Option<CaseId>,
}

impl CaseFilter {
    /// Whether it asks for something that whoever writes the commentary says.
    fn reads_commentary(&self) -> bool {
        let ties = self.scorecard_id.is_some() || self.question.is_some() || self.tag.is_some();
        ties || !self.words.is_empty() || self.level.is_some()
    }
}

/// Whoever takes part is heard in the case's range.
const IS_HEARD: &str = "(participation.call_id = library_case.call_id \
    AND (participation.start_ms IS NULL OR library_case.end_ms IS NULL \
    OR participation.start_ms < library_case.end_ms) \
    AND (participation.end_ms IS NULL OR library_case.start_ms IS NULL \
    OR participation.end_ms > library_case.start_ms))";

/// Whoever takes part is known, and agreed.
const HAS_AGREED: &str = "EXISTS (SELECT 1 FROM case_consent WHERE case_consent.case_id = library_case.id \
    AND case_consent.person_id = participation.person_id AND case_consent.answer = 'given')";

/// A standard answer that it illustrates has changed.
const IS_OUTDATED: &str = "COALESCE(library_case.archive_cause, '') IN ('answer_changed', 'answer_retired')";

/// One page of the cases that these eyes see and the filter finds.
pub fn list(
    reading: &mut Reading<'_>,
    seen_by: &SeenBy,
    filter: &CaseFilter,
    sort: CaseSort,
    window: Window,
) -> Result<Page<Case>, DbError> {
    let mut rows = matching(seen(reading, seen_by, filter)?, filter);
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), CaseId::from_bytes(after.id));
        rows = match sort {
            CaseSort::LastChanged => rows.filter(
                library_case::changed_at
                    .lt(at)
                    .or(library_case::changed_at.eq(at).and(library_case::id.lt(id))),
            ),
            CaseSort::Oldest => rows.filter(
                library_case::changed_at
                    .gt(at)
                    .or(library_case::changed_at.eq(at).and(library_case::id.gt(id))),
            ),
        };
    }
    rows = match sort {
        CaseSort::LastChanged => rows.order((library_case::changed_at.desc(), library_case::id.desc())),
        CaseSort::Oldest => rows.order((library_case::changed_at.asc(), library_case::id.asc())),
    };
    let rows: Vec<Case> = rows.limit(window.limit() + 1).load(reading.connection)?;
    let counted = count(reading, seen_by, filter)?;
    let place = |row: &Case| Cursor { key: row.changed_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

/// How many these eyes see and the filter finds.
pub fn count(reading: &mut Reading<'_>, seen_by: &SeenBy, filter: &CaseFilter) -> Result<i64, DbError> {
    let rows = matching(seen(reading, seen_by, filter)?, filter);
    Ok(rows.count().get_result(reading.connection)?)
}

/// The most items, and the most tags, that are counted.
pub const USES_MOST: i64 = 200;

/// A query that is put together piece by piece cannot be grouped: each row counts those alike.
const CASES_OF_ITEM: &str = "COUNT(*) OVER (PARTITION BY case_item.scorecard_id, case_item.question)";
const CASES_OF_TAG: &str = "COUNT(*) OVER (PARTITION BY case_tag.tag)";

/// The items that the cases illustrate that these eyes see and the filter finds, each with how many do:
/// those of most cases, at most [`USES_MOST`].
pub fn items_in_use(
    reading: &mut Reading<'_>,
    seen_by: &SeenBy,
    filter: &CaseFilter,
) -> Result<Vec<(ItemTie, i64)>, DbError> {
    let rows: Vec<(ScorecardId, String, i64)> = matching(seen(reading, seen_by, filter)?, filter)
        .inner_join(case_item::table)
        .select((case_item::scorecard_id, case_item::question, sql::<BigInt>(CASES_OF_ITEM)))
        .distinct()
        .order(sql::<BigInt>("3 DESC, 1, 2"))
        .limit(USES_MOST)
        .load(reading.connection)?;
    let used = |(scorecard_id, question, cases)| (ItemTie { scorecard_id, question }, cases);
    Ok(rows.into_iter().map(used).collect())
}

/// As [`items_in_use`], of tags.
pub fn tags_in_use(
    reading: &mut Reading<'_>,
    seen_by: &SeenBy,
    filter: &CaseFilter,
) -> Result<Vec<(String, i64)>, DbError> {
    Ok(matching(seen(reading, seen_by, filter)?, filter)
        .inner_join(case_tag::table)
        .select((case_tag::tag, sql::<BigInt>(CASES_OF_TAG)))
        .distinct()
        .order(sql::<BigInt>("2 DESC, 1"))
        .limit(USES_MOST)
        .load(reading.connection)?)
}

/// Which of these cases are there for this learner.
pub fn there_for(
    reading: &mut Reading<'_>,
    learner: &Learner,
    ids: &[CaseId],
) -> Result<BTreeSet<CaseId>, DbError> {
    let found: Vec<CaseId> = shown_to(learner, reading.now())
        .filter(library_case::id.eq_any(ids.to_vec()))
        .select(library_case::id)
        .load(reading.connection)?;
    Ok(found.into_iter().collect())
}

/// Whether everybody who is heard in this case agreed, as the lists see it.
pub fn consents_are_given(reading: &mut Reading<'_>, id: CaseId) -> Result<bool, DbError> {
    let found: i64 = library_case::table
        .filter(library_case::id.eq(id))
        .filter(consents_given())
        .count()
        .get_result(reading.connection)?;
    Ok(found == 1)
}

fn seen(reading: &mut Reading<'_>, seen_by: &SeenBy, filter: &CaseFilter) -> Result<Cases, DbError> {
    let all = library_case::table.into_boxed();
    Ok(match seen_by {
        SeenBy::Editor { scope, scores_blind } => {
            let all = all.filter(library_case::call_id.ne_all(scores_blind.clone()));
            match scope {
                Scope::Everything => all,
                Scope::Within(bounds) => {
                    let Edges { people, teams, projects, sources } = Edges::of(bounds);
                    let reached = touches_any(people, teams, projects, sources);
                    all.filter(library_case::call_id.eq_any(call::table.filter(reached).select(call::id)))
                }
            }
        }
        SeenBy::Learner(learner) => shown_to(learner, reading.now()),
        SeenBy::Proposer(person_id, learner) if !filter.reads_commentary() => all
            .filter(library_case::proposed_by.eq(*person_id))
            .filter(library_case::call_id.ne_all(learner.scores_blind.clone())),
        SeenBy::Proposer(person_id, learner) => {
            let own = library_case::proposed_by.eq(*person_id);
            let shown = shown_to(learner, reading.now()).filter(own).select(library_case::id);
            let shown: Vec<CaseId> = shown.load(reading.connection)?;
            let reads = library_case::edition.eq(PROPOSED).or(library_case::id.eq_any(shown));
            all.filter(own).filter(reads).filter(library_case::call_id.ne_all(learner.scores_blind.clone()))
        }
    })
}

/// What is on the shelves for this learner.
fn shown_to(learner: &Learner, now: Instant) -> Cases {
    let all = library_case::table.into_boxed();
    let open = library::table.filter(library::retired_at.is_null());
    let all = match learner.projects.clone() {
        None => all.filter(library_case::library_id.eq_any(open.select(library::id))),
        Some(projects) => {
            let theirs = library::project_id.assume_not_null().eq_any(projects);
            let open = open.filter(library::project_id.is_null().or(theirs));
            all.filter(library_case::library_id.eq_any(open.select(library::id)))
        }
    };
    let on_shelf = all
        .filter(library_case::state.eq(CaseState::Shelved))
        .filter(library_case::call_id.ne_all(learner.scores_blind.clone()));
    let warnings = library::table.filter(library::kind.eq(LibraryKind::Warning)).select(library::id);
    let altered = library::table.filter(library::allows_altered_voice).select(library::id);
    let needs_nothing = library_case::library_id
        .ne_all(warnings)
        .or(consents_given())
        .or(library_case::library_id.eq_any(altered));
    if learner.own_site.is_empty() {
        on_shelf.filter(needs_nothing)
    } else {
        on_shelf.filter(needs_nothing.or(is_of_another_site(learner.own_site.clone(), now)))
    }
}

/// Whoever is heard in the case's range.
fn heard() -> Filter<participation::table, SqlLiteral<Bool>> {
    participation::table.filter(sql(IS_HEARD))
}

/// Everybody who is heard is known and agreed, and somebody is.
fn consents_given() -> Condition {
    let disagrees = heard().filter(not(sql::<Bool>(HAS_AGREED)));
    Box::new(exists(heard()).and(not(exists(disagrees))))
}

/// The case's library allows learners of other sites, and everybody who is heard is known, belonged to a
/// team on that day, and neither belonged to one of this site then nor belongs to one now.
fn is_of_another_site(own_site: Vec<TeamId>, now: Instant) -> Condition {
    let allowed = library::table.filter(library::allows_other_sites).select(library::id);
    let colleagues = team_member::table
        .filter(team_member::team_id.eq_any(own_site.clone()))
        .filter(team_member::from_at.le(now))
        .filter(team_member::until_at.is_null().or(team_member::until_at.assume_not_null().gt(now)))
        .select(team_member::person_id);
    let is_near = participation::person_id
        .is_null()
        .or(participation::team_id.is_null())
        .or(participation::team_id.assume_not_null().eq_any(own_site))
        .or(participation::person_id.assume_not_null().eq_any(colleagues));
    let near = heard().filter(is_near);
    Box::new(library_case::library_id.eq_any(allowed).and(exists(heard())).and(not(exists(near))))
}

/// Whether whoever was asked for their consent is heard in the case; within a query of both.
pub(in crate::db) fn whoever_is_asked_is_heard() -> SqlLiteral<Bool> {
    sql(&format!(
        "EXISTS (SELECT 1 FROM participation \
         WHERE participation.person_id = case_consent.person_id AND {IS_HEARD})"
    ))
}

fn matching(mut found: Cases, filter: &CaseFilter) -> Cases {
    if let Some(id) = filter.library_id {
        found = found.filter(library_case::library_id.eq(id));
    }
    if !filter.states.is_empty() {
        found = found.filter(library_case::state.eq_any(filter.states.clone()));
    }
    let tied = case_item::table.select(case_item::case_id);
    found = match (filter.scorecard_id, filter.question.clone()) {
        (None, None) => found,
        (Some(id), None) => {
            found.filter(library_case::id.eq_any(tied.filter(case_item::scorecard_id.eq(id))))
        }
        (None, Some(question)) => {
            found.filter(library_case::id.eq_any(tied.filter(case_item::question.eq(question))))
        }
        (Some(id), Some(question)) => {
            let tied = tied.filter(case_item::scorecard_id.eq(id)).filter(case_item::question.eq(question));
            found.filter(library_case::id.eq_any(tied))
        }
    };
    if let Some(level) = filter.level {
        found = found.filter(library_case::level.eq(level));
    }
    if let Some(language) = filter.language.clone() {
        found = found.filter(library_case::language.eq(language));
    }
    if let Some(tag) = filter.tag.clone() {
        let tagged = case_tag::table.filter(case_tag::tag.eq(tag)).select(case_tag::case_id);
        found = found.filter(library_case::id.eq_any(tagged));
    }
    for word in &filter.words {
        let begins = format!("% {}%", literal(word));
        found = found.filter(library_case::search_text.like(begins).escape('\\'));
    }
    if let Some(queue_id) = filter.queue_id {
        let calls = call::table.filter(call::queue_id.eq(queue_id)).select(call::id);
        found = found.filter(library_case::call_id.eq_any(calls));
    }
    found = by_people(found, filter);
    if let Some(day) = filter.review_until.clone() {
        found = found
            .filter(library_case::review_on.is_not_null())
            .filter(library_case::review_on.assume_not_null().le(day));
    }
    if let Some(id) = filter.except {
        found = found.filter(library_case::id.ne(id));
    }
    found
}

fn by_people(mut found: Cases, filter: &CaseFilter) -> Cases {
    if let Some(person_id) = filter.proposed_by {
        found = found.filter(library_case::proposed_by.eq(person_id));
    }
    if let Some(person_id) = filter.unlearned_by {
        let learned = case_learning::table
            .filter(case_learning::person_id.eq(person_id))
            .filter(case_learning::finished_at.is_not_null())
            .filter(case_learning::case_id.is_not_null())
            .select(case_learning::case_id.assume_not_null());
        found = found.filter(library_case::id.ne_all(learned));
    }
    if let Some(is_outdated) = filter.is_outdated {
        let outdated = sql::<Bool>(IS_OUTDATED);
        found = if is_outdated { found.filter(outdated) } else { found.filter(not(outdated)) };
    }
    match filter.is_consented {
        Some(true) => found.filter(consents_given()),
        Some(false) => found.filter(not(consents_given())),
        None => found,
    }
}
