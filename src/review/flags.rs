//! Flags on a call or a range of it: set, seen, taken away.
//!
//! Whoever may flag a call sees every flag on it. Whoever merely finds it, an agent their own call,
//! sees what it is praised for: good cases, and nothing else. Whoever has the call in hand sees their own
//! alone until their evaluation is out. Setting and taking away happen in the transaction of `library`, which
//! proposes cases by flags.

use super::{ReviewError, person_of};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::flag::{Flag, FlagKind};
use crate::db::named::{self, Named};
use crate::db::{Db, Reading, Scope, Writing, call, evaluation, flag};
use crate::ids::{CallId, FlagId, PersonId};
use serde_json::json;

/// The most flags that a call bears.
pub const FLAGS_A_CALL: i64 = 200;
/// The longest note, in characters.
const NOTE_MOST: usize = 1_000;
/// The most channels that a call can have.
const CHANNELS_MOST: i32 = 64;

/// A flag to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFlag {
    /// What it says.
    pub kind: FlagKind,
    /// From where to where on the call's timeline; none: the whole call.
    pub range: Option<(i64, i64)>,
    /// On which channel, counted from 0; none: on all.
    pub channel: Option<i32>,
    /// Why, in words.
    pub note: Option<String>,
}

/// A flag, with who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagLine {
    /// The flag.
    pub flag: Flag,
    /// Who set it.
    pub flagged_by: Named<PersonId>,
    /// Whether the reader may take it away.
    pub is_removable: bool,
}

/// The flags of a call that exists for the caller (`calls`), as far as they see them.
pub async fn list_flags(
    db: &Db,
    who: &Who,
    calls: Scope,
    call_id: CallId,
) -> Result<Vec<FlagLine>, ReviewError> {
    let who = who.clone();
    db.read(move |reading| {
        call::find(reading, &calls, call_id)?.ok_or(ReviewError::NotFound { what: "call" })?;
        let sees_all = reaches(reading, &who, Permission::FlagCalls, call_id)?;
        let kinds = if sees_all { FlagKind::ALL } else { &[FlagKind::GoodCase] };
        let mut flags = flag::of_call(reading, call_id, kinds, FLAGS_A_CALL)?;
        if let Some(own) = who.person_id()
            && evaluation::is_in_hand(reading, own, call_id)?
        {
            flags.retain(|flag| flag.flagged_by == own);
        }
        lines(reading, &who, call_id, flags)
    })
    .await
}

/// A flag with its note without margins; none where nothing is written.
pub fn checked_flag(new: NewFlag) -> Result<NewFlag, ReviewError> {
    let note = new.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MOST || note.contains('\0')) {
        return Err(ReviewError::TextTooLong { field: "note", most: NOTE_MOST });
    }
    Ok(NewFlag { note, ..new })
}

/// Sets a flag that was checked on a call that the caller may flag (`scope`).
pub fn set_flag(
    writing: &mut Writing<'_>,
    who: &Who,
    by: By,
    scope: &Scope,
    call_id: CallId,
    new: &NewFlag,
) -> Result<FlagLine, ReviewError> {
    let flagged_by = person_of(who)?;
    call::lock(writing, &[call_id])?;
    let call = call::find(writing, scope, call_id)?.ok_or(ReviewError::NotFound { what: "call" })?;
    check_place(new, call.duration_ms)?;
    if flag::count(writing, call_id)? >= FLAGS_A_CALL {
        return Err(ReviewError::TooManyFlags { most: FLAGS_A_CALL });
    }
    let flag = Flag {
        id: FlagId::new(),
        call_id,
        kind: new.kind,
        start_ms: new.range.map(|range| range.0),
        end_ms: new.range.map(|range| range.1),
        channel: new.channel,
        note: new.note.clone(),
        flagged_by,
        flagged_at: writing.now(),
    };
    flag::insert(writing, &flag)?;
    let detail = json!({ "call": call_id, "kind": flag.kind.as_str() });
    by.note(writing, "flag.set", "flag", flag.id, detail)?;
    let made = lines(writing, who, call_id, vec![flag])?.pop();
    made.ok_or(ReviewError::NotFound { what: "flag" })
}

/// The flag, if the caller may take it away: one's own, or, for whoever assigns the call, anybody's.
pub fn check_removal(
    reading: &mut Reading<'_>,
    who: &Who,
    scope: &Scope,
    call_id: CallId,
    id: FlagId,
) -> Result<Flag, ReviewError> {
    let own = person_of(who)?;
    let not_there = ReviewError::NotFound { what: "flag" };
    if call::find(reading, scope, call_id)?.is_none() {
        return Err(not_there);
    }
    let flag = flag::find(reading, call_id, id)?.ok_or(not_there)?;
    if flag.flagged_by != own && !reaches(reading, who, Permission::AssignCalls, call_id)? {
        return Err(AccessError::NotPermitted.into());
    }
    Ok(flag)
}

/// Takes a flag away that the caller may take away.
pub fn remove_flag(
    writing: &mut Writing<'_>,
    who: &Who,
    by: By,
    scope: &Scope,
    call_id: CallId,
    id: FlagId,
) -> Result<(), ReviewError> {
    let flag = check_removal(writing, who, scope, call_id, id)?;
    if flag::delete(writing, id)? {
        let detail = json!({ "call": call_id, "kind": flag.kind.as_str(), "flagged_by": flag.flagged_by });
        by.note(writing, "flag.removed", "flag", id, detail)?;
    }
    Ok(())
}

/// A range begins before it ends, and within the call where its length is known.
fn check_place(new: &NewFlag, duration_ms: i64) -> Result<(), ReviewError> {
    let end_ms = if duration_ms > 0 { duration_ms } else { i64::MAX };
    if new.range.is_some_and(|(from, to)| from < 0 || to < from || from > end_ms) {
        return Err(ReviewError::BadFlag { problem: "its range does not lie within the call" });
    }
    if new.channel.is_some_and(|channel| !(0..CHANNELS_MOST).contains(&channel)) {
        return Err(ReviewError::BadFlag { problem: "there is no such channel" });
    }
    Ok(())
}

/// Whether this permission of the caller reaches the call.
fn reaches(
    reading: &mut Reading<'_>,
    who: &Who,
    permission: Permission,
    call_id: CallId,
) -> Result<bool, ReviewError> {
    match who.scope(permission) {
        Some(scope) => Ok(call::find(reading, &scope, call_id)?.is_some()),
        None => Ok(false),
    }
}

fn lines(
    reading: &mut Reading<'_>,
    who: &Who,
    call_id: CallId,
    flags: Vec<Flag>,
) -> Result<Vec<FlagLine>, ReviewError> {
    let people = named::of_people(reading, flags.iter().map(|flag| flag.flagged_by))?;
    let flags_it = reaches(reading, who, Permission::FlagCalls, call_id)?;
    let rules_it = reaches(reading, who, Permission::AssignCalls, call_id)?;
    let line = |flag: Flag| FlagLine {
        flagged_by: people.named(flag.flagged_by),
        is_removable: flags_it && (rules_it || who.person_id() == Some(flag.flagged_by)),
        flag,
    };
    Ok(flags.into_iter().map(line).collect())
}
