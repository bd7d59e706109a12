//! Learning records: how far somebody got in the guided playback of a case, what they answered and
//! promised. A record outlives its case; what was written about the call goes with it.

use super::columns::{from_json, to_json};
use super::connection::Backend;
use super::learner::{Days, Learners};
use super::schema::{case_learning, case_learning_word};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CaseId, CaseLearningId, LibraryId, PersonId};
use crate::time::Instant;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The point under which the pledge is kept.
const PLEDGE: i32 = 0;

/// What somebody learned from a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learning {
    /// Its id.
    pub id: CaseLearningId,
    /// The case; none: it is gone.
    pub case_id: Option<CaseId>,
    /// Its library.
    pub library_id: LibraryId,
    /// Who learned.
    pub person_id: PersonId,
    /// By which edition of the commentary.
    pub edition: i32,
    /// The number of the last point that they reached; 0: none.
    pub reached: i32,
    /// What they chose at each question at the end.
    pub answers: Vec<usize>,
    /// How many of them are right; none before the end.
    pub right_answers: Option<i32>,
    /// How many questions there were.
    pub questions: Option<i32>,
    /// When they began.
    pub begun_at: Instant,
    /// When they came to the end.
    pub finished_at: Option<Instant>,
    /// What they wrote, by the number of the point.
    pub words: BTreeMap<i32, String>,
    /// What they promised.
    pub pledge: Option<String>,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = case_learning, treat_none_as_null = true)]
struct LearningRow {
    id: CaseLearningId,
    case_id: Option<CaseId>,
    library_id: LibraryId,
    person_id: PersonId,
    edition: i32,
    reached: i32,
    answers_json: String,
    right_answers: Option<i32>,
    questions: Option<i32>,
    begun_at: Instant,
    finished_at: Option<Instant>,
}

