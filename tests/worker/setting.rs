//! A data folder of its own for each test, with a database of its own, and the program working in
//! it as real processes.

use crate::processes::{self, Process};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use earmark::db::job::{self, Job, JobState, Lane, NewJob};
use earmark::db::{DatabaseAddress, Db, DbError, Reading, Writing};
use earmark::ids::{JobId, WorkerId};
use earmark::jobs::crash_jobs;
use earmark::time::Clock;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long anything may take before the test gives up; far longer than it ever should.
const LIMIT: Duration = Duration::from_mins(1);

pub(crate) struct Setting {
    folder: TempDir,
    db: Option<Db>,
    runtime: Runtime,
    postgres: Option<PostgresDatabase>,
}

/// Runs the test on SQLite, and on PostgreSQL where `EARMARK_TEST_POSTGRES` names a server.
pub(crate) fn on_each_database(test: impl Fn(&Setting)) {
    test(&Setting::new(None));
    match PostgresDatabase::make() {
        Some(database) => test(&Setting::new(Some(database))),
        None => println!("skipped on PostgreSQL: EARMARK_TEST_POSTGRES is not set"),
    }
}

impl Setting {
    fn new(postgres: Option<PostgresDatabase>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = match &postgres {
            Some(database) => database.url.parse().unwrap(),
            None => DatabaseAddress::in_folder(folder.path()),
        };
        let db = Db::open(&address, Clock::System).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { folder, db: Some(db), runtime, postgres }
    }

    pub(crate) fn db(&self) -> &Db {
        self.db.as_ref().unwrap()
    }

    /// Waits for it.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    pub(crate) fn data(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database_url(&self) -> String {
        match &self.postgres {
            Some(database) => database.url.clone(),
            None => format!("sqlite:{}", self.data().join("earmark.sqlite").display()),
        }
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reading<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.db().read(work)).unwrap()
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Writing<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.db().write(work)).unwrap()
    }

    /// Enters a job that gets two attempts.
    pub(crate) fn enqueue(&self, lane: Lane, kind: &'static str, payload: Value) -> JobId {
        self.enqueue_with_attempts(lane, kind, payload, 2)
    }

    fn enqueue_with_attempts(
        &self,
        lane: Lane,
        kind: &'static str,
        payload: Value,
        max_attempts: i32,
    ) -> JobId {
        let new = NewJob {
            lane,
            kind,
            payload,
            deduplication_key: None,
            call_id: None,
            priority: 0,
            max_attempts,
            audio_ms: None,
        };
        self.write(move |writing| job::enqueue(writing, &new)).unwrap()
    }

    /// Enters a job that sleeps, with attempts enough for a machine that is slow at times.
    pub(crate) fn enqueue_sleep(&self, lane: Lane, duration: Duration) -> JobId {
        let payload = json!({ "ms": u64::try_from(duration.as_millis()).unwrap() });
        self.enqueue_with_attempts(lane, crash_jobs::SLEEP, payload, 10)
    }

    pub(crate) fn enqueue_success(&self, lane: Lane) -> JobId {
        self.enqueue(lane, crash_jobs::SUCCEED, json!({}))
    }

    pub(crate) fn job(&self, id: JobId) -> Job {
        self.runtime.block_on(self.db().read(move |reading| job::find(reading, id))).unwrap().unwrap()
    }

    /// Waits until the job stands there.
    pub(crate) fn wait_for(&self, id: JobId, state: JobState) -> Job {
        self.wait_until(&format!("job {id} is {state:?}"), || {
            let job = self.job(id);
            let ended = matches!(job.state, JobState::Done | JobState::Dead | JobState::Cancelled);
            assert!(!ended || job.state == state, "the job ended otherwise: {job:?}\n{}", self.logs());
            (job.state == state).then_some(job)
        })
    }

    /// Looks again and again until there is something to see.
    pub(crate) fn wait_until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            assert!(began.elapsed() < LIMIT, "waited in vain until {what}\n{}", self.logs());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn wait_until_gone(&self, process: Process) {
        self.wait_until("a process is gone", || (!process.is_alive()).then_some(()));
    }

    /// `earmark worker` in this place, with short waits.
    pub(crate) fn start_worker(&self, more: &[&str]) -> Worker<'_> {
        let mut command = self.command("worker");
        command.args(["--memory-limit", "1024", "--backoff-ms", "100"]).args(more);
        Worker { child: command.spawn().unwrap(), setting: self }
    }

    /// `earmark serve` in this place, with short waits, and the address it listens on.
    pub(crate) fn start_serve(&self) -> (Worker<'_>, String) {
        let mut command = self.command("serve");
        command.args(["--listen", "127.0.0.1:0", "--memory-limit", "1024", "--backoff-ms", "100"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim_end().rsplit(' ').next().unwrap_or_default().to_owned();
        (Worker { child, setting: self }, address)
    }

    /// `earmark worker-child` in this place, with this process in the supervisor's part.
    pub(crate) fn start_child(&self, lane: Lane) -> Child {
        let mut command = self.command("worker-child");
        command.args(["--lane", lane.as_str(), "--worker-id", &WorkerId::new().to_string()]);
        command.stdin(Stdio::piped()).spawn().unwrap()
    }

    fn command(&self, subcommand: &str) -> Command {
        let log = File::options().create(true).append(true).open(self.data().join("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"));
        command.arg(subcommand).arg("--data").arg(self.data());
        command.env("EARMARK_DATABASE_URL", self.database_url());
        command.env("EARMARK_LOG", "debug").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        command
    }

    /// What the processes of this place logged.
    pub(crate) fn logs(&self) -> String {
        std::fs::read_to_string(self.data().join("log")).unwrap_or_default()
    }
}

impl Drop for Setting {
    fn drop(&mut self) {
        // A database is dropped after its last connection.
        self.db = None;
        self.postgres = None;
    }
}

/// `earmark worker`, killed at the end of the test.
pub(crate) struct Worker<'a> {
    child: Child,
    setting: &'a Setting,
}

impl Worker<'_> {
    pub(crate) fn process(&self) -> Process {
        Process(self.child.id())
    }

    /// Its child on this lane, as soon as there is one.
    pub(crate) fn child_on(&self, lane: Lane) -> Process {
        self.setting.wait_until("the lane has a child", || {
            processes::children_of(self.process()).into_iter().find(|child| {
                let arguments = child.arguments();
                arguments.windows(2).any(|pair| pair[0] == "--lane" && pair[1] == lane.as_str())
            })
        })
    }

    /// Waits until it ended by itself.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let setting = self.setting;
        setting.wait_until("the worker ended", || self.child.try_wait().unwrap())
    }
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A database that lives as long as its test.
struct PostgresDatabase {
    server: String,
    name: String,
    url: String,
}

impl PostgresDatabase {
    fn make() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "a test has no command line to be told this by")]
        let server = std::env::var("EARMARK_TEST_POSTGRES").ok()?;
        let name = format!("worker_{}", uuid::Uuid::now_v7().simple());
        let mut connection = PgConnection::establish(&server).unwrap();
        connection.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let url = with_database(&server, &name);
        Some(Self { server, name, url })
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        if let Ok(mut connection) = PgConnection::establish(&self.server) {
            let _ = connection.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// The same server and user, another database: `postgres://USER@HOST/NAME?OPTIONS`.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_at(server.find('?').unwrap_or(server.len()));
    let after_scheme = address.find("://").map_or(0, |at| at + 3);
    let host_end = address[after_scheme..].find('/').map_or(address.len(), |at| after_scheme + at);
    format!("{}/{name}{options}", &address[..host_end])
}
