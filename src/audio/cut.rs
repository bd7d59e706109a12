//! A stretch of a WAV file as a WAV file of its own, without copying it: the new header, and which bytes
//! of the file follow it.

use super::error::AudioError;
use std::ops::Range;

/// How much of a file is enough to read its header.
pub const CUT_HEAD_MOST: u64 = 64 * 1024;

/// The least `fmt ` chunk (WAVEFORMAT without its extension).
const FMT_LEAST: usize = 16;
/// PCM; whatever else has samples says in a `fact` chunk how many.
const FORMAT_PCM: u16 = 1;

/// A stretch of a WAV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The header of the new file.
    pub header: Vec<u8>,
    /// Which bytes of the old file follow it.
    pub bytes: Range<u64>,
    /// How long it plays, in milliseconds.
    pub duration_ms: u64,
    /// How many samples of each channel it has.
    pub frames: u64,
    /// How many samples a second each channel has.
    pub sample_rate: u32,
    /// How many channels it has.
    pub channels: u16,
    fmt: Vec<u8>,
    frame_bytes: u64,
}

impl Cut {
    /// The part of it from one frame up to another, counted from its beginning.
    #[must_use]
    pub fn part(&self, frames: Range<u64>) -> Option<Self> {
        let range = frames.start..frames.end.min(self.frames);
        (range.start < range.end).then_some(())?;
        let begin = self.bytes.start + range.start * self.frame_bytes;
        of(&self.fmt, begin, range.end - range.start)
    }
}

/// Where the samples of a WAV file are, and how they are written.
struct Found<'h> {
    fmt: &'h [u8],
    frame_bytes: u64,
    sample_rate: u64,
    data_start: u64,
    data_len: u64,
}

/// Cuts `[start_ms, end_ms)` out of a WAV file whose frames have a fixed size (PCM, G.711), as whatever is
/// played in a browser has. `head` is how the file begins, at most [`CUT_HEAD_MOST`] of it, `file_len` its
/// whole length. What lies beyond its end is left out.
///
/// # Errors
/// [`AudioError::NoSound`] where there is nothing left, or the header is none that we wrote or served.
pub fn cut(head: &[u8], file_len: u64, start_ms: u64, end_ms: u64) -> Result<Cut, AudioError> {
    let found = find(head, file_len).ok_or(AudioError::NoSound)?;
    let frames = found.data_len / found.frame_bytes;
    let from = frame_at(start_ms, found.sample_rate).min(frames);
    let until = frame_at(end_ms, found.sample_rate).min(frames);
    if from >= until {
        return Err(AudioError::NoSound);
    }
    let begin = found.data_start + from * found.frame_bytes;
    of(found.fmt, begin, until - from).ok_or(AudioError::NoSound)
}

/// So many frames from this byte on.
fn of(fmt: &[u8], begin: u64, frames: u64) -> Option<Cut> {
    let (channels, sample_rate) = (u16_at(fmt, 2)?, u32_at(fmt, 4)?);
    let frame_bytes = u64::from(u16_at(fmt, 12)?);
    let length = frames * frame_bytes;
    let header = header(fmt, frames, length)?;
    let duration_ms = frames * 1000 / u64::from(sample_rate.max(1));
    let (bytes, fmt) = (begin..begin + length, fmt.to_vec());
    Some(Cut { header, bytes, duration_ms, frames, sample_rate, channels, fmt, frame_bytes })
}

/// The frame that is heard at this moment.
fn frame_at(at_ms: u64, sample_rate: u64) -> u64 {
    (at_ms / 1000).saturating_mul(sample_rate).saturating_add((at_ms % 1000) * sample_rate / 1000)
}

fn find(head: &[u8], file_len: u64) -> Option<Found<'_>> {
    if head.get(..4)? != b"RIFF" || head.get(8..12)? != b"WAVE" {
        return None;
    }
    let mut fmt: Option<&[u8]> = None;
    let mut at = 12_usize;
    loop {
        let id = head.get(at..at + 4)?;
        let size = u32_at(head, at + 4)?;
        let body = at + 8;
        if id == b"data" {
            let fmt = fmt?;
            let data_start = u64::try_from(body).ok()?;
            let data_len = u64::from(size).min(file_len.saturating_sub(data_start));
            let frame_bytes = u64::from(u16_at(fmt, 12)?);
            let sample_rate = u64::from(u32_at(fmt, 4)?);
            let is_usable = frame_bytes > 0 && sample_rate > 0;
            return is_usable.then_some(Found { fmt, frame_bytes, sample_rate, data_start, data_len });
        }
        let size = usize::try_from(size).ok()?;
        if id == b"fmt " {
            fmt = head.get(body..body.checked_add(size)?).filter(|fmt| fmt.len() >= FMT_LEAST);
        }
        at = body.checked_add(size)?.checked_add(size % 2)?;
    }
}

