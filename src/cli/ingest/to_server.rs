//! To a server, as any recorder would: one `POST /api/v1/calls` a file, streamed; a large file in
//! pieces. A server that is away for a while is waited for.

mod in_pieces;

use super::files::is_vcon;
use super::{Destination, Failure, Ingested};
use crate::error::{Coded, Kind};
use crate::ids::RequestId;
use serde::Deserialize;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::time::Duration;
use ureq::http::Response;
use ureq::{Agent, Body, SendBody};

/// How long a server may take to accept the connection.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// The slowest line that is waited for, in bytes a second: below it a file counts as stuck. A
/// server that refuses a large file early may stop reading before everything is sent.
const SLOWEST_LINE: u64 = 16 * 1024;
/// How long it may take to answer once everything is sent.
const ANSWER_PATIENCE: Duration = Duration::from_mins(2);

pub(super) struct Server {
    agent: Agent,
    address: String,
    token: String,
}

#[derive(Deserialize)]
struct Accepted {
    call_id: String,
    recording_id: String,
}

#[derive(Deserialize)]
struct Refusal {
    code: String,
    message: String,
}

/// Why a file did not get to the server.
#[derive(Debug, thiserror::Error)]
enum ServerError {
    #[error("the file cannot be read; check its permissions")]
    Unreadable(#[source] io::Error),
    #[error("the server cannot be reached, or broke off; check its address and try again")]
    Unreachable(#[source] ureq::Error),
    #[error("{message} ({code})")]
    Refused { status: u16, code: String, message: String },
    #[error("the answer (status {0}) is not earmark's; check the server's address")]
    NotOurs(u16),
}

impl Coded for ServerError {
    fn kind(&self) -> Kind {
        match self {
            Self::Unreadable(_) => Kind::Invalid,
            Self::Refused { status, .. } => kind_of(*status),
            Self::Unreachable(_) | Self::NotOurs(_) => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "file_unreadable",
            Self::Unreachable(_) => "server_unreachable",
            Self::Refused { .. } => "server_refused",
            Self::NotOurs(_) => "not_earmark",
        }
    }
}

impl ServerError {
    /// Whether the same may succeed a little later: the network or the server is away, or another
    /// request still has the upload.
    fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Refused { status, .. } | Self::NotOurs(status) => {
                matches!(status, 408 | 409 | 502 | 503 | 504)
            }
            Self::Unreadable(_) => false,
        }
    }
}

/// The kind behind a status, as far as it matters here: whether it is about this file.
fn kind_of(status: u16) -> Kind {
    match status {
        401 => Kind::Unauthenticated,
        403 => Kind::Denied,
        413 => Kind::TooLarge,
        415 => Kind::Unsupported,
        429 | 503 => Kind::Unavailable,
        507 => Kind::Full,
        500..=599 => Kind::Internal,
        _ => Kind::Invalid,
    }
}

impl Server {
    pub(super) fn new(server: &str, token: &str) -> Self {
        let agent = Agent::config_builder()
            .timeout_connect(Some(CONNECT_PATIENCE))
            .timeout_recv_response(Some(ANSWER_PATIENCE))
            .http_status_as_error(false)
            .build()
            .new_agent();
        Self { agent, address: server.trim_end_matches('/').to_owned(), token: token.to_owned() }
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    fn get(&self, path: &str) -> Result<Response<Body>, ServerError> {
        let asked = self.agent.get(format!("{}{path}", self.address)).header("authorization", self.bearer());
        asked.call().map_err(ServerError::Unreachable)
    }

    /// Asks who the token belongs to: a wrong one is better found out before a large file is sent.
    pub(super) fn check_token(&self) -> Result<(), Failure> {
        let mut answer = self.get("/api/v1/me")?;
        if answer.status().as_u16() == 200 { Ok(()) } else { Err(refusal(&mut answer).into()) }
    }

    fn send(&self, audio: &Path, metadata: &[u8]) -> Result<Ingested, ServerError> {
        let boundary = format!("earmark-{}", RequestId::new());
        let mut form = form(audio, metadata, &boundary).map_err(ServerError::Unreadable)?;
        let bytes = std::fs::metadata(audio).map_err(ServerError::Unreadable)?.len();
        let mut answer = self
            .agent
            .post(format!("{}/api/v1/calls", self.address))
            .header("authorization", self.bearer())
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .config()
            .timeout_send_body(Some(sending_patience(bytes)))
            .build()
            .send(SendBody::from_reader(&mut form))
            .map_err(ServerError::Unreachable)?;
        let status = answer.status().as_u16();
        if let 200 | 201 = status {
            let accepted: Accepted =
                answer.body_mut().read_json().map_err(|_| ServerError::NotOurs(status))?;
            let (call_id, recording_id) = (accepted.call_id, accepted.recording_id);
            return Ok(Ingested { call_id, recording_id, is_new: status == 201 });
        }
        Err(refusal(&mut answer))
    }
}

#[derive(Deserialize)]
struct AcceptedVcon {
    call_id: String,
    recording_ids: Vec<String>,
}

/// What the server says of a table of calls.
#[derive(Deserialize)]
pub(super) struct Import {
    /// Its id.
    pub(super) id: String,
    /// How far it is.
    pub(super) state: String,
    /// How many rows it has.
    pub(super) rows: u64,
    /// How many were looked at.
    pub(super) done: u64,
    /// How many were new calls.
    pub(super) added: u64,
    /// How many changed a call.
    pub(super) changed: u64,
    /// How many said nothing new.
    pub(super) same: u64,
    /// How many were left out.
    pub(super) refused: u64,
}

impl Server {
    fn send_vcon(&self, path: &Path, metadata: &[u8]) -> Result<Ingested, ServerError> {
        let source = serde_json::from_slice::<serde_json::Value>(metadata)
            .ok()
            .and_then(|metadata| metadata.get("source")?.as_str().map(str::to_owned));
        let mut request = self
            .agent
            .post(format!("{}/api/v1/calls/vcon", self.address))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/vcon+json");
        if let Some(source) = source {
            request = request.query("source", source);
        }
        let patience = sending_patience(size_of(path)?);
        let mut file = File::open(path).map_err(ServerError::Unreadable)?;
        let mut answer = request
            .config()
            .timeout_send_body(Some(patience))
            .build()
            .send(SendBody::from_reader(&mut file))
            .map_err(ServerError::Unreachable)?;
        let status = answer.status().as_u16();
        if let 200 | 201 = status {
            let accepted: AcceptedVcon =
                answer.body_mut().read_json().map_err(|_| ServerError::NotOurs(status))?;
            return Ok(Ingested::of_vcon(accepted.call_id, &accepted.recording_ids, status == 201));
        }
        Err(refusal(&mut answer))
    }

