//! Taking one file of a watched folder in: through the same intake as an upload, and only then is
//! it noted as taken, and only after that is it moved.

use super::scan::{Found, sight_of};
use super::shelves::Shelves;
use crate::access::Who;
use crate::db::watched_file::{self, FileKind, FileState, LiesIn, WatchedFile};
use crate::error::{Coded, Kind};
use crate::ids::{CallId, RecordingId, SourceId, WatchedFileId};
use crate::recorder::cdr::{self, ImportFile};
use crate::recorder::{
    Described, Intake, ReceivedFile, Reception, RecorderError, Sent, SentAs, sidecar_in_table, vcon,
};
use crate::time::Instant;
use serde_json::Value;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// How much is read at once.
const PIECE: usize = 256 * 1024;
/// The largest description; a recorder writes a few hundred bytes.
const SIDECAR_MOST: u64 = 1024 * 1024;
/// The largest conversation with its recordings inside.
const VCON_MOST: u64 = 64 * 1024 * 1024;
/// How long a file waits after a failure that may pass: twice as long each time.
const WAIT_FIRST: Duration = Duration::from_secs(5);
const WAIT_MOST: Duration = Duration::from_mins(10);
/// After how many attempts a fault of ours counts as the file's.
const ATTEMPTS_MOST: i32 = 8;

/// What takes files of one source in.
pub(super) struct Taking {
    pub(super) intake: Intake,
    pub(super) spool: PathBuf,
    /// The largest recording, in bytes.
    pub(super) audio_most: u64,
    pub(super) source_id: SourceId,
    pub(super) shelves: Shelves,
}

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// Something became of the file, and it is noted.
    Settled,
    /// It was written to meanwhile, or is gone; nothing is noted.
    NotYet,
    /// What it needs is away: nothing else will get in either.
    Away,
}

/// What a file turned out to be.
struct Taken {
    state: FileState,
    call_id: Option<CallId>,
    recording_id: Option<RecordingId>,
    hash: Option<[u8; 32]>,
}

/// Why it is not in.
enum NotTaken {
    Refused(RecorderError),
    /// It changed while it was read, or is gone.
    Restless,
}

impl From<RecorderError> for NotTaken {
    fn from(error: RecorderError) -> Self {
        Self::Refused(error)
    }
}

impl Taking {
    /// Takes a file in and notes what became of it. `before`: what was noted of it, if anything.
    pub(super) async fn take(
        &self,
        found: &Found,
        before: Option<WatchedFile>,
    ) -> Result<After, RecorderError> {
        let lies_in = before.as_ref().map_or(LiesIn::Folder, |file| file.lies_in);
        let taken = self.read_and_enter(found, lies_in).await;
        let mut file = self.noted(found, before);
        let (after, is_in) = match taken {
            Err(NotTaken::Restless) => return Ok(After::NotYet),
            Ok(taken) => {
                (file.state, file.call_id, file.recording_id) =
                    (taken.state, taken.call_id, taken.recording_id);
                (file.code, file.reason, file.retry_at) = (None, None, None);
                if let Some(hash) = taken.hash {
                    file.set_hash(&hash);
                }
                (After::Settled, Some(file.state).filter(|state| *state != FileState::Held).map(|_| true))
            }
            Err(NotTaken::Refused(error)) => {
                file.code = Some(error.code().to_owned());
                file.reason = Some(error.to_string());
                let passes = passes(error.kind(), file.attempts);
                file.state = if passes { FileState::Retrying } else { FileState::Refused };
                file.retry_at = passes.then(|| file.changed_at.plus(wait_after(file.attempts)));
                // Causes may hold paths and stay in the log of whoever asks for them.
                tracing::info!(file = %file.id, source = %self.source_id, code = error.code(), "a file is not in");
                if passes { (After::Away, None) } else { (After::Settled, Some(false)) }
            }
        };
        self.note(&file).await?;
        if let Some(is_in) = is_in {
            self.put_away(file, is_in).await?;
        }
        Ok(after)
    }

    /// The row of a file at this moment, one attempt further.
    fn noted(&self, found: &Found, before: Option<WatchedFile>) -> WatchedFile {
        let now = self.intake.db.clock().now();
        let bytes = i64::try_from(found.sight.bytes).unwrap_or(i64::MAX);
        let modified_at = Instant::from_millis(found.sight.modified_ms);
        let known = before.unwrap_or_else(|| WatchedFile {
            id: WatchedFileId::new(),
            source_id: self.source_id,
            path: found.path.clone(),
            stem: super::names::stem_of(&found.path, found.kind),
            kind: found.kind,
            bytes,
            modified_at,
            content_hash: None,
            state: FileState::Retrying,
            lies_in: LiesIn::Folder,
            call_id: None,
            recording_id: None,
            code: None,
            reason: None,
            attempts: 0,
            retry_at: None,
            created_at: now,
            changed_at: now,
        });
        WatchedFile {
            bytes,
            modified_at,
            attempts: known.attempts.saturating_add(1),
            changed_at: now,
            ..known
        }
    }

