//! Case reviews: their running order, who was there, what was decided.

use crate::fixtures::{a_call, person_named, source_named};
use crate::harness::{START, TestDatabase};
use crate::keeping::{by, call_of, enter, present};
use crate::library::{a_trainer, keep_one_day, run};
use earmark::db::case_review::{
    self, CaseReview, CaseReviewState, Decision, Entry, Heard, Point, ReviewFilter, ShownReviews, WrongCodes,
};
use earmark::db::{Window, call, team};
use earmark::ids::{CallId, CaseReviewEntryId, CaseReviewId, PersonId, TeamId};
use earmark::library::reviews::{
    EntrySource, NewEntry, NewReview, ReviewSearch, change_review, close_review, list_reviews, make_review,
    repeat_review, start_review,
};
use std::time::Duration;

contract_suite! {
    a_running_order_is_kept_and_what_is_heard_dies_with_its_call,
    a_review_is_shown_to_the_invited_once_it_is_sent,
    attendance_wrong_codes_and_decisions_are_kept,
    what_a_review_is_to_play_outlives_retention_until_it_is_over,
    reviews_are_found_by_words_state_and_days_a_page_at_a_time,
}

fn review(made_by: PersonId, title: &str) -> CaseReview {
    CaseReview {
        id: CaseReviewId::new(),
        title: title.to_owned(),
        held_at: START,
        state: CaseReviewState::Planned,
        code: None,
        repeats: None,
        edit: 0,
        made_by,
        made_at: START,
        sent_at: None,
        started_at: None,
        closed_at: None,
    }
}

fn entry(call_id: CallId, minutes: i32) -> Entry {
    let words = |text: &str| [("en".to_owned(), text.to_owned())].into();
    let point = Point {
        at_ms: 1_500,
        is_strength: true,
        question: words("What now?"),
        happened: words("She waits."),
        matters: words(""),
        instead: words(""),
    };
    let heard = Heard {
        call_id,
        start_ms: 1_000,
        end_ms: 9_000,
        note: "How to wait".to_owned(),
        points: vec![point],
        case_id: None,
        altered_voice: true,
    };
    Entry { id: CaseReviewEntryId::new(), minutes, range: Some(heard) }
}

async fn stored(database: &TestDatabase, new: CaseReview, teams: Vec<TeamId>, entries: Vec<Entry>) {
    database.write(move |writing| case_review::insert(writing, &new, &teams, &entries)).await;
}

async fn a_running_order_is_kept_and_what_is_heard_dies_with_its_call(database: &TestDatabase) {
    let trainer = person_named(database, "Trainer").await;
    let (one, other) = (a_call(database, "one").await, a_call(database, "other").await);
    let new = review(trainer, "This week");
    let id = new.id;
    let order = vec![entry(one, 5), entry(other, 10)];
    stored(database, new, Vec::new(), order.clone()).await;
    let read = || database.read(move |reading| case_review::entries_of(reading, id));
    assert_eq!(read().await, order);

    let turned: Vec<Entry> = order.iter().rev().cloned().collect();
    let rewrite = async |edit: i32| {
        let turned = turned.clone();
        let write = move |writing: &mut earmark::db::Writing<'_>| {
            case_review::rewrite(writing, id, edit, "Another", START, &[], &turned)
        };
        database.write(write).await
    };
    assert!(rewrite(0).await);
    assert!(!rewrite(0).await, "it was changed meanwhile");
    assert_eq!(read().await, turned);

    database.write(move |writing| call::delete(writing, one)).await;
    let left = read().await;
    assert_eq!(left.iter().map(|entry| entry.minutes).collect::<Vec<_>>(), [10, 5]);
    assert_eq!(left.iter().map(|entry| entry.range.is_some()).collect::<Vec<_>>(), [true, false]);

    database.write(move |writing| case_review::close(writing, id)).await;
    assert!(!rewrite(1).await, "what is closed stays as it was");
}

