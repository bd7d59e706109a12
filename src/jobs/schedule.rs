//! The jobs that nobody asks for: entered by every supervisor of the light lane, and only once
//! while they wait.

use crate::db::job::{self, NewJob};
use crate::db::{Db, DbError};
use std::time::Duration;

/// Jobs that are entered together.
struct Round {
    /// How often; the first time at the start.
    every: Duration,
    jobs: fn() -> Vec<NewJob>,
}

const DAILY: Round = Round {
    every: Duration::from_hours(24),
    jobs: || {
        vec![
            NewJob::sweep_objects(),
            NewJob::tidy_database(),
            NewJob::renew_words(),
            NewJob::index_words(),
            NewJob::verify_storage(),
            NewJob::apply_retention(),
            NewJob::erase_customers(),
        ]
    },
};
/// A source that falls silent is noticed within this time of the moment that it shows.
const OFTEN: Round = Round { every: Duration::from_mins(10), jobs: || vec![NewJob::watch_sources()] };
/// An answer that lapsed, and a step of an appeal that nobody took, are noted within this time; a case
/// whose standard answer changes on this day leaves the shelf.
const HOURLY: Round = Round {
    every: Duration::from_hours(1),
    jobs: || vec![NewJob::tend_hearings(), NewJob::archive_outdated_cases()],
};
/// How long until the next try when the database did not answer.
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// Enters the periodic jobs, for ever.
pub(super) async fn keep(db: &Db) {
    tokio::join!(keep_round(db, &DAILY), keep_round(db, &HOURLY), keep_round(db, &OFTEN));
}

async fn keep_round(db: &Db, round: &Round) {
    loop {
        let pause = match enter(db, round.jobs).await {
            Ok(()) => round.every,
            Err(error) => {
                tracing::warn!(%error, "the periodic jobs could not be entered");
                AFTER_FAILURE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

async fn enter(db: &Db, jobs: fn() -> Vec<NewJob>) -> Result<(), DbError> {
    db.write(move |writing| {
        for periodic in jobs() {
            job::enqueue(writing, &periodic)?;
        }
        Ok(())
    })
    .await
}
