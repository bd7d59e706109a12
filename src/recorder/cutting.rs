//! A stretch of a recording as a sound of its own, cut when it is asked for: nothing of it is stored, so it
//! follows a new redaction at once and goes with its call.

use super::RecorderError;
use super::originals::Heard;
use super::shelf::{Shelf, Sound};
use crate::audio::{CUT_HEAD_MOST, Cut, cut};
use crate::db::Scope;
use crate::db::recording::RecordingState;
use crate::ids::RecordingId;
use crate::storage::ByteStream;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use std::ops::Range;

/// A stretch of a recording.
pub struct CutSound {
    /// The sound that it is cut out of.
    pub sound: Sound,
    /// From where in the recording until where, in milliseconds; tells apart what is cut of one object.
    pub range_ms: (u64, u64),
    cut: Cut,
}

impl CutSound {
    /// How many bytes it has with its header.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.header_len() + (self.cut.bytes.end - self.cut.bytes.start)
    }

    fn header_len(&self) -> u64 {
        self.cut.header.len() as u64
    }
}

impl Shelf {
    /// Cuts a stretch, in milliseconds of the recording, out of what everybody may hear of it. Whether the
    /// caller may hear it was decided before: the call itself need not be theirs. While it is not known
    /// what is to be hidden, nobody hears it, and that work moves to the head of its queue.
    pub async fn cut(&self, id: RecordingId, start_ms: u64, end_ms: u64) -> Result<CutSound, RecorderError> {
        let Heard { sound, .. } = self.sound(Scope::Everything, None, id).await?;
        let (recording, _) = self.recording(Scope::Everything, None, id).await?;
        match recording.recording.state {
            RecordingState::Prepared => {}
            RecordingState::Accepted => return Err(RecorderError::NotPreparedYet),
            RecordingState::Failed => {
                let reason = recording.recording.failure.map(|(_, reason)| reason).unwrap_or_default();
                return Err(RecorderError::CannotBeDecoded { reason });
            }
        }
        let size = u64::try_from(sound.object.bytes).unwrap_or_default();
        let mut pieces = self.storage.get(sound.object.key, Some(0..CUT_HEAD_MOST.min(size))).await?;
        let mut head = BytesMut::new();
        while let Some(piece) = pieces.try_next().await? {
            head.extend_from_slice(&piece);
        }
        let cut = cut(&head, size, start_ms, end_ms)
            .map_err(|error| RecorderError::CannotBeDecoded { reason: error.to_string() })?;
        Ok(CutSound { sound, range_ms: (start_ms, end_ms), cut })
    }

    /// The bytes of a stretch, or the part of them in this range.
    pub async fn play_cut(
        &self,
        cut: &CutSound,
        range: Option<Range<u64>>,
    ) -> Result<ByteStream, RecorderError> {
        let range = range.unwrap_or(0..cut.bytes());
        let head_len = cut.header_len();
        let place = |at: u64| usize::try_from(at.min(head_len)).unwrap_or_default();
        let head = cut.cut.header.get(place(range.start)..place(range.end)).unwrap_or_default();
        let head = Bytes::copy_from_slice(head);
        let from = cut.cut.bytes.start + range.start.saturating_sub(head_len);
        let until = cut.cut.bytes.start + range.end.saturating_sub(head_len);
        let head = stream::iter((!head.is_empty()).then_some(Ok(head)));
        if until <= from {
            return Ok(head.boxed());
        }
        let body = self.storage.get(cut.sound.object.key, Some(from..until)).await?;
        Ok(head.chain(body).boxed())
    }
}
