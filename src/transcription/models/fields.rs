//! Little-endian numbers and byte strings out of a file that may hold anything.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// A file that is read from front to back. Every length is checked against what is left before
/// anything is set aside for it.
pub(super) struct Fields<R> {
    file: BufReader<R>,
    at: u64,
    length: u64,
}

/// The file ended inside something, or the disk failed.
#[derive(Debug)]
pub(super) enum FieldError {
    /// It ends before this byte.
    EndsEarly { needed: u64, length: u64 },
    /// Reading failed.
    Io(io::Error),
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::EndsEarly { needed, length } => {
                write!(f, "it ends after {length} bytes, inside something that goes on to byte {needed}")
            }
            Self::Io(error) => write!(f, "it cannot be read ({error})"),
        }
    }
}

impl<R: Read + Seek> Fields<R> {
    /// Starts at the first byte.
    pub(super) fn new(mut file: R) -> Result<Self, FieldError> {
        let length = file.seek(SeekFrom::End(0)).map_err(FieldError::Io)?;
        file.seek(SeekFrom::Start(0)).map_err(FieldError::Io)?;
        Ok(Self { file: BufReader::new(file), at: 0, length })
    }

    /// Bytes from the front.
    pub(super) fn position(&self) -> u64 {
        self.at
    }

    /// Whether nothing is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.length
    }

    fn claim(&mut self, count: u64) -> Result<(), FieldError> {
        let needed = self.at.saturating_add(count);
        if needed > self.length {
            return Err(FieldError::EndsEarly { needed, length: self.length });
        }
        self.at = needed;
        Ok(())
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], FieldError> {
        self.claim(N as u64)?;
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes).map_err(FieldError::Io)?;
        Ok(bytes)
    }

    pub(super) fn u8(&mut self) -> Result<u8, FieldError> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, FieldError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, FieldError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn bytes(&mut self, count: u16) -> Result<Vec<u8>, FieldError> {
        self.claim(u64::from(count))?;
        let mut bytes = vec![0; usize::from(count)];
        self.file.read_exact(&mut bytes).map_err(FieldError::Io)?;
        Ok(bytes)
    }

    pub(super) fn skip(&mut self, count: u64) -> Result<(), FieldError> {
        self.claim(count)?;
        let inside = i64::try_from(count).map_err(|error| FieldError::Io(io::Error::other(error)))?;
        self.file.seek_relative(inside).map_err(FieldError::Io)
    }

    /// Goes to a byte that was passed before and hands out the `count` bytes from there.
    pub(super) fn slice(&mut self, from: u64, count: u64) -> Result<impl BufRead + '_, FieldError> {
        self.at = from;
        self.claim(count)?;
        self.file.seek(SeekFrom::Start(from)).map_err(FieldError::Io)?;
        Ok((&mut self.file).take(count))
    }
}