    async fn note(&self, file: &WatchedFile) -> Result<(), RecorderError> {
        let file = file.clone();
        self.intake.db.write(move |writing| Ok(watched_file::put(writing, &file)?)).await
    }

    /// Moves a file to where it goes now, if it goes anywhere. It is in or refused already: what
    /// cannot be moved stays, and is tried again at the next look.
    pub(super) async fn put_away(&self, mut file: WatchedFile, is_in: bool) -> Result<(), RecorderError> {
        let Some(target) = self.shelves.target(is_in).filter(|target| *target != file.lies_in) else {
            return Ok(());
        };
        let (shelves, path, from, id) = (self.shelves.clone(), file.path.clone(), file.lies_in, file.id);
        let move_file = move || shelves.move_file((from, &path), target, id);
        match tokio::task::spawn_blocking(move_file).await {
            Ok(Ok(moved)) => {
                let before = (file.source_id, file.id);
                (file.path, file.lies_in) = (moved, target);
                self.intake
                    .db
                    .write(move |writing| {
                        watched_file::forget(writing, before.0, before.1)?;
                        Ok(watched_file::put(writing, &file)?)
                    })
                    .await
            }
            Ok(Err(error)) => {
                tracing::warn!(file = %id, kind = ?error.kind(), "a file cannot be moved and stays where it is");
                Ok(())
            }
            Err(_) => Ok(()),
        }
    }

    async fn read_and_enter(&self, found: &Found, lies_in: LiesIn) -> Result<Taken, NotTaken> {
        match found.kind {
            FileKind::Audio => self.audio(found, lies_in).await,
            FileKind::Sidecar => self.sidecar(found, lies_in).await,
            FileKind::Table => self.table(found, lies_in).await,
            FileKind::Vcon => self.vcon(found, lies_in).await,
        }
    }

    async fn audio(&self, found: &Found, lies_in: LiesIn) -> Result<Taken, NotTaken> {
        let received = self.received(found, lies_in).await?;
        let sent_as = SentAs { file_name: Some(base(&found.path).to_owned()), stems: Self::stems(found) };
        let who = Who::source(self.source_id);
        let metadata = self.intake.interpret(&who, Sent::default(), Some(&found.path)).await?;
        let accepted = self.intake.accept_as(&who, metadata, &received, sent_as, None).await?;
        Ok(Taken {
            state: if accepted.is_new { FileState::Taken } else { FileState::Known },
            call_id: Some(accepted.call_id),
            recording_id: Some(accepted.recording_id),
            hash: Some(*received.hash()),
        })
    }

