//! Flags: on a call or a range of it, found by the list, gone with the call.

use crate::evaluations::{begin, scene};
use crate::fixtures::{a_call, everything, person_named};
use crate::harness::{START, TestDatabase};
use earmark::db::call_list::{self, CallFilter, CallOrder, Sight};
use earmark::db::flag::{self, Flag, FlagKind};
use earmark::db::{Scope, Window};
use earmark::ids::{CallId, FlagId, PersonId};

contract_suite! {
    flags_stand_in_the_order_of_the_call,
    a_flag_is_found_on_its_call_alone_and_taken_away,
    calls_are_found_by_the_flags_that_one_may_know_of,
    a_call_in_hand_shows_its_reader_their_own_flags_alone,
    flags_go_with_the_call,
}

fn flag_of(call_id: CallId, flagged_by: PersonId, kind: FlagKind, range: Option<(i64, i64)>) -> Flag {
    Flag {
        id: FlagId::new(),
        call_id,
        kind,
        start_ms: range.map(|range| range.0),
        end_ms: range.map(|range| range.1),
        channel: range.map(|_| 1),
        note: Some("says no, 然后 silence".to_owned()),
        flagged_by,
        flagged_at: START,
    }
}

async fn set(database: &TestDatabase, new: &Flag) {
    let new = new.clone();
    database.write(move |writing| flag::insert(writing, &new)).await;
}

async fn a_call_in_hand_shows_its_reader_their_own_flags_alone(database: &TestDatabase) {
    let other = person_named(database, "A").await;
    let scene = scene(database, "in hand").await;
    let (own, in_hand) = (scene.evaluator, scene.draft.subject.call_id.unwrap());
    let elsewhere = a_call(database, "elsewhere").await;
    for call_id in [in_hand, elsewhere] {
        set(database, &flag_of(call_id, other, FlagKind::Risk, None)).await;
        set(database, &flag_of(call_id, other, FlagKind::GoodCase, None)).await;
    }
    set(database, &flag_of(in_hand, own, FlagKind::Coaching, None)).await;
    begin(database, &scene.draft).await;
    let known = |reader: Option<PersonId>| async move {
        let kinds =
            database.read(move |reading| flag::kinds_of_calls(reading, reader, &[in_hand, elsewhere])).await;
        let mut found = Vec::new();
        for kind in [FlagKind::Risk, FlagKind::GoodCase, FlagKind::Coaching] {
            let sight = Sight { reader, flags: Scope::Everything, ..Sight::only(Scope::Everything) };
            let filter = CallFilter { flags: vec![kind], ..CallFilter::default() };
            let page = database
                .read(move |reading| {
                    call_list::page(reading, &sight, &filter, CallOrder::OldestFirst, Window::new(None, 10))
                })
                .await;
            found.push(page.total);
        }
        (kinds.get(&in_hand).cloned().unwrap_or_default(), kinds[&elsewhere].len(), found)
    };
    let all = vec![FlagKind::Coaching, FlagKind::GoodCase, FlagKind::Risk];
    assert_eq!(known(Some(own)).await, (vec![FlagKind::Coaching], 2, vec![1, 1, 1]));
    assert_eq!(known(Some(other)).await, (all.clone(), 2, vec![2, 2, 1]));
    assert_eq!(known(None).await, (all, 2, vec![2, 2, 1]));
}

async fn flags_stand_in_the_order_of_the_call(database: &TestDatabase) {
    let (call_id, person) = (a_call(database, "a").await, person_named(database, "A").await);
    let late = flag_of(call_id, person, FlagKind::Risk, Some((9_000, 10_000)));
    let early = flag_of(call_id, person, FlagKind::GoodCase, Some((1_000, 2_000)));
    let whole = flag_of(call_id, person, FlagKind::RepeatContact, None);
    for one in [&late, &early, &whole] {
        set(database, one).await;
    }
    let of =
        |kinds: &'static [FlagKind]| database.read(move |reading| flag::of_call(reading, call_id, kinds, 10));
    assert_eq!(of(FlagKind::ALL).await, [whole, early.clone(), late]);
    assert_eq!(of(&[FlagKind::GoodCase]).await, [early]);
    assert_eq!(database.read(move |reading| flag::count(reading, call_id)).await, 3);
}

async fn a_flag_is_found_on_its_call_alone_and_taken_away(database: &TestDatabase) {
    let (call_id, other) = (a_call(database, "a").await, a_call(database, "b").await);
    let person = person_named(database, "A").await;
    let one = flag_of(call_id, person, FlagKind::Coaching, None);
    set(database, &one).await;
    let id = one.id;
    let find = |call_id| database.read(move |reading| flag::find(reading, call_id, id));
    assert_eq!(find(call_id).await, Some(one));
    assert_eq!(find(other).await, None);
    let delete = || database.write(move |writing| flag::delete(writing, id));
    assert_eq!((delete().await, delete().await), (true, false));
    assert_eq!(find(call_id).await, None);
}

async fn calls_are_found_by_the_flags_that_one_may_know_of(database: &TestDatabase) {
    let person = person_named(database, "A").await;
    let (good, risky, both) =
        (a_call(database, "good").await, a_call(database, "risky").await, a_call(database, "both").await);
    a_call(database, "plain").await;
    for (call_id, kind) in [
        (good, FlagKind::GoodCase),
        (risky, FlagKind::Risk),
        (both, FlagKind::Risk),
        (both, FlagKind::GoodCase),
        (both, FlagKind::GoodCase),
    ] {
        set(database, &flag_of(call_id, person, kind, None)).await;
    }
    let found = |kinds: &'static [FlagKind], flags: Scope| async move {
        let sight = Sight { flags, ..everything() };
        let filter = CallFilter { flags: kinds.to_vec(), ..CallFilter::default() };
        let page = database
            .read(move |reading| {
                call_list::page(reading, &sight, &filter, CallOrder::OldestFirst, Window::new(None, 10))
            })
            .await;
        assert_eq!(page.total, i64::try_from(page.items.len()).unwrap());
        page.items.into_iter().filter_map(|call| call.native_id).collect::<Vec<_>>()
    };
    let all = Scope::Everything;
    assert_eq!(found(&[], all.clone()).await.len(), 4);
    assert_eq!(found(&[FlagKind::Risk], all.clone()).await, ["risky", "both"]);
    assert_eq!(found(&[FlagKind::Risk, FlagKind::GoodCase], all.clone()).await, ["good", "risky", "both"]);
    assert!(found(&[FlagKind::Coaching], all).await.is_empty());
    // Whoever may not flag knows of good cases alone.
    assert!(found(&[FlagKind::Risk], Scope::nothing()).await.is_empty());
    assert_eq!(found(&[FlagKind::Risk, FlagKind::GoodCase], Scope::nothing()).await, ["good", "both"]);

    let kinds = database.read(move |reading| flag::kinds_of_calls(reading, None, &[good, risky, both])).await;
    assert_eq!(kinds[&both], [FlagKind::GoodCase, FlagKind::Risk]);
    assert_eq!(kinds[&risky], [FlagKind::Risk]);
}

async fn flags_go_with_the_call(database: &TestDatabase) {
    let (call_id, person) = (a_call(database, "a").await, person_named(database, "A").await);
    set(database, &flag_of(call_id, person, FlagKind::Risk, None)).await;
    let call = database.blob(call_id.as_bytes());
    let keys = if database.is_postgres() { "" } else { "PRAGMA foreign_keys = ON;" };
    database.execute(&format!("{keys} DELETE FROM call WHERE id = {call}"));
    assert_eq!(database.read(move |reading| flag::count(reading, call_id)).await, 0);
}
