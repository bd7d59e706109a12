//! Whose words are made: by the policy of a source, for an inspector's call, and for whoever asks.

use crate::fixtures::{a_call, a_recording, a_scorecard, person_named, plain_assignment, plain_recording};
use crate::harness::TestDatabase;
use crate::jobs::{LEASE, enqueue};
use earmark::db::job::{
    self, AfterFailure, Backoff, Job, JobState, Lane, NewJob, TRANSCRIBE_RECORDING, Wish,
};
use earmark::db::recording::{self, AudioFacts};
use earmark::db::source::{self, Transcribing};
use earmark::db::{Scope, Window, assignment, call};
use earmark::ids::{CallId, RecordingId, WorkerId};

contract_suite! {
    a_source_has_transcribed_what_its_policy_takes,
    an_inspectors_call_is_transcribed_and_comes_first_unless_all_come_in_turn,
    what_nobody_asked_for_is_transcribed_once_somebody_does,
    what_was_given_up_waits_for_an_administrator_and_what_was_stopped_for_somebody_who_asks,
    words_are_made_once_more_and_once_at_a_time,
    what_somebody_waits_for_stays_at_the_head_from_step_to_step,
    a_wish_that_comes_while_work_is_done_carries_what_follows_ahead,
}

const MINUTE_MS: i64 = 60_000;

/// A prepared recording of a source with this policy; nothing is entered for it.
async fn prepared(database: &TestDatabase, policy: Transcribing) -> (CallId, RecordingId) {
    let (call_id, recording_id) = a_recording(database).await;
    let facts = AudioFacts {
        container: "wave".to_owned(),
        codec: "pcm_s16le".to_owned(),
        sample_rate: 8_000,
        channel_count: 1,
        duration_ms: 60_000,
        truncated: false,
    };
    database.write(move |writing| recording::set_prepared(writing, recording_id, &facts)).await;
    set_policy(database, call_id, policy).await;
    (call_id, recording_id)
}

async fn set_policy(database: &TestDatabase, call_id: CallId, policy: Transcribing) {
    database
        .write(move |writing| {
            let of = call::find(writing, &Scope::Everything, call_id)?.unwrap().source_id;
            let mut changed = source::by_id(writing, of)?.unwrap();
            changed.transcribing = policy;
            source::update(writing, &changed)?;
            assert_eq!(source::by_id(writing, of)?.unwrap().transcribing, policy);
            Ok(())
        })
        .await;
}

async fn enter(database: &TestDatabase, (call_id, recording_id): (CallId, RecordingId)) {
    let minute = Some(MINUTE_MS);
    database.write(move |writing| job::enter_transcription(writing, call_id, recording_id, minute)).await;
}

async fn wish(database: &TestDatabase, call_id: CallId, wish: Wish) {
    database.write(move |writing| job::want_words(writing, call_id, wish)).await;
}

async fn is_news(database: &TestDatabase, call_id: CallId, wish: Wish) -> bool {
    database.read(move |reading| job::is_news(reading, call_id, wish)).await
}

/// The transcriptions of the call in these states.
async fn work(database: &TestDatabase, call_id: CallId, states: &'static [JobState]) -> Vec<Job> {
    let mut all = database.read(move |reading| job::of_call(reading, call_id)).await;
    all.retain(|one| one.kind == TRANSCRIBE_RECORDING && states.contains(&one.state));
    all
}

async fn priorities(database: &TestDatabase, call_id: CallId) -> Vec<i32> {
    let waiting = database.read(move |reading| {
        let of = call::find(reading, &Scope::Everything, call_id)?.unwrap().source_id;
        job::waiting(reading, &[of], Window::new(None, 10))
    });
    waiting.await.items.iter().map(|one| one.priority).collect()
}

async fn assign(database: &TestDatabase, call_id: CallId) {
    let (inspector, (card, _)) = (person_named(database, "I").await, a_scorecard(database).await);
    database
        .write(move |writing| assignment::insert(writing, &plain_assignment(call_id, inspector, card)))
        .await;
}

async fn a_source_has_transcribed_what_its_policy_takes(database: &TestDatabase) {
    let one = prepared(database, Transcribing::OnRequest).await;
    enter(database, one).await;
    assert_eq!(priorities(database, one.0).await, [] as [i32; 0]);
    let share = (1..=99).map(Transcribing::Sampled).find(|share| share.takes(one.0));
    let taken = share.unwrap_or(Transcribing::AssignedFirst);
    set_policy(database, one.0, taken).await;
    enter(database, one).await;
    assert_eq!(priorities(database, one.0).await, [0]);
}

