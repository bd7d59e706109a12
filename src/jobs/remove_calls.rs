//! The jobs that remove calls: those whose time is over, and those of customers who asked for it.
//!
//! Both go in small steps, each a transaction of its own, and hold no place of their own: interrupted
//! anywhere, they run again and find what is left. After a while they make room for other short jobs
//! and enter themselves again.

use super::{JobError, Workshop};
use crate::db::job::{self, NewJob};
use crate::recorder::erasure::{ErasureStep, open_erasures, step_of_erasure};
use crate::recorder::retention::{Place, Step, run_at_hand, step};

/// After how many steps a job makes room.
const STEPS: u32 = 50;

/// Goes on with the run that is under way, or begins one where it is time.
pub(super) async fn apply_retention(workshop: &Workshop) -> Result<(), JobError> {
    let Some(run) = run_at_hand(&workshop.db).await? else { return Ok(()) };
    let mut place = Place::default();
    for _ in 0..STEPS {
        match step(&workshop.db, &workshop.storage, run, place).await? {
            Step::On(next) => place = next,
            Step::Over => {
                tracing::info!(%run, "a retention run is over");
                return Ok(());
            }
        }
    }
    enter_again(workshop, NewJob::apply_retention()).await
}

/// Goes on with every request that has something left to do.
pub(super) async fn erase_customers(workshop: &Workshop) -> Result<(), JobError> {
    let mut steps = 0;
    for request in open_erasures(&workshop.db).await? {
        while step_of_erasure(&workshop.db, &workshop.storage, request).await? == ErasureStep::On {
            steps += 1;
            if steps == STEPS {
                return enter_again(workshop, NewJob::erase_customers()).await;
            }
        }
    }
    Ok(())
}

async fn enter_again(workshop: &Workshop, rest: NewJob) -> Result<(), JobError> {
    workshop.db.write(move |writing| job::enqueue(writing, &rest)).await?;
    Ok(())
}
