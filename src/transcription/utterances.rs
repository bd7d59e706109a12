//! Words with rough times → utterances that begin and end where the voice does.
//!
//! The model's own times are good to a few tenths of a second; the voice detection is good to a
//! few hundredths. So a word is only asked which region of speech it belongs to, and the
//! utterance takes its times from there. It begins a fifth of a second before the voice, where there is
//! room: onsets and breath are quieter than the detector hears, and whoever jumps to it hears it whole.

use super::Span;
use super::guards;
use super::heard::{Heard, LEAST_PROBABILITY, Word, is_spoken};
use super::windows::Window;
use super::word_times;
use crate::db::recording::ChannelRole;

/// Two regions closer than this are one utterance, unless a sentence ends between them.
const SAME_UTTERANCE_MS: u64 = 700;
/// An utterance longer than this is cut where the model marks a phrase.
const LONG_MS: u64 = 12_000;
/// This far from its region a word may lie for the sake of its sentence: the model's times are
/// that bad.
const STRAY_MS: u64 = 1_200;
/// At most this many words or characters move for the sake of a sentence.
const STRAY_WORDS: usize = 4;

/// Something said by one channel without a break.
#[derive(Debug, Clone, PartialEq)]
pub struct Utterance {
    /// Which channel said it, counted from 0.
    pub channel: u16,
    /// Where it begins on the call's timeline, in milliseconds: a moment before its voice.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
    /// What was said.
    pub text: String,
    /// How sure the model is, 0 to 1: the geometric mean of the words' probabilities.
    pub confidence: f32,
    /// Its words; their texts put together are `text`.
    pub words: Vec<SpokenWord>,
    /// Who says it, as guessed from the voice, where two voices on one channel were told apart.
    pub speaker: Option<ChannelRole>,
}

/// A word of an utterance; in Chinese a character.
#[derive(Debug, Clone, PartialEq)]
pub struct SpokenWord {
    /// Its text with the space before it and the punctuation behind it.
    pub text: String,
    /// Where it begins on the call's timeline, in milliseconds, to a few tenths of a second.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
    /// How sure the model is of it, 0 to 1.
    pub confidence: f32,
}

/// A word with its place.
#[derive(Debug, Clone)]
struct Placed {
    word: Word,
    /// Its start on the call's timeline.
    start_ms: u64,
    /// Its end there.
    end_ms: u64,
    /// Its middle on the window's timeline.
    middle_ms: u64,
    region: usize,
}

/// Cuts what was heard in a window into utterances, in order.
#[must_use]
pub fn cut(window: &Window, heard: &Heard) -> Vec<Utterance> {
    let words = place(window, &heard.words);
    let mut utterances = Vec::new();
    let mut start = 0;
    while let Some(first) = words.get(start) {
        let end = end_of_utterance(window, &words, start);
        let said = words.get(start..end).unwrap_or_default();
        let before = start.checked_sub(1).and_then(|before| words.get(before));
        if let Some(utterance) = utterance(window, before, first, said, words.get(end)) {
            let invented = guards::is_invented(&utterance.text, heard.no_speech, utterance.confidence);
            if !invented {
                utterances.push(utterance);
            }
        }
        start = end.max(start + 1);
    }
    utterances
}

/// Gives every word its region: the one that it lies in or nearest to, never an earlier one than
/// the word before it. Near and far are meant inside the window, where minutes of silence are gone.
fn place(window: &Window, words: &[Word]) -> Vec<Placed> {
    let regions = window.regions_inside();
    let words = word_times::settled(words, regions.last().map_or(0, |last| last.end_ms));
    let mut placed: Vec<Placed> = Vec::with_capacity(words.len());
    for word in words {
        let middle_ms = word.start_ms.midpoint(word.end_ms);
        let earliest = placed.last().map_or(0, |last| last.region);
        let region = nearest(&regions, middle_ms).max(earliest);
        placed.push(Placed {
            start_ms: window.to_call_ms(word.start_ms),
            end_ms: window.to_call_ms(word.end_ms),
            middle_ms,
            region,
            word,
        });
    }
    keep_sentences_together(&regions, &mut placed);
    placed
}

fn nearest(regions: &[Span], at_ms: u64) -> usize {
    let best = regions.iter().enumerate().min_by_key(|(_, region)| distance(**region, at_ms));
    best.map_or(0, |(number, _)| number)
}

fn distance(region: Span, at_ms: u64) -> u64 {
    region.start_ms.saturating_sub(at_ms).max(at_ms.saturating_sub(region.end_ms))
}

/// Words at the edge of a region are easily placed one region too far. Where a sentence ends
/// within a few words of the step from one region to the next, the step is moved there.
fn keep_sentences_together(regions: &[Span], placed: &mut [Placed]) {
    for step in 1..placed.len() {
        let (Some(before), Some(after)) = (placed.get(step - 1), placed.get(step)) else { continue };
        let (earlier, later) = (before.region, after.region);
        if earlier == later || ends_sentence(&before.word.text) {
            continue;
        }
        let Some(better) = nearest_sentence_end(placed, step) else { continue };
        let (moved, region) = if better < step { (better..step, later) } else { (step..better, earlier) };
        let Some(span) = regions.get(region).copied() else { continue };
        let Some(moved) = placed.get_mut(moved) else { continue };
        if moved.iter().all(|word| distance(span, word.middle_ms) <= STRAY_MS) {
            for word in moved {
                word.region = region;
            }
        }
    }
}

