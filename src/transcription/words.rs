//! What everybody may read of a recording, worked out anew: the current transcript, the corrections laid
//! over it, and what is to be hidden taken out. Whoever changes one of them calls [`renew`] in the
//! transaction that changes it.

use super::doubt;
use super::redaction::{self, Said};
use crate::db::job::{self, NewJob};
use crate::db::recording::Recording;
use crate::db::redaction::RedactionSpan;
use crate::db::wording::Wording;
use crate::db::{
    DbError, Scope, Writing, call, correction, recording, redaction as stored, transcript_quality, wording,
};
use crate::ids::RecordingId;

/// Works out what everybody may read of a recording, what is hidden of it, and how far it can be trusted;
/// where the sound has to be made anew, enters that job. Nothing happens before there is a transcript.
pub fn renew(writing: &mut Writing<'_>, id: RecordingId) -> Result<(), DbError> {
    let Some(recording) = recording::find(writing, &Scope::Everything, id)? else { return Ok(()) };
    // Two changes at once: the second sees the first.
    call::lock(writing, &[recording.call_id])?;
    let Some(recording) = recording::find(writing, &Scope::Everything, id)? else { return Ok(()) };
    let Some(laid) = correction::laid(writing, &recording)? else { return Ok(()) };
    let mut words = laid.words;
    judge(writing, &recording, &words)?;
    if stored::cover_of(writing, recording.call_id)?.is_none() {
        stored::forget(writing, id)?;
        return wording::replace(writing, recording.call_id, id, &words);
    }
    let spans = hide(&mut words);
    wording::replace(writing, recording.call_id, id, &words)?;
    if stored::replace(writing, &recording, redaction::RULES, &spans)? {
        job::enter_next(writing, NewJob::redact_sound(recording.call_id, id))?;
    }
    Ok(())
}

/// Notes how far the words can be trusted; what became of the windows they come from was noted with them.
fn judge(writing: &mut Writing<'_>, recording: &Recording, said: &[Wording]) -> Result<(), DbError> {
    let heard = transcript_quality::of_recording(writing, recording.id)?.unwrap_or_default();
    let judged = doubt::judge(said, heard);
    transcript_quality::replace(writing, recording.call_id, recording.id, &judged)
}

/// Puts marks in the place of what is to be hidden; returns where that is said.
fn hide(words: &mut [Wording]) -> Vec<RedactionSpan> {
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
    let spans = found.spans(&said);
    let hidden = found.texts(&said);
    for (place, (word, text)) in words.iter_mut().zip(hidden).enumerate() {
        let ranges = found.ranges(place);
        if !ranges.is_empty() {
            word.words = word.words.as_ref().map(|words| words.with_marks(&word.text, &ranges));
        }
        word.text = text;
    }
    spans
}
