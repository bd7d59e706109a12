//! What stands outside calls and names a customer: descriptions that wait for their audio, names of watched
//! files that became no call, tables of calls on their way in.

use super::{NUMBERS_A_READ, Number, count};
use crate::db::{Db, DbError, cdr_import, erasure};
use crate::ids::{SidecarId, WatchedFileId};
use crate::recorder::KeepingError;
use crate::recorder::cdr::LIMITS;
use crate::sheet::{self, Cell};
use std::ops::ControlFlow;

/// How many tables on their way in are looked into; there is seldom more than one.
const TABLES_MOST: i64 = 20;

/// What names the number outside calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Outside {
    pub(super) descriptions: Vec<SidecarId>,
    pub(super) files: Vec<WatchedFileId>,
    /// How many tables on their way in.
    pub(super) imports: i64,
}

/// Looks for the number outside calls.
pub(super) async fn find(db: &Db, wanted: &Number) -> Result<Outside, KeepingError> {
    Ok(Outside {
        descriptions: descriptions(db, wanted).await?,
        files: files(db, wanted).await?,
        imports: imports(db, wanted).await?,
    })
}

async fn descriptions(db: &Db, wanted: &Number) -> Result<Vec<SidecarId>, DbError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let digits = wanted.last_digits().to_owned();
        let part =
            db.read(move |reading| erasure::descriptions(reading, &digits, after, NUMBERS_A_READ)).await?;
        let Some((last, ..)) = part.last() else { return Ok(found) };
        after = Some(*last);
        let is_last = count(part.len()) < NUMBERS_A_READ;
        let names =
            |(_, stem, text): &(SidecarId, String, String)| wanted.named_in(stem) || wanted.named_in(text);
        found.extend(part.into_iter().filter(names).map(|(id, ..)| id));
        if is_last {
            return Ok(found);
        }
    }
}

async fn files(db: &Db, wanted: &Number) -> Result<Vec<WatchedFileId>, DbError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let digits = wanted.last_digits().to_owned();
        let part = db.read(move |reading| erasure::files(reading, &digits, after, NUMBERS_A_READ)).await?;
        let Some((last, _)) = part.last() else { return Ok(found) };
        after = Some(*last);
        let is_last = count(part.len()) < NUMBERS_A_READ;
        found.extend(part.into_iter().filter(|(_, path)| wanted.named_in(path)).map(|(id, _)| id));
        if is_last {
            return Ok(found);
        }
    }
}

async fn imports(db: &Db, wanted: &Number) -> Result<i64, DbError> {
    let mut naming = 0;
    for id in db.read(|reading| cdr_import::with_file(reading, TABLES_MOST)).await? {
        let Some(table) = db.read(move |reading| cdr_import::file_of(reading, id)).await? else { continue };
        let wanted = wanted.clone();
        let looked_at = tokio::task::spawn_blocking(move || stands_in_table(&table, &wanted)).await;
        naming += i64::from(looked_at.unwrap_or(false));
    }
    Ok(naming)
}

/// Whether any cell names the number. A table that cannot be read brings no calls either.
fn stands_in_table(table: &[u8], wanted: &Number) -> bool {
    let mut is_named = false;
    let _ = sheet::visit(table, LIMITS, |line| {
        let names = |cell: &Cell| match cell {
            Cell::Text(text) => wanted.named_in(text),
            Cell::Broken(_) => false,
        };
        is_named = line.cells.iter().any(names);
        if is_named { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    is_named
}
