//! To a server, as any recorder would: one `POST /api/v1/calls` a file, streamed.

use super::{Destination, Failure, Ingested};
use crate::error::{Coded, Kind};
use crate::ids::RequestId;
use serde::Deserialize;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::time::Duration;
use ureq::{Agent, SendBody};

/// How long a server may take to accept the connection.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
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
    Refused { code: String, message: String },
    #[error("the answer (status {0}) is not earmark's; check the server's address")]
    NotOurs(u16),
}

impl Coded for ServerError {
    fn kind(&self) -> Kind {
        match self {
            Self::Unreadable(_) | Self::Refused { .. } => Kind::Invalid,
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

impl Server {
    pub(super) fn new(server: &str, token: &str) -> Self {
        let agent = Agent::config_builder()
            .timeout_connect(Some(CONNECT_PATIENCE))
            .timeout_recv_response(Some(ANSWER_PATIENCE))
            .http_status_as_error(false)
            .build()
            .new_agent();
        let address = format!("{}/api/v1/calls", server.trim_end_matches('/'));
        Self { agent, address, token: token.to_owned() }
    }

    fn send(&self, audio: &Path, metadata: &[u8]) -> Result<Ingested, ServerError> {
        let boundary = format!("earmark-{}", RequestId::new());
        let mut form = form(audio, metadata, &boundary).map_err(ServerError::Unreadable)?;
        let mut answer = self
            .agent
            .post(&self.address)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .send(SendBody::from_reader(&mut form))
            .map_err(ServerError::Unreachable)?;
        let status = answer.status().as_u16();
        if let 200 | 201 = status {
            let accepted: Accepted =
                answer.body_mut().read_json().map_err(|_| ServerError::NotOurs(status))?;
            let (call_id, recording_id) = (accepted.call_id, accepted.recording_id);
            return Ok(Ingested { call_id, recording_id, is_new: status == 201 });
        }
        let refusal: Refusal = answer.body_mut().read_json().map_err(|_| ServerError::NotOurs(status))?;
        Err(ServerError::Refused { code: refusal.code, message: refusal.message })
    }
}

impl Destination for Server {
    fn ingest(&mut self, audio: &Path, metadata: &[u8]) -> Result<Ingested, Failure> {
        Ok(self.send(audio, metadata)?)
    }
}

/// The two parts of the form (RFC 7578), as a reader that never holds the file.
fn form(audio: &Path, metadata: &[u8], boundary: &str) -> io::Result<impl Read + use<>> {
    let name = super::file_name(audio).unwrap_or_default().replace(['"', '\r', '\n'], "_");
    let mut head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\
         content-type: application/json\r\n\r\n"
    )
    .into_bytes();
    head.extend_from_slice(metadata);
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
