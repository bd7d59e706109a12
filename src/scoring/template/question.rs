//! One question: how it counts, when it is asked, what it accepts.

use super::conditions::Placed;
use super::option::ReadOptions;
use super::problem::ProblemCode;
use super::spot::{Fields, Spot};
use super::{Check, MethodName};
use crate::scoring::number::Decimal;
use crate::scoring::scorecard::{
    Cause, Critical, EvidenceKind, NotApplicable, Question, Requirement, ShowWhen,
};
use std::collections::HashSet;

const ERROR_CLASSES: [(&str, Critical); 3] = [
    ("customer", Critical::Customer),
    ("business", Critical::Business),
    ("compliance", Critical::Compliance),
];
const EVIDENCE_KINDS: [(&str, EvidenceKind); 3] =
    [("range", EvidenceKind::Range), ("not_said", EvidenceKind::NotSaid), ("record", EvidenceKind::Record)];

impl Check {
    /// A question; `None` where it is not even a mapping.
    pub(super) fn question(&mut self, spot: Spot<'_>, in_bonus: bool) -> Option<Question> {
        let mut fields = spot.fields(&mut self.report)?;
        let mut seen = std::mem::take(&mut self.question_keys);
        let key = self.key(&mut fields, &mut seen, "a question").unwrap_or_default();
        self.question_keys = seen;
        let title = self.wording(&mut fields, "title");
        let guidance = self.wording(&mut fields, "guidance");
        let weight = self.weight(&mut fields);
        let scored = self.optional_flag(&mut fields, "scored").unwrap_or(true);
        let critical = self.critical(&mut fields, scored);
        let options = self.options(&mut fields, scored);
        let not_applicable = self.not_applicable(&mut fields, in_bonus, options.highest.as_ref());
        let show_when = self.show_when(&mut fields);
        let (multiple, min, max) = self.repetition(&mut fields);
        let default = self.default_option(&mut fields, &options.keys);
        let evidence = self.evidence(&mut fields);
        let causes = self.causes(&mut fields);
        if causes.is_empty()
            && options.options.iter().any(|option| option.require.contains(&Requirement::Cause))
        {
            let message = "an option requires a cause, but the question names no causes";
            fields.report_at("causes", &mut self.report, ProblemCode::CauseWithoutCauses, message);
        }
        fields.close(&mut self.report);
        let ReadOptions { options, keys, .. } = options;
        self.conditions.add_question(key.clone(), keys);
        Some(Question {
            key,
            title,
            guidance,
            weight,
            critical,
            options,
            not_applicable,
            show_when,
            multiple,
            min,
            max,
            default,
            scored,
            evidence,
            causes,
        })
    }

