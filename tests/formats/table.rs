//! The table in the documentation, row by row.

use crate::clicks::{assert_in_place, find};
use crate::makers::{Maker, ROWS, has_ffmpeg};
use crate::opened::{open, open_alone, open_named};
use earmark::audio::{AudioError, Playback};
use std::collections::BTreeSet;

const DOCUMENT: &str = include_str!("../../docs/FORMATS.md");

/// What a row of the document says.
struct Said<'t> {
    container: &'t str,
    codec: &'t str,
    read_by: &'t str,
    played_as: &'t str,
}

fn table() -> Vec<Said<'static>> {
    let start = DOCUMENT.find("| container |").unwrap();
    let rows = DOCUMENT[start..].lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let plain = |place: usize| cells[place].trim_matches(['`', ' ']);
        Said { container: plain(0), codec: plain(1), read_by: cells[3], played_as: cells[4] }
    })
    .collect()
}

#[test]
fn the_table_and_the_files_that_are_made_name_the_same_formats() {
    let written: Vec<_> = table().iter().map(|row| (row.container, row.codec)).collect();
    let made: BTreeSet<_> = ROWS.iter().map(|row| (row.container, row.codec)).collect();
    assert_eq!(written.iter().copied().collect::<BTreeSet<_>>(), made);
    assert_eq!(written.len(), made.len(), "each format stands in one row");
}

#[test]
fn every_row_is_read_with_its_clicks_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let with_ffmpeg = has_ffmpeg();
    if !with_ffmpeg {
        eprintln!("skipped: there is no ffmpeg, so only formats that we write ourselves are read");
    }
    for said in table() {
        for row in ROWS.iter().filter(|row| (row.container, row.codec) == (said.container, said.codec)) {
            if !with_ffmpeg && matches!(row.maker, Maker::Ffmpeg(..)) {
                continue;
            }
            let what = format!("{} {} ({})", row.container, row.codec, row.name);
            let Some(path) = row.write(folder.path()) else { continue };
            let decoder = open(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
            let format = decoder.format().clone();
            assert_eq!((format.container, format.codec), (row.container, row.codec), "{what}");
            // The rows name the usual form; the others of a row are copies.
            let played = match format.playback(decoder.header_is_sound()) {
                Playback::AsItIs => "it is",
                Playback::Rendition => "copy",
            };
            let is_usual = row.name.starts_with("a.");
            assert!(
                played == said.played_as || (!is_usual && played == "copy"),
                "{what}: played as {played}"
            );
            let found = find(decoder);
            let says_nothing = [("aac", "aac"), ("wave", "mp3"), ("asf", "other")];
            if says_nothing.contains(&(row.container, row.codec)) {
                // These do not say what their encoder put before the beginning.
                assert!(found.duration_ms.abs_diff(crate::clicks::LENGTH_MS) < 200, "{what}: {found:?}");
            } else {
                assert_in_place(&what, &found, row.delays_ms);
            }
            match (said.read_by, open_alone(&path)) {
                ("ffmpeg", Err(AudioError::NeedsFfmpeg { .. })) => {}
                ("ffmpeg", other) => panic!("{what} without ffmpeg: {other:?}"),
                (_, Ok(_)) => {}
                (_, Err(error)) => panic!("{what} without ffmpeg: {error}"),
            }
        }
    }
}

#[test]
fn the_content_decides_and_never_the_name() {
    let folder = tempfile::tempdir().unwrap();
    for row in ROWS.iter().filter(|row| row.container == "wave" && matches!(row.maker, Maker::Bytes(_))) {
        let path = row.write(folder.path()).unwrap();
        for name in ["a.mp3", "a.ulaw", "a.gsm", "a", "a.sln16"] {
            assert_eq!(open_named(&path, Some(name)).unwrap().format().container, "wave", "{name}");
        }
    }
    for row in ROWS.iter().filter(|row| row.container == "raw" && matches!(row.maker, Maker::Bytes(_))) {
        let path = row.write(folder.path()).unwrap();
        for name in [Some("a.wav"), Some("a.raw"), None] {
            let refused = open_named(&path, name);
            assert!(matches!(refused, Err(AudioError::NotAudio)), "{} as {name:?}: {refused:?}", row.codec);
        }
    }
}

#[test]
fn a_capture_of_packets_has_a_sentence_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("call.pcap");
    std::fs::write(&path, b"\xD4\xC3\xB2\xA1\x02\0\x04\0\0\0\0\0\0\0\0\0\xFF\xFF\0\0\x01\0\0\0").unwrap();
    let refused = open(&path).unwrap_err();
    assert!(matches!(refused, AudioError::PacketCapture));
    assert!(refused.to_string().contains("capture of network packets"));
}
