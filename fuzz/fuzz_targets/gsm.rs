//! GSM 06.10, both as `.gsm` files and as WAV files hold it, whatever the bits are.
#![no_main]

use earmark::audio::Decoder;
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(init: earmark_fuzz::leave_codecs_their_fence(), |data: &[u8]| {
    decode(raw(data), "a.gsm", 33, 160);
    decode(wav(data), "a.wav", 65, 320);
});

/// Every frame with its mark.
fn raw(data: &[u8]) -> Vec<u8> {
    let mut file = data.to_vec();
    file.iter_mut().step_by(33).for_each(|first| *first = 0xD0 | *first & 0x0F);
    file
}

fn wav(data: &[u8]) -> Vec<u8> {
    let mut file = b"RIFF\xFF\xFF\xFF\x7FWAVEfmt \x14\0\0\0\x31\0\x01\0\x40\x1F\0\0\x59\x06\0\0\x41\0\0\0\x02\0\x40\x01data".to_vec();
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(data);
    file
}

fn decode(file: Vec<u8>, name: &str, block_bytes: usize, block_frames: usize) {
    let len = file.len();
    let Ok(mut decoder) = Decoder::open_named(Cursor::new(file), Some(name)) else { return };
    let mut frames = 0;
    while let Ok(Some(block)) = decoder.next_block() {
        frames += block.frames();
        assert!(block.channels.iter().flatten().all(|sample| (-1.0..=1.0).contains(sample)));
    }
    assert!(frames <= len / block_bytes * block_frames, "{frames} frames of {len} bytes");
}
