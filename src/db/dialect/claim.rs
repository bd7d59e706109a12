//! Which job a worker takes: PostgreSQL steps over rows that another worker is just taking;
//! on SQLite the write lock is already held and nobody else can be.

use crate::db::connection::AnyConnection;
use crate::db::job::{JobState, Lane};
use crate::db::schema::job;
use crate::ids::JobId;
use crate::time::Instant;
use diesel::prelude::*;

/// The waiting job of the lane that comes first, locked for this transaction.
pub(in crate::db) fn claimable_job(
    connection: &mut AnyConnection,
    lane: Lane,
    now: Instant,
) -> QueryResult<Option<JobId>> {
    match connection {
        AnyConnection::Sqlite(sqlite) => first_in_line(lane, now).first(sqlite).optional(),
        AnyConnection::Postgres(postgres) => {
            first_in_line(lane, now).for_update().skip_locked().first(postgres).optional()
        }
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn first_in_line(lane: Lane, now: Instant) -> _ {
    let waiting: JobState = JobState::Waiting;
    job::table
        .filter(job::lane.eq(lane))
        .filter(job::state.eq(waiting))
        .filter(job::run_at.le(now))
        .order((job::priority.desc(), job::run_at, job::id))
        .select(job::id)
        .limit(1_i64)
}
