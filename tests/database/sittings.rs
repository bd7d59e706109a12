//! Sittings: their reminders, their end, and the call that they are tied to.

use crate::evaluations::{begin, scene};
use crate::fixtures::{plain_call, plain_participation, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::call::Call;
use earmark::db::evaluation::{self, NewDraft, Purpose, Subject};
use earmark::db::sitting::{self, Reminder, Sitting};
use earmark::db::{Scope, call, participation};
use earmark::ids::{CallId, EvaluationId, ReminderId};
use earmark::scoring::Responses;
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    a_sitting_has_reminders_and_ends_once,
    the_calls_of_the_time_are_found_by_agent_or_person,
    a_sitting_is_tied_and_a_draft_counts_it_as_a_save,
}

fn at(seconds: u64) -> Instant {
    START.plus(Duration::from_secs(seconds))
}

/// A draft without a call, with its sitting from `START` on.
async fn a_sitting(database: &TestDatabase, draft: &NewDraft) -> EvaluationId {
    let subject = Subject { call_id: None, participation_id: None, ..draft.subject };
    let id = begin(database, &NewDraft { subject, purpose: Purpose::Beside, ..draft.clone() }).await;
    let new = Sitting { evaluation_id: id, queue_id: None, began_at: START, ended_at: None, tied_at: None };
    database.write(move |writing| sitting::insert(writing, &new)).await;
    id
}

async fn a_sitting_has_reminders_and_ends_once(database: &TestDatabase) {
    let id = a_sitting(database, &scene(database, "one").await.draft).await;
    let reminder = |seconds, text: &str| Reminder {
        id: ReminderId::new(),
        evaluation_id: id,
        given_at: at(seconds),
        text: text.to_owned(),
    };
    let given = [reminder(9, "微笑"), reminder(3, "verify first")];
    for one in given.clone() {
        database.write(move |writing| sitting::insert_reminder(writing, &one)).await;
    }
    let read = || database.read(move |reading| sitting::reminders(reading, id));
    assert_eq!(read().await, [given[1].clone(), given[0].clone()]);
    assert_eq!(database.read(move |reading| sitting::count_reminders(reading, id)).await, 2);
    let (first, another) = (given[1].id, EvaluationId::new());
    assert!(!database.write(move |writing| sitting::delete_reminder(writing, another, first)).await);
    assert!(database.write(move |writing| sitting::delete_reminder(writing, id, first)).await);
    assert_eq!(read().await.len(), 1);
    assert!(database.write(move |writing| sitting::end(writing, id)).await);
    assert!(!database.write(move |writing| sitting::end(writing, id)).await);
    let stored = database.read(move |reading| sitting::of_evaluation(reading, id)).await.unwrap();
    assert_eq!((stored.began_at, stored.ended_at.is_some(), stored.tied_at), (START, true, None));
    // Everything is gone with the draft.
    database.write(move |writing| evaluation::delete_draft(writing, id)).await;
    assert!(database.read(move |reading| sitting::of_evaluation(reading, id)).await.is_none());
    assert!(read().await.is_empty());
}

async fn the_calls_of_the_time_are_found_by_agent_or_person(database: &TestDatabase) {
    let scene = scene(database, "of the scene").await;
    let (agent_id, person) = (scene.draft.subject.agent_id, scene.person);
    let source_id = source_named(database, "pbx").await;
    let mut ids = Vec::new();
    for (native_id, seconds, minutes) in [("long before", 0, 5), ("during", 1_000, 2), ("after", 2_000, 1)] {
        let new = Call {
            started_at: at(seconds),
            duration_ms: minutes * 60_000,
            ..plain_call(source_id, native_id)
        };
        ids.push(new.id);
        let part = plain_participation(new.id, agent_id.unwrap());
        database
            .write(move |writing| {
                call::insert(writing, &new)?;
                participation::insert(writing, &part)
            })
            .await;
    }
    let found = |agent_id, person_id, from: u64, until: u64| {
        database.read(move |reading| {
            let (from, until) = (at(from), at(until));
            let scope = Scope::Everything;
            let calls = evaluation::calls_between(reading, &scope, agent_id, person_id, from, until, 9)?;
            Ok(calls.into_iter().map(|one| one.id).collect::<Vec<CallId>>())
        })
    };
    assert_eq!(found(agent_id, None, 1_100, 1_200).await, [ids[1]]);
    assert_eq!(found(agent_id, None, 250, 2_000).await, ids);
    // The scene's own call has no length and is the person's too.
    assert_eq!(found(None, Some(person), 0, 10).await, [scene.call_id]);
    assert!(found(None, None, 0, 9_000).await.is_empty());
}

async fn a_sitting_is_tied_and_a_draft_counts_it_as_a_save(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = a_sitting(database, &scene.draft).await;
    let (tied, given) = (scene.draft.subject, Responses::default());
    database.write(move |writing| evaluation::change_subject(writing, id, &tied, &given)).await;
    let now = at(5);
    database.write(move |writing| sitting::note_tie(writing, id, Some(now))).await;
    let stored = database.read(move |reading| evaluation::by_id(reading, id)).await.unwrap();
    assert_eq!((stored.subject, stored.edit), (tied, 1));
    let sitting = database.read(move |reading| sitting::of_evaluation(reading, id)).await.unwrap();
    assert_eq!(sitting.tied_at, Some(now));
}
