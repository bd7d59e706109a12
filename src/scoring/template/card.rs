//! The card itself: method, pass mark, bands, the range of points.

use super::conditions::Conditions;
use super::problem::ProblemCode;
use super::spot::{Fields, Spot};
use super::{Check, MethodName};
use crate::scoring::number::Decimal;
use crate::scoring::scorecard::{Band, Method, PointsRange, Redistribute, Scorecard, Section};
use std::collections::HashSet;

const METHODS: [(&str, MethodName); 2] = [("weighted", MethodName::Weighted), ("points", MethodName::Points)];
const REDISTRIBUTIONS: [(&str, Redistribute); 2] =
    [("section", Redistribute::Section), ("card", Redistribute::Card)];

impl Check {
    /// The whole scorecard; `None` where it is not even a mapping.
    pub(super) fn card(&mut self, root: Spot<'_>) -> Option<Scorecard> {
        let mut fields = root.fields(&mut self.report)?;
        let key = self.key(&mut fields, &mut HashSet::new(), "a card").unwrap_or_default();
        let title = self.wording(&mut fields, "title");
        self.method =
            fields.need("method", &mut self.report).and_then(|spot| spot.word(&METHODS, &mut self.report));
        let method = self.method_details(&mut fields);
        let pass = fields.take("pass").and_then(|spot| spot.number(&mut self.report));
        let bands = self.bands(&mut fields);
        let sections = self.sections(&mut fields);
        fields.close(&mut self.report);
        let conditions: Conditions = std::mem::take(&mut self.conditions);
        conditions.judge(&mut self.report);
        Some(Scorecard { key, title, method, pass, bands, sections })
    }

    fn method_details(&mut self, fields: &mut Fields<'_>) -> Method {
        let redistribute = self
            .take_for(MethodName::Weighted, fields, "redistribute")
            .and_then(|spot| spot.word(&REDISTRIBUTIONS, &mut self.report))
            .unwrap_or_default();
        let points = self.take_for(MethodName::Points, fields, "points");
        if self.is_points() && points.is_none() {
            let message = "\"points\" is missing; give {start, floor, ceiling}";
            fields.report_at("points", &mut self.report, ProblemCode::MissingField, message);
        }
        match points.map(|spot| self.points_range(spot)) {
            Some(points) => Method::Points { points },
            None => Method::Weighted { redistribute },
        }
    }

    /// `points`, which must be given whole.
    fn points_range(&mut self, spot: Spot<'_>) -> PointsRange {
        let zero =
            || PointsRange { start: Decimal::zero(), floor: Decimal::zero(), ceiling: Decimal::zero() };
        let Some(mut fields) = spot.fields(&mut self.report) else {
            return zero();
        };
        let [start, floor, ceiling] = ["start", "floor", "ceiling"].map(|name| {
            let spot = fields.need(name, &mut self.report)?;
            self.points(&spot)
        });
        if let (Some(start), Some(floor), Some(ceiling)) = (&start, &floor, &ceiling) {
            if floor > ceiling {
                let message = format!("the floor {floor} is above the ceiling {ceiling}");
                fields.report_at("floor", &mut self.report, ProblemCode::FloorAboveCeiling, message);
            } else if start < floor || start > ceiling {
                let message = format!("the start {start} is outside {floor} to {ceiling}");
                fields.report_at("start", &mut self.report, ProblemCode::StartOutsideRange, message);
            }
        }
        fields.close(&mut self.report);
        match (start, floor, ceiling) {
            (Some(start), Some(floor), Some(ceiling)) => PointsRange { start, floor, ceiling },
            _ => zero(),
        }
    }

    fn bands(&mut self, fields: &mut Fields<'_>) -> Vec<Band> {
        let Some(items) = fields.take("bands").and_then(|spot| spot.items(&mut self.report)) else {
            return Vec::new();
        };
        let mut seen = HashSet::new();
        let mut bands = Vec::new();
        let mut above: Option<Decimal> = None;
        for item in items {
            let Some(mut fields) = item.fields(&mut self.report) else {
                continue;
            };
            let key = self.key(&mut fields, &mut seen, "a band").unwrap_or_default();
            let from = self.band_start(&mut fields, above.as_ref());
            let title = self.wording(&mut fields, "title");
            fields.close(&mut self.report);
            above = from.clone().or(above);
            bands.push(Band { key, from: from.unwrap_or_else(Decimal::zero), title });
        }
        bands
    }

    /// `from`, which must lie below that of the band `above`.
    fn band_start(&mut self, fields: &mut Fields<'_>, above: Option<&Decimal>) -> Option<Decimal> {
        let spot = fields.need("from", &mut self.report)?;
        let from = spot.number(&mut self.report)?;
        if let Some(above) = above.filter(|above| **above <= from) {
            let message = format!("{from} is not below {above}, where the band before it starts");
            spot.report(&mut self.report, ProblemCode::BandsNotFalling, message);
        }
        Some(from)
    }

    fn sections(&mut self, fields: &mut Fields<'_>) -> Vec<Section> {
        let Some(spot) = fields.take("sections") else {
            let message = "the card has no sections, so it asks nothing";
            fields.report_at("sections", &mut self.report, ProblemCode::NoQuestion, message);
            return Vec::new();
        };
        let Some(items) = spot.items(&mut self.report) else {
            return Vec::new();
        };
        if items.is_empty() {
            spot.report(
                &mut self.report,
                ProblemCode::NoQuestion,
                "the card has no sections, so it asks nothing",
            );
        }
        let mut seen = HashSet::new();
        items.into_iter().filter_map(|item| self.section(item, &mut seen)).collect()
    }
}
