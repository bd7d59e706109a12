//! Transcribing as work: what waits, what is at work and until when, what was given up, and what a person
//! may do about it: put first, stop, try again, pause.

use super::RecorderError;
use super::sources::reaches;
use crate::access::By;
use crate::db::job::{self, Behind, Done, Transcription};
use crate::db::named::Named;
use crate::db::source::{Source, Transcribing};
use crate::db::{Db, DbError, Page, Reading, Scope, Window, Writing, setting, source};
use crate::ids::{JobId, SourceId};
use crate::time::Instant;
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

/// Since when speed is measured.
const LATELY: Duration = Duration::from_hours(24);
/// How many running ones are shown; an installation has a handful of workers.
const RUNNING_MOST: i64 = 100;
/// How many that ended badly are looked at; the newest.
const LOOKED_AT: i64 = 1000;
/// How many examples of a reason are shown.
const EXAMPLES: usize = 5;
/// Who had work within so long has a hand in what waits: between two recordings a worker has none.
const HAND_IN: Duration = Duration::from_mins(1);
/// A progress below this, of a thousand, tells too little of when it ends.
const TELLS_FROM: i32 = 50;

/// How transcribing is going.
#[derive(Debug, Clone, PartialEq)]
pub struct Backlog {
    /// Whether workers begin nothing new.
    pub is_paused: bool,
    /// What waits, by source, the longest first.
    pub behind: Vec<(Named<SourceId>, Behind)>,
    /// What is at work.
    pub running: Vec<AtWork>,
    /// What sources have transcribed by itself, by name; without those that were retired.
    pub policies: Vec<(Named<SourceId>, Transcribing)>,
    /// What was transcribed within the last 24 hours.
    pub done: Done,
    /// When everything that waits will be done, as fast as it went lately; none: nothing waits, nothing was
    /// transcribed lately, or workers begin nothing new.
    pub ends_at: Option<Instant>,
}

/// A recording that is being transcribed.
#[derive(Debug, Clone, PartialEq)]
pub struct AtWork {
    /// What is at work.
    pub work: Transcription,
    /// Its source.
    pub source: Named<SourceId>,
    /// When it will be done, as far as can be told.
    pub ends_at: Option<Instant>,
}

/// Recordings that ended with one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct EndedBadly {
    /// The stable code of the reason; where an earlier earmark noted none, its sentence.
    pub reason: String,
    /// The sentence of the newest.
    pub message: String,
    /// Whether a person stopped them.
    pub was_stopped: bool,
    /// How many; of the newest thousand.
    pub count: usize,
    /// When the newest ended.
    pub last_at: Option<Instant>,
    /// The newest few.
    pub examples: Vec<Transcription>,
}

/// How transcribing is going, of the sources that the caller reaches.
pub async fn backlog(db: &Db, scope: Scope) -> Result<Backlog, RecorderError> {
    db.read(move |reading| {
        let sources = Sources::within(reading, &scope)?;
        let now = reading.now();
        let behind = job::behind(reading, &sources.ids)?;
        let running = job::running(reading, &sources.ids, RUNNING_MOST)?;
        let done = job::done_since(reading, &sources.ids, now.minus(LATELY))?;
        let running: Vec<AtWork> =
            running.into_iter().map(|work| at_work(&sources, work, done, now)).collect();
        let is_paused = setting::is_on(reading, setting::TRANSCRIPTION_PAUSED)?;
        let left = Left {
            recordings: behind.iter().map(|one| one.recordings).sum(),
            waits_ms: behind.iter().map(|one| one.audio_ms).sum(),
            at_work_ms: running.iter().filter_map(|one| left_of(one, now)).collect(),
            hands: job::hands(reading, &sources.ids, now.minus(HAND_IN))?,
        };
        Ok(Backlog {
            is_paused,
            ends_at: left.takes(done).filter(|_| !is_paused).map(|ms| later(now, ms)),
            behind: behind.into_iter().map(|one| (sources.named(one.source_id), one)).collect(),
            running,
            policies: sources.policies,
            done,
        })
    })
    .await
}

/// What waits, in the order in which it will be taken; of one source, or of all that the caller reaches.
pub async fn waiting_transcriptions(
    db: &Db,
    scope: Scope,
    of: Option<SourceId>,
    window: Window,
) -> Result<Page<(Named<SourceId>, Transcription)>, RecorderError> {
    db.read(move |reading| {
        let sources = Sources::within(reading, &scope)?.only(of)?;
        let page = job::waiting(reading, &sources.ids, window)?;
        Ok(page.map(|work| (sources.named(work.source_id), work)))
    })
    .await
}

