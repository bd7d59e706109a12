//! Jobs: entered, failed, finished, cancelled, counted. `job_claims` looks at who gets which.

use crate::fixtures::a_recording;
use crate::harness::{START, TestDatabase};
use earmark::db::call;
use earmark::db::job::{self, AfterFailure, Backoff, Job, JobState, Lane, NewJob};
use earmark::ids::{JobId, WorkerId};
use serde_json::json;
use std::time::Duration;

contract_suite! {
    a_job_comes_back_as_it_was_entered,
    the_same_work_waits_once,
    the_same_work_may_wait_again_once_it_runs,
    a_renewed_lease_is_longer,
    only_the_holder_finishes_renews_and_fails,
    a_failed_job_waits_longer_each_time_and_dies_at_the_end,
    a_hopeless_job_dies_at_once,
    a_failed_job_gives_way_to_the_same_work_entered_again,
    what_a_dead_worker_had_fails_and_nothing_else,
    an_interruption_costs_no_attempt_and_waits_longer_each_time,
    a_job_that_is_interrupted_ever_again_dies_at_the_end,
    what_was_interrupted_gives_way_to_the_same_work_entered_again,
    a_job_is_cancelled_until_it_ends,
    jobs_are_counted_by_lane_and_state,
    jobs_go_with_their_call,
    what_ended_long_ago_is_forgotten_page_by_page,
}

pub(crate) const LEASE: Duration = Duration::from_mins(1);
pub(crate) const BACKOFF: Backoff = Backoff { first: Duration::from_secs(10), most: Duration::from_secs(15) };

pub(crate) fn work(deduplication_key: Option<&str>) -> NewJob {
    NewJob {
        lane: Lane::Light,
        kind: "test",
        payload: json!({ "n": 1 }),
        deduplication_key: deduplication_key.map(str::to_owned),
        call_id: None,
        priority: 0,
        max_attempts: 3,
        audio_ms: None,
    }
}

pub(crate) async fn enqueue(database: &TestDatabase, new: NewJob) -> Option<JobId> {
    database.write(move |writing| job::enqueue(writing, &new)).await
}

pub(crate) async fn claim(database: &TestDatabase, worker_id: WorkerId) -> Option<Job> {
    database.write(move |writing| job::claim(writing, Lane::Light, worker_id, LEASE)).await
}

async fn fail(database: &TestDatabase, id: JobId, worker_id: WorkerId, hopeless: bool) -> AfterFailure {
    database.write(move |writing| job::fail(writing, id, worker_id, "it broke", hopeless, BACKOFF)).await
}

async fn find(database: &TestDatabase, id: JobId) -> Job {
    database.read(move |reading| job::find(reading, id)).await.unwrap()
}

async fn a_job_comes_back_as_it_was_entered(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let id = enqueue(database, NewJob::transcribe(call_id, recording_id, None)).await.unwrap();
    let stored = find(database, id).await;
    assert_eq!((stored.lane, stored.kind.as_str()), (Lane::Transcribe, job::TRANSCRIBE_RECORDING));
    assert_eq!(stored.payload, json!({ "recording_id": recording_id }));
    assert_eq!((stored.call_id, stored.state), (Some(call_id), JobState::Waiting));
    assert_eq!((stored.attempts, stored.run_at, stored.worker_id, stored.failure), (0, START, None, None));
    assert_eq!(
        database.read(move |reading| job::of_call(reading, call_id)).await,
        [find(database, id).await]
    );
    assert_eq!(database.read(|reading| job::find(reading, JobId::new())).await, None);
}

async fn the_same_work_waits_once(database: &TestDatabase) {
    assert!(enqueue(database, work(Some("a"))).await.is_some());
    assert!(enqueue(database, work(Some("a"))).await.is_none());
    assert!(enqueue(database, work(Some("b"))).await.is_some());
    assert!(enqueue(database, work(None)).await.is_some());
    assert!(enqueue(database, work(None)).await.is_some(), "work without a key is never the same");
}

async fn the_same_work_may_wait_again_once_it_runs(database: &TestDatabase) {
    let first = enqueue(database, work(Some("a"))).await.unwrap();
    let worker_id = WorkerId::new();
    assert_eq!(claim(database, worker_id).await.unwrap().id, first);
    let second = enqueue(database, work(Some("a"))).await;
    assert!(second.is_some_and(|second| second != first));
    assert!(enqueue(database, work(Some("a"))).await.is_none());
    assert!(database.write(move |writing| job::finish(writing, first, worker_id)).await);
}

async fn a_renewed_lease_is_longer(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    claim(database, worker_id).await;
    database.clock.advance(LEASE / 2);
    assert!(database.write(move |writing| job::renew(writing, id, worker_id, LEASE, None)).await);
    database.clock.advance(LEASE);
    assert_eq!(database.write(|writing| job::reclaim_expired(writing, BACKOFF)).await, 0);
    database.clock.advance(Duration::from_millis(1));
    assert_eq!(database.write(|writing| job::reclaim_expired(writing, BACKOFF)).await, 1);
    assert!(!database.write(move |writing| job::renew(writing, id, worker_id, LEASE, None)).await);
}

