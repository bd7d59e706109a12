//! What else has a number: an order, a ticket, a parcel, a place. Where that is what digits are called, they are no
//! security code and no rest of a card or mobile number, whatever was spoken of before.

use super::Line;
use super::context::{Beginning, Mention};
use super::tokens::{Class, Token};
use crate::db::recording::ChannelRole;

/// For how long after somebody asked for such a number the digits of another line are taken for it.
const ASKED_MS: i64 = 20_000;
/// So many digits between are what was asked for.
const ANSWERED: usize = 3;

/// What has a number, in words or characters.
const NOUNS: &[&[&str]] = &[
    &["order"],
    &["ticket"],
    &["reference"],
    &["invoice"],
    &["booking"],
    &["tracking"],
    &["parcel"],
    &["postcode"],
    &["post", "code"],
    &["zip", "code"],
    &["订", "单"],
    &["工", "单"],
    &["运", "单"],
    &["单", "号"],
    &["快", "递"],
    &["参", "考", "号"],
    &["发", "票", "号"],
    &["邮", "编"],
];
/// Makes the number of such a thing out of it, and stands between it and the digits.
const NUMBER: &[&str] = &["number", "numbers", "no", "nr", "id", "code", "reference", "号", "码", "编", "单"];
/// These by themselves are numbers.
const NUMBERS: &[&[&str]] = &[
    &["reference"],
    &["postcode"],
    &["post", "code"],
    &["zip", "code"],
    &["单", "号"],
    &["参", "考", "号"],
    &["发", "票", "号"],
    &["邮", "编"],
];
/// Stand between the name and the digits, too.
const COPULAS: &[&str] = &[
    "is", "was", "it", "it's", "its", "that's", "which", "the", "ends", "ending", "begins", "starts", "in",
    "with", "为", "就", "尾", "的",
];
/// What is spoken of only to say what the number is for: "my mobile for this order is".
const PREPOSITIONS: &[&str] = &["for", "about", "on", "with", "regarding", "to", "of", "in", "from"];
const DETERMINERS: &[&str] = &["the", "this", "that", "my", "your", "our", "an", "a"];

/// A noun of these in a line.
struct Noun {
    line: usize,
    /// Its bytes.
    start: usize,
    end: usize,
    at_ms: i64,
    /// Whether its number is spoken of.
    is_number: bool,
}

/// All of a conversation, in its order, and the places of the digits that each of them names.
pub(super) struct Nouns {
    asked: Vec<(Noun, Option<(usize, usize)>)>,
    named: Vec<(usize, usize)>,
    /// Who says each line, as far as that is known.
    sides: Vec<(i32, Option<ChannelRole>)>,
}

impl Nouns {
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let sides = lines.iter().map(|line| (line.said.channel, line.said.speaker)).collect();
        let mut found = Self { asked: Vec::new(), named: Vec::new(), sides };
        for (number, line) in lines.iter().enumerate() {
            for (at, length, is_number) in (0..line.tokens.len()).filter_map(|at| noun_at(&line.tokens, at)) {
                let (Some(first), Some(last)) = (line.tokens.get(at), line.tokens.get(at + length - 1))
                else {
                    continue;
                };
                let named = named(&line.tokens, at, length);
                found.named.extend(named.map(|digits| (number, digits)));
                let (start, end) = (first.range.start, last.range.end);
                let noun = Noun { line: number, start, end, at_ms: line.time_at(start), is_number };
                let answered = if is_number { answered(lines, &noun) } else { None };
                found.asked.push((noun, answered));
            }
        }
        found
    }

    /// Whether the digits that begin here are called the number of such a thing in their own line.
    pub(super) fn name(&self, line: usize, byte: usize) -> bool {
        self.named.contains(&(line, byte))
    }

    /// Whether these digits are the number of such a thing and not what these mentions speak of: they are called
    /// so, or the other side asked for it later than for what they speak of.
    pub(super) fn claim(&self, digits: Beginning, mentions: &[Mention]) -> bool {
        if self.name(digits.line, digits.byte) {
            return true;
        }
        let place = (digits.line, digits.byte);
        let in_one_breath = |one: &Mention| one.line == digits.line && one.byte > digits.byte;
        if mentions.iter().any(in_one_breath) {
            return false;
        }
        let is_answer = |noun: &Noun, answer: Option<(usize, usize)>| {
            noun.is_number
                && noun.line < digits.line
                && self.sides.get(noun.line) != self.sides.get(digits.line)
                && digits.at_ms - noun.at_ms <= ASKED_MS
                && answer.is_none_or(|answer| answer >= place)
        };
        self.asked.iter().filter(|(noun, answer)| is_answer(noun, *answer)).any(|(noun, _)| {
            let is_earlier = |one: &&Mention| (one.line, one.byte) < place;
            let last = mentions.iter().filter(is_earlier).max_by_key(|one| (one.line, one.byte));
            last.is_some_and(|one| {
                let is_before = (one.line, one.byte) < (noun.line, noun.start);
                is_before && (one.line < noun.line || one.is_vague)
            })
        })
    }
}

