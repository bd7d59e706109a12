//! Bringing the tables up to date: once, however many start together, and never backwards.

use crate::harness::{START, TestDatabase, administer, new_database_name, postgres_server, with_database};
use crate::{child, fixtures};
use earmark::db::{DatabaseAddress, Db, source};
use earmark::error::{Coded, Kind};
use earmark::time::Clock;

contract_suite! {
    opening_again_changes_nothing,
    a_database_from_the_future_is_refused,
}

const STARTERS: u8 = 4;

async fn opening_again_changes_nothing(database: &TestDatabase) {
    let known = fixtures::source_named(database, "pbx").await;
    let applied = "SELECT version || ' ' || run_on AS line FROM __diesel_schema_migrations ORDER BY version";
    let before = database.lines(applied);
    assert!(!before.is_empty());
    let again = database.open_again();
    assert_eq!(database.lines(applied), before);
    assert_eq!(again.read(|reading| source::by_name(reading, "pbx")).await.unwrap().unwrap().id, known);
}

async fn a_database_from_the_future_is_refused(database: &TestDatabase) {
    database.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000001')");
    let Err(error) = Db::open(&database.address, database.clock.clone()) else {
        panic!("a database of a newer earmark was opened")
    };
    assert_eq!((error.code(), error.kind()), ("database_from_the_future", Kind::Internal));
    let sentence = "this database was written by a newer earmark (it has 29991231000001); start that version";
    assert_eq!(error.to_string(), sentence);
}

/// Threads of this process and processes of their own, all at once on an empty database.
fn start_many(address: &DatabaseAddress) {
    let children = (0..STARTERS).map(|number| child::start("migrations::open_in_a_process", address, number));
    let children: Vec<_> = children.collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..STARTERS).map(|_| scope.spawn(|| Db::open(address, Clock::fixed(START)).map(drop))).collect();
        for thread in threads {
            thread.join().unwrap().unwrap();
        }
    });
    child::expect_success(children);
}

#[test]
#[ignore = "a part of `many_start_at_once_…`, which runs it in a process of its own"]
fn open_in_a_process() {
    let Some(orders) = child::orders() else { return };
    let db = Db::open(&orders.address, orders.clock).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(db.write(|writing| source::find_or_make(writing, "pbx"))).unwrap();
}

#[test]
fn many_start_at_once_on_an_empty_sqlite_file() {
    let folder = tempfile::tempdir().unwrap();
    start_many(&DatabaseAddress::in_folder(folder.path()));
}

#[test]
fn many_start_at_once_on_an_empty_postgres_database() {
    let Some(server) = postgres_server() else { return };
    let name = new_database_name();
    administer(server, &format!("CREATE DATABASE {name}"));
    start_many(&DatabaseAddress::Postgres(with_database(server, &name)));
    administer(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

#[test]
fn a_folder_that_is_not_there_is_told_apart_from_a_damaged_file() {
    let folder = tempfile::tempdir().unwrap();
    let Err(missing) = Db::open(&DatabaseAddress::in_folder(&folder.path().join("none")), Clock::default())
    else {
        panic!("a database was opened in a folder that is not there")
    };
    assert_eq!(missing.kind(), Kind::Unavailable);
}
