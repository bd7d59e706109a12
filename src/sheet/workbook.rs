//! Workbooks: the first sheet of an .xlsx file, read cell by cell.
//!
//! A small archive may unpack to a large one, and a sheet with two cells may claim the square
//! between them. So it is unpacked once, to nowhere, to see how large it gets, and cells are taken
//! as they come instead of as a rectangle.

use super::{COLUMNS_MOST, Cell, Limits, Line, Lines, SheetError};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use zip::ZipArchive;

/// How much larger a workbook may get when it is unpacked.
const UNPACKED_TIMES: u64 = 16;
/// The lowest row in which anything may stand: empty rows may lie between full ones, not without
/// end.
const LOWEST_ROW: u32 = 300_000;

/// Hands out the rows of the first sheet.
pub(super) fn read<V: FnMut(Line) -> ControlFlow<()>>(
    file: &[u8],
    limits: Limits,
    lines: &mut Lines<V>,
) -> Result<(), SheetError> {
    refuse_large(file, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(|_| SheetError::Unreadable)?;
    let first = book.sheet_names().first().cloned().ok_or(SheetError::Unreadable)?;
    let mut reader = book.worksheet_cells_reader(&first).map_err(|_| SheetError::Unreadable)?;
    let mut row = Vec::new();
    let mut row_number = 0;
    while let Some(cell) = reader.next_cell().map_err(|_| SheetError::Unreadable)? {
        let (number, column) = cell.get_position();
        if number > LOWEST_ROW {
            return Err(SheetError::TooManyRows { most: limits.rows });
        }
        if number != row_number {
            if lines.push(u64::from(row_number) + 1, std::mem::take(&mut row))?.is_break() {
                return Ok(());
            }
            row_number = number;
        }
        let column = column as usize;
        if column < COLUMNS_MOST {
            row.resize(row.len().max(column + 1), Cell::text(""));
            row[column] = content(cell.get_value());
        }
    }
    let _ = lines.push(u64::from(row_number) + 1, row)?;
    Ok(())
}

fn refuse_large(file: &[u8], limits: Limits) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| SheetError::Unreadable)?;
    let mut left = UNPACKED_TIMES * limits.bytes as u64;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| SheetError::Unreadable)?;
        let size =
            io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| SheetError::Unreadable)?;
        left = left.checked_sub(size).ok_or(SheetError::TooLarge { most: limits.bytes })?;
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
        DataRef::DateTime(moment) => Cell::Text(moment_text(*moment)),
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

/// A moment as people write it, `2026-11-21 09:30:00`; a length of time as `1:04:12`. A workbook
/// keeps both as a number of days.
fn moment_text(moment: ExcelDateTime) -> String {
    if moment.is_duration() || moment.as_f64() < 1.0 {
        #[expect(clippy::cast_possible_truncation, reason = "a float is held within the numbers there are")]
        let seconds = (moment.as_f64() * 86_400.0).round() as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}
