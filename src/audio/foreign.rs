//! What we do not decode ourselves, and ffmpeg does where it is installed.
//!
//! This room only recognises it; running a program is the recorder's. ffmpeg is never left to guess
//! what a file is: it is told, so that nothing but a recording ever reaches it.

/// A format that ffmpeg reads for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Foreign {
    /// What ffmpeg calls the container (`-f`).
    pub demuxer: &'static str,
    /// What else ffmpeg has to be told about the input.
    pub options: &'static [&'static str],
    /// Our short name of the container.
    pub container: &'static str,
    /// The codec's short name; `other` where only the container is known.
    pub codec: &'static str,
}

impl Foreign {
    pub(super) const G722: Self = Self::raw("g722", "adpcm_g722", &[]);
    pub(super) const G723: Self = Self::raw("g723_1", "g723_1", &[]);
    pub(super) const G729: Self = Self::raw("g729", "g729", &[]);
    // RFC 3551 packs G.726 from the low end, and so do the telephone systems.
    pub(super) const G726_16: Self = Self::g726(&["-code_size", "2", "-sample_rate", "8000"]);
    pub(super) const G726_24: Self = Self::g726(&["-code_size", "3", "-sample_rate", "8000"]);
    pub(super) const G726_32: Self = Self::g726(&["-code_size", "4", "-sample_rate", "8000"]);
    pub(super) const G726_40: Self = Self::g726(&["-code_size", "5", "-sample_rate", "8000"]);
    pub(super) const WAV: Self = Self::container("wav", "wave");
    pub(super) const AU: Self = Self::container("au", "au");
    pub(super) const AIFF: Self = Self::container("aiff", "aiff");

    const fn raw(demuxer: &'static str, codec: &'static str, options: &'static [&'static str]) -> Self {
        Self { demuxer, options, container: "raw", codec }
    }

    const fn g726(options: &'static [&'static str]) -> Self {
        Self::raw("g726le", "adpcm_g726le", options)
    }

    const fn container(demuxer: &'static str, container: &'static str) -> Self {
        Self { demuxer, options: &[], container, codec: "other" }
    }

    /// The format that begins like this, where it is one of those that nobody reads but ffmpeg, and
    /// what people call its codec.
    pub(super) fn beginning_with(start: &[u8]) -> Option<(Self, &'static str)> {
        let known: [(&[u8], Self, &str); 4] = [
            (b"#!AMR", Self::container("amr", "amr"), "AMR"),
            (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", Self::container("asf", "asf"), "WMA"),
            (b"riff\x2E\x91\xCF\x11", Self::container("w64", "w64"), "of Wave64"),
            (b"Creative Voice File\x1A", Self::container("voc", "voc"), "of Creative Voice"),
        ];
        known
            .into_iter()
            .find(|(magic, ..)| start.starts_with(magic))
            .map(|(_, foreign, codec)| (foreign, codec))
    }

    /// ffmpeg's word for a container that we open and whose codec we do not read.
    pub(super) fn inside(container: &str) -> Option<Self> {
        Some(match container {
            "isomp4" => Self::container("mov", "isomp4"),
            "matroska" => Self::container("matroska", "matroska"),
            "ogg" => Self::container("ogg", "ogg"),
            "aiff" => Self::AIFF,
            "caf" => Self::container("caf", "caf"),
            _ => return None,
        })
    }
}
