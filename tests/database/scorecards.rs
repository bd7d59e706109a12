//! Scorecards and their versions.

use crate::fixtures::{card, person_named};
use crate::harness::{START, TestDatabase};
use earmark::db::scorecard::{self, ScorecardVersion};
use earmark::ids::{ScorecardId, ScorecardVersionId};
use std::time::Duration;

contract_suite! {
    a_scorecard_is_made_once,
    a_version_comes_back_as_it_was_published,
    the_latest_version_is_the_highest,
    the_oldest_card_in_use_is_found,
}

async fn made(database: &TestDatabase, key: &'static str) -> ScorecardId {
    database.write(move |writing| Ok(scorecard::find_or_make(writing, key)?.id)).await
}

async fn published(database: &TestDatabase, id: ScorecardId, number: i32, pass: u8) -> ScorecardVersionId {
    let definition = card("inbound", pass);
    database.write(move |writing| scorecard::insert_version(writing, id, number, &definition, None)).await
}

async fn a_scorecard_is_made_once(database: &TestDatabase) {
    let id = made(database, "inbound").await;
    assert_eq!(made(database, "inbound").await, id);
    let found = database.read(|reading| scorecard::by_key(reading, "inbound")).await.unwrap();
    assert_eq!((found.id, found.created_at, found.retired_at), (id, START, None));
    assert_eq!(database.read(move |reading| scorecard::by_id(reading, id)).await, Some(found.clone()));
    assert_eq!(database.read(|reading| scorecard::by_key(reading, "Inbound")).await, None);
    assert_eq!(database.read(scorecard::all).await, [found]);
}

async fn a_version_comes_back_as_it_was_published(database: &TestDatabase) {
    let (scorecard_id, person) = (made(database, "inbound").await, person_named(database, "Manager").await);
    let definition = card("inbound", 85);
    let entered = definition.clone();
    let id = database
        .write(move |writing| scorecard::insert_version(writing, scorecard_id, 1, &entered, Some(person)))
        .await;
    let expected = ScorecardVersion {
        id,
        scorecard_id,
        number: 1,
        definition,
        published_by: Some(person),
        published_at: START,
    };
    assert_eq!(database.read(move |reading| scorecard::version(reading, id)).await, Some(expected.clone()));
    let several = database.read(move |reading| scorecard::versions(reading, &[id, id])).await;
    assert_eq!(several.into_iter().collect::<Vec<_>>(), [(id, expected)]);
    let unknown = ScorecardVersionId::new();
    assert_eq!(database.read(move |reading| scorecard::version(reading, unknown)).await, None);
    let second = card("inbound", 90);
    let again = database
        .db
        .write(move |writing| scorecard::insert_version(writing, scorecard_id, 1, &second, None))
        .await;
    assert!(again.is_err(), "a number is given once");
}

async fn the_latest_version_is_the_highest(database: &TestDatabase) {
    let id = made(database, "inbound").await;
    assert_eq!(database.read(move |reading| scorecard::latest_version(reading, id)).await, None);
    let first = published(database, id, 1, 80).await;
    let second = published(database, id, 2, 85).await;
    let latest = database.read(move |reading| scorecard::latest_version(reading, id)).await.unwrap();
    assert_eq!((latest.id, latest.number), (second, 2));
    let heads = database.read(scorecard::all_versions).await;
    assert_eq!(heads.iter().map(|head| head.id).collect::<Vec<_>>(), [second, first]);
}

async fn the_oldest_card_in_use_is_found(database: &TestDatabase) {
    assert_eq!(database.read(scorecard::oldest_in_use).await, None);
    let drafted = made(database, "drafted").await;
    database.clock.advance(Duration::from_secs(1));
    let first = made(database, "telesales").await;
    database.clock.advance(Duration::from_secs(1));
    let second = made(database, "inbound").await;
    assert_eq!(database.read(scorecard::oldest_in_use).await, None, "nothing is published");
    published(database, first, 1, 80).await;
    published(database, second, 1, 80).await;
    assert_eq!(database.read(scorecard::oldest_in_use).await, Some(first));
    let in_use = |id| database.read(move |reading| scorecard::is_in_use(reading, id));
    assert_eq!((in_use(drafted).await, in_use(first).await), (false, true));
    database.write(move |writing| scorecard::set_retired(writing, first, Some(START))).await;
    assert_eq!(database.read(scorecard::oldest_in_use).await, Some(second));
    assert!(!in_use(first).await);
    database.write(move |writing| scorecard::set_retired(writing, first, None)).await;
    assert_eq!(database.read(scorecard::oldest_in_use).await, Some(first));
}
