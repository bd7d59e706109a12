//! Inserting what may be there already: both databases know `ON CONFLICT`, the common connection
//! does not.

use crate::db::connection::AnyConnection;
use crate::db::job::JobRow;
use crate::db::schema::job;
use crate::ids::JobId;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;

/// Inserts the job unless one with its deduplication key waits. Returns whether it did.
///
/// On PostgreSQL the waiting job is touched instead: that keeps it from being claimed before the
/// rest of this transaction can be seen.
pub(in crate::db) fn insert_job_unless_waiting(
    connection: &mut AnyConnection,
    row: &JobRow,
) -> QueryResult<bool> {
    let insert = diesel::insert_into(job::table).values(row);
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            insert.on_conflict_do_nothing().execute(sqlite).map(|inserted| inserted == 1)
        }
        AnyConnection::Postgres(postgres) => insert
            .on_conflict(job::deduplication_key)
            .filter_target(sql::<Bool>("state = 'waiting'"))
            .do_update()
            .set(job::deduplication_key.eq(excluded(job::deduplication_key)))
            .returning(job::id)
            .get_result::<JobId>(postgres)
            .map(|waiting| waiting == row.id),
    }
}
