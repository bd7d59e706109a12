//! Connections: where the database is, how a connection is prepared, and the pools.

use super::DbError;
use diesel::connection::SimpleConnection;
use diesel::r2d2::{self, ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
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
pub(super) enum AnyConnection {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// For more than one machine.
    Postgres(PgConnection),
}

/// What a query is written for that is put together piece by piece.
pub(super) type Backend = <AnyConnection as Connection>::Backend;

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

pub(super) type ConnectionPool = Pool<Connector>;
pub(super) type Pooled = PooledConnection<Connector>;

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
                let write = pool(1, Connector::Sqlite { path: path.clone(), read_only: false })?;
                let read = pool(READERS, Connector::Sqlite { path: path.clone(), read_only: true })?;
                Ok(Self { read, write })
            }
            DatabaseAddress::Postgres(url) => {
                let url = with_limits(url);
                let read = pool(READERS, Connector::Postgres { url: url.clone() })?;
                let write = pool(POSTGRES_WRITERS, Connector::Postgres { url })?;
                Ok(Self { read, write })
            }
        }
    }
}

/// Connects only when a connection is asked for. A pool that replaced a connection in use in the
/// background could still be inside OpenSSL when a short command ends, whose exit handlers then
/// take the ground from under it: a crash after all was done, one time in seven.
fn pool(size: u32, connector: Connector) -> Result<ConnectionPool, DbError> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(0))
        .test_on_check_out(true)
        .connection_timeout(CONNECTION_WAIT)
        .build(connector)
        .map_err(|cause| DbError::Away(Box::new(cause)))
}

/// Makes the connections of a pool. diesel's own manager would try an address on one database
/// after the other and keep no reason when both refuse.
pub(super) enum Connector {
    Sqlite { path: PathBuf, read_only: bool },
    Postgres { url: String },
}

impl ManageConnection for Connector {
    type Connection = AnyConnection;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, r2d2::Error> {
        match self {
            Self::Sqlite { path, read_only } => connect_sqlite(path, *read_only),
            Self::Postgres { url } => connect_postgres(url),
        }
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), r2d2::Error> {
        Ok(connection.ping()?)
    }

    /// After a panic nobody knows what the transaction had done.
    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

/// WAL lets readers go on beside the writer; FULL keeps every acknowledged commit through a
/// power cut (<https://www.sqlite.org/pragma.html#pragma_synchronous>). The wait comes first,
/// because turning WAL on may itself find the file busy. What is deleted is overwritten: somebody may
/// have asked for it to be gone.
fn connect_sqlite(path: &Path, read_only: bool) -> Result<AnyConnection, r2d2::Error> {
    let path = path
        .to_str()
        .ok_or_else(|| ConnectionError::BadConnection("the path of the database is not UTF-8".to_owned()))?;
    let mut sqlite = SqliteConnection::establish(path)?;
    sqlite.batch_execute(
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
    )?;
    if read_only {
        sqlite.batch_execute("PRAGMA query_only = ON;")?;
    }
    Ok(AnyConnection::Sqlite(sqlite))
}

/// No statement and no lock is waited for without end; an idle transaction is one of ours gone
/// wrong.
fn connect_postgres(url: &str) -> Result<AnyConnection, r2d2::Error> {
    let mut postgres = PgConnection::establish(url).map_err(without_address)?;
    postgres.batch_execute(POSTGRES_WAITS)?;
    postgres.batch_execute(
        "SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning';",
    )?;
    Ok(AnyConnection::Postgres(postgres))
}

/// How long a statement may run and wait for a lock on PostgreSQL.
pub(super) const POSTGRES_WAITS: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s';";

/// Until it has reached a server, libpq may quote pieces of the address, and so of a password
/// that was not written as a URL wants it.
fn without_address(error: ConnectionError) -> ConnectionError {
    match &error {
        ConnectionError::BadConnection(message) if message.starts_with("connection to server") => error,
        _ => {
            ConnectionError::BadConnection("the address cannot be read, or its host is not known".to_owned())
        }
    }
}

/// libpq waits for ever, to connect and for a machine that went away, unless it is told otherwise.
fn with_limits(url: &str) -> String {
    let limits = [
        ("connect_timeout", "5"),
        ("keepalives_idle", "30"),
        ("keepalives_interval", "10"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "30000"),
    ];
    let mut limited = url.to_owned();
    for (name, value) in limits {
        if !limited.contains(&format!("{name}=")) {
            let separator = if limited.contains('?') { "&" } else { "?" };
            limited.extend([separator, name, "=", value]);
        }
    }
    limited
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::{QueryableByName, RunQueryDsl, sql_types};

    #[derive(QueryableByName)]
    struct Pragma {
        #[diesel(sql_type = sql_types::BigInt)]
        value: i64,
    }

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

    #[test]
    fn what_libpq_quotes_of_an_address_is_not_handed_on() {
        let spoiled = connect_postgres("postgres://earmark:ge/heim@127.0.0.1/db");
        let Err(error) = spoiled else { panic!("a spoiled address cannot be connected to") };
        assert!(!format!("{error} {error:?}").contains("ge"), "{error}");
    }

    #[test]
    fn the_limits_of_an_address_stay_as_they_are_given() {
        let limited = with_limits("postgres://u@h/n?connect_timeout=1");
        assert!(limited.starts_with("postgres://u@h/n?connect_timeout=1&keepalives_idle=30&"));
        assert_eq!(limited.matches("connect_timeout").count(), 1);
        assert!(with_limits("postgres://u@h/n").starts_with("postgres://u@h/n?connect_timeout=5&"));
    }

    #[test]
    fn every_sqlite_connection_has_its_pragmas() {
        let folder = tempfile::tempdir().unwrap();
        let pools = Pools::open(&DatabaseAddress::in_folder(folder.path())).unwrap();
        let readers: Vec<Pooled> = (0..READERS).map(|_| pools.read.get().unwrap()).collect();
        for (mut connection, query_only) in
            readers.into_iter().map(|reader| (reader, 1)).chain([(pools.write.get().unwrap(), 0)])
        {
            let AnyConnection::Sqlite(sqlite) = &mut *connection else { panic!("a file is SQLite") };
            assert_eq!(pragma(sqlite, "busy_timeout"), 10_000);
            assert_eq!(pragma(sqlite, "synchronous"), 2, "FULL");
            assert_eq!(pragma(sqlite, "foreign_keys"), 1);
            assert_eq!(pragma(sqlite, "secure_delete"), 1);
            assert_eq!(pragma(sqlite, "query_only"), query_only);
            let mode = diesel::sql_query("SELECT journal_mode = 'wal' AS value FROM pragma_journal_mode");
            assert_eq!(mode.get_result::<Pragma>(sqlite).unwrap().value, 1);
        }
    }

    fn pragma(sqlite: &mut SqliteConnection, name: &str) -> i64 {
        let column = if name == "busy_timeout" { "timeout" } else { name };
        let query = diesel::sql_query(format!("SELECT {column} AS value FROM pragma_{name}"));
        query.get_result::<Pragma>(sqlite).unwrap().value
    }
}
