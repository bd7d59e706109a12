//! The transaction that makes a call known: identity first, then the rows.
//!
//! A call is unique by (source, native id); without a native id, the content hash of its first
//! recording stands in. A recording is unique by (call, content hash).

use super::description::{check_reach, complete, new_call, places};
use super::parts::enter_parts;
use super::{Acceptance, CallMetadata, RecorderError};
use crate::access::{Permission, Who};
use crate::db::audit::Line;
use crate::db::call::Call;
use crate::db::job::NewJob;
use crate::db::recording::{ContentHash, Recording, RecordingState};
use crate::db::source::Source;
use crate::db::stored_object::{Purpose, StoredObject};
use crate::db::{
    DbError, Reading, Scope, Writing, audit, call, job, participation, recording, source, stored_object,
    tombstone,
};
use crate::ids::{CallId, ObjectKey, RecordingId, RequestId, SourceId};
use jiff::tz::TimeZone;
use serde_json::json;
use std::fmt::Write;

/// What somebody says of a call, with all that is needed to enter it.
pub(super) struct Arrival {
    pub(super) who: Who,
    pub(super) source: SourceChoice,
    pub(super) metadata: CallMetadata,
    pub(super) zone: TimeZone,
    pub(super) request_id: Option<RequestId>,
}

/// The file that came with it.
pub(super) struct ArrivedFile {
    pub(super) name: Option<String>,
    pub(super) hash: ContentHash,
    pub(super) bytes: u64,
    pub(super) object: ObjectKey,
    /// How many channels it has.
    pub(super) channels: u16,
}

/// Which source a call comes from: the token's own, or the one that a person names.
pub(super) enum SourceChoice {
    /// The token's; the metadata may repeat its name.
    Own(SourceId, Option<String>),
    /// The one with this name, made where it is missing.
    Named(String),
}

/// What is known of a file before it is entered.
pub(super) enum Known {
    /// This very recording.
    Recording(CallId, RecordingId),
    /// This very recording, but its call came without a native id and now has one.
    UnnamedRecording(Box<Call>, RecordingId),
    /// The call, with other recordings or none.
    Call(Box<Call>),
    /// Nothing.
    Nothing,
}

impl SourceChoice {
    pub(super) fn of(who: &Who, named: Option<&String>) -> Result<Self, RecorderError> {
        match (who.source_id(), named) {
            (Some(own), named) => Ok(Self::Own(own, named.cloned())),
            (None, Some(named)) => Ok(Self::Named(named.clone())),
            (None, None) => Err(RecorderError::SourceMissing),
        }
    }

    /// The source, if it is there.
    pub(super) fn look_up(&self, reading: &mut Reading<'_>) -> Result<Option<Source>, RecorderError> {
        match self {
            Self::Named(name) => source::by_name(reading, name)?.map(in_use).transpose(),
            Self::Own(id, named) => {
                let own = source::by_id(reading, *id)?.ok_or(RecorderError::OutsideScope)?;
                match named {
                    Some(named) if *named != own.name => {
                        Err(RecorderError::SourceDiffers { named: named.clone() })
                    }
                    _ => Ok(Some(own)),
                }
            }
        }
    }

    pub(super) fn find_or_make(&self, writing: &mut Writing<'_>) -> Result<Source, RecorderError> {
        match self {
            Self::Named(name) => in_use(source::find_or_make(writing, name)?),
            Self::Own(..) => self.look_up(writing)?.ok_or(RecorderError::OutsideScope),
        }
    }
}

/// Nothing comes from a source that was retired.
fn in_use(source: Source) -> Result<Source, RecorderError> {
    match source.retired_at {
        Some(_) => Err(RecorderError::SourceRetired { name: source.name }),
        None => Ok(source),
    }
}

