//! The transaction that makes a call known: identity first, then the rows.
//!
//! A call is unique by (source, native id); without a native id, the content hash of its first
//! recording stands in. A recording is unique by (call, content hash).

use super::{Acceptance, CallMetadata, RecorderError};
use crate::access::{Permission, Who};
use crate::db::audit::Line;
use crate::db::call::Call;
use crate::db::job::NewJob;
use crate::db::participation::Participation;
use crate::db::recording::{ChannelRole, ContentHash, Recording, RecordingState};
use crate::db::source::Source;
use crate::db::stored_object::{Purpose, StoredObject};
use crate::db::{
    DbError, Reading, Scope, Writing, agent, audit, call, job, participation, project, recording, source,
    stored_object, team, tombstone,
};
use crate::ids::{CallId, ObjectKey, ParticipationId, ProjectId, QueueId, RecordingId, RequestId, SourceId};
use jiff::tz::TimeZone;
use serde_json::json;
use std::fmt::Write;

/// A file with all that is needed to enter it.
pub(super) struct Arrival {
    pub(super) who: Who,
    pub(super) source: SourceChoice,
    pub(super) metadata: CallMetadata,
    pub(super) file_name: Option<String>,
    pub(super) hash: ContentHash,
    pub(super) bytes: u64,
    pub(super) object: ObjectKey,
    pub(super) zone: TimeZone,
    pub(super) request_id: Option<RequestId>,
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
    pub(super) fn of(who: &Who, metadata: &CallMetadata) -> Result<Self, RecorderError> {
        match (who.source_id(), &metadata.source) {
            (Some(own), named) => Ok(Self::Own(own, named.clone())),
            (None, Some(named)) => Ok(Self::Named(named.clone())),
            (None, None) => Err(RecorderError::SourceMissing),
        }
    }

