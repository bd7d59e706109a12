//! Legs that are alone, and who is heard on which channel.

use super::columns::to_json;
use super::recording::{ChannelRole, ChannelRoles};
use super::schema::{call, recording};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CallId, RecordingId, SourceId};
use crate::time::Instant;
use diesel::dsl::min;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A leg whose other has not come.
#[derive(Clone, PartialEq, Eq, Queryable)]
pub struct LoneLeg {
    /// Its call.
    pub call_id: CallId,
    /// The leg itself.
    pub recording_id: RecordingId,
    /// Who is heard on it.
    pub side: Option<ChannelRole>,
    /// The name of its file: personal data, because names hold numbers.
    pub file_name: Option<String>,
    /// When it came.
    pub created_at: Instant,
}

impl std::fmt::Debug for LoneLeg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoneLeg").field("recording_id", &self.recording_id).finish_non_exhaustive()
    }
}

/// How many legs of a source that came since that moment are alone, and since when the first of them is.
pub fn count_lone(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    since: Instant,
) -> Result<(i64, Option<Instant>), DbError> {
    let lone = recording::table
        .inner_join(call::table)
        .filter(call::source_id.eq(source_id))
        .filter(recording::leg.is_not_null())
        .filter(recording::paired_into.is_null())
        .filter(recording::created_at.ge(since));
    let first = lone.select(min(recording::created_at)).first(reading.connection)?;
    Ok((lone.count().get_result(reading.connection)?, first))
}

/// The legs of a source that came since that moment and are alone, those that came first at the top.
pub fn lone_page(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    since: Instant,
    window: Window,
) -> Result<Page<LoneLeg>, DbError> {
    let mut behind = recording::table
        .inner_join(call::table)
        .filter(call::source_id.eq(source_id))
        .filter(recording::leg.is_not_null())
        .filter(recording::paired_into.is_null())
        .filter(recording::created_at.ge(since))
        .into_boxed();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), RecordingId::from_bytes(after.id));
        behind = behind
            .filter(recording::created_at.gt(at).or(recording::created_at.eq(at).and(recording::id.gt(id))));
    }
    let rows: Vec<LoneLeg> = behind
        .order((recording::created_at, recording::id))
        .limit(window.limit() + 1)
        .select((
            recording::call_id,
            recording::id,
            recording::leg,
            recording::file_name,
            recording::created_at,
        ))
        .load(reading.connection)?;
    let (counted, _) = count_lone(reading, source_id, since)?;
    let place = |leg: &LoneLeg| Cursor { key: leg.created_at.as_millis(), id: *leg.recording_id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

/// Says who is heard on which channel of a recording.
pub fn set_channel_roles(
    writing: &mut Writing<'_>,
    id: RecordingId,
    roles: &ChannelRoles,
) -> Result<(), DbError> {
    let words: BTreeMap<u16, &str> = roles.iter().map(|(channel, role)| (*channel, role.as_str())).collect();
    diesel::update(recording::table.find(id))
        .set(recording::channel_roles_json.eq(to_json(&words)?))
        .execute(writing.connection)?;
    Ok(())
}

/// Says that of the two legs that this recording was made of, each is the other side.
pub fn exchange_legs(writing: &mut Writing<'_>, pair: RecordingId) -> Result<(), DbError> {
    let legs = recording::table.filter(recording::paired_into.eq(pair));
    let sides: Vec<(RecordingId, Option<ChannelRole>)> =
        legs.select((recording::id, recording::leg)).load(writing.connection)?;
    for (id, side) in sides {
        let other = match side {
            Some(ChannelRole::Agent) => Some(ChannelRole::Customer),
            Some(ChannelRole::Customer) => Some(ChannelRole::Agent),
            side => side,
        };
        diesel::update(recording::table.find(id))
            .set(recording::leg.eq(other))
            .execute(writing.connection)?;
    }
    Ok(())
}