fn header(fmt: &[u8], frames: u64, length: u64) -> Option<Vec<u8>> {
    let is_pcm = u16_at(fmt, 0)? == FORMAT_PCM;
    let padded_fmt = fmt.len() + fmt.len() % 2;
    let fact_bytes = if is_pcm { 0 } else { 12 };
    let length = u32::try_from(length).ok()?;
    // What follows the first eight bytes.
    let rest = u32::try_from(4 + 8 + padded_fmt + fact_bytes + 8).ok()?.checked_add(length)?;
    let mut header = Vec::with_capacity(64);
    header.extend_from_slice(b"RIFF");
    header.extend_from_slice(&rest.to_le_bytes());
    header.extend_from_slice(b"WAVEfmt ");
    header.extend_from_slice(&u32::try_from(fmt.len()).ok()?.to_le_bytes());
    header.extend_from_slice(fmt);
    header.resize(20 + padded_fmt, 0);
    if !is_pcm {
        header.extend_from_slice(b"fact");
        header.extend_from_slice(&4_u32.to_le_bytes());
        header.extend_from_slice(&u32::try_from(frames).ok()?.to_le_bytes());
    }
    header.extend_from_slice(b"data");
    header.extend_from_slice(&length.to_le_bytes());
    Some(header)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode;
    use super::super::decode::tests::wav;
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn heard(file: &[u8], start_ms: u64, end_ms: u64) -> Vec<Vec<f32>> {
        let cut = cut(&file[..file.len().min(4096)], file.len() as u64, start_ms, end_ms).unwrap();
        let bytes = usize::try_from(cut.bytes.start).unwrap()..usize::try_from(cut.bytes.end).unwrap();
        let new = [cut.header, file[bytes].to_vec()].concat();
        let decoded = decode(Cursor::new(new)).unwrap();
        assert_eq!(cut.duration_ms, decoded.channels[0].len() as u64 * 1000 / 8_000);
        decoded.channels
    }

    fn counting(frames: u16) -> Vec<f32> {
        (0..frames).map(|at| f32::from(at) / f32::from(frames)).collect()
    }

    #[test]
    fn a_stretch_sounds_as_it_does_in_the_whole() {
        let file = wav(8_000, &[counting(16_000), vec![-0.25; 16_000]]);
        let whole = decode(Cursor::new(file.clone())).unwrap().channels;
        let part = heard(&file, 500, 1_250);
        assert_eq!(part[0], whole[0][4_000..10_000]);
        assert_eq!(part[1], whole[1][4_000..10_000]);
    }

    #[test]
    fn a_part_of_a_stretch_is_counted_in_frames() {
        let file = wav(8_000, &[counting(16_000), vec![-0.25; 16_000]]);
        let whole = decode(Cursor::new(file.clone())).unwrap().channels;
        let cut = cut(&file, file.len() as u64, 500, 1_250).unwrap();
        assert_eq!((cut.frames, cut.sample_rate, cut.channels), (6_000, 8_000, 2));
        let part = cut.part(1_000..1_003).unwrap();
        let bytes = usize::try_from(part.bytes.start).unwrap()..usize::try_from(part.bytes.end).unwrap();
        let decoded = decode(Cursor::new([part.header, file[bytes].to_vec()].concat())).unwrap();
        assert_eq!(decoded.channels[0], whole[0][5_000..5_003]);
        assert_eq!(cut.part(5_999..9_000).unwrap().frames, 1);
        assert!(cut.part(6_000..9_000).is_none() && cut.part(2..2).is_none());
    }

    #[test]
    fn what_lies_beyond_the_end_is_left_out_and_nothing_is_no_file() {
        let file = wav(8_000, &[counting(8_000)]);
        assert_eq!(heard(&file, 900, 5_000)[0].len(), 800);
        let len = file.len() as u64;
        assert!(cut(&file, len, 1_000, 2_000).is_err() && cut(&file, len, 500, 500).is_err());
        assert!(cut(b"RIFF", 4, 0, 1).is_err() && cut(&file[..30], len, 0, 100).is_err());
    }

    #[test]
    fn g711_keeps_its_coding_and_says_how_many_samples_it_has() {
        let mut file = Vec::new();
        file.extend_from_slice(b"RIFF\0\0\0\0WAVEfmt \x12\0\0\0\x07\0\x01\0");
        file.extend_from_slice(&8_000_u32.to_le_bytes());
        file.extend_from_slice(&8_000_u32.to_le_bytes());
        file.extend_from_slice(&[1, 0, 8, 0, 0, 0]);
        file.extend_from_slice(b"fact\x04\0\0\0\0\0\0\0data");
        file.extend_from_slice(&8_000_u32.to_le_bytes());
        file.extend((0..8_000_u16).map(|at| u8::try_from(at % 251).unwrap()));
        let made = cut(&file, file.len() as u64, 250, 750).unwrap();
        assert_eq!(made.bytes.end - made.bytes.start, 4_000);
        let fact = made.header.windows(4).position(|four| four == b"fact").unwrap();
        assert_eq!(u32_at(&made.header, fact + 8), Some(4_000));
        assert_eq!(heard(&file, 250, 750)[0].len(), 4_000);
    }

    proptest! {
        #[test]
        fn no_head_is_too_odd(head in proptest::collection::vec(any::<u8>(), 0..200), at in any::<u64>()) {
            let _ = cut(&head, head.len() as u64, at, u64::MAX);
            let odd = [b"RIFF....WAVE".as_slice(), &head].concat();
            let _ = cut(&odd, u64::MAX, 0, at);
        }
    }
}
