//! The official ggml file over HTTP, taken up again where an earlier download broke off.

use super::catalogue::Catalogued;
use super::error::ModelError;
use super::sum::BUFFER;
use super::{Progress, folder, sum};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::time::Duration;
use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body};

/// How often a connection may break before we give up; each try goes on where the last one was.
const CONNECTIONS: u32 = 4;

/// One file on one server.
pub(super) struct Download<'a> {
    agent: Agent,
    url: String,
    model: &'a Catalogued,
    part: &'a Path,
    silence: Duration,
}

impl<'a> Download<'a> {
    /// The file of `model` under the address `base`; a server silent for `silence` is given up.
    pub(super) fn new(base: &str, model: &'a Catalogued, part: &'a Path, silence: Duration) -> Self {
        let agent = Agent::config_builder()
            .timeout_resolve(Some(silence))
            .timeout_connect(Some(silence))
            .timeout_recv_response(Some(silence))
            .timeout_per_read(Some(silence))
            .timeout_per_write(Some(silence))
            // Ranges count bytes of the file, so it must come as it is.
            .accept_encoding("identity")
            .user_agent(concat!("earmark/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .build()
            .new_agent();
        let url = format!("{}/ggml-{}.bin", base.trim_end_matches('/'), model.name);
        Self { agent, url, model, part, silence }
    }

    /// Downloads into the part file and checks size and sum.
    ///
    /// A part file that was left by an earlier try is continued. If the whole then has the wrong
    /// sum, the old beginning was another file's: everything is fetched anew, once.
    pub(super) fn run(&self, progress: &mut dyn Progress) -> Result<(), ModelError> {
        let continued = self.bytes_there()? > 0;
        self.fetch_the_rest(progress)?;
        match self.check_sum() {
            Err(ModelError::WrongSum { .. }) if continued => {
                progress.say("What an earlier download left does not fit; starting anew.");
                self.fetch_the_rest(progress)?;
                self.check_sum()
            }
            checked => checked,
        }
    }

    fn check_sum(&self) -> Result<(), ModelError> {
        let checked = sum::check(self.part, &self.url, self.model.sha256);
        if matches!(checked, Err(ModelError::WrongSum { .. })) {
            folder::remove_if_there(self.part);
        }
        checked
    }

    fn fetch_the_rest(&self, progress: &mut dyn Progress) -> Result<(), ModelError> {
        let mut connections = 1;
        loop {
            let before = self.bytes_there()?;
            if before == self.model.bytes {
                return Ok(());
            }
            match self.fetch_once(before, progress) {
                Err(ModelError::CutOff { had, .. }) if had > before && connections < CONNECTIONS => {
                    connections += 1;
                }
                finished => return finished,
            }
        }
    }

    /// Bytes of the part file; one that is too long is not ours and is thrown away.
    fn bytes_there(&self) -> Result<u64, ModelError> {
        match std::fs::metadata(self.part) {
            Ok(metadata) if metadata.len() <= self.model.bytes => Ok(metadata.len()),
            Ok(_) => {
                folder::remove_if_there(self.part);
                Ok(0)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            Err(error) => Err(ModelError::storage(self.part, error)),
        }
    }

    /// One request for the bytes from `before` on.
    fn fetch_once(&self, before: u64, progress: &mut dyn Progress) -> Result<(), ModelError> {
        let mut request = self.agent.get(&self.url);
        if before > 0 {
            request = request.header(header::RANGE, format!("bytes={before}-"));
        }
        let response = request.call().map_err(|error| self.worded(&error))?;
        let start = self.start_of(&response, before)?;
        let file = self.open_at(start)?;
        progress.begin(&format!("ggml-{}.bin", self.model.name), self.model.bytes);
        let received = self.receive(response.into_body(), file, start, progress);
        progress.end();
        received
    }

    /// The byte that the answer begins with; an answer about a file of another size is refused.
    fn start_of(&self, response: &Response<Body>, before: u64) -> Result<u64, ModelError> {
        let (start, total) = match response.status() {
            StatusCode::PARTIAL_CONTENT => match content_range(response) {
                Some((start, total)) if start == before => (start, Some(total)),
                _ => return Err(self.refused(response.status())),
            },
            StatusCode::OK => (0, response.body().content_length()),
            status => return Err(self.refused(status)),
        };
        match total {
            Some(found) if found != self.model.bytes => Err(self.wrong_size(found)),
            _ => Ok(start),
        }
    }

    fn open_at(&self, start: u64) -> Result<File, ModelError> {
        let file = OpenOptions::new().create(true).append(true).open(self.part);
        file.and_then(|file| file.set_len(start).map(|()| file))
            .map_err(|error| ModelError::storage(self.part, error))
    }

    fn receive(
        &self,
        body: Body,
        mut file: File,
        start: u64,
        progress: &mut dyn Progress,
    ) -> Result<(), ModelError> {
        let mut reader = body.into_reader();
        let mut buffer = vec![0; BUFFER];
        let mut had = start;
        loop {
            progress.reach(had);
            let count = match reader.read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // What the connection died of matters less than that the next one can go on.
                Err(_) => 0,
            };
            if count == 0 {
                break;
            }
            had += count as u64;
            if had > self.model.bytes {
                return Err(self.wrong_size(had));
            }
            file.write_all(buffer.get(..count).unwrap_or_default())
                .map_err(|error| ModelError::storage(self.part, error))?;
        }
        if had < self.model.bytes {
            return Err(ModelError::CutOff { had, total: self.model.bytes });
        }
        Ok(())
    }

    fn refused(&self, status: StatusCode) -> ModelError {
        ModelError::Refused { url: self.url.clone(), status: status.as_u16() }
    }

    fn wrong_size(&self, found: u64) -> ModelError {
        ModelError::WrongSize { what: self.url.clone(), expected: self.model.bytes, found }
    }

    fn worded(&self, error: &ureq::Error) -> ModelError {
        match error {
            ureq::Error::Timeout(_) => {
                ModelError::NoAnswer { url: self.url.clone(), seconds: self.silence.as_secs() }
            }
            other => ModelError::Unreachable { url: self.url.clone(), reason: other.to_string() },
        }
    }
}

/// First byte and size of the whole file, from `Content-Range: bytes 5-9/10` (RFC 9110 §14.4).
fn content_range(response: &Response<Body>) -> Option<(u64, u64)> {
    let range = response.headers().get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (bytes, total) = range.strip_prefix("bytes ")?.split_once('/')?;
    let (start, _last) = bytes.split_once('-')?;
    Some((start.trim().parse().ok()?, total.trim().parse().ok()?))
}
