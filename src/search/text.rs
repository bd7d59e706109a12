//! A text, taken apart: into units as people see them, and those into tokens as the indexes hold them.
//!
//! A unit is a word (letters and digits of scripts with blanks, in lower case) or one character of a
//! script without blanks (Han, kana). Punctuation and blanks only separate: what a recogniser puts
//! between two characters is its own invention. The token of a word is the word; the token of a
//! character is the character together with the next one where that is of the same kind, else the
//! character alone. So every word of two characters is one token, and every longer one a phrase.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands in an index where redaction took something out: no query finds it, and no phrase
/// reaches over it.
pub const HIDDEN: &str = "⟦";

/// Where a mark of redaction ends.
const HIDDEN_END: char = '⟧';
/// The longest mark of redaction, in bytes; what is longer is text in rare brackets.
const HIDDEN_MOST: usize = 100;
/// The longest word, in characters; of a longer one the rest is not looked at.
const WORD_MOST: usize = 64;
/// How many units of one text are indexed: PostgreSQL counts positions to 16,383.
const UNITS_MOST: usize = 16_000;
/// How often one token of a text is indexed: PostgreSQL keeps 256 positions of each.
const REPEATS_MOST: u16 = 255;

/// The smallest thing that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A word, in lower case.
    Word(String),
    /// A character of a script that is written without blanks.
    Sign(char),
    /// Something that redaction took out.
    Hidden,
}

/// A unit and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The unit.
    pub unit: Unit,
    /// Its place in the text, in bytes.
    pub range: Range<usize>,
}

/// Takes a text apart. Full-width letters, ligatures and the like become what they stand for (NFKC),
/// so that one character of the text may be several units.
#[must_use]
pub fn units(text: &str) -> Vec<Placed> {
    let mut reader = Reader::default();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = hidden_length(rest).unwrap_or_else(|| cluster_length(rest));
        let range = at..at + length;
        if rest.starts_with(HIDDEN) && length > HIDDEN.len() {
            reader.put(Unit::Hidden, range);
        } else if let Some(cluster) = rest.get(..length) {
            for character in cluster.nfkc().flat_map(char::to_lowercase) {
                reader.read(character, range.clone());
            }
        }
        at += length;
    }
    reader.units
}

/// How long the mark of redaction is that stands here, if one does.
fn hidden_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(HIDDEN)?;
    let end = inner.find(HIDDEN_END).filter(|end| *end <= HIDDEN_MOST)?;
    Some(HIDDEN.len() + end + HIDDEN_END.len_utf8())
}

/// How long the first character is, with the marks that combine with it.
fn cluster_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    characters.find(|(_, next)| !is_combining_mark(*next)).map_or(text.len(), |(at, _)| at)
}

#[derive(Default)]
struct Reader {
    units: Vec<Placed>,
    /// How many characters the word has that is being read; 0: none is.
    word: usize,
}

impl Reader {
    fn read(&mut self, character: char, range: Range<usize>) {
        if is_sign(character) {
            self.put(Unit::Sign(character), range);
        } else if character.is_alphanumeric() || (self.word > 0 && is_combining_mark(character)) {
            self.read_letter(character, range);
        } else {
            self.word = 0;
        }
    }

    fn put(&mut self, unit: Unit, range: Range<usize>) {
        self.word = 0;
        self.units.push(Placed { unit, range });
    }

    fn read_letter(&mut self, letter: char, range: Range<usize>) {
        self.word += 1;
        if self.word == 1 {
            self.units.push(Placed { unit: Unit::Word(letter.to_string()), range });
        } else if let Some(Placed { unit: Unit::Word(word), range: whole }) = self.units.last_mut() {
            whole.end = range.end;
            if self.word <= WORD_MOST {
                word.push(letter);
            }
        }
    }
}

/// Han (with its repetition mark and zero) and kana.
fn is_sign(character: char) -> bool {
    matches!(character,
        '々' | '〇'
        | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The token of each unit, in their order: what an index with positions holds of a text.
#[must_use]
pub fn tokens(units: &[Placed]) -> Vec<String> {
    let mut seen: HashMap<String, u16> = HashMap::new();
    let mut tokens = Vec::with_capacity(units.len().min(UNITS_MOST));
    for (place, placed) in units.iter().take(UNITS_MOST).enumerate() {
        let next = units.get(place + 1).map(|next| &next.unit);
        let token = token(&placed.unit, next);
        let repeats = seen.entry(token.clone()).or_default();
        *repeats = repeats.saturating_add(1);
        tokens.push(if *repeats > REPEATS_MOST { HIDDEN.to_owned() } else { token });
    }
    tokens
}

/// What an index without positions holds of a text: each token once, and each character by itself.
#[must_use]
pub fn entries(units: &[Placed], tokens: &[String]) -> BTreeSet<String> {
    let signs = units.iter().take(UNITS_MOST).filter_map(|placed| match placed.unit {
        Unit::Sign(sign) => Some(sign.to_string()),
        Unit::Word(_) | Unit::Hidden => None,
    });
    tokens.iter().filter(|token| *token != HIDDEN).cloned().chain(signs).collect()
}

/// The token of a unit before this next one.
pub(super) fn token(unit: &Unit, next: Option<&Unit>) -> String {
    match (unit, next) {
        (Unit::Word(word), _) => word.clone(),
        (Unit::Sign(sign), Some(Unit::Sign(next))) => [*sign, *next].iter().collect(),
        (Unit::Sign(sign), _) => sign.to_string(),
        (Unit::Hidden, _) => HIDDEN.to_owned(),
    }
}
