//! The playable copy of a recording that a browser cannot play, or not with an exact timeline.

use super::decode::Block;
use super::error::AudioError;
use super::format::AudioFormat;
use super::peaks::sixteen_bit;
use hound::{SampleFormat, WavSpec, WavWriter};
use std::io::{Seek, Write};

/// Writes 16-bit PCM WAV at the recording's own rate, block by block: sample for sample the
/// timeline that everything else was measured on.
pub struct Rendition<W: Write + Seek> {
    writer: WavWriter<W>,
}

impl<W: Write + Seek> Rendition<W> {
    /// Begins a copy in `output`; the header is completed by [`Rendition::finish`].
    pub fn new(output: W, format: &AudioFormat) -> Result<Self, AudioError> {
        let spec = WavSpec {
            channels: format.channels,
            sample_rate: format.sample_rate,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        WavWriter::new(output, spec).map(|writer| Self { writer }).map_err(AudioError::Write)
    }

    /// Appends one block.
    pub fn push(&mut self, block: &Block) -> Result<(), AudioError> {
        let samples = block.frames() * block.channels.len();
        let mut writer = self.writer.get_i16_writer(u32::try_from(samples).unwrap_or(u32::MAX));
        for frame in 0..block.frames() {
            for lane in &block.channels {
                writer.write_sample(sixteen_bit(lane.get(frame).copied().unwrap_or_default()));
            }
        }
        writer.flush().map_err(AudioError::Write)
    }

    /// Completes the header. Syncing to the disk is the caller's.
    pub fn finish(self) -> Result<(), AudioError> {
        self.writer.finalize().map_err(AudioError::Write)
    }
}

impl<W: Write + Seek> std::fmt::Debug for Rendition<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendition").field("spec", &self.writer.spec()).finish_non_exhaustive()
    }
}
