//! Oreka: `YYYY/MM/DD/HH/YYYYMMDD_HHMMSS_port`. The name alone says as much as the path.

use super::NameReading;
use super::shapes::{Name, all_digits};
use crate::recorder::stamps;

pub(super) fn read(name: &Name<'_>) -> Option<NameReading> {
    let mut parts = name.stem.splitn(3, '_');
    let (date, time, port) = (parts.next()?, parts.next()?, parts.next().unwrap_or(""));
    if date.len() != 8 || time.len() != 6 || !all_digits(date) || !all_digits(time) {
        return None;
    }
    let mut reading = NameReading::default();
    reading.set_start(stamps::wall(date, time));
    reading.keep("port", port);
    Some(reading)
}
