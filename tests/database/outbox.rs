//! The outbox: known once it is due and committed, in an order that no reader by cursor misses.

use crate::fixtures::person_named;
use crate::harness::TestDatabase;
use earmark::db::outbox::{self, Event, EventKind, News};
use earmark::db::{DbError, Window};
use earmark::ids::{EvaluationId, PersonId};
use futures_util::future::join_all;
use std::collections::BTreeSet;
use std::time::Duration;

contract_suite! {
    an_event_is_known_once_it_is_due,
    what_is_taken_back_is_told_to_nobody,
    nothing_is_told_where_nobody_is_concerned,
    a_transaction_that_commits_late_is_not_skipped,
    many_writers_two_who_number_and_a_reader_lose_nothing,
    numbers_outlive_the_events_that_are_forgotten,
    everybody_reads_their_own,
    telling_wakes_whoever_waits,
}

fn news(recipients: impl IntoIterator<Item = PersonId>) -> News {
    News::new(EventKind::FeedbackReleased, EvaluationId::new().as_bytes(), recipients)
}

async fn tell(database: &TestDatabase, news: News) {
    database.write(move |writing| outbox::tell(writing, &news)).await;
}

async fn number(database: &TestDatabase) -> usize {
    database.write(|writing| outbox::number_due(writing, 100)).await
}

async fn after(database: &TestDatabase, number: i64) -> Vec<Event> {
    let events = database.read(move |reading| outbox::after(reading, number, 1_000)).await;
    events.into_iter().map(|(event, _)| event).collect()
}

async fn an_event_is_known_once_it_is_due(database: &TestDatabase) {
    let person = person_named(database, "A").await;
    let later = database.clock.now().plus(Duration::from_secs(10));
    let told = news([person]).due(later).by(Some(person)).counted(3);
    let subject_id = told.subject_id;
    tell(database, told).await;
    assert!(!database.read(outbox::is_any_due).await);
    assert_eq!(number(database).await, 0);
    assert_eq!(database.read(move |reading| outbox::count_unread(reading, person)).await, 0);
    database.clock.advance(Duration::from_secs(10));
    assert!(database.read(outbox::is_any_due).await);
    assert_eq!((number(database).await, number(database).await), (1, 0));
    assert!(!database.read(outbox::is_any_due).await);
    let event = Event {
        number: 1,
        kind: EventKind::FeedbackReleased,
        subject_id,
        actor_id: Some(person),
        count: 3,
        at: later,
    };
    let read = database.read(|reading| outbox::after(reading, 0, 10)).await;
    assert_eq!(read, [(event, vec![person])]);
    assert_eq!(database.read(outbox::head).await, 1);
    assert_eq!(database.read(move |reading| outbox::count_unread(reading, person)).await, 1);
}

async fn what_is_taken_back_is_told_to_nobody(database: &TestDatabase) {
    let person = person_named(database, "A").await;
    let now = database.clock.now();
    let (stays, goes) = (news([person]), news([person]).due(now.plus(Duration::from_secs(10))));
    let other = News { subject_id: *EvaluationId::new().as_bytes(), ..goes.clone() };
    let subject_id = goes.subject_id;
    for one in [stays.clone(), goes, other.clone()] {
        tell(database, one).await;
    }
    database.write(move |writing| outbox::take_back(writing, EventKind::FeedbackReleased, &subject_id)).await;
    // What is due already is out of reach.
    let due = stays.subject_id;
    database.write(move |writing| outbox::take_back(writing, EventKind::FeedbackReleased, &due)).await;
    database.clock.advance(Duration::from_secs(10));
    assert_eq!(number(database).await, 2);
    let subjects: Vec<_> = after(database, 0).await.iter().map(|event| event.subject_id).collect();
    assert_eq!(subjects, [stays.subject_id, other.subject_id]);
}

async fn nothing_is_told_where_nobody_is_concerned(database: &TestDatabase) {
    tell(database, news([])).await;
    assert_eq!(number(database).await, 0);
}

