//! Twilio: recordings are named by their sid (`RE` and 32 hexadecimal digits), often with the sid
//! of the call (`CA…`) in the path. Neither says when.

use super::shapes::Name;
use super::{NameProblem, NameReading};

pub(super) fn read(name: &Name<'_>) -> Option<NameReading> {
    let recording = sid(name.path, "RE");
    let call = sid(name.path, "CA");
    let mut reading = NameReading::default();
    reading.set_native_id(call.or(recording)?);
    reading.keep("recording_sid", recording);
    reading.problems.push(NameProblem::NoTime);
    Some(reading)
}

/// The last sid with this beginning in the text.
fn sid<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let found = text.rmatch_indices(beginning).filter_map(|(at, _)| {
        let sid = text.get(at..at.checked_add(34)?)?;
        let stands_alone = |byte: Option<&u8>| !byte.is_some_and(u8::is_ascii_alphanumeric);
        let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
        let behind = text.as_bytes().get(at + 34);
        let is_sid = sid.bytes().skip(2).all(|byte| byte.is_ascii_hexdigit());
        (is_sid && stands_alone(before) && stands_alone(behind)).then_some(sid)
    });
    found.into_iter().next()
}
