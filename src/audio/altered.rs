//! A stretch of sound in which nobody is known by their voice at once: everything is a major third lower, its
//! length and its pauses as they were.
//!
//! Short grains of the sound are played more slowly than they were spoken, each from its own place, and
//! faded into one another; each grain begins where it fits best to the end of the last (waveform similarity,
//! Verhelst and Roelands, ICASSP 1993). So pitch and timbre of a voice both change, and what is said stays
//! as clear as it was. It hides a voice from colleagues who happen to know it; it is no protection against
//! somebody who sets out to undo it, and words and manner stay.
//!
//! A block of ten seconds depends on nothing but its own sound and a few milliseconds around it: a player
//! may ask for any part, and hears the same as in the whole.

use super::peaks::sixteen_bit;
use std::ops::Range;

/// With which voices something is heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Voice {
    /// Everybody's own.
    #[default]
    Own,
    /// Altered, so that nobody is known by it at once.
    Altered,
}

impl Voice {
    /// Its name in the interface.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Altered => "altered",
        }
    }
}

/// How fast a grain is played, as a fraction: four fifths, a third (of the scale) lower.
const SLOWER: (i64, i64) = (4, 5);
/// How many grains begin in a second; each lasts for two of these steps.
const GRAINS_A_SECOND: u32 = 50;
/// How many grains a block has: ten seconds.
const GRAINS_A_BLOCK: u64 = 500;
/// How far from its own place a grain is looked for: half a period of the lowest voice, 70 Hz.
const LOOKS_AROUND_MS: u32 = 7;
/// How many samples a second are compared.
const COMPARED_A_SECOND: u32 = 8_000;
/// How many bytes a sample of altered sound has.
const SAMPLE_BYTES: u64 = 2;
/// How many bytes a WAV header of PCM has.
const HEADER_BYTES: u64 = 44;

/// The shape of an altered stretch: a WAV file of 16-bit PCM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlteredVoice {
    frames: u64,
    sample_rate: u32,
    channels: u16,
}

impl AlteredVoice {
    /// Of so many frames.
    #[must_use]
    pub fn new(frames: u64, sample_rate: u32, channels: u16) -> Self {
        Self { frames, sample_rate: sample_rate.max(GRAINS_A_SECOND), channels: channels.max(1) }
    }

