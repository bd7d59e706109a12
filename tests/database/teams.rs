//! Teams, membership and leadership by time.

use crate::fixtures::person_named;
use crate::harness::{START, TestDatabase};
use earmark::db::team;
use earmark::ids::TeamId;
use std::collections::BTreeSet;
use std::time::Duration;

contract_suite! {
    a_team_is_made_once_below_its_parent,
    a_member_belongs_from_their_first_day_until_their_last,
    whoever_moves_belongs_to_the_later_team,
    a_leader_leads_the_tree_below,
    a_leadership_begins_and_ends,
    a_belonging_is_ended_once_and_stays_in_the_history,
    everybody_in_a_team_is_counted_while_they_belong,
}

async fn team_named(database: &TestDatabase, parent_id: Option<TeamId>, name: &'static str) -> TeamId {
    database.write(move |writing| Ok(team::find_or_make(writing, parent_id, name)?.id)).await
}

async fn a_team_is_made_once_below_its_parent(database: &TestDatabase) {
    let (north, south) = (team_named(database, None, "北京").await, team_named(database, None, "广州").await);
    assert_eq!(team_named(database, None, "北京").await, north);
    let below_north = team_named(database, Some(north), "A").await;
    assert_eq!(team_named(database, Some(north), "A").await, below_north);
    assert_ne!(team_named(database, Some(south), "A").await, below_north);
    assert_ne!(team_named(database, None, "A").await, below_north);
}

async fn a_member_belongs_from_their_first_day_until_their_last(database: &TestDatabase) {
    let (person_id, team_id) = (person_named(database, "P").await, team_named(database, None, "A").await);
    database.write(move |writing| team::add_member(writing, team_id, person_id, START)).await;
    let end = START.plus(Duration::from_mins(1));
    database.execute(&format!("UPDATE team_member SET until_at = {}", end.as_millis()));
    let instant = Duration::from_millis(1);
    for (at, team) in [
        (START.minus(instant), None),
        (START, Some(team_id)),
        (end.minus(instant), Some(team_id)),
        (end, None),
    ] {
        let found = database.read(move |reading| team::of_person_at(reading, person_id, at)).await;
        assert_eq!(found, team, "at {at}");
    }
}

async fn whoever_moves_belongs_to_the_later_team(database: &TestDatabase) {
    let person_id = person_named(database, "P").await;
    let (old, new) = (team_named(database, None, "old").await, team_named(database, None, "new").await);
    let moved = START.plus(Duration::from_mins(1));
    database
        .write(move |writing| {
            team::add_member(writing, new, person_id, moved)?;
            team::add_member(writing, old, person_id, START)
        })
        .await;
    assert_eq!(database.read(move |r| team::of_person_at(r, person_id, START)).await, Some(old));
    assert_eq!(database.read(move |r| team::of_person_at(r, person_id, moved)).await, Some(new));
}

async fn a_leader_leads_the_tree_below(database: &TestDatabase) {
    let leader = person_named(database, "L").await;
    let site = team_named(database, None, "site").await;
    let team = team_named(database, Some(site), "team").await;
    let squad = team_named(database, Some(team), "squad").await;
    let other = team_named(database, Some(site), "other").await;
    database.write(move |writing| team::add_leader(writing, team, leader, START)).await;
    let led = database.read(move |reading| team::led_by(reading, leader, START)).await;
    assert_eq!(led, BTreeSet::from([team, squad]));
    assert!(!led.contains(&other));
}

async fn a_leadership_begins_and_ends(database: &TestDatabase) {
    let (leader, team_id) = (person_named(database, "L").await, team_named(database, None, "A").await);
    database.write(move |writing| team::add_leader(writing, team_id, leader, START)).await;
    let end = START.plus(Duration::from_mins(1));
    database.execute(&format!("UPDATE team_leader SET until_at = {}", end.as_millis()));
    let before = START.minus(Duration::from_millis(1));
    for (at, leads) in [(before, 0), (START, 1), (end, 0)] {
        let led = database.read(move |reading| team::led_by(reading, leader, at)).await;
        assert_eq!(led.len(), leads, "at {at}");
    }
}

async fn a_belonging_is_ended_once_and_stays_in_the_history(database: &TestDatabase) {
    let (one, other) = (person_named(database, "P").await, person_named(database, "Q").await);
    let team_id = team_named(database, None, "A").await;
    database
        .write(move |writing| {
            team::add_member(writing, team_id, one, START)?;
            team::add_leader(writing, team_id, one, START)?;
            team::add_member(writing, team_id, other, START)
        })
        .await;
    let belonging = database.read(move |reading| team::belonging_of(reading, &[one], START)).await;
    assert_eq!(belonging.iter().map(|one| one.leads).collect::<Vec<_>>(), [true, false]);
    let id = belonging[1].id;
    database.clock.advance(Duration::from_mins(1));
    assert!(!database.write(move |writing| team::end_belonging(writing, other, id, false)).await);
    assert!(database.write(move |writing| team::end_belonging(writing, one, id, false)).await);
    assert!(!database.write(move |writing| team::end_belonging(writing, one, id, false)).await);
    database.write(move |writing| team::end_every_belonging(writing, one)).await;
    let now = START.plus(Duration::from_mins(1));
    assert!(database.read(move |reading| team::belonging_of(reading, &[one], now)).await.is_empty());
    assert_eq!(database.read(move |reading| team::belonging_of(reading, &[other], now)).await.len(), 1);
    let history = database.read(move |reading| team::history_of_belonging(reading, one)).await;
    assert_eq!(history.len(), 2);
    assert!(history.iter().all(|one| one.until_at == Some(now)), "{history:?}");
}

async fn everybody_in_a_team_is_counted_while_they_belong(database: &TestDatabase) {
    let (leader, member) = (person_named(database, "L").await, person_named(database, "M").await);
    let team_id = team_named(database, None, "A").await;
    database
        .write(move |writing| {
            team::add_leader(writing, team_id, leader, START)?;
            team::add_member(writing, team_id, member, START.plus(Duration::from_mins(1)))
        })
        .await;
    let at = |at| database.read(move |reading| team::population(reading, at));
    assert_eq!(at(START).await, [(team_id, leader, true)]);
    let later = START.plus(Duration::from_mins(1));
    assert_eq!(at(later).await, [(team_id, leader, true), (team_id, member, false)]);
}
