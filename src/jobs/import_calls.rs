//! The job that enters the rows of a table of calls.

use super::{JobError, Workshop};
use crate::ids::CdrImportId;
use crate::recorder::cdr;

/// What the job was entered with.
#[derive(serde::Deserialize)]
pub(super) struct AboutImport {
    import_id: CdrImportId,
}

/// Enters what is still to be entered; an attempt that was interrupted goes on where it was.
pub(super) async fn run(workshop: &Workshop, about: &AboutImport) -> Result<(), JobError> {
    let log = |import: &crate::db::cdr_import::CdrImport| {
        tracing::info!(import = %import.id, done = import.counts.done, of = import.rows_total, "calls entered");
    };
    cdr::run(&workshop.db, about.import_id, log).await?;
    Ok(())
}
