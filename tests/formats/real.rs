//! Real recordings, as real recorders wrote them.

use crate::makers::has_ffmpeg;
use crate::opened::open;
use earmark::audio::{AudioError, Decoder, Flaws, frames_to_ms};
use std::path::{Path, PathBuf};

/// The files of a folder of real recordings; none, and a word about it, where there is none.
#[expect(clippy::disallowed_methods, reason = "a test asks where the recordings are")]
fn files_in(folder: &str) -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("EARMARK_TEST_AUDIO") else {
        eprintln!("skipped: EARMARK_TEST_AUDIO is not set, so there are no real recordings to decode");
        return Vec::new();
    };
    let entries = std::fs::read_dir(Path::new(&root).join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// How long it lasts, by its samples, and what was wrong with it.
fn measured(mut decoder: Decoder<'_>) -> (u64, Flaws) {
    while decoder.next_block().unwrap().is_some() {}
    (frames_to_ms(decoder.frames(), decoder.format().sample_rate), decoder.flaws())
}

/// How long files of unequal names last, in milliseconds.
const LENGTHS_MS: [(&str, u64); 15] = [
    ("jfk", 11_000),
    ("aishell", 4_284),
    ("common_voice_en_651325", 2_376),
    ("uberi_audio-", 2_745),
    ("uberi_chinese", 956),
    ("wavefile_16bit-8kHz-stereo", 14_000),
    ("wavefile_16bit-8khz-bext-mono", 14_714),
    ("wavefile_32bitIEEE-16kHz-bext-mono", 1_714),
    ("wavefile_4-bit-imaadpcm-8kHz-noBext-mono-reaper", 7_615),
    ("wavefile_4bit-imaadpcm-8kHz-noBext-mono", 6_628),
    ("wavefile_64bit-48kHz-noBext-mono", 2_714),
    ("wavefile_8bit-", 6_000),
    ("wavefile_M1F1-int12WE-AFsp", 2_937),
    ("wavefile_RF64-16bit-8kHz-stereo-reaper", 9_689),
    ("wavefile_RIFX-16bit-mono", 6_000),
];

#[test]
fn every_format_decodes_to_its_length_or_is_refused_in_words() {
    for path in files_in("formats").iter().filter(|path| path.extension().is_some_and(|end| end != "md")) {
        let name = name(path);
        if name.ends_with(".pcap") {
            assert!(matches!(open(path), Err(AudioError::PacketCapture)), "{name}");
            continue;
        }
        if !has_ffmpeg() && (name.contains("g722") || name.contains("g726")) {
            let refused = open(path).unwrap_err().to_string();
            assert!(refused.contains("is not supported; install ffmpeg"), "{name}: {refused}");
            continue;
        }
        let decoder = open(path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (_, expected) = LENGTHS_MS.iter().find(|(start, _)| name.starts_with(start)).unwrap();
        let (length, flaws) = measured(decoder);
        assert_eq!((flaws.damaged_packets, flaws.cut_short_of_ms), (0, None), "{name}");
        // Packets and frames are whole, and not every encoder says how much of the last is meant.
        let slack = match name {
            _ if name.contains("gsm") => 40,
            _ if name.contains("mp3") => 100,
            // ffmpeg, which wrote these, counts the padding of the last block as sound.
            _ if name.contains("adpcm_") => 256,
            _ => 25,
        };
        assert!(length.abs_diff(*expected) <= slack, "{name}: {length} ms instead of {expected}");
    }
}

#[test]
fn one_call_is_equally_long_in_every_format() {
    for path in files_in("calls").iter().filter(|path| name(path).starts_with("auto-repairs-40")) {
        let (length, flaws) = measured(open(path).unwrap());
        assert_eq!(flaws, Flaws::default(), "{}", name(path));
        assert!(length.abs_diff(245_380) <= 60, "{}: {length} ms", name(path));
    }
    for path in files_in("calls") {
        assert!(measured(open(&path).unwrap()).0 > 3_000, "{}", name(&path));
    }
}

#[test]
fn every_bad_file_gives_its_error_or_what_there_is_of_it() {
    for path in files_in("bad") {
        let name = name(&path);
        let outcome = open(&path).map(|decoder| (decoder.format().container, measured(decoder)));
        let is_right = match name {
            "empty.wav" => matches!(outcome, Err(AudioError::Empty)),
            "header_only.wav" => matches!(outcome, Err(AudioError::NoSound)),
            "text_as.wav" | "missing_header.wav" => matches!(outcome, Err(AudioError::NotAudio)),
            "datasize_zero.wav" | "sizes_ffffffff.wav" => {
                matches!(outcome, Ok(("wave", (11_000, Flaws { unfinished_header: true, .. }))))
            }
            "ext_mp3_is_wav.mp3" => matches!(outcome, Ok(("wave", (11_000, _)))),
            "random.wav" => matches!(outcome, Ok(("wave", _))),
            "truncated.mp3" => matches!(outcome, Ok(("mp3", (length, _))) if length > 5_000),
            "truncated.ogg" => matches!(outcome, Ok(("ogg", (length, _))) if length > 5_000),
            other => panic!("{other} is not expected here"),
        };
        assert!(is_right, "{name}: {outcome:?}");
    }
}
