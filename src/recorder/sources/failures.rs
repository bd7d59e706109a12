//! What went wrong with recordings of a source, grouped by reason, and trying it again.
//!
//! Two things go wrong: a recording cannot be decoded (a result, with its reason), and work on one
//! is given up after its last attempt. Either way the bytes are kept.

use super::settings::find;
use crate::access::By;
use crate::db::job::{self, DeadJob};
use crate::db::recording::{self, FailedRecording};
use crate::db::{Db, Scope, Writing};
use crate::ids::{CallId, RecordingId, SourceId};
use crate::recorder::RecorderError;
use crate::time::Instant;
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many failures are looked at; the newest.
const LOOKED_AT: i64 = 1000;
/// How many examples of a group are shown.
const EXAMPLES: usize = 5;

/// What sort of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// The recording cannot be decoded; its bytes are kept.
    Undecodable,
    /// Work on it was given up.
    GivenUp,
}

/// Failures with one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureGroup {
    /// What sort.
    pub kind: FailureKind,
    /// The reason: the code of the failure to decode, or the kind of the job.
    pub reason: String,
    /// The stable code of what went wrong with the newest; none where an earlier earmark noted it.
    pub code: Option<String>,
    /// The sentence of the newest.
    pub message: String,
    /// How many.
    pub count: usize,
    /// When the newest happened.
    pub last_at: Instant,
    /// The newest few.
    pub examples: Vec<(CallId, RecordingId)>,
}

impl FailureKind {
    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::GivenUp => "given_up",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Undecodable, Self::GivenUp].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What went wrong with recordings of this source, the largest group first; of the newest thousand
/// of each kind.
pub async fn failures(db: &Db, scope: Scope, id: SourceId) -> Result<Vec<FailureGroup>, RecorderError> {
    db.read(move |reading| {
        find(reading, &scope, id)?;
        let mut groups = BTreeMap::new();
        for failed in recording::failed_of_source(reading, id, LOOKED_AT)? {
            let FailedRecording { call_id, recording_id, code, message, at } = failed;
            let (key, why) = ((FailureKind::Undecodable, code.clone()), (Some(code), message));
            add(&mut groups, key, why, at, (call_id, recording_id));
        }
        for dead in job::dead_of_source(reading, id, LOOKED_AT)? {
            let DeadJob { call_id, recording_id, kind, failure_code, failure, at, .. } = dead;
            let (key, why) = ((FailureKind::GivenUp, kind), (failure_code, failure));
            add(&mut groups, key, why, at, (call_id, recording_id));
        }
        let mut groups: Vec<FailureGroup> = groups.into_values().collect();
        groups.sort_by_key(|group| Reverse((group.count, group.last_at)));
        Ok(groups)
    })
    .await
}

/// The newest come first, so that a group says what its newest said.
fn add(
    groups: &mut BTreeMap<(FailureKind, String), FailureGroup>,
    key: (FailureKind, String),
    (code, message): (Option<String>, String),
    at: Instant,
    example: (CallId, RecordingId),
) {
    let (kind, reason) = key.clone();
    let fresh = FailureGroup { kind, reason, code, message, count: 0, last_at: at, examples: Vec::new() };
    let group = groups.entry(key).or_insert(fresh);
    group.count += 1;
    if group.examples.len() < EXAMPLES {
        group.examples.push(example);
    }
}

/// Tries again what went wrong: one group, one recording, or everything of the source; at most the
/// newest thousand of each kind at once. Returns how many.
pub async fn retry(
    db: &Db,
    by: By,
    scope: Scope,
    id: SourceId,
    group: Option<(FailureKind, String)>,
    only: Option<RecordingId>,
) -> Result<usize, RecorderError> {
    db.write(move |writing| {
        find(writing, &scope, id)?;
        let wanted = |kind: FailureKind, reason: &str, recording_id: RecordingId| {
            group.as_ref().is_none_or(|(of, name)| *of == kind && name == reason)
                && only.is_none_or(|only| only == recording_id)
        };
        let mut count = 0;
        for failed in recording::failed_of_source(writing, id, LOOKED_AT)? {
            if wanted(FailureKind::Undecodable, &failed.code, failed.recording_id) {
                recording::set_accepted_again(writing, failed.recording_id)?;
                job::enqueue(writing, &job::NewJob::prepare(failed.call_id, failed.recording_id))?;
                count += 1;
            }
        }
        for dead in job::dead_of_source(writing, id, LOOKED_AT)? {
            if wanted(FailureKind::GivenUp, &dead.kind, dead.recording_id) {
                begin_again(writing, &dead)?;
                count += 1;
            }
        }
        if count > 0 {
            by.note(writing, "source.retried", "source", id, json!({ "count": count, "recording": only }))?;
        }
        Ok(count)
    })
    .await
}

fn begin_again(writing: &mut Writing<'_>, dead: &DeadJob) -> Result<(), RecorderError> {
    let again = match dead.kind.as_str() {
        job::PREPARE_RECORDING => job::NewJob::prepare(dead.call_id, dead.recording_id),
        _ => job::NewJob::transcribe(dead.call_id, dead.recording_id, dead.audio_ms),
    };
    job::set_aside(writing, dead.id)?;
    job::enqueue(writing, &again)?;
    Ok(())
}
