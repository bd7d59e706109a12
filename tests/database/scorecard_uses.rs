//! Rules that say where a scorecard is used: one a place; the most specific one wins.

use crate::fixtures::{card, plain_call, source_named};
use crate::harness::TestDatabase;
use earmark::db::call::Call;
use earmark::db::evaluation::Purpose;
use earmark::db::scorecard_use::{self, UsePlace};
use earmark::db::{project, scorecard};
use earmark::ids::{ProjectId, QueueId, ScorecardId};
use earmark::review::card_for;

contract_suite! {
    there_is_one_rule_a_place,
    the_most_specific_rule_wins,
    a_card_out_of_use_is_passed_over,
}

async fn published(database: &TestDatabase, key: &'static str) -> ScorecardId {
    database
        .write(move |writing| {
            let id = scorecard::find_or_make(writing, key)?.id;
            scorecard::insert_version(writing, id, 1, &card(key, 80), None)?;
            Ok(id)
        })
        .await
}

async fn put(database: &TestDatabase, place: UsePlace, card: ScorecardId) {
    database.write(move |writing| scorecard_use::put(writing, place, card)).await;
}

/// A call of the queue "hotline" of the project "cards".
async fn a_call(database: &TestDatabase) -> (Call, ProjectId, QueueId) {
    let source = source_named(database, "pbx").await;
    let (project_id, queue_id) = database
        .write(|writing| {
            let project_id = project::find_or_make(writing, "cards")?.id;
            Ok((project_id, project::find_or_make_queue(writing, Some(project_id), "hotline")?.id))
        })
        .await;
    let call = Call { project_id: Some(project_id), queue_id: Some(queue_id), ..plain_call(source, "1") };
    (call, project_id, queue_id)
}

async fn chosen(database: &TestDatabase, call: &Call, purpose: Purpose) -> ScorecardId {
    let call = call.clone();
    database.db.read(move |reading| card_for(reading, &call, purpose, None)).await.unwrap()
}

async fn there_is_one_rule_a_place(database: &TestDatabase) {
    let (first, second) = (published(database, "one").await, published(database, "two").await);
    let place = UsePlace { purpose: Some(Purpose::Quality), ..UsePlace::default() };
    put(database, place, first).await;
    put(database, place, second).await;
    put(database, UsePlace::default(), first).await;
    let rules = database.read(scorecard_use::all).await;
    let cards: Vec<ScorecardId> = rules.iter().map(|rule| rule.scorecard_id).collect();
    assert_eq!((cards.len(), cards.contains(&second)), (2, true));
    let found = database.read(move |reading| scorecard_use::of_places(reading, &[place])).await;
    assert_eq!(
        found.iter().map(|rule| (rule.place, rule.scorecard_id)).collect::<Vec<_>>(),
        [(place, second)]
    );
    let id = found[0].id;
    assert_eq!(database.read(move |reading| scorecard_use::by_id(reading, id)).await, Some(found[0]));
    database.write(move |writing| scorecard_use::delete(writing, id)).await;
    assert_eq!(database.read(scorecard_use::count).await, 1);
}

async fn the_most_specific_rule_wins(database: &TestDatabase) {
    let (call, project_id, queue_id) = a_call(database).await;
    let oldest = published(database, "oldest").await;
    assert_eq!(chosen(database, &call, Purpose::Quality).await, oldest);
    let quality = Some(Purpose::Quality);
    let places = [
        ("everything", UsePlace::default()),
        ("project", UsePlace { project_id: Some(project_id), ..UsePlace::default() }),
        ("queue", UsePlace { queue_id: Some(queue_id), ..UsePlace::default() }),
        ("everything-quality", UsePlace { purpose: quality, ..UsePlace::default() }),
        ("project-quality", UsePlace { project_id: Some(project_id), queue_id: None, purpose: quality }),
        ("queue-quality", UsePlace { project_id: None, queue_id: Some(queue_id), purpose: quality }),
    ];
    let mut of_queue = oldest;
    for (key, place) in places {
        let card = published(database, key).await;
        if key == "project" {
            // The card of a whole project stands with the project.
            database
                .write(move |writing| {
                    let mut project = project::find_or_make(writing, "cards")?;
                    project.scorecard_id = Some(card);
                    project::update(writing, &project)
                })
                .await;
        } else {
            put(database, place, card).await;
        }
        assert_eq!(chosen(database, &call, Purpose::Quality).await, card, "{key}");
        if key == "queue" {
            of_queue = card;
        }
    }
    assert_eq!(chosen(database, &call, Purpose::Verification).await, of_queue, "no rule for this purpose");
    let elsewhere = Call { project_id: None, queue_id: None, ..call };
    let general = chosen(database, &elsewhere, Purpose::Verification).await;
    let found = database.read(|reading| scorecard::by_key(reading, "everything")).await.unwrap();
    assert_eq!(general, found.id);
}

async fn a_card_out_of_use_is_passed_over(database: &TestDatabase) {
    let (call, _, queue_id) = a_call(database).await;
    let oldest = published(database, "oldest").await;
    let retired = published(database, "retired").await;
    put(database, UsePlace { queue_id: Some(queue_id), ..UsePlace::default() }, retired).await;
    assert_eq!(chosen(database, &call, Purpose::Quality).await, retired);
    let now = database.clock.now();
    database.write(move |writing| scorecard::set_retired(writing, retired, Some(now))).await;
    assert_eq!(chosen(database, &call, Purpose::Quality).await, oldest);
    let refused =
        database.db.read(move |reading| card_for(reading, &call, Purpose::Quality, Some(retired))).await;
    assert!(refused.is_err(), "nor can it be chosen");
}
