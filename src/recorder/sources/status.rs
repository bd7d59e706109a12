//! How sources are doing: what came lately, how late it was, what went wrong.

use super::settings::{find, reaches};
use super::silence::{HISTORY, Habit};
use super::waiting::{Waits, waits};
use crate::db::source::{self, HourCount, Source};
use crate::db::watched_file::{self, FileState};
use crate::db::{Db, DbError, Reading, Scope, agent, job, recording, refused_arrival};
use crate::ids::SourceId;
use crate::recorder::RecorderError;
use crate::time::Instant;
use std::collections::BTreeMap;
use std::time::Duration;

const HOUR_MS: i64 = 3_600_000;
/// How many hours are shown.
const HOURS: i64 = 24;
/// Of how many of the last arrivals the lag is taken.
const LAG_OF: i64 = 200;
/// For how long a failure is news.
const NEWS: Duration = Duration::from_hours(30 * 24);

/// How one source is doing.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceStatus {
    /// The source.
    pub source: Source,
    /// When its last recording (or call, where they come as lists) came.
    pub last_arrival_at: Option<Instant>,
    /// The last 24 hours, oldest first; the last one is not over.
    pub hours: Vec<Hour>,
    /// How late the middle one of the last day's arrivals was, in milliseconds from the end of the
    /// call; none: nothing came.
    pub lag_ms: Option<i64>,
    /// How many of its agents are nobody.
    pub unmatched_agents: i64,
    /// How many of its recordings could not be decoded, or have work that was given up, lately.
    pub failures: i64,
    /// What came and waits for something else.
    pub waits: Waits,
    /// How often something of it was refused that nobody has looked at yet: uploads, and files of its folder.
    pub refused: i64,
}

/// What came in an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hour {
    /// When it began.
    pub at: Instant,
    /// How much came.
    pub arrivals: i64,
    /// How much usually comes; none: the source is too young to have a habit.
    pub usual: Option<f64>,
}

/// Every source that exists for this caller, retired ones last.
pub async fn status_of_all(db: &Db, scope: Scope) -> Result<Vec<SourceStatus>, RecorderError> {
    db.read(move |reading| {
        let mut sources = source::all(reading)?;
        sources.retain(|source| reaches(&scope, source));
        sources.sort_by_key(|source| source.retired_at.is_some());
        Ok(statuses(reading, sources)?)
    })
    .await
}

/// One source.
pub async fn status_of_one(db: &Db, scope: Scope, id: SourceId) -> Result<SourceStatus, RecorderError> {
    db.read(move |reading| {
        let source = find(reading, &scope, id)?;
        let status = statuses(reading, vec![source])?.pop();
        status.ok_or(RecorderError::NotFound { what: "source" })
    })
    .await
}

/// How many sources that exist for this caller are silent against their habit.
pub fn count_silent(reading: &mut Reading<'_>, scope: &Scope) -> Result<i64, DbError> {
    let silent = source::silent(reading)?;
    let own = silent.iter().filter(|source| reaches(scope, source)).count();
    Ok(i64::try_from(own).unwrap_or(i64::MAX))
}

fn statuses(reading: &mut Reading<'_>, sources: Vec<Source>) -> Result<Vec<SourceStatus>, DbError> {
    let now = reading.now();
    let this_hour = Instant::from_millis(now.as_millis().div_euclid(HOUR_MS) * HOUR_MS);
    let first = Instant::from_millis(this_hour.as_millis() - (HOURS - 1) * HOUR_MS);
    let lately = source::arrivals_between(reading, first, Instant::from_millis(i64::MAX))?;
    let kept = source::recorded_hours(reading, this_hour.minus(HISTORY))?;
    let unmatched = agent::count_unmatched_by_source(reading)?;
    let since = now.minus(NEWS);
    let refused = refused_by_source(reading)?;
    let mut statuses = Vec::with_capacity(sources.len());
    for source in sources {
        let own = |counts: &[HourCount]| -> BTreeMap<Instant, i64> {
            let own = counts.iter().filter(|count| count.source_id == source.id);
            own.map(|count| (count.hour_at, count.arrivals)).collect()
        };
        let last = lately.iter().filter(|one| one.count.source_id == source.id).map(|one| one.last_at);
        let last_arrival_at = last.max().max(source.last_arrival_at);
        let counts = own(&lately.iter().map(|one| one.count).collect::<Vec<_>>());
        let habit = Habit::of(own(&kept), Instant::from_millis(0), source.zone());
        let hours = (0..HOURS).map(|hour| {
            let at = Instant::from_millis(first.as_millis() + hour * HOUR_MS);
            Hour { at, arrivals: counts.get(&at).copied().unwrap_or(0), usual: habit.usual(at, at) }
        });
        let hours = hours.collect();
        let lag_ms = median(source::lags(reading, source.id, first, LAG_OF)?);
        let unmatched_agents =
            unmatched.iter().find(|(id, _)| *id == source.id).map_or(0, |(_, count)| *count);
        let failures = recording::count_failed_of_source(reading, source.id, since)?
            + job::count_dead_of_source(reading, source.id, since)?;
        let waits = waits(reading, source.id)?;
        let refused = refused.get(&source.id).copied().unwrap_or(0);
        statuses.push(SourceStatus {
            source,
            last_arrival_at,
            hours,
            lag_ms,
            unmatched_agents,
            failures,
            waits,
            refused,
        });
    }
    Ok(statuses)
}

fn refused_by_source(reading: &mut Reading<'_>) -> Result<BTreeMap<SourceId, i64>, DbError> {
    let mut refused: BTreeMap<SourceId, i64> =
        refused_arrival::count_by_source(reading)?.into_iter().collect();
    for (id, state, count) in watched_file::count_by_source(reading)? {
        if state == FileState::Refused {
            *refused.entry(id).or_default() += count;
        }
    }
    Ok(refused)
}

fn median(mut lags: Vec<i64>) -> Option<i64> {
    lags.sort_unstable();
    lags.get(lags.len() / 2).copied()
}
