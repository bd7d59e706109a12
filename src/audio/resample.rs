//! One channel at any rate → the same channel at 16 kHz, as a stream.
//!
//! A resampler answers late and in chunks of its own length. What comes out of here is on the
//! timeline of what went in: the delay is cut off at the start and made up at the end, and the
//! number of samples is exactly `frames × 16000 / rate`, rounded.

use super::error::AudioError;
use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _};

/// The rate that voice detection and the speech model work at, in samples a second.
pub const SPEECH_RATE: u32 = 16_000;

/// Roughly how many samples are transformed at once: 64 ms at 8 kHz.
const CHUNK_FRAMES: usize = 512;

/// Brings one channel to [`SPEECH_RATE`].
pub struct Resampler {
    /// `None` when the channel already has the rate.
    engine: Option<Engine>,
    input_rate: u32,
    frames_in: u64,
    frames_out: u64,
}

struct Engine {
    fft: Fft<f32>,
    waiting: Vec<f32>,
    chunk: Vec<f32>,
    delay_left: usize,
}

impl Resampler {
    /// A resampler for one channel of `input_rate` samples a second.
    ///
    /// # Errors
    /// [`AudioError::Damaged`] for a rate of zero.
    pub fn new(input_rate: u32) -> Result<Self, AudioError> {
        let engine = if input_rate == SPEECH_RATE { None } else { Some(Engine::new(input_rate)?) };
        Ok(Self { engine, input_rate, frames_in: 0, frames_out: 0 })
    }

    /// Takes more of the channel and appends what is ready to `output`.
    pub fn push(&mut self, samples: &[f32], output: &mut Vec<f32>) -> Result<(), AudioError> {
        self.frames_in += samples.len() as u64;
        let before = output.len();
        match &mut self.engine {
            None => output.extend_from_slice(samples),
            Some(engine) => engine.push(samples, output)?,
        }
        self.frames_out += (output.len() - before) as u64;
        Ok(())
    }

    /// Appends what is left. The channel has ended; push no more.
    pub fn finish(&mut self, output: &mut Vec<f32>) -> Result<(), AudioError> {
        let rate = u128::from(self.input_rate.max(1));
        let wanted = (u128::from(self.frames_in) * u128::from(SPEECH_RATE) + rate / 2) / rate;
        let wanted = u64::try_from(wanted).unwrap_or(u64::MAX);
        let Some(engine) = &mut self.engine else { return Ok(()) };
        while self.frames_out < wanted {
            let before = output.len();
            engine.push(&vec![0.0; engine.fft.input_frames_next()], output)?;
            self.frames_out += (output.len() - before) as u64;
        }
        // What was pushed beyond the end is the echo of our own zeros.
        let surplus = usize::try_from(self.frames_out.saturating_sub(wanted)).unwrap_or_default();
        output.truncate(output.len().saturating_sub(surplus));
        self.frames_out = wanted;
        Ok(())
    }
}

impl Engine {
    fn new(input_rate: u32) -> Result<Self, AudioError> {
        let (from, to) = (input_rate as usize, SPEECH_RATE as usize);
        let fft = Fft::new(from, to, CHUNK_FRAMES, 1, FixedSync::Both).map_err(damaged)?;
        let delay_left = fft.output_delay();
        Ok(Self { chunk: vec![0.0; fft.output_frames_max()], fft, waiting: Vec::new(), delay_left })
    }

    fn push(&mut self, samples: &[f32], output: &mut Vec<f32>) -> Result<(), AudioError> {
        self.waiting.extend_from_slice(samples);
        let needed = self.fft.input_frames_next();
        let mut used = 0;
        while let Some(input) = self.waiting.get(used..used + needed) {
            let input = InterleavedSlice::new(input, 1, needed).map_err(damaged)?;
            let room = self.chunk.len();
            let mut ready = InterleavedSlice::new_mut(&mut self.chunk, 1, room).map_err(damaged)?;
            let (_, written) = self.fft.process_into_buffer(&input, &mut ready, None).map_err(damaged)?;
            let late = self.delay_left.min(written);
            self.delay_left -= late;
            output.extend_from_slice(self.chunk.get(late..written).unwrap_or_default());
            used += needed;
        }
        self.waiting.drain(..used);
        Ok(())
    }
}

fn damaged(error: impl std::fmt::Display) -> AudioError {
    AudioError::Damaged { reason: error.to_string() }
}

impl std::fmt::Debug for Resampler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resampler").field("input_rate", &self.input_rate).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn resampled(rate: u32, samples: &[f32], block: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(rate).unwrap();
        let mut output = Vec::new();
        for part in samples.chunks(block) {
            resampler.push(part, &mut output).unwrap();
        }
        resampler.finish(&mut output).unwrap();
        output
    }

    fn loudest(samples: &[f32]) -> usize {
        (0..samples.len()).max_by(|a, b| samples[*a].abs().total_cmp(&samples[*b].abs())).unwrap()
    }

    #[test]
    fn a_click_stays_where_it_was() {
        for rate in [8_000, 11_025, 16_000, 22_050, 44_100, 48_000] {
            for tenths in [1, 7, 13] {
                let mut samples = vec![0.0; rate as usize * 2];
                samples[rate as usize * tenths / 10] = 1.0;
                let found = loudest(&resampled(rate, &samples, 1152)) as f64 / 16.0;
                let expected = tenths as f64 * 100.0;
                assert!((found - expected).abs() < 1.0, "{rate} Hz: {found} ms instead of {expected} ms");
            }
        }
    }

    #[test]
    fn a_tone_keeps_its_loudness() {
        let tone: Vec<f32> = (0..16_000_u16).map(|n| (f32::from(n) * 0.3).sin() * 0.5).collect();
        let output = resampled(8_000, &tone, 160);
        let middle = &output[8_000..24_000];
        let power = middle.iter().map(|sample| sample * sample).sum::<f32>() / middle.len() as f32;
        assert!((power.sqrt() - 0.5 / 2_f32.sqrt()).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn the_length_is_exact(rate in 4_000_u32..50_000, frames in 0_usize..5_000, block in 1_usize..2_000) {
            let output = resampled(rate, &vec![0.1; frames], block);
            let exact = (frames as u64 * 16_000 + u64::from(rate) / 2) / u64::from(rate);
            prop_assert_eq!(output.len() as u64, exact);
        }

        #[test]
        fn the_blocks_do_not_matter(frames in 1_usize..3_000, block in 1_usize..700) {
            let samples: Vec<f32> = (0..frames).map(|n| ((n * 7919) % 200) as f32 / 100.0 - 1.0).collect();
            prop_assert_eq!(resampled(8_000, &samples, block), resampled(8_000, &samples, frames));
        }
    }
}
