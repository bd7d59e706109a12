//! Any recording that we read → blocks of samples.
//!
//! What is unpacked sample by sample (PCM, G.711, GSM, ADPCM) is ours ([`super::samples`]);
//! symphonia does the rest, and libopus Opus ([`super::packets`]). Around both stand a fence that
//! turns a panic inside a codec into an error, and the rule that a damaged stretch becomes silence
//! of the same length, so that the timeline never slips.

use super::edits::{self, Edit};
use super::error::AudioError;
use super::foreign::Foreign;
use super::format::AudioFormat;
use super::frames_to_ms;
use super::layout::Layout;
use super::packets::{PacketReader, Step};
use super::samples::SampleReader;
use super::sniff::{Content, sniff};
use super::source::Source;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rates beyond these are damage, not recordings.
const SAMPLE_RATES: std::ops::RangeInclusive<u32> = 2_000..=768_000;
/// More channels than any recorder writes.
const MOST_CHANNELS: usize = 32;
/// A promise about the length may be this far off before we call the file cut short: some
/// containers count what the encoder padded, some only estimate.
const PROMISE_SLACK_MS: u64 = 500;

/// A few milliseconds of all channels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Block {
    /// One lane of samples a channel, all of one length; each sample is in −1 … 1.
    pub channels: Vec<Vec<f32>>,
}

impl Block {
    /// Samples in each lane.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }
}

/// What was wrong with a recording that could be decoded nevertheless.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flaws {
    /// The recorder never wrote the length into the header; we took what was there.
    pub unfinished_header: bool,
    /// The length in milliseconds that the file promises; it holds less.
    pub cut_short_of_ms: Option<u64>,
    /// Packets that did not decode; each became silence of its length.
    pub damaged_packets: u32,
}

/// A whole recording in memory. For short ones and for tests: everything else works on blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Audio {
    /// What the recording is made of.
    pub format: AudioFormat,
    /// One lane of samples a channel, all of one length.
    pub channels: Vec<Vec<f32>>,
    /// What was wrong with the file.
    pub flaws: Flaws,
}

impl Audio {
    /// How long it lasts.
    #[must_use]
    pub fn duration_ms(&self) -> u64 {
        frames_to_ms(self.channels.first().map_or(0, Vec::len) as u64, self.format.sample_rate)
    }
}

/// Reads what a recording is made of, without decoding more than its first samples. `name`: what the
/// file is called, for those that have no header.
pub fn probe<R: Read + Seek + Send + Sync>(reader: R, name: Option<&str>) -> Result<AudioFormat, AudioError> {
    Decoder::open_named(reader, name).map(|decoder| decoder.format)
}

/// Decodes a whole recording into memory.
pub fn decode<R: Read + Seek + Send + Sync>(reader: R) -> Result<Audio, AudioError> {
    Decoder::open(reader)?.into_audio()
}

/// Decodes a recording block by block.
pub struct Decoder<'s> {
    engine: Engine<'s>,
    format: AudioFormat,
    header_is_sound: bool,
    promised_frames: Option<u64>,
    flaws: Flaws,
    block: Block,
    /// The first block was decoded on opening and is still to be handed out.
    first_block_waits: bool,
    frames: u64,
    ended: bool,
}

