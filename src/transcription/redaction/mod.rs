//! What is to be hidden of a conversation (脱敏): numbers of payment cards and their security codes, Chinese
//! identity and mobile numbers, e-mail addresses; written as digits or said in words, in English and
//! Chinese, over several utterances and turns, with somebody reading back. Pure.
//!
//! | step | module |
//! | --- | --- |
//! | a text in simplified characters → tokens: digits (however they are said), fillers, words | `tokens`, `english`, `chinese` |
//! | → where somebody was asked for a card, a code, an address | `context` |
//! | → what else has a number: an order, a ticket | `nouns` |
//! | → digits that belong together, over utterances and turns | `chains` |
//! | → what such digits are | `numbers` |
//! | → addresses | `email` |
//! | → speech without words that may be one of all these | `wordless` |
//! | → texts with marks, and stretches of the timeline | `hiding` |
//!
//! Between hiding too much and too little it hides too much: any 13 to 19 digits in a row are hidden,
//! whatever they are, and Luhn's formula only decides what they are called.

mod chains;
mod chinese;
mod context;
mod email;
mod english;
mod hiding;
mod nouns;
mod numbers;
mod tokens;
mod wordless;

pub use hiding::joined;
pub use numbers::{is_identity_number, is_mobile_number, satisfies_luhn};

use super::script;
use crate::db::recording::ChannelRole;
use crate::db::redaction::{RedactionKind, RedactionSpan};
use crate::db::wordless_speech::WordlessSpeech;
use std::borrow::Cow;
use std::ops::Range;
use tokens::Token;

/// The number of these rules. It grows when they find something else: what was worked out by others is
/// worked out anew.
pub const RULES: i32 = 4;

/// An utterance, as it is to be looked through.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// The channel, counted from 0.
    pub channel: i32,
    /// Who says it; none where nobody knows.
    pub speaker: Option<ChannelRole>,
    /// Where it begins in the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// What is said.
    pub text: &'a str,
    /// Its words in their order, which make up the text; none where their times are not known.
    pub words: &'a [SaidWord],
}

/// When a part of an utterance's text is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidWord {
    /// Its bytes.
    pub range: Range<usize>,
    /// Where it begins in the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
}

/// Something to be hidden: a range of bytes of one utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit {
    utterance: usize,
    range: Range<usize>,
    kind: RedactionKind,
}

/// What is to be hidden of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    hits: Vec<Hit>,
    /// What of the speech without words is hidden beside them.
    wordless: Vec<RedactionSpan>,
}

impl Found {
    /// Whether nothing of the words is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// What kinds, in the order of the conversation, each hit once.
    #[must_use]
    pub fn kinds(&self) -> Vec<RedactionKind> {
        self.hits.iter().map(|hit| hit.kind).collect()
    }
}

/// One utterance with its tokens.
struct Line<'a> {
    said: Said<'a>,
    tokens: Vec<Token>,
}

impl<'a> Line<'a> {
    /// The utterance, with its text as it is read.
    fn of(said: Said<'a>, text: &'a str) -> Self {
        Self { said: Said { text, ..said }, tokens: tokens::of(text) }
    }

    /// When the byte at this place is said, as far as that is known.
    fn time_at(&self, byte: usize) -> i64 {
        hiding::time_at(&self.said, byte)
    }
}

/// Finds what is to be hidden. The utterances come in the order of their beginnings.
#[must_use]
pub fn find(said: &[Said<'_>]) -> Found {
    find_beside(said, &[])
}

/// The same where some speech has no words: what may be a number of these is hidden in the sound.
#[must_use]
pub fn find_beside(said: &[Said<'_>], wordless: &[WordlessSpeech]) -> Found {
    // Byte for byte as long, so that what is found in them is found in what was said.
    let texts: Vec<Cow<'_, str>> = said.iter().map(|one| script::simplified(one.text)).collect();
    let lines: Vec<Line<'_>> = said.iter().zip(&texts).map(|(one, text)| Line::of(*one, text)).collect();
    let context = context::Context::of(&lines);
    let mut hits = chains::find(&lines, &context);
    hits.extend(email::find(&lines, &context));
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let mut found = Found { hits, wordless: Vec::new() }.tidied(&texts);
    found.wordless = wordless::find(wordless, &context, &found.spans(said));
    found
}
