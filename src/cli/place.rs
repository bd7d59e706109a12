//! Where earmark keeps its things: the options that almost every command takes.

use super::Failure;
use super::exit::SystemRefused;
use super::stores::{Store, StoreDiffers};
use crate::db::{DatabaseAddress, Db, DbError, setting, store_in_force};
use crate::review::publish_shipped;
use crate::storage::{Spool, Storage, StorageError, UploadSpool};
use crate::time::Clock;
use clap::Args;
use jiff::tz::TimeZone;
use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tokio::runtime::{Builder, Runtime};

/// The environment variable for the database address. Children get the address this way: a command
/// line can be read by every user of the machine.
pub(super) const DATABASE_VARIABLE: &str = "EARMARK_DATABASE_URL";
/// The environment variable for the address of the object store.
pub(super) const STORAGE_VARIABLE: &str = "EARMARK_STORAGE";

/// Where earmark keeps its things.
#[derive(Debug, Clone, Args)]
pub(super) struct Place {
    /// The folder for everything that earmark keeps; on a local disk
    #[arg(long, value_name = "DIR", env = "EARMARK_DATA")]
    data: PathBuf,
    /// A PostgreSQL database (`postgres://USER@HOST/NAME`) in place of the SQLite file in DIR
    #[arg(long, value_name = "URL", env = DATABASE_VARIABLE, hide_env_values = true)]
    database: Option<DatabaseText>,
    /// Where recordings are kept: a folder, or `s3://BUCKET/PREFIX?endpoint=URL&region=NAME`, whose
    /// keys stand in `EARMARK_S3_ACCESS_KEY` and `EARMARK_S3_SECRET_KEY` [default: in DIR]
    #[arg(long, value_name = "WHERE", env = STORAGE_VARIABLE, hide_env_values = true)]
    storage: Option<StorageText>,
}

/// The database and the object store that its recordings are in.
pub(super) struct Stores {
    /// The database, which enters no object once another store is in force.
    pub(super) db: Db,
    /// The object store.
    pub(super) storage: Storage,
    /// Its name.
    pub(super) store: String,
}

/// Whether a start makes sure that the object store answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// It does: a wrong address or key should be seen at once.
    Store,
    /// It does not: what it will do can wait until the store is back.
    Nothing,
}

impl Place {
    /// A place that a command's own options name.
    pub(super) fn new(data: PathBuf, database: Option<DatabaseText>, storage: Option<StorageText>) -> Self {
        Self { data, database, storage }
    }

    /// The data folder.
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    /// The database address as it was given, for a child's environment.
    pub(super) fn database_text(&self) -> Option<&str> {
        self.database.as_ref().map(|text| text.0.as_str())
    }

    /// The address of the object store as it was given, for a child's environment.
    pub(super) fn storage_text(&self) -> Option<&str> {
        self.storage.as_ref().map(|text| text.0.as_str())
    }

    /// The database, with its tables up to date and the scorecards that come with the program.
    /// Blocks; every command opens it here.
    pub(super) fn open_database(&self) -> Result<Db, Failure> {
        self.open_database_by(Clock::System)
    }

    /// The same by another clock than the machine's.
    pub(super) fn open_database_by(&self, clock: Clock) -> Result<Db, Failure> {
        let address = match &self.database {
            Some(DatabaseText(text)) => text.parse()?,
            None => DatabaseAddress::in_folder(&self.data),
        };
        let db = Db::open(&address, clock)?;
        runtime()?.block_on(publish_shipped(&db))?;
        Ok(db)
    }

    /// The database, for a command that does one thing and ends; makes the data folder where it
    /// is missing.
    pub(super) fn open(&self) -> Result<Opened, Failure> {
        self.make_data_folder()?;
        let db = self.open_database()?;
        Ok(Opened { db, runtime: runtime()? })
    }

    /// The database and the object store, which must be the one in force; makes the data folder
    /// where it is missing. Blocks.
    pub(super) fn open_stores(&self, check: Check) -> Result<Stores, Failure> {
        self.open_stores_by(Clock::System, check)
    }

    /// The same by another clock than the machine's.
    pub(super) fn open_stores_by(&self, clock: Clock, check: Check) -> Result<Stores, Failure> {
        self.make_data_folder()?;
        let given = self.store()?;
        let db = self.open_database_by(clock)?;
        let runtime = runtime()?;
        let name = given.name();
        let settled = runtime.block_on(db.write({
            let name = name.clone();
            move |writing| store_in_force::settle(writing, &name)
        }))?;
        if settled != name {
            return Err(StoreDiffers { in_force: settled, given: name }.into());
        }
        let storage = given.open(&self.data)?;
        if check == Check::Store {
            runtime.block_on(given.must_answer(&self.data))?;
        }
        Ok(Stores { db: db.on_store(&name), storage, store: name })
    }

    /// The object store that is named, opened or not.
    pub(super) fn store(&self) -> Result<Store, Failure> {
        Store::named(self.storage_text(), &self.data)
    }

    fn make_data_folder(&self) -> Result<(), StorageError> {
        Ok(std::fs::create_dir_all(&self.data)?)
    }

    /// Where uploads wait to be continued; shared by the servers of this data folder.
    pub(super) fn open_uploads(&self) -> Result<UploadSpool, StorageError> {
        UploadSpool::open(&self.data)
    }

    /// Local disk space of this process alone.
    pub(super) fn open_spool(&self) -> Result<Spool, StorageError> {
        Spool::open(&self.data)
    }
}

/// Where the calls of a command run that does one thing and ends.
pub(super) fn runtime() -> Result<Runtime, SystemRefused> {
    Builder::new_current_thread().enable_all().build().map_err(SystemRefused)
}

/// What a command needs that does one thing and ends.
pub(super) struct Opened {
    /// The database.
    pub(super) db: Db,
    /// Where its calls run.
    pub(super) runtime: Runtime,
}

/// The zone that defines the workspace's days. The first process to ask settles it, as the zone
/// of its machine.
pub(super) async fn workspace_zone(db: &Db) -> Result<TimeZone, DbError> {
    let of_machine = TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
    let name = db.write(move |writing| setting::get_or_set(writing, setting::TIME_ZONE, &of_machine)).await?;
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}

/// A database address as it was given. It may hold a password, so nothing prints it, not even the
/// message that it is wrong: that is the database room's to say.
#[derive(Clone)]
pub(super) struct DatabaseText(String);

impl FromStr for DatabaseText {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for DatabaseText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseText(…)")
    }
}

/// The address of an object store as it was given. Whoever puts a key into it by mistake finds it
/// printed nowhere.
#[derive(Clone)]
pub(super) struct StorageText(String);

impl FromStr for StorageText {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl StorageText {
    /// What was given.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for StorageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StorageText(…)")
    }
}
