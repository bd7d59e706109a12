//! How loud a channel is.

use super::decode::Block;

/// A sample this loud is at its end stop: G.711 ends at 0.98, everything else at 1.
const END_STOP: f32 = 0.98;
/// So many samples side by side at the end stop are a flat top; fewer are only loud.
const FLAT_TOP: u32 = 3;

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
    /// Samples on flat tops: what was louder than the recorder could write.
    pub clipped: u64,
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
    clipped: u64,
    /// How many samples have been at the end stop without a pause.
    stopped: u32,
}

impl LevelMeter {
    /// Takes one more block.
    pub fn push(&mut self, block: &Block) {
        self.channels.resize(block.channels.len().max(self.channels.len()), Running::default());
        for (running, samples) in self.channels.iter_mut().zip(&block.channels) {
            running.push(samples);
        }
    }

    /// The levels, one a channel.
    #[must_use]
    pub fn finish(self) -> Vec<ChannelLevel> {
        let level = |running: Running| ChannelLevel {
            average_dbfs: dbfs(running.energy, running.frames),
            peak_dbfs: dbfs(f64::from(running.peak).powi(2), 1),
            clipped: running.clipped,
        };
        self.channels.into_iter().map(level).collect()
    }
}

impl Running {
    fn push(&mut self, samples: &[f32]) {
        self.frames += samples.len() as u64;
        self.energy += samples.iter().map(|sample| f64::from(*sample) * f64::from(*sample)).sum::<f64>();
        let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        self.peak = self.peak.max(peak);
        if peak >= END_STOP {
            for sample in samples {
                self.look_for_flat_tops(*sample);
            }
        } else {
            self.stopped = 0;
        }
    }

    fn look_for_flat_tops(&mut self, sample: f32) {
        self.stopped = if sample.abs() >= END_STOP { self.stopped.saturating_add(1) } else { 0 };
        match self.stopped {
            FLAT_TOP => self.clipped += u64::from(FLAT_TOP),
            more if more > FLAT_TOP => self.clipped += 1,
            _ => {}
        }
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
    fn flat_tops_are_counted_across_blocks_and_single_peaks_are_not() {
        let mut meter = LevelMeter::default();
        for block in [&[0.2, 1.0, 0.2, 1.0, 0.99][..], &[1.0, 1.0, 0.5, -1.0, -1.0][..], &[0.1; 4][..]] {
            meter.push(&Block { channels: vec![block.to_vec()] });
        }
        assert_eq!(meter.finish()[0].clipped, 4);
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
