//! Why a table cannot be read.

use crate::error::{Coded, Kind};

/// A refusal of this room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Larger than we read.
    #[error("the file is larger than {} MiB; save it without pictures, or in parts", .most / 1024 / 1024)]
    TooLarge {
        /// The most, in bytes.
        most: usize,
    },
    /// More rows than we read.
    #[error("the file has more than {most} rows; import it in parts")]
    TooManyRows {
        /// The most.
        most: usize,
    },
    /// Neither a workbook nor a text.
    #[error("the file is neither an .xlsx workbook nor a CSV text in UTF-8 or GBK; save it as one of them")]
    Unreadable,
}

impl Coded for SheetError {
    fn kind(&self) -> Kind {
        match self {
            Self::TooLarge { .. } => Kind::TooLarge,
            Self::TooManyRows { .. } => Kind::Invalid,
            Self::Unreadable => Kind::Unsupported,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "sheet_too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Unreadable => "sheet_unreadable",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLarge { most } => vec![("mebibytes", (most / 1024 / 1024).to_string())],
            Self::TooManyRows { most } => vec![("most", most.to_string())],
            Self::Unreadable => Vec::new(),
        }
    }
}
