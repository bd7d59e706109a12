//! Who gets which job, and what happens where two want the same.

use crate::harness::TestDatabase;
use crate::jobs::{BACKOFF, LEASE, claim, enqueue, work};
use earmark::db::job::{self, JobState, Lane, NewJob};
use earmark::db::source;
use earmark::ids::{JobId, WorkerId};
use futures_util::future::join_all;
use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

contract_suite! {
    a_claim_counts_the_attempt_and_names_the_worker,
    the_first_in_line_is_the_highest_then_the_earliest_then_the_oldest,
    a_claim_stays_in_its_lane,
    no_job_is_claimed_twice,
    the_same_work_entered_at_once_waits_once,
    work_that_is_being_entered_again_is_not_claimed_before_that_can_be_seen,
    a_job_that_is_cancelled_while_it_fails_stays_cancelled,
    a_job_that_is_finished_while_it_is_reclaimed_is_finished_or_waits,
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
    let (entered, enters) = mpsc::channel();
    let (tried, tries) = mpsc::channel();
    let entering = database.write(move |writing| {
        let again = job::enqueue(writing, &work(Some("a")))?;
        entered.send(()).unwrap();
        // On SQLite the claim cannot even begin before this ends.
        let _ = tries.recv_timeout(Duration::from_millis(300));
        source::find_or_make(writing, "written beside it")?;
        Ok(again)
    });
    let claiming = async {
        tokio::task::spawn_blocking(move || enters.recv().unwrap()).await.unwrap();
        let claimed = database
            .write(|writing| {
                let claimed = job::claim(writing, Lane::Light, WorkerId::new(), LEASE)?;
                Ok(claimed.map(|job| (job.id, source::by_name(writing, "written beside it"))))
            })
            .await;
        let _ = tried.send(());
        claimed
    };
    let (again, claimed) = tokio::join!(entering, claiming);
    assert_eq!(again, None);
    assert!(claimed.is_none_or(|(_, seen)| seen.unwrap().is_some()));
    if database.is_postgres() {
        assert_eq!(claim(database, WorkerId::new()).await.map(|job| job.id), Some(id));
    }
}

async fn a_job_that_is_cancelled_while_it_fails_stays_cancelled(database: &TestDatabase) {
    for _ in 0..20 {
        let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
        claim(database, worker_id).await;
        let failing =
            database.write(move |writing| job::fail(writing, id, worker_id, "it broke", false, BACKOFF));
        let (cancelled, _) = tokio::join!(database.write(move |writing| job::cancel(writing, id)), failing);
        assert!(cancelled, "it waits or runs all the time");
        let job = database.read(move |reading| job::find(reading, id)).await.unwrap();
        assert_eq!(job.state, JobState::Cancelled);
    }
}

async fn a_job_that_is_finished_while_it_is_reclaimed_is_finished_or_waits(database: &TestDatabase) {
    for _ in 0..20 {
        let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
        claim(database, worker_id).await;
        database.clock.advance(LEASE + Duration::from_millis(1));
        let reclaiming = database.write(|writing| job::reclaim_expired(writing, BACKOFF));
        let finishing = database.write(move |writing| job::finish(writing, id, worker_id));
        let (reclaimed, finished) = tokio::join!(reclaiming, finishing);
        let state = database.read(move |reading| job::find(reading, id)).await.unwrap().state;
        assert_eq!(state == JobState::Done, finished);
        assert_eq!(reclaimed == 1, !finished, "one of the two has it");
        database.write(move |writing| job::cancel(writing, id)).await;
    }
}
