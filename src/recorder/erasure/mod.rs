//! Erasure by customer number, or e-mail address: a request finds the customer's calls once, removes them in small steps,
//! waits for legal holds, and ends with a report. The number is in no row, no log and no address: only
//! its masked form is kept.

mod calls;
mod contacts;
mod number;
mod outside;
mod wanted;

pub use number::{DIGITS_LEAST, Number};
use wanted::Wanted;

use super::KeepingError;
use super::keeping_error::text;
use super::retention::{Gone, Why, delete_objects, person, remove};
use crate::access::By;
use crate::db::audit::{Actor, Line};
use crate::db::call::CustomerNumber;
use crate::db::erasure::{self, Erasure, ErasureState, Left};
use crate::db::hold::{self, Hold, HoldKind};
use crate::db::job::{self, NewJob};
use crate::db::named::{self, Named};
use crate::db::{Db, DbError, Page, Reading, Scope, Window, Writing, audit, call, removal};
use crate::ids::{CallId, ErasureId, PersonId};
use crate::storage::Storage;
use serde_json::json;
use std::collections::BTreeMap;

/// How many calls one transaction removes.
const CALLS_A_STEP: i64 = 20;
/// How many numbers are compared in one transaction.
const NUMBERS_A_READ: i64 = 5_000;
/// The longest reference, in characters.
const REFERENCE_MOST: usize = 200;
/// How many spellings a preview shows.
const SPELLINGS_MOST: usize = 20;

/// What a request would erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasurePreview {
    /// The number as it was written, with its middle hidden.
    pub masked_number: String,
    /// How many calls have it, or have no number and name it elsewhere.
    pub calls: i64,
    /// How many of them have no number of their own: it stands in the name of their file, or in what else
    /// their source told.
    pub numberless: i64,
    /// How the sources spell it, masked, with the number of calls; the commonest first.
    pub spellings: Vec<(String, i64)>,
    /// How many of the calls a legal hold keeps for now.
    pub held: i64,
    /// How many of them a keep hold keeps; a request removes them all the same.
    pub kept: i64,
    /// How many descriptions that wait for their audio name it.
    pub descriptions: i64,
    /// How many names of watched files that became no call hold it.
    pub files: i64,
    /// How many tables of calls that are on their way in name it: their calls will not be part of a request
    /// that is entered now.
    pub imports: i64,
    /// How many chats, letters and e-mails have it, or have no customer and name it in what was written.
    pub contacts: i64,
}

/// A request with everything that a page shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureLine {
    /// The request.
    pub erasure: Erasure,
    /// Who entered it.
    pub requested_by: Option<Named<PersonId>>,
    /// How many calls are left, and how many of them are held.
    pub left: Left,
    /// The legal holds in the way, each with its owner.
    pub waits_for: Vec<(Hold, Option<Named<PersonId>>)>,
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureStep {
    /// There may be more to do now.
    On,
    /// Nothing is left to do, or nothing that may be done now.
    Over,
}

/// What a request for this number would erase.
pub async fn preview_erasure(db: &Db, number: &CustomerNumber) -> Result<ErasurePreview, KeepingError> {
    let wanted = Wanted::read(number)?;
    let found = calls_of(db, &wanted).await?;
    let numberless = count(found.numberless.len());
    let mut spellings: BTreeMap<String, i64> = BTreeMap::new();
    for (_, spelling) in &found.numbered {
        *spellings.entry(spelling.masked()).or_default() += 1;
    }
    let mut spellings: Vec<(String, i64)> = spellings.into_iter().collect();
    spellings.sort_by_key(|(_, calls)| -calls);
    spellings.truncate(SPELLINGS_MOST);
    let ids = found.ids();
    let calls = count(ids.len());
    let (held, kept) = db.read(move |reading| held_of(reading, &ids)).await?;
    let outside = outside_of(db, &wanted).await?;
    let contacts = count(contacts::find(db, &wanted).await?.len());
    Ok(ErasurePreview {
        contacts,
        masked_number: number.masked(),
        calls,
        numberless,
        spellings,
        held,
        kept,
        descriptions: count(outside.descriptions.len()),
        files: count(outside.files.len()),
        imports: outside.imports,
    })
}

