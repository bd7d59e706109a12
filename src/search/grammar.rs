//! What people type into the search field.
//!
//! Words with blanks between them: all of them, somewhere in the call. `"…"`, `“…”`, `「…」`, `『…』`: a
//! phrase, within one utterance; characters without blanks between them are one too. `refund*`: words
//! that begin so. `-word`: calls in which it is not said. `agent:`, `customer:`, `坐席:`, `客户:` before
//! a word or a phrase: said by that side.

use super::error::{QueryError, QueryProblem};
use super::phrase::Phrase;
use super::text::{Placed, units};

/// The most words and phrases of one query.
const TERMS_MOST: usize = 20;
/// The fewest letters of a word that may go on: with fewer it could be nearly any.
const OPEN_LEAST: usize = 3;

/// Who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The agent.
    Agent,
    /// The customer.
    Customer,
}

/// One thing that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What is said.
    pub phrase: Phrase,
    /// By whom; none: by anybody.
    pub by: Option<Side>,
    /// Whether it must not be said.
    pub is_excluded: bool,
}

/// A query: every term must hold in the same call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// At least one, in the order of the text.
    pub terms: Vec<Term>,
}

/// What may stand before a colon.
const SPEAKERS: [(&str, Side); 4] =
    [("agent", Side::Agent), ("customer", Side::Customer), ("坐席", Side::Agent), ("客户", Side::Customer)];

impl Query {
    /// Reads what somebody typed.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut reader = Reader { characters: text.chars().collect(), at: 0 };
        let mut terms = Vec::new();
        while reader.skip_blanks() {
            let began = reader.at;
            if let Some(term) = reader.term()? {
                if terms.len() == TERMS_MOST {
                    return Err(QueryError { at: began + 1, problem: QueryProblem::TooMany });
                }
                terms.push(term);
            }
        }
        if terms.is_empty() {
            return Err(QueryError { at: 1, problem: QueryProblem::NoWords });
        }
        Ok(Self { terms })
    }

    /// The terms that must be said.
    pub fn wanted(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(|term| !term.is_excluded)
    }
}

struct Reader {
    characters: Vec<char>,
    at: usize,
}

impl Reader {
    fn here(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// Whether anything is left.
    fn skip_blanks(&mut self) -> bool {
        while self.here().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.here().is_some()
    }

    fn wrong<T>(at: usize, problem: QueryProblem) -> Result<T, QueryError> {
        Err(QueryError { at: at + 1, problem })
    }

    /// The next term; none where only punctuation stands.
    fn term(&mut self) -> Result<Option<Term>, QueryError> {
        let began = self.at;
        let mut is_excluded = self.minus();
        let by = self.speaker();
        if by.is_some() {
            // People put a blank behind a colon, and a minus on either side of it.
            self.skip_blanks();
            is_excluded |= self.minus();
        }
        let is_announced = is_excluded || by.is_some();
        let phrase = match self.here() {
            Some(mark) if closing(mark).is_some() => Some(self.quoted(mark)?),
            Some(character) if !character.is_whitespace() => self.bare()?,
            _ => None,
        };
        match phrase {
            Some(phrase) => Ok(Some(Term { phrase, by, is_excluded })),
            None if is_announced => Self::wrong(began, QueryProblem::NothingFollows),
            None => Ok(None),
        }
    }

    fn minus(&mut self) -> bool {
        let is_there = matches!(self.here(), Some('-' | '－' | '−'));
        self.at += usize::from(is_there);
        is_there
    }

    fn speaker(&mut self) -> Option<Side> {
        SPEAKERS.iter().find_map(|(name, side)| {
            let mut rest = self.characters.get(self.at..)?.iter();
            let is_named = name.chars().all(|wanted| {
                rest.next().is_some_and(|there| there.to_lowercase().eq(wanted.to_lowercase()))
            });
            if is_named && matches!(rest.next(), Some(':' | '：')) {
                self.at += name.chars().count() + 1;
                return Some(*side);
            }
            None
        })
    }

    fn quoted(&mut self, mark: char) -> Result<Phrase, QueryError> {
        let began = self.at;
        let closes = closing(mark).unwrap_or_default();
        self.at += 1;
        let from = self.at;
        while let Some(character) = self.here() {
            if closes.contains(character) {
                let inner = self.characters.get(from..self.at).unwrap_or_default();
                self.at += 1;
                return match Phrase::of(visible_units(inner), false) {
                    Some(phrase) => Ok(phrase),
                    None => Self::wrong(began, QueryProblem::EmptyPhrase),
                };
            }
            self.at += 1;
        }
        Self::wrong(began, QueryProblem::OpenQuote)
    }

    /// Up to the next blank or quotation mark. Several units of one piece, as in `don't`, are a phrase.
    fn bare(&mut self) -> Result<Option<Phrase>, QueryError> {
        let from = self.at;
        while self.here().is_some_and(|here| !here.is_whitespace() && closing(here).is_none()) {
            self.at += 1;
        }
        let piece = self.characters.get(from..self.at).unwrap_or_default();
        let is_open = matches!(piece.last(), Some('*' | '＊'));
        let phrase = Phrase::of(visible_units(piece), is_open);
        match phrase.as_ref().and_then(Phrase::open_word) {
            Some(word) if word.chars().count() < OPEN_LEAST => {
                Self::wrong(from, QueryProblem::TooShortToOpen)
            }
            _ => Ok(phrase),
        }
    }
}

/// The units of a part of a query; marks of redaction cannot be looked for.
fn visible_units(characters: &[char]) -> Vec<Placed> {
    let text: String = characters.iter().filter(|character| !"⟦⟧".contains(**character)).collect();
    units(&text)
}

/// What closes this quotation mark; none: it is no opening one. Input methods type `“` and `”` in turn,
/// so that either of them may stand at either end.
fn closing(mark: char) -> Option<&'static str> {
    match mark {
        '"' | '“' | '”' | '„' | '＂' => Some("\"“”＂"),
        '「' => Some("」"),
        '『' => Some("』"),
        _ => None,
    }
}
