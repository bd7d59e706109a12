//! WAV headers as recorders really write them.
//!
//! A recorder that was killed leaves a data size of 0 or `FFFFFFFF`; others write `fmt ` chunks
//! of unusual length, the 64-bit `RF64` form, or wrap another codec. This module finds the
//! samples and gives the decoder the plain header that it understands. Sizes and tags:
//! Microsoft "Multiple Channel Audio Data and WAVE Files"; EBU Tech 3306 (RF64).

use super::error::AudioError;
use super::source::Source;
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
const MPEG: u16 = 0x0050;
const MP3: u16 = 0x0055;
const EXTENSIBLE: u16 = 0xFFFE;

/// Where a WAV file keeps its samples, and how they are coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WavLayout {
    fmt: Vec<u8>,
    data_start: u64,
    data_len: u64,
    /// What the header says, where it says anything usable.
    stated_len: Option<u64>,
    plain: bool,
}

impl WavLayout {
    /// Finds the samples of a WAV file that is `file_len` bytes long. `None`: it is no WAV file,
    /// or has no `fmt ` and `data` chunks.
    pub(super) fn find<R: Read + Seek>(reader: &mut R, file_len: u64) -> io::Result<Option<Self>> {
        let mut riff = [0; 12];
        reader.seek(SeekFrom::Start(0))?;
        if read_up_to(reader, &mut riff)? < riff.len() || &riff[8..] != b"WAVE" {
            return Ok(None);
        }
        let long_form = &riff[..4] == b"RF64";
        if !long_form && &riff[..4] != b"RIFF" {
            return Ok(None);
        }
        let mut fmt = None;
        let mut long_data_len = None;
        let mut position = 12_u64;
        for _ in 0..MOST_CHUNKS {
            let Some((id, size)) = chunk_at(reader, position)? else { return Ok(None) };
            let body = position.saturating_add(8);
            match &id {
                b"fmt " => {
                    let mut bytes = vec![0; LONGEST_FMT.min(size as usize)];
                    let read = read_up_to(reader, &mut bytes)?;
                    bytes.truncate(read);
                    fmt = Some(bytes);
                }
                b"ds64" => {
                    let mut bytes = [0; 16];
                    read_up_to(reader, &mut bytes)?;
                    long_data_len = Some(u64_at(&bytes, 8));
                }
                b"data" => {
                    let available = file_len.saturating_sub(body);
                    let stated = match (size, long_data_len) {
                        (u32::MAX, Some(len)) if long_form => Some(len),
                        (0 | u32::MAX, _) => None,
                        (size, _) => Some(u64::from(size)),
                    };
                    let empty = size == 0 && another_chunk_follows(reader, body, file_len)?;
                    let data_len = if empty { 0 } else { stated.unwrap_or(available).min(available) };
                    let plain =
                        !long_form && stated == Some(data_len) && u64::from(u32_at(&riff, 4)) > data_len;
                    return Ok(fmt.map(|fmt| Self {
                        fmt,
                        data_start: body,
                        data_len,
                        stated_len: stated,
                        plain,
                    }));
                }
                _ => {}
            }
            position = body.saturating_add(u64::from(size)).saturating_add(u64::from(size % 2));
        }
        Ok(None)
    }

    /// The file as the decoder understands it: a plain header and the samples.
    ///
    /// # Errors
    /// [`AudioError::UnsupportedCodec`] when the samples are coded in a way that we do not read.
    pub(super) fn source<R: Read + Seek>(&self, reader: R) -> Result<Source<R>, AudioError> {
        let tag = self.codec_tag();
        if tag == MP3 || tag == MPEG {
            return Ok(Source::with_prefix(reader, Vec::new(), self.data_start, self.data_len));
        }
        let fmt =
            self.plain_fmt(tag).ok_or_else(|| AudioError::UnsupportedCodec { codec: codec_name(tag) })?;
        let data_len = self.data_len - self.data_len % u64::from(self.block_align().max(1));
        let prefix = header(&fmt, data_len);
        Ok(Source::with_prefix(reader, prefix, self.data_start, data_len))
    }

    /// Whether a player that believes the header finds the same samples.
    pub(super) fn header_is_sound(&self) -> bool {
        self.plain
    }

    /// Whether the recorder never wrote the length into the header.
    pub(super) fn is_unfinished(&self) -> bool {
        self.stated_len.is_none() && self.data_len > 0
    }

    /// The frames that the header promises, where frames have a fixed size and it promises more
    /// than there are.
    pub(super) fn promised_frames(&self) -> Option<u64> {
        let stated = self.stated_len.filter(|stated| *stated > self.data_len)?;
        let fixed = matches!(self.codec_tag(), PCM | FLOAT | A_LAW | MU_LAW);
        fixed.then(|| stated / u64::from(self.block_align().max(1)))
    }

    /// The `fmt ` chunk's tag, looked up in the sub-format where the chunk is extensible.
    fn codec_tag(&self) -> u16 {
        match u16_at(&self.fmt, 0) {
            EXTENSIBLE => u16_at(&self.fmt, 24),
            tag => tag,
        }
    }

    fn block_align(&self) -> u16 {
        let per_sample = match self.codec_tag() {
            PCM | FLOAT => u16_at(&self.fmt, 14) / 8,
            A_LAW | MU_LAW => 1,
            _ => return u16_at(&self.fmt, 12),
        };
        per_sample.saturating_mul(u16_at(&self.fmt, 2))
    }