/// How many of these calls are under a legal hold, and how many under a keep hold.
fn held_of(reading: &mut Reading<'_>, ids: &[CallId]) -> Result<(i64, i64), DbError> {
    let (mut legal, mut kept) = (0, 0);
    for part in ids.chunks(500) {
        for holds in hold::of_calls(reading, part)?.into_values() {
            legal += i64::from(holds.iter().any(|hold| hold.kind == HoldKind::Legal));
            kept += i64::from(holds.iter().any(|hold| hold.kind == HoldKind::Keep));
        }
    }
    Ok((legal, kept))
}

/// Enters a request with all the calls that have this number now, and removes at once what names it outside
/// calls: the number is not kept, so there is no later. Calls that come later are not part of it.
pub async fn request_erasure(
    db: &Db,
    by: By,
    number: &CustomerNumber,
    reference: &str,
) -> Result<ErasureLine, KeepingError> {
    let wanted = Wanted::read(number)?;
    let reference = text("reference", reference, REFERENCE_MOST)?;
    if wanted.stands_in(&reference) {
        return Err(KeepingError::NumberInReference);
    }
    let ids = calls_of(db, &wanted).await?.ids();
    let outside = outside_of(db, &wanted).await?;
    let contacts = contacts::find(db, &wanted).await?;
    let masked_number = number.masked();
    db.write(move |writing| {
        let calls = present(writing, &ids)?;
        let (descriptions, files) =
            erasure::forget_outside_calls(writing, &outside.descriptions, &outside.files)?;
        let new = Erasure {
            id: ErasureId::new(),
            masked_number: masked_number.clone(),
            reference: reference.clone(),
            state: ErasureState::Running,
            requested_by: person(by),
            found: count(calls.len()),
            removed: 0,
            bytes: 0,
            requested_at: writing.now(),
            finished_at: None,
            descriptions,
            files,
            imports: outside.imports,
            contacts: contacts::forget(writing, &contacts)?,
        };
        erasure::insert(writing, &new, &calls)?;
        note(writing, by, "erasure.requested", &new)?;
        job::enqueue(writing, &NewJob::erase_customers())?;
        line(writing, new.id)
    })
    .await
}

/// Takes a request back. What it has removed is gone.
pub async fn withdraw_erasure(db: &Db, by: By, id: ErasureId) -> Result<ErasureLine, KeepingError> {
    db.write(move |writing| {
        let known = erasure::find(writing, id)?.ok_or(KeepingError::NotFound { what: "request" })?;
        if !erasure::move_to(writing, id, ErasureState::Withdrawn)? {
            return Err(KeepingError::Ended);
        }
        note(writing, by, "erasure.withdrawn", &known)?;
        line(writing, id)
    })
    .await
}

/// A page of requests, the youngest first.
pub async fn list_erasures(db: &Db, window: Window) -> Result<Page<ErasureLine>, KeepingError> {
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = erasure::list(reading, window)?;
        let items = items.into_iter().map(|one| line(reading, one.id)).collect::<Result<_, _>>()?;
        Ok(Page { items, next, total, total_is_exact })
    })
    .await
}

/// One request: its report.
pub async fn erasure_report(db: &Db, id: ErasureId) -> Result<ErasureLine, KeepingError> {
    db.read(move |reading| line(reading, id)).await
}

/// The requests with something left to do, oldest first.
pub async fn open_erasures(db: &Db) -> Result<Vec<ErasureId>, KeepingError> {
    Ok(db.read(erasure::open).await?)
}

/// Removes the next calls of a request, and then their objects.
pub async fn step_of_erasure(db: &Db, storage: &Storage, id: ErasureId) -> Result<ErasureStep, KeepingError> {
    let (gone, step) = db.write(move |writing| remove_next(writing, id)).await?;
    delete_objects(storage, &gone.objects).await;
    Ok(step)
}

