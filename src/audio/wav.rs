//! WAV headers as recorders really write them.
//!
//! A recorder that was killed leaves a data size of 0 or `FFFFFFFF`; others write `fmt ` chunks
//! of unusual length, the 64-bit forms `RF64` and `BW64`, the big-endian `RIFX`, or wrap another
//! codec. This module finds the samples and what they are. Sizes and tags: Microsoft "Multiple
//! Channel Audio Data and WAVE Files"; EBU Tech 3306 (RF64); ITU-R BS.2088 (BW64).

use super::adpcm::MS_COEFFICIENTS;
use super::coding::{Coding, Order};
use super::gsm;
use super::layout::Layout;
use super::read_up_to;
use std::io::{self, Read, Seek, SeekFrom};

/// More chunks than any recorder writes before the samples.
const MOST_CHUNKS: usize = 256;
/// The `fmt ` chunk of the longest kind that we read, with room for MS ADPCM's coefficients.
const LONGEST_FMT: usize = 512;

const PCM: u16 = 0x0001;
const MS_ADPCM: u16 = 0x0002;
const FLOAT: u16 = 0x0003;
const A_LAW: u16 = 0x0006;
const MU_LAW: u16 = 0x0007;
const IMA_ADPCM: u16 = 0x0011;
const GSM: u16 = 0x0031;
const MPEG: u16 = 0x0050;
const MP3: u16 = 0x0055;
const EXTENSIBLE: u16 = 0xFFFE;

/// What a WAV file turned out to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wav {
    /// Samples that we unpack ourselves.
    Samples(Layout),
    /// A stream of MPEG frames, which is a file of its own.
    Mpeg { start: u64, len: u64 },
    /// A codec that we do not read, by the name that people give it.
    Other { codec: String },
}

/// Finds the samples of a WAV file that is `file_len` bytes long. `None`: it is no WAV file, or has
/// no `fmt ` and `data` chunks.
pub(super) fn find<R: Read + Seek>(reader: &mut R, file_len: u64) -> io::Result<Option<Wav>> {
    let mut riff = [0; 12];
    reader.seek(SeekFrom::Start(0))?;
    if read_up_to(reader, &mut riff)? < riff.len() || &riff[8..] != b"WAVE" {
        return Ok(None);
    }
    let (order, long_form) = match &riff[..4] {
        b"RIFF" => (Order::Little, false),
        b"RIFX" => (Order::Big, false),
        b"RF64" | b"BW64" => (Order::Little, true),
        _ => return Ok(None),
    };
    let mut chunks = Chunks { order, ..Chunks::default() };
    let mut position = 12_u64;
    for _ in 0..MOST_CHUNKS {
        let Some((id, size)) = chunk_at(reader, position, order)? else { return Ok(None) };
        let body = position.saturating_add(8);
        match &id {
            b"fmt " => {
                let mut bytes = vec![0; LONGEST_FMT.min(size as usize)];
                let read = read_up_to(reader, &mut bytes)?;
                bytes.truncate(read);
                chunks.fmt = Some(bytes);
            }
            b"fact" => {
                let mut bytes = [0; 4];
                read_up_to(reader, &mut bytes)?;
                chunks.fact = u64::from(order.u32_at(&bytes, 0));
            }
            b"ds64" => {
                let mut bytes = [0; 16];
                read_up_to(reader, &mut bytes)?;
                chunks.long_data_len = Some(u64_at(&bytes, 8));
            }
            b"data" => {
                let available = file_len.saturating_sub(body);
                let stated = match (size, chunks.long_data_len) {
                    (u32::MAX, Some(len)) if long_form => Some(len),
                    (0 | u32::MAX, _) => None,
                    (size, _) => Some(u64::from(size)),
                };
                let empty = size == 0 && another_chunk_follows(reader, body, file_len, order)?;
                let len = if empty { 0 } else { stated.unwrap_or(available).min(available) };
                let is_plain = order == Order::Little && !long_form && stated == Some(len);
                let reaches = u64::from(u32_at(&riff, 4)) > len;
                let data = Data { start: body, len, stated, header_is_sound: is_plain && reaches };
                return Ok(chunks.holding(&data));
            }
            _ => {}
        }
        position = body.saturating_add(u64::from(size)).saturating_add(u64::from(size % 2));
    }
    Ok(None)
}

