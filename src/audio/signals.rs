//! How loud a channel is.

use super::decode::Block;

/// What digital silence measures; nothing is quieter.
pub const SILENCE_DBFS: f32 = -100.0;

/// The level of `samples` in dBFS (root mean square; a full-scale square wave is 0).
#[must_use]
pub fn level_dbfs(samples: &[f32]) -> f32 {
    let energy: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    dbfs(energy, samples.len() as u64)
}

/// How loud a channel is over the whole recording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChannelLevel {
    /// Root mean square over everything, silence included, in dBFS.
    pub average_dbfs: f32,
    /// The loudest single sample, in dBFS.
    pub peak_dbfs: f32,
}

/// Measures every channel as its blocks pass.
#[derive(Debug, Clone, Default)]
pub struct LevelMeter {
    channels: Vec<Running>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Running {
    energy: f64,
    peak: f32,
    frames: u64,
}

impl LevelMeter {
    /// Takes one more block.
    pub fn push(&mut self, block: &Block) {
        self.channels.resize(block.channels.len().max(self.channels.len()), Running::default());
        for (running, samples) in self.channels.iter_mut().zip(&block.channels) {
            running.frames += samples.len() as u64;
            for sample in samples {
                running.energy += f64::from(*sample).powi(2);
                running.peak = running.peak.max(sample.abs());
            }
        }
    }

    /// The levels, one a channel.
    #[must_use]
    pub fn finish(self) -> Vec<ChannelLevel> {
        let level = |running: Running| ChannelLevel {
            average_dbfs: dbfs(running.energy, running.frames),
            peak_dbfs: dbfs(f64::from(running.peak).powi(2), 1),
        };
        self.channels.into_iter().map(level).collect()
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a level needs no more digits"
)]
fn dbfs(energy: f64, frames: u64) -> f32 {
    if energy <= 0.0 || frames == 0 {
        return SILENCE_DBFS;
    }
    ((10.0 * (energy / frames as f64).log10()) as f32).max(SILENCE_DBFS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_scale_is_zero_and_silence_is_the_floor() {
        assert!(level_dbfs(&[1.0, -1.0, 1.0]).abs() < 0.001);
        assert!((level_dbfs(&[0.1; 100]) + 20.0).abs() < 0.001);
        assert!((level_dbfs(&[0.0; 100]) - SILENCE_DBFS).abs() < f32::EPSILON);
        assert!((level_dbfs(&[]) - SILENCE_DBFS).abs() < f32::EPSILON);
    }

    #[test]
    fn each_channel_is_measured_for_itself() {
        let mut meter = LevelMeter::default();
        meter.push(&Block { channels: vec![vec![0.5; 10], vec![0.0; 10]] });
        meter.push(&Block { channels: vec![vec![0.5; 10], vec![0.01; 10]] });
        let levels = meter.finish();
        assert!((levels[0].average_dbfs + 6.02).abs() < 0.01);
        assert!((levels[1].peak_dbfs + 40.0).abs() < 0.01);
        assert!((levels[1].average_dbfs + 43.01).abs() < 0.01);
    }
}