async fn a_review_is_shown_to_the_invited_once_it_is_sent(database: &TestDatabase) {
    let trainer = person_named(database, "Trainer").await;
    let agent = person_named(database, "Agent").await;
    let north = database.write(|writing| Ok(team::find_or_make(writing, None, "north")?.id)).await;
    let mut ids = Vec::new();
    for (number, title) in (1_u64..).zip(["first", "second", "third"]) {
        let new = CaseReview { held_at: START.plus(Duration::from_secs(number)), ..review(trainer, title) };
        ids.push(new.id);
        stored(database, new, vec![north], Vec::new()).await;
    }
    let list = async |shown: ShownReviews, limit: i64| {
        let read = move |reading: &mut earmark::db::Reading<'_>| {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let all = ReviewFilter::default();
                let page = case_review::list(reading, &shown, &all, Window::new(after, limit))?;
                found.extend(page.items.into_iter().map(|one| one.id));
                after = page.next;
                if after.is_none() {
                    return Ok(found);
                }
            }
        };
        database.read(read).await
    };
    let latest_first: Vec<CaseReviewId> = ids.iter().rev().copied().collect();
    assert_eq!(list(ShownReviews::All, 1).await, latest_first);
    assert_eq!(list(ShownReviews::MadeBy(agent), 50).await, []);
    let invited = || ShownReviews::For(agent, vec![north]);
    assert_eq!(list(invited(), 50).await, []);
    let [first, second, _] = ids[..] else { panic!("three") };
    database.write(move |writing| case_review::note_sent(writing, second)).await;
    assert_eq!(list(invited(), 50).await, [second]);
    assert_eq!(list(ShownReviews::For(agent, Vec::new()), 50).await, []);
    // Whoever was there goes on seeing it, in whatever team.
    database
        .write(move |writing| {
            case_review::start(writing, first, "123456")?;
            case_review::attend(writing, first, agent)
        })
        .await;
    assert_eq!(list(ShownReviews::For(agent, Vec::new()), 50).await, [first]);
}

async fn attendance_wrong_codes_and_decisions_are_kept(database: &TestDatabase) {
    let trainer = person_named(database, "Trainer").await;
    let agent = person_named(database, "Agent").await;
    let new = review(trainer, "This week");
    let id = new.id;
    stored(database, new, Vec::new(), Vec::new()).await;
    for _ in 0..2 {
        database.write(move |writing| case_review::attend(writing, id, agent)).await;
    }
    let there = database.read(move |reading| case_review::attended(reading, id)).await;
    assert_eq!(there, [(agent, START)]);
    for count in [1, 2] {
        let wrong = WrongCodes { count, since: START };
        database.write(move |writing| case_review::note_wrong_code(writing, id, agent, wrong)).await;
    }
    let wrong = database.read(move |reading| case_review::wrong_codes(reading, id, agent)).await;
    assert_eq!(wrong.map(|wrong| wrong.count), Some(2));

    for (number, due) in [(1, "2026-12-09"), (2, "2026-12-04")] {
        let decision = Decision {
            case_review_id: id,
            number,
            text: "先报工号".to_owned(),
            owner_id: agent,
            due_date: due.to_owned(),
            made_by: trainer,
            made_at: START,
            done_at: None,
        };
        database.write(move |writing| case_review::insert_decision(writing, &decision)).await;
    }
    let open = async || {
        let found = database.read(move |reading| case_review::open_decisions_of(reading, agent, 50)).await;
        found.into_iter().map(|one| one.number).collect::<Vec<_>>()
    };
    assert_eq!(open().await, [2, 1], "what is due first comes first");
    database.write(move |writing| case_review::set_done(writing, id, 2, Some(START))).await;
    assert_eq!(open().await, [1]);
    let all = database.read(move |reading| case_review::decisions(reading, id)).await;
    assert_eq!(all.iter().map(|one| one.done_at).collect::<Vec<_>>(), [None, Some(START)]);
}