/// What was found before the samples.
struct Chunks {
    order: Order,
    fmt: Option<Vec<u8>>,
    fact: u64,
    long_data_len: Option<u64>,
}

impl Default for Chunks {
    fn default() -> Self {
        Self { order: Order::Little, fmt: None, fact: 0, long_data_len: None }
    }
}

/// Where the samples are.
struct Data {
    start: u64,
    len: u64,
    /// What the header says, where it says anything usable.
    stated: Option<u64>,
    header_is_sound: bool,
}

impl Chunks {
    fn holding(&self, data: &Data) -> Option<Wav> {
        let fmt = Fmt { bytes: self.fmt.as_ref()?, order: self.order };
        let tag = fmt.codec_tag();
        if tag == MP3 || tag == MPEG {
            return Some(Wav::Mpeg { start: data.start, len: data.len });
        }
        let Some(coding) = fmt.coding(tag) else { return Some(Wav::Other { codec: codec_name(tag) }) };
        let (block, frames) = coding.block(usize::from(fmt.channels()));
        let promise = |stated: u64| stated / block.max(1) as u64 * frames as u64;
        Some(Wav::Samples(Layout {
            channels: fmt.channels(),
            data_start: data.start,
            promised_frames: data.stated.filter(|stated| *stated > data.len).map(promise),
            stated_frames: (!coding.is_plain() && self.fact > 0).then_some(self.fact),
            header_is_sound: data.header_is_sound,
            is_unfinished: data.stated.is_none() && data.len > 0,
            ..Layout::of_samples("wave", coding, fmt.sample_rate(), data.len)
        }))
    }
}

/// A `fmt ` chunk.
struct Fmt<'b> {
    bytes: &'b [u8],
    order: Order,
}

impl Fmt<'_> {
    /// The tag, looked up in the sub-format where the chunk is extensible.
    fn codec_tag(&self) -> u16 {
        match self.order.u16_at(self.bytes, 0) {
            EXTENSIBLE => self.order.u16_at(self.bytes, 24),
            tag => tag,
        }
    }

    fn channels(&self) -> u16 {
        self.order.u16_at(self.bytes, 2)
    }

    fn sample_rate(&self) -> u32 {
        self.order.u32_at(self.bytes, 4)
    }

    fn block_align(&self) -> usize {
        usize::from(self.order.u16_at(self.bytes, 12))
    }

    /// Bytes of one sample; 12 bits take 16, and sit at their upper end.
    fn sample_bytes(&self) -> usize {
        usize::from(self.order.u16_at(self.bytes, 14)).div_ceil(8)
    }

    /// How the samples are written; `None` where we do not read them.
    fn coding(&self, tag: u16) -> Option<Coding> {
        let (order, bytes) = (self.order, self.sample_bytes());
        let is_little = order == Order::Little;
        match tag {
            PCM if matches!(bytes, 1..=4 | 8) => Some(Coding::Pcm { bytes, order, signed: bytes > 1 }),
            FLOAT if matches!(bytes, 4 | 8) => Some(Coding::Float { bytes, order }),
            A_LAW => Some(Coding::ALaw),
            MU_LAW => Some(Coding::MuLaw),
            GSM if self.channels() == 1 => {
                Some(if self.block_align() == gsm::RAW_BYTES { Coding::GsmFrames } else { Coding::GsmPairs })
            }
            MS_ADPCM if is_little => {
                let (block, frames) = self.adpcm_block(7, 2)?;
                Some(Coding::MsAdpcm { block, frames, coefficients: self.coefficients() })
            }
            IMA_ADPCM if is_little && self.order.u16_at(self.bytes, 14) == 4 => {
                let (block, frames) = self.adpcm_block(4, 1)?;
                Some(Coding::ImaAdpcm { block, frames })
            }
            _ => None,
        }
    }

    /// Bytes and frames of a block, which begins with `head` bytes a channel that give `first`
    /// samples. The header may say fewer frames than there is room for, never more.
    fn adpcm_block(&self, head: usize, first: usize) -> Option<(usize, usize)> {
        let (block, channels) = (self.block_align(), usize::from(self.channels()));
        let codes = block.checked_sub(head * channels).filter(|_| channels > 0)?;
        let room = codes * 2 / channels + first;
        let stated = usize::from(self.order.u16_at(self.bytes, 18));
        Some((block, if stated > first && stated < room { stated } else { room }))
    }

    /// The coefficients that the file brings, else those that all have.
    fn coefficients(&self) -> Vec<(i16, i16)> {
        let count = usize::from(self.order.u16_at(self.bytes, 20));
        let pairs = self.bytes.get(22..).unwrap_or_default().as_chunks::<4>().0.iter();
        let read = |[a, b, c, d]: &[u8; 4]| (i16::from_le_bytes([*a, *b]), i16::from_le_bytes([*c, *d]));
        let brought: Vec<_> = pairs.take(count).map(read).collect();
        if brought.len() < MS_COEFFICIENTS.len() { MS_COEFFICIENTS.to_vec() } else { brought }
    }
}