async fn only_the_holder_finishes_renews_and_fails(database: &TestDatabase) {
    let (id, holder, other) =
        (enqueue(database, work(None)).await.unwrap(), WorkerId::new(), WorkerId::new());
    assert!(!database.write(move |writing| job::finish(writing, id, holder)).await, "it waits");
    claim(database, holder).await;
    assert!(!database.write(move |writing| job::finish(writing, id, other)).await);
    assert!(!database.write(move |writing| job::renew(writing, id, other, LEASE, None)).await);
    assert_eq!(fail(database, id, other, false).await, AfterFailure::NotOurs);
    assert_eq!(find(database, id).await.state, JobState::Running);
    assert!(database.write(move |writing| job::finish(writing, id, holder)).await);
    assert_eq!(find(database, id).await.state, JobState::Done);
    assert!(!database.write(move |writing| job::finish(writing, id, holder)).await, "it is done");
    assert_eq!(fail(database, id, holder, false).await, AfterFailure::NotOurs);
}

async fn a_failed_job_waits_longer_each_time_and_dies_at_the_end(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    for (attempt, wait) in [(1, 10), (2, 15)] {
        assert_eq!(claim(database, worker_id).await.unwrap().attempts, attempt);
        let run_at = database.clock.now().plus(Duration::from_secs(wait));
        assert_eq!(fail(database, id, worker_id, false).await, AfterFailure::Again(run_at));
        let waiting = find(database, id).await;
        assert_eq!((waiting.state, waiting.worker_id, waiting.run_at), (JobState::Waiting, None, run_at));
        assert_eq!(waiting.failure.as_deref(), Some("it broke"));
        assert_eq!(claim(database, worker_id).await, None, "not before its time");
        database.clock.advance(Duration::from_secs(wait));
    }
    claim(database, worker_id).await.unwrap();
    assert_eq!(fail(database, id, worker_id, false).await, AfterFailure::Dead);
    assert_eq!(find(database, id).await.state, JobState::Dead);
    database.clock.advance(BACKOFF.most);
    assert_eq!(claim(database, worker_id).await, None);
}

async fn a_hopeless_job_dies_at_once(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    claim(database, worker_id).await;
    assert_eq!(fail(database, id, worker_id, true).await, AfterFailure::Dead);
    let dead = find(database, id).await;
    assert_eq!((dead.state, dead.attempts), (JobState::Dead, 1));
}

async fn a_failed_job_gives_way_to_the_same_work_entered_again(database: &TestDatabase) {
    let (first, worker_id) = (enqueue(database, work(Some("a"))).await.unwrap(), WorkerId::new());
    claim(database, worker_id).await;
    let second = enqueue(database, work(Some("a"))).await.unwrap();
    assert_eq!(fail(database, first, worker_id, false).await, AfterFailure::Dead);
    assert_eq!(find(database, first).await.state, JobState::Cancelled);
    assert_eq!(claim(database, worker_id).await.unwrap().id, second);
}

async fn what_a_dead_worker_had_fails_and_nothing_else(database: &TestDatabase) {
    let (dead, living) = (WorkerId::new(), WorkerId::new());
    for _ in 0..3 {
        enqueue(database, work(None)).await;
    }
    let (first, second) = (claim(database, dead).await.unwrap(), claim(database, living).await.unwrap());
    let finished = claim(database, dead).await.unwrap().id;
    database.write(move |writing| job::finish(writing, finished, dead)).await;
    let failed = database.write(move |writing| job::fail_all_of(writing, dead, "it died", BACKOFF)).await;
    assert_eq!(failed, [(first.id, AfterFailure::Again(START.plus(BACKOFF.first)))]);
    assert_eq!(find(database, first.id).await.failure.as_deref(), Some("it died"));
    assert_eq!(find(database, second.id).await.state, JobState::Running);
    assert_eq!(find(database, finished).await.state, JobState::Done);
}

/// The worker that has the job falls silent until its lease has run out.
async fn interrupt(database: &TestDatabase) {
    database.clock.advance(LEASE);
    assert_eq!(database.write(|writing| job::reclaim_expired(writing, BACKOFF)).await, 0);
    database.clock.advance(Duration::from_millis(1));
    assert_eq!(database.write(|writing| job::reclaim_expired(writing, BACKOFF)).await, 1);
    assert_eq!(database.write(|writing| job::reclaim_expired(writing, BACKOFF)).await, 0);
}

