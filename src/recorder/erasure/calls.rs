//! The calls of a customer: those with the number, and those without one that name it elsewhere.

use super::{NUMBERS_A_READ, Number, count};
use crate::db::call::CustomerNumber;
use crate::db::erasure::{self, Told};
use crate::db::{Db, DbError};
use crate::ids::CallId;

/// What a search for a number came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Calls with this number, and how their source spells it.
    pub(super) numbered: Vec<(CallId, CustomerNumber)>,
    /// Calls without a number whose own id, file name or metadata names it. A call with another number is
    /// another customer's, whatever else stands with it.
    pub(super) numberless: Vec<CallId>,
}

impl Found {
    /// All of them.
    pub(super) fn ids(self) -> Vec<CallId> {
        self.numbered.into_iter().map(|(id, _)| id).chain(self.numberless).collect()
    }
}

/// Looks for the number, a part at a time.
pub(super) async fn find(db: &Db, wanted: &Number) -> Result<Found, DbError> {
    Ok(Found { numbered: numbered(db, wanted).await?, numberless: numberless(db, wanted).await? })
}

async fn numbered(db: &Db, wanted: &Number) -> Result<Vec<(CallId, CustomerNumber)>, DbError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let digits = wanted.last_digits().to_owned();
        let part = db.read(move |reading| erasure::numbers(reading, &digits, after, NUMBERS_A_READ)).await?;
        let Some((last, _)) = part.last() else { return Ok(found) };
        after = Some(*last);
        let is_last = count(part.len()) < NUMBERS_A_READ;
        let is_wanted =
            |number: &CustomerNumber| Number::read(&number.0).is_some_and(|number| number.is_same(wanted));
        found.extend(part.into_iter().filter(|(_, number)| is_wanted(number)));
        if is_last {
            return Ok(found);
        }
    }
}

/// A part may end between two files of a call; the call has a handful, and is read again with the next.
async fn numberless(db: &Db, wanted: &Number) -> Result<Vec<CallId>, DbError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let digits = wanted.last_digits().to_owned();
        let mut part = db
            .read(move |reading| erasure::told_of_numberless(reading, &digits, after, NUMBERS_A_READ))
            .await?;
        let is_last = count(part.len()) < NUMBERS_A_READ;
        if !is_last {
            drop_last_call(&mut part);
        }
        let Some((last, ..)) = part.last() else { return Ok(found) };
        after = Some(*last);
        found.extend(part.iter().filter(|told| names(told, wanted)).map(|(id, ..)| *id));
        found.dedup();
        if is_last {
            return Ok(found);
        }
    }
}

/// Leaves the last call to the next part, unless it is all there is: then its first files speak for it.
fn drop_last_call(part: &mut Vec<Told>) {
    let Some(last) = part.last().map(|(id, ..)| *id) else { return };
    if part.first().is_some_and(|(first, ..)| *first != last) {
        part.retain(|(id, ..)| *id != last);
    }
}

fn names((_, native_id, metadata, file_name): &Told, wanted: &Number) -> bool {
    let texts = [native_id.as_deref(), Some(metadata.as_str()), file_name.as_deref()];
    texts.into_iter().flatten().any(|text| wanted.named_in(text))
}