    /// How many bytes it has with its header.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        HEADER_BYTES + self.frames * self.frame_bytes()
    }

    /// Its header.
    #[must_use]
    pub fn header(&self) -> Vec<u8> {
        let little = |bytes: u64| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
        let frame_bytes = self.frame_bytes();
        let length = self.frames * frame_bytes;
        let mut header = Vec::with_capacity(44);
        header.extend_from_slice(b"RIFF");
        header.extend_from_slice(&little(length + HEADER_BYTES - 8));
        header.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0");
        header.extend_from_slice(&self.channels.to_le_bytes());
        header.extend_from_slice(&self.sample_rate.to_le_bytes());
        header.extend_from_slice(&little(u64::from(self.sample_rate) * frame_bytes));
        header.extend_from_slice(&u16::try_from(frame_bytes).unwrap_or(u16::MAX).to_le_bytes());
        header.extend_from_slice(&16_u16.to_le_bytes());
        header.extend_from_slice(b"data");
        header.extend_from_slice(&little(length));
        header
    }

    /// The blocks that these bytes lie in, counted from 0; the header lies in none.
    #[must_use]
    pub fn blocks(&self, bytes: &Range<u64>) -> Range<u64> {
        let block_bytes = self.block_frames() * self.frame_bytes();
        let from = bytes.start.saturating_sub(HEADER_BYTES) / block_bytes;
        let until = bytes.end.min(self.bytes()).saturating_sub(HEADER_BYTES).div_ceil(block_bytes);
        from..until.max(from)
    }

    /// Which bytes a block fills.
    #[must_use]
    pub fn bytes_of(&self, block: u64) -> Range<u64> {
        let frames = self.frames_of(block);
        HEADER_BYTES + frames.start * self.frame_bytes()..HEADER_BYTES + frames.end * self.frame_bytes()
    }

    /// Which frames of the sound must be known to make a block.
    #[must_use]
    pub fn heard_for(&self, block: u64) -> Range<u64> {
        let frames = self.frames_of(block);
        let around = self.hop() * 2 + self.looks_around();
        frames.start.saturating_sub(around)..(frames.end + around).min(self.frames)
    }

    /// The bytes of a block. `lanes`: one a channel, the frames of [`AlteredVoice::heard_for`].
    #[must_use]
    pub fn make(&self, block: u64, lanes: &[Vec<f32>]) -> Vec<u8> {
        let first = self.heard_for(block).start;
        let altered: Vec<Vec<f32>> = (0..usize::from(self.channels))
            .map(|lane| lanes.get(lane).map_or_else(Vec::new, |lane| self.alter(block, first, lane)))
            .collect();
        let frames = self.frames_of(block);
        let mut bytes = Vec::new();
        for at in 0..usize::try_from(frames.end - frames.start).unwrap_or_default() {
            for lane in &altered {
                let sample = lane.get(at).copied().unwrap_or_default();
                bytes.extend_from_slice(&sixteen_bit(sample).to_le_bytes());
            }
        }
        bytes
    }

    fn alter(&self, block: u64, first: u64, lane: &[f32]) -> Vec<f32> {
        let frames = self.frames_of(block);
        let place = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
        let sound = Sound { lane, first: place(first) };
        let (hop, around) = (place(self.hop()), place(self.looks_around()));
        let stride = usize::try_from(self.sample_rate / COMPARED_A_SECOND).unwrap_or(1).max(1);
        let begin = place(frames.start);
        let steps = (place(frames.end) - begin + hop - 1) / hop;
        let mut altered = Vec::with_capacity(usize::try_from(steps * hop).unwrap_or_default());
        let mut last = Grain { centre: begin, from: begin };
        for step in 1..=steps {
            let centre = begin + step * hop;
            // A block begins and ends with a grain at its own place, so that blocks meet without a click.
            let next = if step == steps {
                Grain { centre, from: centre }
            } else {
                sound.best_after(&last, centre, around, stride)
            };
            for at in last.centre..centre {
                let fade = faded(at - last.centre, hop);
                altered.push(sound.played(&last, at) * (1.0 - fade) + sound.played(&next, at) * fade);
            }
            last = next;
        }
        altered.truncate(usize::try_from(frames.end - frames.start).unwrap_or_default());
        altered
    }

    fn frames_of(&self, block: u64) -> Range<u64> {
        let begin = (block * self.block_frames()).min(self.frames);
        begin..(begin + self.block_frames()).min(self.frames)
    }

    fn frame_bytes(&self) -> u64 {
        u64::from(self.channels) * SAMPLE_BYTES
    }

    fn block_frames(&self) -> u64 {
        self.hop() * GRAINS_A_BLOCK
    }

    fn hop(&self) -> u64 {
        u64::from(self.sample_rate / GRAINS_A_SECOND)
    }

    fn looks_around(&self) -> u64 {
        u64::from(self.sample_rate) * u64::from(LOOKS_AROUND_MS) / 1000
    }
}

/// A grain: what is heard at its centre is the sound at `from`.
struct Grain {
    centre: i64,
    from: i64,
}

/// One channel; `first` is the place of its first sample.
struct Sound<'l> {
    lane: &'l [f32],
    first: i64,
}

impl Sound<'_> {
    fn at(&self, place: i64) -> f32 {
        let index = usize::try_from(place - self.first).ok();
        index.and_then(|index| self.lane.get(index)).copied().unwrap_or_default()
    }

    /// What a grain plays at a moment: between samples, a line.
    fn played(&self, grain: &Grain, at: i64) -> f32 {
        let (num, den) = SLOWER;
        let past = (at - grain.centre) * num;
        let (whole, part) = (grain.from + past.div_euclid(den), past.rem_euclid(den));
        let part = [0.0, 0.2, 0.4, 0.6, 0.8].get(usize::try_from(part).unwrap_or_default());
        let part = part.copied().unwrap_or_default();
        self.at(whole) * (1.0 - part) + self.at(whole + 1) * part
    }

    /// The grain at `centre` that goes on as the last one ends; of equal ones the nearest to its own place.
    fn best_after(&self, last: &Grain, centre: i64, around: i64, stride: usize) -> Grain {
        let places: Vec<i64> = (last.centre..centre).step_by(stride).collect();
        let ending: Vec<f32> = places.iter().map(|at| self.played(last, *at)).collect();
        let likeness = |from: i64| {
            let grain = Grain { centre, from };
            let (mut together, mut loud) = (0.0_f32, 1e-6_f32);
            for (at, heard) in places.iter().zip(&ending) {
                let sample = self.played(&grain, *at);
                together += heard * sample;
                loud += sample * sample;
            }
            together / loud.sqrt()
        };
        let mut best = (likeness(centre), centre);
        for away in (1..=around).step_by(stride) {
            for from in [centre - away, centre + away] {
                let found = likeness(from);
                if found > best.0 {
                    best = (found, from);
                }
            }
        }
        Grain { centre, from: best.1 }
    }
}

