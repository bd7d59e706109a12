//! The job that removes what the database need not remember: jobs and sessions that ended long ago,
//! watched files that were moved away long ago, descriptions whose audio never came, uploads that were
//! refused, tables of calls that were entered, what people were told of long ago.
//! What they did stays in the audit trail.

use super::{JobError, Workshop};
use crate::db::job::{self, JobState};
use crate::db::watched_file::LiesIn;
use crate::db::{
    DbError, Writing, cdr_import, outbox, refused_arrival, session, waiting_sidecar, watched_file,
};
use crate::recorder::watch::SIDECARS_KEPT;
use crate::time::Instant;
use std::time::Duration;

/// How many rows one transaction removes.
const PAGE: u16 = 500;
/// How long a job that went well is remembered, and a session that ran out.
const USUAL: Duration = Duration::from_hours(30 * 24);
/// How long people can look up what they were told of.
const NOTICES: Duration = Duration::from_hours(90 * 24);
/// How long a job that was given up is remembered, what was refused, and how an import went: somebody may
/// still ask why.
const DEAD: Duration = Duration::from_hours(180 * 24);

/// Removes page after page, each in a short transaction, until nothing old is left.
pub(super) async fn run(workshop: &Workshop) -> Result<(), JobError> {
    let now = workshop.db.clock().now();
    let mut removed = 0;
    for (state, age) in [(JobState::Done, USUAL), (JobState::Cancelled, USUAL), (JobState::Dead, DEAD)] {
        let before = now.minus(age);
        removed +=
            all_pages(workshop, move |writing, limit| job::forget(writing, state, before, limit)).await?;
    }
    let (usual, dead): (Instant, Instant) = (now.minus(USUAL), now.minus(DEAD));
    removed +=
        all_pages(workshop, move |writing, limit| session::forget_expired(writing, usual, limit)).await?;
    for (place, before) in [(LiesIn::Done, usual), (LiesIn::Quarantine, dead)] {
        let forget =
            move |writing: &mut Writing<'_>, limit| watched_file::forget_moved(writing, place, before, limit);
        removed += all_pages(workshop, forget).await?;
    }
    removed +=
        all_pages(workshop, move |writing, limit| watched_file::forget_unwatched(writing, usual, limit))
            .await?;
    let waited = now.minus(SIDECARS_KEPT);
    removed += all_pages(workshop, move |writing, limit| waiting_sidecar::forget_old(writing, waited, limit))
        .await?;
    removed +=
        all_pages(workshop, move |writing, limit| refused_arrival::forget_old(writing, usual, limit)).await?;
    removed +=
        all_pages(workshop, move |writing, limit| cdr_import::end_abandoned(writing, usual, limit)).await?;
    removed +=
        all_pages(workshop, move |writing, limit| cdr_import::forget_ended(writing, dead, limit)).await?;
    let before = now.minus(NOTICES);
    removed += all_pages(workshop, move |writing, limit| outbox::forget(writing, before, limit)).await?;
    tracing::info!(removed, "the database is tidy");
    Ok(())
}

async fn all_pages(
    workshop: &Workshop,
    remove: impl Fn(&mut Writing<'_>, i64) -> Result<usize, DbError> + Copy + Send + 'static,
) -> Result<usize, DbError> {
    let mut removed = 0;
    loop {
        let of_page = workshop.db.write(move |writing| remove(writing, i64::from(PAGE))).await?;
        removed += of_page;
        if of_page < usize::from(PAGE) {
            return Ok(removed);
        }
    }
}
