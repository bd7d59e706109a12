//! Notices: events as those see them whom they concern, read or not.

use super::{Event, EventKind, EventRow};
use crate::db::connection::Backend;
use crate::db::schema::{notice, outbox};
use crate::db::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::PersonId;
use crate::time::Instant;
use diesel::helper_types::InnerJoin;
use diesel::prelude::*;

/// An event as somebody sees it whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The event.
    pub event: Event,
    /// When they read it; none: not yet.
    pub read_at: Option<Instant>,
}

type Joined = InnerJoin<notice::table, outbox::table>;
type Notices<'a> = diesel::helper_types::IntoBoxed<'a, Joined, Backend>;

/// What concerns this person and has its number.
fn concerning<'a>(person_id: PersonId) -> Notices<'a> {
    notice::table
        .inner_join(outbox::table)
        .into_boxed()
        .filter(notice::person_id.eq(person_id))
        .filter(notice::number.is_not_null())
}

fn load(reading: &mut Reading<'_>, found: Notices<'_>) -> Result<Vec<Notice>, DbError> {
    let rows: Vec<(EventRow, Option<Instant>)> =
        found.select((outbox::all_columns, notice::read_at)).load(reading.connection)?;
    let notice =
        |(row, read_at): (EventRow, Option<Instant>)| Ok(Notice { event: row.into_event()?, read_at });
    rows.into_iter().map(notice).collect()
}

/// A page of the person's notices, the youngest first; or of those alone that are unread.
pub fn of_person(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    unread_only: bool,
    window: Window,
) -> Result<Page<Notice>, DbError> {
    let found = || {
        let all = concerning(person_id);
        if unread_only { all.filter(notice::read_at.is_null()) } else { all }
    };
    let mut page = found().order(notice::number.desc()).limit(window.limit() + 1);
    if let Some(cursor) = window.after {
        page = page.filter(notice::number.lt(cursor.key));
    }
    let rows = load(reading, page)?;
    let beyond: Option<Option<i64>> = found()
        .order(notice::number.desc())
        .select(notice::number)
        .offset(COUNTED_TO)
        .limit(1)
        .first(reading.connection)
        .optional()?;
    let counted = match beyond {
        Some(_) => COUNTED_TO + 1,
        None => found().count().get_result(reading.connection)?,
    };
    Ok(Page::of(rows, window, counted, |one| Cursor { key: one.event.number, id: [0; 16] }))
}

/// The person's notices behind this number, in their order, at most `limit`: what a stream of theirs
/// has missed.
pub fn missed_by(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    number: i64,
    limit: i64,
) -> Result<Vec<Notice>, DbError> {
    let behind = concerning(person_id).filter(notice::number.gt(number)).order(notice::number.asc());
    load(reading, behind.limit(limit))
}

/// How many of the person's notices are unread, counted to [`COUNTED_TO`].
pub fn count_unread(reading: &mut Reading<'_>, person_id: PersonId) -> Result<i64, DbError> {
    Ok(of_person(reading, person_id, true, Window::new(None, 1))?.total)
}

/// Notes that the person has read the notice of this number; says whether it is one of theirs.
pub fn mark_read(writing: &mut Writing<'_>, person_id: PersonId, number: i64) -> Result<bool, DbError> {
    let own = notice::table.filter(notice::person_id.eq(person_id)).filter(notice::number.eq(number));
    let known: i64 = own.count().get_result(writing.connection)?;
    let now = writing.now();
    diesel::update(own.filter(notice::read_at.is_null()))
        .set(notice::read_at.eq(now))
        .execute(writing.connection)?;
    Ok(known > 0)
}

/// Notes that the person has read everything up to this number; returns how much was unread.
pub fn mark_all_read(writing: &mut Writing<'_>, person_id: PersonId, through: i64) -> Result<usize, DbError> {
    let now = writing.now();
    let unread = notice::table
        .filter(notice::person_id.eq(person_id))
        .filter(notice::number.le(through))
        .filter(notice::read_at.is_null());
    Ok(diesel::update(unread).set(notice::read_at.eq(now)).execute(writing.connection)?)
}

/// Notes that the person has read whatever they were told of this subject: they were there.
pub fn mark_read_about(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    subject_id: &[u8; 16],
) -> Result<(), DbError> {
    let now = writing.now();
    let about = outbox::table.filter(outbox::subject_id.eq(subject_id.to_vec())).select(outbox::id);
    let unread = notice::table
        .filter(notice::person_id.eq(person_id))
        .filter(notice::read_at.is_null())
        .filter(notice::outbox_id.eq_any(about));
    diesel::update(unread).set(notice::read_at.eq(now)).execute(writing.connection)?;
    Ok(())
}

/// Notes that everybody has read what they were told of these kinds before that moment.
pub fn mark_read_before(
    writing: &mut Writing<'_>,
    kinds: &[EventKind],
    before: Instant,
) -> Result<(), DbError> {
    let now = writing.now();
    let old = outbox::table
        .filter(outbox::kind.eq_any(kinds.to_vec()))
        .filter(outbox::due_at.lt(before))
        .select(outbox::id);
    let unread = notice::table.filter(notice::read_at.is_null()).filter(notice::outbox_id.eq_any(old));
    diesel::update(unread).set(notice::read_at.eq(now)).execute(writing.connection)?;
    Ok(())
}
