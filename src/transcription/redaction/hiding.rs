//! From what is to be hidden to texts with marks and stretches of the timeline.

use super::{Found, Hit, Said, SaidWord};
use crate::db::redaction::{RedactionKind, RedactionSpan, mark};
use std::ops::Range;

/// How much more is hidden on each side: nobody says at the millisecond what a transcript says they say.
pub(super) const WIDER_MS: i64 = 250;
/// Within an utterance times are worked out from its characters too, so that they are the less certain
/// the longer it is: one part in this many is added on each side, as far as the most.
const UNCERTAIN_PART: i64 = 12;
const UNCERTAIN_MOST_MS: i64 = 750;
/// Where this many hundredths of an utterance are hidden, all of it is.
const NEARLY_ALL: i64 = 60;

/// About how long a character takes to say, in hundredths of a Latin letter: a digit is a word, a Han
/// character a syllable.
fn weight(character: char) -> i64 {
    match character {
        '0'..='9' | '０'..='９' => 400,
        ' ' => 40,
        ',' | '.' | '?' | '!' | '，' | '。' | '？' | '！' => 150,
        character if character.is_ascii() => 100,
        character if character.is_alphabetic() => 300,
        _ => 100,
    }
}

fn weight_of(text: &str) -> i64 {
    text.chars().map(weight).sum()
}

/// When the byte at this place of an utterance is said: as its word tells, or about.
pub(super) fn time_at(said: &Said<'_>, byte: usize) -> i64 {
    let Some(word) = said.words.iter().find(|word| byte <= word.range.end) else {
        return about(said, byte);
    };
    let part = |bytes: usize| i64::try_from(bytes).unwrap_or(0);
    let (at, whole) = (part(byte.saturating_sub(word.range.start)), part(word.range.len()).max(1));
    word.start_ms + (word.end_ms - word.start_ms).max(0) * at / whole
}

/// About when the byte at this place is said, as far as its characters tell.
fn about(said: &Said<'_>, byte: usize) -> i64 {
    let all = weight_of(said.text).max(1);
    let until = weight_of(said.text.get(..byte).unwrap_or(said.text));
    said.start_ms + (said.end_ms - said.start_ms).max(0) * until / all
}

/// Sorts hits, and makes one of those that overlap or touch: what is known better gives the name.
pub(super) fn tidy(texts: &[&str], mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.utterance, hit.range.start, hit.range.end));
    let mut tidied: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let text = texts.get(hit.utterance).copied().unwrap_or_default();
        let touched = tidied.last_mut().filter(|last| {
            let between = text.get(last.range.end..hit.range.start);
            last.utterance == hit.utterance
                && (hit.range.start <= last.range.end
                    || between.is_some_and(|between| !between.chars().any(char::is_alphanumeric)))
        });
        match touched {
            Some(last) if last.kind == hit.kind || hit.range.start < last.range.end => {
                last.range.end = last.range.end.max(hit.range.end);
                if last.kind == RedactionKind::LongNumber {
                    last.kind = hit.kind;
                }
            }
            _ => tidied.push(hit),
        }
    }
    tidied
}

impl Found {
    /// Adds what was found in other texts of the same utterances, where an utterance reads alike.
    pub fn add(&mut self, other: Self, is_alike: impl Fn(usize) -> bool) {
        self.hits.extend(other.hits.into_iter().filter(|hit| is_alike(hit.utterance)));
    }

    /// The same in order, with what overlaps made one; of the texts of all utterances.
    #[must_use]
    pub fn tidied(self, texts: &[&str]) -> Self {
        Self { hits: tidy(texts, self.hits), ..self }
    }

    /// The texts of the utterances, a mark in the place of what is hidden.
    #[must_use]
    pub fn texts(&self, said: &[Said<'_>]) -> Vec<String> {
        said.iter().enumerate().map(|(number, one)| self.marked(number, one.text)).collect()
    }

    /// The text of the utterance at this place, a mark in the place of what is hidden.
    #[must_use]
    pub fn marked(&self, utterance: usize, text: &str) -> String {
        let mut marked = String::with_capacity(text.len());
        let mut end = 0;
        for hit in self.hits.iter().filter(|hit| hit.utterance == utterance) {
            marked.push_str(text.get(end..hit.range.start).unwrap_or_default());
            marked.push_str(&mark(hit.kind));
            end = hit.range.end;
        }
        marked.push_str(text.get(end..).unwrap_or_default());
        marked
    }

    /// What is hidden of the utterance at this place: ranges of its bytes, each with how many characters its
    /// mark has.
    #[must_use]
    pub fn ranges(&self, utterance: usize) -> Vec<(Range<usize>, u32)> {
        let length = |kind| u32::try_from(mark(kind).chars().count()).unwrap_or(0);
        let own = self.hits.iter().filter(|hit| hit.utterance == utterance);
        own.map(|hit| (hit.range.clone(), length(hit.kind))).collect()
    }

    /// The stretches of the timeline in which something is hidden, in their order; those of one channel
    /// and kind that overlap are one.
    #[must_use]
    pub fn spans(&self, said: &[Said<'_>]) -> Vec<RedactionSpan> {
        let span = |hit: &Hit| said.get(hit.utterance).map(|one| span(one, hit));
        joined(self.hits.iter().filter_map(span).chain(self.wordless.iter().cloned()).collect())
    }
}

/// Stretches in their order; those of one channel and kind that overlap are one.
#[must_use]
pub fn joined(mut spans: Vec<RedactionSpan>) -> Vec<RedactionSpan> {
    spans.sort_by_key(|span| (span.channel, span.kind, span.start_ms));
    let mut joined: Vec<RedactionSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if last.channel == span.channel && last.kind == span.kind && span.start_ms <= last.end_ms =>
            {
                last.end_ms = last.end_ms.max(span.end_ms);
            }
            _ => joined.push(span),
        }
    }
    joined.sort_by_key(|span| (span.start_ms, span.end_ms, span.channel));
    joined
}

/// Where something is said: where its words are, and where its characters would be; of two witnesses none is
/// surely right.
fn span(said: &Said<'_>, hit: &Hit) -> RedactionSpan {
    let (mut start, mut end) = estimate(said, hit);
    let within = |word: &&SaidWord| word.range.start < hit.range.end && word.range.end > hit.range.start;
    for word in said.words.iter().filter(within) {
        start = start.min(word.start_ms);
        end = end.max(word.end_ms);
    }
    RedactionSpan {
        start_ms: (start - WIDER_MS).max(0),
        end_ms: end + WIDER_MS,
        channel: said.channel,
        kind: hit.kind,
    }
}

/// Where something is said, as far as the characters of its utterance tell.
fn estimate(said: &Said<'_>, hit: &Hit) -> (i64, i64) {
    let hidden = weight_of(said.text.get(hit.range.clone()).unwrap_or_default());
    if hidden * 100 >= weight_of(said.text) * NEARLY_ALL {
        return (said.start_ms, said.end_ms);
    }
    let more = ((said.end_ms - said.start_ms).max(0) / UNCERTAIN_PART).min(UNCERTAIN_MOST_MS);
    let (from, until) = (about(said, hit.range.start), about(said, hit.range.end));
    ((from - more).max(said.start_ms), (until + more).min(said.end_ms.max(until)))
}
