//! Where the servers of a test keep their things, and how the test itself looks into them.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use earmark::db::{DatabaseAddress, Db};
use earmark::storage::{Filesystem, Storage};
use earmark::time::Clock;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

pub(crate) struct Place {
    data: tempfile::TempDir,
    postgres: Option<Postgres>,
}

/// A database of its own on the server that `EARMARK_TEST_POSTGRES` names.
struct Postgres {
    server: String,
    name: String,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self { data: tempfile::tempdir().unwrap(), postgres: None }
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
        Some(Self { data: tempfile::tempdir().unwrap(), postgres: Some(Postgres { server, name }) })
    }

    pub(crate) fn name(&self) -> &'static str {
        if self.postgres.is_some() { "PostgreSQL" } else { "SQLite" }
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
        Arc::new(Filesystem::open(self.data().join("objects")).unwrap())
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
