//! What a server does about uploads without being asked: takes in those that wait, forgets those
//! whose time has run out, and removes files that nobody needs.
//!
//! Each server does this itself, for the files of its own machine: a job might run on another one.

use super::Uploads;
use crate::access::who_is;
use crate::db::token::Owner;
use crate::db::upload::{self, UploadState};
use crate::error::{Coded, Kind};
use crate::ids::UploadId;
use crate::recorder::RecorderError;
use std::sync::Arc;
use std::time::Duration;

/// How often, where nothing rings the bell.
const EVERY: Duration = Duration::from_secs(15);
/// How soon after a round the next one may be.
const PAUSE: Duration = Duration::from_secs(1);
/// How many rounds lie between two looks at the files.
const ROUNDS_A_SWEEP: u32 = 240;
/// How many rows are looked at together.
const PAGE: i64 = 100;

impl Uploads {
    /// Goes on until the server stops.
    pub async fn keep_house(self: Arc<Self>) {
        for round in 0_u32.. {
            if round % ROUNDS_A_SWEEP == 0 {
                warn("files of uploads could not be swept", self.sweep_files().await);
            }
            warn("uploads that wait could not be taken in", self.take_in_waiting().await);
            warn("old uploads could not be forgotten", self.forget_expired().await);
            let next = async {
                tokio::time::sleep(PAUSE).await;
                let _ = tokio::time::timeout(EVERY, self.bell.notified()).await;
            };
            tokio::select! {
                () = next => {}
                () = self.stopping.cancelled() => return,
            }
        }
    }

    /// The oldest first. Where one cannot be taken in because something is away, the next would fare
    /// no better.
    async fn take_in_waiting(self: &Arc<Self>) -> Result<(), RecorderError> {
        let (place, mut after) = (self.spool.place(), None);
        loop {
            let page = self.intake.db.read(move |reading| upload::waiting_at(reading, place, after, PAGE));
            let page = page.await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.id);
            for waiting in page {
                if self.stopping.is_cancelled() || !self.take_in_again(waiting.id, waiting.owner).await? {
                    return Ok(());
                }
            }
        }
    }

    /// `false`: not yet, and not the next one either.
    async fn take_in_again(self: &Arc<Self>, id: UploadId, owner: Owner) -> Result<bool, RecorderError> {
        // Somebody has it: they will say how it ends.
        let Some(turn) = self.turn_at_once(id).await? else { return Ok(true) };
        let found = self.intake.db.read(move |reading| upload::find(reading, owner, id)).await?;
        let Some(upload) = found.filter(|upload| upload.state == UploadState::Waiting) else {
            return Ok(true);
        };
        let who = match who_is(&self.intake.db, owner).await {
            Err(error) if error.kind() == Kind::Unauthenticated => {
                self.end_refused(upload, &error.into()).await?;
                return Ok(true);
            }
            who => who?,
        };
        if turn.file().size()? < upload.length {
            // Nobody can send the rest of it any more, but all of it again.
            return self.end_refused(upload, &RecorderError::UploadLost).await.map(|()| true);
        }
        let finished = self.finish(&who, upload, turn, None, None).await?;
        Ok(finished.upload.state != UploadState::Waiting)
    }

    async fn forget_expired(self: &Arc<Self>) -> Result<(), RecorderError> {
        let place = self.spool.place();
        loop {
            let page = self.intake.db.read(move |reading| upload::expired_at(reading, place, PAGE)).await?;
            let mut forgotten = 0;
            for id in &page {
                // Who has a turn adds something, so that it is not old any more.
                if let Some(turn) = self.turn_at_once(*id).await? {
                    self.forget(*id).await?;
                    drop(turn);
                    forgotten += 1;
                }
            }
            if forgotten > 0 {
                tracing::info!(forgotten, "old uploads are forgotten");
            }
            if forgotten == 0 || page.len() < usize::try_from(PAGE).unwrap_or_default() {
                return Ok(());
            }
        }
    }

    /// Removes files whose upload has ended or is not known: a row comes before its file and goes
    /// after it, so there is none that is still to get its row.
    async fn sweep_files(&self) -> Result<(), RecorderError> {
        let spool = self.spool.clone();
        let there = tokio::task::spawn_blocking(move || spool.ids()).await;
        let there = there.map_err(|error| RecorderError::Spool(std::io::Error::other(error)))??;
        let mut removed = 0;
        for page in there.chunks(usize::try_from(PAGE).unwrap_or(1)) {
            let asked = page.to_vec();
            let needed = self.intake.db.read(move |reading| upload::needed(reading, &asked)).await?;
            for id in page.iter().filter(|id| !needed.contains(id)) {
                self.remove_file(*id).await?;
                removed += 1;
            }
        }
        if removed > 0 {
            tracing::info!(removed, "files of uploads that nobody needs are removed");
        }
        Ok(())
    }
}

fn warn(what: &str, outcome: Result<(), RecorderError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, code = error.code(), "{what}; trying again soon");
    }
}
