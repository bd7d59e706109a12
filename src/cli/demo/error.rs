//! Why a demonstration does not start.

use crate::error::{Coded, Kind};
use std::io;
use std::path::PathBuf;

/// A refusal of `earmark demo`.
#[derive(Debug, thiserror::Error)]
pub(super) enum DemoError {
    /// The folder holds something that is not ours.
    #[error(
        "{folder} holds something that is not a demonstration, so it was not touched; name another folder with --data"
    )]
    NotADemonstration { folder: PathBuf },
    /// The folder has no name that another could be made beside.
    #[error("{folder} cannot hold a demonstration; name a folder of its own with --data, such as .demo")]
    NoFolderOfItsOwn { folder: PathBuf },
    /// Somebody else makes it right now.
    #[error("another earmark demo is making {folder} right now; wait until it is done and start again")]
    BeingMade { folder: PathBuf },
    /// The demonstration calls are not there.
    #[error(
        "the demonstration calls are not in {folder}; run this in a clone of the repository, or name its fixtures folder with --fixtures"
    )]
    NoFixtures { folder: PathBuf },
    /// A fixture is not as the program expects it.
    #[error("{file} is not as this program expects it: {problem}")]
    BadFixture { file: PathBuf, problem: String },
    /// No port is free.
    #[error("none of the ports {first} to {last} of 127.0.0.1 is free; name another with --port")]
    NoFreePort { first: u16, last: u16 },
    /// The disk refused.
    #[error(
        "{path} cannot be read or written; is the disk full, or does the folder belong to somebody else?"
    )]
    Disk {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
}

impl DemoError {
    /// What the disk refused, and where.
    pub(super) fn disk(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Disk { path, cause }
    }
}

impl Coded for DemoError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotADemonstration { .. }
            | Self::NoFolderOfItsOwn { .. }
            | Self::NoFixtures { .. }
            | Self::BadFixture { .. } => Kind::Invalid,
            Self::BeingMade { .. } => Kind::Conflict,
            Self::NoFreePort { .. } | Self::Disk { .. } => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotADemonstration { .. } => "not_a_demonstration",
            Self::NoFolderOfItsOwn { .. } => "no_folder_of_its_own",
            Self::BeingMade { .. } => "demonstration_being_made",
            Self::NoFixtures { .. } => "no_fixtures",
            Self::BadFixture { .. } => "bad_fixture",
            Self::NoFreePort { .. } => "no_free_port",
            Self::Disk { .. } => "disk_refused",
        }
    }
}