async fn an_inspectors_call_is_transcribed_and_comes_first_unless_all_come_in_turn(database: &TestDatabase) {
    let one = prepared(database, Transcribing::All).await;
    enter(database, one).await;
    assign(database, one.0).await;
    wish(database, one.0, Wish::Assigned).await;
    assert_eq!(priorities(database, one.0).await, [0], "all come in turn");
    set_policy(database, one.0, Transcribing::AssignedFirst).await;
    wish(database, one.0, Wish::Assigned).await;
    assert_eq!(priorities(database, one.0).await, [5]);
    let [waiting] = work(database, one.0, &[JobState::Waiting]).await.try_into().unwrap();
    database.write(move |writing| job::cancel(writing, waiting.id)).await;

    // It was assigned before it was prepared.
    set_policy(database, one.0, Transcribing::OnRequest).await;
    enter(database, one).await;
    assert_eq!(priorities(database, one.0).await, [5]);
}

async fn what_nobody_asked_for_is_transcribed_once_somebody_does(database: &TestDatabase) {
    let one = prepared(database, Transcribing::OnRequest).await;
    for wanted in [Wish::Assigned, Wish::Awaited, Wish::Asked] {
        assert!(is_news(database, one.0, wanted).await, "{wanted:?}");
    }
    wish(database, one.0, Wish::Assigned).await;
    assert_eq!(priorities(database, one.0).await, [5]);
    assert!(!is_news(database, one.0, Wish::Assigned).await);
    assert!(is_news(database, one.0, Wish::Awaited).await, "it waits behind what is awaited");
    wish(database, one.0, Wish::Awaited).await;
    wish(database, one.0, Wish::Asked).await;
    assert_eq!(priorities(database, one.0).await, [10], "the same words once");
    assert!(!is_news(database, one.0, Wish::Asked).await);
}

async fn what_was_given_up_waits_for_an_administrator_and_what_was_stopped_for_somebody_who_asks(
    database: &TestDatabase,
) {
    let one = prepared(database, Transcribing::OnRequest).await;
    wish(database, one.0, Wish::Asked).await;
    let [waiting] = work(database, one.0, &[JobState::Waiting]).await.try_into().unwrap();
    database.write(move |writing| job::stop(writing, waiting.id)).await;
    for silent in [Wish::Assigned, Wish::Awaited] {
        assert!(!is_news(database, one.0, silent).await, "{silent:?}");
        wish(database, one.0, silent).await;
    }
    assert_eq!(work(database, one.0, &[JobState::Waiting]).await, []);
    wish(database, one.0, Wish::Asked).await;

    let worker = WorkerId::new();
    let claimed =
        database.write(move |writing| job::claim(writing, Lane::Transcribe, worker, LEASE)).await.unwrap();
    let (id, hopeless) = (claimed.id, Backoff::default());
    let after = database.write(move |writing| job::fail(writing, id, worker, "no", true, hopeless)).await;
    assert_eq!(after, AfterFailure::Dead);
    wish(database, one.0, Wish::Asked).await;
    assert_eq!(work(database, one.0, &[JobState::Waiting]).await, []);
}

async fn words_are_made_once_more_and_once_at_a_time(database: &TestDatabase) {
    let (call_id, recording_id) = prepared(database, Transcribing::OnRequest).await;
    let again = || {
        database.write(move |writing| {
            let of = recording::find(writing, &Scope::Everything, recording_id)?.unwrap();
            job::want_again(writing, &of)
        })
    };
    let last = || {
        database.read(move |reading| {
            let of = recording::find(reading, &Scope::Everything, recording_id)?.unwrap();
            Ok(job::last_transcription(reading, &of)?.map(|job| job.state))
        })
    };
    assert_eq!(last().await, None);
    assert!(again().await);
    assert!(!again().await, "it waits");
    assert_eq!(priorities(database, call_id).await, [10]);
    let worker = WorkerId::new();
    let claim = || database.write(move |writing| job::claim(writing, Lane::Transcribe, worker, LEASE));
    let id = claim().await.unwrap().id;
    assert!(!again().await, "it is at work");
    assert_eq!(last().await, Some(JobState::Running));
    assert!(database.write(move |writing| job::finish(writing, id, worker)).await);
    assert!(again().await, "it is done");
    let id = claim().await.unwrap().id;
    let hopeless = Backoff::default();
    database.write(move |writing| job::fail(writing, id, worker, "no", true, hopeless)).await;
    assert_eq!(last().await, Some(JobState::Dead));
    assert!(again().await, "what was given up makes room");
    assert_eq!(work(database, call_id, &[JobState::Dead]).await, []);
    assert_eq!(last().await, Some(JobState::Waiting));
}

