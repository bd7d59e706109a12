//! Assignments: the order of a queue, who sees it, and how a call moves through it.

use crate::fixtures::{
    a_call, a_quality_evaluation, a_scorecard, person_named, plain_assignment, plain_call, source_named,
};
use crate::harness::{START, TestDatabase};
use earmark::db::assignment::{self, Assignment, AssignmentState, Shown};
use earmark::db::evaluation::Purpose;
use earmark::db::{DbError, Page, Scope, Window, call, project};
use earmark::ids::{AssignmentId, PersonId};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    an_assignment_comes_back_as_it_was_entered,
    a_queue_goes_by_due_date_and_what_has_none_comes_last,
    what_was_done_is_shown_latest_first,
    a_queue_shows_what_its_reader_may_find,
    a_state_moves_only_from_where_it_is_expected,
    a_call_stands_once_in_an_inspectors_queue,
    of_two_evaluations_the_youngest_fulfils_an_assignment,
}

async fn put(database: &TestDatabase, new: Assignment) -> AssignmentId {
    let id = new.id;
    database.write(move |writing| assignment::insert(writing, &new)).await;
    id
}

async fn page(database: &TestDatabase, own: PersonId, shown: Shown, window: Window) -> Page<Assignment> {
    database.read(move |reading| assignment::list(reading, &Scope::Everything, own, shown, window)).await
}

/// The whole list, in pages of this many.
async fn walk(database: &TestDatabase, own: PersonId, shown: Shown, limit: i64) -> Vec<AssignmentId> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let one = page(database, own, shown, Window::new(after, limit)).await;
        ids.extend(one.items.iter().map(|row| row.id));
        after = one.next;
        if after.is_none() {
            assert_eq!(one.total, i64::try_from(ids.len()).unwrap());
            return ids;
        }
    }
}

fn at(seconds: u64) -> Instant {
    START.plus(Duration::from_secs(seconds))
}

async fn an_assignment_comes_back_as_it_was_entered(database: &TestDatabase) {
    let (call_id, own) = (a_call(database, "one").await, person_named(database, "I").await);
    let (card, _) = a_scorecard(database).await;
    let new = Assignment {
        filter: Some("tag=投诉".to_owned()),
        pool_size: Some(9_000_000_000),
        assigned_by: Some(own),
        due_at: Some(at(1)),
        ..plain_assignment(call_id, own, card)
    };
    let stored = new.clone();
    put(database, new).await;
    let found = |scope| database.read(move |reading| assignment::find(reading, &scope, stored.id));
    assert_eq!(found(Scope::Everything).await.as_ref(), Some(&stored));
    assert_eq!(found(Scope::nothing()).await, None);
}

async fn a_queue_goes_by_due_date_and_what_has_none_comes_last(database: &TestDatabase) {
    let (own, other) = (person_named(database, "I").await, person_named(database, "O").await);
    let (card, _) = a_scorecard(database).await;
    let due = [("a", Some(at(30))), ("b", None), ("c", Some(at(10))), ("d", None), ("e", Some(at(10)))];
    let mut ids = Vec::new();
    for (name, due_at) in due {
        let call_id = a_call(database, name).await;
        ids.push(put(database, Assignment { due_at, ..plain_assignment(call_id, own, card) }).await);
    }
    let expected: Vec<AssignmentId> = [2, 4, 0, 1, 3].map(|place| ids[place]).into();
    let (latest, begun) = (ids[0], AssignmentState::Started);
    let waiting = [AssignmentState::Waiting];
    database.write(move |writing| assignment::move_on(writing, latest, &waiting, begun)).await;
    put(database, plain_assignment(a_call(database, "theirs").await, other, card)).await;
    for limit in [1, 2, 200] {
        assert_eq!(walk(database, own, Shown::Open, limit).await, expected, "pages of {limit}");
        let before: Vec<_> = expected.iter().copied().filter(|id| *id != latest).collect();
        assert_eq!(walk(database, own, Shown::DueBefore(at(30)), limit).await, before);
    }
    let counts = |own| database.read(move |reading| assignment::count_open(reading, &Scope::Everything, own));
    assert_eq!(counts(own).await, (5, 0));
    database.clock.advance(Duration::from_secs(10));
    assert_eq!(counts(own).await, (5, 0), "what is due this very moment is not overdue");
    database.clock.advance(Duration::from_secs(1));
    assert_eq!((counts(own).await, counts(other).await), ((5, 2), (1, 0)));
}

