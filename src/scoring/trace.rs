//! How a score came about: every question, every section, every step after them.
//!
//! # It adds up
//!
//! The points of the questions plus the points of the steps are the total, exactly. Two
//! decisions make that hold in every case:
//!
//! * A question's points are what it gave **before anything fatal**. Sections and evaluations
//!   that a fatal answer voids take the points away again in steps of their own, so the trace
//!   still tells what the rest of the call was worth: questions alone add up to
//!   `score_before_fatal` (weighted).
//! * A clamp is a step too. In points, `start` comes first; `floor` or `ceiling` follows when the
//!   sum left the range, with the difference that brought it back.
//!
//! | step | method | points |
//! | --- | --- | --- |
//! | `start` | points | the card's start |
//! | `floor` | points | what was missing to the floor; above 0 |
//! | `ceiling` | points | what was too much; below 0 |
//! | `fatal_section` | weighted | one a voided section: minus the points of its questions |
//! | `fatal_evaluation` | both | minus all that was left (weighted), down to the floor (points) |
//!
//! Steps stand in the order in which they apply. Where nothing counts there is no total, and every
//! question has 0 points.

use super::number::Figure;
use serde::Serialize as DeriveSerialize;
use serde::ser::{Serialize, SerializeSeq, Serializer};

/// How a score came about. Serialised as one list: questions, sections, steps, each entry with its
/// `kind`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Every question in card order.
    pub questions: Vec<QuestionTrace>,
    /// Every section in card order.
    pub sections: Vec<SectionTrace>,
    /// What happened after the questions, in the order in which it applies.
    pub steps: Vec<Step>,
}

/// What one question did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionTrace {
    /// Its key.
    pub question: String,
    /// The key of its section.
    pub section: String,
    /// Why it does not count; `None`: it counts.
    pub why_not: Option<WhyNot>,
    /// Weighted: score ÷ highest score, 0…1. `None` where it does not count, and in points.
    pub fraction: Option<Figure>,
    /// Weighted: its share of the total, in per cent; in a bonus section, the points it can add.
    /// `None` where it does not count, where there is no total, and in points.
    pub share: Option<Figure>,
    /// What it gave, before anything fatal.
    pub points: Figure,
    /// What it lost. Weighted: share − points. Points: what it deducted, as a number above 0.
    pub lost: Figure,
}

/// What one section did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionTrace {
    /// Its key.
    pub section: String,
    /// Whether any of its questions counts.
    pub counted: bool,
    /// Weighted: 0…1, and 0 where a fatal answer voids it. `None` where nothing in it counts, and
    /// in points.
    pub fraction: Option<Figure>,
    /// Weighted: the shares of its questions together.
    pub share: Option<Figure>,
}

/// Why a question does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveSerialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// Its condition does not hold.
    Hidden,
    /// It is not scored.
    NotScored,
    /// It was answered "not applicable", which excludes it.
    NotApplicable,
}

/// One adjustment of the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which one.
    pub kind: StepKind,
    /// The key of the section it concerns, for `fatal_section`.
    pub section: Option<String>,
    /// What it adds to the total.
    pub points: Figure,
}

/// The adjustments; see the table of this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveSerialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The points a card starts with.
    Start,
    /// The sum was below the floor.
    Floor,
    /// The sum was above the ceiling.
    Ceiling,
    /// A fatal answer voided a section.
    FatalSection,
    /// A fatal answer voided the evaluation.
    FatalEvaluation,
}

impl Step {
    pub(super) fn new(kind: StepKind, points: impl Into<Figure>) -> Self {
        Self { kind, section: None, points: points.into() }
    }
}

impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = self.questions.len() + self.sections.len() + self.steps.len();
        let mut list = serializer.serialize_seq(Some(length))?;
        for question in &self.questions {
            list.serialize_element(&Line::question(question))?;
        }
        for section in &self.sections {
            list.serialize_element(&Line::section(section))?;
        }
        for step in &self.steps {
            list.serialize_element(&Line::step(step))?;
        }
        list.end()
    }
}

/// One entry of the list as it is stored and printed. `exact` belongs to `points`; the other
/// `exact_…` to the number of their name.
#[derive(DeriveSerialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'t> {
    Question {
        question: &'t str,
        section: &'t str,
        counted: bool,
        why_not: Option<WhyNot>,
        fraction: Option<String>,
        share: Option<&'t Figure>,
        exact_share: Option<String>,
        points: &'t Figure,
        exact: String,
        lost: &'t Figure,
        exact_lost: String,
    },
    Section {
        section: &'t str,
        counted: bool,
        fraction: Option<String>,
        share: Option<&'t Figure>,
        exact_share: Option<String>,
    },
    Step {
        step: StepKind,
        #[serde(skip_serializing_if = "Option::is_none")]
        section: Option<&'t str>,
        points: &'t Figure,
        exact: String,
    },
}

impl<'t> Line<'t> {
    fn question(trace: &'t QuestionTrace) -> Self {
        Self::Question {
            question: &trace.question,
            section: &trace.section,
            counted: trace.why_not.is_none(),
            why_not: trace.why_not,
            fraction: trace.fraction.as_ref().map(Figure::fraction),
            share: trace.share.as_ref(),
            exact_share: trace.share.as_ref().map(Figure::fraction),
            points: &trace.points,
            exact: trace.points.fraction(),
            lost: &trace.lost,
            exact_lost: trace.lost.fraction(),
        }
    }

    fn section(trace: &'t SectionTrace) -> Self {
        Self::Section {
            section: &trace.section,
            counted: trace.counted,
            fraction: trace.fraction.as_ref().map(Figure::fraction),
            share: trace.share.as_ref(),
            exact_share: trace.share.as_ref().map(Figure::fraction),
        }
    }

    fn step(trace: &'t Step) -> Self {
        Self::Step {
            step: trace.kind,
            section: trace.section.as_deref(),
            points: &trace.points,
            exact: trace.points.fraction(),
        }
    }
}
