//! What came of a source and waits for something else: descriptions for their audio, legs for their other.

use super::settings::find;
use crate::db::leg::{self, LoneLeg};
use crate::db::{Db, DbError, Page, Reading, Scope, Window, waiting_sidecar};
use crate::ids::SourceId;
use crate::recorder::RecorderError;
use crate::recorder::sidecar::WAITING_MOST;
use crate::time::Instant;
use std::time::Duration;

/// For how long a leg is said to wait; after that it counts as a recording of one side.
pub const LEGS_AWAITED: Duration = Duration::from_hours(30 * 24);

/// What waits, and since when the first of it does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    /// How many descriptions wait for their audio.
    pub sidecars: i64,
    /// How many legs wait for their other.
    pub legs: i64,
    /// Since when the first of both waits.
    pub since: Option<Instant>,
}

/// What waits of a source.
pub(super) fn waits(reading: &mut Reading<'_>, id: SourceId) -> Result<Waits, DbError> {
    let since = reading.now().minus(LEGS_AWAITED);
    let sidecars = waiting_sidecar::count(reading, id, WAITING_MOST)?;
    let first = waiting_sidecar::first_at(reading, id)?;
    let (legs, first_leg) = leg::count_lone(reading, id, since)?;
    Ok(Waits { sidecars, legs, since: first.into_iter().chain(first_leg).min() })
}

/// The legs of a source whose other has not come, those that came first at the top.
pub async fn waiting_legs(
    db: &Db,
    scope: Scope,
    id: SourceId,
    window: Window,
) -> Result<Page<LoneLeg>, RecorderError> {
    db.read(move |reading| {
        find(reading, &scope, id)?;
        let since = reading.now().minus(LEGS_AWAITED);
        Ok(leg::lone_page(reading, id, since, window)?)
    })
    .await
}
