//! Agents, and who sat at their line.

use crate::fixtures::{an_agent, person_named, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::agent;
use std::time::Duration;

contract_suite! {
    an_agent_is_made_once_for_a_source,
    a_missing_name_is_filled_in_and_a_name_stays,
    a_shared_seat_belongs_to_whoever_sat_there_at_the_time,
    of_two_who_sat_there_the_later_one_counts,
    an_agent_was_tied_once_somebody_was,
}

async fn an_agent_is_made_once_for_a_source(database: &TestDatabase) {
    let (one, other) = (source_named(database, "one").await, source_named(database, "other").await);
    let made = database.write(move |writing| agent::find_or_make(writing, one, "8001", None)).await;
    let again = database.write(move |writing| agent::find_or_make(writing, one, "8001", None)).await;
    let elsewhere = database.write(move |writing| agent::find_or_make(writing, other, "8001", None)).await;
    assert_eq!(made, again);
    assert_ne!(made.id, elsewhere.id);
    let id = made.id;
    assert_eq!(database.read(move |reading| agent::by_id(reading, id)).await, Some(made));
}

async fn a_missing_name_is_filled_in_and_a_name_stays(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    for (sent, kept) in [(None, None), (Some("李娜"), Some("李娜")), (Some("Li Na"), Some("李娜"))] {
        let known =
            database.write(move |writing| agent::find_or_make(writing, source_id, "8001", sent)).await;
        let id = known.id;
        let stored = database.read(move |reading| agent::by_id(reading, id)).await.unwrap();
        assert_eq!(known.name.as_deref(), kept);
        assert_eq!(stored, known);
    }
}

async fn a_shared_seat_belongs_to_whoever_sat_there_at_the_time(database: &TestDatabase) {
    let agent_id = an_agent(database).await;
    let (morning, evening) =
        (person_named(database, "Morning").await, person_named(database, "Evening").await);
    let hour = |hours: u64| START.plus(Duration::from_hours(hours));
    let (eight, noon) = (hour(0), hour(4));
    database
        .write(move |writing| {
            agent::tie_to_person(writing, agent_id, morning, eight, Some(noon))?;
            agent::tie_to_person(writing, agent_id, evening, noon, None)
        })
        .await;
    let before = START.minus(Duration::from_millis(1));
    for (at, sat_there) in [(before, None), (eight, Some(morning)), (hour(3), Some(morning))]
        .into_iter()
        .chain([(noon, Some(evening)), (hour(400), Some(evening))])
    {
        let found = database.read(move |reading| agent::person_at(reading, agent_id, at)).await;
        assert_eq!(found, sat_there, "at {at}");
    }
}

async fn of_two_who_sat_there_the_later_one_counts(database: &TestDatabase) {
    let agent_id = an_agent(database).await;
    let (first, second) = (person_named(database, "First").await, person_named(database, "Second").await);
    database
        .write(move |writing| {
            agent::tie_to_person(writing, agent_id, second, START.plus(Duration::from_secs(1)), None)?;
            agent::tie_to_person(writing, agent_id, first, START, None)
        })
        .await;
    let found = database
        .read(move |reading| agent::person_at(reading, agent_id, START.plus(Duration::from_secs(2))))
        .await;
    assert_eq!(found, Some(second));
}

async fn an_agent_was_tied_once_somebody_was(database: &TestDatabase) {
    let (agent_id, person_id) = (an_agent(database).await, person_named(database, "P").await);
    let was_tied = || database.read(move |reading| agent::was_ever_tied(reading, agent_id));
    assert!(!was_tied().await);
    let ended = START.plus(Duration::from_hours(1));
    database
        .write(move |writing| agent::tie_to_person(writing, agent_id, person_id, START, Some(ended)))
        .await;
    database.clock.advance(Duration::from_hours(2));
    assert!(was_tied().await);
}
