//! Sources as configured things: their settings, who sat where, what comes from them, what failed.

use crate::fixtures::{a_call, a_recording, person_named, plain_call, plain_recording, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::job::{self, Backoff, Lane, NewJob};
use earmark::db::outbox::{self, EventKind};
use earmark::db::person::{self, Role};
use earmark::db::recording::{self, ChannelRole, RecordingState};
use earmark::db::source::{self, FieldRule, NamingPattern, SeatSpell, SourceKind, Target};
use earmark::db::{Scope, Window, call, project};
use earmark::ids::{SourceId, WorkerId};
use earmark::recorder::sources::{self, FailureKind};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    settings_are_kept_and_what_the_watch_notes_stays,
    who_sat_at_an_extension_depends_on_the_moment,
    an_extension_map_is_read_in_pages,
    arrivals_are_counted_by_the_hour,
    a_list_counts_by_its_calls,
    the_watch_notices_a_silence_and_its_end,
    what_failed_is_grouped_and_tried_again,
}

const HOUR: Duration = Duration::from_hours(1);

async fn settings_are_kept_and_what_the_watch_notes_stays(database: &TestDatabase) {
    let id = source_named(database, "pbx").await;
    let changed = database
        .write(move |writing| {
            let mut source = source::by_id(writing, id)?.unwrap();
            "Asia/Shanghai".clone_into(&mut source.time_zone);
            source.kind = SourceKind::WatchFolder;
            source.settings.naming = Some(NamingPattern::Freepbx);
            source.settings.channels.insert(1, ChannelRole::Customer);
            let rule = FieldRule { value: Some("Support".to_owned()), ..FieldRule::default() };
            source.settings.mapping.insert(Target::Queue, rule);
            source.project_id = Some(project::find_or_make(writing, "Cards")?.id);
            source.retention_days = Some(365);
            source::note_watch(writing, id, Some(START), Some(START))?;
            source::update(writing, &source)?;
            Ok(source)
        })
        .await;
    let stored = database.read(move |reading| source::by_id(reading, id)).await.unwrap();
    assert_eq!((stored.last_arrival_at, stored.silent_since), (Some(START), Some(START)));
    assert_eq!(stored.settings, changed.settings);
    assert_eq!((stored.kind, stored.retention_days), (SourceKind::WatchFolder, Some(365)));
    assert_eq!(stored.project_id, changed.project_id);
    let silent = database.read(source::silent).await;
    assert_eq!(silent.iter().map(|source| source.id).collect::<Vec<_>>(), [id]);
}

fn spell(extension: &str, agent: &str, from: i64, until: Option<i64>) -> SeatSpell {
    SeatSpell {
        extension: extension.to_owned(),
        agent: agent.to_owned(),
        from_at: Instant::from_millis(from),
        until_at: until.map(Instant::from_millis),
    }
}

async fn put(database: &TestDatabase, id: SourceId, spells: Vec<SeatSpell>) {
    database.write(move |writing| source::put_seats(writing, id, &spells)).await;
}

async fn who_sat_at_an_extension_depends_on_the_moment(database: &TestDatabase) {
    let (id, other) = (source_named(database, "pbx").await, source_named(database, "other").await);
    put(database, id, vec![spell("3201", "A", 0, Some(100)), spell("3201", "B", 100, None)]).await;
    put(database, other, vec![spell("3201", "X", 0, None)]).await;
    let at = async |extension: &'static str, at: i64| {
        database.read(move |reading| source::agent_at(reading, id, extension, Instant::from_millis(at))).await
    };
    assert_eq!(at("3201", 99).await.as_deref(), Some("A"));
    assert_eq!(at("3201", 100).await.as_deref(), Some("B"));
    assert_eq!(at("3202", 100).await, None);
    // Another map takes the place of the old one, and of no other source's.
    put(database, id, vec![spell("3201", "C", 50, None)]).await;
    assert_eq!(at("3201", 49).await, None);
    assert_eq!(at("3201", 50).await.as_deref(), Some("C"));
    assert_eq!(database.read(move |reading| source::count_seats(reading, other)).await, 1);
}

