//! Any recording that we read → blocks of samples.
//!
//! symphonia does the work (libopus for Opus). Around it stand the header repair of
//! [`super::wav`], a fence that turns a panic inside a codec into an error, and the rule that a
//! damaged stretch becomes silence of the same length, so that the timeline never slips.

use super::error::AudioError;
use super::format::AudioFormat;
use super::frames_to_ms;
use super::source::Source;
use super::wav::WavLayout;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

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

/// Reads what a recording is made of, without decoding more than its first samples.
pub fn probe<R: Read + Seek + Send + Sync>(reader: R) -> Result<AudioFormat, AudioError> {
    Decoder::open(reader).map(|decoder| decoder.format)
}

/// Decodes a whole recording into memory.
pub fn decode<R: Read + Seek + Send + Sync>(reader: R) -> Result<Audio, AudioError> {
    let mut decoder = Decoder::open(reader)?;
    let mut channels = vec![Vec::new(); usize::from(decoder.format.channels)];
    while let Some(block) = decoder.next_block()? {
        for (lane, samples) in channels.iter_mut().zip(&block.channels) {
            lane.extend_from_slice(samples);
        }
    }
    Ok(Audio { format: decoder.format.clone(), channels, flaws: decoder.flaws() })
}

/// Decodes a recording block by block.
pub struct Decoder<'s> {
    reader: Box<dyn FormatReader + 's>,
    codec: Box<dyn AudioDecoder>,
    track_id: u32,
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

/// What became of one packet.
enum Step {
    Decoded,
    Nothing,
    End,
}

impl<'s> Decoder<'s> {
    /// Finds out what `reader` holds and decodes its first samples.
    ///
    /// # Errors
    /// Whatever [`AudioError`] describes; a file of which only the beginning is whole opens.
    pub fn open<R: Read + Seek + Send + Sync + 's>(mut reader: R) -> Result<Self, AudioError> {
        let len = reader.seek(SeekFrom::End(0)).map_err(AudioError::Read)?;
        if len == 0 {
            return Err(AudioError::Empty);
        }
        let wav = WavLayout::find(&mut reader, len).map_err(AudioError::Read)?;
        let source = match &wav {
            Some(layout) => layout.source(reader)?,
            None => Source::whole(reader, len),
        };
        let mut decoder = fenced(|| Self::start(Box::new(source)))??;
        let no_sound = if wav.is_some() { AudioError::NoSound } else { AudioError::NotAudio };
        if let Some(layout) = wav {
            decoder.format.container = "wave";
            decoder.header_is_sound = layout.header_is_sound();
            decoder.promised_frames = layout.promised_frames();
            decoder.flaws.unfinished_header = layout.is_unfinished();
        }
        // Bytes without a header are taken for a container that they only resemble.
        if !decoder.advance()? {
            return Err(no_sound);
        }
        decoder.first_block_waits = true;
        Ok(decoder)
    }

    fn start(source: Box<dyn symphonia::core::io::MediaSource + 's>) -> Result<Self, AudioError> {
        let stream = MediaSourceStream::new(source, symphonia::core::io::MediaSourceStreamOptions::default());
        let options = (FormatOptions::default(), MetadataOptions::default());
        let reader = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, options.0, options.1)
            .map_err(refusal)?;
        let track = reader.default_track(TrackType::Audio).or_else(|| reader.first_track(TrackType::Audio));
        let track = track.ok_or(AudioError::NoSound)?;
        let codec = make_codec(track)?;
        let format = AudioFormat {
            container: reader.format_info().short_name,
            codec: codec.codec_info().short_name,
            sample_rate: 0,
            channels: 0,
        };
        let (track_id, promised_frames) = (track.id, track.num_frames);
        Ok(Self {
            reader,
            codec,
            track_id,
            format,
            header_is_sound: true,
            promised_frames,
            flaws: Flaws::default(),
            block: Block::default(),
            first_block_waits: false,
            frames: 0,
            ended: false,
        })
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

    /// Decodes until there is a block with samples in it; false at the end.
    fn advance(&mut self) -> Result<bool, AudioError> {
        while !self.ended {
            let step = match fenced(|| self.step()) {
                Ok(step) => step?,
                Err(_) if self.format.channels > 0 => {
                    self.flaws.damaged_packets = self.flaws.damaged_packets.saturating_add(1);
                    Step::End
                }
                Err(panicked) => return Err(panicked),
            };
            match step {
                Step::Decoded if self.block.frames() > 0 => return Ok(true),
                Step::Decoded | Step::Nothing => {}
                Step::End => self.end(),
            }
        }
        Ok(false)
    }

    fn end(&mut self) {
        self.ended = true;
        let Some(promised) = self.promised_frames else { return };
        let promised_ms = frames_to_ms(promised, self.format.sample_rate);
        let found_ms = frames_to_ms(self.frames, self.format.sample_rate);
        let slack = if self.format.container == "wave" { 0 } else { PROMISE_SLACK_MS + promised_ms / 50 };
        if promised_ms > found_ms.saturating_add(slack) {
            self.flaws.cut_short_of_ms = Some(promised_ms);
        }
    }

    fn step(&mut self) -> Result<Step, AudioError> {
        let packet = match self.reader.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return Ok(Step::End),
            Err(SymphoniaError::ResetRequired) => return self.restart(),
            Err(SymphoniaError::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(AudioError::Read(error));
            }
            Err(_) => return Ok(self.give_up()),
        };
        if packet.track_id != self.track_id {
            return Ok(Step::Nothing);
        }
        match self.codec.decode(&packet) {
            Ok(samples) => {
                let rate = samples.spec().rate();
                samples.copy_to_vecs_planar(&mut self.block.channels);
                Ok(self.accept(rate))
            }
            Err(SymphoniaError::DecodeError(_) | SymphoniaError::IoError(_)) => Ok(self.silence_for(&packet)),
            Err(_) => Ok(self.give_up()),
        }
    }

    /// A stream that stops making sense: what came before it counts.
    fn give_up(&mut self) -> Step {
        self.flaws.damaged_packets = self.flaws.damaged_packets.saturating_add(1);
        Step::End
    }

    /// A chained stream begins anew (Ogg): go on when it has the same shape.
    fn restart(&mut self) -> Result<Step, AudioError> {
        let Some(track) = self.reader.first_track(TrackType::Audio) else { return Ok(Step::End) };
        self.codec = make_codec(track)?;
        self.track_id = track.id;
        self.promised_frames = None;
        Ok(Step::Nothing)
    }

    /// Takes the block that was just decoded; the first one settles rate and channels.
    fn accept(&mut self, rate: u32) -> Step {
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
        Step::Decoded
    }

    /// Holds the block to the recording's channels and to −1 … 1. A lane that appears in
    /// mid-stream is dropped, one that disappears repeats the first.
    fn keep_shape(&mut self) {
        let first = self.block.channels.first().cloned().unwrap_or_default();
        self.block.channels.resize(usize::from(self.format.channels), first);
        for sample in self.block.channels.iter_mut().flatten() {
            *sample = if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 };
        }
    }

    fn silence_for(&mut self, packet: &Packet) -> Step {
        self.flaws.damaged_packets = self.flaws.damaged_packets.saturating_add(1);
        if self.format.channels == 0 {
            return Step::Nothing;
        }
        let frames = self.frames_in(packet);
        for lane in &mut self.block.channels {
            lane.clear();
            lane.resize(frames, 0.0);
        }
        Step::Decoded
    }

    /// How many frames a packet should have given; at most one second, whatever it claims.
    fn frames_in(&self, packet: &Packet) -> usize {
        let track = self.reader.tracks().iter().find(|track| track.id == self.track_id);
        let Some(base) = track.and_then(|track| track.time_base) else { return 0 };
        let rate = u64::from(self.format.sample_rate);
        let ticks = packet.dur.get().min(u64::from(u32::MAX));
        let frames = u128::from(ticks) * u128::from(base.numer.get()) * u128::from(rate)
            / u128::from(base.denom.get());
        usize::try_from(frames.min(u128::from(rate))).unwrap_or_default()
    }
}

