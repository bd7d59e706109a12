//! Receiving a file: to the spool and through the hash, piece by piece, never whole in memory.

use super::readable::probe;
use super::{Ffmpeg, RecorderError};
use crate::audio::AudioFormat;
use crate::db::recording::ContentHash;
use crate::ids::RequestId;
use crate::storage::SpoolWriter;
use std::path::{Path, PathBuf};
use tokio::fs::File;

/// A file on its way in. Dropped before its end, it leaves nothing.
#[derive(Debug)]
pub struct Reception {
    writer: SpoolWriter,
    spooled: Spooled,
    bytes: u64,
    limit: u64,
}

/// A file that arrived whole and is safe on disk, until it is dropped.
#[derive(Debug)]
pub struct ReceivedFile {
    spooled: Spooled,
    hash: ContentHash,
    bytes: u64,
}

/// A path in the spool, removed when dropped unless it is somebody else's.
#[derive(Debug)]
struct Spooled {
    path: PathBuf,
    kept: bool,
}

impl Reception {
    /// Begins to receive into the spool, at most `limit` bytes.
    pub async fn begin(spool: &Path, limit: u64) -> Result<Self, RecorderError> {
        let path = spool.join(format!("received-{}", RequestId::new()));
        let spooled = Spooled { path, kept: false };
        let file = File::create(&spooled.path).await.map_err(RecorderError::Spool)?.into_std().await;
        Ok(Self { writer: SpoolWriter::new(file, true), spooled, bytes: 0, limit })
    }

    /// Takes the next piece.
    pub async fn take(&mut self, piece: &[u8]) -> Result<(), RecorderError> {
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
        if self.bytes > self.limit {
            return Err(RecorderError::TooLarge { limit: self.limit });
        }
        self.writer.take(piece).await.map_err(RecorderError::Spool)
    }

    /// The file is whole: makes sure that it survives a power cut.
    pub async fn finish(self) -> Result<ReceivedFile, RecorderError> {
        if self.bytes == 0 {
            return Err(RecorderError::Empty);
        }
        let written = self.writer.finish().await.map_err(RecorderError::Spool)?;
        let hash = written.hash.unwrap_or_default();
        Ok(ReceivedFile { spooled: self.spooled, hash, bytes: self.bytes })
    }
}

impl ReceivedFile {
    /// A file that is whole and safe elsewhere, and stays there when this is dropped.
    pub(super) fn kept_at(path: PathBuf, hash: ContentHash, bytes: u64) -> Self {
        Self { spooled: Spooled { path, kept: true }, hash, bytes }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.spooled.path
    }

    /// Refuses what is no recording, by its content; the name decides only where there is no header.
    pub(super) async fn must_be_audio(&self, name: Option<&str>) -> Result<AudioFormat, RecorderError> {
        let (path, name) = (self.path().to_owned(), name.map(str::to_owned));
        let probed = tokio::task::spawn_blocking(move || {
            let folder = path.parent().unwrap_or(&path);
            probe(&path, name.as_deref(), folder, &Ffmpeg::default())
        });
        Ok(probed.await.map_err(RecorderError::ProbeFailed)??)
    }

    /// The SHA-256 of its bytes.
    #[must_use]
    pub fn hash(&self) -> &ContentHash {
        &self.hash
    }

    /// Its size.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Drop for Spooled {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now goes with the process's spool.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_hashed_on_its_way_to_the_spool() {
        let spool = tempfile::tempdir().unwrap();
        let mut reception = Reception::begin(spool.path(), 100).await.unwrap();
        reception.take(b"hello ").await.unwrap();
        reception.take(b"world").await.unwrap();
        let received = reception.finish().await.unwrap();
        assert_eq!(std::fs::read(received.path()).unwrap(), b"hello world");
        assert_eq!(received.hash()[..4], [0xb9, 0x4d, 0x27, 0xb9]);
        assert_eq!(received.bytes(), 11);
    }

    #[tokio::test]
    async fn what_is_refused_or_dropped_leaves_nothing() {
        let spool = tempfile::tempdir().unwrap();
        let mut large = Reception::begin(spool.path(), 4).await.unwrap();
        assert!(matches!(large.take(b"hello").await, Err(RecorderError::TooLarge { limit: 4 })));
        drop(large);
        let empty = Reception::begin(spool.path(), 4).await.unwrap();
        assert!(matches!(empty.finish().await, Err(RecorderError::Empty)));
        assert_eq!(std::fs::read_dir(spool.path()).unwrap().count(), 0);
    }
}
