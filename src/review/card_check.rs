//! A definition looked at while it is typed: what is wrong with it, what each item is worth, where
//! "not applicable" swings a score, and what some answers would come to. Nothing is stored.

use super::card_draft::Definition;
use super::{Progress, ReviewError};
use crate::scoring::{Problem, Responses, Scorecard, Swing, read_definition, read_template, swings};

/// What a definition comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct CardCheck {
    /// What is wrong with it, in its order.
    pub problems: Vec<Problem>,
    /// The scorecard, where nothing is wrong.
    pub card: Option<CheckedCard>,
}

/// A definition without mistakes.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedCard {
    /// The scorecard.
    pub card: Scorecard,
    /// Where "not applicable" swings a score.
    pub swings: Vec<Swing>,
    /// What the answers come to so far, with the trace.
    pub progress: Progress,
}

/// Looks at a definition, with these answers.
pub fn check_card(definition: &Definition, responses: &Responses) -> Result<CardCheck, ReviewError> {
    let text = serde_json::to_string(definition)?;
    match read_template(&text) {
        Err(problems) => Ok(CardCheck { problems, card: None }),
        Ok(card) => {
            let progress = Progress::of_draft(&card, responses, None)?;
            let swings = swings(&card);
            Ok(CardCheck { problems: Vec::new(), card: Some(CheckedCard { card, swings, progress }) })
        }
    }
}

/// A file read into a definition, with everything that is wrong with it as a scorecard; without a
/// definition where it cannot be read at all.
#[must_use]
pub fn read_card_file(text: &str) -> (Option<Definition>, Vec<Problem>) {
    match read_definition(text) {
        Err(problem) => (None, vec![problem]),
        Ok(definition) => (Some(definition), read_template(text).err().unwrap_or_default()),
    }
}
