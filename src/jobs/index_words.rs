//! The job that indexes the words of recordings which were written before there was an index: of earlier
//! versions, or put back from a copy. Where nothing is missing it looks and ends.

use super::{JobError, Workshop};
use crate::db::{DbError, search_index};
use crate::ids::RecordingId;

/// How many recordings are looked for at once; each is indexed in a transaction of its own.
const PAGE: i64 = 200;

/// Goes through all recordings, by id.
pub(super) async fn run(workshop: &Workshop) -> Result<(), JobError> {
    let mut after: Option<RecordingId> = None;
    let mut indexed = 0_u64;
    loop {
        let missing = workshop.db.read(move |reading| search_index::missing(reading, after, PAGE)).await?;
        let Some((last, _)) = missing.last() else { break };
        after = Some(*last);
        for (recording_id, call_id) in missing {
            // The call may have gone meanwhile: then there are no words any more, and nothing is entered.
            workshop
                .db
                .write(move |writing| {
                    search_index::rebuild(writing, call_id, recording_id)?;
                    Ok::<_, DbError>(())
                })
                .await?;
            indexed += 1;
        }
    }
    if indexed > 0 {
        tracing::info!(recordings = indexed, "words are indexed");
    }
    Ok(())
}
