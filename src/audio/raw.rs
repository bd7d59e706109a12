//! Files without a header, of which only the name says what they are.
//!
//! The name is asked last: a file that begins like any recording that we know is that, whatever it
//! is called. Nothing without a header is ever called `.wav`.

use super::coding::{Coding, Order};
use super::foreign::Foreign;
use super::gsm;
use super::layout::Layout;
use super::read_up_to;
use std::io::{self, Read, Seek, SeekFrom};

/// What a name promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Promise {
    /// Samples that we unpack ourselves, at this rate.
    Samples(Coding, u32),
    /// Something that only ffmpeg reads.
    Foreign(Foreign),
}

const SLIN: Coding = Coding::Pcm { bytes: 2, order: Order::Little, signed: true };

/// What the end of `name` promises; `None` where it promises a header, or nothing.
pub(super) fn promised(name: &str) -> Option<Promise> {
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let foreign = |foreign: Foreign| Some(Promise::Foreign(foreign));
    match extension.as_str() {
        "ulaw" | "ul" | "mulaw" | "pcmu" => Some(Promise::Samples(Coding::MuLaw, 8_000)),
        "alaw" | "al" | "pcma" => Some(Promise::Samples(Coding::ALaw, 8_000)),
        "gsm" => Some(Promise::Samples(Coding::GsmFrames, 8_000)),
        "slin" => Some(Promise::Samples(SLIN, 8_000)),
        "g722" => foreign(Foreign::G722),
        "g726" | "g726-32" => foreign(Foreign::G726_32),
        "g726-40" => foreign(Foreign::G726_40),
        "g726-24" => foreign(Foreign::G726_24),
        "g726-16" => foreign(Foreign::G726_16),
        "g729" => foreign(Foreign::G729),
        "g723" => foreign(Foreign::G723),
        // Asterisk: the rate in thousands follows, where it is not 8,000.
        _ => match extension.strip_prefix("sln")? {
            "" => Some(Promise::Samples(SLIN, 8_000)),
            "44" => Some(Promise::Samples(SLIN, 44_100)),
            thousands @ ("12" | "16" | "24" | "32" | "48" | "96" | "192") => {
                thousands.parse::<u32>().ok().map(|thousands| Promise::Samples(SLIN, thousands * 1_000))
            }
            _ => None,
        },
    }
}

/// The layout of a headerless file, if the content does not speak against it.
pub(super) fn layout<R: Read + Seek>(
    reader: &mut R,
    file_len: u64,
    coding: Coding,
    sample_rate: u32,
) -> io::Result<Option<Layout>> {
    if coding == Coding::GsmFrames && !begins_with_gsm(reader)? {
        return Ok(None);
    }
    Ok(Some(Layout::of_samples("raw", coding, sample_rate, file_len)))
}

/// Whether the first frames, as far as there are any, bear the mark of GSM.
fn begins_with_gsm<R: Read + Seek>(reader: &mut R) -> io::Result<bool> {
    let mut bytes = [0; 8 * gsm::RAW_BYTES];
    reader.seek(SeekFrom::Start(0))?;
    let count = read_up_to(reader, &mut bytes)?;
    let (frames, _) = bytes.get(..count).unwrap_or_default().as_chunks::<{ gsm::RAW_BYTES }>();
    Ok(!frames.is_empty() && frames.iter().all(gsm::bears_the_mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_what_telephone_systems_mean_by_them() {
        assert_eq!(promised("q-1.ulaw"), Some(Promise::Samples(Coding::MuLaw, 8_000)));
        assert_eq!(promised("Q-1.AL"), Some(Promise::Samples(Coding::ALaw, 8_000)));
        assert_eq!(promised("a.b.sln16"), Some(Promise::Samples(SLIN, 16_000)));
        assert_eq!(promised("a.sln44"), Some(Promise::Samples(SLIN, 44_100)));
        assert_eq!(promised("a.g722"), Some(Promise::Foreign(Foreign::G722)));
        for nothing in ["a.wav", "a.raw", "a.sln7", "ulaw", "", "a."] {
            assert_eq!(promised(nothing), None, "{nothing}");
        }
    }
}
