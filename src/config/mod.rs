//! Settings: where they come from and what they are when nobody set them.
//!
//! The environment is read here and nowhere else. Each reader is a thin wrapper over a pure
//! function that takes a lookup, so that a test can hand in an environment of its own.

pub mod models;

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
}

impl Coded for ConfigError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoFolder { .. } => "config_no_folder",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoFolder { what, variable } => {
                vec![("what", (*what).to_owned()), ("variable", (*variable).to_owned())]
            }
        }
    }
}
