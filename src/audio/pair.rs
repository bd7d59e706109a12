//! Two recordings of one channel each → one of two: the legs of a call, heard as the stereo
//! recording that another recorder would have written.

use super::decode::{Block, Decoder};
use super::error::AudioError;
use super::format::AudioFormat;
use super::rendition::Rendition;
use super::resample::{Resampler, SPEECH_RATE};
use std::io::{Read, Seek, Write};

/// How many samples of each lane are written at once.
const BLOCK_FRAMES: usize = 4_096;

/// One leg, and how much silence comes before it.
#[derive(Debug)]
pub struct Leg<R> {
    /// The recording.
    pub reader: R,
    /// By how much it began later than the other, in milliseconds.
    pub delay_ms: u64,
}

/// Writes both legs into one WAV of 16 bits, `left` on channel 0 and `right` on channel 1, each on
/// its own timeline; the shorter one is silent at its end. Where the rates differ, both are brought
/// to 16 kHz. Of a leg with several channels the first is taken.
///
/// # Errors
/// Those of decoding, and [`AudioError::Write`].
pub fn pair<L, R, W>(left: Leg<L>, right: Leg<R>, output: W) -> Result<(), AudioError>
where
    L: Read + Seek + Send + Sync,
    R: Read + Seek + Send + Sync,
    W: Write + Seek,
{
    let (left_decoder, right_decoder) = (Decoder::open(left.reader)?, Decoder::open(right.reader)?);
    let rates = (left_decoder.format().sample_rate, right_decoder.format().sample_rate);
    let rate = if rates.0 == rates.1 { rates.0 } else { SPEECH_RATE };
    let format = AudioFormat { container: "wave", codec: "pcm_s16le", sample_rate: rate, channels: 2 };
    let mut written = Rendition::new(output, &format)?;
    let mut lanes =
        [Lane::new(left_decoder, left.delay_ms, rate)?, Lane::new(right_decoder, right.delay_ms, rate)?];
    loop {
        for lane in &mut lanes {
            lane.fill(BLOCK_FRAMES)?;
        }
        let frames = lanes.iter().map(|lane| lane.samples.len().min(BLOCK_FRAMES)).max().unwrap_or(0);
        if frames == 0 {
            return written.finish();
        }
        let channels = lanes.iter_mut().map(|lane| lane.take(frames)).collect();
        written.push(&Block { channels })?;
    }
}

/// One leg on its way out.
struct Lane<'s> {
    decoder: Decoder<'s>,
    /// Where the rates differ.
    resampler: Option<Resampler>,
    /// Silence that is still to come before the leg.
    silence: u64,
    samples: Vec<f32>,
    has_ended: bool,
}

impl<'s> Lane<'s> {
    fn new(decoder: Decoder<'s>, delay_ms: u64, rate: u32) -> Result<Self, AudioError> {
        let own = decoder.format().sample_rate;
        let resampler = if own == rate { None } else { Some(Resampler::new(own)?) };
        let silence = delay_ms.saturating_mul(u64::from(rate)) / 1000;
        Ok(Self { decoder, resampler, silence, samples: Vec::new(), has_ended: false })
    }

    /// Decodes until there are this many samples, or the leg has ended.
    fn fill(&mut self, frames: usize) -> Result<(), AudioError> {
        while self.samples.len() < frames && !self.has_ended {
            if self.silence > 0 {
                let now = usize::try_from(self.silence).unwrap_or(usize::MAX).min(frames);
                self.samples.resize(self.samples.len() + now, 0.0);
                self.silence -= now as u64;
                continue;
            }
            match (self.decoder.next_block()?, &mut self.resampler) {
                (Some(block), None) => {
                    self.samples.extend_from_slice(block.channels.first().map_or(&[], Vec::as_slice));
                }
                (Some(block), Some(resampler)) => {
                    let first = block.channels.first().map_or(&[][..], Vec::as_slice);
                    resampler.push(first, &mut self.samples)?;
                }
                (None, resampler) => {
                    if let Some(resampler) = resampler {
                        resampler.finish(&mut self.samples)?;
                    }
                    self.has_ended = true;
                }
            }
        }
        Ok(())
    }

    /// The next samples, silence where there are no more.
    fn take(&mut self, frames: usize) -> Vec<f32> {
        let have = self.samples.len().min(frames);
        let mut taken: Vec<f32> = self.samples.drain(..have).collect();
        taken.resize(frames, 0.0);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::super::decode::tests::wav;
    use super::*;
    use std::io::Cursor;

    fn paired(left: (Vec<u8>, u64), right: (Vec<u8>, u64)) -> super::super::Audio {
        let mut output = Cursor::new(Vec::new());
        let leg = |(file, delay_ms): (Vec<u8>, u64)| Leg { reader: Cursor::new(file), delay_ms };
        pair(leg(left), leg(right), &mut output).unwrap();
        output.set_position(0);
        decode(output).unwrap()
    }

    #[test]
    fn each_leg_lies_on_its_own_channel_and_timeline() {
        let audio = paired((wav(8_000, &[vec![0.5; 8_000]]), 0), (wav(8_000, &[vec![-0.25; 12_000]]), 1_000));
        assert_eq!((audio.format.sample_rate, audio.format.channels), (8_000, 2));
        let [agent, customer] = audio.channels.as_slice() else { panic!("two channels") };
        assert_eq!((agent.len(), customer.len()), (20_000, 20_000));
        let near = |sample: f32, wanted: f32| (sample - wanted).abs() < 0.001;
        assert!(agent[..8_000].iter().all(|sample| near(*sample, 0.5)));
        assert!(agent[8_000..].iter().all(|sample| near(*sample, 0.0)));
        assert!(customer[..8_000].iter().all(|sample| near(*sample, 0.0)));
        assert!(customer[8_000..].iter().all(|sample| near(*sample, -0.25)));
    }

    #[test]
    fn legs_of_different_rates_meet_at_sixteen_kilohertz() {
        let audio = paired((wav(8_000, &[vec![0.5; 8_000]]), 0), (wav(48_000, &[vec![0.5; 96_000]]), 500));
        assert_eq!((audio.format.sample_rate, audio.duration_ms()), (16_000, 2_500));
    }
}
