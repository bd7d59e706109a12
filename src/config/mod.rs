//! Settings: where they come from and what they are when nobody set them.
//!
//! The environment is read here and nowhere else. Each reader is a thin wrapper over a pure
//! function that takes a lookup, so that a test can hand in an environment of its own.

pub mod models;
pub mod s3;

use crate::error::{Coded, Kind};

/// A setting is missing or cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// There is no folder to fall back to.
    #[error(
        "there is no folder for {what}: set {variable} to one (neither {variable}, XDG_DATA_HOME nor HOME is set)"
    )]
    NoFolder {
        /// What would be kept there.
        what: &'static str,
        /// The environment variable that names the folder.
        variable: &'static str,
    },
    /// The store is a bucket, but there are no keys for it.
    #[error(
        "the bucket needs keys: set EARMARK_S3_ACCESS_KEY and EARMARK_S3_SECRET_KEY, or \
         EARMARK_S3_KEYS_FILE to a file with the two, a line each"
    )]
    NoS3Keys,
    /// One of two.
    #[error("set both EARMARK_S3_ACCESS_KEY and EARMARK_S3_SECRET_KEY; only one of them is set")]
    HalfOfS3Keys,
    /// The file with the keys is of no use.
    #[error(
        "the file with the keys of the bucket cannot be used ({problem}); it has two lines, the access key and the secret key"
    )]
    S3KeysFile {
        /// What is wrong with it; nothing of what is in it.
        problem: String,
    },
}

impl Coded for ConfigError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoFolder { .. } => "config_no_folder",
            Self::NoS3Keys => "config_no_s3_keys",
            Self::HalfOfS3Keys => "config_half_of_s3_keys",
            Self::S3KeysFile { .. } => "config_s3_keys_file",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoFolder { what, variable } => {
                vec![("what", (*what).to_owned()), ("variable", (*variable).to_owned())]
            }
            Self::S3KeysFile { problem } => vec![("problem", problem.clone())],
            Self::NoS3Keys | Self::HalfOfS3Keys => Vec::new(),
        }
    }
}
