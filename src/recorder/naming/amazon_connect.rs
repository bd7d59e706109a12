//! Amazon Connect: `{contactId}_{YYYYMMDDTHH:MM}_UTC`, and what Contact Lens leaves beside it:
//! `{contactId}_call_recording_redacted_{ISO}`, `{contactId}_analysis_{ISO}`. By UTC's clock.
//! The agent is on the right, everybody else on the left.

use super::NameReading;
use super::shapes::{Name, is_uuid};
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::recorder::stamps;

pub(super) fn read(name: &Name<'_>) -> Option<NameReading> {
    let (contact, behind) = name.stem.split_at_checked(36)?;
    if !is_uuid(contact) || !behind.starts_with('_') {
        return None;
    }
    let mut reading = NameReading::default();
    reading.set_native_id(contact);
    reading.metadata.usual_channels =
        ChannelRoles::from([(0, ChannelRole::Customer), (1, ChannelRole::Agent)]);
    let behind = behind.strip_suffix("_UTC").unwrap_or(behind);
    // The stamp is the part with a T between digits; colons may have become underscores.
    let at = behind.match_indices('T').map(|(at, _)| at).find(|at| is_between_digits(behind, *at));
    let stamp = at.and_then(|at| {
        let date = behind.get(..at)?.rsplit('_').next()?;
        let time: String = behind.get(at + 1..)?.split(['Z', '.']).next()?.to_owned();
        stamps::utc_wall(date, &time)
    });
    reading.set_start(stamp);
    if behind.contains("_redacted") {
        reading.keep("variant", "redacted");
    }
    Some(reading)
}

fn is_between_digits(text: &str, at: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    digit(at.checked_sub(1)) && digit(at.checked_add(1))
}
