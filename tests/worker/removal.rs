//! Workers that are killed in the middle of removing calls: whatever was removed until then is gone
//! with everything, what was not is there with everything, and whoever goes on comes to the end.

use crate::processes::Process;
use crate::setting::{Setting, on_each_database};
use bytes::Bytes;
use earmark::access::By;
use earmark::db::audit::{self, Actor};
use earmark::db::call::{self, Call, CustomerNumber};
use earmark::db::erasure::{self, ErasureState};
use earmark::db::hold::HoldKind;
use earmark::db::job::Lane;
use earmark::db::recording::{self, Recording, RecordingState};
use earmark::db::removal::RemovalCause;
use earmark::db::retention_rule::{RuleConditions, RuleDefinition};
use earmark::db::retention_run::{self, RunState};
use earmark::db::source;
use earmark::db::stored_object::{self, Purpose, StoredObject};
use earmark::db::{DbError, Reading, Scope, Writing, removal, tombstone};
use earmark::ids::{CallId, ObjectKey, RecordingId, SourceId};
use earmark::recorder::erasure::request_erasure;
use earmark::recorder::holds::{Held, place_hold};
use earmark::recorder::retention::{RuleText, make_rule, start_run};
use earmark::storage::{Filesystem, ObjectStore};
use futures_util::{StreamExt, stream};
use rustix::process::Signal;
use serde_json::Map;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How many calls there are: far more than a worker removes until it is killed.
const CALLS: usize = 240;
/// How large each of their objects is.
const BYTES: u32 = 100;
const NUMBER: &str = "13800138000";
/// What is left over is swept at once.
const OPTIONS: [&str; 6] = ["--lanes", "light", "--lease-ms", "2000", "--orphan-age-ms", "0"];

/// A call with a recording and its two objects.
#[derive(Debug, Clone)]
struct Entered {
    call_id: CallId,
    recording_id: RecordingId,
    content_hash: [u8; 32],
    objects: [ObjectKey; 2],
}

/// What there is of a call, or of one that is gone.
#[derive(Debug, PartialEq, Eq)]
struct Traces {
    call: bool,
    recordings: usize,
    objects: usize,
    /// Why it was removed.
    removal: Option<RemovalCause>,
    tombstone: bool,
    /// Lines of the audit trail that say so.
    lines: usize,
}

/// How far a run or a request is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Progress {
    removed: usize,
    bytes: i64,
    /// Nothing more is to be done.
    is_over: bool,
}

