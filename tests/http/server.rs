//! A server for one test: SQLite in a temporary folder, objects in memory, a free port.

use earmark::access::people::Choice;
use earmark::access::roles::NewRole;
use earmark::access::{NewPerson, add_person, create_person_token, create_source_token};
use earmark::db::audit::Actor;
use earmark::db::person::Role;
use earmark::db::recording::AudioFacts;
use earmark::db::source::{self, Source};
use earmark::db::stored_object::{self, Purpose, StoredObject};
use earmark::db::{DatabaseAddress, Db, DbError, Reading, Scope, Writing, recording};
use earmark::http::{App, Limits, Server, start};
use earmark::ids::{ObjectKey, PersonId, RecordingId};
use earmark::recorder::{Intake, Patience, UploadLimits, Uploads};
use earmark::review::publish_shipped;
use earmark::storage::{Memory, Storage, UploadSpool};
use earmark::time::{Clock, Instant};
use futures_util::stream::{self, StreamExt};
use jiff::tz::TimeZone;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use ureq::Agent;
use ureq::http::Response;

/// The moment at which every test takes place.
pub(crate) fn noon() -> Instant {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

pub(crate) struct TestServer {
    pub(crate) db: Db,
    pub(crate) storage: Storage,
    pub(crate) clock: Clock,
    pub(crate) agent: Agent,
    pub(crate) runtime: Runtime,
    pub(crate) uploads: Arc<Uploads>,
    server: Option<Server>,
    spool: PathBuf,
    folder: TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl TestServer {
    pub(crate) fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// With other limits than the small ones of these tests.
    pub(crate) fn start_with(set: impl FnOnce(&mut Limits)) -> Self {
        let clock = Clock::fixed(noon());
        let storage = Arc::new(Memory::new(clock.clone()));
        Self::start_on(clock, storage, Patience::default(), set)
    }

    /// With a store of the test's own, and waiting for it in the test's way.
    pub(crate) fn start_on(
        clock: Clock,
        storage: Storage,
        patience: Patience,
        set: impl FnOnce(&mut Limits),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&DatabaseAddress::in_folder(folder.path()), clock.clone()).unwrap();
        let intake = Intake {
            db: db.clone(),
            storage: Arc::clone(&storage),
            zone: TimeZone::get("Asia/Shanghai").unwrap(),
            patience,
        };
        let spool = folder.path().join("spool");
        std::fs::create_dir(&spool).unwrap();
        let limits = UploadLimits {
            bytes: 1024 * 1024,
            open: 3,
            open_bytes: 2 * 1024 * 1024,
            ..UploadLimits::default()
        };
        let unfinished = UploadSpool::open(folder.path()).unwrap();
        let uploads = Uploads::new(intake.clone(), unfinished, limits, Arc::new(|| {}));
        let mut app = App::new(intake, Arc::clone(&uploads), spool.clone(), false, Arc::new(|| {}));
        app.limits.audio_bytes = 1024 * 1024;
        app.limits.metadata_bytes = 16 * 1024;
        set(&mut app.limits);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(publish_shipped(&db)).unwrap();
        let listen = "127.0.0.1:0".parse().unwrap();
        let server = runtime.block_on(async { start(app, listen, Duration::from_secs(1)) }).unwrap();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .new_agent();
        Self { db, storage, clock, agent, runtime, uploads, server: Some(server), spool, folder }
    }

    /// Stops the server, as at its end.
    pub(crate) fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.stop()).unwrap();
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.as_ref().unwrap().address()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// The data folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// How many files lie in the spool.
    pub(crate) fn spooled(&self) -> usize {
        std::fs::read_dir(&self.spool).unwrap().count()
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Writing<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.db.write(work)).unwrap()
    }

    /// Notes of a recording what its preparation finds: so many channels that play so long.
    pub(crate) fn note_prepared(&self, id: RecordingId, channel_count: u16, duration_ms: u64) {
        let facts = AudioFacts {
            container: "wave".to_owned(),
            codec: "pcm_s16le".to_owned(),
            sample_rate: 8_000,
            channel_count,
            duration_ms,
            truncated: false,
        };
        self.write(move |writing| recording::set_prepared(writing, id, &facts));
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reading<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.db.read(work)).unwrap()
    }

    /// The token of a source that hides nothing, so that its calls are open to everybody at once: here
    /// nothing is transcribed. Redaction has tests of its own (`redaction.rs`).
    pub(crate) fn source_token(&self, source: &str) -> String {
        let token = self.redacting_source_token(source);
        let name = source.to_owned();
        self.write(move |writing| {
            let known = source::by_name(writing, &name)?.unwrap();
            source::update(writing, &Source { redaction: None, ..known })
        });
        token
    }

    /// The token of a source as it is made.
    pub(crate) fn redacting_source_token(&self, source: &str) -> String {
        let secret =
            self.runtime.block_on(create_source_token(&self.db, Actor::CommandLine, source)).unwrap();
        secret.reveal().to_owned()
    }

    /// Enters somebody who signs in under `name` with [`PASSWORD`].
    pub(crate) fn person(
        &self,
        name: &str,
        role: Role,
        team: Option<&str>,
        project: Option<&str>,
    ) -> PersonId {
        let new = NewPerson {
            name: name.to_owned(),
            sign_in: Some(name.to_owned()),
            password: Some(PASSWORD.to_owned()),
            roles: vec![NewRole { role, project: project.map(named) }],
            team: team.map(named),
            ..NewPerson::default()
        };
        self.runtime.block_on(add_person(&self.db, Actor::CommandLine, new)).unwrap()
    }

    pub(crate) fn person_token(&self, name: &str) -> String {
        let secret = self.runtime.block_on(create_person_token(&self.db, Actor::CommandLine, name)).unwrap();
        secret.reveal().to_owned()
    }

    /// Stores a waveform as the prepare job would. `recording` is an id, or a path that ends in one.
    pub(crate) fn put_peaks(&self, recording: &str, peaks: Vec<u8>) {
        let recording_id = recording.rsplit('/').next().unwrap().parse().unwrap();
        let (key, bytes) = (ObjectKey::new(), peaks.len());
        let stream = stream::once(async move { Ok(peaks.into()) }).boxed();
        self.runtime.block_on(self.storage.put(key, bytes as u64, stream)).unwrap();
        self.write(move |writing| {
            let recording = recording::find(writing, &Scope::Everything, recording_id)?.unwrap();
            let object = StoredObject {
                key,
                call_id: recording.call_id,
                recording_id: Some(recording_id),
                purpose: Purpose::Peaks,
                bytes: i64::try_from(bytes).unwrap(),
                created_at: noon(),
            };
            stored_object::insert(writing, &object)
        });
    }

    /// A request without a body.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(self.agent.run(request.body(()).unwrap()).unwrap())
    }

    /// A request with a JSON body, by whoever holds this token.
    pub(crate) fn send_json(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(self.url(path))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(body.to_string())
            .unwrap();
        read(self.agent.run(request).unwrap())
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Answer {
        self.send("GET", path, &[("authorization", &format!("Bearer {token}"))])
    }

    pub(crate) fn post_json(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.post(path, body.to_string().as_bytes(), &headers)
    }

    pub(crate) fn post(&self, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.post(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.send(body).unwrap())
    }

    /// Brings a call in; the parts come in the order given: (name, bytes).
    pub(crate) fn post_call(&self, token: &str, parts: &[(&str, &[u8])]) -> Answer {
        self.post_form("/api/v1/calls", token, parts)
    }

    /// Sends a form; the parts come in the order given: (name, bytes).
    pub(crate) fn post_form(&self, path: &str, token: &str, parts: &[(&str, &[u8])]) -> Answer {
        let body = form(parts);
        let request = self
            .agent
            .post(self.url(path))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "multipart/form-data; boundary=XYZ");
        read(request.send(body).unwrap())
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            let _ = self.runtime.block_on(server.stop());
        }
    }
}

fn named<Id>(name: &str) -> Choice<Id> {
    Choice::Named(name.to_owned())
}

pub(crate) const PASSWORD: &str = "a good long password";

fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        let file_name = if *name == "audio" { "; filename=\"13800138000-call.wav\"" } else { "" };
        body.extend_from_slice(
            format!("--XYZ\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XYZ--\r\n");
    body
}

fn read(mut response: Response<ureq::Body>) -> Answer {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let body = response.body_mut().read_to_vec().unwrap();
    Answer { status, headers, body }
}
