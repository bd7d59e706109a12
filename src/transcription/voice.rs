//! How likely each moment of a channel is a voice, and how loud it is.
//!
//! The detector is `earshot`: a small neural network over frames of 16 ms. It works on telephone
//! speech of either language; what it takes for a voice by mistake is sorted out in
//! [`super::regions`].

use crate::audio::level_dbfs;
use earshot::Detector;

/// Samples in one frame at 16 kHz.
pub const FRAME_SAMPLES: usize = 256;
/// Milliseconds in one frame.
pub const FRAME_MS: u64 = 16;

/// What was measured of one channel: one entry a frame in each list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VoiceTrack {
    /// How likely the frame is a voice, 0 to 1.
    pub voice: Vec<f32>,
    /// How loud it is, in dBFS.
    pub level: Vec<f32>,
}

impl VoiceTrack {
    /// How many frames were measured.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.voice.len().min(self.level.len())
    }
}

/// Measures one channel as it streams by.
#[derive(Default)]
pub struct VoiceMeter {
    detector: Box<Detector>,
    waiting: Vec<f32>,
    track: VoiceTrack,
}

impl VoiceMeter {
    /// Takes more of the channel: samples at 16 kHz in −1 … 1.
    pub fn push(&mut self, samples: &[f32]) {
        self.waiting.extend_from_slice(samples);
        let mut frames = self.waiting.chunks_exact_mut(FRAME_SAMPLES);
        for frame in &mut frames {
            measure(&mut self.detector, frame, &mut self.track);
        }
        let used = self.waiting.len() - self.waiting.len() % FRAME_SAMPLES;
        self.waiting.drain(..used);
    }

    /// What was measured; the last frame is filled up with silence.
    #[must_use]
    pub fn finish(mut self) -> VoiceTrack {
        if !self.waiting.is_empty() {
            self.waiting.resize(FRAME_SAMPLES, 0.0);
            measure(&mut self.detector, &mut self.waiting, &mut self.track);
        }
        self.track
    }
}

fn measure(detector: &mut Detector, frame: &mut [f32], track: &mut VoiceTrack) {
    // Resampling overshoots a little at a hard edge; the detector takes full scale at most.
    for sample in frame.iter_mut() {
        *sample = sample.clamp(-1.0, 1.0);
    }
    track.voice.push(detector.predict_f32(frame).clamp(0.0, 1.0));
    track.level.push(level_dbfs(frame));
}

impl std::fmt::Debug for VoiceMeter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VoiceMeter").field("frames", &self.track.frames()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_is_measured_however_the_samples_arrive() {
        let samples: Vec<f32> = (0..1_000_u16).map(|n| (f32::from(n) * 0.2).sin() * 0.5).collect();
        let mut whole = VoiceMeter::default();
        whole.push(&samples);
        let mut parts = VoiceMeter::default();
        samples.chunks(77).for_each(|part| parts.push(part));
        let whole = whole.finish();
        assert_eq!(whole, parts.finish());
        assert_eq!(whole.frames(), 4);
        assert!((whole.level[0] + 9.0).abs() < 0.3);
    }

    #[test]
    fn silence_is_no_voice() {
        let mut meter = VoiceMeter::default();
        meter.push(&vec![0.0; 16_000]);
        assert!(meter.finish().voice.iter().all(|voice| *voice < 0.5));
    }
}
