//! The tokens of a Whisper model: text to numbers and back, and what Whisper's own tokens are called.

use crate::transcription::models::Restored;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Languages that Whisper's numbering leaves room for, even in a model that knows English only.
const LANGUAGES: u32 = 99;
/// What Whisper is not to write: signs that stand for noises, music or speakers, after a space and without
/// (`non_speech_tokens` of OpenAI's tokenizer).
const NOT_SPEECH: [&str; 54] = [
    "\"",
    "#",
    "(",
    ")",
    "*",
    "+",
    "/",
    ":",
    ";",
    "<",
    "=",
    ">",
    "@",
    "[",
    "\\",
    "]",
    "^",
    "_",
    "`",
    "{",
    "|",
    "}",
    "~",
    "「",
    "」",
    "『",
    "』",
    "<<",
    ">>",
    "<<<",
    ">>>",
    "--",
    "---",
    "-(",
    "-[",
    "('",
    "(\"",
    "((",
    "))",
    "(((",
    ")))",
    "[[",
    "]]",
    "{{",
    "}}",
    "♪♪",
    "♪♪♪",
    "♩",
    "♪",
    "♫",
    "♬",
    "♭",
    "♮",
    "♯",
];

/// The tokens of one model.
#[derive(Debug)]
pub(super) struct Tokens {
    texts: Vec<Vec<u8>>,
    numbers: HashMap<Vec<u8>, u32>,
    longest: usize,
    all: u32,
    languages: u32,
    is_multilingual: bool,
}

impl Tokens {
    pub(super) fn of(model: &Restored) -> Self {
        let texts = model.tokens.clone();
        let numbers = texts.iter().cloned().zip(0..).collect();
        let longest = texts.iter().map(Vec::len).max().unwrap_or_default();
        let languages = model.header.languages();
        Self {
            texts,
            numbers,
            longest,
            all: model.header.tokens,
            languages: languages.max(LANGUAGES),
            is_multilingual: languages > 1,
        }
    }

    pub(super) fn is_multilingual(&self) -> bool {
        self.is_multilingual
    }

    /// Where a text ends; what is below it is text.
    pub(super) fn end(&self) -> u32 {
        if self.is_multilingual { 50_257 } else { 50_256 }
    }

    fn start(&self) -> u32 {
        self.end() + 1
    }

    /// Whisper's own tokens behind the languages: translate, transcribe, language model, previous text, no
    /// speech, no times.
    fn task(&self, number: u32) -> u32 {
        self.start() + 1 + self.languages + number
    }

    /// From here on tokens are times.
    pub(super) fn times(&self) -> u32 {
        self.task(6)
    }

    /// The bytes of a text token.
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        self.texts.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// A text as tokens, each the longest that fits: not always as the model learned it, but the same text.
    pub(super) fn of_text(&self, text: &str) -> Vec<u32> {
        let mut rest = text.as_bytes();
        let mut tokens = Vec::new();
        while !rest.is_empty() {
            let fitting = (1..=self.longest.min(rest.len())).rev().find_map(|length| {
                let (head, tail) = rest.split_at(length);
                self.numbers.get(head).map(|number| (*number, tail))
            });
            match fitting {
                Some((number, tail)) => {
                    tokens.push(number);
                    rest = tail;
                }
                None => rest = rest.get(1..).unwrap_or_default(),
            }
        }
        tokens
    }

    /// What the decoder begins with: the language, and to transcribe.
    pub(super) fn beginning(&self, language: u32) -> Vec<u32> {
        if self.is_multilingual {
            vec![self.start(), self.start() + 1 + language, self.task(1)]
        } else {
            vec![self.start()]
        }
    }

    /// The same after a text that it believes was written just before.
    pub(super) fn prompt(&self, before: &str, language: u32) -> Vec<u32> {
        let mut prompt = Vec::new();
        if !before.is_empty() {
            prompt.push(self.task(3));
            prompt.extend(self.of_text(before));
        }
        prompt.extend(self.beginning(language));
        prompt
    }

