//! Receiving a file: to the spool and through the hash, piece by piece, never whole in memory.

use super::RecorderError;
use crate::audio::{self, AudioError, AudioFormat};
use crate::db::recording::ContentHash;
use crate::ids::RequestId;
use sha2::{Digest, Sha256};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

/// A file on its way in. Dropped before its end, it leaves nothing.
#[derive(Debug)]
pub struct Reception {
    file: File,
    spooled: Spooled,
    hasher: Sha256,
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

/// A path in the spool, removed when dropped.
#[derive(Debug)]
struct Spooled(PathBuf);

impl Reception {
    /// Begins to receive into the spool, at most `limit` bytes.
    pub async fn begin(spool: &Path, limit: u64) -> Result<Self, RecorderError> {
        let spooled = Spooled(spool.join(format!("received-{}", RequestId::new())));
        let file = File::create(&spooled.0).await.map_err(RecorderError::Spool)?;
        Ok(Self { file, spooled, hasher: Sha256::new(), bytes: 0, limit })
    }

    /// Takes the next piece.
    pub async fn take(&mut self, piece: &[u8]) -> Result<(), RecorderError> {
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
        if self.bytes > self.limit {
            return Err(RecorderError::TooLarge { limit: self.limit });
        }
        self.hasher.update(piece);
        self.file.write_all(piece).await.map_err(RecorderError::Spool)
    }

    /// The file is whole: makes sure that it survives a power cut.
    pub async fn finish(mut self) -> Result<ReceivedFile, RecorderError> {
        if self.bytes == 0 {
            return Err(RecorderError::Empty);
        }
        self.file.flush().await.map_err(RecorderError::Spool)?;
        self.file.sync_all().await.map_err(RecorderError::Spool)?;
        Ok(ReceivedFile { spooled: self.spooled, hash: self.hasher.finalize().into(), bytes: self.bytes })
    }
}

impl ReceivedFile {
    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.spooled.0
    }

    /// Refuses what is no recording, by its content; the name says nothing.
    pub(super) async fn must_be_audio(&self) -> Result<AudioFormat, RecorderError> {
        let path = self.path().to_owned();
        let probed = tokio::task::spawn_blocking(move || {
            let file = std::fs::File::open(path).map_err(AudioError::Read)?;
            audio::probe(BufReader::new(file))
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
        // What cannot be removed now goes with the process's spool.
        let _ = std::fs::remove_file(&self.0);
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
