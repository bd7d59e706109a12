//! The words of an utterance: which part of its text each is, when it is said, and how sure the engine was.

use super::columns::text_column;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use std::ops::Range;

/// A word of an utterance, in Chinese a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpokenWord {
    /// How many characters of the text it is, with the space before it and the punctuation behind it.
    pub characters: u32,
    /// Where it begins in the recording, in milliseconds.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// How sure the engine was of it, in percent; none: it was not heard, but put there, as the mark of
    /// something hidden.
    pub percent: Option<u8>,
}

/// The words of an utterance in their order; their characters make up its text.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct SpokenWords(String);

text_column! {
    SpokenWords,
    |written: String| Ok(Self(written))
}

/// Characters, milliseconds since the end of the word before, milliseconds long, percent or −1.
type Written = (u32, i64, i64, i16);

impl SpokenWords {
    /// These words.
    #[must_use]
    pub fn of(words: &[SpokenWord]) -> Self {
        let mut before = 0;
        let written: Vec<Written> = words
            .iter()
            .map(|word| {
                let gap = word.start_ms - before;
                before = word.end_ms;
                let percent = word.percent.map_or(-1, |percent| i16::from(percent.min(100)));
                (word.characters, gap, word.end_ms - word.start_ms, percent)
            })
            .collect();
        Self(serde_json::to_string(&written).unwrap_or_default())
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words; none where what is stored cannot be read.
    #[must_use]
    pub fn words(&self) -> Vec<SpokenWord> {
        let written: Vec<Written> = serde_json::from_str(&self.0).unwrap_or_default();
        let mut at = 0;
        let word = |(characters, gap, length, percent): Written| {
            let start_ms = at + gap;
            at = start_ms + length;
            SpokenWord { characters, start_ms, end_ms: at, percent: u8::try_from(percent).ok() }
        };
        written.into_iter().map(word).collect()
    }

    /// The words with their part of the text; none where they do not make up this text.
    #[must_use]
    pub fn parts<'t>(&self, text: &'t str) -> Vec<(&'t str, SpokenWord)> {
        let words = self.words();
        let mut rest = text;
        let mut parts = Vec::with_capacity(words.len());
        for word in words {
            let length = rest.char_indices().nth(word.characters as usize).map(|(at, _)| at);
            let holds_more = length.is_some() || rest.chars().count() == word.characters as usize;
            if !holds_more {
                return Vec::new();
            }
            let (part, after) = rest.split_at(length.unwrap_or(rest.len()));
            parts.push((part, word));
            rest = after;
        }
        if rest.is_empty() { parts } else { Vec::new() }
    }

    /// The words of the text that comes about when each of these ranges of bytes is replaced by a mark of so
    /// many characters. Of a word that is hidden in part nothing is told but that it is there.
    #[must_use]
    pub fn with_marks(&self, text: &str, hidden: &[(Range<usize>, u32)]) -> Self {
        let mut kept: Vec<SpokenWord> = Vec::new();
        let (mut at, mut marked) = (0, 0);
        for (part, word) in self.parts(text) {
            let own = at..at + part.len();
            at = own.end;
            let untold = |characters: u32| SpokenWord { characters, percent: None, ..word };
            let left = |range: Range<usize>| {
                let left = text.get(range).unwrap_or_default().chars().count();
                u32::try_from(left).ok().filter(|left| *left > 0).map(untold)
            };
            let mut from = own.start;
            let mut is_whole = true;
            for (number, (range, mark)) in hidden.iter().enumerate() {
                if range.start >= own.end || range.end <= own.start {
                    continue;
                }
                is_whole = false;
                kept.extend(left(from..range.start.max(from)));
                if number >= marked {
                    kept.push(untold(*mark));
                    marked = number + 1;
                }
                from = range.end.min(own.end).max(from);
            }
            if is_whole {
                kept.push(word);
            } else {
                kept.extend(left(from..own.end));
            }
        }
        Self::of(&kept)
    }
}

/// A word's length tells about what is hidden.
impl std::fmt::Debug for SpokenWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SpokenWords").field(&self.words().len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(characters: u32, start_ms: i64, end_ms: i64, percent: u8) -> SpokenWord {
        SpokenWord { characters, start_ms, end_ms, percent: Some(percent) }
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        let words = [word(3, 60_600, 60_800, 97), word(4, 60_850, 61_000, 8)];
        let written = SpokenWords::of(&words);
        assert_eq!(written.as_str(), "[[3,60600,200,97],[4,50,150,8]]");
        assert_eq!(written.words(), words);
        assert_eq!(SpokenWords("nonsense".to_owned()).words(), []);
    }

    #[test]
    fn parts_make_up_the_text_or_there_are_none() {
        let words = SpokenWords::of(&[word(3, 0, 1, 9), word(4, 1, 2, 9)]);
        let texts = |text| words.parts(text).into_iter().map(|(part, _)| part).collect::<Vec<_>>();
        assert_eq!(texts("Who is?"), ["Who", " is?"]);
        assert_eq!(texts("您好吗？是的吗"), ["您好吗", "？是的吗"]);
        assert!(texts("Who is").is_empty() && texts("Who is??").is_empty());
    }

    #[test]
    fn a_mark_stands_for_its_words_and_tells_nothing_of_them() {
        let text = "It is 4111 1111, yes.";
        let words = SpokenWords::of(&[
            word(2, 0, 10, 90),
            word(3, 10, 20, 91),
            word(5, 20, 30, 92),
            word(6, 30, 40, 93),
            word(5, 40, 50, 94),
        ]);
        let hidden = words.with_marks(text, &[(6..15, 6)]);
        let parts = hidden.parts("It is ⟦card⟧, yes.");
        let told: Vec<(&str, Option<u8>)> = parts.iter().map(|(part, word)| (*part, word.percent)).collect();
        assert_eq!(
            told,
            [
                ("It", Some(90)),
                (" is", Some(91)),
                (" ", None),
                ("⟦card⟧", None),
                (",", None),
                (" yes.", Some(94))
            ]
        );
    }

    proptest! {
        #[test]
        fn marks_and_words_always_make_up_the_marked_text(
            lengths in prop::collection::vec(1_u32..6, 0..12),
            cuts in prop::collection::btree_set(0_usize..60, 0..8),
        ) {
            let words: Vec<SpokenWord> =
                (0..).zip(&lengths).map(|(at, length)| word(*length, at * 10, at * 10 + 9, 50)).collect();
            let text: String = "x".repeat(lengths.iter().sum::<u32>() as usize);
            let cuts: Vec<usize> = cuts.into_iter().filter(|cut| *cut <= text.len()).collect();
            let hidden: Vec<(Range<usize>, u32)> =
                cuts.chunks_exact(2).map(|cut| (cut[0]..cut[1], 6)).collect();
            let mut marked = String::new();
            let mut end = 0;
            for (range, _) in &hidden {
                marked.push_str(&text[end..range.start]);
                marked.push_str("⟦card⟧");
                end = range.end;
            }
            marked.push_str(&text[end..]);
            let parts = SpokenWords::of(&words).with_marks(&text, &hidden);
            let parts: String = parts.parts(&marked).into_iter().map(|(part, _)| part).collect();
            prop_assert_eq!(parts, marked);
        }
    }
}
