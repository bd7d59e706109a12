//! What the metadata makes of a call: a new one described by it, a known one completed by it.

use super::entry::Arrival;
use super::parts::place_parts;
use super::{CallMetadata, RecorderError};
use crate::db::call::Call;
use crate::db::source::Source;
use crate::db::{DbError, Scope, Writing, call, project};
use crate::ids::{CallId, ProjectId, QueueId, SourceId};
use jiff::tz::TimeZone;

/// Where a call belongs, by the names in its metadata.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) queue_id: Option<QueueId>,
    pub(super) project_id: Option<ProjectId>,
}

/// The queue and project that the metadata names, made where they are missing; what it does not
/// name is the source's own. The source's queue is one of the source's project, and of no other.
pub(super) fn places(
    writing: &mut Writing<'_>,
    source: &Source,
    metadata: &CallMetadata,
) -> Result<Places, DbError> {
    let project_id = match &metadata.project {
        Some(name) => Some(project::find_or_make(writing, name)?.id),
        None => source.project_id,
    };
    let queue_id = match &metadata.queue {
        Some(name) => Some(project::find_or_make_queue(writing, project_id, name)?.id),
        None => source.queue_id.filter(|_| project_id == source.project_id),
    };
    Ok(Places { queue_id, project_id })
}

/// Somebody who brings calls into one project, or one source, brings them nowhere else.
pub(super) fn check_reach(
    reach: Option<&Scope>,
    source_id: SourceId,
    project_id: Option<ProjectId>,
) -> Result<(), RecorderError> {
    let reaches = match reach {
        None => false,
        Some(Scope::Everything) => true,
        Some(Scope::Within(bounds)) => {
            bounds.sources.contains(&source_id) || project_id.is_some_and(|id| bounds.projects.contains(&id))
        }
    };
    if reaches { Ok(()) } else { Err(RecorderError::OutsideScope) }
}

/// The call that the metadata describes, not stored yet.
pub(super) fn new_call(
    writing: &Writing<'_>,
    arrival: &Arrival,
    identity: String,
    source: &Source,
    places: Places,
) -> Call {
    let metadata = &arrival.metadata;
    let source_zone = TimeZone::get(&source.time_zone).unwrap_or(TimeZone::UTC);
    let now = writing.now();
    let started_at = metadata.started_at.map_or(now, |stamp| stamp.in_zone(&source_zone));
    Call {
        id: CallId::new(),
        source_id: source.id,
        identity,
        native_id: metadata.native_id.clone(),
        direction: metadata.direction,
        customer_number: metadata.customer_number.clone(),
        queue_id: places.queue_id,
        project_id: places.project_id,
        started_at,
        local_date: started_at.local_date(&arrival.zone).to_string(),
        disposition: metadata.disposition.clone(),
        wrap_up: metadata.wrap_up.clone(),
        ticket: metadata.ticket.clone(),
        tags: metadata.tags.clone(),
        metadata: metadata.rest.clone(),
        created_at: now,
        duration_ms: metadata.duration_ms.unwrap_or(0),
    }
}

/// Fills in what was missing of a known call; what is there stays. Says whether anything was.
pub(super) fn complete_by(
    writing: &mut Writing<'_>,
    call: &mut Call,
    arrival: &Arrival,
    source: &Source,
    places: Places,
) -> Result<bool, DbError> {
    let before = call.clone();
    fill_blanks(call, &arrival.metadata, places);
    store(writing, &before, call, arrival, source)
}

/// The same, but what a table of calls says now takes the place of what it said before: results,
/// notes and tickets change after the call.
pub(super) fn update(
    writing: &mut Writing<'_>,
    call: &mut Call,
    arrival: &Arrival,
    source: &Source,
    places: Places,
) -> Result<bool, DbError> {
    let (before, said) = (call.clone(), &arrival.metadata);
    if let Some(said_ms) = said.duration_ms
        && !call::is_measured(writing, call.id)?
    {
        call.duration_ms = said_ms;
    }
    call.direction = said.direction.or(call.direction);
    call.customer_number = said.customer_number.clone().or(call.customer_number.take());
    call.queue_id = places.queue_id.or(call.queue_id);
    call.project_id = places.project_id.or(call.project_id);
    call.disposition = said.disposition.clone().or(call.disposition.take());
    call.wrap_up = said.wrap_up.clone().or(call.wrap_up.take());
    call.ticket = said.ticket.clone().or(call.ticket.take());
    fill_blanks(call, said, places);
    store(writing, &before, call, arrival, source)
}

fn store(
    writing: &mut Writing<'_>,
    before: &Call,
    call: &mut Call,
    arrival: &Arrival,
    source: &Source,
) -> Result<bool, DbError> {
    let began = learn_start(call, arrival, source);
    if call == before {
        return Ok(false);
    }
    call::update(writing, call)?;
    if call.duration_ms != before.duration_ms {
        call::note_said_duration(writing, call.id, call.duration_ms)?;
    }
    if began {
        place_parts(writing, call)?;
    }
    Ok(true)
}

/// A call whose source had not said when it began counts as begun when it arrived; once somebody
/// says, it began then.
fn learn_start(call: &mut Call, arrival: &Arrival, source: &Source) -> bool {
    let Some(stamp) = arrival.metadata.started_at.filter(|_| call.started_at == call.created_at) else {
        return false;
    };
    let source_zone = TimeZone::get(&source.time_zone).unwrap_or(TimeZone::UTC);
    call.started_at = stamp.in_zone(&source_zone);
    call.local_date = call.started_at.local_date(&arrival.zone).to_string();
    call.started_at != call.created_at
}

fn fill_blanks(call: &mut Call, metadata: &CallMetadata, places: Places) {
    call.direction = call.direction.or(metadata.direction);
    call.customer_number = call.customer_number.take().or_else(|| metadata.customer_number.clone());
    call.queue_id = call.queue_id.or(places.queue_id);
    call.project_id = call.project_id.or(places.project_id);
    call.disposition = call.disposition.take().or_else(|| metadata.disposition.clone());
    call.wrap_up = call.wrap_up.take().or_else(|| metadata.wrap_up.clone());
    call.ticket = call.ticket.take().or_else(|| metadata.ticket.clone());
    if call.duration_ms == 0 {
        call.duration_ms = metadata.duration_ms.unwrap_or(0);
    }
    for tag in &metadata.tags {
        if !call.tags.contains(tag) {
            call.tags.push(tag.clone());
        }
    }
    for (name, value) in &metadata.rest {
        call.metadata.entry(name).or_insert_with(|| value.clone());
    }
}
