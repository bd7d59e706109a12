//! Where a panic happened. Its message may quote a transcript or a file name, so it is neither
//! logged nor kept; the place is.

use super::JobError;
use futures_util::FutureExt;
use std::panic::{AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

static LAST_PLACE: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic of this process is logged with its place and without its message.
pub(super) fn keep_places_only() {
    std::panic::set_hook(Box::new(|panic| {
        let place = place_of(panic);
        tracing::error!(place, "a fault in earmark itself (panic)");
        *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }));
}

fn place_of(panic: &PanicHookInfo<'_>) -> String {
    match panic.location() {
        Some(location) => format!("{}:{}", location.file(), location.line()),
        None => "an unknown place".to_owned(),
    }
}

/// Turns a panic of the job into its failure.
///
/// The job is the only user of what it worked with, and that is the database, the store and files
/// of its own: a panic leaves nothing half changed that the next job would see.
pub(super) async fn caught(job: impl Future<Output = Result<(), JobError>>) -> Result<(), JobError> {
    let Ok(outcome) = AssertUnwindSafe(job).catch_unwind().await else {
        let place = LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        return Err(JobError::Panicked { place: place.unwrap_or_else(|| "an unknown place".to_owned()) });
    };
    outcome
}
