//! The score: what is stored with an evaluation and printed by the command line.

use super::answers::Answers;
use super::marking::{AnswerError, Marked, mark};
use super::number::Figure;
use super::scorecard::{Fatal, Method, Scorecard};
use super::trace::Trace;
use super::{points, weighted};
use serde::{Serialize, Serializer};

/// What answers are worth on a scorecard.
///
/// `passed`, `band` and the trace are decided from exact numbers here, once, and stored; nothing
/// may derive them again from rounded ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The total; `None` where nothing counts.
    pub total: Option<Figure>,
    /// Whether it passes; `None` without a pass mark or a total.
    pub passed: Option<bool>,
    /// The key of the grade; `None` where no band reaches down to the total.
    pub band: Option<String>,
    /// The keys of the questions whose fatal option was chosen, in card order. Serialised as null
    /// where there is none.
    #[serde(serialize_with = "null_where_empty")]
    pub fatal: Vec<String>,
    /// The total as if no option were fatal.
    pub score_before_fatal: Option<Figure>,
    /// The score of the critical questions alone; `None` without one, and in points.
    pub critical: Option<Figure>,
    /// Every section in card order.
    pub sections: Vec<SectionScore>,
    /// How it came about.
    pub trace: Trace,
}

/// The score of one section, as if nothing were fatal for the whole evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionScore {
    /// Its key.
    pub key: String,
    /// Weighted: 0…100, `None` where nothing in it counts. Points: the sum of its answers.
    pub score: Option<Figure>,
}

/// What a method makes of the marked questions.
pub(super) struct Outcome {
    pub(super) total: Option<Figure>,
    pub(super) before_fatal: Option<Figure>,
    pub(super) critical: Option<Figure>,
    pub(super) sections: Vec<SectionScore>,
    pub(super) trace: Trace,
}

/// Scores the answers on the card.
///
/// # Errors
///
/// Every answer that does not fit: one error a question in card order, unknown questions last.
/// Then there is no score at all.
pub fn score(card: &Scorecard, answers: &Answers) -> Result<Score, Vec<AnswerError>> {
    let marked = mark(card, answers)?;
    Ok(of_marked(card, &marked))
}

/// What the marked questions are worth.
pub(super) fn of_marked(card: &Scorecard, marked: &[Vec<Marked<'_>>]) -> Score {
    let fatal: Vec<String> = marked
        .iter()
        .flatten()
        .filter(|marked| marked.is_fatal())
        .map(|marked| marked.question.key.clone())
        .collect();
    let outcome = match &card.method {
        Method::Weighted { redistribute } => weighted::outcome(card, *redistribute, marked),
        Method::Points { points } => points::outcome(card, points, marked),
    };
    let total = outcome.total;
    Score {
        passed: total.as_ref().and_then(|total| passed(card, total, &fatal)),
        band: total.as_ref().and_then(|total| band(card, total)),
        total,
        fatal,
        score_before_fatal: outcome.before_fatal,
        critical: outcome.critical,
        sections: outcome.sections,
        trace: outcome.trace,
    }
}

/// Whether a fatal option for the whole evaluation was chosen.
pub(super) fn voids_the_evaluation(marked: &[Vec<Marked<'_>>]) -> bool {
    marked.iter().flatten().any(|marked| marked.is_fatal_for(Fatal::Evaluation))
}

fn passed(card: &Scorecard, total: &Figure, fatal: &[String]) -> Option<bool> {
    let pass = card.pass.as_ref()?;
    Some(fatal.is_empty() && total.exact() >= pass.exact())
}

/// The first band, highest first, that the exact total reaches.
fn band(card: &Scorecard, total: &Figure) -> Option<String> {
    let reached = card.bands.iter().find(|band| band.from.exact() <= total.exact());
    reached.map(|band| band.key.clone())
}

fn null_where_empty<S: Serializer>(keys: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    (!keys.is_empty()).then_some(keys).serialize(serializer)
}

#[cfg(test)]
mod tests;
