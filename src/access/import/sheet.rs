//! A table of texts, whatever file it came in.

use super::{ROWS_MOST, text, workbook};
use crate::access::AccessError;

/// The widest row that is read; what lies further right is no column of ours.
pub(super) const COLUMNS_MOST: usize = 100;

/// What a file was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// A text in UTF-8.
    Utf8,
    /// A text in GBK.
    Gbk,
    /// A workbook.
    Xlsx,
}

impl Encoding {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gbk => "gbk",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A cell's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// What is written there, without outer blanks.
    Text(String),
    /// A formula without a result, such as `#N/A`.
    Broken(String),
}

impl Cell {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.trim().to_owned())
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

/// One row: its number in the file, counted from 1, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) cells: Vec<Cell>,
}

/// The rows of a file that hold anything.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) encoding: Encoding,
    lines: Vec<Line>,
}

impl Sheet {
    /// Reads a file; a workbook begins as every zip archive does.
    pub(super) fn read(file: &[u8]) -> Result<Self, AccessError> {
        let (encoding, lines) = if file.starts_with(b"PK") {
            (Encoding::Xlsx, workbook::lines(file)?)
        } else {
            text::lines(file)?
        };
        Ok(Self { encoding, lines })
    }

    /// The first row.
    pub(super) fn headings(&self) -> &[Cell] {
        self.lines.first().map(|line| line.cells.as_slice()).unwrap_or_default()
    }

    /// The rows below the first.
    pub(super) fn rows(&self) -> &[Line] {
        self.lines.get(1..).unwrap_or_default()
    }
}

/// Rows on their way in: the empty ones are left out, and there is an end to the others.
#[derive(Default)]
pub(super) struct Lines(Vec<Line>);

impl Lines {
    pub(super) fn push(&mut self, number: u64, cells: Vec<Cell>) -> Result<(), AccessError> {
        if cells.iter().all(Cell::is_empty) {
            return Ok(());
        }
        if self.0.len() > ROWS_MOST {
            return Err(AccessError::TooManyRows { most: ROWS_MOST });
        }
        self.0.push(Line { number, cells });
        Ok(())
    }

    pub(super) fn finish(self) -> Vec<Line> {
        self.0
    }
}
