//! The only way to the database: [`Db::read`] and [`Db::write`].
//!
//! Both run a closure on a bounded pool of blocking threads; nothing else opens a transaction and
//! neither nests. `write` repeats its closure when another writer was in the way, so a closure has
//! no effect outside the database.

use super::connection::{
    AnyConnection, ConnectionPool, DatabaseAddress, POSTGRES_WRITERS, Pooled, Pools, READERS,
};
use super::error::{Conflict, conflict};
use super::{DbError, dialect, migrations, person};
use crate::time::{Clock, Instant};
use std::error::Error;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// How often a transaction is tried before its conflict is reported.
const TRIES: u32 = 8;
/// How long a call waits for its turn.
const TURN_WAIT: Duration = Duration::from_secs(20);

/// The database, for every room. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pools: Arc<Pools>,
    read_turns: Arc<Semaphore>,
    write_turns: Arc<Semaphore>,
    clock: Clock,
    store: Option<Arc<str>>,
    told: Arc<Notify>,
}

/// A consistent view of the database: what a [`Db::read`] closure works with.
pub struct Reading<'a> {
    pub(super) connection: &'a mut AnyConnection,
    now: Instant,
    store: Option<&'a str>,
}

/// A transaction that may write. Everything that reads takes a [`Reading`], which this is too.
pub struct Writing<'a> {
    reading: Reading<'a>,
    /// Whether the outbox has an event that it had not before.
    pub(super) has_told: bool,
}

impl Reading<'_> {
    /// The moment this transaction began: the one "now" of everything in it.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The object store that this process uses, by name.
    pub(super) fn store(&self) -> Option<&str> {
        self.store
    }
}

impl Writing<'_> {
    /// Lets only one transaction at a time go on with this number, until its end: for two that
    /// look for each other's rows before they enter their own. Which numbers mean what is the
    /// caller's to say; one that means two things only makes them wait for each other.
    pub fn meet_at(&mut self, number: i64) -> Result<(), DbError> {
        Ok(dialect::lock_number(self.connection, number)?)
    }
}

impl<'a> Deref for Writing<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Self::Target {
        &self.reading
    }
}

impl DerefMut for Writing<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reading
    }
}

impl Db {
    /// Connects, and brings the tables up to date. Blocks; call it before serving.
    pub fn open(address: &DatabaseAddress, clock: Clock) -> Result<Self, DbError> {
        let pools = Pools::open(address)?;
        let mut writer = connection(&pools.write)?;
        migrations::run(address, &mut writer)?;
        complete(&mut writer, &clock)?;
        drop(writer);
        let writers = match address {
            DatabaseAddress::Sqlite(_) => 1,
            DatabaseAddress::Postgres(_) => POSTGRES_WRITERS,
        };
        Ok(Self {
            pools: Arc::new(pools),
            read_turns: Arc::new(Semaphore::new(READERS as usize)),
            write_turns: Arc::new(Semaphore::new(writers as usize)),
            clock,
            store: None,
            told: Arc::new(Notify::new()),
        })
    }

    /// The same database, for a process that keeps its objects in the store of this name: it
    /// enters none once another is in force (`store_in_force`).
    #[must_use]
    pub fn on_store(self, name: &str) -> Self {
        Self { store: Some(name.into()), ..self }
    }

    /// The clock that gives every transaction its "now".
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns once a transaction of this process has told somebody something (`outbox::tell`), also
    /// where that was before it was asked. For one listener a process.
    pub async fn told(&self) {
        self.told.notified().await;
    }

    /// Reads in one consistent snapshot.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Reading<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let turn = take_turn(&self.read_turns).await?;
        let pools = Arc::clone(&self.pools);
        let (clock, store) = (self.clock.clone(), self.store.clone());
        on_blocking_thread(turn, move || {
            let mut connection = connection(&pools.read)?;
            dialect::begin_reading(&mut connection).map_err(DbError::from)?;
            let outcome =
                work(&mut Reading { connection: &mut connection, now: clock.now(), store: store.as_deref() });
            end_without_change(&mut connection);
            outcome
        })
        .await
    }

    /// Writes in one transaction: all of it or nothing. The closure may run several times.
    pub async fn write<T, E, F>(&self, mut work: F) -> Result<T, E>
    where
        F: FnMut(&mut Writing<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Error + Send + 'static,
    {
        let turn = take_turn(&self.write_turns).await?;
        let pools = Arc::clone(&self.pools);
        let (clock, store, told) = (self.clock.clone(), self.store.clone(), Arc::clone(&self.told));
        on_blocking_thread(turn, move || {
            let mut connection = connection(&pools.write)?;
            let mut tried = 1;
            let (value, has_told) = loop {
                match write_once(&mut connection, &clock, store.as_deref(), &mut work) {
                    Err(error) if tried < TRIES && may_be_repeated(&connection, &error, tried) => tried += 1,
                    outcome => break outcome?,
                }
            };
            if has_told {
                told.notify_one();
            }
            Ok(value)
        })
        .await
    }
}

