//! What a file is, by its first bytes; by its name only where those say nothing.

use super::error::AudioError;
use super::foreign::Foreign;
use super::layout::Layout;
use super::raw::{self, Promise};
use super::wav::{self, Wav};
use super::{au, read_up_to};
use std::io::{self, Read, Seek, SeekFrom};

/// What a file is.
pub(super) enum Content {
    /// Samples that we unpack ourselves.
    Samples(Layout),
    /// A stream of MPEG frames, from `start` on.
    Mpeg { start: u64, len: u64 },
    /// Perhaps something that comes in packets; the container, where its first bytes name it.
    Packets { container: Option<Foreign> },
    /// Something that we do not read, and why.
    Refused(AudioError),
}

/// The first bytes of what comes in packets, where they stand, and the container that they name.
const PACKETS: [(usize, &[u8], &str); 7] = [
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"ID3", "mp3"),
    (4, b"ftyp", "isomp4"),
    (0, b"\x1A\x45\xDF\xA3", "matroska"),
    (0, b"FORM", "aiff"),
    (0, b"caff", "caf"),
];

/// Captures of network packets: pcap in both byte orders and both resolutions, and pcapng.
const CAPTURES: [&[u8; 4]; 5] =
    [b"\xD4\xC3\xB2\xA1", b"\xA1\xB2\xC3\xD4", b"\x4D\x3C\xB2\xA1", b"\xA1\xB2\x3C\x4D", b"\x0A\x0D\x0D\x0A"];

/// Looks at the first bytes of a file of this length, and at its name where there is one.
pub(super) fn sniff<R: Read + Seek>(reader: &mut R, len: u64, name: Option<&str>) -> io::Result<Content> {
    let mut start = [0; 32];
    reader.seek(SeekFrom::Start(0))?;
    let count = read_up_to(reader, &mut start)?;
    let start = start.get(..count).unwrap_or_default();
    if let Some(wav) = wav::find(reader, len)? {
        return Ok(match wav {
            Wav::Samples(layout) => Content::Samples(layout),
            Wav::Mpeg { start, len } => Content::Mpeg { start, len },
            Wav::Other { codec } => Content::Refused(AudioError::unread(&codec, Some(Foreign::WAV))),
        });
    }
    if CAPTURES.iter().any(|magic| start.starts_with(*magic)) {
        return Ok(Content::Refused(AudioError::PacketCapture));
    }
    if start.starts_with(b".snd") {
        let layout = au::layout(reader, len)?;
        let refusal = || Content::Refused(AudioError::unread("of this AU file", Some(Foreign::AU)));
        return Ok(layout.map_or_else(refusal, Content::Samples));
    }
    if let Some((foreign, codec)) = Foreign::beginning_with(start) {
        return Ok(Content::Refused(AudioError::unread(codec, Some(foreign))));
    }
    let begins = |at: usize, magic: &[u8]| start.get(at..).is_some_and(|rest| rest.starts_with(magic));
    if let Some((.., name)) = PACKETS.iter().find(|(at, magic, _)| begins(*at, magic)) {
        return Ok(Content::Packets { container: Foreign::inside(name) });
    }
    if begins_with_mpeg(reader, start)? {
        return Ok(Content::Packets { container: None });
    }
    Ok(match name.and_then(raw::promised) {
        Some(Promise::Samples(coding, rate)) => match raw::layout(reader, len, coding, rate)? {
            Some(layout) => Content::Samples(layout),
            None => Content::Refused(AudioError::NotAudio),
        },
        Some(Promise::Foreign(foreign)) => {
            Content::Refused(AudioError::unread(codec_of(&foreign), Some(foreign)))
        }
        None => Content::Packets { container: None },
    })
}

fn codec_of(foreign: &Foreign) -> &'static str {
    match foreign.demuxer {
        "g722" => "G.722",
        "g726le" => "G.726",
        "g729" => "G.729",
        _ => "G.723.1",
    }
}

/// Whether two frames of MPEG audio (or of AAC in ADTS) follow one another from the first byte on:
/// a file without a header may begin like one by chance.
fn begins_with_mpeg<R: Read + Seek>(reader: &mut R, start: &[u8]) -> io::Result<bool> {
    let Some(length) = mpeg_frame_length(start) else { return Ok(false) };
    let mut next = [0; 8];
    reader.seek(SeekFrom::Start(length))?;
    let count = read_up_to(reader, &mut next)?;
    Ok(mpeg_frame_length(next.get(..count).unwrap_or_default()).is_some())
}

/// The bytes of the frame that begins here (ISO/IEC 11172-3, section 2.4.1.3; 13818-3; 13818-7,
/// section 6.2 for ADTS).
fn mpeg_frame_length(head: &[u8]) -> Option<u64> {
    let [0xFF, one, two, three, four, five, ..] = *head else { return None };
    if one & 0xF6 == 0xF0 {
        let length = u64::from(three & 3) << 11 | u64::from(four) << 3 | u64::from(five >> 5);
        return (length > 7).then_some(length);
    }
    // Layer III, the only one that recorders use.
    if one & 0xE6 != 0xE2 {
        return None;
    }
    let is_first_version = one & 0x18 == 0x18;
    let rates: [u64; 3] = match one & 0x18 {
        0x18 => [44_100, 48_000, 32_000],
        0x10 => [22_050, 24_000, 16_000],
        0x00 => [11_025, 12_000, 8_000],
        _ => return None,
    };
    let rate = rates.get(usize::from(two >> 2 & 3))?;
    let thousands: [u64; 15] = if is_first_version {
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    } else {
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
    };
    let bits = thousands.get(usize::from(two >> 4)).filter(|thousands| **thousands > 0)? * 1_000;
    let factor = if is_first_version { 144 } else { 72 };
    Some(factor * bits / rate + u64::from(two >> 1 & 1))
}
