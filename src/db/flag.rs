//! Flags (标记): what somebody marks on a call or on a range of its timeline. They die with it.

use super::columns::words;
use super::evaluation::calls_in_hand;
use super::schema::flag;
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, FlagId, PersonId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

words! {
    /// What a flag says of a call.
    FlagKind {
        /// To be talked about with the agent (辅导).
        Coaching = "coaching",
        /// Worth learning from (优秀).
        GoodCase = "good_case",
        /// Worth learning from as a warning (警示).
        WarningCase = "warning_case",
        /// Could do harm: to the customer, to the house (风险).
        Risk = "risk",
        /// Somebody else should listen too (复听).
        SecondListening = "second_listening",
        /// The customer rang before about the same (重复来电).
        RepeatContact = "repeat_contact",
    }
}

/// A flag on a call, or on a range of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = flag)]
pub struct Flag {
    /// Its id.
    pub id: FlagId,
    /// The call.
    pub call_id: CallId,
    /// What it says.
    pub kind: FlagKind,
    /// Where it begins on the call's timeline; none: it is about the whole call.
    pub start_ms: Option<i64>,
    /// Where it ends.
    pub end_ms: Option<i64>,
    /// On which channel, counted from 0; none: on all.
    pub channel: Option<i32>,
    /// Why, in words.
    pub note: Option<String>,
    /// Who set it.
    pub flagged_by: PersonId,
    /// When.
    pub flagged_at: Instant,
}

/// Sets a flag.
pub fn insert(writing: &mut Writing<'_>, new: &Flag) -> Result<(), DbError> {
    diesel::insert_into(flag::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The flag, if it is on this call.
pub fn find(reading: &mut Reading<'_>, call_id: CallId, id: FlagId) -> Result<Option<Flag>, DbError> {
    Ok(flag::table.find(id).filter(flag::call_id.eq(call_id)).first(reading.connection).optional()?)
}

/// Takes a flag away; says whether it was there.
pub fn delete(writing: &mut Writing<'_>, id: FlagId) -> Result<bool, DbError> {
    Ok(diesel::delete(flag::table.find(id)).execute(writing.connection)? == 1)
}

/// The flags of a call of these kinds: those on the whole call first, then in the order of its
/// timeline; at most `limit`.
pub fn of_call(
    reading: &mut Reading<'_>,
    call_id: CallId,
    kinds: &[FlagKind],
    limit: i64,
) -> Result<Vec<Flag>, DbError> {
    let mut flags: Vec<Flag> = flag::table
        .filter(flag::call_id.eq(call_id))
        .filter(flag::kind.eq_any(kinds.to_vec()))
        .order(flag::id)
        .limit(limit)
        .load(reading.connection)?;
    // Here, because the databases disagree on where what is missing stands.
    flags.sort_by_key(|one| (one.start_ms, one.id));
    Ok(flags)
}

/// How many flags a call bears.
pub fn count(reading: &mut Reading<'_>, call_id: CallId) -> Result<i64, DbError> {
    Ok(flag::table.filter(flag::call_id.eq(call_id)).count().get_result(reading.connection)?)
}

/// Which kinds of flags each of these calls bears, each kind once, in the order of the kinds; a call
/// without any is left out. On a call that the reader has in hand, their own alone count.
pub fn kinds_of_calls(
    reading: &mut Reading<'_>,
    reader: Option<PersonId>,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, Vec<FlagKind>>, DbError> {
    let mut flags = flag::table.filter(flag::call_id.eq_any(calls.to_vec())).into_boxed();
    if let Some(own) = reader {
        let in_hand = calls_in_hand(reading, own)?;
        flags = flags.filter(flag::flagged_by.eq(own).or(flag::call_id.ne_all(in_hand)));
    }
    let pairs: Vec<(CallId, FlagKind)> =
        flags.select((flag::call_id, flag::kind)).distinct().load(reading.connection)?;
    let mut kinds: BTreeMap<CallId, Vec<FlagKind>> = BTreeMap::new();
    for (call_id, kind) in pairs {
        kinds.entry(call_id).or_default().push(kind);
    }
    for of_call in kinds.values_mut() {
        of_call.sort_unstable();
    }
    Ok(kinds)
}
