//! Walks through what is stored: one at a time, by one holder at a time.

use crate::harness::{START, TestDatabase};
use earmark::db::Window;
use earmark::db::storage_check::{self, FINDINGS_MOST, NewFinding, Problem, StorageCheck};
use earmark::ids::{ObjectKey, StorageCheckId, WorkerId};
use std::time::Duration;

contract_suite! {
    one_walk_is_open_at_a_time,
    a_walk_is_held_until_its_holder_falls_silent,
    a_walk_keeps_its_first_findings_and_counts_all,
}

const LEASE: Duration = Duration::from_mins(1);

fn walk(holder: WorkerId) -> StorageCheck {
    StorageCheck {
        id: StorageCheckId::new(),
        store: "data-folder".to_owned(),
        began_at: START,
        changed_at: START,
        ended_at: None,
        held_by: Some(holder),
        held_until: START.plus(LEASE),
        seen_to: None,
        expected: 3,
        objects: 0,
        bytes: 0,
        damaged: 0,
        missing: 0,
        strays: 0,
    }
}

async fn begin(database: &TestDatabase, walk: &StorageCheck) {
    let walk = walk.clone();
    database.write(move |writing| storage_check::begin(writing, &walk)).await;
}

async fn advance(database: &TestDatabase, walk: &StorageCheck, findings: Vec<NewFinding>) -> bool {
    let walk = walk.clone();
    database.write(move |writing| storage_check::advance(writing, &walk, &findings)).await
}

async fn take(database: &TestDatabase, id: StorageCheckId, holder: WorkerId) -> bool {
    database.write(move |writing| storage_check::take(writing, id, holder, LEASE)).await
}

async fn one_walk_is_open_at_a_time(database: &TestDatabase) {
    let mut first = walk(WorkerId::new());
    begin(database, &first).await;
    let second = walk(WorkerId::new());
    let refused = database.db.write({
        let second = second.clone();
        move |writing| storage_check::begin(writing, &second)
    });
    assert!(refused.await.is_err());
    first.ended_at = Some(START);
    assert!(advance(database, &first, Vec::new()).await);
    begin(database, &second).await;
    assert_eq!(database.read(storage_check::open).await, Some(second));
    assert_eq!(database.read(storage_check::last_ended).await, Some(first));
}

async fn a_walk_is_held_until_its_holder_falls_silent(database: &TestDatabase) {
    let (holder, other) = (WorkerId::new(), WorkerId::new());
    let mut mine = walk(holder);
    begin(database, &mine).await;
    assert!(!take(database, mine.id, other).await);
    assert!(take(database, mine.id, holder).await);
    database.clock.advance(LEASE);
    assert!(take(database, mine.id, other).await);
    mine.objects = 1;
    assert!(!advance(database, &mine, Vec::new()).await, "it is somebody else's now");
    assert_eq!(database.read(storage_check::open).await.unwrap().objects, 0);
    mine.held_by = Some(other);
    assert!(advance(database, &mine, Vec::new()).await);
}

async fn a_walk_keeps_its_first_findings_and_counts_all(database: &TestDatabase) {
    let mut mine = walk(WorkerId::new());
    begin(database, &mine).await;
    let stray = |_| NewFinding {
        check_id: mine.id,
        key: ObjectKey::new(),
        problem: Problem::Stray,
        purpose: None,
        recording_id: None,
        call_id: None,
    };
    let found: Vec<_> = (0..FINDINGS_MOST + 5).map(stray).collect();
    mine.strays = FINDINGS_MOST + 5;
    assert!(advance(database, &mine, found.clone()).await);
    assert!(advance(database, &mine, found[..1].to_vec()).await);
    let id = mine.id;
    let page = database.read(move |reading| storage_check::findings(reading, id, Window::new(None, 2))).await;
    assert_eq!((page.items[0].key, page.items[1].key), (found[0].key, found[1].key));
    assert_eq!(page.total, FINDINGS_MOST);
    let next = Window::new(page.next, 200);
    let rest = database.read(move |reading| storage_check::findings(reading, id, next)).await;
    assert_eq!(rest.items[0].key, found[2].key);
}