async fn an_extension_map_is_read_in_pages(database: &TestDatabase) {
    let id = source_named(database, "pbx").await;
    let spells: Vec<_> = (0..5).map(|number| spell(&format!("320{number}"), "A", 0, None)).collect();
    put(database, id, spells.clone()).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let window = Window::new(after, 2);
        let page = database.read(move |reading| source::seats_page(reading, id, window)).await;
        assert_eq!(page.total, 5);
        seen.extend(page.items.into_iter().map(|seat| seat.extension));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, spells.into_iter().map(|spell| spell.extension).collect::<Vec<_>>());
}

/// Enters a recording of a call of its own, arrived at this moment.
async fn arrive(database: &TestDatabase, source_id: SourceId, name: String, at: Instant) {
    database
        .write(move |writing| {
            let mut call = plain_call(source_id, "");
            name.clone_into(&mut call.identity);
            call.native_id = Some(name.clone());
            (call.created_at, call.started_at) = (at, at.minus(Duration::from_mins(5)));
            call::insert(writing, &call)?;
            let mut recording = plain_recording(call.id, 1);
            recording.created_at = at;
            recording::insert(writing, &recording)
        })
        .await;
}

async fn arrivals_are_counted_by_the_hour(database: &TestDatabase) {
    let (pbx, other) = (source_named(database, "pbx").await, source_named(database, "other").await);
    // It is half past: two arrivals of this hour, one of the last.
    let (now, before) = (START, START.minus(HOUR));
    for (number, (id, at)) in
        [(pbx, now), (pbx, now.minus(HOUR / 4)), (pbx, before), (other, now)].into_iter().enumerate()
    {
        arrive(database, id, number.to_string(), at).await;
    }
    let until = now.plus(Duration::from_millis(1));
    let counted = database.read(move |reading| source::arrivals_between(reading, before, until)).await;
    let mut counts: Vec<_> = counted
        .iter()
        .map(|one| (one.count.source_id == pbx, one.count.hour_at, one.count.arrivals, one.last_at))
        .collect();
    counts.sort();
    let this_hour = START.minus(HOUR / 2);
    assert_eq!(
        counts,
        [(false, this_hour, 1, now), (true, this_hour.minus(HOUR), 1, before), (true, this_hour, 2, now)]
    );
    let lags = database.read(move |reading| source::lags(reading, pbx, before, 2)).await;
    assert_eq!(lags, [300_000, 300_000]);

    let counts: Vec<_> = counted.iter().map(|one| one.count).collect();
    for _ in 0..2 {
        let counts = counts.clone();
        database.write(move |writing| source::put_hours(writing, before.minus(HOUR), &counts)).await;
    }
    assert_eq!(database.read(move |reading| source::recorded_hours(reading, before)).await.len(), 2);
    assert_eq!(database.read(source::last_counted_hour).await, Some(this_hour));
}

async fn a_list_counts_by_its_calls(database: &TestDatabase) {
    let id = source_named(database, "pbx").await;
    database
        .write(move |writing| {
            let mut source = source::by_id(writing, id)?.unwrap();
            source.kind = SourceKind::Import;
            source::update(writing, &source)
        })
        .await;
    a_call(database, "without-audio").await;
    let all = Instant::from_millis(i64::MAX);
    let counted =
        database.read(move |reading| source::arrivals_between(reading, Instant::from_millis(0), all)).await;
    assert_eq!(counted.iter().map(|one| one.count.arrivals).collect::<Vec<_>>(), [1]);
}

