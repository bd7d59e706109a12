//! The options of a process that watches folders.

use super::Failure;
use crate::error::{Coded, Kind};
use crate::recorder::Intake;
use crate::recorder::watch::{RunningWatch, WatchSettings, Watching};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Which folders may be watched.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct WatchOptions {
    /// Folders below which sources may be watched, with colons between them; without one, none is
    #[arg(long = "watch-root", value_name = "DIR", env = "EARMARK_WATCH_ROOT", value_delimiter = ':')]
    roots: Vec<PathBuf>,
    /// How often a watched folder is looked at where the system does not say that something came
    #[arg(long = "watch-every-ms", value_name = "MS", default_value_t = 30_000, hide = true)]
    every_ms: u64,
}

/// A root that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{} is no folder that can be watched; check the path and its permissions", .0.display())]
struct BadRoot(PathBuf, #[source] io::Error);

impl Coded for BadRoot {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        "watch_root_missing"
    }
}

impl WatchOptions {
    /// Whether this process watches at all.
    pub(super) fn are_set(&self) -> bool {
        !self.roots.is_empty()
    }

    /// The roots, links resolved. One that is not there is found out at the start.
    pub(super) fn roots(&self) -> Result<Vec<PathBuf>, Failure> {
        let resolved =
            |root: &PathBuf| root.canonicalize().map_err(|cause| Failure::from(BadRoot(root.clone(), cause)));
        self.roots.iter().map(resolved).collect()
    }

    /// Begins to watch below these roots. To be called inside a runtime.
    pub(super) fn start(
        &self,
        roots: Vec<PathBuf>,
        intake: Intake,
        spool: &Path,
        audio_most: u64,
        job_entered: Arc<dyn Fn() + Send + Sync>,
    ) -> RunningWatch {
        let scan_every = Duration::from_millis(self.every_ms);
        let usual = WatchSettings::default();
        let settings =
            WatchSettings { scan_every, look_up_every: usual.look_up_every.min(scan_every), ..usual };
        Watching { intake, spool: spool.to_owned(), roots, audio_most, settings, job_entered }.start()
    }
}