/// The word after the sentence end that is nearest to the step before word `step`, without
/// emptying a region.
fn nearest_sentence_end(placed: &[Placed], step: usize) -> Option<usize> {
    let region = |at: usize| placed.get(at).map(|word| word.region);
    let ends_before = |at: usize| {
        at.checked_sub(1).and_then(|last| placed.get(last)).is_some_and(|last| ends_sentence(&last.word.text))
    };
    let candidates =
        (1..=STRAY_WORDS).flat_map(|far| [step.checked_sub(far).filter(|at| *at > 0), Some(step + far)]);
    candidates.flatten().find(|at| {
        // On both sides of the new step at least one word of the old regions stays.
        let kept = if *at < step { region(*at - 1) == region(step - 1) } else { region(*at) == region(step) };
        kept && ends_before(*at)
    })
}

/// Where the utterance that begins with word `start` ends (exclusive).
fn end_of_utterance(window: &Window, words: &[Placed], start: usize) -> usize {
    let begun_ms = words.get(start).map_or(0, |word| word.start_ms);
    let pairs = words.iter().zip(words.iter().skip(1)).enumerate().skip(start);
    for (number, (word, next)) in pairs {
        let another_region = next.region != word.region && {
            let pause = pause_between(window, word.region, next.region);
            pause >= SAME_UTTERANCE_MS || ends_sentence(&word.word.text)
        };
        let another_phrase = next.word.phrase != word.word.phrase
            && next.start_ms.saturating_sub(begun_ms) >= LONG_MS / 2
            && region_end(window, next.region).saturating_sub(begun_ms) > LONG_MS;
        if another_region || another_phrase {
            return number + 1;
        }
    }
    words.len()
}

fn pause_between(window: &Window, earlier: usize, later: usize) -> u64 {
    let end = region_end(window, earlier);
    window.regions.get(later).map_or(0, |region| region.start_ms.saturating_sub(end))
}

fn region_end(window: &Window, region: usize) -> u64 {
    window.regions.get(region).map_or(0, |region| region.end_ms)
}

pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '?', '!', '。', '？', '！'])
}

/// The utterance made of the words `said`; `None` where they say nothing. The first and the last
/// word of a region take its bounds, a cut inside a region takes the word's own time.
fn utterance(
    window: &Window,
    before: Option<&Placed>,
    first: &Placed,
    said: &[Placed],
    after: Option<&Placed>,
) -> Option<Utterance> {
    let texts = guards::pieces_without_annotations(said.iter().map(|word| word.word.text.as_str()));
    let text = texts.concat();
    if !is_spoken(&text) {
        return None;
    }
    let last = said.last()?;
    let (begins, ends) = (window.regions.get(first.region)?, window.regions.get(last.region)?);
    let cut_before = before.is_some_and(|before| before.region == first.region);
    let voice_ms = if cut_before { first.start_ms.max(begins.start_ms) } else { begins.start_ms };
    let start_ms = if cut_before { voice_ms } else { window.heard_from(first.region) };
    let cut_after = after.filter(|after| after.region == last.region);
    let end_ms = cut_after.map_or(ends.end_ms, |after| after.start_ms).max(voice_ms + 1);
    Some(Utterance {
        channel: window.channel,
        start_ms,
        end_ms,
        text,
        confidence: confidence_of(said.iter().map(|word| word.word.probability)),
        words: words_within(said, texts, Span { start_ms: voice_ms, end_ms }),
        speaker: None,
    })
}

/// The words of an utterance with what is left of their texts, one after the other within its bounds.
fn words_within(said: &[Placed], texts: Vec<String>, bounds: Span) -> Vec<SpokenWord> {
    let mut earliest = bounds.start_ms;
    let left = said.iter().zip(texts).filter(|(_, text)| !text.is_empty());
    left.map(|(word, text)| {
        let start_ms = word.start_ms.clamp(earliest, bounds.end_ms);
        let end_ms = word.end_ms.clamp(start_ms, bounds.end_ms);
        earliest = end_ms;
        SpokenWord { text, start_ms, end_ms, confidence: word.word.probability.clamp(0.0, 1.0) }
    })
    .collect()
}

/// The geometric mean of the words' probabilities.
#[expect(clippy::cast_precision_loss, reason = "a few hundred words at most")]
pub(super) fn confidence_of(words: impl ExactSizeIterator<Item = f32>) -> f32 {
    let count = words.len().max(1) as f32;
    let sum: f32 = words.map(|probability| probability.clamp(LEAST_PROBABILITY, 1.0).ln()).sum();
    (sum / count).exp().clamp(0.0, 1.0)
}

/// Puts the utterances of all channels into the order in which they were said: by start, then by
/// channel. Those that overlap stay as they are.
pub fn sort(utterances: &mut [Utterance]) {
    utterances.sort_by_key(|utterance| (utterance.start_ms, utterance.channel, utterance.end_ms));
}

#[cfg(test)]
mod tests;
