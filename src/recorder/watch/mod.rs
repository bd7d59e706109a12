//! Watched folders: recorders leave files there, and earmark takes them in.
//!
//! What always holds:
//!
//! * A file is read once it has stood still for the folder's quiet time and, as far as this machine
//!   can see, nobody writes to it; copying programs' unfinished names are left alone.
//! * It goes through the same intake as an upload. What became of it is noted after that, and it is
//!   moved after that: killed in between, the next look finds the content known.
//! * What was seen is remembered with its size and time, so that a restart reads nothing twice.
//! * When the store or the database is away, nothing is read until it is back, and nothing is lost.
//! * One process at a time watches a folder, by a lease in the database.
//! * Nothing outside the roots that this machine was started with is read, made or moved, and links
//!   are not followed.
//! * Names of files hold customers' numbers: logs name ids.

mod folder;
mod names;
mod open_files;
mod quiet;
mod scan;
mod shelves;
mod state;
mod take;

pub use state::{
    FolderNow, FolderState, SIDECARS_KEPT, SidecarState, delete_folder, files, folder, folders_now,
    forget_file, forget_sidecar, put_folder, retry_files, waiting_sidecars,
};

use super::Intake;
use crate::db::DbError;
use crate::db::watch_folder::{self, WatchFolder};
use crate::ids::{SourceId, WorkerId};
use folder::{FolderWatch, told_to_stop};
use shelves::Shelves;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use take::Taking;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How folders are watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchSettings {
    /// How often a whole folder is looked at where nothing rings.
    pub scan_every: Duration,
    /// How often it is looked up which folders there are to watch.
    pub look_up_every: Duration,
    /// How long after a ring it is looked; whoever writes is usually not done after one piece.
    pub settle: Duration,
    /// How long a folder is this process's unless it says so again.
    pub lease: Duration,
    /// How many files are taken in at once.
    pub at_once: usize,
}

impl Default for WatchSettings {
    fn default() -> Self {
        Self {
            scan_every: Duration::from_secs(30),
            look_up_every: Duration::from_secs(5),
            settle: Duration::from_millis(250),
            lease: Duration::from_mins(1),
            at_once: 4,
        }
    }
}

/// What watches the folders of every source that lie below the roots of this machine.
pub struct Watching {
    /// Where files get in.
    pub intake: Intake,
    /// Where they are received.
    pub spool: PathBuf,
    /// The folders below which a source may be watched; links resolved.
    pub roots: Vec<PathBuf>,
    /// The largest recording, in bytes.
    pub audio_most: u64,
    /// How it watches.
    pub settings: WatchSettings,
    /// Called after files were taken in, so that a worker need not poll for them.
    pub job_entered: Arc<dyn Fn() + Send + Sync>,
}

/// A watch that runs. Dropped, it goes on until its runtime ends; stop it first.
#[derive(Debug)]
pub struct RunningWatch {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl RunningWatch {
    /// Lets the files at hand be finished, and every folder go.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

impl Watching {
    /// Begins to watch. To be called inside a runtime.
    #[must_use]
    pub fn start(self) -> RunningWatch {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(self.run(stopped));
        RunningWatch { stop, task }
    }

    async fn run(self, mut stop: watch::Receiver<bool>) {
        let holder = WorkerId::new();
        let mut running: BTreeMap<SourceId, JoinHandle<()>> = BTreeMap::new();
        loop {
            running.retain(|_, task| !task.is_finished());
            match self.intake.db.read(watch_folder::enabled).await {
                Ok(folders) => {
                    for (set, _) in folders {
                        if !running.contains_key(&set.source_id)
                            && let Some(task) = self.take_up(set.clone(), holder, &stop).await
                        {
                            running.insert(set.source_id, task);
                        }
                    }
                }
                Err(error) => {
                    let error: DbError = error;
                    tracing::warn!(%error, "it cannot be seen which folders are to be watched");
                }
            }
            tokio::select! {
                () = told_to_stop(&mut stop) => break,
                () = tokio::time::sleep(self.settings.look_up_every) => {}
            }
        }
        for task in running.into_values() {
            let _ = task.await;
        }
    }

    /// Watches a folder, if this machine may and no other process does.
    async fn take_up(
        &self,
        set: WatchFolder,
        holder: WorkerId,
        stop: &watch::Receiver<bool>,
    ) -> Option<JoinHandle<()>> {
        let (source_id, lease) = (set.source_id, self.settings.lease);
        let (wanted, roots) = (set.clone(), self.roots.clone());
        let opened = tokio::task::spawn_blocking(move || Shelves::open(&wanted, &roots)).await.ok()?;
        let held = self.intake.db.write(move |writing| watch_folder::hold(writing, source_id, holder, lease));
        if !held.await.unwrap_or(false) {
            return None;
        }
        match opened {
            Ok(shelves) => {
                tracing::info!(source = %source_id, "a folder is watched");
                let taking = Taking {
                    intake: self.intake.clone(),
                    spool: self.spool.clone(),
                    audio_most: self.audio_most,
                    source_id,
                    shelves,
                };
                let job_entered = Arc::clone(&self.job_entered);
                let watch = FolderWatch::new(taking, set, holder, self.settings, job_entered);
                Some(tokio::spawn(watch.run(stop.clone())))
            }
            Err(code) => {
                // Another machine may see the folder: it is let go at once.
                let noted = self.intake.db.write(move |writing| {
                    watch_folder::note_scan(writing, source_id, Some(code))?;
                    watch_folder::let_go(writing, source_id, holder)
                });
                let _ = noted.await;
                None
            }
        }
    }
}
