//! Watched folders: a real folder, a real server's intake.

use super::server::TestServer;
use super::tone::tone;
use earmark::db::call;
use earmark::db::person::Role;
use earmark::db::source;
use earmark::db::watch_folder::{self, WatchFolder};
use earmark::db::watched_file::{self, FileFilter, FileKind, FileState, LiesIn, WatchedFile};
use earmark::db::{Scope, Window, recording};
use earmark::ids::SourceId;
use earmark::recorder::watch::{RunningWatch, WatchSettings, Watching};
use earmark::recorder::{Intake, Patience};
use earmark::storage::{ByteStream, ObjectInfo, ObjectStore, Storage, StorageError};
use earmark::time::Instant as Moment;
use futures_util::future::BoxFuture;
use serde_json::json;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything here may take; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

struct Stage {
    server: TestServer,
    folder: TempDir,
    source_id: SourceId,
    running: Option<RunningWatch>,
}

impl Stage {
    /// A server, and a folder of the source "pbx" that is watched.
    fn open(set: impl FnOnce(&mut WatchFolder)) -> Self {
        let mut stage = Self::not_watched(set);
        let storage = Arc::clone(&stage.server.storage);
        stage.watch(storage);
        stage
    }

    fn not_watched(set: impl FnOnce(&mut WatchFolder)) -> Self {
        let server = TestServer::start();
        let folder = tempfile::tempdir().unwrap();
        let source_id = server.write(|writing| Ok(source::find_or_make(writing, "pbx")?.id));
        let mut watched = WatchFolder {
            source_id,
            path: folder.path().to_str().unwrap().to_owned(),
            is_recursive: true,
            patterns: Vec::new(),
            move_to: None,
            quarantine: None,
            quiet_ms: 300,
            is_enabled: true,
        };
        set(&mut watched);
        server.write(move |writing| watch_folder::put(writing, &watched));
        Self { server, folder, source_id, running: None }
    }

    fn watch(&mut self, storage: Storage) {
        let intake = Intake {
            db: self.server.db.clone(),
            storage,
            zone: jiff::tz::TimeZone::UTC,
            patience: Patience::default(),
        };
        let settings = WatchSettings {
            scan_every: Duration::from_millis(200),
            look_up_every: Duration::from_millis(100),
            settle: Duration::from_millis(20),
            ..WatchSettings::default()
        };
        let watching = Watching {
            intake,
            spool: self.spool(),
            roots: vec![self.folder.path().canonicalize().unwrap()],
            audio_most: 1024 * 1024,
            settings,
            job_entered: Arc::new(|| {}),
        };
        let _inside = self.server.runtime.enter();
        self.running = Some(watching.start());
    }

    fn spool(&self) -> PathBuf {
        let spool = self.folder.path().with_extension("spool");
        fs::create_dir_all(&spool).unwrap();
        spool
    }

    fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.server.runtime.block_on(running.stop());
        }
    }

    fn put(&self, path: &str, content: &[u8]) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn files(&self) -> Vec<WatchedFile> {
        let id = self.source_id;
        let window = Window::new(None, 200);
        self.server.read(move |reading| watched_file::page(reading, id, &FileFilter::default(), window)).items
    }

    fn file(&self, path: &str) -> Option<WatchedFile> {
        self.files().into_iter().find(|file| file.path == path)
    }

    /// Waits until so many files are in this state.
    fn until(&self, state: FileState, count: usize) -> Vec<WatchedFile> {
        let end = Instant::now() + PATIENCE;
        loop {
            let files = self.files();
            let wanted: Vec<_> = files.iter().filter(|file| file.state == state).cloned().collect();
            if wanted.len() >= count {
                return wanted;
            }
            assert!(Instant::now() < end, "{count} {state:?} are wanted; there are {files:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn calls(&self) -> Vec<call::Call> {
        let id = self.source_id;
        self.server.read(move |reading| {
            call::begun_between(reading, id, Moment::from_millis(0), Moment::from_millis(i64::MAX), 100)
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(self.folder.path().with_extension("spool"));
    }
}

#[test]
fn a_slow_writer_is_waited_for_and_unfinished_names_are_left_alone() {
    let stage = Stage::open(|_| {});
    let whole = tone(440);
    let path = stage.folder.path().join("2026/11/slow.wav");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    stage.put("copying.wav.part", &whole);
    stage.put("quick.wav", &tone(550));
    let mut writer = File::create(&path).unwrap();
    for piece in whole.chunks(whole.len() / 5 + 1) {
        writer.write_all(piece).unwrap();
        writer.flush().unwrap();
        std::thread::sleep(Duration::from_millis(150));
    }
    // It has stood still for longer than the quiet time, but somebody still holds it open.
    std::thread::sleep(Duration::from_millis(900));
    assert_eq!(stage.file("2026/11/slow.wav").map(|file| file.state), None);
    drop(writer);
    stage.until(FileState::Taken, 2);
    let taken = stage.file("2026/11/slow.wav").unwrap();
    let id = taken.recording_id.unwrap();
    let stored = stage.server.read(move |reading| recording::find(reading, &Scope::Everything, id)).unwrap();
    assert_eq!(stored.bytes, whole.len() as u64);
    assert_eq!(stored.file_name.as_deref(), Some("slow.wav"));
    assert!(stage.file("copying.wav.part").is_none());
}

#[test]
fn a_description_finds_its_audio_whichever_comes_first() {
    let stage = Stage::open(|_| {});
    stage.put("a/first.json", br#"{"native_id": "first", "queue": "VIP"}"#);
    stage.put("a/last.wav", &tone(440));
    stage.put("never.wav.json", br#"{"native_id": "never"}"#);
    stage.put("row.csv", "通话ID,工号\nrow,6021\n".as_bytes());
    stage.until(FileState::Held, 3);
    stage.until(FileState::Taken, 1);
    stage.put("a/first.wav", &tone(550));
    stage.put("a/last_metadata.json", br#"{"native_id": "last", "queue": "Sales"}"#);
    stage.put("row.wav", &tone(660));
    stage.until(FileState::Taken, 3);
    stage.until(FileState::Applied, 3);
    let mut calls: Vec<_> = stage.calls().into_iter().filter_map(|call| call.native_id).collect();
    calls.sort();
    assert_eq!(calls, ["first", "last", "row"]);
    assert_eq!(stage.file("never.wav.json").unwrap().state, FileState::Held);
    let kinds: Vec<_> = stage.files().into_iter().map(|file| file.kind).collect();
    assert!(kinds.contains(&FileKind::Table) && kinds.contains(&FileKind::Sidecar));
}

#[test]
fn the_same_content_ten_times_at_once_is_one_recording() {
    let stage = Stage::open(|_| {});
    for number in 0..10 {
        stage.put(&format!("copy-{number}.wav"), &tone(440));
    }
    stage.until(FileState::Taken, 1);
    stage.until(FileState::Known, 9);
    assert_eq!(stage.calls().len(), 1);
    let ids: std::collections::BTreeSet<_> =
        stage.files().into_iter().filter_map(|file| file.recording_id).collect();
    assert_eq!(ids.len(), 1);
}

#[test]
fn a_restart_reads_nothing_twice_and_a_changed_file_again() {
    let mut stage = Stage::open(|_| {});
    stage.put("one.wav", &tone(440));
    let before = stage.until(FileState::Taken, 1);
    stage.stop();
    stage.put("two.wav", &tone(550));
    let storage = Arc::clone(&stage.server.storage);
    stage.watch(storage);
    stage.until(FileState::Taken, 2);
    let one = stage.file("one.wav").unwrap();
    assert_eq!((one.id, one.attempts), (before[0].id, 1), "it was not read again");
    stage.put("one.wav", &tone(660));
    let end = Instant::now() + PATIENCE;
    while stage.file("one.wav").unwrap().content_hash == before[0].content_hash {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(stage.calls().len(), 3);
}

#[test]
fn what_is_in_is_moved_and_what_is_refused_goes_to_quarantine_and_is_tried_again() {
    let stage = Stage::open(|folder| {
        folder.move_to = Some("done".to_owned());
        folder.quarantine = Some("refused".to_owned());
    });
    stage.put("2026/good.wav", &tone(440));
    stage.put("letter.wav", b"Dear all,");
    stage.until(FileState::Taken, 1);
    stage.until(FileState::Refused, 1);
    let end = Instant::now() + PATIENCE;
    let moved = |path: &str| stage.folder.path().join(path).exists();
    while !(moved("done/2026/good.wav") && moved("refused/letter.wav")) {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!moved("2026/good.wav") && !moved("letter.wav"));
    let refused = stage.until(FileState::Refused, 1).pop().unwrap();
    assert_eq!(
        (refused.code.as_deref(), refused.lies_in),
        (Some("audio_not_recognised"), LiesIn::Quarantine)
    );
    // The recorder's file was mended by hand where it lies.
    fs::write(stage.folder.path().join("refused/letter.wav"), tone(550)).unwrap();
    let id = stage.source_id;
    stage.server.write(move |writing| watched_file::retry(writing, id, Some(refused.id), None));
    stage.until(FileState::Taken, 2);
    let end = Instant::now() + PATIENCE;
    while !moved("done/letter.wav") {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn only_one_process_watches_a_folder_and_a_changed_folder_is_taken_up_anew() {
    let mut stage = Stage::open(|_| {});
    stage.put("one.wav", &tone(440));
    stage.until(FileState::Taken, 1);
    let id = stage.source_id;
    let holder = |stage: &Stage| {
        stage.server.read(move |reading| watch_folder::of_source(reading, id)).unwrap().1.holder
    };
    let first = holder(&stage).unwrap();
    let running = stage.running.take();
    let storage = Arc::clone(&stage.server.storage);
    stage.watch(storage);
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(holder(&stage), Some(first), "the second process waits");
    stage.server.runtime.block_on(running.unwrap().stop());
    let end = Instant::now() + PATIENCE;
    while holder(&stage).is_none_or(|holder| holder == first) {
        assert!(Instant::now() < end, "the second process takes it up");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn links_and_folders_outside_the_roots_are_not_read() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.wav"), tone(440)).unwrap();
    let stage = Stage::open(|_| {});
    std::os::unix::fs::symlink(outside.path().join("secret.wav"), stage.folder.path().join("link.wav"))
        .unwrap();
    std::os::unix::fs::symlink(outside.path(), stage.folder.path().join("linked")).unwrap();
    stage.put("plain.wav", &tone(550));
    stage.until(FileState::Taken, 1);
    assert_eq!(stage.files().len(), 1);
    let (id, path) = (stage.source_id, outside.path().to_str().unwrap().to_owned());
    stage.server.write(move |writing| {
        let (folder, _) = watch_folder::of_source(writing, id)?.unwrap();
        watch_folder::put(writing, &WatchFolder { path: path.clone(), ..folder })
    });
    let end = Instant::now() + PATIENCE;
    loop {
        let watching = stage.server.read(move |reading| watch_folder::of_source(reading, id)).unwrap().1;
        if watching.trouble.as_deref() == Some("watch_outside_roots") {
            break;
        }
        assert!(Instant::now() < end, "{watching:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(stage.files().len(), 1);
}

/// A store that is away until somebody says that it is back.
#[derive(Debug)]
struct AwayAtFirst {
    store: Storage,
    is_back: Arc<AtomicBool>,
}

impl AwayAtFirst {
    fn check(&self) -> Result<(), StorageError> {
        if self.is_back.load(Ordering::SeqCst) {
            Ok(())
        } else {
            Err(StorageError::from(std::io::Error::from(std::io::ErrorKind::StorageFull)))
        }
    }
}

impl ObjectStore for AwayAtFirst {
    fn put(
        &self,
        key: earmark::ids::ObjectKey,
        size: u64,
        content: ByteStream,
    ) -> BoxFuture<'_, Result<(), StorageError>> {
        Box::pin(async move {
            self.check()?;
            self.store.put(key, size, content).await
        })
    }

    fn get(
        &self,
        key: earmark::ids::ObjectKey,
        range: Option<Range<u64>>,
    ) -> BoxFuture<'_, Result<ByteStream, StorageError>> {
        self.store.get(key, range)
    }

    fn stat(&self, key: earmark::ids::ObjectKey) -> BoxFuture<'_, Result<Option<ObjectInfo>, StorageError>> {
        self.store.stat(key)
    }

    fn delete(&self, key: earmark::ids::ObjectKey) -> BoxFuture<'_, Result<(), StorageError>> {
        self.store.delete(key)
    }

    fn list(
        &self,
        after: Option<earmark::ids::ObjectKey>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<ObjectInfo>, StorageError>> {
        self.store.list(after, limit)
    }
}

#[test]
fn files_wait_while_the_store_is_away_and_get_in_when_it_is_back() {
    let mut stage = Stage::not_watched(|_| {});
    let is_back = Arc::new(AtomicBool::new(false));
    let store = Arc::clone(&stage.server.storage);
    stage.watch(Arc::new(AwayAtFirst { store, is_back: Arc::clone(&is_back) }));
    stage.put("one.wav", &tone(440));
    stage.put("two.wav", &tone(550));
    let waiting = stage.until(FileState::Retrying, 1);
    assert!(stage.folder.path().join(&waiting[0].path).exists());
    assert!(stage.calls().is_empty());
    is_back.store(true, Ordering::SeqCst);
    // Time passes; the tests' clock stands still until it is told.
    stage.server.clock.advance(Duration::from_mins(30));
    stage.until(FileState::Taken, 2);
    assert_eq!(stage.calls().len(), 2);
}

#[test]
fn a_file_that_is_appended_to_while_it_is_read_is_not_taken_in_half() {
    let stage = Stage::open(|folder| folder.quiet_ms = 100);
    let path = stage.folder.path().join("grows.wav");
    let whole = tone(440);
    File::create(&path).unwrap().write_all(&whole[..4_000]).unwrap();
    for piece in whole[4_000..].chunks(3_000) {
        std::thread::sleep(Duration::from_millis(30));
        OpenOptions::new().append(true).open(&path).unwrap().write_all(piece).unwrap();
    }
    let hash_of = |path: &Path| fs::read(path).unwrap().len();
    let end = Instant::now() + PATIENCE;
    loop {
        let taken = stage.files().into_iter().find(|file| file.bytes == whole.len() as i64);
        if taken.is_some_and(|file| file.state == FileState::Taken) {
            break;
        }
        assert!(Instant::now() < end, "{:?}", stage.files());
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(hash_of(&path), whole.len());
}

#[test]
fn a_refused_file_is_told_by_its_reason_and_dismissed_without_being_read_again() {
    let mut stage = Stage::open(|_| {});
    stage.put("13800138000/letter.wav", b"Dear all,");
    stage.put("broken.json", b"{");
    let before = stage.until(FileState::Refused, 2);
    stage.server.person("administrator", Role::Administrator, None, None);
    let administrator = stage.server.person_token("administrator");
    let path = format!("/api/v1/sources/{}/refused", stage.source_id);
    let refused = stage.server.get(&path, &administrator).json();
    let group = |code: &str| {
        let groups = refused["items"].as_array().unwrap();
        groups.iter().find(|group| group["code"] == code).unwrap().clone()
    };
    let letter = group("audio_not_recognised");
    assert_eq!(
        (&letter["way"], &letter["count"], &letter["can_retry"]),
        (&json!("folder"), &json!(1), &json!(false))
    );
    assert_eq!(letter["examples"][0]["name"], "13800138000/letter.wav", "administrators see numbers");
    assert_eq!(group("metadata_not_json")["can_retry"], json!(true));
    let rows = stage.server.get("/api/v1/sources", &administrator).json();
    assert_eq!(rows["items"][0]["refused"], 2);

    let body = json!({"way": "folder", "code": "audio_not_recognised"});
    let dismissed = stage.server.send_json("POST", &format!("{path}/dismiss"), &administrator, &body);
    assert_eq!((dismissed.status, dismissed.json()["count"].as_i64()), (200, Some(1)), "{dismissed:?}");
    stage.stop();
    let storage = Arc::clone(&stage.server.storage);
    stage.watch(storage);
    stage.put("new.wav", &tone(440));
    stage.until(FileState::Taken, 1);
    let after = stage.file("13800138000/letter.wav").unwrap();
    let was = before.iter().find(|file| file.id == after.id).unwrap();
    assert_eq!((after.state, after.attempts), (FileState::Dismissed, was.attempts));
    assert_eq!(stage.server.get(&path, &administrator).json()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn what_its_recorder_removed_is_forgotten_after_thirty_days_and_what_lies_there_is_not() {
    let mut stage = Stage::open(|_| {});
    stage.put("gone.wav", b"Dear all,");
    stage.put("stays.wav", b"Dear all,");
    stage.until(FileState::Refused, 2);
    stage.stop();
    fs::remove_file(stage.folder.path().join("gone.wav")).unwrap();
    stage.server.clock.advance(Duration::from_hours(31 * 24));
    let storage = Arc::clone(&stage.server.storage);
    stage.watch(storage);
    let end = Instant::now() + PATIENCE;
    while stage.file("gone.wav").is_some() {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(stage.file("stays.wav").map(|file| file.attempts), Some(1));
}

#[test]
fn a_watched_folder_is_measured_for_whoever_collects() {
    let stage = Stage::open(|_| {});
    stage.put("one.wav", &tone(440));
    stage.put("letter.wav", b"Dear all,");
    stage.put("never.json", br#"{"native_id": "never"}"#);
    stage.until(FileState::Taken, 1);
    stage.until(FileState::Refused, 1);
    stage.until(FileState::Held, 1);
    let wanted = [
        r#"earmark_watched_files{source="pbx",state="accepted"} 1"#,
        r#"earmark_watched_files{source="pbx",state="waiting"} 1"#,
        r#"earmark_watched_files{source="pbx",state="refused"} 1"#,
        r#"earmark_watched_folder_held{source="pbx"} 1"#,
        r#"earmark_watched_folder_scan_age_seconds{source="pbx"}"#,
    ];
    let end = Instant::now() + PATIENCE;
    loop {
        let text = String::from_utf8(stage.server.send("GET", "/metrics", &[]).body).unwrap();
        // The whole folder is noted as looked at when a look is over.
        if wanted.iter().all(|line| text.contains(line)) {
            break;
        }
        assert!(Instant::now() < end, "{text}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
