//! The names that AWS post-call analytics reads by default: pieces between words, in any order, as
//! in `_GUID_7f3a_AGENT_Mei_CUST_13800138000_DT_2026-11-26T09-30-00`.

use super::NameReading;
use super::shapes::Name;
use crate::recorder::stamps;

/// What may stand before a piece; each is also where the piece before it ends.
const WORDS: [&str; 4] = ["_GUID_", "_AGENT_", "_CUST_", "_DT_"];

pub(super) fn read(name: &Name<'_>) -> Option<NameReading> {
    // The last piece ends with the name.
    let text = format!("_{}_", name.stem);
    let piece = |word: &str| {
        let behind = text.get(text.find(word)? + word.len()..)?;
        let end = behind.find('_')?;
        behind.get(..end).filter(|piece| !piece.is_empty())
    };
    let [id, agent, customer, _] = WORDS.map(piece);
    let stamp = stamp_in(name.stem);
    if id.is_none() && agent.is_none() && customer.is_none() && stamp.is_none() {
        return None;
    }
    let mut reading = NameReading::default();
    reading.set_native_id(id);
    reading.set_agent(agent);
    reading.set_customer(customer);
    reading.set_start(stamp);
    Some(reading)
}

/// The first `YYYY-MM-DDTHH-MM-SS` in the name.
fn stamp_in(text: &str) -> Option<crate::time::Stamp> {
    let starts = text.match_indices('T').filter_map(|(at, _)| at.checked_sub(10));
    let mut shaped = starts.filter_map(|start| text.get(start..start.checked_add(19)?));
    shaped.find_map(|found| {
        let has_shape = found.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 | 13 | 16 => byte == b'-',
            10 => byte == b'T',
            _ => byte.is_ascii_digit(),
        });
        has_shape.then(|| stamps::wall(found.get(..10)?, found.get(11..)?))?
    })
}