/// Reads how far it is.
trait Count: Fn(&mut Reading<'_>) -> Result<Progress, DbError> + Copy + Send + 'static {}

impl<F: Fn(&mut Reading<'_>) -> Result<Progress, DbError> + Copy + Send + 'static> Count for F {}

fn by() -> By {
    By::from(Actor::CommandLine)
}

/// A hundred days old.
fn old_call(writing: &Writing<'_>, source_id: SourceId, number: usize) -> Call {
    let now = writing.now();
    let started_at = now.minus(Duration::from_hours(100 * 24));
    Call {
        id: CallId::new(),
        source_id,
        identity: number.to_string(),
        native_id: Some(number.to_string()),
        direction: None,
        customer_number: Some(CustomerNumber(NUMBER.to_owned())),
        queue_id: None,
        project_id: None,
        started_at,
        local_date: started_at.local_date(&jiff::tz::TimeZone::UTC).to_string(),
        disposition: None,
        wrap_up: None,
        ticket: None,
        tags: Vec::new(),
        metadata: Map::new(),
        created_at: now,
        duration_ms: 0,
    }
}

fn enter(writing: &mut Writing<'_>, source_id: SourceId, number: usize) -> Result<Entered, DbError> {
    let (call, now) = (old_call(writing, source_id, number), writing.now());
    call::insert(writing, &call)?;
    let mut content_hash = [0; 32];
    content_hash[..8].copy_from_slice(&number.to_be_bytes());
    let audio = Recording {
        id: RecordingId::new(),
        call_id: call.id,
        content_hash,
        bytes: u64::from(BYTES),
        file_name: None,
        offset_ms: 0,
        channel_roles: [].into(),
        state: RecordingState::Accepted,
        failure: None,
        audio: None,
        created_at: now,
        leg: None,
        paired_into: None,
        started_at: None,
    };
    recording::insert(writing, &audio)?;
    let objects = [ObjectKey::new(), ObjectKey::new()];
    for (key, purpose) in objects.into_iter().zip([Purpose::Original, Purpose::Peaks]) {
        let (call_id, recording_id, bytes) = (call.id, Some(audio.id), i64::from(BYTES));
        let object = StoredObject { key, call_id, recording_id, purpose, bytes, created_at: now };
        stored_object::insert(writing, &object)?;
    }
    Ok(Entered { call_id: call.id, recording_id: audio.id, content_hash, objects })
}

/// The calls of a customer, with their objects; the first is under a legal hold.
fn enter_all(setting: &Setting) -> (SourceId, Vec<Entered>) {
    let (source_id, calls) = setting.write(|writing| {
        let source_id = source::find_or_make(writing, "pbx")?.id;
        let calls = (0..CALLS).map(|number| enter(writing, source_id, number));
        Ok((source_id, calls.collect::<Result<Vec<_>, DbError>>()?))
    });
    let store = store(setting);
    setting.run(async {
        for key in calls.iter().flat_map(|call| call.objects) {
            let content = stream::once(async { Ok(Bytes::from(vec![7; BYTES as usize])) }).boxed();
            store.put(key, u64::from(BYTES), content).await.unwrap();
        }
        let held = Held::Calls(vec![calls[0].call_id]);
        place_hold(setting.db(), by(), Scope::Everything, HoldKind::Legal, "a letter", held).await.unwrap();
    });
    (source_id, calls)
}

fn store(setting: &Setting) -> Filesystem {
    Filesystem::open(setting.data().join("objects")).unwrap()
}

fn traces(reading: &mut Reading<'_>, source_id: SourceId, call: &Entered) -> Result<Traces, DbError> {
    let id = call.call_id;
    let removal = removal::of_call(reading, &Scope::Everything, id)?;
    let original = stored_object::of_recording(reading, call.recording_id, Purpose::Original)?;
    let objects = stored_object::of_call(reading, id)?.len();
    let lines = audit::about(reading, "call", &id.to_string(), 10)?;
    assert_eq!(original.is_some(), objects > 0);
    Ok(Traces {
        call: call::find(reading, &Scope::Everything, id)?.is_some(),
        recordings: recording::of_call(reading, id)?.len(),
        objects,
        removal: removal.map(|removal| removal.cause),
        tombstone: tombstone::matching(reading, source_id, None, &call.content_hash)?.is_some(),
        lines: lines.iter().filter(|line| line.action == "call.removed").count(),
    })
}

/// Every call is there with everything or gone with everything, and as many are gone as the count says,
/// in one snapshot. Returns the count.
fn expect_nothing_half_done(
    setting: &Setting,
    (source_id, calls): &(SourceId, Vec<Entered>),
    cause: RemovalCause,
    read: impl Count,
) -> Progress {
    let (source_id, asked) = (*source_id, calls.clone());
    let (progress, all) = setting.read(move |reading| {
        let all = asked.iter().map(|call| traces(reading, source_id, call));
        let all = all.collect::<Result<Vec<_>, _>>()?;
        Ok((read(reading)?, all))
    });
    let there = Traces { call: true, recordings: 1, objects: 2, removal: None, tombstone: false, lines: 0 };
    let gone =
        Traces { call: false, recordings: 0, objects: 0, removal: Some(cause), tombstone: true, lines: 1 };
    for (call, traces) in calls.iter().zip(&all) {
        assert!(*traces == there || *traces == gone, "{call:?} is half-done: {traces:?}");
    }
    assert_eq!(all[0], there, "the held one");
    let counted = all.iter().filter(|traces| **traces == gone).count();
    let bytes = i64::try_from(counted).unwrap() * 2 * i64::from(BYTES);
    assert_eq!((progress.removed, progress.bytes), (counted, bytes));
    progress
}

/// Kills the process as soon as more calls are gone than there were.
fn kill_in_the_middle(setting: &Setting, victim: Process, before: Progress, read: impl Count) {
    let began = Instant::now();
    loop {
        let seen = setting.read(read);
        assert!(!seen.is_over, "there were too few calls for this test: {seen:?}");
        if seen.removed > before.removed {
            break;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "nothing is removed\n{}", setting.logs());
        std::thread::sleep(Duration::from_millis(1));
    }
    victim.send(Signal::KILL);
    setting.wait_until_gone(victim);
}

/// Lets workers remove the calls, kills one and then its supervisor, and lets another worker go on.
fn remove_and_kill(
    setting: &Setting,
    entered: &(SourceId, Vec<Entered>),
    cause: RemovalCause,
    read: impl Count,
) {
    let check = || expect_nothing_half_done(setting, entered, cause, read);
    let first = setting.start_worker(&OPTIONS);
    kill_in_the_middle(setting, first.child_on(Lane::Light), Progress::default(), read);
    let seen = check();
    let child = first.child_on(Lane::Light);
    kill_in_the_middle(setting, first.process(), seen, read);
    // It ends by itself.
    setting.wait_until_gone(child);
    let seen = check();
    assert!(!seen.is_over && seen.removed < CALLS - 1, "{seen:?}");
    drop(first);

    let second = setting.start_worker(&OPTIONS);
    setting.wait_until("nothing is left to do", || setting.read(read).is_over.then_some(()));
    assert_eq!(check().removed, CALLS - 1, "all but the held one");
    drop(second);

    // Objects of the transactions whose worker was killed before it deleted them are swept.
    let _third = setting.start_worker(&OPTIONS);
    let expected: BTreeSet<ObjectKey> = entered.1[0].objects.into();
    let store = store(setting);
    setting.wait_until("only the held call's objects are left", || {
        let left = setting.run(store.list(None, 10)).unwrap();
        let left: BTreeSet<ObjectKey> = left.into_iter().map(|object| object.key).collect();
        (left == expected).then_some(())
    });
}

#[test]
fn a_retention_run_goes_on_after_its_workers_were_killed_and_leaves_nothing_half_done() {
    on_each_database(|setting| {
        let entered = enter_all(setting);
        let conditions = RuleConditions::default();
        let rule = RuleText {
            name: "a month".to_owned(),
            definition: RuleDefinition { conditions, keep_days: Some(30) },
        };
        let id = setting.run(async {
            make_rule(setting.db(), by(), rule).await.unwrap();
            start_run(setting.db(), by()).await.unwrap().run.id
        });
        remove_and_kill(setting, &entered, RemovalCause::Retention, move |reading: &mut Reading<'_>| {
            let run = retention_run::find(reading, id)?.unwrap();
            let removed = usize::try_from(run.removed).unwrap();
            Ok(Progress { removed, bytes: run.bytes, is_over: run.state == RunState::Done })
        });
    });
}

#[test]
fn an_erasure_goes_on_after_its_workers_were_killed_and_leaves_nothing_half_done() {
    on_each_database(|setting| {
        let entered = enter_all(setting);
        let number = CustomerNumber(NUMBER.to_owned());
        let id = setting.run(request_erasure(setting.db(), by(), &number, "T-1")).unwrap().erasure.id;
        remove_and_kill(setting, &entered, RemovalCause::Erasure, move |reading: &mut Reading<'_>| {
            let request = erasure::find(reading, id)?.unwrap();
            let removed = usize::try_from(request.removed).unwrap();
            // What is left is under a legal hold.
            let is_over = request.state == ErasureState::Waiting;
            Ok(Progress { removed, bytes: request.bytes, is_over })
        });
    });
}
