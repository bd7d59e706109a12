//! Workbooks: the first sheet of an .xlsx file, read cell by cell.
//!
//! A small archive may unpack to a large one, and a sheet with two cells may claim the square
//! between them. So it is unpacked once, to nowhere, to see how large it gets, and cells are taken
//! as they come instead of as a rectangle.

use super::sheet::{COLUMNS_MOST, Cell, Line, Lines};
use super::{BYTES_MOST, ROWS_MOST};
use crate::access::AccessError;
use calamine::{DataRef, Reader, Xlsx};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// How large a workbook may get when it is unpacked, in bytes.
const UNPACKED_MOST: u64 = 16 * BYTES_MOST as u64;
/// The lowest row in which anything may stand: empty rows may lie between full ones, not without
/// end.
const LOWEST_ROW: u32 = 100_000;

/// The rows of the first sheet.
pub(super) fn lines(file: &[u8]) -> Result<Vec<Line>, AccessError> {
    refuse_large(file)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(|_| AccessError::SheetUnreadable)?;
    let first = book.sheet_names().first().cloned().ok_or(AccessError::SheetUnreadable)?;
    let mut reader = book.worksheet_cells_reader(&first).map_err(|_| AccessError::SheetUnreadable)?;
    let mut lines = Lines::default();
    let mut row = Vec::new();
    let mut row_number = 0;
    while let Some(cell) = reader.next_cell().map_err(|_| AccessError::SheetUnreadable)? {
        let (number, column) = cell.get_position();
        if number > LOWEST_ROW {
            return Err(AccessError::TooManyRows { most: ROWS_MOST });
        }
        if number != row_number {
            lines.push(u64::from(row_number) + 1, std::mem::take(&mut row))?;
            row_number = number;
        }
        let column = column as usize;
        if column < COLUMNS_MOST {
            row.resize(row.len().max(column + 1), Cell::text(""));
            row[column] = content(cell.get_value());
        }
    }
    lines.push(u64::from(row_number) + 1, row)?;
    Ok(lines.finish())
}

fn refuse_large(file: &[u8]) -> Result<(), AccessError> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| AccessError::SheetUnreadable)?;
    let mut left = UNPACKED_MOST;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| AccessError::SheetUnreadable)?;
        let size =
            io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| AccessError::SheetUnreadable)?;
        left = left.checked_sub(size).ok_or(AccessError::SheetTooLarge { most: BYTES_MOST })?;
    }
    Ok(())
}

/// A cell as text. A formula is what it came to.
fn content(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::text(""),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Text(number.to_string()),
        DataRef::Bool(truth) => Cell::text(if *truth { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => Cell::Text(moment.to_string()),
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}
