//! Bringing the tables up to date. The migrations are part of the program; two processes that
//! start at once run them one after the other: PostgreSQL by an advisory lock, SQLite by a lock
//! file beside the database.

use super::DbError;
use super::connection::{AnyConnection, DatabaseAddress, POSTGRES_WAITS};
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number, as long as it stays the same: "earmark" in ASCII.
const ADVISORY_LOCK: i64 = 0x65_61_72_6d_61_72_6b;

/// Runs what is missing. Fails where the database knows a migration that this program does not.
pub(super) fn run(address: &DatabaseAddress, connection: &mut AnyConnection) -> Result<(), DbError> {
    match (address, connection) {
        (DatabaseAddress::Sqlite(path), AnyConnection::Sqlite(sqlite)) => {
            let lock = lock_file_beside(path).map_err(|cause| DbError::Migration(Box::new(cause)))?;
            lock.lock().map_err(|cause| DbError::Migration(Box::new(cause)))?;
            refuse_the_future(sqlite, &SQLITE)?;
            run_pending(sqlite, SQLITE)
        }
        (DatabaseAddress::Postgres(_), AnyConnection::Postgres(postgres)) => {
            // Another process may take its time with a large table: wait as long as it needs.
            postgres.batch_execute(&format!(
                "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock({ADVISORY_LOCK});"
            ))?;
            let outcome =
                refuse_the_future(postgres, &POSTGRES).and_then(|()| run_pending(postgres, POSTGRES));
            postgres
                .batch_execute(&format!("SELECT pg_advisory_unlock({ADVISORY_LOCK}); {POSTGRES_WAITS}"))?;
            outcome
        }
        _ => Err(DbError::Address),
    }
}

fn lock_file_beside(database: &Path) -> std::io::Result<File> {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".migrating");
    File::options().create(true).truncate(false).write(true).open(database.with_file_name(name))
}

fn run_pending<C>(connection: &mut C, migrations: EmbeddedMigrations) -> Result<(), DbError>
where
    C: MigrationHarness<C::Backend> + diesel::Connection + 'static,
{
    connection.run_pending_migrations(migrations).map_err(DbError::Migration)?;
    Ok(())
}

fn refuse_the_future<C>(connection: &mut C, migrations: &EmbeddedMigrations) -> Result<(), DbError>
where
    C: MigrationHarness<C::Backend> + diesel::Connection + 'static,
{
    let known: BTreeSet<String> = MigrationSource::<C::Backend>::migrations(migrations)
        .map_err(DbError::Migration)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let applied = connection.applied_migrations().map_err(DbError::Migration)?;
    match applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        Some(unknown) => Err(DbError::FromTheFuture(unknown)),
        None => Ok(()),
    }
}
