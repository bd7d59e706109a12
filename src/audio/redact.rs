//! A copy of a recording in which stretches are covered, on every channel and on the same timeline.

use super::activity::Span;
use super::decode::{Block, Decoder};
use super::error::AudioError;
use super::rendition::Rendition;
use std::io::{Seek, Write};

/// What is heard in a covered stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covering {
    /// Nothing at all.
    Silence,
    /// A tone that says that something was taken out.
    Beep,
}

/// The pitch of the tone in hertz: within what a telephone lets through.
const PITCH: f64 = 1_000.0;
/// How loud it is, of full scale: heard, without startling.
const LOUDNESS: f64 = 0.15;

/// Writes the recording into `output` as 16-bit WAV at its own rate, with these stretches (in the order of
/// their beginnings; they may overlap) covered on every channel. Sample for sample the timeline of what is
/// decoded, in memory for one block.
///
/// # Errors
/// Those of decoding, and [`AudioError::Write`].
pub fn redact<W: Write + Seek>(
    mut decoder: Decoder<'_>,
    stretches: &[Span],
    covering: Covering,
    output: W,
) -> Result<(), AudioError> {
    let format = decoder.format().clone();
    let frames: Vec<(u64, u64)> = stretches
        .iter()
        .map(|span| {
            (first_frame(span.start_ms, format.sample_rate), frame_after(span.end_ms, format.sample_rate))
        })
        .collect();
    let mut copy = Rendition::new(output, &format)?;
    let mut at = 0_u64;
    while let Some(block) = decoder.next_block()? {
        let until = at + block.frames() as u64;
        let touched: Vec<(u64, u64)> =
            frames.iter().filter(|(from, to)| *from < until && *to > at).copied().collect();
        if touched.is_empty() {
            copy.push(block)?;
        } else {
            let mut covered = block.clone();
            for (from, to) in touched {
                cover(&mut covered, at, from.max(at)..to.min(until), covering, format.sample_rate);
            }
            copy.push(&covered)?;
        }
        at = until;
    }
    copy.finish()
}

/// Covers these frames of the recording in a block that begins at frame `at`.
fn cover(block: &mut Block, at: u64, frames: std::ops::Range<u64>, covering: Covering, sample_rate: u32) {
    for frame in frames {
        let sample = match covering {
            Covering::Silence => 0.0,
            Covering::Beep => tone(frame, sample_rate),
        };
        let Ok(place) = usize::try_from(frame - at) else { continue };
        for lane in &mut block.channels {
            if let Some(heard) = lane.get_mut(place) {
                *heard = sample;
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a sample is a small number"
)]
fn tone(frame: u64, sample_rate: u32) -> f32 {
    // By its place in a second, so that the tone does not grow coarse after an hour.
    let rate = u64::from(sample_rate.max(1));
    let seconds = (frame % rate) as f64 / rate as f64;
    ((std::f64::consts::TAU * PITCH * seconds).sin() * LOUDNESS) as f32
}

fn first_frame(at_ms: u64, sample_rate: u32) -> u64 {
    at_ms * u64::from(sample_rate) / 1000
}

fn frame_after(at_ms: u64, sample_rate: u32) -> u64 {
    (at_ms * u64::from(sample_rate)).div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::wav;
    use super::*;
    use std::io::Cursor;

    fn redacted(file: Vec<u8>, spans: &[(u64, u64)], covering: Covering) -> Vec<Vec<f32>> {
        let spans: Vec<Span> =
            spans.iter().map(|(start_ms, end_ms)| Span { start_ms: *start_ms, end_ms: *end_ms }).collect();
        let mut output = Cursor::new(Vec::new());
        redact(Decoder::open(Cursor::new(file)).unwrap(), &spans, covering, &mut output).unwrap();
        super::super::decode(output).unwrap().channels
    }

    fn is_silent(lane: &[f32]) -> bool {
        lane.iter().all(|sample| *sample == 0.0)
    }

    #[test]
    fn a_stretch_is_silent_on_every_channel_and_the_rest_is_as_it_was() {
        let file = wav(8_000, &[vec![0.5; 16_000], vec![-0.25; 16_000]]);
        let before = super::super::decode(Cursor::new(file.clone())).unwrap().channels;
        let after = redacted(file, &[(500, 700), (600, 1_000)], Covering::Silence);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.len(), after.len());
            assert!(is_silent(&after[4_000..8_000]));
            assert_eq!((&before[..4_000], &before[8_000..]), (&after[..4_000], &after[8_000..]));
        }
    }

    #[test]
    fn a_tone_stands_in_place_of_what_was_said() {
        let after = redacted(wav(8_000, &[vec![0.5; 8_000]]), &[(250, 750)], Covering::Beep);
        let covered = &after[0][2_000..6_000];
        assert!(covered.iter().all(|sample| sample.abs() < 0.16));
        assert!(covered.iter().filter(|sample| sample.abs() > 0.1).count() > 1_000);
    }

    #[test]
    fn a_stretch_beyond_the_end_is_no_trouble() {
        let after =
            redacted(wav(8_000, &[vec![0.5; 800]]), &[(50, 5_000), (9_000, 9_500)], Covering::Silence);
        assert_eq!(after[0].len(), 800);
        assert!(is_silent(&after[0][400..]) && !is_silent(&after[0][..400]));
    }
}
