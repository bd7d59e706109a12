//! Uploads that may be interrupted and continued: by the network, by the sender, by a restart.
//!
//! Each is a row (`db::upload`) and a file (`storage::UploadSpool`). Whoever continues one has its
//! file locked; bytes are said to be received only after they were fsynced and the row says so, so
//! the offset that a sender is told is true after a power cut. When the last byte is here, the file
//! goes the same way as every other ([`Intake::accept`]). Where it cannot be taken in yet, because
//! the object store or the database is away, it waits here for as long as that takes.
//!
//! Bytes are received by a task of their own, not by the request: a connection that breaks does not
//! take them along.

mod beginning;
mod finishing;
mod housekeeping;
mod receiving;
mod turn;

pub use beginning::NewUpload;
pub use receiving::Continuation;

use super::{Intake, Patience, RecorderError, WaitLimits};
use crate::access::Who;
use crate::db::token::Owner;
use crate::db::upload::{self, Upload, UploadState};
use crate::error::Coded;
use crate::ids::{RequestId, UploadId};
use crate::storage::{StorageError, UploadSpool};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// How much is received at most.
#[derive(Debug, Clone, Copy)]
pub struct UploadLimits {
    /// The largest file, in bytes.
    pub bytes: u64,
    /// How many uploads a source or a person may have open at once.
    pub open: u64,
    /// How many bytes those may have together, once they are complete.
    pub open_bytes: u64,
    /// How long an upload is kept to which nothing is added, and how long its end can be asked for.
    pub kept: Duration,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            bytes: 4 * 1024 * 1024 * 1024,
            open: 100,
            open_bytes: 64 * 1024 * 1024 * 1024,
            kept: Duration::from_hours(24),
        }
    }
}

/// The uploads of this machine's data folder. Shared by all requests of a server.
pub struct Uploads {
    intake: Intake,
    spool: UploadSpool,
    limits: UploadLimits,
    taken_in: Arc<dyn Fn() + Send + Sync>,
    /// Those that this process receives or takes in right now, and how to interrupt each.
    running: Mutex<HashMap<UploadId, CancellationToken>>,
    stopping: CancellationToken,
    /// Rung when somebody asks for an upload that waits.
    bell: Notify,
}

impl Uploads {
    /// `taken_in` is called after each new recording, so that a worker need not poll for it.
    #[must_use]
    pub fn new(
        intake: Intake,
        spool: UploadSpool,
        limits: UploadLimits,
        taken_in: Arc<dyn Fn() + Send + Sync>,
    ) -> Arc<Self> {
        // An upload keeps its bytes however long the store is away: nobody's request waits for that.
        let at_once = Patience::new(WaitLimits { longest: Duration::ZERO, ..WaitLimits::default() });
        Arc::new(Self {
            intake: Intake { patience: at_once, ..intake },
            spool,
            limits,
            taken_in,
            running: Mutex::default(),
            stopping: CancellationToken::new(),
            bell: Notify::new(),
        })
    }

    /// How much is received at most.
    #[must_use]
    pub fn limits(&self) -> UploadLimits {
        self.limits
    }

    /// Where an upload of theirs stands. One that waits is tried again soon.
    pub async fn show(&self, who: &Who, id: UploadId) -> Result<Upload, RecorderError> {
        let found = self.find(who, id).await?;
        if found.state == UploadState::Waiting {
            self.bell.notify_one();
        }
        Ok(found)
    }

    /// Where an upload of theirs stands, once whoever still writes to it has stopped: a sender that
    /// asks this has lost its connection, whether the server has noticed or not.
    pub async fn settle(self: &Arc<Self>, who: &Who, id: UploadId) -> Result<Upload, RecorderError> {
        let found = self.show(who, id).await?;
        if found.state != UploadState::Receiving || found.place != self.spool.place() {
            return Ok(found);
        }
        // Where somebody else has it for long, what is known now is true, if not the newest.
        drop(self.turn(id).await);
        self.find(who, id).await
    }

    /// Their uploads that have not come to an end, the last begun first.
    pub async fn open(&self, who: &Who) -> Result<Vec<Upload>, RecorderError> {
        let owner = owner(who)?;
        let most = i64::try_from(self.limits.open).unwrap_or(i64::MAX);
        Ok(self.intake.db.read(move |reading| upload::open_of(reading, owner, most)).await?)
    }

    /// Gives an upload up: its bytes and what is known of it go. What was taken in stays.
    pub async fn give_up(self: &Arc<Self>, who: &Who, id: UploadId) -> Result<(), RecorderError> {
        let found = self.find(who, id).await?;
        self.must_be_here(&found)?;
        let turn = self.turn(id).await?;
        self.forget(id).await?;
        drop(turn);
        Ok(())
    }

