//! The sound as Whisper sees it: a log-mel spectrum of 80 or 128 bands every 10 ms.
//!
//! As in OpenAI's `audio.py`: Hann windows of 25 ms, power, mel bands, logarithm to the base of ten, never
//! more than eight below the loudest, and then laid into the range that the model was trained on.

use crate::transcription::models::filter_bank;
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};
use std::sync::Arc;

/// Samples of a transform: 25 ms.
const LENGTH: usize = 400;
/// Samples from one frame to the next: 10 ms.
const HOP: usize = 160;
const BINS: usize = LENGTH / 2 + 1;
/// The quietest that is told from silence, as power.
const FLOOR: f32 = 1e-10;

/// What makes spectra.
pub(super) struct Spectrum {
    transform: Arc<dyn RealToComplex<f32>>,
    hann: Vec<f32>,
    /// Of each band: its first bin and the weights from there on.
    bands: Vec<(usize, Vec<f32>)>,
}

impl Spectrum {
    pub(super) fn new(bands: u16) -> Self {
        let weights = filter_bank(bands);
        let band = |all: &[f32]| {
            let first = all.iter().position(|weight| *weight > 0.0).unwrap_or_default();
            let last = all.iter().rposition(|weight| *weight > 0.0).map_or(first, |last| last + 1);
            (first, all.get(first..last).unwrap_or_default().to_vec())
        };
        Self {
            transform: RealFftPlanner::new().plan_fft_forward(LENGTH),
            hann: (0..LENGTH).map(hann).collect(),
            bands: weights.chunks(BINS).map(band).collect(),
        }
    }

    pub(super) fn bands(&self) -> usize {
        self.bands.len()
    }

    /// `frames` frames of `samples` and of silence behind them, band after band.
    pub(super) fn of(&self, samples: &[f32], frames: usize) -> Vec<f32> {
        let mut powers = vec![0.0; BINS];
        let mut input = self.transform.make_input_vec();
        let mut output = self.transform.make_output_vec();
        let mut scratch = self.transform.make_scratch_vec();
        let mut spectrum = vec![0.0; self.bands.len() * frames];
        for frame in 0..frames {
            for (place, (value, hann)) in input.iter_mut().zip(&self.hann).enumerate() {
                *value =
                    hann * mirrored(samples, (frame * HOP + place).cast_signed() - LENGTH.cast_signed() / 2);
            }
            // It refuses lengths other than its own, and these are its own.
            if self.transform.process_with_scratch(&mut input, &mut output, &mut scratch).is_err() {
                continue;
            }
            for (power, bin) in powers.iter_mut().zip(&output) {
                *power = Complex::norm_sqr(bin);
            }
            for (band, (first, weights)) in self.bands.iter().enumerate() {
                let power: f32 = weights
                    .iter()
                    .zip(powers.iter().skip(*first))
                    .map(|(weight, power)| weight * power)
                    .sum();
                if let Some(place) = spectrum.get_mut(band * frames + frame) {
                    *place = power.max(FLOOR).log10();
                }
            }
        }
        let loudest = spectrum.iter().copied().fold(f32::MIN, f32::max);
        for value in &mut spectrum {
            *value = (value.max(loudest - 8.0) + 4.0) / 4.0;
        }
        spectrum
    }
}

/// The samples, mirrored at their beginning, and silence behind them.
fn mirrored(samples: &[f32], at: isize) -> f32 {
    samples.get(at.unsigned_abs()).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
fn hann(place: usize) -> f32 {
    0.5 - 0.5 * (2.0 * std::f32::consts::PI * place as f32 / LENGTH as f32).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
    fn a_tone_lights_its_band_and_silence_is_the_floor() {
        let spectrum = Spectrum::new(80);
        let tone: Vec<f32> = (0..16_000)
            .map(|n| 0.5 * (2.0 * std::f32::consts::PI * 1_000.0 * n as f32 / 16_000.0).sin())
            .collect();
        let seen = spectrum.of(&tone, 200);
        assert_eq!(seen.len(), 80 * 200);
        let at = |frame: usize| -> Vec<f32> { (0..80).map(|band| seen[band * 200 + frame]).collect() };
        let loud = at(50);
        let loudest = (0..80).max_by(|a, b| loud[*a].total_cmp(&loud[*b])).unwrap();
        // Bands below 1,000 Hz lie linear, 15 mels of the 45 of 8,000 Hz over 81 steps.
        assert!((25..=28).contains(&loudest), "{loudest}");
        let quiet = at(150);
        assert!(quiet.iter().all(|value| (value - quiet[0]).abs() < 1e-6), "one floor");
        assert!(loud[loudest] - quiet[0] > 1.9, "eight powers of ten, a quarter each");
    }
}
