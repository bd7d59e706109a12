//! What is kept and what goes: rules, holds, runs, and what a removed call leaves.

use crate::fixtures::{
    a_call, a_quality_evaluation, a_scorecard, an_agent, person_named, plain_assignment, plain_call,
    plain_participation, plain_recording, source_named,
};
use crate::harness::{START, TestDatabase};
use earmark::access::By;
use earmark::db::audit::Actor;
use earmark::db::call::{Call, CustomerNumber};
use earmark::db::hold::{self, Hand, HoldKind, HoldOrigin};
use earmark::db::job::{self, NewJob};
use earmark::db::listening::{Listening, Place};
use earmark::db::retention_rule::{RuleConditions, RuleDefinition};
use earmark::db::stored_object::{self, Purpose, StoredObject};
use earmark::db::transcript::{self, Transcript, Utterance};
use earmark::db::{
    Scope, Window, assignment, audit, call, evaluation, listening, participation, recording, removal,
    retention_run, tombstone,
};
use earmark::ids::{CallId, EvaluationId, HoldId, ObjectKey, RetentionRunId, TranscriptId};
use earmark::recorder::holds::{Held, place_hold};
use earmark::recorder::retention::{
    CallFacts, Place as RunPlace, RuleText, Rules, Step, Verdict, make_rule, preview, run_at_hand, start_run,
    step, stop_run,
};
use earmark::storage::{Memory, Storage};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

contract_suite! {
    a_removed_call_leaves_its_tombstone_its_audit_and_its_evaluations_and_nothing_else,
    the_database_finds_what_the_decision_says,
    a_run_goes_on_where_it_was_interrupted,
    a_stopped_run_removes_nothing_more,
    a_hold_that_comes_between_is_kept,
    other_rooms_place_and_lift_keep_holds,
}

const DAY: Duration = Duration::from_hours(24);

pub(crate) fn by() -> By {
    By::from(Actor::CommandLine)
}

fn hand() -> Hand {
    Hand { actor: Actor::CommandLine, request_id: None }
}

pub(crate) fn storage(database: &TestDatabase) -> Storage {
    Arc::new(Memory::new(database.clock.clone()))
}

fn rule(name: &str, keep_days: Option<u32>, conditions: RuleConditions) -> RuleText {
    RuleText { name: name.to_owned(), definition: RuleDefinition { conditions, keep_days } }
}

/// A call of this day.
pub(crate) fn call_of(source_id: earmark::ids::SourceId, native_id: &str, days_old: u64) -> Call {
    let started_at = START.minus(DAY * u32::try_from(days_old).unwrap());
    let local_date = started_at.local_date(&jiff::tz::TimeZone::UTC).to_string();
    Call { started_at, local_date, ..plain_call(source_id, native_id) }
}

pub(crate) async fn enter(database: &TestDatabase, new: Call) -> CallId {
    let id = new.id;
    database.write(move |writing| call::insert(writing, &new)).await;
    id
}

/// `count` calls that are due by a rule of one day.
async fn due_calls(database: &TestDatabase, count: usize) -> Vec<CallId> {
    let source_id = source_named(database, "pbx").await;
    let mut ids = Vec::new();
    for number in 0..count {
        ids.push(enter(database, call_of(source_id, &format!("due-{number}"), 100)).await);
    }
    make_rule(&database.db, by(), rule("one day", Some(1), RuleConditions::default())).await.unwrap();
    ids
}

pub(crate) async fn present(database: &TestDatabase, ids: &[CallId]) -> usize {
    let ids = ids.to_vec();
    database.read(move |reading| call::of_ids(reading, &Scope::Everything, &ids)).await.len()
}

async fn run_to_its_end(database: &TestDatabase, storage: &Storage, run: RetentionRunId) {
    let mut place = RunPlace::default();
    while let Step::On(next) = step(&database.db, storage, run, place).await.unwrap() {
        place = next;
    }
}

