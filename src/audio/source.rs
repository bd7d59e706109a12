//! A reader as the decoder wants to see it: a few bytes of our own, then a stretch of the file.
//!
//! Recorders write WAV headers that are unfinished, of unusual length, or of a 64-bit kind. The
//! samples behind them are fine, so we put a plain header of our own before them (see
//! [`super::wav`]) instead of teaching the decoder every quirk.

use std::io::{self, Read, Seek, SeekFrom};
use symphonia::core::io::MediaSource;

/// `prefix`, followed by `body_len` bytes of `reader` from `body_start` on.
pub(super) struct Source<R> {
    reader: R,
    prefix: Vec<u8>,
    body_start: u64,
    body_len: u64,
    /// Where the next byte comes from, counted over prefix and body.
    position: u64,
    /// Where `reader` stands, so that it is only sought when it must be.
    reader_at: Option<u64>,
}

impl<R: Read + Seek> Source<R> {
    /// The whole of `reader`, which is `len` bytes long.
    pub(super) fn whole(reader: R, len: u64) -> Self {
        Self::with_prefix(reader, Vec::new(), 0, len)
    }

    /// `prefix` and then a stretch of `reader`.
    pub(super) fn with_prefix(reader: R, prefix: Vec<u8>, body_start: u64, body_len: u64) -> Self {
        Self { reader, prefix, body_start, body_len, position: 0, reader_at: None }
    }

    fn len(&self) -> u64 {
        (self.prefix.len() as u64).saturating_add(self.body_len)
    }

    fn read_prefix(&mut self, buffer: &mut [u8]) -> usize {
        let start = usize::try_from(self.position).unwrap_or(usize::MAX);
        let rest = self.prefix.get(start..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        count
    }

    fn read_body(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let offset = self.position.saturating_sub(self.prefix.len() as u64);
        let left = usize::try_from(self.body_len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = self.body_start.saturating_add(offset);
        if self.reader_at != Some(wanted) {
            self.reader_at = None;
            self.reader.seek(SeekFrom::Start(wanted))?;
        }
        let count = buffer.len().min(left);
        let read = match buffer.get_mut(..count) {
            Some(room) => self.reader.read(room)?,
            None => 0,
        };
        self.reader_at = Some(wanted.saturating_add(read as u64));
        Ok(read)
    }
}

impl<R: Read + Seek> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let in_prefix = self.position < self.prefix.len() as u64;
        let read = if in_prefix { self.read_prefix(buffer) } else { self.read_body(buffer)? };
        self.position = self.position.saturating_add(read as u64);
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Source<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(distance) => self.position.checked_add_signed(distance),
            SeekFrom::End(distance) => self.len().checked_add_signed(distance),
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
        Some(self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn reads_the_prefix_and_then_the_stretch() {
        let mut source = Source::with_prefix(Cursor::new(b"..hello..".to_vec()), b"oh ".to_vec(), 2, 5);
        let mut text = String::new();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, "oh hello");
        assert_eq!(source.byte_len(), Some(8));
    }

    #[test]
    fn seeks_across_the_seam() {
        let mut source = Source::with_prefix(Cursor::new(b"..hello..".to_vec()), b"oh ".to_vec(), 2, 5);
        source.seek(SeekFrom::End(-3)).unwrap();
        let mut text = String::new();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, "llo");
        source.seek(SeekFrom::Start(1)).unwrap();
        text.clear();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, "h hello");
        assert!(source.seek(SeekFrom::Current(-100)).is_err());
    }
}