/// What was given up or stopped, by reason, the largest group first.
pub async fn failed_transcriptions(db: &Db, scope: Scope) -> Result<Vec<EndedBadly>, RecorderError> {
    db.read(move |reading| {
        let sources = Sources::within(reading, &scope)?;
        let mut groups: BTreeMap<String, EndedBadly> = BTreeMap::new();
        for work in job::ended_badly(reading, &sources.ids, LOOKED_AT)? {
            let reason = reason_of(&work);
            let group = groups.entry(reason.clone()).or_insert_with(|| EndedBadly {
                was_stopped: reason == job::STOPPED,
                reason,
                // The newest come first.
                message: work.job.failure.clone().unwrap_or_default(),
                count: 0,
                last_at: work.finished_at,
                examples: Vec::new(),
            });
            group.count += 1;
            if group.examples.len() < EXAMPLES {
                group.examples.push(work);
            }
        }
        let mut groups: Vec<EndedBadly> = groups.into_values().collect();
        groups.sort_by_key(|group| Reverse((group.count, group.last_at)));
        Ok(groups)
    })
    .await
}

/// Puts a recording that waits before the others.
pub async fn put_first(db: &Db, by: By, scope: Scope, id: JobId) -> Result<(), RecorderError> {
    db.write(move |writing| {
        let work = found(writing, &scope, id)?;
        if !job::put_first(writing, id)? {
            return Err(RecorderError::NotWaiting);
        }
        note(writing, by, "transcription.put_first", &work)
    })
    .await
}

/// Stops one that waits or is at work; its worker is ended within about a second.
pub async fn stop_transcription(db: &Db, by: By, scope: Scope, id: JobId) -> Result<(), RecorderError> {
    db.write(move |writing| {
        let work = found(writing, &scope, id)?;
        if !job::stop(writing, id)? {
            return Err(RecorderError::NotWaiting);
        }
        note(writing, by, "transcription.stopped", &work)
    })
    .await
}

/// Tries again what ended badly: one, those with one reason, or, with neither, all; of the newest thousand.
/// Returns how many.
pub async fn retry_transcriptions(
    db: &Db,
    by: By,
    scope: Scope,
    only: Option<JobId>,
    reason: Option<String>,
) -> Result<usize, RecorderError> {
    db.write(move |writing| {
        let sources = Sources::within(writing, &scope)?;
        let mut count = 0;
        for work in job::ended_badly(writing, &sources.ids, LOOKED_AT)? {
            let is_wanted = only.is_none_or(|id| id == work.job.id)
                && reason.as_ref().is_none_or(|reason| *reason == reason_of(&work));
            if is_wanted {
                job::set_aside(writing, work.job.id)?;
                let again = job::NewJob::transcribe(work.call_id, work.recording_id, work.audio_ms);
                job::enqueue(writing, &again)?;
                note(writing, by, "transcription.retried", &work)?;
                count += 1;
            }
        }
        Ok(count)
    })
    .await
}

/// Lets workers begin nothing new, or go on. What is at work is finished.
pub async fn pause_transcribing(db: &Db, by: By, paused: bool) -> Result<(), RecorderError> {
    db.write(move |writing| {
        if setting::is_on(writing, setting::TRANSCRIPTION_PAUSED)? == paused {
            return Ok(());
        }
        if paused {
            setting::set(writing, setting::TRANSCRIPTION_PAUSED, setting::ON)?;
        } else {
            setting::forget(writing, setting::TRANSCRIPTION_PAUSED)?;
        }
        let action = if paused { "transcription.paused" } else { "transcription.resumed" };
        by.note(writing, action, "setting", setting::TRANSCRIPTION_PAUSED, json!({}))?;
        Ok(())
    })
    .await
}

/// The sources that a caller reaches.
struct Sources {
    ids: Vec<SourceId>,
    names: BTreeMap<SourceId, String>,
    /// Of those in use, by name.
    policies: Vec<(Named<SourceId>, Transcribing)>,
}

impl Sources {
    fn within(reading: &mut Reading<'_>, scope: &Scope) -> Result<Self, DbError> {
        let mut reached = source::all(reading)?;
        reached.retain(|source| reaches(scope, source));
        let in_use = reached.iter().filter(|source| source.retired_at.is_none());
        let policy = |of: &Source| (Named { id: of.id, name: of.name.clone() }, of.transcribing);
        let policies = in_use.map(policy).collect();
        let names: BTreeMap<SourceId, String> =
            reached.into_iter().map(|source| (source.id, source.name)).collect();
        Ok(Self { ids: names.keys().copied().collect(), names, policies })
    }

    fn only(self, of: Option<SourceId>) -> Result<Self, RecorderError> {
        let Some(id) = of else { return Ok(self) };
        if !self.ids.contains(&id) {
            return Err(RecorderError::NotFound { what: "source" });
        }
        Ok(Self { ids: vec![id], ..self })
    }

