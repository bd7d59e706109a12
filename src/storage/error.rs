//! What can go wrong between us and the object store.

use crate::error::{Coded, Kind};
use crate::ids::ObjectKey;
use std::error::Error;
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
    /// The address of the store is not one. What was given is not repeated: it may hold a key.
    #[error("the address of the object store cannot be used: {problem}")]
    Address {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Nobody answers, or not in time. It passes; whoever can waits.
    #[error("the object store does not answer; check that it runs and that its address is right")]
    Unreachable(#[source] Box<dyn Error + Send + Sync>),
    /// The keys are wrong, or may not do what we need.
    #[error(
        "the object store refuses our keys; check EARMARK_S3_ACCESS_KEY and EARMARK_S3_SECRET_KEY, what \
         they may do in the bucket, and the clock of this machine"
    )]
    Refused(#[source] Box<dyn Error + Send + Sync>),
    /// The server answers, but has no such bucket.
    #[error("the object store has no bucket of this name; make it, or correct the address")]
    NoBucket,
    /// The server has no room left.
    #[error("the object store is full; free space there, then try again")]
    StoreFull(#[source] Box<dyn Error + Send + Sync>),
    /// So much is being put that one more part found no memory in time.
    #[error("too much is being written to the object store at once; try again in a moment")]
    Crowded,
    /// Anything else the server refused.
    #[error("the object store refused the operation; the log says why")]
    Server(#[source] Box<dyn Error + Send + Sync>),
}

impl StorageError {
    /// Whether the store itself is away: whoever can waits, and nothing else is at fault.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Crowded)
    }
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
            Self::Missing(_) | Self::TooLarge { .. } | Self::Io(_) | Self::Server(_) => Kind::Internal,
            Self::OutOfRange { .. } | Self::WrongSize { .. } | Self::Source(_) | Self::Address { .. } => {
                Kind::Invalid
            }
            Self::Unreachable(_) | Self::Refused(_) | Self::NoBucket | Self::Crowded => Kind::Unavailable,
            Self::Full(_) | Self::StoreFull(_) => Kind::Full,
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
            Self::Io(_) | Self::Server(_) => "object_store",
            Self::Address { .. } => "store_address",
            Self::Unreachable(_) => "store_unreachable",
            Self::Refused(_) => "store_refused",
            Self::NoBucket => "store_no_bucket",
            Self::StoreFull(_) => "store_full",
            Self::Crowded => "store_crowded",
        }
    }
}
