//! Transcriptions as work: what waits, what is at work, what ended badly, how fast it went.

use crate::fixtures::{a_call, a_recording, plain_recording};
use crate::harness::TestDatabase;
use crate::jobs::{LEASE, enqueue};
use earmark::db::job::{self, AfterFailure, Backoff, JobState, Lane, NewJob, Transcription};
use earmark::db::{Window, call, recording};
use earmark::ids::{CallId, JobId, SourceId, WorkerId};
use std::time::Duration;

contract_suite! {
    what_waits_is_told_by_source_and_in_the_order_it_is_taken,
    what_is_put_first_is_taken_first,
    hands_are_those_at_work_and_those_that_just_finished,
    what_is_at_work_says_how_far_it_is,
    what_was_stopped_or_given_up_is_told_until_it_is_tried_again,
    speed_is_that_of_what_was_done,
}

const MINUTE_MS: i64 = 60_000;

async fn source_of(database: &TestDatabase, call_id: CallId) -> SourceId {
    let call =
        database.read(move |reading| call::find(reading, &earmark::db::Scope::Everything, call_id)).await;
    call.unwrap().source_id
}

/// One recording of a source that waits and at most four more, a minute each.
async fn waiting(database: &TestDatabase, more: usize) -> (SourceId, Vec<JobId>) {
    let (first_call, first) = a_recording(database).await;
    let mut jobs =
        vec![enqueue(database, NewJob::transcribe(first_call, first, Some(MINUTE_MS))).await.unwrap()];
    for (number, native_id) in (11..).zip(["two", "three", "four", "five"]).take(more) {
        let call_id = a_call(database, native_id).await;
        let new = plain_recording(call_id, number);
        let id = new.id;
        database.write(move |writing| recording::insert(writing, &new)).await;
        jobs.push(enqueue(database, NewJob::transcribe(call_id, id, Some(MINUTE_MS))).await.unwrap());
    }
    (source_of(database, first_call).await, jobs)
}

async fn listed(database: &TestDatabase, sources: Vec<SourceId>, limit: i64) -> Vec<JobId> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let sources = sources.clone();
        let page =
            database.read(move |reading| job::waiting(reading, &sources, Window::new(after, limit))).await;
        found.extend(page.items.iter().map(|one| one.job.id));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

async fn claim(database: &TestDatabase, worker_id: WorkerId) -> JobId {
    let claimed =
        database.write(move |writing| job::claim(writing, Lane::Transcribe, worker_id, LEASE)).await;
    claimed.unwrap().id
}

async fn running(database: &TestDatabase, source_id: SourceId) -> Vec<Transcription> {
    database.read(move |reading| job::running(reading, &[source_id], 10)).await
}

async fn ended_badly(database: &TestDatabase, source_id: SourceId) -> Vec<Transcription> {
    database.read(move |reading| job::ended_badly(reading, &[source_id], 10)).await
}

async fn what_waits_is_told_by_source_and_in_the_order_it_is_taken(database: &TestDatabase) {
    let (source_id, jobs) = waiting(database, 4).await;
    let behind = database.read(move |reading| job::behind(reading, &[source_id])).await;
    assert_eq!(behind.len(), 1);
    let [one] = behind.as_slice() else { panic!("one source") };
    assert_eq!((one.source_id, one.recordings, one.audio_ms), (source_id, 5, 5 * MINUTE_MS));
    assert!(one.since.is_some());
    assert_eq!(listed(database, vec![source_id], 2).await, jobs);
    assert_eq!(listed(database, vec![SourceId::new()], 2).await, [], "of another source");
    assert!(database.read(|reading| job::behind(reading, &[])).await.is_empty());
}

async fn what_is_put_first_is_taken_first(database: &TestDatabase) {
    let (source_id, jobs) = waiting(database, 3).await;
    let [one, two, three, four] = jobs.as_slice() else { panic!("four jobs") };
    let hurried = *three;
    assert!(database.write(move |writing| job::put_first(writing, hurried)).await);
    assert_eq!(listed(database, vec![source_id], 1).await, [*three, *one, *two, *four]);
    assert_eq!(claim(database, WorkerId::new()).await, *three);
    assert!(!database.write(move |writing| job::put_first(writing, hurried)).await, "it is at work");

    // Whoever comes later with something more urgent is not behind what was urgent before.
    for hurried in [*two, *four] {
        assert!(database.write(move |writing| job::put_first(writing, hurried)).await);
    }
    assert_eq!(listed(database, vec![source_id], 10).await, [*four, *two, *one]);
}

