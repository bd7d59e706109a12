//! What a voice sounds like, in a few numbers every 20 ms: the shape of its spectrum between 250 and 3,500 Hz,
//! which is what a telephone lets through, as cepstral coefficients on the mel scale (Davis and Mermelstein,
//! "Comparison of parametric representations for monosyllabic word recognition", 1980).

use std::f32::consts::PI;

/// How many numbers a frame has.
pub const CEPSTRA: usize = 16;
/// From one frame to the next, in milliseconds.
pub const CEPSTRA_STEP_MS: u64 = 20;

/// Samples a millisecond at 16 kHz.
const PER_MS: usize = 16;
/// Samples of a frame: 25 ms.
const FRAME: usize = 400;
/// Points of the transform.
const POINTS: usize = 512;
/// Bands of the mel scale.
const BANDS: usize = 24;
const LOWEST_HZ: f32 = 250.0;
const HIGHEST_HZ: f32 = 3_500.0;

/// One frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cepstrum {
    /// The shape of the spectrum; how loud it is does not matter to it.
    pub shape: [f32; CEPSTRA],
    /// How loud it is: the natural logarithm of the energy.
    pub loudness: f32,
}

/// The frames of samples at 16 kHz, one every 20 ms; what is shorter than 25 ms has none.
#[must_use]
pub fn cepstra(samples: &[f32]) -> Vec<Cepstrum> {
    let analyser = Analyser::new();
    let step = usize::try_from(CEPSTRA_STEP_MS).unwrap_or(20) * PER_MS;
    samples.windows(FRAME).step_by(step).map(|frame| analyser.cepstrum(frame)).collect()
}

/// The tables that every frame needs.
struct Analyser {
    window: Vec<f32>,
    /// Of each band: its first bin, and the weights from there.
    bands: Vec<(usize, Vec<f32>)>,
    /// cos and sin of the transform.
    turns: Vec<(f32, f32)>,
    /// The cosine transform from bands to coefficients 1 and up.
    cosines: Vec<[f32; BANDS]>,
}

#[expect(clippy::cast_precision_loss, reason = "numbers below a thousand")]
impl Analyser {
    fn new() -> Self {
        let window = (0..FRAME).map(|n| 0.54 - 0.46 * (2.0 * PI * n as f32 / (FRAME - 1) as f32).cos());
        let turns = (0..POINTS / 2).map(|n| {
            let angle = -2.0 * PI * n as f32 / POINTS as f32;
            (angle.cos(), angle.sin())
        });
        let cosines = (1..=CEPSTRA)
            .map(|k| std::array::from_fn(|band| (PI * k as f32 * (band as f32 + 0.5) / BANDS as f32).cos()));
        Self { window: window.collect(), bands: bands(), turns: turns.collect(), cosines: cosines.collect() }
    }

    fn cepstrum(&self, frame: &[f32]) -> Cepstrum {
        let mut real = [0.0; POINTS];
        let mut imaginary = [0.0; POINTS];
        let mut before = 0.0;
        let mut energy = 1e-9;
        for (at, (sample, weight)) in frame.iter().zip(&self.window).enumerate() {
            // Speech falls off towards high frequencies; the difference lifts them.
            let lifted = sample - 0.97 * before;
            before = *sample;
            energy += sample * sample;
            if let Some(place) = real.get_mut(at) {
                *place = lifted * weight;
            }
        }
        self.transform(&mut real, &mut imaginary);
        let mut logs = [0.0; BANDS];
        for (log, (first, weights)) in logs.iter_mut().zip(&self.bands) {
            let bins = real.iter().zip(&imaginary).skip(*first).zip(weights);
            let power: f32 = bins.map(|((re, im), weight)| (re * re + im * im) * weight).sum();
            *log = (power + 1e-8).ln();
        }
        let of = |cosines: &[f32; BANDS]| cosines.iter().zip(&logs).map(|(cos, log)| cos * log).sum::<f32>();
        let mut shape = [0.0; CEPSTRA];
        for (value, cosines) in shape.iter_mut().zip(&self.cosines) {
            *value = of(cosines) / BANDS as f32;
        }
        Cepstrum { shape, loudness: energy.ln() }
    }

