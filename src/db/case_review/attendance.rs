//! Who was in the room of a case review, and who typed wrong codes.

use crate::db::schema::{case_review_attendance, case_review_wrong_code};
use crate::db::{DbError, Reading, Writing};
use crate::ids::{CaseReviewId, PersonId};
use crate::time::Instant;
use diesel::dsl::{exists, select};
use diesel::prelude::*;

/// Wrong codes of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct WrongCodes {
    /// How many.
    pub count: i32,
    /// Since when they are counted.
    pub since: Instant,
}

/// Whether the person was there.
pub fn is_there(reading: &mut Reading<'_>, id: CaseReviewId, person_id: PersonId) -> Result<bool, DbError> {
    Ok(select(exists(case_review_attendance::table.find((id, person_id)))).get_result(reading.connection)?)
}

/// Notes that the person is there; the first time counts.
pub fn attend(writing: &mut Writing<'_>, id: CaseReviewId, person_id: PersonId) -> Result<(), DbError> {
    if is_there(writing, id, person_id)? {
        return Ok(());
    }
    let now = writing.now();
    diesel::insert_into(case_review_attendance::table)
        .values((
            case_review_attendance::case_review_id.eq(id),
            case_review_attendance::person_id.eq(person_id),
            case_review_attendance::attended_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Everybody who was there, the first to come first.
pub fn attended(reading: &mut Reading<'_>, id: CaseReviewId) -> Result<Vec<(PersonId, Instant)>, DbError> {
    Ok(case_review_attendance::table
        .filter(case_review_attendance::case_review_id.eq(id))
        .order((case_review_attendance::attended_at, case_review_attendance::person_id))
        .select((case_review_attendance::person_id, case_review_attendance::attended_at))
        .load(reading.connection)?)
}

/// The wrong codes that the person typed; none: not one.
pub fn wrong_codes(
    reading: &mut Reading<'_>,
    id: CaseReviewId,
    person_id: PersonId,
) -> Result<Option<WrongCodes>, DbError> {
    Ok(case_review_wrong_code::table
        .find((id, person_id))
        .select((case_review_wrong_code::count, case_review_wrong_code::since))
        .first(reading.connection)
        .optional()?)
}

/// Stores how many wrong codes the person typed since when.
pub fn note_wrong_code(
    writing: &mut Writing<'_>,
    id: CaseReviewId,
    person_id: PersonId,
    wrong: WrongCodes,
) -> Result<(), DbError> {
    diesel::delete(case_review_wrong_code::table.find((id, person_id))).execute(writing.connection)?;
    diesel::insert_into(case_review_wrong_code::table)
        .values((
            case_review_wrong_code::case_review_id.eq(id),
            case_review_wrong_code::person_id.eq(person_id),
            case_review_wrong_code::count.eq(wrong.count),
            case_review_wrong_code::since.eq(wrong.since),
        ))
        .execute(writing.connection)?;
    Ok(())
}
