//! The jobs that nobody asks for: entered by every supervisor of the light lane, and only once
//! while they wait.

use crate::db::job::{self, NewJob};
use crate::db::{Db, DbError, Writing};
use std::time::Duration;

/// How often each of them is entered; the first time at the start.
const EVERY: Duration = Duration::from_hours(24);
/// How long until the next try when the database did not answer.
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// Enters the periodic jobs, for ever.
pub(super) async fn keep(db: &Db) {
    loop {
        let entered = db.write(enter_daily_jobs).await;
        let pause = match entered {
            Ok(()) => EVERY,
            Err(error) => {
                tracing::warn!(%error, "the daily jobs could not be entered");
                AFTER_FAILURE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

fn enter_daily_jobs(writing: &mut Writing<'_>) -> Result<(), DbError> {
    for daily in [
        NewJob::sweep_objects(),
        NewJob::tidy_database(),
        NewJob::apply_retention(),
        NewJob::erase_customers(),
    ] {
        job::enqueue(writing, &daily)?;
    }
    Ok(())
}
