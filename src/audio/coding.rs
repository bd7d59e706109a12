//! How samples are written that we decode ourselves.

use super::adpcm;
use super::companding::{A_LAW, MU_LAW};
use super::gsm::{self, GsmDecoder};

/// How samples are written: everything that WAV, AU and headerless files hold and that we read
/// without anybody's help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Coding {
    /// Whole numbers of 1 to 8 bytes; those of one byte have no sign unless `signed`.
    Pcm { bytes: usize, order: Order, signed: bool },
    /// IEEE 754 of 4 or 8 bytes.
    Float { bytes: usize, order: Order },
    /// G.711 A-law.
    ALaw,
    /// G.711 mu-law.
    MuLaw,
    /// GSM 06.10 as WAV files hold it: blocks of two frames.
    GsmPairs,
    /// GSM 06.10 as `.gsm` files hold it: frame after frame.
    GsmFrames,
    /// Microsoft's ADPCM.
    MsAdpcm { block: usize, frames: usize, coefficients: Vec<(i16, i16)> },
    /// The IMA's ADPCM.
    ImaAdpcm { block: usize, frames: usize },
}

/// Which byte of a number comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The lowest: RIFF.
    Little,
    /// The highest: RIFX, AU.
    Big,
}

impl Coding {
    /// The codec's short name.
    pub(super) fn name(&self) -> &'static str {
        use Order::{Big, Little};
        match self {
            Self::Pcm { bytes: 1, signed: false, .. } => "pcm_u8",
            Self::Pcm { bytes: 1, .. } => "pcm_s8",
            Self::Pcm { bytes: 2, order: Little, .. } => "pcm_s16le",
            Self::Pcm { bytes: 2, order: Big, .. } => "pcm_s16be",
            Self::Pcm { bytes: 3, order: Little, .. } => "pcm_s24le",
            Self::Pcm { bytes: 3, order: Big, .. } => "pcm_s24be",
            Self::Pcm { bytes: 4, order: Little, .. } => "pcm_s32le",
            Self::Pcm { bytes: 4, order: Big, .. } => "pcm_s32be",
            Self::Pcm { bytes: 8, order: Little, .. } => "pcm_s64le",
            Self::Pcm { .. } => "pcm",
            Self::Float { bytes: 4, order: Little } => "pcm_f32le",
            Self::Float { bytes: 4, order: Big } => "pcm_f32be",
            Self::Float { order: Little, .. } => "pcm_f64le",
            Self::Float { order: Big, .. } => "pcm_f64be",
            Self::ALaw => "pcm_alaw",
            Self::MuLaw => "pcm_mulaw",
            Self::GsmPairs => "gsm_ms",
            Self::GsmFrames => "gsm",
            Self::MsAdpcm { .. } => "adpcm_ms",
            Self::ImaAdpcm { .. } => "adpcm_ima_wav",
        }
    }

    /// The smallest piece that can be decoded by itself: its bytes, and the frames that it gives.
    pub(super) fn block(&self, channels: usize) -> (usize, usize) {
        match self {
            Self::Pcm { bytes, .. } | Self::Float { bytes, .. } => (bytes * channels, 1),
            Self::ALaw | Self::MuLaw => (channels, 1),
            Self::GsmPairs => (gsm::PAIR_BYTES, 2 * gsm::FRAME_SAMPLES),
            Self::GsmFrames => (gsm::RAW_BYTES, gsm::FRAME_SAMPLES),
            Self::MsAdpcm { block, frames, .. } | Self::ImaAdpcm { block, frames } => (*block, *frames),
        }
    }

    /// Whether every sample takes as many bytes as every other.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Self::Pcm { .. } | Self::Float { .. } | Self::ALaw | Self::MuLaw)
    }
}

/// What decodes a [`Coding`], with what it remembers from block to block.
pub(super) struct Unpacker {
    coding: Coding,
    gsm: GsmDecoder,
}

impl Unpacker {
    pub(super) fn new(coding: Coding) -> Self {
        Self { coding, gsm: GsmDecoder::default() }
    }