async fn hands_are_those_at_work_and_those_that_just_finished(database: &TestDatabase) {
    let (source_id, _) = waiting(database, 2).await;
    let (one, two) = (WorkerId::new(), WorkerId::new());
    let hands = async |since| database.read(move |reading| job::hands(reading, &[source_id], since)).await;
    assert_eq!(hands(database.clock.now()).await, 0);
    let (first, _) = (claim(database, one).await, claim(database, two).await);
    assert_eq!(hands(database.clock.now()).await, 2);
    let before = database.clock.now();
    database.clock.advance(Duration::from_secs(5));
    assert!(database.write(move |writing| job::finish(writing, first, one)).await);
    assert_eq!(hands(before).await, 2, "it is about to begin the next");
    database.clock.advance(Duration::from_secs(5));
    assert_eq!(hands(database.clock.now()).await, 1);
    claim(database, one).await;
    assert_eq!(hands(before).await, 2, "each is counted once");
    assert_eq!(database.read(move |reading| job::hands(reading, &[], before)).await, 0);
}

async fn what_is_at_work_says_how_far_it_is(database: &TestDatabase) {
    let (source_id, _) = waiting(database, 0).await;
    let worker_id = WorkerId::new();
    let id = claim(database, worker_id).await;
    let [begun] = running(database, source_id).await.try_into().unwrap();
    assert_eq!((begun.job.id, begun.progress, begun.audio_ms), (id, None, Some(MINUTE_MS)));
    assert!(begun.begun_at.is_some());
    assert!(database.write(move |writing| job::renew(writing, id, worker_id, LEASE, Some(420))).await);
    let [further] = running(database, source_id).await.try_into().unwrap();
    assert_eq!(further.progress, Some(420));
    let again = database.read(move |reading| job::transcription(reading, &[source_id], id)).await;
    assert_eq!(again, Some(further));
    assert_eq!(database.read(move |reading| job::transcription(reading, &[], id)).await, None);
}

async fn what_was_stopped_or_given_up_is_told_until_it_is_tried_again(database: &TestDatabase) {
    let (source_id, jobs) = waiting(database, 2).await;
    let worker_id = WorkerId::new();
    let failed = claim(database, worker_id).await;
    let backoff = Backoff::default();
    let after = database
        .write(move |writing| {
            let why = job::coded("speech_engine_failed", "it broke");
            job::fail(writing, failed, worker_id, &why, true, backoff)
        })
        .await;
    assert_eq!(after, AfterFailure::Dead);
    let dead = database.read(move |reading| job::find(reading, failed)).await.unwrap();
    assert_eq!(dead.failure_code.as_deref(), Some("speech_engine_failed"));
    let of_source = database.read(move |reading| job::dead_of_source(reading, source_id, 10)).await;
    assert_eq!(
        (of_source[0].failure_code.as_deref(), of_source[0].failure.as_str()),
        (Some("speech_engine_failed"), "it broke")
    );
    let stopped = jobs[1];
    assert!(database.write(move |writing| job::stop(writing, stopped)).await);
    assert!(!database.write(move |writing| job::stop(writing, stopped)).await, "once");
    let reasons = |ended: Vec<Transcription>| -> Vec<(JobId, Option<String>)> {
        let mut found: Vec<_> = ended.into_iter().map(|one| (one.job.id, one.job.failure)).collect();
        found.sort_by_key(|(id, _)| *id);
        found
    };
    let expected = [(failed, Some("it broke".to_owned())), (stopped, Some(job::STOPPED.to_owned()))].to_vec();
    assert_eq!(reasons(ended_badly(database, source_id).await), expected);
    for id in [failed, stopped] {
        database.write(move |writing| job::set_aside(writing, id)).await;
    }
    assert_eq!(reasons(ended_badly(database, source_id).await), []);
    let kept = database.read(move |reading| job::find(reading, stopped)).await.unwrap();
    assert_eq!((kept.state, kept.failure), (JobState::Cancelled, None));
}

async fn speed_is_that_of_what_was_done(database: &TestDatabase) {
    let (source_id, _) = waiting(database, 1).await;
    for _ in 0..2 {
        let worker_id = WorkerId::new();
        let id = claim(database, worker_id).await;
        database.clock.advance(Duration::from_secs(3));
        assert!(database.write(move |writing| job::finish(writing, id, worker_id)).await);
    }
    let since = earmark::time::Instant::from_millis(0);
    let done = database.read(move |reading| job::done_since(reading, &[source_id], since)).await;
    assert_eq!((done.recordings, done.audio_ms, done.spent_ms), (2, 2 * MINUTE_MS, 6_000));
    let later = database.clock.now().plus(Duration::from_secs(1));
    let none = database.read(move |reading| job::done_since(reading, &[source_id], later)).await;
    assert_eq!(none, job::Done::default());
}
