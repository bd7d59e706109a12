//! Who is heard on which channel of a recording, as somebody who heard it says: recorders and their
//! settings get it wrong.

use super::RecorderError;
use crate::access::By;
use crate::db::participation::{self, Participation};
use crate::db::recording::{ChannelRole, ChannelRoles, Recording};
use crate::db::{Db, Scope, Writing, leg, recording, wording};
use crate::ids::RecordingId;
use serde_json::json;

/// Says who is heard on which channel. The parts of agents in it follow; words, waveform and signals belong
/// to channels, and so to whoever is heard there now.
pub async fn set_sides(
    db: &Db,
    by: By,
    scope: Scope,
    id: RecordingId,
    said: ChannelRoles,
) -> Result<ChannelRoles, RecorderError> {
    db.write(move |writing| {
        let recording =
            recording::find(writing, &scope, id)?.ok_or(RecorderError::NotFound { what: "recording" })?;
        check(&recording, &said)?;
        if recording.channel_roles == said {
            return Ok(said.clone());
        }
        leg::set_channel_roles(writing, id, &said)?;
        if exchanged(&recording.channel_roles) == said {
            leg::exchange_legs(writing, id)?;
        }
        move_parts(writing, &recording, &said)?;
        let now = Recording { channel_roles: said.clone(), ..recording.clone() };
        wording::follow_sides(writing, &now)?;
        let detail =
            json!({ "call": recording.call_id, "from": words(&recording.channel_roles), "to": words(&said) });
        by.note(writing, "recording.sides_set", "recording", id, detail)?;
        Ok(said.clone())
    })
    .await
}

fn check(recording: &Recording, said: &ChannelRoles) -> Result<(), RecorderError> {
    if recording.paired_into.is_some() {
        return Err(RecorderError::HeardThroughItsPair);
    }
    let Some(audio) = &recording.audio else { return Err(RecorderError::NotPreparedYet) };
    if said.is_empty() || said.keys().any(|channel| *channel >= audio.channel_count) {
        let most = audio.channel_count.saturating_sub(1);
        return Err(RecorderError::field("channels", format!("must name channels from 0 to {most}")));
    }
    Ok(())
}

/// The same with agent and customer the other way round.
fn exchanged(roles: &ChannelRoles) -> ChannelRoles {
    let other = |role: &ChannelRole| match role {
        ChannelRole::Agent => ChannelRole::Customer,
        ChannelRole::Customer => ChannelRole::Agent,
        role => *role,
    };
    roles.iter().map(|(channel, role)| (*channel, other(role))).collect()
}

/// A part that was heard where no agent is heard now is heard on the channel of the agent, where there is
/// one such.
fn move_parts(
    writing: &mut Writing<'_>,
    recording: &Recording,
    said: &ChannelRoles,
) -> Result<(), RecorderError> {
    let agents: Vec<u16> =
        said.iter().filter(|(_, role)| **role == ChannelRole::Agent).map(|(channel, _)| *channel).collect();
    let [only] = agents.as_slice() else { return Ok(()) };
    for part in participation::of_call(writing, recording.call_id)? {
        let channel = Some(i32::from(*only));
        if part.recording_id == Some(recording.id) && part.channel != channel {
            participation::update(writing, &Participation { channel, ..part })?;
        }
    }
    Ok(())
}

fn words(roles: &ChannelRoles) -> serde_json::Value {
    roles.iter().map(|(channel, role)| (channel.to_string(), json!(role.as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_way_round_twice_is_as_it_was() {
        let roles = [(0, ChannelRole::Agent), (1, ChannelRole::Customer), (2, ChannelRole::Other)].into();
        let other: ChannelRoles =
            [(0, ChannelRole::Customer), (1, ChannelRole::Agent), (2, ChannelRole::Other)].into();
        assert_eq!(exchanged(&roles), other);
        assert_eq!(exchanged(&other), roles);
    }
}
