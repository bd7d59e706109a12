//! Sessions, tokens and the set-up link.

use crate::fixtures::{person_named, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::session::{self, Session};
use earmark::db::token::{self, Owner};
use earmark::db::{Writing, setup_link};
use earmark::ids::{SessionId, TokenId};
use std::time::Duration;

contract_suite! {
    a_session_lives_until_it_runs_out,
    using_a_session_moves_its_end,
    a_session_ends_once,
    sessions_that_ran_out_long_ago_are_forgotten,
    a_token_is_its_owners_until_it_is_revoked,
    a_token_is_revoked_once,
    a_token_is_listed_with_its_last_use,
    a_later_set_up_link_takes_the_place_of_the_earlier_one,
    a_set_up_link_works_once,
    a_set_up_link_runs_out,
    two_links_made_at_once_leave_one,
    a_link_redeemed_twice_at_once_works_once,
}

const MINUTE: Duration = Duration::from_mins(1);

async fn a_session(database: &TestDatabase) -> Session {
    let new = Session {
        id: SessionId::new(),
        person_id: person_named(database, "P").await,
        secret_hash: vec![7; 32],
        created_at: START,
        seen_at: START,
        expires_at: START.plus(MINUTE),
        ended_at: None,
    };
    let stored = new.clone();
    database.write(move |writing| session::insert(writing, &new)).await;
    stored
}

async fn live_session(database: &TestDatabase) -> Option<Session> {
    database.read(|reading| session::live(reading, &[7; 32])).await
}

async fn a_session_lives_until_it_runs_out(database: &TestDatabase) {
    let stored = a_session(database).await;
    assert_eq!(live_session(database).await, Some(stored));
    assert_eq!(database.read(|reading| session::live(reading, &[8; 32])).await, None);
    database.clock.advance(Duration::from_millis(59_999));
    assert!(live_session(database).await.is_some());
    database.clock.advance(Duration::from_millis(1));
    assert_eq!(live_session(database).await, None);
}

async fn using_a_session_moves_its_end(database: &TestDatabase) {
    let id = a_session(database).await.id;
    database.clock.advance(MINUTE / 2);
    let later = START.plus(2 * MINUTE);
    database.write(move |writing| session::touch(writing, id, later)).await;
    database.clock.advance(MINUTE);
    let live = live_session(database).await.unwrap();
    assert_eq!((live.seen_at, live.expires_at), (START.plus(MINUTE / 2), later));
}

async fn a_session_ends_once(database: &TestDatabase) {
    let id = a_session(database).await.id;
    database.write(move |writing| session::end(writing, id)).await;
    assert_eq!(live_session(database).await, None);
    database.clock.advance(MINUTE);
    database.write(move |writing| session::end(writing, id)).await;
    let ended = database.lines("SELECT CAST(ended_at AS TEXT) AS line FROM session");
    assert_eq!(ended, [START.as_millis().to_string()]);
}

async fn sessions_that_ran_out_long_ago_are_forgotten(database: &TestDatabase) {
    a_session(database).await;
    let forget = |before| database.write(move |writing| session::forget_expired(writing, before, 10));
    assert_eq!(forget(START.plus(MINUTE)).await, 0);
    assert_eq!(forget(START.plus(2 * MINUTE)).await, 1);
    assert_eq!(live_session(database).await, None);
}

async fn a_token_is_its_owners_until_it_is_revoked(database: &TestDatabase) {
    let (source_id, person_id) = (source_named(database, "pbx").await, person_named(database, "P").await);
    let (of_source, of_person) = (TokenId::new(), TokenId::new());
    database
        .write(move |writing| {
            token::insert(writing, of_source, Owner::Source(source_id), &[1; 32], "")?;
            token::insert(writing, of_person, Owner::Person(person_id), &[2; 32], "")
        })
        .await;
    let live = async |secret: u8| {
        let live = database.read(move |reading| token::live(reading, &[secret; 32])).await;
        live.map(|token| (token.id, token.owner))
    };
    assert_eq!(live(1).await, Some((of_source, Owner::Source(source_id))));
    assert_eq!(live(2).await, Some((of_person, Owner::Person(person_id))));
    assert_eq!(live(3).await, None);
    database.write(move |writing| token::revoke(writing, of_source)).await;
    assert_eq!(live(1).await, None);
    assert!(live(2).await.is_some());
}

async fn a_token_is_listed_with_its_last_use(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let (old, new) = (TokenId::new(), TokenId::new());
    database
        .write(move |writing| {
            token::insert(writing, old, Owner::Source(source_id), &[1; 32], "server 1")?;
            token::insert(writing, new, Owner::Source(source_id), &[2; 32], "server 2")?;
            token::revoke(writing, old)?;
            token::touch(writing, new)
        })
        .await;
    let listed = database.read(move |reading| token::of_source(reading, source_id, 10)).await;
    let names: Vec<_> = listed.iter().map(|token| (token.name.as_str(), token.used_at)).collect();
    assert_eq!(names, [("server 2", Some(START)), ("server 1", None)]);
    assert_eq!(listed[1].revoked_at, Some(START));
    let other = source_named(database, "other").await;
    assert!(!database.read(move |reading| token::is_of_source(reading, new, other)).await);
    assert!(database.read(move |reading| token::is_of_source(reading, new, source_id)).await);
}

async fn a_token_is_revoked_once(database: &TestDatabase) {
    let (source_id, id) = (source_named(database, "pbx").await, TokenId::new());
    database.write(move |writing| token::insert(writing, id, Owner::Source(source_id), &[1; 32], "")).await;
    database.write(move |writing| token::revoke(writing, id)).await;
    database.clock.advance(MINUTE);
    database.write(move |writing| token::revoke(writing, id)).await;
    let revoked = database.lines("SELECT CAST(revoked_at AS TEXT) AS line FROM token");
    assert_eq!(revoked, [START.as_millis().to_string()]);
}

async fn make_link(database: &TestDatabase, secret: u8) {
    database.write(move |writing| setup_link::replace(writing, &[secret; 32], START.plus(MINUTE))).await;
}

async fn is_live(database: &TestDatabase, secret: u8) -> bool {
    database.read(move |reading| setup_link::is_live(reading, &[secret; 32])).await
}

async fn redeem(database: &TestDatabase, secret: u8) -> bool {
    database.write(move |writing| setup_link::redeem(writing, &[secret; 32])).await
}

async fn a_later_set_up_link_takes_the_place_of_the_earlier_one(database: &TestDatabase) {
    make_link(database, 1).await;
    make_link(database, 2).await;
    assert!(!is_live(database, 1).await);
    assert!(!redeem(database, 1).await);
    assert!(is_live(database, 2).await);
    assert!(redeem(database, 2).await);
}

async fn a_set_up_link_works_once(database: &TestDatabase) {
    make_link(database, 1).await;
    assert!(redeem(database, 1).await);
    assert!(!redeem(database, 1).await);
    assert!(!is_live(database, 1).await);
    make_link(database, 2).await;
    assert!(is_live(database, 2).await, "a used link does not stand in the way of a new one");
}

async fn a_set_up_link_runs_out(database: &TestDatabase) {
    make_link(database, 1).await;
    database.clock.advance(MINUTE);
    assert!(!is_live(database, 1).await);
    assert!(!redeem(database, 1).await);
}

async fn two_links_made_at_once_leave_one(database: &TestDatabase) {
    let make = |secret: u8| {
        move |writing: &mut Writing<'_>| setup_link::replace(writing, &[secret; 32], START.plus(MINUTE))
    };
    database.overlap(make(1), make(2)).await;
    assert!(!is_live(database, 1).await);
    assert!(is_live(database, 2).await);
}

async fn a_link_redeemed_twice_at_once_works_once(database: &TestDatabase) {
    make_link(database, 1).await;
    let redeem = |writing: &mut Writing<'_>| setup_link::redeem(writing, &[1; 32]);
    assert_eq!(database.overlap(redeem, redeem).await, (true, false));
}
