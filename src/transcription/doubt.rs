//! Which words are doubtful, and when a transcript as a whole is poor. Where the limits come from is measured
//! in `docs/TRUST.md`.

use super::heard::is_spoken;
use super::pace::units_in;
use crate::db::spoken_words::{SpokenWord, SpokenWords};
use crate::db::transcript_quality::TranscriptQuality;
use crate::db::wording::Wording;
use std::ops::Range;

/// A word of which the engine is less sure, in percent, is doubtful.
pub const DOUBTFUL_BELOW: u8 = 50;
/// A transcript of which this many of a hundred words are doubtful is poor.
pub const POOR_FROM_DOUBTFUL: i32 = 15;
/// One of which this many of a hundred windows of speech were given up is poor.
pub const POOR_FROM_DISCARDED: i32 = 20;
/// Of fewer words a share says nothing.
const FEWEST_WORDS: i32 = 20;
/// Of fewer windows a share says nothing, unless all of them were given up.
const FEWEST_WINDOWS: i32 = 4;

/// Whether a word is to be shown as doubtful.
#[must_use]
pub fn is_doubtful(word: &SpokenWord) -> bool {
    word.percent.is_some_and(|percent| percent < DOUBTFUL_BELOW)
}

/// Where doubtful words stand in the text of an utterance, in bytes: without space and punctuation around them,
/// and those that follow each other as one.
#[must_use]
pub fn doubtful_ranges(text: &str, words: Option<&SpokenWords>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for (part, word) in words.map(|words| words.parts(text)).unwrap_or_default() {
        let from = at;
        at += part.len();
        let Some(bare) = bare(part).filter(|_| is_doubtful(&word)) else { continue };
        let (start, end) = (from + bare.start, from + bare.end);
        let is_next =
            |last: &Range<usize>| text.get(last.end..start).is_some_and(|between| between.trim().is_empty());
        match ranges.last_mut() {
            Some(last) if is_next(last) => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

/// The word itself in its part of a text.
fn bare(part: &str) -> Option<Range<usize>> {
    let start = part.find(char::is_alphanumeric)?;
    let (last, letter) = part.char_indices().rfind(|(_, one)| one.is_alphanumeric())?;
    Some(start..last + letter.len_utf8())
}

/// How far words can be trusted, `heard` saying what became of the windows that they come from. Where nothing
/// is known of single words, they are as sure as their utterance.
#[must_use]
pub fn judge(said: &[Wording], heard: TranscriptQuality) -> TranscriptQuality {
    let counts: Vec<(i32, i32)> = said.iter().map(counted).collect();
    let words = counts.iter().map(|(words, _)| words).sum();
    let doubtful = counts.iter().map(|(_, doubtful)| doubtful).sum();
    let judged = TranscriptQuality { words, doubtful, ..heard };
    TranscriptQuality { is_poor: is_poor(&judged), ..judged }
}

/// How many words an utterance has, and how many of them are doubtful.
fn counted(said: &Wording) -> (i32, i32) {
    let parts = said.words.as_ref().map(|words| words.parts(&said.text)).unwrap_or_default();
    if parts.is_empty() {
        let words = i32::try_from(units_in(&said.text)).unwrap_or(i32::MAX);
        let doubtful = said.confidence * 100.0 < f64::from(DOUBTFUL_BELOW);
        return (words, if doubtful { words } else { 0 });
    }
    let spoken = parts.iter().filter(|(text, _)| is_spoken(text));
    spoken.fold((0, 0), |(words, doubtful), (_, word)| (words + 1, doubtful + i32::from(is_doubtful(word))))
}

fn is_poor(quality: &TranscriptQuality) -> bool {
    let reaches =
        |part: i32, whole: i32, share: i32| i64::from(part) * 100 >= i64::from(whole) * i64::from(share);
    let doubted =
        quality.words >= FEWEST_WORDS && reaches(quality.doubtful, quality.words, POOR_FROM_DOUBTFUL);
    let gaps = quality.discarded > 0
        && (quality.windows >= FEWEST_WINDOWS || quality.discarded == quality.windows)
        && reaches(quality.discarded, quality.windows, POOR_FROM_DISCARDED);
    doubted || gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, percents: &[u8]) -> Wording {
        let parts = text.split_inclusive(' ').zip(percents);
        let word = |(part, percent): (&str, &u8)| SpokenWord {
            characters: u32::try_from(part.chars().count()).unwrap(),
            start_ms: 0,
            end_ms: 0,
            percent: Some(*percent),
        };
        let words: Vec<SpokenWord> = parts.map(word).collect();
        Wording {
            number: 0,
            channel: 0,
            role: None,
            start_ms: 0,
            end_ms: 1_000,
            text: text.to_owned(),
            confidence: 0.9,
            words: (!words.is_empty()).then(|| SpokenWords::of(&words)),
        }
    }

    fn heard(windows: i32, discarded: i32) -> TranscriptQuality {
        TranscriptQuality { windows, discarded, ..TranscriptQuality::default() }
    }

    #[test]
    fn a_word_below_the_limit_is_doubtful_and_a_mark_never_is() {
        let word = |percent| SpokenWord { characters: 1, start_ms: 0, end_ms: 0, percent };
        assert!(is_doubtful(&word(Some(DOUBTFUL_BELOW - 1))));
        assert!(!is_doubtful(&word(Some(DOUBTFUL_BELOW))) && !is_doubtful(&word(None)));
    }

    #[test]
    fn words_are_counted_and_those_in_doubt() {
        let judged = judge(&[said("one two — three", &[90, 10, 5, 80])], heard(0, 0));
        assert_eq!((judged.words, judged.doubtful, judged.is_poor), (3, 1, false));
        let mut old = said("没有单词的概率", &[]);
        assert_eq!(judge(std::slice::from_ref(&old), heard(0, 0)).doubtful, 0);
        old.confidence = 0.3;
        assert_eq!(judge(&[old], heard(0, 0)).doubtful, 7);
    }

    #[test]
    fn enough_doubt_or_enough_gaps_make_a_transcript_poor() {
        let many = |doubtful: usize| {
            let percents: Vec<u8> = (0..100).map(|at| if at < doubtful { 10 } else { 90 }).collect();
            said(&"word ".repeat(100), &percents)
        };
        let share = usize::try_from(POOR_FROM_DOUBTFUL).unwrap();
        assert!(!judge(&[many(share - 1)], heard(9, 0)).is_poor);
        assert!(judge(&[many(share)], heard(9, 0)).is_poor);
        assert!(!judge(&[said("only two", &[1, 1])], heard(9, 0)).is_poor);
        assert!(judge(&[many(0)], heard(10, 2)).is_poor && !judge(&[many(0)], heard(10, 1)).is_poor);
        assert!(judge(&[], heard(1, 1)).is_poor && !judge(&[], heard(3, 1)).is_poor);
    }

    #[test]
    fn doubtful_words_that_follow_each_other_are_one_stretch_without_what_stands_around_them() {
        let one = said("I want my, old card back.", &[90, 90, 20, 30, 90, 10]);
        let ranges = doubtful_ranges(&one.text, one.words.as_ref());
        let stretches: Vec<&str> = ranges.into_iter().map(|range| &one.text[range]).collect();
        assert_eq!(stretches, ["my", "old", "back"], "what stands between is not doubted");
        let two = said("my old card", &[20, 30, 90]);
        assert_eq!(doubtful_ranges(&two.text, two.words.as_ref()), [0..6]);
        assert!(doubtful_ranges(&two.text, None).is_empty());
        assert!(doubtful_ranges("quite other words", two.words.as_ref()).is_empty(), "words of another text");
    }
}
