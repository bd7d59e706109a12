//! Digits that belong together: what stands between them are fillers, or, where somebody was asked for a
//! number, a few words. Each side of a call is followed by itself, so that the other's "mm-hm" and reading
//! back do not break a number off; on one channel each speaker who is known, too; and where a card was asked for,
//! both together.

use super::context::{Beginning, Context};
use super::numbers::{is_mobile_number, kind_of};
use super::tokens::Class;
use super::tokens::is_han;
use super::{Hit, Line};
use crate::db::redaction::RedactionKind;
use std::collections::BTreeMap;

/// The longest pause within a number.
const PAUSE_MS: i64 = 20_000;
/// How many words may stand between two digits where a number was asked for: characters of Chinese as many.
const WORDS_BETWEEN: usize = 5;
/// How many may where a card was, since on one channel the other side asks for the next four digits between them;
/// in halves of words, as a Chinese word has two characters.
const HALVES_BETWEEN_CARD: usize = 24;
/// For how long after a number its parts are known when they are read back.
const READ_BACK_MS: i64 = 90_000;
/// And before: whoever reads back may be quicker than the time between characters tells.
const READ_AHEAD_MS: i64 = 5_000;
/// And before, if they have so many digits that they are no chance: somebody broke off and began anew.
const BROKEN_OFF_MS: i64 = 60_000;
const BROKEN_OFF_LEAST: usize = 4;
/// How many digits a security code has; more where something else was said in the same breath.
const CODE: std::ops::RangeInclusive<usize> = 3..=8;
/// How many digits are left of a mobile number that was heard wrong; those of other countries have as many.
const MOBILE_HEARD: std::ops::RangeInclusive<usize> = 7..=12;
/// How many digits are left of a card's or an identity number that was heard wrong; more are hidden anyhow.
const CARD_HEARD: std::ops::RangeInclusive<usize> = 8..=12;
/// The shortest part of a number that is known when it is read back.
const PART_LEAST: usize = 3;

/// A token of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    token: usize,
}

/// Digits that belong together.
#[derive(Debug, Clone, Default)]
struct Chain {
    places: Vec<Place>,
    groups: Vec<String>,
    has_x: bool,
    start_ms: i64,
    end_ms: i64,
}

impl Chain {
    fn digits(&self) -> String {
        self.groups.concat()
    }

    /// The digits without what the next line says again.
    fn said_once(&self) -> String {
        let mut lines: Vec<(usize, String)> = Vec::new();
        for (place, group) in self.places.iter().zip(&self.groups) {
            match lines.last_mut() {
                Some((line, said)) if *line == place.line => said.push_str(group),
                _ => lines.push((place.line, group.clone())),
            }
        }
        lines.dedup_by(|next, last| next.1 == last.1);
        lines.into_iter().map(|(_, said)| said).collect()
    }

    /// A list of years, or counting: many digits in a row that are no number.
    fn is_a_list(&self) -> bool {
        let year = |group: &String| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
        let values: Vec<u64> = self.groups.iter().filter_map(|group| group.parse().ok()).collect();
        let counted = values.len() >= 6 && values.windows(2).all(|two| matches!(two, [a, b] if *b == a + 1));
        self.groups.iter().all(year) || (counted && values.len() == self.groups.len())
    }
}

/// How freely digits are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Only over fillers.
    Strict,
    /// Over a few words, where a number was asked for.
    Asked,
    /// The same over both sides, where a card was.
    Both,
}

/// What was said since the last digit.
#[derive(Clone, Copy, Default)]
struct Between {
    words: usize,
    halves: usize,
}

impl Between {
    fn add(&mut self, said: &str) {
        self.words += 1;
        self.halves += if said.starts_with(is_han) { 1 } else { 2 };
    }
}

/// What is hidden of a number: its digits, when, and what it is.
struct Known {
    digits: String,
    start_ms: i64,
    end_ms: i64,
    kind: RedactionKind,
}

