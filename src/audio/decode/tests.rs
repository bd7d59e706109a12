use super::*;
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::OnceLock;

/// A 16-bit PCM WAV file of these channels.
pub(crate) fn wav(sample_rate: u32, channels: &[Vec<f32>]) -> Vec<u8> {
    let format = AudioFormat {
        container: "wave",
        codec: "pcm_s16le",
        sample_rate,
        channels: u16::try_from(channels.len()).unwrap(),
    };
    let mut file = Cursor::new(Vec::new());
    let mut writer = crate::audio::Rendition::new(&mut file, &format).unwrap();
    writer.push(&Block { channels: channels.to_vec() }).unwrap();
    writer.finish().unwrap();
    file.into_inner()
}

fn decoded(bytes: &[u8]) -> Result<Audio, AudioError> {
    decode(Cursor::new(bytes.to_vec()))
}

#[test]
fn pcm_comes_back_as_it_went_in() {
    let ramp: Vec<f32> = (0..3_000_u16).map(|n| f32::from(n) / 3_000.0 - 0.5).collect();
    let audio = decoded(&wav(8_000, &[ramp.clone(), vec![0.25; 3_000]])).unwrap();
    assert_eq!(
        (audio.format.codec, audio.format.sample_rate, audio.format.channels),
        ("pcm_s16le", 8_000, 2)
    );
    assert_eq!(audio.duration_ms(), 375);
    for (found, expected) in audio.channels[0].iter().zip(&ramp) {
        assert!((found - expected).abs() < 0.0001);
    }
}

#[test]
fn nothing_is_not_audio() {
    assert!(matches!(decoded(b""), Err(AudioError::Empty)));
    assert!(matches!(decoded(b"<html><body>404 Not Found</body></html>"), Err(AudioError::NotAudio)));
    assert!(matches!(decoded(&wav(8_000, &[Vec::new()])), Err(AudioError::NoSound)));
}

#[test]
fn a_cut_file_gives_what_it_has_and_says_so() {
    let whole = wav(8_000, &[vec![0.5; 8_000]]);
    let audio = decoded(&whole[..whole.len() - 8_001]).unwrap();
    assert_eq!(audio.channels[0].len(), 3_999);
    assert_eq!(audio.flaws.cut_short_of_ms, Some(1000));
}

#[test]
fn an_unfinished_header_loses_nothing() {
    let mut file = wav(8_000, &[vec![0.5; 1_000]]);
    for size in [0_u32, u32::MAX] {
        let at = file.len() - 2_004;
        file[at..at + 4].copy_from_slice(&size.to_le_bytes());
        let audio = decoded(&file).unwrap();
        assert_eq!(audio.channels[0].len(), 1_000);
        assert!(audio.flaws.unfinished_header);
    }
}

#[test]
fn samples_beyond_full_scale_and_no_numbers_are_held_to_the_scale() {
    let mut file = Cursor::new(Vec::new());
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8_000,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
    for sample in [2.0, f32::NAN, -f32::INFINITY, 0.5] {
        writer.write_sample(sample).unwrap();
    }
    writer.finalize().unwrap();
    assert_eq!(decoded(file.get_ref()).unwrap().channels, [[1.0, 0.0, 0.0, 0.5]]);
}

/// File names and contents.
type Files = Vec<(String, Vec<u8>)>;

/// Reads a folder of real recordings; `None`, and a word about it, where there is none.
fn real_recordings(folder: &str) -> Option<Files> {
    let Some(root) = option_env_at_run("EARMARK_TEST_AUDIO") else {
        eprintln!("skipped: EARMARK_TEST_AUDIO is not set, so there are no real recordings to decode");
        return None;
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(std::path::Path::new(&root).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        files.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()));
    }
    Some(files)
}

#[expect(clippy::disallowed_methods, reason = "a test asks where the recordings are")]
fn option_env_at_run(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000), start in 0..8_usize) {
        let starts: [&[u8]; 8] = [b"", b"RIFF\xff\xff\xff\xffWAVEfmt ", b"OggS\0\x02", b"fLaC\0\0\0\x22",
            b"\xff\xfb\x90\x64", b"\0\0\0\x1cftypM4A ", b"\x1a\x45\xdf\xa3", b"FORM\0\0\x10\0AIFFCOMM\0\0\0\x12"];
        let mut file = starts[start].to_vec();
        file.extend(bytes);
        let _ = decode(Cursor::new(file));
    }

    #[test]
    fn no_damage_to_a_good_file_makes_it_panic(
        hits in prop::collection::vec((0_usize..4_100, any::<u8>()), 1..20),
        cut in 0_usize..4_100,
    ) {
        let mut file = wav(8_000, &[vec![0.5; 1_000], vec![-0.5; 1_000]]);
        for (at, value) in hits {
            if let Some(byte) = file.get_mut(at) {
                *byte = value;
            }
        }
        file.truncate(file.len().saturating_sub(cut));
        let _ = decode(Cursor::new(file));
    }

    #[test]
    fn no_damage_to_a_real_file_makes_it_panic(
        which in any::<prop::sample::Index>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        static FILES: OnceLock<Option<Files>> = OnceLock::new();
        let Some(files) = FILES.get_or_init(|| real_recordings("formats")) else { return Ok(()) };
        let small: Vec<_> = files.iter().filter(|(_, bytes)| bytes.len() < 60_000).collect();
        let mut file = which.get(&small).1.clone();
        for (at, value) in hits {
            // Damage near the start hurts most.
            let at = at.index(file.len().min(600));
            file[at] = value;
        }
        let _ = decode(Cursor::new(file));
    }
}

/// ITU-T G.711, the companding law of its table 2.
#[test]
fn mu_law_levels_of_the_standard() {
    let levels = [(0xff, 0.0), (0x7f, 0.0), (0x80, 32_124.0), (0x00, -32_124.0), (0xf0, 120.0)];
    let bytes: Vec<u8> = levels.iter().map(|(byte, _)| *byte).collect();
    let mut file = b"RIFF\x2b\0\0\0WAVEfmt \x10\0\0\0\x07\0\x01\0".to_vec();
    file.extend_from_slice(&[0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]);
    file.extend_from_slice(b"data\x05\0\0\0");
    file.extend_from_slice(&bytes);
    let decoded = decode(Cursor::new(file)).unwrap();
    for (sample, (byte, level)) in decoded.channels[0].iter().zip(levels) {
        assert!((sample * 32_768.0 - level).abs() < 0.5, "{byte:#x}");
    }
    assert_eq!(decoded.channels[0].len(), levels.len());
}