async fn what_was_done_is_shown_latest_first(database: &TestDatabase) {
    let own = person_named(database, "I").await;
    let (card, _) = a_scorecard(database).await;
    let mut ids = Vec::new();
    for (name, state) in [
        ("a", AssignmentState::Done),
        ("b", AssignmentState::Done),
        ("c", AssignmentState::Withdrawn),
        ("d", AssignmentState::Done),
    ] {
        let call_id = a_call(database, name).await;
        let id = put(database, plain_assignment(call_id, own, card)).await;
        database.clock.advance(Duration::from_secs(u64::from(name != "b")));
        let waiting = [AssignmentState::Waiting];
        database.write(move |writing| assignment::move_on(writing, id, &waiting, state)).await;
        ids.push(id);
    }
    for limit in [1, 200] {
        assert_eq!(walk(database, own, Shown::Done, limit).await, [ids[3], ids[1], ids[0]]);
    }
    assert!(walk(database, own, Shown::Open, 200).await.is_empty());
}

async fn a_queue_shows_what_its_reader_may_find(database: &TestDatabase) {
    let own = person_named(database, "I").await;
    let (card, _) = a_scorecard(database).await;
    let source_id = source_named(database, "pbx").await;
    let project_id = database.write(|writing| Ok(project::find_or_make(writing, "Cards")?.id)).await;
    let mut inside = plain_call(source_id, "inside");
    inside.project_id = Some(project_id);
    let inside_id = inside.id;
    database.write(move |writing| call::insert(writing, &inside)).await;
    let seen = put(database, plain_assignment(inside_id, own, card)).await;
    put(database, plain_assignment(a_call(database, "outside").await, own, card)).await;
    for (scope, expected) in
        [(Scope::project(project_id), vec![seen]), (Scope::nothing(), vec![]), (Scope::own(own), vec![])]
    {
        let shown = database
            .read(move |reading| {
                let page = assignment::list(reading, &scope, own, Shown::Open, Window::new(None, 50))?;
                let (waiting, _) = assignment::count_open(reading, &scope, own)?;
                assert_eq!(page.total, waiting);
                Ok(page.items.into_iter().map(|row| row.id).collect::<Vec<_>>())
            })
            .await;
        assert_eq!(shown, expected);
    }
}

async fn a_state_moves_only_from_where_it_is_expected(database: &TestDatabase) {
    let (call_id, own) = (a_call(database, "one").await, person_named(database, "I").await);
    let (card, _) = a_scorecard(database).await;
    let id = put(database, plain_assignment(call_id, own, card)).await;
    database.clock.advance(Duration::from_secs(5));
    let mut steps = Vec::new();
    for (from, to) in [
        (AssignmentState::Started, AssignmentState::Done),
        (AssignmentState::Waiting, AssignmentState::Started),
        (AssignmentState::Waiting, AssignmentState::Withdrawn),
        (AssignmentState::Started, AssignmentState::Done),
    ] {
        steps.push(database.write(move |writing| assignment::move_on(writing, id, &[from], to)).await);
    }
    assert_eq!(steps, [false, true, false, true]);
    let stored = database.read(move |reading| assignment::find(reading, &Scope::Everything, id)).await;
    let stored = stored.unwrap();
    assert_eq!((stored.state, stored.changed_at), (AssignmentState::Done, at(5)));
    assert!(
        database
            .read(move |reading| assignment::open_of_calls(reading, &[call_id], Purpose::Quality))
            .await
            .is_empty()
    );
}

async fn a_call_stands_once_in_an_inspectors_queue(database: &TestDatabase) {
    let (call_id, own) = (a_call(database, "one").await, person_named(database, "I").await);
    let (card, _) = a_scorecard(database).await;
    let id = put(database, plain_assignment(call_id, own, card)).await;
    let again = plain_assignment(call_id, own, card);
    let refused: Result<(), DbError> =
        database.db.write(move |writing| assignment::insert(writing, &again)).await;
    assert!(refused.is_err());
    let open = AssignmentState::OPEN;
    let withdrawn = AssignmentState::Withdrawn;
    database.write(move |writing| assignment::move_on(writing, id, &open, withdrawn)).await;
    put(database, plain_assignment(call_id, own, card)).await;
}

async fn of_two_evaluations_the_youngest_fulfils_an_assignment(database: &TestDatabase) {
    let (call_id, own) = (a_call(database, "one").await, person_named(database, "I").await);
    let (card, version) = a_scorecard(database).await;
    let id = put(database, plain_assignment(call_id, own, card)).await;
    let bare = put(database, plain_assignment(a_call(database, "two").await, own, card)).await;
    a_quality_evaluation(database, call_id, own, version, "not_scored", Some(START));
    let second = a_quality_evaluation(database, call_id, own, version, "draft", None);
    let blob = database.blob(id.as_bytes());
    database.execute(&format!("UPDATE evaluation SET assignment_id = {blob}"));
    let found = database.read(move |reading| assignment::evaluations_of(reading, &[id, bare])).await;
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(id, second)]);
}