async fn what_a_review_is_to_play_outlives_retention_until_it_is_over(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let played = enter(database, call_of(source_id, "played", 100)).await;
    let dropped = enter(database, call_of(source_id, "dropped", 100)).await;
    let other = enter(database, call_of(source_id, "other", 100)).await;
    let (_, who) = a_trainer(database).await;
    let range = |call_id| NewEntry {
        source: EntrySource::Range { call_id, start_ms: 0, end_ms: 1_000 },
        minutes: 5,
        note: "How to wait".to_owned(),
        points: Vec::new(),
        altered_voice: true,
    };
    let plan =
        |entries| NewReview { title: "This week".to_owned(), held_at: START, teams: Vec::new(), entries };
    let both = plan(vec![range(played), range(dropped), range(played)]);
    let made = make_review(&database.db, &who, by(), both).await.unwrap();
    let id = made.line.review.id;
    keep_one_day(database).await;
    run(database).await;
    assert_eq!(present(database, &[played, dropped, other]).await, 2, "what it plays is still there");

    change_review(&database.db, &who, by(), id, 0, plan(vec![range(played)])).await.unwrap();
    run(database).await;
    assert_eq!((present(database, &[played]).await, present(database, &[dropped]).await), (1, 0));
    start_review(&database.db, &who, by(), id).await.unwrap();
    // A run begins where something is to go.
    let third = enter(database, call_of(source_id, "third", 100)).await;
    run(database).await;
    assert_eq!(present(database, &[played, third]).await, 1, "it is being held");
    close_review(&database.db, &who, by(), id).await.unwrap();

    // A second series keeps it anew.
    let again = repeat_review(&database.db, &who, by(), id, START).await.unwrap();
    let fourth = enter(database, call_of(source_id, "fourth", 100)).await;
    run(database).await;
    assert_eq!(present(database, &[played, fourth]).await, 1);
    close_review(&database.db, &who, by(), again.line.review.id).await.unwrap();
    run(database).await;
    assert_eq!(present(database, &[played]).await, 0, "nothing is kept for its sake any more");
}

async fn reviews_are_found_by_words_state_and_days_a_page_at_a_time(database: &TestDatabase) {
    let call_id = a_call(database, "one").await;
    let (trainer, who) = a_trainer(database).await;
    let mut ids = Vec::new();
    for number in 0..9_u64 {
        let held_at = START.plus(Duration::from_hours(24 * number));
        let title = if number % 2 == 0 { "听评：安抚客户" } else { "Calming people" };
        let new = CaseReview { held_at, ..review(trainer, title) };
        ids.push(new.id);
        let about = Entry { id: CaseReviewEntryId::new(), ..entry(call_id, 5) };
        stored(database, new, Vec::new(), vec![about]).await;
    }
    let closed = ids[2];
    database.write(move |writing| case_review::close(writing, closed)).await;
    let walked = async |search: &ReviewSearch| {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let window = Window::new(after, 2);
            let page = list_reviews(&database.db, &who, search.clone(), window).await.unwrap();
            found.extend(page.items.iter().map(|line| line.review.id));
            after = page.next;
            if after.is_none() {
                assert_eq!(page.total, i64::try_from(found.len()).unwrap(), "{search:?}");
                return found;
            }
            assert_eq!(page.items.len(), 2, "a page is full before another follows");
        }
    };
    let at = |places: &[usize]| places.iter().map(|place| ids[*place]).collect::<Vec<_>>();
    let words = |words: &str| ReviewSearch { words: words.to_owned(), ..ReviewSearch::default() };
    assert_eq!(walked(&words("")).await, at(&[8, 7, 6, 5, 4, 3, 2, 1, 0]), "the last held first");
    assert_eq!(walked(&words("how wait")).await, at(&[8, 7, 6, 5, 4, 3, 2, 1, 0]), "by their notes");
    assert_eq!(walked(&words("客户")).await, at(&[8, 6, 4, 2, 0]));
    assert_eq!(walked(&words("CALM wait")).await, at(&[7, 5, 3, 1]), "in either case, each word somewhere");
    assert_eq!(walked(&words("alming")).await, [], "no middle of a word");
    let of = |filter: ReviewFilter| ReviewSearch { words: "how".to_owned(), filter };
    let state = ReviewFilter { states: vec![CaseReviewState::Closed], ..ReviewFilter::default() };
    assert_eq!(walked(&of(state)).await, at(&[2]));
    let days = ReviewFilter {
        from: Some(START.plus(Duration::from_hours(24))),
        until: Some(START.plus(Duration::from_hours(72))),
        ..ReviewFilter::default()
    };
    assert_eq!(walked(&of(days.clone())).await, at(&[2, 1]), "from the first moment, up to the last");
    assert_eq!(walked(&ReviewSearch { filter: days, ..ReviewSearch::default() }).await, at(&[2, 1]));
    // What is heard goes, and its note with it: nothing is found by that any more.
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert_eq!(walked(&words("how")).await, []);
}
