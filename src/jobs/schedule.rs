//! The jobs that nobody asks for: entered by every supervisor of the light lane, and only once
//! while they wait.

use crate::db::Db;
use crate::db::job::{self, NewJob};
use std::time::Duration;

/// How often each of them is entered; the first time at the start.
const EVERY: Duration = Duration::from_hours(24);
/// How long until the next try when the database did not answer.
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// Enters the periodic jobs, for ever.
pub(super) async fn keep(db: &Db) {
    loop {
        let entered = db.write(|writing| job::enqueue(writing, &NewJob::sweep_objects())).await;
        let pause = match entered {
            Ok(_) => EVERY,
            Err(error) => {
                tracing::warn!(%error, "the daily jobs could not be entered");
                AFTER_FAILURE
            }
        };
        tokio::time::sleep(pause).await;
    }
}
