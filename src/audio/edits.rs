//! What an MP4 file says of its own beginning and end.
//!
//! An AAC encoder puts up to 2,112 samples before the first one that counts. MP4 files say so in an
//! *edit list* (ISO/IEC 14496-12, section 8.6.6), which symphonia does not read; without it, a call
//! at 8 kHz would begin a quarter of a second late.

use super::{read_up_to, u32_be_at};
use std::io::{self, Read, Seek, SeekFrom};

/// What is to be taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    /// Ticks a second.
    pub(super) scale: u64,
    /// Ticks before the first that counts.
    pub(super) skip: u64,
    /// Ticks that count; none: up to the end.
    pub(super) length: Option<u64>,
}

/// More boxes than any file has side by side.
const MOST_BOXES: usize = 4_096;
/// The longest start that is believed to be an encoder's: two seconds.
const SKIP_MOST_SECONDS: u64 = 2;

/// A box: its kind, and where its body lies.
#[derive(Clone, Copy)]
struct Atom {
    kind: [u8; 4],
    start: u64,
    end: u64,
}

/// Reads the edit list of the first track with sound. `None`: there is none, or it says nothing that
/// an encoder would say.
pub(super) fn of_mp4<R: Read + Seek>(reader: &mut R, file_len: u64) -> io::Result<Option<Edit>> {
    let file = Atom { kind: *b"file", start: 0, end: file_len };
    let Some(movie) = child(reader, file, *b"moov")? else { return Ok(None) };
    let Some(movie_scale) = scale(reader, movie, *b"mvhd")? else { return Ok(None) };
    for track in children(reader, movie)?.into_iter().filter(|atom| atom.kind == *b"trak") {
        let Some(media) = child(reader, track, *b"mdia")? else { continue };
        if !is_sound(reader, media)? {
            continue;
        }
        let Some(media_scale) = scale(reader, media, *b"mdhd")? else { return Ok(None) };
        let Some(edits) = child(reader, track, *b"edts")? else { return Ok(None) };
        let Some(list) = child(reader, edits, *b"elst")? else { return Ok(None) };
        return Ok(only_edit(&body::<28, R>(reader, list)?, movie_scale, media_scale));
    }
    Ok(None)
}

/// The edit, where there is one alone: from some place on, at the usual pace.
fn only_edit(list: &[u8; 28], movie_scale: u64, media_scale: u64) -> Option<Edit> {
    if u32_be_at(list, 4) != 1 {
        return None;
    }
    let long = |at: usize| u64::from(u32_be_at(list, at)) << 32 | u64::from(u32_be_at(list, at + 4));
    let (length, from) = match list[0] {
        0 => (u64::from(u32_be_at(list, 8)), u64::from(u32_be_at(list, 12))),
        1 => (long(8), long(16)),
        _ => return None,
    };
    // A start of −1 is an empty edit, and anything long is somebody's cut, not an encoder's.
    if from > SKIP_MOST_SECONDS * media_scale {
        return None;
    }
    let ticks = u128::from(length) * u128::from(media_scale) / u128::from(movie_scale.max(1));
    let length = u64::try_from(ticks).ok().filter(|ticks| *ticks > 0);
    Some(Edit { scale: media_scale, skip: from, length })
}

fn is_sound<R: Read + Seek>(reader: &mut R, media: Atom) -> io::Result<bool> {
    let Some(handler) = child(reader, media, *b"hdlr")? else { return Ok(false) };
    Ok(&body::<12, R>(reader, handler)?[8..] == b"soun")
}

/// Ticks a second, from the header of a movie or of a track's media; the same place in both.
fn scale<R: Read + Seek>(reader: &mut R, parent: Atom, kind: [u8; 4]) -> io::Result<Option<u64>> {
    let Some(header) = child(reader, parent, kind)? else { return Ok(None) };
    let bytes = body::<24, R>(reader, header)?;
    let at = if bytes[0] == 1 { 20 } else { 12 };
    let scale = u64::from(u32_be_at(&bytes, at));
    Ok((scale > 0).then_some(scale))
}

fn child<R: Read + Seek>(reader: &mut R, parent: Atom, kind: [u8; 4]) -> io::Result<Option<Atom>> {
    Ok(children(reader, parent)?.into_iter().find(|atom| atom.kind == kind))
}

fn children<R: Read + Seek>(reader: &mut R, parent: Atom) -> io::Result<Vec<Atom>> {
    let mut found = Vec::new();
    let mut at = parent.start;
    while at.saturating_add(8) <= parent.end && found.len() < MOST_BOXES {
        let mut header = [0; 16];
        reader.seek(SeekFrom::Start(at))?;
        let read = read_up_to(reader, &mut header)?;
        let (head, size) = match u32_be_at(&header, 0) {
            0 => (8, parent.end - at),
            1 if read == 16 => {
                (16, u64::from(u32_be_at(&header, 8)) << 32 | u64::from(u32_be_at(&header, 12)))
            }
            size => (8, u64::from(size)),
        };
        let end = at.saturating_add(size);
        if read < 8 || size < head || end > parent.end {
            break;
        }
        found.push(Atom { kind: [header[4], header[5], header[6], header[7]], start: at + head, end });
        at = end;
    }
    Ok(found)
}

/// The first bytes of a body; zeros where there are fewer.
fn body<const N: usize, R: Read + Seek>(reader: &mut R, atom: Atom) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.seek(SeekFrom::Start(atom.start))?;
    let room = usize::try_from(atom.end - atom.start).unwrap_or(usize::MAX).min(N);
    read_up_to(reader, bytes.get_mut(..room).unwrap_or_default())?;
    Ok(bytes)
}
