//! WAV, AU and headerless files: the probe, and as much of the samples as there is.
//!
//! The first byte chooses a name, because names decide where there is no header.
#![no_main]

use earmark::audio::Decoder;
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

const NAMES: [&str; 5] = ["a.wav", "a.ulaw", "a.sln16", "a.al", "a.au"];
/// A header may promise days; a few seconds show what there is to see.
const BLOCKS_MOST: usize = 20;

fuzz_target!(init: earmark_fuzz::leave_codecs_their_fence(), |data: &[u8]| {
    let Some((choice, file)) = data.split_first() else { return };
    let name = NAMES[usize::from(*choice) % NAMES.len()];
    // Containers of others are fuzzed by those who write them.
    let ours = [&b"RIFF"[..], b"RIFX", b"RF64", b"BW64", b".snd"];
    if name.ends_with(".wav") && !ours.iter().any(|magic| file.starts_with(magic)) {
        return;
    }
    let Ok(mut decoder) = Decoder::open_named(Cursor::new(file), Some(name)) else { return };
    let channels = usize::from(decoder.format().channels);
    for _ in 0..BLOCKS_MOST {
        let Ok(Some(block)) = decoder.next_block() else { return };
        assert_eq!(block.channels.len(), channels);
        assert!(block.channels.iter().all(|lane| lane.len() == block.frames()));
        assert!(block.channels.iter().flatten().all(|sample| (-1.0..=1.0).contains(sample)));
    }
});