    /// Sends a table of calls; its rows are entered there.
    pub(super) fn send_calls(&self, table: &Path, source: &str) -> Result<Import, Failure> {
        let boundary = format!("earmark-{}", RequestId::new());
        let patience = sending_patience(size_of(table)?);
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"source\"\r\n\r\n{source}\r\n\
             --{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"calls\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        let mut form = Cursor::new(head.into_bytes())
            .chain(File::open(table).map_err(ServerError::Unreadable)?)
            .chain(Cursor::new(format!("\r\n--{boundary}--\r\n").into_bytes()));
        let mut answer = self
            .agent
            .post(format!("{}/api/v1/cdr-imports", self.address))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .config()
            .timeout_send_body(Some(patience))
            .build()
            .send(SendBody::from_reader(&mut form))
            .map_err(ServerError::Unreachable)?;
        Self::import_in(&mut answer, 202)
    }

    /// How far a table is that was sent.
    pub(super) fn import(&self, id: &str) -> Result<Import, Failure> {
        let mut answer = self
            .agent
            .get(format!("{}/api/v1/cdr-imports/{id}", self.address))
            .header("authorization", format!("Bearer {}", self.token))
            .call()
            .map_err(ServerError::Unreachable)?;
        Self::import_in(&mut answer, 200)
    }

    fn import_in(answer: &mut Response<Body>, wanted: u16) -> Result<Import, Failure> {
        let status = answer.status().as_u16();
        if status != wanted {
            return Err(refusal(answer).into());
        }
        Ok(answer.body_mut().read_json().map_err(|_| ServerError::NotOurs(status))?)
    }
}

/// What the server said instead of yes.
fn refusal(answer: &mut Response<Body>) -> ServerError {
    let status = answer.status().as_u16();
    match answer.body_mut().read_json::<Refusal>() {
        Ok(Refusal { code, message }) => ServerError::Refused { status, code, message },
        Err(_) => ServerError::NotOurs(status),
    }
}

fn size_of(path: &Path) -> Result<u64, ServerError> {
    Ok(std::fs::metadata(path).map_err(ServerError::Unreadable)?.len())
}

fn sending_patience(bytes: u64) -> Duration {
    ANSWER_PATIENCE + Duration::from_secs(bytes / SLOWEST_LINE)
}

impl Destination for Server {
    fn ingest(&mut self, audio: &Path, metadata: &[u8]) -> Result<Ingested, Failure> {
        if is_vcon(audio) {
            return Ok(in_pieces::patiently(|| self.send_vcon(audio, metadata))?);
        }
        let sent = if in_pieces::is_large(audio) {
            in_pieces::send(self, audio, metadata)
        } else {
            // What arrived, though its answer did not, is known the second time.
            in_pieces::patiently(|| self.send(audio, metadata))
        };
        Ok(sent?)
    }
}

/// The two parts of the form (RFC 7578), as a reader that never holds the file.
fn form(audio: &Path, metadata: &[u8], boundary: &str) -> io::Result<impl Read + use<>> {
    // What would end the header or begin an escape in it.
    let unfit = |c: char| c.is_control() || matches!(c, '"' | '\\');
    let name = super::file_name(audio).unwrap_or_default().replace(unfit, "_");
    let mut head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\
         content-type: application/json\r\n\r\n"
    )
    .into_bytes();
    head.extend_from_slice(metadata);
    // The folders say something where a source's naming pattern reads them.
    head.extend_from_slice(
        format!("\r\n--{boundary}\r\ncontent-disposition: form-data; name=\"path\"\r\n\r\n").as_bytes(),
    );
    head.extend_from_slice(audio.to_string_lossy().as_bytes());
    let between = format!(
        "\r\n--{boundary}\r\ncontent-disposition: form-data; name=\"audio\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    Ok(Cursor::new(head)
        .chain(Cursor::new(between.into_bytes()))
        .chain(File::open(audio)?)
        .chain(Cursor::new(tail.into_bytes())))
}