/// What the migrations leave to do, because SQL alone cannot: names have no order there.
fn complete(writer: &mut Pooled, clock: &Clock) -> Result<(), DbError> {
    let mut reading = Reading { connection: &mut *writer, now: clock.now(), store: None };
    if person::without_sort_key(&mut reading)?.is_empty() {
        return Ok(());
    }
    write_once(writer, clock, None, &mut person::give_sort_keys).map(|((), _)| ())
}

/// Whether a repeat can go otherwise; waits for whoever was in the way.
fn may_be_repeated(connection: &AnyConnection, error: &(dyn Error + 'static), tried: u32) -> bool {
    match conflict(error) {
        Some(Conflict::InTheWay) => {
            std::thread::sleep(Duration::from_millis(5 << tried));
            true
        }
        Some(Conflict::CameSecond) => dialect::writers_race(connection),
        None => false,
    }
}

/// What the work came to, and whether it told somebody something.
fn write_once<T, E>(
    connection: &mut AnyConnection,
    clock: &Clock,
    store: Option<&str>,
    work: &mut impl FnMut(&mut Writing<'_>) -> Result<T, E>,
) -> Result<(T, bool), E>
where
    E: From<DbError>,
{
    dialect::begin_writing(connection).map_err(DbError::from)?;
    let reading = Reading { connection: &mut *connection, now: clock.now(), store };
    let mut writing = Writing { reading, has_told: false };
    let outcome = work(&mut writing);
    let has_told = writing.has_told;
    match outcome {
        Ok(value) => {
            dialect::commit(connection).map_err(DbError::from)?;
            Ok((value, has_told))
        }
        Err(error) => {
            end_without_change(connection);
            Err(error)
        }
    }
}

/// What the work found out matters more than a failure here: the database has then ended the
/// transaction itself, and the pool does not use the connection again.
fn end_without_change(connection: &mut AnyConnection) {
    let _ = dialect::roll_back(connection);
}

fn connection(pool: &ConnectionPool) -> Result<Pooled, DbError> {
    pool.get().map_err(|cause| DbError::Away(Box::new(cause)))
}

async fn take_turn(turns: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, DbError> {
    match tokio::time::timeout(TURN_WAIT, Arc::clone(turns).acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_closed)) => Err(DbError::Interrupted),
        Err(_elapsed) => Err(DbError::Busy),
    }
}

/// The turn goes along with the work: a caller that goes away does not free it before the end.
async fn on_blocking_thread<T, E>(
    turn: OwnedSemaphorePermit,
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let task = tokio::task::spawn_blocking(move || {
        let outcome = work();
        drop(turn);
        outcome
    });
    task.await.unwrap_or_else(|_interrupted| Err(DbError::Interrupted.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::connection::SimpleConnection;

    /// The types keep a [`Reading`] from every function that writes; this looks behind them.
    fn expect_a_read_cannot_write(address: &DatabaseAddress) {
        let pools = Pools::open(address).unwrap();
        let mut connection = pools.read.get().unwrap();
        dialect::begin_reading(&mut connection).unwrap();
        assert!(connection.batch_execute("CREATE TABLE written (by_a_read INTEGER)").is_err());
        end_without_change(&mut connection);
    }

    #[test]
    fn a_read_on_sqlite_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        expect_a_read_cannot_write(&DatabaseAddress::in_folder(folder.path()));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "tests have no `config` room to ask")]
    fn a_read_on_postgres_cannot_write() {
        // `tests/database` says when there is no server, and fails where there must be one.
        if let Ok(url) = std::env::var("EARMARK_TEST_POSTGRES") {
            expect_a_read_cannot_write(&DatabaseAddress::Postgres(url));
        }
    }
}
