//! Receiving the bytes of an upload, in a task that outlives its request.

use super::turn::Turn;
use super::{UploadState, Uploads};
use crate::access::Who;
use crate::db::upload::Upload;
use crate::error::{Coded, Kind};
use crate::ids::RequestId;
use crate::recorder::RecorderError;
use crate::recorder::uploads::finishing::Finished;
use crate::storage::SpoolWriter;
use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// After how many bytes what came is made safe: what a killed server costs at most.
const SAFE_EVERY: u64 = 16 * 1024 * 1024;
/// How many pieces wait to be written; a sender that is faster waits.
const PIECES: usize = 8;

/// An upload that is being continued. Dropped before its end, what came is made safe all the same.
pub struct Continuation {
    pieces: Option<mpsc::Sender<Bytes>>,
    course: Course,
}

enum Course {
    Ended(Box<Upload>),
    Running(JoinHandle<Result<Finished, RecorderError>>),
}

impl Continuation {
    /// An upload that is complete already: there is nothing to receive.
    pub(super) fn ended(upload: Upload) -> Self {
        Self { pieces: None, course: Course::Ended(Box::new(upload)) }
    }

    pub(super) async fn begin(
        uploads: Arc<Uploads>,
        who: Who,
        upload: Upload,
        turn: Turn,
        request_id: Option<RequestId>,
    ) -> Result<Self, RecorderError> {
        let file = turn.write_from(upload.received).await?;
        let writer = SpoolWriter::new(file, upload.received == 0);
        let (sender, pieces) = mpsc::channel(PIECES);
        let offset = upload.received;
        let receiving = Receiving { uploads, who, upload, turn, writer, offset, request_id };
        Ok(Self { pieces: Some(sender), course: Course::Running(tokio::spawn(receiving.run(pieces))) })
    }

    /// Hands on the next piece. `false`: no more is taken; [`end`](Self::end) says why.
    pub async fn take(&self, piece: Bytes) -> bool {
        match &self.pieces {
            Some(pieces) => pieces.send(piece).await.is_ok(),
            None => piece.is_empty(),
        }
    }

    /// Waits until no more is taken: somebody else continues the upload, or the server stops.
    pub async fn closed(&self) {
        match &self.pieces {
            Some(pieces) => pieces.closed().await,
            // There is nothing to be taken; whatever still comes is read to its end.
            None => std::future::pending().await,
        }
    }

    /// No more pieces come: waits until what came is safe and, with the last byte, taken in. Where it
    /// was refused, that is the error; where it waits, the upload says so.
    pub async fn end(self) -> Result<Upload, RecorderError> {
        drop(self.pieces);
        match self.course {
            Course::Ended(upload) => Ok(*upload),
            Course::Running(task) => {
                let ended = task.await.map_err(|error| RecorderError::Spool(std::io::Error::other(error)))?;
                match ended? {
                    Finished { refusal: Some(refusal), .. } => Err(refusal),
                    Finished { upload, refusal: None } => Ok(upload),
                }
            }
        }
    }
}

struct Receiving {
    uploads: Arc<Uploads>,
    who: Who,
    /// As the database knows it: `received` bytes are safe.
    upload: Upload,
    turn: Turn,
    writer: SpoolWriter,
    /// What came, safe or not.
    offset: u64,
    request_id: Option<RequestId>,
}

impl Receiving {
    async fn run(mut self, mut pieces: mpsc::Receiver<Bytes>) -> Result<Finished, RecorderError> {
        let began_at = self.offset;
        let mut interrupted = false;
        while !interrupted {
            let piece = tokio::select! {
                piece = pieces.recv() => piece,
                () = self.turn.interrupted() => {
                    interrupted = true;
                    None
                }
            };
            let Some(piece) = piece else { break };
            if self.offset + piece.len() as u64 > self.upload.length {
                return self.too_long(began_at).await;
            }
            if let Err(error) = self.writer.take(&piece).await {
                // On a full disk, what no row knows is better gone.
                self.turn.write_from(self.upload.received).await?;
                return Err(RecorderError::Spool(error));
            }
            self.offset += piece.len() as u64;
            if self.offset - self.upload.received >= SAFE_EVERY && self.offset < self.upload.length {
                self.make_safe_on_the_way().await?;
            }
        }
        self.come_to_rest(interrupted).await
    }

    /// On the way, a database that is away costs nothing yet: it may be back before the end.
    async fn make_safe_on_the_way(&mut self) -> Result<(), RecorderError> {
        self.writer.sync().await.map_err(RecorderError::Spool)?;
        match self.uploads.note_received(&self.upload, self.offset, UploadState::Receiving).await {
            Ok(()) => self.upload.received = self.offset,
            Err(error) if error.kind() == Kind::Unavailable => {
                tracing::warn!(upload = %self.upload.id, %error, "how far an upload is cannot be noted yet");
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    async fn come_to_rest(self, interrupted: bool) -> Result<Finished, RecorderError> {
        let Self { uploads, who, mut upload, turn, writer, offset, request_id } = self;
        let written = writer.finish().await.map_err(RecorderError::Spool)?;
        let is_complete = offset == upload.length;
        let state = if is_complete { UploadState::Waiting } else { UploadState::Receiving };
        uploads.note_received(&upload, offset, state).await?;
        (upload.received, upload.state) = (offset, state);
        if is_complete {
            return uploads.finish(&who, upload, turn, written.hash, request_id).await;
        }
        if interrupted { Err(RecorderError::UploadBusy) } else { Ok(Finished { upload, refusal: None }) }
    }

    /// More came than was announced: nothing that this request sent is kept, because nobody knows
    /// which of it belongs to the file.
    async fn too_long(self, began_at: u64) -> Result<Finished, RecorderError> {
        // Waits for the thread that may still write.
        self.writer.finish().await.map_err(RecorderError::Spool)?;
        self.uploads.note_received(&self.upload, began_at, UploadState::Receiving).await?;
        self.turn.write_from(began_at).await?;
        Err(RecorderError::UploadTooLong { length: self.upload.length })
    }
}
