//! What arrives by itself: watched folders and their files, waiting descriptions, tables of calls.

use crate::fixtures::{a_call, a_recording, plain_call, plain_recording, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::cdr_import::{self, CdrImport, ImportCounts, ImportState};
use earmark::db::recording::{ChannelRole, Recording};
use earmark::db::watch_folder::{self, WatchFolder};
use earmark::db::watched_file::{self, FileFilter, FileKind, FileState, LiesIn, WatchedFile};
use earmark::db::{Window, call, recording, waiting_sidecar};
use earmark::ids::{CdrImportId, SourceId, WatchedFileId, WorkerId};
use earmark::time::Instant;
use serde_json::json;
use std::time::Duration;

contract_suite! {
    one_process_at_a_time_holds_a_folder,
    what_became_of_a_file_is_stored_once_a_path_and_found_again,
    files_come_page_by_page_and_are_counted_by_state,
    what_hangs_on_a_call_goes_with_it,
    a_description_waits_under_one_name_once,
    two_that_look_for_each_other_meet,
    an_import_comes_back_as_it_was_entered_and_loses_its_file_at_its_end,
    a_paired_leg_is_heard_through_its_pair_and_a_lone_one_is_counted,
    a_recording_is_found_by_the_name_of_its_file,
    calls_are_found_by_when_they_began,
}

const LEASE: Duration = Duration::from_secs(60);

fn a_folder(source_id: SourceId) -> WatchFolder {
    WatchFolder {
        source_id,
        path: "/srv/recordings".to_owned(),
        is_recursive: true,
        patterns: vec!["*.wav".to_owned()],
        move_to: Some("done".to_owned()),
        quarantine: None,
        quiet_ms: 5_000,
        is_enabled: true,
    }
}

async fn one_process_at_a_time_holds_a_folder(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let folder = a_folder(source_id);
    let set = folder.clone();
    database.write(move |writing| watch_folder::put(writing, &set)).await;
    let (one, other) = (WorkerId::new(), WorkerId::new());
    let hold = |who| database.write(move |writing| watch_folder::hold(writing, source_id, who, LEASE));
    assert!(hold(one).await);
    assert!(hold(one).await);
    assert!(!hold(other).await);
    database.clock.advance(LEASE + Duration::from_secs(1));
    assert!(hold(other).await, "the lease ran out");
    assert!(!hold(one).await);
    database.write(move |writing| watch_folder::let_go(writing, source_id, other)).await;
    assert!(hold(one).await);

    let renew = |folder: WatchFolder| {
        database.write(move |writing| watch_folder::renew(writing, &folder, one, LEASE))
    };
    assert!(renew(folder.clone()).await);
    let changed = WatchFolder { quiet_ms: 1, ..folder.clone() };
    database.write(move |writing| watch_folder::put(writing, &changed)).await;
    assert!(!renew(folder.clone()).await, "it is watched otherwise now");
    let off = WatchFolder { is_enabled: false, ..folder };
    database.write(move |writing| watch_folder::put(writing, &off)).await;
    assert!(!hold(one).await);
    assert!(database.read(watch_folder::enabled).await.is_empty());
}

fn a_file(source_id: SourceId, path: &str, state: FileState) -> WatchedFile {
    WatchedFile {
        id: WatchedFileId::new(),
        source_id,
        path: path.to_owned(),
        stem: path.trim_end_matches(".wav").to_owned(),
        kind: FileKind::Audio,
        bytes: 5_000_000_000,
        modified_at: START,
        content_hash: Some(vec![7; 32]),
        state,
        lies_in: LiesIn::Folder,
        call_id: None,
        recording_id: None,
        code: None,
        reason: None,
        attempts: 1,
        retry_at: None,
        created_at: START,
        changed_at: START,
    }
}

async fn put(database: &TestDatabase, file: &WatchedFile) {
    let file = file.clone();
    database.write(move |writing| watched_file::put(writing, &file)).await;
}

async fn what_became_of_a_file_is_stored_once_a_path_and_found_again(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let first = a_file(source_id, "录音/1.wav", FileState::Retrying);
    put(database, &first).await;
    let later = WatchedFile { state: FileState::Taken, attempts: 2, ..first.clone() };
    put(database, &later).await;
    let paths = vec!["录音/1.wav".to_owned(), "none.wav".to_owned()];
    let found = database.read(move |reading| watched_file::of_paths(reading, source_id, &paths)).await;
    assert_eq!(found, [later.clone()]);
    let id = later.id;
    assert!(database.read(move |reading| watched_file::find(reading, source_id, id)).await.is_some());
    let other = source_named(database, "other").await;
    assert!(database.read(move |reading| watched_file::find(reading, other, id)).await.is_none());
    assert!(!database.write(move |writing| watched_file::forget(writing, other, id)).await);
    assert!(database.write(move |writing| watched_file::forget(writing, source_id, id)).await);
}

async fn files_come_page_by_page_and_are_counted_by_state(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    for number in 0..5_i64 {
        let refused = number % 2 == 0;
        let file = WatchedFile {
            state: if refused { FileState::Refused } else { FileState::Taken },
            code: refused.then(|| "audio_empty".to_owned()),
            changed_at: Instant::from_millis(START.as_millis() + number),
            ..a_file(source_id, &format!("{number}.wav"), FileState::Taken)
        };
        put(database, &file).await;
    }
    let page = |filter: FileFilter, after| {
        database.read(move |reading| watched_file::page(reading, source_id, &filter, Window::new(after, 2)))
    };
    let all = FileFilter::default();
    let first = page(all.clone(), None).await;
    let second = page(all.clone(), first.next).await;
    let third = page(all, second.next).await;
    let paths: Vec<_> =
        [first.items, second.items, third.items].concat().into_iter().map(|file| file.path).collect();
    assert_eq!(paths, ["4.wav", "3.wav", "2.wav", "1.wav", "0.wav"]);
    assert_eq!((first.total, third.next), (5, None));
    let refused = FileFilter { states: vec![FileState::Refused], code: Some("audio_empty".to_owned()) };
    assert_eq!(page(refused, None).await.total, 3);
    let mut counts = database.read(move |reading| watched_file::count_by_state(reading, source_id)).await;
    counts.sort();
    assert_eq!(
        counts,
        [(FileState::Taken, None, 2), (FileState::Refused, Some("audio_empty".to_owned()), 3)]
    );
    let code = || Some("audio_empty".to_owned());
    let retried =
        database.write(move |writing| watched_file::retry(writing, source_id, None, code().as_deref())).await;
    assert_eq!(retried, 3);
    let due = database.read(move |reading| watched_file::due(reading, source_id, 10)).await;
    assert_eq!(due.len(), 3);
}

async fn what_hangs_on_a_call_goes_with_it(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let source_id = database
        .read(move |reading| {
            Ok(call::find(reading, &earmark::db::Scope::Everything, call_id)?.unwrap().source_id)
        })
        .await;
    let file = WatchedFile {
        call_id: Some(call_id),
        recording_id: Some(recording_id),
        ..a_file(source_id, "13800138000.wav", FileState::Taken)
    };
    put(database, &file).await;
    database
        .write(move |writing| {
            waiting_sidecar::put(writing, source_id, "13800138000", "{}", Some(call_id)).map(drop)
        })
        .await;
    let found =
        database.read(move |reading| watched_file::audio_of_stem(reading, source_id, "13800138000")).await;
    assert_eq!(found.map(|file| file.recording_id), Some(Some(recording_id)));
    database.write(move |writing| call::delete(writing, call_id)).await;
    let (left, held) = database
        .read(move |reading| {
            Ok((
                watched_file::page(reading, source_id, &FileFilter::default(), Window::new(None, 10))?.total,
                waiting_sidecar::of_stem(reading, source_id, "13800138000")?,
            ))
        })
        .await;
    assert_eq!((left, held), (0, None), "names hold numbers and go with the call");
}

async fn a_description_waits_under_one_name_once(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    for json in [r#"{"queue":"a"}"#, r#"{"queue":"b"}"#] {
        database
            .write(move |writing| waiting_sidecar::put(writing, source_id, "1", json, None).map(drop))
            .await;
    }
    let held = database.read(move |reading| waiting_sidecar::of_stem(reading, source_id, "1")).await.unwrap();
    assert_eq!(held.description_json, r#"{"queue":"b"}"#);
    let (page, count) = database
        .read(move |reading| {
            Ok((
                waiting_sidecar::page(reading, source_id, Window::new(None, 10))?,
                waiting_sidecar::count(reading, source_id, 10)?,
            ))
        })
        .await;
    assert_eq!((page.items, count), (vec![held], 1));
    database.clock.advance(Duration::from_secs(60));
    let later = database.clock.now();
    let overdue =
        database.read(move |reading| waiting_sidecar::count_overdue(reading, source_id, later)).await;
    assert_eq!(overdue, 1);
    assert_eq!(database.write(move |writing| waiting_sidecar::forget_old(writing, later, 10)).await, 1);
    assert!(!database.write(move |writing| waiting_sidecar::take(writing, source_id, "1")).await);
}

/// A description and its audio at once: whoever comes second sees what the first entered.
async fn two_that_look_for_each_other_meet(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let looks = move |writing: &mut earmark::db::Writing<'_>| {
        writing.meet_at(42)?;
        let is_there = waiting_sidecar::of_stem(writing, source_id, "1")?.is_some();
        if !is_there {
            waiting_sidecar::put(writing, source_id, "1", "{}", None)?;
        }
        Ok(is_there)
    };
    assert_eq!(database.overlap(looks, looks).await, (false, true));
}

async fn an_import_comes_back_as_it_was_entered_and_loses_its_file_at_its_end(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let import = CdrImport {
        id: CdrImportId::new(),
        source_id,
        person_id: None,
        columns: [("开始时间".to_owned(), "started_at".to_owned())].into(),
        state: ImportState::Running,
        rows_total: 3,
        counts: ImportCounts::default(),
        problems: Vec::new(),
        failure: None,
        created_at: START,
        finished_at: None,
    };
    let new = import.clone();
    database.write(move |writing| cdr_import::insert(writing, &new, b"\0\xFFtable")).await;
    let id = import.id;
    let stored = || database.read(move |reading| Ok(cdr_import::find(reading, id)?.unwrap()));
    let file = || database.read(move |reading| cdr_import::file_of(reading, id));
    assert_eq!((stored().await, file().await), (import.clone(), Some(b"\0\xFFtable".to_vec())));

    assert!(database.write(move |writing| cdr_import::ask_to_stop(writing, id)).await);
    let further = CdrImport {
        counts: ImportCounts { done: 2, added: 1, changed: 0, same: 0, refused: 1 },
        problems: vec![json!({ "line": 3, "code": "bad_time" })],
        ..import
    };
    let noted = further.clone();
    database.write(move |writing| cdr_import::note_progress(writing, &noted, None)).await;
    assert_eq!(stored().await, CdrImport { state: ImportState::Stopping, ..further.clone() });
    database
        .write(move |writing| cdr_import::note_progress(writing, &further, Some(ImportState::Stopped)))
        .await;
    assert_eq!((stored().await.state, file().await), (ImportState::Stopped, None));
    assert!(!database.write(move |writing| cdr_import::ask_to_stop(writing, id)).await);

    let columns = [("a".to_owned(), "agent".to_owned())].into();
    database.write(move |writing| cdr_import::remember_columns(writing, source_id, &columns)).await;
    let remembered = database.read(move |reading| cdr_import::remembered_columns(reading, source_id)).await;
    assert_eq!(remembered.unwrap()["a"], "agent");
    let latest = database.read(move |reading| cdr_import::latest(reading, &[source_id], 10)).await;
    assert_eq!(latest.len(), 1);
}

async fn a_paired_leg_is_heard_through_its_pair_and_a_lone_one_is_counted(database: &TestDatabase) {
    let call_id = a_call(database, "one").await;
    let leg = |content, role| Recording { leg: Some(role), ..plain_recording(call_id, content) };
    let (agent, customer) = (leg(1, ChannelRole::Agent), leg(2, ChannelRole::Customer));
    let pair = Recording { started_at: Some(START), ..plain_recording(call_id, 3) };
    let legs = [agent.id, customer.id];
    let (new, pair_id) = ([agent, customer, pair.clone()], pair.id);
    database.write(move |writing| new.iter().try_for_each(|one| recording::insert(writing, one))).await;
    let lone = || {
        database.read(move |reading| {
            let source_id = call::find(reading, &earmark::db::Scope::Everything, call_id)?.unwrap().source_id;
            recording::count_lone_legs(reading, source_id, Instant::from_millis(START.as_millis() + 1))
        })
    };
    assert_eq!(lone().await, 2);
    database.write(move |writing| recording::set_paired(writing, &legs, pair_id)).await;
    assert_eq!(lone().await, 0);
    let heard = database.read(move |reading| recording::heard_of_calls(reading, &[call_id])).await;
    assert_eq!(heard, [pair]);
    database.write(move |writing| recording::shift(writing, call_id, 500)).await;
    let all = database.read(move |reading| recording::of_call(reading, call_id)).await;
    assert!(all.iter().all(|one| one.offset_ms == 500));
}

async fn a_recording_is_found_by_the_name_of_its_file(database: &TestDatabase) {
    let call_id = a_call(database, "one").await;
    let named = |content, name: &str| Recording {
        file_name: Some(name.to_owned()),
        ..plain_recording(call_id, content)
    };
    let new = [named(1, "录音-1.wav"), named(2, "录音-10.wav"), named(3, "twice.wav"), named(4, "twice.mp3")];
    let source_id = database
        .write(move |writing| {
            new.iter().try_for_each(|one| recording::insert(writing, one))?;
            Ok(call::find(writing, &earmark::db::Scope::Everything, call_id)?.unwrap().source_id)
        })
        .await;
    let count = |stem: &'static str| {
        database.read(move |reading| Ok(recording::by_stem(reading, source_id, stem)?.len()))
    };
    assert_eq!((count("录音-1").await, count("twice").await, count("录音").await), (1, 2, 0));
}

async fn calls_are_found_by_when_they_began(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let at = |seconds: i64| Instant::from_millis(START.as_millis() + seconds * 1000);
    database
        .write(move |writing| {
            for seconds in [0, 60, 120] {
                let call =
                    call::Call { started_at: at(seconds), ..plain_call(source_id, &format!("n-{seconds}")) };
                call::insert(writing, &call)?;
            }
            Ok(())
        })
        .await;
    let found =
        database.read(move |reading| call::begun_between(reading, source_id, at(30), at(120), 10)).await;
    assert_eq!(found.len(), 2);
    let identities = ["n-0".to_owned(), "n-60".to_owned(), "none".to_owned()];
    let known = database.read(move |reading| call::count_identities(reading, source_id, &identities)).await;
    assert_eq!(known, 2);
}
