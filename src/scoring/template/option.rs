//! The options of a question: their scores, what is fatal, what they require.

use super::Check;
use super::problem::ProblemCode;
use super::spot::{Fields, Spot};
use crate::scoring::number::Decimal;
use crate::scoring::scorecard::{AnswerOption, Fatal, Requirement};
use std::collections::HashSet;

const SCOPES: [(&str, Fatal); 2] = [("section", Fatal::Section), ("evaluation", Fatal::Evaluation)];
const REQUIREMENTS: [(&str, Requirement); 3] =
    [("comment", Requirement::Comment), ("evidence", Requirement::Evidence), ("cause", Requirement::Cause)];

/// What was read of a question's options.
#[derive(Default)]
pub(super) struct ReadOptions {
    pub(super) options: Vec<AnswerOption>,
    /// The keys that could be read.
    pub(super) keys: Vec<String>,
    /// The highest score of a scored question, where every score could be read.
    pub(super) highest: Option<Decimal>,
}

impl Check {
    /// The options of a question.
    pub(super) fn options(&mut self, fields: &mut Fields<'_>, scored: bool) -> ReadOptions {
        let Some(spot) = fields.take("options") else {
            let message = "the question has no options";
            fields.report_at("options", &mut self.report, ProblemCode::NoOption, message);
            return ReadOptions::default();
        };
        let Some(items) = spot.items(&mut self.report) else {
            return ReadOptions::default();
        };
        if items.is_empty() {
            spot.report(&mut self.report, ProblemCode::NoOption, "the question has no options");
            return ReadOptions::default();
        }
        let mut seen = HashSet::new();
        let options: Vec<AnswerOption> =
            items.into_iter().filter_map(|item| self.option(item, scored, &mut seen)).collect();
        let keys = options.iter().map(|option| option.key.clone()).filter(|key| !key.is_empty()).collect();
        let highest = if scored { highest_score(&options) } else { None };
        if self.is_weighted() && highest.as_ref().is_some_and(|highest| *highest == Decimal::zero()) {
            let message = "no option scores above 0, so there is nothing to reach";
            spot.report(&mut self.report, ProblemCode::HighestScoreZero, message);
        }
        ReadOptions { options, keys, highest }
    }

    fn option(&mut self, spot: Spot<'_>, scored: bool, seen: &mut HashSet<String>) -> Option<AnswerOption> {
        let mut fields = spot.fields(&mut self.report)?;
        let key = self.key(&mut fields, seen, "an option").unwrap_or_default();
        let score = self.score(&mut fields, scored);
        let title = self.wording(&mut fields, "title");
        let fatal = self.fatal(&mut fields, scored);
        let require = fields
            .take("require")
            .and_then(|spot| spot.words(&REQUIREMENTS, &mut self.report))
            .unwrap_or_default();
        fields.close(&mut self.report);
        Some(AnswerOption { key, score, title, fatal, require })
    }

    /// The score, which only a question that is not scored can do without.
    fn score(&mut self, fields: &mut Fields<'_>, scored: bool) -> Option<Decimal> {
        let spot = if scored { fields.need("score", &mut self.report) } else { fields.take("score") }?;
        if self.is_points() {
            return self.points(&spot);
        }
        let score = spot.number(&mut self.report)?;
        if scored && self.is_weighted() && score < Decimal::zero() {
            let message = "a score of the weighted method cannot be below 0";
            spot.report(&mut self.report, ProblemCode::NegativeScore, message);
        }
        Some(score)
    }

    fn fatal(&mut self, fields: &mut Fields<'_>, scored: bool) -> Option<Fatal> {
        let spot = fields.take("fatal")?;
        let fatal = spot.word(&SCOPES, &mut self.report)?;
        if !scored {
            let message = "an option of a question that is not scored cannot be fatal";
            spot.report(&mut self.report, ProblemCode::FatalNotScored, message);
        }
        if fatal == Fatal::Section && self.is_points() {
            let message = "\"fatal: section\" belongs to the weighted method";
            spot.report(&mut self.report, ProblemCode::NotInPoints, message);
        }
        Some(fatal)
    }
}

/// The highest score, where every option has one that could be read.
fn highest_score(options: &[AnswerOption]) -> Option<Decimal> {
    let scores: Option<Vec<&Decimal>> = options.iter().map(|option| option.score.as_ref()).collect();
    scores?.into_iter().max().cloned()
}
