//! What is remembered of refusals, waiting legs and files that are gone: bounded by number and by age.

use crate::fixtures::{a_call, plain_recording, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::cdr_import::{self, CdrImport, ImportCounts, ImportState};
use earmark::db::recording::{ChannelRole, Recording};
use earmark::db::refused_arrival::{self, Refused};
use earmark::db::watch_folder::{self, WatchFolder};
use earmark::db::watched_file::{self, FileKind, FileState, LiesIn, WatchedFile};
use earmark::db::{Window, leg, recording};
use earmark::ids::{CdrImportId, SourceId, WatchedFileId};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    a_refusal_is_counted_and_the_newest_are_kept,
    refusals_are_forgotten_by_age,
    files_that_lie_nowhere_are_forgotten_by_age,
    a_table_whose_job_was_given_up_loses_its_file_and_an_old_one_is_forgotten,
    lone_legs_come_page_by_page_and_only_lately,
}

const DAY: Duration = Duration::from_hours(24);

async fn a_refusal_is_counted_and_the_newest_are_kept(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let other = source_named(database, "other").await;
    let note = |source_id: SourceId, name: &'static str, code: &'static str| {
        database.write(move |writing| refused_arrival::note(writing, source_id, name, code, 3))
    };
    note(other, "x.wav", "audio_empty").await;
    for name in ["a.wav", "b.wav", "a.wav", "c.wav"] {
        database.clock.advance(Duration::from_secs(1));
        note(source_id, name, "audio_empty").await;
    }
    let list = || database.read(move |reading| refused_arrival::of_source(reading, source_id, 10));
    let named = |rows: &[refused_arrival::RefusedArrival]| -> Vec<(String, i64)> {
        rows.iter().map(|row| (row.name.clone(), row.times)).collect()
    };
    let pair = |name: &str, times| (name.to_owned(), times);
    assert_eq!(named(&list().await), [pair("c.wav", 1), pair("a.wav", 2), pair("b.wav", 1)]);
    database.clock.advance(Duration::from_secs(1));
    note(source_id, "", "audio_empty").await;
    assert_eq!(named(&list().await), [pair("", 1), pair("c.wav", 1), pair("a.wav", 2)]);
    let counts = database.read(refused_arrival::count_by_source).await;
    assert_eq!(counts.iter().find(|(id, _)| *id == source_id).map(|(_, count)| *count), Some(4));
    let all = move |id| database.write(move |writing| refused_arrival::dismiss(writing, id, &Refused::All));
    assert_eq!(all(source_id).await, 3);
    assert_eq!(database.read(refused_arrival::count_by_source).await, [(other, 1)]);
}

async fn refusals_are_forgotten_by_age(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let note = |name: &'static str| {
        database.write(move |writing| refused_arrival::note(writing, source_id, name, "audio_empty", 500))
    };
    note("old.wav").await;
    note("again.wav").await;
    database.clock.advance(31 * DAY);
    note("again.wav").await;
    let before = Instant::from_millis(START.as_millis() + 1);
    let forgotten = database.write(move |writing| refused_arrival::forget_old(writing, before, 10)).await;
    assert_eq!(forgotten, 1);
    let left = database.read(move |reading| refused_arrival::of_source(reading, source_id, 10)).await;
    assert_eq!(left.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["again.wav"]);
}

fn a_file(source_id: SourceId, path: &str, lies_in: LiesIn) -> WatchedFile {
    WatchedFile {
        id: WatchedFileId::new(),
        source_id,
        path: path.to_owned(),
        stem: path.to_owned(),
        kind: FileKind::Audio,
        bytes: 1,
        modified_at: START,
        content_hash: None,
        state: FileState::Refused,
        lies_in,
        call_id: None,
        recording_id: None,
        code: Some("audio_empty".to_owned()),
        reason: None,
        attempts: 1,
        retry_at: None,
        created_at: START,
        changed_at: START,
    }
}