    fn optional_flag(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<bool> {
        fields.take(name).and_then(|spot| spot.flag(&mut self.report))
    }

    /// `false`, `true`, or a class of errors.
    fn critical(&mut self, fields: &mut Fields<'_>, scored: bool) -> Critical {
        let Some(spot) = self.take_for(MethodName::Weighted, fields, "critical") else {
            return Critical::No;
        };
        let critical = match spot.as_flag() {
            Some(true) => Critical::Yes,
            Some(false) => Critical::No,
            None => spot.word(&ERROR_CLASSES, &mut self.report).unwrap_or_default(),
        };
        if critical != Critical::No && !scored {
            let message = "a question that is not scored cannot be critical";
            spot.report(&mut self.report, ProblemCode::CriticalNotScored, message);
        }
        critical
    }

    /// `excluded` or `{score: s}`; `highest` is the highest score of a scored question.
    fn not_applicable(
        &mut self,
        fields: &mut Fields<'_>,
        in_bonus: bool,
        highest: Option<&Decimal>,
    ) -> Option<NotApplicable> {
        let spot = fields.take("not_applicable")?;
        if in_bonus {
            let message = "\"not applicable\" cannot be offered in a bonus section";
            spot.report(&mut self.report, ProblemCode::NotApplicableInBonus, message);
        }
        if !spot.is_mapping() {
            spot.word(&[("excluded", ())], &mut self.report)?;
            return Some(NotApplicable::Excluded);
        }
        let mut fields = spot.fields(&mut self.report)?;
        let score = fields.need("score", &mut self.report).and_then(|spot| {
            let score = self.score_of_not_applicable(&spot, highest)?;
            Some(NotApplicable::Score(score))
        });
        fields.close(&mut self.report);
        score
    }

    fn score_of_not_applicable(&mut self, spot: &Spot<'_>, highest: Option<&Decimal>) -> Option<Decimal> {
        if self.is_points() {
            return self.points(spot);
        }
        let score = spot.number(&mut self.report)?;
        let outside = |highest: &&Decimal| score < Decimal::zero() || score > **highest;
        if let Some(highest) = highest.filter(outside).filter(|_| self.is_weighted()) {
            let message = format!("{score} is outside 0 to {highest}, the highest score of the question");
            spot.report(&mut self.report, ProblemCode::NotApplicableOutOfRange, message);
        }
        Some(score)
    }

    fn show_when(&mut self, fields: &mut Fields<'_>) -> Option<ShowWhen> {
        let mut fields = fields.take("show_when")?.fields(&mut self.report)?;
        let question = fields.need("question", &mut self.report).and_then(|spot| self.placed(&spot));
        let is = fields.need("is", &mut self.report).and_then(|spot| {
            let items = spot.items(&mut self.report)?;
            if items.is_empty() {
                let message = "name at least one option; this question would never be asked";
                spot.report(&mut self.report, ProblemCode::ShowWhenUnknownOption, message);
            }
            Some(items.iter().filter_map(|item| self.placed(item)).collect::<Vec<_>>())
        });
        fields.close(&mut self.report);
        let (question, is) = (question?, is?);
        let show_when = ShowWhen {
            question: question.key.clone(),
            is: is.iter().map(|option| option.key.clone()).collect(),
        };
        self.conditions.add_condition(question, is);
        Some(show_when)
    }

    fn placed(&mut self, spot: &Spot<'_>) -> Option<Placed> {
        let key = spot.text(&mut self.report)?.to_owned();
        Some(Placed { key, path: spot.path.clone(), line: spot.line() })
    }

    /// `multiple`, `min`, `max`.
    fn repetition(&mut self, fields: &mut Fields<'_>) -> (bool, Option<Decimal>, Option<Decimal>) {
        let multiple = self
            .take_for(MethodName::Points, fields, "multiple")
            .and_then(|spot| spot.flag(&mut self.report))
            .unwrap_or(false);
        let [min, max] = ["min", "max"].map(|name| {
            let spot = self.take_for(MethodName::Points, fields, name)?;
            if !multiple {
                let message = format!("\"{name}\" needs \"multiple: true\"");
                spot.report(&mut self.report, ProblemCode::LimitWithoutMultiple, message);
            }
            self.points(&spot)
        });
        if let (Some(least), Some(most)) = (&min, &max)
            && least > most
        {
            let message = format!("min {least} is above max {most}");
            fields.report_at("min", &mut self.report, ProblemCode::MinAboveMax, message);
        }
        (multiple, min, max)
    }

    fn default_option(&mut self, fields: &mut Fields<'_>, options: &[String]) -> Option<String> {
        let spot = fields.take("default")?;
        let key = spot.text(&mut self.report)?.to_owned();
        if !options.contains(&key) {
            let message = format!("the question has no option \"{key}\"");
            spot.report(&mut self.report, ProblemCode::DefaultUnknownOption, message);
        }
        Some(key)
    }

    /// The kinds of evidence; all where none are named.
    fn evidence(&mut self, fields: &mut Fields<'_>) -> Vec<EvidenceKind> {
        let every_kind = || EvidenceKind::ALL.to_vec();
        let Some(spot) = fields.take("evidence") else {
            return every_kind();
        };
        let Some(kinds) = spot.words(&EVIDENCE_KINDS, &mut self.report) else {
            return every_kind();
        };
        if spot.is_empty_list() {
            let message = "name at least one kind of evidence, or leave the field out for all";
            spot.report(&mut self.report, ProblemCode::EmptyList, message);
        }
        kinds
    }

    fn causes(&mut self, fields: &mut Fields<'_>) -> Vec<Cause> {
        let Some(items) = fields.take("causes").and_then(|spot| spot.items(&mut self.report)) else {
            return Vec::new();
        };
        let mut seen = HashSet::new();
        let mut causes = Vec::new();
        for item in items {
            let Some(mut fields) = item.fields(&mut self.report) else {
                continue;
            };
            let key = self.key(&mut fields, &mut seen, "a cause").unwrap_or_default();
            let title = self.wording(&mut fields, "title");
            fields.close(&mut self.report);
            causes.push(Cause { key, title });
        }
        causes
    }
}
