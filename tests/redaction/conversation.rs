//! A conversation that knows which of its words are secret.

use crate::dice::Dice;
use earmark::db::recording::ChannelRole;
use earmark::transcription::redaction::{Said, is_identity_number, satisfies_luhn};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::fmt;
use std::ops::Range;

/// One utterance.
pub(crate) struct Turn {
    side: i32,
    channel: i32,
    text: String,
    secret: Vec<Range<usize>>,
}

#[derive(Default)]
pub(crate) struct Conversation {
    turns: Vec<Turn>,
    has_speakers: bool,
}

pub(crate) const AGENT: i32 = 0;
pub(crate) const CUSTOMER: i32 = 1;

impl Conversation {
    /// Somebody says something. What stands in braces is secret.
    pub(crate) fn say(&mut self, channel: i32, text: &str) {
        let mut turn = Turn { side: channel, channel, text: String::new(), secret: Vec::new() };
        let mut begun = None;
        for character in text.chars() {
            match character {
                '{' => begun = Some(turn.text.len()),
                '}' => turn.secret.extend(begun.take().map(|from| from..turn.text.len())),
                character => turn.text.push(character),
            }
        }
        self.turns.push(turn);
    }

    /// Both sides on one channel.
    pub(crate) fn mixed(mut self) -> Self {
        for turn in &mut self.turns {
            turn.channel = 0;
        }
        self
    }

    /// The same with the speakers told apart by their voices.
    pub(crate) fn with_speakers(mut self) -> Self {
        self.has_speakers = true;
        self
    }

    /// The same in traditional characters, as a source may ask for them.
    pub(crate) fn in_traditional(mut self) -> Self {
        let tables = OpenCC::from_config(BuiltinConfig::S2t).unwrap();
        for turn in &mut self.turns {
            let written = tables.convert(&turn.text);
            assert_eq!(written.chars().count(), turn.text.chars().count());
            let until = |byte: usize| {
                let characters = turn.text[..byte].chars().count();
                written.char_indices().nth(characters).map_or(written.len(), |(byte, _)| byte)
            };
            let moved = |secret: &Range<usize>| until(secret.start)..until(secret.end);
            let secret = turn.secret.iter().map(moved).collect();
            (turn.secret, turn.text) = (secret, written);
        }
        self
    }

    pub(crate) fn said(&self) -> Vec<Said<'_>> {
        let mut at = 30_000;
        let turn = |turn: &Turn| {
            let start_ms = at;
            let length = 400 + 90 * i64::try_from(turn.text.chars().count()).unwrap();
            at += length + 300;
            (start_ms, start_ms + length)
        };
        let times: Vec<(i64, i64)> = self.turns.iter().map(turn).collect();
        let said = self.turns.iter().zip(times);
        said.map(|(turn, (start_ms, end_ms))| Said {
            channel: turn.channel,
            speaker: self.has_speakers.then_some(match turn.side {
                AGENT => ChannelRole::Agent,
                _ => ChannelRole::Customer,
            }),
            start_ms,
            end_ms,
            text: &turn.text,
            ..Said::default()
        })
        .collect()
    }

    /// Whether anything secret can be read in what the texts became.
    pub(crate) fn leaks(&self, texts: &[String]) -> bool {
        self.turns.iter().zip(texts).any(|(turn, after)| {
            let shown = shown(&turn.text, after);
            turn.secret.iter().any(|secret| {
                shown.iter().any(|shown| {
                    let overlap = shown.start.max(secret.start)..shown.end.min(secret.end);
                    // A full stop or a space between groups tells nothing.
                    turn.text.get(overlap).is_some_and(|text| text.chars().any(char::is_alphanumeric))
                })
            })
        })
    }
}

/// Which bytes of a text are still there: the pieces between the marks, found in their order.
fn shown(before: &str, after: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut rest = after;
    while let Some((piece, behind)) = rest.split_once('⟦') {
        pieces.push(piece);
        rest = behind.split_once('⟧').unwrap().1;
    }
    pieces.push(rest);
    let mut at = 0;
    let last = pieces.len() - 1;
    let place = |(number, piece): (usize, &&str)| {
        let from =
            if number == last { before.len() - piece.len() } else { at + before[at..].find(piece).unwrap() };
        at = from + piece.len();
        from..at
    };
    pieces.iter().enumerate().map(place).collect()
}

impl fmt::Display for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<&str> = self.turns.iter().map(|turn| turn.text.as_str()).collect();
        f.write_str(&texts.join(" / "))
    }
}

/// A card's number: 13 to 19 digits that satisfy Luhn's formula.
pub(crate) fn card(dice: &mut Dice) -> String {
    let (begins, length) =
        dice.one_of(&[("4", 16), ("52", 16), ("4", 16), ("37", 15), ("6222", 19), ("4", 13), ("6212", 16)]);
    let body = format!("{begins}{}", dice.digits(length - 1 - begins.len()));
    (0..10).map(|check| format!("{body}{check}")).find(|whole| satisfies_luhn(whole)).unwrap()
}

/// A Chinese identity number.
pub(crate) fn identity(dice: &mut Dice) -> String {
    let place = dice.one_of(&["110105", "310104", "440305", "510107", "330106"]);
    let day = format!("{}{:02}{:02}", 1950 + dice.below(55), 1 + dice.below(12), 1 + dice.below(28));
    let body = format!("{place}{day}{}", dice.digits(3));
    let checks = "0123456789X".chars();
    checks.map(|check| format!("{body}{check}")).find(|whole| is_identity_number(whole)).unwrap()
}

/// A Chinese mobile number.
pub(crate) fn mobile(dice: &mut Dice) -> String {
    let begins = dice.one_of(&["138", "139", "150", "176", "186", "199"]);
    format!("{begins}{}", dice.digits(8))
}

/// Cuts digits into groups, as people say them.
pub(crate) fn groups(dice: &mut Dice, digits: &str) -> Vec<String> {
    let sizes: &[usize] = match digits.len() {
        11 => dice.one_of(&[&[3, 4, 4][..], &[3, 8], &[4, 4, 3], &[11]]),
        15 => &[4, 6, 5],
        16 => dice.one_of(&[&[4, 4, 4, 4][..], &[4, 4, 8], &[2, 2, 4, 4, 4], &[4, 12]]),
        18 => dice.one_of(&[&[6, 8, 4][..], &[6, 4, 4, 4], &[3, 3, 4, 4, 4]]),
        19 => &[4, 4, 4, 4, 3],
        _ => &[3, 3, 4, 3],
    };
    let mut rest = digits;
    let mut groups = Vec::new();
    for size in sizes {
        let (group, behind) = rest.split_at((*size).min(rest.len()));
        groups.push(group.to_owned());
        rest = behind;
    }
    if !rest.is_empty() {
        groups.push(rest.to_owned());
    }
    groups
}
