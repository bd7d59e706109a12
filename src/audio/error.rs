//! What can be wrong with a recording.

use super::foreign::Foreign;
use crate::error::{Coded, Kind};
use std::io;

/// Why a recording cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// Not one byte.
    #[error("the file is empty; export the recording again")]
    Empty,
    /// A valid header and no samples after it.
    #[error(
        "the file holds no sound; its header is there but no audio follows, so export the recording again"
    )]
    NoSound,
    /// The content is no audio format that we know, whatever the file is called.
    #[error(
        "the file is not a recording in a format that earmark reads; send WAV, MP3, FLAC, Ogg, M4A or AIFF"
    )]
    NotAudio,
    /// The container is known, what is inside is not.
    #[error("the audio codec {codec} is not supported; convert the recording to WAV, MP3, FLAC or Opus")]
    UnsupportedCodec {
        /// The codec's usual name, such as `AC-3`.
        codec: String,
    },
    /// The format is one that ffmpeg reads, and it is not installed.
    #[error(
        "the audio codec {codec} is not supported; install ffmpeg on the server, or convert the recording \
         to WAV, MP3, FLAC or Opus"
    )]
    NeedsFfmpeg {
        /// The codec's usual name, such as `G.722`.
        codec: String,
        /// What ffmpeg is told that the file is.
        foreign: Foreign,
    },
    /// A capture of network packets.
    #[error(
        "the file is a capture of network packets (pcap), not a recording; earmark does not take sound out of \
         captures yet, so export the call as WAV"
    )]
    PacketCapture,
    /// Broken before the first sample could be decoded.
    #[error("the recording is damaged and nothing of it can be decoded ({reason}); export it again")]
    Damaged {
        /// What the decoder said, without any of the content.
        reason: String,
    },
    /// The bytes could not be read.
    #[error("the recording could not be read; try again")]
    Read(#[source] io::Error),
    /// The rendition could not be written.
    #[error("the playable copy of the recording could not be written; check the space that is left")]
    Write(#[source] hound::Error),
}

impl AudioError {
    /// The codec with this name is not one that we read; `foreign`: ffmpeg does.
    pub(super) fn unread(codec: &str, foreign: Option<Foreign>) -> Self {
        let codec = codec.to_owned();
        match foreign {
            Some(foreign) => Self::NeedsFfmpeg { codec, foreign },
            None => Self::UnsupportedCodec { codec },
        }
    }

    pub(super) fn damaged(reason: &str) -> Self {
        Self::Damaged { reason: reason.to_owned() }
    }
}

impl Coded for AudioError {
    fn kind(&self) -> Kind {
        match self {
            Self::Empty | Self::NoSound | Self::Damaged { .. } => Kind::Invalid,
            Self::NotAudio
            | Self::UnsupportedCodec { .. }
            | Self::NeedsFfmpeg { .. }
            | Self::PacketCapture => Kind::Unsupported,
            Self::Read(_) | Self::Write(_) => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "audio_empty",
            Self::NoSound => "audio_without_sound",
            Self::NotAudio => "audio_not_recognised",
            Self::UnsupportedCodec { .. } => "audio_codec_unsupported",
            Self::NeedsFfmpeg { .. } => "audio_codec_needs_ffmpeg",
            Self::PacketCapture => "audio_packet_capture",
            Self::Damaged { .. } => "audio_damaged",
            Self::Read(_) => "audio_unreadable",
            Self::Write(_) => "audio_rendition_unwritable",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::UnsupportedCodec { codec } | Self::NeedsFfmpeg { codec, .. } => {
                vec![("codec", codec.clone())]
            }
            _ => Vec::new(),
        }
    }
}
