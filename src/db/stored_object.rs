//! The register of objects: every object made from a call is entered here in the transaction
//! that makes it known, so that what comes from the audio can go with it.

use super::columns::words;
use super::recording::ContentHash;
use super::schema::{recording, stored_object};
use super::{DbError, Reading, Writing, store_in_force};
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
        /// What everybody hears of a recording in which something is hidden.
        Redacted = "redacted",
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

/// Enters an object. Refused where this process's store is no longer the one in force.
pub fn insert(writing: &mut Writing<'_>, new: &StoredObject) -> Result<(), DbError> {
    store_in_force::must_be_ours(writing)?;
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

/// A page of the register in the order of the keys, each with the content hash of its recording.
pub fn page(
    reading: &mut Reading<'_>,
    after: Option<ObjectKey>,
    limit: i64,
) -> Result<Vec<(StoredObject, Option<ContentHash>)>, DbError> {
    let mut query = stored_object::table
        .left_join(recording::table.on(recording::id.nullable().eq(stored_object::recording_id)))
        .order(stored_object::key)
        .limit(limit)
        .select((stored_object::all_columns, recording::content_hash.nullable()))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(stored_object::key.gt(after));
    }
    with_hashes(query.load(reading.connection)?)
}

/// The object with this key.
pub fn find(reading: &mut Reading<'_>, key: ObjectKey) -> Result<Option<StoredObject>, DbError> {
    Ok(stored_object::table.find(key).first(reading.connection).optional()?)
}

/// How many objects are registered.
pub fn count(reading: &mut Reading<'_>) -> Result<i64, DbError> {
    Ok(stored_object::table.count().get_result(reading.connection)?)
}

/// The hashes as the house knows them.
pub(super) fn with_hashes(
    rows: Vec<(StoredObject, Option<Vec<u8>>)>,
) -> Result<Vec<(StoredObject, Option<ContentHash>)>, DbError> {
    let as_hash = |hash: Vec<u8>| {
        ContentHash::try_from(hash)
            .map_err(|_| DbError::Damaged { what: "a content hash", cause: "it is not 32 bytes long".into() })
    };
    rows.into_iter().map(|(object, hash)| Ok((object, hash.map(as_hash).transpose()?))).collect()
}
