//! The transaction that makes a call known: identity first, then the rows.
//!
//! A call is unique by (source, native id); without a native id, the content hash of its first
//! recording stands in. A recording is unique by (call, content hash).

use super::description::{check_reach, complete_by, new_call, places};
use super::identity::{self, Identity, Known};
use super::parts::enter_parts;
use super::{Acceptance, CallMetadata, RecorderError, legs, sidecar, timeline};
use crate::access::{Permission, Who};
use crate::db::audit::Line;
use crate::db::call::Call;
use crate::db::job::NewJob;
use crate::db::recording::{ChannelRole, ContentHash, Recording, RecordingState};
use crate::db::source::Source;
use crate::db::stored_object::{Purpose, StoredObject};
use crate::db::{
    DbError, Reading, Scope, Writing, audit, call, job, participation, recording, source, stored_object,
    tombstone,
};
use crate::ids::{CallId, ObjectKey, RecordingId, RequestId, SourceId};
use crate::time::Instant;
use jiff::tz::TimeZone;
use serde_json::json;

/// What somebody says of a call, with all that is needed to enter it.
#[derive(Clone)]
pub(super) struct Arrival {
    pub(super) who: Who,
    /// Whose calls they may bring; none: nobody's.
    pub(super) reach: Option<Scope>,
    pub(super) source: SourceChoice,
    pub(super) metadata: CallMetadata,
    pub(super) zone: TimeZone,
    pub(super) request_id: Option<RequestId>,
    /// The names, without their endings, under which a description may wait for the file.
    pub(super) stems: Vec<String>,
}

impl Arrival {
    pub(super) fn of(
        who: Who,
        metadata: CallMetadata,
        zone: TimeZone,
        request_id: Option<RequestId>,
    ) -> Result<Self, RecorderError> {
        let source = SourceChoice::of(&who, metadata.source.as_ref())?;
        let reach = who.scope(Permission::IngestCalls);
        Ok(Self { who, reach, source, metadata, zone, request_id, stems: Vec::new() })
    }

    /// What stands in for a native id where the file is a leg: the name that both legs share.
    fn stand_in(&self) -> Option<String> {
        let stem = self.stems.first()?;
        legs::leg_in_name(stem).map(|(shared, _)| identity::of_legs(shared))
    }

    /// Who is heard, where the file is a leg.
    fn leg(&self) -> Option<ChannelRole> {
        let named = || self.stems.first().and_then(|stem| legs::leg_in_name(stem)).map(|(_, role)| role);
        self.metadata.leg.or_else(named)
    }