async fn files_that_lie_nowhere_are_forgotten_by_age(database: &TestDatabase) {
    let watched = source_named(database, "watched").await;
    let unwatched = source_named(database, "unwatched").await;
    let set = WatchFolder {
        source_id: watched,
        path: "/srv".to_owned(),
        is_recursive: true,
        patterns: Vec::new(),
        move_to: None,
        quarantine: None,
        quiet_ms: 0,
        is_enabled: true,
    };
    let files = [
        a_file(watched, "lies.wav", LiesIn::Folder),
        a_file(watched, "refused.wav", LiesIn::Quarantine),
        a_file(unwatched, "left.wav", LiesIn::Folder),
    ];
    database
        .write(move |writing| {
            watch_folder::put(writing, &set)?;
            for file in &files {
                watched_file::put(writing, file)?;
            }
            Ok::<_, earmark::db::DbError>(())
        })
        .await;
    let later = Instant::from_millis(START.as_millis() + 1);
    let dismissed =
        database.write(move |writing| watched_file::dismiss(writing, watched, None, Some("audio_empty")));
    assert_eq!(dismissed.await, 2);
    assert_eq!(database.write(move |writing| watched_file::dismiss(writing, watched, None, None)).await, 0);
    let unwatched_gone =
        |before| database.write(move |writing| watched_file::forget_unwatched(writing, before, 10));
    assert_eq!(unwatched_gone(START).await, 0, "not old enough");
    assert_eq!(unwatched_gone(later).await, 1);
    let moved =
        database.write(move |writing| watched_file::forget_moved(writing, LiesIn::Quarantine, later, 10));
    assert_eq!(moved.await, 1);
    let lying =
        database.read(move |reading| watched_file::lying_long(reading, watched, later, None, 10)).await;
    let [(id, path)] = lying.as_slice() else { panic!("{lying:?}") };
    assert_eq!(path, "lies.wav");
    let ids = vec![*id];
    assert_eq!(database.write(move |writing| watched_file::forget_gone(writing, &ids, later)).await, 1);
    assert!(database.read(watched_file::count_by_source).await.is_empty());
}

async fn a_table_whose_job_was_given_up_loses_its_file_and_an_old_one_is_forgotten(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let import = CdrImport {
        id: CdrImportId::new(),
        source_id,
        person_id: None,
        columns: [].into(),
        state: ImportState::Running,
        rows_total: 1,
        counts: ImportCounts::default(),
        problems: Vec::new(),
        failure: None,
        created_at: START,
        finished_at: None,
    };
    let (id, entered) = (import.id, import.clone());
    database.write(move |writing| cdr_import::insert(writing, &entered, b"a,b")).await;
    assert_eq!(database.read(|reading| cdr_import::with_file(reading, 10)).await, [id]);
    let later = Instant::from_millis(START.as_millis() + 1);
    assert_eq!(
        database.write(move |writing| cdr_import::forget_ended(writing, later, 10)).await,
        0,
        "it has not ended"
    );
    assert_eq!(database.write(move |writing| cdr_import::end_abandoned(writing, START, 10)).await, 0);
    assert_eq!(database.write(move |writing| cdr_import::end_abandoned(writing, later, 10)).await, 1);
    let ended = database.read(move |reading| cdr_import::find(reading, id)).await.unwrap();
    assert_eq!((ended.state, ended.failure.as_deref()), (ImportState::Failed, Some("import_abandoned")));
    assert_eq!(database.read(move |reading| cdr_import::file_of(reading, id)).await, None);
    assert_eq!(database.write(move |writing| cdr_import::forget_ended(writing, later, 10)).await, 1);
}

async fn lone_legs_come_page_by_page_and_only_lately(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let mut ids = Vec::new();
    for (number, native_id) in ["a", "b", "c"].into_iter().enumerate() {
        let lone = Recording {
            leg: Some(ChannelRole::Agent),
            created_at: Instant::from_millis(START.as_millis() + i64::try_from(number).unwrap()),
            ..plain_recording(a_call(database, native_id).await, u8::try_from(number).unwrap())
        };
        ids.push(lone.id);
        database.write(move |writing| recording::insert(writing, &lone)).await;
    }
    let since = Instant::from_millis(START.as_millis() + 1);
    let (count, first) = database.read(move |reading| leg::count_lone(reading, source_id, since)).await;
    assert_eq!((count, first), (2, Some(since)));
    let page = |after| {
        database.read(move |reading| leg::lone_page(reading, source_id, since, Window::new(after, 1)))
    };
    let first = page(None).await;
    let second = page(first.next).await;
    assert_eq!((first.items[0].recording_id, second.items[0].recording_id), (ids[1], ids[2]));
    assert_eq!((first.total, second.next), (2, None));
}