/// Two recordings, the first with ordinary work in both lanes that was entered earlier.
async fn two_in_line(database: &TestDatabase) -> [(CallId, RecordingId); 2] {
    let ordinary = a_recording(database).await;
    enqueue(database, NewJob::transcribe(ordinary.0, ordinary.1, Some(MINUTE_MS))).await.unwrap();
    enqueue(database, NewJob::redact_sound(ordinary.0, ordinary.1)).await.unwrap();
    let call_id = a_call(database, "awaited").await;
    let new = plain_recording(call_id, 11);
    let id = new.id;
    database.write(move |writing| recording::insert(writing, &new)).await;
    [ordinary, (call_id, id)]
}

/// What comes next in a lane, and whose call it is.
async fn begin(database: &TestDatabase, lane: Lane) -> (Job, WorkerId) {
    let worker = WorkerId::new();
    let claimed = database.write(move |writing| job::claim(writing, lane, worker, LEASE)).await;
    (claimed.unwrap(), worker)
}

async fn end(database: &TestDatabase, (work, worker): &(Job, WorkerId)) {
    let (id, worker) = (work.id, *worker);
    assert!(database.write(move |writing| job::finish(writing, id, worker)).await);
}

fn told((work, _): &(Job, WorkerId)) -> (&str, Option<CallId>) {
    (work.kind.as_str(), work.call_id)
}

async fn what_somebody_waits_for_stays_at_the_head_from_step_to_step(database: &TestDatabase) {
    let [ordinary, awaited] = two_in_line(database).await;
    set_policy(database, awaited.0, Transcribing::OnRequest).await;
    enqueue(database, NewJob::prepare(awaited.0, awaited.1)).await.unwrap();
    wish(database, awaited.0, Wish::Awaited).await;
    let prepare = begin(database, Lane::Prepare).await;
    assert_eq!(told(&prepare), (job::PREPARE_RECORDING, Some(awaited.0)));
    // As each job does it, before it ends.
    enter(database, awaited).await;
    end(database, &prepare).await;

    let transcribe = begin(database, Lane::Transcribe).await;
    assert_eq!(told(&transcribe), (TRANSCRIBE_RECORDING, Some(awaited.0)), "also where nothing is by itself");
    let sound = NewJob::redact_sound(awaited.0, awaited.1);
    database.write(move |writing| job::enter_next(writing, sound.clone())).await;
    end(database, &transcribe).await;

    let redact = begin(database, Lane::Prepare).await;
    assert_eq!(told(&redact), (job::REDACT_SOUND, Some(awaited.0)));
    assert_eq!(told(&begin(database, Lane::Prepare).await), (job::REDACT_SOUND, Some(ordinary.0)));
    assert_eq!(told(&begin(database, Lane::Transcribe).await), (TRANSCRIBE_RECORDING, Some(ordinary.0)));
}

async fn a_wish_that_comes_while_work_is_done_carries_what_follows_ahead(database: &TestDatabase) {
    let [ordinary, awaited] = two_in_line(database).await;
    let mut words = NewJob::transcribe(awaited.0, awaited.1, Some(MINUTE_MS));
    words.priority = 1;
    enqueue(database, words).await.unwrap();
    let transcribe = begin(database, Lane::Transcribe).await;
    assert_eq!(told(&transcribe), (TRANSCRIBE_RECORDING, Some(awaited.0)));
    assert!(is_news(database, awaited.0, Wish::Awaited).await);
    wish(database, awaited.0, Wish::Awaited).await;
    assert!(!is_news(database, awaited.0, Wish::Awaited).await, "it is told once");
    let sound = NewJob::redact_sound(awaited.0, awaited.1);
    database.write(move |writing| job::enter_next(writing, sound.clone())).await;
    end(database, &transcribe).await;
    let redact = begin(database, Lane::Prepare).await;
    assert_eq!(told(&redact), (job::REDACT_SOUND, Some(awaited.0)));
    end(database, &redact).await;
    // What is entered while nothing is done for the call is as ordinary as ever.
    let prepare = NewJob::prepare(awaited.0, awaited.1);
    database.write(move |writing| job::enter_next(writing, prepare.clone())).await;
    assert_eq!(told(&begin(database, Lane::Prepare).await), (job::REDACT_SOUND, Some(ordinary.0)));
}
