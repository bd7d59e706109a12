//! Who took part in a call on our side, as the metadata names them.

use super::{AgentPart, CallMetadata};
use crate::db::call::Call;
use crate::db::participation::Participation;
use crate::db::recording::ChannelRole;
use crate::db::{DbError, Writing, agent, participation, team};
use crate::ids::{AgentId, ParticipationId, PersonId, RecordingId, TeamId};

/// Enters the parts that the metadata names, heard in this recording; none: the call has no audio.
///
/// Parts that were entered before there was audio are not entered twice: the recording becomes
/// theirs, and evaluations that refer to them keep their part.
pub(super) fn enter_parts(
    writing: &mut Writing<'_>,
    call: &Call,
    recording_id: Option<RecordingId>,
    metadata: &CallMetadata,
) -> Result<(), DbError> {
    let mut unheard = participation::of_call(writing, call.id)?;
    unheard.retain(|part| part.recording_id.is_none());
    if metadata.agents.is_empty() {
        for part in &unheard {
            hear(writing, part, recording_id, None, metadata)?;
        }
        return Ok(());
    }
    for said in &metadata.agents {
        let agent = agent::find_or_make(writing, call.source_id, &said.external_id, said.name.as_deref())?;
        if let Some(at) = unheard.iter().position(|part| part.agent_id == agent.id) {
            hear(writing, &unheard.swap_remove(at), recording_id, Some(said), metadata)?;
            continue;
        }
        let (person_id, team_id) = seat(writing, agent.id, call)?;
        let new = Participation {
            id: ParticipationId::new(),
            call_id: call.id,
            agent_id: agent.id,
            recording_id,
            channel: said.channel.or_else(|| only_agent_channel(metadata)),
            start_ms: said.start_ms,
            end_ms: said.end_ms,
            person_id,
            team_id,
        };
        participation::insert(writing, &new)?;
    }
    Ok(())
}

/// Finds anew who sat where when the call began, because that has become known.
pub(super) fn place_parts(writing: &mut Writing<'_>, call: &Call) -> Result<(), DbError> {
    for part in participation::of_call(writing, call.id)? {
        let (person_id, team_id) = seat(writing, part.agent_id, call)?;
        let placed = Participation { person_id, team_id, ..part.clone() };
        if placed != part {
            participation::update(writing, &placed)?;
        }
    }
    Ok(())
}

/// Who sat there when the call began, and in which team they were.
fn seat(
    writing: &mut Writing<'_>,
    agent_id: AgentId,
    call: &Call,
) -> Result<(Option<PersonId>, Option<TeamId>), DbError> {
    let person_id = agent::person_at(writing, agent_id, call.started_at)?;
    let team_id = match person_id {
        Some(person_id) => team::of_person_at(writing, person_id, call.started_at)?,
        None => None,
    };
    Ok((person_id, team_id))
}

/// Says where a part is heard that was entered without audio.
fn hear(
    writing: &mut Writing<'_>,
    part: &Participation,
    recording_id: Option<RecordingId>,
    said: Option<&AgentPart>,
    metadata: &CallMetadata,
) -> Result<(), DbError> {
    let heard = Participation {
        recording_id,
        channel: said.and_then(|said| said.channel).or(part.channel).or_else(|| only_agent_channel(metadata)),
        start_ms: said.and_then(|said| said.start_ms).or(part.start_ms),
        end_ms: said.and_then(|said| said.end_ms).or(part.end_ms),
        ..part.clone()
    };
    participation::update(writing, &heard)
}

/// Where one channel is the agents' and the part does not say which, it is that one.
fn only_agent_channel(metadata: &CallMetadata) -> Option<i32> {
    let mut agents = metadata.channels.iter().filter(|(_, role)| **role == ChannelRole::Agent);
    match (agents.next(), agents.next()) {
        (Some((channel, _)), None) => Some(i32::from(*channel)),
        _ => None,
    }
}
