//! Reading rows in order to change them: PostgreSQL must be told to keep others from changing them
//! in between; on SQLite the write lock is held already.

use crate::db::connection::AnyConnection;
use crate::db::person::Role;
use crate::db::schema::{call, job, person_role, setting};
use crate::ids::{CallId, JobId};
use diesel::prelude::*;

/// Keeps the grants of this role, ended ones too, as they are until the end of the transaction.
pub(in crate::db) fn lock_roles(connection: &mut AnyConnection, role: Role) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(postgres) => person_role::table
            .filter(person_role::role.eq(role))
            .order(person_role::id)
            .select(person_role::id)
            .for_update()
            .load::<i64>(postgres)
            .map(drop),
    }
}

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

/// The same for calls. What only refers to one of them (a recording that is entered) need not wait.
pub(in crate::db) fn lock_calls(connection: &mut AnyConnection, ids: &[CallId]) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(postgres) => call::table
            .filter(call::id.eq_any(ids))
            .order(call::id)
            .select(call::id)
            .for_no_key_update()
            .load::<CallId>(postgres)
            .map(drop),
    }
}

/// Keeps this setting as it is until the end of the transaction; many may keep it at once. Read it
/// afterwards: somebody may have changed it just before.
pub(in crate::db) fn keep_setting(connection: &mut AnyConnection, name: &str) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(postgres) => setting::table
            .filter(setting::name.eq(name))
            .select(setting::name)
            .for_share()
            .load::<String>(postgres)
            .map(drop),
    }
}

/// The same for calls that are about to be removed: what refers to one of them (a recording that is
/// entered, a hold that is placed) waits too, and finds it gone.
pub(in crate::db) fn lock_calls_to_remove(connection: &mut AnyConnection, ids: &[CallId]) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(postgres) => call::table
            .filter(call::id.eq_any(ids))
            .order(call::id)
            .select(call::id)
            .for_update()
            .load::<CallId>(postgres)
            .map(drop),
    }
}

/// Lets only one transaction at a time go on with this number, until its end: two that look for
/// each other's rows before they enter their own would otherwise both find nothing.
pub(in crate::db) fn lock_number(connection: &mut AnyConnection, number: i64) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(postgres) => {
            diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
                .bind::<diesel::sql_types::BigInt, _>(number)
                .execute(postgres)?;
            Ok(())
        }
    }
}
