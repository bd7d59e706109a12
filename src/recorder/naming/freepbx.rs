//! FreePBX and Issabel: `{type}-{destination}-{from}-{YYYYMMDD}-{HHMMSS}-{uniqueid}`, where the
//! unique id is the second at which the channel was made, a dot and a counter.
//!
//! Read from the right, because what stands in front varies: the numbers, and how many there are.

use super::shapes::{Name, all_digits, is_extension, is_public_number};
use super::{NameProblem, NameReading};
use crate::db::call::Direction;
use crate::recorder::stamps;

pub(super) fn read(name: &Name<'_>) -> Option<NameReading> {
    let mut from_the_right = name.stem.rsplitn(4, '-');
    let unique_id = from_the_right.next().filter(|id| is_unique_id(id))?;
    let time = from_the_right.next().filter(|time| time.len() == 6 && all_digits(time))?;
    let date = from_the_right.next().filter(|date| date.len() == 8 && all_digits(date))?;
    let mut reading = NameReading::default();
    reading.set_native_id(unique_id);
    reading.set_start(stamps::wall(date, time));
    reading.near = unique_id.split('.').next().and_then(stamps::epoch);
    if let Some(front) = from_the_right.next() {
        read_front(front, &mut reading);
    }
    Some(reading)
}

fn is_unique_id(text: &str) -> bool {
    text.split_once('.').is_some_and(|(second, counter)| all_digits(second) && all_digits(counter))
}

fn read_front(front: &str, reading: &mut NameReading) {
    let (kind, numbers) = front.split_once('-').unwrap_or((front, ""));
    reading.keep("recording_type", kind);
    let (destination, from) = numbers.rsplit_once('-').unwrap_or((numbers, ""));
    match kind {
        "out" => {
            reading.metadata.direction = Some(Direction::Outbound);
            reading.set_customer(destination);
            reading.set_extension(from);
        }
        "q" | "rg" => {
            reading.metadata.direction = Some(Direction::Inbound);
            reading.set_queue(destination);
            reading.set_customer(from);
        }
        "internal" => {
            reading.set_extension(from);
            reading.keep("destination", destination);
        }
        _ => tell_apart(destination, from, reading),
    }
}

/// Neither the type nor the order says whose number is whose: their lengths do.
fn tell_apart(destination: &str, from: &str, reading: &mut NameReading) {
    if is_public_number(destination) && is_extension(from) {
        reading.metadata.direction = Some(Direction::Outbound);
        reading.set_customer(destination);
        reading.set_extension(from);
    } else if is_extension(destination) && is_public_number(from) {
        reading.metadata.direction = Some(Direction::Inbound);
        reading.set_extension(destination);
        reading.set_customer(from);
    } else {
        reading.keep("destination", destination);
        reading.keep("from", from);
        if is_extension(from) && is_extension(destination) {
            reading.set_extension(from);
        } else {
            reading.problems.push(NameProblem::NumbersUnclear);
        }
    }
}
