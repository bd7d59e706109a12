//! Addresses: as they are written, and as they are said ("john dot smith at gmail dot com",
//! 张三 一二三 艾特 qq 点 com), over several utterances of one side.

use super::context::Context;
use super::tokens::{Class, Token};
use super::{Hit, Line};
use crate::db::redaction::RedactionKind;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// An address as it is written; what a transcript writes with spaces around is found as it is said.
static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\p{Alphabetic}0-9._%+\-]+@[\p{Alphabetic}0-9\-]+(\.[\p{Alphabetic}0-9\-]+)+").ok()
});

/// How "@" is said, as tokens.
const AT: &[&[&str]] =
    &[&["@"], &["at"], &["艾", "特"], &["爱", "特"], &["圈", "a"], &["花", "a"], &["小", "老", "鼠"]];
/// How the name of a host ends.
const ENDINGS: &[&str] = &[
    "com", "cn", "net", "org", "co", "uk", "io", "edu", "gov", "info", "biz", "de", "fr", "eu", "hk", "tw",
    "sg", "jp", "me", "us", "au", "ca",
];
/// Where nearly everybody has their address.
const HOSTS: &[&str] = &[
    "gmail",
    "hotmail",
    "outlook",
    "yahoo",
    "icloud",
    "live",
    "aol",
    "proton",
    "protonmail",
    "btinternet",
    "googlemail",
    "qq",
    "163",
    "126",
    "sina",
    "foxmail",
    "sohu",
    "139",
    "yeah",
    "aliyun",
];
/// What an address does not begin before.
const STOPS: &[&str] = &[
    "is", "it's", "its", "it", "email", "e-mail", "mail", "address", "at", "to", "on", "in", "my", "the",
    "that's", "that", "be", "was", "called", "use", "please", "send", "me", "you", "your", "under", "as",
    "for", "write", "yes", "just", "i'm", "we", "have", "got", "or", "try", "would", "will", "can", "also",
    "look", "order", "buy", "website", "from",
];
/// The longest name before the "@" and the longest host after it, in tokens.
const NAME_MOST: usize = 32;
const HOST_MOST: usize = 8;
/// The longest pause within an address.
const PAUSE_MS: i64 = 12_000;

/// A token with where it is.
struct Piece<'l> {
    line: usize,
    token: &'l Token,
    text: &'l str,
    at_ms: i64,
    /// Whether a full stop stands right before it.
    after_stop: bool,
}

impl Piece<'_> {
    fn word(&self) -> Option<&str> {
        self.token.word()
    }

    fn is_dot(&self) -> bool {
        matches!(self.word(), Some("dot" | "点" | "point"))
    }
}

