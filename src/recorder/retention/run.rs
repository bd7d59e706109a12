//! Runs: what is due is removed in small steps, each its own transaction.
//!
//! A run may be interrupted anywhere and goes on where it was: what a step removed, and the counts of
//! the run, are committed together. It may be stopped at any time; a step that comes too late removes
//! nothing. The rules and the holds are asked again in every step.

use super::contacts;
use super::decision::Verdict;
use super::removal::{Gone, Why, delete_objects, facts, remove};
use super::rules::{person, that_hold};
use crate::access::By;
use crate::db::audit::{Actor, Line};
use crate::db::job::{self, NewJob};
use crate::db::named::{self, Named};
use crate::db::retention_run::{RetentionRun, RunState};
use crate::db::{
    Db, DbError, Page, Reading, Window, Writing, audit, due, hold, removal, retention_rule, retention_run,
    setting,
};
use crate::ids::{CallId, ContactId, PersonId, RetentionRunId};
use crate::recorder::KeepingError;
use crate::storage::Storage;
use crate::time::Instant;
use jiff::civil::Date;
use serde_json::json;
use std::time::Duration;

/// How many calls one transaction removes.
const CALLS_A_STEP: i64 = 20;
/// How long rules must have stood unchanged before a run begins by itself: time to look at what they do.
pub const QUIET: Duration = Duration::from_hours(24);

/// A run with the names of whoever started and stopped it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLine {
    /// The run.
    pub run: RetentionRun,
    /// Who started it; none: it was time.
    pub started_by: Option<Named<PersonId>>,
    /// Who stopped it.
    pub stopped_by: Option<Named<PersonId>>,
}

/// Where a run has come: behind this call, in the order of their beginning; then behind this contact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    call: Option<(Instant, CallId)>,
    contact: Option<ContactId>,
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There may be more behind this call.
    On(Place),
    /// The run is over: finished, or stopped.
    Over,
}

/// Begins a run and enters its job.
pub async fn start_run(db: &Db, by: By) -> Result<RunLine, KeepingError> {
    db.write(move |writing| {
        if retention_run::running(writing)?.is_some() {
            return Err(KeepingError::RunUnderWay);
        }
        let run = begin(writing, person(by))?.ok_or(KeepingError::NoRule)?;
        note(writing, by, "retention_run.started", &run)?;
        job::enqueue(writing, &NewJob::apply_retention())?;
        Ok(lines(writing, vec![run])?.remove(0))
    })
    .await
}

/// Stops a run that is under way.
pub async fn stop_run(db: &Db, by: By, id: RetentionRunId) -> Result<(), KeepingError> {
    db.write(move |writing| {
        let run = retention_run::find(writing, id)?.ok_or(KeepingError::NotFound { what: "run" })?;
        if !retention_run::end(writing, id, RunState::Stopped, person(by))? {
            return Err(KeepingError::Ended);
        }
        note(writing, by, "retention_run.stopped", &run)?;
        Ok(())
    })
    .await
}

/// A page of runs, the youngest first.
pub async fn runs(db: &Db, window: Window) -> Result<Page<RunLine>, KeepingError> {
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = retention_run::list(reading, window)?;
        Ok(Page { items: lines(reading, items)?, next, total, total_is_exact })
    })
    .await
}

/// The run that is to be worked on now: the one under way, or one that begins because it is time. None
/// where there is nothing to do, or where rules were changed so lately that somebody should first see
/// what they do.
pub async fn run_at_hand(db: &Db) -> Result<Option<RetentionRunId>, KeepingError> {
    db.write(|writing| {
        if let Some(run) = retention_run::running(writing)? {
            return Ok(Some(run.id));
        }
        let quiet_since = writing.now().minus(QUIET);
        if retention_rule::last_change(writing)?.is_some_and(|change| change > quiet_since) {
            return Ok(None);
        }
        Ok(begin(writing, None)?.map(|run| run.id))
    })
    .await
}

