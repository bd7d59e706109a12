//! Digits that belong together: what stands between them are fillers, or, where somebody was asked for a
//! number, a few words. Each side of a call is followed by itself, so that the other's "mm-hm" and reading
//! back do not break a number off; where a card was asked for, both together, too.

use super::context::Context;
use super::numbers::{is_mobile_number, kind_of};
use super::tokens::Class;
use super::{Hit, Line};
use crate::db::redaction::RedactionKind;
use std::collections::BTreeSet;

/// The longest pause within a number.
const PAUSE_MS: i64 = 20_000;
/// How many words may stand between two digits where a number was asked for.
const WORDS_BETWEEN: usize = 5;
/// For how long after a number its parts are known when they are read back.
const READ_BACK_MS: i64 = 90_000;
/// And before: whoever reads back may be quicker than the time between characters tells.
const READ_AHEAD_MS: i64 = 5_000;
/// How many digits a security code has; more where something else was said in the same breath.
const CODE: std::ops::RangeInclusive<usize> = 3..=8;
/// How many digits are left of a mobile number that was heard wrong; those of other countries have as many.
const MOBILE_HEARD: std::ops::RangeInclusive<usize> = 7..=12;
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

/// What is hidden of a number: its digits, when, and what it is.
struct Known {
    digits: String,
    start_ms: i64,
    end_ms: i64,
    kind: RedactionKind,
}

/// Finds numbers.
pub(super) fn find(lines: &[Line<'_>], context: &Context) -> Vec<Hit> {
    let channels: BTreeSet<i32> = lines.iter().map(|line| line.said.channel).collect();
    let of = |channel: i32| -> Vec<usize> {
        let on = |(at, line): (usize, &Line<'_>)| (line.said.channel == channel).then_some(at);
        lines.iter().enumerate().filter_map(on).collect()
    };
    let mut hits = Vec::new();
    let mut known = Vec::new();
    let mut strict = Vec::new();
    for channel in channels {
        let lane = of(channel);
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

/// Follows the digits of these lines.
fn chains(lines: &[Line<'_>], lane: &[usize], manner: Manner, context: &Context) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut chain = Chain::default();
    let mut words = 0;
    for (line, one) in lane.iter().filter_map(|line| lines.get(*line).map(|one| (*line, one))) {
        for (token, piece) in one.tokens.iter().enumerate() {
            let at_ms = one.time_at(piece.range.start);
            let end_ms = one.time_at(piece.range.end);
            let digits = match &piece.class {
                Class::Digits(digits) => Some(digits.clone()),
                Class::Oh => is_beside_digits(one, token).then(|| "0".to_owned()),
                Class::X if chain.digits().len() >= 17 && words == 0 => {
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
                Class::X | Class::Quantity | Class::Word(_) => {
                    words += 1;
                    continue;
                }
                Class::Filler => continue,
            };
            let Some(digits) = digits else { continue };
            let most = match manner {
                Manner::Asked if context.is_number(at_ms) => WORDS_BETWEEN,
                Manner::Both if context.is_card(at_ms) => WORDS_BETWEEN,
                Manner::Strict | Manner::Asked | Manner::Both => 0,
            };
            let goes_on = words <= most && at_ms - chain.end_ms <= PAUSE_MS;
            if !chain.places.is_empty() && !goes_on {
                chains.push(std::mem::take(&mut chain));
            }
            if chain.places.is_empty() {
                chain.start_ms = at_ms;
            }
            chain.places.push(Place { line, token });
            chain.groups.push(digits);
            chain.end_ms = chain.end_ms.max(end_ms);
            words = 0;
        }
    }
    if !chain.places.is_empty() {
        chains.push(chain);
    }
    // Without a card that was asked for, digits of both sides have nothing to do with each other.
    chains.retain(|chain| manner != Manner::Both || context.is_card(chain.start_ms));
    chains
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
        known.push(Known { digits, start_ms: chain.start_ms, end_ms: chain.end_ms, kind });
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

fn hide_code(
    lines: &[Line<'_>],
    chain: &Chain,
    context: &Context,
    hits: &mut Vec<Hit>,
    known: &mut Vec<Known>,
) {
    let digits = chain.digits();
    let Some(first) = chain.places.first().filter(|_| CODE.contains(&digits.len())) else { return };
    let Some(token) = lines.get(first.line).and_then(|line| line.tokens.get(first.token)) else { return };
    if context.is_code(first.line, token.range.start, chain.start_ms) {
        let kind = RedactionKind::SecurityCode;
        hide_places(lines, &chain.places, kind, hits);
        known.push(Known { digits, start_ms: chain.start_ms, end_ms: chain.end_ms, kind });
    }
}

/// Hides what is left of a mobile number of which the speech model lost a digit or heard one too many: without
/// its name it would be any number.
fn hide_heard_wrong(
    lines: &[Line<'_>],
    chain: &Chain,
    context: &Context,
    hits: &mut Vec<Hit>,
    known: &mut Vec<Known>,
) {
    let digits = chain.digits();
    if MOBILE_HEARD.contains(&digits.len()) && !chain.is_a_list() && context.is_mobile(chain.start_ms) {
        let kind = RedactionKind::MobileNumber;
        hide_places(lines, &chain.places, kind, hits);
        known.push(Known { digits, start_ms: chain.start_ms, end_ms: chain.end_ms, kind });
    }
}

/// Hides parts of a number that was hidden shortly before, such as somebody reads back or ends with.
fn hide_read_back(lines: &[Line<'_>], chain: &Chain, known: &[Known], hits: &mut Vec<Hit>) {
    let near = |one: &&Known| {
        chain.start_ms >= one.start_ms - READ_AHEAD_MS && chain.start_ms <= one.end_ms + READ_BACK_MS
    };
    let is_part = |part: &str, one: &Known| match one.kind {
        RedactionKind::SecurityCode => part == one.digits,
        _ => part.len() >= PART_LEAST && one.digits.contains(part),
    };
    let whole = chain.digits();
    for one in known.iter().filter(near) {
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
