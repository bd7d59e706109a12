//! Where a file keeps its samples, whatever kind of header says so.

use super::coding::Coding;

/// Where a file keeps the samples that we decode ourselves, and what shape they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The container's short name.
    pub(super) container: &'static str,
    /// How the samples are written.
    pub(super) coding: Coding,
    /// How many channels; at least one.
    pub(super) channels: u16,
    /// Samples a second in each channel.
    pub(super) sample_rate: u32,
    /// Where the samples begin.
    pub(super) data_start: u64,
    /// How many bytes of them are there.
    pub(super) data_len: u64,
    /// Frames that the header promises where it promises more than there are.
    pub(super) promised_frames: Option<u64>,
    /// Frames that the header says are meant, of those that the last block is padded to.
    pub(super) stated_frames: Option<u64>,
    /// Whether a player that believes the header finds the same samples.
    pub(super) header_is_sound: bool,
    /// Whether the recorder never wrote the length into the header.
    pub(super) is_unfinished: bool,
}

impl Layout {
    /// A file of `data_len` bytes of samples, of which nothing more is known.
    pub(super) fn of_samples(
        container: &'static str,
        coding: Coding,
        sample_rate: u32,
        data_len: u64,
    ) -> Self {
        Self {
            container,
            coding,
            channels: 1,
            sample_rate,
            data_start: 0,
            data_len,
            promised_frames: None,
            stated_frames: None,
            header_is_sound: false,
            is_unfinished: false,
        }
    }

    /// How many frames the bytes hold, of which the file means perhaps fewer: encoders pad the last
    /// block, and say in the `fact` chunk by how much. A statement that is not about the last block
    /// is not believed.
    pub(super) fn frames_most(&self) -> u64 {
        let (bytes, frames) = self.coding.block(usize::from(self.channels));
        let (bytes, frames) = (bytes.max(1) as u64, frames as u64);
        let held = self.data_len.div_ceil(bytes).saturating_mul(frames);
        match self.stated_frames {
            Some(stated) if stated <= held && stated > held.saturating_sub(frames) => stated,
            _ => held,
        }
    }
}