    /// When the file began, as its source's clock says.
    fn began(&self, source: &Source) -> Option<Instant> {
        let zone = TimeZone::get(&source.time_zone).unwrap_or(TimeZone::UTC);
        self.metadata.started_at.map(|stamp| stamp.in_zone(&zone))
    }
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
#[derive(Clone)]
pub(super) enum SourceChoice {
    /// The token's; the metadata may repeat its name.
    Own(SourceId, Option<String>),
    /// The one with this name, made where it is missing.
    Named(String),
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

/// What is known of a file: by what waits for it, by its identity, by its number and time.
pub(super) fn known(
    reading: &mut Reading<'_>,
    source: &Source,
    arrival: &Arrival,
    awaited_by: Option<CallId>,
    hash: &ContentHash,
) -> Result<Known, DbError> {
    let stand_in = arrival.stand_in();
    let native_id = arrival.metadata.native_id.as_deref();
    let identity = Identity { native_id, stand_in: stand_in.as_deref() };
    match identity::known(reading, source.id, identity, hash)? {
        Known::Nothing => {}
        found => return Ok(found),
    }
    let awaited = if let Some(call_id) = awaited_by {
        call::find(reading, &Scope::Everything, call_id)?
    } else {
        identity::call_of_recording(reading, source.id, &arrival.metadata, arrival.began(source))?
    };
    Ok(match awaited {
        Some(call) if call.native_id.is_none() && native_id.is_some() => Known::UnnamedCall(Box::new(call)),
        Some(call) => Known::Call(Box::new(call)),
        None => Known::Nothing,
    })
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

/// Enters the file whose object is stored already: call, recording, parts, object, job, audit. A
/// description that waited for it goes in with it.
pub(super) fn enter(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    file: &ArrivedFile,
) -> Result<Acceptance, RecorderError> {
    let source = arrival.source.find_or_make(writing)?;
    sidecar::meet(writing, source.id, &arrival.stems)?;
    if let Some(number) = &arrival.metadata.customer_number {
        writing.meet_at(identity::meeting_point(source.id, &identity::tail(number)))?;
    }
    let Some(held) = sidecar::held(writing, source.id, &arrival.stems)? else {
        return enter_described(writing, arrival, file, &source, None);
    };
    let metadata = sidecar::completed(arrival.metadata.clone(), &held)?;
    let arrival = Arrival { metadata, ..arrival.clone() };
    let acceptance = enter_described(writing, &arrival, file, &source, held.call_id)?;
    sidecar::let_go(writing, &held, acceptance.call_id)?;
    Ok(acceptance)
}

fn enter_described(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    file: &ArrivedFile,
    source: &Source,
    awaited_by: Option<CallId>,
) -> Result<Acceptance, RecorderError> {
    let native_id = arrival.metadata.native_id.as_deref();
    refuse_buried(writing, source.id, native_id, &file.hash)?;
    let places = places(writing, source, &arrival.metadata)?;
    check_reach(arrival.reach.as_ref(), source.id, places.project_id)?;
    let known = known(writing, source, arrival, awaited_by, &file.hash)?;
    must_reach(writing, arrival.reach.as_ref(), &known)?;
    match known {
        Known::Recording(call_id, recording_id) => {
            if let Some(mut call) = call::find(writing, &Scope::Everything, call_id)?
                && !arrival.stems.is_empty()
                && complete_by(writing, &mut call, arrival, source, places)?
            {
                append_audit(writing, arrival, file, call_id, "call.completed", recording_id)?;
            }
            Ok(Acceptance { call_id, recording_id, is_new: false })
        }
        Known::UnnamedRecording(mut call, recording_id) => {
            complete_by(writing, &mut call, arrival, source, places)?;
            name(writing, &mut call, arrival)?;
            if participation::of_call(writing, call.id)?.is_empty() {
                enter_parts(writing, &call, Some(recording_id), &arrival.metadata)?;
            }
            append_audit(writing, arrival, file, call.id, "call.named", recording_id)?;
            Ok(Acceptance { call_id: call.id, recording_id, is_new: false })
        }
        Known::UnnamedCall(mut call) => {
            complete_by(writing, &mut call, arrival, source, places)?;
            name(writing, &mut call, arrival)?;
            enter_recording(writing, arrival, file, (source, &call), "call.recording_added")
        }
        Known::Call(mut call) => {
            complete_by(writing, &mut call, arrival, source, places)?;
            enter_recording(writing, arrival, file, (source, &call), "call.recording_added")
        }
        Known::Nothing => {
            let stand_in = arrival.stand_in();
            let identity = Identity { native_id, stand_in: stand_in.as_deref() }.stored(&file.hash);
            let call = new_call(writing, arrival, identity, source, places);
            call::insert(writing, &call)?;
            enter_recording(writing, arrival, file, (source, &call), "call.accepted")
        }
    }
}

/// A call that came without the source's own id is known by it from now on.
fn name(writing: &mut Writing<'_>, call: &mut Call, arrival: &Arrival) -> Result<(), DbError> {
    if let Some(native_id) = &arrival.metadata.native_id {
        call.native_id = Some(native_id.clone());
        call.identity.clone_from(native_id);
        call::update(writing, call)?;
    }
    Ok(())
}

/// A known call is one that the caller may bring recordings to, whatever project they name now.
pub(super) fn must_reach(
    reading: &mut Reading<'_>,
    reach: Option<&Scope>,
    known: &Known,
) -> Result<(), RecorderError> {
    match known {
        Known::Recording(call_id, _) => must_reach_call(reading, reach, *call_id),
        Known::UnnamedRecording(call, _) | Known::UnnamedCall(call) | Known::Call(call) => {
            must_reach_call(reading, reach, call.id)
        }
        Known::Nothing => Ok(()),
    }
}

/// The same for a call that is known by its id.
pub(super) fn must_reach_call(
    reading: &mut Reading<'_>,
    reach: Option<&Scope>,
    call_id: CallId,
) -> Result<(), RecorderError> {
    match call::find(reading, reach.ok_or(RecorderError::OutsideScope)?, call_id)? {
        Some(_) => Ok(()),
        None => Err(RecorderError::OutsideScope),
    }
}

fn enter_recording(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    file: &ArrivedFile,
    (source, call): (&Source, &Call),
    action: &'static str,
) -> Result<Acceptance, RecorderError> {
    let now = writing.now();
    let started_at = arrival.began(source);
    let leg = arrival.leg();
    let new = Recording {
        id: RecordingId::new(),
        call_id: call.id,
        content_hash: file.hash,
        bytes: file.bytes,
        file_name: file.name.clone(),
        offset_ms: timeline::place(writing, call, started_at)?,
        channel_roles: arrival.metadata.channels_of(file.channels),
        state: RecordingState::Accepted,
        failure: None,
        audio: None,
        created_at: now,
        leg,
        paired_into: None,
        started_at,
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
    if leg.is_none()
        || participation::of_call(writing, call.id)?.iter().all(|part| part.recording_id.is_none())
    {
        enter_parts(writing, call, Some(new.id), &arrival.metadata)?;
    }
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
