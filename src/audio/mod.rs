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
//! | [`Rendition`] | what a browser plays when it cannot play the recording itself |
//! | [`pair()`] | two legs of a call → one recording of two lanes |
//! | [`prepare()`] | one pass over a recording that yields all of the above |
//!
//! The content decides the format; a file's name is never looked at. No input makes this room
//! panic.

mod activity;
mod decode;
mod error;
mod format;
mod pair;
mod peaks;
mod prepare;
mod rendition;
mod resample;
mod signals;
mod source;
mod wav;

pub use activity::{Signals, Span, signals};
pub use decode::{Audio, Block, Decoder, Flaws, decode, probe};
pub use error::AudioError;
pub use format::{AudioFormat, Playback};
pub use pair::{Leg, pair};
pub use peaks::{PEAK_ZOOMS_MS, Peak, PeakMeter, Peaks};
pub use prepare::{Prepared, prepare};
pub use rendition::Rendition;
pub use resample::{Resampler, SPEECH_RATE};
pub use signals::{ChannelLevel, LevelMeter, SILENCE_DBFS, level_dbfs};

/// How many milliseconds `frames` samples of one channel last, rounded to the nearest.
#[must_use]
pub fn frames_to_ms(frames: u64, sample_rate: u32) -> u64 {
    let rate = u64::from(sample_rate.max(1));
    (frames / rate) * 1000 + ((frames % rate) * 1000 + rate / 2) / rate
}
