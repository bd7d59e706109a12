//! Tables of texts, purely: the bytes of an .xlsx workbook or a CSV text in, rows of cells out.
//!
//! A CSV may be UTF-8 with or without its mark, or GBK, with commas, semicolons or tabs; of a
//! workbook the first sheet is read. Rows without content are left out, and there is a bound to
//! everything.

mod error;
mod text;
mod workbook;

pub use error::SheetError;

use std::ops::ControlFlow;

/// The widest row that is read; what lies further right is no column of anybody's.
const COLUMNS_MOST: usize = 100;

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

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes; a workbook may unpack to sixteen times as much.
    pub bytes: usize,
    /// The most rows that hold anything, below the headings.
    pub rows: usize,
}

/// A cell's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// What is written there, without outer blanks.
    Text(String),
    /// A formula without a result, such as `#N/A`.
    Broken(String),
}

impl Cell {
    /// A cell with this text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.trim().to_owned())
    }

    /// Whether nothing stands there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

/// One row: its number in the file, counted from 1, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file.
    pub number: u64,
    /// Its cells, from the left.
    pub cells: Vec<Cell>,
}

/// The rows of a file that hold anything.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What the file was written in.
    pub encoding: Encoding,
    lines: Vec<Line>,
}

impl Sheet {
    /// Reads a file into memory.
    pub fn read(file: &[u8], limits: Limits) -> Result<Self, SheetError> {
        let mut lines = Vec::new();
        let encoding = visit(file, limits, |line| {
            lines.push(line);
            ControlFlow::Continue(())
        })?;
        Ok(Self { encoding, lines })
    }

    /// The first row.
    #[must_use]
    pub fn headings(&self) -> &[Cell] {
        self.lines.first().map(|line| line.cells.as_slice()).unwrap_or_default()
    }

    /// The rows below the first.
    #[must_use]
    pub fn rows(&self) -> &[Line] {
        self.lines.get(1..).unwrap_or_default()
    }
}

/// Hands out the rows of a file one after the other, the headings first, until there are no more or
/// the visitor has seen enough. A workbook begins as every zip archive does.
pub fn visit(
    file: &[u8],
    limits: Limits,
    visitor: impl FnMut(Line) -> ControlFlow<()>,
) -> Result<Encoding, SheetError> {
    if file.len() > limits.bytes {
        return Err(SheetError::TooLarge { most: limits.bytes });
    }
    let mut lines = Lines { visitor, handed_out: 0, most: limits.rows };
    if file.starts_with(b"PK") {
        workbook::read(file, limits, &mut lines)?;
        return Ok(Encoding::Xlsx);
    }
    text::read(file, &mut lines)
}

/// Rows on their way out: the empty ones are left out, and there is an end to the others.
struct Lines<V> {
    visitor: V,
    handed_out: usize,
    most: usize,
}

impl<V: FnMut(Line) -> ControlFlow<()>> Lines<V> {
    fn push(&mut self, number: u64, cells: Vec<Cell>) -> Result<ControlFlow<()>, SheetError> {
        if cells.iter().all(Cell::is_empty) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.handed_out > self.most {
            return Err(SheetError::TooManyRows { most: self.most });
        }
        self.handed_out += 1;
        Ok((self.visitor)(Line { number, cells }))
    }
}
