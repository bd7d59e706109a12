//! A large file to a server, in pieces: what was interrupted goes on where it stopped (tus 1.0).

use super::super::Ingested;
use super::super::file_name;
use super::{Server, ServerError, refusal};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, UNIX_EPOCH};
use ureq::http::Response;
use ureq::http::header::LOCATION;
use ureq::{Agent, Body};

/// How much goes in one request: proxies like to keep a whole body before they hand it on.
const PIECE: u64 = 8 * 1024 * 1024;
/// How long a server may be away before the file is given up; the next run goes on with it.
const PATIENCE: Duration = Duration::from_mins(10);
/// The pause between two tries: at first, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));
/// How often a complete file that the server cannot store yet is asked after.
const STORED_EVERY: Duration = Duration::from_secs(2);

/// Where an upload stands, as the server says.
#[derive(Deserialize)]
struct Standing {
    id: String,
    state: String,
    length: u64,
    received: u64,
    fingerprint: Option<String>,
    call_id: Option<String>,
    recording_id: Option<String>,
    was_known: Option<bool>,
    failure: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    code: String,
    message: String,
}

#[derive(Deserialize)]
struct OpenUploads {
    items: Vec<Standing>,
}

/// Whether a file goes in pieces.
pub(super) fn is_large(audio: &Path) -> bool {
    std::fs::metadata(audio).is_ok_and(|metadata| metadata.len() > PIECE)
}

/// Sends a file to its end. A server or a network that goes away is waited for.
pub(super) fn send(server: &Server, audio: &Path, metadata: &[u8]) -> Result<Ingested, ServerError> {
    let mut file = File::open(audio).map_err(ServerError::Unreadable)?;
    let length = file.metadata().map_err(ServerError::Unreadable)?.len();
    let sending = Sending { server, audio, metadata, length, fingerprint: fingerprint(audio, length)? };
    let id = patiently(|| sending.find_or_begin())?;
    let mut standing = patiently(|| sending.show(&id))?;
    while standing.received < length {
        standing = patiently(|| {
            // What the server has is asked anew after every trouble; without one it is known.
            let standing = sending.show(&id)?;
            sending.piece(&mut file, &standing)?;
            sending.show(&id)
        })?;
    }
    sending.until_stored(&id)
}

struct Sending<'a> {
    server: &'a Server,
    audio: &'a Path,
    metadata: &'a [u8],
    length: u64,
    fingerprint: String,
}

impl Sending<'_> {
    /// The upload that an earlier run began with the same file, or a new one.
    fn find_or_begin(&self) -> Result<String, ServerError> {
        let mut answer = self.server.get("/api/v1/uploads")?;
        let open: OpenUploads = read(&mut answer)?;
        let same =
            |one: &Standing| one.fingerprint.as_ref() == Some(&self.fingerprint) && one.length == self.length;
        match open.items.into_iter().find(same) {
            Some(known) => Ok(known.id),
            None => self.begin(),
        }
    }

    fn begin(&self) -> Result<String, ServerError> {
        let name = BASE64_STANDARD.encode(file_name(self.audio).unwrap_or_default());
        let fingerprint = BASE64_STANDARD.encode(&self.fingerprint);
        let mut answer = self
            .agent()
            .post(format!("{}/api/v1/uploads", self.server.address))
            .header("authorization", self.server.bearer())
            .header("tus-resumable", "1.0.0")
            .header("upload-length", self.length.to_string())
            .header("upload-metadata", format!("filename {name},fingerprint {fingerprint}"))
            .header("content-type", "application/json")
            .send(self.metadata)
            .map_err(ServerError::Unreachable)?;
        if answer.status().as_u16() != 201 {
            return Err(refusal(&mut answer));
        }
        let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let id = location.and_then(|location| location.rsplit('/').next());
        id.map(str::to_owned).ok_or(ServerError::NotOurs(201))
    }

    fn show(&self, id: &str) -> Result<Standing, ServerError> {
        read(&mut self.server.get(&format!("/api/v1/uploads/{id}"))?)
    }

    fn piece(&self, file: &mut File, standing: &Standing) -> Result<(), ServerError> {
        let mut piece = Vec::new();
        file.seek(SeekFrom::Start(standing.received)).map_err(ServerError::Unreadable)?;
        file.by_ref().take(PIECE).read_to_end(&mut piece).map_err(ServerError::Unreadable)?;
        let mut answer = self
            .agent()
            .patch(format!("{}/api/v1/uploads/{}", self.server.address, standing.id))
            .header("authorization", self.server.bearer())
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", standing.received.to_string())
            .header("content-type", "application/offset+octet-stream")
            .config()
            .timeout_send_body(Some(super::sending_patience(piece.len() as u64)))
            .build()
            .send(&piece)
            .map_err(ServerError::Unreachable)?;
        if answer.status().as_u16() == 204 { Ok(()) } else { Err(refusal(&mut answer)) }
    }

    fn until_stored(&self, id: &str) -> Result<Ingested, ServerError> {
        let until = Instant::now() + PATIENCE;
        loop {
            let standing = patiently(|| self.show(id))?;
            match (standing.state.as_str(), standing.call_id, standing.recording_id, standing.failure) {
                ("accepted", Some(call_id), Some(recording_id), _) => {
                    let is_new = !standing.was_known.unwrap_or_default();
                    return Ok(Ingested { call_id, recording_id, is_new });
                }
                ("refused", _, _, Some(Refused { code, message })) => {
                    return Err(ServerError::Refused { status: 422, code, message });
                }
                ("waiting" | "receiving", _, _, failure) if Instant::now() >= until => {
                    let message = failure.map_or_else(String::new, |failure| failure.message);
                    let code = "upload_waits".to_owned();
                    return Err(ServerError::Refused { status: 503, code, message });
                }
                ("waiting" | "receiving", ..) => sleep(STORED_EVERY),
                _ => return Err(ServerError::NotOurs(200)),
            }
        }
    }

    fn agent(&self) -> &Agent {
        &self.server.agent
    }
}

/// By what the server and we know the file again. It says nothing about the file to anybody else.
fn fingerprint(audio: &Path, length: u64) -> Result<String, ServerError> {
    let modified = std::fs::metadata(audio).and_then(|metadata| metadata.modified());
    let modified = modified.map_err(ServerError::Unreadable)?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let whole = std::path::absolute(audio).map_err(ServerError::Unreadable)?;
    let text = format!("{}\n{length}\n{}", whole.display(), modified.as_millis());
    Ok(BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// Tries until it is done, or the server was away for too long. What is refused is not tried again.
pub(super) fn patiently<T>(mut work: impl FnMut() -> Result<T, ServerError>) -> Result<T, ServerError> {
    let until = Instant::now() + PATIENCE;
    let mut pause = PAUSES.0;
    loop {
        match work() {
            Err(error) if error.may_pass() && Instant::now() + pause < until => {
                sleep(pause);
                pause = (pause * 2).min(PAUSES.1);
            }
            done => return done,
        }
    }
}

fn read<T: for<'de> Deserialize<'de>>(answer: &mut Response<Body>) -> Result<T, ServerError> {
    let status = answer.status().as_u16();
    if status != 200 {
        return Err(refusal(answer));
    }
    answer.body_mut().read_json().map_err(|_| ServerError::NotOurs(status))
}
