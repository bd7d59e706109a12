//! The job that looks through everything that is stored, a few seconds at a time: a walk takes
//! days, and what else is to be done comes first.

use super::{JobError, Workshop};
use crate::db::job::{self, NewJob};
use crate::db::storage_check::{self, StorageCheck};
use crate::db::{DbError, Reading};
use crate::ids::WorkerId;
use crate::recorder::RecorderError;
use crate::recorder::custody::{Verification, WALK_EVERY};
use std::time::Duration;

/// How long one job goes on.
const AT_ONCE: Duration = Duration::from_secs(10);
/// How fast it reads, in bytes a second.
const PACE: u64 = 16 << 20;

/// Goes on with the open walk, or begins one when the last began long ago; enters the next job
/// unless the walk is over.
pub(super) async fn run(workshop: &Workshop) -> Result<(), JobError> {
    if !workshop.db.read(is_due).await? {
        return Ok(());
    }
    let verification = Verification {
        db: workshop.db.clone(),
        storage: workshop.storage.clone(),
        store: workshop.store.clone(),
        holder: WorkerId::new(),
        pace: Some(PACE),
    };
    let walk = match verification.begin(false).await {
        Err(RecorderError::VerifiedElsewhere) => return Ok(()),
        begun => begun?,
    };
    let id = walk.id;
    match verification.go_on(walk, Some(AT_ONCE), |_, _| {}).await {
        Ok(walk) if walk.ended_at.is_some() => {
            tell(&walk);
            Ok(())
        }
        Ok(_) => {
            let next = workshop.db.write(|writing| job::enqueue(writing, &NewJob::verify_storage()));
            Ok(next.await.map(drop)?)
        }
        Err(error) => {
            verification.let_go(id).await?;
            Err(error.into())
        }
    }
}

fn is_due(reading: &mut Reading<'_>) -> Result<bool, DbError> {
    if storage_check::open(reading)?.is_some() {
        return Ok(true);
    }
    let long_ago = reading.now().minus(WALK_EVERY);
    Ok(storage_check::last_ended(reading)?.is_none_or(|last| last.began_at <= long_ago))
}

fn tell(walk: &StorageCheck) {
    let (objects, bytes) = (walk.objects, walk.bytes);
    let (damaged, missing, strays) = (walk.damaged, walk.missing, walk.strays);
    if damaged + missing > 0 {
        tracing::error!(
            objects,
            bytes,
            damaged,
            missing,
            strays,
            "what is stored was looked through; not all is well"
        );
    } else {
        tracing::info!(objects, bytes, strays, "what is stored was looked through; all is well");
    }
}
