//! What everybody may read of a recording, worked out anew: the current transcript, the corrections laid
//! over it, and what is to be hidden taken out. Whoever changes one of them calls [`renew`] in the
//! transaction that changes it.

use super::redaction::{self, Said};
use crate::db::job::{self, NewJob};
use crate::db::redaction::RedactionSpan;
use crate::db::{DbError, Scope, Writing, call, correction, recording, redaction as stored, wording};
use crate::ids::RecordingId;

/// Works out what everybody may read of a recording, and what is hidden of it; where the sound has to be
/// made anew, enters that job. Nothing happens before there is a transcript.
pub fn renew(writing: &mut Writing<'_>, id: RecordingId) -> Result<(), DbError> {
    let Some(recording) = recording::find(writing, &Scope::Everything, id)? else { return Ok(()) };
    // Two changes at once: the second sees the first.
    call::lock(writing, &[recording.call_id])?;
    let Some(recording) = recording::find(writing, &Scope::Everything, id)? else { return Ok(()) };
    let Some(laid) = correction::laid(writing, &recording)? else { return Ok(()) };
    let mut words = laid.words;
    if stored::cover_of(writing, recording.call_id)?.is_none() {
        stored::forget(writing, id)?;
        return wording::replace(writing, recording.call_id, id, &words);
    }
    let said: Vec<Said<'_>> = words
        .iter()
        .map(|word| Said {
            channel: word.channel,
            start_ms: word.start_ms,
            end_ms: word.end_ms,
            text: &word.text,
        })
        .collect();
    let found = redaction::find(&said);
    let spans: Vec<RedactionSpan> = found.spans(&said);
    let hidden: Vec<String> = found.texts(&said);
    for (word, text) in words.iter_mut().zip(hidden) {
        word.text = text;
    }
    wording::replace(writing, recording.call_id, id, &words)?;
    if stored::replace(writing, &recording, redaction::RULES, &spans)? {
        job::enqueue(writing, &NewJob::redact_sound(recording.call_id, id))?;
    }
    Ok(())
}
