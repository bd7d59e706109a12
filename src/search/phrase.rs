//! Units that stand one after the other, and what to ask of an index for them.

use super::text::{Placed, Unit, token};
use std::ops::Range;

/// Words and characters one after the other, within one utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    units: Vec<Unit>,
    /// Whether the last word may go on.
    is_open: bool,
}

/// What to ask of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// One entry of the index without positions.
    Entry {
        /// It.
        entry: String,
        /// Whether every entry that begins so will do.
        is_open: bool,
    },
    /// These tokens one after the other, of the index with positions.
    Sequence {
        /// At least one.
        tokens: Vec<String>,
        /// Whether of the last one the beginning is enough.
        is_open: bool,
    },
}

impl Phrase {
    /// The units of a query; none where there are none. `is_open`: the last word may go on.
    #[must_use]
    pub(super) fn of(units: Vec<Placed>, is_open: bool) -> Option<Self> {
        let units: Vec<Unit> = units.into_iter().map(|placed| placed.unit).collect();
        (!units.is_empty() && !units.contains(&Unit::Hidden)).then_some(Self { units, is_open })
    }

    /// The word that it ends with and that may go on; none: it ends where it ends.
    pub(super) fn open_word(&self) -> Option<&str> {
        match self.units.last() {
            Some(Unit::Word(word)) if self.is_open => Some(word),
            _ => None,
        }
    }

    /// What to ask of an index.
    #[must_use]
    pub fn plan(&self) -> Plan {
        match self.units.as_slice() {
            [Unit::Word(word)] => Plan::Entry { entry: word.clone(), is_open: self.is_open },
            [one @ Unit::Sign(_)] => Plan::Entry { entry: token(one, None), is_open: false },
            [one @ Unit::Sign(_), next @ Unit::Sign(_)] => {
                Plan::Entry { entry: token(one, Some(next)), is_open: false }
            }
            units => sequence(units, self.open_word().is_some()),
        }
    }

    /// Where it stands in a text: places in bytes, one after the other, none inside another.
    #[must_use]
    pub fn places(&self, text: &[Placed]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut from = 0;
        while let Some(there) = text.get(from..from + self.units.len()) {
            match (self.is_at(there), there.first(), there.last()) {
                (true, Some(first), Some(last)) => {
                    places.push(first.range.start..last.range.end);
                    from += self.units.len();
                }
                _ => from += 1,
            }
        }
        places
    }

    fn is_at(&self, there: &[Placed]) -> bool {
        let last = self.units.len().saturating_sub(1);
        self.units.iter().zip(there).enumerate().all(|(place, (wanted, placed))| {
            match (wanted, &placed.unit) {
                (Unit::Word(begun), Unit::Word(word)) if self.is_open && place == last => {
                    word.starts_with(begun.as_str())
                }
                (wanted, unit) => wanted == unit,
            }
        })
    }
}

/// The tokens of several units. A character at the end stands in a token with whatever follows it in
/// the text: behind another character that token is not needed, behind a word its beginning is enough.
fn sequence(units: &[Unit], ends_open: bool) -> Plan {
    let mut tokens: Vec<String> =
        units.iter().enumerate().map(|(place, unit)| token(unit, units.get(place + 1))).collect();
    let is_open = match units {
        [.., Unit::Sign(_), Unit::Sign(_)] => {
            tokens.pop();
            false
        }
        [.., Unit::Sign(_)] => true,
        _ => ends_open,
    };
    Plan::Sequence { tokens, is_open }
}
