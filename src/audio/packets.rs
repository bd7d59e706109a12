//! The decoder of everything that comes in packets: symphonia's containers and codecs, and libopus.
//!
//! What an encoder put before the first sample and after the last is taken off here, for every
//! codec in one place, so that a position is the one that ears hear.

use super::edits::Edit;
use super::error::AudioError;
use super::foreign::Foreign;
use std::io;
use std::sync::OnceLock;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known as codec_id;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::Duration;

/// The rates that libopus decodes to by itself.
const OPUS_RATES: [u32; 5] = [8_000, 12_000, 16_000, 24_000, 48_000];
/// The rate that Opus counts in.
const OPUS_CLOCK: u32 = 48_000;

/// Reads packets and decodes them.
pub(super) struct PacketReader<'s> {
    reader: Box<dyn FormatReader + 's>,
    codec: Box<dyn AudioDecoder>,
    track_id: u32,
    /// Samples a second, once they are known.
    rate: Option<u32>,
    /// What the container says of its beginning and end, until the rate is known.
    edit: Option<Edit>,
    /// Frames that are still to be taken off the start.
    skip: u64,
    /// Frames that are still to come, where the container says.
    frames_left: Option<u64>,
}

/// What became of one packet.
pub(super) enum Step {
    /// Samples, at this rate.
    Decoded { rate: u32 },
    /// So many frames that should have been there; silence is to stand for them.
    Damaged { frames: usize },
    /// Nothing that concerns us.
    Nothing,
    /// The stream makes no sense from here on; what came before it counts.
    GivenUp,
    /// The end.
    End,
}

impl<'s> PacketReader<'s> {
    /// Finds out what `source` holds. `edit`: what an MP4 file says of its own beginning and end.
    pub(super) fn open(source: Box<dyn MediaSource + 's>, edit: Option<Edit>) -> Result<Self, AudioError> {
        let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
        let options = (FormatOptions::default(), MetadataOptions::default());
        let reader = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, options.0, options.1)
            .map_err(refusal)?;
        let track = reader.default_track(TrackType::Audio).or_else(|| reader.first_track(TrackType::Audio));
        let track = track.ok_or(AudioError::NoSound)?;
        let codec = make_codec(track, reader.format_info().short_name)?;
        let (track_id, skip) = (track.id, opus_head(track).map_or(0, |head| head.skip));
        Ok(Self { reader, codec, track_id, rate: None, edit, skip, frames_left: None })
    }

    /// The container's and the codec's short names.
    pub(super) fn names(&self) -> (&'static str, &'static str) {
        (self.reader.format_info().short_name, self.codec.codec_info().short_name)
    }

    /// The frames that the container promises.
    pub(super) fn promised_frames(&self) -> Option<u64> {
        let track = self.track()?;
        let frames = track.num_frames?;
        let rate = self.rate.filter(|_| opus_head(track).is_some());
        // A container of Opus counts in Opus's own clock.
        Some(rate.map_or(frames, |rate| scaled(frames, u64::from(rate), u64::from(OPUS_CLOCK))))
    }

    fn track(&self) -> Option<&Track> {
        self.reader.tracks().iter().find(|track| track.id == self.track_id)
    }

    /// Decodes the next packet into `lanes`.
    ///
    /// # Errors
    /// [`AudioError::Read`] when the bytes cannot be read.
    pub(super) fn next(&mut self, lanes: &mut Vec<Vec<f32>>) -> Result<Step, AudioError> {
        if self.frames_left == Some(0) {
            return Ok(Step::End);
        }
        let mut packet = match self.reader.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return Ok(Step::End),
            Err(SymphoniaError::ResetRequired) => return self.restart(),
            Err(SymphoniaError::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(AudioError::Read(error));
            }
            Err(_) => return Ok(Step::GivenUp),
        };
        if packet.track_id != self.track_id {
            return Ok(Step::Nothing);
        }
        // Codecs would take these off in the container's clock, which is not always theirs.
        let trim_start = std::mem::replace(&mut packet.trim_start, Duration::ZERO);
        let trim_end = std::mem::replace(&mut packet.trim_end, Duration::ZERO);
        match self.codec.decode(&packet) {
            Ok(samples) => {
                let rate = samples.spec().rate();
                samples.copy_to_vecs_planar(lanes);
                self.learn(rate);
                self.trim(lanes, self.in_frames(trim_start), self.in_frames(trim_end));
                Ok(Step::Decoded { rate })
            }
            Err(SymphoniaError::DecodeError(_) | SymphoniaError::IoError(_)) => {
                Ok(Step::Damaged { frames: self.frames_in(&packet) })
            }
            Err(_) => Ok(Step::GivenUp),
        }
    }

    fn learn(&mut self, rate: u32) {
        self.rate = Some(rate);
        if let Some(edit) = self.edit.take() {
            let in_frames = |ticks| scaled(ticks, u64::from(rate), edit.scale);
            (self.skip, self.frames_left) = (in_frames(edit.skip), edit.length.map(in_frames));
        }
    }

    /// Takes off what no ear is meant to hear.
    fn trim(&mut self, lanes: &mut [Vec<f32>], at_start: u64, at_end: u64) {
        let frames = lanes.first().map_or(0, Vec::len) as u64;
        let skipped = self.skip.min(frames);
        self.skip -= skipped;
        let start = at_start.max(skipped).min(frames);
        let mut end = frames.saturating_sub(at_end).max(start);
        if let Some(left) = &mut self.frames_left {
            end = end.min(start.saturating_add(*left));
            *left -= end - start;
        }
        let place = |frame: u64| usize::try_from(frame).unwrap_or(usize::MAX);
        for lane in lanes {
            lane.truncate(place(end));
            lane.drain(..place(start).min(lane.len()));
        }
    }

    /// A chained stream begins anew (Ogg): go on when it has the same shape.
    fn restart(&mut self) -> Result<Step, AudioError> {
        let Some(track) = self.reader.first_track(TrackType::Audio) else { return Ok(Step::End) };
        self.codec = make_codec(track, self.reader.format_info().short_name)?;
        self.track_id = track.id;
        self.skip = opus_head(track).map_or(0, |head| head.skip);
        Ok(Step::Nothing)
    }

    /// How many frames a packet should have given; at most one second, whatever it claims.
    fn frames_in(&self, packet: &Packet) -> usize {
        let frames = self.in_frames(packet.dur).min(u64::from(self.rate.unwrap_or(0)));
        usize::try_from(frames).unwrap_or_default()
    }

    /// A length in the container's clock, in frames.
    fn in_frames(&self, length: Duration) -> u64 {
        let (Some(track), Some(rate)) = (self.track(), self.rate) else { return 0 };
        let Some(base) = track.time_base else { return 0 };
        let ticks = length.get().min(u64::from(u32::MAX)) * u64::from(base.numer.get());
        scaled(ticks, u64::from(rate), u64::from(base.denom.get()))
    }
}