async fn an_interruption_costs_no_attempt_and_waits_longer_each_time(database: &TestDatabase) {
    let (id, worker_id) = (enqueue(database, work(None)).await.unwrap(), WorkerId::new());
    for (interruptions, wait) in [(1, 10), (2, 15), (3, 15)] {
        assert_eq!(claim(database, worker_id).await.unwrap().attempts, 1);
        interrupt(database).await;
        let waiting = find(database, id).await;
        assert_eq!((waiting.state, waiting.worker_id), (JobState::Waiting, None));
        assert_eq!((waiting.attempts, waiting.interruptions), (0, interruptions));
        assert!(waiting.failure.is_some());
        assert_eq!(waiting.run_at, database.clock.now().plus(Duration::from_secs(wait)));
        assert_eq!(claim(database, worker_id).await, None, "not before its time");
        database.clock.advance(Duration::from_secs(wait));
    }
    claim(database, worker_id).await.unwrap();
    assert!(database.write(move |writing| job::finish(writing, id, worker_id)).await);
}

async fn a_job_that_is_interrupted_ever_again_dies_at_the_end(database: &TestDatabase) {
    let id = enqueue(database, work(None)).await.unwrap();
    let mut interruptions = 0;
    while claim(database, WorkerId::new()).await.is_some() {
        interrupt(database).await;
        database.clock.advance(BACKOFF.most);
        interruptions += 1;
    }
    let dead = find(database, id).await;
    assert_eq!((dead.state, dead.attempts, dead.interruptions), (JobState::Dead, 3, interruptions));
    assert_eq!(interruptions, 13, "ten are forgiven, three are its attempts");
}

async fn what_was_interrupted_gives_way_to_the_same_work_entered_again(database: &TestDatabase) {
    let first = enqueue(database, work(Some("a"))).await.unwrap();
    claim(database, WorkerId::new()).await;
    let second = enqueue(database, work(Some("a"))).await.unwrap();
    interrupt(database).await;
    assert_eq!(find(database, first).await.state, JobState::Cancelled);
    assert_eq!(claim(database, WorkerId::new()).await.unwrap().id, second);
}

async fn a_job_is_cancelled_until_it_ends(database: &TestDatabase) {
    let worker_id = WorkerId::new();
    let running = enqueue(database, work(None)).await.unwrap();
    claim(database, worker_id).await;
    let waiting = enqueue(database, work(None)).await.unwrap();
    for id in [running, waiting] {
        assert!(database.write(move |writing| job::cancel(writing, id)).await);
        assert!(!database.write(move |writing| job::cancel(writing, id)).await);
        assert_eq!(find(database, id).await.state, JobState::Cancelled);
    }
    assert!(!database.write(move |writing| job::renew(writing, running, worker_id, LEASE, None)).await);
    assert_eq!(fail(database, running, worker_id, false).await, AfterFailure::NotOurs);
    assert_eq!(claim(database, worker_id).await, None);
    assert!(!database.write(|writing| job::cancel(writing, JobId::new())).await);
}

async fn jobs_are_counted_by_lane_and_state(database: &TestDatabase) {
    assert_eq!(database.read(job::counts).await, []);
    for lane in [Lane::Light, Lane::Light, Lane::Prepare] {
        enqueue(database, NewJob { lane, ..work(None) }).await;
    }
    claim(database, WorkerId::new()).await;
    let mut counts = database.read(job::counts).await;
    counts.sort_unstable();
    assert_eq!(
        counts,
        [
            (Lane::Prepare, JobState::Waiting, 1),
            (Lane::Light, JobState::Waiting, 1),
            (Lane::Light, JobState::Running, 1),
        ]
    );
}

async fn jobs_go_with_their_call(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    enqueue(database, NewJob::prepare(call_id, recording_id)).await;
    let kept = enqueue(database, NewJob::sweep_objects()).await.unwrap();
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert!(database.read(move |reading| job::of_call(reading, call_id)).await.is_empty());
    assert_eq!(find(database, kept).await.kind, job::SWEEP_OBJECTS);
}

async fn what_ended_long_ago_is_forgotten_page_by_page(database: &TestDatabase) {
    let worker_id = WorkerId::new();
    let mut done = Vec::new();
    for _ in 0..3 {
        let id = enqueue(database, work(None)).await.unwrap();
        claim(database, worker_id).await.unwrap();
        database.write(move |writing| job::finish(writing, id, worker_id)).await;
        done.push(id);
        database.clock.advance(Duration::from_secs(10));
    }
    let waiting = enqueue(database, work(None)).await.unwrap();
    let forget = |state, seconds: u64, limit| {
        let before = START.plus(Duration::from_secs(seconds));
        database.write(move |writing| job::forget(writing, state, before, limit))
    };
    assert_eq!(forget(JobState::Dead, 100, 10).await, 0);
    assert_eq!(forget(JobState::Done, 20, 1).await, 1, "a page is no larger than asked for");
    assert_eq!(forget(JobState::Done, 20, 10).await, 1, "what ended at that moment or later stays");
    assert_eq!(forget(JobState::Waiting, 100, 10).await, 0, "what waits has not ended");
    let left = |id| database.read(move |reading| job::find(reading, id));
    assert!(left(done[0]).await.is_none() && left(done[1]).await.is_none());
    assert!(left(done[2]).await.is_some() && left(waiting).await.is_some());
}
