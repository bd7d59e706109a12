//! Why a recording could not be transcribed.

use crate::audio::AudioError;
use crate::error::{Coded, Kind};

/// What a speech library said.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a recording could not be transcribed.
#[derive(Debug, thiserror::Error)]
pub enum TranscriptionError {
    /// The recording itself is at fault.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// The bytes of the recording could not be had.
    #[error("the recording could not be opened; check that it exists and may be read")]
    Open(#[source] std::io::Error),
    /// The model file is missing, cut short or of another kind.
    #[error("the speech model could not be loaded; download it again with `earmark model`")]
    Model(#[source] Cause),
    /// This program was built without the engine that is asked for.
    #[error(
        "this earmark was built without the engine {engine}; choose another, or build it with that feature"
    )]
    NotBuilt {
        /// The engine's name.
        engine: &'static str,
    },
    /// Whisper knows no such language.
    #[error("\"{code}\" is not a language that the speech model knows; use a code such as en or zh")]
    Language {
        /// What was asked for.
        code: String,
    },
    /// The speech library failed on a window.
    #[error("the speech library failed; try again, and report it if it happens twice")]
    Engine(#[source] Cause),
    /// A listener ended without an answer.
    #[error("the speech library stopped in the middle of the recording; try again")]
    Unanswered,
    /// Someone asked to stop.
    #[error("the transcription was cancelled")]
    Cancelled,
}

impl TranscriptionError {
    /// A library could not load the model.
    pub(super) fn model(cause: impl Into<Cause>) -> Self {
        Self::Model(cause.into())
    }

    /// A library failed on a window.
    pub(super) fn engine(cause: impl Into<Cause>) -> Self {
        Self::Engine(cause.into())
    }
}

impl Coded for TranscriptionError {
    fn kind(&self) -> Kind {
        match self {
            Self::Audio(error) => error.kind(),
            Self::Language { .. } | Self::NotBuilt { .. } => Kind::Invalid,
            Self::Open(_) => Kind::NotFound,
            Self::Model(_) | Self::Cancelled => Kind::Unavailable,
            Self::Engine(_) | Self::Unanswered => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Audio(error) => error.code(),
            Self::Open(_) => "recording_unreadable",
            Self::Model(_) => "speech_model_unusable",
            Self::NotBuilt { .. } => "speech_engine_not_built",
            Self::Language { .. } => "speech_language_unknown",
            Self::Engine(_) => "speech_engine_failed",
            Self::Unanswered => "speech_engine_unanswered",
            Self::Cancelled => "transcription_cancelled",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Audio(error) => error.params(),
            Self::Language { code } => vec![("language", code.clone())],
            Self::NotBuilt { engine } => vec![("engine", (*engine).to_owned())],
            _ => Vec::new(),
        }
    }
}
