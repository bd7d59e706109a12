//! The keys of the review page that somebody moved.

use super::columns::{from_json, to_json};
use super::schema::review_keys;
use super::{DbError, Reading, Writing};
use crate::ids::PersonId;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a key lies, by its physical place and not by its letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyPlace {
    /// The name of the place, as browsers tell it (`KeyboardEvent.code`): `KeyN`, `Slash`.
    pub code: String,
    /// Together with Shift.
    #[serde(default)]
    pub shift: bool,
    /// Together with Alt.
    #[serde(default)]
    pub alt: bool,
}

/// The keys that somebody moved, by what they do.
pub type MovedKeys = BTreeMap<String, KeyPlace>;

/// The keys that this person moved.
pub fn of_person(reading: &mut Reading<'_>, person_id: PersonId) -> Result<MovedKeys, DbError> {
    let json: Option<String> = review_keys::table
        .find(person_id)
        .select(review_keys::keys_json)
        .first(reading.connection)
        .optional()?;
    json.map_or_else(|| Ok(MovedKeys::new()), |json| from_json("somebody's keys", &json))
}

/// Stores them in place of those that stood there; none at all: every key lies where it always does.
pub fn store(writing: &mut Writing<'_>, person_id: PersonId, keys: &MovedKeys) -> Result<(), DbError> {
    let now = writing.now();
    diesel::delete(review_keys::table.find(person_id)).execute(writing.connection)?;
    if !keys.is_empty() {
        diesel::insert_into(review_keys::table)
            .values((
                review_keys::person_id.eq(person_id),
                review_keys::keys_json.eq(to_json(keys)?),
                review_keys::changed_at.eq(now),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}