    /// The discrete Fourier transform in place (Cooley and Tukey, 1965).
    fn transform(&self, real: &mut [f32; POINTS], imaginary: &mut [f32; POINTS]) {
        let shift = usize::BITS - POINTS.trailing_zeros();
        for at in 0..POINTS {
            let other = at.reverse_bits() >> shift;
            if other > at {
                real.swap(at, other);
                imaginary.swap(at, other);
            }
        }
        let mut length = 2;
        while length <= POINTS {
            let (half, stride) = (length / 2, POINTS / length);
            for start in (0..POINTS).step_by(length) {
                for k in 0..half {
                    let (cos, sin) = self.turns[k * stride];
                    let (low, high) = (start + k, start + k + half);
                    let re = real[high] * cos - imaginary[high] * sin;
                    let im = real[high] * sin + imaginary[high] * cos;
                    (real[high], imaginary[high]) = (real[low] - re, imaginary[low] - im);
                    real[low] += re;
                    imaginary[low] += im;
                }
            }
            length *= 2;
        }
    }
}

/// Triangles evenly spaced on the mel scale.
#[expect(clippy::cast_precision_loss, reason = "numbers below a thousand")]
fn bands() -> Vec<(usize, Vec<f32>)> {
    let mel = |hz: f32| 1_127.0 * (1.0 + hz / 700.0).ln();
    let hz = |mel: f32| 700.0 * ((mel / 1_127.0).exp() - 1.0);
    let (low, high) = (mel(LOWEST_HZ), mel(HIGHEST_HZ));
    let edge = |n: usize| hz(low + (high - low) * n as f32 / (BANDS + 1) as f32);
    let bin_hz = (PER_MS * 1_000) as f32 / POINTS as f32;
    let band = |n: usize| {
        let (from, centre, to) = (edge(n), edge(n + 1), edge(n + 2));
        let weight = |bin: usize| {
            let at = bin as f32 * bin_hz;
            ((at - from) / (centre - from)).min((to - at) / (to - centre)).max(0.0)
        };
        let inside =
            (0..POINTS / 2).skip_while(|bin| weight(*bin) <= 0.0).take_while(|bin| weight(*bin) > 0.0);
        let bins: Vec<usize> = inside.collect();
        (bins.first().copied().unwrap_or(0), bins.into_iter().map(weight).collect())
    };
    (0..BANDS).map(band).collect()
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "a test tone")]
mod tests {
    use super::*;

    fn tone(hz: f32, samples: usize, level: f32) -> Vec<f32> {
        (0..samples).map(|n| level * (2.0 * PI * hz * n as f32 / 16_000.0).sin()).collect()
    }

    #[test]
    fn a_tone_is_found_in_its_band() {
        let analyser = Analyser::new();
        let mut real = [0.0; POINTS];
        let mut imaginary = [0.0; POINTS];
        real.copy_from_slice(&tone(1_000.0, POINTS, 1.0));
        analyser.transform(&mut real, &mut imaginary);
        let power: Vec<f32> = real.iter().zip(&imaginary).map(|(re, im)| re * re + im * im).collect();
        let loudest = (0..POINTS / 2).max_by(|a, b| power[*a].total_cmp(&power[*b])).unwrap();
        assert_eq!(loudest, 32, "1,000 Hz lie in bin 1,000 / 31.25");
        let whole: f32 = power.iter().sum();
        assert!((whole / (POINTS * POINTS / 2) as f32 - 1.0).abs() < 0.01, "Parseval: {whole}");
    }

    #[test]
    fn a_frame_tells_the_shape_and_not_the_loudness() {
        let (quiet, loud) = (cepstra(&tone(700.0, 8_000, 0.05)), cepstra(&tone(700.0, 8_000, 0.5)));
        assert_eq!((quiet.len(), cepstra(&[0.0; 399]).len()), (24, 0));
        let apart = |one: &Cepstrum, other: &Cepstrum| {
            one.shape.iter().zip(&other.shape).map(|(a, b)| (a - b).abs()).sum::<f32>()
        };
        assert!(apart(&quiet[5], &loud[5]) < 0.2 && loud[5].loudness > quiet[5].loudness + 4.0);
        let other = cepstra(&tone(2_500.0, 8_000, 0.5));
        assert!(apart(&loud[5], &other[5]) > 1.0);
    }
}
