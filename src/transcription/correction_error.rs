//! Why a transcript is not corrected.

use crate::db::DbError;
use crate::error::{Coded, Kind};

/// Why a transcript is not corrected.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// It is not there, or not for this caller.
    #[error("there is no such recording, or it is not yours to correct")]
    NoSuchRecording,
    /// There is nothing to correct yet.
    #[error("this recording is not transcribed yet; correct it once its words are there")]
    NoTranscript,
    /// The transcript has no such utterance.
    #[error("the transcript has no utterance of this number; load it again")]
    NoSuchUtterance,
    /// The recording has no such correction.
    #[error("this recording has no such correction")]
    NoSuchCorrection,
    /// Other words stand there than whoever corrects them saw.
    #[error("these words have changed since you saw them; load the transcript again, with nothing hidden")]
    WordsChanged,
    /// The correction changes nothing.
    #[error("say what is to be corrected: the words, who says them, or when")]
    NothingToCorrect,
    /// The text cannot be the words of an utterance.
    #[error(
        "the words must be 1 to {most} characters without line breaks, and without marks of what is hidden"
    )]
    BadText {
        /// The most characters.
        most: usize,
    },
    /// The times lie outside the recording, or the wrong way round.
    #[error("the utterance must begin before it ends, and lie within the recording")]
    BadTimes,
    /// Another correction builds upon this one.
    #[error("a later correction of the same utterance builds upon this one; take that one back first")]
    BuiltUpon,
    /// The recording takes no more.
    #[error("this recording has {most} corrections, which is the most; have it transcribed again")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Coded for CorrectionError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoSuchRecording | Self::NoSuchUtterance | Self::NoSuchCorrection => Kind::NotFound,
            Self::NoTranscript | Self::WordsChanged | Self::BuiltUpon | Self::TooMany { .. } => {
                Kind::Conflict
            }
            Self::NothingToCorrect | Self::BadText { .. } | Self::BadTimes => Kind::Invalid,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRecording => "no_such_recording",
            Self::NoTranscript => "no_transcript",
            Self::NoSuchUtterance => "no_such_utterance",
            Self::NoSuchCorrection => "no_such_correction",
            Self::WordsChanged => "words_changed",
            Self::NothingToCorrect => "nothing_to_correct",
            Self::BadText { .. } => "bad_utterance_text",
            Self::BadTimes => "bad_utterance_times",
            Self::BuiltUpon => "correction_built_upon",
            Self::TooMany { .. } => "too_many_corrections",
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BadText { most } | Self::TooMany { most } => vec![("most", most.to_string())],
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}
