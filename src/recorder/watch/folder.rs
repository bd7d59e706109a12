//! Watching one folder: look, wait until what is there stands still, take it in, and again.

use super::WatchSettings;
use super::open_files::open_for_writing_below;
use super::quiet::Quiet;
use super::scan::{Found, Look, files};
use super::take::{After, Taking};
use crate::db::watch_folder::{self, WatchFolder};
use crate::db::watched_file::{self, FileKind, FileState, LiesIn, WatchedFile};
use crate::ids::{WatchedFileId, WorkerId};
use crate::recorder::RecorderError;
use crate::time::Instant as Moment;
use futures_util::stream::{self, StreamExt};
use notify::{RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};

/// How many files wait to stand still at once.
const WAITING_MOST: usize = 50_000;
/// How many files that are done with are remembered without asking the database again.
const SETTLED_MOST: usize = 2_000_000;
/// How many files are looked up at once.
const LOOKED_UP: usize = 500;
/// How many known files are compared with the folder at once.
const GONE_A_READ: i64 = 500;
/// How often it is looked which known files lie there no more.
const SWEPT_EVERY: Duration = Duration::from_hours(24);
/// How long a file is known of which nothing is there any more.
const GONE_KEPT: Duration = Duration::from_hours(30 * 24);
/// How many files that are due again are tried in one pass.
const DUE_MOST: i64 = 200;
/// How long nothing is read after something that every file needs was away.
const PAUSE: Duration = Duration::from_secs(5);

/// One folder that this process watches.
pub(super) struct FolderWatch {
    pub(super) taking: Arc<Taking>,
    pub(super) set: WatchFolder,
    pub(super) holder: WorkerId,
    pub(super) settings: WatchSettings,
    pub(super) job_entered: Arc<dyn Fn() + Send + Sync>,
    quiet: Quiet,
    /// Files that are done with, by a hash of path, size and time.
    settled: HashSet<u64>,
    hasher: RandomState,
    /// When it was last looked which known files lie there no more.
    swept_at: Option<Instant>,
}

impl FolderWatch {
    pub(super) fn new(
        taking: Taking,
        set: WatchFolder,
        holder: WorkerId,
        settings: WatchSettings,
        job_entered: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self {
            taking: Arc::new(taking),
            set,
            holder,
            settings,
            job_entered,
            quiet: Quiet::new(WAITING_MOST),
            settled: HashSet::new(),
            hasher: RandomState::new(),
            swept_at: None,
        }
    }

