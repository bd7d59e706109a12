//! Drafts of scorecards: one a scorecard, saved whole, each save on top of the last.

use crate::fixtures::{card, person_named};
use crate::harness::{START, TestDatabase};
use earmark::db::scorecard_draft::{self, ScorecardDraft};
use earmark::db::{DbError, scorecard};
use earmark::ids::ScorecardId;
use serde_json::{Map, Value, json};

contract_suite! {
    a_draft_comes_back_as_it_was_typed,
    a_save_that_is_not_based_on_the_last_one_stores_nothing,
    a_draft_goes_with_a_scorecard_that_was_never_published,
    there_is_one_draft_a_scorecard,
}

fn typed(pass: i32) -> Map<String, Value> {
    let Value::Object(typed) = json!({"key": "inbound", "zh": "质检", "pass": pass, "weight": 33.3}) else {
        panic!()
    };
    typed
}

async fn drafted(database: &TestDatabase) -> ScorecardId {
    database
        .write(|writing| {
            let id = scorecard::find_or_make(writing, "inbound")?.id;
            scorecard_draft::insert(writing, id, &typed(80), None, None)?;
            Ok(id)
        })
        .await
}

async fn a_draft_comes_back_as_it_was_typed(database: &TestDatabase) {
    let id = drafted(database).await;
    let person = person_named(database, "Manager").await;
    let saved =
        database.write(move |writing| scorecard_draft::save(writing, id, 1, &typed(85), Some(person))).await;
    assert!(saved);
    let expected = ScorecardDraft {
        scorecard_id: id,
        edit: 2,
        definition: typed(85),
        based_on: None,
        changed_by: Some(person),
        changed_at: START,
    };
    assert_eq!(
        database.read(move |reading| scorecard_draft::of_card(reading, id)).await,
        Some(expected.clone())
    );
    assert_eq!(database.read(scorecard_draft::all).await, [expected]);
}

async fn a_save_that_is_not_based_on_the_last_one_stores_nothing(database: &TestDatabase) {
    let id = drafted(database).await;
    let save =
        |edit| database.write(move |writing| scorecard_draft::save(writing, id, edit, &typed(edit), None));
    assert!(save(1).await);
    assert!(!save(1).await, "another window was faster");
    assert!(!save(3).await, "there was no such save");
    let delete = |edit| database.write(move |writing| scorecard_draft::delete(writing, id, edit));
    assert!(!delete(1).await);
    assert!(delete(2).await);
    assert_eq!(database.read(move |reading| scorecard_draft::of_card(reading, id)).await, None);
}

async fn a_draft_goes_with_a_scorecard_that_was_never_published(database: &TestDatabase) {
    let id = drafted(database).await;
    assert!(!database.read(move |reading| scorecard::is_published(reading, id)).await);
    database.write(move |writing| scorecard::delete_unpublished(writing, id)).await;
    assert_eq!(database.read(move |reading| scorecard::by_id(reading, id)).await, None);
    assert_eq!(database.read(scorecard_draft::all).await, []);
}

async fn there_is_one_draft_a_scorecard(database: &TestDatabase) {
    let id = drafted(database).await;
    let again: Result<(), DbError> =
        database.db.write(move |writing| scorecard_draft::insert(writing, id, &typed(1), None, None)).await;
    assert!(again.is_err());
    let definition = card("inbound", 85);
    let version =
        database.write(move |writing| scorecard::insert_version(writing, id, 1, &definition, None)).await;
    assert!(database.read(move |reading| scorecard::is_published(reading, id)).await);
    let based = database
        .write(move |writing| {
            scorecard_draft::delete(writing, id, 1)?;
            scorecard_draft::insert(writing, id, &typed(1), Some(version), None)?;
            scorecard_draft::of_card(writing, id)
        })
        .await;
    assert_eq!(based.and_then(|draft| draft.based_on), Some(version));
}
