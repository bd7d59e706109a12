//! Where a recording begins on its call's one timeline: by when it began, as its source says.

use crate::db::call::Call;
use crate::db::recording::{self, Recording};
use crate::db::{DbError, Writing, call, evaluation};
use crate::time::Instant;

/// A day is longer than any call.
const DAY_MS: i64 = 24 * 3_600_000;

/// The place of a recording that began at this moment. The first one begins the timeline; one that
/// began earlier than all others moves them on, unless somebody pinned something to where they are.
pub(super) fn place(writing: &mut Writing<'_>, call: &Call, began: Option<Instant>) -> Result<i64, DbError> {
    let others = recording::of_call(writing, call.id)?;
    let Some(offset) = began.and_then(|began| offset_from(&others, began)) else { return Ok(0) };
    if offset >= 0 {
        return Ok(offset);
    }
    call::lock(writing, &[call.id])?;
    if evaluation::is_call_evaluated(writing, call.id)? {
        return Ok(0);
    }
    recording::shift(writing, call.id, -offset)?;
    Ok(0)
}

/// How far behind the beginning of the timeline this moment lies; none where the others do not say
/// when they began, or where the two cannot be parts of one call.
fn offset_from(others: &[Recording], began: Instant) -> Option<i64> {
    let (anchor, anchor_began) = others.iter().find_map(|one| Some((one, one.started_at?)))?;
    let offset = began.as_millis() - anchor_began.as_millis() + anchor.offset_ms;
    (-DAY_MS..=DAY_MS).contains(&offset).then_some(offset)
}
