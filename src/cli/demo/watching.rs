//! How far the transcripts are, told while the server already runs.

use crate::cli::Failure;
use crate::cli::output::complain;
use crate::cli::progress::TerminalProgress;
use crate::db::job::{self, JobState, Lane};
use crate::db::{Db, DbError};
use crate::transcription::models::Progress;
use std::time::Duration;

/// How often is looked.
const LOOK: Duration = Duration::from_secs(1);

/// Tells how far the recordings are that wait for their transcript now, until none does.
pub(super) async fn tell_of_transcripts(db: Db) -> Result<(), Failure> {
    let before = standing(&db).await?;
    if before.waiting == 0 {
        return Ok(());
    }
    let mut progress = TerminalProgress::of_things();
    progress.begin("transcribing the recorded calls", before.waiting);
    let mut now = before;
    while now.waiting > 0 {
        progress.reach(before.waiting.saturating_sub(now.waiting));
        tokio::time::sleep(LOOK).await;
        now = standing(&db).await?;
    }
    progress.end();
    complain(&match now.given_up - before.given_up {
        0 => "Every recorded call is transcribed.".to_owned(),
        failed => format!("{failed} recorded calls could not be transcribed; `earmark serve` logs why."),
    });
    Ok(())
}

/// How many recordings are on their way to a transcript, and how many were given up.
#[derive(Clone, Copy)]
struct Standing {
    waiting: u64,
    given_up: u64,
}

/// A recording is prepared and then transcribed, and has one of the two jobs until it is done.
async fn standing(db: &Db) -> Result<Standing, DbError> {
    let counts = db.read(job::counts).await?;
    let in_state = |wanted: &[JobState]| {
        counts
            .iter()
            .filter(|(lane, state, _)| *lane != Lane::Light && wanted.contains(state))
            .map(|(_, _, count)| count.unsigned_abs())
            .sum()
    };
    Ok(Standing {
        waiting: in_state(&[JobState::Waiting, JobState::Running]),
        given_up: in_state(&[JobState::Dead]),
    })
}
