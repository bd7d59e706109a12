//! What learners say of a case: stars and comments. Both die with it.

use super::schema::{case_comment, case_rating};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CaseCommentId, CaseId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The stars of a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stars {
    /// How many people gave some.
    pub count: i64,
    /// How many they gave together.
    pub sum: i64,
}

/// What somebody says of a case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = case_comment)]
pub struct Comment {
    /// Its id.
    pub id: CaseCommentId,
    /// The case.
    pub case_id: CaseId,
    /// Who says it.
    pub written_by: PersonId,
    /// What.
    pub text: String,
    /// When.
    pub written_at: Instant,
}

/// Gives stars, in place of those that the person gave before.
pub fn rate(
    writing: &mut Writing<'_>,
    case_id: CaseId,
    person_id: PersonId,
    stars: i32,
) -> Result<(), DbError> {
    let now = writing.now();
    let known = diesel::update(case_rating::table.find((case_id, person_id)))
        .set((case_rating::stars.eq(stars), case_rating::rated_at.eq(now)))
        .execute(writing.connection)?;
    if known == 0 {
        diesel::insert_into(case_rating::table)
            .values((
                case_rating::case_id.eq(case_id),
                case_rating::person_id.eq(person_id),
                case_rating::stars.eq(stars),
                case_rating::rated_at.eq(now),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// The stars of these cases; one without any is left out.
pub fn stars_of(reading: &mut Reading<'_>, ids: &[CaseId]) -> Result<BTreeMap<CaseId, Stars>, DbError> {
    let rows: Vec<(CaseId, i64, Option<i64>)> = case_rating::table
        .filter(case_rating::case_id.eq_any(ids.to_vec()))
        .group_by(case_rating::case_id)
        .select((case_rating::case_id, diesel::dsl::count_star(), diesel::dsl::sum(case_rating::stars)))
        .load(reading.connection)?;
    let stars = |(id, count, sum): (CaseId, i64, Option<i64>)| (id, Stars { count, sum: sum.unwrap_or(0) });
    Ok(rows.into_iter().map(stars).collect())
}

/// The stars that this person gave each of these cases.
pub fn stars_of_person(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, i32>, DbError> {
    let rows: Vec<(CaseId, i32)> = case_rating::table
        .filter(case_rating::person_id.eq(person_id))
        .filter(case_rating::case_id.eq_any(ids.to_vec()))
        .select((case_rating::case_id, case_rating::stars))
        .load(reading.connection)?;
    Ok(rows.into_iter().collect())
}

/// Stores a comment.
pub fn insert(writing: &mut Writing<'_>, new: &Comment) -> Result<(), DbError> {
    diesel::insert_into(case_comment::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The comment, if it is about this case.
pub fn find(
    reading: &mut Reading<'_>,
    case_id: CaseId,
    id: CaseCommentId,
) -> Result<Option<Comment>, DbError> {
    let found = case_comment::table.find(id).filter(case_comment::case_id.eq(case_id));
    Ok(found.first(reading.connection).optional()?)
}

/// Takes a comment away.
pub fn delete(writing: &mut Writing<'_>, id: CaseCommentId) -> Result<(), DbError> {
    diesel::delete(case_comment::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// How many comments a case has.
pub fn count(reading: &mut Reading<'_>, case_id: CaseId) -> Result<i64, DbError> {
    let of_it = case_comment::table.filter(case_comment::case_id.eq(case_id));
    Ok(of_it.count().get_result(reading.connection)?)
}

/// One page of the comments on a case, the oldest first.
pub fn list(reading: &mut Reading<'_>, case_id: CaseId, window: Window) -> Result<Page<Comment>, DbError> {
    let mut rows = case_comment::table.filter(case_comment::case_id.eq(case_id)).into_boxed();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), CaseCommentId::from_bytes(after.id));
        rows = rows.filter(
            case_comment::written_at.gt(at).or(case_comment::written_at.eq(at).and(case_comment::id.gt(id))),
        );
    }
    let rows: Vec<Comment> = rows
        .order((case_comment::written_at, case_comment::id))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted = count(reading, case_id)?;
    let place = |row: &Comment| Cursor { key: row.written_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
