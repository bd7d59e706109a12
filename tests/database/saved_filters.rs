//! Saved filters: whose they are, and who sees them.

use crate::fixtures::person_named;
use crate::harness::{START, TestDatabase};
use earmark::db::saved_filter::{self, FilterPage, SavedFilter};
use earmark::db::{DbError, team};
use earmark::ids::{PersonId, SavedFilterId, TeamId};
use std::collections::BTreeSet;

contract_suite! {
    a_filter_is_seen_by_its_owner_and_the_team,
    a_filter_is_changed_whole_and_deleted,
    an_owner_has_a_name_once_on_a_page,
}

fn plain_filter(owner_id: PersonId, name: &str, team_id: Option<TeamId>) -> SavedFilter {
    SavedFilter {
        id: SavedFilterId::new(),
        page: FilterPage::Calls,
        name: name.to_owned(),
        query: "tag=投诉".to_owned(),
        owner_id,
        team_id,
        created_at: START,
        changed_at: START,
    }
}

async fn save(database: &TestDatabase, new: SavedFilter) {
    database.write(move |writing| saved_filter::insert(writing, &new)).await;
}

async fn seen(database: &TestDatabase, person_id: PersonId, teams: BTreeSet<TeamId>) -> Vec<String> {
    let seen = database
        .read(move |reading| saved_filter::seen_by(reading, FilterPage::Calls, person_id, &teams))
        .await;
    seen.into_iter().map(|filter| filter.name).collect()
}

async fn a_filter_is_seen_by_its_owner_and_the_team(database: &TestDatabase) {
    let (owner, other) = (person_named(database, "O").await, person_named(database, "P").await);
    let (north, south) = database
        .write(|writing| {
            let north = team::find_or_make(writing, None, "north")?.id;
            Ok((north, team::find_or_make(writing, None, "south")?.id))
        })
        .await;
    save(database, plain_filter(owner, "own", None)).await;
    save(database, plain_filter(owner, "all of north", Some(north))).await;
    let results = SavedFilter { page: FilterPage::Results, ..plain_filter(owner, "results", Some(north)) };
    save(database, results).await;
    assert_eq!(seen(database, owner, BTreeSet::new()).await, ["all of north", "own"]);
    assert_eq!(seen(database, other, BTreeSet::from([south, north])).await, ["all of north"]);
    assert!(seen(database, other, BTreeSet::from([south])).await.is_empty());
}

async fn a_filter_is_changed_whole_and_deleted(database: &TestDatabase) {
    let (owner, other) = (person_named(database, "O").await, person_named(database, "P").await);
    let team_id = database.write(|writing| Ok(team::find_or_make(writing, None, "north")?.id)).await;
    let new = plain_filter(owner, "own", Some(team_id));
    let id = new.id;
    save(database, new.clone()).await;
    let changed = SavedFilter { name: "renamed".to_owned(), query: String::new(), team_id: None, ..new };
    let expected = changed.clone();
    database.write(move |writing| saved_filter::update(writing, &changed)).await;
    let own = |person_id| database.read(move |reading| saved_filter::find_own(reading, person_id, id));
    assert_eq!(own(owner).await, Some(expected));
    assert_eq!(own(other).await, None);
    database.write(move |writing| saved_filter::delete(writing, id)).await;
    assert_eq!(own(owner).await, None);
}

async fn an_owner_has_a_name_once_on_a_page(database: &TestDatabase) {
    let (owner, other) = (person_named(database, "O").await, person_named(database, "P").await);
    save(database, plain_filter(owner, "one", None)).await;
    save(database, plain_filter(other, "one", None)).await;
    let again = plain_filter(owner, "one", None);
    let refused: Result<(), DbError> =
        database.db.write(move |writing| saved_filter::insert(writing, &again)).await;
    assert!(refused.is_err());
    let named =
        |name| database.read(move |reading| saved_filter::by_name(reading, owner, FilterPage::Calls, name));
    assert!(named("one").await.is_some() && named("two").await.is_none());
}
