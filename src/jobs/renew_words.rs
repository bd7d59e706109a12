//! The job that works out anew what everybody may read, where that is behind: a source began to hide
//! things, or stopped; the rules find something else; a transcript is older than the words for everybody.

use super::JobError;
use crate::db::job::{self, NewJob};
use crate::db::{Db, redaction};
use crate::transcription::{redaction::RULES, words};

/// How many recordings are looked up at once.
const PAGE: i64 = 100;

/// Goes through every recording that is behind, each in a transaction of its own; a run that is cut off is
/// gone on with by the next.
pub(super) async fn run(db: &Db) -> Result<(), JobError> {
    let mut after = None;
    let mut renewed = 0_u64;
    loop {
        let ids = db.read(move |reading| redaction::behind(reading, RULES, after, PAGE)).await?;
        let Some(last) = ids.last().copied() else { break };
        for id in ids {
            db.write(move |writing| words::renew(writing, id)).await?;
            renewed += 1;
        }
        tracing::info!(renewed, "words are worked out anew");
        after = Some(last);
    }
    ask_for_sounds(db).await
}

/// A sound whose job was given up is asked for again.
async fn ask_for_sounds(db: &Db) -> Result<(), JobError> {
    let mut after = None;
    loop {
        let without = db.read(move |reading| redaction::without_sound(reading, after, PAGE)).await?;
        let Some((_, last)) = without.last().copied() else { return Ok(()) };
        db.write(move |writing| {
            for (call_id, id) in &without {
                job::enqueue(writing, &NewJob::redact_sound(*call_id, *id))?;
            }
            Ok::<_, crate::db::DbError>(())
        })
        .await?;
        after = Some(last);
    }
}