/// Every column of every table whose bytes or text name this id.
fn mentions(database: &TestDatabase, id: CallId) -> BTreeSet<String> {
    let columns = if database.is_postgres() {
        "SELECT table_name || ' ' || column_name || ' ' || udt_name AS line FROM information_schema.columns \
         WHERE table_schema = 'public' AND udt_name IN ('bytea', 'text')"
    } else {
        "SELECT t.name || ' ' || c.name || ' ' || c.type AS line FROM pragma_table_list AS t \
         JOIN pragma_table_info(t.name) AS c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type IN ('BLOB', 'TEXT')"
    };
    let mut found = BTreeSet::new();
    for line in database.lines(columns) {
        let words: Vec<&str> = line.split(' ').collect();
        let [table, column, kind] = words[..] else { panic!("not three words: {line}") };
        let condition = match kind {
            "bytea" | "BLOB" => format!("\"{column}\" = {}", database.blob(id.as_bytes())),
            _ => format!("\"{column}\" LIKE '%{id}%'"),
        };
        let query = format!("SELECT 'x' AS line FROM \"{table}\" WHERE {condition}");
        if !database.lines(&query).is_empty() {
            found.insert(format!("{table}.{column}"));
        }
    }
    found
}

/// How many rows each table holds.
fn rows(database: &TestDatabase) -> BTreeMap<String, String> {
    let tables = if database.is_postgres() {
        "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        "SELECT name AS line FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    let count = |table: &String| {
        let query = format!("SELECT CAST(COUNT(*) AS TEXT) AS line FROM \"{table}\"");
        database.lines(&query).remove(0)
    };
    database.lines(tables).into_iter().map(|table| (table.clone(), count(&table))).collect()
}

/// A call with everything that can hang on one.
async fn a_full_call(database: &TestDatabase) -> (CallId, EvaluationId) {
    let agent_id = an_agent(database).await;
    let inspector = person_named(database, "inspector").await;
    let (card, version) = a_scorecard(database).await;
    let source_id = source_named(database, "pbx").await;
    let mut new = call_of(source_id, "full-13800138000", 100);
    new.customer_number = Some(CustomerNumber("13800138000".to_owned()));
    let call_id = enter(database, new).await;
    let part = plain_participation(call_id, agent_id);
    let evaluation_id =
        a_quality_evaluation(database, call_id, inspector, version, "released", Some(START.minus(DAY)));
    database
        .write(move |writing| {
            let now = writing.now();
            let audio = plain_recording(call_id, 7);
            recording::insert(writing, &audio)?;
            for purpose in [Purpose::Original, Purpose::Peaks, Purpose::Rendition] {
                let (key, recording_id) = (ObjectKey::new(), Some(audio.id));
                let object =
                    StoredObject { key, call_id, recording_id, purpose, bytes: 100, created_at: now };
                stored_object::insert(writing, &object)?;
            }
            participation::insert(writing, &part)?;
            assignment::insert(writing, &plain_assignment(call_id, inspector, card))?;
            job::enqueue(writing, &NewJob::transcribe(call_id, audio.id, None))?;
            let words = Transcript {
                id: TranscriptId::new(),
                recording_id: audio.id,
                engine: "test".to_owned(),
                model: "test".to_owned(),
                settings: serde_json::Map::new(),
                language: None,
                is_current: true,
                created_at: now,
            };
            let (channel, text) = (0, "13800138000".to_owned());
            let said = Utterance {
                number: 0,
                channel,
                start_ms: 0,
                end_ms: 1,
                text,
                confidence: 1.0,
                words: None,
                speaker: None,
            };
            transcript::insert_as_current(writing, &words, &[said])?;
            let heard = Listening {
                call_id,
                person_id: inspector,
                heard: vec![(0, 500)],
                sped: Vec::new(),
                skipped: Vec::new(),
                places: [Place::Review].into(),
                heard_ms: 500,
                first_at: now,
                last_at: now,
            };
            listening::store(writing, &heard)
        })
        .await;
    (call_id, evaluation_id)
}

async fn a_removed_call_leaves_its_tombstone_its_audit_and_its_evaluations_and_nothing_else(
    database: &TestDatabase,
) {
    let (call_id, evaluation_id) = a_full_call(database).await;
    make_rule(&database.db, by(), rule("one day", Some(1), RuleConditions::default())).await.unwrap();
    let run = start_run(&database.db, by()).await.unwrap().run;
    let before = rows(database);
    run_to_its_end(database, &storage(database), run.id).await;

    assert_eq!(mentions(database, call_id), ["audit.noun_id", "removal.call_id"].map(str::to_owned).into());
    let after = rows(database);
    let changed: BTreeMap<&str, (&str, &str)> = before
        .iter()
        .filter(|(table, count)| after[*table] != **count)
        .map(|(table, count)| (table.as_str(), (count.as_str(), after[table].as_str())))
        .collect();
    let gone = ["assignment", "call", "listening", "participation", "recording", "transcript", "utterance"];
    let mut expected: BTreeMap<&str, (&str, &str)> = gone.iter().map(|table| (*table, ("1", "0"))).collect();
    expected.extend([("stored_object", ("3", "0")), ("tombstone", ("0", "1")), ("removal", ("0", "1"))]);
    // The transcription goes; the job of the run stays.
    expected.extend([("job", ("2", "1")), ("audit", ("2", "4"))]);
    assert_eq!(changed, expected);

    let kept = database.read(move |reading| {
        let source_id = removal::of_call(reading, &Scope::Everything, call_id)?.unwrap().source_id;
        let buried = tombstone::matching(reading, source_id, Some("full-13800138000"), &[7; 32])?.unwrap();
        let evaluated = evaluation::find_out(
            reading,
            &Scope::Everything,
            &[evaluation::Purpose::Quality],
            evaluation_id,
        )?;
        Ok((buried, evaluated.unwrap(), removal::of_call(reading, &Scope::Everything, call_id)?.unwrap()))
    });
    let (buried, evaluated, removal) = kept.await;
    assert_eq!(buried.reason, "the rule \"one day\" keeps such calls for 1 days");
    assert_eq!((evaluated.subject.call_id, evaluated.removal_id), (None, Some(removal.id)));
    assert_eq!((removal.recordings, removal.bytes, removal.run_id), (1, 300, Some(run.id)));
}

async fn the_database_finds_what_the_decision_says(database: &TestDatabase) {
    let (first, second) = (source_named(database, "one").await, source_named(database, "two").await);
    let inspector = person_named(database, "inspector").await;
    let (_, version) = a_scorecard(database).await;
    let mut facts: Vec<(CallId, CallFacts)> = Vec::new();
    for (number, days) in [1, 29, 30, 31, 89, 90, 91, 400, 800].into_iter().enumerate() {
        for shape in 0..6 {
            let source_id = if shape % 2 == 0 { first } else { second };
            let mut new = call_of(source_id, &format!("{number}-{shape}"), days);
            new.tags = [vec![], vec!["vip"], vec!["vip2", "投诉"]][shape % 3]
                .iter()
                .map(|tag| (*tag).to_owned())
                .collect();
            new.disposition = (shape > 2).then(|| "sold".to_owned());
            let call = new.clone();
            let id = enter(database, new).await;
            let evaluated = shape == 5;
            if evaluated {
                a_quality_evaluation(database, id, inspector, version, "released", Some(START.minus(DAY)));
            }
            let day = call.local_date.parse().unwrap();
            let (tags, disposition) = (call.tags, call.disposition);
            let (project_id, queue_id) = (None, None);
            facts
                .push((id, CallFacts { source_id, project_id, queue_id, tags, disposition, day, evaluated }));
        }
    }
    let none = RuleConditions::default;
    let words = |word: &str| vec![word.to_owned()];
    let rules = [
        rule("every call", Some(30), none()),
        rule("source one", Some(90), RuleConditions { sources: vec![first], ..none() }),
        rule("vip", Some(365), RuleConditions { tags: words("vip"), ..none() }),
        rule("complaints", None, RuleConditions { tags: words("投诉"), ..none() }),
        rule("sold", Some(90), RuleConditions { dispositions: words("sold"), ..none() }),
        rule("scored", Some(700), RuleConditions { evaluated: Some(true), ..none() }),
        rule(
            "never",
            Some(36_500),
            RuleConditions { projects: vec![earmark::ids::ProjectId::new()], ..none() },
        ),
    ];
    let mut made = Vec::new();
    for text in rules {
        made.push(make_rule(&database.db, by(), text).await.unwrap().rule.into());
        let rules = Rules::new(made.clone());
        let today = START.local_date(&jiff::tz::TimeZone::UTC);
        let is_due = |facts: &CallFacts| matches!(rules.decide(facts, today), Verdict::Due { .. });
        let expected: BTreeSet<CallId> =
            facts.iter().filter(|(_, facts)| is_due(facts)).map(|(id, _)| *id).collect();
        let preview = preview(&database.db, None, Window::new(None, 200)).await.unwrap();
        let found: BTreeSet<CallId> = preview.calls.items.iter().map(|due| due.call.id).collect();
        assert_eq!(found, expected, "{} rules", made.len());
        assert!(preview.calls.items.iter().all(|due| due.by.is_some()), "each says by which rule");
        for (rule, totals) in &preview.rules {
            let by_it =
                preview.calls.items.iter().filter(|due| due.by.as_ref().is_some_and(|(by, _)| by == rule));
            assert_eq!(totals.calls, i64::try_from(by_it.count()).unwrap(), "{rule:?}");
        }
    }
    assert!(!facts.is_empty());
}

async fn a_run_goes_on_where_it_was_interrupted(database: &TestDatabase) {
    let ids = due_calls(database, 45).await;
    let storage = storage(database);
    let run = start_run(&database.db, by()).await.unwrap().run;
    assert_eq!(run.due, 45);
    let Step::On(_) = step(&database.db, &storage, run.id, RunPlace::default()).await.unwrap() else {
        panic!("45 calls are more than one step")
    };
    assert_eq!(present(database, &ids).await, 25);
    // The job died here. It runs again and knows nothing but the run.
    let again = run_at_hand(&database.db).await.unwrap();
    assert_eq!(again, Some(run.id));
    run_to_its_end(database, &storage, run.id).await;
    assert_eq!(present(database, &ids).await, 0);
    let id = run.id;
    let ended = database.read(move |reading| retention_run::find(reading, id)).await.unwrap();
    assert_eq!((ended.removed, ended.state), (45, retention_run::RunState::Done));
    assert_eq!(rows(database)["tombstone"], "45", "each call left one, however often the job ran");
    assert_eq!(step(&database.db, &storage, run.id, RunPlace::default()).await.unwrap(), Step::Over);
}

async fn a_stopped_run_removes_nothing_more(database: &TestDatabase) {
    let ids = due_calls(database, 25).await;
    let storage = storage(database);
    let run = start_run(&database.db, by()).await.unwrap().run;
    step(&database.db, &storage, run.id, RunPlace::default()).await.unwrap();
    stop_run(&database.db, by(), run.id).await.unwrap();
    assert_eq!(step(&database.db, &storage, run.id, RunPlace::default()).await.unwrap(), Step::Over);
    assert_eq!(present(database, &ids).await, 5);
    // The rule is young: nothing begins by itself before it has stood for a day.
    assert_eq!(run_at_hand(&database.db).await.unwrap(), None);
    database.clock.advance(DAY);
    let next = run_at_hand(&database.db).await.unwrap().unwrap();
    run_to_its_end(database, &storage, next).await;
    assert_eq!(present(database, &ids).await, 0);
}

async fn a_hold_that_comes_between_is_kept(database: &TestDatabase) {
    let ids = due_calls(database, 3).await;
    let run = start_run(&database.db, by()).await.unwrap().run;
    let held = Held::Calls(vec![ids[1]]);
    place_hold(&database.db, by(), Scope::Everything, HoldKind::Legal, "a letter", held).await.unwrap();
    run_to_its_end(database, &storage(database), run.id).await;
    assert_eq!((present(database, &ids).await, present(database, &ids[1..2]).await), (1, 1));
    let preview = preview(&database.db, None, Window::new(None, 10)).await.unwrap();
    assert_eq!((preview.calls.total, preview.held[0].calls), (0, 1));
}

async fn other_rooms_place_and_lift_keep_holds(database: &TestDatabase) {
    let call_id = a_call(database, "1").await;
    let clip = [9; 16];
    let keep = move |writing: &mut earmark::db::Writing<'_>| {
        hold::keep(writing, hand(), HoldOrigin::Library, clip, None, "shown in a library", call_id)
    };
    let first: HoldId = database.write(keep).await;
    assert_eq!(database.write(keep).await, first, "what keeps it already goes on");
    let open = |holds: BTreeMap<CallId, Vec<hold::Hold>>| holds.get(&call_id).map_or(0, Vec::len);
    assert_eq!(open(database.read(move |reading| hold::of_calls(reading, &[call_id])).await), 1);
    let go = move |writing: &mut earmark::db::Writing<'_>| {
        hold::let_go(writing, hand(), HoldOrigin::Library, clip, None, "taken off the shelf")
    };
    assert!(database.write(go).await);
    assert!(!database.write(go).await, "it keeps nothing any more");
    assert_eq!(open(database.read(move |reading| hold::of_calls(reading, &[call_id])).await), 0);
    assert_ne!(database.write(keep).await, first, "and may be kept again");
    let trail = database.read(move |reading| audit::about(reading, "call", &call_id.to_string(), 10)).await;
    let actions: Vec<&str> = trail.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["call.held", "call.let_go", "call.held"]);
}
