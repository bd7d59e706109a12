//! `Db::read` and `Db::write`: all or nothing, one moment, one snapshot, and races that both win.

use crate::fixtures::plain_call;
use crate::harness::{START, TestDatabase};
use earmark::db::{DbError, Reading, agent, call, project, source, team};
use earmark::error::{Coded, Kind};
use futures_util::future::join_all;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::Duration;

contract_suite! {
    an_error_takes_everything_back,
    an_error_of_a_room_comes_back_as_it_is,
    a_panic_leaves_the_database_usable,
    now_is_one_moment,
    a_read_sees_one_snapshot,
    what_was_written_is_read_at_once,
    whoever_makes_the_same_name_at_once_gets_the_same_row,
    a_race_that_was_lost_is_run_again,
    a_contradiction_that_stays_is_reported,
    a_missing_reference_is_refused,
    many_writers_lose_nothing,
}

fn sources(reading: &mut Reading<'_>) -> Result<usize, DbError> {
    let names = ["a", "b", "c"].map(|name| source::by_name(reading, name));
    names.into_iter().try_fold(0, |known, source| Ok(known + usize::from(source?.is_some())))
}

#[derive(Debug, thiserror::Error)]
enum RoomError {
    #[error("no")]
    No,
    #[error(transparent)]
    Database(#[from] DbError),
}

async fn an_error_takes_everything_back(database: &TestDatabase) {
    let failed: Result<(), DbError> = database
        .db
        .write(|writing| {
            source::find_or_make(writing, "a")?;
            source::find_or_make(writing, "b")?;
            Err(DbError::Busy)
        })
        .await;
    assert!(matches!(failed, Err(DbError::Busy)));
    assert_eq!(database.read(sources).await, 0);
}

async fn an_error_of_a_room_comes_back_as_it_is(database: &TestDatabase) {
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let failed: Result<(), RoomError> = database
        .db
        .write(move |writing| {
            counted.fetch_add(1, Ordering::SeqCst);
            source::find_or_make(writing, "a")?;
            Err(RoomError::No)
        })
        .await;
    assert!(matches!(failed, Err(RoomError::No)));
    assert_eq!(runs.load(Ordering::SeqCst), 1, "what is no conflict is not repeated");
    assert_eq!(database.read(sources).await, 0);
    let failed: Result<(), RoomError> = database.db.read(|_| Err(RoomError::No)).await;
    assert!(matches!(failed, Err(RoomError::No)));
}

async fn a_panic_leaves_the_database_usable(database: &TestDatabase) {
    for _ in 0..6 {
        let written: Result<(), DbError> = database
            .db
            .write(|writing| {
                source::find_or_make(writing, "a")?;
                panic!("a closure panics, as this test wants")
            })
            .await;
        assert!(matches!(written, Err(DbError::Interrupted)));
        let read: Result<(), DbError> =
            database.db.read(|_| panic!("a closure panics, as this test wants")).await;
        assert!(matches!(read, Err(DbError::Interrupted)));
    }
    assert_eq!(database.read(sources).await, 0);
    database.write(|writing| source::find_or_make(writing, "b")).await;
    assert_eq!(database.read(sources).await, 1);
}

async fn now_is_one_moment(database: &TestDatabase) {
    let clock = database.clock.clone();
    let moments = database
        .write(move |writing| {
            let before = writing.now();
            clock.advance(Duration::from_secs(1));
            Ok((before, writing.now()))
        })
        .await;
    assert_eq!(moments, (START, START));
    let later = START.plus(Duration::from_secs(1));
    assert_eq!(database.read(|reading| Ok(reading.now())).await, later);
}

async fn a_read_sees_one_snapshot(database: &TestDatabase) {
    let (begun, begins) = mpsc::channel();
    let (committed, commits) = mpsc::channel();
    let reading = database.read(move |reading| {
        let before = sources(reading)?;
        begun.send(()).unwrap();
        commits.recv().unwrap();
        Ok((before, sources(reading)?))
    });
    let writing = async {
        tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
        database.write(|writing| source::find_or_make(writing, "a")).await;
        committed.send(()).unwrap();
    };
    let (seen, ()) = tokio::join!(reading, writing);
    assert_eq!(seen, (0, 0));
    assert_eq!(database.read(sources).await, 1);
}

async fn what_was_written_is_read_at_once(database: &TestDatabase) {
    let other = database.open_again();
    for (number, name) in ["a", "b", "c"].into_iter().enumerate() {
        database.write(move |writing| source::find_or_make(writing, name)).await;
        assert_eq!(database.read(sources).await, number + 1);
        assert_eq!(other.read(sources).await.unwrap(), number + 1);
    }
}

async fn whoever_makes_the_same_name_at_once_gets_the_same_row(database: &TestDatabase) {
    let other = database.open_again();
    let made = (0..12).map(|number: usize| {
        let db = if number.is_multiple_of(2) { &database.db } else { &other };
        db.write(|writing| {
            let source_id = source::find_or_make(writing, "pbx")?.id;
            let project_id = project::find_or_make(writing, "Cards")?.id;
            let site = team::find_or_make(writing, None, "site")?.id;
            Ok::<_, DbError>((
                (source_id, project_id, site),
                project::find_or_make_queue(writing, None, "VIP")?.id,
                project::find_or_make_queue(writing, Some(project_id), "VIP")?.id,
                team::find_or_make(writing, Some(site), "team")?.id,
                agent::find_or_make(writing, source_id, "8001", Some("李娜"))?.id,
            ))
        })
    });
    let made: BTreeSet<_> = join_all(made).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(made.len(), 1);
}

/// On SQLite the second cannot begin before the first has ended; on PostgreSQL it does not see
/// the name, waits for the first when it inserts it, and is then run again.
async fn a_race_that_was_lost_is_run_again(database: &TestDatabase) {
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let (first, second) = database
        .overlap(
            |writing| source::find_or_make(writing, "a"),
            move |writing| {
                counted.fetch_add(1, Ordering::SeqCst);
                source::find_or_make(writing, "a")
            },
        )
        .await;
    assert_eq!(first, second);
    assert_eq!(runs.load(Ordering::SeqCst), if database.is_postgres() { 2 } else { 1 });
}

async fn a_contradiction_that_stays_is_reported(database: &TestDatabase) {
    let source_id = database.write(|writing| Ok(source::find_or_make(writing, "a")?.id)).await;
    database.write(move |writing| call::insert(writing, &plain_call(source_id, "13800138000"))).await;
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let error = database
        .db
        .write(move |writing| {
            counted.fetch_add(1, Ordering::SeqCst);
            call::insert(writing, &plain_call(source_id, "13800138000"))
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
    assert!(!format!("{error} {error:?}").contains("13800138000"), "no value of a row: {error:?}");
    assert_eq!(runs.load(Ordering::SeqCst), if database.is_postgres() { 8 } else { 1 });
}

async fn a_missing_reference_is_refused(database: &TestDatabase) {
    let nowhere = plain_call(earmark::ids::SourceId::new(), "one");
    assert!(database.db.write(move |writing| call::insert(writing, &nowhere)).await.is_err());
}

async fn many_writers_lose_nothing(database: &TestDatabase) {
    let source_id = database.write(|writing| Ok(source::find_or_make(writing, "a")?.id)).await;
    let write = |number: usize| async move {
        let native_id = number.to_string();
        database.write(move |writing| call::insert(writing, &plain_call(source_id, &native_id))).await;
    };
    join_all((0..80).map(write)).await;
    assert_eq!(database.lines("SELECT identity AS line FROM call").len(), 80);
}
