//! Taking in an upload that is complete: the same way as every other file.

use super::turn::Turn;
use super::{UploadState, Uploads, failure};
use crate::access::Who;
use crate::db::recording::ContentHash;
use crate::db::upload::{self, Outcome, Upload};
use crate::error::{Coded, Kind};
use crate::ids::RequestId;
use crate::recorder::sources::{RefusedUpload, is_refusal, note_refused_in};
use crate::recorder::{Acceptance, ReceivedFile, RecorderError, Sent};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::PathBuf;

/// How much is read at once to be hashed.
const PIECE: usize = 1024 * 1024;

/// An upload after a request or an attempt to take it in.
pub(super) struct Finished {
    pub(super) upload: Upload,
    /// Why it was not taken in, and never will be.
    pub(super) refusal: Option<RecorderError>,
}

impl Uploads {
    /// Takes in an upload whose last byte is safe. What cannot be taken in now waits; what is refused
    /// has come to its end, as what is accepted has. `hash`: of its bytes, where it is known.
    pub(super) async fn finish(
        &self,
        who: &Who,
        upload: Upload,
        turn: Turn,
        hash: Option<ContentHash>,
        request_id: Option<RequestId>,
    ) -> Result<Finished, RecorderError> {
        let path = turn.file().path().to_owned();
        let taken_in = self.take_in(who, &upload, path, hash, request_id).await;
        let finished = match taken_in {
            Ok(accepted) => self.end(upload, accepted.into(), None).await?,
            Err(error) if may_pass(error.kind()) => self.wait(upload, &error).await,
            Err(error) => {
                let ended = self.end(upload, Outcome::Failed(failure(&error)), refusal(who, &error)).await?;
                Finished { refusal: Some(error), ..ended }
            }
        };
        drop(turn);
        Ok(finished)
    }

    async fn take_in(
        &self,
        who: &Who,
        upload: &Upload,
        path: PathBuf,
        hash: Option<ContentHash>,
        request_id: Option<RequestId>,
    ) -> Result<Acceptance, RecorderError> {
        let sent = Sent::parse(upload.metadata_json.as_bytes())?;
        let metadata = self.intake.interpret(who, sent, upload.file_name.as_deref()).await?;
        let hash = match hash {
            Some(hash) => hash,
            None => hash_of(path.clone()).await?,
        };
        let file = ReceivedFile::kept_at(path, hash, upload.length);
        let accepted = self.intake.accept(who, metadata, &file, upload.file_name.clone(), request_id).await?;
        if accepted.is_new {
            (self.taken_in)();
        }
        Ok(accepted)
    }

    /// First the row, then the file: until the row says that it has ended, the file is needed.
    /// `refused`: whose upload is refused, with which code.
    async fn end(
        &self,
        upload: Upload,
        outcome: Outcome,
        refused: Option<(Who, &'static str)>,
    ) -> Result<Finished, RecorderError> {
        let (id, kept, kept_outcome) = (upload.id, self.limits.kept, outcome.clone());
        let about = about(&upload);
        let ended = self.intake.db.write(move |writing| {
            let expires_at = writing.now().plus(kept);
            if let Some((who, code)) = &refused {
                note_refused_in(writing, who, &about, code)?;
            }
            Ok::<_, RecorderError>(upload::end(writing, id, &kept_outcome, expires_at)?)
        });
        ended.await?;
        if let Err(error) = self.remove_file(id).await {
            tracing::warn!(upload = %id, %error, "the file of an upload that has ended stays until the sweep");
        }
        let state = match outcome {
            Outcome::Accepted { .. } => UploadState::Accepted,
            Outcome::Failed(_) => UploadState::Refused,
        };
        Ok(Finished { upload: Upload { state, outcome: Some(outcome), ..upload }, refusal: None })
    }

    /// Ends an upload that will never be taken in.
    pub(super) async fn end_refused(&self, upload: Upload, why: &RecorderError) -> Result<(), RecorderError> {
        self.end(upload, Outcome::Failed(failure(why)), None).await.map(drop)
    }

    async fn wait(&self, upload: Upload, error: &RecorderError) -> Finished {
        let outcome = Outcome::Failed(failure(error));
        tracing::warn!(upload = %upload.id, %error, "a complete upload cannot be taken in yet; it waits");
        let (id, noted) = (upload.id, outcome.clone());
        let noting = self.intake.db.write(move |writing| upload::note_outcome(writing, id, &noted)).await;
        if let Err(error) = noting {
            tracing::warn!(upload = %id, %error, "why an upload waits could not be noted");
        }
        Finished { upload: Upload { outcome: Some(outcome), ..upload }, refusal: None }
    }
}

/// Whom a refusal is noted for, where the file itself is refused.
fn refusal(who: &Who, error: &RecorderError) -> Option<(Who, &'static str)> {
    is_refusal(error).then(|| (who.clone(), error.code()))
}

fn about(upload: &Upload) -> RefusedUpload {
    let sent = Sent::parse(upload.metadata_json.as_bytes()).ok();
    let source = sent.and_then(|sent| sent.source().ok().flatten());
    RefusedUpload { file_name: upload.file_name.clone(), source }
}

impl From<Acceptance> for Outcome {
    fn from(accepted: Acceptance) -> Self {
        Self::Accepted {
            call_id: accepted.call_id,
            recording_id: accepted.recording_id,
            was_known: !accepted.is_new,
        }
    }
}

/// Whether nothing is wrong with the upload itself: what we need is away, or full, or at fault.
fn may_pass(kind: Kind) -> bool {
    matches!(kind, Kind::Unavailable | Kind::Full | Kind::Internal | Kind::TooMany)
}

async fn hash_of(path: PathBuf) -> Result<ContentHash, RecorderError> {
    let hashing = tokio::task::spawn_blocking(move || {
        let mut file = std::fs::File::open(path)?;
        let (mut hasher, mut piece) = (Sha256::new(), vec![0; PIECE]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(hasher.finalize().into()),
                read => hasher.update(piece.get(..read).unwrap_or_default()),
            }
        }
    });
    let hashed = hashing.await.map_err(|error| RecorderError::Spool(std::io::Error::other(error)))?;
    hashed.map_err(RecorderError::Spool)
}
