//! The job that indexes the words of recordings which were written before there was an index: of earlier
//! versions, or put back from a copy. Where nothing is missing it looks and ends.

use super::{JobError, Workshop};
use crate::db::{DbError, search_index};
use crate::ids::RecordingId;

/// How many recordings are looked for at once.
const PAGE: i64 = 200;
/// How many are indexed in one transaction: every commit waits for the disk, and others wait for it.
const TOGETHER: usize = 10;

/// Goes through all recordings, by id.
pub(super) async fn run(workshop: &Workshop) -> Result<(), JobError> {
    let mut after: Option<RecordingId> = None;
    let mut indexed = 0;
    loop {
        let missing = workshop.db.read(move |reading| search_index::missing(reading, after, PAGE)).await?;
        let Some((last, _)) = missing.last() else { break };
        after = Some(*last);
        for some in missing.chunks(TOGETHER) {
            let some = some.to_vec();
            indexed += some.len();
            workshop
                .db
                .write(move |writing| {
                    for (recording_id, call_id) in &some {
                        // A call that went meanwhile has no words any more, and nothing is entered.
                        search_index::rebuild(writing, *call_id, *recording_id)?;
                    }
                    Ok::<_, DbError>(())
                })
                .await?;
        }
    }
    if indexed > 0 {
        tracing::info!(recordings = indexed, "words are indexed");
    }
    Ok(())
}
