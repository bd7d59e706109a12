//! Into the data folder of this machine, beside a running server or without one.

use super::files::is_vcon;
use super::{Destination, Failure, Ingested, file_name};
use crate::access::Who;
use crate::cli::place::{Check, Place, Stores, runtime, workspace_zone};
use crate::recorder::{
    Acceptance, CallMetadata, Intake, Patience, ReceivedFile, Reception, RecorderError, Sent, vcon,
};
use crate::storage::Spool;
use std::path::Path;
use tokio::io::AsyncReadExt;
use tokio::runtime::Runtime;

/// How much is read at once.
const PIECE: usize = 256 * 1024;

pub(super) struct DataFolder {
    runtime: Runtime,
    intake: Intake,
    spool: Spool,
}

impl DataFolder {
    pub(super) fn open(place: &Place) -> Result<Self, Failure> {
        let Stores { db, storage, .. } = place.open_stores(Check::Store)?;
        let runtime = runtime()?;
        let zone = runtime.block_on(workspace_zone(&db))?;
        let intake = Intake { db, storage, zone, patience: Patience::default() };
        Ok(Self { runtime, intake, spool: place.open_spool()? })
    }

    async fn accept(&self, audio: &Path, sent: Sent) -> Result<Acceptance, RecorderError> {
        let who = Who::command_line();
        let path = audio.to_string_lossy();
        let metadata = self.intake.interpret(&who, sent, Some(&path)).await?;
        let received = receive(&self.spool, audio).await?;
        self.intake.accept(&who, metadata, &received, file_name(audio), None).await
    }
}

impl DataFolder {
    /// A vCon may refer to files that lie beside it.
    async fn accept_vcon(&self, path: &Path, metadata: &[u8]) -> Result<Ingested, RecorderError> {
        let source = CallMetadata::parse(metadata)?.source;
        let json = tokio::fs::read(path).await.map_err(RecorderError::Unreadable)?;
        let document = serde_json::from_slice(&json)
            .map_err(|error| RecorderError::NotJson { line: error.line(), column: error.column() })?;
        let into = vcon::Into { intake: &self.intake, spool: self.spool.folder(), beside: path.parent() };
        let accepted = vcon::accept(&into, &Who::command_line(), source, document, None).await?;
        let recordings: Vec<String> = accepted.recordings.iter().map(ToString::to_string).collect();
        Ok(Ingested::of_vcon(accepted.call_id.to_string(), &recordings, accepted.is_new))
    }
}

/// Copies a file of this machine into the spool, as an upload would get there.
pub(in crate::cli) async fn receive(spool: &Spool, audio: &Path) -> Result<ReceivedFile, RecorderError> {
    let mut reception = Reception::begin(spool.folder(), u64::MAX).await?;
    let mut file = tokio::fs::File::open(audio).await.map_err(RecorderError::Unreadable)?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece).await.map_err(RecorderError::Unreadable)? {
            0 => break,
            read => reception.take(piece.get(..read).unwrap_or_default()).await?,
        }
    }
    reception.finish().await
}

impl Destination for DataFolder {
    fn ingest(&mut self, audio: &Path, metadata: &[u8]) -> Result<Ingested, Failure> {
        if is_vcon(audio) {
            return Ok(self.runtime.block_on(self.accept_vcon(audio, metadata))?);
        }
        let sent = Sent::parse(metadata)?;
        let accepted = self.runtime.block_on(self.accept(audio, sent))?;
        Ok(Ingested {
            call_id: accepted.call_id.to_string(),
            recording_id: accepted.recording_id.to_string(),
            is_new: accepted.is_new,
        })
    }
}