/// What the source's own id and the content say. Both stand in the same column, so that a native
/// id which reads like a content hash finds the call that has it.
pub(super) fn known(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    native_id: Option<&str>,
    hash: &ContentHash,
) -> Result<Known, DbError> {
    let same_content = recording::by_content(reading, source_id, hash)?;
    let Some(native_id) = native_id else {
        if let Some(found) = same_content {
            return Ok(Known::Recording(found.call_id, found.id));
        }
        let call = call::by_identity(reading, source_id, &identity(None, hash))?;
        return Ok(call.map_or(Known::Nothing, |call| Known::Call(Box::new(call))));
    };
    if let Some(call) = call::by_identity(reading, source_id, native_id)? {
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

/// Refuses what was deleted.
pub(super) fn refuse_buried(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    native_id: Option<&str>,
    hash: &ContentHash,
) -> Result<(), RecorderError> {
    match tombstone::matching(reading, source_id, native_id, hash)? {
        Some(tombstone) => Err(RecorderError::Buried { reason: tombstone.reason }),
        None => Ok(()),
    }
}

/// Enters the file whose object is stored already: call, recording, parts, object, job, audit.
pub(super) fn enter(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    file: &ArrivedFile,
) -> Result<Acceptance, RecorderError> {
    let source = arrival.source.find_or_make(writing)?;
    let native_id = arrival.metadata.native_id.as_deref();
    refuse_buried(writing, source.id, native_id, &file.hash)?;
    let places = places(writing, &source, &arrival.metadata)?;
    check_reach(&arrival.who, source.id, places.project_id)?;
    let known = known(writing, source.id, native_id, &file.hash)?;
    must_reach(writing, &arrival.who, &known)?;
    match known {
        Known::Recording(call_id, recording_id) => Ok(Acceptance { call_id, recording_id, is_new: false }),
        Known::UnnamedRecording(mut call, recording_id) => {
            complete(writing, &mut call, &arrival.metadata, places)?;
            call.native_id.clone_from(&arrival.metadata.native_id);
            call.identity = identity(native_id, &file.hash);
            call::update(writing, &call)?;
            if participation::of_call(writing, call.id)?.is_empty() {
                enter_parts(writing, &call, Some(recording_id), &arrival.metadata)?;
            }
            append_audit(writing, arrival, file, call.id, "call.named", recording_id)?;
            Ok(Acceptance { call_id: call.id, recording_id, is_new: false })
        }
        Known::Call(mut call) => {
            complete(writing, &mut call, &arrival.metadata, places)?;
            enter_recording(writing, arrival, file, &call, "call.recording_added")
        }
        Known::Nothing => {
            let identity = identity(native_id, &file.hash);
            let call = new_call(writing, arrival, identity, &source, places);
            call::insert(writing, &call)?;
            enter_recording(writing, arrival, file, &call, "call.accepted")
        }
    }
}

/// A known call is one that the caller may bring recordings to, whatever project they name now.
pub(super) fn must_reach(reading: &mut Reading<'_>, who: &Who, known: &Known) -> Result<(), RecorderError> {
    let call_id = match known {
        Known::Recording(call_id, _) => *call_id,
        Known::UnnamedRecording(call, _) | Known::Call(call) => call.id,
        Known::Nothing => return Ok(()),
    };
    let scope = who.scope(Permission::IngestCalls).ok_or(RecorderError::OutsideScope)?;
    match call::find(reading, &scope, call_id)? {
        Some(_) => Ok(()),
        None => Err(RecorderError::OutsideScope),
    }
}

fn identity(native_id: Option<&str>, hash: &ContentHash) -> String {
    if let Some(native_id) = native_id {
        return native_id.to_owned();
    }
    hash.iter().fold(String::from("sha256:"), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn enter_recording(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    file: &ArrivedFile,
    call: &Call,
    action: &'static str,
) -> Result<Acceptance, RecorderError> {
    let now = writing.now();
    let new = Recording {
        id: RecordingId::new(),
        call_id: call.id,
        content_hash: file.hash,
        bytes: file.bytes,
        file_name: file.name.clone(),
        offset_ms: 0,
        channel_roles: arrival.metadata.channels_of(file.channels),
        state: RecordingState::Accepted,
        failure: None,
        audio: None,
        created_at: now,
    };
    recording::insert(writing, &new)?;
    let object = StoredObject {
        key: file.object,
        call_id: call.id,
        recording_id: Some(new.id),
        purpose: Purpose::Original,
        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        created_at: now,
    };
    stored_object::insert(writing, &object)?;
    enter_parts(writing, call, Some(new.id), &arrival.metadata)?;
    job::enqueue(writing, &NewJob::prepare(call.id, new.id))?;
    append_audit(writing, arrival, file, call.id, action, new.id)?;
    Ok(Acceptance { call_id: call.id, recording_id: new.id, is_new: true })
}

fn append_audit(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    file: &ArrivedFile,
    call_id: CallId,
    action: &'static str,
    recording_id: RecordingId,
) -> Result<(), DbError> {
    let line = Line {
        actor: arrival.who.actor(),
        action,
        noun: "call",
        noun_id: &call_id.to_string(),
        detail: json!({ "recording": recording_id, "bytes": file.bytes }),
        request_id: arrival.request_id,
    };
    audit::append(writing, &line)
}
