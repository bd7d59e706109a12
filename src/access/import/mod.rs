//! Entering people from a sheet: an .xlsx workbook or a CSV text, one row a person. A dry run says
//! row by row what would happen; the real one writes all rows or, where one is wrong, none.
//!
//! Importing again changes and never doubles: a row is the person with its staff number, else with
//! its sign-in, else the only one of its name. A sheet adds and changes; an empty cell leaves what
//! is known, and no role is ever taken away.
//!
//! What a dry run reports is no forecast: the rows are entered in a transaction that is then
//! undone.

mod columns;
mod entering;
mod report;
mod row;

pub use columns::{Column, template};
pub use report::{CellError, Outcome, Report, RowReport};

use super::{AccessError, By};
use crate::db::{Db, DbError, Writing};
use crate::sheet::{Limits, Sheet, SheetError};
use columns::Columns;
use entering::Entering;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The most rows of one import.
pub const ROWS_MOST: usize = 5_000;
/// The largest file, in bytes.
pub const BYTES_MOST: usize = 10 * 1024 * 1024;

/// Enters the people of a file, or with `dry_run` only says what would happen.
pub async fn import_people(db: &Db, by: By, file: Vec<u8>, dry_run: bool) -> Result<Report, AccessError> {
    let limits = Limits { bytes: BYTES_MOST, rows: ROWS_MOST };
    if file.len() > limits.bytes {
        return Err(SheetError::TooLarge { most: limits.bytes }.into());
    }
    let hash = hexadecimal(&Sha256::digest(&file));
    // Whatever a file does to the crates that read it ends there.
    let sheet = tokio::task::spawn_blocking(move || Sheet::read(&file, limits))
        .await
        .map_err(|_| SheetError::Unreadable)??;
    let columns = Columns::of(sheet.headings())?;
    let entered = db.write(move |writing| {
        let report = enter_rows(writing, by, &sheet, &columns)?;
        if dry_run || report.errors() > 0 {
            return Err(Undone::Only(Box::new(report)));
        }
        let detail = json!({ "added": report.added(), "changed": report.changed() });
        by.note(writing, "people.imported", "sheet", &hash, detail)?;
        Ok(Report { written: true, ..report })
    });
    match entered.await {
        Ok(report) => Ok(report),
        Err(Undone::Only(report)) => Ok(*report),
        Err(Undone::Failed(error)) => Err(error),
    }
}

fn enter_rows(
    writing: &mut Writing<'_>,
    by: By,
    sheet: &Sheet,
    columns: &Columns,
) -> Result<Report, AccessError> {
    let mut entering = Entering::new(writing, by)?;
    let mut rows = Vec::new();
    for line in sheet.rows() {
        rows.push(entering.enter(&columns.read(line))?);
    }
    Ok(Report { rows, written: false, encoding: sheet.encoding, unknown_columns: columns.unknown.clone() })
}

/// Why the rows were not kept.
#[derive(Debug, thiserror::Error)]
enum Undone {
    /// They were not meant to be: a dry run, or a row is wrong.
    #[error("the rows were only tried")]
    Only(Box<Report>),
    /// Something else went wrong.
    #[error(transparent)]
    Failed(#[from] AccessError),
}

impl From<DbError> for Undone {
    fn from(error: DbError) -> Self {
        Self::Failed(error.into())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
