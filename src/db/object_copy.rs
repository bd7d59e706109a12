//! What a move between object stores has copied so far.

use super::schema::{object_copy, recording, stored_object};
use super::stored_object::StoredObject;
use super::{DbError, Reading, Writing};
use crate::db::recording::ContentHash;
use crate::ids::ObjectKey;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// Objects that are not copied yet, after this key, in the order of their keys.
pub fn missing(
    reading: &mut Reading<'_>,
    after: Option<ObjectKey>,
    limit: i64,
) -> Result<Vec<(StoredObject, Option<ContentHash>)>, DbError> {
    let copied = object_copy::table.filter(object_copy::key.eq(stored_object::key));
    let mut query = stored_object::table
        .left_join(recording::table.on(recording::id.nullable().eq(stored_object::recording_id)))
        .filter(not(exists(copied)))
        .order(stored_object::key)
        .limit(limit)
        .select((stored_object::all_columns, recording::content_hash.nullable()))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(stored_object::key.gt(after));
    }
    super::stored_object::with_hashes(query.load(reading.connection)?)
}

/// How many objects are copied, and how many there are.
pub fn progress(reading: &mut Reading<'_>) -> Result<(i64, i64), DbError> {
    let copied = object_copy::table.count().get_result(reading.connection)?;
    Ok((copied, stored_object::table.count().get_result(reading.connection)?))
}

/// Notes copies. What was deleted meanwhile is passed over: its copy has no row, and is swept.
pub fn note(writing: &mut Writing<'_>, keys: &[ObjectKey]) -> Result<(), DbError> {
    let known: Vec<ObjectKey> = stored_object::table
        .filter(stored_object::key.eq_any(keys))
        .filter(not(exists(object_copy::table.filter(object_copy::key.eq(stored_object::key)))))
        .select(stored_object::key)
        .load(writing.connection)?;
    for key in known {
        diesel::insert_into(object_copy::table)
            .values(object_copy::key.eq(key))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Forgets every copy: the move is over, or goes elsewhere.
pub fn forget_all(writing: &mut Writing<'_>) -> Result<(), DbError> {
    diesel::delete(object_copy::table).execute(writing.connection)?;
    Ok(())
}
