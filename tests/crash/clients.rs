//! Senders as recorders are: they send until they are told yes, whatever happens to the server.

use super::dice::Dice;
use super::server::{PATIENCE, Server};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::{Request, Response};

/// How many files a round has.
const FILES: u64 = 12;
/// The size of a piece at least.
const PIECE_LEAST: u64 = 10_000;

/// What is to be sent, and what was acknowledged.
pub(crate) struct Work {
    open: Mutex<Vec<Delivery>>,
    done: Mutex<Vec<Delivery>>,
}

/// A file that is to be sent, or was.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) content: Arc<Vec<u8>>,
    /// What the source calls the call; none: the content stands in.
    pub(crate) native_id: Option<String>,
    way: Way,
    /// By what its sender knows it again.
    fingerprint: String,
    /// As the server answered.
    pub(crate) recording_id: String,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    /// One form.
    Whole,
    /// Pieces of this size.
    Pieces(usize),
}

impl Work {
    pub(crate) fn plan(dice: &mut Dice, round: u64) -> Self {
        let mut open = Vec::new();
        for number in 0..FILES {
            let delivery = Delivery {
                content: Arc::new(recording(dice)),
                native_id: dice.one_in(2).then(|| format!("{round}-{number}")),
                way: way(dice),
                fingerprint: format!("{round}-{number}"),
                recording_id: String::new(),
            };
            if dice.one_in(3) {
                let fingerprint = format!("{round}-{number}-again");
                open.push(Delivery { way: way(dice), fingerprint, ..delivery.clone() });
            }
            open.push(delivery);
        }
        Self { open: Mutex::new(open), done: Mutex::default() }
    }

    /// Sends one after the other for as long as there are any.
    pub(crate) fn send_all(&self, server: &Mutex<Server>, token: &str) {
        loop {
            let Some(delivery) = self.open.lock().unwrap().pop() else { return };
            let sender = Sender { server, bearer: format!("Bearer {token}"), agent: agent() };
            let recording_id = sender.send(&delivery);
            self.done.lock().unwrap().push(Delivery { recording_id, ..delivery });
        }
    }

    pub(crate) fn delivered(self) -> Vec<Delivery> {
        self.done.into_inner().unwrap()
    }
}

fn way(dice: &mut Dice) -> Way {
    if dice.one_in(2) {
        return Way::Whole;
    }
    Way::Pieces(usize::try_from(dice.between(PIECE_LEAST, 20 * PIECE_LEAST)).unwrap())
}

/// Noise in mu-law: no two are alike.
fn recording(dice: &mut Dice) -> Vec<u8> {
    let samples = u32::try_from(dice.between(8000, 400_000)).unwrap() & !7;
    let mut file = wav_header(samples);
    for _ in 0..samples / 8 {
        file.extend_from_slice(&dice.next().to_le_bytes());
    }
    file
}

/// The header of a mu-law WAV of 8 kHz and one channel.
pub(crate) fn wav_header(samples: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend_from_slice(b"RIFF");
    header.extend_from_slice(&samples.saturating_add(38).to_le_bytes());
    header.extend_from_slice(b"WAVEfmt \x12\0\0\0\x07\0\x01\0");
    header.extend_from_slice(&8000_u32.to_le_bytes());
    header.extend_from_slice(&8000_u32.to_le_bytes());
    header.extend_from_slice(b"\x01\0\x08\0\0\0data");
    header.extend_from_slice(&samples.to_le_bytes());
    header
}

pub(crate) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(1)))
        .build()
        .new_agent()
}

struct Sender<'a> {
    server: &'a Mutex<Server>,
    bearer: String,
    agent: Agent,
}

/// The server is not there, or went while it was asked.
struct Away;

struct Answer {
    status: u16,
    offset: usize,
    location: String,
    json: Value,
}

