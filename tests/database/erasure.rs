//! Erasure by a customer's number: what is found, what goes, and that the number stays nowhere.

use crate::fixtures::{plain_recording, source_named};
use crate::harness::TestDatabase;
use crate::keeping::{by, call_of, enter, present, storage};
use earmark::db::call::CustomerNumber;
use earmark::db::recording::{self, Recording};
use earmark::db::setting;
use earmark::recorder::erasure::{ErasureStep, preview_erasure, request_erasure, step_of_erasure};

contract_suite! {
    an_erasure_finds_a_number_however_it_is_written,
    an_erasure_finds_calls_without_a_number_by_what_came_with_them,
}

async fn an_erasure_finds_a_number_however_it_is_written(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let spellings =
        ["13800138000", "+86 138 0013 8000", "0086-138-0013-8000", "013800138000", "(138)00138000"];
    let strangers = ["13800138001", "0138001380", "+1 138 0013 8000"];
    let mut ids = Vec::new();
    for number in spellings.iter().chain(&strangers) {
        let mut new = call_of(source_id, number, 1);
        new.customer_number = Some(CustomerNumber((*number).to_owned()));
        ids.push(enter(database, new).await);
    }
    database.write(|writing| setting::get_or_set(writing, setting::TIME_ZONE, "Asia/Shanghai")).await;
    let number = CustomerNumber("138 0013 8000".to_owned());
    let line = request_erasure(&database.db, by(), &number, "letter of 3 March").await.unwrap();
    assert_eq!(line.erasure.found, i64::try_from(spellings.len()).unwrap());
    let storage = storage(database);
    while step_of_erasure(&database.db, &storage, line.erasure.id).await.unwrap() == ErasureStep::On {}
    assert_eq!(present(database, &ids).await, strangers.len());
    assert_eq!(present(database, &ids[spellings.len()..]).await, strangers.len());
    for table in ["erasure", "removal", "tombstone", "audit", "job"] {
        let columns: &[&str] = match table {
            "erasure" => &["masked_number", "reference"],
            "removal" => &["cause"],
            "tombstone" => &["native_id", "reason"],
            "audit" => &["detail_json", "noun_id"],
            _ => &["payload_json"],
        };
        for column in columns {
            let query = format!("SELECT 'x' AS line FROM {table} WHERE {column} LIKE '%138%0013%8000%'");
            assert_eq!(database.lines(&query).len(), 0, "{table}.{column} holds the number");
        }
    }
}

/// The source told no number, but the name of the file holds it, or the call's own id, or the metadata.
async fn an_erasure_finds_calls_without_a_number_by_what_came_with_them(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let by_id = enter(database, call_of(source_id, "out-13800138000-7.1", 1)).await;
    let mut told = call_of(source_id, "2", 1);
    told.metadata.insert("src".to_owned(), "+86 138 0013 8000".into());
    let by_metadata = enter(database, told).await;
    let by_name = enter(database, call_of(source_id, "3", 1)).await;
    let files = ["greeting.wav", "out-13800138000-3201-20261126.wav", "end.wav"];
    for (place, file_name) in files.into_iter().enumerate() {
        let content = u8::try_from(place).unwrap();
        let new = Recording { file_name: Some(file_name.to_owned()), ..plain_recording(by_name, content) };
        database.write(move |writing| recording::insert(writing, &new)).await;
    }
    // Another customer's call may have been put through to this number; and a stranger's digits only meet.
    let mut another = call_of(source_id, "4-13800138000", 1);
    another.customer_number = Some(CustomerNumber("13900139000".to_owned()));
    let others =
        [enter(database, another).await, enter(database, call_of(source_id, "13800_138000", 1)).await];
    database.write(|writing| setting::get_or_set(writing, setting::TIME_ZONE, "Asia/Shanghai")).await;

    let number = CustomerNumber("138 0013 8000".to_owned());
    let preview = preview_erasure(&database.db, &number).await.unwrap();
    assert_eq!((preview.calls, preview.numberless, preview.spellings.len()), (3, 3, 0));
    let line = request_erasure(&database.db, by(), &number, "letter of 3 March").await.unwrap();
    let storage = storage(database);
    while step_of_erasure(&database.db, &storage, line.erasure.id).await.unwrap() == ErasureStep::On {}
    assert_eq!(present(database, &[by_id, by_metadata, by_name]).await, 0);
    assert_eq!(present(database, &others).await, others.len());
}
