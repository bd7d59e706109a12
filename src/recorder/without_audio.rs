//! A call that is entered without audio, as a row of a telephone system's records leaves it.

use super::RecorderError;
use super::description::{check_reach, complete_by, new_call, places};
use super::entry::{Arrival, must_reach_call};
use super::intake::EnteredCall;
use super::parts::enter_parts;
use crate::db::audit::Line;
use crate::db::{DbError, Writing, audit, call, participation, recording, tombstone};
use crate::ids::CallId;
use serde_json::json;

/// Enters the call, or completes it where it is known: the same native id is the same call,
/// whether its audio or its description came first.
pub(super) fn enter_without_audio(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
) -> Result<EnteredCall, RecorderError> {
    let Some(native_id) = arrival.metadata.native_id.as_deref() else {
        return Err(RecorderError::field(
            "native_id",
            "is missing; without audio nothing else tells calls apart",
        ));
    };
    let source = arrival.source.find_or_make(writing)?;
    if let Some(tombstone) = tombstone::of_call(writing, source.id, native_id)? {
        return Err(RecorderError::Buried { reason: tombstone.reason });
    }
    let places = places(writing, &source, &arrival.metadata)?;
    check_reach(arrival.reach.as_ref(), source.id, places.project_id)?;
    let Some(known) = call::by_identity(writing, source.id, native_id)? else {
        let call = new_call(writing, arrival, native_id.to_owned(), &source, places);
        call::insert(writing, &call)?;
        enter_parts(writing, &call, None, &arrival.metadata)?;
        append_audit(writing, arrival, call.id, "call.entered")?;
        return Ok(EnteredCall { call_id: call.id, is_new: true });
    };
    let mut call = known;
    must_reach_call(writing, arrival.reach.as_ref(), call.id)?;
    let mut changed = complete_by(writing, &mut call, arrival, &source, places)?;
    if participation::of_call(writing, call.id)?.is_empty() && !arrival.metadata.agents.is_empty() {
        let recordings = recording::of_call(writing, call.id)?;
        let only = recordings.first().filter(|_| recordings.len() == 1).map(|recording| recording.id);
        enter_parts(writing, &call, only, &arrival.metadata)?;
        changed = true;
    }
    if changed {
        append_audit(writing, arrival, call.id, "call.completed")?;
    }
    Ok(EnteredCall { call_id: call.id, is_new: false })
}

pub(super) fn append_audit(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    call_id: CallId,
    action: &'static str,
) -> Result<(), DbError> {
    let line = Line {
        actor: arrival.who.actor(),
        action,
        noun: "call",
        noun_id: &call_id.to_string(),
        detail: json!({}),
        request_id: arrival.request_id,
    };
    audit::append(writing, &line)
}
