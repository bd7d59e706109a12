use super::*;
use std::io::Cursor;

fn fmt(tag: u16) -> Vec<u8> {
    let mut bytes = tag.to_le_bytes().to_vec();
    bytes.extend([1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0]);
    bytes
}

fn found(file: &[u8]) -> Option<Wav> {
    find(&mut Cursor::new(file), file.len() as u64).unwrap()
}

fn layout(file: &[u8]) -> Layout {
    match found(file) {
        Some(Wav::Samples(layout)) => layout,
        other => panic!("{other:?}"),
    }
}

fn file(size: u32, samples: &[u8]) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    bytes.extend(fmt(PCM));
    bytes.extend(b"data");
    bytes.extend(size.to_le_bytes());
    bytes.extend(samples);
    let riff = u32::try_from(bytes.len() - 8).unwrap();
    bytes[4..8].copy_from_slice(&riff.to_le_bytes());
    bytes
}

#[test]
fn a_plain_file_is_left_alone() {
    let layout = layout(&file(4, &[1, 2, 3, 4]));
    assert!(layout.header_is_sound && !layout.is_unfinished);
    assert_eq!((layout.data_len, layout.promised_frames, layout.sample_rate), (4, None, 8_000));
}

#[test]
fn an_unfinished_header_takes_what_is_there() {
    for size in [0, u32::MAX] {
        let layout = layout(&file(size, &[1, 2, 3, 4, 5, 6]));
        assert_eq!(layout.data_len, 6);
        assert!(layout.is_unfinished && !layout.header_is_sound);
    }
}

#[test]
fn a_data_chunk_that_is_really_empty_stays_empty() {
    let layout = layout(&file(0, b"LIST\x04\0\0\0INFO"));
    assert_eq!(layout.data_len, 0);
}

#[test]
fn a_cut_file_says_what_was_promised() {
    let layout = layout(&file(100, &[0; 10]));
    assert_eq!((layout.data_len, layout.promised_frames), (10, Some(50)));
}

#[test]
fn an_unknown_codec_is_named() {
    let mut wma = file(4, &[0; 4]);
    wma[20..22].copy_from_slice(&0x0161_u16.to_le_bytes());
    assert_eq!(found(&wma), Some(Wav::Other { codec: "WMA".to_owned() }));
    wma[20..22].copy_from_slice(&0x4242_u16.to_le_bytes());
    assert_eq!(found(&wma), Some(Wav::Other { codec: "WAV 0x4242".to_owned() }));
}

#[test]
fn twelve_bits_take_sixteen() {
    let mut padded = file(4, &[0; 4]);
    padded[34..36].copy_from_slice(&12_u16.to_le_bytes());
    assert_eq!(layout(&padded).coding.name(), "pcm_s16le");
}

#[test]
fn what_is_no_wav_is_not_taken_for_one() {
    assert_eq!(found(b"<html>"), None);
    assert_eq!(found(b"RIFF\0\0\0\0AVI LIST"), None);
}
