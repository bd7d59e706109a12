//! Removing one call, inside a transaction: everything that came from its sound goes, and what is left
//! is a tombstone for each of its files, its evaluations, and the line that says why.

use super::decision::{CallFacts, Rule, RuleOrigin};
use crate::db::audit::{Actor, Line};
use crate::db::call::Call;
use crate::db::removal::{Removal, RemovalCause};
use crate::db::tombstone::Tombstone;
use crate::db::{
    DbError, Reading, Scope, Writing, audit, call, call_list, evaluation, hold, recording, removal,
    stored_object, tombstone,
};
use crate::ids::{CallId, ErasureId, ObjectKey, RemovalId, RetentionRunId, TombstoneId};
use crate::storage::Storage;
use jiff::civil::Date;
use serde_json::json;

/// Why a call is removed.
#[derive(Debug, Clone, Copy)]
pub(in crate::recorder) enum Why<'a> {
    /// Its time is over by this rule.
    Retention {
        /// The run that does it.
        run_id: RetentionRunId,
        /// The rule that kept it longest.
        rule: &'a Rule,
    },
    /// The customer asked for it.
    Erasure(ErasureId),
}

impl Why<'_> {
    fn cause(&self) -> RemovalCause {
        match self {
            Self::Retention { .. } => RemovalCause::Retention,
            Self::Erasure(_) => RemovalCause::Erasure,
        }
    }

    /// For whoever sends the same file again.
    fn sentence(&self) -> String {
        match self {
            Self::Erasure(_) => sentence_of(RemovalCause::Erasure, None, None),
            Self::Retention { rule, .. } => {
                let name = match &rule.origin {
                    RuleOrigin::Rule { name, .. } => Some(name.as_str()),
                    RuleOrigin::Source { .. } => None,
                };
                sentence_of(RemovalCause::Retention, name, rule.keep_days)
            }
        }
    }
}

/// Why a call is gone, as a sentence. `rule` is the name of the rule, if it was one with a name.
pub(in crate::recorder) fn sentence_of(
    cause: RemovalCause,
    rule: Option<&str>,
    keep_days: Option<u32>,
) -> String {
    let days = keep_days.map_or_else(|| "a while".to_owned(), |days| format!("{days} days"));
    match (cause, rule) {
        (RemovalCause::Erasure, _) => "the customer asked for it to be erased".to_owned(),
        (RemovalCause::Retention, Some(rule)) => format!("the rule \"{rule}\" keeps such calls for {days}"),
        (RemovalCause::Retention, None) => format!("its source keeps calls for {days}"),
    }
}

/// What went with some calls.
#[derive(Debug, Default)]
pub(in crate::recorder) struct Gone {
    /// How many calls.
    pub calls: i64,
    /// How many bytes of objects.
    pub bytes: i64,
    /// The objects, to be deleted once the transaction has committed.
    pub objects: Vec<ObjectKey>,
}

/// Removes a call that is locked for it. Whether it may be removed was decided before.
pub(in crate::recorder) fn remove(
    writing: &mut Writing<'_>,
    call: &Call,
    why: Why<'_>,
    gone: &mut Gone,
) -> Result<(), DbError> {
    let recordings = recording::of_call(writing, call.id)?;
    let objects = stored_object::of_call(writing, call.id)?;
    let bytes = objects.iter().map(|object| object.bytes).sum();
    let count = i64::try_from(recordings.len()).unwrap_or(i64::MAX);
    let now = writing.now();
    leave_tombstones(writing, call, why, recordings.iter().map(|one| one.content_hash.to_vec()).collect())?;
    let removal = Removal {
        id: RemovalId::new(),
        call_id: call.id,
        source_id: call.source_id,
        project_id: call.project_id,
        cause: why.cause(),
        rule_version_id: None,
        run_id: None,
        erasure_id: None,
        keep_days: None,
        recordings: count,
        bytes,
        removed_at: now,
    };
    let removal = match why {
        Why::Erasure(id) => Removal { erasure_id: Some(id), ..removal },
        Why::Retention { run_id, rule } => {
            let rule_version_id = match &rule.origin {
                RuleOrigin::Rule { version_id, .. } => *version_id,
                RuleOrigin::Source { .. } => None,
            };
            let keep_days = rule.keep_days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
            Removal { run_id: Some(run_id), rule_version_id, keep_days, ..removal }
        }
    };
    removal::insert(writing, &removal)?;
    evaluation::note_removal(writing, call.id, removal.id)?;
    note(writing, &removal)?;
    hold::forget_call(writing, call.id)?;
    call::delete(writing, call.id)?;
    gone.calls += 1;
    gone.bytes += bytes;
    gone.objects.extend(objects.into_iter().map(|object| object.key));
    Ok(())
}

/// One for each file, and one for a call without any. A native id may hold a number, so an erased one
/// is kept as its digest only.
fn leave_tombstones(
    writing: &mut Writing<'_>,
    call: &Call,
    why: Why<'_>,
    hashes: Vec<Vec<u8>>,
) -> Result<(), DbError> {
    let native_id = match why {
        Why::Retention { .. } => call.native_id.clone(),
        Why::Erasure(_) => call.native_id.as_deref().map(tombstone::digest_of),
    };
    let files: Vec<Option<Vec<u8>>> =
        if hashes.is_empty() { vec![None] } else { hashes.into_iter().map(Some).collect() };
    for content_hash in files {
        let new = Tombstone {
            id: TombstoneId::new(),
            source_id: call.source_id,
            native_id: native_id.clone(),
            content_hash,
            reason: why.sentence(),
            created_at: writing.now(),
        };
        tombstone::insert(writing, &new)?;
    }
    Ok(())
}

fn note(writing: &mut Writing<'_>, removal: &Removal) -> Result<(), DbError> {
    let line = Line {
        actor: Actor::System,
        action: "call.removed",
        noun: "call",
        noun_id: &removal.call_id.to_string(),
        detail: json!({
            "cause": removal.cause.as_str(),
            "rule_version": removal.rule_version_id,
            "run": removal.run_id,
            "erasure": removal.erasure_id,
            "recordings": removal.recordings,
            "bytes": removal.bytes,
        }),
        request_id: None,
    };
    audit::append(writing, &line)
}

/// Deletes the objects of calls that are gone. One that cannot be deleted now has no row any more, and
/// the sweep deletes it.
pub(in crate::recorder) async fn delete_objects(storage: &Storage, objects: &[ObjectKey]) {
    for object in objects {
        if let Err(error) = storage.delete(*object).await {
            tracing::warn!(%object, %error, "an object of a removed call stays until the sweep");
        }
    }
}

/// What is known of these calls, for the decision, with each call.
pub(super) fn facts(reading: &mut Reading<'_>, ids: &[CallId]) -> Result<Vec<(Call, CallFacts)>, DbError> {
    let evaluated = call_list::evaluations_out(reading, ids)?;
    let calls = call::of_ids(reading, &Scope::Everything, ids)?;
    Ok(calls
        .into_iter()
        .filter_map(|call| {
            let facts = facts_of(&call, evaluated.contains_key(&call.id))?;
            Some((call, facts))
        })
        .collect())
}

/// None where the call's day is damaged: such a call stays.
pub(super) fn facts_of(call: &Call, evaluated: bool) -> Option<CallFacts> {
    let day: Date = call.local_date.parse().ok()?;
    Some(CallFacts {
        source_id: call.source_id,
        project_id: call.project_id,
        queue_id: call.queue_id,
        tags: call.tags.clone(),
        disposition: call.disposition.clone(),
        day,
        evaluated,
    })
}
