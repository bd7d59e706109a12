//! The register of objects.

use crate::fixtures::a_recording;
use crate::harness::{START, TestDatabase};
use earmark::db::call;
use earmark::db::stored_object::{self, Purpose, StoredObject};
use earmark::ids::{CallId, ObjectKey, RecordingId};
use std::collections::BTreeSet;
use std::time::Duration;

contract_suite! {
    the_newest_object_for_a_purpose_is_found,
    forgetting_takes_one_purpose_out,
    a_thousand_keys_are_looked_up_at_once,
    objects_leave_the_register_with_their_call,
}

fn object(call_id: CallId, recording_id: RecordingId, purpose: Purpose) -> StoredObject {
    StoredObject {
        key: ObjectKey::new(),
        call_id,
        recording_id: Some(recording_id),
        purpose,
        bytes: 5_000_000_000,
        created_at: START,
    }
}

async fn enter(database: &TestDatabase, new: &StoredObject) {
    let new = new.clone();
    database.write(move |writing| stored_object::insert(writing, &new)).await;
}

async fn found(database: &TestDatabase, id: RecordingId, purpose: Purpose) -> Option<StoredObject> {
    database.read(move |reading| stored_object::of_recording(reading, id, purpose)).await
}

async fn registered(database: &TestDatabase, keys: Vec<ObjectKey>) -> BTreeSet<ObjectKey> {
    database.read(move |reading| stored_object::registered(reading, &keys)).await
}

async fn the_newest_object_for_a_purpose_is_found(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    let old = object(call_id, id, Purpose::Rendition);
    let new = StoredObject {
        created_at: START.plus(Duration::from_secs(1)),
        ..object(call_id, id, Purpose::Rendition)
    };
    enter(database, &new).await;
    enter(database, &old).await;
    assert_eq!(found(database, id, Purpose::Rendition).await, Some(new));
    assert_eq!(found(database, id, Purpose::Peaks).await, None);
    assert_eq!(found(database, RecordingId::new(), Purpose::Rendition).await, None);
}

async fn forgetting_takes_one_purpose_out(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    let (original, peaks) = (object(call_id, id, Purpose::Original), object(call_id, id, Purpose::Peaks));
    enter(database, &original).await;
    enter(database, &peaks).await;
    database.write(move |writing| stored_object::forget(writing, id, Purpose::Peaks)).await;
    assert_eq!(found(database, id, Purpose::Peaks).await, None);
    assert_eq!(registered(database, vec![original.key, peaks.key]).await, BTreeSet::from([original.key]));
}

async fn a_thousand_keys_are_looked_up_at_once(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    let objects: Vec<_> = (0..3).map(|_| object(call_id, id, Purpose::Original)).collect();
    for object in &objects {
        enter(database, object).await;
    }
    let known: BTreeSet<ObjectKey> = objects.iter().map(|object| object.key).collect();
    let strangers = (0..997).map(|_| ObjectKey::new());
    let page = strangers.chain(known.iter().copied()).collect();
    assert_eq!(registered(database, page).await, known);
    assert!(registered(database, Vec::new()).await.is_empty());
}

async fn objects_leave_the_register_with_their_call(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    let without_recording = StoredObject { recording_id: None, ..object(call_id, id, Purpose::Original) };
    let with_recording = object(call_id, id, Purpose::Peaks);
    enter(database, &without_recording).await;
    enter(database, &with_recording).await;
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert!(registered(database, vec![without_recording.key, with_recording.key]).await.is_empty());
}
