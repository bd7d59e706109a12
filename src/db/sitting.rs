//! Sittings (旁听, 实时监听): what stands beside an evaluation without a recording, and what the agent
//! was reminded of on the spot.

use super::schema::{reminder, sitting};
use super::{DbError, Reading, Writing};
use crate::ids::{EvaluationId, QueueId, ReminderId};
use crate::time::Instant;
use diesel::prelude::*;

/// A sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = sitting)]
pub struct Sitting {
    /// The evaluation beside which it stands.
    pub evaluation_id: EvaluationId,
    /// The queue whose calls were heard.
    pub queue_id: Option<QueueId>,
    /// When it began.
    pub began_at: Instant,
    /// When it ended; none: it goes on.
    pub ended_at: Option<Instant>,
    /// When it was tied to a call; none: it is not.
    pub tied_at: Option<Instant>,
}

/// Something that the agent was reminded of on the spot (现场提醒).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = reminder)]
pub struct Reminder {
    /// Its id.
    pub id: ReminderId,
    /// The evaluation of the sitting.
    pub evaluation_id: EvaluationId,
    /// When it was given.
    pub given_at: Instant,
    /// Of what.
    pub text: String,
}

/// Enters a sitting.
pub fn insert(writing: &mut Writing<'_>, new: &Sitting) -> Result<(), DbError> {
    diesel::insert_into(sitting::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The sitting of this evaluation; none: it was not begun so.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Sitting>, DbError> {
    Ok(sitting::table.find(id).first(reading.connection).optional()?)
}

/// Ends a sitting that goes on; says whether it did.
pub fn end(writing: &mut Writing<'_>, id: EvaluationId) -> Result<bool, DbError> {
    let now = writing.now();
    let open = sitting::table.find(id).filter(sitting::ended_at.is_null());
    Ok(diesel::update(open).set(sitting::ended_at.eq(now)).execute(writing.connection)? == 1)
}

/// Notes that it was tied to its call at this moment, or that it is tied to none any more.
pub fn note_tie(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    tied_at: Option<Instant>,
) -> Result<(), DbError> {
    diesel::update(sitting::table.find(id)).set(sitting::tied_at.eq(tied_at)).execute(writing.connection)?;
    Ok(())
}

/// Enters a reminder.
pub fn insert_reminder(writing: &mut Writing<'_>, new: &Reminder) -> Result<(), DbError> {
    diesel::insert_into(reminder::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The reminders of a sitting, in the order of their time. A sitting has few hundred at most.
pub fn reminders(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Vec<Reminder>, DbError> {
    Ok(reminder::table
        .filter(reminder::evaluation_id.eq(id))
        .order((reminder::given_at, reminder::id))
        .load(reading.connection)?)
}

/// How many there are.
pub fn count_reminders(reading: &mut Reading<'_>, id: EvaluationId) -> Result<i64, DbError> {
    Ok(reminder::table.filter(reminder::evaluation_id.eq(id)).count().get_result(reading.connection)?)
}

/// Takes a reminder of this sitting away; says whether it was there.
pub fn delete_reminder(
    writing: &mut Writing<'_>,
    evaluation_id: EvaluationId,
    id: ReminderId,
) -> Result<bool, DbError> {
    let gone = reminder::table.find(id).filter(reminder::evaluation_id.eq(evaluation_id));
    Ok(diesel::delete(gone).execute(writing.connection)? == 1)
}
