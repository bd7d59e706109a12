//! Talks of team leaders with agents before an evaluation is out.

use super::schema::release_talk;
use super::{DbError, Reading, Writing};
use crate::ids::{EvaluationId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;

/// A talk that is to be had, or was.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = release_talk)]
pub struct ReleaseTalk {
    /// The evaluation that waits for it.
    pub evaluation_id: EvaluationId,
    /// When it was released to the leader.
    pub asked_at: Instant,
    /// Until when; then it is out without a talk.
    pub due_at: Instant,
    /// When it was out.
    pub closed_at: Option<Instant>,
    /// Who talked; none: nobody did in time.
    pub talked_by: Option<PersonId>,
    /// What was said, as the leader logs it.
    pub note: Option<String>,
}

/// Asks for a talk.
pub fn ask(writing: &mut Writing<'_>, id: EvaluationId, due_at: Instant) -> Result<(), DbError> {
    let now = writing.now();
    let new = ReleaseTalk {
        evaluation_id: id,
        asked_at: now,
        due_at,
        closed_at: None,
        talked_by: None,
        note: None,
    };
    forget(writing, id)?;
    diesel::insert_into(release_talk::table).values(&new).execute(writing.connection)?;
    Ok(())
}

/// The talk of an evaluation.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<ReleaseTalk>, DbError> {
    Ok(release_talk::table.find(id).first(reading.connection).optional()?)
}

/// Closes a talk that is open: it was had, by whom and what was said, or its time is over.
pub fn close(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    had: Option<(PersonId, &str)>,
) -> Result<bool, DbError> {
    let now = writing.now();
    let open = release_talk::table.find(id).filter(release_talk::closed_at.is_null());
    let closed = diesel::update(open)
        .set((
            release_talk::closed_at.eq(now),
            release_talk::talked_by.eq(had.map(|(person_id, _)| person_id)),
            release_talk::note.eq(had.map(|(_, note)| note)),
        ))
        .execute(writing.connection)?;
    Ok(closed == 1)
}

/// Takes a talk back that is not wanted any more.
pub fn forget(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    diesel::delete(release_talk::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// Those whose time is over, the longest over first, at most `limit`.
pub fn overdue(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<EvaluationId>, DbError> {
    let now = reading.now();
    Ok(release_talk::table
        .filter(release_talk::closed_at.is_null())
        .filter(release_talk::due_at.le(now))
        .order((release_talk::due_at, release_talk::evaluation_id))
        .limit(limit)
        .select(release_talk::evaluation_id)
        .load(reading.connection)?)
}