    /// Continues an upload of theirs at this offset.
    pub async fn continue_at(
        self: &Arc<Self>,
        who: &Who,
        id: UploadId,
        offset: u64,
        request_id: Option<RequestId>,
    ) -> Result<Continuation, RecorderError> {
        let found = self.find(who, id).await?;
        match found.state {
            UploadState::Receiving => self.must_be_here(&found)?,
            _ => return self.at_the_end(found, offset),
        }
        let turn = self.turn(id).await?;
        // What was found before may be old by now.
        let found = self.find(who, id).await?;
        if found.state != UploadState::Receiving {
            return self.at_the_end(found, offset);
        }
        let found = self.as_on_disk(found, &turn).await?;
        must_match(&found, offset)?;
        Continuation::begin(Arc::clone(self), who.clone(), found, turn, request_id).await
    }

    /// Interrupts what is being received, so that what has come is safe and said to be, and waits for
    /// that. Nothing more is received.
    pub async fn stop(&self) {
        const PATIENCE: Duration = Duration::from_secs(5);
        self.stopping.cancel();
        let all_ended = async {
            while !self.running().is_empty() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, all_ended).await.is_err() {
            tracing::warn!("some uploads did not end in time; they go on from their last safe byte");
        }
    }

    fn at_the_end(&self, found: Upload, offset: u64) -> Result<Continuation, RecorderError> {
        must_match(&found, offset)?;
        if found.state == UploadState::Waiting {
            self.bell.notify_one();
        }
        match &found.outcome {
            Some(upload::Outcome::Failed(failure)) if found.state == UploadState::Refused => {
                Err(RecorderError::UploadRefused { reason: failure.message.clone() })
            }
            _ => Ok(Continuation::ended(found)),
        }
    }

    fn must_be_here(&self, upload: &Upload) -> Result<(), RecorderError> {
        if upload.place == self.spool.place() { Ok(()) } else { Err(RecorderError::UploadElsewhere) }
    }

    async fn find(&self, who: &Who, id: UploadId) -> Result<Upload, RecorderError> {
        let owner = owner(who)?;
        let found = self.intake.db.read(move |reading| upload::find(reading, owner, id)).await?;
        found.ok_or(RecorderError::NotFound { what: "upload" })
    }

    /// The file may have lost bytes that the row knows, to whoever repaired the disk or restored a
    /// backup: then the sender sends them again.
    async fn as_on_disk(&self, found: Upload, turn: &turn::Turn) -> Result<Upload, RecorderError> {
        let on_disk = turn.file().size()?;
        if on_disk >= found.received {
            return Ok(found);
        }
        tracing::warn!(upload = %found.id, on_disk, known = found.received, "bytes of an upload are lost");
        self.note_received(&found, on_disk, UploadState::Receiving).await?;
        Ok(Upload { received: on_disk, ..found })
    }

    async fn note_received(
        &self,
        of: &Upload,
        received: u64,
        state: UploadState,
    ) -> Result<(), RecorderError> {
        let (id, kept) = (of.id, self.limits.kept);
        let noted = self.intake.db.write(move |writing| {
            let expires_at = writing.now().plus(kept);
            upload::note_received(writing, id, received, state, expires_at)
        });
        Ok(noted.await?)
    }

    /// First the file, then the row: a file without a row could not be told from one whose row is
    /// about to come.
    async fn forget(&self, id: UploadId) -> Result<(), RecorderError> {
        self.remove_file(id).await?;
        Ok(self.intake.db.write(move |writing| upload::forget(writing, id)).await?)
    }

    async fn remove_file(&self, id: UploadId) -> Result<(), StorageError> {
        let spool = self.spool.clone();
        tokio::task::spawn_blocking(move || spool.remove(id)).await.map_err(std::io::Error::other)?
    }

    /// A panic elsewhere cannot leave the map half changed.
    fn running(&self) -> MutexGuard<'_, HashMap<UploadId, CancellationToken>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever uploads: a source or a person, whom the result can be told.
fn owner(who: &Who) -> Result<Owner, RecorderError> {
    let source = who.source_id().map(Owner::Source);
    source.or(who.person_id().map(Owner::Person)).ok_or(RecorderError::OutsideScope)
}

fn must_match(upload: &Upload, offset: u64) -> Result<(), RecorderError> {
    if upload.received == offset {
        return Ok(());
    }
    Err(RecorderError::UploadOffset { expected: upload.received })
}

/// Why something was not taken in, to be kept and shown.
fn failure(error: &RecorderError) -> upload::Failure {
    upload::Failure {
        code: error.code().to_owned(),
        message: error.to_string(),
        params: error.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}
