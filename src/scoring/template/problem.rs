//! What is wrong with a scorecard, one entry a mistake.

use crate::error::Spot;
use serde::Serialize;

/// One mistake in a scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where: field names and list positions from 0, as in `sections[0].questions[2].weight`.
    /// Empty where it concerns the whole file.
    pub path: String,
    /// What kind of mistake, for programs.
    pub code: ProblemCode,
    /// One English sentence for people.
    pub message: String,
    /// The line that shows it, counted from 1. Not serialised: what was edited in a browser has no
    /// lines that anyone has seen.
    #[serde(skip)]
    pub line: usize,
}

/// The kinds of mistakes. The names on the wire never change once released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The text is no YAML or JSON document that we take.
    NotReadable,
    /// A field that must be there is not.
    MissingField,
    /// A field that means nothing here.
    UnknownField,
    /// The same field twice in one mapping.
    DuplicateField,
    /// A list where text belongs, and the like.
    WrongType,
    /// A word that is not among those allowed.
    UnknownValue,
    /// A list that must not be empty is.
    EmptyList,
    /// A key that is not `[a-z0-9_-]+`.
    BadKey,
    /// A language tag that is none.
    BadLanguage,
    /// The same key twice where keys tell things apart.
    DuplicateKey,
    /// A card or a section without a question.
    NoQuestion,
    /// A question without an option.
    NoOption,
    /// An infinity or NaN.
    NotFinite,
    /// A number with too many digits or too large an exponent.
    NumberTooLong,
    /// A number of points beyond a million.
    TooManyPoints,
    /// A weight at or below zero.
    WeightNotPositive,
    /// Weighted: no option scores above zero.
    HighestScoreZero,
    /// Weighted: a score below zero.
    NegativeScore,
    /// `show_when` names a question that comes later.
    ShowWhenForward,
    /// `show_when` names its own question.
    ShowWhenItself,
    /// `show_when` names no question of the card.
    ShowWhenUnknownQuestion,
    /// `show_when` names no option of the question it refers to.
    ShowWhenUnknownOption,
    /// A band that does not start below the one before it.
    BandsNotFalling,
    /// "Not applicable" in a bonus section.
    NotApplicableInBonus,
    /// Weighted: "not applicable" scores outside 0…highest.
    NotApplicableOutOfRange,
    /// A field or value that belongs to the weighted method.
    NotInPoints,
    /// A field that belongs to the points method.
    NotInWeighted,
    /// `min` or `max` on a question that takes one option.
    LimitWithoutMultiple,
    /// `min` above `max`.
    MinAboveMax,
    /// `floor` above `ceiling`.
    FloorAboveCeiling,
    /// `start` outside `floor`…`ceiling`.
    StartOutsideRange,
    /// A fatal option on a question that is not scored.
    FatalNotScored,
    /// A critical question that is not scored.
    CriticalNotScored,
    /// `default` names no option.
    DefaultUnknownOption,
    /// An option requires a cause of a question that names none.
    CauseWithoutCauses,
}

impl ProblemCode {
    /// All of them, so that a test can find one without words or without documentation.
    pub const ALL: [Self; 35] = [
        Self::NotReadable,
        Self::MissingField,
        Self::UnknownField,
        Self::DuplicateField,
        Self::WrongType,
        Self::UnknownValue,
        Self::EmptyList,
        Self::BadKey,
        Self::BadLanguage,
        Self::DuplicateKey,
        Self::NoQuestion,
        Self::NoOption,
        Self::NotFinite,
        Self::NumberTooLong,
        Self::TooManyPoints,
        Self::WeightNotPositive,
        Self::HighestScoreZero,
        Self::NegativeScore,
        Self::ShowWhenForward,
        Self::ShowWhenItself,
        Self::ShowWhenUnknownQuestion,
        Self::ShowWhenUnknownOption,
        Self::BandsNotFalling,
        Self::NotApplicableInBonus,
        Self::NotApplicableOutOfRange,
        Self::NotInPoints,
        Self::NotInWeighted,
        Self::LimitWithoutMultiple,
        Self::MinAboveMax,
        Self::FloorAboveCeiling,
        Self::StartOutsideRange,
        Self::FatalNotScored,
        Self::CriticalNotScored,
        Self::DefaultUnknownOption,
        Self::CauseWithoutCauses,
    ];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotReadable => "not_readable",
            Self::MissingField => "missing_field",
            Self::UnknownField => "unknown_field",
            Self::DuplicateField => "duplicate_field",
            Self::WrongType => "wrong_type",
            Self::UnknownValue => "unknown_value",
            Self::EmptyList => "empty_list",
            Self::BadKey => "bad_key",
            Self::BadLanguage => "bad_language",
            Self::DuplicateKey => "duplicate_key",
            Self::NoQuestion => "no_question",
            Self::NoOption => "no_option",
            Self::NotFinite => "not_finite",
            Self::NumberTooLong => "number_too_long",
            Self::TooManyPoints => "too_many_points",
            Self::WeightNotPositive => "weight_not_positive",
            Self::HighestScoreZero => "highest_score_zero",
            Self::NegativeScore => "negative_score",
            Self::ShowWhenForward => "show_when_forward",
            Self::ShowWhenItself => "show_when_itself",
            Self::ShowWhenUnknownQuestion => "show_when_unknown_question",
            Self::ShowWhenUnknownOption => "show_when_unknown_option",
            Self::BandsNotFalling => "bands_not_falling",
            Self::NotApplicableInBonus => "not_applicable_in_bonus",
            Self::NotApplicableOutOfRange => "not_applicable_out_of_range",
            Self::NotInPoints => "not_in_points",
            Self::NotInWeighted => "not_in_weighted",
            Self::LimitWithoutMultiple => "limit_without_multiple",
            Self::MinAboveMax => "min_above_max",
            Self::FloorAboveCeiling => "floor_above_ceiling",
            Self::StartOutsideRange => "start_outside_range",
            Self::FatalNotScored => "fatal_not_scored",
            Self::CriticalNotScored => "critical_not_scored",
            Self::DefaultUnknownOption => "default_unknown_option",
            Self::CauseWithoutCauses => "cause_without_causes",
        }
    }
}

impl From<&Problem> for Spot {
    fn from(problem: &Problem) -> Self {
        Self {
            path: problem.path.clone(),
            line: problem.line,
            code: problem.code.as_str(),
            message: problem.message.clone(),
        }
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// Adds a problem.
    pub(super) fn add(&mut self, path: &str, line: usize, code: ProblemCode, message: impl Into<String>) {
        self.problems.push(Problem { path: path.to_owned(), code, message: message.into(), line });
    }

    /// All problems in the order of the file, each once.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems.dedup();
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_name() {
        for code in ProblemCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
