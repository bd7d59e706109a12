//! Sun's and `NeXT`'s `.au`/`.snd`, which old telephone servers write.
//!
//! Six big-endian numbers: `.snd`, where the samples begin, their bytes or `FFFFFFFF`, the coding,
//! samples a second, channels.

use super::coding::{Coding, Order};
use super::layout::Layout;
use super::{read_up_to, u32_be_at};
use std::io::{self, Read, Seek, SeekFrom};

const HEADER_LEN: usize = 24;

/// Reads the header of a file that begins with `.snd`. `None`: it is cut, or names a coding that we
/// do not read.
pub(super) fn layout<R: Read + Seek>(reader: &mut R, file_len: u64) -> io::Result<Option<Layout>> {
    let mut header = [0; HEADER_LEN];
    reader.seek(SeekFrom::Start(0))?;
    if read_up_to(reader, &mut header)? < HEADER_LEN {
        return Ok(None);
    }
    let [start, stated, code, sample_rate, channels] = [4, 8, 12, 16, 20].map(|at| u32_be_at(&header, at));
    let Some(coding) = coding(code) else { return Ok(None) };
    let Ok(channels) = u16::try_from(channels) else { return Ok(None) };
    let available = file_len.saturating_sub(u64::from(start));
    let is_known = stated != u32::MAX && (stated != 0 || available == 0);
    let data_len = if is_known { available.min(u64::from(stated)) } else { available };
    let (block, _) = coding.block(usize::from(channels.max(1)));
    let promised =
        (is_known && u64::from(stated) > data_len).then(|| u64::from(stated) / block.max(1) as u64);
    Ok(Some(Layout {
        channels,
        data_start: u64::from(start),
        promised_frames: promised,
        is_unfinished: !is_known,
        ..Layout::of_samples("au", coding, sample_rate, data_len)
    }))
}

fn coding(code: u32) -> Option<Coding> {
    let order = Order::Big;
    Some(match code {
        1 => Coding::MuLaw,
        2 => Coding::Pcm { bytes: 1, order, signed: true },
        3..=5 => Coding::Pcm { bytes: code as usize - 1, order, signed: true },
        6 => Coding::Float { bytes: 4, order },
        7 => Coding::Float { bytes: 8, order },
        27 => Coding::ALaw,
        _ => return None,
    })
}
