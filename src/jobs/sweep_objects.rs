//! The job that removes objects without a row.
//!
//! An object is put before the row that makes it known, so every young object may still be on its
//! way; one that is older than a day (a setting that only tests change) and has no row never got one, or has lost it.

use super::{JobError, Workshop};
use crate::db::stored_object;
use crate::ids::ObjectKey;
use crate::storage::ObjectInfo;
use crate::time::Instant;
use std::collections::BTreeSet;

/// How many objects are looked at together.
const PAGE: usize = 500;
/// After how many pages the log hears of it.
const PAGES_PER_LINE: u64 = 100;

/// Walks the whole store once, page by page.
pub(super) async fn run(workshop: &Workshop) -> Result<(), JobError> {
    let mut after = None;
    let mut seen: u64 = 0;
    let mut removed: u64 = 0;
    for page_number in 1.. {
        let page = workshop.storage.list(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.key);
        seen += page.len() as u64;
        removed += sweep(workshop, &page).await?;
        if page_number % PAGES_PER_LINE == 0 {
            tracing::info!(seen, removed, "sweeping the object store");
        }
    }
    let unfinished = workshop.storage.sweep_unfinished(young(workshop)).await?;
    tracing::info!(seen, removed, unfinished, "the object store is swept");
    Ok(())
}

/// What was put after this moment may still be on its way.
fn young(workshop: &Workshop) -> Instant {
    workshop.db.clock().now().minus(workshop.settings.orphan_age)
}

/// Removes what nobody knows of one page; returns how many objects that were.
async fn sweep(workshop: &Workshop, page: &[ObjectInfo]) -> Result<u64, JobError> {
    let young = young(workshop);
    let old: Vec<ObjectKey> =
        page.iter().filter(|object| object.modified_at < young).map(|object| object.key).collect();
    let asked = old.clone();
    let known: BTreeSet<ObjectKey> =
        workshop.db.read(move |reading| stored_object::registered(reading, &asked)).await?;
    let mut removed = 0;
    for key in old.into_iter().filter(|key| !known.contains(key)) {
        workshop.storage.delete(key).await?;
        removed += 1;
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::call::{self, Call};
    use crate::db::stored_object::{Purpose, StoredObject};
    use crate::db::{DatabaseAddress, Db, source};
    use crate::ids::CallId;
    use crate::jobs::{Ears, Progress, WorkerSettings};
    use crate::storage::{Memory, ObjectStore, Spool};
    use crate::time::Clock;
    use bytes::Bytes;
    use futures_util::StreamExt;
    use futures_util::stream;
    use serde_json::Map;
    use std::sync::Arc;
    use std::time::Duration;

    fn workshop(folder: &std::path::Path, clock: &Clock) -> Workshop {
        Workshop {
            db: Db::open(&DatabaseAddress::in_folder(folder), clock.clone()).unwrap(),
            storage: Arc::new(Memory::new(clock.clone())),
            store: "memory".to_owned(),
            spool: Spool::open(folder).unwrap(),
            settings: WorkerSettings::default(),
            ears: Ears::new("no model".into(), 1),
            progress: Progress::default(),
        }
    }

    async fn put(storage: &dyn ObjectStore) -> ObjectKey {
        let key = ObjectKey::new();
        storage.put(key, 1, stream::once(async { Ok(Bytes::from_static(b"x")) }).boxed()).await.unwrap();
        key
    }

    async fn register(db: &Db, key: ObjectKey) {
        let entered = db.write(move |writing| {
            let (source, now) = (source::find_or_make(writing, "pbx")?, writing.now());
            let call = Call {
                id: CallId::new(),
                source_id: source.id,
                identity: "1".to_owned(),
                native_id: None,
                direction: None,
                customer_number: None,
                queue_id: None,
                project_id: None,
                started_at: now,
                local_date: "2026-11-21".to_owned(),
                disposition: None,
                wrap_up: None,
                ticket: None,
                tags: Vec::new(),
                metadata: Map::new(),
                created_at: now,
                duration_ms: 0,
            };
            call::insert(writing, &call)?;
            let (call_id, purpose) = (call.id, Purpose::Original);
            let object =
                StoredObject { key, call_id, recording_id: None, purpose, bytes: 1, created_at: now };
            stored_object::insert(writing, &object)
        });
        entered.await.unwrap();
    }

    #[tokio::test]
    async fn what_has_no_row_goes_once_it_is_older_than_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(Instant::from_millis(0));
        let workshop = workshop(folder.path(), &clock);
        let registered = put(&*workshop.storage).await;
        register(&workshop.db, registered).await;
        let mut unknown = Vec::new();
        for _ in 0..PAGE {
            unknown.push(put(&*workshop.storage).await);
        }

        clock.advance(workshop.settings.orphan_age);
        run(&workshop).await.unwrap();
        assert!(workshop.storage.stat(unknown[0]).await.unwrap().is_some(), "a day is not yet over");

        clock.advance(Duration::from_secs(1));
        let young = put(&*workshop.storage).await;
        run(&workshop).await.unwrap();

        let left: Vec<ObjectKey> =
            workshop.storage.list(None, 10).await.unwrap().iter().map(|object| object.key).collect();
        assert_eq!(left, [registered, young]);
    }
}