/// Finds numbers.
pub(super) fn find(lines: &[Line<'_>], context: &Context) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut known = Vec::new();
    let mut strict = Vec::new();
    for lane in lanes(lines) {
        let chains = chains(lines, &lane, Manner::Strict, context);
        for chain in &chains {
            hide(lines, chain, &mut hits, &mut known);
        }
        for chain in self::chains(lines, &lane, Manner::Asked, context) {
            hide(lines, &chain, &mut hits, &mut known);
        }
        strict.extend(chains);
    }
    let everybody: Vec<usize> = (0..lines.len()).collect();
    for chain in chains(lines, &everybody, Manner::Both, context) {
        hide(lines, &chain, &mut hits, &mut known);
    }
    for chain in &strict {
        hide_code(lines, chain, context, &mut hits, &mut known);
        hide_heard_wrong(lines, chain, context, &mut hits, &mut known);
    }
    for chain in &strict {
        hide_read_back(lines, chain, &known, &mut hits);
    }
    hits
}

/// The lines of each channel, and where several speakers are known on one, of each of them.
fn lanes(lines: &[Line<'_>]) -> Vec<Vec<usize>> {
    let mut channels: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    let mut speakers: BTreeMap<(i32, &str), Vec<usize>> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        channels.entry(line.said.channel).or_default().push(number);
        if let Some(speaker) = line.said.speaker {
            speakers.entry((line.said.channel, speaker.as_str())).or_default().push(number);
        }
    }
    let own = channels.values();
    let is_part = |((channel, _), lane): &(&(i32, &str), &Vec<usize>)| {
        channels.get(channel).is_some_and(|whole| whole.len() > lane.len())
    };
    own.chain(speakers.iter().filter(is_part).map(|(_, lane)| lane)).cloned().collect()
}

/// Follows the digits of these lines.
fn chains(lines: &[Line<'_>], lane: &[usize], manner: Manner, context: &Context) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut chain = Chain::default();
    let mut between = Between::default();
    for (line, one) in lane.iter().filter_map(|line| lines.get(*line).map(|one| (*line, one))) {
        let mut is_named_otherwise = false;
        for (token, piece) in one.tokens.iter().enumerate() {
            let said = one.said.text.get(piece.range.clone()).unwrap_or_default();
            let digits = match &piece.class {
                Class::Digits(digits) => Some(digits.clone()),
                Class::Thousands(digits) if context.is_card(one.time_at(piece.range.start)) => {
                    Some(digits.clone())
                }
                Class::Oh => is_beside_digits(one, token).then(|| "0".to_owned()),
                Class::X if chain.digits().len() >= 17 && between.words == 0 => {
                    chain.places.push(Place { line, token });
                    // Behind more digits it ends a number that was said twice.
                    if chain.digits().len() == 17 {
                        chain.has_x = true;
                        chains.push(std::mem::take(&mut chain));
                    } else {
                        chain.groups.push(String::new());
                    }
                    continue;
                }
                Class::X | Class::Quantity | Class::Thousands(_) | Class::Word(_) => {
                    between.add(said);
                    is_named_otherwise = false;
                    continue;
                }
                Class::Filler => continue,
            };
            let Some(digits) = digits else { continue };
            // The number of an order is none of the groups of a card.
            is_named_otherwise |= context.is_named_otherwise(line, piece.range.start);
            if manner != Manner::Strict && is_named_otherwise {
                between.add(said);
                continue;
            }
            let (at_ms, end_ms) = (one.time_at(piece.range.start), one.time_at(piece.range.end));
            if !chain.places.is_empty() && !goes_on(&chain, between, at_ms, manner, context) {
                chains.push(std::mem::take(&mut chain));
            }
            if chain.places.is_empty() {
                chain.start_ms = at_ms;
            }
            chain.places.push(Place { line, token });
            chain.groups.push(digits);
            chain.end_ms = chain.end_ms.max(end_ms);
            between = Between::default();
        }
    }
    if !chain.places.is_empty() {
        chains.push(chain);
    }
    // Without a card that was asked for, digits of both sides have nothing to do with each other.
    chains.retain(|chain| manner != Manner::Both || context.is_card(chain.start_ms));
    chains
}

/// Whether digits at this time, behind what was said since the last ones, belong to the chain.
fn goes_on(chain: &Chain, between: Between, at_ms: i64, manner: Manner, context: &Context) -> bool {
    // A number that was begun in time may take longer.
    let is_card = || context.is_card(at_ms) || context.is_card(chain.start_ms);
    let is_near = match manner {
        Manner::Strict => between.words == 0,
        _ if between.words == 0 => true,
        Manner::Asked if between.words <= WORDS_BETWEEN && context.is_number(at_ms) => true,
        Manner::Asked | Manner::Both => between.halves <= HALVES_BETWEEN_CARD && is_card(),
    };
    is_near && at_ms - chain.end_ms <= PAUSE_MS
}

/// "Oh" beside digits is a zero.
fn is_beside_digits(line: &Line<'_>, token: usize) -> bool {
    let is_digit = |at: Option<usize>| {
        let token = at.and_then(|at| line.tokens.get(at));
        token.is_some_and(|token| matches!(token.class, Class::Digits(_) | Class::Oh))
    };
    is_digit(token.checked_sub(1)) || is_digit(Some(token + 1))
}

/// Hides the chain where it is a number, or the mobile number in it.
fn hide(lines: &[Line<'_>], chain: &Chain, hits: &mut Vec<Hit>, known: &mut Vec<Known>) {
    if chain.is_a_list() {
        return;
    }
    let digits = chain.digits();
    if let Some(kind) = kind_of(&digits, chain.has_x) {
        hide_places(lines, &chain.places, kind, hits);
        let (start_ms, end_ms) = (chain.start_ms, chain.end_ms);
        // On one channel groups and their reading back follow each other; said by itself it is shorter.
        let once = chain.said_once();
        if once.len() < digits.len() {
            known.push(Known { digits: once, start_ms, end_ms, kind });
        }
        known.push(Known { digits, start_ms, end_ms, kind });
        return;
    }
    for from in 0..chain.groups.len() {
        for until in from + 1..=chain.groups.len() {
            let part = chain.groups.get(from..until).unwrap_or_default().concat();
            if is_mobile_number(&part) {
                let kind = RedactionKind::MobileNumber;
                hide_places(lines, chain.places.get(from..until).unwrap_or_default(), kind, hits);
                known.push(Known { digits: part, start_ms: chain.start_ms, end_ms: chain.end_ms, kind });
                return;
            }
        }
    }
}

/// Where digits begin.
fn beginning(lines: &[Line<'_>], places: &[Place]) -> Option<Beginning> {
    let first = places.first()?;
    let line = lines.get(first.line)?;
    let byte = line.tokens.get(first.token)?.range.start;
    Some(Beginning { line: first.line, byte, at_ms: line.time_at(byte) })
}

/// Hides security codes: short chains, and what follows in a longer one where a code was asked for between.
fn hide_code(
    lines: &[Line<'_>],
    chain: &Chain,
    context: &Context,
    hits: &mut Vec<Hit>,
    known: &mut Vec<Known>,
) {
    let mut from = 0;
    for until in 1..=chain.places.len() {
        let place = |at: usize| beginning(lines, chain.places.get(at..)?);
        let is_end = match (place(until - 1), place(until)) {
            (Some(last), Some(next)) => context.is_code_between(last, next),
            _ => true,
        };
        if !is_end {
            continue;
        }
        let places = chain.places.get(from..until).unwrap_or_default();
        let digits = chain.groups.get(from..until).unwrap_or_default().concat();
        from = until;
        let Some(first) = beginning(lines, places).filter(|_| CODE.contains(&digits.len())) else { continue };
        if context.is_code(first) {
            let kind = RedactionKind::SecurityCode;
            hide_places(lines, places, kind, hits);
            known.push(Known { digits, start_ms: first.at_ms, end_ms: chain.end_ms, kind });
        }
    }
}

/// Hides what is left of a mobile or a card's number of which the speech model lost a digit or heard one too many:
/// without its name it would be any number.
fn hide_heard_wrong(
    lines: &[Line<'_>],
    chain: &Chain,
    context: &Context,
    hits: &mut Vec<Hit>,
    known: &mut Vec<Known>,
) {
    let digits = chain.digits();
    let Some(first) = beginning(lines, &chain.places).filter(|_| !chain.is_a_list()) else { return };
    let kind = if MOBILE_HEARD.contains(&digits.len()) && context.is_mobile(first) {
        RedactionKind::MobileNumber
    } else if CARD_HEARD.contains(&digits.len()) && context.is_part_of_card(first) {
        RedactionKind::LongNumber
    } else {
        return;
    };
    hide_places(lines, &chain.places, kind, hits);
    known.push(Known { digits, start_ms: chain.start_ms, end_ms: chain.end_ms, kind });
}

/// Hides parts of a number that was hidden shortly before, such as somebody reads back or ends with.
fn hide_read_back(lines: &[Line<'_>], chain: &Chain, known: &[Known], hits: &mut Vec<Hit>) {
    let is_near = |part: &str, one: &Known| {
        let ahead_ms = if part.len() >= BROKEN_OFF_LEAST { BROKEN_OFF_MS } else { READ_AHEAD_MS };
        chain.start_ms >= one.start_ms - ahead_ms && chain.start_ms <= one.end_ms + READ_BACK_MS
    };
    let is_part = |part: &str, one: &Known| {
        let is_alike = match one.kind {
            RedactionKind::SecurityCode => part == one.digits,
            _ => part.len() >= PART_LEAST && one.digits.contains(part),
        };
        is_alike && is_near(part, one)
    };
    let whole = chain.digits();
    for one in known {
        if is_part(&whole, one) {
            hide_places(lines, &chain.places, one.kind, hits);
            return;
        }
        for (place, group) in chain.places.iter().zip(&chain.groups) {
            if group.len() > PART_LEAST && is_part(group, one) {
                hide_places(lines, &[*place], one.kind, hits);
            }
        }
    }
}

/// Hides these tokens; those of a line that only fillers part, with the fillers.
fn hide_places(lines: &[Line<'_>], places: &[Place], kind: RedactionKind, hits: &mut Vec<Hit>) {
    let mut last: Option<(Place, Hit)> = None;
    for place in places {
        let Some(line) = lines.get(place.line) else { continue };
        let Some(token) = line.tokens.get(place.token) else { continue };
        let joined = last.as_mut().filter(|(before, _)| {
            let between = line.tokens.get(before.token + 1..place.token).unwrap_or_default();
            before.line == place.line && between.iter().all(|one| one.class == Class::Filler)
        });
        if let Some((before, hit)) = joined {
            hit.range.end = token.range.end;
            before.token = place.token;
        } else {
            let hit = Hit { utterance: place.line, range: token.range.clone(), kind };
            hits.extend(last.replace((*place, hit)).map(|(_, hit)| hit));
        }
    }
    hits.extend(last.map(|(_, hit)| hit));
}
