//! One pass over a recording that yields all that the rest of the product needs to know.

use super::activity::signals;
use super::decode::{Decoder, Flaws};
use super::error::AudioError;
use super::findings::Findings;
use super::format::{AudioFormat, Playback};
use super::frames_to_ms;
use super::peaks::{PeakMeter, Peaks};
use super::rendition::Rendition;
use super::signals::LevelMeter;
use std::io::{Seek, Write};

/// What one pass over a recording found.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// What the recording is made of.
    pub format: AudioFormat,
    /// How long it lasts, counted in decoded samples, not read from a header.
    pub duration_ms: u64,
    /// The waveform.
    pub peaks: Peaks,
    /// What it tells of the call.
    pub findings: Findings,
    /// How a browser plays it; with [`Playback::Rendition`] the copy has been written.
    pub playback: Playback,
    /// What was wrong with the file.
    pub flaws: Flaws,
}

/// Decodes a recording once. `rendition` is asked for a place to write only where a playable copy
/// is needed, and is then written to completely.
///
/// # Errors
/// Those of decoding, and [`AudioError::Write`].
pub fn prepare<W: Write + Seek>(
    mut decoder: Decoder<'_>,
    rendition: impl FnOnce() -> std::io::Result<W>,
) -> Result<Prepared, AudioError> {
    let format = decoder.format().clone();
    let playback = format.playback(decoder.header_is_sound());
    let mut copy = match playback {
        Playback::AsItIs => None,
        Playback::Rendition => {
            let output = rendition().map_err(|error| AudioError::Write(error.into()))?;
            Some(Rendition::new(output, &format)?)
        }
    };
    let mut peaks = PeakMeter::new(format.sample_rate, format.channels);
    let mut levels = LevelMeter::default();
    while let Some(block) = decoder.next_block()? {
        peaks.push(block);
        levels.push(block);
        if let Some(copy) = &mut copy {
            copy.push(block)?;
        }
    }
    if let Some(copy) = copy {
        copy.finish()?;
    }
    let (peaks, duration_ms) = (peaks.finish(), frames_to_ms(decoder.frames(), format.sample_rate));
    let told = signals(&peaks, &[]);
    Ok(Prepared {
        findings: Findings::of(&told, &levels.finish(), duration_ms, format.sample_rate),
        duration_ms,
        peaks,
        playback,
        flaws: decoder.flaws(),
        format,
    })
}

#[cfg(test)]
mod tests {
    use super::super::decode::tests::wav;
    use super::*;
    use std::io::Cursor;

    #[test]
    fn a_plain_wav_needs_no_copy() {
        let file = wav(8_000, &[vec![0.5; 8_000], vec![0.0; 8_000]]);
        let no_copy = || -> std::io::Result<Cursor<Vec<u8>>> { panic!("no copy is needed") };
        let prepared = prepare(Decoder::open(Cursor::new(file)).unwrap(), no_copy).unwrap();
        assert_eq!((prepared.duration_ms, prepared.playback), (1000, Playback::AsItIs));
        assert_eq!(prepared.findings.channels.len(), 2);
        assert_eq!(prepared.peaks.zoom(100).unwrap()[0].len(), 10);
        assert_eq!(prepared.flaws, Flaws::default());
    }

    #[test]
    fn an_unfinished_header_gets_a_copy_with_the_same_samples() {
        let mut file = wav(8_000, &[vec![0.25; 4_000]]);
        let size = file.len() - 8_000 - 4;
        file[size..size + 4].copy_from_slice(&[0; 4]);
        let mut copy = Cursor::new(Vec::new());
        let prepared = prepare(Decoder::open(Cursor::new(&file)).unwrap(), || Ok(&mut copy)).unwrap();
        assert!(prepared.flaws.unfinished_header);
        let again = super::super::decode(copy).unwrap();
        assert_eq!(again.channels, super::super::decode(Cursor::new(file)).unwrap().channels);
    }
}
