//! What everybody may read of a recording, worked out anew: the current transcript, the corrections laid
//! over it, and what is to be hidden taken out. Whoever changes one of them calls [`renew`] in the
//! transaction that changes it.

use super::doubt;
use super::redaction::{self, Found, Said, SaidWord};
use crate::db::job::{self, NewJob};
use crate::db::recording::Recording;
use crate::db::redaction::RedactionSpan;
use crate::db::spoken_words::SpokenWord;
use crate::db::wording::Wording;
use crate::db::wordless_speech::{self, WordlessSpeech};
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
    let states = laid.states(&recording);
    let mut words = laid.words;
    judge(writing, &recording, &words)?;
    if stored::cover_of(writing, recording.call_id)?.is_none() {
        stored::forget(writing, id)?;
        return wording::replace(writing, recording.call_id, id, &words);
    }
    let wordless = wordless_speech::of_recording(writing, id, 0..i64::MAX)?;
    let mut spans = hide(&mut words, &states, &wordless);
    // Hearing it once more opens no sound, as no correction does: what this version missed another heard.
    for heard in correction::heard_before(writing, &recording)? {
        spans.extend(find(&heard, &[]).0);
    }
    let spans = redaction::joined(spans);
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
///
/// A correction opens no sound: what was found in the words as they were heard, or as an earlier correction
/// left them, stays hidden there beside what is found in them now. It opens the text that it changes, and no
/// other: a line that reads as it did keeps its marks, whatever becomes of the lines around it.
fn hide(words: &mut [Wording], states: &[Vec<Wording>], wordless: &[WordlessSpeech]) -> Vec<RedactionSpan> {
    let (spans, found) = look_through(words, states, wordless);
    for (place, word) in words.iter_mut().enumerate() {
        let ranges = found.ranges(place);
        if !ranges.is_empty() {
            word.words = word.words.as_ref().map(|words| words.with_marks(&word.text, &ranges));
            word.text = found.marked(place, &word.text);
        }
    }
    spans
}

/// What is to be hidden of the words in all their states, and of speech without words: where it is said, and what
/// of the texts of now.
fn look_through(
    words: &[Wording],
    states: &[Vec<Wording>],
    wordless: &[WordlessSpeech],
) -> (Vec<RedactionSpan>, Found) {
    let mut spans = Vec::new();
    let mut kept = Found::default();
    for state in states {
        let (said_there, found) = find(state, wordless);
        spans.extend(said_there);
        let is_alike = |place: usize| {
            let (then, now) = (state.get(place), words.get(place));
            then.zip(now).is_some_and(|(then, now)| then.text == now.text)
        };
        kept.add(found, is_alike);
    }
    let now: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    (spans, kept.tidied(&now))
}

/// What is to be hidden of these words, and where it is said.
fn find(words: &[Wording], wordless: &[WordlessSpeech]) -> (Vec<RedactionSpan>, Found) {
    let timed: Vec<Vec<SaidWord>> = words.iter().map(timed).collect();
    let said: Vec<Said<'_>> = words.iter().zip(&timed).map(|(word, timed)| said(word, timed)).collect();
    let found = redaction::find_beside(&said, wordless);
    (found.spans(&said), found)
}

fn said<'a>(word: &'a Wording, words: &'a [SaidWord]) -> Said<'a> {
    Said {
        channel: word.channel,
        speaker: word.role,
        start_ms: word.start_ms,
        end_ms: word.end_ms,
        text: &word.text,
        words,
    }
}

/// When each word is said, as far as that is known.
fn timed(word: &Wording) -> Vec<SaidWord> {
    let parts = word.words.as_ref().map(|words| words.parts(&word.text)).unwrap_or_default();
    let mut end = 0;
    let timed = |(part, word): (&str, SpokenWord)| {
        let start = end;
        end += part.len();
        SaidWord { range: start..end, start_ms: word.start_ms, end_ms: word.end_ms }
    };
    parts.into_iter().map(timed).collect()
}
