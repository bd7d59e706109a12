//! The listening record: what of a call a person has heard, one record for each of the two.

use super::columns::{from_json, to_json, words};
use super::schema::listening;
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeSet;

words! {
    /// From where somebody listened.
    Place {
        /// The page of one call.
        Call = "call",
        /// The review page.
        Review = "review",
        /// A list, inline.
        List = "list",
        /// Feedback, or an evaluation that is out.
        Feedback = "feedback",
        /// A program, with a token.
        Api = "api",
    }
}

/// A stretch of the call's timeline: from, to, in milliseconds.
pub type Stretch = (i64, i64);

/// What of a call a person has heard. The lists are sorted and do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// The call.
    pub call_id: CallId,
    /// Who listened.
    pub person_id: PersonId,
    /// What was heard, at whatever speed.
    pub heard: Vec<Stretch>,
    /// What of it was heard only faster than it was said.
    pub sped: Vec<Stretch>,
    /// Silence that the player passed over, and that was not heard otherwise.
    pub skipped: Vec<Stretch>,
    /// From where.
    pub places: BTreeSet<Place>,
    /// How much was heard at all; what was heard twice counts once.
    pub heard_ms: i64,
    /// When the first report came.
    pub first_at: Instant,
    /// When the last one came.
    pub last_at: Instant,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = listening)]
struct ListeningRow {
    call_id: CallId,
    person_id: PersonId,
    heard_json: String,
    sped_json: String,
    skipped_json: String,
    places_json: String,
    heard_ms: i64,
    first_at: Instant,
    last_at: Instant,
}

impl ListeningRow {
    fn of(record: &Listening) -> Result<Self, DbError> {
        let places: Vec<&str> = record.places.iter().map(|place| place.as_str()).collect();
        Ok(Self {
            call_id: record.call_id,
            person_id: record.person_id,
            heard_json: to_json(&record.heard)?,
            sped_json: to_json(&record.sped)?,
            skipped_json: to_json(&record.skipped)?,
            places_json: to_json(&places)?,
            heard_ms: record.heard_ms,
            first_at: record.first_at,
            last_at: record.last_at,
        })
    }

    fn into_listening(self) -> Result<Listening, DbError> {
        let places: Vec<String> = from_json("the places of a listening record", &self.places_json)?;
        Ok(Listening {
            call_id: self.call_id,
            person_id: self.person_id,
            heard: from_json("what was heard", &self.heard_json)?,
            sped: from_json("what was heard fast", &self.sped_json)?,
            skipped: from_json("what was passed over", &self.skipped_json)?,
            places: places.iter().filter_map(|place| Place::parse(place)).collect(),
            heard_ms: self.heard_ms,
            first_at: self.first_at,
            last_at: self.last_at,
        })
    }
}

/// What this person has heard of this call.
pub fn find(
    reading: &mut Reading<'_>,
    call_id: CallId,
    person_id: PersonId,
) -> Result<Option<Listening>, DbError> {
    let row: Option<ListeningRow> =
        listening::table.find((call_id, person_id)).first(reading.connection).optional()?;
    row.map(ListeningRow::into_listening).transpose()
}

/// Stores a record in place of the one that the person had of the call. Lock the call before the old
/// one is read, so that of two reports at once none is lost.
pub fn store(writing: &mut Writing<'_>, record: &Listening) -> Result<(), DbError> {
    let row = ListeningRow::of(record)?;
    let known = listening::table.find((record.call_id, record.person_id));
    if diesel::update(known).set(&row).execute(writing.connection)? == 0 {
        diesel::insert_into(listening::table).values(&row).execute(writing.connection)?;
    }
    Ok(())
}

/// Everybody who heard this call, the last listener first, at most `limit`.
pub fn of_call(reading: &mut Reading<'_>, call_id: CallId, limit: i64) -> Result<Vec<Listening>, DbError> {
    let rows: Vec<ListeningRow> = listening::table
        .filter(listening::call_id.eq(call_id))
        .order((listening::last_at.desc(), listening::person_id))
        .limit(limit)
        .load(reading.connection)?;
    rows.into_iter().map(ListeningRow::into_listening).collect()
}
