//! Reading rows in order to change them: PostgreSQL must be told to keep others from changing them
//! in between; on SQLite the write lock is held already.

use crate::db::connection::AnyConnection;
use crate::db::schema::job;
use crate::ids::JobId;
use diesel::prelude::*;

/// Keeps these jobs as they are until the end of the transaction. Read them afterwards: somebody
/// may have changed one just before. Always in the same order, so that two of these never wait
/// for each other.
pub(in crate::db) fn lock_jobs(connection: &mut AnyConnection, ids: &[JobId]) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(postgres) => job::table
            .filter(job::id.eq_any(ids))
            .order(job::id)
            .select(job::id)
            .for_update()
            .load::<JobId>(postgres)
            .map(drop),
    }
}
