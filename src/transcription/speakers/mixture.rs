//! How a voice's frames are spread: a mixture of normal distributions with independent dimensions, fitted by
//! expectation and maximisation (Dempster, Laird and Rubin, 1977). Deterministic.

use crate::audio::CEPSTRA;

/// One frame of a voice.
pub(super) type Shape = [f32; CEPSTRA];

/// Steps of the fitting.
const STEPS: usize = 6;
/// The narrowest that a distribution becomes; frames have variance 1 in every dimension.
const NARROWEST: f32 = 0.05;

/// A normal distribution with independent dimensions.
#[derive(Debug, Clone)]
struct Normal {
    mean: Shape,
    /// One over the variance.
    sharpness: Shape,
    /// The logarithm of its share and of its height.
    constant: f32,
}

/// A mixture of them.
#[derive(Debug, Clone)]
pub(super) struct Mixture(Vec<Normal>);

#[expect(clippy::cast_precision_loss, reason = "at most some hundred thousand frames")]
impl Mixture {
    /// Fits at most `parts` distributions to frames; none where there are no frames.
    pub(super) fn fit(frames: &[&Shape], parts: usize) -> Option<Self> {
        let parts = parts.clamp(1, frames.len().max(1));
        // Begins at frames evenly spread over the time.
        let seeds = (0..parts).map(|part| frames.get((2 * part + 1) * frames.len() / (2 * parts)));
        let wide = [1.0; CEPSTRA];
        let mut mixture = Self(
            seeds
                .map(|seed| seed.map(|seed| Normal::of(**seed, wide, 1.0 / parts as f32)))
                .collect::<Option<_>>()?,
        );
        for _ in 0..STEPS {
            mixture = mixture.refined(frames);
        }
        Some(mixture)
    }

    fn refined(&self, frames: &[&Shape]) -> Self {
        let mut weights = vec![0.0_f32; self.0.len()];
        let mut sums = vec![[0.0_f32; CEPSTRA]; self.0.len()];
        let mut squares = vec![[0.0_f32; CEPSTRA]; self.0.len()];
        let mut shares = Vec::with_capacity(self.0.len());
        for frame in frames {
            shares.clear();
            shares.extend(self.0.iter().map(|normal| normal.log(frame)));
            let whole = log_sum(&shares);
            for (part, log) in shares.iter().enumerate() {
                let share = (log - whole).exp();
                if share < 1e-3 {
                    continue;
                }
                weights[part] += share;
                for (at, value) in frame.iter().enumerate() {
                    sums[part][at] += share * value;
                    squares[part][at] += share * value * value;
                }
            }
        }
        let whole = frames.len() as f32;
        let normal = |part: usize| {
            let weight = weights[part];
            if weight < 2.0 {
                // Nothing is near it: it stays, and weighs next to nothing.
                return Normal { constant: -1e3, ..self.0[part].clone() };
            }
            let mean = sums[part].map(|sum| sum / weight);
            let variance: Shape =
                std::array::from_fn(|at| (squares[part][at] / weight - mean[at] * mean[at]).max(NARROWEST));
            Normal::of(mean, variance, weight / whole)
        };
        Self((0..self.0.len()).map(normal).collect())
    }

    /// The logarithm of how likely a frame is.
    pub(super) fn log(&self, frame: &Shape) -> f32 {
        let logs: Vec<f32> = self.0.iter().map(|normal| normal.log(frame)).collect();
        log_sum(&logs)
    }
}

impl Normal {
    fn of(mean: Shape, variance: Shape, share: f32) -> Self {
        let log_variances: f32 = variance.iter().map(|variance| variance.ln()).sum();
        // The factor that all distributions share cancels out.
        Self { mean, sharpness: variance.map(f32::recip), constant: share.ln() - 0.5 * log_variances }
    }

    fn log(&self, frame: &Shape) -> f32 {
        let apart = frame.iter().zip(&self.mean).zip(&self.sharpness);
        let apart: f32 = apart.map(|((value, mean), sharp)| (value - mean) * (value - mean) * sharp).sum();
        self.constant - 0.5 * apart
    }
}

fn log_sum(logs: &[f32]) -> f32 {
    let most = logs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    most + logs.iter().map(|log| (log - most).exp()).sum::<f32>().ln()
}
