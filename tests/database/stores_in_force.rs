//! Which store is in force, and that nobody enters an object that a move would leave behind.

use crate::fixtures::a_recording;
use crate::harness::{START, TestDatabase};
use earmark::db::stored_object::{self, Purpose, StoredObject};
use earmark::db::{Db, DbError, object_copy, store_in_force};
use earmark::error::{Coded, Kind};
use earmark::ids::{CallId, ObjectKey, RecordingId};
use std::sync::mpsc;
use std::time::Duration;

contract_suite! {
    the_first_store_that_is_opened_is_in_force,
    nobody_enters_an_object_of_another_store,
    a_switch_and_an_object_on_its_way_never_miss_each_other,
    what_a_move_copied_is_remembered_until_it_is_over,
}

fn object(call_id: CallId, recording_id: RecordingId) -> StoredObject {
    let (key, recording_id) = (ObjectKey::new(), Some(recording_id));
    StoredObject { key, call_id, recording_id, purpose: Purpose::Original, bytes: 1, created_at: START }
}

async fn enter(db: &Db, new: &StoredObject) -> Result<(), DbError> {
    let new = new.clone();
    db.write(move |writing| stored_object::insert(writing, &new)).await
}

async fn settle(database: &TestDatabase, name: &'static str) -> String {
    database.write(move |writing| store_in_force::settle(writing, name)).await
}

async fn the_first_store_that_is_opened_is_in_force(database: &TestDatabase) {
    assert_eq!(database.read(store_in_force::name).await, None);
    assert_eq!(settle(database, "data-folder").await, "data-folder");
    assert_eq!(settle(database, "s3://calls").await, "data-folder");
}

async fn nobody_enters_an_object_of_another_store(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    settle(database, "data-folder").await;
    let old = database.open_again().on_store("data-folder");
    let new = database.open_again().on_store("s3://calls");
    enter(&old, &object(call_id, id)).await.unwrap();
    let refused = enter(&new, &object(call_id, id)).await.unwrap_err();
    assert_eq!((refused.code(), refused.kind()), ("store_moved", Kind::Unavailable));
    database.write(|writing| store_in_force::switch(writing, "s3://calls")).await;
    assert_eq!(enter(&old, &object(call_id, id)).await.unwrap_err().code(), "store_moved");
    enter(&new, &object(call_id, id)).await.unwrap();
    assert_eq!(database.read(stored_object::count).await, 2);
}

/// An object that is entered but not committed when the switch begins is seen by it; one that
/// begins after it is refused.
async fn a_switch_and_an_object_on_its_way_never_miss_each_other(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    settle(database, "data-folder").await;
    let (entered, is_entered) = mpsc::channel();
    let on_its_way = object(call_id, id);
    let old = database.open_again().on_store("data-folder");
    let entering = old.write(move |writing| {
        stored_object::insert(writing, &on_its_way)?;
        let _ = entered.send(());
        std::thread::sleep(Duration::from_millis(300));
        Ok::<_, DbError>(())
    });
    let switching = async {
        tokio::task::spawn_blocking(move || is_entered.recv().unwrap()).await.unwrap();
        let switch = database.write(|writing| {
            store_in_force::switch(writing, "s3://calls")?;
            Ok(object_copy::missing(writing, None, 10)?.len())
        });
        switch.await
    };
    let (one, seen) = tokio::join!(entering, switching);
    one.unwrap();
    assert_eq!(seen, 1, "the switch waited and saw it");
    assert!(enter(&old, &object(call_id, id)).await.is_err());
}

async fn what_a_move_copied_is_remembered_until_it_is_over(database: &TestDatabase) {
    let (call_id, id) = a_recording(database).await;
    let objects: Vec<_> = (0..3).map(|_| object(call_id, id)).collect();
    for new in &objects {
        enter(&database.db, new).await.unwrap();
    }
    let (copied, gone) = (objects[0].key, ObjectKey::new());
    database.write(move |writing| object_copy::note(writing, &[copied, gone])).await;
    database.write(move |writing| object_copy::note(writing, &[copied])).await;
    assert_eq!(database.read(object_copy::progress).await, (1, 3));
    let left = database.read(|reading| object_copy::missing(reading, None, 10)).await;
    let keys: Vec<_> = left.iter().map(|(object, _)| object.key).collect();
    assert_eq!(keys, [objects[1].key, objects[2].key]);
    assert!(left.iter().all(|(_, hash)| hash.is_some()), "each knows what came in");
    let after = objects[1].key;
    assert_eq!(database.read(move |reading| object_copy::missing(reading, Some(after), 10)).await.len(), 1);
    database.write(object_copy::forget_all).await;
    assert_eq!(database.read(object_copy::progress).await, (0, 3));
}