async fn the_watch_notices_a_silence_and_its_end(database: &TestDatabase) {
    let id = source_named(database, "pbx").await;
    // Twenty an hour, day and night, for four days; the last of them half an hour ago.
    for hour in 0..96_u32 {
        for number in 0..20_u32 {
            let at = START.minus(HOUR / 2 + HOUR * (95 - hour) + Duration::from_secs(u64::from(number)));
            arrive(database, id, format!("{hour}-{number}"), at).await;
        }
    }
    let administrator = person_named(database, "A").await;
    let inspector = person_named(database, "B").await;
    database
        .write(move |writing| {
            person::grant(writing, administrator, Role::Administrator, None)?;
            person::grant(writing, inspector, Role::Inspector, None)
        })
        .await;
    let silent_since = async || {
        sources::watch(&database.db).await.unwrap();
        database.read(move |reading| source::by_id(reading, id)).await.unwrap().silent_since
    };
    assert!(silent_since().await.is_some(), "half an hour of ten missing arrivals is a silence");
    assert!(silent_since().await.is_some());
    let told = database
        .write(|writing| {
            outbox::number_due(writing, 10)?;
            outbox::after(writing, 0, 10)
        })
        .await;
    let told: Vec<_> =
        told.into_iter().map(|(event, people)| (event.kind, event.subject_id, people)).collect();
    let silence = (EventKind::SourceSilent, *id.as_bytes(), vec![administrator]);
    assert_eq!(told, [silence], "whoever sees sources is told, and once");
    let source = database.read(move |reading| source::by_id(reading, id)).await.unwrap();
    assert_eq!(source.last_arrival_at, Some(START.minus(HOUR / 2)));
    assert_eq!(source.silent_since, source.last_arrival_at);
    arrive(database, id, "again".to_owned(), START).await;
    database.clock.advance(Duration::from_secs(1));
    assert_eq!(silent_since().await, None);
    // Hours that are over are counted once, however often it is watched.
    let hours = database.read(|reading| source::recorded_hours(reading, Instant::from_millis(0))).await;
    assert_eq!(
        hours.iter().map(|hour| hour.arrivals).sum::<i64>() + in_this_hour(database).await,
        96 * 20 + 1
    );
}

async fn in_this_hour(database: &TestDatabase) -> i64 {
    let all = Instant::from_millis(i64::MAX);
    let from = START.minus(HOUR / 2);
    let counted = database.read(move |reading| source::arrivals_between(reading, from, all)).await;
    counted.iter().map(|one| one.count.arrivals).sum()
}

async fn what_failed_is_grouped_and_tried_again(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let id = source_named(database, "pbx").await;
    let worker = WorkerId::new();
    database
        .write(move |writing| {
            recording::set_failed(writing, recording_id, "audio_damaged", "it is damaged")?;
            job::enqueue(writing, &NewJob::transcribe(call_id, recording_id, None))?;
            let claimed = job::claim(writing, Lane::Transcribe, worker, HOUR)?.unwrap();
            job::fail(writing, claimed.id, worker, "no memory", true, Backoff::default()).map(drop)
        })
        .await;
    let groups = sources::failures(&database.db, Scope::Everything, id).await.unwrap();
    let found: Vec<_> = groups
        .iter()
        .map(|group| (group.kind, group.reason.as_str(), group.message.as_str(), group.count))
        .collect();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&(FailureKind::Undecodable, "audio_damaged", "it is damaged", 1)), "{found:?}");
    assert!(found.contains(&(FailureKind::GivenUp, "transcribe_recording", "no memory", 1)), "{found:?}");
    assert_eq!(groups[0].examples, [(call_id, recording_id)]);

    let by = earmark::access::By::from(earmark::db::audit::Actor::System);
    let other = Some((FailureKind::GivenUp, "prepare_recording".to_owned()));
    let everything = || Scope::Everything;
    assert_eq!(sources::retry(&database.db, by, everything(), id, other, None).await.unwrap(), 0);
    assert_eq!(sources::retry(&database.db, by, everything(), id, None, None).await.unwrap(), 2);
    assert_eq!(sources::failures(&database.db, everything(), id).await.unwrap(), []);
    let jobs = database.read(move |reading| job::of_call(reading, call_id)).await;
    let waiting: Vec<_> =
        jobs.iter().filter(|job| job.state == job::JobState::Waiting).map(|job| job.kind.as_str()).collect();
    assert_eq!(waiting.len(), 2, "{jobs:?}");
    let again = database
        .read(move |reading| recording::find(reading, &Scope::Everything, recording_id))
        .await
        .unwrap();
    assert_eq!((again.state, again.failure), (RecordingState::Accepted, None));
}
