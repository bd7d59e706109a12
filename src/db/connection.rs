//! Connections: where the database is, how a connection is prepared, and the pools.

use super::DbError;
use diesel::connection::SimpleConnection;
use diesel::r2d2::{self, ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use diesel::{PgConnection, SqliteConnection};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// How long a call waits for a connection before it is told that the database is away.
const CONNECTION_WAIT: Duration = Duration::from_secs(5);
/// How many connections read at the same time, in one process.
pub(super) const READERS: u32 = 4;
/// How many PostgreSQL connections write at the same time, in one process. SQLite has one writer.
pub(super) const POSTGRES_WRITERS: u32 = 4;

/// A connection to either database. The queries are written once; what differs is in `dialect`.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// For more than one machine.
    Postgres(PgConnection),
}

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A file on a local disk.
    Sqlite(PathBuf),
    /// A libpq connection string (`postgres://…`).
    Postgres(String),
}

impl DatabaseAddress {
    /// The SQLite file inside a data folder.
    #[must_use]
    pub fn in_folder(data: &Path) -> Self {
        Self::Sqlite(data.join("earmark.sqlite"))
    }
}

impl FromStr for DatabaseAddress {
    type Err = DbError;

    fn from_str(text: &str) -> Result<Self, DbError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err(DbError::Address),
        }
    }
}

/// Never shows a PostgreSQL address: it may hold a password.
impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

pub(super) type ConnectionPool = Pool<ConnectionManager<AnyConnection>>;
pub(super) type Pooled = PooledConnection<ConnectionManager<AnyConnection>>;

/// The two pools of a process. On SQLite the first can only read and the second holds the one
/// connection that writes.
pub(super) struct Pools {
    pub(super) read: ConnectionPool,
    pub(super) write: ConnectionPool,
}

impl Pools {
    pub(super) fn open(address: &DatabaseAddress) -> Result<Self, DbError> {
        match address {
            DatabaseAddress::Sqlite(path) => {
                // The writer first: it makes the file.
                let write = pool(&sqlite_url(path), 1, SqlitePragmas { read_only: false })?;
                let read = pool(&sqlite_url(path), READERS, SqlitePragmas { read_only: true })?;
                Ok(Self { read, write })
            }
            DatabaseAddress::Postgres(url) => {
                let url = with_connect_timeout(url);
                let read = pool(&url, READERS, PostgresSettings)?;
                let write = pool(&url, POSTGRES_WRITERS, PostgresSettings)?;
                Ok(Self { read, write })
            }
        }
    }
}

fn pool<C>(url: &str, size: u32, customizer: C) -> Result<ConnectionPool, DbError>
where
    C: CustomizeConnection<AnyConnection, r2d2::Error>,
{
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(true)
        .connection_timeout(CONNECTION_WAIT)
        .connection_customizer(Box::new(customizer))
        .build(ConnectionManager::new(url))
        .map_err(|cause| DbError::Away(Box::new(cause)))
}

/// A path that MultiConnection cannot take for a PostgreSQL address.
fn sqlite_url(path: &Path) -> String {
    path.display().to_string()
}

/// libpq waits for ever unless it is told otherwise.
fn with_connect_timeout(url: &str) -> String {
    if url.contains("connect_timeout=") {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}connect_timeout={}", CONNECTION_WAIT.as_secs())
}

#[derive(Debug)]
struct SqlitePragmas {
    read_only: bool,
}

impl CustomizeConnection<AnyConnection, r2d2::Error> for SqlitePragmas {
    /// WAL lets readers go on beside the writer; FULL keeps every acknowledged commit through a
    /// power cut (<https://www.sqlite.org/pragma.html#pragma_synchronous>). The wait comes first,
    /// because turning WAL on may itself find the file busy.
    fn on_acquire(&self, connection: &mut AnyConnection) -> Result<(), r2d2::Error> {
        let pragmas = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                       PRAGMA foreign_keys = ON;";
        connection.batch_execute(pragmas).map_err(r2d2::Error::QueryError)?;
        if self.read_only {
            connection.batch_execute("PRAGMA query_only = ON;").map_err(r2d2::Error::QueryError)?;
        }
        Ok(())
    }
}

#[derive(Debug)]
struct PostgresSettings;

impl CustomizeConnection<AnyConnection, r2d2::Error> for PostgresSettings {
    /// No statement and no lock is waited for without end; an idle transaction is one of ours
    /// gone wrong.
    fn on_acquire(&self, connection: &mut AnyConnection) -> Result<(), r2d2::Error> {
        let settings = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
                        SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning';";
        connection.batch_execute(settings).map_err(r2d2::Error::QueryError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_of_the_two_databases() {
        assert_eq!("sqlite:/a/b".parse::<DatabaseAddress>().unwrap(), DatabaseAddress::Sqlite("/a/b".into()));
        assert!("postgres://u@h/n".parse::<DatabaseAddress>().is_ok());
        assert!("mysql://u@h/n".parse::<DatabaseAddress>().is_err());
        assert!("sqlite:".parse::<DatabaseAddress>().is_err());
    }

    #[test]
    fn an_address_is_never_printed_with_its_password() {
        let address: DatabaseAddress = "postgres://earmark:geheim@host/db".parse().unwrap();
        assert!(!format!("{address:?}").contains("geheim"));
    }
}
