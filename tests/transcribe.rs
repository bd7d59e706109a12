//! `earmark transcribe` from the outside: what it refuses before anything runs, and, where a
//! model is at hand, what it writes.

#![expect(clippy::unwrap_used, reason = "a test may end this way")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn earmark(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"));
    command.arg("transcribe").args(arguments);
    command
}

fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } =
        earmark(arguments).env("EARMARK_MODELS", "/nowhere").output().unwrap();
    assert!(stdout.is_empty());
    (status.code(), String::from_utf8(stderr).unwrap())
}

/// A 16-bit WAV file at 8 kHz.
fn write_wav(path: &Path, channels: u16, samples: impl Iterator<Item = f32>) {
    let spec = hound::WavSpec {
        channels,
        sample_rate: 8_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for sample in samples {
        #[expect(clippy::cast_possible_truncation, reason = "within full scale")]
        writer.write_sample((sample * 32_767.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

/// Ring tone on the left, a held chord on the right: no one speaks.
fn tones(seconds: u32) -> impl Iterator<Item = f32> {
    (0..seconds * 8_000).flat_map(|n| {
        let t = f64::from(n) / 8_000.0;
        let tone = |hertz: f64| (t * hertz * std::f64::consts::TAU).sin();
        let ringing = t % 5.0 < 1.0;
        let ring = if ringing { 0.2 * tone(425.0) } else { 0.0 };
        let chord = 0.1 * (tone(262.0) + tone(330.0) + tone(392.0));
        #[expect(clippy::cast_possible_truncation, reason = "a sample needs no more digits")]
        [ring as f32, chord as f32]
    })
}

/// The model file, or a word about why the test does nothing.
#[expect(clippy::disallowed_methods, reason = "a test asks where the model is")]
fn model() -> Option<PathBuf> {
    let model = std::env::var_os("EARMARK_MODELS").map(|folder| Path::new(&folder).join("ggml-base.bin"));
    let found = model.filter(|model| model.is_file());
    if found.is_none() {
        eprintln!(
            "skipped: EARMARK_MODELS names no folder with ggml-base.bin, so nothing can be transcribed"
        );
    }
    found
}

#[test]
fn several_recordings_as_subtitles_need_a_folder() {
    let (code, message) = refused(&["a.wav", "b.wav", "--format", "srt"]);
    assert_eq!(code, Some(2));
    assert!(message.contains("--out"), "{message}");
}

#[test]
fn two_recordings_of_one_name_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (code, message) = refused(&["x/a.wav", "y/a.mp3", "--out", out.to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(message.contains("x/a.wav") && message.contains("y/a.mp3"), "{message}");
    assert!(!out.exists(), "nothing may be written before the refusal");
}

#[test]
fn an_unknown_format_and_no_recording_are_refused() {
    assert_eq!(refused(&["a.wav", "--format", "docx"]).0, Some(2));
    assert_eq!(refused(&[]).0, Some(2));
}

#[test]
fn a_missing_model_is_named() {
    let (code, message) = refused(&["a.wav", "--model", "huge"]);
    assert_eq!(code, Some(1));
    assert!(message.contains("huge") && message.contains("earmark model"), "{message}");
}

#[test]
fn tones_are_no_speech_and_a_bad_file_does_not_stop_the_others() {
    let Some(model) = model() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (good, bad, out) =
        (folder.path().join("tones.wav"), folder.path().join("bad.wav"), folder.path().join("out"));
    write_wav(&good, 2, tones(12));
    std::fs::write(&bad, "<html>").unwrap();
    let arguments = [
        bad.as_path(),
        good.as_path(),
        Path::new("--out"),
        &out,
        Path::new("--stats"),
        Path::new("--model"),
        &model,
    ];
    let output = earmark(&arguments.map(|part| part.to_str().unwrap())).output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let log = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("bad.wav"), "{log}");
    let stats: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!((&stats["files"], &stats["channel_seconds"]), (&1.into(), &24.0.into()));

    let text = std::fs::read_to_string(out.join("tones.json")).unwrap();
    let transcript: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(transcript["channels"], 2);
    assert_eq!(transcript["duration_ms"], 12_000);
    assert_eq!(transcript["segments"], serde_json::json!([]));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1, "nothing half-written may stay");
}

#[test]
fn an_unknown_language_is_refused() {
    let (code, message) = refused(&["a.wav", "--language", "klingon"]);
    assert_eq!(code, Some(2));
    assert!(message.contains("klingon"), "{message}");
}

/// What Whisper makes of real telephone calls, where they are at hand.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test asks where the recordings are")]
fn real_speech_is_written_down_where_it_is_said() {
    let Some(model) = model() else { return };
    let Some(audio) = std::env::var_os("EARMARK_TEST_AUDIO") else {
        eprintln!("skipped: EARMARK_TEST_AUDIO is not set, so there is no real speech to transcribe");
        return;
    };
    let file = Path::new(&audio).join("formats/jfk_mulaw_8k.wav");
    let arguments = [file.to_str().unwrap(), "--model", model.to_str().unwrap()];
    let output = earmark(&arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let transcript: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(transcript["language"], "en");
    let segments = transcript["segments"].as_array().unwrap();
    let text: Vec<&str> = segments.iter().map(|segment| segment["text"].as_str().unwrap()).collect();
    assert!(text.join(" ").contains("what you can do for your country"), "{text:?}");
    let mut last = 0;
    for segment in segments {
        let (start, end) = (segment["start_ms"].as_u64().unwrap(), segment["end_ms"].as_u64().unwrap());
        assert!(last <= start && start < end && end <= 11_000);
        assert!((0.0..=1.0).contains(&segment["confidence"].as_f64().unwrap()));
        last = start;
    }
}
