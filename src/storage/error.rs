//! What can go wrong between us and the object store.

use crate::error::{Coded, Kind};
use crate::ids::ObjectKey;
use std::io;

/// An error of the object store.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// There is no object under this key.
    #[error("the stored file {0} is missing; an administrator should look at the store")]
    Missing(ObjectKey),
    /// The range begins beyond the end.
    #[error("the stored file has {size} bytes; the range begins beyond that")]
    OutOfRange {
        /// The size of the object.
        size: u64,
    },
    /// The stream was not as long as announced.
    #[error("{announced} bytes were announced, but {received} came; send the file again")]
    WrongSize {
        /// What was announced.
        announced: u64,
        /// What came: all of it, or the first bytes too many.
        received: u64,
    },
    /// Larger than the caller can hold.
    #[error("the stored file {key} is larger than {limit} bytes")]
    TooLarge {
        /// Which object.
        key: ObjectKey,
        /// The most the caller takes.
        limit: usize,
    },
    /// No room left.
    #[error("the disk is full; free space, then try again")]
    Full(#[source] io::Error),
    /// The sender's bytes stopped with an error.
    #[error("the file could not be read to its end")]
    Source(#[source] io::Error),
    /// Anything else the disk refused.
    #[error("the object store refused the operation; the log says why")]
    Io(#[source] io::Error),
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full(error)
            }
            _ => Self::Io(error),
        }
    }
}

impl Coded for StorageError {
    fn kind(&self) -> Kind {
        match self {
            Self::Missing(_) | Self::TooLarge { .. } | Self::Io(_) => Kind::Internal,
            Self::OutOfRange { .. } | Self::WrongSize { .. } | Self::Source(_) => Kind::Invalid,
            Self::Full(_) => Kind::Full,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "object_missing",
            Self::OutOfRange { .. } => "object_out_of_range",
            Self::WrongSize { .. } => "object_wrong_size",
            Self::TooLarge { .. } => "object_too_large",
            Self::Full(_) => "disk_full",
            Self::Source(_) => "object_source",
            Self::Io(_) => "object_store",
        }
    }
}
