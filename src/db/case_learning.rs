//! Learning records: how far somebody got in the guided playback of a case, what they answered and
//! promised. A record outlives its case; what was written about the call goes with it.

use super::columns::{from_json, to_json};
use super::schema::{case_learning, case_learning_word};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CaseId, CaseLearningId, LibraryId, PersonId};
use crate::time::Instant;
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

/// Every record of this person, the one begun last first, at most `limit`; also of cases that are gone.
pub fn of_person(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    limit: i64,
) -> Result<Vec<Learning>, DbError> {
    let rows: Vec<LearningRow> = case_learning::table
        .filter(case_learning::person_id.eq(person_id))
        .order((case_learning::begun_at.desc(), case_learning::id.desc()))
        .limit(limit)
        .load(reading.connection)?;
    with_words(reading, rows)
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
        .select((case_learning::case_id.assume_not_null(), diesel::dsl::count_star()))
        .load(reading.connection)?;
    Ok(rows.into_iter().collect())
}

/// One page of what was learned from a case, whoever began last first.
pub fn list(reading: &mut Reading<'_>, case_id: CaseId, window: Window) -> Result<Page<Learning>, DbError> {
    let of_it = || case_learning::table.filter(case_learning::case_id.eq(case_id));
    let mut rows = of_it().into_boxed();
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
    let counted: i64 = of_it().count().get_result(reading.connection)?;
    let place = |row: &Learning| Cursor { key: row.begun_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
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
