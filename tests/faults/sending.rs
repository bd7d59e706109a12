//! Sending recordings as a telephone system does, and asking the server how it fares.

use super::program::{Place, Running};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use ureq::Agent;

/// Generous: the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) code: String,
    pub(crate) recording: String,
}

/// Sends a recording and waits for the answer.
pub(crate) fn send(address: &str, token: &str, native_id: &str, audio: &[u8]) -> Answer {
    let boundary = "earmark-fault-test";
    let mut body = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\r\n{{\"native_id\":\"{native_id}\"}}\r\n\
         --{boundary}\r\ncontent-disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(audio);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let mut answer = agent()
        .post(format!("{address}/api/v1/calls"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", format!("multipart/form-data; boundary={boundary}"))
        .send(&body[..])
        .unwrap();
    let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    let json: serde_json::Value =
        serde_json::from_slice(&answer.body_mut().read_to_vec().unwrap()).unwrap_or_default();
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    Answer { status, retry_after, code: text("code"), recording: text("recording_id") }
}

/// The same from a thread of its own.
pub(crate) fn sending(server: &Running, token: &str, native_id: &str, audio: &[u8]) -> JoinHandle<Answer> {
    let (address, token) = (server.address.clone(), token.to_owned());
    let (native_id, audio) = (native_id.to_owned(), audio.to_owned());
    std::thread::spawn(move || send(&address, &token, &native_id, &audio))
}

/// Waits until the metrics hold this line.
pub(crate) fn until_counted(server: &Running, line: &str) {
    let until = Instant::now() + PATIENCE;
    loop {
        let mut answer = agent().get(format!("{}/metrics", server.address)).call().unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        if text.lines().any(|counted| counted == line) {
            return;
        }
        assert!(Instant::now() < until, "{line} was never counted:\n{text}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What `/readyz` says.
pub(crate) fn readiness(server: &Running) -> (u16, serde_json::Value) {
    let mut answer = agent().get(format!("{}/readyz", server.address)).call().unwrap();
    let body = answer.body_mut().read_to_vec().unwrap();
    (answer.status().as_u16(), serde_json::from_slice(&body).unwrap())
}

/// The sound of a recording, as a player gets it.
pub(crate) fn sound(server: &Running, token: &str, recording: &str) -> Vec<u8> {
    let (status, sound) = server.get(token, &format!("/api/v1/recordings/{recording}/audio"));
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&sound));
    sound
}

/// How many files lie in the spools of this data folder.
pub(crate) fn spooled(data: &Path) -> usize {
    let spools = std::fs::read_dir(data.join("spool")).unwrap().map(|entry| entry.unwrap().path());
    spools
        .flat_map(|spool| std::fs::read_dir(spool).unwrap())
        .filter(|entry| entry.as_ref().unwrap().file_name() != "lock")
        .count()
}

/// How many calls a source's token finds.
pub(crate) fn calls(server: &Running, token: &str) -> i64 {
    server.get_json(token, "/api/v1/calls")["total"].as_i64().unwrap()
}

/// A server that leaves the background work undone: what is stored are originals alone.
pub(crate) fn serve(place: &Place, equip: impl Fn(&mut std::process::Command), options: &[&str]) -> Running {
    let mut command = place.earmark(&["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
    command.args(options);
    equip(&mut command);
    Running::listening(command)
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build().new_agent()
}