/// `value × to ÷ from`, rounded to the nearest.
fn scaled(value: u64, to: u64, from: u64) -> u64 {
    let from = u128::from(from.max(1));
    let exact = (u128::from(value) * u128::from(to) + from / 2) / from;
    u64::try_from(exact).unwrap_or(u64::MAX)
}

fn make_codec(track: &Track, container: &str) -> Result<Box<dyn AudioDecoder>, AudioError> {
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
        return Err(AudioError::unread("of this file", Foreign::inside(container)));
    };
    let mut parameters = parameters.clone();
    if let Some(head) = opus_head(track) {
        parameters.sample_rate = Some(head.rate);
        // With it, the codec would take the start off a second time.
        parameters.extra_data = None;
    }
    codecs()
        .make_audio_decoder(&parameters, &AudioDecoderOptions::default())
        .map_err(|_| AudioError::unread(&codec_name(&parameters), Foreign::inside(container)))
}

/// What an Opus stream says of itself (RFC 7845, section 5.1).
struct OpusHead {
    /// The rate to decode to: the one that was recorded at, or the next that libopus knows.
    /// Everything above it is empty, and an hour at 48 kHz would be a copy of 690 MB.
    rate: u32,
    /// Frames at that rate that come before the beginning.
    skip: u64,
}

fn opus_head(track: &Track) -> Option<OpusHead> {
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else { return None };
    if parameters.codec != codec_id::CODEC_ID_OPUS {
        return None;
    }
    let head = parameters.extra_data.as_deref().unwrap_or_default();
    let recorded = head.get(12..16).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
    let fits = |rate: &u32| recorded > 0 && *rate >= recorded;
    let rate = OPUS_RATES.into_iter().find(fits).unwrap_or(OPUS_CLOCK);
    let skip = head.get(10..12).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes);
    Some(OpusHead { rate, skip: scaled(u64::from(skip), u64::from(rate), u64::from(OPUS_CLOCK)) })
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
    let known = match parameters.codec {
        codec_id::CODEC_ID_AC3 => "AC-3",
        codec_id::CODEC_ID_EAC3 => "E-AC-3",
        codec_id::CODEC_ID_AAC => "AAC (other than AAC-LC)",
        codec_id::CODEC_ID_OPUS => "Opus with more than two channels",
        codec_id::CODEC_ID_SPEEX => "Speex",
        codec_id::CODEC_ID_WMA => "WMA",
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