impl Sender<'_> {
    /// Sends until the answer is yes; returns the recording's id.
    fn send(&self, delivery: &Delivery) -> String {
        let until = Instant::now() + PATIENCE;
        let mut at = None;
        loop {
            let tried = match delivery.way {
                Way::Whole => self.send_whole(delivery),
                Way::Pieces(size) => self.go_on(delivery, size, &mut at),
            };
            if let Ok(Some(recording_id)) = tried {
                return recording_id;
            }
            assert!(Instant::now() < until, "no yes for {:?} after {PATIENCE:?}", delivery.way);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn send_whole(&self, delivery: &Delivery) -> Result<Option<String>, Away> {
        let mut form = b"--XYZ\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\r\n".to_vec();
        form.extend_from_slice(metadata(delivery).to_string().as_bytes());
        let name = "\r\n--XYZ\r\ncontent-disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\n";
        form.extend_from_slice(name.as_bytes());
        form.extend_from_slice(&delivery.content);
        form.extend_from_slice(b"\r\n--XYZ--\r\n");
        let headers = [("content-type", "multipart/form-data; boundary=XYZ")];
        let answer = self.ask("POST", "/api/v1/calls", &headers, &form)?;
        match answer.status {
            200 | 201 => Ok(Some(answer.json["recording_id"].as_str().unwrap().to_owned())),
            503 => Ok(None),
            other => panic!("a plain upload was answered {other}: {}", answer.json),
        }
    }

    /// The next step of an upload in pieces, by what the server says of it.
    fn go_on(
        &self,
        delivery: &Delivery,
        size: usize,
        at: &mut Option<String>,
    ) -> Result<Option<String>, Away> {
        let Some(upload) = at else {
            *at = self.begin(delivery)?;
            return Ok(None);
        };
        let head = self.ask("HEAD", upload, &[], b"")?;
        if head.status == 503 {
            return Ok(None);
        }
        assert_eq!(head.status, 200, "what was begun is forgotten");
        let mut offset = head.offset;
        while offset < delivery.content.len() {
            let end = delivery.content.len().min(offset + size);
            let at_offset = offset.to_string();
            let headers =
                [("upload-offset", at_offset.as_str()), ("content-type", "application/offset+octet-stream")];
            let answer = self.ask("PATCH", upload, &headers, &delivery.content[offset..end])?;
            match answer.status {
                204 => assert_eq!(answer.offset, end, "a piece that was taken is not whole"),
                409 | 503 => return Ok(None),
                other => panic!("a piece was answered {other}: {}", answer.json),
            }
            offset = answer.offset;
        }
        let shown = self.ask("GET", upload, &[], b"")?.json;
        assert_ne!(shown["state"], "refused", "{shown}");
        Ok((shown["state"] == "accepted").then(|| shown["recording_id"].as_str().unwrap().to_owned()))
    }

    /// Begins an upload, or finds the one whose beginning was answered by nobody.
    fn begin(&self, delivery: &Delivery) -> Result<Option<String>, Away> {
        let open = self.ask("GET", "/api/v1/uploads", &[], b"")?;
        if open.status != 200 {
            return Ok(None);
        }
        let items = open.json["items"].as_array().unwrap();
        if let Some(known) = items.iter().find(|one| one["fingerprint"] == delivery.fingerprint.as_str()) {
            return Ok(Some(format!("/api/v1/uploads/{}", known["id"].as_str().unwrap())));
        }
        let length = delivery.content.len().to_string();
        let fingerprint = format!("fingerprint {}", BASE64_STANDARD.encode(&delivery.fingerprint));
        let headers = [
            ("upload-length", length.as_str()),
            ("upload-metadata", fingerprint.as_str()),
            ("content-type", "application/json"),
        ];
        let answer =
            self.ask("POST", "/api/v1/uploads", &headers, metadata(delivery).to_string().as_bytes())?;
        match answer.status {
            201 => Ok(Some(answer.location)),
            503 => Ok(None),
            other => panic!("the beginning of an upload was answered {other}: {}", answer.json),
        }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer, Away> {
        let address = self.server.lock().unwrap().address().to_owned();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{address}{path}"))
            .header("authorization", &self.bearer)
            .header("tus-resumable", "1.0.0");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.agent.run(request.body(body).unwrap()).map_err(|_| Away)?;
        read(response)
    }
}

fn read(mut response: Response<ureq::Body>) -> Result<Answer, Away> {
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let offset = header("upload-offset").and_then(|text| text.parse().ok()).unwrap_or_default();
    let location = header("location").unwrap_or_default().to_owned();
    let status = response.status().as_u16();
    let body = response.body_mut().read_to_vec().map_err(|_| Away)?;
    Ok(Answer { status, offset, location, json: serde_json::from_slice(&body).unwrap_or_default() })
}

fn metadata(delivery: &Delivery) -> Value {
    json!({ "native_id": delivery.native_id, "agents": [{"external_id": "3201"}] })
}