/// The transaction that began first commits last; a reader comes in between.
async fn a_transaction_that_commits_late_is_not_skipped(database: &TestDatabase) {
    let person = person_named(database, "A").await;
    let (early, late) = (news([person]), news([person]));
    let subjects = BTreeSet::from([early.subject_id, late.subject_id]);
    let ((), first) = database
        .overlap(
            move |writing| outbox::tell(writing, &early),
            move |writing| {
                outbox::tell(writing, &late)?;
                outbox::number_due(writing, 100)?;
                outbox::after(writing, 0, 100)
            },
        )
        .await;
    let seen = first.last().map_or(0, |(event, _)| event.number);
    if database.is_postgres() {
        assert_eq!(first.len(), 1, "the first is not committed yet");
    }
    number(database).await;
    let rest = after(database, seen).await;
    let all: Vec<Event> = first.into_iter().map(|(event, _)| event).chain(rest).collect();
    assert_eq!(all.iter().map(|event| event.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(all.iter().map(|event| event.subject_id).collect::<BTreeSet<_>>(), subjects);
}

async fn many_writers_two_who_number_and_a_reader_lose_nothing(database: &TestDatabase) {
    const WRITERS: usize = 6;
    const EACH: usize = 12;
    let person = person_named(database, "A").await;
    let other_process = database.open_again();
    let writers = join_all((0..WRITERS).map(|_| async move {
        for _ in 0..EACH {
            tell(database, news([person])).await;
        }
    }));
    let numbering = async {
        for _ in 0..40 {
            let numbered: Result<usize, DbError> =
                other_process.write(|writing| outbox::number_due(writing, 7)).await;
            numbered.unwrap();
        }
    };
    let reading = async {
        let (mut cursor, mut seen) = (0, Vec::new());
        while seen.len() < WRITERS * EACH {
            database.write(|writing| outbox::number_due(writing, 5)).await;
            for event in after(database, cursor).await {
                assert!(event.number > cursor, "numbers only grow");
                cursor = event.number;
                seen.push(event);
            }
        }
        seen
    };
    let ((_, ()), seen) = tokio::join!(async { tokio::join!(writers, numbering) }, reading);
    let numbers: Vec<i64> = seen.iter().map(|event| event.number).collect();
    assert_eq!(numbers, (1..=i64::try_from(WRITERS * EACH).unwrap()).collect::<Vec<_>>());
    let subjects: BTreeSet<_> = seen.iter().map(|event| event.subject_id).collect();
    assert_eq!(subjects.len(), WRITERS * EACH, "each once");
}

async fn numbers_outlive_the_events_that_are_forgotten(database: &TestDatabase) {
    let person = person_named(database, "A").await;
    tell(database, news([person])).await;
    number(database).await;
    database.clock.advance(Duration::from_hours(24));
    tell(database, news([person])).await;
    number(database).await;
    let before = database.clock.now();
    let forgotten = database.write(move |writing| outbox::forget(writing, before, 10)).await;
    assert_eq!(forgotten, 1, "what is younger stays");
    let later = before.plus(Duration::from_millis(1));
    assert_eq!(database.write(move |writing| outbox::forget(writing, later, 10)).await, 1);
    assert_eq!(database.read(move |reading| outbox::count_unread(reading, person)).await, 0);
    tell(database, news([person])).await;
    number(database).await;
    assert_eq!(after(database, 0).await.iter().map(|event| event.number).collect::<Vec<_>>(), [3]);
}

async fn everybody_reads_their_own(database: &TestDatabase) {
    let (one, other) = (person_named(database, "A").await, person_named(database, "B").await);
    for recipients in [vec![one, other], vec![one], vec![one], vec![other]] {
        tell(database, news(recipients)).await;
    }
    number(database).await;
    let page = |person, unread, after| {
        database.read(move |reading| outbox::of_person(reading, person, unread, Window::new(after, 2)))
    };
    let numbers = |page: &earmark::db::Page<outbox::Notice>| {
        page.items.iter().map(|notice| notice.event.number).collect::<Vec<_>>()
    };
    let first = page(one, false, None).await;
    assert_eq!((numbers(&first), first.total, first.total_is_exact), (vec![3, 2], 3, true));
    let second = page(one, false, first.next).await;
    assert_eq!((numbers(&second), second.next), (vec![1], None));

    let read = |person, number| database.write(move |writing| outbox::mark_read(writing, person, number));
    assert!(read(one, 2).await);
    let now = database.clock.now();
    database.clock.advance(Duration::from_secs(1));
    assert!(read(one, 2).await, "once more changes nothing");
    assert!(!read(one, 4).await, "it is somebody else's");
    let unread = page(one, true, None).await;
    assert_eq!((numbers(&unread), unread.total), (vec![3, 1], 2));
    assert_eq!(page(one, false, None).await.items[1].read_at, Some(now));
    assert_eq!(page(other, true, None).await.total, 2);

    let missed = database.read(move |reading| outbox::missed_by(reading, one, 1, 10)).await;
    assert_eq!(missed.iter().map(|notice| notice.event.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(database.write(move |writing| outbox::mark_all_read(writing, one, 2)).await, 1);
    assert_eq!(numbers(&page(one, true, None).await), [3]);
    let first_of_other = database.read(move |reading| outbox::missed_by(reading, other, 0, 1)).await;
    let subject_id = first_of_other[0].event.subject_id;
    database.write(move |writing| outbox::mark_read_about(writing, other, &subject_id)).await;
    assert_eq!(numbers(&page(other, true, None).await), [4]);
}

async fn telling_wakes_whoever_waits(database: &TestDatabase) {
    let person = person_named(database, "A").await;
    let quiet = Duration::from_millis(50);
    let refused: Result<(), DbError> = database
        .db
        .write(move |writing| {
            outbox::tell(writing, &news([person]))?;
            Err(DbError::Busy)
        })
        .await;
    assert!(refused.is_err());
    assert!(tokio::time::timeout(quiet, database.db.told()).await.is_err(), "nothing was told");
    tell(database, news([person])).await;
    tokio::time::timeout(Duration::from_secs(20), database.db.told()).await.unwrap();
    assert!(tokio::time::timeout(quiet, database.db.told()).await.is_err(), "once");
}
