//! Our GSM decoder against ffmpeg's, bit for bit.

use crate::makers::{Maker, ROWS, has_ffmpeg};
use crate::opened::open;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
#[expect(clippy::cast_possible_truncation, reason = "samples of 16 bits")]
fn gsm_is_decoded_to_the_bit() {
    if !has_ffmpeg() {
        eprintln!("skipped: there is no ffmpeg to compare with");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for path in recordings(folder.path()) {
        let mut decoder = open(&path).unwrap();
        let mut ours = Vec::new();
        while let Some(block) = decoder.next_block().unwrap() {
            ours.extend(block.channels[0].iter().map(|sample| (sample * 32_768.0) as i16));
        }
        let said = Command::new("ffmpeg")
            .args(["-nostdin", "-loglevel", "error", "-i"])
            .arg(&path)
            .args(["-f", "s16le", "-c:a", "pcm_s16le", "-"])
            .output()
            .unwrap();
        let theirs: Vec<i16> =
            said.stdout.as_chunks::<2>().0.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect();
        assert!(theirs.len().abs_diff(ours.len()) <= 320, "{}", path.display());
        let both = ours.iter().zip(&theirs);
        assert_eq!(both.filter(|(ours, theirs)| ours != theirs).count(), 0, "{}", path.display());
    }
}

/// The files that are made here, and real ones where there are any.
#[expect(clippy::disallowed_methods, reason = "a test asks where the recordings are")]
fn recordings(folder: &Path) -> Vec<PathBuf> {
    let made =
        ROWS.iter().filter(|row| row.codec.starts_with("gsm") && matches!(row.maker, Maker::Ffmpeg(..)));
    let mut paths: Vec<PathBuf> = made.filter_map(|row| row.write(folder)).collect();
    if let Some(root) = std::env::var_os("EARMARK_TEST_AUDIO") {
        let real = ["jfk_raw.gsm", "jfk_gsm610_8k.wav", "aishell_raw.gsm", "aishell_gsm610_8k.wav"];
        paths.extend(real.map(|name| Path::new(&root).join("formats").join(name)));
    }
    paths
}
