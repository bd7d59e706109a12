//! A recording goes in; its waveform, its sound and its words come back.

use super::program::{Place, Running, earmark, succeed, text};
use super::tone::tone;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/recordings").join(name)
}

/// Sends a file and returns (call, recording).
fn ingest(server: &Running, token: &str, path: &str) -> (String, String) {
    let sent = succeed(earmark(&["ingest", path, "--server", &server.address, "--token", token]));
    let words: Vec<String> = text(&sent).split_whitespace().map(str::to_owned).collect();
    (words[1].clone(), words[2].clone())
}

fn words(text: &str) -> BTreeSet<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The speech model lies in `EARMARK_MODELS`; `make test` fetches it first.
fn model_is_there() -> bool {
    let there = earmark(&["model", "list", "--json"])
        .output()
        .is_ok_and(|list| text(&list).contains("ggml-base.bin"));
    if !there {
        assert!(std::env::var_os("CI").is_none(), "CI transcribes: fetch the model first");
        eprintln!("SKIPPED: the speech model base is not there; type `earmark model fetch base`");
    }
    there
}

#[test]
fn a_recording_is_prepared_transcribed_and_heard_again() {
    if !model_is_there() {
        return;
    }
    let place = Place::sqlite();
    let token = place.source_token("demo");
    let server = Running::serve(&place, &[]);
    let recording = fixture("07a-wrong-bill-monday.wav");
    let (call_id, recording_id) = ingest(&server, &token, recording.to_str().unwrap());
    let path = format!("/api/v1/recordings/{recording_id}");

    let prepared = server.get_until(&token, &path, |recording| recording["state"] != "accepted");
    assert_eq!((&prepared["state"], &prepared["audio"]["channel_count"]), (&"prepared".into(), &2.into()));
    let peaks = server.get_json(&token, &format!("{path}/peaks?zoom_ms=1000"));
    assert_eq!(peaks["channels"].as_array().unwrap().len(), 2);
    let (_, sound) = server.get(&token, &format!("{path}/audio"));
    assert_eq!(sound, std::fs::read(&recording).unwrap(), "mu-law WAV plays as it is");
    assert_eq!(
        server.get_json(&token, &format!("/api/v1/calls/{call_id}"))["recordings"][0]["id"],
        *recording_id
    );

    let transcript = server.get_until(&token, &format!("{path}/transcript"), |page| {
        !["waiting", "running"].contains(&page["state"].as_str().unwrap())
    });
    assert_eq!((&transcript["state"], &transcript["version"]["language"]), (&"ready".into(), &"en".into()));
    let truth: Value =
        serde_json::from_slice(&std::fs::read(fixture("07a-wrong-bill-monday.truth.json")).unwrap()).unwrap();
    let said: String = truth["turns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|turn| turn["text"].as_str().unwrap().to_owned() + " ")
        .collect();
    let heard: String = transcript["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["text"].as_str().unwrap().to_owned() + " ")
        .collect();
    let (said, heard) = (words(&said), words(&heard));
    let missing: Vec<_> = said.difference(&heard).collect();
    assert!(missing.len() * 5 < said.len(), "more than a fifth of the words is missing: {missing:?}");
}

#[test]
fn what_is_no_recording_is_refused_with_its_reason() {
    let place = Place::sqlite();
    let token = place.source_token("demo");
    let server = Running::serve(&place, &["--no-worker"]);
    let folder = tempfile::tempdir().unwrap();
    let header: Vec<u8> = tone(440).into_iter().take(44).collect();
    for (content, reason) in [(header, "holds no sound"), (b"dear customer".to_vec(), "not a recording")] {
        let path = folder.path().join("letter.wav");
        std::fs::write(&path, content).unwrap();
        let path = path.to_str().unwrap();
        let sent =
            earmark(&["ingest", path, "--server", &server.address, "--token", &token]).output().unwrap();
        assert_eq!(sent.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&sent.stderr).contains(reason), "{sent:?}");
    }
}
