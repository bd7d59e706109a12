//! Tombstones: what a deleted call leaves, so that the same file coming again is refused with
//! its reason. They hold no personal data beyond the source's own id.

use super::recording::ContentHash;
use super::schema::tombstone;
use super::{DbError, Reading, Writing};
use crate::ids::{SourceId, TombstoneId};
use crate::time::Instant;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The memory of a deleted call, or of one of its files.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = tombstone)]
pub struct Tombstone {
    /// Its id.
    pub id: TombstoneId,
    /// The source of the call.
    pub source_id: SourceId,
    /// What the source called it.
    pub native_id: Option<String>,
    /// The content hash of the file.
    pub content_hash: Option<Vec<u8>>,
    /// Why it was deleted, as a sentence for whoever sends it again.
    pub reason: String,
    /// When it was deleted.
    pub created_at: Instant,
}

/// Leaves a tombstone.
pub fn insert(writing: &mut Writing<'_>, new: &Tombstone) -> Result<(), DbError> {
    diesel::insert_into(tombstone::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The tombstone of a call with this native id, or of a file with this content.
pub fn matching(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    native_id: Option<&str>,
    hash: &ContentHash,
) -> Result<Option<Tombstone>, DbError> {
    let of_source = tombstone::table.filter(tombstone::source_id.eq(source_id));
    let by_content =
        of_source.filter(tombstone::content_hash.eq(hash.as_slice())).first(reading.connection).optional()?;
    match (by_content, native_id) {
        (None, Some(native_id)) => of_call(reading, source_id, native_id),
        (found, _) => Ok(found),
    }
}

/// The tombstone of the call with this native id.
pub fn of_call(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    native_id: &str,
) -> Result<Option<Tombstone>, DbError> {
    Ok(tombstone::table
        .filter(tombstone::source_id.eq(source_id))
        .filter(tombstone::native_id.eq_any([native_id.to_owned(), digest_of(native_id)]))
        .first(reading.connection)
        .optional()?)
}

/// A native id that is known again and cannot be read: those of erased calls may hold a number.
#[must_use]
pub fn digest_of(native_id: &str) -> String {
    Sha256::digest(native_id.as_bytes()).iter().fold(String::from("sha256:"), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
