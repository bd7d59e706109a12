//! The register of objects: every object made from a call is entered here in the transaction
//! that makes it known, so that what comes from the audio can go with it.

use super::columns::words;
use super::schema::stored_object;
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, ObjectKey, RecordingId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeSet;

words! {
    /// What an object is for.
    Purpose {
        /// The file as it came in.
        Original = "original",
        /// What the browser plays where it cannot play the original exactly.
        Rendition = "rendition",
        /// The waveform at several zooms.
        Peaks = "peaks",
    }
}

/// One object in the store.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = stored_object)]
pub struct StoredObject {
    /// Its key in the store.
    pub key: ObjectKey,
    /// The call it was made from.
    pub call_id: CallId,
    /// The recording it was made from.
    pub recording_id: Option<RecordingId>,
    /// What it is for.
    pub purpose: Purpose,
    /// Its size.
    pub bytes: i64,
    /// When it was entered.
    pub created_at: Instant,
}

/// Enters an object.
pub fn insert(writing: &mut Writing<'_>, new: &StoredObject) -> Result<(), DbError> {
    diesel::insert_into(stored_object::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The newest object of a recording for this purpose.
pub fn of_recording(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
    purpose: Purpose,
) -> Result<Option<StoredObject>, DbError> {
    Ok(stored_object::table
        .filter(stored_object::recording_id.eq(recording_id))
        .filter(stored_object::purpose.eq(purpose))
        .order((stored_object::created_at.desc(), stored_object::key.desc()))
        .first(reading.connection)
        .optional()?)
}

/// Every object made from a call. A call has a handful at most.
pub fn of_call(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<StoredObject>, DbError> {
    Ok(stored_object::table.filter(stored_object::call_id.eq(call_id)).load(reading.connection)?)
}

/// Takes a recording's earlier objects of this purpose out of the register (a second preparation
/// replaces the first); the sweep removes them from the store.
pub fn forget(writing: &mut Writing<'_>, recording_id: RecordingId, purpose: Purpose) -> Result<(), DbError> {
    diesel::delete(
        stored_object::table
            .filter(stored_object::recording_id.eq(recording_id))
            .filter(stored_object::purpose.eq(purpose)),
    )
    .execute(writing.connection)?;
    Ok(())
}

/// Which of these keys (a page of at most a thousand) are registered.
pub fn registered(reading: &mut Reading<'_>, keys: &[ObjectKey]) -> Result<BTreeSet<ObjectKey>, DbError> {
    let found: Vec<ObjectKey> = stored_object::table
        .filter(stored_object::key.eq_any(keys))
        .select(stored_object::key)
        .load(reading.connection)?;
    Ok(found.into_iter().collect())
}