/// What people call the codec behind a WAV tag.
fn codec_name(tag: u16) -> String {
    let known = match tag {
        PCM | FLOAT => "PCM of an unusual width",
        MS_ADPCM => "Microsoft ADPCM",
        IMA_ADPCM => "IMA ADPCM",
        GSM => "GSM 6.10 with several channels",
        0x0010 | 0x0017 => "OKI ADPCM",
        0x0014 | 0x0040 | 0x0045 | 0x0064 => "G.726",
        0x0022 => "TrueSpeech",
        0x0028 | 0x0065 | 0x028F => "G.722",
        0x0042 => "G.723.1",
        0x0083 => "G.729",
        0x0160 | 0x0161 => "WMA",
        0xA109 => "Speex",
        _ => return format!("WAV 0x{tag:04X}"),
    };
    known.to_owned()
}

impl Order {
    fn u16_at(self, bytes: &[u8], at: usize) -> u16 {
        let two = bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).unwrap_or_default();
        if self == Self::Little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) }
    }

    fn u32_at(self, bytes: &[u8], at: usize) -> u32 {
        let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).unwrap_or_default();
        if self == Self::Little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }
    }
}

/// The chunk header at `position`, leaving the reader at the chunk's body; `None` at the end.
fn chunk_at<R: Read + Seek>(
    reader: &mut R,
    position: u64,
    order: Order,
) -> io::Result<Option<([u8; 4], u32)>> {
    let mut bytes = [0; 8];
    reader.seek(SeekFrom::Start(position))?;
    if read_up_to(reader, &mut bytes)? < bytes.len() {
        return Ok(None);
    }
    let [a, b, c, d, ..] = bytes;
    Ok(Some(([a, b, c, d], order.u32_at(&bytes, 4))))
}

/// Whether the bytes at `position` are a chunk of their own that fits into the file: then a data
/// size of 0 means what it says.
fn another_chunk_follows<R: Read + Seek>(
    reader: &mut R,
    position: u64,
    file_len: u64,
    order: Order,
) -> io::Result<bool> {
    let Some((id, size)) = chunk_at(reader, position, order)? else { return Ok(false) };
    let end = position.saturating_add(8).saturating_add(u64::from(size));
    let named = id.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ');
    Ok(named && end <= file_len)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    Order::Little.u32_at(bytes, at)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map_or(0, u64::from_le_bytes)
}

#[cfg(test)]
mod tests;