    /// A `fmt ` chunk of the one length that the decoder takes for each codec.
    fn plain_fmt(&self, tag: u16) -> Option<Vec<u8>> {
        let mut fmt = self.fmt.get(..16)?.to_vec();
        fmt[..2].copy_from_slice(&tag.to_le_bytes());
        match tag {
            PCM => {
                // 12 bits in 16: the samples are padded to whole bytes and sit at the upper end.
                let bits = u16_at(&fmt, 14).checked_next_multiple_of(8)?;
                fmt[14..].copy_from_slice(&bits.to_le_bytes());
            }
            FLOAT => {}
            A_LAW | MU_LAW => {
                fmt[14..].copy_from_slice(&8_u16.to_le_bytes());
                fmt.extend([0, 0]);
            }
            MS_ADPCM | IMA_ADPCM => fmt.clone_from(&self.fmt),
            _ => return None,
        }
        Some(fmt)
    }
}

/// What people call the codec behind a WAV tag.
fn codec_name(tag: u16) -> String {
    let known = match tag {
        0x0014 | 0x0040 | 0x0045 | 0x0064 => "G.726",
        0x0022 => "TrueSpeech",
        0x0028 | 0x0065 | 0x028F => "G.722",
        0x0031 => "GSM 6.10",
        0x0042 => "G.723.1",
        0x0083 => "G.729",
        0x0160 | 0x0161 => "WMA",
        0xA109 => "Speex",
        _ => return format!("WAV 0x{tag:04X}"),
    };
    known.to_owned()
}

fn header(fmt: &[u8], data_len: u64) -> Vec<u8> {
    let data_size = u32::try_from(data_len).unwrap_or(u32::MAX);
    let riff_size = u32::try_from(data_len.saturating_add(20 + fmt.len() as u64)).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(28 + fmt.len());
    bytes.extend(b"RIFF");
    bytes.extend(riff_size.to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(u32::try_from(fmt.len()).unwrap_or_default().to_le_bytes());
    bytes.extend(fmt);
    bytes.extend(b"data");
    bytes.extend(data_size.to_le_bytes());
    bytes
}

/// The chunk header at `position`, leaving the reader at the chunk's body; `None` at the end.
fn chunk_at<R: Read + Seek>(reader: &mut R, position: u64) -> io::Result<Option<([u8; 4], u32)>> {
    let mut bytes = [0; 8];
    reader.seek(SeekFrom::Start(position))?;
    if read_up_to(reader, &mut bytes)? < bytes.len() {
        return Ok(None);
    }
    let [a, b, c, d, ..] = bytes;
    Ok(Some(([a, b, c, d], u32_at(&bytes, 4))))
}

/// Whether the bytes at `position` are a chunk of their own that fits into the file: then a data
/// size of 0 means what it says.
fn another_chunk_follows<R: Read + Seek>(reader: &mut R, position: u64, file_len: u64) -> io::Result<bool> {
    let Some((id, size)) = chunk_at(reader, position)? else { return Ok(false) };
    let end = position.saturating_add(8).saturating_add(u64::from(size));
    let named = id.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ');
    Ok(named && end <= file_len)
}

/// Fills as much of `buffer` as there is.
fn read_up_to<R: Read>(reader: &mut R, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
        match reader.read(room) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map_or(0, u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn fmt(tag: u16) -> Vec<u8> {
        let mut bytes = tag.to_le_bytes().to_vec();
        bytes.extend([1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0]);
        bytes
    }

    fn layout(file: &[u8]) -> Option<WavLayout> {
        WavLayout::find(&mut Cursor::new(file), file.len() as u64).unwrap()
    }

    fn file(size: u32, samples: &[u8]) -> Vec<u8> {
        let mut bytes = header(&fmt(PCM), 0);
        let at = bytes.len() - 4;
        bytes[at..].copy_from_slice(&size.to_le_bytes());
        bytes.extend(samples);
        let riff = u32::try_from(bytes.len() - 8).unwrap();
        bytes[4..8].copy_from_slice(&riff.to_le_bytes());
        bytes
    }

    #[test]
    fn a_plain_file_is_left_alone() {
        let layout = layout(&file(4, &[1, 2, 3, 4])).unwrap();
        assert!(layout.header_is_sound() && !layout.is_unfinished());
        assert_eq!((layout.data_len, layout.promised_frames()), (4, None));
    }

    #[test]
    fn an_unfinished_header_takes_what_is_there() {
        for size in [0, u32::MAX] {
            let layout = layout(&file(size, &[1, 2, 3, 4, 5, 6])).unwrap();
            assert_eq!(layout.data_len, 6);
            assert!(layout.is_unfinished() && !layout.header_is_sound());
        }
    }

    #[test]
    fn a_data_chunk_that_is_really_empty_stays_empty() {
        let layout = layout(&file(0, b"LIST\x04\0\0\0INFO")).unwrap();
        assert_eq!(layout.data_len, 0);
    }

    #[test]
    fn a_cut_file_says_what_was_promised() {
        let layout = layout(&file(100, &[0; 10])).unwrap();
        assert_eq!((layout.data_len, layout.promised_frames()), (10, Some(50)));
    }

    #[test]
    fn an_unknown_codec_is_named() {
        let mut gsm = file(4, &[0; 4]);
        gsm[20] = 0x31;
        let layout = layout(&gsm).unwrap();
        let refused = layout.source(Cursor::new(gsm)).err().unwrap();
        assert!(refused.to_string().contains("codec GSM 6.10 is not supported"), "{refused}");
    }

    #[test]
    fn what_is_no_wav_is_not_taken_for_one() {
        assert_eq!(layout(b"<html>"), None);
        assert_eq!(layout(b"RIFF\0\0\0\0AVI LIST"), None);
    }
}
