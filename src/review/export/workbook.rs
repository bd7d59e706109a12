//! Exports as workbooks (.xlsx). A workbook is complete only at its end, so it is written through
//! temporary files, row by row, in little memory.

use super::columns::{Column, Value};
use crate::error::{Coded, Kind};
use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet, XlsxError};
use std::path::Path;

/// How many rows a sheet holds; Excel reads 1,048,576.
const ROWS_A_SHEET: RowNum = 1_000_000;
/// The longest text of a cell, in UTF-16 units as Excel counts them.
const TEXT_MOST: usize = 32_767;
/// How wide columns are, in characters.
const WIDTH: f64 = 18.0;

/// A workbook that is being written.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    columns: Vec<Column>,
    sheet: usize,
    row: RowNum,
    bold: Format,
}

/// A workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// What it consists of could not be written or put together.
    #[error("the workbook could not be written; the server's disk may be full")]
    Xlsx(#[from] XlsxError),
    /// Its file could not be made or read.
    #[error("the workbook could not be kept on the server's disk, which may be full")]
    Disk(#[from] std::io::Error),
    /// Whoever wrote it stopped.
    #[error("the workbook was not finished")]
    Unfinished,
}

impl Coded for WorkbookError {
    fn kind(&self) -> Kind {
        Kind::Internal
    }

    fn code(&self) -> &'static str {
        "workbook_unwritable"
    }
}

impl Workbook {
    /// A workbook with these columns, whose temporary files lie in this folder.
    pub fn new(columns: &[Column], folder: &Path) -> Result<Self, WorkbookError> {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_tempdir(folder)?;
        let bold = Format::new().set_bold();
        let mut this = Self { book, columns: columns.to_vec(), sheet: 0, row: 0, bold };
        this.add_sheet()?;
        Ok(this)
    }

    /// Adds rows, on as many sheets as they need.
    pub fn add(&mut self, rows: &[Vec<Value>]) -> Result<(), WorkbookError> {
        for row in rows {
            if self.row >= ROWS_A_SHEET {
                self.sheet += 1;
                self.add_sheet()?;
            }
            let number = self.row;
            let sheet = self.book.worksheet_from_index(self.sheet)?;
            for (column, value) in (0..).zip(row) {
                write(sheet, number, column, value)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    /// Puts everything together in this file.
    pub fn save(mut self, path: &Path) -> Result<(), WorkbookError> {
        Ok(self.book.save(path)?)
    }

    fn add_sheet(&mut self) -> Result<(), WorkbookError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(&self.columns) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, &heading.heading, &self.bold)?;
        }
        self.row = 1;
        Ok(())
    }
}

fn write(sheet: &mut Worksheet, row: RowNum, column: ColNum, value: &Value) -> Result<(), XlsxError> {
    match value {
        Value::Nothing => Ok(()),
        Value::Number(number) => sheet.write_number(row, column, *number).map(drop),
        Value::Text(text) => sheet.write_string(row, column, held(text)).map(drop),
        Value::Code { word, .. } | Value::Flag { word, .. } => {
            sheet.write_string(row, column, held(word)).map(drop)
        }
        // A text sorts as the moment does, and no reader moves it into another zone.
        Value::Moment { local, .. } => sheet.write_string(row, column, local).map(drop),
    }
}

/// As much of a text as a cell holds.
fn held(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > TEXT_MOST
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{self, Cell, Limits};
    use std::ops::ControlFlow;

    #[test]
    fn a_workbook_reads_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let columns =
            ["agent", "total"].map(|key| Column { key: key.to_owned(), heading: format!("坐席 {key}") });
        let mut workbook = Workbook::new(&columns, folder.path()).unwrap();
        let row = |agent: &str, total| vec![Value::Text(agent.to_owned()), Value::Number(total)];
        workbook.add(&[row("=1+1", 87.5), vec![Value::Nothing, Value::Number(0.0)]]).unwrap();
        workbook.add(&[row(&"长".repeat(40_000), 1.0)]).unwrap();
        let path = folder.path().join("export.xlsx");
        workbook.save(&path).unwrap();
        let mut lines = Vec::new();
        let limits = Limits { bytes: 1 << 20, rows: 100 };
        let visited = sheet::visit(&std::fs::read(&path).unwrap(), limits, |line| {
            lines.push(line.cells);
            ControlFlow::Continue(())
        });
        visited.unwrap();
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Broken(text) => panic!("a formula: {text}"),
        };
        let read: Vec<Vec<String>> = lines.iter().map(|cells| cells.iter().map(text).collect()).collect();
        assert!(read.iter().any(|cells| cells[0] == "=1+1" && cells[1] == "87.5"), "{:?}", read[0]);
        assert!(read.iter().any(|cells| cells[0].chars().count() == TEXT_MOST));
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(held("short"), "short");
        let long = "😀".repeat(TEXT_MOST);
        assert_eq!(held(&long).chars().count(), TEXT_MOST / 2);
    }
}
