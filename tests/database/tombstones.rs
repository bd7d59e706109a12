//! What a deleted call leaves.

use crate::fixtures::source_named;
use crate::harness::{START, TestDatabase};
use earmark::db::tombstone::{self, Tombstone};
use earmark::ids::{SourceId, TombstoneId};

contract_suite! {
    a_deleted_file_is_known_by_its_content,
    a_deleted_call_is_known_by_its_native_id,
    a_tombstone_counts_in_its_own_source,
}

async fn bury(database: &TestDatabase, native_id: Option<&str>, content: Option<u8>) -> Tombstone {
    let new = Tombstone {
        id: TombstoneId::new(),
        source_id: source_named(database, "pbx").await,
        native_id: native_id.map(str::to_owned),
        content_hash: content.map(|content| vec![content; 32]),
        reason: "客户要求删除 (erased at the customer's request)".to_owned(),
        created_at: START,
    };
    let stored = new.clone();
    database.write(move |writing| tombstone::insert(writing, &new)).await;
    stored
}

async fn matching(
    database: &TestDatabase,
    source_id: SourceId,
    native_id: Option<&'static str>,
    content: u8,
) -> Option<Tombstone> {
    database.read(move |reading| tombstone::matching(reading, source_id, native_id, &[content; 32])).await
}

async fn a_deleted_file_is_known_by_its_content(database: &TestDatabase) {
    let stored = bury(database, None, Some(1)).await;
    let source_id = stored.source_id;
    assert_eq!(matching(database, source_id, None, 1).await, Some(stored.clone()));
    assert_eq!(matching(database, source_id, Some("other"), 1).await, Some(stored));
    assert_eq!(matching(database, source_id, None, 2).await, None);
}

async fn a_deleted_call_is_known_by_its_native_id(database: &TestDatabase) {
    let stored = bury(database, Some("7"), None).await;
    let source_id = stored.source_id;
    assert_eq!(matching(database, source_id, Some("7"), 1).await, Some(stored));
    assert_eq!(matching(database, source_id, Some("8"), 1).await, None);
    assert_eq!(matching(database, source_id, None, 1).await, None);
}

async fn a_tombstone_counts_in_its_own_source(database: &TestDatabase) {
    bury(database, Some("7"), Some(1)).await;
    let other = source_named(database, "other").await;
    assert_eq!(matching(database, other, Some("7"), 1).await, None);
}