    /// Copies the file into the spool while it is hashed, as an upload would get there. A copy of
    /// something that was written to meanwhile is no copy.
    async fn received(&self, found: &Found, lies_in: LiesIn) -> Result<ReceivedFile, NotTaken> {
        let file = self.shelves.open_file(lies_in, &found.path).map_err(unreadable)?;
        let mut file = tokio::fs::File::from_std(file);
        let mut reception = Reception::begin(&self.spool, self.audio_most).await?;
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece).await.map_err(unreadable)? {
                0 => break,
                read => reception.take(piece.get(..read).unwrap_or_default()).await?,
            }
        }
        let metadata = file.metadata().await.map_err(unreadable)?;
        if sight_of(&metadata) != found.sight {
            return Err(NotTaken::Restless);
        }
        Ok(reception.finish().await?)
    }

    async fn sidecar(&self, found: &Found, lies_in: LiesIn) -> Result<Taken, NotTaken> {
        let json = self.small(found, lies_in, SIDECAR_MOST).await?;
        let sent = Sent::parse(&json)?;
        let document = Value::Object(sent.0.clone());
        if vcon::is_vcon(&document) {
            return self.enter_vcon(found, document).await;
        }
        self.describe(found, sent).await
    }

    async fn describe(&self, found: &Found, sent: Sent) -> Result<Taken, NotTaken> {
        let who = Who::source(self.source_id);
        // What the name says is read when the audio comes: both have it.
        let metadata = self.intake.interpret(&who, sent, None).await?;
        let described = self.intake.describe(&who, metadata, Self::stems(found), None).await?;
        let (state, call_id) = match described {
            Described::Call(call_id) => (FileState::Applied, Some(call_id)),
            Described::Waits => (FileState::Held, None),
        };
        Ok(Taken { state, call_id, recording_id: None, hash: None })
    }

    /// A table of one row beside a recording describes it; any other is a table of calls.
    async fn table(&self, found: &Found, lies_in: LiesIn) -> Result<Taken, NotTaken> {
        let bytes = self.small(found, lies_in, cdr::BYTES_MOST as u64).await?;
        if let Some(sent) = sidecar_in_table(&bytes)? {
            return self.describe(found, Sent(sent)).await;
        }
        let who = Who::source(self.source_id);
        let file = ImportFile { source: String::new(), bytes };
        cdr::begin(&self.intake.db, &who, file, None, None).await?;
        Ok(Taken { state: FileState::Taken, call_id: None, recording_id: None, hash: None })
    }

    async fn vcon(&self, found: &Found, lies_in: LiesIn) -> Result<Taken, NotTaken> {
        let json = self.small(found, lies_in, VCON_MOST).await?;
        let value: Value = serde_json::from_slice(&json)
            .map_err(|error| RecorderError::NotJson { line: error.line(), column: error.column() })?;
        self.enter_vcon(found, value).await
    }

    async fn enter_vcon(&self, found: &Found, value: Value) -> Result<Taken, NotTaken> {
        let beside = self.shelves.place(LiesIn::Folder, &found.path);
        let beside = beside.as_deref().and_then(std::path::Path::parent);
        let who = Who::source(self.source_id);
        let reception = vcon::Into { intake: &self.intake, spool: &self.spool, beside };
        let accepted = vcon::accept(&reception, &who, None, value, None).await?;
        Ok(Taken {
            state: if accepted.is_new { FileState::Taken } else { FileState::Known },
            call_id: Some(accepted.call_id),
            recording_id: accepted.recordings.first().copied(),
            hash: None,
        })
    }

    /// A file that is kept in memory.
    async fn small(&self, found: &Found, lies_in: LiesIn, most: u64) -> Result<Vec<u8>, NotTaken> {
        if found.sight.bytes > most {
            return Err(RecorderError::TooLarge { limit: most }.into());
        }
        let file = self.shelves.open_file(lies_in, &found.path).map_err(unreadable)?;
        let sight = found.sight;
        let read = move || -> std::io::Result<Option<Vec<u8>>> {
            let mut bytes = Vec::new();
            (&file).take(most + 1).read_to_end(&mut bytes)?;
            Ok((sight_of(&file.metadata()?) == sight).then_some(bytes))
        };
        let bytes = tokio::task::spawn_blocking(read).await.map_err(RecorderError::ProbeFailed)?;
        bytes.map_err(unreadable)?.ok_or(NotTaken::Restless)
    }

    /// The names by which a description finds the file: its path, and its own name, by which tables
    /// name it.
    fn stems(found: &Found) -> Vec<String> {
        let stem = super::names::stem_of(&found.path, found.kind);
        let own = base(&stem).to_owned();
        if own == stem { vec![stem] } else { vec![stem, own] }
    }
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn unreadable(error: std::io::Error) -> NotTaken {
    if error.kind() == std::io::ErrorKind::NotFound {
        NotTaken::Restless
    } else {
        NotTaken::Refused(RecorderError::Unreadable(error))
    }
}

/// Whether trouble of this kind passes by itself.
fn passes(kind: Kind, attempts: i32) -> bool {
    match kind {
        Kind::Unavailable | Kind::Full | Kind::TooMany | Kind::TooSlow => true,
        Kind::Internal => attempts < ATTEMPTS_MOST,
        _ => false,
    }
}

fn wait_after(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(20);
    WAIT_FIRST.saturating_mul(1 << doublings).min(WAIT_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_tried_again_ever_less_often() {
        let waits: Vec<u64> = [1, 2, 3, 30].map(|attempts| wait_after(attempts).as_secs()).into();
        assert_eq!(waits, [5, 10, 20, 600]);
        assert!(passes(Kind::Unavailable, 1_000) && passes(Kind::Full, 1_000));
        assert!(passes(Kind::Internal, 1) && !passes(Kind::Internal, ATTEMPTS_MOST));
        assert!(!passes(Kind::Unsupported, 1) && !passes(Kind::Gone, 1));
    }
}