fn remove_next(writing: &mut Writing<'_>, id: ErasureId) -> Result<(Gone, ErasureStep), DbError> {
    let mut gone = Gone::default();
    // Holds the request's row: whoever withdraws it waits, or has before anything is removed.
    if !erasure::advance(writing, id, 0, 0)? {
        return Ok((gone, ErasureStep::Over));
    }
    let ids = erasure::next(writing, id, CALLS_A_STEP)?;
    if ids.is_empty() {
        settle(writing, id)?;
        return Ok((gone, ErasureStep::Over));
    }
    removal::lock_calls(writing, &ids)?;
    let held = hold::of_calls(writing, &ids)?;
    for call in call::of_ids(writing, &Scope::Everything, &ids)? {
        // Somebody may have placed a hold just before the call was locked.
        let is_legally_held = held.get(&call.id).is_some_and(|holds| holds.iter().any(is_legal));
        if !is_legally_held {
            remove(writing, &call, Why::Erasure(id), &mut gone)?;
        }
    }
    erasure::advance(writing, id, gone.calls, gone.bytes)?;
    Ok((gone, ErasureStep::On))
}

fn is_legal(hold: &Hold) -> bool {
    hold.kind == HoldKind::Legal
}

/// Nothing more can be done now: the request waits for legal holds, or is finished.
fn settle(writing: &mut Writing<'_>, id: ErasureId) -> Result<(), DbError> {
    let left = erasure::left(writing, id)?;
    let state = if left.calls > 0 { ErasureState::Waiting } else { ErasureState::Done };
    let before = erasure::find(writing, id)?.map(|erasure| erasure.state);
    if before == Some(state) {
        return Ok(());
    }
    erasure::move_to(writing, id, state)?;
    let action = if state == ErasureState::Done { "erasure.finished" } else { "erasure.waits" };
    match erasure::find(writing, id)? {
        Some(erasure) => note(writing, By::from(Actor::System), action, &erasure),
        None => Ok(()),
    }
}

/// Calls have numbers alone.
async fn calls_of(db: &Db, wanted: &Wanted) -> Result<calls::Found, KeepingError> {
    match wanted.number() {
        Some(number) => Ok(calls::find(db, number).await?),
        None => Ok(calls::Found::default()),
    }
}

/// What names a number outside calls.
async fn outside_of(db: &Db, wanted: &Wanted) -> Result<outside::Outside, KeepingError> {
    match wanted.number() {
        Some(number) => outside::find(db, number).await,
        None => Ok(outside::Outside::default()),
    }
}

/// Those of these calls that are still there.
fn present(reading: &mut Reading<'_>, ids: &[CallId]) -> Result<Vec<CallId>, DbError> {
    let mut present = Vec::with_capacity(ids.len());
    for part in ids.chunks(500) {
        present.extend(call::of_ids(reading, &Scope::Everything, part)?.into_iter().map(|call| call.id));
    }
    Ok(present)
}

fn line(reading: &mut Reading<'_>, id: ErasureId) -> Result<ErasureLine, KeepingError> {
    let erasure = erasure::find(reading, id)?.ok_or(KeepingError::NotFound { what: "request" })?;
    let left = erasure::left(reading, id)?;
    let mut holds = Vec::with_capacity(left.holds.len());
    for hold_id in &left.holds {
        holds.extend(hold::find(reading, *hold_id)?);
    }
    let ids = holds.iter().map(|hold| hold.owner_id).chain([erasure.requested_by]).flatten();
    let people = named::of_people(reading, ids.collect::<Vec<_>>())?;
    let with_owner = |hold: Hold| (hold.clone(), hold.owner_id.map(|id| people.named(id)));
    Ok(ErasureLine {
        requested_by: erasure.requested_by.map(|id| people.named(id)),
        waits_for: holds.into_iter().map(with_owner).collect(),
        erasure,
        left,
    })
}

fn note(writing: &mut Writing<'_>, by: By, action: &'static str, erasure: &Erasure) -> Result<(), DbError> {
    let line = Line {
        actor: by.actor,
        action,
        noun: "erasure",
        noun_id: &erasure.id.to_string(),
        detail: json!({
            "found": erasure.found,
            "removed": erasure.removed,
            "descriptions": erasure.descriptions,
            "files": erasure.files,
            "contacts": erasure.contacts,
        }),
        request_id: by.request_id,
    };
    audit::append(writing, &line)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
