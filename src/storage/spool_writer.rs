//! Writing a file of the spool: pieces as they come from the network are gathered, and a blocking
//! thread writes (and hashes) what was gathered while the next piece is waited for.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Write};
use tokio::task::{JoinHandle, spawn_blocking};

/// How much is gathered before it is written: what comes from the network comes in small pieces,
/// and each way to a blocking thread and back costs as much as writing several of them.
const GATHERED: usize = 256 * 1024;

/// A file that grows by pieces.
#[derive(Debug)]
pub struct SpoolWriter {
    gathered: Vec<u8>,
    pen: Pen,
}

/// Who has the file: nobody, a thread that writes, or a failure that came before.
#[derive(Debug)]
enum Pen {
    Idle(Page),
    Writing(JoinHandle<io::Result<Page>>),
    Lost,
}

#[derive(Debug)]
struct Page {
    file: File,
    hasher: Option<Sha256>,
    /// Empty: to be filled next, so that no memory is asked for while a file is received.
    spare: Vec<u8>,
}

/// A file that was written, and the SHA-256 of what was written to it, where that was wanted.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub file: File,
    /// The hash.
    pub hash: Option<[u8; 32]>,
}

impl SpoolWriter {
    /// Writes on at the file's position, and hashes what it writes if `hashing`.
    #[must_use]
    pub fn new(file: File, hashing: bool) -> Self {
        let page = Page { file, hasher: hashing.then(Sha256::new), spare: Vec::new() };
        Self { gathered: Vec::new(), pen: Pen::Idle(page) }
    }

    /// Takes the next piece. An error may be about an earlier one; there is no going on after it.
    pub async fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.gathered.extend_from_slice(piece);
        if self.gathered.len() < GATHERED {
            return Ok(());
        }
        let mut page = self.page().await?;
        let full = std::mem::replace(&mut self.gathered, std::mem::take(&mut page.spare));
        self.pen = Pen::Writing(spawn_blocking(move || page.written(full)));
        Ok(())
    }

    /// Makes sure that everything that was taken survives a power cut.
    pub async fn sync(&mut self) -> io::Result<()> {
        let page = self.page().await?;
        let rest = std::mem::take(&mut self.gathered);
        self.pen = Pen::Writing(spawn_blocking(move || {
            let page = page.written(rest)?;
            page.file.sync_data()?;
            Ok(page)
        }));
        let page = self.page().await?;
        self.pen = Pen::Idle(page);
        Ok(())
    }

    /// The file, once everything is written and safe.
    pub async fn finish(mut self) -> io::Result<Written> {
        self.sync().await?;
        let page = self.page().await?;
        Ok(Written { file: page.file, hash: page.hasher.map(|hasher| hasher.finalize().into()) })
    }

    async fn page(&mut self) -> io::Result<Page> {
        match std::mem::replace(&mut self.pen, Pen::Lost) {
            Pen::Idle(page) => Ok(page),
            Pen::Writing(writing) => writing.await.map_err(io::Error::other)?,
            Pen::Lost => Err(io::Error::other("an earlier piece could not be written")),
        }
    }
}

impl Page {
    fn written(mut self, mut piece: Vec<u8>) -> io::Result<Self> {
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&piece);
        }
        self.file.write_all(&piece)?;
        piece.clear();
        self.spare = piece;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[tokio::test]
    async fn pieces_of_any_size_are_written_and_hashed_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut writer = SpoolWriter::new(File::create(&path).unwrap(), true);
        let mut expected = Vec::new();
        for (number, length) in [1, 70_000, 0, 300_000, 5, 600_000, 33].into_iter().enumerate() {
            let piece = vec![u8::try_from(number).unwrap(); length];
            writer.take(&piece).await.unwrap();
            expected.extend_from_slice(&piece);
            if number == 3 {
                writer.sync().await.unwrap();
                assert_eq!(std::fs::metadata(&path).unwrap().len(), expected.len() as u64);
            }
        }
        let written = writer.finish().await.unwrap();
        assert_eq!(written.hash, Some(Sha256::digest(&expected).into()));
        let mut there = Vec::new();
        File::open(&path).unwrap().read_to_end(&mut there).unwrap();
        assert!(there == expected);
    }

    #[tokio::test]
    async fn after_a_failure_nothing_more_is_said_to_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"").unwrap();
        // Opened for reading only: every write fails.
        let mut writer = SpoolWriter::new(File::open(&path).unwrap(), true);
        writer.take(b"x").await.unwrap();
        assert!(writer.sync().await.is_err());
        assert!(writer.take(b"y").await.is_ok() || writer.sync().await.is_err());
        assert!(writer.finish().await.is_err());
    }
}
