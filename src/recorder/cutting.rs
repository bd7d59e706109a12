//! A stretch of a recording as a sound of its own, cut when it is asked for: nothing of it is stored, so it
//! follows a new redaction at once and goes with its call.

use super::RecorderError;
use super::originals::Heard;
use super::shelf::{Shelf, Sound};
use crate::audio::{AlteredVoice, CUT_HEAD_MOST, Cut, Voice, cut, decode};
use crate::db::Scope;
use crate::db::recording::RecordingState;
use crate::ids::{ObjectKey, RecordingId};
use crate::storage::{ByteStream, Storage, StorageError};
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use std::io::{self, Cursor};
use std::ops::Range;

/// A stretch of a recording.
pub struct CutSound {
    /// The sound that it is cut out of.
    pub sound: Sound,
    /// From where in the recording until where, in milliseconds; tells apart what is cut of one object.
    pub range_ms: (u64, u64),
    /// With which voices it is heard.
    pub voice: Voice,
    cut: Cut,
}

impl CutSound {
    /// How many bytes it has with its header.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match self.voice {
            Voice::Own => self.header_len() + (self.cut.bytes.end - self.cut.bytes.start),
            Voice::Altered => self.altered().bytes(),
        }
    }

    fn altered(&self) -> AlteredVoice {
        AlteredVoice::new(self.cut.frames, self.cut.sample_rate, self.cut.channels)
    }

    fn header_len(&self) -> u64 {
        self.cut.header.len() as u64
    }
}

impl Shelf {
    /// Cuts a stretch, in milliseconds of the recording, out of what everybody may hear of it. Whether the
    /// caller may hear it was decided before: the call itself need not be theirs. While it is not known
    /// what is to be hidden, nobody hears it, and that work moves to the head of its queue.
    pub async fn cut(
        &self,
        id: RecordingId,
        (start_ms, end_ms): (u64, u64),
        voice: Voice,
    ) -> Result<CutSound, RecorderError> {
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
        let head = fetched(&self.storage, sound.object.key, 0..CUT_HEAD_MOST.min(size)).await?;
        let cut = cut(&head, size, start_ms, end_ms)
            .map_err(|error| RecorderError::CannotBeDecoded { reason: error.to_string() })?;
        Ok(CutSound { sound, range_ms: (start_ms, end_ms), voice, cut })
    }

    /// The bytes of a stretch, or the part of them in this range.
    pub async fn play_cut(
        &self,
        cut: &CutSound,
        range: Option<Range<u64>>,
    ) -> Result<ByteStream, RecorderError> {
        let range = range.unwrap_or(0..cut.bytes());
        if cut.voice == Voice::Altered {
            return Ok(self.play_altered(cut, range));
        }
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

    /// Made block by block as it is fetched: a listener who stops, stops the work.
    fn play_altered(&self, cut: &CutSound, range: Range<u64>) -> ByteStream {
        let (shape, key, cut) = (cut.altered(), cut.sound.object.key, cut.cut.clone());
        let header = Bytes::from(shape.header());
        let header_len = header.len() as u64;
        let header = header.slice(within(&range, &(0..header_len)));
        let storage = self.storage.clone();
        let blocks = stream::iter(shape.blocks(&range)).then(move |block| {
            let (storage, cut, range, size) = (storage.clone(), cut.clone(), range.clone(), cut.bytes.end);
            async move {
                let part = cut.part(shape.heard_for(block)).ok_or(StorageError::OutOfRange { size })?;
                let bytes = fetched(&storage, key, part.bytes).await?;
                let made = tokio::task::spawn_blocking(move || {
                    let file = [part.header.as_slice(), &bytes].concat();
                    let heard = decode(Cursor::new(file)).map_err(io::Error::other)?;
                    Ok::<_, io::Error>(Bytes::from(shape.make(block, &heard.channels)))
                });
                let made = made.await.map_err(io::Error::other).and_then(|made| made);
                let made = made.map_err(StorageError::Io)?;
                Ok(made.slice(within(&range, &shape.bytes_of(block))))
            }
        });
        stream::iter((!header.is_empty()).then_some(Ok(header))).chain(blocks).boxed()
    }
}

/// Which part of a piece, counted from its beginning, lies in the range.
fn within(range: &Range<u64>, piece: &Range<u64>) -> Range<usize> {
    let place = |at: u64| usize::try_from(at.clamp(piece.start, piece.end) - piece.start).unwrap_or_default();
    place(range.start)..place(range.end)
}

async fn fetched(storage: &Storage, key: ObjectKey, range: Range<u64>) -> Result<BytesMut, StorageError> {
    let mut pieces = storage.get(key, Some(range)).await?;
    let mut bytes = BytesMut::new();
    while let Some(piece) = pieces.try_next().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}
