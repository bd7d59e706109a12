//! Why an attempt at a job failed, and whether another could help.

use crate::audio::AudioError;
use crate::db::DbError;
use crate::error::{Coded, Kind};
use crate::library::LibraryError;
use crate::recorder::{KeepingError, RecorderError};
use crate::review::ReviewError;
use crate::storage::StorageError;
use crate::transcription::TranscriptionError;

/// Why an attempt failed. What it says is kept with the job, for people to read.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// A newer earmark entered it.
    #[error("this earmark does not know jobs of the kind \"{0}\"; update the worker, then try again")]
    UnknownKind(String),
    /// A newer earmark entered it, or nobody ever could have.
    #[error("what the job was entered with cannot be read; update the worker, then try again")]
    Payload(#[source] serde_json::Error),
    /// Our own fault. The message may quote what was being read, so only the place is kept.
    #[error("a fault in earmark itself stopped the job, at {place}; please report it")]
    Panicked {
        /// File and line.
        place: String,
    },
    /// The operating system gave us no thread to renew the lease from.
    #[error("the worker could not start a thread; the machine is short of memory or processes")]
    Heartbeat(#[source] std::io::Error),
    /// The recording cannot be decoded, or its playable copy not written.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// The recording could not be turned into words.
    #[error(transparent)]
    Transcription(#[from] TranscriptionError),
    /// The database was away or refused.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The object store was away or refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The recorder refused, or looking after what is stored did not go on.
    #[error(transparent)]
    Recorder(#[from] RecorderError),
    /// Looking after answers and appeals did not go on.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// Looking after case libraries did not go on.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// Calls could not be removed.
    #[error(transparent)]
    Keeping(#[from] KeepingError),
}

impl JobError {
    /// Whether another attempt could go otherwise. Trouble with what surrounds a job passes;
    /// trouble with what it is about does not.
    #[must_use]
    pub fn another_attempt_could_help(&self) -> bool {
        match self {
            Self::UnknownKind(_) | Self::Payload(_) => false,
            Self::Audio(error) => passes(error.kind()),
            Self::Transcription(error) => passes(error.kind()),
            Self::Recorder(error) => passes(error.kind()),
            Self::Review(error) => passes(error.kind()),
            Self::Library(error) => passes(error.kind()),
            Self::Panicked { .. }
            | Self::Heartbeat(_)
            | Self::Db(_)
            | Self::Storage(_)
            | Self::Keeping(_) => true,
        }
    }
}

/// What is wrong with the recording itself stays wrong.
fn passes(kind: Kind) -> bool {
    !matches!(kind, Kind::Invalid | Kind::Unsupported)
}

impl Coded for JobError {
    fn kind(&self) -> Kind {
        match self {
            Self::UnknownKind(_) => Kind::Unsupported,
            Self::Payload(_) => Kind::Invalid,
            Self::Panicked { .. } => Kind::Internal,
            Self::Heartbeat(_) => Kind::Unavailable,
            Self::Audio(error) => error.kind(),
            Self::Transcription(error) => error.kind(),
            Self::Db(error) => error.kind(),
            Self::Storage(error) => error.kind(),
            Self::Recorder(error) => error.kind(),
            Self::Review(error) => error.kind(),
            Self::Library(error) => error.kind(),
            Self::Keeping(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind(_) => "job_kind_unknown",
            Self::Payload(_) => "job_payload",
            Self::Panicked { .. } => "job_panicked",
            Self::Heartbeat(_) => "job_heartbeat",
            Self::Audio(error) => error.code(),
            Self::Transcription(error) => error.code(),
            Self::Db(error) => error.code(),
            Self::Storage(error) => error.code(),
            Self::Recorder(error) => error.code(),
            Self::Review(error) => error.code(),
            Self::Library(error) => error.code(),
            Self::Keeping(error) => error.code(),
        }
    }
}
