//! Why a recording is not taken in.

use super::KeepingError;
use super::sources::Problem;
use crate::access::AccessError;
use crate::audio::AudioError;
use crate::db::DbError;
use crate::error::{Coded, Kind, Spot};
use crate::ids::ObjectKey;
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
    /// An upload is to be continued where it does not stand.
    #[error("the upload stands at byte {expected}; continue it from there")]
    UploadOffset {
        /// How many bytes are here.
        expected: u64,
    },
    /// More bytes came than were announced.
    #[error("more than the announced {length} bytes came; nothing of this request is kept")]
    UploadTooLong {
        /// What was announced.
        length: u64,
    },
    /// Whoever uploads has too much open already.
    #[error(
        "too much is being uploaded already: at most {most} files and {bytes} bytes at once; finish or \
         give up some of them"
    )]
    TooManyUploads {
        /// How many uploads may be open at once.
        most: u64,
        /// How many bytes they may have together.
        bytes: u64,
    },
    /// Another request continues the upload, or the server stops.
    #[error(
        "this upload is being continued elsewhere, or the server is stopping; ask how far it is, then go on"
    )]
    UploadBusy,
    /// The upload lies on the disk of another machine.
    #[error(
        "this upload lies on another machine; continue it through the server where it was begun, or begin anew"
    )]
    UploadElsewhere,
    /// The file of a complete upload is gone.
    #[error("the bytes of this upload are lost from the server's disk; send the file again")]
    UploadLost,
    /// The upload ended with a refusal before.
    #[error("this upload was refused: {reason}")]
    UploadRefused {
        /// Why.
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
    /// What is to be hidden of the recording is not hidden yet.
    #[error(
        "this recording is being prepared: card numbers and the like are taken out before everybody may hear \
         and read it. It was moved to the head of the queue; ask again in a minute"
    )]
    BeingRedacted,
    /// What is to be hidden of the recording will not be hidden before somebody does something about it.
    #[error(
        "card numbers and the like cannot be taken out of this recording: its words could not be made, or \
         somebody stopped that. Until an administrator has it tried again, it is open to those who may hear \
         originals"
    )]
    CannotBeRedacted,
    /// The recording could not be decoded.
    #[error("the recording could not be decoded: {reason}")]
    CannotBeDecoded {
        /// Why.
        reason: String,
    },
    /// What was to be changed about a transcription came too late.
    #[error("this transcription has ended or is at work already; look at the list again")]
    NotWaiting,
    /// A leg that was paired is heard through its pair.
    #[error("this leg is heard through the recording that was made of both; say it of that one")]
    HeardThroughItsPair,
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
    /// The object store is away, and no more uploads may wait for it.
    #[error("the object store does not answer, and as many uploads wait for it as may; send it again later")]
    CrowdWaits,
    /// Another process looks through the store just now.
    #[error(
        "another process is looking through the object store; let it finish, or stop it and wait a minute"
    )]
    VerifiedElsewhere,
    /// The source of a move has lost objects.
    #[error(
        "{missing} objects are missing in the store, so it was not switched; look at them with `earmark \
         storage verify`, then move with --leave-missing"
    )]
    MoveFoundMissing {
        /// How many.
        missing: u64,
    },
    /// New calls came faster than they could be copied.
    #[error(
        "calls arrive faster than they are copied, so the store was not switched; stop taking calls in \
         for a moment and run the same command again"
    )]
    MoveBehind,
    /// Another move to another store began.
    #[error("another move to another store has begun; only one can go on")]
    MoveOvertaken,
    /// What was read back from the target is not what was put there.
    #[error("the copy of {key} in the new store is not the same; the new store cannot be trusted")]
    CopyDiffers {
        /// Which object.
        key: ObjectKey,
    },
    /// The object store refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The access room refused.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It is gone, or must stay.
    #[error(transparent)]
    Keeping(#[from] KeepingError),
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
            | Self::UploadRefused { .. }
            | Self::TableEmpty
            | Self::ColumnsMissing
            | Self::Empty => Kind::Invalid,
            Self::Sheet(error) => error.kind(),
            Self::OutsideScope => Kind::Denied,
            Self::NotFound { .. } | Self::NotPreparedYet => Kind::NotFound,
            Self::CannotBeDecoded { .. } => Kind::Unsupported,
            Self::TooLarge { .. } | Self::UploadTooLong { .. } => Kind::TooLarge,
            Self::TooManyUploads { .. } => Kind::TooMany,
            Self::Buried { .. } => Kind::Gone,
            Self::CrowdWaits | Self::UploadElsewhere => Kind::Unavailable,
            Self::TooManyWaiting { .. }
            | Self::SourceRetired { .. }
            | Self::UploadOffset { .. }
            | Self::UploadBusy
            | Self::HeardThroughItsPair
            | Self::NotWaiting
            | Self::BeingRedacted
            | Self::CannotBeRedacted
            | Self::VerifiedElsewhere
            | Self::MoveFoundMissing { .. }
            | Self::MoveBehind
            | Self::MoveOvertaken => Kind::Conflict,
            Self::Spool(error) if is_full(error) => Kind::Full,
            Self::Spool(_)
            | Self::ProbeFailed(_)
            | Self::PeaksDamaged
            | Self::UploadLost
            | Self::CopyDiffers { .. } => Kind::Internal,
            Self::Audio(error) => error.kind(),
            Self::Storage(error) => error.kind(),
            Self::Db(error) => error.kind(),
            Self::Access(error) => error.kind(),
            Self::Keeping(error) => error.kind(),
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
            Self::NotWaiting => "transcription_ended",
            Self::BeingRedacted => "being_redacted",
            Self::CannotBeRedacted => "cannot_be_redacted",
            Self::CannotBeDecoded { .. } => "cannot_be_decoded",
            Self::Unreadable(_) => "file_unreadable",
            Self::Empty => "audio_empty",
            Self::TableEmpty => "table_empty",
            Self::ColumnsMissing => "columns_missing",
            Self::Sheet(error) => error.code(),
            Self::TooManyWaiting { .. } => "too_many_waiting",
            Self::TooLarge { .. } => "audio_too_large",
            Self::Buried { .. } => "call_deleted",
            Self::CrowdWaits => "store_crowd_waits",
            Self::VerifiedElsewhere => "store_verified_elsewhere",
            Self::MoveFoundMissing { .. } => "store_move_found_missing",
            Self::MoveBehind => "store_move_behind",
            Self::MoveOvertaken => "store_move_overtaken",
            Self::CopyDiffers { .. } => "store_copy_differs",
            Self::Spool(error) if is_full(error) => "disk_full",
            Self::UploadOffset { .. } => "upload_offset",
            Self::UploadTooLong { .. } => "upload_too_long",
            Self::TooManyUploads { .. } => "too_many_uploads",
            Self::UploadBusy => "upload_busy",
            Self::UploadElsewhere => "upload_elsewhere",
            Self::UploadLost => "upload_lost",
            Self::UploadRefused { .. } => "upload_refused",
            Self::Spool(_) => "spool",
            Self::ProbeFailed(_) => "probe_failed",
            Self::PeaksDamaged => "peaks_damaged",
            Self::HeardThroughItsPair => "heard_through_its_pair",
            Self::Audio(error) => error.code(),
            Self::Storage(error) => error.code(),
            Self::Db(error) => error.code(),
            Self::Access(error) => error.code(),
            Self::Keeping(error) => error.code(),
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
            Self::MoveFoundMissing { missing } => vec![("missing", missing.to_string())],
            Self::TooLarge { limit } => vec![("limit", limit.to_string())],
            Self::NotFound { what } => vec![("what", (*what).to_owned())],
            Self::Sheet(error) => error.params(),
            Self::TooManyWaiting { most } => vec![("most", most.to_string())],
            Self::UploadOffset { expected } => vec![("expected", expected.to_string())],
            Self::UploadTooLong { length } => vec![("length", length.to_string())],
            Self::TooManyUploads { most, bytes } => {
                vec![("most", most.to_string()), ("bytes", bytes.to_string())]
            }
            Self::Buried { reason } | Self::CannotBeDecoded { reason } | Self::UploadRefused { reason } => {
                vec![("reason", reason.clone())]
            }
            Self::Access(error) => error.params(),
            Self::Keeping(error) => error.params(),
            Self::Audio(error) => error.params(),
            Self::Storage(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}

/// A quota that is used up is a full disk for whoever owns the files.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