    fn named(&self, id: SourceId) -> Named<SourceId> {
        Named { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }
}

fn found(reading: &mut Reading<'_>, scope: &Scope, id: JobId) -> Result<Transcription, RecorderError> {
    let sources = Sources::within(reading, scope)?;
    job::transcription(reading, &sources.ids, id)?.ok_or(RecorderError::NotFound { what: "job" })
}

fn note(
    writing: &mut Writing<'_>,
    by: By,
    action: &'static str,
    work: &Transcription,
) -> Result<(), RecorderError> {
    let detail = json!({ "call": work.call_id });
    Ok(by.note(writing, action, "recording", work.recording_id, detail)?)
}

fn reason_of(work: &Transcription) -> String {
    let job = &work.job;
    job.failure_code.clone().or_else(|| job.failure.clone()).unwrap_or_default()
}

/// What is left to be done.
struct Left {
    /// How many recordings wait.
    recordings: i64,
    /// How long they play, all together.
    waits_ms: i64,
    /// How much longer each takes that is at work, as far as can be told.
    at_work_ms: Vec<i64>,
    /// How many workers there are.
    hands: usize,
}

impl Left {
    /// How long until the last of it is done, in milliseconds. What is at work is finished by whoever is at it;
    /// more hands than recordings are of no use.
    fn takes(&self, done: Done) -> Option<i64> {
        let all_ms = takes(self.waits_ms, done).filter(|_| self.waits_ms > 0)?;
        let left_ms = self.at_work_ms.iter().fold(all_ms, |sum, left| sum.saturating_add(*left));
        let at_work = self.at_work_ms.len();
        let of_use = usize::try_from(self.recordings).unwrap_or(usize::MAX).saturating_add(at_work);
        let hands = self.hands.max(at_work).min(of_use).max(1);
        let shared = left_ms / i64::try_from(hands).unwrap_or(i64::MAX);
        Some(self.at_work_ms.iter().fold(shared, |longest, left| longest.max(*left)))
    }
}

fn left_of(one: &AtWork, now: Instant) -> Option<i64> {
    Some((one.ends_at?.as_millis() - now.as_millis()).max(0))
}

/// How long so much sound takes one worker, in milliseconds, as fast as it went lately.
fn takes(audio_ms: i64, done: Done) -> Option<i64> {
    let spent = i128::from(audio_ms) * i128::from(done.spent_ms);
    let ms = spent.checked_div(i128::from(done.audio_ms))?;
    i64::try_from(ms).ok()
}

fn at_work(sources: &Sources, work: Transcription, done: Done, now: Instant) -> AtWork {
    let source = sources.named(work.source_id);
    AtWork { ends_at: ends_at(&work, done, now), source, work }
}

/// By how far it is; before that tells anything, by how fast others went.
fn ends_at(work: &Transcription, done: Done, now: Instant) -> Option<Instant> {
    let begun_at = work.begun_at?;
    let spent_ms = now.as_millis() - begun_at.as_millis();
    let in_all_ms = match work.progress {
        Some(progress) if progress >= TELLS_FROM => {
            spent_ms.checked_mul(1000)?.checked_div(i64::from(progress))?
        }
        _ => takes(work.audio_ms?, done)?,
    };
    Some(later(begun_at, in_all_ms.max(spent_ms)))
}

fn later(at: Instant, ms: i64) -> Instant {
    Instant::from_millis(at.as_millis().saturating_add(ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lately(audio_ms: i64, spent_ms: i64) -> Done {
        Done { recordings: 1, audio_ms, spent_ms }
    }

    #[test]
    fn what_waits_takes_as_long_as_it_took_lately() {
        assert_eq!(takes(60_000, lately(600_000, 20_000)), Some(2_000));
        assert_eq!(takes(60_000, lately(0, 0)), None, "nothing was transcribed lately");
        assert_eq!(takes(i64::MAX, lately(1, i64::MAX)), None, "longer than a number is unknown");
    }

    /// So many recordings of ten minutes; lately a worker took twenty seconds for each.
    fn left(recordings: i64, at_work_ms: &[i64], hands: usize) -> Option<i64> {
        let left =
            Left { recordings, waits_ms: recordings * 600_000, at_work_ms: at_work_ms.to_vec(), hands };
        left.takes(lately(600_000, 20_000))
    }

    #[test]
    fn what_is_left_is_shared_by_all_hands() {
        assert_eq!(left(6, &[], 1), Some(120_000));
        assert_eq!(left(6, &[], 0), Some(120_000), "somebody will come");
        assert_eq!(left(6, &[], 3), Some(40_000), "between two recordings nobody is at work");
        assert_eq!(left(6, &[20_000, 10_000], 2), Some(75_000), "what is at work is done first");
        assert_eq!(left(6, &[20_000, 10_000], 3), Some(50_000), "one is between two recordings");
        assert_eq!(left(1, &[], 4), Some(20_000), "one recording is for one");
        assert_eq!(left(1, &[90_000], 2), Some(90_000), "the last is done when the longest is");
        assert_eq!(left(0, &[20_000], 2), None, "nothing waits");
    }
}
