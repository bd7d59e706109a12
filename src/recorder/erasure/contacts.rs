//! The text contacts of a customer: those with their number or address, and those without a customer that name
//! it in what was written. They hold no objects, so they go with the request itself.

use super::{NUMBERS_A_READ, Wanted, count};
use crate::db::call::CustomerNumber;
use crate::db::contact::{self, ContactRemoval};
use crate::db::removal::RemovalCause;
use crate::db::{Db, DbError, Writing};
use crate::ids::ContactId;

/// Looks for them, a part at a time.
pub(super) async fn find(db: &Db, wanted: &Wanted) -> Result<Vec<ContactId>, DbError> {
    let mut found = with_customer(db, wanted).await?;
    found.extend(named(db, wanted).await?);
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

async fn with_customer(db: &Db, wanted: &Wanted) -> Result<Vec<ContactId>, DbError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let trace = wanted.trace();
        let part = db.read(move |reading| contact::customers(reading, &trace, after, NUMBERS_A_READ)).await?;
        let Some((last, _)) = part.last() else { return Ok(found) };
        after = Some(*last);
        let is_last = count(part.len()) < NUMBERS_A_READ;
        let is_theirs = |(_, customer): &(ContactId, CustomerNumber)| wanted.is(&customer.0);
        found.extend(part.into_iter().filter(is_theirs).map(|(id, _)| id));
        if is_last {
            return Ok(found);
        }
    }
}

async fn named(db: &Db, wanted: &Wanted) -> Result<Vec<ContactId>, DbError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let trace = wanted.trace();
        let part = db.read(move |reading| contact::naming(reading, &trace, after, NUMBERS_A_READ)).await?;
        let Some((last, number, _)) = part.last() else { return Ok(found) };
        after = Some((*last, *number));
        let is_last = count(part.len()) < NUMBERS_A_READ;
        let names = |(_, _, text): &(ContactId, i32, String)| wanted.named_in(text);
        found.extend(part.into_iter().filter(names).map(|(id, ..)| id));
        if is_last {
            return Ok(found);
        }
    }
}

/// Takes the words and the customer out of them; returns how many still had theirs.
pub(super) fn forget(writing: &mut Writing<'_>, ids: &[ContactId]) -> Result<i64, DbError> {
    let why = ContactRemoval { cause: RemovalCause::Erasure, rule_version_id: None, keep_days: None };
    let mut gone = 0;
    for id in ids {
        gone += i64::from(contact::forget(writing, *id, why)?);
    }
    Ok(gone)
}