/// Stores a record, new or known, with what was written.
pub fn put(writing: &mut Writing<'_>, learning: &Learning) -> Result<(), DbError> {
    let row = LearningRow {
        id: learning.id,
        case_id: learning.case_id,
        library_id: learning.library_id,
        person_id: learning.person_id,
        edition: learning.edition,
        reached: learning.reached,
        answers_json: to_json(&learning.answers)?,
        right_answers: learning.right_answers,
        questions: learning.questions,
        begun_at: learning.begun_at,
        finished_at: learning.finished_at,
    };
    let known = diesel::update(case_learning::table.find(row.id)).set(&row).execute(writing.connection)?;
    if known == 0 {
        diesel::insert_into(case_learning::table).values(&row).execute(writing.connection)?;
    }
    let of_it = case_learning_word::table.filter(case_learning_word::learning_id.eq(row.id));
    diesel::delete(of_it).execute(writing.connection)?;
    let Some(case_id) = row.case_id else { return Ok(()) };
    let pledge = learning.pledge.as_ref().map(|text| (PLEDGE, text));
    for (point, text) in learning.words.iter().map(|(point, text)| (*point, text)).chain(pledge) {
        diesel::insert_into(case_learning_word::table)
            .values((
                case_learning_word::learning_id.eq(row.id),
                case_learning_word::case_id.eq(case_id),
                case_learning_word::point.eq(point),
                case_learning_word::text.eq(text),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// What this person learned from this case.
pub fn find(
    reading: &mut Reading<'_>,
    case_id: CaseId,
    person_id: PersonId,
) -> Result<Option<Learning>, DbError> {
    let row: Option<LearningRow> = case_learning::table
        .filter(case_learning::case_id.eq(case_id))
        .filter(case_learning::person_id.eq(person_id))
        .first(reading.connection)
        .optional()?;
    Ok(with_words(reading, row.into_iter().collect())?.pop())
}

/// Which of these cases this person has learned from, to the end.
pub fn finished_among(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, Instant>, DbError> {
    let rows: Vec<(CaseId, Instant)> = case_learning::table
        .filter(case_learning::person_id.eq(person_id))
        .filter(case_learning::case_id.is_not_null())
        .filter(case_learning::case_id.assume_not_null().eq_any(ids.to_vec()))
        .filter(case_learning::finished_at.is_not_null())
        .select((case_learning::case_id.assume_not_null(), case_learning::finished_at.assume_not_null()))
        .load(reading.connection)?;
    Ok(rows.into_iter().collect())
}

/// How many people learned from each of these cases, to the end.
pub fn counts(reading: &mut Reading<'_>, ids: &[CaseId]) -> Result<BTreeMap<CaseId, i64>, DbError> {
    let rows: Vec<(CaseId, i64)> = case_learning::table
        .filter(case_learning::case_id.is_not_null())
        .filter(case_learning::case_id.assume_not_null().eq_any(ids.to_vec()))
        .filter(case_learning::finished_at.is_not_null())
        .group_by(case_learning::case_id)
        .select((case_learning::case_id.assume_not_null(), count_star()))
        .load(reading.connection)?;
    Ok(rows.into_iter().collect())
}

/// Which records; everything that is set must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LearningFilter {
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// Come to the end, or not.
    pub is_finished: Option<bool>,
    /// Of this library.
    pub library_id: Option<LibraryId>,
    /// Of this case.
    pub case_id: Option<CaseId>,
    /// Finished on these days.
    pub days: Days,
}

/// One page of what these people learned, what was begun last first; also of cases that are gone.
pub fn list(
    reading: &mut Reading<'_>,
    learners: &Learners,
    filter: &LearningFilter,
    window: Window,
) -> Result<Page<Learning>, DbError> {
    let mut rows = of(learners, filter);
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), CaseLearningId::from_bytes(after.id));
        rows = rows.filter(
            case_learning::begun_at.lt(at).or(case_learning::begun_at.eq(at).and(case_learning::id.lt(id))),
        );
    }
    let rows: Vec<LearningRow> = rows
        .order((case_learning::begun_at.desc(), case_learning::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let rows = with_words(reading, rows)?;
    let counted: i64 = of(learners, filter).count().get_result(reading.connection)?;
    let place = |row: &Learning| Cursor { key: row.begun_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

fn of(learners: &Learners, filter: &LearningFilter) -> case_learning::BoxedQuery<'static, Backend> {
    let LearningFilter { person_id, is_finished, library_id, case_id, days } = *filter;
    let mut found = case_learning::table.into_boxed();
    if let Learners::People(people) = learners {
        found = found.filter(case_learning::person_id.eq_any(people.clone()));
    }
    if let Some(id) = person_id {
        found = found.filter(case_learning::person_id.eq(id));
    }
    found = match is_finished {
        Some(true) => found.filter(case_learning::finished_at.is_not_null()),
        Some(false) => found.filter(case_learning::finished_at.is_null()),
        None => found,
    };
    if let Some(id) = library_id {
        found = found.filter(case_learning::library_id.eq(id));
    }
    if let Some(id) = case_id {
        found = found.filter(case_learning::case_id.eq(id));
    }
    if let Some(day) = days.from {
        found = found.filter(case_learning::finished_at.ge(day.begins_at));
    }
    if let Some(day) = days.until {
        found = found.filter(case_learning::finished_at.lt(day.begins_at));
    }
    found
}

/// What somebody learned, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Learned {
    /// How many cases they learned from, to the end.
    pub cases: i64,
    /// How many of their answers were right.
    pub right_answers: i64,
    /// Of how many questions.
    pub questions: i64,
    /// When they last came to an end.
    pub last_at: Option<Instant>,
}

/// What each of these people learned to the end; whoever learned nothing is left out.
pub fn added_up(
    reading: &mut Reading<'_>,
    people: &BTreeSet<PersonId>,
    filter: LearningFilter,
) -> Result<BTreeMap<PersonId, Learned>, DbError> {
    type Row = (PersonId, Option<i32>, Option<i32>, Option<Instant>);
    let filter = LearningFilter { is_finished: Some(true), ..filter };
    let rows: Vec<Row> = of(&Learners::People(people.clone()), &filter)
        .select((
            case_learning::person_id,
            case_learning::right_answers,
            case_learning::questions,
            case_learning::finished_at,
        ))
        .load(reading.connection)?;
    let mut learned: BTreeMap<PersonId, Learned> = BTreeMap::new();
    for (person_id, right_answers, questions, finished_at) in rows {
        let sum = learned.entry(person_id).or_default();
        sum.cases = sum.cases.saturating_add(1);
        sum.right_answers = sum.right_answers.saturating_add(right_answers.unwrap_or_default().into());
        sum.questions = sum.questions.saturating_add(questions.unwrap_or_default().into());
        sum.last_at = sum.last_at.max(finished_at);
    }
    Ok(learned)
}

/// Who has any record that the filter finds.
pub fn people_with(
    reading: &mut Reading<'_>,
    filter: &LearningFilter,
) -> Result<BTreeSet<PersonId>, DbError> {
    let found = of(&Learners::Everybody, filter).select(case_learning::person_id).distinct();
    Ok(found.load(reading.connection)?.into_iter().collect())
}

fn with_words(reading: &mut Reading<'_>, rows: Vec<LearningRow>) -> Result<Vec<Learning>, DbError> {
    let ids: BTreeSet<CaseLearningId> = rows.iter().map(|row| row.id).collect();
    let written: Vec<(CaseLearningId, i32, String)> = case_learning_word::table
        .filter(case_learning_word::learning_id.eq_any(ids))
        .select((case_learning_word::learning_id, case_learning_word::point, case_learning_word::text))
        .load(reading.connection)?;
    let mut words: BTreeMap<CaseLearningId, BTreeMap<i32, String>> = BTreeMap::new();
    for (id, point, text) in written {
        words.entry(id).or_default().insert(point, text);
    }
    let learning = |row: LearningRow| {
        let mut words = words.remove(&row.id).unwrap_or_default();
        let pledge = words.remove(&PLEDGE);
        Ok(Learning {
            id: row.id,
            case_id: row.case_id,
            library_id: row.library_id,
            person_id: row.person_id,
            edition: row.edition,
            reached: row.reached,
            answers: from_json("the answers of a learner", &row.answers_json)?,
            right_answers: row.right_answers,
            questions: row.questions,
            begun_at: row.begun_at,
            finished_at: row.finished_at,
            words,
            pledge,
        })
    };
    rows.into_iter().map(learning).collect()
}
