//! Who gets which job, and what happens where two want the same.

use crate::harness::TestDatabase;
use crate::jobs::{BACKOFF, LEASE, claim, enqueue, work};
use earmark::db::job::{self, AfterFailure, JobState, Lane, NewJob};
use earmark::db::{Writing, source};
use earmark::ids::{JobId, WorkerId};
use futures_util::future::join_all;
use std::collections::BTreeSet;
use std::time::Duration;

contract_suite! {
    a_claim_counts_the_attempt_and_names_the_worker,
    the_first_in_line_is_the_highest_then_the_earliest_then_the_oldest,
    a_claim_stays_in_its_lane,
    no_job_is_claimed_twice,
    the_same_work_entered_at_once_waits_once,
    work_that_is_being_entered_again_is_not_claimed_before_that_can_be_seen,
    a_job_that_is_cancelled_while_it_fails_stays_cancelled,
    a_job_that_is_finished_while_it_is_reclaimed_stays_finished,
    a_job_that_is_finished_while_its_worker_is_given_up_stays_finished,
}

async fn a_claim_counts_the_attempt_and_names_the_worker(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    let claimed = claim(database, worker_id).await.unwrap();
    assert_eq!((claimed.id, claimed.state, claimed.attempts), (id, JobState::Running, 1));
    assert_eq!(claimed.worker_id, Some(worker_id));
    assert_eq!(claim(database, WorkerId::new()).await, None);
    assert_eq!(database.read(move |reading| job::find(reading, id)).await, Some(claimed));
}

async fn the_first_in_line_is_the_highest_then_the_earliest_then_the_oldest(database: &TestDatabase) {
    let entered = |priority| enqueue(database, NewJob { priority, ..work(None) });
    let later = entered(0).await;
    let worker_id = WorkerId::new();
    claim(database, worker_id).await;
    let id = later.unwrap();
    database.write(move |writing| job::fail(writing, id, worker_id, "again", false, BACKOFF)).await;
    let (oldest, younger) = (entered(0).await, entered(0).await);
    let (low, high) = (entered(-1).await, entered(7).await);
    database.clock.advance(Duration::from_hours(1));
    let mut order = Vec::new();
    while let Some(claimed) = claim(database, worker_id).await {
        order.push(Some(claimed.id));
    }
    assert_eq!(order, [high, oldest, younger, later, low]);
}

async fn a_claim_stays_in_its_lane(database: &TestDatabase) {
    enqueue(database, NewJob { lane: Lane::Transcribe, ..work(None) }).await;
    assert_eq!(claim(database, WorkerId::new()).await, None);
    let claimed =
        database.write(|writing| job::claim(writing, Lane::Transcribe, WorkerId::new(), LEASE)).await;
    assert!(claimed.is_some());
}

async fn no_job_is_claimed_twice(database: &TestDatabase) {
    let entered: BTreeSet<JobId> =
        join_all((0..60).map(|_| enqueue(database, work(None)))).await.into_iter().flatten().collect();
    // Two processes with many threads each, as far as the database can tell.
    let other = database.open_again();
    let until_empty = |number: usize| {
        let db = if number.is_multiple_of(2) { database.db.clone() } else { other.clone() };
        tokio::spawn(async move {
            let mut mine = Vec::new();
            let worker_id = WorkerId::new();
            while let Some(claimed) =
                db.write(move |writing| job::claim(writing, Lane::Light, worker_id, LEASE)).await.unwrap()
            {
                mine.push(claimed.id);
            }
            mine
        })
    };
    let claimed: Vec<JobId> =
        join_all((0..12).map(until_empty)).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(claimed.len(), 60);
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>(), entered);
}

async fn the_same_work_entered_at_once_waits_once(database: &TestDatabase) {
    let entered = join_all((0..16).map(|_| enqueue(database, work(Some("a"))))).await;
    assert_eq!(entered.into_iter().flatten().count(), 1);
}

/// Whoever enters work that waits already counts on it to see what they wrote beside it.
async fn work_that_is_being_entered_again_is_not_claimed_before_that_can_be_seen(database: &TestDatabase) {
    let id = enqueue(database, work(Some("a"))).await.unwrap();
    let enter_again = |writing: &mut Writing<'_>| {
        source::find_or_make(writing, "written beside it")?;
        job::enqueue(writing, &work(Some("a")))
    };
    let claim_it = |writing: &mut Writing<'_>| {
        let claimed = job::claim(writing, Lane::Light, WorkerId::new(), LEASE)?;
        Ok((claimed.map(|job| job.id), source::by_name(writing, "written beside it")?.is_some()))
    };
    let (again, (claimed, seen)) = database.overlap(enter_again, claim_it).await;
    assert_eq!(again, None);
    assert!(claimed.is_none() || seen, "claimed, but what was written beside it was not there");
    let claimed_later = claim(database, WorkerId::new()).await.map(|job| job.id);
    assert_eq!(claimed.or(claimed_later), Some(id));
}

async fn a_job_that_is_cancelled_while_it_fails_stays_cancelled(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    claim(database, worker_id).await;
    let (cancelled, failed) = database
        .overlap(
            move |writing| job::cancel(writing, id),
            move |writing| job::fail(writing, id, worker_id, "it broke", false, BACKOFF),
        )
        .await;
    assert_eq!((cancelled, failed), (true, AfterFailure::NotOurs));
    assert_eq!(state(database, id).await, JobState::Cancelled);
}

async fn a_job_that_is_finished_while_it_is_reclaimed_stays_finished(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    claim(database, worker_id).await;
    database.clock.advance(LEASE + Duration::from_millis(1));
    let (finished, reclaimed) = database
        .overlap(
            move |writing| job::finish(writing, id, worker_id),
            |writing| job::reclaim_expired(writing, BACKOFF),
        )
        .await;
    assert_eq!((finished, reclaimed), (true, 0));
    assert_eq!(state(database, id).await, JobState::Done);
}

async fn a_job_that_is_finished_while_its_worker_is_given_up_stays_finished(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    claim(database, worker_id).await;
    let (finished, failed) = database
        .overlap(
            move |writing| job::finish(writing, id, worker_id),
            move |writing| job::fail_all_of(writing, worker_id, "it died", BACKOFF),
        )
        .await;
    assert_eq!((finished, failed), (true, Vec::new()));
    assert_eq!(state(database, id).await, JobState::Done);
}

async fn state(database: &TestDatabase, id: JobId) -> JobState {
    database.read(move |reading| job::find(reading, id)).await.unwrap().state
}
