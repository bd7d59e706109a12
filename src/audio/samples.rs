//! The decoder of everything whose samples we unpack ourselves.

use super::coding::Unpacker;
use super::error::AudioError;
use super::layout::Layout;
use super::read_up_to;
use std::io::{Read, Seek, SeekFrom};

/// Roughly how many frames are unpacked at once: half a second of telephony.
const FRAMES_AT_ONCE: usize = 4_096;

/// Reads the samples that a [`Layout`] describes.
pub(super) struct SampleReader<'s> {
    reader: Box<dyn Read + Send + Sync + 's>,
    unpacker: Unpacker,
    channels: usize,
    bytes: Vec<u8>,
    bytes_left: u64,
    frames_left: u64,
}

impl<'s> SampleReader<'s> {
    /// A reader of what `layout` describes.
    ///
    /// # Errors
    /// [`AudioError::Read`] when the samples cannot be sought.
    pub(super) fn open<R>(mut reader: R, layout: &Layout) -> Result<Self, AudioError>
    where
        R: Read + Seek + Send + Sync + 's,
    {
        reader.seek(SeekFrom::Start(layout.data_start)).map_err(AudioError::Read)?;
        let channels = usize::from(layout.channels);
        let (bytes, frames) = layout.coding.block(channels);
        let blocks = FRAMES_AT_ONCE.div_ceil(frames.max(1));
        Ok(Self {
            reader: Box::new(reader),
            unpacker: Unpacker::new(layout.coding.clone()),
            channels,
            bytes: vec![0; bytes.saturating_mul(blocks)],
            bytes_left: layout.data_len,
            frames_left: layout.frames_most(),
        })
    }

    /// Puts the next samples into `lanes`, one a channel; empty at the end. Returns how many blocks
    /// of them were damaged.
    ///
    /// # Errors
    /// [`AudioError::Read`].
    pub(super) fn next(&mut self, lanes: &mut Vec<Vec<f32>>) -> Result<u32, AudioError> {
        lanes.resize_with(self.channels, Vec::new);
        lanes.iter_mut().for_each(Vec::clear);
        let wanted = usize::try_from(self.bytes_left).unwrap_or(usize::MAX).min(self.bytes.len());
        let room = self.bytes.get_mut(..wanted).unwrap_or_default();
        let count = read_up_to(&mut self.reader, room).map_err(AudioError::Read)?;
        // A file that became shorter since it was measured ends here.
        self.bytes_left = if count < wanted { 0 } else { self.bytes_left - count as u64 };
        let damaged = self.unpacker.unpack(self.bytes.get(..count).unwrap_or_default(), lanes);
        let frames = lanes.iter().map(Vec::len).min().unwrap_or(0);
        let kept = usize::try_from(self.frames_left).unwrap_or(usize::MAX).min(frames);
        for lane in lanes.iter_mut() {
            lane.truncate(kept);
        }
        self.frames_left -= kept as u64;
        Ok(damaged)
    }
}