/// How far the next grain has come, `past` of `hop` samples after the last one's centre: half a cosine.
fn faded(past: i64, hop: i64) -> f32 {
    let thousandths = u16::try_from(past * 1000 / hop.max(1)).unwrap_or_default();
    0.5 - 0.5 * (f32::from(thousandths) / 1000.0 * std::f32::consts::PI).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 8_000;

    fn tone(hertz: f64, frames: u32) -> Vec<f32> {
        let at = |frame: u32| f64::from(frame) / f64::from(RATE) * hertz * std::f64::consts::TAU;
        #[expect(clippy::cast_possible_truncation, reason = "a sample of a test")]
        (0..frames).map(|frame| (at(frame).sin() * 0.5) as f32).collect()
    }

    fn altered(sound: &[f32]) -> Vec<i16> {
        let shape = AlteredVoice::new(sound.len() as u64, RATE, 1);
        let mut bytes = Vec::new();
        for block in shape.blocks(&(0..shape.bytes())) {
            let heard = shape.heard_for(block);
            let range = usize::try_from(heard.start).unwrap()..usize::try_from(heard.end).unwrap();
            let made = shape.make(block, &[sound[range].to_vec()]);
            let filled = shape.bytes_of(block);
            assert_eq!(filled.start, 44 + bytes.len() as u64);
            assert_eq!(filled.end - filled.start, made.len() as u64);
            bytes.extend(made);
        }
        assert_eq!(bytes.len() as u64 + 44, shape.bytes());
        bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    fn rises(sound: &[i16]) -> usize {
        sound.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count()
    }

    #[test]
    fn a_tone_is_a_third_lower_as_long_and_as_loud() {
        // Twenty-one seconds: over two joints between blocks.
        let sound = altered(&tone(200.0, 21 * RATE));
        assert_eq!(sound.len(), 21 * 8_000);
        let heard = rises(&sound);
        assert!((3_320..=3_400).contains(&heard), "{heard} waves in 21 s; 160 a second are 3,360");
        let loudest = sound[8_000..16_000].iter().map(|one| one.unsigned_abs()).max().unwrap();
        assert!((15_000..=17_000).contains(&loudest), "{loudest}");
    }

    #[test]
    fn nothing_clicks_where_grains_and_blocks_meet() {
        let sound = altered(&tone(110.0, 21 * RATE));
        // 88 Hz at half the loudness moves by at most 1,133 from sample to sample.
        let steepest = sound.windows(2).map(|pair| pair[0].abs_diff(pair[1])).max().unwrap();
        assert!(steepest < 1_700, "{steepest}");
    }

    #[test]
    fn silence_stays_silent_and_what_is_short_is_no_trouble() {
        assert!(altered(&vec![0.0; 30_000]).iter().all(|one| *one == 0));
        for frames in [0, 1, 159, 160, 161, 80_000, 80_001] {
            assert_eq!(altered(&tone(300.0, frames)).len(), frames as usize);
        }
        let odd = AlteredVoice::new(10, 0, 0);
        assert_eq!(odd.make(0, &[]).len(), 20);
        assert!(odd.blocks(&(0..44)).is_empty() && odd.bytes_of(7).is_empty());
    }

    #[test]
    fn it_is_a_wav_file_that_everything_reads() {
        let shape = AlteredVoice::new(16_000, RATE, 2);
        let lanes = [tone(200.0, 16_000), vec![0.0; 16_000]];
        let file = [shape.header(), shape.make(0, &lanes)].concat();
        assert_eq!(file.len() as u64, shape.bytes());
        let read = crate::audio::decode(std::io::Cursor::new(file)).unwrap();
        assert_eq!((read.channels.len(), read.channels[0].len()), (2, 16_000));
        assert!(
            read.channels[1].iter().all(|one| *one == 0.0) && read.channels[0].iter().any(|one| *one > 0.4)
        );
    }
}
