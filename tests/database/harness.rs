//! A fresh database for every test, on either backend.

use diesel::connection::SimpleConnection;
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query, sql_types,
};
use earmark::db::{DatabaseAddress, Db, DbError, Reading, Writing};
use earmark::time::{Clock, Instant};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Once, OnceLock, mpsc};
use std::time::Duration;
use tempfile::TempDir;

/// When a test begins: 2026-11-21T09:30:00Z.
pub(crate) const START: Instant = Instant::from_millis(1_795_253_400_000);

/// Stamps every check out for both databases: `…::sqlite::check` and `…::postgres::check`.
macro_rules! contract_suite {
    ($($check:ident,)*) => {
        mod sqlite {
            $(#[test] fn $check() { crate::harness::on_sqlite(super::$check); })*
        }
        mod postgres {
            $(#[test] fn $check() { crate::harness::on_postgres(super::$check); })*
        }
    };
}

/// A database that nobody else uses, with a clock that stands still until it is moved.
pub(crate) struct TestDatabase {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) address: DatabaseAddress,
    home: Home,
}

/// Where the database lies; it goes when this is dropped.
enum Home {
    Folder { _folder: TempDir },
    Server { name: String },
}

impl TestDatabase {
    /// An SQLite file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::open(DatabaseAddress::in_folder(folder.path()), Home::Folder { _folder: folder })
    }

    /// A PostgreSQL database of its own; none: no server was given.
    pub(crate) fn postgres() -> Option<Self> {
        let server = postgres_server()?;
        let name = new_database_name();
        let template = template(server);
        administer(server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        let address = DatabaseAddress::Postgres(with_database(server, &name));
        Some(Self::open(address, Home::Server { name }))
    }

    fn open(address: DatabaseAddress, home: Home) -> Self {
        let clock = Clock::fixed(START);
        let db = Db::open(&address, clock.clone()).unwrap();
        Self { db, clock, address, home }
    }

    /// Reads, and expects that it succeeds.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reading<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.db.read(work).await.unwrap()
    }

    /// Writes, and expects that it succeeds.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Writing<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.db.write(work).await.unwrap()
    }

    /// Runs `second` while `first` has done its work but its transaction has not ended. It ends
    /// once the second has, or has waited for it for a while; on SQLite that always waits.
    pub(crate) async fn overlap<A: Send + 'static, B: Send + 'static>(
        &self,
        mut first: impl FnMut(&mut Writing<'_>) -> Result<A, DbError> + Send + 'static,
        second: impl FnMut(&mut Writing<'_>) -> Result<B, DbError> + Send + 'static,
    ) -> (A, B) {
        let (done, is_done) = mpsc::channel();
        let (ended, has_ended) = mpsc::channel::<()>();
        let one = self.write(move |writing| {
            let outcome = first(writing)?;
            let _ = done.send(());
            let _ = has_ended.recv_timeout(Duration::from_millis(300));
            Ok(outcome)
        });
        let other = async {
            tokio::task::spawn_blocking(move || is_done.recv().unwrap()).await.unwrap();
            let outcome = self.write(second).await;
            let _ = ended.send(());
            outcome
        };
        tokio::join!(one, other)
    }

    /// Another [`Db`] on the same database, as another process would have it.
    pub(crate) fn open_again(&self) -> Db {
        Db::open(&self.address, self.clock.clone()).unwrap()
    }

    /// Statements that no function of the room makes.
    pub(crate) fn execute(&self, statements: &str) {
        match &self.address {
            DatabaseAddress::Sqlite(path) => {
                let mut sqlite = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                sqlite.batch_execute(&format!("PRAGMA busy_timeout = 10000; {statements}")).unwrap();
            }
            DatabaseAddress::Postgres(url) => administer(url, statements),
        }
    }

    /// The first column (named `line`) of a query that no function of the room makes.
    pub(crate) fn lines(&self, query: &str) -> Vec<String> {
        let lines: Vec<Line> = match &self.address {
            DatabaseAddress::Sqlite(path) => {
                sql_query(query).load(&mut SqliteConnection::establish(path.to_str().unwrap()).unwrap())
            }
            DatabaseAddress::Postgres(url) => {
                sql_query(query).load(&mut PgConnection::establish(url).unwrap())
            }
        }
        .unwrap();
        lines.into_iter().map(|line| line.line).collect()
    }

    /// These bytes as a literal.
    pub(crate) fn blob(&self, bytes: &[u8]) -> String {
        let hex = bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        if self.is_postgres() { format!("'\\x{hex}'::bytea") } else { format!("x'{hex}'") }
    }

    /// Whether this is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.home, Home::Server { .. })
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    line: String,
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let (Home::Server { name }, Some(server)) = (&self.home, postgres_server()) {
            administer(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Runs a check on SQLite.
pub(crate) fn on_sqlite(check: impl AsyncFnOnce(&TestDatabase)) {
    run(&TestDatabase::sqlite(), check);
}

/// Runs a check on PostgreSQL, if there is a server.
pub(crate) fn on_postgres(check: impl AsyncFnOnce(&TestDatabase)) {
    if let Some(database) = TestDatabase::postgres() {
        run(&database, check);
    }
}

fn run(database: &TestDatabase, check: impl AsyncFnOnce(&TestDatabase)) {
    tokio::runtime::Runtime::new().unwrap().block_on(check(database));
}

/// The address of the server where databases may be made.
pub(crate) fn postgres_server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    static SAID: Once = Once::new();
    let server = SERVER.get_or_init(|| setting("EARMARK_TEST_POSTGRES")).as_deref();
    if server.is_none() {
        let required = setting("CI").is_some() || setting("EARMARK_TEST_REQUIRE_POSTGRES").is_some();
        assert!(!required, "EARMARK_TEST_POSTGRES is not set, but here the PostgreSQL half must run");
        // Not `eprintln!`, which the test harness would keep to itself.
        SAID.call_once(|| {
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED: the PostgreSQL half of the database suite; set EARMARK_TEST_POSTGRES to run it"
            );
        });
    }
    server
}

/// A setting of the test run; an empty one counts as none.
#[expect(clippy::disallowed_methods, reason = "tests have no `config` room between them and their settings")]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A name that no other test and no other run uses.
pub(crate) fn new_database_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("earmark_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst))
}

/// The address of another database on the same server.
pub(crate) fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').map_or((server, None), |(a, o)| (a, Some(o)));
    let (host, _database) = address.rsplit_once('/').unwrap();
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{host}/{name}{options}")
}

/// Runs statements on a connection of its own.
pub(crate) fn administer(url: &str, statements: &str) {
    PgConnection::establish(url).unwrap().batch_execute(statements).unwrap();
}

/// The database that the others are copied from. It bears the hash of every migration, because
/// checkouts with different ones may share a server, and stays there, so that the next run finds it;
/// runs that begin together make it once.
fn template(server: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("earmark_template_{:016x}", hash_of_migrations());
        let mut connection = PgConnection::establish(server).unwrap();
        connection.batch_execute("SELECT pg_advisory_lock(1701016172)").unwrap();
        let known =
            sql_query(format!("SELECT datname::text AS line FROM pg_database WHERE datname = '{name}'"));
        if known.load::<Line>(&mut connection).unwrap().is_empty() {
            let unfinished = new_database_name();
            connection.batch_execute(&format!("CREATE DATABASE {unfinished}")).unwrap();
            let address = DatabaseAddress::Postgres(with_database(server, &unfinished));
            drop(Db::open(&address, Clock::fixed(START)).unwrap());
            connection.batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {name}")).unwrap();
        }
        name
    })
}

fn hash_of_migrations() -> u64 {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/postgres");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        path.file_name().hash(&mut hasher);
        std::fs::read(path.join("up.sql")).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}
