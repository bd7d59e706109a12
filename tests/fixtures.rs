//! The demonstration recordings are whole: every dialogue was spoken, the files are what they claim to be,
//! and the scenes contain what people are meant to find in them.
//!
//! The headers are read by hand here, so that a fault in the product's own reader cannot hide one in a file.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

type TestResult = Result<(), Box<dyn Error>>;

/// Mu-law for a sample of exactly nothing.
const MU_LAW_SILENCE: u8 = 0xFF;
const SIZE_LIMIT: u64 = 25_000_000;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The names of all dialogues, in order.
fn dialogue_names() -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(fixtures().join("dialogues"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            names.push(path.file_stem().ok_or("a dialogue without a name")?.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn dialogue_text(name: &str) -> Result<String, Box<dyn Error>> {
    Ok(fs::read_to_string(fixtures().join("dialogues").join(format!("{name}.yaml")))?)
}

fn recording_json(name: &str, suffix: &str) -> Result<Value, Box<dyn Error>> {
    let path = fixtures().join("recordings").join(format!("{name}{suffix}"));
    let text = fs::read_to_string(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// What a mu-law WAV file says about itself, and its samples, agent and customer in turn.
struct MuLawFile {
    format_tag: u16,
    channels: u16,
    sample_rate: u32,
    frames: u32,
    samples: Vec<u8>,
}

impl MuLawFile {
    fn read(name: &str) -> Result<Self, Box<dyn Error>> {
        let bytes = fs::read(fixtures().join("recordings").join(format!("{name}.wav")))?;
        let tag = |at: usize| bytes.get(at..at + 4).ok_or("the file ends inside its header");
        let short = |at: usize| tag(at).map(|four| u16::from_le_bytes([four[0], four[1]]));
        let long = |at: usize| tag(at).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        assert_eq!((tag(0)?, tag(8)?, tag(12)?), (&b"RIFF"[..], &b"WAVE"[..], &b"fmt "[..]), "{name}");
        assert_eq!((tag(38)?, tag(50)?), (&b"fact"[..], &b"data"[..]), "{name}");
        assert_eq!(usize::try_from(long(4)?)?, bytes.len() - 8, "{name}: RIFF size");
        assert_eq!(usize::try_from(long(54)?)?, bytes.len() - 58, "{name}: data size");
        Ok(Self {
            format_tag: short(20)?,
            channels: short(22)?,
            sample_rate: long(24)?,
            frames: long(46)?,
            samples: bytes[58..].to_vec(),
        })
    }

    /// The samples of one lane: 0 the agent's, 1 the customer's.
    fn lane(&self, number: usize) -> impl Iterator<Item = u8> {
        self.samples.iter().skip(number).step_by(2).copied()
    }
}

/// One turn or one span without speech, as the truth has it.
struct Span {
    channel: String,
    label: String,
    start_ms: u64,
    end_ms: u64,
}

/// The entries of `list` in a truth file; `label` names the key that says what each one is.
fn spans(truth: &Value, list: &str, label: &str) -> Result<Vec<Span>, Box<dyn Error>> {
    let rows = truth[list].as_array().ok_or("a list is missing in the truth")?;
    rows.iter()
        .map(|row| {
            Ok(Span {
                channel: row["channel"].as_str().ok_or("no channel")?.to_owned(),
                label: row[label].as_str().unwrap_or_default().to_owned(),
                start_ms: row["start_ms"].as_u64().ok_or("no start")?,
                end_ms: row["end_ms"].as_u64().ok_or("no end")?,
            })
        })
        .collect()
}

#[test]
fn there_are_the_eight_scenes_and_the_silent_lane() -> TestResult {
    let names = dialogue_names()?;
    let numbers: Vec<&str> = names.iter().filter_map(|name| name.split('-').next()).collect();
    assert_eq!(numbers, ["01", "02", "03", "04", "05", "06", "07a", "07b", "08", "09"]);
    Ok(())
}

#[test]
fn every_recording_is_stereo_mu_law_and_as_long_as_its_truth_says() -> TestResult {
    for name in dialogue_names()? {
        let file = MuLawFile::read(&name)?;
        assert_eq!((file.format_tag, file.channels, file.sample_rate), (7, 2, 8_000), "{name}");
        assert_eq!(file.samples.len(), usize::try_from(file.frames)? * 2, "{name}: fact chunk");
        let seconds = recording_json(&name, ".truth.json")?["seconds"].as_f64().ok_or("no length")?;
        assert!((f64::from(file.frames) / 8_000.0 - seconds).abs() < 0.001, "{name}: {seconds} s");
    }
    Ok(())
}

#[test]
fn every_turn_lies_in_the_recording_and_no_lane_speaks_twice_at_once() -> TestResult {
    for name in dialogue_names()? {
        let truth = recording_json(&name, ".truth.json")?;
        let length_ms = u64::from(MuLawFile::read(&name)?.frames) / 8;
        let turns = spans(&truth, "turns", "text")?;
        assert!(turns.len() > 5, "{name}: only {} turns", turns.len());
        for lane in ["agent", "customer"] {
            let mut silent_since = 0;
            for turn in turns.iter().filter(|turn| turn.channel == lane) {
                assert!(silent_since <= turn.start_ms, "{name}: {} starts too early", turn.label);
                assert!(turn.start_ms < turn.end_ms && turn.end_ms <= length_ms, "{name}: {}", turn.label);
                silent_since = turn.end_ms;
            }
        }
    }
    Ok(())
}

#[test]
fn speech_is_heard_where_the_truth_says_so() -> TestResult {
    for name in dialogue_names()? {
        let file = MuLawFile::read(&name)?;
        let lanes: [Vec<u8>; 2] = [file.lane(0).collect(), file.lane(1).collect()];
        for turn in spans(&recording_json(&name, ".truth.json")?, "turns", "text")? {
            let lane = &lanes[usize::from(turn.channel == "customer")];
            let first = usize::try_from(turn.start_ms * 8)?;
            let last = usize::try_from(turn.end_ms * 8)?.min(lane.len());
            // The three bits of the exponent: 3 and more is 3 % of full scale and louder.
            let loud = lane[first..last].iter().filter(|code| (!**code >> 4) & 0x07 >= 3).count();
            assert!(loud * 8 > last - first, "{name}: {} is not to be heard", turn.label);
        }
    }
    Ok(())
}

#[test]
fn every_call_has_two_different_voices() -> TestResult {
    for name in dialogue_names()? {
        let text = dialogue_text(&name)?;
        let spoken_by: Vec<&str> =
            text.split("voice: ").skip(1).filter_map(|rest| rest.split([',', '}', '\n']).next()).collect();
        let voices: BTreeSet<&str> = spoken_by.iter().copied().collect();
        let speakers = if name.starts_with("06") { 3 } else { 2 };
        assert_eq!((spoken_by.len(), voices.len()), (speakers, speakers), "{name}: {spoken_by:?}");
    }
    Ok(())
}

#[test]
fn metadata_is_what_a_recorder_sends() -> TestResult {
    for name in dialogue_names()? {
        let call = recording_json(&name, ".json")?;
        let length_ms = u64::from(MuLawFile::read(&name)?.frames) / 8;
        assert_eq!(call["channels"], serde_json::json!({"0": "agent", "1": "customer"}), "{name}");
        for key in ["source", "native_id", "customer_number", "direction", "queue", "project", "disposition"]
        {
            assert!(call[key].as_str().is_some_and(|value| !value.is_empty()), "{name}: {key}");
        }
        assert!(call["demo"]["days_ago"].as_u64().is_some(), "{name}: when it took place");
        let mut leg_starts_at = 0;
        for agent in call["agents"].as_array().ok_or("no agents")? {
            assert_eq!(agent["start_ms"].as_u64(), Some(leg_starts_at), "{name}: legs follow each other");
            leg_starts_at = agent["end_ms"].as_u64().ok_or("a leg without an end")?;
        }
        assert!(leg_starts_at.abs_diff(length_ms) <= 1, "{name}: the last leg ends with the recording");
    }
    Ok(())
}

#[test]
fn the_broadband_agent_interrupts_four_times() -> TestResult {
    let turns = spans(&recording_json("02-broadband-fault", ".truth.json")?, "turns", "mark")?;
    let interruptions: Vec<&Span> =
        turns.iter().filter(|turn| turn.label.starts_with("interruption")).collect();
    assert_eq!(interruptions.len(), 4);
    for mark in interruptions {
        let spoken_over = turns.iter().any(|turn| {
            turn.channel == "customer" && turn.start_ms < mark.start_ms && mark.start_ms + 500 < turn.end_ms
        });
        assert!(spoken_over, "at {} ms the customer had finished", mark.start_ms);
    }
    Ok(())
}

#[test]
fn the_ticket_call_holds_for_two_minutes_forty_and_then_changes_agents() -> TestResult {
    let truth = recording_json("06-ticket-change", ".truth.json")?;
    let quiet = spans(&truth, "not_speech", "kind")?;
    let music = quiet.iter().find(|span| span.label == "music").ok_or("no music")?;
    assert_eq!(music.end_ms - music.start_ms, 160_000);
    let nobody_speaks = spans(&truth, "turns", "text")?
        .iter()
        .all(|turn| turn.end_ms <= music.start_ms || turn.start_ms >= music.end_ms);
    assert!(nobody_speaks, "somebody speaks into the music");
    let call = recording_json("06-ticket-change", ".json")?;
    assert_eq!(call["agents"][0]["end_ms"].as_u64(), Some(music.end_ms));
    assert_eq!(call["agents"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[test]
fn the_silent_lane_is_silent_and_the_other_is_not() -> TestResult {
    let file = MuLawFile::read("09-silent-lane")?;
    assert!(file.lane(1).all(|sample| sample == MU_LAW_SILENCE));
    assert!(file.lane(0).any(|sample| sample != MU_LAW_SILENCE));
    Ok(())
}

#[test]
fn the_folder_stays_small_enough_to_clone() -> TestResult {
    let mut bytes = 0;
    for folder in [fixtures(), fixtures().join("dialogues"), fixtures().join("recordings")] {
        for entry in fs::read_dir(folder)? {
            let metadata = entry?.metadata()?;
            if metadata.is_file() {
                bytes += metadata.len();
            }
        }
    }
    assert!(bytes < SIZE_LIMIT, "{bytes} bytes");
    Ok(())
}