/// Finds addresses.
pub(super) fn find(lines: &[Line<'_>], context: &Context) -> Vec<Hit> {
    let mut hits = written(lines);
    let channels: BTreeSet<i32> = lines.iter().map(|line| line.said.channel).collect();
    for channel in channels {
        let pieces = pieces(lines, channel);
        let mut at = 0;
        while at < pieces.len() {
            at = match address(&pieces, at, context) {
                Some((from, until)) => {
                    hide(pieces.get(from..until).unwrap_or_default(), &mut hits);
                    until
                }
                None => at + 1,
            };
        }
    }
    hits
}

fn written(lines: &[Line<'_>]) -> Vec<Hit> {
    let Some(written) = WRITTEN.as_ref() else { return Vec::new() };
    let in_line = |(utterance, line): (usize, &Line<'_>)| {
        let hit =
            |found: regex::Match<'_>| Hit { utterance, range: found.range(), kind: RedactionKind::Email };
        written.find_iter(line.said.text).map(hit).collect::<Vec<_>>()
    };
    lines.iter().enumerate().flat_map(in_line).collect()
}

fn pieces<'l>(lines: &'l [Line<'_>], channel: i32) -> Vec<Piece<'l>> {
    let mut pieces = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.said.channel == channel) {
        let mut end = 0;
        for token in &line.tokens {
            let between = line.said.text.get(end..token.range.start).unwrap_or_default();
            pieces.push(Piece {
                line: number,
                token,
                text: line.said.text.get(token.range.clone()).unwrap_or_default(),
                at_ms: line.time_at(token.range.start),
                after_stop: between == "." || between == "。",
            });
            end = token.range.end;
        }
    }
    pieces
}

/// The address whose "@" begins at this piece: from its name to the end of its host.
fn address(pieces: &[Piece<'_>], at: usize, context: &Context) -> Option<(usize, usize)> {
    let sign = AT.iter().find(|sign| {
        let said = pieces.get(at..at + sign.len());
        said.is_some_and(|said| said.iter().zip(**sign).all(|(piece, word)| piece.word() == Some(word)))
    })?;
    let host = at + sign.len();
    let until = end_of_host(pieces, host)?;
    let from = beginning(pieces, at)?;
    let sign_ms = pieces.get(at)?.at_ms;
    let is_one = *sign != ["at"]
        || context.is_email(sign_ms)
        || pieces.get(host..until)?.iter().any(|piece| HOSTS.contains(&piece.text.to_lowercase().as_str()))
        || pieces.get(from..at)?.iter().any(is_spelled);
    is_one.then_some((from, until))
}

/// Whether a piece of a name shows that it is one: a letter by itself, a digit, a dot, an underscore.
fn is_spelled(piece: &Piece<'_>) -> bool {
    let one_letter = piece.text.len() == 1 && !matches!(piece.text, "a" | "I" | "i");
    one_letter
        || piece.is_dot()
        || piece.after_stop
        || piece.token.digits().is_some()
        || matches!(piece.word(), Some("underscore" | "_"))
}

fn end_of_host(pieces: &[Piece<'_>], host: usize) -> Option<usize> {
    let mut until = None;
    for place in host + 1..(host + HOST_MOST).min(pieces.len()) {
        let (Some(piece), Some(before)) = (pieces.get(place), pieces.get(place - 1)) else { break };
        if piece.at_ms - before.at_ms > PAUSE_MS {
            break;
        }
        let ends = ENDINGS.contains(&piece.text.to_lowercase().as_str());
        if ends && (before.is_dot() || piece.after_stop) {
            until = Some(place + 1);
        } else if until.is_some() && !piece.is_dot() {
            break;
        }
    }
    until
}

/// Where the name before the "@" begins.
fn beginning(pieces: &[Piece<'_>], at: usize) -> Option<usize> {
    let mut from = at;
    while from > 0 && at - from < NAME_MOST {
        let (Some(piece), Some(after)) = (pieces.get(from - 1), pieces.get(from)) else { break };
        let pause = after.at_ms - piece.at_ms > PAUSE_MS;
        // A sentence ended: what was said before it is none of the name.
        let ended =
            after.after_stop && after.line == piece.line && after.text.starts_with(char::is_uppercase);
        if pause || ended || !belongs(piece) {
            break;
        }
        from -= 1;
    }
    // Fillers at the beginning are none of it.
    while from < at && pieces.get(from).is_some_and(|piece| piece.token.class == Class::Filler) {
        from += 1;
    }
    (from < at).then_some(from)
}

fn belongs(piece: &Piece<'_>) -> bool {
    match &piece.token.class {
        Class::Digits(_) | Class::Oh | Class::X | Class::Quantity | Class::Thousands(_) => true,
        Class::Filler => matches!(
            piece.text.to_lowercase().as_str(),
            "dash"
                | "hyphen"
                | "um"
                | "uh"
                | "er"
                | "杠"
                | "横杠"
                | "嗯"
                | "呃"
                | "and"
                | "then"
                | "then,"
                | "然后"
        ),
        Class::Word(word) => {
            let is_latin =
                word.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '-' | '\''));
            let sign = ["点", "下", "划", "线", "减", "号", "中", "小", "写", "大"].contains(&word.as_str());
            (is_latin && !STOPS.contains(&word.as_str())) || sign
        }
    }
}

/// Hides these pieces, one stretch a line.
fn hide(pieces: &[Piece<'_>], hits: &mut Vec<Hit>) {
    for piece in pieces {
        match hits.last_mut().filter(|hit| hit.utterance == piece.line && hit.kind == RedactionKind::Email) {
            Some(hit) if hit.range.start <= piece.token.range.start && follows(hit, piece, pieces) => {
                hit.range.end = piece.token.range.end;
            }
            _ => hits.push(Hit {
                utterance: piece.line,
                range: piece.token.range.clone(),
                kind: RedactionKind::Email,
            }),
        }
    }
}

/// Whether the hit ends with the piece before this one.
fn follows(hit: &Hit, piece: &Piece<'_>, pieces: &[Piece<'_>]) -> bool {
    pieces.windows(2).any(|two| {
        matches!(two, [before, this] if std::ptr::eq(this, piece) && before.token.range.end == hit.range.end)
    })
}
