//! One section: its weight, whether it is a bonus, its questions.

use super::problem::ProblemCode;
use super::spot::{Fields, Spot};
use super::{Check, MethodName};
use crate::scoring::number::Decimal;
use crate::scoring::scorecard::{Question, Section};
use std::collections::HashSet;

impl Check {
    /// A section; `None` where it is not even a mapping.
    pub(super) fn section(&mut self, spot: Spot<'_>, seen: &mut HashSet<String>) -> Option<Section> {
        let mut fields = spot.fields(&mut self.report)?;
        let key = self.key(&mut fields, seen, "a section").unwrap_or_default();
        let title = self.wording(&mut fields, "title");
        let bonus = self
            .take_for(MethodName::Weighted, &mut fields, "bonus")
            .and_then(|spot| spot.flag(&mut self.report))
            .unwrap_or(false);
        let weight = self.weight(&mut fields);
        if bonus {
            self.limit_bonus(&mut fields, &weight);
        }
        let questions = self.questions(&mut fields, bonus);
        fields.close(&mut self.report);
        Some(Section { key, title, weight, bonus, questions })
    }

    /// A bonus section's weight is the points that it adds.
    fn limit_bonus(&mut self, fields: &mut Fields<'_>, weight: &Decimal) {
        if let Some(spot) = fields.take("weight") {
            self.limit_points(&spot, weight);
        }
    }

    fn questions(&mut self, fields: &mut Fields<'_>, bonus: bool) -> Vec<Question> {
        let Some(spot) = fields.take("questions") else {
            let message = "the section has no questions";
            fields.report_at("questions", &mut self.report, ProblemCode::NoQuestion, message);
            return Vec::new();
        };
        let Some(items) = spot.items(&mut self.report) else {
            return Vec::new();
        };
        if items.is_empty() {
            spot.report(&mut self.report, ProblemCode::NoQuestion, "the section has no questions");
        }
        items.into_iter().filter_map(|item| self.question(item, bonus)).collect()
    }
}