/// What makes samples of bytes.
enum Engine<'s> {
    Samples(Box<SampleReader<'s>>),
    Packets(Box<PacketReader<'s>>),
}

impl<'s> Decoder<'s> {
    /// Finds out what `reader` holds and decodes its first samples.
    ///
    /// # Errors
    /// Whatever [`AudioError`] describes; a file of which only the beginning is whole opens.
    pub fn open<R: Read + Seek + Send + Sync + 's>(reader: R) -> Result<Self, AudioError> {
        Self::open_named(reader, None)
    }

    /// The same for a file that is called `name`, which decides where the content does not: what has
    /// no header is told by its ending (`.ulaw`, `.sln16` …).
    ///
    /// # Errors
    /// Those of [`Decoder::open`].
    pub fn open_named<R>(mut reader: R, name: Option<&str>) -> Result<Self, AudioError>
    where
        R: Read + Seek + Send + Sync + 's,
    {
        let len = reader.seek(SeekFrom::End(0)).map_err(AudioError::Read)?;
        if len == 0 {
            return Err(AudioError::Empty);
        }
        let content = sniff(&mut reader, len, name).map_err(AudioError::Read)?;
        let (mut decoder, no_sound) = match content {
            Content::Samples(layout) => (Self::of_samples(reader, &layout)?, AudioError::NoSound),
            Content::Mpeg { start, len } => {
                let source = Source::part(reader, start, len);
                let mut decoder = fenced(|| Self::of_packets(source, None))??;
                decoder.format.container = "wave";
                decoder.header_is_sound = false;
                (decoder, AudioError::NoSound)
            }
            Content::Packets { container } => {
                let edit = edits::of_mp4(&mut reader, len).map_err(AudioError::Read)?;
                let source = Source::part(reader, 0, len);
                let opened = fenced(|| Self::of_packets(source, edit))?;
                // Bytes without a header are taken for a container that they only resemble.
                (opened.map_err(|error| known_at_least(error, container))?, AudioError::NotAudio)
            }
            Content::Refused(refusal) => return Err(refusal),
        };
        if !decoder.advance()? {
            return Err(no_sound);
        }
        decoder.first_block_waits = true;
        Ok(decoder)
    }

    fn of_samples<R: Read + Seek + Send + Sync + 's>(reader: R, layout: &Layout) -> Result<Self, AudioError> {
        let channels = usize::from(layout.channels);
        if channels == 0 || channels > MOST_CHANNELS {
            return Err(AudioError::damaged("its header names no usual number of channels"));
        }
        if !SAMPLE_RATES.contains(&layout.sample_rate) {
            return Err(AudioError::damaged("its header names no usual sample rate"));
        }
        let format = AudioFormat {
            container: layout.container,
            codec: layout.coding.name(),
            sample_rate: layout.sample_rate,
            channels: layout.channels,
        };
        let engine = Engine::Samples(Box::new(SampleReader::open(reader, layout)?));
        let flaws = Flaws { unfinished_header: layout.is_unfinished, ..Flaws::default() };
        let mut decoder = Self::begin(engine, format, flaws);
        decoder.header_is_sound = layout.header_is_sound;
        decoder.promised_frames = layout.promised_frames;
        Ok(decoder)
    }

    fn of_packets<R: Read + Seek + Send + Sync + 's>(
        source: Source<R>,
        edit: Option<Edit>,
    ) -> Result<Self, AudioError> {
        let reader = PacketReader::open(Box::new(source), edit)?;
        let (container, codec) = reader.names();
        let format = AudioFormat { container, codec, sample_rate: 0, channels: 0 };
        Ok(Self::begin(Engine::Packets(Box::new(reader)), format, Flaws::default()))
    }

    fn begin(engine: Engine<'s>, format: AudioFormat, flaws: Flaws) -> Self {
        Self {
            engine,
            format,
            header_is_sound: true,
            promised_frames: None,
            flaws,
            block: Block::default(),
            first_block_waits: false,
            frames: 0,
            ended: false,
        }
    }

    /// The same samples, said to be those of what they were converted from.
    #[must_use]
    pub fn standing_for(mut self, foreign: &Foreign) -> Self {
        (self.format.container, self.format.codec) = (foreign.container, foreign.codec);
        self.header_is_sound = false;
        self
    }

    /// What the recording is made of.
    #[must_use]
    pub fn format(&self) -> &AudioFormat {
        &self.format
    }

    /// Whether a player that reads the file's header finds the same samples as we do.
    #[must_use]
    pub fn header_is_sound(&self) -> bool {
        self.header_is_sound
    }

    /// What was wrong with the file; complete once the last block was read.
    #[must_use]
    pub fn flaws(&self) -> Flaws {
        self.flaws
    }

    /// Samples of each channel handed out so far.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// The next block; `None` at the end.
    ///
    /// # Errors
    /// [`AudioError::Read`] when the bytes cannot be read. Damage ends or silences the stream
    /// and is told by [`Decoder::flaws`].
    pub fn next_block(&mut self) -> Result<Option<&Block>, AudioError> {
        if !std::mem::take(&mut self.first_block_waits) && !self.advance()? {
            return Ok(None);
        }
        self.frames = self.frames.saturating_add(self.block.frames() as u64);
        Ok(Some(&self.block))
    }

    /// The whole of it in memory.
    fn into_audio(mut self) -> Result<Audio, AudioError> {
        let mut channels = vec![Vec::new(); usize::from(self.format.channels)];
        while let Some(block) = self.next_block()? {
            for (lane, samples) in channels.iter_mut().zip(&block.channels) {
                lane.extend_from_slice(samples);
            }
        }
        Ok(Audio { format: self.format, channels, flaws: self.flaws })
    }

    /// Decodes until there is a block with samples in it; false at the end.
    fn advance(&mut self) -> Result<bool, AudioError> {
        while !self.ended {
            let goes_on = match fenced(|| self.step()) {
                Ok(goes_on) => goes_on?,
                Err(_) if self.format.channels > 0 => self.give_up(),
                Err(panicked) => return Err(panicked),
            };
            if !goes_on {
                self.end();
            } else if self.block.frames() > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn end(&mut self) {
        self.ended = true;
        let promised = match &self.engine {
            Engine::Samples(_) => self.promised_frames,
            Engine::Packets(reader) => reader.promised_frames(),
        };
        let Some(promised) = promised else { return };
        let promised_ms = frames_to_ms(promised, self.format.sample_rate);
        let found_ms = frames_to_ms(self.frames, self.format.sample_rate);
        let is_exact = matches!(self.engine, Engine::Samples(_));
        let slack = if is_exact { 0 } else { PROMISE_SLACK_MS + promised_ms / 50 };
        if promised_ms > found_ms.saturating_add(slack) {
            self.flaws.cut_short_of_ms = Some(promised_ms);
        }
    }

    /// Puts what comes next into the block, which may be nothing; false at the end.
    fn step(&mut self) -> Result<bool, AudioError> {
        let lanes = &mut self.block.channels;
        let reader = match &mut self.engine {
            Engine::Packets(reader) => reader,
            Engine::Samples(reader) => {
                let damaged = reader.next(lanes)?;
                self.flaws.damaged_packets = self.flaws.damaged_packets.saturating_add(damaged);
                self.keep_to_scale();
                return Ok(self.block.frames() > 0);
            }
        };
        match reader.next(lanes)? {
            Step::Decoded { rate } => Ok(self.accept(rate)),
            Step::Damaged { frames } => {
                self.flaws.damaged_packets = self.flaws.damaged_packets.saturating_add(1);
                self.fall_silent(frames);
                Ok(true)
            }
            Step::Nothing => {
                self.fall_silent(0);
                Ok(true)
            }
            Step::GivenUp => Ok(self.give_up()),
            Step::End => Ok(false),
        }
    }

    /// A stream that stops making sense: what came before it counts.
    fn give_up(&mut self) -> bool {
        self.flaws.damaged_packets = self.flaws.damaged_packets.saturating_add(1);
        false
    }

    /// Takes the block that was just decoded; the first one settles rate and channels.
    fn accept(&mut self, rate: u32) -> bool {
        let channels = self.block.channels.len();
        if self.format.channels == 0 {
            if channels == 0 || channels > MOST_CHANNELS || !SAMPLE_RATES.contains(&rate) {
                return self.give_up();
            }
            self.format.sample_rate = rate;
            self.format.channels = u16::try_from(channels).unwrap_or(u16::MAX);
        }
        if rate != self.format.sample_rate || channels == 0 {
            return self.give_up();
        }
        self.keep_shape();
        self.keep_to_scale();
        true
    }

    /// Holds the block to the recording's channels. A lane that appears in mid-stream is dropped, one
    /// that disappears repeats the first.
    fn keep_shape(&mut self) {
        let channels = usize::from(self.format.channels);
        if self.block.channels.len() != channels {
            let first = self.block.channels.first().cloned().unwrap_or_default();
            self.block.channels.resize(channels, first);
        }
    }

    /// Holds the block to −1 … 1. What whole numbers give lies there already.
    fn keep_to_scale(&mut self) {
        if self.format.codec.starts_with("pcm_") && !self.format.codec.starts_with("pcm_f") {
            return;
        }
        for sample in self.block.channels.iter_mut().flatten() {
            *sample = if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 };
        }
    }

    fn fall_silent(&mut self, frames: usize) {
        for lane in &mut self.block.channels {
            lane.clear();
            lane.resize(if self.format.channels > 0 { frames } else { 0 }, 0.0);
        }
    }
}

/// A container that begins as it should and holds nothing that symphonia knows may still be one that
/// ffmpeg reads.
fn known_at_least(error: AudioError, container: Option<Foreign>) -> AudioError {
    match (error, container) {
        (AudioError::NotAudio, Some(foreign)) => AudioError::unread("of this file", Some(foreign)),
        (error, _) => error,
    }
}

/// Runs a codec behind a fence: a panic in it is damage in the file, not the end of the process.
fn fenced<T>(work: impl FnOnce() -> T) -> Result<T, AudioError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| AudioError::damaged("the decoder gave up on it"))
}

impl std::fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder")
            .field("format", &self.format)
            .field("frames", &self.frames)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests;
