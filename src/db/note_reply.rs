//! Replies to the notes of an evaluation, by the agent and by the inspector.

use super::schema::note_reply;
use super::{DbError, Reading, Writing};
use crate::ids::{EvaluationId, NoteId, NoteReplyId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;

/// A reply to a note.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = note_reply)]
pub struct NoteReply {
    /// Its id.
    pub id: NoteReplyId,
    /// The evaluation.
    pub evaluation_id: EvaluationId,
    /// The note of it.
    pub note_id: NoteId,
    /// Who says it.
    pub person_id: PersonId,
    /// What.
    pub text: String,
    /// When.
    pub at: Instant,
}

/// Enters a reply.
pub fn insert(writing: &mut Writing<'_>, new: &NoteReply) -> Result<(), DbError> {
    diesel::insert_into(note_reply::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The replies to the notes of an evaluation, the oldest first, at most `limit`.
pub fn of_evaluation(
    reading: &mut Reading<'_>,
    id: EvaluationId,
    limit: i64,
) -> Result<Vec<NoteReply>, DbError> {
    Ok(note_reply::table
        .filter(note_reply::evaluation_id.eq(id))
        .order((note_reply::at, note_reply::id))
        .limit(limit)
        .load(reading.connection)?)
}

/// How many replies an evaluation has.
pub fn count(reading: &mut Reading<'_>, id: EvaluationId) -> Result<i64, DbError> {
    let of_this = note_reply::table.filter(note_reply::evaluation_id.eq(id));
    Ok(of_this.count().get_result(reading.connection)?)
}
