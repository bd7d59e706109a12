//! Which call something belongs to: by the source's own id, by what stands in for it, by its
//! content, and where none of these tells, by number and time.
//!
//! A table of calls and the names of files often have no id in common. A recording without one
//! belongs to the call of its source with the same customer's number in whose time it began, if
//! there is exactly one; and a row without one describes the recording that began in its time.

use super::CallMetadata;
use crate::db::call::{Call, CustomerNumber};
use crate::db::recording::ContentHash;
use crate::db::{DbError, Reading, Scope, agent, call, participation, recording};
use crate::ids::{CallId, RecordingId, SourceId};
use crate::time::Instant;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::time::Duration;

/// How long before a recording its call may have begun: ringing, announcements, the queue.
const BEFORE_MOST: Duration = Duration::from_mins(15);
/// How far the clocks of a telephone system and its recorder may differ.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5);
/// How many calls are looked at; more in a quarter of an hour, and number and time tell nothing.
const LOOKED_AT: i64 = 5_000;
/// From how many digits on two numbers may be written with different prefixes.
const SUFFIX_LEAST: usize = 7;

/// What is known of a file before it is entered.
pub(super) enum Known {
    /// This very recording.
    Recording(CallId, RecordingId),
    /// This very recording, but its call came without a native id and now has one.
    UnnamedRecording(Box<Call>, RecordingId),
    /// The call, with other recordings or none.
    Call(Box<Call>),
    /// The call without this recording, which came without a native id and now has one.
    UnnamedCall(Box<Call>),
    /// Nothing.
    Nothing,
}

/// What makes a call one of its source.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Identity<'a> {
    /// What the source calls it.
    pub(super) native_id: Option<&'a str>,
    /// What stands in for that: [`of_row`], [`of_legs`].
    pub(super) stand_in: Option<&'a str>,
}

impl Identity<'_> {
    /// As it is stored with the call; without any, the content of its first recording stands in.
    pub(super) fn stored(&self, hash: &ContentHash) -> String {
        match self.native_id.or(self.stand_in) {
            Some(identity) => identity.to_owned(),
            None => format!("sha256:{}", hexadecimal(hash)),
        }
    }
}

/// What the source's own id and the content say. Both stand in the same column, so that a native
/// id which reads like a content hash finds the call that has it.
pub(super) fn known(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    identity: Identity<'_>,
    hash: &ContentHash,
) -> Result<Known, DbError> {
    let same_content = recording::by_content(reading, source_id, hash)?;
    if identity.native_id.is_none()
        && let Some(found) = &same_content
    {
        return Ok(Known::Recording(found.call_id, found.id));
    }
    if let Some(call) = call::by_identity(reading, source_id, &identity.stored(hash))? {
        let recordings = recording::of_call(reading, call.id)?;
        let same = recordings.iter().find(|recording| recording.content_hash == *hash);
        return Ok(same.map_or_else(
            || Known::Call(Box::new(call.clone())),
            |recording| Known::Recording(call.id, recording.id),
        ));
    }
    let Some(found) = same_content else { return Ok(Known::Nothing) };
    match call::find(reading, &Scope::Everything, found.call_id)? {
        Some(call) if call.native_id.is_none() => Ok(Known::UnnamedRecording(Box::new(call), found.id)),
        _ => Ok(Known::Nothing),
    }
}

/// The one call that a recording belongs to by number and time; none where several might be meant.
pub(super) fn call_of_recording(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    metadata: &CallMetadata,
    began: Option<Instant>,
) -> Result<Option<Call>, DbError> {
    let (Some(number), Some(began)) = (&metadata.customer_number, began) else { return Ok(None) };
    let from = began.minus(BEFORE_MOST);
    let until = began.plus(CLOCKS_DIFFER);
    let in_time = |call: &Call| {
        let length = match call.duration_ms {
            0 => BEFORE_MOST,
            said => Duration::from_millis(said.unsigned_abs()),
        };
        call.started_at.plus(length.saturating_add(CLOCKS_DIFFER)) >= began
    };
    let meant = |call: &Call| in_time(call) && may_be_one(call, metadata, number);
    only_without(reading, source_id, metadata, (from, until), meant, Wanted::WithoutRecording)
}

/// The one call that a row without its native id describes, by number and time: a recording that
/// began in its time, or the same row under another id.
pub(super) fn call_of_row(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    metadata: &CallMetadata,
    began: Option<Instant>,
) -> Result<Option<Call>, DbError> {
    let (Some(number), Some(began)) = (&metadata.customer_number, began) else { return Ok(None) };
    let length = match metadata.duration_ms {
        Some(said) if said > 0 => Duration::from_millis(said.unsigned_abs()).min(BEFORE_MOST),
        _ => BEFORE_MOST,
    };
    let times = (began.minus(CLOCKS_DIFFER), began.plus(length.saturating_add(CLOCKS_DIFFER)));
    let meant = |call: &Call| call.identity.starts_with("sha256:") && may_be_one(call, metadata, number);
    only_without(reading, source_id, metadata, times, meant, Wanted::Any)
}

/// Whether a call may be the one that something else describes: the numbers agree, and so do the
/// ids where both have one.
fn may_be_one(call: &Call, metadata: &CallMetadata, number: &CustomerNumber) -> bool {
    let same_number = call.customer_number.as_ref().is_some_and(|known| are_one_number(known, number));
    same_number && (call.native_id.is_none() || metadata.native_id.is_none())
}

