//! A stretch of a reader as symphonia wants to see it.

use std::io::{self, Read, Seek, SeekFrom};
use symphonia::core::io::MediaSource;

/// `len` bytes of `reader` from `start` on.
pub(super) struct Source<R> {
    reader: R,
    start: u64,
    len: u64,
    position: u64,
    /// Where `reader` stands, so that it is only sought when it must be.
    reader_at: Option<u64>,
}

impl<R: Read + Seek> Source<R> {
    /// A stretch of `reader`.
    pub(super) fn part(reader: R, start: u64, len: u64) -> Self {
        Self { reader, start, len, position: 0, reader_at: None }
    }
}

impl<R: Read + Seek> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(self.position)).unwrap_or(usize::MAX);
        let wanted = self.start.saturating_add(self.position);
        if self.reader_at != Some(wanted) {
            self.reader_at = None;
            self.reader.seek(SeekFrom::Start(wanted))?;
        }
        let count = buffer.len().min(left);
        let read = match buffer.get_mut(..count) {
            Some(room) => self.reader.read(room)?,
            None => 0,
        };
        self.position = self.position.saturating_add(read as u64);
        self.reader_at = Some(wanted.saturating_add(read as u64));
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Source<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(distance) => self.position.checked_add_signed(distance),
            SeekFrom::End(distance) => self.len.checked_add_signed(distance),
        };
        self.position = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

impl<R: Read + Seek + Send + Sync> MediaSource for Source<R> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn reads_and_seeks_within_the_stretch() {
        let mut source = Source::part(Cursor::new(b"..hello..".to_vec()), 2, 5);
        let mut text = String::new();
        source.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), source.byte_len()), ("hello", Some(5)));
        source.seek(SeekFrom::End(-3)).unwrap();
        text.clear();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, "llo");
        assert!(source.seek(SeekFrom::Current(-100)).is_err());
    }
}
