//! Words to which the model gave no time.
//!
//! The library reckons the times of words from the marks that the model sets. Behind its last mark there is
//! nothing to reckon with: all words of a window's last phrase then stand at one moment, its end. Of 26
//! utterances in Chinese eight were so, with a seventh of all characters; read along, such a sentence lights up
//! at once, and a press on one of its words plays what comes after it.

use super::heard::Word;

/// This many words at one moment have no time; two may be a word and the space behind it.
const FEWEST: usize = 2;

/// The words with times for those that have none: from the beginning of the word before them, which the model
/// often lets last until the end, to the next word that has one or to `end_ms`, where the voice ends; each
/// as long as its text. Words that have times keep them.
#[must_use]
pub(super) fn settled(words: &[Word], end_ms: u64) -> Vec<Word> {
    let mut settled: Vec<Word> = words.to_vec();
    for word in &mut settled {
        word.start_ms = word.start_ms.min(end_ms);
        word.end_ms = word.end_ms.clamp(word.start_ms, end_ms.max(word.start_ms));
    }
    let mut start = 0;
    while let Some(first) = settled.get(start) {
        let moment = first.start_ms;
        let untimed = |word: &&Word| word.start_ms == moment && word.end_ms == moment;
        let count = settled.iter().skip(start).take_while(untimed).count();
        if count >= FEWEST {
            let until = settled.get(start + count).map_or(end_ms, |next| next.start_ms);
            let before = start.checked_sub(1);
            let from = before.and_then(|before| settled.get(before)).map_or(0, |word| word.start_ms);
            if let Some(run) = settled.get_mut(before.unwrap_or(start)..start + count) {
                spread(run, from, until);
            }
        }
        start += count.max(1);
    }
    settled
}

/// Lets words follow each other between two moments, each as long as its text.
fn spread(words: &mut [Word], from_ms: u64, until_ms: u64) {
    let room_ms = until_ms.saturating_sub(from_ms);
    let whole: u64 = words.iter().map(weight).sum();
    let mut before = 0;
    for word in words {
        word.start_ms = from_ms + room_ms * before / whole.max(1);
        before += weight(word);
        word.end_ms = from_ms + room_ms * before / whole.max(1);
    }
}

/// How long a word takes beside others: as many letters or characters as it has.
fn weight(word: &Word) -> u64 {
    word.text.chars().filter(|c| c.is_alphanumeric()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(spans: &[(&str, u64, u64)]) -> Vec<Word> {
        let word = |(text, start_ms, end_ms): &(&str, u64, u64)| Word {
            text: (*text).to_owned(),
            start_ms: *start_ms,
            end_ms: *end_ms,
            probability: 0.9,
            phrase: 0,
        };
        spans.iter().map(word).collect()
    }

    #[test]
    fn a_last_phrase_without_times_follows_what_was_said_before() {
        let heard = words(&[
            ("心", 3_000, 3_400),
            ("情。", 3_500, 4_000),
            ("谢", 8_000, 8_000),
            ("谢", 8_000, 8_000),
            ("您", 8_000, 8_000),
        ]);
        let expected = words(&[
            ("心", 3_000, 3_400),
            ("情。", 3_500, 4_500),
            ("谢", 4_500, 5_500),
            ("谢", 5_500, 6_500),
            ("您", 6_500, 7_500),
        ]);
        assert_eq!(settled(&heard, 7_500), expected);
    }

    #[test]
    fn words_without_any_time_share_what_is_spoken() {
        let heard = words(&[(" So", 9_000, 9_000), (" long", 9_100, 9_200)]);
        assert_eq!(settled(&heard, 3_000), words(&[(" So", 0, 1_000), (" long", 1_000, 3_000)]));
    }

    #[test]
    fn a_single_word_without_length_is_left() {
        let heard = words(&[(" I", 100, 100), (" see", 100, 400)]);
        assert_eq!(settled(&heard, 3_000), heard);
    }

    proptest! {
        #[test]
        fn words_stay_in_order_within_the_window(lengths in prop::collection::vec((0_u64..900, 0_u64..900), 0..40), end_ms in 1_u64..20_000) {
            let mut at = 0;
            let spans: Vec<(&str, u64, u64)> = lengths.iter().map(|(gap, length)| {
                let start = at + gap;
                at = start + length;
                ("so", start, at)
            }).collect();
            let settled = settled(&words(&spans), end_ms);
            prop_assert_eq!(settled.len(), spans.len());
            prop_assert!(settled.iter().all(|word| word.start_ms <= word.end_ms && word.end_ms <= end_ms));
            prop_assert!(settled.windows(2).all(|pair| pair[0].end_ms <= pair[1].start_ms || pair[0].start_ms == pair[1].start_ms));
        }
    }
}