fn make_codec(track: &Track) -> Result<Box<dyn AudioDecoder>, AudioError> {
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
        return Err(AudioError::UnsupportedCodec { codec: "of this file".to_owned() });
    };
    codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .map_err(|_| AudioError::UnsupportedCodec { codec: codec_name(parameters) })
}

/// symphonia's own codecs, and libopus.
fn codecs() -> &'static CodecRegistry {
    static CODECS: OnceLock<CodecRegistry> = OnceLock::new();
    CODECS.get_or_init(|| {
        let mut registry = CodecRegistry::new();
        symphonia::default::register_enabled_codecs(&mut registry);
        registry.register_audio_decoder::<symphonia_adapter_libopus::OpusDecoder>();
        registry
    })
}

fn codec_name(parameters: &AudioCodecParameters) -> String {
    use symphonia::core::codecs::audio::well_known as id;
    let known = match parameters.codec {
        id::CODEC_ID_AC3 => "AC-3",
        id::CODEC_ID_EAC3 => "E-AC-3",
        id::CODEC_ID_AAC => "AAC (other than AAC-LC)",
        id::CODEC_ID_OPUS => "Opus with more than two channels",
        id::CODEC_ID_SPEEX => "Speex",
        id::CODEC_ID_WMA => "WMA",
        other => return other.to_string(),
    };
    known.to_owned()
}

fn refusal(error: SymphoniaError) -> AudioError {
    match error {
        SymphoniaError::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            AudioError::Read(error)
        }
        SymphoniaError::DecodeError(reason) => AudioError::Damaged { reason: reason.to_owned() },
        _ => AudioError::NotAudio,
    }
}

/// Runs a codec behind a fence: a panic in it is damage in the file, not the end of the process.
fn fenced<T>(work: impl FnOnce() -> T) -> Result<T, AudioError> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| AudioError::Damaged { reason: "the decoder gave up on it".to_owned() })
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
