//! What finds the words of a recording: an index of its utterances and one of its sides, made from
//! `wording` and from nothing else, so that they hold what everybody may read and no more.

use super::recording::ChannelRole;
use super::schema::{recording, search_side, wording};
use super::{DbError, Reading, Writing, dialect};
use crate::ids::{CallId, RecordingId};
use crate::search::{entries, tokens, units};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The most entries of a row: PostgreSQL takes a megabyte of them. A side with more has several rows.
const ENTRIES_MOST: usize = 10_000;

/// Indexes the words of a recording as they stand; what was indexed of it before is gone. A leg that was
/// paired is found through its pair.
pub fn rebuild(writing: &mut Writing<'_>, call_id: CallId, recording_id: RecordingId) -> Result<(), DbError> {
    forget(writing, recording_id)?;
    let as_leg = recording::table.find(recording_id).filter(recording::paired_into.is_not_null());
    if diesel::select(exists(as_leg.select(recording::id))).get_result(writing.connection)? {
        return Ok(());
    }
    let said: Vec<(i64, Option<ChannelRole>, String)> = wording::table
        .filter(wording::recording_id.eq(recording_id))
        .order(wording::number)
        .select((wording::id, wording::role, wording::text))
        .load(writing.connection)?;
    // By the role's name: roles have no order of their own.
    let mut sides: BTreeMap<Option<&str>, (Option<ChannelRole>, BTreeSet<String>)> = BTreeMap::new();
    for (id, role, text) in said {
        let units = units(&text);
        let tokens = tokens(&units);
        let (_, known) = sides.entry(role.map(ChannelRole::as_str)).or_insert((role, BTreeSet::new()));
        known.extend(entries(&units, &tokens));
        dialect::index_utterance(writing.connection, id, &tokens)?;
    }
    for (role, known) in sides.into_values() {
        let known: Vec<String> = known.into_iter().collect();
        for some in known.chunks(ENTRIES_MOST) {
            dialect::index_side(writing.connection, call_id, recording_id, role, some)?;
        }
        if known.is_empty() {
            // Words are known of this side, though none that could be found.
            dialect::index_side(writing.connection, call_id, recording_id, role, &[])?;
        }
    }
    Ok(())
}

/// Takes the words of a recording out of the indexes; they themselves stay.
pub(super) fn forget(writing: &mut Writing<'_>, recording_id: RecordingId) -> Result<(), DbError> {
    diesel::delete(search_side::table.filter(search_side::recording_id.eq(recording_id)))
        .execute(writing.connection)?;
    Ok(dialect::forget_utterances(writing.connection, recording_id)?)
}

/// Of the recordings behind this one, by id, those whose words are not indexed, at most `limit`.
pub fn missing(
    reading: &mut Reading<'_>,
    after: Option<RecordingId>,
    limit: i64,
) -> Result<Vec<(RecordingId, CallId)>, DbError> {
    let words = wording::table.filter(wording::recording_id.eq(recording::id)).select(wording::id);
    let sides =
        search_side::table.filter(search_side::recording_id.eq(recording::id)).select(search_side::id);
    let without = recording::table
        .filter(recording::paired_into.is_null())
        .filter(exists(words))
        .filter(not(exists(sides)))
        .into_boxed();
    let behind = match after {
        Some(after) => without.filter(recording::id.gt(after)),
        None => without,
    };
    Ok(behind
        .order(recording::id)
        .limit(limit)
        .select((recording::id, recording::call_id))
        .load(reading.connection)?)
}
