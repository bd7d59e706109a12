//! Where the servers of a test keep their things, and how the test itself looks into them.

use super::garage::Garage;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use earmark::config::s3::S3Keys;
use earmark::db::{DatabaseAddress, Db};
use earmark::storage::{Filesystem, S3, Storage, StorageAddress};
use earmark::time::Clock;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

pub(crate) struct Place {
    data: tempfile::TempDir,
    postgres: Option<Postgres>,
    garage: Option<Garage>,
}

/// A database of its own on the server that `EARMARK_TEST_POSTGRES` names.
struct Postgres {
    server: String,
    name: String,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self { data: tempfile::tempdir().unwrap(), postgres: None, garage: None }
    }

    /// None: no server was given.
    pub(crate) fn postgres(purpose: &str) -> Option<Self> {
        let Ok(server) = std::env::var("EARMARK_TEST_POSTGRES") else {
            assert!(std::env::var_os("CI").is_none(), "CI tests PostgreSQL: set EARMARK_TEST_POSTGRES");
            eprintln!("SKIPPED: EARMARK_TEST_POSTGRES is not set, so nothing was tested on PostgreSQL");
            return None;
        };
        let name = format!("earmark_{purpose}_{}", std::process::id());
        administer(&server, &format!("CREATE DATABASE {name}"));
        let postgres = Some(Postgres { server, name });
        Some(Self { data: tempfile::tempdir().unwrap(), postgres, garage: None })
    }

    /// None: no database server was given, or no object store can be started.
    pub(crate) fn postgres_and_garage(purpose: &str) -> Option<Self> {
        let garage = Some(Garage::start()?);
        Some(Self { garage, ..Self::postgres(purpose)? })
    }

    pub(crate) fn name(&self) -> &'static str {
        match (&self.postgres, &self.garage) {
            (None, _) => "SQLite and a filesystem",
            (Some(_), None) => "PostgreSQL and a filesystem",
            (Some(_), Some(_)) => "PostgreSQL and Garage",
        }
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// `earmark COMMAND… --data DIR`, with the database in its environment.
    pub(crate) fn earmark(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"));
        command.args(arguments).arg("--data").arg(self.data()).env("EARMARK_LOG", "error");
        match &self.postgres {
            Some(postgres) => command.env("EARMARK_DATABASE_URL", postgres.url()),
            None => command.env_remove("EARMARK_DATABASE_URL"),
        };
        command.env_remove("EARMARK_STORAGE");
        if let Some(garage) = &self.garage {
            garage.equip(&mut command);
        }
        command
    }

    pub(crate) fn source_token(&self, source: &str) -> String {
        let output = self.earmark(&["token", "create", "--source", source]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    pub(crate) fn db(&self) -> Db {
        let address = match &self.postgres {
            Some(postgres) => DatabaseAddress::Postgres(postgres.url()),
            None => DatabaseAddress::in_folder(self.data()),
        };
        Db::open(&address, Clock::System).unwrap()
    }

    pub(crate) fn storage(&self) -> Storage {
        let Some(garage) = &self.garage else {
            return Arc::new(Filesystem::open(self.data().join("objects")).unwrap());
        };
        let Ok(StorageAddress::S3(address)) = garage.address.parse() else {
            panic!("{} is no bucket", garage.address)
        };
        let keys = S3Keys { access: garage.keys.0.clone(), secret: garage.keys.1.clone() };
        Arc::new(S3::new(&address, &keys).unwrap())
    }

    /// Whether the objects lie in the data folder.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.garage.is_none()
    }
}

impl Postgres {
    fn url(&self) -> String {
        let (before, _) = self.server.rsplit_once('/').unwrap();
        format!("{before}/{}", self.name)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        administer(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn administer(server: &str, statement: &str) {
    PgConnection::establish(server).unwrap().batch_execute(statement).unwrap();
}
