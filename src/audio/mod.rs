//! Audio, purely: bytes in, samples and numbers out.
//!
//! Nothing here opens a file, waits or asks for the time; a caller passes anything that can be
//! read and sought. Everything works on a stream of short blocks, so that a call of four hours
//! needs no more memory than one of four seconds.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`Decoder`] | any recording that we read → blocks of samples, one lane a channel |
//! | [`Resampler`] | one channel at any rate → the same channel at 16 kHz, on the same timeline |
//! | [`Peaks`] | the waveform's minima and maxima at several zooms |
//! | [`signals()`] | the waveform → where nobody, where two, where the agent first is heard |
//! | [`LevelMeter`], [`level_dbfs`] | how loud, over a span and over a whole channel |
//! | [`cepstra()`] | what a voice sounds like, in a few numbers every 20 ms |
//! | [`Findings`] | silence, overtalk, level, clipping, one-sidedness in a few numbers |
//! | [`Rendition`] | what a browser plays when it cannot play the recording itself |
//! | [`redact()`] | a recording in which stretches are silent, or beep, on every channel |
//! | [`AlteredVoice`] | a stretch of sound in which nobody is known by their voice at once |
//! | [`cut()`] | a stretch of a WAV file as a file of its own, without copying it |
//! | [`pair()`] | two legs of a call → one recording of two lanes |
//! | [`prepare()`] | one pass over a recording that yields all of the above |
//!
//! The content decides the format; a file's name is looked at only where there is no header to
//! read. No input makes this room panic. `docs/FORMATS.md` is the table of what is read.
//!
//! Within: `sniff` says what a file is; `wav`, `au` and `raw` find its samples (`layout`), which
//! `coding` unpacks with `companding`, `gsm` and `adpcm`; `packets` and `edits` stand around symphonia.

mod activity;
mod adpcm;
mod altered;
mod au;
mod cepstra;
mod coding;
mod companding;
mod cut;
mod decode;
mod edits;
mod error;
mod findings;
mod foreign;
mod format;
mod gsm;
mod layout;
mod packets;
mod pair;
mod peaks;
mod prepare;
mod raw;
mod redact;
mod rendition;
mod resample;
mod samples;
mod signals;
mod sniff;
mod source;
mod wav;

pub use activity::{Signals, Span, signals};
pub use altered::{AlteredVoice, Voice};
pub use cepstra::{CEPSTRA, CEPSTRA_STEP_MS, Cepstrum, cepstra};
pub use cut::{CUT_HEAD_MOST, Cut, cut};
pub use decode::{Audio, Block, Decoder, Flaws, decode, probe};
pub use error::AudioError;
pub use findings::{ChannelFindings, Findings};
pub use foreign::Foreign;
pub use format::{AudioFormat, Playback};
pub use pair::{Leg, pair};
pub use peaks::{PEAK_ZOOMS_MS, Peak, PeakMeter, Peaks};
pub use prepare::{Prepared, prepare};
pub use redact::{Covering, redact};
pub use rendition::Rendition;
pub use resample::{Resampler, SPEECH_RATE};
pub use signals::{ChannelLevel, LevelMeter, SILENCE_DBFS, level_dbfs};

use std::io::{self, Read};

/// How many milliseconds `frames` samples of one channel last, rounded to the nearest.
#[must_use]
pub fn frames_to_ms(frames: u64, sample_rate: u32) -> u64 {
    let rate = u64::from(sample_rate.max(1));
    (frames / rate) * 1000 + ((frames % rate) * 1000 + rate / 2) / rate
}

/// Fills as much of `buffer` as there is.
fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
        match reader.read(room) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Four bytes of a header whose highest comes first; zero where there are none.
fn u32_be_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes)
}
