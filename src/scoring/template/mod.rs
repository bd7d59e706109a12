//! From a text to a checked scorecard, or to everything that is wrong with it.
//!
//! The check walks the untyped tree once, top to bottom. It builds the typed scorecard on the way,
//! with stand-ins where a value was refused, and hands it out only when nothing was reported. A
//! rule that compares two values is checked only where both could be read: one mistake, one
//! problem.

mod card;
mod conditions;
mod option;
mod problem;
mod question;
mod section;
mod spot;

pub use problem::{Problem, ProblemCode};

use super::number::Decimal;
use super::scorecard::Scorecard;
use crate::document;
use conditions::Conditions;
use problem::Report;
use spot::{Fields, Spot};
use std::collections::HashSet;

/// The most that a number measured in points may be, above or below zero. It keeps every total
/// within what is stored.
const MOST_POINTS: u32 = 1_000_000;

/// The largest scorecard, in bytes; one of forty questions in two languages has some 20,000. The
/// exact arithmetic of a larger one could be made to take minutes.
pub(in crate::scoring) const LARGEST_SCORECARD: usize = 256 * 1024;

/// Reads a scorecard from YAML or JSON.
///
/// # Errors
///
/// Everything that is wrong with it, in the order of the file.
pub fn read_template(text: &str) -> Result<Scorecard, Vec<Problem>> {
    let mut check = Check::default();
    let card = match document::read(text, LARGEST_SCORECARD) {
        Ok(node) => check.card(Spot::root(&node)),
        Err(unreadable) => {
            let line = unreadable.line();
            check.report.add("", line, ProblemCode::NotReadable, unreadable.to_string());
            None
        }
    };
    let problems = check.report.finish();
    card.filter(|_| problems.is_empty()).ok_or(problems)
}

/// One check of one scorecard: what was found so far.
#[derive(Default)]
struct Check {
    report: Report,
    /// `None` until it is read, and where it could not be.
    method: Option<MethodName>,
    conditions: Conditions,
    question_keys: HashSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MethodName {
    Weighted,
    Points,
}

impl Check {
    fn is_weighted(&self) -> bool {
        self.method == Some(MethodName::Weighted)
    }

    fn is_points(&self) -> bool {
        self.method == Some(MethodName::Points)
    }

    /// The field, where the card's method has it. The other method's field is reported, unread.
    fn take_for<'n>(
        &mut self,
        method: MethodName,
        fields: &mut Fields<'n>,
        name: &'static str,
    ) -> Option<Spot<'n>> {
        let spot = fields.take(name)?;
        if self.method.is_none_or(|actual| actual == method) {
            return Some(spot);
        }
        let (code, message) = match method {
            MethodName::Weighted => {
                (ProblemCode::NotInPoints, format!("\"{name}\" belongs to the weighted method"))
            }
            MethodName::Points => {
                (ProblemCode::NotInWeighted, format!("\"{name}\" belongs to the points method"))
            }
        };
        spot.report(&mut self.report, code, message);
        None
    }

    /// A weight: a number above 0, and 1 where none is given.
    fn weight(&mut self, fields: &mut Fields<'_>) -> Decimal {
        let Some(spot) = self.take_for(MethodName::Weighted, fields, "weight") else {
            return Decimal::one();
        };
        let Some(weight) = spot.number(&mut self.report) else {
            return Decimal::one();
        };
        if weight <= Decimal::zero() {
            spot.report(&mut self.report, ProblemCode::WeightNotPositive, "a weight must be above 0");
        }
        weight
    }

    /// A number measured in points, within a million either way.
    fn points(&mut self, spot: &Spot<'_>) -> Option<Decimal> {
        let points = spot.number(&mut self.report)?;
        self.limit_points(spot, &points);
        Some(points)
    }

    fn limit_points(&mut self, spot: &Spot<'_>, points: &Decimal) {
        let most = Decimal::from(MOST_POINTS);
        if *points > most || *points < most.negated() {
            let message = format!("points must stay within {MOST_POINTS} above or below 0");
            spot.report(&mut self.report, ProblemCode::TooManyPoints, message);
        }
    }

    /// The key in the field `key`, reported where `seen` already has it.
    fn key(&mut self, fields: &mut Fields<'_>, seen: &mut HashSet<String>, what: &str) -> Option<String> {
        let spot = fields.need("key", &mut self.report)?;
        let key = spot.key(&mut self.report)?;
        if !seen.insert(key.clone()) {
            let message = format!("there is already {what} with the key \"{key}\"");
            spot.report(&mut self.report, ProblemCode::DuplicateKey, message);
        }
        Some(key)
    }

    fn wording(&mut self, fields: &mut Fields<'_>, name: &'static str) -> super::Wording {
        let spot = fields.take(name);
        spot.and_then(|spot| spot.wording(&mut self.report)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
