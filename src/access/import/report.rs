//! What came of a sheet, row by row.

use super::columns::Column;
use crate::sheet::Encoding;

/// What came of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its rows that hold anything, in their order.
    pub rows: Vec<RowReport>,
    /// Whether the rows were kept.
    pub written: bool,
    /// What the file was written in.
    pub encoding: Encoding,
    /// Headings that mean nothing to us, or the same as an earlier one.
    pub unknown_columns: Vec<String>,
}

/// What came of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    /// Its number in the file, counted from 1.
    pub line: u64,
    /// The name in it, or the name of whoever it is about.
    pub name: String,
    /// The staff number in it.
    pub staff_number: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody is new.
    Add,
    /// Somebody known changes in these fields.
    Change(Vec<&'static str>),
    /// Nothing that was not known.
    Same,
    /// It cannot be entered.
    Error(Vec<CellError>),
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// In which column.
    pub column: Column,
    /// A stable name in `snake_case`; the browser words it by this.
    pub code: &'static str,
    /// What stands there, or what it collides with.
    pub value: String,
}

impl CellError {
    pub(super) fn new(column: Column, code: &'static str, value: impl Into<String>) -> Self {
        Self { column, code, value: value.into() }
    }
}

impl Report {
    /// How many people are new.
    #[must_use]
    pub fn added(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Add))
    }

    /// How many rows change somebody.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Change(_)))
    }

    /// How many rows say nothing new.
    #[must_use]
    pub fn same(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Same))
    }

    /// How many rows cannot be entered.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Error(_)))
    }

    fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> usize {
        self.rows.iter().filter(|row| wanted(&row.outcome)).count()
    }
}