/// Whether these tokens begin with these words.
fn begins_with(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens
        .get(at..at + words.len())
        .is_some_and(|tokens| tokens.iter().zip(words).all(|(token, word)| token.word() == Some(word)))
}

/// The noun that begins with this token: how many tokens it has, and whether its number is spoken of.
fn noun_at(tokens: &[Token], at: usize) -> Option<(usize, usize, bool)> {
    let noun = NOUNS.iter().find(|noun| begins_with(tokens, at, noun))?;
    let next = tokens.get(at + noun.len()).and_then(Token::word);
    let is_number = NUMBERS.contains(noun) || next.is_some_and(|next| NUMBER.contains(&next));
    Some((at, noun.len(), is_number))
}

/// The first byte of the digits that this noun names: nothing else stands between them.
fn named(tokens: &[Token], at: usize, length: usize) -> Option<usize> {
    let mut is_told = false;
    for token in tokens.get(at + length..)? {
        match &token.class {
            Class::Digits(_) | Class::Oh => {
                let is_aside = is_told && is_aside(tokens.get(..at).unwrap_or_default());
                return (!is_aside).then_some(token.range.start);
            }
            Class::Filler => {}
            Class::Word(word) if NUMBER.contains(&word.as_str()) => {}
            Class::Word(word) if COPULAS.contains(&word.as_str()) => is_told = true,
            Class::Word(_) | Class::Quantity | Class::Thousands(_) | Class::X => return None,
        }
    }
    None
}

/// Whether what follows these tokens only says what something is for.
fn is_aside(before: &[Token]) -> bool {
    let mut words = before.iter().rev().map(Token::word);
    let is_one_of = |words: &[&str], word: Option<&str>| word.is_some_and(|word| words.contains(&word));
    match words.next().flatten() {
        word if is_one_of(DETERMINERS, word) => is_one_of(PREPOSITIONS, words.next().flatten()),
        word => is_one_of(PREPOSITIONS, word),
    }
}

/// Where enough digits end that follow this noun: what comes later is something else.
fn answered(lines: &[Line<'_>], noun: &Noun) -> Option<(usize, usize)> {
    let mut digits = 0;
    let in_time = |(_, line): &(usize, &Line<'_>)| line.said.start_ms - noun.at_ms <= ASKED_MS;
    for (number, line) in lines.iter().enumerate().skip(noun.line).take_while(in_time) {
        let after = |token: &&Token| number > noun.line || token.range.start >= noun.end;
        for token in line.tokens.iter().filter(after) {
            digits += token.digits().map_or(0, str::len);
            if digits >= ANSWERED {
                return Some((number, token.range.start));
            }
        }
    }
    None
}
