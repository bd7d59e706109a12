//! Why a recording is not taken in.

use super::sources::Problem;
use crate::access::AccessError;
use crate::audio::AudioError;
use crate::db::DbError;
use crate::error::{Coded, Kind, Spot};
use crate::sheet::SheetError;
use crate::storage::StorageError;
use std::io;

/// A refusal of the recorder.
#[derive(Debug, thiserror::Error)]
pub enum RecorderError {
    /// A field of the metadata is not what it should be.
    #[error("metadata: {field} {problem}")]
    Metadata {
        /// Where, such as `agents[1].channel`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The metadata is not JSON.
    #[error("metadata is not JSON (line {line}, column {column})")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A person or the command line must say where the call comes from.
    #[error("metadata: source is missing; say which system the call comes from")]
    SourceMissing,
    /// A source's token brought a call of another source.
    #[error("metadata: source is \"{named}\", but the token belongs to another source")]
    SourceDiffers {
        /// What the metadata says.
        named: String,
    },
    /// The source was retired.
    #[error("the source \"{name}\" was retired; an administrator can take it up again")]
    SourceRetired {
        /// Its name.
        name: String,
    },
    /// The settings of a source are not what they should be.
    #[error("{}", all_of(.0))]
    SourceSettings(Vec<Problem>),
    /// The caller may not bring in calls of this source or project.
    #[error("you may not bring in calls of this source or project")]
    OutsideScope,
    /// There are no bytes.
    #[error("the audio is empty; nothing was stored")]
    Empty,
    /// More bytes than we take.
    #[error("the audio is larger than {limit} bytes, which is the most that is accepted")]
    TooLarge {
        /// The most that is accepted.
        limit: u64,
    },
    /// The call was deleted, and is not taken in again.
    #[error("this call was deleted and is not taken in again: {reason}")]
    Buried {
        /// Why it was deleted.
        reason: String,
    },
    /// It is not there, or not for this caller.
    #[error("there is no such {what}, or it is not yours to see")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// The recording is still being decoded.
    #[error("the recording is still being prepared; ask again in a few seconds")]
    NotPreparedYet,
    /// The recording could not be decoded.
    #[error("the recording could not be decoded: {reason}")]
    CannotBeDecoded {
        /// Why.
        reason: String,
    },
    /// The stored waveform is not one that we wrote.
    #[error("the waveform of this recording is damaged; an administrator should look at the store")]
    PeaksDamaged,
    /// The file to be brought in cannot be read.
    #[error("the file cannot be read; check its permissions")]
    Unreadable(#[source] io::Error),
    /// A table of calls holds nothing.
    #[error("the table is empty; its first row must name its columns")]
    TableEmpty,
    /// No columns of a table tell its calls apart.
    #[error(
        "the columns do not tell one call from another; choose the column of the call's id, or the columns \
         of its start and of its agent or number"
    )]
    ColumnsMissing,
    /// The table cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// More descriptions wait for their audio than can be meant.
    #[error(
        "{most} descriptions of this source wait for audio that never came; look after its recordings first"
    )]
    TooManyWaiting {
        /// The most that may wait.
        most: i64,
    },
    /// It is no recording that can be decoded.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// Looking into the file ended without an answer.
    #[error("the file could not be looked into; the log says why")]
    ProbeFailed(#[source] tokio::task::JoinError),
    /// The spool could not be written.
    #[error(
        "the file could not be written to the spool; check the space and the permissions of the data \
         folder, then send it again"
    )]
    Spool(#[source] io::Error),
    /// The object store refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The access room refused.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// Every problem, a line each.
fn all_of(problems: &[Problem]) -> String {
    let line = |problem: &Problem| match problem.path.as_str() {
        "" => format!("line {}: {}", problem.line, problem.message),
        path => format!("line {}: {path}: {}", problem.line, problem.message),
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl RecorderError {
    pub(super) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Metadata { field: field.into(), problem: problem.into() }
    }
}

impl Coded for RecorderError {
    fn problems(&self) -> Vec<Spot> {
        match self {
            Self::SourceSettings(problems) => problems.iter().map(Problem::spot).collect(),
            _ => Vec::new(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Metadata { .. }
            | Self::NotJson { .. }
            | Self::SourceMissing
            | Self::SourceSettings(_)
            | Self::SourceDiffers { .. }
            | Self::Unreadable(_)
            | Self::TableEmpty
            | Self::ColumnsMissing
            | Self::Empty => Kind::Invalid,
            Self::TooManyWaiting { .. } | Self::SourceRetired { .. } => Kind::Conflict,
            Self::Sheet(error) => error.kind(),
            Self::OutsideScope => Kind::Denied,
            Self::NotFound { .. } | Self::NotPreparedYet => Kind::NotFound,
            Self::CannotBeDecoded { .. } => Kind::Unsupported,
            Self::TooLarge { .. } => Kind::TooLarge,
            Self::Buried { .. } => Kind::Gone,
            Self::Spool(error) if error.kind() == io::ErrorKind::StorageFull => Kind::Full,
            Self::Spool(_) | Self::ProbeFailed(_) | Self::PeaksDamaged => Kind::Internal,
            Self::Audio(error) => error.kind(),
            Self::Storage(error) => error.kind(),
            Self::Db(error) => error.kind(),
            Self::Access(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Metadata { .. } => "metadata_field",
            Self::NotJson { .. } => "metadata_not_json",
            Self::SourceMissing => "source_missing",
            Self::SourceSettings(_) => "source_settings",
            Self::SourceDiffers { .. } => "source_differs",
            Self::SourceRetired { .. } => "source_retired",
            Self::OutsideScope => "outside_scope",
            Self::NotFound { .. } => "not_found",
            Self::NotPreparedYet => "not_prepared_yet",
            Self::CannotBeDecoded { .. } => "cannot_be_decoded",
            Self::Unreadable(_) => "file_unreadable",
            Self::Empty => "audio_empty",
            Self::TableEmpty => "table_empty",
            Self::ColumnsMissing => "columns_missing",
            Self::Sheet(error) => error.code(),
            Self::TooManyWaiting { .. } => "too_many_waiting",
            Self::TooLarge { .. } => "audio_too_large",
            Self::Buried { .. } => "call_deleted",
            Self::Spool(error) if error.kind() == io::ErrorKind::StorageFull => "disk_full",
            Self::Spool(_) => "spool",
            Self::ProbeFailed(_) => "probe_failed",
            Self::PeaksDamaged => "peaks_damaged",
            Self::Audio(error) => error.code(),
            Self::Storage(error) => error.code(),
            Self::Db(error) => error.code(),
            Self::Access(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Metadata { field, problem } => vec![("field", field.clone()), ("problem", problem.clone())],
            Self::NotJson { line, column } => {
                vec![("line", line.to_string()), ("column", column.to_string())]
            }
            Self::SourceRetired { name } => vec![("name", name.clone())],
            Self::SourceDiffers { named } => vec![("named", named.clone())],
            Self::TooLarge { limit } => vec![("limit", limit.to_string())],
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::Buried { reason } | Self::CannotBeDecoded { reason } => vec![("reason", reason.clone())],
            Self::Sheet(error) => error.params(),
            Self::TooManyWaiting { most } => vec![("most", most.to_string())],
            Self::Access(error) => error.params(),
            Self::Audio(error) => error.params(),
            Self::Storage(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}