#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Any,
    WithoutRecording,
}

fn only_without(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    metadata: &CallMetadata,
    (from, until): (Instant, Instant),
    meant: impl Fn(&Call) -> bool,
    wanted: Wanted,
) -> Result<Option<Call>, DbError> {
    let calls = call::begun_between(reading, source_id, from, until, LOOKED_AT)?;
    let mut found = None;
    for call in calls.into_iter().filter(|call| meant(call)) {
        if wanted == Wanted::WithoutRecording && !recording::of_call(reading, call.id)?.is_empty() {
            continue;
        }
        if !agents_agree(reading, &call, metadata)? {
            continue;
        }
        if found.is_some() {
            return Ok(None);
        }
        found = Some(call);
    }
    Ok(found)
}

/// Whether one agent at least is named by both, where both name any.
fn agents_agree(reading: &mut Reading<'_>, call: &Call, metadata: &CallMetadata) -> Result<bool, DbError> {
    let parts = participation::of_call(reading, call.id)?;
    if parts.is_empty() || metadata.agents.is_empty() {
        return Ok(true);
    }
    let ids: Vec<_> = parts.iter().map(|part| part.agent_id).collect();
    let known = agent::by_ids(reading, &ids)?;
    Ok(known.iter().any(|agent| metadata.agents.iter().any(|said| said.external_id == agent.external_id)))
}

/// Whether two numbers are one: 13800138000, +86 138 0013 8000 and 013800138000 are.
fn are_one_number(one: &CustomerNumber, other: &CustomerNumber) -> bool {
    let (one, other) = (digits(&one.0), digits(&other.0));
    if one.len().min(other.len()) < SUFFIX_LEAST {
        return one == other && !one.is_empty();
    }
    one.ends_with(&other) || other.ends_with(&one)
}

fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// What stands in for the id of a row that has none: its agent, its beginning and its number. None
/// where these tell nothing.
pub(super) fn of_row(metadata: &CallMetadata, began: Option<Instant>) -> Option<String> {
    let began = began?;
    let agent = metadata.agents.first().map(|agent| agent.external_id.as_str());
    let number = metadata.customer_number.as_ref().map(|number| digits(&number.0));
    if agent.is_none() && number.is_none() {
        return None;
    }
    let told = [agent.unwrap_or_default(), number.as_deref().unwrap_or_default()].join("\u{0}");
    Some(hashed("row", &format!("{}\u{0}{told}", began.as_millis())))
}

/// What stands in for the id of legs that have none: the name that they share.
pub(super) fn of_legs(shared_name: &str) -> String {
    hashed("legs", shared_name)
}

/// Identities are shown to people who may not see numbers, and both names and rows hold numbers.
fn hashed(kind: &str, text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    format!("{kind}:{}", hexadecimal(hash.get(..20).unwrap_or_default()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The number that keeps two arrivals of one source apart that look for each other: of a name, or
/// of a customer's number.
pub(super) fn meeting_point(source_id: SourceId, word: &str) -> i64 {
    let mut hasher = Sha256::new();
    hasher.update(source_id.as_bytes());
    hasher.update(word.as_bytes());
    let hash = hasher.finalize();
    let first: [u8; 8] = hash.get(..8).and_then(|first| first.try_into().ok()).unwrap_or_default();
    i64::from_be_bytes(first)
}

/// The last digits of a number, which are the same however it is written.
pub(super) fn tail(number: &CustomerNumber) -> String {
    let digits = digits(&number.0);
    digits.get(digits.len().saturating_sub(SUFFIX_LEAST)..).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorder::AgentPart;

    fn number(text: &str) -> CustomerNumber {
        CustomerNumber(text.to_owned())
    }

    #[test]
    fn a_number_is_one_however_it_is_written_and_short_ones_are_compared_whole() {
        for written in ["+86 138 0013 8000", "013800138000", "008613800138000", "13800138000"] {
            assert!(are_one_number(&number("13800138000"), &number(written)), "{written}");
            assert_eq!(tail(&number(written)), "0138000");
        }
        assert!(!are_one_number(&number("13800138000"), &number("13800138001")));
        assert!(!are_one_number(&number("8000"), &number("13800138000")));
        assert!(!are_one_number(&number("anonymous"), &number("anonymous")));
    }

    #[test]
    fn a_row_is_told_by_agent_beginning_and_number_and_its_identity_shows_none_of_them() {
        let agent = AgentPart {
            external_id: "3201".to_owned(),
            name: None,
            channel: None,
            start_ms: None,
            end_ms: None,
        };
        let row = CallMetadata {
            agents: vec![agent],
            customer_number: Some(number("13800138000")),
            ..CallMetadata::default()
        };
        let began = Some(Instant::from_millis(1_795_253_400_000));
        let identity = of_row(&row, began).unwrap();
        assert!(identity.starts_with("row:") && !identity.contains("138001"));
        let written = CallMetadata { customer_number: Some(number("0138-0013-8000")), ..row.clone() };
        assert_eq!(of_row(&written, began).unwrap(), identity);
        assert_ne!(of_row(&row, began.map(|began| began.plus(Duration::from_secs(1)))).unwrap(), identity);
        assert_eq!(of_row(&row, None), None);
        assert_eq!(of_row(&CallMetadata::default(), began), None);
    }
}
