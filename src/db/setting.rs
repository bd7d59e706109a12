//! Settings of the workspace that the database keeps, so that every process agrees on them.

use super::schema::setting;
use super::{DbError, Reading, Writing};
use diesel::prelude::*;
use jiff::tz::TimeZone;

/// The IANA zone that defines the workspace's day, week and month.
pub const TIME_ZONE: &str = "time_zone";

/// Whether workers begin no transcription.
pub const TRANSCRIPTION_PAUSED: &str = "transcription_paused";

/// The value of a setting that is on; one that is off is not there.
pub const ON: &str = "on";

/// Whether a setting is on.
pub fn is_on(reading: &mut Reading<'_>, name: &str) -> Result<bool, DbError> {
    Ok(get(reading, name)?.as_deref() == Some(ON))
}

/// The value of a setting, if it was ever set.
pub fn get(reading: &mut Reading<'_>, name: &str) -> Result<Option<String>, DbError> {
    Ok(setting::table.find(name).select(setting::value).first(reading.connection).optional()?)
}

/// The zone that defines the workspace's day, week and month; UTC where none was set.
pub fn workspace_zone(reading: &mut Reading<'_>) -> Result<TimeZone, DbError> {
    let name = get(reading, TIME_ZONE)?;
    Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC))
}

/// The value of a setting; where it was never set, it is set to this now.
pub fn get_or_set(writing: &mut Writing<'_>, name: &str, value: &str) -> Result<String, DbError> {
    if let Some(known) = get(writing, name)? {
        return Ok(known);
    }
    let now = writing.now();
    diesel::insert_into(setting::table)
        .values((setting::name.eq(name), setting::value.eq(value), setting::changed_at.eq(now)))
        .execute(writing.connection)?;
    Ok(value.to_owned())
}

/// Gives a setting this value, whatever it was.
pub fn set(writing: &mut Writing<'_>, name: &str, value: &str) -> Result<(), DbError> {
    let now = writing.now();
    let changed = diesel::update(setting::table.find(name))
        .set((setting::value.eq(value), setting::changed_at.eq(now)))
        .execute(writing.connection)?;
    if changed == 0 {
        get_or_set(writing, name, value)?;
    }
    Ok(())
}

/// Forgets a setting.
pub fn forget(writing: &mut Writing<'_>, name: &str) -> Result<(), DbError> {
    diesel::delete(setting::table.find(name)).execute(writing.connection)?;
    Ok(())
}

/// Holds a setting that is there until the transaction ends: whoever else changes it waits.
pub fn lock(writing: &mut Writing<'_>, name: &str) -> Result<(), DbError> {
    let row = setting::table.find(name);
    diesel::update(row).set(setting::name.eq(name)).execute(writing.connection)?;
    Ok(())
}
