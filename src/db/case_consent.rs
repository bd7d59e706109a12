//! Consents: whether those who are heard in a case agree that others learn from it.

use super::columns::words;
use super::schema::{case_consent, library_case};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::db::library_case::{CaseState, whoever_is_asked_is_heard};
use crate::ids::{CaseId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

words! {
    /// What somebody said who is heard.
    ConsentAnswer {
        /// Others may learn from it.
        Given = "given",
        /// They may not, or may no longer.
        Refused = "refused",
    }
}

/// A consent that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = case_consent)]
pub struct Consent {
    /// The case.
    pub case_id: CaseId,
    /// Who is heard.
    pub person_id: PersonId,
    /// What was said to them.
    pub message: Option<String>,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Instant,
    /// What they said; none: nothing yet.
    pub answer: Option<ConsentAnswer>,
    /// When.
    pub answered_at: Option<Instant>,
}

/// Asks somebody; who was asked before is asked again, and what they said stands until they say
/// something else.
pub fn ask(writing: &mut Writing<'_>, new: &Consent) -> Result<(), DbError> {
    let known = diesel::update(case_consent::table.find((new.case_id, new.person_id)))
        .set((
            case_consent::message.eq(&new.message),
            case_consent::asked_by.eq(new.asked_by),
            case_consent::asked_at.eq(new.asked_at),
        ))
        .execute(writing.connection)?;
    if known == 0 {
        diesel::insert_into(case_consent::table).values(new).execute(writing.connection)?;
    }
    Ok(())
}

/// Notes what somebody said who was asked; `false`: nobody asked them.
pub fn answer(
    writing: &mut Writing<'_>,
    case_id: CaseId,
    person_id: PersonId,
    answer: ConsentAnswer,
) -> Result<bool, DbError> {
    let now = writing.now();
    let answered = diesel::update(case_consent::table.find((case_id, person_id)))
        .set((case_consent::answer.eq(answer), case_consent::answered_at.eq(now)))
        .execute(writing.connection)?;
    Ok(answered == 1)
}

/// What was asked of this person about this case.
pub fn of_person(
    reading: &mut Reading<'_>,
    case_id: CaseId,
    person_id: PersonId,
) -> Result<Option<Consent>, DbError> {
    Ok(case_consent::table.find((case_id, person_id)).first(reading.connection).optional()?)
}

/// The consents of these cases, in the order in which they were asked for.
pub fn of_cases(
    reading: &mut Reading<'_>,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, Vec<Consent>>, DbError> {
    let rows: Vec<Consent> = case_consent::table
        .filter(case_consent::case_id.eq_any(ids.to_vec()))
        .order((case_consent::asked_at, case_consent::person_id))
        .load(reading.connection)?;
    let mut consents: BTreeMap<CaseId, Vec<Consent>> = BTreeMap::new();
    for row in rows {
        consents.entry(row.case_id).or_default().push(row);
    }
    Ok(consents)
}

/// One page of what was asked of this person: what is open first, then the youngest first. Of a case that
/// was put away nothing is asked, nor of one in which they are not heard, or no longer.
pub fn list_of_person(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    window: Window,
) -> Result<Page<Consent>, DbError> {
    let own = || {
        let kept = library_case::table
            .filter(library_case::state.eq_any(CaseState::KEEPING))
            .filter(whoever_is_asked_is_heard());
        case_consent::table
            .filter(case_consent::person_id.eq(person_id))
            .filter(case_consent::case_id.eq_any(kept.select(library_case::id)))
    };
    let mut rows = own().into_boxed();
    // What is open sorts before what is answered: its key is above every moment.
    let place = |row: &Consent| {
        let at = row.asked_at.as_millis();
        Cursor { key: if row.answer.is_none() { at + OPEN } else { at }, id: *row.case_id.as_bytes() }
    };
    if let Some(after) = window.after {
        let id = CaseId::from_bytes(after.id);
        let is_open = after.key >= OPEN;
        let at = Instant::from_millis(if is_open { after.key - OPEN } else { after.key });
        let behind =
            case_consent::asked_at.lt(at).or(case_consent::asked_at.eq(at).and(case_consent::case_id.lt(id)));
        rows = if is_open {
            rows.filter(case_consent::answer.is_not_null().or(behind))
        } else {
            rows.filter(case_consent::answer.is_not_null()).filter(behind)
        };
    }
    let rows: Vec<Consent> = rows
        .order((
            case_consent::answer.is_not_null(),
            case_consent::asked_at.desc(),
            case_consent::case_id.desc(),
        ))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: i64 = own().count().get_result(reading.connection)?;
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

/// Above every moment, in milliseconds.
const OPEN: i64 = 1 << 60;
