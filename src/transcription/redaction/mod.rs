//! What is to be hidden of a conversation (脱敏): numbers of payment cards and their security codes, Chinese
//! identity and mobile numbers, e-mail addresses; written as digits or said in words, in English and
//! Chinese, over several utterances and turns, with somebody reading back. Pure.
//!
//! | step | module |
//! | --- | --- |
//! | a text → tokens: digits (however they are said), fillers, words | `tokens`, `english`, `chinese` |
//! | → where somebody was asked for a card, a code, an address | `context` |
//! | → digits that belong together, over utterances and turns | `chains` |
//! | → what such digits are | `numbers` |
//! | → addresses | `email` |
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
mod numbers;
mod tokens;

pub use numbers::{is_identity_number, is_mobile_number, satisfies_luhn};

use crate::db::redaction::RedactionKind;
use std::ops::Range;
use tokens::Token;

/// The number of these rules. It grows when they find something else: what was worked out by others is
/// worked out anew.
pub const RULES: i32 = 2;

/// An utterance, as it is to be looked through.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The channel, counted from 0.
    pub channel: i32,
    /// Where it begins in the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// The words.
    pub text: &'a str,
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
}

impl Found {
    /// Whether nothing is.
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

impl Line<'_> {
    /// About when the byte at this place is said.
    fn time_at(&self, byte: usize) -> i64 {
        hiding::time_at(&self.said, byte)
    }
}

/// Finds what is to be hidden. The utterances come in the order of their beginnings.
#[must_use]
pub fn find(said: &[Said<'_>]) -> Found {
    let lines: Vec<Line<'_>> =
        said.iter().map(|one| Line { said: *one, tokens: tokens::of(one.text) }).collect();
    let context = context::Context::of(&lines);
    let mut hits = chains::find(&lines, &context);
    hits.extend(email::find(&lines, &context));
    Found { hits: hiding::tidy(&lines, hits) }
}