    /// The name by which the library knows a token.
    pub(super) fn name(&self, number: u32) -> String {
        let tasks = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"];
        let language = || number.checked_sub(self.start() + 1).filter(|place| *place < self.languages);
        let task = || number.checked_sub(self.task(0)).and_then(|place| tasks.get(place as usize));
        match number {
            end if end == self.end() => "<|endoftext|>".to_owned(),
            start if start == self.start() => "<|startoftranscript|>".to_owned(),
            // By this one the library tells a model of many languages.
            before if before + 1 == self.end() && self.is_multilingual => String::new(),
            number => match (language().and_then(code), task()) {
                (Some(code), _) => format!("<|{code}|>"),
                (None, Some(task)) => format!("<|{task}|>"),
                // Nobody reads the others' names.
                (None, None) => format!("t{number}"),
            },
        }
    }

    /// All names, as the library reads them.
    pub(super) fn vocabulary(&self) -> Value {
        json!((0..self.all).map(|number| self.name(number)).collect::<Vec<_>>())
    }

    /// What the library is told about the model: what is not to be written, and `heads` (layer and number)
    /// whose attention follows the sound.
    pub(super) fn config(&self, heads: &[(u32, u32)]) -> Value {
        let languages: Vec<u32> = (0..self.languages)
            .filter(|_| self.is_multilingual)
            .map(|place| self.start() + 1 + place)
            .collect();
        let blank = self.of_text(" ").into_iter().chain([self.end()]);
        json!({
            "alignment_heads": heads,
            "lang_ids": languages,
            "suppress_ids": self.suppressed(),
            "suppress_ids_begin": blank.collect::<Vec<_>>(),
        })
    }

    fn suppressed(&self) -> Vec<u32> {
        let alone = |text: &str| self.numbers.get(text.as_bytes()).copied();
        let mut all: Vec<u32> =
            NOT_SPEECH.iter().flat_map(|sign| [alone(sign), alone(&format!(" {sign}"))]).flatten().collect();
        // A hyphen or an apostrophe inside a word is fine, one that begins a word is not.
        all.extend([" -", " '"].into_iter().filter_map(alone));
        all.push(self.start());
        all.extend((0..5).map(|task| self.task(task)));
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The code of the language with this place in Whisper's list.
fn code(place: u32) -> Option<&'static str> {
    i32::try_from(place).ok().and_then(whisper_rs::get_lang_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(is_multilingual: bool) -> Tokens {
        let texts: Vec<Vec<u8>> = [" ", "a", "b", "ab", " ab", "\"", " -", "-"].map(Into::into).to_vec();
        let numbers = texts.iter().cloned().zip(0..).collect();
        Tokens { texts, numbers, longest: 3, all: 51_865, languages: LANGUAGES, is_multilingual }
    }

    #[test]
    fn a_text_is_its_longest_tokens() {
        let tokens = tokens(true);
        assert_eq!(tokens.of_text(" abab a"), [4, 3, 0, 1]);
        assert_eq!(tokens.of_text("好a"), [1], "what has no token is left out");
        assert_eq!(tokens.bytes(4), b" ab");
    }

    #[test]
    fn whispers_own_tokens_have_its_numbers() {
        let tokens = tokens(true);
        assert_eq!(tokens.prompt("", 1), [50_258, 50_260, 50_359]);
        assert_eq!(tokens.prompt("ab", 0), [50_361, 3, 50_258, 50_259, 50_359]);
        let names = [50_257, 50_258, 50_260, 50_363].map(|number| tokens.name(number));
        assert_eq!(names, ["<|endoftext|>", "<|startoftranscript|>", "<|zh|>", "<|notimestamps|>"]);
        assert_eq!((tokens.times(), tokens.vocabulary().as_array().map(Vec::len)), (50_364, Some(51_865)));
    }

    #[test]
    fn a_model_that_knows_english_only_has_them_one_lower() {
        let tokens = tokens(false);
        assert_eq!((tokens.end(), tokens.times()), (50_256, 50_363));
        assert_eq!(tokens.prompt("", 0), [50_257]);
    }

    #[test]
    fn signs_are_not_written_and_hyphens_only_inside_words() {
        let suppressed = tokens(true).suppressed();
        assert!(suppressed.contains(&5) && suppressed.contains(&6) && !suppressed.contains(&7));
    }
}
