//! One at a time continues an upload. Whoever comes later wins: a sender that tries again has lost
//! its connection, even where the server still waits for it.

use super::Uploads;
use crate::ids::UploadId;
use crate::recorder::RecorderError;
use crate::storage::UploadFile;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant as Deadline;
use tokio_util::sync::CancellationToken;

/// How long a turn is waited for. Whoever is interrupted makes safe what it has; a server process
/// beside this one cannot be interrupted and may be taking a large file in.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked whether the file is free.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The right to write to an upload, until it is dropped.
pub(super) struct Turn {
    uploads: Arc<Uploads>,
    id: UploadId,
    file: Arc<UploadFile>,
    interrupted: CancellationToken,
}

impl Uploads {
    /// Waits for its turn, and interrupts whoever of this process has it.
    pub(super) async fn turn(self: &Arc<Self>, id: UploadId) -> Result<Turn, RecorderError> {
        let until = Deadline::now() + PATIENCE;
        while !self.stopping.is_cancelled() {
            if let Some(turn) = self.turn_at_once(id).await? {
                return Ok(turn);
            }
            let running = self.running().get(&id).cloned();
            if let Some(running) = running {
                running.cancel();
            }
            if Deadline::now() >= until {
                break;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Err(RecorderError::UploadBusy)
    }

    /// The turn, if nobody has it.
    pub(super) async fn turn_at_once(self: &Arc<Self>, id: UploadId) -> Result<Option<Turn>, RecorderError> {
        let spool = self.spool.clone();
        let taken = tokio::task::spawn_blocking(move || spool.take(id)).await;
        let Some(file) = taken.map_err(|error| RecorderError::Spool(io::Error::other(error)))?? else {
            return Ok(None);
        };
        let interrupted = self.stopping.child_token();
        self.running().insert(id, interrupted.clone());
        Ok(Some(Turn { uploads: Arc::clone(self), file: Arc::new(file), interrupted, id }))
    }
}

impl Turn {
    pub(super) fn file(&self) -> &UploadFile {
        &self.file
    }

    /// A handle to write on from there; what lies beyond goes.
    pub(super) async fn write_from(&self, at: u64) -> Result<File, RecorderError> {
        let file = Arc::clone(&self.file);
        let opened = tokio::task::spawn_blocking(move || file.write_from(at)).await;
        Ok(opened.map_err(|error| RecorderError::Spool(io::Error::other(error)))??)
    }

    /// Waits until somebody else wants the upload, or the server stops.
    pub(super) async fn interrupted(&self) {
        self.interrupted.cancelled().await;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.uploads.running().remove(&self.id);
    }
}