    /// Watches until it is told to stop, or the folder is no longer this process's.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let (bell, mut rings) = mpsc::channel(1);
        // Network shares tell nothing, and a watch may fail for want of handles: looking goes on.
        let _listening = self.listen(bell);
        let source_id = self.set.source_id;
        loop {
            let began = Instant::now();
            match self.pass(&stop).await {
                Ok(pause) => {
                    let rest = pause.max(began.elapsed());
                    let settle = self.settings.settle.max(began.elapsed());
                    tokio::select! {
                        () = told_to_stop(&mut stop) => break,
                        () = tokio::time::sleep(rest) => {}
                        // Whoever writes is usually not done after the first piece.
                        Some(()) = rings.recv() => tokio::time::sleep(settle).await,
                    }
                }
                Err(error) => {
                    tracing::warn!(source = %source_id, %error, "a watched folder waits for what it needs");
                    tokio::select! {
                        () = told_to_stop(&mut stop) => break,
                        () = tokio::time::sleep(PAUSE) => {}
                    }
                }
            }
            let is_told = *stop.borrow();
            if is_told || !self.is_still_ours().await {
                break;
            }
        }
        let holder = self.holder;
        let let_go = self
            .taking
            .intake
            .db
            .write(move |writing| watch_folder::let_go(writing, source_id, holder))
            .await;
        if let Err(error) = let_go {
            tracing::warn!(source = %source_id, %error, "a watched folder is let go when its lease runs out");
        }
    }

    /// Rings when something happens in the folder.
    fn listen(&self, bell: mpsc::Sender<()>) -> Option<notify::RecommendedWatcher> {
        let ring = move |event: notify::Result<notify::Event>| {
            // Looking is itself an event; it must not lead to looking.
            if event.is_ok_and(|event| !event.kind.is_access() || is_end_of_writing(event.kind)) {
                let _ = bell.try_send(());
            }
        };
        let mode = if self.set.is_recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        let mut watcher = notify::recommended_watcher(ring).ok()?;
        watcher.watch(&self.taking.shelves.folder, mode).ok()?;
        Some(watcher)
    }

    /// Whether the lease could be renewed. When the database does not answer the folder is kept:
    /// without it nothing is taken in, by anybody.
    async fn is_still_ours(&self) -> bool {
        let (set, holder, lease) = (self.set.clone(), self.holder, self.settings.lease);
        let renewed = self
            .taking
            .intake
            .db
            .write(move |writing| watch_folder::renew(writing, &set, holder, lease))
            .await;
        renewed.unwrap_or(true)
    }

    /// One look at everything. Says how long to wait for the next.
    async fn pass(&mut self, stop: &watch::Receiver<bool>) -> Result<Duration, RecorderError> {
        let (found, open) = match self.look().await {
            Ok(seen) => seen,
            Err(error) => {
                tracing::warn!(source = %self.set.source_id, kind = ?error.kind(), "a watched folder cannot be read");
                self.note_scan(Some("watch_folder_missing")).await?;
                return Ok(self.settings.scan_every);
            }
        };
        let there: BTreeSet<&str> = found.iter().map(|found| found.path.as_str()).collect();
        self.quiet.keep(|path| there.contains(path));
        if self.swept_at.is_none_or(|at| at.elapsed() >= SWEPT_EVERY) {
            self.forget_gone(&there).await?;
            self.swept_at = Some(Instant::now());
        }
        let mut ready = self.ready(&found, &open).await?;
        // Descriptions first: then their audio is entered with them at once.
        ready.sort_by_key(|(found, _)| match found.kind {
            FileKind::Sidecar => 0,
            FileKind::Table | FileKind::Vcon => 1,
            FileKind::Audio => 2,
        });
        ready.extend(self.due().await?);
        let is_away = self.take_all(ready, stop).await;
        self.note_scan(None).await?;
        Ok(match (is_away, self.quiet.len()) {
            (true, _) => PAUSE,
            (false, 0) => self.settings.scan_every,
            (false, _) => (self.quiet_time() / 2).clamp(self.settings.settle, Duration::from_secs(2)),
        })
    }

    /// Forgets files that were known for long and lie there no more: their recorder removed them. What is
    /// forgotten by mistake, because a folder could not be read, is read again and known by its content.
    async fn forget_gone(&self, there: &BTreeSet<&str>) -> Result<(), RecorderError> {
        let (db, source_id) = (&self.taking.intake.db, self.set.source_id);
        let before = db.clock().now().minus(GONE_KEPT);
        let mut after = None;
        loop {
            let page = db.read(move |reading| {
                watched_file::lying_long(reading, source_id, before, after, GONE_A_READ)
            });
            let page = page.await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(*last);
            let gone: Vec<WatchedFileId> =
                page.iter().filter(|(_, path)| !there.contains(path.as_str())).map(|(id, _)| *id).collect();
            if !gone.is_empty() {
                db.write(move |writing| watched_file::forget_gone(writing, &gone, before)).await?;
            }
        }
    }

    fn quiet_time(&self) -> Duration {
        Duration::from_millis(self.set.quiet_ms.unsigned_abs())
    }

    async fn look(&self) -> std::io::Result<(Vec<Found>, BTreeSet<PathBuf>)> {
        let (taking, set) = (Arc::clone(&self.taking), self.set.clone());
        let look = move || {
            let left_out = taking.shelves.left_out();
            let root = &taking.shelves.folder;
            let look =
                Look { root, is_recursive: set.is_recursive, patterns: &set.patterns, left_out: &left_out };
            Ok((files(&look)?, open_for_writing_below(root)))
        };
        tokio::task::spawn_blocking(look).await.map_err(std::io::Error::other)?
    }

    /// The files that are to be taken in now: not done with, complete, and not being written to.
    async fn ready(
        &mut self,
        found: &[Found],
        open: &BTreeSet<PathBuf>,
    ) -> Result<Vec<(Found, Option<WatchedFile>)>, RecorderError> {
        let mut ready = Vec::new();
        let unsettled: Vec<&Found> =
            found.iter().filter(|found| !self.settled.contains(&self.mark(found))).collect();
        for page in unsettled.chunks(LOOKED_UP) {
            let mut known = self.known(page).await?;
            for found in page {
                let before = known.remove(&found.path).filter(|file| file.lies_in == LiesIn::Folder);
                if let Some(file) = before.as_ref().filter(|file| is_as_seen(file, found)) {
                    self.settle(found, file).await?;
                    continue;
                }
                let now = Instant::now();
                let still = self.quiet.has_stood_still(&found.path, found.sight, now, self.quiet_time());
                let place = self.taking.shelves.folder.join(&found.path);
                if still && !open.contains(&place) {
                    // What was noted of another content of the same name says nothing about this.
                    let before = before.map(|file| WatchedFile { attempts: 0, ..file });
                    ready.push(((*found).clone(), before));
                }
            }
        }
        Ok(ready)
    }

    async fn known(&self, page: &[&Found]) -> Result<BTreeMap<String, WatchedFile>, RecorderError> {
        let paths: Vec<String> = page.iter().map(|found| found.path.clone()).collect();
        let source_id = self.set.source_id;
        let known = self
            .taking
            .intake
            .db
            .read(move |reading| Ok::<_, RecorderError>(watched_file::of_paths(reading, source_id, &paths)?))
            .await?;
        Ok(known.into_iter().map(|file| (file.path.clone(), file)).collect())
    }

    /// A file that is done with. What was in or refused before it could be moved is moved now.
    async fn settle(&mut self, found: &Found, file: &WatchedFile) -> Result<(), RecorderError> {
        self.quiet.forget(&found.path);
        let is_in = match file.state {
            FileState::Retrying | FileState::Held => return Ok(()),
            FileState::Refused | FileState::Dismissed => false,
            FileState::Taken | FileState::Known | FileState::Applied => true,
        };
        if self.taking.shelves.target(is_in).is_some() {
            return self.taking.put_away(file.clone(), is_in).await;
        }
        if self.settled.len() < SETTLED_MOST {
            let mark = self.mark(found);
            self.settled.insert(mark);
        }
        Ok(())
    }

    fn mark(&self, found: &Found) -> u64 {
        self.hasher.hash_one((&found.path, found.sight.bytes, found.sight.modified_ms))
    }

    /// Files that failed by something that passes, or that a person has tried again.
    async fn due(&self) -> Result<Vec<(Found, Option<WatchedFile>)>, RecorderError> {
        let source_id = self.set.source_id;
        let due = self
            .taking
            .intake
            .db
            .read(move |reading| Ok::<_, RecorderError>(watched_file::due(reading, source_id, DUE_MOST)?))
            .await?;
        let mut ready = Vec::new();
        for file in due {
            let place = self.taking.shelves.place(file.lies_in, &file.path);
            let metadata = match place {
                Some(place) => tokio::fs::symlink_metadata(place).await.ok(),
                None => None,
            };
            let Some(metadata) = metadata.filter(std::fs::Metadata::is_file) else {
                let (source_id, id) = (file.source_id, file.id);
                self.taking
                    .intake
                    .db
                    .write(move |writing| watched_file::forget(writing, source_id, id))
                    .await?;
                continue;
            };
            let sight = super::scan::sight_of(&metadata);
            let found = Found { path: file.path.clone(), kind: file.kind, sight };
            ready.push((found, Some(file)));
        }
        Ok(ready)
    }

    /// Takes files in, a few at once. True: something that all of them need is away, and the rest
    /// were left for later.
    async fn take_all(
        &mut self,
        ready: Vec<(Found, Option<WatchedFile>)>,
        stop: &watch::Receiver<bool>,
    ) -> bool {
        let (descriptions, audio): (Vec<_>, Vec<_>) =
            ready.into_iter().partition(|(found, _)| found.kind == FileKind::Sidecar);
        let is_away = AtomicBool::new(false);
        let (taking, job_entered) = (&self.taking, &self.job_entered);
        let mut settled: Vec<String> = Vec::new();
        for files in [descriptions, audio] {
            let outcomes: Vec<(String, After)> = stream::iter(files)
                .map(|(found, before)| {
                    let is_away = &is_away;
                    async move {
                        if is_away.load(Ordering::Relaxed) || *stop.borrow() {
                            return (found.path, After::NotYet);
                        }
                        let after = taking.take(&found, before).await.unwrap_or_else(|error| {
                            tracing::warn!(source = %taking.source_id, %error, "what became of a file cannot be noted");
                            After::Away
                        });
                        match after {
                            After::Away => is_away.store(true, Ordering::Relaxed),
                            After::Settled => job_entered(),
                            After::NotYet => {}
                        }
                        (found.path, after)
                    }
                })
                .buffer_unordered(self.settings.at_once)
                .collect()
                .await;
            settled.extend(
                outcomes.into_iter().filter(|(_, after)| *after != After::NotYet).map(|(path, _)| path),
            );
        }
        for path in settled {
            self.quiet.forget(&path);
        }
        is_away.load(Ordering::Relaxed)
    }

    async fn note_scan(&self, trouble: Option<&'static str>) -> Result<(), RecorderError> {
        let source_id = self.set.source_id;
        self.taking
            .intake
            .db
            .write(move |writing| Ok(watch_folder::note_scan(writing, source_id, trouble)?))
            .await
    }
}

/// Whoever could say so being gone counts as said.
pub(super) async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn is_as_seen(file: &WatchedFile, found: &Found) -> bool {
    let bytes = i64::try_from(found.sight.bytes).unwrap_or(i64::MAX);
    file.is_as_seen(bytes, Moment::from_millis(found.sight.modified_ms))
}

fn is_end_of_writing(kind: notify::EventKind) -> bool {
    use notify::event::{AccessKind, AccessMode};
    matches!(kind, notify::EventKind::Access(AccessKind::Close(AccessMode::Write)))
}