/// Begins a run; none where there is no rule. One that would find nothing, and that nobody asked for,
/// is not begun.
fn begin(writing: &mut Writing<'_>, started_by: Option<PersonId>) -> Result<Option<RetentionRun>, DbError> {
    let rules = that_hold(writing, None)?;
    if rules.as_slice().is_empty() {
        return Ok(None);
    }
    let today = today(writing)?;
    let totals = due::totals(writing, &rules.due(today))?;
    let due: i64 = totals.iter().map(|totals| totals.calls).sum();
    if due == 0 && started_by.is_none() && contacts::count_due(writing, &rules, today)? == 0 {
        return Ok(None);
    }
    retention_run::begin(writing, started_by, due).map(Some)
}

/// Removes the next calls of a run, and then their objects.
pub async fn step(
    db: &Db,
    storage: &Storage,
    id: RetentionRunId,
    after: Place,
) -> Result<Step, KeepingError> {
    let (gone, step) = db.write(move |writing| remove_next(writing, id, after)).await?;
    delete_objects(storage, &gone.objects).await;
    Ok(step)
}

fn remove_next(writing: &mut Writing<'_>, id: RetentionRunId, after: Place) -> Result<(Gone, Step), DbError> {
    let mut gone = Gone::default();
    // Holds the run's row: whoever stops it waits, or has stopped it before anything is removed.
    if !retention_run::advance(writing, id, 0, 0)? {
        return Ok((gone, Step::Over));
    }
    let rules = that_hold(writing, None)?;
    let today = today(writing)?;
    let next = due::next(writing, &rules.due(today), after.call, CALLS_A_STEP)?;
    let Some(last) = next.last().copied() else {
        let (removed, contact) = contacts::remove_next(writing, &rules, today, id, after.contact)?;
        retention_run::advance_contacts(writing, id, removed)?;
        if contact.is_some() {
            return Ok((gone, Step::On(Place { contact, ..after })));
        }
        retention_run::end(writing, id, RunState::Done, None)?;
        if let Some(run) = retention_run::find(writing, id)? {
            note(writing, by_itself(), "retention_run.finished", &run)?;
        }
        return Ok((gone, Step::Over));
    };
    let ids: Vec<CallId> = next.iter().map(|(_, call_id)| *call_id).collect();
    removal::lock_calls(writing, &ids)?;
    let held = hold::of_calls(writing, &ids)?;
    for (call, facts) in facts(writing, &ids)? {
        // Somebody may have placed a hold or scored the call just before it was locked.
        if let Verdict::Due { by: rule, .. } = rules.decide(&facts, today)
            && !held.contains_key(&call.id)
        {
            remove(writing, &call, Why::Retention { run_id: id, rule }, &mut gone)?;
        }
    }
    retention_run::advance(writing, id, gone.calls, gone.bytes)?;
    Ok((gone, Step::On(Place { call: Some(last), ..after })))
}

/// The workspace's day of this transaction.
pub(super) fn today(reading: &mut Reading<'_>) -> Result<Date, DbError> {
    let zone = setting::workspace_zone(reading)?;
    Ok(reading.now().local_date(&zone))
}

fn lines(reading: &mut Reading<'_>, runs: Vec<RetentionRun>) -> Result<Vec<RunLine>, DbError> {
    let ids = runs.iter().flat_map(|run| [run.started_by, run.stopped_by]).flatten();
    let people = named::of_people(reading, ids.collect::<Vec<_>>())?;
    let line = |run: RetentionRun| RunLine {
        started_by: run.started_by.map(|id| people.named(id)),
        stopped_by: run.stopped_by.map(|id| people.named(id)),
        run,
    };
    Ok(runs.into_iter().map(line).collect())
}

fn note(writing: &mut Writing<'_>, by: By, action: &'static str, run: &RetentionRun) -> Result<(), DbError> {
    let line = Line {
        actor: by.actor,
        action,
        noun: "retention_run",
        noun_id: &run.id.to_string(),
        detail: json!({ "due": run.due, "removed": run.removed, "contacts": run.contacts }),
        request_id: by.request_id,
    };
    audit::append(writing, &line)
}

fn by_itself() -> By {
    By::from(Actor::System)
}