    /// Appends to `lanes`, one a channel, what `bytes` hold: whole blocks, of which only the last of
    /// a file may be cut. Returns how many blocks were damaged; each of those became silence.
    pub(super) fn unpack(&mut self, bytes: &[u8], lanes: &mut [Vec<f32>]) -> u32 {
        match &self.coding {
            Coding::Pcm { bytes: width, order, signed } => {
                whole_numbers(bytes, (*width, *order, *signed), lanes);
            }
            Coding::Float { bytes: 8, order: Order::Little } => {
                each(bytes, lanes, |b| narrow(f64::from_le_bytes(b)));
            }
            Coding::Float { bytes: 8, order: Order::Big } => {
                each(bytes, lanes, |b| narrow(f64::from_be_bytes(b)));
            }
            Coding::Float { order: Order::Little, .. } => each(bytes, lanes, f32::from_le_bytes),
            Coding::Float { order: Order::Big, .. } => each(bytes, lanes, f32::from_be_bytes),
            Coding::ALaw => each(bytes, lanes, |[byte]| A_LAW[usize::from(byte)]),
            Coding::MuLaw => each(bytes, lanes, |[byte]| MU_LAW[usize::from(byte)]),
            Coding::GsmPairs | Coding::GsmFrames => return self.speech(bytes, lanes),
            Coding::MsAdpcm { block, frames, coefficients } => {
                return blocks(bytes, *block, *frames, lanes, |block, lanes| {
                    adpcm::decode_ms(block, coefficients, lanes)
                });
            }
            Coding::ImaAdpcm { block, frames } => {
                return blocks(bytes, *block, *frames, lanes, adpcm::decode_ima);
            }
        }
        0
    }

    fn speech(&mut self, bytes: &[u8], lanes: &mut [Vec<f32>]) -> u32 {
        let Some(lane) = lanes.first_mut() else { return 0 };
        let mut damaged = 0;
        if self.coding == Coding::GsmPairs {
            for pair in bytes.as_chunks().0 {
                self.gsm.decode_pair(pair, lane);
            }
            return 0;
        }
        for frame in bytes.as_chunks().0 {
            if !self.gsm.decode_raw(frame, lane) {
                damaged += 1;
                lane.resize(lane.len() + gsm::FRAME_SAMPLES, 0.0);
            }
        }
        damaged
    }
}

/// Splits bytes into samples of `N` bytes, channel after channel.
fn each<const N: usize>(bytes: &[u8], lanes: &mut [Vec<f32>], sample: impl Fn([u8; N]) -> f32) {
    let (samples, _) = bytes.as_chunks::<N>();
    let channels = lanes.len();
    for (channel, lane) in lanes.iter_mut().enumerate() {
        lane.extend(samples.iter().skip(channel).step_by(channels).map(|bytes| sample(*bytes)));
    }
}

fn whole_numbers(bytes: &[u8], (width, order, signed): (usize, Order, bool), lanes: &mut [Vec<f32>]) {
    match (width, order) {
        (1, _) if signed => each(bytes, lanes, |[byte]| f32::from(byte.cast_signed()) / 128.0),
        (1, _) => each(bytes, lanes, |[byte]| (f32::from(byte) - 128.0) / 128.0),
        (2, Order::Little) => each(bytes, lanes, |b| f32::from(i16::from_le_bytes(b)) / 32_768.0),
        (2, Order::Big) => each(bytes, lanes, |b| f32::from(i16::from_be_bytes(b)) / 32_768.0),
        (3, Order::Little) => each(bytes, lanes, |[c, b, a]| upper([a, b, c, 0])),
        (3, Order::Big) => each(bytes, lanes, |[a, b, c]| upper([a, b, c, 0])),
        (4, Order::Little) => each(bytes, lanes, |[d, c, b, a]| upper([a, b, c, d])),
        (4, Order::Big) => each(bytes, lanes, upper),
        (8, Order::Little) => each(bytes, lanes, |[.., d, c, b, a]: [u8; 8]| upper([a, b, c, d])),
        (8, Order::Big) => each(bytes, lanes, |[a, b, c, d, ..]: [u8; 8]| upper([a, b, c, d])),
        // No recorder writes five, six or seven; a header that says so has not been believed.
        _ => {}
    }
}

/// The upper 32 bits of a number, as a fraction.
#[expect(clippy::cast_precision_loss, reason = "a sample has 24 good bits")]
fn upper(bytes: [u8; 4]) -> f32 {
    i32::from_be_bytes(bytes) as f32 / 2_147_483_648.0
}

#[expect(clippy::cast_possible_truncation, reason = "a sample has 24 good bits")]
fn narrow(sample: f64) -> f32 {
    sample as f32
}

fn blocks(
    bytes: &[u8],
    block: usize,
    frames: usize,
    lanes: &mut [Vec<f32>],
    decode: impl Fn(&[u8], &mut [Vec<f32>]) -> bool,
) -> u32 {
    let mut damaged = 0;
    for piece in bytes.chunks(block.max(1)) {
        let before = lanes.first().map_or(0, Vec::len);
        let end = if decode(piece, lanes) {
            lanes.iter().map(Vec::len).min().unwrap_or(before).min(before + frames)
        } else {
            damaged += 1;
            for lane in lanes.iter_mut() {
                lane.truncate(before);
            }
            // What is left of the last block need not be a block.
            if piece.len() == block { before + frames } else { before }
        };
        for lane in lanes.iter_mut() {
            lane.resize(end, 0.0);
        }
    }
    damaged
}
