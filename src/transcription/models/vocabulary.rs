//! The vocabulary: which bytes each token of a model stands for.
//!
//! A `tokenizer.json` writes tokens in GPT-2's byte alphabet: each byte is one visible
//! character. Printable Latin-1 characters stand for themselves, the other 68 byte values for
//! the characters from U+0100 on, in order.

use super::error::ModelError;
use serde::Deserialize;
use std::collections::HashMap;

/// Tokens of the language itself. Those above are Whisper's own (languages, tasks, times), and
/// whisper.cpp names them by itself.
const LANGUAGE_TOKENS: u32 = 50_257;

#[derive(Deserialize)]
struct Tokenizer {
    model: TokenizerModel,
}

#[derive(Deserialize)]
struct TokenizerModel {
    vocab: HashMap<String, u32>,
}

/// The bytes of every language token, in the order of their numbers.
pub(super) fn tokens(tokenizer_json: &[u8]) -> Result<Vec<Vec<u8>>, ModelError> {
    let tokenizer: Tokenizer = serde_json::from_slice(tokenizer_json)
        .map_err(|error| ModelError::Tokenizer(format!("it has no vocabulary ({error})")))?;
    let mut numbered: Vec<(u32, String)> = tokenizer
        .model
        .vocab
        .into_iter()
        .map(|(token, number)| (number, token))
        .filter(|(number, _)| *number < LANGUAGE_TOKENS)
        .collect();
    numbered.sort_unstable();
    let alphabet = alphabet();
    let mut tokens = Vec::with_capacity(numbered.len());
    for ((number, token), expected) in numbered.into_iter().zip(0u32..) {
        if number != expected {
            return Err(ModelError::Tokenizer(format!("token {expected} is missing or there twice")));
        }
        let bytes = token.chars().map(|letter| alphabet.get(&letter).copied()).collect::<Option<Vec<u8>>>();
        tokens.push(bytes.ok_or_else(|| {
            ModelError::Tokenizer(format!("token {number} is not written in the byte alphabet"))
        })?);
    }
    if tokens.is_empty() {
        return Err(ModelError::Tokenizer("its vocabulary is empty".to_owned()));
    }
    Ok(tokens)
}

/// From the letters of the byte alphabet to bytes.
fn alphabet() -> HashMap<char, u8> {
    let mut next_substitute = '\u{100}'..;
    let stands_for_itself = |byte: u8| matches!(byte, 0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff);
    (0..=u8::MAX)
        .filter_map(|byte| {
            let letter =
                if stands_for_itself(byte) { Some(char::from(byte)) } else { next_substitute.next() };
            letter.map(|letter| (letter, byte))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_a_letter_for_every_byte() {
        let alphabet = alphabet();
        assert_eq!(alphabet.len(), 256);
        // The space is written as a G with a dot above, the line feed as a C with one.
        for (letter, byte) in [('A', b'A'), ('Ġ', b' '), ('Ċ', b'\n'), ('Ā', 0), ('Ń', 0xad), ('ÿ', 0xff)]
        {
            assert_eq!(alphabet.get(&letter), Some(&byte), "{letter}");
        }
    }

    #[test]
    fn tokens_come_in_the_order_of_their_numbers_without_whispers_own() {
        let json = r#"{"model": {"vocab": {"Ġthe": 1, "å¥½": 2, "!": 0, "<|en|>": 50259}}}"#;
        let expected: Vec<Vec<u8>> = vec![b"!".to_vec(), b" the".to_vec(), "好".as_bytes().to_vec()];
        assert_eq!(tokens(json.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn a_gap_a_strange_letter_and_no_vocabulary_are_refused() {
        for json in [
            r#"{"model": {"vocab": {"a": 0, "b": 2}}}"#,
            r#"{"model": {"vocab": {"好": 0}}}"#,
            r#"{"model": {"vocab": {}}}"#,
            r#"{"model": {}}"#,
            "",
        ] {
            assert!(matches!(tokens(json.as_bytes()), Err(ModelError::Tokenizer(_))), "{json}");
        }
    }
}
