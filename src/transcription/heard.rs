//! What an engine hears in a window: words with times and probabilities, put together from its tokens.

/// A word, or in Chinese a character, with the punctuation that follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its text, with the space before it where the language has one.
    pub text: String,
    /// Where it begins in the window, in milliseconds.
    pub start_ms: u64,
    /// Where it ends in the window.
    pub end_ms: u64,
    /// How sure the model is of it, 0 to 1: as sure as of the least sure of its pieces. Punctuation says
    /// nothing about a word; one that is nothing else has 1.
    pub probability: f32,
    /// Which phrase it belongs to: the model marks its phrases with times of its own.
    pub phrase: usize,
}

/// What Whisper heard in a window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heard {
    /// The words, in order.
    pub words: Vec<Word>,
    /// How likely the window holds no speech at all, by the model's own account.
    pub no_speech: f32,
    /// The mean logarithm of the probabilities of what is spoken, piece by piece. Of signs and spaces the model
    /// is sure over music, too, and over "好，謝謝，沒有了" it is not.
    pub log_probability: f32,
}

impl Heard {
    /// All words as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// No probability counts for less: one word that is out of place does not make a sentence impossible.
pub(super) const LEAST_PROBABILITY: f32 = 1e-4;

/// Whether something of a text is spoken, not punctuation alone.
#[must_use]
pub fn is_spoken(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Puts tokens together to words. Tokens are pieces of words, in Chinese even pieces of
/// characters, so that a token alone need not be valid text.
#[derive(Debug, Default)]
pub(super) struct Words {
    done: Vec<Word>,
    bytes: Vec<u8>,
    /// The least probability of the pieces in `bytes`.
    least: Option<f32>,
    log_probability: f64,
    spoken: u32,
    phrase: usize,
    marked: bool,
}

impl Words {
    pub(super) fn mark(&mut self) {
        self.marked = true;
    }

    pub(super) fn push(&mut self, bytes: &[u8], start_ms: u64, end_ms: u64, probability: f32) {
        if std::mem::take(&mut self.marked) && !self.done.is_empty() {
            self.phrase += 1;
        }
        if std::str::from_utf8(bytes).map_or(true, is_spoken) {
            self.log_probability += f64::from(probability.max(LEAST_PROBABILITY)).ln();
            self.spoken += 1;
        }
        self.bytes.extend_from_slice(bytes);
        let least = self.least.map_or(probability, |least| least.min(probability));
        self.least = Some(least);
        let Ok(text) = std::str::from_utf8(&self.bytes) else { return };
        let probability = if is_spoken(text) { least } else { 1.0 };
        match self.done.last_mut() {
            Some(last) if last.phrase == self.phrase && continues(&last.text, text) => {
                last.text.push_str(text);
                last.end_ms = last.end_ms.max(end_ms);
                last.probability = last.probability.min(probability);
            }
            _ => self.done.push(Word {
                text: text.to_owned(),
                start_ms,
                end_ms: end_ms.max(start_ms),
                probability,
                phrase: self.phrase,
            }),
        }
        self.bytes.clear();
        self.least = None;
    }

    #[expect(clippy::cast_possible_truncation, reason = "a mean of logarithms needs no more digits")]
    pub(super) fn heard(self, no_speech: f32) -> Heard {
        let log_probability = (self.log_probability / f64::from(self.spoken.max(1))) as f32;
        Heard { words: self.done, no_speech, log_probability }
    }
}

/// Whether `text` goes on with the word that `before` ends with.
fn continues(before: &str, text: &str) -> bool {
    let Some(first) = text.chars().next() else { return true };
    if first.is_whitespace() {
        return false;
    }
    let stands_alone = |c: char| c.is_alphanumeric() && super::guards::is_han(c);
    !stands_alone(first)
        && (!first.is_alphanumeric() || !before.chars().next_back().is_some_and(stands_alone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tokens: &[&[u8]]) -> Vec<String> {
        let mut words = Words::default();
        for (n, bytes) in tokens.iter().enumerate() {
            words.push(bytes, n as u64 * 100, n as u64 * 100 + 100, 0.9);
        }
        words.heard(0.0).words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn pieces_of_words_join_and_punctuation_sticks() {
        assert_eq!(
            words(&[b" And", b" so", b",", b" fell", b"ow", b"-", b"s"]),
            [" And", " so,", " fellow-s"]
        );
    }

    #[test]
    fn a_character_that_spans_tokens_is_one_word() {
        let hello = "你好。".as_bytes();
        assert_eq!(words(&[&hello[..2], &hello[2..3], &hello[3..6], &hello[6..]]), ["你", "好。"]);
        assert_eq!(words(&["用".as_bytes(), b"App", b"le", "手".as_bytes()]), ["用", "Apple", "手"]);
    }

    #[test]
    fn a_word_is_as_sure_as_its_least_sure_piece_and_punctuation_says_nothing() {
        let mut words = Words::default();
        for (bytes, probability) in [
            (b" Ken" as &[u8], 0.9),
            (b"sing", 0.4),
            (b"ton", 0.8),
            (b",", 0.1),
            (b" yes", 0.7),
            (b" \"", 0.2),
        ] {
            words.push(bytes, 0, 100, probability);
        }
        let character = "你".as_bytes();
        words.push(&character[..2], 0, 100, 0.3);
        words.push(&character[2..], 0, 100, 0.9);
        let sure: Vec<(String, f32)> =
            words.heard(0.0).words.into_iter().map(|word| (word.text, word.probability)).collect();
        let expected = [(" Kensington,", 0.4), (" yes", 0.7), (" \"", 1.0), ("你", 0.3)];
        assert_eq!(sure, expected.map(|(text, sure)| (text.to_owned(), sure)));
    }

    #[test]
    fn signs_and_spaces_make_nothing_likelier() {
        let mut words = Words::default();
        for (bytes, probability) in [("谢".as_bytes(), 0.3), (b"," as &[u8], 0.99), (b" ", 0.99)] {
            words.push(bytes, 0, 100, probability);
        }
        assert!((words.heard(0.0).log_probability - 0.3_f32.ln()).abs() < 0.001);
    }

    #[test]
    fn a_mark_of_time_begins_a_phrase() {
        let mut words = Words::default();
        words.mark();
        words.push(b" One.", 0, 300, 0.9);
        words.mark();
        words.mark();
        words.push(b" Two.", 900, 1_200, 0.5);
        let heard = words.heard(0.1);
        assert_eq!(heard.words.iter().map(|word| word.phrase).collect::<Vec<_>>(), [0, 1]);
        assert!((heard.log_probability - f32::midpoint(0.9_f32.ln(), 0.5_f32.ln())).abs() < 0.001);
    }
}
