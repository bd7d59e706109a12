//! Genesys Cloud's bulk export:
//! `{org}/year=2026/month=11/day=26/hour=1/conversation_id={id}/{recordingId}`, by UTC's clock.

use super::shapes::{Name, text};
use super::{NameProblem, NameReading};
use crate::recorder::stamps;

pub(super) fn read(name: &Name<'_>) -> Option<NameReading> {
    let value = |key: &str| {
        name.parts().find_map(|part| part.strip_prefix(key).and_then(|rest| rest.strip_prefix('=')))
    };
    let conversation = value("conversation_id")?;
    let mut reading = NameReading::default();
    reading.set_native_id(conversation);
    reading.keep("recording_id", name.stem);
    let organisation = name.parts().take_while(|part| !part.starts_with("year=")).last();
    if let Some(organisation) = organisation.filter(|part| !part.contains('=')).and_then(text) {
        reading.keep("organisation", organisation.as_str());
    }
    let hour = match (value("year"), value("month"), value("day"), value("hour")) {
        (Some(year), Some(month), Some(day), Some(hour)) => {
            stamps::utc_wall(&format!("{year}{month:0>2}{day:0>2}"), &format!("{hour:0>2}00"))
        }
        _ => None,
    };
    reading.set_start(hour);
    if hour.is_some() {
        reading.problems.push(NameProblem::OnlyToTheHour);
    }
    Some(reading)
}
