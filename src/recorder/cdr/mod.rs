//! Tables of calls (CDR, 拨打明细): calls with or without audio, a row each, out of a workbook or a
//! CSV text.
//!
//! Importing again changes and never doubles: a row is the call with its id, else the one with its
//! agent, beginning and number. A table of a hundred thousand rows is entered by a job, a page of
//! rows a transaction: whoever waits sees how far it is and may stop it, and because a row that is
//! in says nothing new when it comes again, an import that ended early is simply sent again. All
//! or nothing would hold the database for minutes and lose all for one wrong row; rows with
//! problems are left out and named.

mod columns;
mod entering;
mod import;
mod preview;
mod row;

pub use columns::{CdrColumn, CdrColumns, template};
pub use import::{BYTES_MOST, ImportFile, ROWS_MOST, begin, find, latest, run, stop};
pub use preview::{CdrPreview, preview};
pub use row::{CdrProblem, CdrRow};

use crate::sheet::Limits;

/// How much of a table is read.
pub(super) const LIMITS: Limits = Limits { bytes: BYTES_MOST, rows: ROWS_MOST };
/// The most rows with problems that are told one by one.
const PROBLEMS_MOST: usize = 200;
