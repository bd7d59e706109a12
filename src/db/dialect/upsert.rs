//! Inserting what may be there already: both databases know `ON CONFLICT`, the common connection
//! does not.

use crate::db::connection::AnyConnection;
use crate::db::job::JobRow;
use crate::db::schema::job;
use diesel::prelude::*;

/// Inserts the job unless one with its deduplication key waits. Returns the rows inserted.
pub(in crate::db) fn insert_job_unless_waiting(
    connection: &mut AnyConnection,
    row: &JobRow,
) -> QueryResult<usize> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            diesel::insert_into(job::table).values(row).on_conflict_do_nothing().execute(sqlite)
        }
        AnyConnection::Postgres(postgres) => {
            diesel::insert_into(job::table).values(row).on_conflict_do_nothing().execute(postgres)
        }
    }
}