    /// The source, if it is there.
    pub(super) fn look_up(&self, reading: &mut Reading<'_>) -> Result<Option<Source>, RecorderError> {
        match self {
            Self::Named(name) => Ok(source::by_name(reading, name)?),
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

    fn find_or_make(&self, writing: &mut Writing<'_>) -> Result<Source, RecorderError> {
        match self {
            Self::Named(name) => Ok(source::find_or_make(writing, name)?),
            Self::Own(..) => self.look_up(writing)?.ok_or(RecorderError::OutsideScope),
        }
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
    arrival: &Arrival,
) -> Result<(), RecorderError> {
    match tombstone::matching(reading, source_id, arrival.metadata.native_id.as_deref(), &arrival.hash)? {
        Some(tombstone) => Err(RecorderError::Buried { reason: tombstone.reason }),
        None => Ok(()),
    }
}

/// Enters the file whose object is stored already: call, recording, parts, object, job, audit.
pub(super) fn enter(writing: &mut Writing<'_>, arrival: &Arrival) -> Result<Acceptance, RecorderError> {
    let source = arrival.source.find_or_make(writing)?;
    refuse_buried(writing, source.id, arrival)?;
    let (queue_id, project_id) = places(writing, &arrival.metadata)?;
    check_reach(&arrival.who, source.id, project_id)?;
    let native_id = arrival.metadata.native_id.as_deref();
    let known = known(writing, source.id, native_id, &arrival.hash)?;
    must_reach(writing, &arrival.who, &known)?;
    match known {
        Known::Recording(call_id, recording_id) => Ok(Acceptance { call_id, recording_id, is_new: false }),
        Known::UnnamedRecording(mut call, recording_id) => {
            let metadata = &arrival.metadata;
            call.native_id.clone_from(&metadata.native_id);
            call.identity = identity(native_id, &arrival.hash);
            fill_blanks(&mut call, metadata, queue_id, project_id);
            call::update(writing, &call)?;
            if participation::of_call(writing, call.id)?.is_empty() {
                enter_parts(writing, &call, recording_id, metadata)?;
            }
            append_audit(writing, arrival, call.id, "call.named", recording_id)?;
            Ok(Acceptance { call_id: call.id, recording_id, is_new: false })
        }
        Known::Call(mut call) => {
            fill_blanks(&mut call, &arrival.metadata, queue_id, project_id);
            call::update(writing, &call)?;
            enter_recording(writing, arrival, &call, "call.recording_added")
        }
        Known::Nothing => {
            let call = new_call(writing, arrival, &source, queue_id, project_id);
            call::insert(writing, &call)?;
            enter_recording(writing, arrival, &call, "call.accepted")
        }
    }
}

/// The queue and project that the metadata names, made where they are missing.
fn places(
    writing: &mut Writing<'_>,
    metadata: &CallMetadata,
) -> Result<(Option<QueueId>, Option<ProjectId>), DbError> {
    let project_id = match &metadata.project {
        Some(name) => Some(project::find_or_make(writing, name)?.id),
        None => None,
    };
    let queue_id = match &metadata.queue {
        Some(name) => Some(project::find_or_make_queue(writing, project_id, name)?.id),
        None => None,
    };
    Ok((queue_id, project_id))
}

/// Somebody who brings calls into one project, or one source, brings them nowhere else.
fn check_reach(who: &Who, source_id: SourceId, project_id: Option<ProjectId>) -> Result<(), RecorderError> {
    let reaches = match who.scope(Permission::IngestCalls) {
        None => false,
        Some(Scope::Everything) => true,
        Some(Scope::Within(bounds)) => {
            bounds.sources.contains(&source_id) || project_id.is_some_and(|id| bounds.projects.contains(&id))
        }
    };
    if reaches { Ok(()) } else { Err(RecorderError::OutsideScope) }
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

fn new_call(
    writing: &Writing<'_>,
    arrival: &Arrival,
    source: &Source,
    queue_id: Option<QueueId>,
    project_id: Option<ProjectId>,
) -> Call {
    let metadata = &arrival.metadata;
    let source_zone = TimeZone::get(&source.time_zone).unwrap_or(TimeZone::UTC);
    let now = writing.now();
    let started_at = metadata.started_at.map_or(now, |stamp| stamp.in_zone(&source_zone));
    Call {
        id: CallId::new(),
        source_id: source.id,
        identity: identity(metadata.native_id.as_deref(), &arrival.hash),
        native_id: metadata.native_id.clone(),
        direction: metadata.direction,
        customer_number: metadata.customer_number.clone(),
        queue_id,
        project_id,
        started_at,
        local_date: started_at.local_date(&arrival.zone).to_string(),
        disposition: metadata.disposition.clone(),
        wrap_up: metadata.wrap_up.clone(),
        ticket: metadata.ticket.clone(),
        tags: metadata.tags.clone(),
        metadata: metadata.rest.clone(),
        created_at: now,
        duration_ms: 0,
    }
}

/// What was missing is filled in; what is there stays.
fn fill_blanks(
    call: &mut Call,
    metadata: &CallMetadata,
    queue_id: Option<QueueId>,
    project_id: Option<ProjectId>,
) {
    call.direction = call.direction.or(metadata.direction);
    call.customer_number = call.customer_number.take().or_else(|| metadata.customer_number.clone());
    call.queue_id = call.queue_id.or(queue_id);
    call.project_id = call.project_id.or(project_id);
    call.disposition = call.disposition.take().or_else(|| metadata.disposition.clone());
    call.wrap_up = call.wrap_up.take().or_else(|| metadata.wrap_up.clone());
    call.ticket = call.ticket.take().or_else(|| metadata.ticket.clone());
    for tag in &metadata.tags {
        if !call.tags.contains(tag) {
            call.tags.push(tag.clone());
        }
    }
    for (name, value) in &metadata.rest {
        call.metadata.entry(name).or_insert_with(|| value.clone());
    }
}

fn enter_recording(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    call: &Call,
    action: &'static str,
) -> Result<Acceptance, RecorderError> {
    let now = writing.now();
    let new = Recording {
        id: RecordingId::new(),
        call_id: call.id,
        content_hash: arrival.hash,
        bytes: arrival.bytes,
        file_name: arrival.file_name.clone(),
        offset_ms: 0,
        channel_roles: arrival.metadata.channels.clone(),
        state: RecordingState::Accepted,
        failure: None,
        audio: None,
        created_at: now,
    };
    recording::insert(writing, &new)?;
    let object = StoredObject {
        key: arrival.object,
        call_id: call.id,
        recording_id: Some(new.id),
        purpose: Purpose::Original,
        bytes: i64::try_from(arrival.bytes).unwrap_or(i64::MAX),
        created_at: now,
    };
    stored_object::insert(writing, &object)?;
    enter_parts(writing, call, new.id, &arrival.metadata)?;
    job::enqueue(writing, &NewJob::prepare(call.id, new.id))?;
    append_audit(writing, arrival, call.id, action, new.id)?;
    Ok(Acceptance { call_id: call.id, recording_id: new.id, is_new: true })
}

fn enter_parts(
    writing: &mut Writing<'_>,
    call: &Call,
    recording_id: RecordingId,
    metadata: &CallMetadata,
) -> Result<(), DbError> {
    for part in &metadata.agents {
        let agent = agent::find_or_make(writing, call.source_id, &part.external_id, part.name.as_deref())?;
        let person_id = agent::person_at(writing, agent.id, call.started_at)?;
        let team_id = match person_id {
            Some(person_id) => team::of_person_at(writing, person_id, call.started_at)?,
            None => None,
        };
        let new = Participation {
            id: ParticipationId::new(),
            call_id: call.id,
            agent_id: agent.id,
            recording_id: Some(recording_id),
            channel: part.channel.or_else(|| only_agent_channel(metadata)),
            start_ms: part.start_ms,
            end_ms: part.end_ms,
            person_id,
            team_id,
        };
        participation::insert(writing, &new)?;
    }
    Ok(())
}

/// Where one channel is the agents' and the part does not say which, it is that one.
fn only_agent_channel(metadata: &CallMetadata) -> Option<i32> {
    let mut agents = metadata.channels.iter().filter(|(_, role)| **role == ChannelRole::Agent);
    match (agents.next(), agents.next()) {
        (Some((channel, _)), None) => Some(i32::from(*channel)),
        _ => None,
    }
}

fn append_audit(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    call_id: CallId,
    action: &'static str,
    recording_id: RecordingId,
) -> Result<(), DbError> {
    let line = Line {
        actor: arrival.who.actor(),
        action,
        noun: "call",
        noun_id: &call_id.to_string(),
        detail: json!({ "recording": recording_id, "bytes": arrival.bytes }),
        request_id: arrival.request_id,
    };
    audit::append(writing, &line)
}
